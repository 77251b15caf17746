"""Scenario: what would be left of a map if some factors were fixed and some links were doubted or wrong.

Two things that are easily mixed up are kept apart. A *fixed* factor is not there any more, and with it goes all that
was kept up by it alone (the relief of ANALYSIS: a least fixpoint). A *rejected* link only takes back what the map says:
what it led to is as bad as before, but nobody knows why, so that a symptom without another cause does not go away but
becomes unexplained. A *doubted* link stays, and in the trials it holds half as often.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.analysis.groups import Groups, groups_of
from app.analysis.reading import unexplained
from app.analysis.relief import activity
from app.model.cause_map import CauseMap
from app.model.records import Factor, Link, Supposed

DOUBTED = 0.5
"""By how much a doubted link's confidence is multiplied."""


@dataclass(frozen=True, slots=True)
class Suppositions:
    """What is supposed: ids of factors that are ``fixed``, and of links that are ``doubted`` or ``rejected``.

    Ids that a map does not hold mean nothing there. A link that is both counts as rejected.
    """

    fixed: frozenset[str] = frozenset()
    doubted: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything is supposed."""
        return bool(self.fixed or self.doubted or self.rejected)

    @classmethod
    def kept(cls, cause_map: CauseMap, scenario: str) -> "Suppositions":
        """Those of a scenario that the map keeps, by its id."""
        found: dict[Supposed, set[str]] = {"fixed": set(), "doubted": set(), "rejected": set()}
        for each in cause_map.suppositions.values():
            if each.scenario == scenario:
                found[each.what].add(each.subject)
        fixed, doubted, rejected = (frozenset(found[what]) for what in ("fixed", "doubted", "rejected"))
        return cls(fixed, doubted - rejected, rejected)

    def on(self, cause_map: CauseMap) -> "Suppositions":
        """Those of them that this map knows."""
        factors, links = cause_map.factors, cause_map.links
        return Suppositions(
            frozenset(id_ for id_ in self.fixed if id_ in factors),
            frozenset(id_ for id_ in self.doubted - self.rejected if id_ in links),
            frozenset(id_ for id_ in self.rejected if id_ in links),
        )


@dataclass(frozen=True, slots=True)
class Staying:
    """A symptom that stays, and its direct causes that go on (ids)."""

    symptom: str
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scenario comes to. All ids are in map order.

    ``symptoms``: all there are. ``gone``: those that would go away. ``staying``: the rest, but for the
    ``unexplained``, to which nothing on the map would lead any more although they are there: not those that nothing
    leads to as the map stands. ``ended``: causes that would go with what is fixed, that itself not counted.
    ``share_gone``: the part of the weight of all symptoms that goes, 0 to 1.
    """

    symptoms: tuple[str, ...]
    gone: tuple[str, ...]
    staying: tuple[Staying, ...]
    unexplained: tuple[str, ...]
    ended: tuple[str, ...]
    share_gone: float
    suppositions: Suppositions = field(default=Suppositions(), repr=False)


def suppose(cause_map: CauseMap, suppositions: Suppositions) -> CauseMap:
    """What is left to be read: factors and links alone, without what else a map keeps."""
    supposed = suppositions.on(cause_map)
    told = _without_rejected(cause_map, supposed)
    gone = _ended(groups_of(told), supposed.fixed) if supposed.fixed else set()
    return _of(
        told,
        (factor for factor in told.factors.values() if factor.id not in gone),
        (link for link in told.links.values() if link.cause not in gone and link.effect not in gone),
    )


def outcome(cause_map: CauseMap, suppositions: Suppositions) -> Outcome:
    """What goes, what stays and by what, and what nobody could explain any more."""
    supposed = suppositions.on(cause_map)
    told = _without_rejected(cause_map, supposed)
    groups = groups_of(told)
    ended = _ended(groups, supposed.fixed)
    open_before = set(unexplained(groups_of(cause_map))) if supposed.rejected else set()
    opened = set(unexplained(groups)) - open_before - ended if supposed.rejected else set()
    symptoms = [factor for factor in told.factors.values() if factor.is_symptom]
    staying = [
        Staying(each.id, tuple(cause.id for cause in told.causes_of(each.id) if cause.id not in ended))
        for each in symptoms
        if each.id not in ended and each.id not in opened
    ]
    weight, gone_weight = (
        groups.total,
        sum(own for at, own in zip(groups.symptoms, groups.weights, strict=True) if groups.factors[at].id in ended),
    )
    return Outcome(
        symptoms=tuple(each.id for each in symptoms),
        gone=tuple(each.id for each in symptoms if each.id in ended),
        staying=tuple(staying),
        unexplained=tuple(each.id for each in symptoms if each.id in opened),
        ended=tuple(
            factor.id
            for factor in groups.factors
            if factor.id in ended and not factor.is_symptom and factor.id not in supposed.fixed
        ),
        share_gone=gone_weight / weight if weight else 0.0,
        suppositions=supposed,
    )


def _without_rejected(cause_map: CauseMap, supposed: Suppositions) -> CauseMap:
    if not supposed.doubted and not supposed.rejected:
        return cause_map
    return _of(
        cause_map,
        cause_map.factors.values(),
        (
            link.model_copy(update={"confidence": link.confidence * DOUBTED}) if link.id in supposed.doubted else link
            for link in cause_map.links.values()
            if link.id not in supposed.rejected
        ),
    )


def _of(cause_map: CauseMap, factors: Iterable[Factor], links: Iterable[Link]) -> CauseMap:
    return CauseMap.of([cause_map.about, *factors, *links])


def _ended(groups: Groups, fixed: frozenset[str]) -> set[str]:
    """The factors that would stop if those were fixed, they themselves among them."""
    number = {factor.id: at for at, factor in enumerate(groups.factors)}
    here = [number[id_] for id_ in fixed if id_ in number]
    active, _ = activity(groups, dict.fromkeys(here, 1), 1)
    stopped = {groups.factors[at].id for at, worlds in enumerate(active) if worlds == 0b10}
    return stopped | {groups.factors[at].id for at in here}
