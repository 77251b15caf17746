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
_TALL_ROW, _LEAST_ROOM = 60.0, 420.0
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


def standing_height(causes: tuple[TopCause, ...], width: float) -> float:
    """The height in units that it takes at a width."""
    return _HEAD + _row(width) * len(causes) + 10 if causes else 0.0


def _room(width: float) -> float:
    """What is left for the words beside the figures and marks."""
    return width - 34 - width_of_marks(_SIZE) - _reach()


def _row(width: float) -> float:
    """The height of a row: where words and marks do not go beside each other, the marks go below."""
    return _ROW if _room(width) >= _LEAST_ROOM else _TALL_ROW


def _reach() -> float:
    return QFontMetricsF(font(_SIZE)).horizontalAdvance("symptoms: 88 of 88") + 24


def paint_standing(painter: QPainter, causes: tuple[TopCause, ...], theme: Theme, width: float) -> None:
    """Paint it below a fine line, its top left at (0, 0)."""
    if not causes:
        return
    painter.setPen(pen(theme.line, 1))
    painter.drawLine(QPointF(0, 0), QPointF(width, 0))
    painter.setFont(font(_SIZE, bold=True))
    painter.setPen(QColor(theme.text))
    painter.drawText(QPointF(0, 28), "Where to start, and how sure that is")
    letters, marks, row = font(_SIZE), width_of_marks(_SIZE), _row(width)
    metrics = QFontMetricsF(letters)
    beside = row == _ROW
    room = _room(width) if beside else width - 34
    flags = int(Qt.AlignmentFlag.AlignVCenter)
    for number, cause in enumerate(causes):
        top = _HEAD + number * row
        paint_rank(painter, QPointF(12, top + _ROW / 2), cause.rank, theme)
        painter.setFont(letters)
        painter.setPen(QColor(theme.text))
        words = metrics.elidedText(cause.words, Qt.TextElideMode.ElideRight, room - 12)
        painter.drawText(QRectF(34, top, room, _ROW), flags, words)
        painter.setPen(QColor(theme.second_text))
        below = top if beside else top + _TALL_ROW - _ROW - 6
        left = 34 + room if beside else 34.0
        painter.drawText(QRectF(left, below, _reach(), _ROW), flags, f"symptoms: {cause.reach}")
        start = width - marks if beside else left + _reach()
        at = QRectF(start, below + (_ROW - _SIZE * 1.55) / 2, marks + 1, _ROW)
        paint_marks(painter, at, cause.marks, theme, _SIZE)
