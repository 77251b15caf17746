"""Draws: in which trials a link stays, from the link's own id and the seed alone.

Every link has a uniform number u for each trial and stays where u < confidence. The binary digits of u come from
SplitMix64 (Steele, Lea and Flood 2014), a generator that turns a counter into random words: bit k of a word is one
digit of u for trial k. There is no state, so that an edit elsewhere reshuffles nothing (common random numbers), a
link that grows surer only ever gains trials, and more trials begin with the same ones.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]

DIGITS = 32
"""Binary digits of a confidence that count."""

COPIES_BYTES = 2048
"""About how large the number for one link is: the size at which Python's whole numbers are combined fastest."""

CACHE_BYTES = 64 * 1024 * 1024

_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_GAMMA = 0x9E3779B97F4A7C15
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31 = np.uint64(30), np.uint64(27), np.uint64(31)
_SURE_ROUNDS = 8  # after these, most words have all their trials decided

_lock = threading.Lock()
_kept: OrderedDict[tuple[str, float, int, int], int] = OrderedDict()
_kept_bytes = [0]


def words_of(trials: int) -> int:
    """How many words of 64 bits hold one bit for each trial."""
    return -(-trials // 64)


def copies_of(trials: int) -> int:
    """How many times the draws of a link stand side by side in one number, so as to be used for several symptoms."""
    return max(1, COPIES_BYTES // (8 * words_of(trials)))


def draws(links: Sequence[tuple[str, float]], trials: int, seed: int) -> list[int]:
    """For each (link id, confidence) the trials in which the link stays, one bit a trial, as one whole number.

    The bits of all trials, filled up to whole words, come ``copies_of(trials)`` times. Bits beyond the last trial hold
    draws too and mean nothing.
    """
    words, copies = words_of(trials), copies_of(trials)
    with _lock:
        keys = [(id_, confidence, seed, words) for id_, confidence in links]
        found = [_kept.get(key) for key in keys]
        missing = list(dict.fromkeys(key for key, bits in zip(keys, found, strict=True) if bits is None))
        fresh = {
            key: int.from_bytes(row.tobytes() * copies, "little")
            for key, row in zip(missing, _drawn(missing, words, seed).astype("<u8"), strict=True)
        }
        _keep(fresh, 8 * words * copies)
    return [fresh[key] if bits is None else bits for key, bits in zip(keys, found, strict=True)]


def forget_draws() -> None:
    """Empty the memory of draws; the next reading makes the same ones again."""
    with _lock:
        _kept.clear()
        _kept_bytes[0] = 0


def _keep(fresh: dict[tuple[str, float, int, int], int], size: int) -> None:
    _kept.update(fresh)
    _kept_bytes[0] += size * len(fresh)
    while _kept_bytes[0] > CACHE_BYTES:
        oldest, _ = _kept.popitem(last=False)
        _kept_bytes[0] -= 8 * oldest[3] * max(1, COPIES_BYTES // (8 * oldest[3]))


def _drawn(keys: Sequence[tuple[str, float, int, int]], words: int, seed: int) -> Words:
    """The draws of many links at once: a row of words for each."""
    starts = np.array([_start(key[0], seed) for key in keys], dtype=np.uint64)
    limits = np.array([int(key[1] * 2**DIGITS) for key in keys], dtype=np.uint64)
    counters = starts[:, None] + np.arange(words, dtype=np.uint64) * _step(DIGITS)
    stays = _below(counters.ravel(), np.repeat(limits, words)).reshape(len(keys), words)
    stays[limits >> np.uint64(DIGITS) > 0] = _ALL
    return stays


def _start(link_id: str, seed: int) -> int:
    return int.from_bytes(hashlib.blake2b(f"{seed}:{link_id}".encode(), digest_size=8).digest(), "big")


def _below(counters: Words, limits: Words) -> Words:
    """Bits that are set with probability limit / 2**32: u < limit, compared digit by digit, highest first."""
    stays = np.zeros_like(counters)
    open_ = np.full_like(counters, _ALL)  # trials in which u equals the limit in all digits so far
    at = np.arange(len(counters))
    here, limit, still, won = counters, limits, open_, stays
    for digit in range(DIGITS - 1, -1, -1):
        random = _mixed(here + _step(DIGITS - digit))
        one = np.uint64(0) - (limit >> np.uint64(digit) & np.uint64(1))  # all ones where the limit's digit is 1
        won |= still & ~random & one
        still &= ~(random ^ one)
        rounds = DIGITS - digit
        if rounds >= _SURE_ROUNDS and rounds % 4 == 0:
            stays[at] = won
            rest = np.flatnonzero((still != 0) & (limit & np.uint64((1 << digit) - 1) != 0))
            if not len(rest):
                break
            at, here, limit, still, won = at[rest], here[rest], limit[rest], still[rest], won[rest]
    stays[at] = won
    return stays


def _step(count: int) -> np.uint64:
    return np.uint64(count * _GAMMA % 2**64)


def _mixed(words: Words) -> Words:
    words = (words ^ (words >> _S30)) * _MIX_1
    words = (words ^ (words >> _S27)) * _MIX_2
    return words ^ (words >> _S31)
