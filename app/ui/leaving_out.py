"""What a copy for others is to be without: names, organisations, quotations."""

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from app.document import Document
from app.model.leaving_out import What

_SHORT = "What has one or two letters, such as initials, is taken out of its field, but not looked for in words."


class LeavingOut(QDialog):
    """Three ticks, and what they come to."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Save a copy without names")
        self._document = document
        self.names = QCheckBox("Names and initials of people")
        self.organisations = QCheckBox("Organisations: each gets a number of its own")
        self.quotations = QCheckBox("Quotations")
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setMinimumWidth(440)
        short = QLabel(f"The history is left out, too. {_SHORT}")
        short.setObjectName("second")
        short.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setText("Choose where …")
        save.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for box in (self.names, self.organisations, self.quotations):
            box.setChecked(True)
            box.toggled.connect(self._count)
            column.addWidget(box)
        for widget in (self.said, short, self.buttons):
            column.addWidget(widget)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._count()

    @property
    def what(self) -> What:
        """What is ticked."""
        return What(self.names.isChecked(), self.organisations.isChecked(), self.quotations.isChecked())

    def _count(self) -> None:
        left = self._document.left_without(self.what)
        self.said.setText(f"Left out: {left.said}. {left.warning}".strip())
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(self.what.is_any)
