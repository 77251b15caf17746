"""Links on a slide: connectors glued to the boxes at both ends, led past other boxes as far as such curves can."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import copysign
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.layout.geometry import Box

Points = NDArray[np.float64]

FROM_RIGHT, TO_LEFT = 3, 1
"""The places of a box at which links leave and arrive, as the file numbers them: downstream and upstream side."""
_STEPS = np.linspace(0.0, 1.0, 13)
_AROUND, _OUTSIDE = 14.0, 8.0
_LEAST = 1.0
"""A curve as flat as a line has no height to count in: its ends are told a point apart."""
_TURNS = (0.5, 0.25, 0.75, 0.1, 0.9)
_MOST_LANES = 8
_TOUCH, _LONGER, _TWISTED = 10.0, 0.004, 12.0
_NEAR = 1.5


@dataclass(frozen=True, slots=True)
class Curve:
    """A connector from one point to another, all in points of the slide.

    ``form``: the preset's name; ``turns``: where it turns, as parts of its width, height and width. ``points``: some
    of those it runs through, from cause to effect.
    """

    form: str
    start: tuple[float, float]
    end: tuple[float, float]
    turns: tuple[float, ...]
    points: Points

    def at(self, part: float) -> tuple[float, float]:
        """The point after a part of its length (0 to 1)."""
        steps = np.hypot(*np.diff(self.points, axis=0).T)
        gone = np.concatenate([[0.0], np.cumsum(steps)])
        wanted = part * gone[-1]
        return float(np.interp(wanted, gone, self.points[:, 0])), float(np.interp(wanted, gone, self.points[:, 1]))

    def before_end(self, distance: float) -> tuple[float, float]:
        """The point so far before its end, though never before its middle."""
        length = float(np.hypot(*np.diff(self.points, axis=0).T).sum())
        return self.at(max(0.5, 1 - distance / length) if length else 1.0)


class Curves:
    """Finds the curves of links between boxes on a slide."""

    def __init__(self, boxes: Mapping[str, Box]) -> None:
        self._boxes = boxes
        told = [(box.left, box.right, box.top, box.bottom) for box in boxes.values()]
        self._sides = np.array(told, dtype=np.float64).reshape(-1, 4)
        self._heights = sorted(
            {round(box.top, 1) for box in boxes.values()} | {round(b.bottom, 1) for b in boxes.values()}
        )

    def between(self, cause: str, effect: str) -> Curve:
        """The curve of a link that touches the fewest boxes, and of those the straightest."""
        first, last = self._boxes[cause], self._boxes[effect]
        start, end = (first.right, first.y), (last.left, last.y)
        if abs(end[0] - start[0]) < _LEAST:
            end = (start[0] + _LEAST, end[1])
        best: tuple[float, Curve] | None = None
        for curve in self._possible(start, end, first, last):
            cost = self._cost(curve)
            if best is None or cost < best[0] - 1e-9:
                best = (cost, curve)
            if best[0] < 2 * _TWISTED and not self._touched(best[1]):
                break
        assert best is not None
        return best[1]

    def _possible(self, start: tuple[float, float], end: tuple[float, float], first: Box, last: Box) -> Iterator[Curve]:
        """Curves that could be, plain ones first."""
        if end[0] > start[0]:
            for turn in _TURNS if end[0] - start[0] > 2 * _AROUND else _TURNS[:1]:
                yield _single(start, end, turn)
        around = min(_AROUND, first.width / 5)
        out, back = start[0] + around, end[0] - around
        middle = (start[1] + end[1]) / 2
        if end[0] <= start[0] + 2 * around and not self._clear(first, last):
            lanes = [min(first.top, last.top) - around, max(first.bottom, last.bottom) + around]
        else:
            lanes = []
        for lane in (*lanes, *self._lanes(middle)):
            yield _double(start, end, out, lane, back)

    def _clear(self, first: Box, last: Box) -> bool:
        """Whether there is a gap between two boxes from top to bottom."""
        return first.bottom + 4 < last.top or last.bottom + 4 < first.top

    def _lanes(self, middle: float) -> list[float]:
        """Heights at which a curve could run between boxes, nearest to a height first."""
        found = [each + side for each in self._heights for side in (-4.0, 4.0)]
        found.append(middle)
        near = sorted(found, key=lambda each: abs(each - middle))[: 2 * _MOST_LANES]
        return [*near, self._heights[0] - _OUTSIDE, self._heights[-1] + _OUTSIDE]

    def _touched(self, curve: Curve) -> int:
        """How many boxes it runs under; one of its own ends counts for several, for it hides where the link leaves."""
        x, y = curve.points[:, 0:1], curve.points[:, 1:2]
        left, right, top, bottom = self._sides.T
        inside = ((x > left + 0.5) & (x < right - 0.5) & (y > top + 0.5) & (y < bottom - 0.5)).any(axis=0)
        return int((inside * self._weights(curve)).sum())

    def _weights(self, curve: Curve) -> Points:
        (x0, y0), (x1, y1) = curve.start, curve.end
        left, right, top, bottom = self._sides.T
        from_here = (abs(right - x0) < _NEAR) & (top < y0) & (y0 < bottom)
        to_here = (abs(left - x1) < _NEAR) & (top < y1) & (y1 < bottom)
        weights: Points = np.where(from_here | to_here, 4.0, 1.0)
        return weights

    def _cost(self, curve: Curve) -> float:
        length = float(np.hypot(*np.diff(curve.points, axis=0).T).sum())
        twisted = _TWISTED if len(curve.turns) > 1 else 0.0
        return self._touched(curve) * _TOUCH + length * _LONGER + twisted


def _single(start: tuple[float, float], end: tuple[float, float], turn: float) -> Curve:
    """One bend each way: an S, of which the steep part stands at a part of its width."""
    end = _apart(start, end)
    control = [
        ((0, 0), (turn / 2, 0), (turn, 0.25), (turn, 0.5)),
        ((turn, 0.5), (turn, 0.75), ((1 + turn) / 2, 1), (1, 1)),
    ]
    return Curve("curvedConnector3", start, end, (turn,), _run(start, end, control))


def _double(start: tuple[float, float], end: tuple[float, float], out: float, lane: float, back: float) -> Curve:
    """Out of the cause, to a height, along it, and into the effect."""
    end = _apart(start, end)
    wide, high = end[0] - start[0], end[1] - start[1]
    a, b, c = (out - start[0]) / wide, (lane - start[1]) / high, (back - start[0]) / wide
    half = (a + c) / 2
    control = [
        ((0, 0), (a / 2, 0), (a, b / 4), (a, b / 2)),
        ((a, b / 2), (a, 3 * b / 4), ((a + half) / 2, b), (half, b)),
        ((half, b), ((c + half) / 2, b), (c, (3 * b + 1) / 4), (c, (b + 1) / 2)),
        ((c, (b + 1) / 2), (c, (b + 3) / 4), ((1 + c) / 2, 1), (1, 1)),
    ]
    return Curve("curvedConnector5", start, end, (a, b, c), _run(start, end, control))


def _apart(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    high = end[1] - start[1]
    return end if abs(high) >= _LEAST else (end[0], start[1] + copysign(_LEAST, high))


def _run(start: tuple[float, float], end: tuple[float, float], control: Sequence[Any]) -> Points:
    t = _STEPS[:, None]
    parts = []
    for piece in control:
        p = np.array(piece, dtype=np.float64)
        parts.append((1 - t) ** 3 * p[0] + 3 * (1 - t) ** 2 * t * p[1] + 3 * (1 - t) * t**2 * p[2] + t**3 * p[3])
    found: Points = np.concatenate(parts) * (end[0] - start[0], end[1] - start[1]) + start
    return found
