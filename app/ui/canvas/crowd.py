"""Who paints what: on a crowded map two items all lines and one all boxes, but for those that stand alone."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from app.ui.canvas.items import FactorItem, LinkItem, on_pixels
from app.ui.canvas.lines import EVERYWHERE, LinesItem

CROWD = 250
"""With more links than this, those that are not traced are drawn as hairlines, so that a frame suffices."""


class BoxesItem(QGraphicsItem):
    """All factors of a crowd but those that stand alone."""

    def __init__(self, factors: Mapping[str, FactorItem]) -> None:
        super().__init__()
        self._all = factors
        self._shown: list[tuple[FactorItem, float, float, QRectF]] | None = None
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(2)

    def gather_anew(self) -> None:
        """Some factors are new, gone, elsewhere, or alone."""
        self._shown = None

    def boundingRect(self) -> QRectF:
        """Everywhere: it paints what is asked for."""
        return EVERYWHERE

    def shape(self) -> QPainterPath:
        """Nowhere: it is the boxes that are clicked."""
        return QPainterPath()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the boxes that have to be painted."""
        if self._shown is None:
            others = [f for f in self._all.values() if f.by_others]
            self._shown = [(f, x := f.x(), y := f.y(), f.bounds.translated(x, y)) for f in others]
        place, exposed = painter.worldTransform(), option.exposedRect
        level, right, down = place.m11(), place.dx(), place.dy()
        seen = [(item, x, y) for item, x, y, bounds in self._shown if bounds.intersects(exposed)]
        if widget is not None and on_pixels(painter):
            ratio = widget.devicePixelRatioF()
            painter.resetTransform()
            for item, x, y in seen:
                item.stamp(painter, x * level + right, y * level + down, level, ratio)
            return
        for item, x, y in seen:
            painter.save()
            painter.translate(x, y)
            item.paint_plainly(painter, level)
            painter.restore()


class Crowd:
    """Has the items of a scene painted together as soon as there are many, and each by itself where there are few."""

    def __init__(self, scene: QGraphicsScene, factors: Mapping[str, FactorItem], links: Mapping[str, LinkItem]) -> None:
        self._factors, self._links = factors, links
        self._lines = (LinesItem(links, standing_out=False), LinesItem(links, standing_out=True))
        self._boxes = BoxesItem(factors)
        self.here = False
        """Whether there is one."""
        for item in (*self._lines, self._boxes):
            scene.addItem(item)

    def changed(self, item: FactorItem | LinkItem) -> None:
        """An item is new, gone, elsewhere, or looks different."""
        if item.crowded != self.here:
            item.crowded = self.here
            item.sort()
        if isinstance(item, FactorItem):
            self._boxes.gather_anew()
        else:
            for lines in self._lines:
                lines.gather_anew()

    def count(self) -> bool:
        """See whether there are many now; True if that has changed, so that the whole view has to be painted."""
        if (len(self._links) > CROWD) == self.here:
            return False
        self.here = not self.here
        for factor in self._factors.values():
            self.changed(factor)
        for link in self._links.values():
            self.changed(link)
        return True
