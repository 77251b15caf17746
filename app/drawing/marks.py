"""The three marks of a cause: a word and three dots, of which as many are full as it deserves."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app.drawing.fonts import font
from app.drawing.theme import Theme

MARKS = ("Credible", "Robust", "Independent")
LEVELS = ("not yet", "weakly", "fairly", "fully")
"""What the levels 0 to 3 are called: "fairly credible"."""

_GAP, _BETWEEN = 4.0, 9.0


def said(levels: tuple[int, int, int]) -> str:
    """The marks in words, for those who do not see them: "fairly credible, not yet robust, fully independent"."""
    return ", ".join(f"{LEVELS[level]} {name.casefold()}" for name, level in zip(MARKS, levels, strict=True))


def width_of_marks(size: float) -> float:
    """How wide all three are beside each other, with letters of this size."""
    metrics = QFontMetricsF(font(size))
    return sum(metrics.horizontalAdvance(name) + _dots_width(size) + _GAP for name in MARKS) + 2 * _BETWEEN


def paint_marks(painter: QPainter, at: QRectF, levels: tuple[int, int, int], theme: Theme, size: float) -> int:
    """Paint them from the top left of a place on, in as many rows as its width asks for; how many rows."""
    letters = font(size)
    metrics = QFontMetricsF(letters)
    x, row, high = 0.0, 0, size * 1.55
    for name, level in zip(MARKS, levels, strict=True):
        wide = metrics.horizontalAdvance(name) + _GAP + _dots_width(size)
        if x and x + wide > at.width():
            x, row = 0.0, row + 1
        place = QRectF(at.left() + x, at.top() + row * high, wide, high)
        painter.setFont(letters)
        painter.setPen(QColor(theme.second_text if level < 2 else theme.text))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip), name)
        _paint_dots(painter, QPointF(place.right() - _dots_width(size), place.center().y()), level, theme, size)
        x += wide + _BETWEEN
    return row + 1


def rows_of_marks(size: float, room: float) -> int:
    """In how many rows they fit."""
    metrics = QFontMetricsF(font(size))
    x, rows = 0.0, 1
    for name in MARKS:
        wide = metrics.horizontalAdvance(name) + _GAP + _dots_width(size)
        if x and x + wide > room:
            x, rows = 0.0, rows + 1
        x += wide + _BETWEEN
    return rows


def _dots_width(size: float) -> float:
    return 3 * size * 0.62 + 2 * size * 0.18


def _paint_dots(painter: QPainter, at: QPointF, level: int, theme: Theme, size: float) -> None:
    """Three dots from a point (left middle) on: full ones for the level, rings for the rest."""
    wide = size * 0.62
    painter.setPen(QPen(QColor(theme.accent), 1.2))
    for number in range(3):
        painter.setBrush(QColor(theme.accent) if number < level else Qt.BrushStyle.NoBrush)
        middle = QPointF(at.x() + wide / 2 + number * (wide + size * 0.18), at.y())
        painter.drawEllipse(middle, wide / 2 - 0.6, wide / 2 - 0.6)
