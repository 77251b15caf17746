"""The strip above the map: how much is on it, what could be made tidier, and that it is saved."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from app.ui.plain_words import as_tip

_SIDE = 14
_HEIGHT = 34


class Strip(QFrame):
    """Two labels that place themselves: in a layout, each new count would lay out the whole window anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setFixedHeight(_HEIGHT)
        self.counts = QLabel(self)
        self.offer = QPushButton(self)
        self.offer.setObjectName("quiet")
        self.offer.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.offer.hide()
        self.saved = QLabel(self)
        for label in (self.counts, self.saved):
            label.setObjectName("second")
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.saved.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._trouble = False

    def show_counts(self, words: str) -> None:
        """How much is on the map."""
        if words != self.counts.text():
            self.counts.setText(words)
            self._place()

    def show_offer(self, words: str) -> None:
        """What Tidy would gain; nothing where it is not worth it."""
        self.offer.setText(words)
        self.offer.setVisible(bool(words))
        self._place()

    def show_saved(self, words: str, *, trouble: bool) -> None:
        """That it is saved, or, where it cannot be, what is the matter."""
        if trouble != self._trouble:
            self._trouble = trouble
            self.saved.setObjectName("warning" if trouble else "second")
            self.saved.style().polish(self.saved)
        if words != self.saved.text():
            self.saved.setText(words)
            self.saved.setToolTip(as_tip(words) if trouble else "")
            self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Counts on the left, saved on the right."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        room = max(0, self.width() - 3 * _SIDE)
        saved = min(self.saved.sizeHint().width(), room)  # that all is saved matters most
        self.saved.setGeometry(self.width() - _SIDE - saved, 0, saved, self.height())
        room -= saved
        offer = min(self.offer.sizeHint().width(), room // 2) if self.offer.isVisibleTo(self) else 0
        counts = min(self.counts.sizeHint().width(), room - offer)
        self.counts.setGeometry(_SIDE, 0, counts, self.height())
        self.offer.setGeometry(2 * _SIDE + counts, 2, offer, self.height() - 4)
