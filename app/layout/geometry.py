"""Boxes, links' ends and curves, in map units.

The stream runs from left (causes) to right (symptoms); y grows downwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Point = tuple[float, float]
Route = tuple[Point, ...]
"""3k+1 control points of joined cubic Béziers, cause side first; the last is the arrow tip at the effect's edge."""

COLUMN_GAP = 96.0
"""Free width between two columns that few links pass."""
ROW_GAP = 22.0
"""Least free height between two boxes of a column."""


@dataclass(frozen=True, slots=True)
class Box:
    """A factor's place and size; x and y are its middle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        """The x of its left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """The x of its right edge."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """The y of its upper edge."""
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        """The y of its lower edge."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Ends:
    """A link by its own id and those of the factors at its ends."""

    id: str
    cause: str
    effect: str


def boxes_at(places: Mapping[str, Point], sizes: Mapping[str, tuple[float, float]]) -> dict[str, Box]:
    """Give every factor that has both a place and a size its box, in the order of the places."""
    return {key: Box(x, y, *sizes[key]) for key, (x, y) in places.items() if key in sizes}
