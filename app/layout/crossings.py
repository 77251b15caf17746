"""Crossings: how often drawn links cross each other, the first measure of how well a map can be read."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from app.layout.geometry import Box, Ends, Point
from app.layout.routes import route_links

STRETCHES = 4
"""Stretches of a cubic Bézier that are compared by where they lie before their pieces are."""
PIECES = 12
"""Straight pieces that stand for one cubic Bézier, the same number in each stretch."""
_T = np.linspace(0.0, 1.0, PIECES + 1)[:, None]
_BASIS = np.hstack([(1 - _T) ** 3, 3 * (1 - _T) ** 2 * _T, 3 * (1 - _T) * _T**2, _T**3])

Array = NDArray[np.float64]
Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]


def crossings_of(boxes: Mapping[str, Box], links: Sequence[Ends]) -> int:
    """Count the crossings of the curves that links between these boxes are drawn with."""
    return crossings(route_links(boxes, links))


def crossings(routes: Mapping[str, Sequence[Point]]) -> int:
    """Count the crossings between different curves, each the control points of joined cubic Béziers.

    Two curves count as often as they cross. Where they only meet (links that share a place on an end's edge) nothing
    counts. Each Bézier is measured as the chain of straight pieces that it is sampled to.
    """
    beziers, owner = _beziers(routes)
    if len(set(owner.tolist())) < 2:
        return 0
    chains = _BASIS @ beziers
    size = PIECES // STRETCHES
    stretches = np.stack([chains[:, n * size : (n + 1) * size + 1] for n in range(STRETCHES)], axis=1)
    low, high = stretches.min(axis=2), stretches.max(axis=2)
    one, two = _near(low.min(axis=1), high.max(axis=1), owner)
    flat = np.arange(STRETCHES)
    ones = (one[:, None, None] * STRETCHES + flat[:, None] + 0 * flat).ravel()
    twos = (two[:, None, None] * STRETCHES + flat + 0 * flat[:, None]).ravel()
    low, high = low.reshape(-1, 2), high.reshape(-1, 2)
    both = ((low[ones] <= high[twos]) & (low[twos] <= high[ones])).all(axis=1)
    stretches = stretches.reshape(-1, size + 1, 2)
    return _crossed(stretches[ones[both]], stretches[twos[both]])


def chain_of(route: Sequence[Point]) -> Array:
    """Sample 3k+1 control points of joined cubic Béziers to a chain of points, shape (12k+1, 2)."""
    points = np.asarray(route, dtype=float)
    chain = [points[:1]]
    chain += [(_BASIS @ points[n : n + 4])[1:] for n in range(0, len(points) - 1, 3)]
    return np.vstack(chain)


def _beziers(routes: Mapping[str, Sequence[Point]]) -> tuple[Array, NDArray[np.intp]]:
    """Give all Béziers' control points, shape (n, 4, 2), and which curve each is part of."""
    points: list[Point] = []
    first: list[int] = []
    owner: list[int] = []
    for n, route in enumerate(routes.values()):
        count = (len(route) - 1) // 3
        first += range(len(points), len(points) + 3 * count, 3)
        owner += [n] * count
        points += route
    if not first:
        return np.zeros((0, 4, 2)), np.zeros(0, dtype=np.intp)
    every = np.array(points, dtype=float)
    return every[np.array(first)[:, None] + np.arange(4)], np.array(owner, dtype=np.intp)


def _near(low: Array, high: Array, owner: NDArray[np.intp]) -> Pairs:
    """Pair the Béziers of different curves whose surrounding boxes touch (sorted by their left ends)."""
    order = np.argsort(low[:, 0], kind="stable")
    low, high, owner = low[order], high[order], owner[order]
    count = np.searchsorted(low[:, 0], high[:, 0], side="right") - np.arange(1, len(order) + 1)
    one = np.repeat(np.arange(len(order)), count)
    two = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)
    apart = (low[one, 1] > high[two, 1]) | (low[two, 1] > high[one, 1]) | (owner[one] == owner[two])
    return order[one[~apart]], order[two[~apart]]


def _crossed(one: Array, two: Array) -> int:
    """Count the pieces that cross in pairs of stretches, half open so that a bend both share counts once."""
    a, b = one[:, :-1, None], one[:, 1:, None]
    c, d = two[:, None, :-1], two[:, None, 1:]
    parted = (_side(a, b, c) > 0) != (_side(a, b, d) > 0)
    return int((parted & ((_side(c, d, a) > 0) != (_side(c, d, b) > 0))).sum())


def _side(a: Array, b: Array, p: Array) -> Array:
    """Say on which side of the lines from a to b the points p lie, by the sign."""
    u, v = b - a, p - a
    side: Array = u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]
    return side
