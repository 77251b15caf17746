"""Without: the first of the most upstream causes while one link is left out, exactly as if it had been deleted.

Which groups nothing leads into changes at the link's effect at most: a loop that loses a link still leads from that
effect to all of its members, so that what leads back to the effect is the one part of it that can be a source. Figures
can only fall when a link goes, so that the causes are asked for theirs one by one, from the first of before, and no
more of them than the first three need.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby

from app.analysis.draws import Words
from app.analysis.groups import Groups
from app.analysis.ranking import Counts, are_level, level_groups, places
from app.analysis.relief import relief
from app.analysis.settings import Settings
from app.analysis.streams import Streams
from app.analysis.supports import Supports
from app.analysis.trials import IN_TOP, means_of, rows_of, shares_of
from app.analysis.upstream import name_of


@dataclass(eq=False, slots=True)
class Source:
    """A most upstream cause: its factors that are no symptoms, its figures, and its trials when they are asked for.

    ``mean`` is summed over the trials, ``share`` the weight of its reach: both in millionths of a symptom's weight.
    """

    members: tuple[int, ...]
    is_loop: bool
    mean: int
    share: int
    name: tuple[str, str]
    own: Words
    _shares: Counts | None = None

    def shares(self, groups: Groups, trials: int) -> Counts:
        """What it reaches in each trial."""
        if self._shares is None:
            self._shares = shares_of(groups, self.own, trials)[0][0]
        return self._shares


Placed = tuple[int, Source]
"""A rank and who has it."""


@dataclass(eq=False, slots=True)
class _Absence:
    """What is different while a link is left out.

    ``gone``: causes that are none any more. ``stale``: those whose figures may have fallen, and what they are now, as
    far as that has been asked. ``fresh``: the cause there was not before. ``split``: a loop that fell apart, and the
    part of it that nothing leads into. ``keeps``: everything that is active stays so, and nothing more is.
    """

    gone: set[Source] = field(default_factory=set)
    stale: dict[Source, Source | None] = field(default_factory=dict)
    asked: set[Source] = field(default_factory=set)
    fresh: Source | None = None
    split: tuple[int, list[int]] | None = None
    keeps: bool | None = None
    effect: int = -1


def _order(source: Source) -> tuple[int, int, tuple[str, str]]:
    return -source.mean, -source.share, source.name


class TopCauses:
    """The most upstream causes of a map, from which single links can be left out for a moment.

    The groups are this object's own: its lists of links are altered while a link is left out.
    """

    def __init__(self, groups: Groups, settings: Settings) -> None:
        self.groups = groups
        self.settings = settings
        self._streams = Streams(groups, settings)
        self._outside = [0] * len(groups.groups)
        for cause, effect in zip(groups.cause, groups.effect, strict=True):
            if groups.group_of[cause] != groups.group_of[effect]:
                self._outside[groups.group_of[effect]] += 1
        found = {at: self._source(groups.groups[at], is_loop=len(groups.groups[at]) > 1) for at in groups.sources()}
        self._at = {at: source for at, source in found.items() if source is not None}
        self._member = {member: source for source in self._at.values() for member in source.members}
        self._before = frozenset(self._at.values())
        self._ranked = sorted(self._at.values(), key=_order)
        self._supports = Supports(groups, [source.members for source in self._at.values()])
        self._relief = dict(zip(self._at.values(), self._supports.relieved, strict=True))
        self._level: dict[tuple[Source, Source], bool] = {}
        self._absence = _Absence()

    # -- asking

    def top(self) -> tuple[Placed, ...]:
        """Who ranks among the first three, in order, with all who share the last of these ranks."""
        found: list[Placed] = []
        for group in level_groups(self._in_order(), self._are_level):
            if len(found) >= IN_TOP:
                break
            found += self._places(group, len(found))
        return tuple(each for each in found if each[0] <= IN_TOP)

    def mean_of(self, members: Iterable[int]) -> int:
        """The greatest mean of the causes that these factors are now, or are part of; 0 where none is one."""
        fresh = self._absence.fresh
        found = [self._now(old) for old in {self._member[member] for member in members if member in self._member}]
        if fresh is not None and not set(fresh.members).isdisjoint(members):
            found.append(fresh)
        return max((each.mean for each in found if each is not None), default=0)

    def mean_before(self, members: Iterable[int]) -> int:
        """The same on the whole map."""
        return max((self._member[member].mean for member in members if member in self._member), default=0)

    @contextmanager
    def without(self, link: int) -> Iterator[None]:
        """Leave a link out of the map while this lasts."""
        groups = self.groups
        cause, effect = groups.cause[link], groups.effect[link]
        groups.out[cause].remove(link)
        groups.into[effect].remove(link)
        inside = groups.group_of[cause] == groups.group_of[effect]
        back = self._leading_back(effect) if inside else set()
        before = self._streams.lose(link, joined=cause in back)
        self._absence = _Absence()
        self._elect(link, back, {factor for layer in before for factor in layer})
        try:
            yield
        finally:
            self._absence = _Absence()
            self._streams.restore(before)
            groups.out[cause].append(link)
            groups.into[effect].append(link)

    # -- the causes

    def _source(self, group: Sequence[int], *, is_loop: bool) -> Source | None:
        """What a group that nothing leads into is; None if it has only symptoms or reaches none."""
        groups, streams = self.groups, self._streams
        members = [member for member in group if not groups.factors[member].is_symptom]
        reach = streams.reach[members[0]] if members else 0
        if not reach:
            return None
        bits = {member: streams.trials_of(member) for member in members}
        own = rows_of(bits, [members], len(groups.symptoms), self.settings.trials)
        mean, _ = means_of(groups, own)[0]
        return Source(tuple(members), is_loop, mean, groups.weight(reach), name_of(groups, members), own)

    def _elect(self, link: int, back: set[int], touched: set[int]) -> None:
        """Note the causes that are there no more, those that may have other figures, and the one that is new."""
        groups, absence = self.groups, self._absence
        absence.stale = {self._member[factor]: None for factor in touched if factor in self._member}
        at = groups.group_of[groups.effect[link]]
        fresh: Sequence[int] = ()
        if not back:
            fresh = groups.groups[at] if self._outside[at] == 1 else ()
        elif groups.cause[link] not in back:
            if at in self._at:
                absence.gone.add(self._at[at])
                absence.stale.pop(self._at[at], None)
            if all(groups.cause[way] in back for member in back for way in groups.into[member]):
                fresh = sorted(back)
                absence.split = at, fresh
        absence.fresh = self._source(fresh, is_loop=len(fresh) > 1)
        absence.effect, absence.keeps = groups.effect[link], False if fresh else None

    def _now(self, old: Source) -> Source | None:
        """What a cause of before is while a link is left out."""
        absence = self._absence
        if old in absence.gone:
            return None
        if old not in absence.stale:
            return old
        if old not in absence.asked:
            absence.asked.add(old)
            absence.stale[old] = self._source(old.members, is_loop=old.is_loop)
        return absence.stale[old]

    def _leading_back(self, effect: int) -> set[int]:
        """The factors of its group that still lead to a factor, itself among them."""
        groups, at = self.groups, self.groups.group_of[effect]
        found, waiting = {effect}, [effect]
        while waiting:
            for way in groups.into[waiting.pop()]:
                cause = groups.cause[way]
                if cause not in found and groups.group_of[cause] == at:
                    found.add(cause)
                    waiting.append(cause)
        return found

    # -- their order

    def _in_order(self) -> Iterator[Source]:
        """The causes, greatest mean first, worked out only as far as they are asked for."""
        absence = self._absence
        waiting: list[tuple[tuple[int, int, tuple[str, str]], Source]] = []
        if absence.fresh is not None:
            waiting.append((_order(absence.fresh), absence.fresh))
        for old in self._ranked:
            while waiting and waiting[0][0] < _order(old):
                yield heapq.heappop(waiting)[1]
            now = self._now(old)
            if now is old:
                yield old
            elif now is not None:
                heapq.heappush(waiting, (_order(now), now))
        while waiting:
            yield heapq.heappop(waiting)[1]

    def _are_level(self, first: Source, other: Source) -> bool:
        known = self._level.get((first, other))
        if known is None:
            trials = self.settings.trials
            known = are_level(first.shares(self.groups, trials), other.shares(self.groups, trials))
            if first in self._before and other in self._before:
                self._level[first, other] = known
        return known

    def _places(self, group: list[Source], before: int) -> list[Placed]:
        """The first of a level group in their order: all that may be among the first three."""
        found: list[Placed] = []
        for _, same in groupby(sorted(group, key=lambda each: -each.share), key=lambda each: each.share):
            if before + len(found) >= IN_TOP:
                break
            level = list(same)
            relieved = self._relieved(level) if len(level) > 1 else {level[0]: 0}
            told = {each: (weight,) for each, weight in relieved.items()}
            ranked = places(level, before + len(found), told.__getitem__, lambda each: each.name)
            found += [(rank, source) for rank, _, source in ranked]
        return found

    def _relieved(self, sources: list[Source]) -> dict[Source, int]:
        """The weight of what each would relieve alone; asked only of those that nothing else tells apart."""
        absence = self._absence
        if self._keeps():
            return {source: self._relief[self._member[source.members[0]]] for source in sources}
        groups = self.groups if absence.split is None else _split(self.groups, *absence.split)
        found = relief(groups, [source.members for source in sources]).symptoms
        return {source: groups.weight(bits) for source, bits in zip(sources, found, strict=True)}

    def _keeps(self) -> bool:
        absence = self._absence
        if absence.keeps is None:
            absence.keeps = absence.effect < 0 or self._supports.hold(absence.effect)
        return absence.keeps


def _split(groups: Groups, at: int, first: list[int]) -> Groups:
    """The groups with one of them in two parts, of which the first is upstream of the rest."""
    rest = [member for member in groups.groups[at] if member not in set(first)]
    group_of = [group + (group > at) for group in groups.group_of]
    for member in rest:
        group_of[member] = at + 1
    return replace(groups, groups=[*groups.groups[:at], first, rest, *groups.groups[at + 1 :]], group_of=group_of)
