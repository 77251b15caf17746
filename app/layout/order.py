"""Order: who stands above whom in each column, bettered until moving no single point saves a crossing.

Sifting (Rudell, 1993; for layered drawings Matuszewski, Schönfeld and Molitor, 1999): a point is tried at every place
of its column while all others keep their order, and stays where it crosses least. The numbers of crossings between
any two points of a column, one above the other and the other way round, are had for the whole column at once.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.layout.layers import Layers

ROUNDS = 12
"""How often, at most, all columns are gone through."""

Array = NDArray[np.float64]


def sifted(layers: Layers, order: Sequence[float], still: int = 0) -> tuple[list[float], int]:
    """Better an order (any number per point, upper ones smaller); give places in the columns and the crossings left.

    A point only changes places where that saves a crossing, so that a good order is kept as it is; the first `still`
    points keep their order altogether.
    """
    sieve = _Sieve(layers, order, still)
    for n in range(ROUNDS):
        turns = range(len(sieve.columns))
        if not sum([sieve.sift(c) for c in (turns if n % 2 else reversed(turns))]):
            break
    return [float(place) for place in sieve.place], sieve.crossings()


class _Sieve:
    """The columns while points change places in them."""

    def __init__(self, layers: Layers, order: Sequence[float], still: int) -> None:
        count = len(layers.columns)
        self.still = still
        self.columns: list[list[int]] = [[] for _ in range(max(layers.columns) + 1)]
        for i in sorted(range(count), key=lambda i: (order[i], i)):
            self.columns[layers.columns[i]].append(i)
        self.place = [0] * count
        for column in self.columns:
            self._number(column)
        self.before: list[list[int]] = [[] for _ in range(count)]
        self.after: list[list[int]] = [[] for _ in range(count)]
        for a, b in layers.links:
            self.after[a].append(b)
            self.before[b].append(a)

    def sift(self, c: int) -> bool:
        """Try every point of a column at every place; say whether any moved."""
        column = self.columns[c]
        cost = self._cost(c)
        worse = cost - cost.T  # what it costs more to have the first above the second than below it
        order = np.arange(len(column))
        moved = False
        for i in range(len(column)):
            if column[i] < self.still:
                continue
            at = int(np.flatnonzero(order == i)[0])
            others = np.delete(order, at)
            costs = np.concatenate(([0.0], -np.cumsum(worse[i, others])))
            best = int(costs.argmin())
            if costs[best] < costs[at]:
                order = np.insert(others, best, i)
                moved = True
        if moved:
            self.columns[c] = [column[i] for i in order]
            self._number(self.columns[c])
        return moved

    def crossings(self) -> int:
        """Count the crossings of all links between neighbouring columns."""
        found = 0.0
        for c in range(len(self.columns) - 1):
            ties = self._ties(c, self.after, c + 1)
            above = np.cumsum(np.cumsum(ties, axis=0)[:, ::-1], axis=1)[:, ::-1]
            found += float((ties[1:, :-1] * above[:-1, 1:]).sum())
        return int(found)

    def _cost(self, c: int) -> Array:
        """Give for any two points of a column how often their links cross while the first stands above the second."""
        cost = np.zeros((len(self.columns[c]), len(self.columns[c])))
        for linked, other in ((self.before, c - 1), (self.after, c + 1)):
            if 0 <= other < len(self.columns):
                ties = self._ties(c, linked, other)
                cost += ties @ (np.cumsum(ties, axis=1) - ties).T
        return cost

    def _ties(self, c: int, linked: Sequence[Sequence[int]], other: int) -> Array:
        """Give the number of links from each place of a column to each place of a neighbouring one."""
        ties = np.zeros((len(self.columns[c]), len(self.columns[other])))
        for row, i in enumerate(self.columns[c]):
            for j in linked[i]:
                ties[row, self.place[j]] += 1
        return ties

    def _number(self, column: Sequence[int]) -> None:
        for place, i in enumerate(column):
            self.place[i] = place
