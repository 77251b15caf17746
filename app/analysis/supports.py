"""Supports: whether everything stays as active as it is when one link is left out.

A sufficient sign, so that relief need not be worked out anew for most links: the link's effect has other causes that
are active where it is, and that do not owe this to the effect itself. In a loop those are sure to be such that were
done before the effect was active at all.
"""

from app.analysis.groups import Groups, settle
from app.analysis.relief import activity, relieved, ways_into


class Supports:
    """What is active while nothing is fixed, and in worlds in each of which one set of factors is fixed alone."""

    def __init__(self, groups: Groups, fixes: list[tuple[int, ...]]) -> None:
        self._groups = groups
        self._fixed_in: dict[int, int] = {}
        for world, fixed in enumerate(fixes):
            for factor in fixed:
                self._fixed_in[factor] = self._fixed_in.get(factor, 0) | 1 << world
        self._every = (1 << len(fixes) + 1) - 1
        self._active, _ = activity(groups, self._fixed_in, len(fixes))
        self.relieved = [groups.weight(bits) for bits in relieved(groups, self._active, len(fixes))]
        self._sources = set(groups.sources())
        self._first: dict[int, int] = {}
        self._last: dict[int, int] = {}
        for at, members in enumerate(groups.groups):
            if len(members) > 1 and at not in self._sources:
                self._time(at)

    def hold(self, effect: int) -> bool:
        """Whether all stays as it is without a link into this factor that has just been taken from the groups.

        Asked only where no new group is one that nothing leads into: such a one would be active of itself.
        """
        if self._groups.group_of[effect] in self._sources:
            return False
        return self._fed(effect, done=True) == self._active[effect] == self._fed(effect, done=False)

    def _fed(self, effect: int, *, done: bool) -> int:
        """The worlds in which a factor is active by its causes; with ``done``, by those alone that owe it nothing."""
        groups, active = self._groups, self._active
        group, first = groups.group_of[effect], self._first.get(effect, 0)
        bits = 0
        for causes in ways_into(groups, effect):
            way = self._every & ~self._fixed_in.get(effect, 0)
            for cause in causes:
                owes = done and groups.group_of[cause] == group and self._last.get(cause, first) >= first
                way &= 0 if owes else active[cause]
            bits |= way
        return bits

    def _time(self, at: int) -> None:
        """When each member of a loop became active for the first time, and when it was done, as activity spreads."""
        groups, group_of = self._groups, self._groups.group_of
        inside: dict[int, int] = dict.fromkeys(groups.groups[at], 0)
        ways = {member: ways_into(groups, member) for member in inside}
        effects = {
            member: [groups.effect[way] for way in groups.out[member] if group_of[groups.effect[way]] == at]
            for member in inside
        }
        clock = 0

        def renew(factor: int) -> bool:
            nonlocal clock
            bits = 0
            for causes in ways[factor]:
                way = self._active[factor]
                for cause in causes:
                    way &= inside[cause] if cause in inside else self._active[cause]
                bits |= way
            if bits == inside[factor]:
                return False
            inside[factor] = bits
            clock += 1
            self._first.setdefault(factor, clock)
            self._last[factor] = clock
            return True

        settle(groups.effects_first(at)[::-1], renew, effects.__getitem__)
