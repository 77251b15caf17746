"""Hints: one quiet line, gone once its key was used or it was sent away, never over what is in hand."""

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.drawing.theme import THEMES
from app.ui.actions import ACTIONS
from app.ui.hints import HINTS


def hint_of(driver):
    """The hint in sight, without its marks."""
    line = driver.workspace.hints.line
    return re.sub("<[^>]*>", "", driver.workspace.hints.words.text()) if line.isVisible() else ""


def test_the_first_hint_is_to_ask_why_and_asking_why_ends_it(started):
    assert hint_of(started).startswith("Tab asks why")
    started.add_cause("Staff leave")
    assert not hint_of(started).startswith("Tab")


def test_one_hint_follows_another_with_a_later_step_never_at_once(started):
    started.press("Tab")
    assert hint_of(started) == ""
    started.type("Staff leave")
    started.press("Enter")
    assert hint_of(started).startswith("Enter adds another")
    started.press("Enter", "Esc")
    assert hint_of(started) == ""
    started.add_cause("Pay is low")
    assert hint_of(started).startswith("Ctrl+J")


def test_the_key_used_in_the_outline_counts_too(started):
    started.press("Shift+F6")
    started.add_cause("Staff leave")
    assert hint_of(started).startswith("Enter")


def test_esc_with_nothing_selected_sends_the_hint_away_for_good(started):
    started.press("Esc")
    assert hint_of(started)
    started.press("Esc")
    assert hint_of(started) == ""
    path = started.session.document.path
    started.press("Ctrl+W")
    started.open(path)
    started.press("Ctrl+A")
    assert not hint_of(started).startswith("Tab")


def test_the_cross_sends_the_hint_away(started):
    cross = started.workspace.hints.away
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    started.settle()
    assert hint_of(started) == ""
    assert not cross.isVisible()
    assert started.focused() is started.view


def test_an_action_done_from_the_menu_ends_its_hint(started):
    for words in ("Staff leave", "Pay is low"):
        started.press("Tab")
        started.type(words)
        started.press("Enter")
    started.press("Enter", "Esc")
    started.add_cause("Budgets are cut")
    assert hint_of(started).startswith("Ctrl+J")
    started.window.actions_by_id["capture.open"].trigger()
    started.settle()
    assert hint_of(started) == ""
    started.press("Esc")
    assert hint_of(started) == ""


def test_a_hint_gives_way_to_a_sentence_and_comes_back(started):
    assert hint_of(started)
    started.workspace.say("Something was said.")
    started.settle()
    assert hint_of(started) == ""
    started.workspace.said.hide()
    started.settle()
    assert hint_of(started)


def test_a_hint_never_covers_what_is_in_hand(started):
    view, line = started.view, started.workspace.hints.line
    box = started.session.boxes[started.id_of("People wait in hospital")]
    assert line.isVisible()
    view.set_zoom(1.0)
    started.settle()
    at = view.mapFromScene(box.x, box.y)
    for bar, now, wanted in (
        (view.verticalScrollBar(), at.y(), view.height() - 30),
        (view.horizontalScrollBar(), at.x(), view.width() // 2),
    ):
        bar.setValue(bar.value() - (wanted - now))
    started.settle()
    at = view.mapFromScene(box.x, box.y)
    assert at.y() > view.height() - 60
    assert abs(at.x() - view.width() / 2) < 60
    assert not line.isVisible()
    started.press("Esc")
    assert line.isVisible()


def test_the_map_below_a_hint_can_be_taken_hold_of(started):
    line = started.workspace.hints.line
    middle = line.geometry().center() - QPoint(40, 0)
    assert started.view.childAt(middle) is started.view.viewport()


def test_an_empty_map_has_no_hint_but_says_what_to_do_next(started):
    started.press("Del")
    assert hint_of(started) == ""
    shown = started.workspace.hint.text()
    assert all(key in shown for key in ("S", "Tab", "Ctrl+J", "F1"))


def test_every_hint_is_of_an_action_with_a_key():
    keys = {spec.id: spec.keys or spec.shown_key for spec in ACTIONS}
    assert all(keys[hint.action] for hint in HINTS)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_hint_can_be_read_in_both_themes(started, name):
    if started.window.theme.name != name:
        started.window.toggle_dark()
        started.settle()
    picture = started.workspace.hints.line.grab().toImage()
    grounds = {picture.pixelColor(x, 6).name().upper() for x in range(20, picture.width() - 40)}
    assert grounds == {THEMES[name].panel}
