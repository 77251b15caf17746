"""Focus sets: few most upstream causes that together reach, or would end, all symptoms."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from app.analysis.covers import best_within, fewest
from app.analysis.groups import Groups
from app.analysis.reading import Reading, UpstreamCause
from app.analysis.relief import relief_in_worlds
from app.model.cause_map import CauseMap

UNASKED_EFFORT = 3
"""What counts as the effort of a cause for which nobody was asked: the middle of 1 to 5."""

MOST_WORLDS = 4_000
"""How many sets of causes are tried for the fewest that would end the symptoms."""

MOST_AT_ONCE = 1_000
"""How many of them are tried at once."""

_MOST_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class FocusSet:
    """Some of the most upstream causes, to be worked on together.

    ``causes``: their places in ``Reading.upstream``, ascending. ``symptoms``: ids of the symptoms they reach (or would
    end), in map order; ``beyond``: those that no most upstream cause reaches (or that stay although all are fixed).
    ``missed``: those that others would reach (within an effort alone). ``effort``: of all of them; ``assumed``: for
    how many of them it was not asked and counts as 3. ``exact``: no smaller set does it; else there may be one.
    """

    causes: tuple[int, ...]
    symptoms: tuple[str, ...]
    beyond: tuple[str, ...]
    missed: tuple[str, ...]
    effort: int
    assumed: int
    exact: bool


def effort_of(cause_map: CauseMap, cause: UpstreamCause) -> int | None:
    """The effort (1 to 5) of a most upstream cause, of a root loop that of its best break point; None if not asked."""
    where = cause.break_points[0] if cause.break_points else cause.members[0]
    return cause_map.factors[where].effort


def fewest_to_reach(cause_map: CauseMap, reading: Reading) -> FocusSet:
    """The fewest most upstream causes that together reach every symptom that any of them reaches."""
    sets = _reaches(reading)
    found = fewest(sets, _union(sets))
    return _told(cause_map, reading, found.places, _Result(_union(sets), _held(sets, found.places), found.exact))


def within_effort(cause_map: CauseMap, reading: Reading, groups: Groups, budget: int) -> FocusSet:
    """The causes of at most this effort together that reach most of the symptoms by weight, and the fewest of those."""
    sets = _reaches(reading)
    efforts = [effort_of(cause_map, cause) or UNASKED_EFFORT for cause in reading.upstream]
    found = best_within(sets, efforts, budget, groups.weight)
    return _told(cause_map, reading, found.places, _Result(_union(sets), _held(sets, found.places), found.exact))


def fewest_to_end(cause_map: CauseMap, reading: Reading, groups: Groups) -> FocusSet:
    """The fewest most upstream causes whose fixing (of a loop: of all its causes) ends all symptoms that can be ended.

    Symptoms that stay although every most upstream cause is fixed are ``beyond``. Relief does not add up: two causes
    that each suffice end a symptom only together, one of several that are needed at once ends it alone.
    """
    number = {factor.id: at for at, factor in enumerate(groups.factors)}
    members = [[number[id_] for id_ in cause.members] for cause in reading.upstream]
    ending = _Ending(groups, members)
    places, exact = ending.fewest()
    return _told(cause_map, reading, places, _Result(ending.wanted, ending.wanted, exact))


@dataclass(frozen=True, slots=True)
class _Result:
    """Bits of symptoms: what all causes come to, and what the chosen ones do."""

    possible: int
    done: int
    exact: bool


def _told(cause_map: CauseMap, reading: Reading, places: Sequence[int], result: _Result) -> FocusSet:
    def ids(bits: int) -> tuple[str, ...]:
        return tuple(id_ for at, id_ in enumerate(reading.symptoms) if bits >> at & 1)

    efforts = [effort_of(cause_map, reading.upstream[place]) for place in places]
    return FocusSet(
        causes=tuple(places),
        symptoms=ids(result.done),
        beyond=ids(~result.possible),
        missed=ids(result.possible & ~result.done),
        effort=sum(effort or UNASKED_EFFORT for effort in efforts),
        assumed=sum(effort is None for effort in efforts),
        exact=result.exact,
    )


def _reaches(reading: Reading) -> list[int]:
    place = {id_: at for at, id_ in enumerate(reading.symptoms)}
    return [sum(1 << place[id_] for id_ in cause.reach) for cause in reading.upstream]


def _union(sets: Sequence[int]) -> int:
    return _held(sets, range(len(sets)))


def _held(sets: Sequence[int], places: Sequence[int]) -> int:
    held = 0
    for place in places:
        held |= sets[place]
    return held


class _Ending:
    """Which causes must be fixed together so that all symptoms stop that stop when all are fixed.

    Many sets of causes are tried at once: bit k of a cause's bits says whether the k-th set holds it.
    """

    def __init__(self, groups: Groups, members: Sequence[Sequence[int]]) -> None:
        self._groups = groups
        self._members = members
        self.wanted = self._ended([1] * len(members), 1)[0]

    def _ended(self, held: Sequence[int], sets: int) -> list[int]:
        fixed_in = {factor: bits for bits, own in zip(held, self._members, strict=True) for factor in own}
        return relief_in_worlds(self._groups, fixed_in, sets).symptoms

    def _enough(self, held: Sequence[int], sets: int) -> list[bool]:
        return [self.wanted & ~ended == 0 for ended in self._ended(held, sets)]

    def fewest(self) -> tuple[tuple[int, ...], bool]:
        """The places of the fewest causes, the highest ranks among equals; and whether fewer are ruled out."""
        if not self.wanted:
            return (), True
        count = len(self._members)
        without = self._enough([(1 << count) - 1 ^ 1 << place for place in range(count)], count)
        needed = [place for place, enough in enumerate(without) if not enough]
        free = [place for place, enough in enumerate(without) if enough]
        found = self._smallest(needed, free)
        return (self._thinned(needed, free), False) if found is None else (found, True)

    def _smallest(self, needed: Sequence[int], free: Sequence[int]) -> tuple[int, ...] | None:
        """By size, the highest ranks first; None if there are too many sets to try."""
        choices = (each for size in range(len(free) + 1) for each in combinations(free, size))
        tried = 0
        while tried < MOST_WORLDS:
            some = list(islice(choices, min(max(4 * tried, len(free) + 1), MOST_AT_ONCE)))
            held = [0] * len(self._members)
            for place in needed:
                held[place] = (1 << len(some)) - 1
            for at, each in enumerate(some):
                for place in each:
                    held[place] |= 1 << at
            for each, enough in zip(some, self._enough(held, len(some)), strict=True):
                if enough:
                    return tuple(sorted((*needed, *each)))
            tried += len(some)
        return None

    def _thinned(self, needed: Sequence[int], free: Sequence[int]) -> tuple[int, ...]:
        """All of them, less the lowest ranks one after the other as long as the others still end everything."""
        kept = list(needed)
        open_ = list(free)
        for _ in range(_MOST_ROUNDS):
            # The k-th set holds the first k that are still open. More of them end no less: so the first that is
            # enough tells how many can be dropped from the end, and that the last one left cannot.
            held = [0] * len(self._members)
            everyone = (1 << len(open_) + 1) - 1
            for place in kept:
                held[place] = everyone
            for at, place in enumerate(open_):
                held[place] = everyone >> at + 1 << at + 1
            least = self._enough(held, len(open_) + 1).index(True)
            if not least:
                return tuple(sorted(kept))
            kept.append(open_[least - 1])
            open_ = open_[: least - 1]
        return tuple(sorted((*kept, *open_)))
