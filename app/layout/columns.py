"""Columns: which factor stands how far downstream."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from app.layout.geometry import COLUMN_GAP, ROW_GAP, Ends

LINE_ROOM = 14.0
"""Height a link takes up in a column that it passes through."""
SLIDE = 1.6
"""Width to height of the slides and screens a map is shown on."""
SMALL = 400
"""Factors up to which a part gets the engine's balanced effort, beyond it the fast one."""

Arc = tuple[int, int]
"""Cause and effect of a link, as places in the list of a part's factors."""


def parts_of(ids: Sequence[str], links: Sequence[Ends]) -> list[list[str]]:
    """Split a map into its parts that no link joins; parts and their members keep the order of `ids`."""
    leader = {key: key for key in ids}

    def lead(key: str) -> str:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for link in links:
        leader[lead(link.effect)] = lead(link.cause)
    parts: dict[str, list[str]] = {}
    for key in ids:
        parts.setdefault(lead(key), []).append(key)
    return list(parts.values())


def columns_of(heights: Sequence[float], arcs: Sequence[Arc], last: Collection[int]) -> list[int]:
    """Give each factor of one linked part its column, 0 the most upstream.

    The factors `last` stand in the last column. Every other link than the fewest needed to break the loops runs
    downstream, their whole length is small, and no column is much taller than a slide of that width would have it.
    """
    ranks = _engine_columns(heights, arcs, last)
    forward = sorted({(a, b) if ranks[a] < ranks[b] else (b, a) for a, b in arcs if ranks[a] != ranks[b]})
    _level(ranks, heights, forward, frozenset(last))
    used = {rank: i for i, rank in enumerate(sorted(set(ranks)))}
    return [used[rank] for rank in ranks]


def _engine_columns(heights: Sequence[float], arcs: Sequence[Arc], last: Collection[int]) -> list[int]:
    """Ask graphlay for the columns alone, with as little work on order and curves as it can be told to do."""
    import graphlay

    nodes = [
        {"size": {"width": 10, "height": height}, "rank": "last" if i in last else "free"}
        for i, height in enumerate(heights)
    ]
    edges = [{"source": cause, "target": effect} for cause, effect in arcs]
    order = {"seeds": 1, "sweeps": 1, "kick_rounds": 0, "sifting_rounds": 0}
    options: dict[str, Any] = {
        "effort": "fast",
        "routing": {"style": "diagonal"},
        "coords": {"placement": "brandes_koepf"},
        "tuning": {"order": order},
    }
    laid = graphlay.layout({"nodes": nodes, "edges": edges}, options=options)
    return [int(node["rank"]) for node in laid.nodes]


def _level(ranks: list[int], heights: Sequence[float], forward: Sequence[Arc], still: Collection[int]) -> None:
    """Move single factors within their slack, first to shorten links, then to lower columns that tower over the rest."""
    before: list[list[int]] = [[] for _ in ranks]
    after: list[list[int]] = [[] for _ in ranks]
    for a, b in forward:
        after[a].append(b)
        before[b].append(a)
    top = max(ranks)
    tall = [0.0] * (top + 1)
    for i, rank in enumerate(ranks):
        tall[rank] += heights[i] + ROW_GAP
    for a, b in forward:
        for rank in range(ranks[a] + 1, ranks[b]):
            tall[rank] += LINE_ROOM
    wide = (top + 1) * (184.0 + COLUMN_GAP)
    aim = max(wide / SLIDE, 1.15 * sum(tall) / (top + 1))

    def pain(height: float) -> float:
        return (max(0.0, height - aim) / 100) ** 2

    def cost(v: int, rank: int) -> float:
        span = sum(rank - ranks[u] for u in before[v]) + sum(ranks[w] - rank for w in after[v])
        return float(span)

    for _ in range(8):
        moved = False
        for v in sorted(range(len(ranks)), key=lambda v: (-tall[ranks[v]], v)):
            if v in still or not (before[v] or after[v]):
                continue
            low = max((ranks[u] + 1 for u in before[v]), default=0)
            high = min((ranks[w] - 1 for w in after[v]), default=top)
            now = ranks[v]
            best, best_gain = now, 0.01
            for rank in range(low, high + 1):
                if rank == now:
                    continue
                room = heights[v] + ROW_GAP
                gain = cost(v, now) - cost(v, rank)
                gain += pain(tall[now]) - pain(tall[now] - room) + pain(tall[rank]) - pain(tall[rank] + room)
                if gain > best_gain:
                    best, best_gain = rank, gain
            if best != now:
                _shift(v, now, best, before, after, ranks, tall)
                tall[now] -= heights[v] + ROW_GAP
                tall[best] += heights[v] + ROW_GAP
                moved = True
        if not moved:
            return


def _shift(
    v: int,
    now: int,
    new: int,
    before: list[list[int]],
    after: list[list[int]],
    ranks: list[int],
    tall: list[float],
) -> None:
    """Set the factor's column and book the lines that pass the columns in between anew."""
    for u in before[v]:
        for rank in range(min(now, new), max(now, new)):
            if rank > ranks[u]:
                tall[rank] += LINE_ROOM if new > now else -LINE_ROOM
    for w in after[v]:
        for rank in range(min(now, new) + 1, max(now, new) + 1):
            if rank < ranks[w]:
                tall[rank] += LINE_ROOM if new < now else -LINE_ROOM
    ranks[v] = new


def heights_of(ids: Sequence[str], sizes: Mapping[str, tuple[float, float]]) -> list[float]:
    """Give the heights of the factors `ids`."""
    return [sizes[key][1] for key in ids]
