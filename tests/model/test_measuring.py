"""Measures and their readings: verbs, and figures as people paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import RuleBroken
from app.model import measuring, planning
from app.model.cause_map import CauseMap
from app.model.changes import Add, inverse
from app.model.measuring import Reading, read_readings
from app.model.records import Factor


@pytest.fixture
def cause_map():
    made = CauseMap.empty("t").apply([Add(Factor(id="s", label="Waits", kind="symptom"))])
    return made.apply(planning.add_action(made, "Ask them", []))


def test_a_measure_is_of_a_factor_or_an_action_and_has_a_name_of_its_own(cause_map):
    there = cause_map.apply(measuring.add_measure(cause_map, "s", " Days  waited ", unit="days", better="down"))
    assert next(iter(there.measures.values())).name == "Days waited"
    with pytest.raises(RuleBroken, match="already"):
        measuring.add_measure(there, "s", "DAYS waited")
    with pytest.raises(RuleBroken, match="a name"):
        measuring.add_measure(there, "s", " ")
    with pytest.raises(RuleBroken, match="factor or an action"):
        measuring.add_measure(there, "nothing", "Days")
    there.apply(measuring.add_measure(there, next(iter(there.actions)), "Days waited"))


def test_a_measure_goes_with_its_readings_and_comes_back_with_them(cause_map):
    there = cause_map.apply(measuring.add_measure(cause_map, "s", "Days"))
    id_ = next(iter(there.measures))
    there = there.apply(measuring.take_readings(there, id_, [Reading("2026-02", 4), Reading("2026-01", 3)]))
    assert [each.value for each in measuring.readings_of(there, id_)] == [3, 4]
    changes = measuring.delete_measure(there, id_)
    assert not there.apply(changes).measurements
    assert there.apply(changes).apply(inverse(changes)) == there


def test_a_reading_of_a_date_that_is_there_takes_its_place(cause_map):
    there = cause_map.apply(measuring.add_measure(cause_map, "s", "Days"))
    id_ = next(iter(there.measures))
    there = there.apply(measuring.take_readings(there, id_, [Reading("2026-01", 3)]))
    there = there.apply(measuring.take_readings(there, id_, [Reading("2026-01", 5), Reading("2026-02", 6)]))
    assert [(each.date, each.value) for each in measuring.readings_of(there, id_)] == [("2026-01", 5), ("2026-02", 6)]


def test_several_of_one_date_all_count_and_are_replaced_one_for_one(cause_map):
    there = cause_map.apply(measuring.add_measure(cause_map, "s", "Days waited, patient by patient"))
    id_ = next(iter(there.measures))

    def take(given, *values):
        return given.apply(measuring.take_readings(given, id_, [Reading("2026-01-05", each) for each in values]))

    def values(given):
        return [each.value for each in measuring.readings_of(given, id_)]

    there = take(there, 3, 9, 3)
    assert values(there) == [3, 9, 3]
    assert values(take(there, 3, 9, 3, 4)) == [3, 9, 3, 4]
    assert values(take(there, 7)) == [7]
    assert values(CauseMap.of(reversed(list(there.records())))) == [3, 9, 3]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-03 41", [("2026-03", 41)]),
        ("2026-03-31\t41.5", [("2026-03-31", 41.5)]),
        ("31/03/2026, 1,041", [("2026-03-31", 1041)]),
        ("03/2026;12%", [("2026-03", 12)]),
        ("Mar 2026 -3", [("2026-03", -3)]),
        ("31 March 2026: 7", [("2026-03-31", 7)]),
        ('"2026-01","5"\n"2026-02","6"', [("2026-01", 5), ("2026-02", 6)]),
        ("Month,Days\n2026-01,5\n2026-02,6\n", [("2026-01", 5), ("2026-02", 6)]),
        ("\ufeffMonth\tDays\r\nJan-26\t5\r\n", [("2026-01", 5)]),
        ("2025-11 5\n6\n7\n8", [("2025-11", 5), ("2025-12", 6), ("2026-01", 7), ("2026-02", 8)]),
        ("2026-01, £1,200.50", [("2026-01", 1200.5)]),
        ("31/03/26 5", [("2026-03-31", 5)]),
        ("31-03-2026\t5", [("2026-03-31", 5)]),
        ("2026-03-31T00:00:00,5", [("2026-03-31", 5)]),
        ("31/03/2026 00:00\t5", [("2026-03-31", 5)]),
        ("Month,4-hour waits in 2026\n2026-01,5", [("2026-01", 5)]),
        ('2026-01,"1,041"\n2026-02,"2,041"', [("2026-01", 1041), ("2026-02", 2041)]),
        ("2026-01,12,345\n2026-02,9,88", [("2026-01", 12), ("2026-02", 9)]),
        ("2026-01-05 3\n2026-01-05 4", [("2026-01-05", 3), ("2026-01-05", 4)]),
    ],
)
def test_figures_are_understood_as_people_paste_them(text, wanted):
    found = read_readings(text)
    assert found.problem == ""
    assert [(each.date, each.value) for each in found.readings] == wanted


def test_figures_alone_go_on_from_the_latest_reading():
    assert [each.date for each in read_readings("4\n5", last="2026-11-30").readings] == ["2026-12", "2027-01"]
    assert "no date" in read_readings("4\n5").problem


@pytest.mark.parametrize(
    "text", ["", "  \n ", "soon many", "2026-13 4", "32/01/2026 4", "03/31/2026 4", "2026-01 four", "a\nb"]
)
def test_what_is_no_reading_is_told_in_one_sentence_and_nothing_is_taken(text):
    found = read_readings(text)
    assert found.readings == ()
    assert found.problem.endswith(".")


def test_a_line_without_end_is_told_like_any_other():
    assert "is not a date and a figure" in read_readings("2026-01," + "1," * 200_000).problem


@given(st.text(max_size=200))
def test_no_text_breaks_it(text):
    found = read_readings(text, last="2026-01")
    assert found.problem == "" or found.readings == ()
    for each in found.readings:
        assert measuring.date_of(each.date) == each.date


@given(st.lists(st.tuples(st.dates(), st.floats(-1e9, 1e9).map(lambda x: round(x, 3))), min_size=1, max_size=20))
def test_what_was_written_is_read_back(pairs):
    text = "\n".join(f"{day.isoformat()}\t{value:.3f}" for day, value in pairs)
    found = read_readings(text)
    assert [(each.date, each.value) for each in found.readings] == [(day.isoformat(), value) for day, value in pairs]


def test_commas_that_may_part_figures_or_thousands_are_asked_about_and_a_head_line_decides():
    assert "may be two figures" in read_readings("2026-01,41,200\n2026-02,38,215").problem
    columns = read_readings("Month,Breaches,Total\n2026-01,41,200\n2026-02,38,215")
    assert [each.value for each in columns.readings] == [41, 38]
    thousands = read_readings("Month,Total\n2026-01,41,200\n2026-02,38,215")
    assert [each.value for each in thousands.readings] == [41200, 38215]
