"""The chart of driving and dependence: what leads to much and what depends on much. Hovered, clicked and keyed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.drawing.theme import Theme
from app.ui.closer.chart_places import Spot, nearest_spot, next_spot
from app.ui.closer.quarters_paint import Mark, Plot, paint_ground, paint_marks, paint_words, places_of

_NAME = "What each factor leads to, against what leads to it"
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ALONG = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class QuartersChart(QWidget):
    """Dots that the arrows go through and a click chooses; what is said of one is told by a signal."""

    chosen = Signal(str)
    """A person went to this factor's dot."""
    said = Signal(str)
    """What the dot under the mouse or the current one says, '' for none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.marks: tuple[Mark, ...] = ()
        self.spots: dict[str, Spot] = {}
        self.plot = Plot(300, 300, (1, 1), 0.0)
        self.current = ""
        self._hovered = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(220, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_NAME)

    def sizeHint(self) -> QSize:
        """About a square."""
        return QSize(320, 330)

    def show_marks(self, marks: Sequence[Mark], average: float, current: str) -> None:
        """Show these; the quarters meet where a factor leads to, and depends on, as many as the average does."""
        self.marks = tuple(marks)
        most = (
            max((mark.opinion.dependence for mark in marks), default=1),
            max((mark.opinion.driving for mark in marks), default=1),
        )
        self.plot = Plot(self.width(), self.height(), most, average)
        self._place()
        self.show_current(current)

    def show_current(self, current: str) -> None:
        """Mark the dot of this factor, or none."""
        self.current = current if current in self.spots else ""
        self._tell()

    def text_of(self, id_: str) -> str:
        """What is said of a dot, '' if there is no such dot."""
        return next((mark.spoken for mark in self.marks if mark.id == id_), "")

    def _place(self) -> None:
        self.plot = Plot(self.width(), self.height(), self.plot.most, self.plot.average)
        self.spots = places_of(self.marks, self.plot)
        self.update()

    def _tell(self) -> None:
        spoken = self.text_of(self.current) or f"{len(self.marks)} factors. The arrows go from one to the next."
        if spoken != self.accessibleDescription():
            self.setAccessibleDescription(spoken)
        self.said.emit(self.text_of(self._hovered or self.current))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything finds its place anew."""
        super().resizeEvent(event)
        self._place()

    # -- hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to a dot."""
        here = nearest_spot(self.spots, event.position().x(), event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and here:
            self._choose(here)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Name what is under the mouse."""
        self._hover(nearest_spot(self.spots, event.position().x(), event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is elsewhere."""
        super().leaveEvent(event)
        self._hover("")

    def _hover(self, id_: str) -> None:
        if id_ != self._hovered:
            self._hovered = id_
            self._tell()

    def event(self, event: QEvent) -> bool:
        """Its own keys are not the window's while it has the keyboard."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return held == Qt.KeyboardModifier.NoModifier and Qt.Key(event.key()) in (
            *_ARROWS,
            *_ALONG,
            Qt.Key.Key_Home,
            Qt.Key.Key_End,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the next dot that way, Page keys through all of them, Home and End to the first and last."""
        key = Qt.Key(event.key())
        if not self._is_own(event) or not self.marks:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self._choose(next_spot(self.spots, self.current, _ARROWS[key]))
        elif key in _ALONG:
            ids = [mark.id for mark in self.marks]
            at = ids.index(self.current) + _ALONG[key] if self.current else (0 if _ALONG[key] > 0 else len(ids) - 1)
            self._choose(ids[max(0, min(len(ids) - 1, at))])
        else:
            self._choose(self.marks[0 if key == Qt.Key.Key_Home else -1].id)

    def _choose(self, id_: str) -> None:
        if id_:
            self.show_current(id_)
            self.chosen.emit(id_)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say where one is."""
        super().focusInEvent(event)
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Without its frame."""
        super().focusOutEvent(event)
        self.update()

    # -- paint

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Quarters with their names, dots, the words of one."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self.theme.panel))
        paint_ground(painter, self.theme, self.plot)
        paint_marks(painter, self.theme, self.marks, self.spots)
        by_id = {mark.id: mark for mark in self.marks}
        for id_, colour in ((self._hovered, self.theme.second_text), (self.current, self.theme.accent)):
            if id_ in by_id:
                spot = self.spots[id_]
                paint_marks(painter, self.theme, [by_id[id_]], self.spots)
                painter.setPen(QPen(QColor(colour), 2.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QPointF(spot.x, spot.y), spot.radius + 4, spot.radius + 4)
        named = self._hovered or (self.current if self.hasFocus() else "")
        if named in by_id:
            paint_words(painter, self.theme, self.plot, by_id[named].label, self.spots[named])
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()
