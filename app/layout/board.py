"""Board: numbered columns, the factors in them and their links, and quickly what a place on it would cost.

A link is a straight line over the numbers of the columns: two links that change places between the columns both span
will cross however they are drawn in the end. All costs are in crossings.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.layout.field import CLEAR, CORRIDOR
from app.layout.geometry import COLUMN_GAP, ROW_GAP, Box, Ends
from app.layout.lines import Lines, crossed
from app.layout.spread import spread

AIR = ROW_GAP + 2 * CLEAR
"""Free height that is left above and below, where there is room, so that links can run between."""
CLIMB = 1 / 400
"""What a link costs for each unit it climbs."""
SPAN = 0.35
"""What a link costs for each column it passes."""
BESIDE = 3.0
"""What a link within a column costs."""
AGAINST = 2.0
"""What a link costs that runs upstream."""
PUSH = 1 / 100
"""What it costs to push others by a unit, all together."""
COVER = 0.3
"""What it costs to stand on the line of a link that passes."""
NEW_COLUMN = 0.8
"""What it costs to open a column."""
REACH = 5
"""Gaps looked at in a column above and below the height that would be best."""
FAR = 1e9

Floats = NDArray[np.float64]


@dataclass(slots=True)
class Column:
    """A column, and who stands in it or reaches into it, from top to bottom."""

    x: float
    width: float
    tops: list[float] = field(default_factory=list)
    bottoms: list[float] = field(default_factory=list)
    factors: list[int] = field(default_factory=list)

    def reaches(self, box: Box) -> bool:
        """Whether a box stands in the column, if only with a part of its width."""
        return abs(box.x - self.x) < (box.width + self.width) / 2

    def put(self, factor: int, box: Box) -> None:
        """Enter a box."""
        at = bisect_left(self.tops, box.top)
        self.tops.insert(at, box.top)
        self.bottoms.insert(at, box.bottom)
        self.factors.insert(at, factor)

    def take(self, factor: int) -> None:
        """Take a box out, if it is there."""
        if factor in self.factors:
            at = self.factors.index(factor)
            del self.tops[at], self.bottoms[at], self.factors[at]

    def copy(self) -> "Column":
        """The column as it is now."""
        return Column(self.x, self.width, self.tops[:], self.bottoms[:], self.factors[:])


@dataclass(slots=True)
class Place:
    """A place for a factor: the number of its column, its y, and what it costs; ``pushing`` is a part of that.

    Column -1, or the one after the last, is yet to be opened.
    """

    column: int
    y: float
    pushing: float = 0.0
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Standing:
    """All that changes on a board, kept to come back to."""

    columns: list[Column]
    boxes: list[Box | None]
    at: Floats
    xs: Floats
    ys: Floats


class Board:
    """A map on which factors are lifted and put down again. Factors are numbered in the order of the boxes."""

    def __init__(self, boxes: Mapping[str, Box], links: Sequence[Ends], still: Collection[str]) -> None:
        self.keys = list(boxes)
        self.number = {key: n for n, key in enumerate(self.keys)}
        self.still = frozenset(still)
        self.boxes: list[Box | None] = list(boxes.values())
        self.sizes = [(box.width, box.height) for box in boxes.values()]
        self.xs = np.array([box.x for box in boxes.values()])
        self.ys = np.array([box.y for box in boxes.values()])
        self.columns = _columns(boxes.values())
        self.at = np.zeros(len(boxes))
        for n, box in sorted(enumerate(boxes.values()), key=lambda item: (item[1].y, item[0])):
            self.at[n] = min(range(len(self.columns)), key=lambda c: abs(self.columns[c].x - box.x))
            self._enter(n, box)
        number = self.number
        pairs = dict.fromkeys(
            (number[k.cause], number[k.effect])
            for k in links
            if k.cause in number and k.effect in number and k.cause != k.effect
        )
        self.causes = np.array([cause for cause, _ in pairs], dtype=np.intp)
        self.effects = np.array([effect for _, effect in pairs], dtype=np.intp)
        self.causes_of: list[list[int]] = [[] for _ in boxes]
        self.effects_of: list[list[int]] = [[] for _ in boxes]
        for cause, effect in pairs:
            self.causes_of[effect].append(cause)
            self.effects_of[cause].append(effect)

    def column_of(self, n: int) -> int:
        """The number of a factor's column."""
        return int(self.at[n])

    def in_line(self, n: int) -> bool:
        """Whether a factor stands as the others of its column do; what was dragged elsewhere does not."""
        return abs(self.columns[self.column_of(n)].x - float(self.xs[n])) < 1

    # -- moving factors

    def _enter(self, n: int, box: Box) -> None:
        for column in self.columns:
            if column.reaches(box):
                column.put(n, box)

    def lift(self, n: int) -> Place:
        """Take a factor off the board; give the place it had."""
        place = Place(self.column_of(n), float(self.ys[n]))
        self.boxes[n] = None
        for column in self.columns:
            column.take(n)
        return place

    def put(self, n: int, x: float, y: float) -> None:
        """Put a factor, or move it, to a point of its column."""
        for column in self.columns:
            column.take(n)
        box = self.boxes[n] = Box(x, y, *self.sizes[n])
        self.xs[n], self.ys[n] = x, y
        self._enter(n, box)

    def stand(self, n: int, place: Place) -> bool:
        """Put a factor at a place and push others as little as can be; False where walls leave no room after all."""
        c = place.column if 0 <= place.column < len(self.columns) else self._opened(place.column, self.sizes[n][0])
        column = self.columns[c]
        y = place.y
        if place.pushing:
            near = {self.keys[m]: self._box(m) for m in column.factors}
            ids = sorted(near, key=lambda key: (near[key].y, key))
            gap = bisect_left([near[key].y for key in ids], y)
            found = spread(near, ids, gap, Box(column.x, y, *self.sizes[n]), self.still)
            if found is None:
                return False
            y = found[0]
            for key, other in found[1].items():
                self.put(self.number[key], near[key].x, other)
        self.at[n] = c
        self.put(n, column.x, y)
        return True

    def _box(self, n: int) -> Box:
        box = self.boxes[n]
        if box is None:
            raise AssertionError("a lifted factor stands in no column")
        return box

    def _opened(self, c: int, width: float) -> int:
        """Open a column left of all (-1) or right of all; give its number, after which all are numbered anew."""
        standing = [box for box in self.boxes if box] or [Box(0.0, 0.0, 0.0, 0.0)]
        reach = COLUMN_GAP + width / 2
        if c < 0:
            self.columns.insert(0, Column(min(box.left for box in standing) - reach, width))
            self.at += 1
            return 0
        self.columns.append(Column(max(box.right for box in standing) + reach, width))
        return len(self.columns) - 1

    def saved(self) -> Standing:
        """The board as it is now."""
        columns = [column.copy() for column in self.columns]
        return Standing(columns, self.boxes[:], self.at.copy(), self.xs.copy(), self.ys.copy())

    def restore(self, then: Standing) -> None:
        """The board as it was then."""
        self.columns = [column.copy() for column in then.columns]
        self.boxes[:] = then.boxes
        self.at, self.xs, self.ys = then.at.copy(), then.xs.copy(), then.ys.copy()

    # -- places and what they cost

    def places(self, n: int, columns: Sequence[int], wish: float) -> list[Place]:
        """The places in these columns that a lifted factor could take, near a height."""
        found: list[Place] = []
        for c in columns:
            if 0 <= c < len(self.columns):
                found += self._gaps(c, self.sizes[n][1], wish)
            else:
                found.append(Place(c, wish, cost=NEW_COLUMN))
        return found

    def _gaps(self, c: int, height: float, wish: float) -> list[Place]:
        tops, bottoms = self.columns[c].tops, self.columns[c].bottoms
        found: list[Place] = []
        middle = bisect_left(tops, wish)
        for gap in range(max(0, middle - REACH), min(len(tops), middle + REACH) + 1):
            low = bottoms[gap - 1] + height / 2 if gap > 0 else -FAR
            high = tops[gap] - height / 2 if gap < len(tops) else FAR
            if high - low >= 2 * AIR:
                y = min(max(wish, low + AIR), high - AIR)
                ends = [end for end in (low + AIR, high - AIR) if abs(end) < FAR / 2 and abs(end - y) > height]
                found += [Place(c, each) for each in (y, *ends)]
            elif high - low >= 2 * ROW_GAP:
                found.append(Place(c, (low + high) / 2))
            else:
                pushing = self._pushing(self.columns[c], gap, low + 2 * ROW_GAP - high)
                if pushing is not None:
                    found.append(Place(c, (low + high) / 2, pushing * PUSH, pushing * PUSH))
        return found

    def _pushing(self, column: Column, gap: int, lack: float) -> float | None:
        """Say about how far others would move, all together, to widen a gap by so much; None if walls forbid it."""
        up, above = self._side(column, gap - 1, -1, lack)
        down, below = self._side(column, gap, 1, lack)
        return above + below if up + down >= lack else None

    def _side(self, column: Column, i: int, step: int, lack: float) -> tuple[float, float]:
        """Say how much room there is on one side of a gap, and how far others move to give half of what lacks."""
        tops, bottoms, factors = column.tops, column.bottoms, column.factors
        room, total, left = 0.0, 0.0, lack / 2
        while 0 <= i < len(factors):
            if self.keys[factors[i]] in self.still:
                return room, total
            total += max(0.0, left)
            j = i + step
            if 0 <= j < len(factors):
                free = max(0.0, (tops[j] - bottoms[i] if step > 0 else tops[i] - bottoms[j]) - ROW_GAP)
                room += free
                left -= free
                if left <= 0 and room >= lack:
                    return room, total
            i = j
        return FAR, total

    def weigh(self, n: int, places: Sequence[Place]) -> None:
        """Add to the cost of each place what the links of a lifted factor cost from there."""
        lines = self.lines()
        at = np.array([place.column for place in places], dtype=float)
        ys = np.array([place.y for place in places])
        cost = np.zeros(len(places))
        causes = [m for m in self.causes_of[n] if self.boxes[m]]
        others = causes + [m for m in self.effects_of[n] if self.boxes[m]]
        if others:
            run = at[:, None] - self.at[others]
            run[:, len(causes) :] *= -1
            cost += np.where(run > 0, SPAN * (run - 1), np.where(run < 0, AGAINST - SPAN * run, BESIDE)).sum(axis=1)
            cost += CLIMB * np.abs(ys[:, None] - self.ys[others]).sum(axis=1)
            cost += crossed(lines, at, ys, self.at[others], self.ys[others])
        cost += COVER * lines.through(at, ys, self.sizes[n][1] / 2 + CLEAR)
        for place, each in zip(places, cost.tolist(), strict=True):
            place.cost += each

    def lines(self) -> Lines:
        """All links whose ends stand on the board."""
        there = np.array([box is not None for box in self.boxes], dtype=bool)
        shown = there[self.causes] & there[self.effects]
        return Lines.between(self.at, self.ys, self.causes[shown], self.effects[shown])

    def tangles(self) -> list[float]:
        """How often the links of each factor cross others."""
        lines = Lines.between(self.at, self.ys, self.causes, self.effects)
        count = lines.tangles()
        found = np.zeros(len(self.keys))
        np.add.at(found, self.causes, count)
        np.add.at(found, self.effects, count)
        tangles: list[float] = found.tolist()
        return tangles


def _columns(boxes: Collection[Box]) -> list[Column]:
    """Find the columns: the places that most boxes share, a corridor apart."""
    widths: dict[float, list[float]] = {}
    for box in boxes:
        widths.setdefault(round(box.x, 1), []).append(box.width)
    found: list[Column] = []
    for x in sorted(widths, key=lambda x: (-len(widths[x]), x)):
        width = max(widths[x])
        if all(abs(x - other.x) >= (width + other.width) / 2 + CORRIDOR for other in found):
            found.append(Column(x, width))
    return sorted(found, key=lambda column: column.x)
