"""Below a picture: the first three of the most upstream causes, what each reaches, and its three marks."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from app.analysis.grounds import Grounds
from app.analysis.reading import Reading
from app.drawing.factor import paint_rank, pen
from app.drawing.fonts import font
from app.drawing.marks import paint_marks, width_of_marks
from app.drawing.theme import Theme
from app.model.cause_map import CauseMap

_ROW, _SIZE, _HEAD = 34.0, 16.0, 40.0
_LOWEST_RANK, _MOST = 3, 5


@dataclass(frozen=True, slots=True)
class TopCause:
    """One of the first: its rank, its words, how many symptoms it leads to, and its marks."""

    rank: int
    words: str
    reach: str
    marks: tuple[int, int, int]


def top_causes(cause_map: CauseMap, reading: Reading) -> tuple[TopCause, ...]:
    """The first three by rank, with those that share the third place, five at most."""
    grounds = Grounds(cause_map, reading)
    total = len(reading.symptoms)
    found = []
    for cause in reading.upstream[:_MOST]:
        if cause.rank > _LOWEST_RANK:
            break
        label = cause_map.factors[(cause.break_points or cause.members)[0]].label
        others = len(cause.members) - 1
        words = f"{label} (a loop with {others} other{'s' * (others != 1)})" if others else label
        found.append(TopCause(cause.rank, words, f"{len(cause.reach)} of {total}", grounds.levels(cause)))
    return tuple(found)


def standing_height(causes: tuple[TopCause, ...]) -> float:
    """The height in units that it takes."""
    return _HEAD + _ROW * len(causes) + 10 if causes else 0.0


def paint_standing(painter: QPainter, causes: tuple[TopCause, ...], theme: Theme, width: float) -> None:
    """Paint it below a fine line, its top left at (0, 0)."""
    if not causes:
        return
    painter.setPen(pen(theme.line, 1))
    painter.drawLine(QPointF(0, 0), QPointF(width, 0))
    painter.setFont(font(_SIZE, bold=True))
    painter.setPen(QColor(theme.text))
    painter.drawText(QPointF(0, 28), "Where to start, and how sure that is")
    marks = width_of_marks(_SIZE)
    letters = font(_SIZE)
    metrics = QFontMetricsF(letters)
    reach = metrics.horizontalAdvance("symptoms: 88 of 88") + 24
    for number, cause in enumerate(causes):
        top = _HEAD + number * _ROW
        paint_rank(painter, QPointF(12, top + _ROW / 2), cause.rank, theme)
        painter.setFont(letters)
        painter.setPen(QColor(theme.text))
        room = max(120.0, width - 34 - marks - reach)
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        words = metrics.elidedText(cause.words, Qt.TextElideMode.ElideRight, room - 12)
        painter.drawText(QRectF(34, top, room, _ROW), flags, words)
        painter.setPen(QColor(theme.second_text))
        painter.drawText(QRectF(34 + room, top, reach, _ROW), flags, f"symptoms: {cause.reach}")
        at = QRectF(width - marks, top + (_ROW - _SIZE * 1.55) / 2, marks + 1, _ROW)
        paint_marks(painter, at, cause.marks, theme, _SIZE)
