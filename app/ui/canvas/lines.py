"""The links of a crowd, painted together: with hundreds of lines, what costs is painting them one by one."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.drawing.factor import brush
from app.drawing.link import head_of, link_pen, paint_link
from app.drawing.theme import faded_on
from app.model.records import Certainty
from app.ui.canvas.items import FAR, VERY_FAR, LinkItem, level_of, on_pixels
from app.ui.canvas.wide import FEW, Spot, WideLines
from app.ui.motion import is_still

EVERYWHERE = QRectF(-1e6, -1e6, 2e6, 2e6)
_FEW = 0.4
"""Up to this part of the links is gathered for the occasion; more are painted all, most of them beyond the clip."""

Group = tuple[Certainty, bool]


class LinesItem(QGraphicsItem):
    """Every link that stands out, or every one that does not; not those that are selected, which paint themselves."""

    def __init__(self, links: Mapping[str, LinkItem], *, standing_out: bool) -> None:
        super().__init__()
        self._all = links
        self._standing_out = standing_out
        self._links: list[LinkItem] | None = None
        self._merged: dict[Group, tuple[QPainterPath, QPainterPath]] | None = None
        self._wide = WideLines(self.update)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(1.5 if standing_out else 1)

    def gather_anew(self) -> None:
        """Some links are new, gone, elsewhere, or look different."""
        if self._links is not None:
            self._links = self._merged = None
            self._wide.forget()

    def boundingRect(self) -> QRectF:
        """Everywhere: it paints what is asked for."""
        return EVERYWHERE

    def shape(self) -> QPainterPath:
        """Nowhere: it is the links that are clicked."""
        return QPainterPath()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the lines that run through what has to be painted."""
        if self._links is None:
            out = self._standing_out
            self._links = [item for item in self._all.values() if item.by_others and item.traced == out]
        if not self._links:
            return
        level = level_of(painter)
        exposed = option.exposedRect
        seen = [item for item in self._links if item.bounds.intersects(exposed)]
        if self._standing_out and level >= FAR and self._paint_wide(painter, seen, widget):
            return
        theme = self._links[0].theme
        smooth = level >= VERY_FAR
        ink = theme.traced_link if self._standing_out and smooth else theme.link
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        if len(seen) <= _FEW * len(self._links):
            groups = _merged(seen)
        else:
            groups = self._merged = self._merged or _merged(self._links)
        for (certainty, faded), (lines, heads) in groups.items():
            tint = faded_on(ink, theme.canvas) if faded else ink
            painter.setPen(link_pen(tint, certainty, hairline=True))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(lines)
            if smooth:  # from further an arrow head is less than a pixel
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(brush(tint))
                painter.drawPath(heads)

    def _paint_wide(self, painter: QPainter, seen: list[LinkItem], widget: QWidget | None) -> bool:
        """Paint those that stand out as wide as they are; False where they are so many that it takes a moment."""
        if len(seen) > FEW and widget is not None and on_pixels(painter) and not is_still():
            place = painter.worldTransform()
            spot = Spot(place.m11(), place.dx(), place.dy(), widget.size(), widget.devicePixelRatioF())
            return self._wide.put(painter, spot, self._links or ())
        for item in seen:
            paint_link(painter, item.face, item.theme, traced=True)
        return True


def _merged(links: Iterable[LinkItem]) -> dict[Group, tuple[QPainterPath, QPainterPath]]:
    """The curves and the arrow heads of all links that are painted alike."""
    groups: dict[Group, tuple[QPainterPath, QPainterPath]] = {}
    for item in links:
        face = item.face
        group = (face.certainty, item.faded)
        if group not in groups:
            groups[group] = (QPainterPath(), QPainterPath())
            groups[group][1].setFillRule(Qt.FillRule.WindingFill)
        lines, heads = groups[group]
        lines.addPath(item.curve)
        heads.addPolygon(head_of(face.route, face.certainty))
        heads.closeSubpath()
    return groups
