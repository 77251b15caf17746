"""A walk folded into a row: where the whole map would be too small to read, only what is walked along is shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.analysis.walk import Walk
from app.drawing.sizes import WIDTH
from app.layout.geometry import COLUMN_GAP, Box, Ends, Route
from app.layout.routes import route_links


@dataclass(frozen=True, slots=True)
class Fold:
    """Where the factors of a walk stand meanwhile, and their curves; all others are hidden."""

    boxes: Mapping[str, Box]
    routes: Mapping[str, Route]


def folded(walk: Walk, boxes: Mapping[str, Box]) -> Fold:
    """The walk's factors in a row: what is asked about stays where it is, each cause goes to the left of its effect."""
    first = boxes[walk.factors[0]]
    step = WIDTH + COLUMN_GAP
    row = {
        id_: Box(first.x - at * step, first.y, boxes[id_].width, boxes[id_].height)
        for at, id_ in enumerate(walk.factors)
    }
    ends = [Ends(id_, walk.factors[at + 1], walk.factors[at]) for at, id_ in enumerate(walk.links)]
    return Fold(row, route_links(row, ends))
