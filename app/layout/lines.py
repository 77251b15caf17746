"""Lines: links as straight lines over the numbers of the columns, and how often they cross.

A link within one column is a bow out of its right side: it crosses what leaves or passes the column between its ends.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
_LEAST = 1e-3
"""Lines that come nearer than that share an end."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines by their ends, the left one first: column numbers x and heights y, all of shape (n,)."""

    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats

    @classmethod
    def between(cls, at: Floats, ys: Floats, causes: Ints, effects: Ints) -> "Lines":
        """Make the lines of links, given the columns and heights of all factors; the direction does not matter."""
        backward = at[causes] > at[effects]
        left, right = np.where(backward, effects, causes), np.where(backward, causes, effects)
        return cls(at[left], ys[left], at[right], ys[right])

    @property
    def rise(self) -> Floats:
        """Height climbed for each column; bows have none."""
        return (self.y1 - self.y0) / np.where(self.x1 > self.x0, self.x1 - self.x0, 1.0)

    def through(self, at: Floats, ys: Floats, reach: float) -> Floats:
        """Count the lines that pass the columns ``at`` within reach of the heights ``ys``."""
        far = self.x1 > self.x0 + 1
        x0, x1, y0, rise = self.x0[far], self.x1[far], self.y0[far], self.rise[far]
        along = at[:, None] - x0
        near = np.abs(y0 + rise * along - ys[:, None]) < reach
        found: Floats = ((along > 0) & (at[:, None] < x1) & near).sum(axis=1).astype(float)
        return found

    def tangles(self) -> Ints:
        """Count for each line the others that it crosses; bows cross nothing here."""
        base, rise = self.y0 - self.rise * self.x0, self.rise
        start, stop = np.maximum(self.x0[:, None], self.x0), np.minimum(self.x1[:, None], self.x1)
        apart, turn = base[:, None] - base, rise[:, None] - rise
        found: Ints = ((start < stop) & _changes(apart, turn, start, stop)).sum(axis=1)
        return found


def _changes(apart: Floats, turn: Floats, start: Floats, stop: Floats) -> NDArray[np.bool_]:
    """Whether two lines change places, given how far apart they are at 0 and how that grows."""
    found: NDArray[np.bool_] = (apart + turn * start) * (apart + turn * stop) < -_LEAST
    return found


def crossed(lines: Lines, at: Floats, ys: Floats, to: Floats, heights: Floats) -> Floats:
    """Count for each place, column ``at`` and height ``ys``, what its lines to all of the ends would cross."""
    shape = (len(at), len(to))
    run = at[:, None] - to
    rise = ((ys[:, None] - heights) / np.where(run == 0, 1.0, run)).reshape(-1, 1)
    low, high = (each.reshape(-1, 1) for each in (np.minimum(at[:, None], to), np.maximum(at[:, None], to)))
    base = np.broadcast_to(heights, shape).reshape(-1, 1) - rise * np.broadcast_to(to, shape).reshape(-1, 1)
    bow = lines.x0 == lines.x1
    x0, x1, other_rise = lines.x0[~bow], lines.x1[~bow], lines.rise[~bow]
    other_base = lines.y0[~bow] - other_rise * x0
    start, stop = np.maximum(low, x0), np.minimum(high, x1)
    found = ((start < stop) & _changes(base - other_base, rise - other_rise, start, stop)).sum(axis=1)
    level = low[:, 0] == high[:, 0]
    if level.any():
        x = low[level]
        here = other_base + other_rise * x
        top, bottom = (
            each.reshape(-1, 1)[level] for each in (np.minimum(ys[:, None], heights), np.maximum(ys[:, None], heights))
        )
        found[level] = ((x0 <= x) & (x < x1) & (here > top + 1) & (here < bottom - 1)).sum(axis=1)
    if bow.any():
        x, top, bottom = lines.x0[bow], np.minimum(lines.y0, lines.y1)[bow], np.maximum(lines.y0, lines.y1)[bow]
        here = base + rise * x
        found += ((low <= x) & (x < high) & (here > top + 1) & (here < bottom - 1)).sum(axis=1)
    total: Floats = found.reshape(shape).sum(axis=1).astype(float)
    return total
