"""A factor on any painter: card, pill or solid box, its words, its rank and its loop mark."""

from functools import lru_cache
from math import cos, radians, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QStaticText,
    QTransform,
)

from app.drawing.beads import paint_beads, paint_spark
from app.drawing.faces import FactorFace
from app.drawing.fonts import font, runs_left
from app.drawing.sizes import LINE_HEIGHT, PILL_SIDE, SIDE, TEXT_SIZE
from app.drawing.theme import Theme

RADIUS = 8.0
MARK_RADIUS = 11.0


@lru_cache(maxsize=64)
def pen(colour: str, width: float) -> QPen:
    """A solid pen in map units."""
    return QPen(QColor(colour), width)


@lru_cache(maxsize=64)
def brush(colour: str) -> QBrush:
    """A solid brush."""
    return QBrush(QColor(colour))


def outline_of(face: FactorFace) -> QRectF:
    """The box around its own middle (0, 0)."""
    return QRectF(-face.width / 2, -face.height / 2, face.width, face.height)


def extent_of(face: FactorFace) -> QRectF:
    """All that painting may touch: box, marks and selection ring."""
    return outline_of(face).adjusted(-MARK_RADIUS - 3, -MARK_RADIUS - 3, MARK_RADIUS + 3, MARK_RADIUS + 3)


def paint_factor(painter: QPainter, face: FactorFace, theme: Theme, *, words: bool = True, spark: bool = True) -> None:
    """Paint it around (0, 0). Without ``words`` only its shape, without ``spark`` no spark line: for a map from far."""
    box = outline_of(face)
    radius = min(face.height / 2, 26.0) if face.look == "symptom" else min(RADIUS, face.height / 5)
    match face.look:
        case "symptom":
            fill, border, width = theme.symptom, theme.symptom_border, 1.8
        case "root":
            fill, border, width = theme.root, theme.root, 1.2
        case _:
            fill, border, width = theme.card, theme.card_border, 1.2
    if face.in_loop and face.look != "symptom":
        border, width = theme.loop, 2.0
    painter.setPen(pen(border, width))
    painter.setBrush(brush(fill))
    painter.drawRoundedRect(box, radius, radius)
    if face.in_loop and face.look == "root":
        painter.setPen(pen(theme.root_text, 1.2))  # violet on blue is lost to many eyes; a white line parts them
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(2.2, 2.2, -2.2, -2.2), radius - 2, radius - 2)
    if words:
        paint_words(painter, face, theme, box)
        if face.rank is not None:
            paint_rank(painter, box.topLeft() + QPointF(1, 1), face.rank, theme)
        if face.in_loop:
            paint_loop_mark(painter, box.topRight() + QPointF(-1, 1), theme)
        if face.beads is not None:
            paint_beads(painter, box.bottomLeft() + QPointF(max(12.0, radius), 0), face.beads, theme, fill)
        if face.spark is not None and spark:
            paint_spark(painter, box.bottomRight() - QPointF(max(10.0, 0.7 * radius), 0), face.spark, theme)


def paint_ring(painter: QPainter, face: FactorFace, colour: str) -> None:
    """The ring that says: selected."""
    box = outline_of(face).adjusted(-4, -4, 4, 4)
    radius = min(box.height() / 2, 30.0) if face.look == "symptom" else RADIUS + 4
    painter.setPen(pen(colour, 2.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, radius, radius)


def text_colour(face: FactorFace, theme: Theme) -> str:
    """The colour of its words."""
    return {"symptom": theme.symptom_text, "root": theme.root_text}.get(face.look, theme.text)


def paint_words(painter: QPainter, face: FactorFace, theme: Theme, box: QRectF) -> None:
    """Its words alone, in its box."""
    painter.setFont(font(TEXT_SIZE, bold=face.look == "root"))
    painter.setPen(pen(text_colour(face, theme), 1))
    engine = painter.paintEngine()
    if engine is not None and engine.type() == QPaintEngine.Type.Raster:
        for place, words in _laid_words(face.lines, face.look, face.width):
            painter.drawStaticText(place, words)
        return
    side = PILL_SIDE if face.look == "symptom" else SIDE
    top = -len(face.lines) * LINE_HEIGHT / 2
    flow = Qt.AlignmentFlag.AlignRight if face.lines and runs_left(face.lines[0]) else Qt.AlignmentFlag.AlignLeft
    flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute | flow | Qt.TextFlag.TextDontClip)
    for number, line in enumerate(face.lines):
        row = QRectF(box.left() + side, top + number * LINE_HEIGHT, box.width() - 2 * side, LINE_HEIGHT)
        painter.drawText(row, flags, line)


@lru_cache(maxsize=40_000)
def _laid_words(lines: tuple[str, ...], look: str, width: float) -> tuple[tuple[QPointF, QStaticText], ...]:
    """The lines laid out once, each with its top left corner: seven times as fast on pixels as laying them out anew."""
    face = font(TEXT_SIZE, bold=look == "root")
    side = PILL_SIDE if look == "symptom" else SIDE
    top = -len(lines) * LINE_HEIGHT / 2
    to_right = bool(lines) and runs_left(lines[0])
    laid = []
    for number, line in enumerate(lines):
        words = QStaticText(line)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.prepare(QTransform(), face)
        size = words.size()
        x = width / 2 - side - size.width() if to_right else side - width / 2
        laid.append((QPointF(x, top + number * LINE_HEIGHT + (LINE_HEIGHT - size.height()) / 2), words))
    return tuple(laid)


@lru_cache(maxsize=2_000)
def _rank_words(rank: int, radius: float) -> tuple[QFont, str, QPointF]:
    """The number in a disc: its font, itself, and where its baseline begins from the disc's middle."""
    face = font(radius * (1.2 if rank < 100 else 0.95), bold=True)
    metrics, text = QFontMetricsF(face), str(rank)
    return face, text, QPointF(-metrics.horizontalAdvance(text) / 2, metrics.capHeight() / 2)


def paint_rank(painter: QPainter, middle: QPointF, rank: int, theme: Theme, radius: float = MARK_RADIUS) -> None:
    """The amber disc with a rank."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush(theme.rank))
    painter.drawEllipse(middle, radius, radius)
    face, text, shift = _rank_words(rank, radius)
    painter.setFont(face)
    painter.setPen(pen(theme.rank_text, 1))
    painter.drawText(middle + shift, text)


@lru_cache(maxsize=1)
def _loop_arrow() -> tuple[QPainterPath, QPolygonF]:
    """An open circle, clockwise, with an arrow head at its end: drawn, because few fonts hold such a sign."""
    radius, first, last = 4.6, -30.0, 76.0  # degrees, counted against the clock from three o'clock
    box = QRectF(-radius, -radius, 2 * radius, 2 * radius)
    arc = QPainterPath()
    arc.arcMoveTo(box, first)
    arc.arcTo(box, first, last - 360 - first)
    angle = radians(last)
    out = QPointF(cos(angle), -sin(angle))
    on = QPointF(sin(angle), cos(angle))
    foot = out * radius
    return arc, QPolygonF([foot + on * 4.4, foot + out * 3.1, foot - out * 3.1])


def paint_loop_mark(painter: QPainter, middle: QPointF, theme: Theme, radius: float = 9.0) -> None:
    """The violet disc with a circling arrow."""
    painter.save()
    painter.translate(middle)
    painter.scale(radius / 9, radius / 9)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush(theme.loop))
    painter.drawEllipse(QPointF(0, 0), 9.0, 9.0)
    arc, head = _loop_arrow()
    painter.translate(-0.4, 0.5)  # the head weighs it to the upper right
    ink = theme.canvas if theme.is_dark else theme.card
    painter.setPen(QPen(QColor(ink), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(arc)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush(ink))
    painter.drawPolygon(head)
    painter.restore()
