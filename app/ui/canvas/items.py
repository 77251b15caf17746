"""A factor and a link on the canvas: thin items over what ``drawing`` paints."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPainterPath, QPainterPathStroker
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.drawing.faces import FactorFace, LinkFace
from app.drawing.factor import MARK_RADIUS, outline_of, paint_rank, paint_ring
from app.drawing.link import curve_of, head_of, link_pen, paint_link
from app.drawing.stamps import COARSE, FINE, LEAST_RANK, WHOLE, Stamp, Stamps, bounds_of, paint_face
from app.drawing.theme import FADED, Theme

FAR = 0.35
"""Below this zoom a crowded map is painted without words and with hairlines: nobody could read or tell them."""
VERY_FAR = 0.18
"""Below this zoom every map is."""
HANDLE = 7.0

Repaint = Callable[[QRectF], None]
"""Has a rectangle of the scene painted anew."""
Wanted = Callable[[Stamp], None]
"""Told of a stamp that was missing."""
Sorted = Callable[["CanvasItem"], None]
"""Told that an item is to be painted by others from now on, or no more."""


def level_of(painter: QPainter) -> float:
    """Pixels for one map unit: the map is scaled alike both ways and never turned."""
    return painter.worldTransform().m11()


def on_pixels(painter: QPainter) -> bool:
    """Whether this painting comes to pixels, and not to lines in a file."""
    engine = painter.paintEngine()
    return engine is not None and engine.type() == QPaintEngine.Type.Raster


class CanvasItem(QGraphicsItem):
    """What stands for one record. It paints itself unless it is one of a crowd: then it is not in the scene at all."""

    def __init__(self, id_: str, theme: Theme, paint_anew: Repaint, was_sorted: Sorted) -> None:
        super().__init__()
        self.id = id_
        self._paint_anew, self._was_sorted = paint_anew, was_sorted
        self.theme = theme
        self.chosen = False
        self.faded = False
        """Not on the traced ways."""
        self.crowded = False
        """Among so many that words from far, and wide lines, would take longer than a frame."""
        self.by_others = False
        """Painted with the others of a crowd (see ``crowd``)."""

    @property
    def alone(self) -> bool:
        """Whether it looks so that others cannot paint it."""
        return self.chosen

    def sort(self) -> None:
        """Be painted with the others of a crowd, or paint itself."""
        by_others = self.crowded and not self.alone
        if by_others != self.by_others:
            self.by_others = by_others
            self._was_sorted(self)

    def repaint(self) -> None:
        """Have the place where it stands painted anew, whoever paints it."""
        self._paint_anew(self.sceneBoundingRect())


class FactorItem(CanvasItem):
    """A box, its middle at its position."""

    def __init__(
        self, id_: str, face: FactorFace, theme: Theme, calls: tuple[Repaint, Sorted], stamps: Stamps, wanted: Wanted
    ) -> None:
        super().__init__(id_, theme, *calls)
        self.face = face
        self.handles = False
        self.gliding = False
        self._stamps = stamps
        self._wanted = wanted
        self._lay(face)
        self.setZValue(2)

    def _lay(self, face: FactorFace) -> None:
        self.bounds = bounds_of(face)
        self.numbers = self._stamps.numbers_of(face, self.theme)

    @property
    def alone(self) -> bool:
        """Whether it looks so that others cannot paint it."""
        return self.chosen or self.handles

    def set_face(self, face: FactorFace, theme: Theme) -> bool:
        """Look like this from now on; True if that is anything new."""
        if face == self.face and theme is self.theme:
            return False
        if bounds_of(face) != self.bounds:
            self.repaint()
            self.prepareGeometryChange()
        self.face = face
        self.theme = theme
        self._lay(face)
        self.repaint()
        return True

    def stand_at(self, x: float, y: float) -> bool:
        """Stand there from now on; True if that is elsewhere."""
        if (x, y) == (self.x(), self.y()):
            return False
        self.repaint()
        self.setPos(x, y)
        self.repaint()
        return True

    def set_chosen(self, *, chosen: bool, faded: bool, paint: bool = True) -> None:
        """Show the ring, or fade because it is not on the traced ways; without ``paint`` all will be painted."""
        if chosen != self.chosen:
            self.setZValue(3 if chosen else 2)
        self.chosen, self.faded = chosen, faded
        self.sort()
        if paint:
            self.repaint()

    def set_handles(self, *, shown: bool) -> None:
        """Show the dots at both sides from which a link can be dragged."""
        if shown != self.handles:
            self.handles = shown
            self.sort()
            self.repaint()

    def set_gliding(self, *, gliding: bool) -> None:
        """Be on the way somewhere: drawn on whole pixels, which is quick and not seen in motion; or arrive."""
        if gliding != self.gliding:
            self.gliding = gliding
            self.repaint()

    def boundingRect(self) -> QRectF:
        """All it may paint on."""
        return self.bounds

    def shape(self) -> QPainterPath:
        """Where it can be clicked: the box and the dots at its sides."""
        path = QPainterPath()
        path.addRect(outline_of(self.face).adjusted(-HANDLE, 0, HANDLE, 0))
        return path

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the box; far away without words."""
        place = painter.worldTransform()
        level = place.m11()
        if widget is not None and on_pixels(painter):
            painter.resetTransform()
            self.stamp(painter, place.dx(), place.dy(), level, widget.devicePixelRatioF())
            painter.setWorldTransform(place)
        else:
            self.paint_plainly(painter, level)
        if self.faded:
            painter.setOpacity(FADED)
        if self.chosen:
            paint_ring(painter, self.face, self.theme.rank if self.face.look == "root" else self.theme.accent)
            if self.face.rank is not None and level * MARK_RADIUS >= LEAST_RANK:  # over its own ring
                paint_rank(painter, outline_of(self.face).topLeft() + QPointF(1, 1), self.face.rank, self.theme)
        if self.handles:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.accent)
            for x in (-self.face.width / 2, self.face.width / 2):
                painter.drawEllipse(QPointF(x, 0), HANDLE - 1, HANDLE - 1)

    def has_words(self, level: float) -> bool:
        """Whether its words are shown at this zoom."""
        return level >= (FAR if self.crowded else VERY_FAR)

    def stamp(self, painter: QPainter, x: float, y: float, level: float, ratio: float) -> None:
        """Paint it from a picture of it, or as long as there is none plainly, its middle at (x, y) in pixels."""
        words = self.has_words(level)
        parts = (WHOLE if self.gliding else FINE) if words else COARSE
        missing = self._stamps.put(
            painter, self.numbers[words], x, y, faded=self.faded, level=level, ratio=ratio, parts=parts
        )
        if missing is not None:
            self._wanted(missing)
            painter.translate(x, y)
            painter.scale(level, level)
            self.paint_plainly(painter, level)
            painter.setOpacity(1.0)
            painter.resetTransform()

    def paint_plainly(self, painter: QPainter, level: float) -> None:
        """Paint it around (0, 0) with what lines and words it has."""
        if self.faded:
            painter.setOpacity(FADED)
        paint_face(painter, self.face, self.theme, level, words=self.has_words(level))


class LinkItem(CanvasItem):
    """A curve, in the scene's own coordinates."""

    def __init__(self, id_: str, face: LinkFace, theme: Theme, calls: tuple[Repaint, Sorted]) -> None:
        super().__init__(id_, theme, *calls)
        self.traced = False
        self.face = face
        self._lay(face)
        self.setZValue(1)

    def _lay(self, face: LinkFace) -> None:
        self.curve = curve_of(face.route)
        bounds = self.curve.boundingRect().united(head_of(face.route).boundingRect())
        self.bounds = bounds.adjusted(-9, -9, 9, 9)
        self._shape: QPainterPath | None = None

    def set_face(self, face: LinkFace, theme: Theme) -> bool:
        """Look like this from now on; True if that is anything new."""
        if face == self.face and theme is self.theme:
            return False
        if face.route != self.face.route:
            self.repaint()
            self.prepareGeometryChange()
            self._lay(face)
        self.face = face
        self.theme = theme
        self.repaint()
        return True

    def set_chosen(self, *, chosen: bool, traced: bool, faded: bool, paint: bool = True) -> None:
        """Stand out as selected or traced, or fade; without ``paint`` all will be painted."""
        if (chosen or traced) != (self.chosen or self.traced):
            self.setZValue(1.5 if chosen or traced else 1)
        self.chosen, self.traced, self.faded = chosen, traced, faded
        self.sort()
        if paint:
            self.repaint()

    def boundingRect(self) -> QRectF:
        """All it may paint on."""
        return self.bounds

    def shape(self) -> QPainterPath:
        """Where it can be clicked: some room either side of the line."""
        if self._shape is None:
            stroker = QPainterPathStroker()
            stroker.setWidth(12)
            self._shape = stroker.createStroke(self.curve)
        return self._shape

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the curve; a hairline when far away."""
        if self.faded:
            painter.setOpacity(FADED)
        if self.chosen:
            glow = link_pen(self.theme.rank, "established", strong=True)
            glow.setWidthF(7)
            painter.setPen(glow)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(self.curve)
        level = level_of(painter)
        if self.crowded and level < VERY_FAR:
            # From so far an arrow head is less than a pixel, and smooth edges double the time.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(link_pen(self.theme.link, self.face.certainty, hairline=True))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(self.curve)
            return
        thin = level < (FAR if self.crowded else VERY_FAR)
        paint_link(painter, self.face, self.theme, traced=self.traced or self.chosen, hairline=thin)
