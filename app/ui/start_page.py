"""The first thing one sees: one question, and the maps one had."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.places import Recent, recent_maps
from app.ui.plain_words import as_tip

_WIDTH = 760
_PICTURE = QSize(216, 128)
_COLUMNS = 3


class StartPage(QWidget):
    """The question a map begins with takes the first symptom right here."""

    symptom_given = Signal(str)
    open_wanted = Signal()
    example_wanted = Signal()
    recent_wanted = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = QLabel("What can people see going wrong?")
        self.headline.setObjectName("headline")
        self.field = QLineEdit()
        self.field.setObjectName("first-symptom")
        self.field.setAccessibleName("What can people see going wrong?")
        self.field.setPlaceholderText("People wait in hospital for a package of care")
        self.field.setMaxLength(5000)
        self.hint = QLabel("Press Enter to begin a map with it. Everything is saved as you work.")
        self.hint.setObjectName("second")
        self.open = QPushButton("Open a map …")
        self.example = QPushButton("Look at the example: why people wait to leave hospital")
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self.open)
        buttons.addWidget(self.example)
        buttons.addStretch()
        self._recent_heading = QLabel("Recent maps")
        self._recent_heading.setObjectName("heading")
        self._recents = QGridLayout()
        self._recents.setSpacing(12)
        self._recents.setColumnStretch(_COLUMNS, 1)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addStretch(3)
        column.addWidget(self.headline)
        column.addSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self.hint)
        column.addSpacing(18)
        column.addLayout(buttons)
        column.addSpacing(26)
        column.addWidget(self._recent_heading)
        column.addLayout(self._recents)
        column.addStretch(4)
        inner = QWidget()
        inner.setLayout(column)
        inner.setFixedWidth(_WIDTH)
        whole = QHBoxLayout(self)
        whole.addStretch()
        whole.addWidget(inner)
        whole.addStretch()
        self.field.returnPressed.connect(self._begin)
        self.open.clicked.connect(self.open_wanted)
        self.example.clicked.connect(self.example_wanted)
        self._recent_heading.hide()

    def _begin(self) -> None:
        if self.field.text().strip():
            self.symptom_given.emit(self.field.text())

    def show_recent(self) -> None:
        """List the maps opened last, each with its small picture."""
        while (item := self._recents.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        found = recent_maps()[: 2 * _COLUMNS]
        self._recent_heading.setVisible(bool(found))
        for number, recent in enumerate(found):
            self._recents.addWidget(self._button(recent), number // _COLUMNS, number % _COLUMNS)

    def _button(self, recent: Recent) -> QToolButton:
        button = QToolButton()
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        title = recent.title or recent.path.stem
        button.setText(button.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, _PICTURE.width()))
        button.setAccessibleName(f"Open {title}")
        button.setToolTip(as_tip(f"{title}\n{recent.path}"))
        button.setIconSize(_PICTURE)
        picture = QPixmap(str(recent.thumbnail))
        if picture.isNull():
            picture = QPixmap(_PICTURE)
            picture.fill(self.palette().alternateBase().color())
        button.setIcon(QIcon(picture))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setFixedWidth(_PICTURE.width() + 28)
        button.clicked.connect(lambda _=False, path=recent.path: self.recent_wanted.emit(path))
        return button
