"""Votes: the dots of the room beside the reach of the map, and where the two disagree."""

from collections import Counter
from dataclasses import dataclass

from app.analysis.reading import Reading
from app.model.cause_map import CauseMap

_FAR = 0.5
"""A factor's share of the most dots, or of the most reach, from which it stands high."""
_NEAR = 0.25
"""The share of the other below which that is a question."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the room and the map say of one factor.

    ``dots`` in all, ``by``: of each organisation; ``place``: 1 for the most dots, equal dots sharing one; ``reached``:
    how many symptoms lie downstream of it, ``share``: their weight in that of all (0 to 1).
    """

    factor: str
    dots: int
    by: dict[str, int]
    place: int
    reached: int
    share: float


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A factor high in one and low in the other: ``voted`` tells that it is the room that sets it high."""

    factor: str
    voted: bool


def standings(cause_map: CauseMap, reading: Reading) -> tuple[Standing, ...]:
    """Every factor that has a dot, most dots first, then by reach, then in map order."""
    by: dict[str, Counter[str]] = {}
    for vote in cause_map.votes.values():
        if vote.dots:
            by.setdefault(vote.factor, Counter())[vote.organisation] += vote.dots
    totals = {id_: sum(counted.values()) for id_, counted in by.items()}
    order = {id_: at for at, id_ in enumerate(cause_map.factors)}
    reach = _Reach(cause_map, reading)
    reached = {id_: reach.of(id_) for id_ in by}
    found = sorted(by, key=lambda id_: (-totals[id_], -reached[id_][1], order[id_]))
    above = {dots: 1 + sum(1 for other in totals.values() if other > dots) for dots in set(totals.values())}
    return tuple(
        Standing(id_, totals[id_], dict(by[id_]), above[totals[id_]], reached[id_][0], reached[id_][1]) for id_ in found
    )


def cast_by(cause_map: CauseMap) -> dict[str, int]:
    """How many dots each organisation has put down, in alphabetical order."""
    counted: Counter[str] = Counter()
    for vote in cause_map.votes.values():
        counted[vote.organisation] += vote.dots
    return dict(sorted(counted.items(), key=lambda each: (each[0].casefold(), each[0])))


def people_of(cause_map: CauseMap) -> dict[str, int]:
    """How many voices each organisation has in the room."""
    return dict(Counter(voice.organisation for voice in cause_map.voices.values()))


def disagreements(
    cause_map: CauseMap, reading: Reading, counted: tuple[Standing, ...] | None = None
) -> tuple[Disagreement, ...]:
    """Where votes and reach are far apart: among causes, never symptoms; most dots, then best rank, first.

    High in votes: at least half the dots of the most voted cause, while it reaches less than a quarter of what the
    furthest reaching one does. High in reach: a most upstream cause of the first three that reaches at least half of
    that, with less than a quarter of those dots. None before anyone has voted. ``counted``: the standings, if known.
    """
    if not cause_map.votes:
        return ()
    known = standings(cause_map, reading) if counted is None else counted
    dots_of = {each.factor: each.dots for each in known}
    causes = [each for each in cause_map.on_the_map() if not each.is_symptom]
    reach = _Reach(cause_map, reading)
    shares = {each.id: reach.of(each.id)[1] for each in causes}
    most_dots = max((dots_of.get(id_, 0) for id_ in shares), default=0)
    furthest = max(shares.values(), default=0.0)
    if not most_dots or not furthest:
        return ()
    found = [
        Disagreement(id_, voted=True)
        for id_, dots in dots_of.items()
        if id_ in shares and dots >= _FAR * most_dots and shares[id_] < _NEAR * furthest
    ]
    for cause in reading.upstream:
        voted = sum(dots_of.get(id_, 0) for id_ in cause.members)
        if cause.rank <= 3 and cause.share >= _FAR * furthest and voted < _NEAR * most_dots:
            found.append(Disagreement(cause.members[0], voted=False))
    return tuple(found)


class _Reach:
    """How far each factor reaches: how many symptoms, and their part of the weight of all."""

    def __init__(self, cause_map: CauseMap, reading: Reading) -> None:
        factors = cause_map.factors
        self._reading = reading
        self._weight = {id_: factors[id_].weight for id_ in reading.symptoms if id_ in factors}
        self._total = sum(self._weight.values())

    def of(self, id_: str) -> tuple[int, float]:
        """Of one factor."""
        reach = [self._weight[each] for each in self._reading.reach_of(id_) if each in self._weight]
        return len(reach), sum(reach) / self._total if self._total else 0.0
