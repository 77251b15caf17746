"""Relief: the symptoms that would stop if some factors were fixed.

A factor that is not fixed is *active* if it is a seed, or an active factor has a link into it that suffices alone, or
all causes of one of its together groups are active: the least such set. Seeds are the single factors that nothing
leads to, and the members of a root loop as long as the loop, less what is fixed, still holds a cycle. Relieved are the
symptoms that are active while nothing is fixed and no longer then.

All questions are answered at once: bit k of a factor's bits is the *world* in which the k-th set of factors is fixed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.analysis.groups import Groups, settle


@dataclass(frozen=True, slots=True)
class Relief:
    """For each set of factors that would be fixed: ``symptoms`` relieved, bit k for the k-th symptom.

    ``stopped``: for each set how many members of root loops would no longer be fed by a cycle of their own loop, those
    that were fixed included. ``never``: the symptoms that are not active even while nothing is fixed, because all that
    leads to them waits for them in turn.
    """

    symptoms: list[int]
    stopped: list[int]
    never: int = 0


def relief(groups: Groups, fixes: Sequence[Iterable[int]]) -> Relief:
    """What would stop in each of the worlds in which one of these sets of factors is fixed."""
    fixed_in: dict[int, int] = defaultdict(int)
    for world, fixed in enumerate(fixes):
        for factor in fixed:
            fixed_in[factor] |= 1 << world
    return relief_in_worlds(groups, fixed_in, len(fixes))


def relief_in_worlds(groups: Groups, fixed_in: Mapping[int, int], worlds: int) -> Relief:
    """The same where it is told the other way round: for each factor the worlds in which it is fixed, as bits."""
    active, stopped = activity(groups, fixed_in, worlds)
    never = sum(1 << bit for bit, at in enumerate(groups.symptoms) if not active[at] >> worlds & 1)
    return Relief(relieved(groups, active, worlds), stopped, never)


def activity(groups: Groups, fixed_in: Mapping[int, int], worlds: int) -> tuple[list[int], list[int]]:
    """For each factor the worlds in which it is active, one more in which nothing is fixed; and Relief.stopped."""
    nothing = 1 << worlds  # one more world, in which nothing is fixed
    every = (nothing << 1) - 1
    standing = [every] * len(groups.factors)
    for factor, bits in fixed_in.items():
        standing[factor] &= ~bits
    active = [0] * len(groups.factors)
    stopped = [0] * worlds
    sources = set(groups.sources())
    for at, members in enumerate(groups.groups):
        if at not in sources:
            _activate(groups, at, standing, active)
        elif len(members) == 1:
            active[members[0]] = standing[members[0]]
        else:
            fed = _fed_by_cycles(groups, at, standing, every)
            cycle = 0
            for member in members:
                cycle |= fed[member]
                _count(every & ~fed[member], stopped)
            for member in members:
                active[member] = standing[member] & cycle
            # Members whose own cycle is gone stay seeds while another lives: the rule is on the whole loop.
    return active, stopped


def relieved(groups: Groups, active: Sequence[int], worlds: int) -> list[int]:
    """For each world the symptoms that are active while nothing is fixed and not in it, as bits."""
    nothing = 1 << worlds
    symptoms = [0] * worlds
    for bit, symptom in enumerate(groups.symptoms):
        if active[symptom] & nothing:
            lost = ~active[symptom] & (nothing - 1)
            while lost:
                low = lost & -lost
                symptoms[low.bit_length() - 1] |= 1 << bit
                lost ^= low
    return symptoms


def _count(worlds: int, counts: list[int]) -> None:
    while worlds:
        low = worlds & -worlds
        counts[low.bit_length() - 1] += 1
        worlds ^= low


def _activate(groups: Groups, group: int, standing: list[int], active: list[int]) -> None:
    """Carry activity into one group from what is upstream of it, and round it until nothing changes."""
    ways = {member: ways_into(groups, member) for member in groups.groups[group]}

    def renew(factor: int) -> bool:
        bits = 0
        for causes in ways[factor]:
            together = standing[factor]
            for cause in causes:
                together &= active[cause]
            bits |= together
        changed = bits != active[factor]
        active[factor] = bits
        return changed

    if len(ways) == 1:
        renew(groups.groups[group][0])
    else:
        settle(groups.effects_first(group)[::-1], renew, _effects_within(groups, group))


def ways_into(groups: Groups, factor: int) -> list[list[int]]:
    """The sets of causes of which each, all of it active, makes the factor active."""
    ways: list[list[int]] = []
    together: dict[str, list[int]] = defaultdict(list)
    for link in groups.into[factor]:
        name = groups.links[link].together
        if name:
            together[name].append(groups.cause[link])
        else:
            ways.append([groups.cause[link]])
    return [*ways, *together.values()]


def _fed_by_cycles(groups: Groups, group: int, standing: list[int], every: int) -> dict[int, int]:
    """For each member of a loop the worlds in which a cycle of what is left of the loop still leads to it.

    Found by taking away what nothing in the loop feeds, until nothing more goes.
    """
    members = groups.groups[group]
    fed = {member: standing[member] & every for member in members}
    causes = {
        member: [groups.cause[link] for link in groups.into[member] if groups.cause[link] in fed] for member in members
    }

    def renew(factor: int) -> bool:
        bits = 0
        for cause in causes[factor]:
            bits |= fed[cause]
        bits &= fed[factor]
        changed = bits != fed[factor]
        fed[factor] = bits
        return changed

    settle(groups.effects_first(group)[::-1], renew, _effects_within(groups, group))
    return fed


def _effects_within(groups: Groups, group: int) -> Callable[[int], list[int]]:
    def effects(factor: int) -> list[int]:
        return [groups.effect[link] for link in groups.out[factor] if groups.group_of[groups.effect[link]] == group]

    return effects
