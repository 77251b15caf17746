"""History: any moment looked at again by key, nothing changed by looking, one step back there, two compared."""

import pytest
from PySide6.QtWidgets import QApplication

from app.analysis.differences import differences
from app.model import edits
from app.ui.closer.history import HistoryPage


@pytest.fixture
def told(started):
    """A symptom, then two causes of it, then the first cause renamed: as typed."""
    started.add_cause("Staff leave")
    started.add_beside("Assessments are late")
    started.press("Esc")
    session = started.session
    started.maps = {"before": session.map}
    (leavers,) = [each.id for each in session.map.factors.values() if each.label == "Staff leave"]
    session.perform("Rename", edits.rename(session.map, leavers, "Carers leave within a year"))
    started.maps["now"] = session.map
    started.leavers = leavers
    session.select([])
    started.press("Alt+8")
    return started


def page(driver) -> HistoryPage:
    found = driver.workspace.closer.page
    assert isinstance(found, HistoryPage)
    return found


def words_on_the_map(driver):
    return {face.id: driver.session.map.factors[face.id].label for face in driver.session.map.on_the_map()}


def rows(widget):
    return [widget.item(at).text() for at in range(widget.count())]


def until(driver, holds):
    driver.qtbot.waitUntil(holds, timeout=10_000)
    driver.settle()


def go(driver, *keys):
    """Press keys on the slider and let the map come."""
    for key in keys:
        driver.press(key)
    until(driver, lambda: not driver.session.turns.waits("moment") and page(driver)._wanted is None)


def test_the_slider_shows_each_moment_and_changes_nothing(told):
    session = told.session
    assert QApplication.focusWidget() is page(told).slider
    steps = len(session.document.history())
    go(told, "Left")
    assert session.map == told.maps["before"]
    assert "Staff leave" in words_on_the_map(told).values()
    assert session.looking.startswith("as it was at ")
    assert "only be looked at" in page(told).sentence.text()
    go(told, "Home")
    assert len(session.map.factors) == len(session.document.moments.at(0).factors)
    go(told, "End")
    assert session.map == told.maps["now"]
    assert session.looking == ""
    assert len(session.document.history()) == steps
    assert session.document.map == told.maps["now"]


def test_the_ranking_is_that_of_the_moment(told):
    now = told.ranking()
    go(told, "Left", "Left")
    assert len(told.session.map.factors) < len(told.maps["now"].factors)
    assert told.session.is_read
    assert {
        each for cause in told.session.reading.upstream for each in cause.members
    } <= told.session.map.factors.keys()
    told.press("Esc")
    assert told.session.looking == ""
    assert told.ranking() == now


def test_while_a_moment_is_looked_at_nothing_can_be_changed_and_that_is_said(told):
    go(told, "Left")
    told.session.select([told.leavers])
    told.workspace.view.setFocus()
    steps = len(told.session.document.history())
    told.press("Del", "Ctrl+Z", "Ctrl+T")
    assert told.session.perform("Rename", edits.rename(told.session.map, told.leavers, "Else")) is False
    assert len(told.session.document.history()) == steps
    assert "looked at only" in told.said()
    assert not told.window.actions_by_id["edit.undo"].isEnabled()
    told.press("Esc")
    assert told.session.looking == ""
    assert told.window.actions_by_id["edit.undo"].isEnabled()


def test_going_back_is_one_step_that_undo_takes_back(told):
    session = told.session
    go(told, "Left")
    steps = len(session.document.history())
    page(told).back.setFocus()
    told.press("Space")
    assert session.looking == ""
    assert session.map == told.maps["before"]
    assert len(session.document.history()) == steps + 1
    session.undo()
    assert session.map == told.maps["now"]


def test_a_moment_is_kept_under_a_name_and_found_again(told):
    go(told, "Left")
    page(told).name.setFocus()
    told.type("Before the break")
    go(told, "Enter")
    session = told.session
    assert [each.name for each in session.document.map.snapshots.values()] == ["Before the break"]
    assert session.map.factors == told.maps["before"].factors, "the moment is still on screen"
    told.press("Esc")
    assert session.looking == ""
    found = page(told)
    assert rows(found.named)[0].startswith("Before the break\n")
    found.named.setFocus()
    go(told, "Down")
    assert session.map.factors == told.maps["before"].factors
    found.named.setFocus()
    told.press("Del")
    assert session.map.snapshots == {}
    session.undo()
    assert len(session.map.snapshots) == 1


def test_going_back_keeps_the_names_of_later_moments(told):
    page(told).name.setFocus()
    told.type("The end")
    told.press("Enter")
    page(told).slider.setFocus()
    go(told, "Home")
    page(told).go_back()
    assert [each.name for each in told.session.map.snapshots.values()] == ["The end"]
    assert len(told.session.map.factors) == len(told.session.document.moments.at(0).factors)


def test_two_moments_are_compared_in_colour_and_in_words(told):
    session, found = told.session, page(told)
    go(told, "Home")
    choose(told, "now")
    assert found.sentence.text().startswith("The map as it was at the beginning and as it is now, in one: + came")
    first, last = session.document.moments.at(0), told.maps["now"]
    wanted = differences(first, last)
    shown = session.shown
    assert {id_ for id_, tone in {**shown.factors, **shown.links}.items() if tone == "new"} == set(wanted.added)
    assert "≠" not in "".join(rows(found.compared.changes))
    assert any(row.startswith("+ “Carers leave within a year”") for row in rows(found.compared.changes))
    found.slider.setFocus()
    go(told, "End", "Left")
    assert session.shown.factors == {told.leavers: "changed"}
    assert rows(found.compared.changes) == ["≠ “Carers leave within a year” was called “Staff leave”"]
    assert "The ranking is the same." in found.compared.said.text()
    told.press("Esc")
    assert (session.shown, session.looking, rows(found.compared.changes)) == (None, "", [])


def test_what_has_gone_is_drawn_where_it_stood_and_the_ranking_is_the_later_one(told):
    session, found = told.session, page(told)
    session.perform("Delete", edits.delete(session.map, [told.leavers]))
    told.settle()
    now = told.ranking()
    go(told, "Left")
    choose(told, "now")
    assert session.shown.factors[told.leavers] == "gone"
    assert told.leavers in session.map.factors
    assert told.leavers in session.boxes
    assert told.leavers not in session.considered.factors
    assert told.ranking() == now
    found.compared.changes.setFocus()
    told.press("Down")
    assert told.selected()
    assert any("is not on the map any more" in row for row in rows(found.compared.ranks))


def choose(driver, what):
    """Choose from the list what to compare with, as a click on it does."""
    other = page(driver).compared.other
    other.setCurrentIndex(other.findData(what))
    other.activated.emit(other.currentIndex())
    go(driver)


def test_leaving_the_page_and_closing_the_map_come_back_to_the_present(told):
    go(told, "Left")
    told.press("Alt+2")
    assert told.session.looking == ""
    assert told.session.map == told.maps["now"]
    told.press("Alt+8")
    go(told, "Left")
    assert told.session.looking
    told.window.close_map()
    told.settle()


def test_what_settled_by_itself_belongs_to_the_step_before(told):
    session = told.session
    stops = len(page(told)._stops)
    session.perform(
        "Settle the map", edits.move(session.map, {told.leavers: (500.0, 500.0)}), source="ease", settle=False
    )
    until(told, lambda: page(told)._stops[-1] == len(session.document.history()))
    assert len(page(told)._stops) == stops
