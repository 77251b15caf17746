"""A small picture of a map of any size, to know it again by: its boxes and what leads where, without words."""

from collections.abc import Mapping

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter, QPen

from app.drawing.theme import Theme
from app.layout.geometry import Box
from app.model.cause_map import CauseMap

_MARGIN = 12.0


def small_picture(cause_map: CauseMap, boxes: Mapping[str, Box], theme: Theme, size: QSize) -> QImage:
    """The map as shapes where they stand, symptoms in their own colour; on any thread."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(theme.canvas)
    if not boxes:
        return image
    left, top = min(box.left for box in boxes.values()), min(box.top for box in boxes.values())
    right, bottom = max(box.right for box in boxes.values()), max(box.bottom for box in boxes.values())
    room = QRectF(image.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    scale = min(room.width() / (right - left), room.height() / (bottom - top), 0.5)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(room.center())
    painter.scale(scale, scale)
    painter.translate(-(left + right) / 2, -(top + bottom) / 2)
    pen = QPen(QColor(theme.link))
    pen.setCosmetic(True)
    painter.setPen(pen)
    ends = ((boxes.get(link.cause), boxes.get(link.effect)) for link in cause_map.links.values())
    painter.drawLines([QLineF(a.x, a.y, b.x, b.y) for a, b in ends if a is not None and b is not None])
    painter.setPen(Qt.PenStyle.NoPen)
    factors = cause_map.factors
    for id_, box in boxes.items():
        symptom = id_ in factors and factors[id_].kind == "symptom"
        painter.setBrush(QColor(theme.symptom_border if symptom else theme.accent))
        painter.drawRect(QRectF(QPointF(box.left, box.top), QPointF(box.right, box.bottom)))
    painter.end()
    return image


def as_png(image: QImage) -> bytes:
    """The picture as the bytes of a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(data.data())
