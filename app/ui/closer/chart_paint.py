"""How the chart of effort and share looks: its regions, its dots, the ghost of one that is dragged, its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from app.analysis.quick_wins import EASY, HARD
from app.drawing.fonts import font
from app.drawing.theme import Theme
from app.ui.closer.chart_places import EFFORTS, Dot, Frame, Spot

_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class Look:
    """What a person has in hand: the current dot, the one under the mouse, the dragged one and its effort to be."""

    current: str = ""
    hovered: str = ""
    dragged: str = ""
    effort: int | None = None
    has_focus: bool = False


def paint_chart(
    painter: QPainter, theme: Theme, frame: Frame, dots: Sequence[Dot], spots: Mapping[str, Spot], look: Look
) -> None:
    """Paint all of it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_ground(painter, theme, frame, look)
    _paint_strip(painter, theme, frame, sum(dot.lever.effort is None for dot in dots))
    by_id = {dot.id: dot for dot in dots}
    for plain_first in (False, True):
        for dot in reversed(dots):
            if bool(dot.rank) == plain_first and dot.id != look.dragged:
                paint_dot(painter, theme, dot, spots[dot.id])
    for id_, colour in ((look.hovered, theme.second_text), (look.current, theme.accent)):
        if id_ in by_id and id_ != look.dragged:
            paint_dot(painter, theme, by_id[id_], spots[id_])
            _paint_ring(painter, spots[id_], colour)
    if look.dragged in by_id:
        _paint_ghost(painter, theme, frame, by_id[look.dragged], spots[look.dragged], look.effort)
    named = look.dragged or look.hovered or (look.current if look.has_focus else "")
    if named in by_id:
        at = spots[named]
        if look.dragged and look.effort is not None:
            at = Spot(frame.x_of(look.effort), frame.y_of(by_id[named].lever.share), at.radius)
        _paint_words(painter, theme, frame, by_id[named].label, at)


def _paint_ground(painter: QPainter, theme: Theme, frame: Frame, look: Look) -> None:
    def band(first: int, last: int, name: str) -> None:
        left = frame.left + (first - 1) * frame.column
        area = QRectF(left, frame.top, (last - first + 1) * frame.column, frame.bottom - frame.top)
        painter.fillRect(area, QColor(theme.canvas))
        painter.setPen(QColor(theme.second_text))
        painter.drawText(QRectF(left, 2, area.width(), frame.top - 4), _CENTRE, name)

    painter.setFont(font(13))
    band(1, EASY, "Quick wins")
    band(HARD, 5, "Deep-rooted")
    if look.dragged and look.effort is not None:
        left = frame.left + (look.effort - 1) * frame.column
        painter.fillRect(QRectF(left, frame.top, frame.column, frame.bottom - frame.top), QColor(theme.accent_soft))
    painter.setFont(font(12))
    parts = [part / 4 for part in range(5) if part / 4 <= frame.most + 1e-9]
    for part in parts:
        y = frame.y_of(part)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(QPointF(frame.left, y), QPointF(frame.right, y))
        painter.setPen(QColor(theme.second_text))
        painter.drawText(QRectF(0, y - 8, frame.left - 4, 16), _RIGHT, f"{100 * part:.0f}%")
    for effort in EFFORTS:
        middle = QRectF(frame.x_of(effort) - 20, frame.bottom + 2, 40, 16)
        painter.drawText(middle, _CENTRE, str(effort))
    below = frame.bottom + 17
    painter.drawText(QRectF(frame.left, below, 60, 16), _LEFT, "Easy")
    painter.drawText(QRectF(frame.left, below, frame.right - frame.left, 16), _CENTRE, "Effort")
    painter.drawText(QRectF(frame.right - 60, below, 60, 16), _RIGHT, "Hard")


def _paint_strip(painter: QPainter, theme: Theme, frame: Frame, waiting: int) -> None:
    area = QRectF(frame.left - 6, frame.strip + 2, frame.right - frame.left + 6, frame.end - frame.strip - 4)
    painter.setPen(QPen(QColor(theme.card_border), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area, 8, 8)
    painter.setPen(QColor(theme.second_text))
    painter.setFont(font(12))
    words = f"Effort not asked: {waiting}. Drag up, or press 1 to 5." if waiting else "Effort was asked for all of them"
    painter.drawText(area.adjusted(8, 2, -4, 0), int(Qt.AlignmentFlag.AlignLeft), words)


def paint_dot(painter: QPainter, theme: Theme, dot: Dot, spot: Spot) -> None:
    """A dot: filled and green for a quick win, a dark square for deep-rooted, a ring else; amber with its rank."""
    kind = dot.lever.kind
    square = kind == "deep-rooted"
    fill = {"quick win": theme.better, "deep-rooted": theme.root, "plain": theme.card}[kind]
    edge = {"quick win": theme.better, "deep-rooted": theme.root, "plain": theme.second_text}[kind]
    painter.setPen(QPen(QColor(theme.panel if kind != "plain" else edge), 1.2))
    painter.setBrush(QColor(fill))
    _shape(painter, spot, spot.radius, square=square)
    if dot.rank:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.rank))
        _shape(painter, spot, spot.radius - 2.2, square=square)
        painter.setPen(QColor(theme.rank_text))
        painter.setFont(font(12, bold=True))
        painter.drawText(QRectF(spot.x - 15, spot.y - 10, 30, 20), _CENTRE, dot.rank)


def _shape(painter: QPainter, spot: Spot, radius: float, *, square: bool) -> None:
    if square:
        side = radius * 0.94
        painter.drawRoundedRect(QRectF(spot.x - side, spot.y - side, 2 * side, 2 * side), 2, 2)
    else:
        painter.drawEllipse(QPointF(spot.x, spot.y), radius, radius)


def _paint_ring(painter: QPainter, spot: Spot, colour: str) -> None:
    painter.setPen(QPen(QColor(colour), 2.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(spot.x, spot.y), spot.radius + 3.5, spot.radius + 3.5)


def _paint_ghost(painter: QPainter, theme: Theme, frame: Frame, dot: Dot, spot: Spot, effort: int | None) -> None:
    """The dot stays pale where it was; a dashed one stands where it would go."""
    painter.setOpacity(0.35)
    paint_dot(painter, theme, dot, spot)
    painter.setOpacity(1.0)
    if effort is None:
        there = Spot(spot.x if dot.lever.effort is None else frame.left + 12, frame.end - 20, spot.radius)
    else:
        there = Spot(frame.x_of(effort), frame.y_of(dot.lever.share), spot.radius)
        painter.setFont(font(13, bold=True))
        painter.setPen(QColor(theme.accent))
        painter.drawText(QRectF(frame.x_of(effort) - 20, frame.bottom + 2, 40, 16), _CENTRE, str(effort))
    painter.setPen(QPen(QColor(theme.accent), 2, Qt.PenStyle.DashLine))
    painter.setBrush(QColor(theme.accent_soft))
    painter.drawEllipse(QPointF(there.x, there.y), there.radius + 2, there.radius + 2)
    painter.setPen(QPen(QColor(theme.second_text), 1, Qt.PenStyle.DotLine))
    painter.drawPolyline(QPolygonF([QPointF(spot.x, spot.y), QPointF(there.x, there.y)]))


def _paint_words(painter: QPainter, theme: Theme, frame: Frame, words: str, spot: Spot) -> None:
    """The words of a dot, above it where there is room and below it else."""
    painter.setFont(font(13))
    metrics = QFontMetricsF(painter.font())
    width = min(frame.right - frame.left - 16, max(160.0, (frame.right - frame.left) * 0.6))
    need = metrics.boundingRect(QRectF(0, 0, width, 400), _WRAP, words)
    wide, high = need.width() + 17, min(need.height(), 4 * metrics.lineSpacing()) + 10
    left = max(frame.left - 30, min(spot.x - wide / 2, frame.right - wide))
    top = spot.y - spot.radius - 7 - high
    if top < 1:
        top = spot.y + spot.radius + 7
    box = QRectF(left, top, wide, high)
    painter.setPen(QPen(QColor(theme.card_border), 1))
    painter.setBrush(QColor(theme.card))
    painter.drawRoundedRect(box, 6, 6)
    painter.setPen(QColor(theme.text))
    painter.drawText(box.adjusted(8, 5, -8, -5), _WRAP, words)
