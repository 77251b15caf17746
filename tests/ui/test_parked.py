"""The parking lot: what has no place yet waits there, and comes out by key or by mouse."""

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent

from app.ui.session import PARKED


def park(driver, *lines):
    driver.press("Ctrl+J")
    for line in lines:
        driver.type(line)
        driver.press("Enter")
    driver.press("Esc")


def parked(driver):
    rows = driver.workspace.parked.rows
    return [rows.item(number).text() for number in range(rows.count())]


def open_parked(driver):
    driver.press("Ctrl+Shift+P")
    return driver.workspace.parked.rows


def test_what_has_no_place_is_listed_and_counted(started):
    park(started, "the taxi firm", "the rota")
    assert parked(started) == ["the taxi firm", "the rota"]
    assert started.workspace.left.tabText(1) == "Parked (2)"
    started.press("Ctrl+Z")
    assert parked(started) == ["the taxi firm"]


def test_f6_goes_round_through_the_parking_lot_too(started):
    park(started, "the taxi firm")
    rows = open_parked(started)
    started.press("Alt+1")
    assert started.focused() is not rows
    started.press("F6")
    assert started.focused() is rows
    started.press("F6")
    assert started.focused() is started.view


def test_enter_brings_it_onto_the_map(started):
    park(started, "the taxi firm", "the rota")
    rows = open_parked(started)
    assert started.focused() is rows
    started.press("Enter")
    assert "the taxi firm" in started.labels()
    assert parked(started) == ["the rota"]


def test_an_arrow_key_makes_it_a_cause_of_what_is_selected_on_the_map(started):
    park(started, "the taxi firm")
    started.find("people wait")
    open_parked(started)
    started.type(">")
    assert started.links() == {("the taxi firm", "People wait in hospital")}
    started.press("Ctrl+Z")
    assert started.links() == set()
    assert parked(started) == ["the taxi firm"]


def test_it_is_deleted_and_brought_back(started):
    park(started, "the taxi firm")
    open_parked(started)
    started.press("Del")
    assert parked(started) == []
    started.press("Ctrl+Z")
    assert parked(started) == ["the taxi firm"]


def test_dropped_on_the_map_it_stands_where_it_was_let_go(started):
    park(started, "the taxi firm")
    mime = QMimeData()
    mime.setData(PARKED, started.id_of("the taxi firm").encode())
    at = QPointF(300, 200)
    there = started.view.mapToScene(at.toPoint())
    drop = QDropEvent(at, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    started.view.dropEvent(drop)
    box = started.session.boxes[started.id_of("the taxi firm")]
    assert abs(box.x - there.x()) + abs(box.y - there.y()) < 1


def test_an_empty_parking_lot_says_what_it_is_for(started):
    open_parked(started)
    assert any("capture bar" in text for text in started.texts())


def test_a_cause_of_what_is_parked_brings_it_onto_the_map(started):
    park(started, "the taxi firm")
    [id_] = [factor.id for factor in started.session.map.factors.values() if factor.parked]
    started.session.select([id_])
    started.workspace.view.setFocus()
    started.add_cause("one driver")
    assert not started.session.map.factors[id_].parked
    assert id_ in started.session.boxes
    assert [link.effect for link in started.session.map.links.values()] == [id_]
