"""Ways: through which gaps a link runs, and at which height.

A way is a list of runs; a run is a level stretch of a link through one column or several in a row. Between two runs,
in the corridors, the link swings from one height to the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.layout.field import CLEAR, EASY, Column, Field
from app.layout.geometry import Box

LANE = 8.0
"""Distance of two links in one gap."""
TIGHT = 6.0
"""The same where a gap is crowded."""
TURN = 28.0
"""What a bend costs, in units of height climbed."""
CROSSING = 200.0
"""What it costs to cross another link."""
CROWD = 7.0
"""What each link already in a gap costs there."""

Step = tuple[int, int, float]
"""Column, gap in it, height."""


@dataclass(slots=True)
class Run:
    """A level stretch: the columns it passes from left to right, the gap in each, its height."""

    columns: list[int]
    gaps: list[int]
    y: float


def way_between(field: Field, left: Box, right: Box) -> list[Run]:
    """Find the way from a box to one further right: least climbing, few bends and crossings, into gaps with room."""
    first = field.first_beyond(left.right)
    last = field.last_before(right.left)
    if first > last:
        return []
    columns = field.columns
    states = [_choices(c, columns[c], left.y, right.y) for c in range(first, last + 1)]
    corridors = [field.corridors[c] for c in range(first, last + 2)]
    return _runs(_cheapest(columns, states, corridors, [left.y], [right.y]))


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
                if column.lines[g]:
                    choices[g, max(column.lows[g], min(column.lines[g]) - LANE)] = None
                    choices[g, min(column.highs[g], max(column.lines[g]) + LANE)] = None
    return [(c, gap, y) for gap, y in choices]


def _cheapest(
    columns: Sequence[Column],
    states: Sequence[Sequence[Step]],
    corridors: Sequence[Sequence[tuple[float, float]]],
    starts: Sequence[float],
    ends: Sequence[float],
) -> list[Step]:
    """Give the cheapest chain of one step from each of `states` (dynamic programming from left to right).

    `corridors` holds what runs between them, one more than there are states.
    """
    before = np.array(starts)
    costs = np.zeros(len(starts))
    trail: list[NDArray[np.intp]] = []
    for steps, others in zip([*states, None], corridors, strict=True):
        here = np.array([step[2] for step in steps] if steps else ends)
        grown = costs[:, None] + _climbs(before, here, others)
        came = grown.argmin(axis=0)
        costs = grown[came, np.arange(len(here))]
        if steps:
            costs = costs + [_entry(columns[c], gap) for c, gap, _ in steps]
        trail.append(came)
        before = here
    at = int(costs.argmin())
    chain: list[Step] = []
    for came, steps in zip(reversed(trail), [*reversed(states), ()], strict=True):
        at = int(came[at])
        if steps:
            chain.append(steps[at])
    return chain[::-1]


def _climbs(
    before: NDArray[np.float64], here: NDArray[np.float64], others: Sequence[tuple[float, float]]
) -> NDArray[np.float64]:
    """Give what it costs to come from each height before to each height here: climbing, bending, crossing others."""
    climb = np.abs(before[:, None] - here)
    cost: NDArray[np.float64] = climb + TURN * (climb > 0)
    if others:
        ends = np.array(others)
        one, two = np.sign(ends[:, 0] - before[:, None]), np.sign(ends[:, 1] - here[:, None])
        cost += CROSSING / 2 * (np.abs(one) @ np.abs(two).T - one @ two.T)
    return cost


def _entry(column: Column, gap: int) -> float:
    """Give what it costs to enter a gap: more with every link in it, much more when it is full."""
    load = column.load[gap]
    room = int((column.highs[gap] - column.lows[gap]) / LANE) + 1
    return CROWD * min(load, room) + (90.0 * (load + 1 - room) if load >= room else 0.0)


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


def leave(field: Field, runs: Sequence[Run]) -> None:
    """Take a link out of the gaps again, and its settled lines too."""
    for run in runs:
        for c, gap in zip(run.columns, run.gaps, strict=True):
            field.columns[c].load[gap] -= 1
            if run.y in field.columns[c].lines[gap]:
                field.columns[c].lines[gap].remove(run.y)


def settle(field: Field, run: Run, lean: float) -> None:
    """Give a run the height nearest to its own that keeps its distance from the links already in its gaps.

    Where another link lies there, it gives way downwards or upwards as `lean` (positive or negative) says.
    """
    gaps = [(field.columns[c], gap) for c, gap in zip(run.columns, run.gaps, strict=True)]
    low = max(column.lows[gap] for column, gap in gaps)
    high = min(column.highs[gap] for column, gap in gaps)
    ease = min(EASY - CLEAR, (high - low) / 2)
    taken = sorted({y for column, gap in gaps for y in column.lines[gap]})
    lanes = max(column.load[gap] for column, gap in gaps)
    if lanes > 1 and high - low < LANE * lanes:
        run.y = _lane(taken, run.y + lean, low, (high - low) / (lanes - 1), lanes)
    else:
        for lane, margin in ((LANE, ease), (LANE, 0.0), (TIGHT, 0.0), (TIGHT / 2, 0.0)):
            y = _free(taken, run.y, lean, lane, (low + margin, high - margin))
            if y is not None:
                run.y = y
                break
    for column, gap in gaps:
        column.lines[gap].append(run.y)


def _lane(taken: Sequence[float], wish: float, low: float, pitch: float, lanes: int) -> float:
    """Give the lane of a crowded gap that lies best: the freest near the wish; lanes share the gap evenly."""
    heights = [low + n * pitch for n in range(lanes)]
    return min(heights, key=lambda y: (any(abs(other - y) < 0.75 * pitch for other in taken), abs(y - wish), y))


def _free(taken: Sequence[float], wish: float, lean: float, lane: float, bounds: tuple[float, float]) -> float | None:
    """Give the height within bounds nearest to `wish` that is `lane` from all `taken`, if there is one."""
    low, high = bounds
    wish = min(max(wish, low), high)
    if all(abs(y - wish) >= lane - 1e-6 for y in taken):
        return wish
    spots = [y + side for y in taken for side in (-lane, lane) if low <= y + side <= high]
    spots = [spot for spot in spots if all(abs(y - spot) >= lane - 1e-6 for y in taken)]
    return min(spots, key=lambda spot: (abs(spot - wish - lean), spot)) if spots else None
