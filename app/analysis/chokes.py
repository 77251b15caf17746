"""Choke points: factors that every way from any most upstream cause to a symptom leads through."""

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

from app.analysis.groups import Groups
from app.analysis.reading import Reading


@dataclass(frozen=True, slots=True)
class Choke:
    """A factor where streams meet.

    ``symptoms``: ids of those to which every way from any most upstream cause leads through it, in map order; never
    itself. ``causes``: how many of the most upstream causes lead to it. ``is_for_all``: it is one for every symptom
    that a most upstream cause reaches (itself left out). ``is_symptom``: it is one of the symptoms.
    """

    factor: str
    symptoms: tuple[str, ...]
    causes: int
    is_for_all: bool
    is_symptom: bool


def choke_points(reading: Reading, groups: Groups) -> tuple[Choke, ...]:
    """All choke points: those of most symptoms by weight first, then of most causes, then by label.

    The most upstream causes themselves are left out. Found as the dominators of the symptoms in a flow from one
    source above all most upstream causes (Lengauer and Tarjan 1979; here Cooper, Harvey and Kennedy 2001).
    """
    number = {factor.id: at for at, factor in enumerate(groups.factors)}
    sources = {number[id_]: place for place, cause in enumerate(reading.upstream) for id_ in cause.members}
    if not sources:
        return ()
    through = _behind(groups, sources)
    meeting = _meeting(groups, sources)
    reached = sum(1 << bit for bit, at in enumerate(groups.symptoms) if meeting[at])
    own = {at: 1 << bit for bit, at in enumerate(groups.symptoms)}
    found = []
    for at, bits in through.items():
        others = bits & ~own.get(at, 0)
        if at not in sources and others:
            is_for_all = others == reached & ~own.get(at, 0)
            found.append(
                (-groups.weight(others), -meeting[at].bit_count(), groups.factors[at].label, at, others, is_for_all)
            )
    return tuple(
        Choke(
            factor=groups.factors[at].id,
            symptoms=tuple(groups.factors[each].id for bit, each in enumerate(groups.symptoms) if others >> bit & 1),
            causes=-causes,
            is_for_all=is_for_all,
            is_symptom=groups.factors[at].is_symptom,
        )
        for _, causes, _, at, others, is_for_all in sorted(found)
    )


def _behind(groups: Groups, sources: dict[int, int]) -> dict[int, int]:
    """For each factor the symptoms it dominates, as bits, its own included."""
    above = len(groups.factors)
    flow = nx.DiGraph()
    flow.add_edges_from((above, at) for at in sources)
    flow.add_edges_from(zip(groups.cause, groups.effect, strict=True))
    before = {at: by for at, by in nx.immediate_dominators(flow, above).items() if at != above}
    bits = dict.fromkeys(before, 0)
    for bit, at in enumerate(groups.symptoms):
        if at in bits:
            bits[at] |= 1 << bit
    for at in _leaves_first(before):
        if before[at] in bits:
            bits[before[at]] |= bits[at]
    return bits


def _leaves_first(before: dict[int, int]) -> Iterator[int]:
    """Each factor after all those whose nearest dominator it is."""
    waiting = dict.fromkeys(before, 0)
    for by in before.values():
        if by in waiting:
            waiting[by] += 1
    ready = [at for at, count in waiting.items() if not count]
    for at in ready:  # grows while it is read
        yield at
        by = before[at]
        if by in waiting:
            waiting[by] -= 1
            if not waiting[by]:
                ready.append(by)


def _meeting(groups: Groups, sources: dict[int, int]) -> list[int]:
    """For each factor the most upstream causes that lead to it (or are it), as bits."""
    bits = [0] * len(groups.groups)
    for at, place in sources.items():
        bits[groups.group_of[at]] |= 1 << place
    for group, members in enumerate(groups.groups):
        for member in members:
            for link in groups.out[member]:
                bits[groups.group_of[groups.effect[link]]] |= bits[group]
    return [bits[group] for group in groups.group_of]
