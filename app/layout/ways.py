"""Ways: through which gaps a link runs, and above and below which other links.

A way is one step for each column it passes. While ways are sought the height of a step says which gap it runs through
and its order there; the heights that are drawn are set in the end, when all ways are known (see lanes).
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.layout.field import Column, Field
from app.layout.geometry import Box

LANE = 8.0
"""Distance of two links in one gap."""
TURN = 28.0
"""What a bend costs, in units of height climbed."""
CROSSING = 200.0
"""What it costs to cross another link."""
CROWD = 7.0
"""What each link already in a gap costs there."""
FULL = 90.0
"""What each link beyond those that fit into a gap costs there."""
REACH, NEAR = 3, 2
"""Gaps looked at beyond the one at the height of either end, carefully and otherwise."""
MANY, CROWDED = 100, 8
"""Links in a gap up to which every place between them is looked at, carefully and otherwise."""
MOST_LOOKS = 600_000
"""How often other links may be looked at while ways are sought; the longest links beyond that run as they come."""
MOST_OTHERS = 300
"""Links of one corridor that are looked at one by one; of more, a part that stands for all."""
BESIDE = 3
"""Places looked at on either side of where a link wants to run where a gap holds more."""

Step = tuple[int, int, float]
"""Column, gap in it, height."""


def way_between(field: Field, left: Box, right: Box, *, carefully: bool) -> list[Step]:
    """Find the way from a box to one further right: least climbing, few bends and crossings, into gaps with room.

    Where gaps are crowded, only `carefully` is every place in them looked at.
    """
    first = field.first_beyond(left.right)
    last = field.last_before(right.left)
    if first > last:
        return []
    columns = field.columns
    reach, most = (REACH, MANY) if carefully else (NEAR, CROWDED)
    states = [_choices(c, columns[c], (left.y, right.y), reach, most) for c in range(first, last + 1)]
    corridors = [field.corridors[c] for c in range(first, last + 2)]
    return _cheapest(columns, states, corridors, left.y, right.y)


def plain_way(field: Field, left: Box, right: Box) -> list[Step]:
    """The way through the gaps nearest to a straight line, whatever runs there; for maps with too many long links."""
    first, last = field.first_beyond(left.right), field.last_before(right.left)
    steps = []
    for c in range(first, last + 1):
        y = left.y + (right.y - left.y) * (c - first + 1) / (last - first + 2)
        gap = field.columns[c].nearest(y)
        steps.append((c, gap, field.columns[c].easy(gap, y)))
    return steps


def looks_between(field: Field, left: Box, right: Box) -> int:
    """How many other links would be looked at to find the way between these boxes, one more for each column."""
    passed = range(field.first_beyond(left.right), field.last_before(right.left) + 1)
    return sum(1 + min(MOST_OTHERS, len(field.corridors[c])) for c in passed)


def enter(field: Field, steps: Sequence[Step]) -> None:
    """Put a link into the gaps it runs through, so that later links see them filled."""
    for c, gap, y in steps:
        insort(field.columns[c].lines[gap], y)


def withdraw(field: Field, steps: Sequence[Step]) -> None:
    """Take a link out of the gaps again."""
    for c, gap, y in steps:
        field.columns[c].lines[gap].remove(y)


def _choices(c: int, column: Column, ends: tuple[float, float], reach: int, most: int) -> list[Step]:
    """Give the gaps about the heights of both ends, with the places between the links there."""
    last = len(column.lows) - 1
    near = {gap for y in ends for at in [column.nearest(y)] for gap in range(at - reach, at + reach + 1)}
    choices: list[Step] = []
    for gap in sorted(near & set(range(last + 1))):
        lines = column.lines[gap]
        wishes = dict.fromkeys(column.easy(gap, y) for y in ends)
        choices += [(c, gap, y) for y in wishes if all(abs(y - line) > 1.0 for line in lines)]
        if lines:
            choices.append((c, gap, lines[0] - min(LANE, max(0.5, (lines[0] - column.lows[gap]) / 2))))
            choices.append((c, gap, lines[-1] + min(LANE, max(0.5, (column.highs[gap] - lines[-1]) / 2))))
            choices += [(c, gap, (a + b) / 2) for a, b in _between(lines, wishes, most)]
    return choices


def _between(lines: Sequence[float], wishes: Iterable[float], most: int) -> Iterable[tuple[float, float]]:
    """Give the neighbouring lines that a link may run between; where there are many, those near the wishes."""
    if len(lines) <= most:
        return ((a, b) for a, b in pairwise(lines) if a < b)
    places = [bisect_left(lines, y) for y in wishes]
    near = {n for at in places for n in range(at - BESIDE, at + BESIDE) if 0 <= n < len(lines) - 1}
    return ((lines[n], lines[n + 1]) for n in sorted(near) if lines[n] < lines[n + 1])


def _cheapest(
    columns: Sequence[Column],
    states: Sequence[Sequence[Step]],
    corridors: Sequence[Sequence[tuple[float, float]]],
    start: float,
    end: float,
) -> list[Step]:
    """Give the cheapest chain of one step from each of `states` (dynamic programming from left to right).

    `corridors` holds what runs between them, one more than there are states.
    """
    before = np.array([start])
    costs = np.zeros(1)
    trail: list[NDArray[np.intp]] = []
    for steps, others in zip([*states, None], corridors, strict=True):
        here = np.array([step[2] for step in steps] if steps else [end])
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
    cost: NDArray[np.float64] = climb + TURN * np.minimum(climb / LANE, 1.0)
    if others:
        share = -(-len(others) // MOST_OTHERS)
        ends = np.array(others[::share])
        one, two = np.sign(ends[:, 0] - before[:, None]), np.sign(ends[:, 1] - here[:, None])
        cost += share * CROSSING / 2 * (np.abs(one) @ np.abs(two).T - one @ two.T)
    return cost


def _entry(column: Column, gap: int) -> float:
    """Give what it costs to enter a gap: more with every link in it, much more when it is full."""
    load = len(column.lines[gap])
    room = int((column.highs[gap] - column.lows[gap]) / LANE) + 1
    return CROWD * min(load, room) + (FULL * (load + 1 - room) if load >= room else 0.0)
