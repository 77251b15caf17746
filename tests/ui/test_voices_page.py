"""The page of voices: bringing people in, who said what, what is missing, on the map; by real keys."""

import pytest
from PySide6.QtWidgets import QApplication

from app.analysis.voices import said_by, without_lived_experience


@pytest.fixture
def at_voices(started):
    started.workspace.basis.voices()
    started.settle()
    return started


@pytest.fixture
def example(driver):
    driver.window.opening.open_example()
    driver.settle()
    driver.workspace.basis.voices()
    driver.settle()
    return driver


def bring_in(driver, page, organisation, *, lived=False):
    page.organisation.field.setFocus()
    driver.type(organisation)
    page.lived.setChecked(lived)
    driver.press("Enter")


def rows_of(page):
    return list(page.rows.words())


def test_an_empty_room_asks_for_its_first_voice(at_voices):
    started, page = at_voices, at_voices.workspace.basis.page
    assert started.focused() is page.organisation.field
    assert "Nobody is in the room yet" in page.said.text()
    bring_in(started, page, "Healthwatch")
    assert rows_of(page) == ["Healthwatch · nothing told yet"]
    assert page.organisation.text() == ""


def test_an_organisation_known_already_is_offered_and_taken_with_one_key(at_voices):
    started, page = at_voices, at_voices.workspace.basis.page
    bring_in(started, page, "Acute hospital trust")
    started.type("hospi")
    assert page.organisation.like.isVisible()
    started.press("Down")
    page.role.field.setFocus()
    started.type("nurse")
    started.press("Enter")
    assert rows_of(page)[1] == "nurse, Acute hospital trust · nothing told yet"


def test_the_same_voice_twice_is_refused_in_a_sentence_and_what_was_typed_stays(at_voices):
    started, page = at_voices, at_voices.workspace.basis.page
    bring_in(started, page, "Healthwatch")
    bring_in(started, page, "healthwatch")
    assert "already" in started.workspace.said.text()
    assert page.organisation.text() == "healthwatch"
    assert len(started.session.map.voices) == 1


def test_v_on_the_map_says_who_said_the_selection_and_shift_v_the_same_one_again(at_voices):
    started, page = at_voices, at_voices.workspace.basis.page
    bring_in(started, page, "Healthwatch")
    bring_in(started, page, "Tenants", lived=True)
    started.view.setFocus()
    started.session.select([started.id_of("People wait in hospital")])
    started.press("V")
    started.type("ten")
    started.press("Enter")
    voice = next(each.id for each in started.session.map.voices.values() if each.organisation == "Tenants")
    assert said_by(started.session.map, [voice]) == {started.id_of("People wait in hospital")}
    assert without_lived_experience(started.session.map) == ()
    started.press("Shift+V")
    assert not started.session.map.sayings
    started.press("Ctrl+Z")
    assert started.session.map.sayings


def test_a_voice_chosen_lights_up_what_it_said_and_another_page_puts_it_out(at_voices):
    started, page = at_voices, at_voices.workspace.basis.page
    bring_in(started, page, "Healthwatch")
    wait = started.id_of("People wait in hospital")
    started.view.setFocus()
    started.session.select([wait])
    started.press("V", "Enter")
    page.rows.setFocus()
    started.press("Down")
    assert set(started.session.shown.factors) == {wait}
    page.coloured.setChecked(True)
    started.settle()
    assert started.session.shown.dots[wait] == (0,)
    started.workspace.basis.evidence()
    started.settle()
    assert started.session.shown is None or not started.session.shown.dots


def test_del_takes_a_voice_away_and_undo_brings_it_back_with_what_it_said(at_voices):
    started, page = at_voices, at_voices.workspace.basis.page
    bring_in(started, page, "Healthwatch")
    started.view.setFocus()
    started.session.select([started.id_of("People wait in hospital")])
    started.press("V", "Enter")
    before = started.session.map
    page.rows.setFocus()
    started.press("Down", "Del")
    assert not started.session.map.voices
    started.press("Ctrl+Z")
    assert started.session.map == before


def test_f2_changes_what_is_told_of_a_voice(at_voices):
    started, page = at_voices, at_voices.workspace.basis.page
    bring_in(started, page, "Healthwatch")
    page.rows.setFocus()
    started.press("Down", "F2")
    page.role.field.setFocus()
    started.type("manager")
    started.press("Enter")
    assert [(each.organisation, each.role) for each in started.session.map.voices.values()] == [
        ("Healthwatch", "manager")
    ]


def test_what_is_missing_is_counted_and_shown_on_the_map(example):
    page = example.workspace.basis.page
    missing = without_lived_experience(example.session.map)
    assert page.questions.words()[0] == f"No expert by experience has touched {len(missing)} factors"
    page.questions.setFocus()
    example.press("Down")
    assert set(example.session.shown.factors) == set(missing)


def test_the_table_of_who_spoke_on_what_lights_up_its_cells_and_can_be_copied(example):
    page = example.workspace.basis.page
    page.table.click()
    window = page._window
    row = [window.table.verticalHeaderItem(at).text() for at in range(window.table.rowCount())].index("Workforce")
    assert window.table.item(row, 0).text() == "–"
    column = next(
        at
        for at in range(window.table.columnCount())
        if window.table.horizontalHeaderItem(at).text() == "Acute hospital trust"
    )
    window.table.setCurrentCell(row, column)
    assert len(example.session.shown.factors) == int(window.table.item(row, column).text())
    window.copy()
    lines = QApplication.clipboard().text().split("\n")
    assert len(lines) == window.table.rowCount() + 1
    window.close()
