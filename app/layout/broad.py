"""Broad parts: an arrangement of many hundreds of factors in time that grows little faster than the part.

Layered drawing (Sugiyama, Tagawa and Toda, 1981) in its plainest form. Loops are opened where few links have to run
upstream (the greedy sequence of Eades, Lin and Smyth, 1993), columns follow the longest way to a symptom, and factors
are drawn again and again to the mean height of what they are linked to, pushed apart by least squares.
"""

from collections import deque
from collections.abc import Generator, Iterable, Sequence

from app.layout.columns import levelled
from app.layout.drafts import Task
from app.layout.geometry import ROW_GAP
from app.layout.heights import heights_for, order_for
from app.layout.layers import layers_of
from app.layout.order import sifted
from app.layout.spread import pooled

FROM = 600
"""From so many factors on a part is arranged like this."""
VERY_BROAD = 1_000
"""From so many on the engine and the sieve would take too long."""
_ROUNDS = 150
_IN_VAIN = 25
"""After so many rounds without a calmer one no further is tried."""

Broad = tuple[list[int], list[float]]
"""The column and the y of each factor, by its place in the list."""


def arranged_broadly(task: Task) -> Generator[float, None, Broad]:
    """Give each factor of a part its column and its y; meanwhile tell the share that is done."""
    count, arcs = len(task.ids), task.arcs
    yield 0.0
    columns = _columns(count, task.heights, arcs, task.last)
    yield 0.15
    stood = task.stood
    if count < VERY_BROAD and len(stood) < count:
        layers = layers_of(task.heights, arcs, columns)
        order = order_for(layers, 1, carefully=False)
        yield 0.5
        order, _ = sifted(layers, order)
        yield 0.8
        return columns, heights_for(layers, order)
    first = [stood[i][1] for i in range(count)] if len(stood) == count else _first_heights(count, arcs, columns)
    members: list[list[int]] = [[] for _ in range(max(columns) + 1)]
    for i, column in enumerate(columns):
        members[column].append(i)
    linked: list[list[int]] = [[] for _ in range(count)]
    for a, b in arcs:
        linked[a].append(b)
        linked[b].append(a)
    ys = list(first)
    for each in members:
        each.sort(key=lambda i: (ys[i], i))
        _settle(each, ys, ys, task.heights)
    best, least, latest = list(ys), _climbed(arcs, ys), 0
    for turn in range(_ROUNDS):
        for members_of in members if turn % 2 else reversed(members):
            wanted = {i: sum(ys[j] for j in linked[i]) / len(linked[i]) for i in members_of}
            members_of.sort(key=lambda i: (wanted[i], ys[i], i))
            _settle(members_of, wanted, ys, task.heights)
        climbed = _climbed(arcs, ys)
        if climbed < least:
            best, least, latest = list(ys), climbed, turn
        elif turn - latest > _IN_VAIN:
            break
        yield 0.15 + 0.85 * (turn + 1) / _ROUNDS
    return columns, best


def _climbed(arcs: Iterable[tuple[int, int]], ys: Sequence[float]) -> float:
    return sum(abs(ys[a] - ys[b]) for a, b in arcs)


def _settle(
    column: Sequence[int], wanted: "dict[int, float] | list[float]", ys: list[float], heights: Sequence[float]
) -> None:
    """Put the factors of a column, in this order, as near as they may stand to where they are wanted."""
    needs, need = [], 0.0
    for above, i in zip([-1, *column], column, strict=False):
        if above >= 0:
            need += (heights[above] + heights[i]) / 2 + ROW_GAP
        needs.append(need)
    slack = pooled([wanted[i] - need for i, need in zip(column, needs, strict=True)], [1.0] * len(column))
    for i, value, need in zip(column, slack, needs, strict=True):
        ys[i] = value + need


def _columns(count: int, heights: Sequence[float], arcs: Sequence[tuple[int, int]], last: Iterable[int]) -> list[int]:
    """Columns from the left, 0 the most upstream; what is ``last`` stands at the right edge."""
    place = {i: n for n, i in enumerate(_downstream(count, arcs))}
    forward = [(a, b) if place[a] < place[b] else (b, a) for a, b in arcs]
    after: list[list[int]] = [[] for _ in range(count)]
    for a, b in forward:
        after[a].append(b)
    depth = [0] * count
    for i in sorted(range(count), key=lambda i: -place[i]):
        depth[i] = max((depth[j] + 1 for j in after[i]), default=0)
    deepest = max(depth)
    ranks = [deepest - each for each in depth]
    for i in last:
        ranks[i] = deepest
    return levelled(ranks, heights, arcs, frozenset(last))


def _downstream(count: int, arcs: Sequence[tuple[int, int]]) -> list[int]:
    """All factors in an order in which no link outside a loop leads back, and few of those in loops."""
    order: list[int] = []
    group_of = [0] * count
    groups = _groups(count, arcs)
    for n, group in enumerate(groups):
        for i in group:
            group_of[i] = n
    inside: list[list[tuple[int, int]]] = [[] for _ in groups]
    at = [0] * count
    for group in groups:
        for n, i in enumerate(group):
            at[i] = n
    for a, b in arcs:
        if group_of[a] == group_of[b]:
            inside[group_of[a]].append((at[a], at[b]))
    for group, links in zip(reversed(groups), reversed(inside), strict=True):
        order += [group[n] for n in _sequence(len(group), links)] if len(group) > 1 else group
    return order


def _groups(count: int, arcs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Factors that lead to each other, together; the most downstream group first (Tarjan, 1972, without recursion)."""
    out: list[list[int]] = [[] for _ in range(count)]
    for a, b in arcs:
        out[a].append(b)
    seen, low = [-1] * count, [0] * count
    open_, is_open = list[int](), [False] * count
    groups: list[list[int]] = []
    number = 0
    for begin in range(count):
        if seen[begin] >= 0:
            continue
        ways = [(begin, iter(out[begin]))]
        seen[begin] = low[begin] = number
        number += 1
        open_.append(begin)
        is_open[begin] = True
        while ways:
            i, rest = ways[-1]
            for j in rest:
                if seen[j] < 0:
                    seen[j] = low[j] = number
                    number += 1
                    open_.append(j)
                    is_open[j] = True
                    ways.append((j, iter(out[j])))
                    break
                if is_open[j]:
                    low[i] = min(low[i], seen[j])
            else:
                ways.pop()
                if ways:
                    low[ways[-1][0]] = min(low[ways[-1][0]], low[i])
                if low[i] == seen[i]:
                    group: list[int] = []
                    while not group or group[-1] != i:
                        group.append(open_.pop())
                        is_open[group[-1]] = False
                    groups.append(sorted(group))
    return groups


def _sequence(count: int, arcs: Sequence[tuple[int, int]]) -> list[int]:
    """The factors of a group in such an order: what only leads on first, what is only led to last."""
    out: list[list[int]] = [[] for _ in range(count)]
    into: list[list[int]] = [[] for _ in range(count)]
    for a, b in arcs:
        out[a].append(b)
        into[b].append(a)
    outs, ins = [len(each) for each in out], [len(each) for each in into]
    here = [True] * count
    ends = deque(i for i in range(count) if not outs[i])
    begins = deque(i for i in range(count) if not ins[i] and outs[i])
    most = max(outs, default=0) + max(ins, default=0)
    buckets: list[deque[int]] = [deque() for _ in range(2 * most + 1)]
    for i in range(count):
        buckets[outs[i] - ins[i] + most].append(i)
    head: list[int] = []
    tail: list[int] = []

    def take(i: int) -> None:
        here[i] = False
        for j in out[i]:
            ins[j] -= 1
            if here[j]:
                _note(j)
        for j in into[i]:
            outs[j] -= 1
            if here[j]:
                _note(j)

    def _note(j: int) -> None:
        if not outs[j]:
            ends.append(j)
        elif not ins[j]:
            begins.append(j)
        else:
            buckets[outs[j] - ins[j] + most].append(j)

    top = 2 * most
    while len(head) + len(tail) < count:
        if ends:
            i = ends.popleft()
            if here[i]:
                tail.append(i)
                take(i)
        elif begins:
            i = begins.popleft()
            if here[i]:
                head.append(i)
                take(i)
        else:
            top = 2 * most
            while not buckets[top]:
                top -= 1
            i = buckets[top].popleft()
            if here[i] and outs[i] - ins[i] + most == top:
                head.append(i)
                take(i)
    return [*head, *reversed(tail)]


def _first_heights(count: int, arcs: Sequence[tuple[int, int]], columns: Sequence[int]) -> list[float]:
    """Beginnings from which means are drawn: what is reached one after the other stands one below the other."""
    into: list[list[int]] = [[] for _ in range(count)]
    for a, b in arcs:
        left, right = (a, b) if columns[a] < columns[b] else (b, a)
        into[right].append(left)
    ys, known = [0.0] * count, [False] * count
    reached = 0
    for begin in sorted(range(count), key=lambda i: -columns[i]):
        waiting = [begin]
        while waiting:
            i = waiting.pop()
            if known[i]:
                continue
            known[i] = True
            ys[i] = reached * ROW_GAP
            reached += 1
            waiting.extend(j for j in reversed(into[i]) if not known[j])
    return ys
