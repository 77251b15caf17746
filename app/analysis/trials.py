"""Trials: what stays of each cause's reach when doubtful links drop out.

In every trial each link stays with its confidence. One bit is one trial; the bits of all trials and all symptoms are
carried upstream along the links together, group by group, and round a loop until nothing changes.
"""

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.analysis.draws import Words, draws
from app.analysis.groups import Groups
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


def carried(groups: Groups, settings: Settings, needed: Collection[int]) -> dict[int, Words]:
    """For each factor of the ``needed`` groups the trials in which it reaches each symptom.

    ``needed`` must hold every group downstream that reaches a symptom. Shape of each array: symptoms × words.
    """
    words = -(-settings.trials // 64)
    members = [member for group in needed for member in groups.groups[group]]
    wanted = set(members)
    links = [at for at, effect in enumerate(groups.effect) if effect in wanted and groups.cause[at] in wanted]
    stays = draws([(groups.links[at].id, groups.links[at].confidence) for at in links], settings.trials, settings.seed)
    bits = dict(zip(members, np.zeros((len(members), len(groups.symptoms), words), dtype=np.uint64), strict=True))
    for row, symptom in enumerate(groups.symptoms):
        bits[symptom][row] = _real_trials(settings.trials, words)
    ways: dict[int, list[tuple[int, Words]]] = {member: [] for member in members}
    for at, mask in zip(links, stays, strict=True):
        ways[groups.cause[at]].append((groups.effect[at], mask))
    scratch = np.empty((len(groups.symptoms), words), dtype=np.uint64)
    for group in sorted(needed, reverse=True):
        if len(groups.groups[group]) == 1:
            _gather(groups.groups[group][0], ways, bits, scratch)
        else:
            _settle(groups, group, ways, bits, scratch)
    return bits


def _real_trials(trials: int, words: int) -> Words:
    mask = np.full(words, 0xFFFFFFFFFFFFFFFF, dtype=np.uint64)
    if trials % 64:
        mask[-1] = (1 << trials % 64) - 1
    return mask


def _gather(factor: int, ways: dict[int, list[tuple[int, Words]]], bits: dict[int, Words], scratch: Words) -> None:
    own = bits[factor]
    for effect, mask in ways[factor]:
        np.bitwise_and(bits[effect], mask, scratch)
        np.bitwise_or(own, scratch, own)


def _settle(
    groups: Groups, group: int, ways: dict[int, list[tuple[int, Words]]], bits: dict[int, Words], scratch: Words
) -> None:
    """Carry bits round a loop until nothing changes."""
    members = groups.groups[group]
    waiting = deque(_effects_first(groups, group))
    queued = set(members)
    before = np.empty_like(scratch)
    while waiting:
        factor = waiting.popleft()
        queued.discard(factor)
        np.copyto(before, bits[factor])
        _gather(factor, ways, bits, scratch)
        if before.tobytes() != bits[factor].tobytes():
            for link in groups.into[factor]:
                cause = groups.cause[link]
                if cause not in queued and groups.group_of[cause] == group:
                    queued.add(cause)
                    waiting.append(cause)


def _effects_first(groups: Groups, group: int) -> list[int]:
    """The members of a loop, those nearest to where it is left (or to its symptoms) first."""
    members = groups.groups[group]
    first = [
        member
        for member in members
        if groups.factors[member].is_symptom
        or any(groups.group_of[groups.effect[link]] != group for link in groups.out[member])
    ]
    order = dict.fromkeys(first)
    waiting = deque(first)
    while waiting:
        for link in groups.into[waiting.popleft()]:
            cause = groups.cause[link]
            if groups.group_of[cause] == group and cause not in order:
                order[cause] = None
                waiting.append(cause)
    return list(order)


def robustness(
    groups: Groups, causes: Sequence[Sequence[int]], settings: Settings, reach: list[int]
) -> list[Robustness]:
    """What the trials say of each cause, given as the factors it consists of (a trial's reach is their union)."""
    if not causes:
        return []
    needed = [at for at, symptoms in enumerate(reach) if symptoms]
    bits = carried(groups, settings, needed)
    own = np.empty((len(causes), *bits[causes[0][0]].shape), dtype=np.uint64)
    for at, members in enumerate(causes):
        own[at] = bits[members[0]]
        for member in members[1:]:
            own[at] |= bits[member]
    counts = np.bitwise_count(own).sum(axis=2, dtype=np.int64)
    shares, unit = _shares(groups, own, settings.trials)
    low, high = _interval(shares, settings.trials)
    stable = _in_top(shares)
    total = groups.total
    found = []
    for at in range(len(causes)):
        mean = sum(int(count) * weight for count, weight in zip(counts[at], groups.weights, strict=True))
        found.append(
            Robustness(
                mean=mean,
                expected_share=mean / (total * settings.trials) if total else 0.0,
                interval=(int(low[at]) * unit / total, int(high[at]) * unit / total) if total else (0.0, 0.0),
                symptoms=int(counts[at].sum()) / settings.trials,
                stability=int(stable[at]) / settings.trials,
            )
        )
    return found


def _shares(groups: Groups, own: Words, trials: int) -> tuple[NDArray[np.int64], int]:
    """The weight that each cause reaches in each trial, causes × trials, and the unit it is counted in."""
    unit = int(np.gcd.reduce(np.array(groups.weights, dtype=np.int64))) or 1
    weights = [weight // unit for weight in groups.weights]
    kind = np.uint8 if sum(weights) < 2**8 else np.uint16 if sum(weights) < 2**16 else np.int64
    shares = np.zeros((len(own), trials), dtype=kind)
    for row, weight in enumerate(weights):
        if weight:
            bits = np.ascontiguousarray(own[:, row]).view(np.uint8)
            shares += np.unpackbits(bits, axis=1, bitorder="little", count=trials) * kind(weight)
    return shares, unit


def _interval(shares: NDArray[np.int64], trials: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The least share that at least 5 %, and that at least 95 %, of a cause's trials do not pass (no interpolation)."""
    low, high = -(-trials * 5 // 100) - 1, -(-trials * 95 // 100) - 1
    ordered = np.partition(shares, (low, high), axis=1)
    return ordered[:, low], ordered[:, high]


def _in_top(shares: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each cause the number of trials in which it is among the top three."""
    if len(shares) <= IN_TOP:
        bar = np.zeros_like(shares[0])
    else:
        bar = np.partition(shares, len(shares) - IN_TOP, axis=0)[len(shares) - IN_TOP]
    top: NDArray[np.int64] = ((shares >= bar) & (shares > 0)).sum(axis=1, dtype=np.int64)
    return top
