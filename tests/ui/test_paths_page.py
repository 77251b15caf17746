"""Paths: the two ends by selection and by typing, the ways in their order, traced and read aloud."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from test_loops_page import badges, build, lit, rows

from app.model import edits
from app.model.changes import update
from app.ui.closer import paths as module
from app.ui.closer.paths import PathsPage


@pytest.fixture
def two_ways(started):
    """From pay to waiting: a short way of doubtful links and a longer one of sure links; and something aside."""
    build(started, "pay>leavers leavers>waiting pay>budget budget>beds beds>waiting parking>beds")
    session = started.session
    for name, sure in (("pay>leavers", 0.5), ("leavers>waiting", 0.5)):
        session.perform("Sure", update(session.map.links[started.ids[name]], confidence=sure))
    session.select([])
    started.press("Alt+6")
    return started


def page(driver) -> PathsPage:
    found = driver.workspace.closer.page
    assert isinstance(found, PathsPage)
    return found


def ends(driver):
    return page(driver).start.field.text(), page(driver).goal.field.text()


def select(driver, *names):
    driver.session.select([driver.ids[name] for name in names])
    driver.settle()


def test_with_nothing_said_it_leads_from_the_first_cause_to_a_symptom(two_ways):
    assert ends(two_ways)[0] in ("pay", "parking")
    assert ends(two_ways)[1] == "People wait in hospital"
    assert two_ways.focused() is page(two_ways).start.field


def test_one_selected_factor_is_the_beginning_and_two_are_both_ends(two_ways):
    select(two_ways, "pay")
    assert ends(two_ways) == ("pay", "People wait in hospital")
    select(two_ways, "pay", "beds")
    assert ends(two_ways) == ("pay", "beds")
    select(two_ways, "budget")
    assert ends(two_ways) == ("budget", "beds")


def test_the_shortest_and_the_surest_come_first_with_how_sure_they_are(two_ways):
    select(two_ways, "pay")
    assert page(two_ways).sentence.text() == "2 ways of up to 12 links lead there."
    assert rows(page(two_ways).ways) == [
        "Shortest · 2 links · 25% sure\nBy way of “leavers”",
        "Surest · 3 links · 51% sure\nBy way of “budget” → “beds”",
    ]


def test_a_chosen_way_is_traced_and_read_aloud_then_asked_why_by_why(two_ways):
    select(two_ways, "pay")
    page(two_ways).ways.setFocus()
    two_ways.press("Down")
    assert lit(two_ways) == {"pay", "leavers", "waiting", "pay>leavers", "leavers>waiting"}
    assert badges(two_ways) == {"pay": "1", "leavers": "2", "waiting": "3"}
    said = rows(page(two_ways).ways)[0]
    assert said.endswith("▸ Because pay, therefore leavers, therefore people wait in hospital.")
    two_ways.press("Right")
    assert rows(page(two_ways).ways)[0].endswith("▸ Why 1 of 2: People wait in hospital. Why? Because leavers.")
    assert badges(two_ways) == {"leavers": "2", "waiting": "3", "leavers>waiting": "why?"}
    two_ways.press("Enter")
    assert "Why 2 of 2: Leavers. Why? Because pay." in rows(page(two_ways).ways)[0]
    two_ways.press("Left", "Left")
    assert rows(page(two_ways).ways)[0] == said
    two_ways.press("Alt+1")
    assert two_ways.session.shown is None


def test_letters_find_the_ends_and_esc_leaves_them_as_they_were(two_ways):
    select(two_ways, "pay")
    field = page(two_ways).start.field
    field.setFocus()
    two_ways.settle()
    two_ways.type("bud")
    assert rows(page(two_ways).start.rows) == ["budget"]
    two_ways.press("Enter")
    assert ends(two_ways) == ("budget", "People wait in hospital")
    assert rows(page(two_ways).ways)[0].startswith("Shortest and surest · 2 links")
    two_ways.type("park")
    two_ways.press("Esc")
    assert ends(two_ways)[0] == "budget"
    assert not page(two_ways).start.rows.isVisible()
    two_ways.press("Tab")
    assert two_ways.focused() is page(two_ways).goal.field
    two_ways.type("be")
    two_ways.press("Down", "Up", "Enter")
    assert ends(two_ways) == ("budget", "beds")
    assert rows(page(two_ways).ways) == ["Shortest and surest · 1 link · 80% sure\nDirectly"]


def test_the_arrows_choose_among_what_fits(two_ways):
    field = page(two_ways).start.field
    field.setFocus()
    two_ways.type("e")
    fitting = rows(page(two_ways).start.rows)
    assert len(fitting) > 2
    two_ways.press("Down", "Down", "Enter")
    assert field.text() == fitting[2]


def test_where_no_way_leads_it_says_so_and_swap_turns_the_ends_round(two_ways):
    select(two_ways, "waiting", "pay")
    assert page(two_ways).sentence.text() == (
        "No way on this map leads from “People wait in hospital” to “pay”. It leads the other way: swap them."
    )
    assert not page(two_ways).ways.isVisible()
    page(two_ways).swap.setFocus()
    two_ways.press("Space")
    assert ends(two_ways) == ("pay", "People wait in hospital")
    assert len(rows(page(two_ways).ways)) == 2
    select(two_ways, "parking", "pay")
    assert page(two_ways).sentence.text() == "No way on this map leads from “parking” to “pay”."


def test_ways_that_pull_both_ways_are_said_to(two_ways):
    session = two_ways.session
    session.perform("Less", update(session.map.links[two_ways.ids["budget>beds"]], polarity="-"))
    select(two_ways, "pay")
    assert "They pull both ways: by 1 more makes more, by 1 more makes less." in page(two_ways).sentence.text()
    assert rows(page(two_ways).ways)[1].startswith("Surest · 3 links · 51% sure · more makes less")
    page(two_ways).ways.setFocus()
    two_ways.press("Down", "Down", "Right", "Right")
    assert badges(two_ways)["budget>beds"] == "less"
    assert "What makes less of it?" in rows(page(two_ways).ways)[1]


def test_a_chosen_way_stays_through_an_edit_and_goes_with_its_link(two_ways):
    select(two_ways, "pay")
    page(two_ways).ways.setFocus()
    two_ways.press("Down", "Down")
    session = two_ways.session
    session.perform("Link", edits.link(session.map, two_ways.ids["pay"], two_ways.ids["waiting"]))
    two_ways.settle()
    # The new link is both the shortest and the surest way; the chosen one stands among the rest.
    assert rows(page(two_ways).ways)[0].startswith("Shortest and surest · 1 link")
    assert page(two_ways).ways.currentRow() == 2
    assert "budget" in lit(two_ways)
    session.perform("Delete", edits.delete(session.map, [two_ways.ids["budget>beds"]]))
    two_ways.settle()
    assert session.shown is None
    assert len(rows(page(two_ways).ways)) == 2


def test_a_deleted_end_is_let_go(two_ways):
    select(two_ways, "pay", "beds")
    session = two_ways.session
    session.perform("Delete", edits.delete(session.map, [two_ways.ids["beds"]]))
    two_ways.settle()
    assert ends(two_ways) == ("pay", "People wait in hospital")


def test_more_ways_than_the_bound_are_said_to_be_more(two_ways, monkeypatch):
    real = module.find_paths
    monkeypatch.setattr(module, "find_paths", lambda *ends, **bounds: real(*ends, most=1, **bounds))
    select(two_ways, "pay")
    assert page(two_ways).sentence.text() == (
        "More than 1 ways of up to 12 links lead there; the 1 shortest are listed."
    )
    # The surest way is named even where the bound leaves it out.
    assert [words.split(" · ")[0] for words in rows(page(two_ways).ways)] == ["Shortest", "Surest"]


def test_a_larger_map_is_looked_at_beside_the_window(two_ways, monkeypatch, qtbot):
    monkeypatch.setattr(module, "_AT_ONCE", 0)
    select(two_ways, "budget", "waiting")
    assert rows(page(two_ways).ways) == []
    assert page(two_ways).working.isVisible()
    qtbot.waitUntil(lambda: len(rows(page(two_ways).ways)) == 1, timeout=20_000)
    assert not page(two_ways).working.isVisible()
    select(two_ways, "pay")
    QTest.mouseClick(page(two_ways).working.cancel, Qt.MouseButton.LeftButton)
    two_ways.settle()
    assert not page(two_ways).working.isVisible()
    assert not two_ways.session.inquiries.is_busy("paths")
