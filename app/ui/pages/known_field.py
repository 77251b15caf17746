"""A field for words that may have been used before: what is like them is offered below, Down takes it."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from app.model.records import LABEL_LIMIT


class KnownField(QWidget):
    """A line of text, and below it the first known words that it is a part of."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setAccessibleName(name)
        self.field.setMaxLength(LABEL_LIMIT)
        self.like = QLabel()
        self.like.setObjectName("second")
        self.like.setTextFormat(Qt.TextFormat.PlainText)
        self.like.hide()
        self._known: tuple[str, ...] = ()
        self._offered = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.field)
        column.addWidget(self.like)
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self._offer)
        self.field.installEventFilter(self)

    def know(self, words: Iterable[str]) -> None:
        """What has been used before."""
        self._known = tuple(sorted({each for each in words if each}, key=str.casefold))

    def text(self) -> str:
        """What stands in the field."""
        return self.field.text()

    def set_text(self, words: str) -> None:
        """Put words into the field."""
        self.field.setText(words)
        self.field.setCursorPosition(0)
        self._offer(words, quiet=True)

    def _offer(self, typed: str, *, quiet: bool = False) -> None:
        wanted = typed.strip().casefold()
        fits = [each for each in self._known if wanted and wanted in each.casefold() and wanted != each.casefold()]
        fits.sort(key=lambda each: not each.casefold().startswith(wanted))
        self._offered = fits[0] if fits and not quiet else ""
        self.like.setText(f"Looks like {self._offered} · ↓ to use it" if self._offered else "")
        self.like.setVisible(bool(self._offered))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down takes what is offered."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
            and self._offered
        ):
            self.set_text(self._offered)
            self.field.end(False)  # Qt's own: no selection
            return True
        return super().eventFilter(watched, event)
