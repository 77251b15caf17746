"""Packing: the parts of a map on one grid of columns, in the shape of a slide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from app.layout.columns import BOX_WIDTH, SLIDE
from app.layout.geometry import COLUMN_GAP, ROW_GAP, Point

PART_GAP = 56.0
"""Free height between two parts of a map."""
MOST_STRETCH = 1.6
"""How far rows may be drawn apart where there is room on a slide."""
PITCH = BOX_WIDTH + COLUMN_GAP
"""Usual distance of columns."""
WIDER = 40.0
"""How much wider a corridor gets, at most, for links that climb far in it."""

Sizes = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Part:
    """A linked part: its factors, the column and the y (from the part's top) of each, and what climbs between them."""

    ids: list[str]
    columns: list[int]
    ys: list[float]
    climbs: list[float]
    """Height climbed in the corridor after each column, by all links together."""

    @property
    def width(self) -> int:
        """How many columns it takes."""
        return len(self.climbs)

    def height(self, sizes: Sizes, stretch: float) -> float:
        """How tall it is with its rows drawn apart `stretch` times."""
        return max(y * stretch + sizes[key][1] / 2 for key, y in zip(self.ids, self.ys, strict=True)) - min(
            y * stretch - sizes[key][1] / 2 for key, y in zip(self.ids, self.ys, strict=True)
        )


def packed(parts: Sequence[Part], alone: Sequence[str], sizes: Sizes) -> dict[str, Point]:
    """Put all parts on one grid of columns, and the factors without links into it below them."""
    across = _across(parts, alone, sizes)
    _, bottom = _packed(parts, across, sizes, 1.0)
    bottom += _rows_height(alone, across, sizes)
    stretch = min(MOST_STRETCH, max(1.0, across * PITCH / SLIDE / max(bottom, 1.0))) if parts else 1.0
    starts, bottom = _packed(parts, across, sizes, stretch)
    xs = _grid(parts, [column for column, _ in starts], across, alone, sizes)
    places: dict[str, Point] = {}
    for part, (start, top) in zip(parts, starts, strict=True):
        shift = top - min(y * stretch - sizes[key][1] / 2 for key, y in zip(part.ids, part.ys, strict=True))
        for key, column, y in zip(part.ids, part.columns, part.ys, strict=True):
            places[key] = (xs[start + column], y * stretch + shift)
    places.update(_rows(alone, xs, bottom, sizes))
    return places


def _across(parts: Sequence[Part], alone: Sequence[str], sizes: Sizes) -> int:
    """Choose the number of columns with which the whole map can be shown largest on a slide."""
    tall = sum(part.width * (part.height(sizes, 1.0) + PART_GAP) for part in parts)
    tall += sum(sizes[key][1] + ROW_GAP for key in alone)
    least = max([1, *(part.width for part in parts)])
    ideal = ceil(sqrt(tall * SLIDE / PITCH))

    def extent(across: int) -> float:
        bottom = _packed(parts, across, sizes, 1.0)[1] + _rows_height(alone, across, sizes)
        return max(across * PITCH, bottom * SLIDE)

    return min(range(least, max(least, ideal) + 1), key=extent)


def _rows_height(alone: Sequence[str], across: int, sizes: Sizes) -> float:
    rows = [alone[start : start + across] for start in range(0, len(alone), across)]
    return sum(max(sizes[key][1] for key in row) + ROW_GAP for row in rows)


def _packed(parts: Sequence[Part], across: int, sizes: Sizes, stretch: float) -> tuple[list[tuple[int, float]], float]:
    """Give each part its first column and its top, as high up and then as far right as it fits, and the lowest end."""
    free = [0.0] * across
    starts: list[tuple[int, float]] = []
    for part in parts:
        tops = [max(free[c : c + part.width]) for c in range(across - part.width + 1)]
        top = min(tops)
        start = max(c for c, other in enumerate(tops) if other == top)
        starts.append((start, top))
        bottom = top + part.height(sizes, stretch) + PART_GAP
        free[start : start + part.width] = [bottom] * part.width
    return starts, max(free)


def _grid(parts: Sequence[Part], starts: Sequence[int], across: int, alone: Sequence[str], sizes: Sizes) -> list[float]:
    """Give the x of each column: wide enough for its boxes, with more room where many links climb far."""
    wide = [max((sizes[key][0] for key in alone), default=0.0)] * across
    gaps = [COLUMN_GAP] * across
    for part, start in zip(parts, starts, strict=True):
        for key, column in zip(part.ids, part.columns, strict=True):
            wide[start + column] = max(wide[start + column], sizes[key][0])
        for column, climb in enumerate(part.climbs):
            gaps[start + column] = max(gaps[start + column], COLUMN_GAP + min(WIDER, climb / 160))
    xs = [wide[0] / 2]
    for c in range(1, across):
        xs.append(xs[-1] + wide[c - 1] / 2 + gaps[c - 1] + wide[c] / 2)
    return xs


def _rows(ids: Sequence[str], xs: Sequence[float], top: float, sizes: Sizes) -> dict[str, Point]:
    """Put factors without links in even rows."""
    places: dict[str, Point] = {}
    for start in range(0, len(ids), len(xs)):
        row = ids[start : start + len(xs)]
        height = max(sizes[key][1] for key in row)
        for x, key in zip(xs, row, strict=False):
            places[key] = (x, top + height / 2)
        top += height + ROW_GAP
    return places
