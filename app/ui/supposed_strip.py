"""The strip above the map while something is supposed: what would go, what would stay, and the key that leads back."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from app.drawing.theme import Theme
from app.ui.before_after import BeforeAfter, Parts
from app.ui.plain_words import as_tip
from app.ui.strip import Strip

_SIDE, _GAP = 14, 12
_BAR = (90, 260)
"""Pixels the bar is wide at least and at most."""
BACK = "Take it all back"


class SupposedStrip(QFrame):
    """Lies over the counts, so that the map does not move when it comes; trouble with saving stays in sight."""

    back_wanted = Signal()

    def __init__(self, strip: Strip, theme: Theme) -> None:
        super().__init__(strip)
        self.theme = theme
        self._strip = strip
        self.sentence = QLabel(self)
        self.sentence.setTextFormat(Qt.TextFormat.RichText)
        self.bar = BeforeAfter(theme, both=False)
        self.bar.setParent(self)
        self.back = QPushButton(self)
        self.back.setObjectName("quiet")
        self.back.setStyleSheet("QPushButton#quiet { background: transparent; }")
        self.back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.back.clicked.connect(self.back_wanted)
        for widget in (strip, strip.saved):
            widget.installEventFilter(self)
        self.hide()

    def show_parts(self, parts: Parts | None) -> None:
        """What would follow; None: it is still being worked out."""
        words = "working it out …" if parts is None else parts.said
        self.sentence.setText(f"<b>What if …</b>&nbsp; {words}")
        self.setAccessibleName(f"What if: {words}")
        self.sentence.setToolTip(as_tip(f"What if … {words}. The map itself stays as it is."))
        if parts is not None:
            self.bar.show_parts(parts)
        self._has_bar = parts is not None and parts.all > 0
        self._place()
        self.show()
        self.raise_()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = self.bar.theme = theme
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lie where the strip is, but not over what cannot be saved."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisibleTo(self._strip):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        strip = self._strip
        trouble = strip.saved.objectName() == "warning"
        wide, high = (strip.saved.x() - _GAP if trouble else strip.width()), strip.height()
        self.setGeometry(0, 0, max(0, wide), high)
        need = self.sentence.sizeHint().width()
        self.back.setText(f"{BACK}  Shift+W")
        room = wide - 2 * _SIDE - need - 2 * _GAP - self.back.sizeHint().width()
        if room < 0:
            self.back.setText("Shift+W")
            room = wide - 2 * _SIDE - need - 2 * _GAP - self.back.sizeHint().width()
        back = self.back.sizeHint().width()
        self.back.setToolTip("Take back all that is supposed")
        self.back.setGeometry(wide - _SIDE - back, 2, back, high - 4)
        shown = self._has_bar and room >= _BAR[0]
        self.bar.setVisible(shown)
        self.sentence.setGeometry(_SIDE, 0, min(need, wide - 2 * _SIDE - _GAP - back), high)
        if shown:
            self.bar.setGeometry(_SIDE + need + _GAP, (high - 24) // 2, min(room, _BAR[1]), 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Another ground than the map's, and a line under it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.accent_soft))
        painter.fillRect(0, self.height() - 2, self.width(), 2, QColor(self.theme.accent))
        painter.end()
