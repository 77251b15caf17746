"""Who paints what: on a crowded map two items all lines and one all boxes, but for those that stand alone.

Where thousands are in sight, they are painted from a picture (see ``far``).
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TypeVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from app.ui.canvas.far import MANY, FarPicture
from app.ui.canvas.items import CanvasItem, FactorItem, LinkItem, on_pixels
from app.ui.canvas.lines import EVERYWHERE, LinesItem
from app.ui.canvas.rows import Rows
from app.ui.canvas.wide import Spot

CROWD = 250
"""With more links than this, those that are not traced are drawn as hairlines, so that a frame suffices."""
_Item = TypeVar("_Item", bound=CanvasItem)
_PART = 40
"""So many boxes are painted at a time."""


class BoxesItem(QGraphicsItem):
    """All factors of a crowd but those that stand alone."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Rows[FactorItem] = Rows()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(2)
        self.is_far = False
        """Whether this frame shows a picture of them instead."""

    def boundingRect(self) -> QRectF:
        """Everywhere: it paints what is asked for."""
        return EVERYWHERE

    def shape(self) -> QPainterPath:
        """Nowhere: it is the boxes that are clicked."""
        return QPainterPath()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the boxes that have to be painted."""
        if self.is_far:
            return
        seen = self.rows.meeting(option.exposedRect)
        if widget is not None and on_pixels(painter):
            stamp_all(painter, seen, widget.devicePixelRatioF())
            return
        level = painter.worldTransform().m11()
        for item in seen:
            painter.save()
            painter.translate(item.pos())
            item.paint_plainly(painter, level)
            painter.restore()


def stamp_all(painter: QPainter, seen: list[FactorItem], ratio: float) -> None:
    """Paint boxes from pictures of them; the painter is as it was afterwards."""
    place = painter.worldTransform()
    level, right, down = place.m11(), place.dx(), place.dy()
    painter.resetTransform()
    for item in seen:
        item.stamp(painter, item.x() * level + right, item.y() * level + down, level, ratio)
    painter.setWorldTransform(place)


class FarItem(QGraphicsItem):
    """Paints the picture, and over it what has changed since, where thousands are in sight."""

    def __init__(self, crowd: "Crowd") -> None:
        super().__init__()
        self._crowd = crowd
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(0.9)

    def boundingRect(self) -> QRectF:
        """Everywhere: it paints what is asked for."""
        return EVERYWHERE

    def shape(self) -> QPainterPath:
        """Nowhere: nothing of it is clicked."""
        return QPainterPath()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """See whether this frame is one of thousands, and paint it if so."""
        self._crowd.paint_far(painter, widget)


class Crowd:
    """Has the items of a scene painted together as soon as there are many, and each by itself where there are few."""

    def __init__(self, scene: QGraphicsScene, factors: Mapping[str, FactorItem], links: Mapping[str, LinkItem]) -> None:
        self._factors, self._links = factors, links
        self._lines = (LinesItem(standing_out=False), LinesItem(standing_out=True))
        self._boxes = BoxesItem()
        self._scene = scene
        self._far = FarPicture(self._strokes, self._newer)
        self._item = FarItem(self)
        self.here = False
        """Whether there is one."""
        for item in (self._item, *self._lines, self._boxes):
            scene.addItem(item)

    def changed(self, item: FactorItem | LinkItem) -> None:
        """An item is new, gone, elsewhere, or looks different."""
        if item.crowded != self.here:
            item.crowded = self.here
            item.sort()
        self.place(item)
        if isinstance(item, FactorItem):
            if item.by_others and self._factors.get(item.id) is item:
                self._boxes.rows.put(item.id, item, item.bounds.translated(item.pos()))
            else:
                self._boxes.rows.drop(item.id)
        else:
            here = item.by_others and self._links.get(item.id) is item
            for lines in self._lines:
                lines.change(item, here=here and item.traced == lines.standing_out)
        self._far.change(item)

    def looks_changed(self, item: FactorItem | LinkItem) -> None:
        """An item that stays where it is looks different; a selection changes the looks of thousands."""
        by_others = item.crowded == self.here and item.by_others and item.scene() is None
        if by_others and isinstance(item, FactorItem) and item.id in self._boxes.rows:
            self._far.change(item)
        elif by_others and isinstance(item, LinkItem) and item.id in self._lines[item.traced].rows:
            self._lines[item.traced].forget()
            self._far.change(item)
        else:
            self.changed(item)

    def place(self, item: CanvasItem) -> None:
        """Have an item in the scene if it is on the map and paints itself: thousands would cost time even unpainted."""
        known = self._factors.get(item.id) is item or self._links.get(item.id) is item
        wanted = known and not item.by_others
        if wanted != (item.scene() is not None):
            if wanted:
                self._scene.addItem(item)
            else:
                self._scene.removeItem(item)

    def factor_at(self, at: QPointF) -> FactorItem | None:
        """Which of the factors that are painted together is here."""
        return _uppermost(self._boxes.rows.meeting(QRectF(at, at)), at)

    def link_at(self, at: QPointF) -> LinkItem | None:
        """Which of the links that are painted together passes here; one that stands out before one that does not."""
        for lines in reversed(self._lines):
            found = _uppermost(lines.rows.meeting(QRectF(at, at)), at)
            if found is not None:
                return found
        return None

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

    # -- thousands

    def paint_far(self, painter: QPainter, widget: QWidget | None) -> None:
        """Paint the picture if thousands are in sight; the other items of the crowd paint nothing then."""
        far = False
        if widget is not None and on_pixels(painter) and self.here:
            place = painter.worldTransform()
            spot = Spot(place.m11(), place.dx(), place.dy(), widget.size(), widget.devicePixelRatioF())
            sight = QRectF(-spot.right, -spot.down, spot.size.width(), spot.size.height())
            seen = QRectF(sight.topLeft() / spot.level, sight.size() / spot.level)
            far = sum(part.rows.count(seen) for part in (*self._lines, self._boxes)) > MANY
        for part in (*self._lines, self._boxes):
            part.is_far = far
        if not far:
            return
        self._far.put(painter, spot)
        for item in self._far.over():
            self._paint_over(painter, item, spot.ratio)

    def _paint_over(self, painter: QPainter, item: FactorItem | LinkItem, ratio: float) -> None:
        known = self._factors.get(item.id) is item or self._links.get(item.id) is item
        if not (known and item.by_others):
            return
        if isinstance(item, FactorItem):
            stamp_all(painter, [item], ratio)
        else:
            self._lines[item.traced].paint_links(painter, [item])

    def _strokes(self, painter: QPainter, seen: QRectF, ratio: float) -> Iterator[None]:
        """All that is in sight, a little at a time."""
        for lines in self._lines:
            yield from lines.strokes(painter, seen)
        boxes = iter(self._boxes.rows.meeting(seen))
        while part := list(islice(boxes, _PART)):
            stamp_all(painter, part, ratio)
            yield

    def _newer(self) -> None:
        self._scene.update()

    def stop(self) -> None:
        """Let go of everything."""
        self._far.stop()


def _uppermost(items: list[_Item], at: QPointF) -> _Item | None:
    return next((item for item in reversed(items) if item.shape().contains(at - item.pos())), None)
