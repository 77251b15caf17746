"""Places for a map that came without some or all of them."""

from app.drawing.picture import boxes_of
from app.drawing.sizes import sizes_of
from app.layout.geometry import Box
from app.layout.newcomer import room_for
from app.model import edits
from app.model.cause_map import CauseMap


def with_places(cause_map: CauseMap) -> CauseMap:
    """The map with a place for every factor.

    Factors that have one keep it and the others find room beside them; where fewer than half have one, the whole map
    is arranged anew. Needs a QGuiApplication, since boxes are as large as their words.
    """
    factors = cause_map.on_the_map()
    standing = {f.id: (f.x, f.y) for f in factors if f.x is not None and f.y is not None}
    if len(standing) == len(factors):
        return cause_map
    if 2 * len(standing) < len(factors):
        return cause_map.apply(edits.move(cause_map, {id_: (box.x, box.y) for id_, box in boxes_of(cause_map).items()}))
    sizes = sizes_of(cause_map)
    boxes = {id_: Box(*place, *sizes[id_]) for id_, place in standing.items()}
    for factor in factors:
        if factor.id not in boxes:
            effects = [each.id for each in cause_map.effects_of(factor.id)]
            causes = [each.id for each in cause_map.causes_of(factor.id)]
            place = room_for(sizes[factor.id], boxes, effects=effects, causes=causes)
            boxes[factor.id] = Box(*place, *sizes[factor.id])
    found = {id_: (box.x, box.y) for id_, box in boxes.items() if id_ not in standing}
    return cause_map.apply(edits.move(cause_map, found))
