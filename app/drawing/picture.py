"""The whole map as one picture: title, date, boxes, curves and legend, on any painter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

from PySide6.QtCore import QDate, QLocale, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from app.analysis.reading import Reading
from app.drawing.faces import FactorFace, LinkFace, factor_faces, link_faces
from app.drawing.factor import extent_of, paint_factor, pen
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

INCH = 25.4
"""Millimetres."""
MARGIN = 44.0
_LEAST_WIDTH = 760.0
TITLE = 28.0
_TITLE_ROW, _TITLE_LINES = 36.0, 3
_SUBTITLE = 17.0
FOOTER, _FOOTER_SIZE = 30.0, 15.0

HeadingLine = tuple[str, float, float, bool]
"""Words, base line, size in pixels, and whether it is the title."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands on a picture beside the map itself; ``footer`` is a line of one's own."""

    title: bool = True
    legend: bool = True
    ranks: bool = True
    standing: bool = True
    footer: str = ""


@dataclass(frozen=True)
class Picture:
    """All that a picture shows, on paper of just its own size; measures are in map units."""

    title: str
    subtitle: str
    places: Mapping[str, tuple[float, float]]
    factors: Mapping[str, FactorFace]
    links: Mapping[str, LinkFace]
    extent: QRectF
    top: tuple[TopCause, ...] = ()
    parts: Parts = Parts()

    @cached_property
    def furniture(self) -> float:
        """How much larger title and legend are set, so that they suit the map's size on a page."""
        return max(1.0, min(4.0, max(self.extent.width() / 1500, self.extent.height() / 1100)))

    @cached_property
    def size(self) -> QSizeF:
        """Width and height with title, legend and margins: in steps of 4 units, which are whole pixels and points."""
        width = (self._width + 2 * MARGIN) * self.furniture
        below = self._below * self.furniture
        height = self._map_top + self.extent.height() + below + MARGIN * self.furniture
        return QSizeF(4 * ceil(width / 4), 4 * ceil(height / 4))

    @cached_property
    def _width(self) -> float:
        """Between the margins, as title and legend count."""
        return max(self.extent.width() / self.furniture, _LEAST_WIDTH)

    @cached_property
    def _heading(self) -> tuple[HeadingLine, ...]:
        return self.heading_in(self._width, MARGIN)

    def heading_in(self, width: float, margin: float, smaller: float = TITLE) -> tuple[HeadingLine, ...]:
        """The lines above the map, broken to a width: none if the title shall not be on the picture.

        A title that does not fit one line is set in the ``smaller`` size.
        """
        if not self.parts.title:
            return ()
        size = TITLE
        titles = broken(self.title, font(size, bold=True), width, _TITLE_LINES)
        if len(titles) > 1:
            size = smaller
            titles = broken(self.title, font(size, bold=True), width, _TITLE_LINES)
        space = size / TITLE * _TITLE_ROW
        foot = margin + 22 + (len(titles) - 1) * space
        lines = [(text, margin + 22 + row * space, size, True) for row, text in enumerate(titles)]
        below = broken(self.subtitle, font(_SUBTITLE), width, 2)
        lines += [(text, foot + 31 + row * 24, _SUBTITLE, False) for row, text in enumerate(below)]
        return tuple(lines)

    @property
    def heading(self) -> tuple[str, ...]:
        """The lines of title and subtitle as they are set."""
        return tuple(text for text, *_ in self._heading)

    @property
    def unit(self) -> float:
        """Millimetres a unit: a pixel of a screen."""
        return INCH / 96

    @property
    def lines(self) -> tuple[str, ...]:
        """Every whole line of words on the picture, as it is read."""
        return (*self.heading, *(line for face in self.factors.values() for line in face.lines))

    @cached_property
    def _map_top(self) -> float:
        return (self._heading[-1][1] + 34 if self._heading else MARGIN) * self.furniture

    @cached_property
    def _below(self) -> float:
        """The height of what stands below the map, and the gap before it."""
        height = self.below_in(self._width)
        return 30 + height if height else 0.0

    def below_in(self, width: float) -> float:
        """The height that where to start, legend and footer take at a width, before they are scaled."""
        height = standing_height(self.top, width) if self.parts.standing else 0.0
        if self.parts.legend:
            height += legend_height(self.factors.values(), self.links.values(), width)
        return height + (FOOTER if self.parts.footer else 0.0)

    @property
    def described(self) -> str:
        """The picture in words, for those who hear it: the most upstream causes by rank, and the symptoms."""
        ranked: dict[int, list[str]] = {}
        symptoms = []
        for face in self.factors.values():
            if face.rank is not None:
                ranked.setdefault(face.rank, []).append(" ".join(face.lines))
            elif face.look == "symptom":
                symptoms.append(" ".join(face.lines))
        causes = [f"{rank}. {label}" for rank, labels in sorted(ranked.items()) for label in labels]
        parts = [self.subtitle]
        if causes:
            parts.append("Most upstream causes by rank: " + "; ".join(causes))
        if symptoms:
            parts.append("Symptoms: " + "; ".join(symptoms))
        return ". ".join(parts) + "."

    def paint(self, painter: QPainter, theme: Theme, *, ground: bool = True) -> None:
        """Paint it with its top left corner at (0, 0)."""
        paint_picture(painter, self, theme, ground=ground)


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
    cause_map: CauseMap,
    reading: Reading,
    boxes: Mapping[str, Box],
    routes: Mapping[str, Route],
    *,
    date: str,
    parts: Parts = Parts(),  # frozen
    about: str = "",
) -> Picture:
    """The picture of a map whose boxes and curves are known already; of fewer of them, ``about`` says which."""
    factors, links = len(cause_map.on_the_map()), len(cause_map.links)
    counts = f"{factors} factor{'s' * (factors != 1)}, {links} link{'s' * (links != 1)}"
    if (len(boxes), len(routes)) != (factors, links):
        counts = f"{len(boxes)} of {factors} factors, {len(routes)} of {links} links"
    which = "Most upstream causes you can change" if reading.changeable_only else "Most upstream causes"
    faces = factor_faces(cause_map, boxes, reading)
    if not parts.ranks:
        faces = {id_: replace(face, rank=None) for id_, face in faces.items()}
    return Picture(
        title=" ".join(cause_map.title.split()) or "Untitled map",
        subtitle=" · ".join(part for part in (about or which, counts, date) if part),
        places={id_: (box.x, box.y) for id_, box in boxes.items()},
        factors=faces,
        links=link_faces(cause_map, routes),
        extent=extent(boxes, routes),
        top=top_causes(cause_map, reading),
        parts=parts,
    )


def extent(boxes: Mapping[str, Box], routes: Mapping[str, Route]) -> QRectF:
    """The rectangle around all boxes and curves, marks included; empty for an empty map."""
    if not boxes:
        return QRectF()
    left, top = min(box.left for box in boxes.values()), min(box.top for box in boxes.values())
    right, bottom = max(box.right for box in boxes.values()), max(box.bottom for box in boxes.values())
    for route in routes.values():
        for x, y in route:
            if x < left:
                left = x
            elif x > right:
                right = x
            if y < top:
                top = y
            elif y > bottom:
                bottom = y
    return QRectF(QPointF(left, top), QPointF(right, bottom)).adjusted(-16, -16, 16, 16)


def ground_of(theme: Theme) -> str:
    """The colour behind a picture: white on paper."""
    return theme.canvas if theme.is_dark else theme.panel


def paint_picture(painter: QPainter, picture: Picture, theme: Theme, *, ground: bool = True) -> None:
    """Paint it with its top left corner at (0, 0). ``ground`` fills it with the theme's canvas or white."""
    size, scale = picture.size, picture.furniture
    if ground:
        painter.fillRect(QRectF(QPointF(0, 0), size), ground_of(theme))
    painter.save()
    painter.scale(scale, scale)
    paint_heading(painter, picture._heading, theme, MARGIN)  # noqa: SLF001  # the picture's own painter
    painter.restore()
    painter.save()
    painter.translate((size.width() - picture.extent.width()) / 2 - picture.extent.left(), 0)
    painter.translate(0, picture._map_top - picture.extent.top())  # noqa: SLF001
    paint_map(painter, picture, theme)
    painter.restore()
    painter.save()
    painter.translate(MARGIN * scale, picture._map_top + picture.extent.height() + 30 * scale)  # noqa: SLF001
    painter.scale(scale, scale)
    paint_below(painter, picture, theme, picture._width)  # noqa: SLF001
    painter.restore()


def paint_map(painter: QPainter, picture: Picture, theme: Theme) -> None:
    """The map alone, in map units: links below, then their signs, boxes above.

    What lies outside the painter's clip is passed over: a strip or a sheet of a poster costs what is on it.
    """
    seen = painter.clipBoundingRect() if painter.hasClipping() else None
    groups: dict[str, list[Route]] = {}
    links = [link for link in picture.links.values() if seen is None or _span(link.route).intersects(seen)]
    for link in links:
        paint_link(painter, link, theme, sign=False)
        if link.together:
            groups.setdefault(link.together, []).append(link.route)
    for link in links:
        paint_sign(painter, link, theme)
    for routes in groups.values():
        paint_together(painter, routes, theme)
    for id_, face in picture.factors.items():
        x, y = picture.places[id_]
        if seen is not None and not extent_of(face).translated(x, y).intersects(seen):
            continue
        painter.save()
        painter.translate(x, y)
        paint_factor(painter, face, theme)
        painter.restore()


def _span(route: Route) -> QRectF:
    """A rectangle around a curve with its head and marks."""
    xs, ys = zip(*route, strict=True)
    return QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys))).adjusted(-24, -24, 24, 24)


def paint_heading(painter: QPainter, lines: Iterable[HeadingLine], theme: Theme, margin: float) -> None:
    """The lines of title and subtitle, each from the left margin on its base line."""
    for text, base, pixels, is_title in lines:
        painter.setFont(font(pixels, bold=is_title))
        painter.setPen(pen(theme.text if is_title else theme.second_text, 1))
        painter.drawText(QPointF(margin, base), text)


def paint_below(painter: QPainter, picture: Picture, theme: Theme, width: float) -> None:
    """Where to start, the legend and the footer, from (0, 0) down."""
    parts, down = picture.parts, 0.0
    painter.save()
    if parts.standing:
        paint_standing(painter, picture.top, theme, width)
        down = standing_height(picture.top, width)
    painter.translate(0, down)
    if parts.legend:
        paint_legend(painter, picture.factors.values(), picture.links.values(), theme, width)
        painter.translate(0, legend_height(picture.factors.values(), picture.links.values(), width))
    if parts.footer:
        painter.setFont(font(_FOOTER_SIZE))
        painter.setPen(pen(theme.second_text, 1))
        words = QFontMetricsF(font(_FOOTER_SIZE)).elidedText(parts.footer, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QPointF(0, FOOTER - 8), words)
    painter.restore()
