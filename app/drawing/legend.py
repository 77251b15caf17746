"""What the shapes and lines mean: only of what the picture shows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from app.drawing.beads import Spark, paint_beads, paint_spark
from app.drawing.faces import FactorFace, LinkFace
from app.drawing.factor import paint_factor, paint_loop_mark, paint_rank, pen
from app.drawing.fonts import font
from app.drawing.link import paint_link, paint_together
from app.drawing.theme import Theme
from app.layout.geometry import Route

_ROW = 30.0
_SAMPLE = 38.0
_GAP = 30.0
_SIZE = 15.0

_SHAPES: tuple[tuple[str, FactorFace], ...] = (
    ("Most upstream cause, with its rank", FactorFace((), "root", in_loop=False, rank=1, width=34, height=20)),
    ("Cause in between", FactorFace((), "cause", in_loop=False, rank=None, width=34, height=20)),
    ("In a loop", FactorFace((), "cause", in_loop=True, rank=None, width=34, height=20)),
    ("Symptom", FactorFace((), "symptom", in_loop=False, rank=None, width=34, height=20)),
)
_EVIDENCE = FactorFace((), "cause", in_loop=False, rank=None, width=34, height=20, beads=3)
_FALLING = Spark((0.9, 0.6, 0.8, 0.3, 0.4, 0.1), "improvement")
_FOLLOWED = FactorFace((), "cause", in_loop=False, rank=None, width=34, height=20, spark=_FALLING)
_LINE: Route = ((0.0, 0.0), (12.0, 0.0), (24.0, 0.0), (36.0, 0.0))
_PAIR: tuple[Route, ...] = (
    ((0.0, -5.5), (24.0, -5.5), (22.0, 0.0), (40.0, 0.0)),
    ((0.0, 5.5), (24.0, 5.5), (22.0, 0.0), (40.0, 0.0)),
)


def _entries(factors: Iterable[FactorFace], links: Iterable[LinkFace]) -> list[tuple[str, FactorFace | LinkFace]]:
    faces, lines = list(factors), list(links)
    shown: list[tuple[str, FactorFace | LinkFace]] = []
    for words, sample in _SHAPES:
        if sample.in_loop:
            seen = any(face.in_loop for face in faces)
        else:
            seen = any(face.look == sample.look for face in faces)
        if seen and sample.rank is not None and all(face.rank is None for face in faces):
            shown.append((words.partition(",")[0], replace(sample, rank=None)))
        elif seen:
            shown.append((words, sample))
    if any(face.beads is not None for face in faces) or any(line.beads is not None for line in lines):
        shown.append(("Evidence: weak, moderate, strong", _EVIDENCE))
    if any(face.spark for face in faces):
        shown.append(("A figure followed over time", _FOLLOWED))
    if {line.certainty for line in lines} != {"likely"}:
        for words, certainty in (("Established", "established"), ("Likely", "likely"), ("Tentative", "tentative")):
            if any(line.certainty == certainty for line in lines):
                shown.append((words, LinkFace(_LINE, certainty, "", "")))  # type: ignore[arg-type]  # the words above
    if any(line.polarity == "-" for line in lines):
        shown.append(("More makes less", LinkFace(_LINE, "likely", "-", "")))
    groups = Counter(line.together for line in lines if line.together)
    if any(count > 1 for count in groups.values()):
        shown.append(("All needed together", LinkFace(_LINE, "likely", "", "all")))
    return shown


def _places(entries: list[tuple[str, FactorFace | LinkFace]], width: float) -> list[QPointF]:
    metrics = QFontMetricsF(font(_SIZE))
    places, x, y = [], 0.0, 0.0
    for words, _ in entries:
        need = _SAMPLE + 8 + metrics.horizontalAdvance(words)
        if x and x + need > width:
            x, y = 0.0, y + _ROW
        places.append(QPointF(x, y))
        x += need + _GAP
    return places


def legend_height(factors: Iterable[FactorFace], links: Iterable[LinkFace], width: float) -> float:
    """The height in units that the legend takes at a width."""
    places = _places(_entries(factors, links), width)
    return places[-1].y() + _ROW + 16 if places else 0.0


def paint_legend(
    painter: QPainter, factors: Iterable[FactorFace], links: Iterable[LinkFace], theme: Theme, width: float
) -> None:
    """Paint it below a fine line, its top left at (0, 0)."""
    entries = _entries(factors, links)
    if not entries:
        return
    painter.setPen(pen(theme.line, 1))
    painter.drawLine(QPointF(0, 0), QPointF(width, 0))
    for (words, sample), place in zip(entries, _places(entries, width), strict=True):
        painter.save()
        painter.translate(place.x(), place.y() + 16 + _ROW / 2)
        _paint_sample(painter, sample, theme)
        painter.setFont(font(_SIZE))
        painter.setPen(pen(theme.second_text, 1))
        row = QRectF(_SAMPLE + 8, -_ROW / 2, width, _ROW)
        painter.drawText(row, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip), words)
        painter.restore()


def _paint_sample(painter: QPainter, sample: FactorFace | LinkFace, theme: Theme) -> None:
    """A small one of its kind, its left middle at (0, 0), with the marks that tell it without colour."""
    if isinstance(sample, LinkFace):
        routes = _PAIR if sample.together else (_LINE,)
        for route in routes:
            paint_link(painter, replace(sample, route=route), theme)
        paint_together(painter, routes, theme)
        return
    painter.save()
    painter.translate(sample.width / 2 + 1, 0)
    paint_factor(painter, sample, theme, words=False)
    if sample.beads is not None:
        paint_beads(painter, QPointF(-8, sample.height / 2), sample.beads, theme, theme.card)
    if sample.spark is not None:
        paint_spark(painter, QPointF(23, 0), sample.spark, theme)
    if sample.rank is not None:
        paint_rank(painter, QPointF(0, 0), sample.rank, theme, radius=7.5)
    if sample.in_loop:
        paint_loop_mark(painter, QPointF(0, 0), theme, radius=6.5)
    painter.restore()
