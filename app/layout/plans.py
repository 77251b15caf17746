"""Plans: what kind of link it is, through which gaps it runs, where it leaves and arrives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from app.layout.field import Field, survey
from app.layout.geometry import Box, Ends
from app.layout.lanes import Run, Slot, Way, runs_of, set_lanes
from app.layout.ways import MOST_LOOKS, Step, enter, looks_between, plain_way, way_between, withdraw

PORT = 12.0
"""How far from the middle of a side a link may leave or arrive so that it runs straight."""
FEW_LINKS = 250
"""Links of a map up to which every way is looked over again."""
ROUNDS = 2
"""How often the ways of a small map are looked over once they are found."""
APART = 8.0
"""Distance on a box's side of a link that leaves and one that arrives."""
SHOULDER = 8.0
"""Distance of such links from the ends of the side."""
STRAIGHT = 16.0
"""Difference of height up to which a link between neighbouring columns is drawn straight; more than `PORT`."""

Kind = Literal["forward", "back", "beside", "free"]
"""Downstream, upstream, within one column, or between places no columns describe."""


@dataclass(slots=True)
class Plan:
    """A link with its boxes, its kind, its way, the level stretches of it and the heights of its ends.

    A way runs from the box on the left to the box on the right, whichever of them is the cause.
    """

    link: Ends
    cause: Box
    effect: Box
    kind: Kind
    steps: list[Step] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    start: float = 0.0
    end: float = 0.0

    @property
    def across(self) -> bool:
        """Whether the link runs through the corridors between columns."""
        return self.kind in {"forward", "back"}

    @property
    def left(self) -> Box:
        """The box whose right side the way leaves."""
        return self.effect if self.kind == "back" else self.cause

    @property
    def right(self) -> Box:
        """The box whose left side the way reaches."""
        return self.cause if self.kind == "back" else self.effect


def plan_all(ground: Field, plans: Sequence[Plan], *, carefully: bool) -> None:
    """Find all links' ways, short ones first; `carefully`, look them over again, now that all others are known."""
    by_length = sorted(plans, key=lambda plan: (plan.kind != "forward", abs(plan.effect.x - plan.cause.x)))
    left = MOST_LOOKS
    for plan in by_length:
        left -= looks_between(ground, plan.left, plan.right) if plan.across else 0
        if left > 0 or not plan.across:
            _find_way(ground, plan, carefully=carefully)
        else:
            plan.steps = plain_way(ground, plan.left, plan.right)
            _put(ground, plan)
    for n in range(ROUNDS if carefully else 0):
        found = [_found_again(ground, plan) for plan in by_length if plan.steps and (not n or _tangle(ground, plan))]
        if not any(found):
            break


def set_runs(ground: Field, plans: Sequence[Plan], standing: Mapping[Slot, Sequence[float]]) -> None:
    """Give every planned link its level stretches; the lines `standing` in gaps belong to links that stay."""
    ways = [(plan, Way(plan.steps, plan.left.y, plan.right.y)) for plan in plans if plan.steps]
    set_lanes(ground, [way for _, way in ways], standing)
    for plan, way in ways:
        plan.runs = runs_of(way)


def tangle(boxes: Mapping[str, Box], links: Sequence[Ends]) -> int:
    """Count the crossings that links between these boxes will have, without drawing their curves."""
    ground = survey(boxes)
    plans = [plan_of(ground, link, boxes[link.cause], boxes[link.effect]) for link in links]
    plan_all(ground, plans, carefully=len(plans) <= FEW_LINKS)
    found = 0
    for heights in ground.corridors:
        heights.sort()
        for n, (left, right) in enumerate(heights):
            found += sum(1 for a, b in heights[:n] if a < left and b > right)
    return found


def _find_way(ground: Field, plan: Plan, *, carefully: bool) -> None:
    """Find a link's way and put the link there."""
    if plan.across:
        plan.steps = way_between(ground, plan.left, plan.right, carefully=carefully)
        _put(ground, plan)


def _put(ground: Field, plan: Plan) -> None:
    """Let later links see where this one runs."""
    enter(ground, plan.steps)
    for corridor, heights in _crossed(ground, plan):
        ground.corridors[corridor].append(heights)


def _found_again(ground: Field, plan: Plan) -> bool:
    """Find a link's way once more, now that all others lie where they lie; say whether it is another one."""
    old = plan.steps
    withdraw(ground, old)
    for corridor, heights in _crossed(ground, plan):
        ground.corridors[corridor].remove(heights)
    _find_way(ground, plan, carefully=True)
    return plan.steps != old


def _tangle(ground: Field, plan: Plan) -> int:
    """Count the crossings of a link with all that runs through the same corridors."""
    found = 0
    for corridor, (left, right) in _crossed(ground, plan):
        found += sum(1 for a, b in ground.corridors[corridor] if (a - left) * (b - right) < 0)
    return found


def plan_of(ground: Field, link: Ends, cause: Box, effect: Box) -> Plan:
    """Say what kind of link it is."""
    at, to = ground.column_of.get(link.cause, -1), ground.column_of.get(link.effect, -1)
    if at >= 0 and at == to:
        return Plan(link, cause, effect, "beside")
    if effect.left > cause.right:
        return Plan(link, cause, effect, "forward")
    return Plan(link, cause, effect, "back" if effect.right < cause.left else "free")


def _crossed(ground: Field, plan: Plan) -> list[tuple[int, tuple[float, float]]]:
    """Give the corridors a planned link runs through, with its heights at their left and right sides."""
    if not plan.across:
        return []
    if not plan.steps:
        return [(ground.first_beyond(plan.left.right), (plan.left.y, plan.right.y))]
    heights = [plan.left.y, *(y for _, _, y in plan.steps), plan.right.y]
    return [(plan.steps[0][0] + n, ends) for n, ends in enumerate(pairwise(heights))]


def set_ports(plans: Sequence[Plan]) -> None:
    """Set the heights at which links leave and arrive: straight where that is near, else beside the straight ones.

    A link that climbs away shares the uppermost place, one that sinks the lowest, so that no two links of one box
    cross right there. Where one leaves and another arrives on the same side they keep apart.
    """
    lefts: dict[str, list[Plan]] = {}
    rights: dict[str, list[Plan]] = {}
    for plan in plans:
        if plan.across:
            ends = (plan.link.cause, plan.link.effect)
            left, right = ends if plan.kind == "forward" else ends[::-1]
            lefts.setdefault(left, []).append(plan)
            rights.setdefault(right, []).append(plan)
    for group in lefts.values():
        heights = [p.runs[0].y if p.runs else _aim(p, p.right) for p in group]
        for plan, y in zip(group, _ports(group[0].left, heights, group), strict=True):
            plan.start = y
    for group in rights.values():
        heights = [p.runs[-1].y if p.runs else _aim(p, p.left) for p in group]
        for plan, y in zip(group, _ports(group[0].right, heights, group), strict=True):
            plan.end = y


def _aim(plan: Plan, other: Box) -> float:
    """Give the height that a link between neighbouring columns makes for: half-way where it can be straight so."""
    rise = plan.right.y - plan.left.y
    return plan.left.y + rise / 2 if abs(rise) <= STRAIGHT else other.y


def _ports(box: Box, heights: Sequence[float], plans: Sequence[Plan]) -> list[float]:
    """Give each link of one side its height on that side; `heights` are those the links come from or go to."""
    ports = _fan(box, heights)
    back = [plan.kind == "back" for plan in plans]
    if len(set(back)) < 2:
        return ports
    order = sorted(range(len(ports)), key=lambda n: (ports[n], heights[n], back[n]))
    ends = (box.top + SHOULDER, box.bottom - SHOULDER)
    for turn, (bound, side) in ((order, (ends[1], 1)), (order[::-1], (ends[0], -1)), (order, (ends[1], 1))):
        for one, two in pairwise(turn):
            least = ports[one] + side * (APART if back[one] != back[two] else 0.0)
            if (ports[two] - least) * side < 0:
                ports[two] = min(least, bound) if side > 0 else max(least, bound)
    return ports


def _fan(box: Box, heights: Sequence[float]) -> list[float]:
    """Give each link its height as if all of them left, or all arrived."""
    reach = min(PORT, box.height / 2 - 8)
    straight = [y for y in heights if abs(y - box.y) <= reach]
    top, bottom = min([box.y, *straight]), max([box.y, *straight])
    return [top if y < box.y - reach else bottom if y > box.y + reach else y for y in heights]
