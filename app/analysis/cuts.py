"""Cuts: how many links would all have to be wrong for a cause to lose a symptom, and which.

The smallest set of links without which no way is left from the cause to the symptom: a minimum cut, found by
augmenting paths (Ford and Fulkerson 1956), shortest first (Edmonds and Karp 1972). Of several smallest sets that one is
named whose links are least sure, all their confidences taken together; of equals the one nearest the cause. Every link
holds one large whole number plus its confidence in millionths, so that one search finds all this, the same on every
machine.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.analysis.groups import Groups, groups_of
from app.model.cause_map import CauseMap
from app.model.records import Factor

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Cut:
    """The links (ids, in map order) that would all have to be wrong for a cause to lose a symptom (id)."""

    symptom: str
    links: tuple[str, ...]

    @property
    def hangs_on_one(self) -> bool:
        """Whether a single link, if it is wrong, takes the symptom away."""
        return len(self.links) == 1


def cuts(cause_map: CauseMap, members: Sequence[str], keep: Callable[[Factor], bool] | None = None) -> tuple[Cut, ...]:
    """For each symptom downstream of a cause, in map order, the links it hangs on.

    ``members``: the factors that the cause consists of (ids), taken as one place: of a root loop all that are no
    symptoms. Ids that are not on the map are passed over; a member's own being a symptom is nothing to lose.
    ``keep``: the factors that are read, as in groups_of.
    """
    groups = groups_of(cause_map, keep)
    number = {factor.id: at for at, factor in enumerate(groups.factors)}
    starts = [number[id_] for id_ in members if id_ in number]
    downstream = _downstream(groups, starts)
    return tuple(
        Cut(groups.factors[symptom].id, tuple(groups.links[at].id for at in _cut(groups, starts, symptom)))
        for symptom in groups.symptoms
        if symptom in downstream and symptom not in starts
    )


def hanging_on_one_link(groups: Groups, starts: Sequence[int]) -> dict[int, int]:
    """The symptoms that a cause would lose with a single link, and that link (as in :func:`cuts`), by number."""
    downstream = _downstream(groups, starts)
    found = {}
    for symptom in groups.symptoms:
        if symptom in downstream and symptom not in starts:
            links = _cut(groups, starts, symptom, most=1)
            if len(links) == 1:
                found[symptom] = links[0]
    return found


def _downstream(groups: Groups, starts: Sequence[int]) -> set[int]:
    found, waiting = set(starts), list(starts)
    while waiting:
        for link in groups.out[waiting.pop()]:
            if groups.effect[link] not in found:
                found.add(groups.effect[link])
                waiting.append(groups.effect[link])
    return found


def _cut(groups: Groups, starts: Sequence[int], symptom: int, most: int | None = None) -> list[int]:
    """The links of the cut; [] as soon as there must be more than ``most``."""
    whole = (len(groups.links) + 1) * _MILLION
    room: dict[int, int] = {}  # what each link that has been used can still take
    used: dict[int, int] = {}
    flow = 0

    def left(link: int) -> int:
        if link not in room:
            room[link] = whole + round(groups.links[link].confidence * _MILLION)
        return room[link]

    while True:
        came = _way(groups, starts, symptom, left, used)
        if symptom not in came:
            break
        way = []
        at = symptom
        while (step := came[at]) is not None:
            way.append(step)
            at = step[1]
        amount = min(left(link) if forward else used[link] for link, _, forward in way)
        flow += amount
        if most is not None and flow >= (most + 1) * whole:
            return []
        for link, _, forward in way:
            sign = 1 if forward else -1
            room[link] = left(link) - sign * amount
            used[link] = used.get(link, 0) + sign * amount
    return sorted(link for at in came for link in groups.out[at] if groups.effect[link] not in came)


_Came = dict[int, tuple[int, int, bool] | None]
"""For each factor that was met the link it was met by, from which factor, and whether along the arrow; None: a start"""


def _way(groups: Groups, starts: Sequence[int], end: int, left: Callable[[int], int], used: dict[int, int]) -> _Came:
    """What can still be reached along links with room or back along used ones, breadth first, up to the end."""
    came: _Came = dict.fromkeys(starts)
    waiting = deque(came)
    while waiting:
        at = waiting.popleft()
        for link in groups.out[at]:
            effect = groups.effect[link]
            if effect not in came and left(link) > 0:
                came[effect] = link, at, True
                if effect == end:
                    return came
                waiting.append(effect)
        for link in groups.into[at]:
            cause = groups.cause[link]
            if cause not in came and used.get(link, 0) > 0:
                came[cause] = link, at, False
                waiting.append(cause)
    return came
