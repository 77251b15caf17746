"""A link on any painter: a smooth curve, as thick as it is sure, its arrow head and its '−'."""

from collections.abc import Sequence
from functools import lru_cache
from math import hypot

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from app.drawing.beads import paint_beads
from app.drawing.faces import LinkFace
from app.drawing.factor import brush
from app.drawing.theme import Theme
from app.layout.geometry import Route
from app.model.records import Certainty

WIDTHS: dict[Certainty, float] = {"established": 2.8, "likely": 1.6, "tentative": 1.5}
_HEADS: dict[Certainty, tuple[float, float]] = {
    "established": (11.5, 5.2),
    "likely": (10.0, 4.3),
    "tentative": (10.0, 4.3),
}
_FOOT = 7.5  # how far before the tip the line ends: inside the smallest head
_SIGN_BEFORE = 13.0
_BAR_BEFORE = 24.0


@lru_cache(maxsize=40_000)
def curve_of(route: Route) -> QPainterPath:
    """The curve from the cause to the foot of the arrow head; shared, so not to be altered."""
    path = QPainterPath(QPointF(*route[0]))
    points = [QPointF(*point) for point in route]
    if len(points) < 4:
        for point in points[1:]:
            path.lineTo(point)
        return path
    tip, (dx, dy) = points[-1], direction_of(route)
    points[-1] = QPointF(tip.x() - dx * _FOOT, tip.y() - dy * _FOOT)
    for first in range(1, len(points) - 2, 3):
        path.cubicTo(points[first], points[first + 1], points[first + 2])
    return path


def direction_of(route: Route) -> tuple[float, float]:
    """The unit vector in which it arrives."""
    (tip_x, tip_y) = route[-1]
    for x, y in reversed(route[:-1]):
        length = hypot(tip_x - x, tip_y - y)
        if length > 0.5:
            return (tip_x - x) / length, (tip_y - y) / length
    return 1.0, 0.0


@lru_cache(maxsize=40_000)
def _before_tip(route: Route, distance: float) -> QPointF:
    """The point on the curve so far before its end."""
    curve = curve_of(route)
    return curve.pointAtPercent(curve.percentAtLength(max(0.0, curve.length() - distance)))


@lru_cache(maxsize=40_000)
def head_of(route: Route, certainty: Certainty = "likely") -> QPolygonF:
    """The arrow head, its tip on the effect's edge; larger on a thick line."""
    (x, y), (dx, dy) = route[-1], direction_of(route)
    length, half = _HEADS[certainty]
    back_x, back_y = x - dx * length, y - dy * length
    return QPolygonF(
        [
            QPointF(x, y),
            QPointF(back_x - dy * half, back_y + dx * half),
            QPointF(back_x + dy * half, back_y - dx * half),
        ]
    )


@lru_cache(maxsize=256)
def link_pen(colour: str, certainty: Certainty, *, hairline: bool = False, strong: bool = False) -> QPen:
    """Thick = established, thin = likely, dashed = tentative; a hairline where many are far away or moving."""
    if hairline:
        made = QPen(QColor(colour), 1.0)
        made.setCosmetic(True)
    else:
        made = QPen(QColor(colour), WIDTHS[certainty] + (0.7 if strong else 0.0))
        made.setCapStyle(Qt.PenCapStyle.FlatCap)
    if certainty == "tentative":
        made.setDashPattern([4.0, 3.0])
    return made


def paint_link(
    painter: QPainter,
    face: LinkFace,
    theme: Theme,
    *,
    traced: bool = False,
    hairline: bool = False,
    colour: str | None = None,
    sign: bool = True,
) -> None:
    """Paint it in map units; ``traced`` links stand out. Without ``sign`` its '−' is left to ``paint_sign``."""
    ink = colour or (theme.traced_link if traced else theme.link)
    painter.setPen(link_pen(ink, face.certainty, hairline=hairline, strong=traced))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(curve_of(face.route))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush(ink))
    painter.drawPolygon(head_of(face.route, face.certainty))
    if sign and not hairline:
        paint_sign(painter, face, theme, colour=ink)


def paint_sign(painter: QPainter, face: LinkFace, theme: Theme, *, colour: str = "") -> None:
    """A small disc with a '−' on the curve before the arrow head, where more of the cause makes less of the effect."""
    if face.beads is not None:
        middle = curve_of(face.route).pointAtPercent(0.5)
        paint_beads(painter, middle - QPointF(4.0 * (max(face.beads, 1) - 1), 0), face.beads, theme, theme.card)
    if face.polarity != "-":
        return
    middle = _before_tip(face.route, _SIGN_BEFORE)
    painter.setPen(QPen(QColor(colour or theme.link), 1.4))
    painter.setBrush(brush(theme.card))
    painter.drawEllipse(middle, 6.5, 6.5)
    painter.setPen(QPen(QColor(theme.text), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(QPointF(middle.x() - 3.4, middle.y()), QPointF(middle.x() + 3.4, middle.y()))


def feet_of(routes: Sequence[Route]) -> list[QPointF]:
    """Where the bar of a together group crosses its links, from the top."""
    return sorted((_before_tip(route, _BAR_BEFORE) for route in routes), key=lambda foot: (foot.y(), foot.x()))


def paint_together(painter: QPainter, routes: Sequence[Route], theme: Theme) -> None:
    """A bar across links that are needed together, close to where they arrive."""
    if len(routes) < 2:
        return
    feet = feet_of(routes)
    along = feet[-1] - feet[0]
    length = hypot(along.x(), along.y())
    along = along / length if length > 1 else QPointF(0, 1)
    bar = QPainterPath(feet[0] - along * 4)
    for foot in feet[1:-1]:
        bar.lineTo(foot)
    bar.lineTo(feet[-1] + along * 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, width in ((theme.text, 8.4), (theme.card, 5.6)):
        painter.setPen(
            QPen(QColor(ink), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        painter.drawPath(bar)
