"""Reading: everything a map says at one moment, gathered for the windows, the reports and the command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.analysis.groups import Groups, groups_of
from app.analysis.reach import reach_of_groups
from app.analysis.settings import Settings
from app.analysis.upstream import UpstreamCause, upstream_causes
from app.model.cause_map import CauseMap
from app.model.records import Factor, Record

__all__ = ["Reading", "UpstreamCause", "groups_read", "read", "say_the_same", "unexplained"]


@dataclass(frozen=True)
class Reading:
    """What a map says. All ids are factor ids, in map order unless said otherwise.

    ``upstream``: the most upstream causes, by rank. ``loop_groups``: the factors that lead to each other round in
    circles, largest first. ``unexplained``: symptoms to which nothing but other unexplained symptoms leads.
    ``leads_nowhere``: causes that reach no symptom. ``changeable_only``: facts of life were left out of upstream,
    loop_groups and reach; the two warnings are about the whole map in both readings. ``revision``: that of the
    document which was read.
    """

    upstream: tuple[UpstreamCause, ...]
    loop_groups: tuple[tuple[str, ...], ...]
    unexplained: tuple[str, ...]
    leads_nowhere: tuple[str, ...]
    symptoms: tuple[str, ...]
    changeable_only: bool
    settings: Settings
    revision: int
    _reach: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def cause_of(self) -> Mapping[str, UpstreamCause]:
        """The most upstream cause that a factor is, or is a member of, by factor id."""
        return {id_: cause for cause in self.upstream for id_ in cause.members}

    @cached_property
    def rank_of(self) -> Mapping[str, int]:
        """The rank of the most upstream cause that a factor belongs to, by factor id; no other factors."""
        return {id_: cause.rank for id_, cause in self.cause_of.items()}

    @cached_property
    def in_loop(self) -> frozenset[str]:
        """The factors that stand in some loop."""
        return frozenset(id_ for group in self.loop_groups for id_ in group)

    def reach_of(self, factor_id: str) -> tuple[str, ...]:
        """The symptoms downstream of any factor, itself not counted; () for one that was not read."""
        bits = self._reach.get(factor_id, 0)
        return tuple(id_ for at, id_ in enumerate(self.symptoms) if bits >> at & 1 and id_ != factor_id)


def read(
    cause_map: CauseMap,
    settings: Settings = Settings(),  # noqa: B008  # frozen
    *,
    changeable_only: bool = False,
    revision: int = 0,
) -> Reading:
    """Read a map. With ``changeable_only``, facts of life (but symptoms) are left out, so that what they act on shows.

    The same map gives the same figures on every machine, whatever was read before.
    """
    whole = groups_of(cause_map)
    whole_reach = reach_of_groups(whole)
    groups, reach = whole, whole_reach
    if changeable_only and not all(map(can_change, whole.factors)):
        groups = groups_of(cause_map, can_change)
        reach = reach_of_groups(groups)
    return Reading(
        upstream=upstream_causes(groups, reach, settings, changeable_only=changeable_only),
        loop_groups=tuple(
            tuple(groups.factors[at].id for at in members)
            for members in sorted(groups.groups, key=lambda members: (-len(members), members[0]))
            if len(members) > 1
        ),
        unexplained=unexplained(whole),
        leads_nowhere=tuple(
            factor.id for at, factor in enumerate(whole.factors) if not whole_reach[whole.group_of[at]]
        ),
        symptoms=tuple(groups.factors[at].id for at in groups.symptoms),
        changeable_only=changeable_only,
        settings=settings,
        revision=revision,
        _reach={factor.id: reach[groups.group_of[at]] for at, factor in enumerate(groups.factors)},
    )


def say_the_same(one: CauseMap, other: CauseMap) -> bool:
    """Whether two maps have the same factors and links in the same order, and differ in places and notes alone."""
    return _same(one.factors, other.factors, _OF_FACTORS) and _same(one.links, other.links, _OF_LINKS)


_OF_FACTORS = ("label", "kind", "weight", "control", "effort", "impact", "parked")
_OF_LINKS = ("cause", "effect", "confidence", "polarity", "together")


def _same(one: Mapping[str, Record], other: Mapping[str, Record], fields: tuple[str, ...]) -> bool:
    return len(one) == len(other) and all(
        first is second
        or (first.id == second.id and all(getattr(first, name) == getattr(second, name) for name in fields))
        for first, second in zip(one.values(), other.values(), strict=True)
    )


def groups_read(cause_map: CauseMap, *, changeable_only: bool) -> Groups:
    """The part of a map that is read: all of it, or with ``changeable_only`` without the facts of life."""
    return groups_of(cause_map, can_change if changeable_only else None)


def can_change(factor: Factor) -> bool:
    """Whether a factor is read among what people can change: all but facts of life; a symptom always is."""
    return factor.is_symptom or factor.control != "fact of life"


def unexplained(groups: Groups) -> tuple[str, ...]:
    """The symptoms to which nothing but other such symptoms leads, in map order."""
    found = [
        member
        for at in groups.sources()
        if all(groups.factors[member].is_symptom for member in groups.groups[at])
        for member in groups.groups[at]
    ]
    return tuple(groups.factors[member].id for member in sorted(found))
