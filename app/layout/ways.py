"""Ways: through which gaps a link runs, and at which height.

A way is a list of runs; a run is a level stretch of a link through one column or several in a row. Between two runs,
in the corridors, the link swings from one height to the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.layout.field import FAR, Column, Field
from app.layout.geometry import Box

LANE = 8.0
"""Distance of two links in one gap."""
TIGHT = 6.0
"""The same where a gap is crowded."""
TURN = 28.0
"""What a bend costs, in units of height climbed."""
CROWD = 7.0
"""What each link already in a gap costs there."""

Step = tuple[int, int, float]
"""Column, gap in it, height."""


@dataclass(slots=True)
class Run:
    """A level stretch: the columns it passes in the link's direction, the gap in each, its height."""

    columns: list[int]
    gaps: list[int]
    y: float


def forward_way(field: Field, cause: Box, effect: Box) -> list[Run]:
    """Find the way of a link that runs downstream: least climbing, few bends, into gaps with room."""
    first = field.first_beyond(cause.right)
    last = field.last_before(effect.left)
    if first > last:
        return []
    columns = field.columns
    states: list[list[Step]] = []
    for c in range(first, last + 1):
        states.append(_choices(c, columns[c], cause.y, effect.y))
    return _runs(_cheapest(columns, states, [(cause.y, 0.0)], [(effect.y, 0.0)]))


def back_way(field: Field, cause: Box, effect: Box, start: int, stop: int) -> list[Run]:
    """Find the way of a link that runs upstream, from over or under its cause's column to over or under its effect's."""
    columns = field.columns
    ends = _beside(start, columns[start], cause)
    goals = _beside(stop, columns[stop], effect)
    states = [ends]
    for c in range(start - 1, stop, -1):
        heights = {y for _, _, y in ends} | {y for _, _, y in goals}
        choices: dict[Step, None] = {}
        for y in sorted(heights):
            choices.update(dict.fromkeys(_choices(c, columns[c], y, y)))
        states.append(list(choices))
    states.append(goals)
    lids = [(cause.top, 0.0), (cause.bottom, 0.0)]
    return _runs(_cheapest(columns, states, lids, [(effect.top, 0.0), (effect.bottom, 0.0)]))


def _choices(c: int, column: Column, y0: float, y1: float) -> list[Step]:
    """Give the gaps next to the heights of both ends, each with its nearest height."""
    choices: dict[tuple[int, float], None] = {}
    last = len(column.lows) - 1
    for y, other in ((y0, y1), (y1, y0)):
        gap = column.nearest(y)
        if column.lows[gap] <= y:
            choices[gap, column.easy(gap, y)] = None
            choices[gap, column.easy(gap, other)] = None
        for g in (gap - 1, gap, gap + 1):
            if 0 <= g <= last:
                choices[g, column.easy(g, y)] = None
    return [(c, gap, y) for gap, y in choices]


def _beside(c: int, column: Column, box: Box) -> list[Step]:
    """Give the gaps right above and right below a box of the column."""
    above = column.nearest(box.y)
    while above > 0 and column.highs[above] > box.top:
        above -= 1
    below = min(above + 1, len(column.lows) - 1)
    found = [(c, above, max(column.lows[above], min(column.highs[above], box.top - 18)))]
    found.append((c, below, min(column.highs[below], max(column.lows[below], box.bottom + 18))))
    return found


def _cheapest(
    columns: Sequence[Column],
    states: Sequence[Sequence[Step]],
    starts: Sequence[tuple[float, float]],
    ends: Sequence[tuple[float, float]],
) -> list[Step]:
    """Give the cheapest chain of one step from each of `states` (dynamic programming from cause to effect)."""
    costs = [_entry(columns, step, min(_climb(y, step[2]) + extra for y, extra in starts)) for step in states[0]]
    trail: list[list[int]] = []
    for before, here in zip(states, states[1:], strict=False):
        back: list[int] = []
        grown: list[float] = []
        for step in here:
            y = step[2]
            best, came = FAR * FAR, 0
            for i, (_, _, old) in enumerate(before):
                cost = costs[i] + (0.0 if old == y else abs(old - y) + TURN)
                if cost < best:
                    best, came = cost, i
            grown.append(_entry(columns, step, best))
            back.append(came)
        trail.append(back)
        costs = grown
    totals = [
        cost + min(_climb(y, step[2]) + extra for y, extra in ends)
        for cost, step in zip(costs, states[-1], strict=True)
    ]
    at = totals.index(min(totals))
    chain = [states[-1][at]]
    for back, before in zip(reversed(trail), reversed(states[:-1]), strict=True):
        at = back[at]
        chain.append(before[at])
    chain.reverse()
    return chain


def _climb(y0: float, y1: float) -> float:
    return 0.0 if y0 == y1 else abs(y0 - y1) + TURN


def _entry(columns: Sequence[Column], step: Step, cost: float) -> float:
    """Add what it costs to enter a gap: more with every link in it, much more when it is full."""
    column, gap, _ = columns[step[0]], step[1], step[2]
    load = column.load[gap]
    room = int((column.highs[gap] - column.lows[gap]) / LANE) + 1
    return cost + CROWD * min(load, room) + (90.0 * (load + 1 - room) if load >= room else 0.0)


def _runs(steps: Sequence[Step]) -> list[Run]:
    runs: list[Run] = []
    for c, gap, y in steps:
        if runs and runs[-1].y == y:
            runs[-1].columns.append(c)
            runs[-1].gaps.append(gap)
        else:
            runs.append(Run([c], [gap], y))
    return runs


def take(field: Field, runs: Sequence[Run]) -> None:
    """Count a link in the gaps it runs through, so that later links see them filled."""
    for run in runs:
        for c, gap in zip(run.columns, run.gaps, strict=True):
            field.columns[c].load[gap] += 1


def settle(field: Field, run: Run, wish: float) -> None:
    """Give a run the height nearest to `wish` that keeps its distance from the links already in its gaps."""
    gaps = [(field.columns[c], gap) for c, gap in zip(run.columns, run.gaps, strict=True)]
    low = max(column.lows[gap] for column, gap in gaps)
    high = min(column.highs[gap] for column, gap in gaps)
    ease = min(5.0, (high - low) / 2)
    taken = sorted({y for column, gap in gaps for y in column.lines[gap]})
    y = run.y
    for lane, margin in ((LANE, ease), (LANE, 0.0), (TIGHT, 0.0), (3.0, 0.0)):
        found = _free(taken, min(max(wish, low + margin), high - margin), low + margin, high - margin, lane)
        if found is not None:
            y = found
            break
    run.y = y
    for column, gap in gaps:
        column.lines[gap].append(y)


def _free(taken: Sequence[float], wish: float, low: float, high: float, lane: float) -> float | None:
    """Give the height between `low` and `high` nearest to `wish` that is `lane` from all `taken`, if there is one."""
    if all(abs(y - wish) >= lane for y in taken):
        return wish
    spots = [y + side for y in taken for side in (-lane, lane) if low <= y + side <= high]
    spots = [spot for spot in spots if all(abs(y - spot) >= lane - 1e-6 for y in taken)]
    return min(spots, key=lambda spot: (abs(spot - wish), spot)) if spots else None
