"""Untangle: neighbouring links of a gap change places where that saves crossings."""

from collections.abc import Sequence

from app.layout.field import Field
from app.layout.plans import Plan, crossed
from app.layout.ways import TIGHT, Run

ROUNDS = 3
"""How often all gaps are gone through."""

Slot = tuple[int, int]
"""A column and a gap in it."""
Line = tuple[Run, Plan]


def untangle(ground: Field, plans: Sequence[Plan]) -> None:
    """Swap the heights of links that lie next to each other in a gap wherever they cross less so."""
    slots: dict[Slot, list[Line]] = {}
    for plan in plans:
        for run in plan.runs:
            for slot in zip(run.columns, run.gaps, strict=True):
                slots.setdefault(slot, []).append((run, plan))
    crowded = [lines for lines in slots.values() if len(lines) > 1]
    for _ in range(ROUNDS):
        swapped = False
        for lines in crowded:
            lines.sort(key=lambda line: line[0].y)
            for n in range(len(lines) - 1):
                if _swapped(ground, slots, lines[n], lines[n + 1]):
                    lines[n], lines[n + 1] = lines[n + 1], lines[n]
                    swapped = True
        if not swapped:
            return


def _swapped(ground: Field, slots: dict[Slot, list[Line]], one: Line, two: Line) -> bool:
    """Swap two links' heights if they then cross less and both have room; say whether they were swapped."""
    (a, plan_a), (b, plan_b) = one, two
    before = _tangle(ground, plan_a, plan_b)
    if not before:
        return False
    a.y, b.y = b.y, a.y
    if _tangle(ground, plan_a, plan_b) < before and _fits(ground, slots, a, b) and _fits(ground, slots, b, a):
        return True
    a.y, b.y = b.y, a.y
    return False


def _tangle(ground: Field, one: Plan, two: Plan) -> int:
    """Count the corridors in which two links cross."""
    heights = dict(crossed(ground, one))
    found = 0
    for corridor, (left, right) in crossed(ground, two):
        if corridor in heights:
            other_left, other_right = heights[corridor]
            found += (left - other_left) * (right - other_right) < 0
    return found


def _fits(ground: Field, slots: dict[Slot, list[Line]], run: Run, other: Run) -> bool:
    """Say whether a run keeps within its gaps and its distance from all links there but `other`."""
    for c, gap in zip(run.columns, run.gaps, strict=True):
        column = ground.columns[c]
        if not column.lows[gap] <= run.y <= column.highs[gap]:
            return False
        for line, _ in slots[c, gap]:
            if line is not run and line is not other and abs(line.y - run.y) < TIGHT - 1e-6:
                return False
    return True
