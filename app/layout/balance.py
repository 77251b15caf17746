"""Balance: heights of a layered part whose order is known.

Every point is drawn to the middle of what it is linked to while the points of a column keep their order and distance.
Per column that is a least-squares problem with a fixed order, solved by pooling neighbours that press on each other
(isotonic regression; Barlow and others, 1972). Going over the columns again and again with weights that favour small
differences (iteratively reweighted least squares) brings out level links.
"""

from collections.abc import Sequence
from itertools import pairwise

from app.layout.layers import Layers

ROUNDS = (1e6,) * 16 + (120.0,) * 6 + (60.0,) * 6 + (30.0,) * 6 + (12.0,) * 6 + (6.0,) * 6
"""For each round over the columns, the difference of height below which a link pulls with all its force."""
PULL = (1.0, 1.0, 2.0)
"""How hard short links, ends of long links and middles of long links pull."""


def balanced(layers: Layers, order: Sequence[float]) -> list[float]:
    """Give each point's y; points stand in each column in the order of `order`."""
    columns: list[list[int]] = [[] for _ in range(max(layers.columns) + 1)]
    for i in sorted(range(len(order)), key=lambda i: (order[i], i)):
        columns[layers.columns[i]].append(i)
    offsets = [_offsets(layers, column) for column in columns]
    ys = [0.0] * len(order)
    for column, offset in zip(columns, offsets, strict=True):
        for i, down in zip(column, offset, strict=True):
            ys[i] = down - offset[-1] / 2
    linked = _linked(layers)
    turns = list(range(len(columns)))
    for n, soft in enumerate(ROUNDS):
        for c in turns if n % 2 else reversed(turns):
            _settle(columns[c], offsets[c], linked, ys, soft)
    return ys


def _offsets(layers: Layers, column: Sequence[int]) -> list[float]:
    """Give each point's least distance from the first of its column."""
    offsets = [0.0]
    for a, b in pairwise(column):
        offsets.append(offsets[-1] + layers.gap(a, b))
    return offsets


def _linked(layers: Layers) -> list[list[tuple[int, float]]]:
    """Give each point what it is linked to, and how hard each link pulls."""
    linked: list[list[tuple[int, float]]] = [[] for _ in layers.columns]
    for a, b in layers.links:
        pull = PULL[(a >= layers.factors) + (b >= layers.factors)]
        linked[a].append((b, pull))
        linked[b].append((a, pull))
    return linked


def _settle(
    column: Sequence[int],
    offsets: Sequence[float],
    linked: Sequence[Sequence[tuple[int, float]]],
    ys: list[float],
    soft: float,
) -> None:
    """Move the points of one column to the best heights for where all others stand."""
    pools: list[tuple[float, float, int]] = []
    for i, offset in zip(column, offsets, strict=True):
        here = ys[i]
        weight = total = 1e-6
        total *= here
        for other, pull in linked[i]:
            there = ys[other]
            away = abs(there - here)
            force = pull * soft / away if away > soft else pull
            weight += force
            total += force * there
        mean, count = total / weight - offset, 1
        while pools and pools[-1][0] > mean:
            other_mean, other_weight, other_count = pools.pop()
            mean = (mean * weight + other_mean * other_weight) / (weight + other_weight)
            weight += other_weight
            count += other_count
        pools.append((mean, weight, count))
    at = 0
    for mean, _, count in pools:
        for k in range(at, at + count):
            ys[column[k]] = mean + offsets[k]
        at += count
