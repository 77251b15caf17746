"""The earlier copies of a map: by time, each with its picture, opened as a map of its own."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from app.earlier import all_copies, remove

if TYPE_CHECKING:
    from app.earlier import Backup

_PICTURE = QSize(432, 256)


class EarlierCopies(QDialog):
    """Choose one; ``chosen`` is it once the dialog was accepted."""

    def __init__(self, parent: QWidget | None = None, *, map_id: str = "", place: Path | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Earlier copies")
        self.chosen: Backup | None = None
        self._by_map: dict[str, list[Backup]] = {}
        self.maps = QComboBox()
        self.maps.setAccessibleName("Which map")
        self.rows = QListWidget()
        self.rows.setAccessibleName("Earlier copies, the latest first")
        self.rows.setMinimumWidth(300)
        self.picture = QLabel()
        self.picture.setFixedSize(_PICTURE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setFixedWidth(_PICTURE.width())
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        note = QLabel(
            "Copies are made by themselves while a map changes, and stay on this computer. One opens as a map of its"
            " own; the map it comes from stays as it is."
        )
        note.setObjectName("second")
        note.setWordWrap(True)
        self.buttons = QDialogButtonBox()
        self.open_button = self.buttons.addButton("Open as a new map", QDialogButtonBox.ButtonRole.AcceptRole)
        self.remove_button = self.buttons.addButton(
            "Remove these copies …", QDialogButtonBox.ButtonRole.DestructiveRole
        )
        self.buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self._lay_out(note)
        self.maps.currentIndexChanged.connect(self._list)
        self.rows.currentRowChanged.connect(self._show)
        self.rows.itemActivated.connect(self._accept)
        self.open_button.clicked.connect(self._accept)
        self.remove_button.clicked.connect(self._ask_to_remove)
        self.buttons.rejected.connect(self.reject)
        self.open_button.setDefault(True)
        self._load(map_id, str(place.resolve()) if place else "")
        self.rows.setFocus()

    def _lay_out(self, note: QLabel) -> None:
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self.picture)
        right.addWidget(self.about)
        right.addStretch()
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.rows, 1)
        middle.addLayout(right)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.maps)
        column.addLayout(middle)
        column.addWidget(note)
        column.addWidget(self.buttons)

    def _load(self, map_id: str, place: str) -> None:
        for each in all_copies():
            self._by_map.setdefault(each.map_id, []).append(each)
        self.maps.blockSignals(True)
        for id_, copies in self._by_map.items():
            latest = copies[0]
            name = latest.title or Path(latest.place).stem or "A map"
            self.maps.addItem(name if not latest.place else f"{name}  ({Path(latest.place).name})", id_)
        first = next((id_ for id_, copies in self._by_map.items() if place and copies[0].place == place), map_id)
        self.maps.setCurrentIndex(max(self.maps.findData(first), 0))
        self.maps.blockSignals(False)
        self._list()

    def _copies(self) -> "list[Backup]":
        return self._by_map.get(str(self.maps.currentData()), [])

    def _list(self) -> None:
        self.rows.clear()
        for each in self._copies():
            QListWidgetItem(f"{when(each.made)}\n{_size(each)}", self.rows)
        there = self.rows.count() > 0
        for widget in (self.open_button, self.remove_button, self.rows, self.maps):
            widget.setEnabled(there)
        if there:
            self.rows.setCurrentRow(0)
        else:
            self._show(-1)

    def _show(self, row: int) -> None:
        copies = self._copies()
        if not 0 <= row < len(copies):
            self.picture.clear()
            self.about.setText("There are no earlier copies yet. The first is made when a map has been changed.")
            return
        each = copies[row]
        self.picture.setPixmap(QPixmap(str(each.picture)))
        where = f"\nThe map was in {each.place}." if each.place else ""
        gone = " It is not there any more." if each.place and not Path(each.place).exists() else ""
        self.about.setText(f"{when(each.made)}: {_size(each)}.{where}{gone}")
        self.picture.setAccessibleName(f"Picture of the map, {when(each.made)}")

    def _accept(self) -> None:
        row, copies = self.rows.currentRow(), self._copies()
        if 0 <= row < len(copies):
            self.chosen = copies[row]
            self.accept()

    def _ask_to_remove(self) -> None:
        copies = self._copies()
        box = QMessageBox(self)
        box.setWindowTitle("Remove these copies")
        box.setText(f"Remove {len(copies)} earlier {'copy' if len(copies) == 1 else 'copies'} for good?")
        box.setInformativeText("The map itself stays where it is. This cannot be undone.")
        yes = box.addButton("Remove", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.finished.connect(box.deleteLater)
        box.exec()
        if box.clickedButton() is not yes:
            return
        remove(copies)
        self._by_map.clear()
        self.maps.clear()
        self._load("", "")


def when(made: datetime) -> str:
    """A moment as people say it: “Today, 14:05”, “12 November 2026, 09:30”."""
    today = date.today()  # noqa: DTZ011  # the person's own day
    clock = f"{made:%H:%M}"
    if made.date() == today:
        return f"Today, {clock}"
    if made.date() == today - timedelta(days=1):
        return f"Yesterday, {clock}"
    return f"{QLocale(QLocale.Language.English).toString(made.date(), 'd MMMM yyyy')}, {clock}"  # type: ignore[call-overload]


def _size(each: "Backup") -> str:
    parts = ((each.factors, "factor"), (each.links, "link"), (each.steps, "step"))
    return ", ".join(f"{count:,} {word}{'s' * (count != 1)}" for count, word in parts)
