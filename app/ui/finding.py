"""Finding by a few letters, best match first: one way of matching for all that is found by typing. No Qt here."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

_NEAR = 72
"""How alike (0 to 100) a misspelt word must be to a word that is there."""
_NEAR_WORDS = 6
_LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Findable:
    """Something with words by which it is found; what only ``also`` fits comes after what its words fit."""

    key: str
    words: str
    also: str = ""


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """The words of a text without case, accents and marks, a space before each."""
    text = text.casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " " + " ".join(re.findall(r"\w+", text))


def _starting(numbers: Sequence[int], texts: Sequence[str], phrase: str) -> list[int]:
    return [n for n in numbers if texts[n].startswith(phrase)]


def _at_a_word(numbers: Sequence[int], texts: Sequence[str], phrase: str) -> list[int]:
    return [n for n in numbers if phrase in texts[n]]


def _each_at_a_word(numbers: Sequence[int], texts: Sequence[str], phrase: str) -> list[int]:
    for word in phrase.split():
        numbers = [n for n in numbers if f" {word}" in texts[n]]
    return list(numbers)


def _together(numbers: Sequence[int], texts: Sequence[str], phrase: str) -> list[int]:
    return [n for n in numbers if phrase[1:] in texts[n]]


_WAYS = (_starting, _at_a_word, _each_at_a_word, _together)
"""From the best way to fit to the least: which of these texts fit a phrase so."""


class Finder:
    """Looks through the same things again and again, as letters are typed."""

    def __init__(self, things: Sequence[Findable], used: Sequence[str] = ()) -> None:
        """``used`` are the keys of things used before, the latest first: of equal fits they come first."""
        self._texts = [folded(thing.words) for thing in things]
        self._also = {number: folded(thing.also) for number, thing in enumerate(things) if thing.also}
        before = {key: place for place, key in enumerate(used)}
        self._used = {number: before[thing.key] for number, thing in enumerate(things) if thing.key in before}
        self._standing: dict[str, list[int]] | None = None

    def find(self, typed: str, most: int) -> list[int]:
        """The numbers of the things that fit, best first, at most so many.

        At its start; at the start of a word; each word at the start of some word; anywhere; in ``also``; and if nothing
        fits, by words spelt nearly so. With nothing typed: what was used before, then all in order.
        """
        phrase = folded(typed)
        words = phrase.split()
        if not words:
            return self._sorted(range(len(self._texts)))[:most]
        texts = self._texts
        inside = list(range(len(texts)))
        for word in words:
            inside = [n for n in inside if word in texts[n]]
        found: list[int] = []
        for fitting in _WAYS:
            here = fitting(inside, texts, phrase)
            found += self._sorted(here)
            if len(found) >= most:
                return found[:most]
            if here:
                taken = set(here)
                inside = [n for n in inside if n not in taken]
        found += self._sorted(inside)
        seen = set(found)
        also = [n for n, text in self._also.items() if n not in seen and all(f" {word}" in text for word in words)]
        found += self._sorted(also)
        return found[:most] or self._nearly(words)[:most]

    def _sorted(self, numbers: Sequence[int] | range) -> list[int]:
        """What was used before first, all else in order."""
        if not self._used:
            return list(numbers)
        last = len(self._used)
        return sorted(numbers, key=lambda n: self._used.get(n, last))

    def _nearly(self, words: Sequence[str]) -> list[int]:
        """Things that hold, for each word, one that begins with it or is spelt nearly like it; the nearest first."""
        texts, standing = self._texts, self._words_standing()
        scores: dict[int, float] = {}
        for place, word in enumerate(words):
            start = f" {word}"
            best = {n: 100.0 for n, text in enumerate(texts) if start in text}
            for alike, score in self._near_words(word, standing):
                for number in standing[alike]:
                    best.setdefault(number, score)
            scores = {n: score + scores.get(n, 0.0) for n, score in best.items() if not place or n in scores}
        return sorted(scores, key=lambda number: (-scores[number], number))

    def get_ready(self) -> None:
        """Work out beforehand what the first misspelt word would have to wait for."""
        self._near_words("misspelt", self._words_standing())

    def _words_standing(self) -> dict[str, list[int]]:
        """Every word there is, and the numbers of the things in which it stands."""
        if self._standing is None:
            standing: dict[str, list[int]] = {}
            for number, text in enumerate(self._texts):
                for word in text.split():
                    standing.setdefault(word, []).append(number)
            self._standing = standing
        return self._standing

    def _near_words(self, word: str, standing: Mapping[str, object]) -> list[tuple[str, float]]:
        """Words that are spelt nearly so, the nearest first, each with how near (0 to 100)."""
        if len(word) < _LEAST_LETTERS:
            return []
        from rapidfuzz import fuzz, process  # only for words nobody spelt so

        near = process.extract(word, list(standing), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_NEAR_WORDS)
        return [(each, score) for each, score, _ in near]
