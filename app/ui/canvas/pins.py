"""A pin on each factor that is kept where it stands: seen while working, not in pictures."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.drawing.theme import Theme
from app.layout.geometry import Box

_HEAD = 4.5
_ROOM = 16.0


class Pins(QGraphicsItem):
    """One item for all pins, above the boxes; it takes no mouse."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.boxes: tuple[Box, ...] = ()
        self._bounds = QRectF()
        self.setZValue(4)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_pins(self, boxes: tuple[Box, ...], theme: Theme) -> None:
        """Pin these boxes, and no others."""
        if boxes != self.boxes or theme is not self.theme:
            self.prepareGeometryChange()
            self.boxes, self.theme = boxes, theme
            around = QRectF()
            for box in boxes:
                around = around.united(QRectF(box.x - _ROOM, box.top - _ROOM, 2 * _ROOM, 2 * _ROOM))
            self._bounds = around
            self.update()

    def boundingRect(self) -> QRectF:
        """Around all pins."""
        return self._bounds

    def shape(self) -> QPainterPath:
        """Never under the mouse."""
        return QPainterPath()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """A head and a needle in the middle of the upper edge."""
        for box in self.boxes:
            point = QPointF(box.x, box.top + 3)
            painter.setPen(QPen(QColor(self.theme.second_text), 1.6))
            painter.drawLine(point, point - QPointF(0, 8))
            painter.setPen(QPen(QColor(self.theme.panel), 1.2))
            painter.setBrush(QColor(self.theme.accent))
            painter.drawEllipse(point - QPointF(0, 9), _HEAD, _HEAD)
