"""Covers: which few of several sets hold all that is wanted, or most of it for a given effort.

Sets are bits of whole numbers and stand in the order of their ranks; of equally good answers the one comes that names
the earliest sets. Finding the fewest is the set cover problem (Karp 1972): there are answers that cannot be had in a
moment, so each search has a bound and says whether it kept within it. Beyond it stands what taking the best next one
gives (Chvátal 1979).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

MOST_EXACT = 25
"""Up to so many different sets the fewest are looked for among all choices."""

MOST_LOOKS = 20_000
"""How many choices are tried before the search is left off."""

MOST_STATES = 30_000
"""How many part answers within an effort are kept in all before the search is left off."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The places of the chosen sets, ascending. ``exact``: no smaller or better choice exists; else it may."""

    places: tuple[int, ...]
    exact: bool


def fewest(sets: Sequence[int], wanted: int) -> Cover:
    """The fewest sets that together hold all of ``wanted`` (what no set holds is passed over)."""
    held = 0
    for each in sets:
        held |= each
    wanted &= held
    first: dict[int, int] = {}
    for place, each in enumerate(sets):
        if each & wanted:
            first.setdefault(each & wanted, place)
    quick = _greedy(first, wanted)
    if len(first) > MOST_EXACT:
        return Cover(quick, exact=len(quick) <= 2)  # one set that holds all is found first, so that two are the fewest
    search = _Search(list(first), len(quick))
    return Cover(tuple(first[each] for each in search.chosen), exact=True) if search.chosen else Cover(quick, not quick)


def _greedy(first: dict[int, int], wanted: int) -> tuple[int, ...]:
    chosen: list[int] = []
    left = wanted
    while left:
        best = max(first, key=lambda each: ((each & left).bit_count(), -first[each]))
        chosen.append(best)
        left &= ~best
    for each in sorted(chosen, key=lambda each: -first[each]):
        rest = 0
        for other in chosen:
            rest |= other if other != each else 0
        if wanted & ~rest == 0:
            chosen.remove(each)
    return tuple(sorted(first[each] for each in chosen))


class _Search:
    """Looks for the earliest of the smallest covers; ``chosen`` is empty where it took too long."""

    def __init__(self, sets: list[int], most: int) -> None:
        self._looks = MOST_LOOKS
        self._failed: set[tuple[int, int, int]] = set()
        self._columns = _columns(sets)
        self._sets = [
            sum(1 << at for at, column in enumerate(self._columns) if column >> n & 1) for n in range(len(sets))
        ]
        self.chosen: list[int] = []
        everything = (1 << len(self._columns)) - 1
        size = next((picks for picks in range(1, most + 1) if self._is_enough(everything, picks, 0)), 0)
        left = everything
        chosen: list[int] = []
        for at, each in enumerate(self._sets):
            if len(chosen) < size and self._is_enough(left & ~each, size - len(chosen) - 1, at + 1):
                chosen.append(at)
                left &= ~each
        if self._looks >= 0:
            self.chosen = [sets[at] for at in chosen]

    def _is_enough(self, left: int, picks: int, start: int) -> bool:
        """Whether so many sets from the start on hold all that is left."""
        if not left:
            return True
        key = (left, picks, start)
        if picks <= 0 or self._looks < 0 or key in self._failed:
            return False
        self._looks -= 1
        rarest = self._columns[(left & -left).bit_length() - 1] >> start << start
        while rarest:
            one = rarest & -rarest
            if self._is_enough(left & ~self._sets[one.bit_length() - 1], picks - 1, start):
                return True
            rarest ^= one
        self._failed.add(key)
        return False


def _columns(sets: list[int]) -> list[int]:
    """For each thing wanted the sets that hold it, as bits; the rarest first, the same one only once."""
    things = 0
    for each in sets:
        things |= each
    columns = set()
    while things:
        thing = things & -things
        columns.add(sum(1 << at for at, each in enumerate(sets) if each & thing))
        things ^= thing
    return sorted(columns, key=lambda column: (column.bit_count(), column))


def best_within(sets: Sequence[int], efforts: Sequence[int], budget: int, weight: Callable[[int], int]) -> Cover:
    """The sets of at most this effort together that hold most; and the fewest of those."""
    state = (0, 0, ())
    kept: dict[int, list[tuple[int, int, tuple[int, ...]]]] = {0: [state]}
    seen: dict[int, list[int]] = {}
    states = 0
    for place, (each, effort) in enumerate(zip(sets, efforts, strict=True)):
        if not each or effort > budget or any(effort >= other for other in seen.get(each, ())):
            continue  # an earlier one holds the same for no more
        seen.setdefault(each, []).append(effort)
        for union, ways in [(union, list(ways)) for union, ways in kept.items() if each & ~union]:
            for count, spent, places in ways:
                if spent + effort <= budget:
                    _keep(kept.setdefault(union | each, []), (count + 1, spent + effort, (*places, place)))
                    states += 1
        if states > MOST_STATES:
            return Cover(_greedy_within(sets, efforts, budget, weight), exact=False)
    best = max(weight(union) for union in kept)
    answers = ((way[0], way[2]) for union, ways in kept.items() if weight(union) == best for way in ways)
    return Cover(min(answers)[1], exact=True)


def _keep(ways: list[tuple[int, int, tuple[int, ...]]], new: tuple[int, int, tuple[int, ...]]) -> None:
    """Keep a way to a union unless another is no larger, costs no more and, if both are as large, comes first."""

    def beats(one: tuple[int, int, tuple[int, ...]], other: tuple[int, int, tuple[int, ...]]) -> bool:
        return one[1] <= other[1] and (one[0], one[2]) <= (other[0], other[2])

    if not any(beats(way, new) for way in ways):
        ways[:] = [way for way in ways if not beats(new, way)]
        ways.append(new)


def _greedy_within(
    sets: Sequence[int], efforts: Sequence[int], budget: int, weight: Callable[[int], int]
) -> tuple[int, ...]:
    """Take what adds most for its effort, as long as it can be afforded; or the best one alone, if that holds more."""
    chosen: list[int] = []
    held, left = 0, budget
    while True:
        adds = {at: weight(each & ~held) for at, each in enumerate(sets) if efforts[at] <= left and each & ~held}
        best = max(adds, key=lambda at: (adds[at] / efforts[at], adds[at], -at), default=-1)
        if best < 0 or not adds[best]:
            break
        chosen.append(best)
        held |= sets[best]
        left -= efforts[best]
    alone = max(
        (at for at in range(len(sets)) if efforts[at] <= budget), key=lambda at: (weight(sets[at]), -at), default=-1
    )
    if alone >= 0 and weight(sets[alone]) > weight(held):
        return (alone,)
    return tuple(sorted(chosen))
