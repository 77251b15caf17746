"""A factor and a link on the canvas: thin items over what ``drawing`` paints."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.drawing.faces import FactorFace, LinkFace
from app.drawing.factor import MARK_RADIUS, extent_of, outline_of, paint_factor, paint_rank, paint_ring
from app.drawing.link import curve_of, head_of, link_pen, paint_link
from app.drawing.theme import FADED, Theme

FAR = 0.35
"""Below this zoom a crowded map is painted without words and with hairlines: nobody could read or tell them."""
VERY_FAR = 0.18
"""Below this zoom every map is."""
LEAST_RANK = 9.0
"""The least radius of a rank's disc on screen, so that ranks are seen from far."""
HANDLE = 7.0


def level_of(painter: QPainter) -> float:
    """Pixels for one map unit: the map is scaled alike both ways and never turned."""
    return painter.worldTransform().m11()


def _bounds_of(face: FactorFace) -> QRectF:
    """All that a factor may paint on, its rank's disc as large as it gets from far included."""
    around = extent_of(face)
    return around if face.rank is None else around.adjusted(-4 * MARK_RADIUS, -4 * MARK_RADIUS, 0, 0)


class FactorItem(QGraphicsItem):
    """A box, its middle at its position."""

    def __init__(self, id_: str, face: FactorFace, theme: Theme) -> None:
        super().__init__()
        self.id = id_
        self.face = face
        self.theme = theme
        self.chosen = False
        self.crowded = False
        """One of so many that words from far would take longer than a frame."""
        self.handles = False
        self._bounds = _bounds_of(face)
        self.setZValue(2)

    def set_face(self, face: FactorFace, theme: Theme) -> None:
        """Look like this from now on."""
        if face != self.face or theme is not self.theme:
            if (face.width, face.height, face.rank) != (self.face.width, self.face.height, self.face.rank):
                self.prepareGeometryChange()
                self._bounds = _bounds_of(face)
            self.face = face
            self.theme = theme
            self.update()

    def set_chosen(self, *, chosen: bool, faded: bool) -> None:
        """Show the ring, or fade because it is not on the traced ways."""
        if chosen != self.chosen:
            self.chosen = chosen
            self.setZValue(3 if chosen else 2)
            self.update()
        opacity = FADED if faded else 1.0
        if opacity != self.opacity():
            self.setOpacity(opacity)

    def set_handles(self, *, shown: bool) -> None:
        """Show the dots at both sides from which a link can be dragged."""
        if shown != self.handles:
            self.handles = shown
            self.update()

    def boundingRect(self) -> QRectF:
        """All it may paint on."""
        return self._bounds

    def shape(self) -> QPainterPath:
        """Where it can be clicked: the box and the dots at its sides."""
        path = QPainterPath()
        path.addRect(outline_of(self.face).adjusted(-HANDLE, 0, HANDLE, 0))
        return path

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the box; far away without words."""
        level = level_of(painter)
        paint_factor(painter, self.face, self.theme, words=level >= (FAR if self.crowded else VERY_FAR))
        if self.face.rank is not None and level * MARK_RADIUS < LEAST_RANK:
            radius = min(LEAST_RANK / level, 3 * MARK_RADIUS)
            out = (radius - MARK_RADIUS) * 0.6  # aside, so that the words stay free
            middle = outline_of(self.face).topLeft() - QPointF(out, out)
            paint_rank(painter, middle, self.face.rank, self.theme, radius=radius)
        if self.chosen:
            paint_ring(painter, self.face, self.theme.rank if self.face.look == "root" else self.theme.accent)
            if self.face.rank is not None and level * MARK_RADIUS >= LEAST_RANK:
                paint_rank(
                    painter, outline_of(self.face).topLeft() + QPointF(1, 1), self.face.rank, self.theme
                )  # over its own ring
        if self.handles:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.accent)
            for x in (-self.face.width / 2, self.face.width / 2):
                painter.drawEllipse(QPointF(x, 0), HANDLE - 1, HANDLE - 1)


class LinkItem(QGraphicsItem):
    """A curve, in the scene's own coordinates."""

    def __init__(self, id_: str, face: LinkFace, theme: Theme) -> None:
        super().__init__()
        self.id = id_
        self.traced = False
        self.chosen = False
        self.crowded = False
        """Among so many others that wide lines would take longer than a frame."""
        self.face = face
        self.theme = theme
        self._lay(face)
        self.setZValue(1)

    def _lay(self, face: LinkFace) -> None:
        self._curve = curve_of(face.route)
        bounds = self._curve.boundingRect().united(head_of(face.route).boundingRect())
        self._bounds = bounds.adjusted(-9, -9, 9, 9)
        self._shape: QPainterPath | None = None

    def set_face(self, face: LinkFace, theme: Theme) -> None:
        """Look like this from now on."""
        if face.route is not self.face.route and face.route != self.face.route:
            self.prepareGeometryChange()
            self._lay(face)
        elif face == self.face and theme is self.theme:
            return
        self.face = face
        self.theme = theme
        self.update()

    def set_chosen(self, *, chosen: bool, traced: bool, faded: bool) -> None:
        """Stand out as selected or traced, or fade."""
        if (chosen, traced) != (self.chosen, self.traced):
            self.chosen, self.traced = chosen, traced
            self.setZValue(1.5 if chosen or traced else 1)
            self.update()
        opacity = FADED if faded else 1.0
        if opacity != self.opacity():
            self.setOpacity(opacity)

    def boundingRect(self) -> QRectF:
        """All it may paint on."""
        return self._bounds

    def shape(self) -> QPainterPath:
        """Where it can be clicked: some room either side of the line."""
        if self._shape is None:
            stroker = QPainterPathStroker()
            stroker.setWidth(12)
            self._shape = stroker.createStroke(self._curve)
        return self._shape

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the curve; a hairline when far away."""
        if self.chosen:
            glow = link_pen(self.theme.rank, "established", strong=True)
            glow.setWidthF(7)
            painter.setPen(glow)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(self._curve)
        stands_out = self.traced or self.chosen
        level = level_of(painter)
        thin = level < VERY_FAR or (level < FAR and self.crowded) or (self.crowded and not stands_out)
        if thin and self.crowded and level < VERY_FAR:
            # From so far an arrow head is less than a pixel, and smooth edges double the time.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(link_pen(self.theme.link, self.face.certainty, hairline=True))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(self._curve)
            return
        paint_link(painter, self.face, self.theme, traced=stands_out, hairline=thin)
