"""What will come in from another program's file: how much, what not and why, and what the file itself does not say."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import FileRefused
from app.exchange.foreign.read import read_foreign, tables_in
from app.exchange.foreign.tables import Columns, Tables
from app.exchange.neutral import MOST_BYTES, Imported
from app.model.records import Factor, Link
from app.ui.import_columns import ColumnsView
from app.ui.inquiry import Inquiries

_MOST_SENTENCES = 12
_AT_ONCE = 150_000
"""Bytes that are read in a moment; more are read beside the window."""
_WIDE = 560
_SIGNS = (("", "No sign"), ("+", "More makes more"), ("-", "More makes less"))


class ImportDialog(QDialog):
    """Reads what it is given: FileRefused or OSError where that cannot be done at once, before anything is shown.

    ``into_open`` can be asked for where a map is open: the map is to be brought into that one.
    """

    def __init__(
        self,
        path: Path | None = None,
        parent: QWidget | None = None,
        *,
        text: str = "",
        inquiries: Inquiries | None = None,
        may_join: bool = False,
    ) -> None:
        super().__init__(parent)
        if path is not None:
            with path.open("rb") as file:
                self._data = file.read(MOST_BYTES + 1)
        else:
            self._data = text.encode("utf-8", "replace")
        self._name = path.name if path is not None else "the clipboard.txt"
        self._shown = path.name if path is not None else "What was copied"
        self._inquiries = inquiries
        self.imported: Imported | None = None
        self._columns: Columns | None = None
        self._made = False
        self._signs: dict[str, QComboBox] = {}
        self.setWindowTitle("Import a map")
        self.counts, self.report = _words(), _words(second=True)
        self.forward = QRadioButton("Arrows point from cause to effect")
        self.backward = QRadioButton("Arrows point from effect to cause: why?")
        self.apart = QRadioButton("Make a map of its own")
        self.joined = QRadioButton("Bring it into the map that is open")
        self.forward.setChecked(True)
        self.apart.setChecked(True)
        ways, places = QButtonGroup(self), QButtonGroup(self)
        for group, pair in ((ways, (self.forward, self.backward)), (places, (self.apart, self.joined))):
            for button in pair:
                group.addButton(button)
        self.styles = QWidget()
        self.styles_form = QFormLayout(self.styles)
        self.styles_form.setContentsMargins(0, 0, 0, 0)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel)
        self.go = self.buttons.button(QDialogButtonBox.StandardButton.Open)
        self.go.setText("Bring it in")
        self.go.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        self._place_of_columns = column.count() + 1
        for widget in (self.counts, self.forward, self.backward, self.styles, self.report, self.apart, self.joined):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self._column = column
        for button in (self.apart, self.joined):
            button.setVisible(may_join)
        self.columns: ColumnsView | None = None
        self.styles.hide()
        self.backward.toggled.connect(self._read_again)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._begin()

    @property
    def into_open(self) -> bool:
        """Whether it is to be brought into the map that is open."""
        return self.joined.isChecked()

    # -- reading

    def _begin(self) -> None:
        if self._inquiries is not None and len(self._data) > _AT_ONCE:
            self.go.setEnabled(False)
            self.counts.setText(f"Reading {self._shown} …")
            self._inquiries.ask("import", self._on_first, _first_look, self._data, self._name)
            return
        self._on_first(_first_look(self._data, self._name), refuse=True)

    def _on_first(self, found: "tuple[Tables | None, Imported | str]", *, refuse: bool = False) -> None:
        """What a first look gave; a table whose columns say nothing is shown, so that a person may name them."""
        tables, imported = found
        if tables is not None:
            self.columns = ColumnsView(tables)
            self.columns.changed.connect(self._read_again)
            self._column.insertWidget(1, self.columns)
        elif isinstance(imported, str) and refuse:
            raise FileRefused(imported)
        self._take(imported)

    def _read_again(self, *_: object) -> None:
        if self.columns is not None:
            self._columns = self.columns.columns
        arguments = (self._data, self._name, self.backward.isChecked(), self._said(), self._columns)
        if self._inquiries is not None and len(self._data) > _AT_ONCE:
            self._inquiries.ask("import", self._take, _look, *arguments)
        else:
            self._take(_look(*arguments))

    def _said(self) -> dict[str, str]:
        """What a person said of the ways in which links are drawn."""
        return {style: box.currentData() for style, box in self._signs.items() if box.currentData()}

    def _take(self, imported: Imported | str) -> None:
        self.imported = None if isinstance(imported, str) else imported
        self.go.setEnabled(self.imported is not None)
        if self.imported is None:
            self.counts.setText(str(imported))
            self.report.setText("")
            return
        self._show_styles(self.imported.styles)
        matrix = self.columns is not None and self.columns.columns.matrix
        self.forward.setText("Rows lead to columns" if matrix else "Arrows point from cause to effect")
        self.backward.setText("Columns lead to rows" if matrix else "Arrows point from effect to cause: why?")
        asked = matrix or not self.imported.says_direction
        for button in (self.forward, self.backward):
            button.setVisible(asked)
        self._say(self.imported)

    def _say(self, imported: Imported) -> None:
        factors = sum(isinstance(each, Factor) for each in imported.records)
        links = sum(isinstance(each, Link) for each in imported.records)
        title = f" “{imported.title}”" if imported.title and imported.title != Path(self._name).stem else ""
        told = f"{_counted(factors, 'factor')} and {_counted(links, 'link')} will come in."
        self.counts.setText(f"{self._shown}{title}: {told}")
        report = [sentence for sentence in imported.report if sentence != imported.example]
        lines = report[:_MOST_SENTENCES]
        if len(report) > _MOST_SENTENCES:
            lines.append(f"And {len(report) - _MOST_SENTENCES} more.")
        if imported.example:
            lines.insert(0, imported.example)
        if not any(isinstance(each, Factor) and each.is_symptom for each in imported.records):
            lines.append("Nothing in it is marked as a symptom: select what people see or feel, and press M.")
        self.report.setText("\n".join(lines))
        self.adjustSize()

    def _show_styles(self, styles: Mapping[str, int]) -> None:
        """A question for each way in which links without a sign are drawn; asked once."""
        if self._signs or not styles:
            return
        head = QLabel("How links are drawn may mean something. What?")
        self.styles_form.addRow(head)
        for style, count in styles.items():
            box = QComboBox()
            box.setAccessibleName(f"What {style} means")
            for value, words in _SIGNS:
                box.addItem(words, value)
            box.activated.connect(self._read_again)
            self._signs[style] = box
            self.styles_form.addRow(f"{style} ({_counted(count, 'link')})", box)
        self.styles.show()


def _words(*, second: bool = False) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setMinimumWidth(_WIDE)
    if second:
        label.setObjectName("second")
    return label


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'s' * (count != 1)}"


def _first_look(data: bytes, name: str) -> "tuple[Tables | None, Imported | str]":
    """The tables of a file if it is one, and the map that its headings give, or the sentence that says why none."""
    try:
        tables = tables_in(data, name) if len(data) <= MOST_BYTES else None
    except FileRefused as error:
        return None, str(error)
    return tables, _look(data, name, False, {}, None)  # as the pipe calls it


def _look(
    data: bytes,
    name: str,
    reverse: bool,  # noqa: FBT001  # called through a pipe, by place
    signs: Mapping[str, str],
    columns: Columns | None,
) -> Imported | str:
    """The map in a file under what a person said, or the sentence that says why there is none."""
    try:
        return read_foreign(data, name, reverse=reverse, signs=signs, columns=columns)
    except FileRefused as error:
        return str(error)
