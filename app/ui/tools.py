"""The tool bar: the map's title, the tools most used, and one field to find or do anything."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFocusEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolBar, QToolButton, QWidget

from app.ui.actions import ACTIONS

_LEFT = ("factor.symptom", "factor.why", "link.effect", "", "edit.undo", "edit.redo", "map.tidy")
_RIGHT = ("edit.anything", "picture.export", "present.toggle")
_WORDS = {
    "factor.symptom": "Symptom",
    "factor.why": "Why?",
    "link.effect": "Link",
    "picture.export": "Export",
    "edit.anything": "Find or do anything",
    "present.toggle": "Present",
}


class FindField(QToolButton):
    """Looks like a field, words at its left and key at its right; pressing it opens the real one."""

    def __init__(self, words: str, key: str) -> None:
        super().__init__()
        self._words, self._key = words, key
        self.setMinimumWidth(150)
        self.setMaximumWidth(250)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button's own ground, then the words."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        inside = self.rect().adjusted(11, 0, -18, -1)
        for words, side in ((self._words, Qt.AlignmentFlag.AlignLeft), (self._key, Qt.AlignmentFlag.AlignRight)):
            room = inside.width() - (self.fontMetrics().horizontalAdvance(self._key) + 8 if words == self._words else 0)
            shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(inside, int(side | Qt.AlignmentFlag.AlignVCenter), shown)


class TitleField(QLineEdit):
    """The title of the map; once the keyboard is elsewhere, it is shown from its beginning."""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Back to the beginning."""
        super().focusOutEvent(event)
        self.setCursorPosition(0)


class Tools(QToolBar):
    """Made once, shown while a map is open."""

    def __init__(self, title: QLineEdit, actions: Mapping[str, QAction]) -> None:
        super().__init__("Tools")
        self._actions = actions
        self.setObjectName("tools")
        self.setMovable(False)
        self.toggleViewAction().setEnabled(False)
        title.setObjectName("title")
        title.setAccessibleName("Title of the map")
        title.setPlaceholderText("Untitled map")
        title.setMinimumWidth(120)
        title.setMaximumWidth(560)
        title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.addWidget(title)
        self.addSeparator()
        for id_ in _LEFT:
            self._add(id_)
        room = QWidget()
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(room)
        for id_ in _RIGHT:
            self._add(id_)

    def _add(self, id_: str) -> None:
        if not id_:
            self.addSeparator()
            return
        spec = next(each for each in ACTIONS if each.id == id_)
        action = self._actions[id_]
        key = spec.shown_key or (spec.keys[0] if spec.keys else "")
        words = _WORDS.get(id_, spec.text.removesuffix(" …").removesuffix(" a factor"))
        button = FindField(words, key) if id_ == "edit.anything" else QToolButton()
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if id_ != "edit.anything":
            button.setText(f"{words}  {key}" if key else words)
        button.setObjectName(f"tool-{id_.replace('.', '-')}")
        button.setAccessibleName(spec.text)
        button.setToolTip(action.toolTip())
        button.setEnabled(action.isEnabled())
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        self.addWidget(button)
