"""Loops: the short vicious circles, shortest first and never more than asked for."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from app.analysis.groups import Groups, groups_of
from app.analysis.search import Looks, walks
from app.analysis.settings import Settings
from app.model.cause_map import CauseMap
from app.model.records import Link

MOST_LOOKS = 400_000
"""How many links the search looks along before it stops and says that it did."""


@dataclass(frozen=True, slots=True)
class Loop:
    """A circle of links on which no factor comes twice: factor ids and link ids, each link after its cause.

    It is *reinforcing* with an even number of '-' links and *balancing* with an odd one; a link of which nobody said
    the polarity counts as '+'.
    """

    members: tuple[str, ...]
    links: tuple[str, ...]
    kind: Literal["reinforcing", "balancing"]


@dataclass(frozen=True, slots=True)
class Loops:
    """The loops of at most ``Settings.longest_loop`` links, shortest first.

    ``capped``: there are more of this length than are listed, or the search was stopped before it had seen all.
    """

    loops: tuple[Loop, ...]
    capped: bool


def find_loops(cause_map: CauseMap, settings: Settings = Settings()) -> Loops:  # noqa: B008  # frozen
    """The loops of a map up to the settings' length and number."""
    return loops_of(groups_of(cause_map), settings, MOST_LOOKS)


def loops_of(groups: Groups, settings: Settings, most_looks: int) -> Loops:
    """The same of a map that is numbered already, looking along at most so many links."""
    circles, capped = short_loops(groups, range(len(groups.groups)), settings, most_looks)
    return Loops(tuple(_loop(groups, circle) for circle in circles), capped)


def short_loops(
    groups: Groups, among: Iterable[int], settings: Settings, most_looks: int
) -> tuple[list[list[int]], bool]:
    """The loops within some groups as lists of link numbers, and whether there are more.

    Of one length, those through the first factor of the map come first.
    """
    search = _Search(groups, [at for at in among if len(groups.groups[at]) > 1], most_looks)
    found: list[list[int]] = []
    for length in range(2, settings.longest_loop + 1):
        for circle in search.circles(length):
            if len(found) == settings.most_loops:
                return found, True
            found.append(circle)
        if search.looks.is_spent:
            return found, True
    return found, False


def _loop(groups: Groups, circle: list[int]) -> Loop:
    links = [groups.links[at] for at in circle]
    return Loop(tuple(link.cause for link in links), tuple(link.id for link in links), _kind(links))


def _kind(links: list[Link]) -> Literal["reinforcing", "balancing"]:
    return "balancing" if sum(link.polarity == "-" for link in links) % 2 else "reinforcing"


class _Search:
    """Looks for circles of one length after the other, and counts the links it looks along."""

    def __init__(self, groups: Groups, among: list[int], most_looks: int) -> None:
        self.groups = groups
        self.starts = sorted(member for at in among for member in groups.groups[at])
        self.looks = Looks(most_looks)

    def circles(self, length: int) -> Iterator[list[int]]:
        """Every circle of exactly this many links once: from its first factor on the map, through later ones."""
        for start in self.starts:
            home = self._ways_home(start, length)
            if start in home:
                yield from walks(self.groups, (start, start), home, length, self.looks)
            if self.looks.is_spent:
                return

    def _ways_home(self, start: int, length: int) -> dict[int, int]:
        """How few links lead back to the start from each later factor, for those within reach of a circle."""
        groups, group = self.groups, self.groups.group_of[start]
        home: dict[int, int] = {}
        waiting = deque([(start, 0)])
        while waiting:
            at, steps = waiting.popleft()
            if steps == length:
                break
            for link in groups.into[at]:
                self.looks.left -= 1
                cause = groups.cause[link]
                if cause >= start and cause not in home and groups.group_of[cause] == group:
                    home[cause] = steps + 1
                    if cause != start:
                        waiting.append((cause, steps + 1))
        return home
