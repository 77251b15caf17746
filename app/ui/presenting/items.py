"""A factor and a link on the projector: ``drawing`` paints them; nothing here can be taken hold of."""

from dataclasses import fields, replace
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.drawing.faces import FactorFace, LinkFace
from app.drawing.factor import MARK_RADIUS, extent_of, outline_of, paint_factor, paint_rank, paint_ring
from app.drawing.link import curve_of, head_of, paint_link
from app.drawing.theme import Theme


@lru_cache(maxsize=16)
def faded_theme(theme: Theme, rest: float) -> Theme:
    """The theme with so much of itself and the rest of its canvas: as if it were see-through, but painted faster.

    Unlike what is see-through, a faded box hides what it stands on.
    """
    colours = {
        each.name: _mixed(getattr(theme, each.name), theme.canvas, rest)
        for each in fields(theme)
        if each.name not in ("name", "hues")
    }
    hues = tuple(_mixed(hue, theme.canvas, rest) for hue in theme.hues)
    return replace(theme, hues=hues, **colours)


def _mixed(colour: str, ground: str, part: float) -> str:
    one, other = QColor(colour), QColor(ground)
    red, green, blue = (
        round(part * a + (1 - part) * b)
        for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]  # a tuple of four
    )
    return QColor(red, green, blue).name()


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
        self.faded: Theme | None = None
        """The colours it has while something else stands out; None while it stands out itself."""
        self.setZValue(2)

    def set_face(self, face: FactorFace, theme: Theme) -> None:
        """Look like this from now on."""
        if face != self.face or theme is not self.theme:
            self.prepareGeometryChange()
            self.face, self.theme = face, theme
            self._without_rank = replace(face, rank=None)
            self.update()

    def set_light(self, faded: Theme | None, *, ringed: bool) -> None:
        """Stand out (None), or fade to these colours."""
        if (faded, ringed) != (self.faded, self.ringed):
            self.faded, self.ringed = faded, ringed
            self.update()

    def boundingRect(self) -> QRectF:
        """All it may paint on."""
        more = _LONG_RANK_RADIUS - MARK_RADIUS
        return extent_of(self.face).adjusted(-more, -more, more, more)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the box, always with its words."""
        theme = self.faded or self.theme
        paint_factor(painter, self._without_rank, theme)
        if self.ringed:
            paint_ring(painter, self.face, self.theme.rank if self.face.look == "root" else self.theme.accent)
        if self.face.rank is not None:
            middle = outline_of(self.face).topLeft() + QPointF(1, 1)
            paint_rank(painter, middle, self.face.rank, theme, radius=rank_radius(self.face.rank))


class ProjectedLink(QGraphicsItem):
    """A curve, in the scene's own coordinates."""

    def __init__(self, face: LinkFace, theme: Theme) -> None:
        super().__init__()
        self.face = face
        self.theme = theme
        self.traced = False
        self.faded: Theme | None = None
        self.crowded = False
        """Among so many others that wide lines would take longer than a frame, and could not be told apart."""
        self._bounds = _bounds_of(face)
        self.setZValue(1)

    def set_face(self, face: LinkFace, theme: Theme) -> None:
        """Look like this from now on."""
        if face != self.face or theme is not self.theme:
            self.prepareGeometryChange()
            self.face, self.theme = face, theme
            self._bounds = _bounds_of(face)
            self.update()

    def set_light(self, faded: Theme | None, *, traced: bool, crowded: bool) -> None:
        """Stand out, or fade to these colours, or (None and not ``traced``) neither."""
        if (faded, traced, crowded) != (self.faded, self.traced, self.crowded):
            self.faded, self.traced, self.crowded = faded, traced, crowded
            self.setZValue(1.5 if traced else 0.5 if faded else 1)
            self.update()

    def boundingRect(self) -> QRectF:
        """All it may paint on."""
        return self._bounds

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the curve."""
        hairline = self.crowded and not self.traced
        paint_link(painter, self.face, self.faded or self.theme, traced=self.traced, hairline=hairline)


def _bounds_of(face: LinkFace) -> QRectF:
    around = curve_of(face.route).boundingRect().united(head_of(face.route, face.certainty).boundingRect())
    return around.adjusted(-9, -9, 9, 9)
