"""Paths: the ways from one factor to another: the shortest, the surest, and all of them up to a bound."""

import math
from collections import deque
from dataclasses import dataclass
from heapq import heappop, heappush

from app.analysis.groups import Groups, groups_of
from app.analysis.search import Looks, walks
from app.analysis.walk import Walk
from app.model.cause_map import CauseMap

LONGEST_PATH = 12
"""Most links of a listed path; the shortest one is listed however long it is."""
MOST_PATHS = 200
MOST_LOOKS = 400_000
"""How many links the search looks along before it stops and says that it did."""


@dataclass(frozen=True, slots=True)
class Path:
    """A way along the arrows on which no factor comes twice.

    ``factors``: from the cause to the effect; ``links``: one fewer. ``confidence``: the product of its links'
    confidences, the part of the trials in which all of them stay. ``less``: how many of them are '-' links;
    ``unsaid``: how many do not say how they work.
    """

    factors: tuple[str, ...]
    links: tuple[str, ...]
    confidence: float
    less: int
    unsaid: int

    @property
    def makes_more(self) -> bool:
        """Whether more of the first makes more of the last: an even number of '-' links."""
        return self.less % 2 == 0

    def upstream(self) -> Walk:
        """The same way from the effect to the cause, as it is asked and read aloud."""
        return Walk(self.factors[::-1], self.links[::-1])


@dataclass(frozen=True, slots=True)
class Paths:
    """The ways from a factor to another.

    ``shortest``: the fewest links, of those the surest; ``strongest``: the highest product of confidences, of those
    the fewest links; None where nothing leads there. ``listed``: all of at most ``longest`` links, shortest first and
    of one length in map order. ``capped``: there are more of this length, ``spent``: the search was stopped before it
    had seen all.
    """

    start: str
    goal: str
    shortest: Path | None
    strongest: Path | None
    listed: tuple[Path, ...]
    longest: int
    capped: bool
    spent: bool


def find_paths(
    cause_map: CauseMap,
    start: str,
    goal: str,
    *,
    most: int = MOST_PATHS,
    longest: int = LONGEST_PATH,
    most_looks: int = MOST_LOOKS,
) -> Paths:
    """The ways between two different factors that stand on the map; none where one does not."""
    groups = groups_of(cause_map)
    number = {factor.id: at for at, factor in enumerate(groups.factors)}
    if start not in number or goal not in number or start == goal:
        return Paths(start, goal, None, None, (), longest, capped=False, spent=False)
    first, last = number[start], number[goal]
    home = _ways_home(groups, last)
    if first not in home:
        return Paths(start, goal, None, None, (), longest, capped=False, spent=False)
    shortest = _path(groups, _best(groups, first, last, surest=False))
    strongest = _path(groups, _best(groups, first, last, surest=True))
    longest = max(longest, home[first])
    looks = Looks(most_looks)
    found: list[list[int]] = []
    capped = False
    for length in range(home[first], min(longest, len(groups.factors) - 1) + 1):
        for way in walks(groups, (first, last), home, length, looks):
            if len(found) == most:
                capped = True
                break
            found.append(way)
        if capped or looks.is_spent:
            break
    listed = tuple(_path(groups, way) for way in found)
    return Paths(start, goal, shortest, strongest, listed, longest, capped=capped, spent=looks.is_spent)


def _ways_home(groups: Groups, goal: int) -> dict[int, int]:
    """The fewest links from each factor to the goal, for those that lead to it."""
    home = {goal: 0}
    waiting = deque([goal])
    while waiting:
        at = waiting.popleft()
        for link in groups.into[at]:
            cause = groups.cause[link]
            if cause not in home:
                home[cause] = home[at] + 1
                waiting.append(cause)
    return home


def _best(groups: Groups, start: int, goal: int, *, surest: bool) -> list[int]:
    """The way with the highest product of confidences, or with the fewest links; ties by the other (Dijkstra 1959)."""
    reached: dict[int, int] = {}
    waiting: list[tuple[float, float, int, int, int]] = [(-1.0 if surest else 0, 0 if surest else -1.0, 0, start, -1)]
    turn = 0
    while waiting:
        one, two, _, at, by = heappop(waiting)
        if at in reached:
            continue
        reached[at] = by
        if at == goal:
            break
        for link in groups.out[at]:
            if groups.effect[link] not in reached:
                turn += 1
                sure = groups.links[link].confidence
                costs = (one * sure, two + 1) if surest else (one + 1, two * sure)
                heappush(waiting, (*costs, turn, groups.effect[link], link))
    way = []
    while (link := reached[goal]) >= 0:
        way.append(link)
        goal = groups.cause[link]
    return way[::-1]


def _path(groups: Groups, way: list[int]) -> Path:
    links = [groups.links[at] for at in way]
    return Path(
        factors=(links[0].cause, *(link.effect for link in links)),
        links=tuple(link.id for link in links),
        confidence=math.prod(link.confidence for link in links),
        less=sum(link.polarity == "-" for link in links),
        unsaid=sum(not link.polarity for link in links),
    )
