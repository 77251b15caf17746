"""Count what makes a drawing hard to read: links that run through boxes.

Crossings are counted by the program's own counter; a curve is measured as the same chain of short straight pieces.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.layout.crossings import chain_of

Curve = Sequence[tuple[float, float]]


class Rectangle(NamedTuple):
    """A box by its edges."""

    left: float
    top: float
    right: float
    bottom: float


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
        chain = chain_of(curve)
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
