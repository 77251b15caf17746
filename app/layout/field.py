"""The field links run through: the columns boxes stand in and the gaps between the boxes of a column."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.layout.geometry import Box

CLEAR = 7.0
"""Least distance of a link from a box it passes; a gap of twice as much lets one link through."""
EASY = 12.0
"""Distance from a box that a link keeps where there is room."""
CORRIDOR = 16.0
"""Least free width between two columns; what stands closer is one column."""
RAGGED = 1.6
"""How much wider than its widest box a column may be whose boxes do not stand in line."""
FAR = 1e7
"""Beyond every box."""


@dataclass(slots=True)
class Column:
    """Boxes that stand one below the other, and the gaps between them, ordered downwards.

    Gap i reaches from lows[i] to highs[i], where a link's line may lie; the first and the last are open.
    """

    left: float
    right: float
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    lines: list[list[float]] = field(default_factory=list)

    def nearest(self, y: float) -> int:
        """Give the gap that holds y, or else the first one below it (the last is open downwards)."""
        return bisect_left(self.highs, y)

    def easy(self, gap: int, y: float) -> float:
        """Give the y nearest to `y` in the gap that keeps a good distance from its boxes, if there is room for that."""
        low, high = self.lows[gap], self.highs[gap]
        ease = min(EASY - CLEAR, (high - low) / 2)
        low, high = low + ease, high - ease
        return low if y < low else min(y, high)


@dataclass(slots=True)
class Field:
    """All columns from left to right, and whether the boxes stand in them evenly: no strays, all edges in line."""

    columns: list[Column]
    lefts: list[float]
    rights: list[float]
    column_of: dict[str, int]
    even: bool
    corridors: list[list[tuple[float, float]]]
    """What runs through the corridor before each column and after the last: heights at its left and right side."""

    def first_beyond(self, x: float) -> int:
        """Give the first column whose left edge is at x or further right."""
        return bisect_left(self.lefts, x - 0.5)

    def last_before(self, x: float) -> int:
        """Give the last column whose right edge is at x or further left, -1 if there is none."""
        return bisect_right(self.rights, x + 0.5) - 1


def survey(boxes: Mapping[str, Box]) -> Field:
    """Find the columns that `boxes` stand in.

    Boxes whose widths overlap form one column as long as it is not much wider than its widest box. Where it would be
    (somebody put a box between two columns), the places most boxes share become columns and the others are strays,
    which close a gap in every column they reach into.
    """
    spans, column_of, strays = _spans(boxes)
    lefts = [left for left, _ in spans]
    rights = [right for _, right in spans]
    closed: list[list[tuple[float, float]]] = [[] for _ in spans]
    for key, box in boxes.items():
        at = column_of.get(key, -1)
        if at >= 0:
            closed[at].append((box.y - box.height / 2, box.y + box.height / 2))
    loose = [boxes[key] for key in strays]
    for box in loose:
        for i in range(bisect_left(rights, box.left - CLEAR), bisect_right(lefts, box.right + CLEAR)):
            closed[i].append((box.top, box.bottom))
    columns = [Column(left, right) for left, right in spans]
    even = not strays and all(
        abs(box.x * 2 - spans[column_of[key]][0] - spans[column_of[key]][1]) < 0.5
        and box.width > spans[column_of[key]][1] - spans[column_of[key]][0] - 0.5
        for key, box in boxes.items()
    )
    for column, blocks in zip(columns, closed, strict=True):
        _open_gaps(column, sorted(blocks))
    return Field(columns, lefts, rights, column_of, even, [[] for _ in range(len(columns) + 1)])


def _open_gaps(column: Column, blocks: Iterable[tuple[float, float]]) -> None:
    low = -FAR
    for top, bottom in blocks:
        if top - CLEAR >= low:
            column.lows.append(low)
            column.highs.append(top - CLEAR)
        low = max(low, bottom + CLEAR)
    column.lows.append(low)
    column.highs.append(FAR)
    column.lines = [[] for _ in column.lows]


def _spans(boxes: Mapping[str, Box]) -> tuple[list[tuple[float, float]], dict[str, int], list[str]]:
    """Give each column's left and right edge, each box's column, and the boxes that stand in none."""
    edges = sorted((box.x - box.width / 2, box.x + box.width / 2, key) for key, box in boxes.items())
    spans: list[tuple[float, float]] = []
    column_of: dict[str, int] = {}
    strays: list[str] = []
    start = 0
    while start < len(edges):
        left, right, _ = edges[start]
        widest = right - left
        stop = start + 1
        while stop < len(edges) and edges[stop][0] < right + CORRIDOR:
            right = max(right, edges[stop][1])
            widest = max(widest, edges[stop][1] - edges[stop][0])
            stop += 1
        if right - left <= RAGGED * widest:
            for _, _, key in edges[start:stop]:
                column_of[key] = len(spans)
            spans.append((left, right))
        else:
            _split(edges[start:stop], spans, column_of, strays)
        start = stop
    return spans, column_of, strays


def _split(
    edges: list[tuple[float, float, str]],
    spans: list[tuple[float, float]],
    column_of: dict[str, int],
    strays: list[str],
) -> None:
    """Make columns of the places that most of these boxes share, as far apart as a corridor, the rest strays."""
    shared: dict[tuple[float, float], list[str]] = {}
    for left, right, key in edges:
        for place in ((left, right), (round(left / 8) * 8.0, round(right / 8) * 8.0)):
            shared.setdefault(place, []).append(key)
    chosen: list[tuple[float, float]] = []
    for left, right in sorted(shared, key=lambda place: (-len(shared[place]), place)):
        if all(right + CORRIDOR <= other[0] or left - CORRIDOR >= other[1] for other in chosen):
            chosen.append((left, right))
    chosen.sort()
    for left, right, key in edges:
        for i, place in enumerate(chosen):
            if abs(left - place[0]) <= 6 and abs(right - place[1]) <= 6:
                column_of[key] = len(spans) + i
                chosen[i] = (min(place[0], left), max(place[1], right))
                break
        else:
            strays.append(key)
    spans.extend(chosen)
