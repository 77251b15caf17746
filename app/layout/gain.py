"""What Tidy would gain: asked in pauses, so that it is offered only when it is worth the movement."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.layout.geometry import Box, Ends, Point, Route, boxes_at
from app.layout.routes import route_links
from app.layout.tidy import tidy


@dataclass(frozen=True, slots=True)
class Gain:
    """A tidy arrangement: its places, and the crossings of links before and after."""

    places: dict[str, Point]
    now: int
    then: int

    @property
    def fewer(self) -> int:
        """How many crossings it would take away."""
        return self.now - self.then


def tidy_gain(
    boxes: Mapping[str, Box],
    routes: Mapping[str, Route],
    links: Sequence[Ends],
    symptoms: Collection[str] = (),
    pinned: Collection[str] = (),
) -> Gain:
    """Tidy a map that stands in these boxes and curves, keeping what it can of the arrangement, and count crossings."""
    from app.layout.crossings import crossings

    sizes = {id_: (box.width, box.height) for id_, box in boxes.items()}
    before = {id_: (box.x, box.y) for id_, box in boxes.items()}
    places = tidy(sizes, links, symptoms, before=before, pinned=pinned)
    then = crossings(route_links(boxes_at(places, sizes), links))
    return Gain(places, crossings(routes), then)
