"""Heights: in which order factors and passing links stand in each column, and how high."""

from collections.abc import Sequence
from typing import Any

from app.layout.balance import balanced
from app.layout.geometry import COLUMN_GAP, ROW_GAP
from app.layout.layers import LINE_GAP, Layers

MIDDLING = 800
"""Factors and passing links together up to which the engine takes care."""
PULL = (1.0, 1.0, 2.0)
"""How hard the engine pulls short links, ends of long links and their middles level."""
EASINGS = 24
"""Rounds of moving level chains towards what they are linked to."""


def heights_for(layers: Layers, beginning: int = 0) -> list[float]:
    """Give each factor's y: few crossings, long links level, everything near the middle of what it is linked to.

    Another `beginning` gives another, equally likely order.
    """
    effort = "balanced" if len(layers.heights) <= MIDDLING else "fast"
    return _eased(layers, balanced(layers, _engine_heights(layers, beginning, effort)))[: layers.factors]


def _engine_heights(layers: Layers, seed: int, effort: str) -> list[float]:
    """Let graphlay order the columns and set the heights."""
    import graphlay

    air = ROW_GAP + 2 - LINE_GAP
    nodes: list[dict[str, Any]] = [
        {"size": {"width": 20, "height": height + air if i < layers.factors else 1}, "rank": {"fixed": column}}
        for i, (height, column) in enumerate(zip(layers.heights, layers.columns, strict=True))
    ]
    edges: list[dict[str, Any]] = []
    for n, (a, b) in enumerate(layers.links):
        passing = 0 if n in layers.returning else (a >= layers.factors) + (b >= layers.factors)
        edges.append({"source": a, "target": b, "weight": PULL[passing]})
    options: dict[str, Any] = {
        "effort": effort,
        "seed": seed,
        "routing": {"style": "diagonal"},
        "spacing": {"node_gap": LINE_GAP, "dummy_gap": LINE_GAP, "layer_gap": COLUMN_GAP},
    }
    laid = graphlay.layout({"nodes": nodes, "edges": edges}, options=options)
    return [float(node["center"]["y"]) for node in laid.nodes]


def _eased(layers: Layers, ys: list[float]) -> list[float]:
    """Move chains of level links, as a whole, towards the mean of what they are linked to, as far as there is room."""
    chain_of = _chains(layers, ys)
    members: dict[int, list[int]] = {}
    for i, chain in enumerate(chain_of):
        members.setdefault(chain, []).append(i)
    outside: dict[int, list[tuple[int, int]]] = {chain: [] for chain in members}
    for n, (a, b) in enumerate(layers.links):
        if chain_of[a] != chain_of[b]:
            if n in layers.returning:
                if a >= layers.factors:
                    outside[chain_of[a]].append((a, b))
                if b >= layers.factors:
                    outside[chain_of[b]].append((b, a))
                continue
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
    """Give each point the first point of the chain of level links that it belongs to.

    Links that run upstream leave their boxes above or below and hold none of them at their own height.
    """
    lead = list(range(len(ys)))

    def first(i: int) -> int:
        while lead[i] != i:
            i = lead[i]
        return i

    for n, (a, b) in enumerate(layers.links):
        if abs(ys[a] - ys[b]) < 0.5 and (n not in layers.returning or (a >= layers.factors and b >= layers.factors)):
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
