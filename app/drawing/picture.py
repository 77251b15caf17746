"""The whole map as one picture: title, date, boxes, curves and legend, on any painter."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from math import ceil

from PySide6.QtCore import QDate, QLocale, QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from app.analysis.reading import Reading
from app.drawing.faces import FactorFace, LinkFace, factor_faces, link_faces
from app.drawing.factor import paint_factor, pen
from app.drawing.fonts import font
from app.drawing.legend import legend_height, paint_legend
from app.drawing.link import paint_link, paint_sign, paint_together
from app.drawing.sizes import broken, sizes_of
from app.drawing.standing import TopCause, paint_standing, standing_height, top_causes
from app.drawing.theme import Theme
from app.layout.geometry import Box, Ends, Route
from app.layout.routes import route_links
from app.layout.tidy import tidy
from app.model.cause_map import CauseMap

MARGIN = 44.0
_LEAST_WIDTH = 760.0
_TITLE, _TITLE_ROW, _TITLE_LINES = 28.0, 36.0, 3
_SUBTITLE = 17.0


@dataclass(frozen=True)
class Picture:
    """All that a picture shows; measures are in map units."""

    title: str
    subtitle: str
    places: Mapping[str, tuple[float, float]]
    factors: Mapping[str, FactorFace]
    links: Mapping[str, LinkFace]
    extent: QRectF
    top: tuple[TopCause, ...] = ()

    @cached_property
    def furniture(self) -> float:
        """How much larger title and legend are set, so that they suit the map's size on a page."""
        return max(1.0, min(4.0, max(self.extent.width() / 1500, self.extent.height() / 1100)))

    @cached_property
    def size(self) -> QSizeF:
        """Width and height with title, legend and margins: in steps of 4 units, which are whole pixels and points."""
        width = (self._width + 2 * MARGIN) * self.furniture
        height = self._map_top + self.extent.height() + self._legend_height + MARGIN * self.furniture
        return QSizeF(4 * ceil(width / 4), 4 * ceil(height / 4))

    @cached_property
    def _width(self) -> float:
        """Between the margins, as title and legend count."""
        return max(self.extent.width() / self.furniture, _LEAST_WIDTH)

    @cached_property
    def _heading(self) -> tuple[tuple[str, float, float, bool], ...]:
        """The lines above the map: words, base line, size in pixels, and whether it is the title."""
        titles = broken(self.title, font(_TITLE, bold=True), self._width, _TITLE_LINES)
        foot = MARGIN + 22 + (len(titles) - 1) * _TITLE_ROW
        lines = [(text, MARGIN + 22 + row * _TITLE_ROW, _TITLE, True) for row, text in enumerate(titles)]
        below = broken(self.subtitle, font(_SUBTITLE), self._width, 2)
        lines += [(text, foot + 31 + row * 24, _SUBTITLE, False) for row, text in enumerate(below)]
        return tuple(lines)

    @property
    def heading(self) -> tuple[str, ...]:
        """The lines of title and subtitle as they are set."""
        return tuple(text for text, *_ in self._heading)

    @cached_property
    def _map_top(self) -> float:
        return (self._heading[-1][1] + 34) * self.furniture

    @cached_property
    def _legend_height(self) -> float:
        legend = legend_height(self.factors.values(), self.links.values(), self._width)
        return (30 + legend + standing_height(self.top)) * self.furniture


def today_in_words() -> str:
    """Today as a picture says it, '14 November 2026', whatever language the system speaks."""
    return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom).toString(QDate.currentDate(), "d MMMM yyyy")


def boxes_of(cause_map: CauseMap) -> dict[str, Box]:
    """The boxes of all factors on the map; where any has no place yet, a tidy arrangement of the whole."""
    sizes = sizes_of(cause_map)
    factors = cause_map.on_the_map()
    if any(f.x is None or f.y is None for f in factors):
        places = tidy(sizes, ends_of(cause_map), {f.id for f in factors if f.is_symptom})
    else:
        places = {f.id: (f.x or 0.0, f.y or 0.0) for f in factors}
    return {f.id: Box(*places[f.id], *sizes[f.id]) for f in factors}


def ends_of(cause_map: CauseMap) -> list[Ends]:
    """The links as the layout room takes them."""
    return [Ends(link.id, link.cause, link.effect) for link in cause_map.links.values()]


def picture_of(cause_map: CauseMap, reading: Reading, *, date: str) -> Picture:
    """The picture of a whole map under a reading; ``date`` as it shall be read ('14 November 2026')."""
    boxes = boxes_of(cause_map)
    return picture_with(cause_map, reading, boxes, route_links(boxes, ends_of(cause_map)), date=date)


def picture_with(
    cause_map: CauseMap, reading: Reading, boxes: Mapping[str, Box], routes: Mapping[str, Route], *, date: str
) -> Picture:
    """The picture of a map whose boxes and curves are known already."""
    factors, links = len(cause_map.on_the_map()), len(cause_map.links)
    counts = f"{factors} factor{'s' * (factors != 1)}, {links} link{'s' * (links != 1)}"
    which = "Most upstream causes you can change" if reading.changeable_only else "Most upstream causes"
    return Picture(
        title=" ".join(cause_map.title.split()) or "Untitled map",
        subtitle=" · ".join(part for part in (which, counts, date) if part),
        places={id_: (box.x, box.y) for id_, box in boxes.items()},
        factors=factor_faces(cause_map, boxes, reading),
        links=link_faces(cause_map, routes),
        extent=extent(boxes, routes),
        top=top_causes(cause_map, reading),
    )


def extent(boxes: Mapping[str, Box], routes: Mapping[str, Route]) -> QRectF:
    """The rectangle around all boxes and curves, marks included; empty for an empty map."""
    if not boxes:
        return QRectF()
    corners = [(box.left, box.top) for box in boxes.values()] + [(box.right, box.bottom) for box in boxes.values()]
    xs, ys = zip(*corners, *chain.from_iterable(routes.values()), strict=True)
    return QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys))).adjusted(-16, -16, 16, 16)


def ground_of(theme: Theme) -> str:
    """The colour behind a picture: white on paper."""
    return theme.canvas if theme.is_dark else theme.panel


def paint_picture(painter: QPainter, picture: Picture, theme: Theme, *, ground: bool = True) -> None:
    """Paint it with its top left corner at (0, 0). ``ground`` fills it with the theme's canvas or white."""
    size = picture.size
    if ground:
        painter.fillRect(QRectF(QPointF(0, 0), size), ground_of(theme))
    _paint_heading(painter, picture, theme)
    painter.save()
    painter.translate((size.width() - picture.extent.width()) / 2 - picture.extent.left(), 0)
    painter.translate(0, picture._map_top - picture.extent.top())  # noqa: SLF001  # the picture's own painter
    paint_map(painter, picture, theme)
    painter.restore()
    scale = picture.furniture
    painter.save()
    painter.translate(MARGIN * scale, picture._map_top + picture.extent.height() + 30 * scale)  # noqa: SLF001
    painter.scale(scale, scale)
    paint_standing(painter, picture.top, theme, picture._width)  # noqa: SLF001
    painter.translate(0, standing_height(picture.top))
    paint_legend(painter, picture.factors.values(), picture.links.values(), theme, picture._width)  # noqa: SLF001
    painter.restore()


def paint_map(painter: QPainter, picture: Picture, theme: Theme) -> None:
    """The map alone, in map units: links below, then their signs, boxes above."""
    groups: dict[str, list[Route]] = {}
    for link in picture.links.values():
        paint_link(painter, link, theme, sign=False)
        if link.together:
            groups.setdefault(link.together, []).append(link.route)
    for link in picture.links.values():
        paint_sign(painter, link, theme)
    for routes in groups.values():
        paint_together(painter, routes, theme)
    for id_, face in picture.factors.items():
        painter.save()
        painter.translate(*picture.places[id_])
        paint_factor(painter, face, theme)
        painter.restore()


def _paint_heading(painter: QPainter, picture: Picture, theme: Theme) -> None:
    painter.save()
    painter.scale(picture.furniture, picture.furniture)
    for text, base, pixels, is_title in picture._heading:  # noqa: SLF001
        painter.setFont(font(pixels, bold=is_title))
        painter.setPen(pen(theme.text if is_title else theme.second_text, 1))
        painter.drawText(QPointF(MARGIN, base), text)
    painter.restore()
