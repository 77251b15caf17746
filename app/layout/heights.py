"""Heights: in which order factors and passing links stand in each column, and how high."""

from collections.abc import Sequence
from typing import Any

from app.layout.balance import balanced
from app.layout.layers import Layers

EASINGS = 24
"""Rounds of moving level chains towards what they are linked to."""


def order_for(layers: Layers, beginning: int, *, carefully: bool) -> list[float]:
    """Ask graphlay for an order of few crossings: a height for each point. Another `beginning` gives another one."""
    import graphlay

    nodes: list[dict[str, Any]] = [{"size": {"width": 20, "height": 20}, "rank": {"fixed": c}} for c in layers.columns]
    edges = [{"source": a, "target": b} for a, b in layers.links]
    options: dict[str, Any] = {
        "effort": "balanced" if carefully else "fast",
        "seed": beginning,
        "routing": {"style": "diagonal"},
        "coords": {"placement": "brandes_koepf"},
    }
    laid = graphlay.layout({"nodes": nodes, "edges": edges}, options=options)
    return [float(node["center"]["y"]) for node in laid.nodes]


def heights_for(layers: Layers, order: Sequence[float]) -> list[float]:
    """Give each factor's y: long links level, everything near the middle of what it is linked to, in this order."""
    return _eased(layers, balanced(layers, order))[: layers.factors]


def _eased(layers: Layers, ys: list[float]) -> list[float]:
    """Move chains of level links, as a whole, towards the mean of what they are linked to, as far as there is room."""
    chain_of = _chains(layers, ys)
    members: dict[int, list[int]] = {}
    for i, chain in enumerate(chain_of):
        members.setdefault(chain, []).append(i)
    outside: dict[int, list[tuple[int, int]]] = {chain: [] for chain in members}
    for a, b in layers.links:
        if chain_of[a] != chain_of[b]:
            outside[chain_of[a]].append((a, b))
            outside[chain_of[b]].append((b, a))
    above, below = _neighbours(layers, ys)
    for n in range(EASINGS):
        for chain in members if n % 2 else reversed(members):
            if not outside[chain]:
                continue
            step = sum(ys[b] - ys[a] for a, b in outside[chain]) / len(outside[chain])
            for i in members[chain]:
                up, down = above[i], below[i]
                if step < 0 and up >= 0:
                    step = max(step, min(0.0, ys[up] + layers.gap(up, i) - ys[i]))
                elif step > 0 and down >= 0:
                    step = min(step, max(0.0, ys[down] - layers.gap(i, down) - ys[i]))
            for i in members[chain]:
                ys[i] += step
    return ys


def _chains(layers: Layers, ys: Sequence[float]) -> list[int]:
    """Give each point the first point of the chain of level links that it belongs to."""
    lead = list(range(len(ys)))

    def first(i: int) -> int:
        while lead[i] != i:
            i = lead[i]
        return i

    for a, b in layers.links:
        if abs(ys[a] - ys[b]) < 0.5:
            one, two = sorted((first(a), first(b)))
            lead[two] = one
    return [first(i) for i in range(len(ys))]


def _neighbours(layers: Layers, ys: Sequence[float]) -> tuple[list[int], list[int]]:
    """Give the point right above and right below each in its column, -1 where there is none."""
    above, below = [-1] * len(ys), [-1] * len(ys)
    last: dict[int, int] = {}
    for i in sorted(range(len(ys)), key=lambda i: (ys[i], i)):
        up = last.get(layers.columns[i], -1)
        above[i] = up
        if up >= 0:
            below[up] = i
        last[layers.columns[i]] = i
    return above, below
