"""The plan: how quick each action is, what it prepares, what would go if all of it worked, and what is missing.

An action is a *quick win* if all causes that it works on are, and *deep-rooted* if one of them is (as app.analysis.
quick_wins tells them); people may overrule that. Working on a symptom itself counts for nothing here: what is seen is
not what brings it about.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.analysis.days import day_of
from app.analysis.groups import Groups, groups_of
from app.analysis.quick_wins import Platform, levers, platforms
from app.analysis.reach import reach_of_groups
from app.analysis.reading import Reading, groups_read, read
from app.analysis.relief import relief
from app.analysis.settings import Settings
from app.analysis.upstream import UpstreamCause
from app.model.cause_map import CauseMap
from app.model.planning import causes_of, measures_of, prepared_by
from app.model.records import Action, Measure, Pace

TOP = 3
"""Most upstream causes down to this rank ought to have an action."""

ASKED = ("capacity", "capability", "commitment")
"""What each action is asked for: the names of its fields."""

Rule = Literal[
    "no action",
    "symptoms only",
    "no cause",
    "nothing quick",
    "one organisation",
    "red",
    "due before start",
    "no owner",
    "no due date",
    "no measure",
    "not asked",
]


@dataclass(frozen=True)
class Prospects:
    """What a map says about where to act, whatever is planned: it stays while only the plan changes.

    ``pace``: of each cause that is a quick win or deep-rooted. ``platforms``: by quick win. ``top``: the most upstream
    causes down to rank 3 that are no facts of life. ``groups`` and ``reach``: of the whole map, facts of life included,
    as in What if.
    """

    pace: Mapping[str, Pace]
    platforms: Mapping[str, Platform]
    top: tuple[UpstreamCause, ...]
    groups: Groups
    reach: tuple[int, ...]


def prospects(cause_map: CauseMap, reading: Reading) -> Prospects:
    """What this map says about where to act; ``reading``: the reading of it."""
    part = groups_read(cause_map, changeable_only=reading.changeable_only)
    found = levers(reading, part)
    whole = groups_of(cause_map)
    return Prospects(
        pace={each.factor: each.kind for each in found if each.kind != "plain"},
        platforms={each.quick_win: each for each in platforms(part, found)},
        top=tuple(each for each in reading.upstream if each.rank <= TOP and _is_changeable(cause_map, each)),
        groups=whole,
        reach=tuple(reach_of_groups(whole)),
    )


def _is_changeable(cause_map: CauseMap, cause: UpstreamCause) -> bool:
    """Whether somebody may change it at all."""
    return any(cause_map.factors[id_].control != "fact of life" for id_ in cause.members)


def prospects_of(cause_map: CauseMap, *, changeable_only: bool = False, settings: Settings | None = None) -> Prospects:
    """The same where nobody has read the map yet."""
    return prospects(cause_map, read(cause_map, settings or Settings(), changeable_only=changeable_only))


@dataclass(frozen=True, slots=True)
class Planned:
    """One action as the map sees it.

    ``causes``: the factors it works on that are on the map, symptoms among them. ``pace``: what it counts as;
    ``computed``: what the map says, whatever people say. ``prepares``: the causes that people say it prepares;
    ``platforms``: the deep-rooted causes that can be got at from its quick wins, as the map says, beside those.
    ``start`` and ``due``: None where nothing is told or it is not understood. ``late``: it was due before today and is
    not done and checked. ``measures``: of it, or of what it works on. ``gone``: the symptoms that would go by it alone.
    """

    action: Action
    causes: tuple[str, ...]
    pace: Pace
    computed: Pace
    prepares: tuple[str, ...]
    platforms: tuple[Platform, ...]
    start: date | None
    due: date | None
    late: bool
    measures: tuple[Measure, ...]
    gone: tuple[str, ...]

    @property
    def is_overruled(self) -> bool:
        """Whether people say something else than the map."""
        return bool(self.action.pace) and self.action.pace != self.computed


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the plan lacks: ids of the ``actions`` and ``factors`` it is about, ``detail`` in a few words."""

    rule: Rule
    actions: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All actions, in the order in which they came, and what they come to together.

    ``fixed``: the causes that would be put right if all of it worked. ``gone``: the symptoms that would go then;
    ``eased``: the others that it reaches, from which something would be taken away. Of ``symptoms`` in all.
    """

    actions: tuple[Planned, ...]
    fixed: tuple[str, ...]
    gone: tuple[str, ...]
    eased: tuple[str, ...]
    symptoms: int
    gaps: tuple[Gap, ...]


def plan_of(cause_map: CauseMap, found: Prospects, today: date | None = None) -> Plan:
    """What the actions of this map come to; ``found``: what the map says but for them."""
    groups = found.groups
    number = {factor.id: at for at, factor in enumerate(groups.factors)}
    symptoms = {groups.factors[at].id for at in groups.symptoms}
    works_on = {id_: tuple(each for each in causes_of(cause_map, id_) if each in number) for id_ in cause_map.actions}
    fixes = {id_: [each for each in causes if each not in symptoms] for id_, causes in works_on.items()}
    fixed = tuple(dict.fromkeys(each for causes in fixes.values() for each in causes))
    ended = relief(groups, [[number[each] for each in causes] for causes in (*fixes.values(), fixed)]).symptoms
    whole = ended[-1]
    touched = 0
    for each in fixed:
        touched |= found.reach[groups.group_of[number[each]]]
    named = {id_: _symptoms(groups, bits) for id_, bits in zip(cause_map.actions, ended, strict=False)}
    planned = tuple(
        _planned(cause_map, found, action, works_on[id_], today=today, gone=named[id_])
        for id_, action in cause_map.actions.items()
    )
    return Plan(
        actions=planned,
        fixed=fixed,
        gone=_symptoms(groups, whole),
        eased=_symptoms(groups, touched & ~whole),
        symptoms=len(groups.symptoms),
        gaps=tuple(_gaps(found, planned, symptoms)),
    )


def _symptoms(groups: Groups, bits: int) -> tuple[str, ...]:
    return tuple(groups.factors[at].id for bit, at in enumerate(groups.symptoms) if bits >> bit & 1)


def _planned(
    cause_map: CauseMap,
    found: Prospects,
    action: Action,
    causes: tuple[str, ...],
    *,
    today: date | None,
    gone: tuple[str, ...],
) -> Planned:
    fixes = [each for each in causes if not cause_map.factors[each].is_symptom]
    paces = {found.pace.get(each, "") for each in fixes}
    computed: Pace = "deep-rooted" if "deep-rooted" in paces else "quick win" if paces == {"quick win"} else ""
    told = prepared_by(cause_map, action.id)
    ways = [found.platforms[each] for each in fixes if each in found.platforms]
    due = day_of(action.due, last=True)
    return Planned(
        action=action,
        causes=causes,
        pace=action.pace or computed,
        computed=computed,
        prepares=told,
        platforms=tuple(each for each in ways if each.deep_rooted not in told and each.deep_rooted not in fixes),
        start=day_of(action.start),
        due=due,
        late=today is not None and due is not None and due < today and action.status != "blue",
        measures=tuple(
            dict.fromkeys(each for id_ in (action.id, *causes) for each in measures_of(cause_map, id_)),
        ),
        gone=gone,
    )


# -- gaps


def _gaps(found: Prospects, planned: tuple[Planned, ...], symptoms: set[str]) -> Iterable[Gap]:
    """What is missing, what matters most first."""
    worked_on = {each for one in planned for each in one.causes}
    for cause in found.top:
        if not worked_on.intersection(cause.members):
            yield Gap("no action", factors=cause.members)
    if not planned:
        return
    for one in planned:
        if one.causes and symptoms.issuperset(one.causes):
            yield Gap("symptoms only", (one.action.id,), one.causes)
    yield from _together("no cause", planned, lambda one: not one.causes)
    if not any(one.pace == "quick win" for one in planned):
        yield Gap("nothing quick")
    owned = [one.action for one in planned if one.action.organisation]
    all_owned = len(owned) == len(planned) > 1
    if all_owned and len({action.organisation.casefold() for action in owned}) == 1:
        yield Gap("one organisation", tuple(action.id for action in owned), detail=owned[0].organisation)
    under_way = tuple(one for one in planned if one.action.status != "blue")
    for one in under_way:
        if red := [name for name in ASKED if getattr(one.action, name) == "red"]:
            yield Gap("red", (one.action.id,), one.causes, detail=", ".join(red))
    for one in under_way:
        last = day_of(one.action.start)
        if last is not None and one.due is not None and one.due < last:
            yield Gap("due before start", (one.action.id,), one.causes)
    yield from _together("no owner", under_way, lambda one: not (one.action.organisation or one.action.role))
    yield from _together("no due date", under_way, lambda one: not one.action.due)
    yield from _together("no measure", under_way, lambda one: not one.measures)
    yield from _together(
        "not asked", under_way, lambda one: any(getattr(one.action, name) == "not asked" for name in ASKED)
    )


def _together(rule: Rule, planned: tuple[Planned, ...], lacks: Callable[[Planned], bool]) -> Iterable[Gap]:
    """One gap for all actions that lack the same."""
    without = [one for one in planned if lacks(one)]
    if without:
        factors = dict.fromkeys(each for one in without for each in one.causes)
        yield Gap(rule, tuple(one.action.id for one in without), tuple(factors))
