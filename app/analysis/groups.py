"""Groups: the map by numbers, condensed into loop groups and single factors, causes before effects."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import networkx as nx

from app.model.cause_map import CauseMap
from app.model.records import Factor, Link

WEIGHT_UNIT = 1_000_000
"""A symptom's weight counts in millionths, as a whole number: sums are exact and the same on every machine."""


@dataclass(frozen=True, slots=True)
class Groups:
    """A map, or the part of it that is read, with factors and links numbered in map order.

    ``out`` and ``into`` hold link numbers by factor. ``groups`` are the strongly connected components, each in map
    order, and stand in an order in which every link between two groups runs from an earlier to a later one.
    ``weights`` are those of the symptoms, in millionths; ``symptoms`` their numbers.
    """

    factors: tuple[Factor, ...]
    links: tuple[Link, ...]
    cause: list[int]
    effect: list[int]
    out: list[list[int]]
    into: list[list[int]]
    groups: list[list[int]]
    group_of: list[int]
    symptoms: list[int]
    weights: list[int]

    @property
    def total(self) -> int:
        """The weight of all symptoms together, in millionths."""
        return sum(self.weights)

    def weight(self, reach: int) -> int:
        """The weight of a set of symptoms, in millionths; bit k stands for the k-th symptom."""
        total = 0
        while reach:
            low = reach & -reach
            total += self.weights[low.bit_length() - 1]
            reach ^= low
        return total

    def sources(self) -> list[int]:
        """The groups with no link into them from outside."""
        cause, group_of = self.cause, self.group_of
        return [
            at
            for at, members in enumerate(self.groups)
            if all(group_of[cause[link]] == at for member in members for link in self.into[member])
        ]

    def effects_first(self, group: int) -> list[int]:
        """The members of a group, each after its effects in the group where that can be: depth first, from the last."""
        members = self.groups[group]
        if len(members) == 1:
            return members
        found: list[int] = []
        seen: set[int] = set()
        for first in members:
            ahead = [] if first in seen else [(first, iter(self.out[first]))]
            seen.add(first)
            while ahead:
                member, links = ahead[-1]
                for link in links:
                    effect = self.effect[link]
                    if effect not in seen and self.group_of[effect] == group:
                        seen.add(effect)
                        ahead.append((effect, iter(self.out[effect])))
                        break
                else:
                    ahead.pop()
                    found.append(member)
        return found


def settle(order: Sequence[int], renew: Callable[[int], bool], followers: Callable[[int], Iterable[int]]) -> None:
    """Renew each factor, and again its followers wherever it changed, until nothing changes.

    Sweeps in the given order, so that what follows in it is renewed in the same sweep.
    """
    waiting = set(order)
    while waiting:
        for factor in order:
            if factor in waiting:
                waiting.discard(factor)
                if renew(factor):
                    waiting.update(followers(factor))


def groups_of(cause_map: CauseMap, keep: Callable[[Factor], bool] | None = None) -> Groups:
    """Number and condense a map, parked factors left out; with ``keep``, only the factors it is true for."""
    factors = tuple(factor for factor in cause_map.on_the_map() if keep is None or keep(factor))
    number = {factor.id: at for at, factor in enumerate(factors)}
    links = tuple(cause_map.links.values())
    if len(factors) < len(cause_map.factors):
        links = tuple(link for link in links if link.cause in number and link.effect in number)
    cause = [number[link.cause] for link in links]
    effect = [number[link.effect] for link in links]
    out: list[list[int]] = [[] for _ in factors]
    into: list[list[int]] = [[] for _ in factors]
    for at, (start, end) in enumerate(zip(cause, effect, strict=True)):
        out[start].append(at)
        into[end].append(at)
    groups, group_of = _condensed(len(factors), cause, effect)
    symptoms = [at for at, factor in enumerate(factors) if factor.is_symptom]
    weights = [round(factors[at].weight * WEIGHT_UNIT) for at in symptoms]
    return Groups(factors, links, cause, effect, out, into, groups, group_of, symptoms, weights)


def _condensed(count: int, cause: list[int], effect: list[int]) -> tuple[list[list[int]], list[int]]:
    """The groups, every link between two running from an earlier to a later one, and the group of each factor."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(zip(cause, effect, strict=True))
    components = [sorted(members) for members in nx.strongly_connected_components(graph)]
    component_of = [0] * count
    for at, members in enumerate(components):
        for member in members:
            component_of[member] = at
    after: list[list[int]] = [[] for _ in components]
    open_links = [0] * len(components)
    for start, end in zip(cause, effect, strict=True):
        first, second = component_of[start], component_of[end]
        if first != second:
            after[first].append(second)
            open_links[second] += 1
    order = [at for at, links in enumerate(open_links) if not links]
    for at in order:  # grows while it is read: each group once all before it have come (Kahn 1962)
        for later in after[at]:
            open_links[later] -= 1
            if not open_links[later]:
                order.append(later)
    place = [0] * len(components)
    for at, component in enumerate(order):
        place[component] = at
    return [components[at] for at in order], [place[component] for component in component_of]
