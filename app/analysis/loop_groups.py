"""Loop groups: which factors stand in most loops, and where a group of loops is best broken."""

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass

import networkx as nx

from app.analysis.groups import Groups, groups_of
from app.analysis.loops import MOST_LOOKS, Loops, loops_of
from app.analysis.reading import Reading
from app.analysis.settings import Settings
from app.analysis.upstream import BREAK_POINTS
from app.model.cause_map import CauseMap

_MOST_TRIED = 120
"""So many factors of a group are taken out in turn; of a larger group those in most of the listed loops."""


@dataclass(frozen=True, slots=True)
class BreakPoint:
    """A factor, and what taking it out of its loop group would do.

    ``freed``: how many of the other factors of the group would not stand in any loop any more, listed or not.
    ``loops``: how many of the listed loops go through it, ``of`` those of its group.
    """

    factor: str
    freed: int
    loops: int
    of: int


@dataclass(frozen=True, slots=True)
class LoopGroup:
    """Factors that lead to each other round and round, in map order, and where to break them, best first.

    ``tried_all``: every member that is no symptom was tried as a break point; otherwise only those in most loops.
    """

    members: tuple[str, ...]
    points: tuple[BreakPoint, ...]
    tried_all: bool


@dataclass(frozen=True, slots=True)
class LoopFindings:
    """The loops of a map and what they have in common.

    ``in_most``: each factor that stands in a listed loop, with in how many, the most first. ``groups``: largest first.
    """

    found: Loops
    in_most: tuple[tuple[str, int], ...]
    groups: tuple[LoopGroup, ...]
    settings: Settings


def loop_findings(
    cause_map: CauseMap,
    settings: Settings = Settings(),  # noqa: B008  # frozen
    most_looks: int = MOST_LOOKS,
) -> Generator[tuple[int, int], None, LoopFindings]:
    """Look for all of it. Yields how much is done, of how much (loops listed or groups looked at), then returns it."""
    groups = groups_of(cause_map)
    circular = [at for at, members in enumerate(groups.groups) if len(members) > 1]
    circular.sort(key=lambda at: (-len(groups.groups[at]), groups.groups[at][0]))
    yield 0, len(circular) + 1
    found = loops_of(groups, settings, most_looks)
    times = Counter(member for loop in found.loops for member in loop.members)
    number = {factor.id: at for at, factor in enumerate(groups.factors)}
    listed = Counter(groups.group_of[number[loop.members[0]]] for loop in found.loops)
    yield 1, len(circular) + 1
    told = []
    for done, at in enumerate(circular, 2):
        told.append(_group(groups, at, times, listed[at]))
        yield done, len(circular) + 1
    in_most = sorted(times.items(), key=lambda each: (-each[1], number[each[0]]))
    return LoopFindings(found, tuple(in_most), tuple(told), settings)


def find_in_loops(cause_map: CauseMap, settings: Settings) -> LoopFindings:
    """The same at once, without being told how far it is."""
    asked = loop_findings(cause_map, settings)
    while True:
        try:
            next(asked)
        except StopIteration as end:
            found: LoopFindings = end.value
            return found


def best_points(group: LoopGroup, reading: Reading) -> tuple[BreakPoint, ...]:
    """The three best places to break a group; of a root loop those that the reading names, in its order."""
    named = {point.factor: point for point in group.points}
    for cause in reading.upstream:
        if cause.is_loop and cause.break_points and named.keys() >= set(cause.break_points):
            return tuple(named[id_] for id_ in cause.break_points)
    return group.points[:BREAK_POINTS]


def _group(groups: Groups, at: int, times: Counter[str], listed: int) -> LoopGroup:
    members = groups.groups[at]
    can_break = [member for member in members if not groups.factors[member].is_symptom]
    can_break.sort(key=lambda member: (-times[groups.factors[member].id], member))
    tried = can_break[:_MOST_TRIED]
    inside = set(members)
    links = (link for member in members for link in groups.out[member] if groups.effect[link] in inside)
    graph = nx.DiGraph((groups.cause[link], groups.effect[link]) for link in links)
    freed = {member: len(members) - 1 - _still_in_loops(graph, member) for member in tried}
    best = sorted(tried, key=lambda member: -freed[member])
    points = tuple(BreakPoint(id_ := groups.factors[member].id, freed[member], times[id_], listed) for member in best)
    return LoopGroup(tuple(groups.factors[member].id for member in members), points, len(tried) == len(can_break))


def _still_in_loops(graph: nx.DiGraph, without: int) -> int:
    """How many of a group's factors still stand in some loop when one of them is taken out."""
    links = [*graph.in_edges(without), *graph.out_edges(without)]
    graph.remove_node(without)
    count = sum(len(group) for group in nx.strongly_connected_components(graph) if len(group) > 1)
    graph.add_edges_from(links)
    return count
