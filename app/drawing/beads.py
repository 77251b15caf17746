"""Quiet marks on the edge of a box and on a link: beads for evidence, and a spark line for a figure followed."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.analysis.xmr import Sort, read_again
from app.drawing.theme import Theme
from app.drawing.xmr_chart import paint_marker, sort_colour
from app.model.cause_map import CauseMap
from app.model.measuring import readings_by_measure

_BEAD, _APART = 3.2, 8.0
_WIDE, _HIGH = 46.0, 15.0
_MOST = 24
"""Readings of a spark line, the latest."""
_TABLES = ("evidence", "measure", "measurement")


@dataclass(frozen=True, slots=True)
class Spark:
    """The latest readings between 0 (their least) and 1 (their most), and what the last one shows."""

    values: tuple[float, ...]
    latest: Sort


@dataclass(frozen=True, slots=True)
class Edges:
    """For each factor and link that has any: its beads (0 to 3, as strong as its evidence is), and its spark line."""

    beads: Mapping[str, int]
    sparks: Mapping[str, Spark]


_latest: list[tuple[CauseMap, Edges]] = []


def edges_of(cause_map: CauseMap) -> Edges:
    """The marks of a map; looked at with every edit, and worked out anew only when evidence or figures have changed."""
    if _latest and cause_map.holds_the_same(_latest[0][0], *_TABLES):
        return _latest[0][1]
    beads: dict[str, int] = {}
    for each in cause_map.evidence.values():
        beads[each.subject] = max(beads.get(each.subject, 0), each.strength)
    sparks: dict[str, Spark] = {}
    readings = readings_by_measure(cause_map)
    for measure in cause_map.measures.values():
        if measure.subject not in sparks and measure.subject in cause_map.factors:
            values = tuple(each.value for each in readings.get(measure.id, ()))
            if len(values) > 1:
                sparks[measure.subject] = _spark(values, read_again(values, measure.better, measure.target).latest)
    made = Edges(beads, sparks)
    _latest[:] = [(cause_map, made)]
    return made


def _spark(values: tuple[float, ...], latest: Sort) -> Spark:
    shown = values[-_MOST:]
    low, high = min(shown), max(shown)
    reach = high - low
    return Spark(tuple(round((each - low) / reach, 3) if reach else 0.5 for each in shown), latest)


def paint_beads(painter: QPainter, at: QPointF, strength: int, theme: Theme, ground: str) -> None:
    """One to three full beads from a point (left middle) on; a ring for evidence that is told but has no strength."""
    painter.setPen(QPen(QColor(theme.card if strength else theme.second_text), 1.2))
    for number in range(max(strength, 1)):
        painter.setBrush(QColor(theme.second_text if strength else ground))
        painter.drawEllipse(at + QPointF(number * _APART, 0), _BEAD, _BEAD)


def paint_spark(painter: QPainter, right: QPointF, spark: Spark, theme: Theme) -> None:
    """A small card that ends at a point (right middle), with the line of its values and their last one."""
    card = QRectF(right.x() - _WIDE, right.y() - _HIGH / 2, _WIDE, _HIGH)
    painter.setPen(QPen(QColor(theme.card_border), 1))
    painter.setBrush(QColor(theme.card))
    painter.drawRoundedRect(card, 4, 4)
    inner = card.adjusted(4, 3.5, -6, -3.5)
    step = inner.width() / max(1, len(spark.values) - 1)
    points = [
        QPointF(inner.left() + at * step, inner.bottom() - value * inner.height())
        for at, value in enumerate(spark.values)
    ]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.second_text), 1.1))
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.text if spark.latest == "common" else sort_colour(spark.latest, theme)))
    paint_marker(painter, points[-1], spark.latest, 2.3)
