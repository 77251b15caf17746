"""Factors that a person may mean by what is being typed: the offers of the capture bar.

Words are compared one by one, after taking off endings, in any order; a word that many factors have counts for little
(inverse document frequency, Spärck Jones 1972), and how much two labels share is Dice's measure (1945) over weights.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from app.model.capture import sameness
from app.model.cause_map import CauseMap

_ENOUGH = 0.6
"""The least share of weight in common (0 to 1) for an offer."""
_LEAST_PART = _ENOUGH / (2 - _ENOUGH)
_NEAR = 0.8
"""The least likeness of two spellings of one word (0 to 1)."""
_MOST_WORDS = 24
_MOST_LETTERS = 400
_SMALL_WORDS = (
    "a an and are as at be been by for from has have in into is it its no not of off on or our so such than that the "
    "their them there they this to too up very was we when with"
)
_SMALL = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, slots=True)
class _Label:
    id: str
    same: str
    plain: str
    """Its words with single spaces between, folded."""
    initials: tuple[str, ...]
    weight: float
    """Of all its words together."""


@dataclass(frozen=True, slots=True)
class _Index:
    labels: tuple[_Label, ...]
    holders: dict[str, tuple[int, ...]]
    """Stem → the labels that have it."""
    vocabulary: tuple[str, ...]

    def weight(self, stem: str) -> float:
        """How much a word says: the rarer the more."""
        return log(1.5 + len(self.labels) / (1 + len(self.holders.get(stem, ()))))


def alike(cause_map: CauseMap, words: str, limit: int = 3) -> list[str]:
    """The ids of factors (parked ones too) that look like these words, best first; never one with exactly them.

    By first letters, by initials, by the same words in any order, by near spelling.
    """
    words = words[:_MOST_LETTERS]
    plain = " ".join(_words(words))
    if len(plain) < 2:
        return []
    index = _index_of(cause_map)
    scores = _by_letters(index, plain)
    for number, score in _by_words(index, _words(words)).items():
        scores[number] = max(score, scores.get(number, 0.0))
    same = sameness(words)
    best = sorted(scores, key=lambda number: (-scores[number], number))
    return [index.labels[number].id for number in best if index.labels[number].same != same][:limit]


def _by_letters(index: _Index, plain: str) -> dict[int, float]:
    """Labels that begin like this, or whose words do, letter by letter."""
    found: dict[int, float] = {}
    short = set(plain.split()) <= _SMALL
    joined = plain.replace(" ", "")
    initial = " " not in plain and len(plain) >= 3
    for number, label in enumerate(index.labels):
        if not short and label.plain.startswith(plain):
            found[number] = 3.0 + len(plain) / len(label.plain)
        elif initial and any(each.startswith(joined) for each in label.initials):
            found[number] = 2.5 + len(plain) / len(label.initials[0])
    return found


def _by_words(index: _Index, typed: Sequence[str]) -> dict[int, float]:
    """Labels that share much of what was typed, or hold all of it; the last word may be unfinished."""
    content = [word for word in dict.fromkeys(typed) if word not in _SMALL][:_MOST_WORDS]
    if not content:
        return {}
    total = 0.0
    shared: dict[int, float] = {}
    last = typed[-1]
    for word in content:
        stems = _meant(index, word, content, unfinished=word == last)
        total += max((index.weight(stem) * part for stem, part in stems.items()), default=index.weight(""))
        best: dict[int, float] = {}
        for stem, likeness in sorted(stems.items(), key=lambda pair: pair[1]):  # the surest last, so that it stays
            best.update(dict.fromkeys(index.holders[stem], index.weight(stem) * likeness))
        for number, part in best.items():
            shared[number] = shared.get(number, 0.0) + part
    whole = [number for number, part in shared.items() if part >= 0.8 * total]
    telling = len(whole) <= 3 and (len(content) > 1 or len(content[0]) > 3)
    found: dict[int, float] = {}
    for number, part in shared.items():
        # Even a label that held just this part would share too little.
        if part >= _LEAST_PART * total:
            share = 2 * part / (total + index.labels[number].weight)
            if share >= _ENOUGH:
                found[number] = 1.0 + share
    for number in whole if telling else ():
        found.setdefault(number, shared[number] / index.labels[number].weight)
    return found


def _meant(index: _Index, word: str, typed: Sequence[str], *, unfinished: bool) -> dict[str, float]:
    """The stems of the map that a typed word may stand for, with how surely (0 to 1)."""
    stem, at = _stem(word), typed.index(word)
    meant = {stem: 1.0} if stem in index.holders else {}
    for joined in ("".join(typed[at : at + 2]), "".join(typed[max(0, at - 1) : at + 1])):
        if joined != word and _stem(joined) in index.holders:
            meant[_stem(joined)] = 0.5  # two typed words that the map writes as one: half each
    if meant:
        return meant
    for cut in range(3, len(word) - 2):
        if _stem(word[:cut]) in index.holders and _stem(word[cut:]) in index.holders:
            return {_stem(word[:cut]): 1.0, _stem(word[cut:]): 1.0}
    if unfinished and len(word) >= 3:
        begun = {each: 0.9 for each in index.vocabulary if each.startswith(word)}
        if begun:
            return begun
    if len(word) < 4:
        return {}
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extract(stem, index.vocabulary, scorer=OSA.normalized_similarity, score_cutoff=_NEAR - 0.05, limit=3)
    return {each: score for each, score, _ in near if score >= _NEAR or len(stem) < 6}


_latest: list[tuple[CauseMap, _Index]] = []
"""The map asked about last: it is asked about at every key."""


def _index_of(cause_map: CauseMap) -> _Index:
    if not _latest or _latest[0][0] is not cause_map:
        index = _index(tuple((factor.id, factor.label) for factor in cause_map.factors.values()))
        _latest[:] = [(cause_map, index)]
    return _latest[0][1]


@lru_cache(maxsize=1)
def _index(labels: tuple[tuple[str, str], ...]) -> _Index:
    stems = [_stems(label) for _, label in labels]
    holders: dict[str, list[int]] = {}
    for number, each in enumerate(stems):
        for stem in each:
            holders.setdefault(stem, []).append(number)
    frozen = {stem: tuple(numbers) for stem, numbers in holders.items()}
    index = _Index((), frozen, tuple(frozen))
    weights = {stem: log(1.5 + len(labels) / (1 + len(numbers))) for stem, numbers in frozen.items()}
    made = tuple(
        _Label(id_, sameness(label), " ".join(_words(label)), _initials(label), sum(map(weights.__getitem__, own)))
        for (id_, label), own in zip(labels, stems, strict=True)
    )
    return _Index(made, frozen, index.vocabulary)


@lru_cache(maxsize=40_000)
def _words(text: str) -> tuple[str, ...]:
    """The words of a text, folded: no case, accents, apostrophes or hyphens."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c for c in folded if not unicodedata.combining(c) and c not in "'’")
    return tuple(re.findall(r"[^\W_]+", kept))


@lru_cache(maxsize=40_000)
def _stems(label: str) -> tuple[str, ...]:
    """The different words of a label that say something, without endings; all of them if none does."""
    words = _words(label[:_MOST_LETTERS])
    return _unique(_stem(word) for word in words if word not in _SMALL) or _unique(map(_stem, words))


@lru_cache(maxsize=40_000)
def _initials(label: str) -> tuple[str, ...]:
    words = _words(label[:_MOST_LETTERS])
    every = "".join(word[0] for word in words)
    telling = "".join(word[0] for word in words if word not in _SMALL)
    return (every,) if every == telling or not telling else (every, telling)


@lru_cache(maxsize=40_000)
def _stem(word: str) -> str:
    """A word without the endings of number and tense."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending, least in (("ing", 6), ("ed", 5)):
        if len(word) >= least and word.endswith(ending):
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
