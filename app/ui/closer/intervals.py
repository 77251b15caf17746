"""Intervals: how many symptoms each of the first causes would still reach, as a picture on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.drawing.theme import Theme

_ROW = 46
_SCALE = 40
_SIDE = 10
_TICK_APART = 34


@dataclass(frozen=True, slots=True)
class Bar:
    """One cause: its name and rank, the dot (mean) and the bar (nine of ten trials), in units of the scale."""

    members: tuple[str, ...]
    rank: str
    title: str
    low: float
    mean: float
    high: float
    said: str


class Intervals(QWidget):
    """Bars under each other. Arrows or a click choose one."""

    chosen = Signal(int)
    """A person has chosen this bar."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._bars: tuple[Bar, ...] = ()
        self._current = -1
        self._top = 1.0
        self._unit = "symptoms"
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(220)

    def show_bars(self, bars: Sequence[Bar], current: int, top: float, unit: str) -> None:
        """Show these, one of them emphasised (-1: none); the scale runs from 0 to ``top`` of ``unit``."""
        self._bars, self._current, self._top, self._unit = tuple(bars), current, top, unit
        self.setFixedHeight(_ROW * len(self._bars) + _SCALE)
        said = self._bars[current].said if 0 <= current < len(self._bars) else ""
        self.setAccessibleName(f"What the first causes reach in doubt. {said}".strip())
        self.setAccessibleDescription(" ".join(bar.said for bar in self._bars))
        self.update()

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is shown."""
        return self._bars

    @property
    def current(self) -> int:
        """The emphasised one; -1 if there is none."""
        return self._current

    # -- hands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go to the next cause, Home and End to the first and last."""
        last = len(self._bars) - 1
        to = {
            Qt.Key.Key_Down.value: min(last, self._current + 1),
            Qt.Key.Key_Up.value: max(0, self._current - 1),
            Qt.Key.Key_Home.value: 0,
            Qt.Key.Key_End.value: last,
        }.get(event.key())
        if to is None or not self._bars:
            super().keyPressEvent(event)
        elif to != self._current:
            self.chosen.emit(to)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        row = int(event.position().y()) // _ROW
        if 0 <= row < len(self._bars):
            self.chosen.emit(row)

    # -- paint

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The rows from the top, the scale below them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_scale(painter)
        for row, bar in enumerate(self._bars):
            self._paint_bar(painter, row, bar)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _x(self, value: float) -> float:
        return _SIDE + (self.width() - 2 * _SIDE) * (value / self._top if self._top else 0.0)

    def _font(self, size: int, *, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(size)
        font.setBold(bold)
        return font

    def _ticks(self) -> list[float]:
        """Round numbers far enough apart to be read."""
        room = max(1, int((self.width() - 2 * _SIDE) / _TICK_APART))
        step = next(each for each in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 10**9) if self._top / each <= room)
        return [float(each) for each in range(0, int(self._top) + 1, step)]

    def _paint_scale(self, painter: QPainter) -> None:
        theme, bottom = self.theme, float(_ROW * len(self._bars))
        painter.setFont(self._font(12))
        height = QFontMetricsF(painter.font()).height()
        for value in self._ticks():
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(QPointF(self._x(value), 0), QPointF(self._x(value), bottom + 3))
            painter.setPen(QColor(theme.second_text))
            place = QRectF(self._x(value) - 20, bottom + 3, 40, height)
            if value == 0:
                painter.drawText(place.translated(20 - _SIDE, 0), int(Qt.AlignmentFlag.AlignLeft), "0")
            else:
                painter.drawText(place, int(Qt.AlignmentFlag.AlignHCenter), f"{value:.0f}")
        line = QRectF(_SIDE, bottom + 3 + height, self.width() - 2 * _SIDE, height)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignHCenter), self._unit)

    def _paint_bar(self, painter: QPainter, row: int, bar: Bar) -> None:
        theme, top = self.theme, float(_ROW * row)
        is_current = row == self._current
        if is_current:
            painter.fillRect(QRectF(0, top, self.width(), _ROW), QColor(theme.accent_soft))
            painter.fillRect(QRectF(0, top, 4, _ROW), QColor(theme.rank))
        painter.setFont(self._font(14, bold=is_current))
        metrics = QFontMetricsF(painter.font())
        words = f"{bar.rank}  {bar.title}"
        room = self.width() - 2 * _SIDE
        painter.setPen(QColor(theme.text))
        line = QRectF(_SIDE, top + 4, room, metrics.height())
        painter.drawText(
            line, int(Qt.AlignmentFlag.AlignLeft), metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        )
        middle = top + 33
        colour = QColor(theme.accent if is_current else theme.link)
        soft = QColor(colour)
        soft.setAlphaF(0.45)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(soft)
        left, right = self._x(bar.low), self._x(bar.high)
        painter.drawRoundedRect(QRectF(left - 2, middle - 4, right - left + 4, 8), 4, 4)
        painter.setPen(QPen(QColor(theme.panel), 1.5))
        painter.setBrush(QColor(theme.text))
        painter.drawEllipse(QPointF(self._x(bar.mean), middle), 6.5, 6.5)
