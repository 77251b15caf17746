"""Where the dots of driving and dependence stand, and how their chart is painted."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app.analysis.opinions import Opinion, Quarter
from app.drawing.fonts import font
from app.drawing.theme import Theme
from app.ui.closer.chart_places import Spot

NAMES: dict[Quarter, str] = {
    "driver": "Drivers",
    "in the thick": "In the thick of it",
    "outcome": "Outcomes",
    "apart": "Apart",
}
_LEFT, _RIGHT, _TOP, _BOTTOM = 40.0, 10.0, 8.0, 40.0
_NAMES_HIGH = 26.0
_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_GOLDEN = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, slots=True)
class Mark:
    """A factor on the chart: what is said of it, its rank upstream ('' for none), and whether it is a symptom."""

    opinion: Opinion
    label: str
    rank: str
    is_symptom: bool
    spoken: str

    @property
    def id(self) -> str:
        """The factor's id."""
        return self.opinion.factor


@dataclass(frozen=True, slots=True)
class Plot:
    """The ground in pixels. ``most``: the greatest dependence and driving; ``average``: where the quarters meet."""

    width: float
    height: float
    most: tuple[int, int]
    average: float

    @property
    def area(self) -> QRectF:
        """The plot without its axes."""
        return QRectF(_LEFT, _TOP, max(1.0, self.width - _LEFT - _RIGHT), max(1.0, self.height - _TOP - _BOTTOM))

    @property
    def inner(self) -> QRectF:
        """Where the dots stand: above and below is room for the names of the quarters."""
        return self.area.adjusted(10, _NAMES_HIGH, -10, -_NAMES_HIGH)

    def x_of(self, dependence: float) -> float:
        """Further right: more leads to it."""
        return self.inner.left() + min(1.0, dependence / max(1, self.most[0])) * self.inner.width()

    def y_of(self, driving: float) -> float:
        """Higher up: it leads to more."""
        return self.inner.bottom() - min(1.0, driving / max(1, self.most[1])) * self.inner.height()

    def room_of(self, quarter: Quarter) -> QRectF:
        """Where the dots of a quarter may stand."""
        x, y, room = self.x_of(self.average), self.y_of(self.average), self.inner.adjusted(-8, -2, 8, 2)
        leads, depends = quarter in ("driver", "in the thick"), quarter in ("outcome", "in the thick")
        left, right = (x, room.right()) if depends else (room.left(), x)
        top, bottom = (room.top(), y) if leads else (y, room.bottom())
        return QRectF(left, top, right - left, bottom - top)


def places_of(marks: Sequence[Mark], plot: Plot) -> dict[str, Spot]:
    """A place for every mark; those with the same figures, as in a loop group, lie round their common place.

    A crowd stays within its quarter as far as there is room.
    """
    radius = max(3.0, 5.5 / max(1.0, len(marks) / 60) ** 0.25)
    crowds: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        crowds.setdefault((mark.opinion.dependence, mark.opinion.driving), []).append(mark)
    spots = {}
    for (dependence, driving), crowd in crowds.items():
        apart = 0.62 * min(2.1 * radius, 70 / math.sqrt(len(crowd)))
        room = plot.room_of(crowd[0].opinion.quarter)
        wide, high = _spread(apart * math.sqrt(len(crowd) - 1), room, radius + 1)
        x = _within(plot.x_of(dependence), room.left(), room.right(), wide + radius + 1)
        y = _within(plot.y_of(driving), room.top(), room.bottom(), high + radius + 1)
        for at, mark in enumerate(crowd):
            out = math.sqrt(at / max(1, len(crowd) - 1))
            turn = at * _GOLDEN
            spots[mark.id] = Spot(x + wide * out * math.cos(turn), y + high * out * math.sin(turn), radius)
    return spots


def _spread(far: float, room: QRectF, edge: float) -> tuple[float, float]:
    """How far a crowd reaches to the sides and up and down: round where there is room, else longer where there is."""
    most_wide, most_high = max(edge, room.width() / 2 - edge), max(edge, room.height() / 2 - edge)
    wide = min(far, most_wide)
    high = min(far * far / wide if wide else 0.0, most_high)
    return min(far * far / high if high else 0.0, most_wide), high


def _within(value: float, low: float, high: float, wide: float) -> float:
    """As near to a value as something so wide to both sides can be between two bounds; in the middle if it cannot."""
    return (low + high) / 2 if high - low < 2 * wide else min(max(value, low + wide), high - wide)


def paint_ground(painter: QPainter, theme: Theme, plot: Plot) -> None:
    """The four quarters with their names, and what the axes mean."""
    area = plot.area
    x, y = plot.x_of(plot.average), plot.y_of(plot.average)
    painter.fillRect(area, QColor(theme.canvas))
    painter.fillRect(QRectF(area.left(), area.top(), x - area.left(), y - area.top()), QColor(theme.accent_soft))
    painter.setPen(QPen(QColor(theme.card_border), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
    painter.setFont(font(12))
    painter.setPen(QColor(theme.second_text))
    inner = area.adjusted(7, 5, -7, -5)
    right, left = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
    top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
    corners: dict[Quarter, Qt.AlignmentFlag] = {
        "driver": left | top,
        "in the thick": right | top,
        "apart": left | bottom,
        "outcome": right | bottom,
    }
    for quarter, corner in corners.items():
        painter.drawText(inner, int(corner), NAMES[quarter])
    painter.drawText(QRectF(area.left(), area.bottom() + 3, area.width(), 18), int(left), "0")
    painter.drawText(QRectF(area.left(), area.bottom() + 3, area.width(), 18), int(right), f"{plot.most[0]:,}")
    painter.drawText(QRectF(0, plot.inner.top() - 9, area.left() - 4, 18), int(right), f"{plot.most[1]:,}")
    painter.drawText(QRectF(area.left(), area.bottom() + 19, area.width(), 18), _CENTRE, "Depends on so many others →")
    painter.save()
    painter.translate(14, area.center().y())
    painter.rotate(-90)
    painter.drawText(QRectF(-area.height() / 2, -10, area.height(), 20), _CENTRE, "Leads to so many others →")
    painter.restore()


def paint_marks(painter: QPainter, theme: Theme, marks: Sequence[Mark], spots: Mapping[str, Spot]) -> None:
    """Dots: amber with a dark rim for a most upstream cause, a square for a symptom, a ring else."""
    for mark in sorted(marks, key=lambda mark: bool(mark.rank)):
        spot = spots[mark.id]
        if mark.rank:
            painter.setPen(QPen(QColor(theme.root), 1.6))
            painter.setBrush(QColor(theme.rank))
        else:
            painter.setPen(QPen(QColor(theme.symptom_border if mark.is_symptom else theme.second_text), 1.4))
            painter.setBrush(QColor(theme.symptom if mark.is_symptom else theme.card))
        if mark.is_symptom:
            side = spot.radius * 0.9
            painter.drawRect(QRectF(spot.x - side, spot.y - side, 2 * side, 2 * side))
        else:
            painter.drawEllipse(QPointF(spot.x, spot.y), spot.radius, spot.radius)


def paint_words(painter: QPainter, theme: Theme, plot: Plot, words: str, spot: Spot) -> None:
    """The words of a dot, above it where there is room and below it else."""
    painter.setFont(font(13))
    metrics = QFontMetricsF(painter.font())
    need = metrics.boundingRect(QRectF(0, 0, plot.area.width() * 0.75, 400), _WRAP, words)
    wide, high = need.width() + 17, min(need.height(), 4 * metrics.lineSpacing()) + 10
    left = max(4.0, min(spot.x - wide / 2, plot.width - 4 - wide))
    top = spot.y - spot.radius - 8 - high
    if top < 1:
        top = spot.y + spot.radius + 8
    box = QRectF(left, top, wide, high)
    painter.setPen(QPen(QColor(theme.card_border), 1))
    painter.setBrush(QColor(theme.card))
    painter.drawRoundedRect(box, 6, 6)
    painter.setPen(QColor(theme.text))
    painter.drawText(box.adjusted(8, 5, -8, -5), _WRAP, words)
