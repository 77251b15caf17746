"""The links of a crowd, painted together: with hundreds of lines, what costs is painting them one by one."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.drawing.factor import brush
from app.drawing.link import head_of, link_pen, paint_link
from app.drawing.theme import Theme, faded_on
from app.model.records import Certainty
from app.ui.canvas.items import FAR, VERY_FAR, LinkItem, level_of, on_pixels
from app.ui.canvas.rows import Rows
from app.ui.canvas.wide import FEW, Spot, WideLines
from app.ui.motion import is_still

EVERYWHERE = QRectF(-1e6, -1e6, 2e6, 2e6)
_FEW = 0.4
"""Up to this part of the links is gathered for the occasion; more are painted all, most of them beyond the clip."""

_PART = 60
"""So many are painted at a time where they are painted into a picture."""

Group = tuple[Certainty, bool]


class LinesItem(QGraphicsItem):
    """Every link that stands out, or every one that does not; not those that are selected, which paint themselves."""

    def __init__(self, *, standing_out: bool) -> None:
        super().__init__()
        self.rows: Rows[LinkItem] = Rows()
        self.standing_out = standing_out
        self.is_far = False
        """Whether this frame shows a picture of them instead."""
        self._merged: dict[Group, tuple[QPainterPath, QPainterPath]] | None = None
        self._wide = WideLines(self.update)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(1.5 if standing_out else 1)

    def change(self, item: LinkItem, *, here: bool) -> None:
        """A link is new, gone, elsewhere, or looks different; ``here``: whether it is one of these."""
        if here:
            self.rows.put(item.id, item, item.bounds)
        elif not self.rows.drop(item.id):
            return
        self.forget()

    def forget(self) -> None:
        """Some of them look different."""
        if self._merged is not None or self.standing_out:
            self._merged = None
            self._wide.forget()

    def boundingRect(self) -> QRectF:
        """Everywhere: it paints what is asked for."""
        return EVERYWHERE

    def shape(self) -> QPainterPath:
        """Nowhere: it is the links that are clicked."""
        return QPainterPath()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint the lines that run through what has to be painted."""
        if self.is_far or not len(self.rows):
            return
        seen = self.rows.meeting(option.exposedRect)
        if not seen:
            return
        if self.standing_out and level_of(painter) >= FAR and self._paint_wide(painter, seen, widget):
            return
        if len(seen) <= _FEW * len(self.rows):
            self.paint_links(painter, seen)
        else:
            self._merged = self._merged or _merged(self.rows)
            self._paint_groups(painter, self._merged, seen[0].theme)

    def paint_links(self, painter: QPainter, links: list[LinkItem]) -> None:
        """Paint some of them as hairlines."""
        self._paint_groups(painter, _merged(links), links[0].theme)

    def strokes(self, painter: QPainter, seen: QRectF) -> Iterator[None]:
        """Paint those that meet a rectangle, giving back after every few."""
        links = iter(self.rows.meeting(seen))
        while part := list(islice(links, _PART)):
            self.paint_links(painter, part)
            yield

    def _paint_groups(
        self, painter: QPainter, groups: Mapping[Group, tuple[QPainterPath, QPainterPath]], theme: Theme
    ) -> None:
        smooth = level_of(painter) >= VERY_FAR
        ink = theme.traced_link if self.standing_out and smooth else theme.link
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
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
            return self._wide.put(painter, spot, list(self.rows))
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
