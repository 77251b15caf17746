"""What will come in from another program's file: how much, what not and why, and which way its arrows point."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QRadioButton, QVBoxLayout, QWidget

from app.exchange.foreign.read import read_foreign
from app.exchange.neutral import MOST_BYTES, Imported
from app.model.records import Factor, Link

_MOST_SENTENCES = 12


class ImportDialog(QDialog):
    """Reads the file when it is made: FileRefused or OSError where that cannot be done, before anything is shown."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        with path.open("rb") as file:
            self._data = file.read(MOST_BYTES + 1)
        self._name = path.name
        self.imported: Imported = read_foreign(self._data, path.name)
        self.setWindowTitle("Import a map")
        self.counts, self.report = QLabel(), QLabel()
        self.forward = QRadioButton("Arrows point from cause to effect")
        self.backward = QRadioButton("Arrows point from effect to cause: why?")
        self.forward.setChecked(True)
        for label in (self.counts, self.report):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setMinimumWidth(520)
        self.report.setObjectName("second")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Open).setText("Make a map of it")
        buttons.button(QDialogButtonBox.StandardButton.Open).setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for widget in (self.counts, self.forward, self.backward, self.report, buttons):
            column.addWidget(widget)
        self.backward.toggled.connect(self._read_again)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._say()

    def _read_again(self, backward: bool) -> None:  # noqa: FBT001  # a Qt slot
        self.imported = read_foreign(self._data, self._name, reverse=backward)
        self._say()

    def _say(self) -> None:
        records = self.imported.records
        factors = sum(isinstance(each, Factor) for each in records)
        links = sum(isinstance(each, Link) for each in records)
        title = f" “{self.imported.title}”" if self.imported.title else ""
        self.counts.setText(f"{self._name}{title}: {factors:,} factors and {links:,} links will come in.")
        told = list(self.imported.report[:_MOST_SENTENCES])
        if len(self.imported.report) > _MOST_SENTENCES:
            told.append(f"And {len(self.imported.report) - _MOST_SENTENCES} more.")
        if not any(isinstance(each, Factor) and each.is_symptom for each in records):
            told.append("Nothing in it is marked as a symptom: select what people see or feel, and press M.")
        self.report.setText("\n".join(told))
