"""Loops: the short vicious circles, shortest first and never more than asked for."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from app.analysis.groups import Groups, groups_of
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
    groups = groups_of(cause_map)
    circles, capped = short_loops(groups, range(len(groups.groups)), settings, MOST_LOOKS)
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
        if search.is_spent:
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
        self.looks_left = most_looks

    @property
    def is_spent(self) -> bool:
        """Whether it has looked along as many links as it may."""
        return self.looks_left < 0

    def circles(self, length: int) -> Iterator[list[int]]:
        """Every circle of exactly this many links once: from its first factor on the map, through later ones."""
        for start in self.starts:
            home = self._ways_home(start, length)
            if start in home:
                yield from self._walks(start, home, length)
            if self.is_spent:
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
                self.looks_left -= 1
                cause = groups.cause[link]
                if cause >= start and cause not in home and groups.group_of[cause] == group:
                    home[cause] = steps + 1
                    if cause != start:
                        waiting.append((cause, steps + 1))
        return home

    def _walks(self, start: int, home: dict[int, int], length: int) -> Iterator[list[int]]:
        groups = self.groups
        path: list[int] = []
        seen = {start}
        ahead = [iter(groups.out[start])]
        while ahead:
            for link in ahead[-1]:
                self.looks_left -= 1
                if self.is_spent:
                    return
                effect = groups.effect[link]
                if len(ahead) == length:
                    if effect == start:
                        yield [*path, link]
                elif effect not in seen and home.get(effect, length) <= length - len(ahead):
                    seen.add(effect)
                    path.append(link)
                    ahead.append(iter(groups.out[effect]))
                    break
            else:
                ahead.pop()
                if path:
                    seen.discard(groups.effect[path.pop()])
