"""Trials: what stays of each cause's reach when doubtful links drop out.

In every trial each link stays with its confidence. One bit is one trial; the bits of all trials and all symptoms are
carried upstream along the links together, group by group, and round a loop until nothing changes.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.analysis.draws import Words, copies_of, draws, words_of
from app.analysis.groups import Groups, settle
from app.analysis.ranking import Counts
from app.analysis.settings import Settings

IN_TOP = 3
"""How many places count as the top."""


@dataclass(frozen=True, slots=True)
class Robustness:
    """What the trials say of one cause.

    ``mean``: summed weight (in millionths) of the symptoms it reached, over all trials; a whole number, so that
    equal causes compare equal. ``expected_share``: its mean share, 0 to 1. ``interval``: the 5th and 95th of 100
    trials by share. ``symptoms``: how many symptoms it reached on average. ``stability``: the part of the trials in
    which it is among the top three: its share is above nothing, and fewer than three other causes have strictly more.
    """

    mean: int
    expected_share: float
    interval: tuple[float, float]
    symptoms: float
    stability: float


def carried(groups: Groups, settings: Settings, reach: Sequence[int]) -> list[list[int]]:
    """For each factor the trials in which it reaches each symptom, as whole numbers: one for each block of symptoms.

    A block holds ``copies_of(trials)`` symptoms (the last one what is left); within it, the bits of each symptom's
    trials fill whole words. ``reach``: the symptoms of each group, as reach_of_groups gives them.
    """
    group_of, cause, effect = groups.group_of, groups.cause, groups.effect
    links = [at for at in range(len(groups.links)) if reach[group_of[effect[at]]]]
    stays = draws([(groups.links[at].id, groups.links[at].confidence) for at in links], settings.trials, settings.seed)
    ways: list[list[tuple[int, int]]] = [[] for _ in groups.factors]
    for at, mask in zip(links, stays, strict=True):
        ways[cause[at]].append((effect[at], mask))
    found: list[list[int]] = [[] for _ in groups.factors]
    width, copies = 64 * words_of(settings.trials), copies_of(settings.trials)
    for first in range(0, len(groups.symptoms), copies):
        bits = [0] * len(groups.factors)
        for place, symptom in enumerate(groups.symptoms[first : first + copies]):
            bits[symptom] = (1 << settings.trials) - 1 << width * place
        _carry(groups, ways, bits, reach)
        for at, own in enumerate(bits):
            found[at].append(own)
    return found


def _carry(groups: Groups, ways: list[list[tuple[int, int]]], bits: list[int], reach: Sequence[int]) -> None:
    """Carry bits against the links, from effects to causes, and round every loop until nothing changes."""

    def renew(factor: int) -> bool:
        before = own = bits[factor]
        for effect, mask in ways[factor]:
            own |= bits[effect] & mask
        bits[factor] = own
        return own != before

    def causes_within(factor: int) -> list[int]:
        group = groups.group_of[factor]
        return [groups.cause[link] for link in groups.into[factor] if groups.group_of[groups.cause[link]] == group]

    for group in range(len(groups.groups) - 1, -1, -1):
        if not reach[group]:
            continue
        if len(groups.groups[group]) == 1:
            renew(groups.groups[group][0])
        else:
            settle(groups.effects_first(group), renew, causes_within)


def robustness(
    groups: Groups, causes: Sequence[Sequence[int]], settings: Settings, reach: list[int]
) -> tuple[list[Robustness], Counts]:
    """What the trials say of each cause, given as the factors it consists of (a trial's reach is their union).

    Beside it what each reached in every trial, causes × trials, counted as shares_of does.
    """
    if not causes:
        return [], np.zeros((0, settings.trials), dtype=np.uint8)
    own = rows_of(carried(groups, settings, reach), causes, len(groups.symptoms), settings.trials)
    shares, unit = shares_of(groups, own, settings.trials)
    low, high = _interval(shares)
    stable = _in_top(shares)
    total = groups.total
    found = []
    for at, (mean, reached) in enumerate(means_of(groups, own)):
        found.append(
            Robustness(
                mean=mean,
                expected_share=mean / (total * settings.trials) if total else 0.0,
                interval=(int(low[at]) * unit / total, int(high[at]) * unit / total) if total else (0.0, 0.0),
                symptoms=reached / settings.trials,
                stability=int(stable[at]) / settings.trials,
            )
        )
    return found, shares


def means_of(groups: Groups, own: Words) -> list[tuple[int, int]]:
    """Of each cause the summed weight, in millionths, and the number of the symptoms it reached, over all trials."""
    counts = np.bitwise_count(own).sum(axis=2, dtype=np.int64).tolist()
    return [(sum(map(int.__mul__, row, groups.weights)), sum(row)) for row in counts]


def rows_of(
    bits: Sequence[list[int]] | Mapping[int, list[int]], causes: Sequence[Sequence[int]], symptoms: int, trials: int
) -> Words:
    """The bits of each cause, causes × symptoms × words."""
    words, copies = words_of(trials), copies_of(trials)
    rows = bytearray()
    for members in causes:
        for block, first in enumerate(range(0, symptoms, copies)):
            union = 0
            for member in members:
                union |= bits[member][block]
            rows += union.to_bytes(8 * words * min(copies, symptoms - first), "little")
    return np.frombuffer(rows, dtype="<u8").reshape(len(causes), symptoms, words)


def shares_of(groups: Groups, own: Words, trials: int) -> tuple[Counts, int]:
    """The weight that each cause reaches in each trial, causes × trials, and the unit it is counted in."""
    unit = math.gcd(*groups.weights) or 1
    weights = [weight // unit for weight in groups.weights]
    kind = np.uint8 if sum(weights) < 2**8 else np.uint16 if sum(weights) < 2**16 else np.int64
    shares = np.zeros((len(own), trials), dtype=kind)
    for row, weight in enumerate(weights):
        if weight:
            bits = np.ascontiguousarray(own[:, row]).view(np.uint8)
            reached = np.unpackbits(bits, axis=1, bitorder="little", count=trials)
            shares += reached if weight == 1 else reached * kind(weight)
    return shares, unit


def _interval(shares: Counts) -> tuple[Counts, Counts]:
    """The least share that at least 5 %, and that at least 95 %, of a cause's trials do not pass (no interpolation)."""
    trials = shares.shape[1]
    ordered = np.sort(shares, axis=1, kind="stable")  # counts places for small numbers, which is fastest here
    return ordered[:, -(-trials * 5 // 100) - 1], ordered[:, -(-trials * 95 // 100) - 1]


def _in_top(shares: Counts) -> NDArray[np.int64]:
    """For each cause the number of trials in which it is among the top three."""
    best = [np.zeros_like(shares[0]) for _ in range(IN_TOP)]
    for row in shares:
        rest = row
        for place in best:
            rest, place[:] = np.minimum(place, rest), np.maximum(place, rest)
    top: NDArray[np.int64] = ((shares >= best[-1]) & (shares > 0)).sum(axis=1, dtype=np.int64)
    return top
