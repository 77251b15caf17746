"""What a captured line would add, drawn as ghosts before it is done; and the number of each factor meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.drawing.faces import FactorFace
from app.drawing.factor import outline_of, paint_words
from app.drawing.fonts import font
from app.drawing.link import curve_of
from app.drawing.picture import extent
from app.drawing.theme import Theme
from app.layout.geometry import Box, Route

_LEAST_DIGITS = 12.0
"""Pixels on screen that a number is high, at least."""


@dataclass(frozen=True, slots=True)
class Ghostly:
    """Boxes with their faces, and curves, of what is not there yet; ``rings``: boxes of the factors that are meant."""

    boxes: Mapping[str, tuple[Box, FactorFace]] = field(default_factory=dict)
    routes: Sequence[Route] = ()
    rings: Sequence[Box] = ()


class Ghosts(QGraphicsItem):
    """One item above the map. It takes no mouse and is in nobody's way."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.shown = Ghostly()
        self.numbers: Mapping[str, int] = {}
        self._at: Mapping[str, Box] = {}
        self._bounds = QRectF()
        self.setZValue(7)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_ghosts(self, shown: Ghostly) -> None:
        """Draw these, and no others."""
        if shown != self.shown:
            self.prepareGeometryChange()
            self.shown = shown
            self._fit()

    def show_numbers(self, numbers: Mapping[str, int], boxes: Mapping[str, Box]) -> None:
        """Draw the number of each factor at its box; none for no numbers."""
        self.prepareGeometryChange()
        self.numbers, self._at = numbers, boxes
        self._fit()

    def _fit(self) -> None:
        boxes = {key: box for key, (box, _) in self.shown.boxes.items()}
        boxes |= {key: self._at[key] for key in self.numbers if key in self._at}
        boxes |= {f"ring {n}": box for n, box in enumerate(self.shown.rings)}
        routes = {str(n): route for n, route in enumerate(self.shown.routes)}
        self._bounds = extent(boxes, routes).adjusted(-40, -40, 40, 40) if boxes else QRectF()
        self.update()

    def boundingRect(self) -> QRectF:
        """All it may paint on."""
        return self._bounds

    def shape(self) -> QPainterPath:
        """Never under the mouse."""
        return QPainterPath()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Dashed lines and boxes, then the numbers."""
        accent = QColor(self.theme.accent)
        dashed = QPen(accent, 1.8)
        dashed.setDashPattern([4, 3])
        painter.setPen(dashed)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for route in self.shown.routes:
            painter.drawPath(curve_of(route))
        ring = QPen(accent, 2.4)
        for box in self.shown.rings:
            painter.setPen(ring)
            painter.drawRoundedRect(QRectF(box.left, box.top, box.width, box.height).adjusted(-4, -4, 4, 4), 11, 11)
        for box, face in self.shown.boxes.values():
            painter.save()
            painter.translate(box.x, box.y)
            painter.setPen(dashed)
            painter.setBrush(QColor(self.theme.symptom if face.look == "symptom" else self.theme.card))
            radius = min(face.height / 2, 26.0) if face.look == "symptom" else 8.0
            painter.drawRoundedRect(outline_of(face), radius, radius)
            paint_words(painter, face, self.theme, outline_of(face))
            painter.restore()
        self._paint_numbers(painter)

    def _paint_numbers(self, painter: QPainter) -> None:
        if not self.numbers:
            return
        size = max(12.0, _LEAST_DIGITS / max(painter.worldTransform().m11(), 0.05))
        face = font(size)
        metrics = QFontMetricsF(face)
        painter.setFont(face)
        for key, number in self.numbers.items():
            box = self._at.get(key)
            if box is None:
                continue
            words = str(number)
            wide = max(metrics.horizontalAdvance(words) + size * 0.5, size * 1.3)
            place = QRectF(box.right - wide * 0.5, box.bottom - size * 0.6, wide, size * 1.25)
            painter.setPen(QPen(QColor(self.theme.line), size / 13))
            painter.setBrush(QColor(self.theme.panel))
            painter.drawRoundedRect(place, size * 0.5, size * 0.5)
            painter.setPen(QColor(self.theme.second_text))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
