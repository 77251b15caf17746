"""One field finds factors and actions alike, from anywhere, by keyboard alone."""

from typing import get_args

import pytest

from app.document import Document
from app.ui.actions import ACTIONS, When
from app.ui.palette import WHY_NOT, Palette


def palette_of(driver):
    return next((each for each in driver.window.findChildren(Palette) if each.isVisible()), None)


def listed(driver):
    return [entry.words for entry in palette_of(driver).found()]


def test_a_factor_is_found_and_gone_to(started):
    started.add_cause("Too little home care")
    started.press("Ctrl+K")
    started.type("wait in hosp")
    started.press("Enter")
    assert started.selected() == {"People wait in hospital"}
    assert started.focused() is started.view
    assert palette_of(started) is None


def test_a_parked_factor_is_found_in_the_parking_lot(started):
    started.add_cause("Fees are low")
    started.press("Shift+P", "Ctrl+K")
    started.type("fees")
    assert palette_of(started).found()[0].aside == "parked"
    started.press("Enter")
    assert started.workspace.left.currentWidget() is started.workspace.parked
    assert started.workspace.parked.isAncestorOf(started.focused())
    assert started.selected() == {"Fees are low"}


def test_an_action_is_found_and_done(started):
    started.press("Ctrl+K")
    started.type("add a symptom")
    started.press("Enter")
    started.type("Ambulances queue")
    started.press("Enter")
    assert started.labels() == {"People wait in hospital", "Ambulances queue"}


def test_an_action_shows_its_key_and_one_that_cannot_be_done_why(started):
    started.press("Esc", "Ctrl+K")
    started.type("change its words")
    entry = palette_of(started).found()[0]
    assert (entry.aside, entry.possible) == ("select one factor first", False)
    started.press("Enter")
    assert palette_of(started) is not None
    started.press("Esc", "Ctrl+A", "Ctrl+K")
    started.type("change its words")
    assert palette_of(started).found()[0].aside == "F2"


def test_every_action_of_the_table_is_found_by_its_name(started):
    started.press("Ctrl+K")
    palette = palette_of(started)
    for spec in ACTIONS:
        if spec.id == "edit.anything":
            continue
        action = started.window.actions_by_id[spec.id]
        palette.field.setText(action.text().split("\t")[0].replace("&", ""))
        assert spec.id in [entry.id for entry in palette.found()[:5]], spec.id


def test_every_reason_is_said(started):
    assert set(WHY_NOT) == set(get_args(When))


def test_esc_gives_the_keyboard_back_to_where_it_was(started):
    started.press("Shift+F6")
    started.press("Ctrl+K", "Esc")
    assert started.focused() is started.workspace.outline
    started.press("Ctrl+K")
    started.type("people")
    started.press("Enter")
    assert started.focused() is started.workspace.outline


def test_ctrl_k_in_the_middle_of_a_word_keeps_the_word(started):
    started.press("Tab")
    started.type("Staff leave")
    started.press("Ctrl+K")
    assert palette_of(started) is not None
    assert "Staff leave" in started.labels()
    started.press("Esc")
    assert started.focused() is started.view


def test_ctrl_k_twice_leaves_one_palette_and_the_way_back(started):
    started.press("Ctrl+K", "Ctrl+K")
    assert sum(each.isVisible() for each in started.window.findChildren(Palette)) == 1
    started.press("Esc")
    assert started.focused() is started.view


def test_what_was_used_last_comes_first_the_next_time(started):
    started.press("Ctrl+K")
    started.type("zoom in")
    started.press("Enter", "Ctrl+K")
    assert listed(started)[0] == "Zoom in"
    started.type("people")
    started.press("Enter", "Ctrl+K")
    assert listed(started)[:2] == ["People wait in hospital", "Zoom in"]


def test_the_arrows_choose(started):
    started.press("Ctrl+K")
    first, second = listed(started)[:2]
    palette = palette_of(started)
    started.press("Down")
    assert palette.field.accessibleDescription().startswith(second)
    started.press("Up", "Up")
    assert palette.field.accessibleDescription().startswith(first)


def test_on_the_start_page_it_finds_actions_and_gives_the_question_back(driver):
    driver.type("People wa")
    driver.press("Ctrl+K")
    assert {entry.kind for entry in palette_of(driver).found()} == {"action"}
    driver.press("Esc")
    assert driver.focused() is driver.window.start.field
    assert driver.window.start.field.text() == "People wa"
    driver.press("Ctrl+K")
    driver.type("tidy")
    assert palette_of(driver).found()[0].aside == "open a map first"
    driver.press("Ctrl+A")
    driver.type("example")
    driver.press("Enter")
    assert "63 factors" in driver.status()


def test_clicking_elsewhere_closes_it(started):
    started.press("Ctrl+K")
    started.view.setFocus()
    started.settle()
    assert palette_of(started) is None


@pytest.mark.parametrize("width", [760, 1500])
def test_it_stands_at_the_top_in_the_middle_inside_the_window(started, width):
    started.window.resize(width, 520)
    started.settle()
    started.press("Ctrl+K")
    palette = palette_of(started)
    assert abs(palette.geometry().center().x() - started.window.width() / 2) < 2
    assert started.window.rect().contains(palette.geometry())


def test_a_map_that_can_only_be_looked_at_says_so(started, monkeypatch):
    monkeypatch.setattr(Document, "read_only", "This map is on a disk that cannot be written.", raising=False)
    started.press("Esc", "Ctrl+K")
    started.type("add a symptom")
    assert palette_of(started).found()[0].aside == "this map can only be looked at"
    started.type(" ")
    started.press("Ctrl+A")
    started.type("people wait")
    assert palette_of(started).found()[0].possible
