"""The chart: what takes how much effort, and what share of the symptoms it reaches. Clicked, dragged and typed in."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app.drawing.theme import Theme
from app.ui.closer.chart_paint import Look, paint_chart
from app.ui.closer.chart_places import Dot, Frame, Spot, nearest_spot, next_spot, spots_of

_NAME = "Effort against expected share of the symptoms"
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ALONG = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_EFFORTS = {getattr(Qt.Key, f"Key_{effort}"): effort for effort in range(1, 6)}
_NOT_ASKED = (Qt.Key.Key_0, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class EffortChart(QWidget):
    """Dots that can be gone to with the arrows, dragged left and right, and given an effort with 1 to 5.

    0 or Delete takes the effort away again; Page Down and Page Up go through all dots by share. What a person does is
    told by signals; nothing is changed here.
    """

    dot_chosen = Signal(str)
    """A person went to this factor's dot."""
    effort_given = Signal(str, object)
    """A person gave this factor an effort: 1 to 5, or None for not asked."""
    said = Signal(str)
    """What the dot in hand says, '' when there is none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.dots: tuple[Dot, ...] = ()
        self.spots: dict[str, Spot] = {}
        self.frame = Frame.of(300, 300, ())
        self.current = ""
        self._hovered = ""
        self._pressed: tuple[str, QPointF] | None = None
        self._dragging = False
        self._effort: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 300)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_NAME)

    def sizeHint(self) -> QSize:
        """About a square and a strip."""
        return QSize(320, 380)

    # -- what it shows

    def show_dots(self, dots: tuple[Dot, ...], current: str) -> None:
        """Show these dots; what was being dragged is let go if it is not there any more."""
        self.dots = dots
        self._place()
        if self._pressed is not None and self._pressed[0] not in self.spots:
            self._let_go()
        self.show_current(current)

    def show_current(self, current: str) -> None:
        """Mark the dot of this factor, or none."""
        self.current = current if current in self.spots else ""
        self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.update()

    @property
    def is_dragging(self) -> bool:
        """Whether a dot is in hand."""
        return self._dragging

    def text_of(self, id_: str) -> str:
        """What is said of a dot, '' if there is no such dot."""
        return next((dot.spoken for dot in self.dots if dot.id == id_), "")

    def _place(self) -> None:
        self.frame = Frame.of(self.width(), self.height(), self.dots)
        self.spots = spots_of(self.dots, self.frame)
        self.update()

    def _tell(self) -> None:
        text = self.text_of(self._hovered or self.current)
        spoken = self.text_of(self.current) or f"{len(self.dots)} causes. The arrows go from one to the next."
        if spoken != self.accessibleDescription():
            self.setAccessibleDescription(spoken)
        self.said.emit(text)
        self.update()

    def _dragged(self) -> str:
        return self._pressed[0] if self._dragging and self._pressed is not None else ""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, dots, words."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.panel))
        look = Look(self.current, self._hovered, self._dragged(), self._effort, self.hasFocus())
        paint_chart(painter, self.theme, self.frame, self.dots, self.spots, look)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(self.theme.accent))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything finds its place anew."""
        super().resizeEvent(event)
        self._place()

    # -- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a dot in hand and go to it."""
        here = nearest_spot(self.spots, event.position().x(), event.position().y())
        if event.button() != Qt.MouseButton.LeftButton or not here:
            super().mousePressEvent(event)
            return
        self._pressed = (here, event.position())
        self._choose(here)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is in hand, or name what is under the mouse."""
        at = event.position()
        if self._pressed is None:
            self._hover(nearest_spot(self.spots, at.x(), at.y()))
            return
        far = (at - self._pressed[1]).manhattanLength() >= QApplication.startDragDistance()
        self._dragging = self._dragging or far
        if self._dragging:
            self._effort = None if at.y() > self.frame.strip else self.frame.effort_at(at.x())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: the effort is what the dot was dragged to."""
        if event.button() == Qt.MouseButton.LeftButton and self._pressed is not None:
            given = (self._pressed[0], self._effort) if self._dragging else None
            self._let_go()
            if given is not None:
                self._give(*given)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is elsewhere."""
        super().leaveEvent(event)
        self._hover("")

    def _hover(self, id_: str) -> None:
        if id_ != self._hovered:
            self._hovered = id_
            self._tell()

    def _let_go(self) -> None:
        self._pressed, self._dragging, self._effort = None, False, None
        self.update()

    # -- the keyboard

    def event(self, event: QEvent) -> bool:
        """Its own keys are not the window's while it has the keyboard."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape:
            return self._dragging
        if held == Qt.KeyboardModifier.AltModifier:
            return key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        others = (Qt.Key.Key_Home, Qt.Key.Key_End, *_ALONG)
        return held == Qt.KeyboardModifier.NoModifier and (
            key in _ARROWS or key in _EFFORTS or key in _NOT_ASKED or key in others
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Page keys go on, Alt with an arrow or a digit gives an effort, Esc leaves a drag off."""
        key = Qt.Key(event.key())
        if not self._is_own(event):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape:
            self._let_go()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._shift(1 if key == Qt.Key.Key_Right else -1)
        elif key in _ARROWS:
            self._choose(next_spot(self.spots, self.current, _ARROWS[key]))
        elif key in _EFFORTS or key in _NOT_ASKED:
            self._give(self.current, _EFFORTS.get(key))
        elif key in _ALONG:
            self._go_along(_ALONG[key])
        elif self.dots:
            self._choose(self.dots[0 if key == Qt.Key.Key_Home else -1].id)

    def _shift(self, by: int) -> None:
        dot = next((dot for dot in self.dots if dot.id == self.current), None)
        if dot is not None:
            now = dot.lever.effort
            self._give(dot.id, 3 if now is None else max(1, min(5, now + by)))

    def _go_along(self, by: int) -> None:
        """To the dot of the next smaller or greater share, so that every one of a crowd is come to."""
        here = next(
            (at for at, dot in enumerate(self.dots) if dot.id == self.current), -1 if by > 0 else len(self.dots)
        )
        if 0 <= here + by < len(self.dots):
            self._choose(self.dots[here + by].id)

    def _choose(self, id_: str) -> None:
        if id_:
            self.show_current(id_)
            self.dot_chosen.emit(id_)

    def _give(self, id_: str, effort: int | None) -> None:
        dot = next((dot for dot in self.dots if dot.id == id_), None)
        if dot is not None and dot.lever.effort != effort:
            self.effort_given.emit(id_, effort)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say where one is."""
        super().focusInEvent(event)
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A drag that loses the window is left off."""
        super().focusOutEvent(event)
        self._let_go()
