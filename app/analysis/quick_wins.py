"""Quick wins: what little effort achieves, what is deep-rooted, and which of the one prepares the other."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.analysis.draws import copies_of, words_of
from app.analysis.groups import Groups
from app.analysis.reach import reach_of_groups
from app.analysis.reading import Reading
from app.analysis.trials import carried

EASY = 2
"""Up to this effort (1 to 5) a factor is a quick win, if it reaches anything."""

HARD = 4
"""From this effort on a factor can be deep-rooted."""


@dataclass(frozen=True, slots=True)
class Lever:
    """A cause as something to work on.

    ``effort``: 1 (least) to 5, None if nobody was asked. ``share``: its expected share of the symptoms (0 to 1), as
    of the most upstream causes: the mean over the trials in which doubtful links drop out. ``reached``: how many
    symptoms it leads to. ``rank``: of the most upstream cause that it is or belongs to, 0 for none. ``kind``: a
    *quick win* takes little effort (2 at most) and reaches a symptom; *deep-rooted* is what takes much (4 or 5) and is
    a most upstream cause, or reaches as much as a core problem does; anything else is plain.
    """

    factor: str
    effort: int | None
    share: float
    reached: int
    rank: int
    kind: Literal["quick win", "deep-rooted", "plain"]


@dataclass(frozen=True, slots=True)
class Platform:
    """A quick win from which a deep-rooted cause can be got at.

    ``prepares``: the quick win is upstream of it, and ``factors`` lead from the quick win to the cause; otherwise the
    quick win lies downstream, on a way from the cause to a symptom, and ``factors`` lead from the cause to the quick
    win. Both ends are included; ``links``: one fewer. It is a shortest such chain of causes alone: what is got to only
    by way of a symptom is not prepared.
    """

    quick_win: str
    deep_rooted: str
    prepares: bool
    factors: tuple[str, ...]
    links: tuple[str, ...]


def levers(reading: Reading, groups: Groups) -> tuple[Lever, ...]:
    """Every cause that was read, in map order; symptoms are what is seen, not what is worked on."""
    reach = reach_of_groups(groups)
    shares = _shares(reading, groups, reach)
    found = []
    for at, factor in enumerate(groups.factors):
        if factor.is_symptom:
            continue
        bits = reach[groups.group_of[at]]
        rank = reading.rank_of.get(factor.id, 0)
        share = groups.weight(bits) / groups.total if groups.total else 0.0
        is_deep = rank > 0 or (groups.total > 0 and share >= reading.settings.core_share - 1e-9)
        kind: Literal["quick win", "deep-rooted", "plain"] = "plain"
        if bits and factor.effort is not None and factor.effort <= EASY:
            kind = "quick win"
        elif bits and factor.effort is not None and factor.effort >= HARD and is_deep:
            kind = "deep-rooted"
        found.append(Lever(factor.id, factor.effort, shares[at], bits.bit_count(), rank, kind))
    return tuple(found)


def _shares(reading: Reading, groups: Groups, reach: Sequence[int]) -> list[float]:
    """The expected share of each factor."""
    trials = reading.settings.trials
    weights = np.array(groups.weights, dtype=np.int64)
    copies, words = copies_of(trials), words_of(trials)
    if not groups.total:
        return [0.0] * len(groups.factors)
    all_alike = len(set(groups.weights)) == 1
    shares = []
    for blocks in carried(groups, reading.settings, reach):
        if all_alike:
            mean = groups.weights[0] * sum(bits.bit_count() for bits in blocks)
        else:
            mean = 0
            for block, bits in enumerate(blocks):
                part = weights[block * copies : (block + 1) * copies]
                row = np.frombuffer(bits.to_bytes(8 * words * len(part), "little"), dtype="<u8")
                counts = np.bitwise_count(row.reshape(len(part), words)).sum(axis=1, dtype=np.int64)
                mean += sum(int(count) * int(weight) for count, weight in zip(counts, part, strict=True))
        shares.append(mean / (groups.total * trials))
    return shares


def platforms(groups: Groups, found: Iterable[Lever]) -> tuple[Platform, ...]:
    """For each quick win the nearest deep-rooted cause downstream of it, or else the nearest upstream of it.

    Among equally near ones the one with the greater expected share. First those that prepare, each by the share of the
    deep-rooted cause, then the shortest, then by the share of the quick win.
    """
    number = {factor.id: at for at, factor in enumerate(groups.factors)}
    order = sorted(found, key=lambda each: (-each.share, groups.factors[number[each.factor]].label, each.factor))
    deep = [number[each.factor] for each in order if each.kind == "deep-rooted"]
    seen = set(groups.symptoms)
    ahead = _nearest(deep, groups.into, groups.cause, seen)
    back = _nearest(deep, groups.out, groups.effect, seen)
    chains = []
    for place, each in enumerate(order):
        at = number[each.factor]
        if each.kind != "quick win" or not (at in ahead or at in back):
            continue
        prepares = at in ahead
        factors, links = _chain(at, ahead if prepares else back, groups.effect if prepares else groups.cause)
        end = deep.index(factors[-1])
        if not prepares:
            factors, links = factors[::-1], links[::-1]
        ids = tuple(groups.factors[each].id for each in factors)
        chain = Platform(
            groups.factors[at].id,
            groups.factors[deep[end]].id,
            prepares,
            ids,
            tuple(groups.links[link].id for link in links),
        )
        chains.append(((not prepares, end, len(links), place), chain))
    return tuple(chain for _, chain in sorted(chains, key=lambda each: each[0]))


def _nearest(starts: Sequence[int], ways: list[list[int]], ends: list[int], shut: set[int]) -> dict[int, int]:
    """The link by which each factor that can be got to was first come upon, -1 for the starts; earlier starts first."""
    came = dict.fromkeys(starts, -1)
    waiting = deque(starts)
    while waiting:
        for link in ways[waiting.popleft()]:
            if ends[link] not in came and ends[link] not in shut:
                came[ends[link]] = link
                waiting.append(ends[link])
    return came


def _chain(at: int, came: dict[int, int], ends: list[int]) -> tuple[list[int], list[int]]:
    """Back from a factor to the start it was come upon from."""
    factors, links = [at], []
    while (link := came[factors[-1]]) >= 0:
        links.append(link)
        factors.append(ends[link])
    return factors, links
