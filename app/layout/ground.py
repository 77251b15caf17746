"""Ground: the boxes of a map while an edit settles, its links as straight lines, and what a place on it costs."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from app.layout.geometry import ROW_GAP, Box, Ends

CROSSING = 90.0
"""What a crossing costs, in units of height."""
BACK = 220.0
"""What a link costs that runs against the stream."""
CLIMB = 0.05
"""What a unit of height costs that a link climbs or sinks."""
UNDER = 40.0
"""What it costs to stand where a line would run, which then has to lead round."""

Points = NDArray[np.float64]


class Ground:
    """Boxes that stand, newcomers that do not yet, and the links between them; boxes are put and lifted.

    ``still``: ids of boxes that never move. Links to unknown factors and to themselves are passed over.
    """

    def __init__(
        self,
        boxes: Mapping[str, Box],
        links: Sequence[Ends],
        newcomers: Iterable[str] = (),
        still: Collection[str] = (),
    ) -> None:
        self.boxes: dict[str, Box] = {}
        self.still = frozenset(still)
        self.keys = [*boxes, *(key for key in newcomers if key not in boxes)]
        self._number = {key: n for n, key in enumerate(self.keys)}
        number = self._number
        ends = [
            (number[k.cause], number[k.effect])
            for k in links
            if k.cause != k.effect and k.cause in number and k.effect in number
        ]
        self._cause = np.array([cause for cause, _ in ends], dtype=np.int64)
        self._effect = np.array([effect for _, effect in ends], dtype=np.int64)
        self.into: dict[str, list[str]] = {}
        self.out: dict[str, list[str]] = {}
        for cause, effect in ends:
            self.out.setdefault(self.keys[cause], []).append(self.keys[effect])
            self.into.setdefault(self.keys[effect], []).append(self.keys[cause])
        self._left, self._right, self._y = (np.full(len(self.keys), np.nan) for _ in range(3))
        for key, box in boxes.items():
            self.put(key, box)

    # -- boxes

    def put(self, key: str, box: Box) -> None:
        """Let a box stand here."""
        self.boxes[key] = box
        n = self._number[key]
        self._left[n], self._right[n], self._y[n] = box.left, box.right, box.y

    def lift(self, key: str) -> None:
        """Take a box away, and its links with it."""
        del self.boxes[key]
        n = self._number[key]
        self._left[n] = self._right[n] = self._y[n] = np.nan

    def restore(self, boxes: Mapping[str, Box]) -> None:
        """Let exactly these boxes stand, as they stood once."""
        for key in [key for key in self.boxes if key not in boxes]:
            self.lift(key)
        for key, box in boxes.items():
            if self.boxes.get(key) is not box:
                self.put(key, box)

    def beside(self, x: float, width: float) -> list[str]:
        """All that stands where a box of this width at x would, from top to bottom."""
        found = np.flatnonzero((self._left < x + width / 2 + ROW_GAP) & (self._right > x - width / 2 - ROW_GAP))
        return [self.keys[n] for n in found[np.argsort(self._y[found], kind="stable")]]

    def is_linked(self, key: str) -> bool:
        """Whether it has any link."""
        return bool(self.into.get(key) or self.out.get(key))

    def effects(self, key: str) -> list[Box]:
        """The boxes of its effects that stand."""
        return [self.boxes[other] for other in self.out.get(key, ()) if other in self.boxes]

    def causes(self, key: str) -> list[Box]:
        """The boxes of its causes that stand."""
        return [self.boxes[other] for other in self.into.get(key, ()) if other in self.boxes]

    # -- lines

    def lines(self) -> tuple[Points, Points]:
        """Where the links start and end, shape (links, 2) each; NaN for those that have an end which does not stand."""
        starts = np.stack([self._right[self._cause], self._y[self._cause]], axis=1)
        return starts, np.stack([self._left[self._effect], self._y[self._effect]], axis=1)

    def cost(self) -> float:
        """What all links cost: crossings, links against the stream, height climbed."""
        starts, ends = self.lines()
        there = ~(np.isnan(starts[:, 0]) | np.isnan(ends[:, 0]))
        starts, ends = starts[there], ends[there]
        back = int((ends[:, 0] <= starts[:, 0]).sum())
        climb = float(np.abs(starts[:, 1] - ends[:, 1]).sum())
        return CROSSING * float(_crossed(starts, ends, starts, ends).sum()) / 2 + BACK * back + CLIMB * climb

    def tangles(self, key: str, size: tuple[float, float], x: float, ys: Sequence[float]) -> list[float]:
        """What a box would cost at x and each of the heights: what its links cross, and the lines it stands in."""
        n, (width, height) = self._number[key], size
        starts, ends = self.lines()
        own = (self._cause == n) | (self._effect == n)
        there = ~(np.isnan(starts[:, 0]) | np.isnan(ends[:, 0]) | own)
        starts, ends = starts[there], ends[there]
        y = np.asarray(ys, dtype=float)
        total = np.zeros(len(y))
        if not len(starts):
            return [0.0] * len(y)
        for near, others in (
            (x + width / 2, self._effect[self._cause == n]),
            (x - width / 2, self._cause[self._effect == n]),
        ):
            downstream = near > x
            across = (self._left if downstream else self._right)[others]
            heights, across = self._y[others][~np.isnan(across)], across[~np.isnan(across)]
            if len(across):
                here = np.stack([np.full(len(y) * len(across), near), np.repeat(y, len(across))], axis=1)
                away = np.stack([np.tile(across, len(y)), np.tile(heights, len(y))], axis=1)
                found = _crossed(here, away, starts, ends).sum(axis=1)
                total += CROSSING * found.reshape(len(y), len(across)).sum(axis=1)
        total += UNDER * _in_the_way(starts, ends, (x - width / 2, x + width / 2), (y - height / 2, y + height / 2))
        return [float(each) for each in total]


def _crossed(p: Points, q: Points, a: Points, b: Points) -> NDArray[np.bool_]:
    """Whether the lines p–q (rows) properly cross the lines a–b (columns); lines that share an end do not."""
    p, q, a, b = p[:, None], q[:, None], a[None], b[None]
    apart: NDArray[np.bool_] = _side(p, q, a) * _side(p, q, b) < 0
    return apart & (_side(a, b, p) * _side(a, b, q) < 0)


def _side(o: Points, d: Points, t: Points) -> Points:
    found: Points = (d[..., 0] - o[..., 0]) * (t[..., 1] - o[..., 1]) - (d[..., 1] - o[..., 1]) * (
        t[..., 0] - o[..., 0]
    )
    return found


def _in_the_way(starts: Points, ends: Points, across: tuple[float, float], down: tuple[Points, Points]) -> Points:
    """How many lines run right through boxes from one x to another, for each top and bottom."""
    left, right = across
    passing = (np.minimum(starts[:, 0], ends[:, 0]) < left) & (np.maximum(starts[:, 0], ends[:, 0]) > right)
    a, b = starts[passing], ends[passing]
    slope = (b[:, 1] - a[:, 1]) / (b[:, 0] - a[:, 0])
    enter, leave = a[:, 1] + (left - a[:, 0]) * slope, a[:, 1] + (right - a[:, 0]) * slope
    high, low = np.minimum(enter, leave)[None], np.maximum(enter, leave)[None]
    found: Points = ((high < down[1][:, None]) & (low > down[0][:, None])).sum(axis=1).astype(float)
    return found
