"""Where things stand on the timeline."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.plan import Planned
from app.model.records import Action
from app.ui.plan.timeline_places import NAMES, lines_of, moved

TODAY = date(2018, 11, 15)


def planned(id_, start, due, pace="", *, causes=(), prepares=()):
    return Planned(
        Action(id=id_, what=id_), tuple(causes), pace, pace, tuple(prepares), (), start, due, False, (), ()
    )  # fmt: skip


DAYS = st.one_of(st.none(), st.dates(date(2017, 1, 1), date(2020, 12, 31)))


@given(st.lists(st.tuples(DAYS, DAYS, st.sampled_from(["", "quick win", "deep-rooted"])), max_size=8), st.dates())
def test_every_action_has_a_row_of_its_own_and_later_is_further_right(told, today):
    actions = [planned(f"a{at}", *each) for at, each in enumerate(told)]
    lines = lines_of(actions, today, 900)
    assert {bar.one.action.id for bar in lines.bars} == {one.action.id for one in actions}
    tops = [bar.top for bar in lines.bars]
    assert tops == sorted(set(tops))
    for bar in lines.bars:
        dated = bar.one.start is not None or bar.one.due is not None
        assert (bar.left is not None) is dated
        if bar.left is not None:
            assert NAMES <= bar.left <= bar.right <= lines.width + 60
    for one in lines.bars:
        for other in lines.bars:
            if None not in (one.one.start, one.one.due, other.one.start, other.one.due):
                first, second = min(one.one.start, one.one.due), min(other.one.start, other.one.due)
                assert (first < second) == (one.left < other.left)
    assert lines.today is None or NAMES <= lines.today <= lines.width


def test_what_has_no_date_comes_last_of_its_kind():
    lines = lines_of(
        [
            planned("none", None, None, "quick win"),
            planned("late", date(2019, 3, 1), date(2019, 6, 1), "quick win"),
            planned("soon", date(2018, 9, 1), date(2018, 12, 1), "quick win"),
            planned("deep", date(2018, 9, 1), date(2019, 9, 1), "deep-rooted"),
        ],
        TODAY,
        900,
    )
    assert [bar.one.action.id for bar in lines.bars] == ["soon", "late", "none", "deep"]
    assert lines.today is not None


def test_today_is_shown_only_near_the_plan():
    plan = [planned("a", date(2018, 9, 1), date(2019, 9, 1))]
    assert lines_of(plan, date(2026, 1, 1), 900).today is None
    assert lines_of(plan, date(2019, 10, 1), 900).today is not None


def test_an_arrow_runs_from_what_prepares_to_what_works_on_it():
    plan = [
        planned("quick", date(2018, 9, 1), date(2018, 10, 1), "quick win", causes=["q"], prepares=["d"]),
        planned("deep", date(2018, 10, 1), date(2019, 10, 1), "deep-rooted", causes=["d"]),
        planned("other", None, None, causes=["x"], prepares=["nobody works on it"]),
    ]
    assert [(each.start, each.end, each.told) for each in lines_of(plan, TODAY, 900).arrows] == [
        ("quick", "deep", True)
    ]


@pytest.mark.parametrize(("day", "months", "expected"), [
    (date(2018, 1, 31), 1, date(2018, 2, 28)), (date(2018, 12, 31), 2, date(2019, 2, 28)),
    (date(2018, 1, 15), -1, date(2017, 12, 15)), (date(1, 1, 1), -1, date(1, 12, 1)),
    (date(2020, 3, 31), -1, date(2020, 2, 29)),
])  # fmt: skip
def test_a_month_later_is_the_same_day_or_the_last(day, months, expected):
    assert moved(day, months) == expected
