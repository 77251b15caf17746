"""Pairing: which factors of different maps may be one and the same, why, and what follows from what a person says.

Numbers name the maps: 0 is the open one, 1 and more are those that come to it.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from typing import Literal

from app.model.capture import sameness
from app.model.cause_map import CauseMap
from app.model.likeness import alike

Key = tuple[int, str]
"""A factor: the number of its map, and its id there."""
Why = Literal["id", "words", "near", "neighbours"]
Said = Literal["same", "theirs", "different"]
"""What a person said of a pair: the same, the same in the words of the second, or different."""

_NEAR = 0.62
"""The least likeness (0 to 1) at which words alone are a reason to ask."""
_KIN = 0.4
"""The least part (0 to 1) of their causes and effects that factors of other words have in common to be asked about."""
_UNLIKE = 0.4
"""Below this likeness the same id is no proof: other programs number factors 1, 2, 3."""
_WEIGHS = 0.3
"""How much all neighbours in common add to a likeness."""
_HUB = 40
_MOST_TWINS = 64


@dataclass(frozen=True, slots=True)
class Pair:
    """Two factors of different maps that may be the same; ``sure`` ones need not be asked about.

    ``likeness`` of their words is 0 to 1; ``causes`` and ``effects`` are how many they have in common.
    """

    first: Key
    second: Key
    why: Why
    sure: bool
    likeness: float = 1.0
    causes: int = 0
    effects: int = 0


def same_words(label: str) -> str:
    """Equal for labels that differ only in case, spaces and punctuation; signs as < and + count."""
    return _same_words(label)


@lru_cache(maxsize=40_000)
def _same_words(label: str) -> str:
    folded = unicodedata.normalize("NFKC", label).casefold()
    kept = "".join(c for c in folded if c in "%−" or unicodedata.category(c)[0] not in "PZC")
    return kept or sameness(label)


def proposals(maps: Sequence[CauseMap]) -> list[Pair]:
    """All pairs of factors of different maps that may be the same, the surest first."""
    steps = proposing(maps)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            found: list[Pair] = done.value
            return found


def proposing(maps: Sequence[CauseMap]) -> Generator[float, None, list[Pair]]:
    """The same a little at a time: gives how far it has come (0 to 1) now and then."""
    found = {**_by_words(maps), **_by_id(maps)}
    classes = Classes()
    for pair in _in_order(maps, found.values()):
        if pair.sure:
            classes.join(pair.first, pair.second)
    near = yield from _near(maps, found, classes)
    shared = _shared(maps, classes)
    for ends, likeness in near.items():
        found[ends] = Pair(*ends, "near", sure=False, likeness=round(likeness, 3))
    for ends, (causes, effects, part) in shared.items():
        here = found.get(ends)
        if here is None and causes + effects >= 2 and part >= _KIN:
            likeness = round(likeness_of(*_labels(maps, ends)), 3)
            found[ends] = Pair(*ends, "neighbours", False, likeness, causes, effects)
        elif here is not None:
            found[ends] = Pair(*ends, here.why, here.sure, here.likeness, causes, effects)
    parts = {ends: part for ends, (_, _, part) in shared.items()}
    return _in_order(maps, found.values(), parts)


def _by_id(maps: Sequence[CauseMap]) -> dict[tuple[Key, Key], Pair]:
    found: dict[tuple[Key, Key], Pair] = {}
    for first, second in combinations(range(len(maps)), 2):
        for id_ in maps[first].factors.keys() & maps[second].factors.keys():
            one, other = maps[first].factors[id_].label, maps[second].factors[id_].label
            likeness = 1.0 if same_words(one) == same_words(other) else round(likeness_of(one, other), 3)
            ends = ((first, id_), (second, id_))
            found[ends] = Pair(*ends, "id", likeness >= _UNLIKE, likeness)
    return found


def _by_words(maps: Sequence[CauseMap]) -> dict[tuple[Key, Key], Pair]:
    holders: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for number, cause_map in enumerate(maps):
        for factor in cause_map.factors.values():
            holders[same_words(factor.label)][number].append(factor.id)
    found: dict[tuple[Key, Key], Pair] = {}
    for held in holders.values():
        for first, second in combinations(sorted(held), 2):
            ours, theirs = held[first], held[second]
            few = len(ours) * len(theirs) <= _MOST_TWINS
            for one, other in product(ours, theirs) if few else zip(ours, theirs, strict=False):
                ends = ((first, one), (second, other))
                found[ends] = Pair(*ends, "words", sure=True)
    return found


def _near(
    maps: Sequence[CauseMap], found: Mapping[tuple[Key, Key], Pair], classes: "Classes"
) -> Generator[float, None, dict[tuple[Key, Key], float]]:
    near: dict[tuple[Key, Key], float] = {}
    total = sum(len(each.factors) for each in maps) * (len(maps) - 1) or 1
    done = 0
    for target, there in enumerate(maps):  # one target after another: what likeness knows of a map is kept
        for number, cause_map in enumerate(maps):
            if number == target:
                continue
            for factor in cause_map.factors.values():
                done += 1
                if target in classes.maps_of((number, factor.id)):
                    continue
                for id_ in alike(there, factor.label):
                    one, other = sorted(((target, id_), (number, factor.id)))
                    likeness = likeness_of(factor.label, there.factors[id_].label)
                    taken = number in classes.maps_of((target, id_))
                    if likeness >= _NEAR and not taken and (one, other) not in found:
                        near[one, other] = likeness
                if done % 16 == 0:
                    yield done / total
    return near


@lru_cache(maxsize=40_000)
def likeness_of(one: str, other: str) -> float:
    """How like two labels are, 0 to 1: letter by letter, or with their words in alphabetical order."""
    from rapidfuzz import fuzz, utils

    first, second = utils.default_process(one), utils.default_process(other)
    return max(fuzz.ratio(first, second), fuzz.token_sort_ratio(first, second)) / 100


def _shared(maps: Sequence[CauseMap], classes: "Classes") -> dict[tuple[Key, Key], tuple[int, int, float]]:
    """For pairs with causes or effects that are the same already: how many, and the part of all that they are."""
    around: dict[Key, set[tuple[str, Key]]] = {}
    beside: dict[tuple[str, Key], list[Key]] = defaultdict(list)
    for number, cause_map in enumerate(maps):
        for link in cause_map.links.values():
            ends = ("cause", link.cause, link.effect), ("effect", link.effect, link.cause)
            for role, neighbour, id_ in ends:
                mark = (role, classes.root((number, neighbour)))
                own = around.setdefault((number, id_), set())
                if mark not in own:
                    own.add(mark)
                    beside[mark].append((number, id_))
    counts: dict[tuple[Key, Key], Counter[str]] = defaultdict(Counter)
    for (role, _), keys in beside.items():
        if len(keys) <= _HUB:
            for one, other in combinations(sorted(keys), 2):
                if one[0] != other[0]:
                    counts[one, other][role] += 1
    return {
        (one, other): (found["cause"], found["effect"], found.total() / len(around[one] | around[other]))
        for (one, other), found in counts.items()
    }


def _labels(maps: Sequence[CauseMap], ends: tuple[Key, Key]) -> tuple[str, str]:
    (first, one), (second, other) = ends
    return maps[first].factors[one].label, maps[second].factors[other].label


def _in_order(
    maps: Sequence[CauseMap], pairs: Iterable[Pair], parts: Mapping[tuple[Key, Key], float] | None = None
) -> list[Pair]:
    """The surest first; in which order the maps were given decides nothing."""

    def order(pair: Pair) -> tuple[object, ...]:
        part = (parts or {}).get((pair.first, pair.second), 0.0)
        tier = 0 if pair.sure and pair.why == "id" else 1 if pair.sure else 2
        words = sorted(_labels(maps, (pair.first, pair.second)))
        ids = sorted((pair.first[1], pair.second[1]))
        return (tier, -round(pair.likeness + _WEIGHS * part, 6), words, ids, pair.first[0], pair.second[0])

    return sorted(pairs, key=order)


class Classes:
    """Which factors are one: never two of the same map, never two that were said to differ."""

    def __init__(self) -> None:
        self._root: dict[Key, Key] = {}
        self._members: dict[Key, list[Key]] = {}
        self._apart: dict[Key, set[Key]] = defaultdict(set)

    def root(self, key: Key) -> Key:
        """The one that stands for all that are the same as this."""
        return self._root.get(key, key)

    def members(self, key: Key) -> list[Key]:
        """All that are the same as this, itself included, in the order of their maps."""
        return sorted(self._members.get(self.root(key), [key]))

    def maps_of(self, key: Key) -> set[int]:
        """The numbers of the maps that have it."""
        return {number for number, _ in self._members.get(self.root(key), [key])}

    def __iter__(self) -> Iterator[list[Key]]:
        return (sorted(members) for members in self._members.values())

    def may_join(self, one: Key, other: Key) -> bool:
        """Whether these two, not one yet, could be."""
        first, second = self.root(one), self.root(other)
        return first != second and second not in self._apart[first] and not self.maps_of(one) & self.maps_of(other)

    def join(self, one: Key, other: Key) -> bool:
        """Make these two one; False if they are already, or cannot be."""
        if not self.may_join(one, other):
            return False
        kept, gone = sorted((self.root(one), self.root(other)))
        members = self._members.setdefault(kept, [kept])
        for key in self._members.pop(gone, [gone]):
            self._root[key] = kept
            members.append(key)
        for enemy in self._apart.pop(gone, set()):
            self._apart[enemy].discard(gone)
            self._apart[enemy].add(kept)
            self._apart[kept].add(enemy)
        return True

    def keep_apart(self, one: Key, other: Key) -> None:
        """These two, and all that are the same as either, are different."""
        first, second = self.root(one), self.root(other)
        if first != second:
            self._apart[first].add(second)
            self._apart[second].add(first)


@dataclass(frozen=True, slots=True)
class Decided:
    """Where the deciding stands: the pairs to look at, which factors are one by now, and which pairs are open."""

    shown: tuple[Pair, ...]
    classes: Classes
    open: tuple[Pair, ...]


def decided(pairs: Sequence[Pair], said: Mapping[Pair, Said]) -> Decided:
    """What follows from what was said so far: a pair that is decided by others is not shown.

    Sure pairs are the same until somebody says otherwise; of the others, each factor meets its likest first.
    """
    classes = Classes()
    told = [pair for pair in pairs if pair in said]
    held = {pair for pair in told if said[pair] != "different" and classes.join(pair.first, pair.second)}
    for pair in told:
        if said[pair] == "different":
            classes.keep_apart(pair.first, pair.second)
            held.add(pair)
    for pair in pairs:
        if pair.sure and pair not in said and classes.join(pair.first, pair.second):
            held.add(pair)
    asking = Classes()
    for members in classes:
        for key in members[1:]:
            asking.join(members[0], key)
    for pair in told:
        if said[pair] == "different":
            asking.keep_apart(pair.first, pair.second)
    unanswered = [pair for pair in pairs if not pair.sure and pair not in said and asking.join(pair.first, pair.second)]
    shown = held | set(unanswered)
    return Decided(tuple(pair for pair in pairs if pair in shown), classes, tuple(unanswered))
