"""Words of a map are words: nothing in them is taken for markup, followed, fetched or run, wherever they are shown."""

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QTextBrowser, QWidget

from app.document import Document
from app.exchange.example import example_records
from app.model.changes import Update

BAIT = '<img src="file:///etc/hostname"><a href="file:///etc/hostname">x</a><b>y</b>'
TEXTS = {
    "about": ("title",),
    "factor": ("label", "notes", "theme"),
    "link": ("note",),
    "voice": ("organisation", "role", "name"),
    "evidence": ("source", "quotation", "date", "address", "organisation"),
    "action": ("what", "organisation", "role", "resources", "capacity_reason", "commitment_reason", "progress"),
    "measure": ("name", "unit"),
}


@pytest.fixture
def baited(tmp_path):
    """The example with the bait in every text that people write."""
    title, records = example_records()
    path = tmp_path / "Bait.headwater"
    with Document.create(path, title, records) as document:
        changes = []
        for record in document.map.records():
            fields = TEXTS.get(record.table, ())
            before = {name: getattr(record, name) for name in fields}
            after = {name: f"{BAIT} {value}"[:480] for name, value in before.items()}
            if fields:
                changes.append(Update(record.table, record.id, before, after))
        document.perform("Bait", changes)
    return path


def taken_for_markup(root):
    """Whatever under this widget shows the bait as markup: in labels, tool tips and lists."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        where = f"{type(widget).__name__} {widget.objectName()}"
        if is_markup(widget.toolTip()):
            found.append(f"tool tip of {where}: {widget.toolTip()[:80]}")
        if isinstance(widget, QLabel):
            rich = widget.textFormat() == Qt.TextFormat.RichText
            auto = widget.textFormat() == Qt.TextFormat.AutoText and QtGui.Qt.mightBeRichText(widget.text())
            if (rich or auto) and "<img" in widget.text():
                found.append(f"{where}: {widget.text()[:80]}")
            assert not widget.openExternalLinks(), where
        if isinstance(widget, QTextBrowser):
            assert not widget.openExternalLinks(), where
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            found += [
                f"tool tip in {where}: {tip[:80]}" for tip in tips(widget.model(), QModelIndex()) if is_markup(tip)
            ]
    return found


def tips(model, parent, depth=0):
    """The tool tips of the first rows of a model."""
    for row in range(min(model.rowCount(parent), 20)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)):
            index = model.index(row, column, parent)
            yield str(model.data(index, Qt.ItemDataRole.ToolTipRole) or "")
            if column == 0 and depth < 3:
                yield from tips(model, index, depth + 1)


def is_markup(text):
    return "<img" in text and QtGui.Qt.mightBeRichText(text)


def test_no_page_takes_the_words_of_a_map_for_markup(driver, baited):
    driver.open(baited)
    window = driver.window
    found = taken_for_markup(window)
    driver.workspace.view.setFocus()
    some = list(driver.session.map.factors)
    for keys in ("Alt+1", "Alt+2", "Alt+3", "Alt+4", "Alt+5", "Alt+6", "Alt+7", "Alt+8"):
        driver.session.select(some[:1])
        driver.press(keys)
        driver.settle()
        found += [f"{keys}: {each}" for each in taken_for_markup(window)]
    for action, spec in window.actions_by_id.items():
        if action.startswith(("plan.", "basis.", "voice.", "evidence.", "measure.", "vote.", "friend.")):
            if not spec.isEnabled() or "…" in spec.text():
                continue
            spec.trigger()
            driver.settle()
            found += [f"{action}: {each}" for each in taken_for_markup(window)]
            for other in QApplication.topLevelWidgets():
                if other is not window and other.isVisible():
                    found += [f"{action}: {each}" for each in taken_for_markup(other)]
    driver.press("F2")
    found += taken_for_markup(window)
    assert sorted(set(found)) == []


def test_what_is_told_is_plain(driver, baited):
    driver.open(baited)
    driver.session.told.emit(BAIT)
    driver.window.faults.bar.show_fault(BAIT, "")
    driver.settle()
    assert taken_for_markup(driver.window) == []
