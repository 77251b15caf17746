"""Columns: which factor stands how far downstream."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from app.layout.geometry import COLUMN_GAP, ROW_GAP, Ends

LINE_ROOM = 14.0
"""Height a link takes up in a column that it passes through."""
BOX_WIDTH = 184.0
"""Width of most boxes."""
SLIDE = 1.6
"""Width to height of the slides and screens a map is shown on."""

FREE_PRICE, FLOW_PRICE = 1.5, 1.25
"""What a crossing counts for where symptoms may stand anywhere, and where more links than needed run upstream."""
TOLL = 4.0
"""Crossings that letting symptoms stand anywhere must save at least."""

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


@dataclass(frozen=True, slots=True)
class Columns:
    """A column for each factor of a part, 0 the most upstream, and by what its crossings count for more."""

    of: list[int]
    price: float = 1.0
    toll: float = 0.0


def column_choices(heights: Sequence[float], arcs: Sequence[Arc], last: Collection[int]) -> list[Columns]:
    """Give ways to put the factors of one linked part into columns, the calmest first.

    In the calmest, the factors `last` stand in the last column, every link but the fewest needed to break the loops
    runs downstream, links are short, and no column is much taller than a slide of that width would have it. The others
    each give up one of these, at a price.
    """
    ranks = _engine_columns(heights, arcs, last)
    found = [Columns(levelled(ranks, heights, arcs, last)), Columns(_closed_up(ranks))]
    if last:
        free = _engine_columns(heights, arcs, ())
        found.append(Columns(levelled(free, heights, arcs, ()), FREE_PRICE, TOLL))
    if any(ranks[a] > ranks[b] for a, b in arcs):
        flowing = _engine_columns(heights, arcs, last, cycles="follow_flow")
        found.append(Columns(levelled(flowing, heights, arcs, last), FLOW_PRICE))
    return [each for n, each in enumerate(found) if all(each.of != other.of for other in found[:n])]


def columns_kept(xs: Sequence[float], arcs: Sequence[Arc], calmest: Columns, last: Collection[int]) -> Columns | None:
    """Give the columns that factors stand in already; None where they share one with a cause, or run more upstream."""
    order = sorted(range(len(xs)), key=lambda i: xs[i])
    columns = [0] * len(xs)
    for one, two in pairwise(order):
        columns[two] = columns[one] + (xs[two] - xs[one] > BOX_WIDTH / 2)
    if any(columns[a] == columns[b] for a, b in arcs):
        return None
    if sum(columns[a] > columns[b] for a, b in arcs) > sum(calmest.of[a] > calmest.of[b] for a, b in arcs):
        return None
    free = any(columns[i] != max(columns) for i in last)
    return Columns(columns, FREE_PRICE, TOLL) if free else Columns(columns)


def _engine_columns(
    heights: Sequence[float], arcs: Sequence[Arc], last: Collection[int], cycles: str = "minimum_reversal"
) -> list[int]:
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
        "cycles": {"strategy": cycles},
        "routing": {"style": "diagonal"},
        "coords": {"placement": "brandes_koepf"},
        "tuning": {"order": order},
    }
    laid = graphlay.layout({"nodes": nodes, "edges": edges}, options=options)
    return [int(node["rank"]) for node in laid.nodes]


def levelled(ranks: Sequence[int], heights: Sequence[float], arcs: Sequence[Arc], last: Collection[int]) -> list[int]:
    """Lower columns that tower over the rest; `last` stay where they are."""
    moving = list(ranks)
    forward = sorted({(a, b) if ranks[a] < ranks[b] else (b, a) for a, b in arcs if ranks[a] != ranks[b]})
    _level(moving, heights, forward, frozenset(last))
    return _closed_up(moving)


def _closed_up(ranks: Sequence[int]) -> list[int]:
    used = {rank: i for i, rank in enumerate(sorted(set(ranks)))}
    return [used[rank] for rank in ranks]


def _level(ranks: list[int], heights: Sequence[float], forward: Sequence[Arc], still: Collection[int]) -> None:
    """Move single factors within their slack, to shorten links and to lower columns that tower over the rest."""
    stack = _Stack(ranks, heights, forward)
    for _ in range(8):
        moved = False
        for v in sorted(range(len(ranks)), key=lambda v: (-stack.tall[ranks[v]], v)):
            if v not in still:
                moved |= stack.improve(v)
        if not moved:
            return


class _Stack:
    """The columns while factors move between them: who stands where, and how tall each column is."""

    def __init__(self, ranks: list[int], heights: Sequence[float], forward: Sequence[Arc]) -> None:
        self.ranks, self.heights = ranks, heights
        self.before: list[list[int]] = [[] for _ in ranks]
        self.after: list[list[int]] = [[] for _ in ranks]
        self.tall = [0.0] * (max(ranks) + 1)
        for i, rank in enumerate(ranks):
            self.tall[rank] += heights[i] + ROW_GAP
        for a, b in forward:
            self.after[a].append(b)
            self.before[b].append(a)
            self._pass_by(ranks[a] + 1, ranks[b], LINE_ROOM)
        count = len(self.tall)
        self.aim = max(count * (BOX_WIDTH + COLUMN_GAP) / SLIDE, 1.15 * sum(self.tall) / count)

    def improve(self, v: int) -> bool:
        """Move a factor to the best column between its causes and its effects; say whether it moved."""
        now, tall, room = self.ranks[v], self.tall, self.heights[v] + ROW_GAP
        low = max((self.ranks[u] + 1 for u in self.before[v]), default=0)
        high = min((self.ranks[w] - 1 for w in self.after[v]), default=len(tall) - 1)
        best, most = now, 0.01
        for rank in range(low, high + 1):
            if rank != now:
                gain: float = (rank - now) * (len(self.after[v]) - len(self.before[v]))
                gain += self._pain(tall[now]) - self._pain(tall[now] - room)
                gain += self._pain(tall[rank]) - self._pain(tall[rank] + room)
                if gain > most:
                    best, most = rank, gain
        if best == now:
            return False
        for u in self.before[v]:
            self._pass_by(self.ranks[u] + 1, now, -LINE_ROOM)
            self._pass_by(self.ranks[u] + 1, best, LINE_ROOM)
        for w in self.after[v]:
            self._pass_by(now + 1, self.ranks[w], -LINE_ROOM)
            self._pass_by(best + 1, self.ranks[w], LINE_ROOM)
        tall[now] -= room
        tall[best] += room
        self.ranks[v] = best
        return True

    def _pain(self, height: float) -> float:
        """Say what a column's height costs, in columns of link length: nothing up to the aim, then more and more."""
        over = max(0.0, height - self.aim) / 100
        return over * over / 8 if over < 8 else 2 * over - 8

    def _pass_by(self, first: int, stop: int, room: float) -> None:
        for rank in range(first, stop):
            self.tall[rank] += room
