"""Which factor an arrow key goes to: along a link if there is one, else to the nearest box that way."""

from collections.abc import Mapping
from math import inf

from app.layout.geometry import Box
from app.model.cause_map import CauseMap

_WAYS = {"upstream": (-1, 0), "downstream": (1, 0), "up": (0, -1), "down": (0, 1)}


def neighbour(cause_map: CauseMap, boxes: Mapping[str, Box], from_id: str | None, way: str) -> str | None:
    """The factor to go to from one, ``way`` being upstream, downstream, up or down; None where there is none.

    From nowhere it is the first symptom, or the first factor of a map without one.
    """
    if not boxes:
        return None
    if from_id is None or from_id not in boxes:
        symptoms = [factor.id for factor in cause_map.symptoms()]
        return min(symptoms or boxes, key=lambda id_: (boxes[id_].y, boxes[id_].x))
    here = boxes[from_id]
    if way in ("upstream", "downstream"):
        found = cause_map.causes_of(from_id) if way == "upstream" else cause_map.effects_of(from_id)
        linked = [factor.id for factor in found if factor.id in boxes]
        if linked:
            return min(linked, key=lambda id_: (abs(boxes[id_].y - here.y), boxes[id_].x))
    dx, dy = _WAYS[way]

    def cost(id_: str) -> float:
        along = (boxes[id_].x - here.x) * dx + (boxes[id_].y - here.y) * dy
        across = abs(boxes[id_].x - here.x) * abs(dy) + abs(boxes[id_].y - here.y) * abs(dx)
        return inf if along <= 1 else along + 3 * across

    best = min((id_ for id_ in boxes if id_ != from_id), key=cost, default=None)
    return None if best is None or cost(best) == inf else best
