"""A factor and a link on the projector: ``drawing`` paints them; nothing here can be taken hold of."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.drawing.faces import FactorFace, LinkFace
from app.drawing.factor import MARK_RADIUS, extent_of, outline_of, paint_factor, paint_rank, paint_ring
from app.drawing.link import curve_of, head_of, paint_link
from app.drawing.theme import Theme

_RANK_RADIUS = 13.0
_LONG_RANK_RADIUS = 16.0


def rank_radius(rank: int) -> float:
    """The radius of a rank's disc: its number is no smaller than the words in the box."""
    return _RANK_RADIUS if rank < 100 else _LONG_RANK_RADIUS


class ProjectedFactor(QGraphicsItem):
    """A box, its middle at its position."""

    def __init__(self, face: FactorFace, theme: Theme) -> None:
        super().__init__()
        self.face = face
        self.theme = theme
        self._without_rank = replace(face, rank=None)
        self.ringed = False
        self.setZValue(2)

    def set_face(self, face: FactorFace, theme: Theme) -> None:
        """Look like this from now on."""
        if face != self.face or theme is not self.theme:
            self.prepareGeometryChange()
            self.face, self.theme = face, theme
            self._without_rank = replace(face, rank=None)
            self.update()

    def set_light(self, opacity: float, *, ringed: bool) -> None:
        """Stand out or fade."""
        if ringed != self.ringed:
            self.ringed = ringed
            self.update()
        if opacity != self.opacity():
            self.setOpacity(opacity)

    def boundingRect(self) -> QRectF:
        """All it may paint on."""
        more = _LONG_RANK_RADIUS - MARK_RADIUS
        return extent_of(self.face).adjusted(-more, -more, more, more)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the box, always with its words."""
        paint_factor(painter, self._without_rank, self.theme)
        if self.ringed:
            paint_ring(painter, self.face, self.theme.rank if self.face.look == "root" else self.theme.accent)
        if self.face.rank is not None:
            middle = outline_of(self.face).topLeft() + QPointF(1, 1)
            paint_rank(painter, middle, self.face.rank, self.theme, radius=rank_radius(self.face.rank))


class ProjectedLink(QGraphicsItem):
    """A curve, in the scene's own coordinates."""

    def __init__(self, face: LinkFace, theme: Theme) -> None:
        super().__init__()
        self.face = face
        self.theme = theme
        self.traced = False
        self._bounds = _bounds_of(face)
        self.setZValue(1)

    def set_face(self, face: LinkFace, theme: Theme) -> None:
        """Look like this from now on."""
        if face != self.face or theme is not self.theme:
            self.prepareGeometryChange()
            self.face, self.theme = face, theme
            self._bounds = _bounds_of(face)
            self.update()

    def set_light(self, opacity: float, *, traced: bool) -> None:
        """Stand out or fade."""
        if traced != self.traced:
            self.traced = traced
            self.setZValue(1.5 if traced else 1)
            self.update()
        if opacity != self.opacity():
            self.setOpacity(opacity)

    def boundingRect(self) -> QRectF:
        """All it may paint on."""
        return self._bounds

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the curve."""
        paint_link(painter, self.face, self.theme, traced=self.traced)


def _bounds_of(face: LinkFace) -> QRectF:
    around = curve_of(face.route).boundingRect().united(head_of(face.route, face.certainty).boundingRect())
    return around.adjusted(-9, -9, 9, 9)
