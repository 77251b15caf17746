"""Presenting with a screen for the room. Run by test_presenting_screens in a process of its own."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.places import choose
from app.ui.presenting import place
from app.ui.presenting.window import least_text_height


@pytest.fixture(autouse=True)
def still():
    choose(reduce_motion=True)


@pytest.fixture
def screens():
    """The facilitator's and the room's."""
    found = QGuiApplication.screens()
    assert len(found) == 2
    return found


@pytest.fixture
def chained(started):
    started.add_cause("Staff leave")
    started.add_cause("Pay is low")
    return started


def projector(driver):
    return driver.workspace.presenting.projector


def stands_on(driver, screen):
    shown = projector(driver)
    return shown.isVisible() and shown.isFullScreen() and shown.geometry() == screen.geometry()


def room_sees(driver):
    projector(driver).scene.catch_up()
    driver.settle()
    factors = projector(driver).scene.factors
    return {driver.session.map.factors[id_].label for id_, item in factors.items() if item.faded is None}


def test_f5_fills_the_second_screen_and_the_keyboard_stays(chained, screens):
    chained.press("F5")
    assert projector(chained).isFullScreen()
    assert projector(chained).geometry() == screens[1].geometry()
    assert projector(chained).windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert QApplication.activeWindow() is chained.window
    assert chained.focused() is chained.view
    chained.press("F5")
    assert projector(chained) is None
    assert chained.focused() is chained.view


def test_the_room_has_the_screen_that_the_window_is_not_on(chained, screens, qtbot):
    chained.window.windowHandle().setScreen(screens[1])
    chained.window.move(screens[1].geometry().topLeft())
    chained.settle()
    chained.press("F5")
    assert projector(chained).geometry() == screens[0].geometry()
    chained.window.move(screens[0].geometry().topLeft())
    chained.window.windowHandle().setScreen(screens[0])
    qtbot.waitUntil(lambda: stands_on(chained, screens[1]))


def test_typing_goes_on_and_the_room_sees_what_has_been_entered(chained):
    chained.press("F5", "Tab")
    chained.type("Shops pay more")
    assert "Shops pay more" not in room_sees(chained)
    chained.press("Enter")
    assert "Shops pay more" in room_sees(chained)
    assert chained.focused().window() is chained.window


def test_every_key_of_the_facilitator_reaches_the_room(chained):
    chained.press("F5", "F7")
    assert projector(chained).page == "focus"
    chained.press("F7", "F9")
    assert projector(chained).blanked
    chained.press("F9")
    assert not projector(chained).blanked
    chained.press("Shift+F7")
    assert chained.workspace.presenting.spotlight
    chained.session.select([])
    chained.press("F8", "F8")
    assert projector(chained).sentence.words == "People wait in hospital. Why? Because staff leave."
    chained.press("Shift+F8")
    assert projector(chained).sentence.words == "People wait in hospital. Why?"


def test_the_one_who_reads_aloud_has_the_sentence_too(chained):
    chained.session.select([])
    chained.press("F5", "F8", "F8")
    assert chained.said() == projector(chained).sentence.words


def test_a_key_that_is_meant_for_the_room_begins_presenting(chained):
    chained.press("F7")
    assert projector(chained).page == "focus"
    chained.press("F5", "F9")
    assert projector(chained) is None
    assert "F5" in chained.said()


def test_a_screen_unplugged_and_plugged_in_again_loses_nothing(chained, screens, monkeypatch, qtbot):
    """Screens cannot be pulled from this platform; what Qt says then is said here."""
    application = QGuiApplication.instance()
    chained.session.select([])
    chained.press("F5", "F8", "F8", "Tab")
    said = projector(chained).sentence.words
    monkeypatch.setattr(place, "screens", lambda: screens[:1])
    application.screenRemoved.emit(screens[1])
    qtbot.waitUntil(lambda: stands_on(chained, screens[0]))
    qtbot.waitUntil(lambda: QApplication.activeWindow() is projector(chained))
    assert projector(chained).sentence.words == said
    QTest.keyClick(projector(chained), Qt.Key.Key_Space)
    assert chained.workspace.presenting.stage == 2
    monkeypatch.undo()
    application.screenAdded.emit(screens[1])
    qtbot.waitUntil(lambda: stands_on(chained, screens[1]))
    chained.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    chained.press("F5")
    assert projector(chained) is None


def test_words_being_typed_outlive_an_unplugged_screen(chained, screens, monkeypatch, qtbot):
    application = QGuiApplication.instance()
    chained.press("F5", "Tab")
    chained.type("Shops pay more")
    monkeypatch.setattr(place, "screens", lambda: screens[:1])
    application.screenRemoved.emit(screens[1])
    qtbot.waitUntil(lambda: stands_on(chained, screens[0]))
    QTest.keyClick(projector(chained), Qt.Key.Key_Escape)
    chained.settle()
    editor = chained.view.writing.editor
    kept = editor.toPlainText() if editor is not None else ""
    assert kept == "Shops pay more" or "Shops pay more" in chained.labels()


def test_words_are_large_enough_for_the_size_of_the_rooms_screen(chained, screens):
    chained.press("F5")
    assert least_text_height(projector(chained)) >= 4 / 200 / 2 * screens[1].geometry().width() * 0.9999


def test_closing_the_window_closes_the_rooms_too(chained):
    chained.press("F5")
    chained.close()
    assert not [each for each in QApplication.topLevelWidgets() if each.isVisible()]
