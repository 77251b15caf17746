"""The end of the sheet: what will come in, what each table is called, and the one key that brings it in."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.joining.joining import Joining
from app.model.records import LABEL_LIMIT


class End(QWidget):
    """Shown again after each change of a name or of the tick."""

    wanted = Signal()
    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._joining: Joining | None = None
        self.headline = QLabel("What will come in")
        self.headline.setObjectName("headline")
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.origin = QCheckBox("Keep who brought what: where nobody is named, the table is")
        self.origin.setChecked(True)
        self.origin.toggled.connect(self._on_origin)
        self.form = QFormLayout()
        self.form.setVerticalSpacing(8)
        self.names: list[QLineEdit] = []
        self.go, self.again = QPushButton("Bring them in"), QPushButton("Back to the questions")
        self.go.setDefault(True)
        self.again.setAutoDefault(False)
        self.go.clicked.connect(self.wanted)
        self.again.clicked.connect(self.back)
        note = QLabel("One step: undo takes all of it back. The files themselves stay as they are.")
        note.setObjectName("second")
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addWidget(self.again)
        row.addStretch(1)
        middle = QWidget()
        middle.setMaximumWidth(800)
        across = QHBoxLayout(self)
        across.addStretch(1)
        across.addWidget(middle, 8)
        across.addStretch(1)
        column = QVBoxLayout(middle)
        column.setSpacing(16)
        column.addStretch(1)
        for widget in (self.headline, self.said):
            column.addWidget(widget)
        column.addLayout(self.form)
        column.addWidget(self.origin)
        column.addLayout(row)
        column.addWidget(note)
        column.addStretch(2)

    def show_what(self, joining: Joining) -> None:
        """Say what would come in by now."""
        if joining is not self._joining:
            self._joining = joining
            while self.form.rowCount():
                self.form.removeRow(0)
            self.names = [QLineEdit(name) for name, _ in joining.tables]
            for number, field in enumerate(self.names):
                field.setMaxLength(LABEL_LIMIT)
                field.setMinimumWidth(420)
                field.setAccessibleName(f"Who brings map {number + 1}")
                field.textEdited.connect(partial(joining.rename, number))
                self.form.addRow("Brought by" if not number else "", field)
        self.origin.setVisible(bool(joining.tables))
        self.again.setVisible(bool(joining.asked or joining.sure))
        self._say()

    def _on_origin(self, on: bool) -> None:  # noqa: FBT001  # a Qt slot
        if self._joining is not None:
            self._joining.keeps_origin = on
            for field in self.names:
                field.setEnabled(on)
            self._say()

    def _say(self) -> None:
        assert self._joining is not None
        made = self._joining.merged()
        self.said.setText(self._joining.sentence(made))
        self.said.setAccessibleName(self.said.text())
        self.go.setEnabled(bool(made.changes))
        self.go.setText("Bring them in" if made.changes else "Nothing to bring in")
