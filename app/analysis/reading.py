"""Reading: everything a map says at one moment, gathered for the windows, the reports and the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.analysis.groups import Groups, groups_of
from app.analysis.loops import short_loops
from app.analysis.reach import longest_chains, reach_of_groups, steps_to_symptoms
from app.analysis.reasons import Standing, reason
from app.analysis.relief import relief
from app.analysis.settings import Settings
from app.analysis.trials import Robustness, robustness
from app.model.cause_map import CauseMap
from app.model.records import Factor

BREAK_POINTS = 3
"""How many members of a root loop are named as the place to break it."""

_LOOKS = 20_000  # a break point's short loops are a last resort and must not hold up an edit


@dataclass(frozen=True)
class UpstreamCause:
    """One of the most upstream causes: a single factor that nothing leads to, or a root loop.

    ``rank``: from 1; equal figures share a rank and the next one counts them (1, 1, 3). ``members``: factor ids, of a
    root loop those that are no symptoms, in map order. ``reach``: ids of the symptoms downstream of it, in map order;
    ``share``: their weight in that of all symptoms (0 to 1). ``expected_share``, ``interval`` (5th and 95th of 100
    trials) and ``stability`` (part of the trials in the top three): see app.analysis.trials. ``steps``: fewest links
    to its nearest symptom; ``longest``: most links between groups on a chain down to a symptom, a loop counting as
    one place, and no fewer than ``steps``. ``relief``: ids of the symptoms that would stop if it alone (a loop: all
    its members) were fixed. ``is_core``: its share is that of a core problem. ``break_points``: of a root loop, at
    most three members, best first. ``reason``: why it ranks there, in one plain sentence.
    """

    rank: int
    members: tuple[str, ...]
    is_loop: bool
    reach: tuple[str, ...]
    share: float
    expected_share: float
    interval: tuple[float, float]
    stability: float
    steps: int
    longest: int
    relief: tuple[str, ...]
    is_core: bool
    break_points: tuple[str, ...]
    reason: str


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
    if changeable_only and not all(map(_can_change, whole.factors)):
        groups = groups_of(cause_map, _can_change)
        reach = reach_of_groups(groups)
    return Reading(
        upstream=_upstream(groups, reach, settings, changeable_only=changeable_only),
        loop_groups=tuple(
            tuple(groups.factors[at].id for at in members)
            for members in sorted(groups.groups, key=lambda members: (-len(members), members[0]))
            if len(members) > 1
        ),
        unexplained=_unexplained(whole),
        leads_nowhere=tuple(
            factor.id for at, factor in enumerate(whole.factors) if not whole_reach[whole.group_of[at]]
        ),
        symptoms=tuple(groups.factors[at].id for at in groups.symptoms),
        changeable_only=changeable_only,
        settings=settings,
        revision=revision,
        _reach={factor.id: reach[groups.group_of[at]] for at, factor in enumerate(groups.factors)},
    )


def _can_change(factor: Factor) -> bool:
    return factor.is_symptom or factor.control != "fact of life"


def _unexplained(groups: Groups) -> tuple[str, ...]:
    found = [
        member
        for at in groups.sources()
        if all(groups.factors[member].is_symptom for member in groups.groups[at])
        for member in groups.groups[at]
    ]
    return tuple(groups.factors[member].id for member in sorted(found))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A most upstream cause before it has a rank; ``figures`` are whole numbers, so that equal ones are equal."""

    group: int
    members: list[int]
    reach: int
    relief: int
    trials: Robustness
    figures: tuple[int, int, int]
    break_points: list[int]


def _upstream(
    groups: Groups, reach: list[int], settings: Settings, *, changeable_only: bool
) -> tuple[UpstreamCause, ...]:
    candidates = sorted(
        _candidates(groups, reach, settings),
        key=lambda each: (
            *(-figure for figure in each.figures),
            groups.factors[each.members[0]].label,
            groups.factors[each.members[0]].id,
        ),
    )
    firsts = {each.figures: at for at, each in reversed(list(enumerate(candidates)))}
    sharing: dict[tuple[int, int, int], int] = {}
    for each in candidates:
        sharing[each.figures] = sharing.get(each.figures, 0) + 1
    steps, longest = steps_to_symptoms(groups), longest_chains(groups)
    weighted = len(set(groups.weights)) > 1
    found = []
    for each in candidates:
        rank = firsts[each.figures] + 1
        reached, relieved = _symptoms(groups, each.reach), _symptoms(groups, each.relief)
        share = groups.weight(each.reach) / groups.total if groups.total else 0.0
        fewest = min(steps[member] for member in each.members)
        standing = Standing(
            labels=[groups.factors[member].label for member in each.members],
            leading=groups.factors[each.break_points[0]].label if each.break_points else "",
            rank=rank,
            sharing=sharing[each.figures],
            of=len(candidates),
            reached=[factor.label for factor in reached],
            symptoms=len(groups.symptoms),
            on_average=each.trials.symptoms,
            expected_share=each.trials.expected_share,
            weighted=weighted,
            relieved=[factor.label for factor in relieved],
            changeable_only=changeable_only,
        )
        found.append(
            UpstreamCause(
                rank=rank,
                members=tuple(groups.factors[member].id for member in each.members),
                is_loop=len(groups.groups[each.group]) > 1,
                reach=tuple(factor.id for factor in reached),
                share=share,
                expected_share=each.trials.expected_share,
                interval=each.trials.interval,
                stability=each.trials.stability,
                steps=fewest,
                longest=max(fewest, longest[each.group]),
                relief=tuple(factor.id for factor in relieved),
                is_core=groups.total > 0 and share >= settings.core_share - 1e-9,
                break_points=tuple(groups.factors[member].id for member in each.break_points),
                reason=reason(standing),
            )
        )
    return tuple(found)


def _candidates(groups: Groups, reach: list[int], settings: Settings) -> list[_Candidate]:
    sources: list[tuple[int, list[int]]] = []
    for at in groups.sources():
        members = [member for member in groups.groups[at] if not groups.factors[member].is_symptom]
        if members and reach[at]:
            sources.append((at, members))
    trials = robustness(groups, [members for _, members in sources], settings, reach)
    breakers = [(at, member) for at, members in sources if len(groups.groups[at]) > 1 for member in members]
    fixes = [members for _, members in sources] + [[member] for _, member in breakers]
    effect = relief(groups, fixes)
    points: dict[int, list[tuple[int, int, int]]] = {}
    for (at, member), relieved, stopped in zip(
        breakers, effect.symptoms[len(sources) :], effect.stopped[len(sources) :], strict=True
    ):
        points.setdefault(at, []).append((groups.weight(relieved), stopped, member))
    return [
        _Candidate(
            group=at,
            members=members,
            reach=reach[at],
            relief=relieved,
            trials=robust,
            figures=(robust.mean, groups.weight(reach[at]), groups.weight(relieved)),
            break_points=_break_points(groups, at, points.get(at, []), settings),
        )
        for (at, members), robust, relieved in zip(sources, trials, effect.symptoms[: len(sources)], strict=True)
    ]


def _break_points(groups: Groups, group: int, points: list[tuple[int, int, int]], settings: Settings) -> list[int]:
    """The members whose fixing relieves most, then stops most of the loop, then lies on most short loops."""
    if not points:
        return []
    times: dict[int, int] = {}
    circles, _ = short_loops(groups, [group], settings, _LOOKS)
    for circle in circles:
        for link in circle:
            times[groups.cause[link]] = times.get(groups.cause[link], 0) + 1
    best = sorted(
        points, key=lambda each: (-each[0], -each[1], -times.get(each[2], 0), groups.factors[each[2]].label, each[2])
    )
    return [member for _, _, member in best[:BREAK_POINTS]]


def _symptoms(groups: Groups, bits: int) -> Sequence[Factor]:
    return [groups.factors[at] for bit, at in enumerate(groups.symptoms) if bits >> bit & 1]
