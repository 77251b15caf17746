"""Every key on one page: complete, found by what it does, and tidy on paper."""

from html import unescape
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QFileDialog

from app.model.capture import understand
from app.model.cause_map import CauseMap
from app.model.phrases import parse
from app.ui import keys_sheet
from app.ui.actions import ACTIONS
from app.ui.keys_page import KeysPage
from app.ui.keys_words import CAPTURE, ROOM, groups, groups_with
from app.ui.presenting import window as room_window


def page_of(driver):
    return next(each for each in driver.window.findChildren(KeysPage) if each.isVisible())


def test_every_key_of_the_table_is_on_the_page(started):
    started.press("Shift+F1")
    shown = " ".join(label.text() for label in page_of(started).columns)
    keys = {key for spec in ACTIONS for key in (spec.shown_key, *spec.keys) if key}
    assert keys <= {key for group in groups() for row in group.rows for key in row[0].split(" or ")}
    for spec in ACTIONS:
        if spec.keys:
            assert spec.help in unescape(shown), spec.id
    assert not page_of(started).isModal()


def test_every_key_of_the_room_s_screen_is_on_the_page():
    known = {*room_window._KEYS.values(), *room_window._SHIFTED.values()}
    assert {name for row in ROOM for name in row[2].split()} == known


def test_every_example_of_the_capture_language_can_be_read():
    for example, _ in CAPTURE:
        assert not parse(example).puzzle, example
    chain, causes, effects, together, symptom, doubtful, because, going_on, numbered, alone, quoted = (
        parse(example) for example, _ in CAPTURE
    )
    assert [len(stage) for stage in chain.stages] == [1, 1, 1]
    assert [len(stage) for stage in causes.stages] == [2, 1]
    assert [len(stage) for stage in effects.stages] == [1, 2]
    assert together.terms[1].together
    assert symptom.terms[0].symptom
    assert doubtful.arrows[0].tentative
    assert not because.arrows[0].forward
    assert going_on.joins_on
    assert understand(CauseMap.empty(), alone).new[0].parked
    assert numbered.terms[0].words == "12"
    assert quoted.terms[0].words == "24 hours, 7 days"


def test_typing_finds_a_key_by_what_it_does(started):
    started.press("Shift+F1")
    page = page_of(started)
    page.field.setText("undo")
    shown = " ".join(label.text() for label in page.columns)
    assert "Ctrl+T" in shown
    assert "Ctrl+E" not in shown
    page.field.setText("zebra")
    assert "No key" in page.columns[0].text()
    assert groups_with("") == groups()


def test_the_sheet_has_one_or_two_pages_on_which_nothing_overlaps_or_leaves_the_paper(qapp):
    pages = keys_sheet.pages()
    assert 1 <= len(pages) <= 2
    paper = QRectF(0, 0, keys_sheet.WIDTH, keys_sheet.HEIGHT)
    for rows in pages:
        boxes = [QRectF(x, y, keys_sheet._COLUMN, row.height) for x, y, row in rows]
        assert all(paper.contains(box) for box in boxes)
        for number, box in enumerate(boxes):
            assert not any(box.adjusted(1, 1, -1, -1).intersects(other) for other in boxes[number + 1 :])
    assert sum(len(rows) for rows in pages) == sum(1 + len(group.rows) for group in groups())


def test_the_sheet_is_saved_as_a_pdf(started, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "keys"), ""))
    started.press("Shift+F1")
    page = page_of(started)
    page.save.click()
    assert (tmp_path / "keys.pdf").read_bytes().startswith(b"%PDF")
    assert str(tmp_path / "keys.pdf") in page.said.text()


def test_a_folder_that_takes_no_file_is_named_in_one_sentence(started, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "gone" / "keys.pdf"), ""))
    started.press("Shift+F1")
    page = page_of(started)
    page.save.click()
    assert page.said.text()
    assert not (tmp_path / "gone").exists()


def test_the_sheet_goes_to_a_printer(started, tmp_path: Path, monkeypatch):
    def to_file(dialog):
        dialog.printer().setOutputFileName(str(tmp_path / "printed.pdf"))
        return QPrintDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", to_file)
    started.press("Shift+F1")
    page_of(started).print.click()
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")
