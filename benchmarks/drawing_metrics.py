"""Count what makes a drawing hard to read: crossings of links, and links that run through boxes.

A curve is measured as the chain of short straight pieces it is sampled to.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

PIECES = 12
"""Straight pieces that stand for one cubic Bézier."""
_T = np.linspace(0.0, 1.0, PIECES + 1)[:, None]
_BASIS = np.hstack([(1 - _T) ** 3, 3 * (1 - _T) ** 2 * _T, 3 * (1 - _T) * _T**2, _T**3])

Curve = Sequence[tuple[float, float]]


class Rectangle(NamedTuple):
    """A box by its edges."""

    left: float
    top: float
    right: float
    bottom: float


def polyline(curve: Curve) -> NDArray[np.float64]:
    """Sample 3k+1 control points of joined cubic Béziers to a chain of points, shape (12k+1, 2)."""
    points = np.asarray(curve, dtype=float)
    chain = [points[:1]]
    chain += [(_BASIS @ points[i : i + 4])[1:] for i in range(0, len(points) - 1, 3)]
    return np.vstack(chain)


def crossings(curves: Mapping[str, Curve]) -> int:
    """Count the proper crossings between the pieces of different curves; shared ends do not count."""
    chains = [polyline(curve) for curve in curves.values()]
    if len(chains) < 2:
        return 0
    low = np.array([chain.min(axis=0) for chain in chains])
    high = np.array([chain.max(axis=0) for chain in chains])
    found = 0
    for i, chain in enumerate(chains):
        near = np.flatnonzero(np.all((low[i + 1 :] <= high[i]) & (high[i + 1 :] >= low[i]), axis=1)) + i + 1
        for j in near:
            found += _cross(chain, chains[j])
    return found


def _cross(one: NDArray[np.float64], other: NDArray[np.float64]) -> int:
    """Count the pieces of one chain that cross pieces of the other, half open so that a shared bend counts once."""
    a, b = one[:-1, None], one[1:, None]
    c, d = other[None, :-1], other[None, 1:]
    apart = (_side(a, b, c) > 0) != (_side(a, b, d) > 0)
    return int((apart & ((_side(c, d, a) > 0) != (_side(c, d, b) > 0))).sum())


def _side(a: NDArray[np.float64], b: NDArray[np.float64], p: NDArray[np.float64]) -> NDArray[np.float64]:
    u, v = b - a, p - a
    side: NDArray[np.float64] = u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]
    return side


def hits(
    boxes: Mapping[str, Rectangle], ends: Mapping[str, tuple[str, str]], curves: Mapping[str, Curve], inset: float = 1.0
) -> list[tuple[str, str]]:
    """List the (link, box) pairs where a curve runs through a box, `inset` smaller, that is none of its ends."""
    if not boxes:
        return []
    keys = list(boxes)
    smaller = np.array([inset, inset, -inset, -inset])
    edges = np.array([boxes[key] for key in keys], dtype=float) + smaller
    found = []
    for link, curve in curves.items():
        chain = polyline(curve)
        low, high = chain.min(axis=0), chain.max(axis=0)
        near = np.flatnonzero(np.all((edges[:, :2] < high) & (edges[:, 2:] > low), axis=1))
        found += [(link, keys[i]) for i in near if keys[i] not in ends[link] and _enters(chain, edges[i])]
    return found


def _enters(chain: NDArray[np.float64], edges: NDArray[np.float64]) -> bool:
    """Say whether any piece of the chain runs through the inside of the box (slab test)."""
    start, step = chain[:-1], np.diff(chain, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        one, two = (edges[:2] - start) / step, (edges[2:] - start) / step
    flat = step == 0
    outside = flat & ((start <= edges[:2]) | (start >= edges[2:]))
    first = np.where(flat, 0.0, np.minimum(one, two)).max(axis=1)
    last = np.where(flat, 1.0, np.maximum(one, two)).min(axis=1)
    return bool(((np.maximum(first, 0.0) < np.minimum(last, 1.0)) & ~outside.any(axis=1)).any())
