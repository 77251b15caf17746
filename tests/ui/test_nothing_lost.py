"""The untidy moments: closing in mid-word, acting in mid-drag, a map that cannot be written. Nothing is lost."""

import errno
import sqlite3
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app.document import Document
from app.errors import NotWritten
from app.model import edits
from app.storage.file import MapFile


def reopened(driver, path):
    driver.open(path)
    return driver.session.map


def details(driver):
    driver.workspace.right.setCurrentWidget(driver.workspace.details)
    driver.settle()
    return driver.workspace.details


def test_closing_with_the_mouse_over_a_box_or_its_side_is_no_trouble(started):
    port = started.view.viewport()
    QTest.mouseMove(port, started.point("People wait in hospital"))
    started.settle()
    started.press("Ctrl+W")
    assert started.window.workspace is None


def test_find_twice_then_esc_gives_the_keyboard_back(started):
    started.press("Ctrl+F", "Ctrl+F", "Esc")
    assert started.focused() is started.view
    started.add_cause("Staff leave")
    assert "Staff leave" in started.labels()


def test_notes_being_typed_are_kept_on_closing(started):
    path = started.session.document.path
    panel = details(started)
    panel.notes.setFocus()
    started.type("Since last winter")
    started.window.close_map()
    assert reopened(started, path).symptoms()[0].notes == "Since last winter"


def test_words_being_typed_in_details_are_kept_on_closing_the_window(started):
    path = started.session.document.path
    panel = details(started)
    panel.label.setFocus()
    started.press("Ctrl+A")
    started.type("People wait too long")
    started.close()
    with Document.open(path) as document:
        assert document.map.symptoms()[0].label == "People wait too long"


def test_a_title_being_typed_is_kept_on_closing(started):
    path = started.session.document.path
    started.window.title_field.setFocus()
    started.press("Ctrl+A")
    started.type("Winter summit")
    started.window.close_map()
    assert reopened(started, path).title == "Winter summit"


def test_visiting_a_field_without_typing_changes_nothing(started):
    symptom = started.session.map.symptoms()[0]
    exact = edits.set_factors(started.session.map, [symptom.id], weight=0.123456, notes="one\u00a0two\u2028three")
    started.session.perform("Set", exact)
    before, undo = started.session.map, started.session.document.undo_label
    panel = details(started)
    for field in (panel.label, panel.theme, panel.weight, panel.notes):
        field.setFocus()
        started.settle()
    started.view.setFocus()
    started.settle()
    assert started.session.map == before
    assert started.session.document.undo_label == undo


def test_several_symptoms_with_weights_of_their_own_keep_them(started):
    started.add_beside("Ambulances queue")
    ids = list(started.session.map.factors)
    started.session.perform("Set", edits.set_factors(started.session.map, ids[:1], weight=5.0))
    started.press("Ctrl+A")
    panel = details(started)
    assert panel.weight.text() == ""
    panel.weight.setFocus()
    started.view.setFocus()
    started.settle()
    assert {factor.weight for factor in started.session.map.factors.values()} == {1.0, 5.0}
    panel.weight.setFocus()
    started.type("2")
    started.view.setFocus()
    started.settle()
    assert {factor.weight for factor in started.session.map.factors.values()} == {2.0}


def test_a_step_from_elsewhere_leaves_words_in_typing_alone(started):
    started.add_cause("Staff leave")
    panel = details(started)
    panel.notes.setFocus()
    started.type("half a th")
    started.session.perform("Set", edits.set_factors(started.session.map, started.session.selection, effort=2))
    started.type("ought")
    started.view.setFocus()
    started.settle()
    assert started.session.map.factors[started.id_of("Staff leave")].notes == "half a thought"


def test_deleting_in_the_middle_of_a_drag_ends_the_drag(started):
    started.add_cause("Staff leave")
    start = started.point("Staff leave")
    started.drag(start, start + QPoint(0, 60), release=False)
    started.press("Del")
    QTest.mouseMove(started.view.viewport(), start + QPoint(0, 90))
    QTest.mouseRelease(started.view.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(0, 90))
    started.settle()
    assert started.labels() == {"People wait in hospital"}


def test_undo_in_the_middle_of_pulling_a_link_leaves_no_line_behind(started):
    started.add_cause("Staff leave")
    half = started.session.boxes[started.id_of("Staff leave")].width / 2
    start = started.point("Staff leave", half)
    started.drag(start, start + QPoint(40, 90), release=False)
    items = len(started.view.map_scene.items())
    started.press("Ctrl+Z")
    QTest.mouseMove(started.view.viewport(), start + QPoint(60, 90))
    QTest.mouseRelease(started.view.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(60, 90))
    started.settle()
    assert started.labels() == {"People wait in hospital"}
    assert len(started.view.map_scene.items()) == items - 3  # the box, its link and the line


def test_a_chain_of_many_whys_opens_and_every_factor_is_in_the_outline(driver, tmp_path: Path):
    path = tmp_path / "chain.headwater"
    with Document.create(path, "A long chain") as document:
        effect = None
        for number in range(700):
            place = (-290.0 * number, 0.0)
            if effect is None:
                changes = edits.add_factor("Symptom", "symptom", place)
            else:
                changes = edits.add_cause(document.map, effect, f"Why {number}", place)
            document.perform("Add", changes)
            effect = changes[0].id
    driver.open(path)
    tree = driver.workspace.outline.tree
    assert all(tree.rows_of(id_) for id_ in driver.session.map.factors)


def test_a_first_symptom_of_nothing_but_long_characters_begins_a_map(driver):
    driver.window.start.field.setText("🏥" * 80)
    driver.press("Enter")
    assert driver.session.map.symptoms()[0].label == "🏥" * 80
    assert "All changes saved" in driver.status()


def test_words_that_are_refused_are_said(started):
    before = started.session.map
    started.press("F2")
    started.view.writing.editor.setPlainText("x" * 200_001)
    started.press("Enter")
    assert started.said()
    assert started.session.map == before


def test_a_map_that_can_only_be_looked_at_says_so_before_one_types(driver, tmp_path: Path, monkeypatch):
    path = tmp_path / "look.headwater"
    Document.create(path, "Look", []).close()
    real = MapFile.open.__func__
    monkeypatch.setattr(MapFile, "open", classmethod(lambda cls, path, **_: real(cls, path, look_only=True)))
    driver.open(path)
    assert "can only be looked at here" in driver.status()
    for action in ("factor.symptom", "map.tidy", "edit.undo"):
        assert not driver.window.actions_by_id[action].isEnabled()
    driver.double_click(QPoint(300, 300))
    assert driver.view.writing.editor is None
    assert "can only be looked at here" in driver.said()


def test_a_copy_never_replaces_a_map_nobody_was_asked_about(started, tmp_path: Path, monkeypatch):
    other = tmp_path / "other.headwater"
    Document.create(other, "Another map").close()
    before = other.read_bytes()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "other"), ""))
    started.press("Ctrl+Shift+S")
    assert other.read_bytes() == before
    with Document.open(tmp_path / "other (2).headwater") as document:
        assert document.map == started.session.map


def test_a_full_disk_is_said_the_work_goes_on_and_closing_waits_for_another_place(started, tmp_path: Path, monkeypatch):
    path = started.session.document.path

    def full(*_, **__):
        raise NotWritten("the disk is full")

    def no_room(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    rescued = tmp_path / "rescued.headwater"
    with monkeypatch.context() as broken:
        broken.setattr(MapFile, "write", full)
        broken.setattr(MapFile, "catch_up", full)
        broken.setattr("app.storage.spool.os.fsync", no_room)
        broken.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
        started.add_cause("Staff leave")
        assert "Staff leave" in started.labels()
        assert "the disk is full" in started.status()
        started.press("Ctrl+W")
        assert started.window.workspace is not None
        assert "Close once more" in started.said()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(rescued), ""))
    started.press("Ctrl+Shift+S")
    with sqlite3.connect(rescued) as database:
        assert ("Staff leave",) in database.execute("SELECT label FROM factor").fetchall()
    started.press("Ctrl+W")
    assert "Staff leave" in {factor.label for factor in reopened(started, path).factors.values()}
