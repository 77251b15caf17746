"""Whole record: everything the program says of a map, as plain JSON values, with all that is needed to recompute it.

Lists stand in the order of labels unless their own order says something (ranks, tests first). Every factor is named by
its label; ``input`` holds each with its id, so that equal labels can be told apart there.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from app.analysis.acting import where_to_act
from app.analysis.basis_record import basis_input, basis_values, marks_values
from app.analysis.cuts import cuts
from app.analysis.doubts import Doubt, Doubts, is_doubtful, links_to_test
from app.analysis.focus_sets import FocusSet
from app.analysis.grounds import Grounds
from app.analysis.loop_groups import find_in_loops
from app.analysis.loop_words import story
from app.analysis.loops import Loop
from app.analysis.opinions import second_opinions
from app.analysis.reading import Reading, UpstreamCause, can_change, read
from app.analysis.record import as_record, cause_values, in_order, rounded
from app.analysis.scenario import kept_in
from app.analysis.settings import Settings
from app.analysis.side_by_side import Side, side_by_side
from app.model.cause_map import CauseMap
from app.model.records import Factor

FORM = 3
"""The number of this form of the record; it changes when a field changes its meaning or goes."""

EFFORT = 6
"""The effort that the focus set within an effort may come to, unless told."""

MOST_LINKS = 1500
"""Up to so many links each doubtful one is left out in turn without being asked for; it takes about 30 ms a link."""

FEW_CAUSES = 10
"""Of larger maps, for so many of the first causes what they hang on is worked out without being asked for."""

Values = dict[str, Any]


def whole_record(
    cause_map: CauseMap,
    settings: Settings = Settings(),  # noqa: B008  # frozen
    *,
    changeable_only: bool = False,
    effort: int = EFFORT,
    thorough: bool = False,
) -> Values:
    """Everything.

    What would take minutes on a large map is None unless ``thorough``: which links to test first, and what the causes
    of lower ranks hang on. ``effort``: what the causes to work on together may come to, 1 to 5 each.
    """
    cause_map = in_order(cause_map)
    told = _Teller(cause_map)
    reading, other = (
        read(cause_map, settings, changeable_only=only) for only in (changeable_only, not changeable_only)
    )
    whole = {
        "form": FORM,
        **as_record(cause_map, settings, changeable_only),
        "upstream": _causes(cause_map, reading, told, thorough=thorough),
        "other_reading": {
            "reading": "all causes" if changeable_only else "causes you can change",
            "upstream": _causes(cause_map, other, told, thorough=thorough),
            "loop_groups": [told.labels(group) for group in other.loop_groups],
        },
        "test_first": _tests(cause_map, settings, _keep(reading), told, thorough=thorough),
        "where_to_act": _acting(cause_map, reading, effort, told),
        **_loops(cause_map, settings, told),
        "second_opinions": _opinions(cause_map, told),
        "basis": basis_values(cause_map, reading),
        "scenarios": _scenarios(cause_map, settings, told, changeable_only=changeable_only),
    }
    return {**rounded(whole), "input": {**_input(cause_map), **basis_input(cause_map)}}


def _keep(reading: Reading) -> Callable[[Factor], bool] | None:
    """Which factors a reading is about."""
    return can_change if reading.changeable_only else None


class _Teller:
    """Ids as words."""

    def __init__(self, cause_map: CauseMap) -> None:
        self.cause_map = cause_map

    def label(self, id_: str) -> str:
        return self.cause_map.factors[id_].label

    def labels(self, ids: tuple[str, ...]) -> list[str]:
        return [self.label(id_) for id_ in ids]

    def link(self, id_: str) -> Values:
        link = self.cause_map.links[id_]
        return {
            "cause": self.label(link.cause),
            "effect": self.label(link.effect),
            "confidence": link.confidence,
            "polarity": link.polarity,
        }

    def links(self, ids: tuple[str, ...]) -> list[Values]:
        return [self.link(id_) for id_ in ids]


def _causes(cause_map: CauseMap, reading: Reading, told: _Teller, *, thorough: bool) -> list[Values]:
    """The most upstream causes of a reading, and what they hang on."""
    asked = len(reading.upstream) if len(cause_map.links) <= MOST_LINKS or thorough else FEW_CAUSES

    def hangs_on(cause: UpstreamCause) -> list[Values]:
        return [
            {"symptom": told.label(cut.symptom), "links": told.links(cut.links)}
            for cut in cuts(cause_map, cause.members, _keep(reading))
        ]

    grounds = Grounds(cause_map, reading)
    return [
        {
            **cause_values(cause_map, cause),
            "marks": marks_values(grounds, cause, reasons=at < asked),
            "hangs_on": hangs_on(cause) if at < asked else None,
        }
        for at, cause in enumerate(reading.upstream)
    ]


# -- which links to test first


def _tests(
    cause_map: CauseMap, settings: Settings, keep: Callable[[Factor], bool] | None, told: _Teller, *, thorough: bool
) -> Values:
    count = sum(map(is_doubtful, cause_map.links.values()))
    if len(cause_map.links) > MOST_LINKS and not thorough:
        return {"tried": 0, "doubtful": count, "links": None}
    found = _to_its_end(partial(links_to_test, cause_map, settings, keep))
    return {
        "tried": found.tried,
        "doubtful": count,
        "links": [_test(each, told) for each in found.tests],
    }


def _test(doubt: Doubt, told: _Teller) -> Values:
    def causes(of: Any) -> list[Values]:
        return [
            {"rank": each.rank, "labels": told.labels(each.members), "expected_share": each.expected_share}
            for each in of
        ]

    return {
        **told.link(doubt.link),
        "top_without_it": causes(doubt.top),
        "left": causes(doubt.left),
        "came": causes(doubt.came),
        "moved": doubt.moved,
        "shift": doubt.shift,
    }


def _to_its_end(job: Callable[[], Any]) -> Doubts:
    asked = job()
    while True:
        try:
            next(asked)
        except StopIteration as end:
            found: Doubts = end.value
            return found


# -- where to act


def _acting(cause_map: CauseMap, reading: Reading, effort: int, told: _Teller) -> Values:
    acting = where_to_act(cause_map, reading, effort)

    def focus(found: FocusSet) -> Values:
        return {
            "ranks": [reading.upstream[at].rank for at in found.causes],
            "causes": [told.labels(reading.upstream[at].members) for at in found.causes],
            "symptoms": told.labels(found.symptoms),
            "beyond": told.labels(found.beyond),
            "missed": told.labels(found.missed),
            "effort": found.effort,
            "efforts_assumed": found.assumed,
            "exact": found.exact,
        }

    return {
        "fewest_to_reach": focus(acting.reach),
        "within_effort": {"budget": acting.budget, **focus(acting.affordable)},
        "fewest_to_end": focus(acting.end),
        "choke_points": [
            {
                "label": told.label(each.factor),
                "symptoms": told.labels(each.symptoms),
                "causes": each.causes,
                "is_for_all": each.is_for_all,
                "is_symptom": each.is_symptom,
            }
            for each in acting.chokes
        ],
        "causes": [
            {
                "label": told.label(each.factor),
                "effort": each.effort,
                "expected_share": each.share,
                "symptoms": each.reached,
                "rank": each.rank or None,
                "kind": each.kind,
            }
            for each in acting.levers
        ],
        "platforms": [
            {
                "quick_win": told.label(each.quick_win),
                "deep_rooted": told.label(each.deep_rooted),
                "prepares": each.prepares,
                "chain": told.labels(each.factors),
            }
            for each in acting.platforms
        ],
    }


# -- loops, other opinions, what if


def _loops(cause_map: CauseMap, settings: Settings, told: _Teller) -> Values:
    found = find_in_loops(cause_map, settings)

    def loop(each: Loop) -> Values:
        return {
            "labels": told.labels(each.members),
            "kind": each.kind,
            "length": len(each.links),
            "story": story(cause_map, each),
        }

    return {
        "loops": [loop(each) for each in found.found.loops],
        "capped": found.found.capped,
        "in_most_loops": [{"label": told.label(id_), "loops": count} for id_, count in found.in_most],
        "loop_break_points": [
            {
                "loop": told.labels(group.members),
                "points": [
                    {"label": told.label(each.factor), "freed": each.freed, "loops": each.loops, "of": each.of}
                    for each in group.points[:3]
                ],
                "tried_all": group.tried_all,
            }
            for group in found.groups
        ],
    }


def _opinions(cause_map: CauseMap, told: _Teller) -> list[Values]:
    return [
        {
            "label": told.label(each.factor),
            "domain": each.domain,
            "central": each.central,
            "driving": each.driving,
            "dependence": each.dependence,
            "quarter": each.quarter,
            "level": each.level,
        }
        for each in second_opinions(cause_map).factors
    ]


def _scenarios(cause_map: CauseMap, settings: Settings, told: _Teller, *, changeable_only: bool) -> list[Values]:
    supposed = {id_: kept_in(cause_map, id_) for id_ in cause_map.scenarios}
    sides = dict(side_by_side(cause_map, supposed, settings, changeable_only))

    def scenario(id_: str, side: Side) -> Values:
        found, what = side.outcome, supposed[id_]
        return {
            "name": cause_map.scenarios[id_].name,
            "fixed": [told.label(each) for each in cause_map.factors if each in what.fixed],
            "doubted": [told.link(each) for each in cause_map.links if each in what.doubted],
            "rejected": [told.link(each) for each in cause_map.links if each in what.rejected],
            "gone": told.labels(found.gone),
            "stays": [
                {"symptom": told.label(each.symptom), "why": each.why, "causes": told.labels(each.causes)}
                for each in found.stays
            ],
            "unexplained": told.labels(found.unexplained),
            "share_gone": found.share_gone,
            "top": [
                {"rank": each.rank, "labels": told.labels(each.members), "expected_share": each.expected_share}
                for each in side.first
            ],
        }

    return [scenario(id_, side) for id_, side in sides.items()]


# -- what it all rests on


def _input(cause_map: CauseMap) -> Values:
    factors = ("id", "label", "kind", "weight", "control", "effort")
    links = ("id", "cause", "effect", "confidence", "polarity", "together")
    return {
        "factors": [{name: getattr(each, name) for name in factors} for each in cause_map.on_the_map()],
        "links": [{name: getattr(each, name) for name in links} for each in cause_map.links.values()],
    }
