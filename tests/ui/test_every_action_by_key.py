"""Every action of the program is done by keyboard alone: by its key where it has one, else by Ctrl+K and its name."""

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.actions import ACTIONS
from app.ui.main_window import MainWindow


@pytest.fixture
def recorded(started, monkeypatch):
    """A map on which every action can be done, and what was asked for instead of doing it."""
    started.add_cause("Staff leave")
    started.add_cause("Pay is low")
    started.press("Ctrl+Z")
    asked = []
    monkeypatch.setattr(MainWindow, "_run", lambda _, handler: asked.append(handler))
    return started, asked


def make_ready(driver, spec):
    """Select what the action needs, and put the keyboard where its key works."""
    session = driver.session
    link = next(iter(session.map.links))
    factors = [driver.id_of("Staff leave")]
    session.select([link] if spec.when == "link" else factors)
    (driver.workspace.outline if spec.where == "outline" else driver.view).setFocus()
    driver.settle()


def test_every_key_does_its_action(recorded):
    driver, asked = recorded
    for spec in ACTIONS:
        for key in spec.keys:
            asked.clear()
            make_ready(driver, spec)
            pressed = QKeySequence(key)[0]
            QTest.keyClick(QApplication.focusWidget(), pressed.key(), pressed.keyboardModifiers())
            driver.settle()
            assert asked == [spec.handler], key


def test_an_action_without_a_key_is_found_by_its_name_and_done(started, monkeypatch):
    asked = []
    run = MainWindow._run
    monkeypatch.setattr(
        MainWindow,
        "_run",
        lambda self, handler: run(self, handler) if handler == "window.find_anything" else asked.append(handler),
    )
    started.add_cause("Staff leave")
    for spec in ACTIONS:
        if not spec.keys and not spec.shown_key:
            asked.clear()
            make_ready(started, spec)
            started.press("Ctrl+K")
            started.type(spec.text.removesuffix(" …"))
            started.press("Enter")
            assert asked == [spec.handler]


def test_the_keys_that_widgets_take_themselves_are_only_those_tested_elsewhere():
    assert {spec.shown_key for spec in ACTIONS if spec.shown_key} == {"Tab", "Enter"}
