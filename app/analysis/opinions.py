"""Second opinions: who is busy, who drives and who depends, and levels. None of it says what is most upstream.

Domain and central: Eden and Ackermann's Decision Explorer (1998). Driving power and dependence: MICMAC, Duperrin and
Godet (1973). Levels: interpretive structural modelling, Warfield (1974).
"""

from dataclasses import dataclass
from typing import Literal

from app.analysis.groups import Groups, groups_of
from app.model.cause_map import CauseMap

FARTHEST = 5
"""How many links away central still counts (Decision Explorer's own bound)."""

Quarter = Literal["driver", "in the thick", "outcome", "apart"]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the other measures say of one factor.

    ``domain``: links into and out of it. ``central``: the factors one link away, plus half of those two links away, a
    third of those three away, … up to five, arrows ignored. ``driving``: how many other factors it leads to, however
    far; ``dependence``: how many lead to it. ``quarter``: "driver" leads to more than the average and depends on no
    more; "in the thick" more of both; "outcome" depends on more only; "apart" neither. ``level``: 1 leads to nothing
    further; each other factor stands one above the highest that it leads to; a loop group shares its level.
    """

    factor: str
    domain: int
    central: float
    driving: int
    dependence: int
    quarter: Quarter
    level: int


@dataclass(frozen=True, slots=True)
class Opinions:
    """Those of all factors in map order. ``average``: of driving, and so of dependence, since each way has two ends."""

    factors: tuple[Opinion, ...]
    average: float


def second_opinions(cause_map: CauseMap) -> Opinions:
    """What the other measures say of every factor on the map; parked ones are left out."""
    groups = groups_of(cause_map)
    count = len(groups.factors)
    driving, dependence = _reached(groups)
    total = sum(driving)
    central, levels = _central(groups), _levels(groups)
    factors = tuple(
        Opinion(
            factor=factor.id,
            domain=len(groups.into[at]) + len(groups.out[at]),
            central=central[at],
            driving=driving[at],
            dependence=dependence[at],
            quarter=_quarter(leads=driving[at] * count > total, depends=dependence[at] * count > total),
            level=levels[groups.group_of[at]],
        )
        for at, factor in enumerate(groups.factors)
    )
    return Opinions(factors, total / count if count else 0.0)


def _quarter(*, leads: bool, depends: bool) -> Quarter:
    if leads:
        return "in the thick" if depends else "driver"
    return "outcome" if depends else "apart"


def _reached(groups: Groups) -> tuple[list[int], list[int]]:
    """How many others each factor leads to, and how many lead to it."""
    own = [sum(1 << member for member in members) for members in groups.groups]
    below, above = list(own), list(own)
    order = range(len(groups.groups))
    for at in reversed(order):
        for member in groups.groups[at]:
            for link in groups.out[member]:
                below[at] |= below[groups.group_of[groups.effect[link]]]
    for at in order:
        for member in groups.groups[at]:
            for link in groups.into[member]:
                above[at] |= above[groups.group_of[groups.cause[link]]]
    down = [bits.bit_count() - 1 for bits in below]
    up = [bits.bit_count() - 1 for bits in above]
    return [down[at] for at in groups.group_of], [up[at] for at in groups.group_of]


def _central(groups: Groups) -> list[float]:
    """Counted in sixtieths, which 1, 1/2, 1/3, 1/4 and 1/5 are whole numbers of."""
    count = len(groups.factors)
    beside: list[set[int]] = [set() for _ in range(count)]
    for cause, effect in zip(groups.cause, groups.effect, strict=True):
        beside[cause].add(effect)
        beside[effect].add(cause)
    near = [1 << at for at in range(count)]
    known = [1] * count
    sixtieths = [0] * count
    for far in range(1, FARTHEST + 1):
        wider = []
        for at in range(count):
            bits = near[at]
            for other in beside[at]:
                bits |= near[other]
            wider.append(bits)
        near = wider
        for at, bits in enumerate(near):
            size = bits.bit_count()
            sixtieths[at] += (size - known[at]) * (60 // far)
            known[at] = size
    return [each / 60 for each in sixtieths]


def _levels(groups: Groups) -> list[int]:
    """The level of each group: one above the highest that a link leads to."""
    levels = [1] * len(groups.groups)
    for at in reversed(range(len(groups.groups))):
        for member in groups.groups[at]:
            for link in groups.out[member]:
                further = groups.group_of[groups.effect[link]]
                if further != at:
                    levels[at] = max(levels[at], levels[further] + 1)
    return levels
