"""The same reading once more, slowly: plain networkx and sets, one search for each question, draw and world.

Written from the definitions alone. It shares no code with the analysis but the records of a map, so that the two can
be checked against each other.
"""

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import networkx as nx

from app.model.cause_map import CauseMap

LOW64 = 2**64 - 1


@dataclass
class PlainCause:
    members: list[str]
    is_loop: bool
    reach: set[str]
    share: Fraction
    expected: Fraction
    interval: tuple[Fraction, Fraction]
    stability: Fraction
    on_average: Fraction
    steps: int
    longest: int
    relief: set[str]
    relief_share: Fraction
    break_points: list[str]
    trials: list[Fraction]
    rank: int = 0

    @property
    def figures(self):
        return self.share, self.relief_share


def graph_of(cause_map: CauseMap, changeable_only: bool = False) -> nx.DiGraph:
    graph = nx.DiGraph()
    for factor in cause_map.factors.values():
        if factor.is_symptom or not (changeable_only and factor.control == "fact of life"):
            graph.add_node(factor.id)
    for link in cause_map.links.values():
        if link.cause in graph and link.effect in graph:
            graph.add_edge(link.cause, link.effect, link=link)
    return graph


def symptoms_of(cause_map: CauseMap) -> list[str]:
    return [factor.id for factor in cause_map.factors.values() if factor.is_symptom]


def reach_of(graph: nx.DiGraph, cause_map: CauseMap, members) -> set[str]:
    reached = set()
    for member in members:
        if member in graph:
            reached |= nx.descendants(graph, member) | {member}
    return reached & set(symptoms_of(cause_map))


def share_of(cause_map: CauseMap, symptoms) -> Fraction:
    def weight(ids):
        return sum((Fraction(repr(cause_map.factors[id_].weight)) for id_ in ids), Fraction(0))

    total = weight(symptoms_of(cause_map))
    return weight(symptoms) / total if total else Fraction(0)


def source_groups(graph: nx.DiGraph) -> list[set[str]]:
    condensed = nx.condensation(graph)
    return [condensed.nodes[at]["members"] for at in condensed if condensed.in_degree(at) == 0]


def relieved(graph: nx.DiGraph, cause_map: CauseMap, fixed) -> set[str]:
    """The symptoms active while nothing is fixed and not while these are."""
    return {
        id_ for id_ in symptoms_of(cause_map) if id_ in active(graph, set()) and id_ not in active(graph, set(fixed))
    }


def active(graph: nx.DiGraph, fixed: set[str]) -> set[str]:
    on = set()
    for members in source_groups(graph):
        rest = members - fixed
        if len(members) == 1 or not nx.is_directed_acyclic_graph(graph.subgraph(rest)):
            on |= rest
    changed = True
    while changed:
        changed = False
        for factor in set(graph) - on - fixed:
            together: dict[str, list[bool]] = {}
            for cause, _, link in graph.in_edges(factor, data="link"):
                together.setdefault(link.together or link.id, []).append(cause in on)
            if any(all(each) for each in together.values()):
                on.add(factor)
                changed = True
    return on


def stays(link, trial: int, seed: int) -> bool:
    """Whether a link stays in a trial: u < confidence."""
    return uniform(link.id, trial, seed) < int(Fraction(link.confidence) * 2**32)


@cache
def uniform(link_id: str, trial: int, seed: int) -> int:
    """The u of a link in a trial, as a whole number of 32 binary digits drawn one by one."""
    start = int.from_bytes(hashlib.blake2b(f"{seed}:{link_id}".encode(), digest_size=8).digest(), "big")
    word, bit = divmod(trial, 64)
    u = 0
    for digit in range(32):
        state = (start + (word * 32 + digit + 1) * 0x9E3779B97F4A7C15) & LOW64
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & LOW64
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & LOW64
        state ^= state >> 31
        u = u << 1 | (state >> bit & 1)
    return u


def trial_graph(graph: nx.DiGraph, trial: int, seed: int) -> nx.DiGraph:
    left = nx.DiGraph()
    left.add_nodes_from(graph)
    left.add_edges_from((a, b) for a, b, link in graph.edges(data="link") if stays(link, trial, seed))
    return left


def still_fed(graph: nx.DiGraph, members: set[str]) -> set[str]:
    """The members that a cycle among them leads to."""
    inside = graph.subgraph(members)
    on_cycles = {each for group in nx.strongly_connected_components(inside) if len(group) > 1 for each in group}
    return on_cycles | {after for each in on_cycles for after in nx.descendants(inside, each)}


def break_points(graph: nx.DiGraph, cause_map: CauseMap, group: set[str], members, longest_loop: int) -> list[str]:
    circles = list(nx.simple_cycles(graph.subgraph(group), length_bound=longest_loop))
    order = list(cause_map.factors)

    def worth(member):
        return (
            -share_of(cause_map, relieved(graph, cause_map, [member])),
            len(still_fed(graph, group - {member})),
            -sum(member in circle for circle in circles),
            cause_map.factors[member].label,
            order.index(member),
        )

    return sorted(members, key=worth)[:3]


def upstream(cause_map: CauseMap, trials: int, seed: int = 0, changeable_only: bool = False, longest_loop: int = 6):
    """The most upstream causes in their order."""
    graph = graph_of(cause_map, changeable_only)
    order = list(cause_map.factors)
    symptoms = set(symptoms_of(cause_map))
    found = []
    for group in source_groups(graph):
        members = sorted(group - symptoms, key=order.index)
        if members and reach_of(graph, cause_map, members):
            found.append((group, members))
    shares = [[] for _ in found]
    counts = [0] * len(found)
    for trial in range(trials):
        left = trial_graph(graph, trial, seed)
        for at, (_, members) in enumerate(found):
            reached = reach_of(left, cause_map, members)
            counts[at] += len(reached)
            shares[at].append(share_of(cause_map, reached))
    condensed = nx.condensation(graph)
    group_of = condensed.graph["mapping"]
    causes = []
    for at, (group, members) in enumerate(found):
        reach = reach_of(graph, cause_map, members)
        own = shares[at]
        top = [own[trial] > 0 and sum(other[trial] > own[trial] for other in shares) < 3 for trial in range(trials)]
        steps = min(
            nx.shortest_path_length(graph, member, each)
            for member in members
            for each in symptoms
            if nx.has_path(graph, member, each)
        )
        ends = {group_of[each] for each in reach}
        longest = max(
            (
                len(path) - 1
                for end in ends
                if end != group_of[members[0]]
                for path in nx.all_simple_paths(condensed, group_of[members[0]], end)
            ),
            default=0,
        )
        gone = relieved(graph, cause_map, members)
        causes.append(
            PlainCause(
                members=members,
                is_loop=len(group) > 1,
                reach=reach,
                share=share_of(cause_map, reach),
                expected=sum(own, Fraction(0)) / trials,
                interval=(nearest_rank(own, Fraction(5, 100)), nearest_rank(own, Fraction(95, 100))),
                stability=Fraction(sum(top), trials),
                on_average=Fraction(counts[at], trials),
                steps=steps,
                longest=max(steps, longest),
                relief=gone,
                relief_share=share_of(cause_map, gone),
                break_points=break_points(graph, cause_map, group, members, longest_loop) if len(group) > 1 else [],
                trials=own,
            )
        )
    return ranked(cause_map, causes)


def ranked(cause_map: CauseMap, causes: list[PlainCause]) -> list[PlainCause]:
    """The causes in their order, each with its rank: first by mean, where the trials tell them apart."""

    def name(cause):
        return min((cause_map.factors[id_].label, id_) for id_ in cause.members)

    left = sorted(causes, key=lambda c: (-c.expected, -c.share, name(c)))
    found = []
    while left:
        count = next((at for at, each in enumerate(left) if told_apart(left[0].trials, each.trials)), len(left))
        group, left = left[:count], left[count:]
        for each in group:
            each.rank = len(found) + 1 + sum(other.figures > each.figures for other in group)
        found += sorted(group, key=lambda c: (c.rank, name(c)))
    return found


def told_apart(first, second) -> bool:
    """Whether the mean of the differences lies more than two of its standard errors from nothing."""
    apart = [a - b for a, b in zip(first, second, strict=True)]
    count = len(apart)
    if count < 2:
        return False
    mean = sum(apart, Fraction(0)) / count
    variance = sum((each - mean) ** 2 for each in apart) / (count - 1)
    return mean**2 > 4 * variance / count


def nearest_rank(values, part: Fraction) -> Fraction:
    """The least value that at least this part of all values does not pass."""
    return min(each for each in values if Fraction(sum(other <= each for other in values), len(values)) >= part)


def unexplained(cause_map: CauseMap) -> set[str]:
    """Symptoms that no cause leads to, but those explained by a symptom upstream of them."""
    symptoms = set(symptoms_of(cause_map))
    return {each for group in source_groups(graph_of(cause_map)) if group <= symptoms for each in group}


def leads_nowhere(cause_map: CauseMap) -> set[str]:
    graph = graph_of(cause_map)
    return {factor for factor in graph if not reach_of(graph, cause_map, [factor])}
