"""A picture on paper of a given size: A4 to A0, or a slide; title and legend keep their size on the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import exp, log, sqrt

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from app.drawing.picture import INCH, HeadingLine, Picture, ground_of, paint_below, paint_heading, paint_map
from app.drawing.sizes import TEXT_SIZE
from app.drawing.theme import Theme

_POINT = INCH / 72
_MARGIN, _GAP = 36.0, 16.0
_A4_UNITS = 1122.5  # the width of A4 in CSS pixels: what title and legend are set for
_GROWS = 0.6  # of the paper's growth; a board in A0 has its title in 48 points
_SMALLER_TITLE = 22.0
_LARGEST = 1.6
"""No box is drawn larger than this beside title and legend: five factors on a wall are no posters each."""
_LEAST_SHARE = 0.45
"""The part of the page's height that is the map's at least; title and legend become smaller before it does."""
_CLEARLY = 1.12
READABLE = 8.0
"""Points: smaller words are hard to read in the hand."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper's name, and its width and height in millimetres as it lies."""

    name: str
    width: float
    height: float

    @property
    def turned(self) -> "Paper":
        """The same, upright if it lay."""
        return Paper(self.name, self.height, self.width)


A4 = Paper("A4", 297, 210)
PAPERS: Mapping[str, Paper] = {
    paper.name: paper
    for paper in (
        A4,
        Paper("A3", 420, 297),
        Paper("A2", 594, 420),
        Paper("A1", 841, 594),
        Paper("A0", 1189, 841),
        Paper("slide", 13.333 * INCH, 7.5 * INCH),
        Paper("slide 4:3", 10 * INCH, 7.5 * INCH),
    )
}


def units_of(paper: Paper) -> float:
    """Millimetres a unit: title and legend grow with the paper, but less than it, so that the map gains most."""
    larger = sqrt(paper.width * paper.height / (A4.width * A4.height))
    return A4.width / _A4_UNITS * exp(_GROWS * log(max(larger, 0.1)))


@dataclass(frozen=True)
class Page:
    """A picture on paper, in units that are a pixel of a screen (1/96 inch) on A4."""

    picture: Picture
    paper: Paper

    @property
    def title(self) -> str:
        """That of the picture."""
        return self.picture.title

    @property
    def subtitle(self) -> str:
        """That of the picture."""
        return self.picture.subtitle

    @property
    def described(self) -> str:
        """The picture in words."""
        return self.picture.described

    @cached_property
    def unit(self) -> float:
        """Millimetres a unit."""
        return units_of(self.paper)

    @cached_property
    def size(self) -> QSizeF:
        """The paper in units."""
        return QSizeF(self.paper.width / self.unit, self.paper.height / self.unit)

    @cached_property
    def _furniture(self) -> float:
        """How title, legend and footer are scaled, so that the map has its share."""
        scale = 1.0
        while scale > 0.4 and self._room(scale).height() < _LEAST_SHARE * self.size.height():
            scale -= 0.1
        return scale

    def _inside(self, scale: float) -> float:
        """Between the margins, as title and legend count at a scale."""
        return (self.size.width() - 2 * _MARGIN) / scale

    def _room(self, scale: float) -> QRectF:
        """The place that is left for the map."""
        heading = self.picture.heading_in(self._inside(scale), 0.0, _SMALLER_TITLE)
        top = _MARGIN + (heading[-1][1] * scale + _GAP if heading else 0.0)
        foot = self.size.height() - _MARGIN
        if below := self.picture.below_in(self._inside(scale)):
            foot -= below * scale + _GAP
        return QRectF(_MARGIN, top, self.size.width() - 2 * _MARGIN, max(1.0, foot - top))

    @cached_property
    def room(self) -> QRectF:
        """The place of the map on the page, in units."""
        return self._room(self._furniture)

    @cached_property
    def map_scale(self) -> float:
        """Units of the page for a unit of the map."""
        extent, room = self.picture.extent, self.room
        if extent.isEmpty():
            return 1.0
        return min(room.width() / extent.width(), room.height() / extent.height(), _LARGEST)

    @property
    def words(self) -> float:
        """How large the words in the boxes come out on this paper, in points."""
        return TEXT_SIZE * self.map_scale * self.unit / _POINT

    @cached_property
    def _heading(self) -> tuple[HeadingLine, ...]:
        return self.picture.heading_in(self._inside(self._furniture), 0.0, _SMALLER_TITLE)

    @property
    def lines(self) -> tuple[str, ...]:
        """Every whole line of words on the page, as it is read."""
        return (*(text for text, *_ in self._heading), *self.picture.lines)

    def paint(self, painter: QPainter, theme: Theme, *, ground: bool = True) -> None:
        """Paint it with its top left corner at (0, 0)."""
        scale, extent, picture = self._furniture, self.picture.extent, self.picture
        if ground:
            painter.fillRect(QRectF(QPointF(0, 0), self.size), ground_of(theme))
        painter.save()
        painter.translate(_MARGIN, _MARGIN)
        painter.scale(scale, scale)
        paint_heading(painter, self._heading, theme, 0.0)
        painter.restore()
        painter.save()
        painter.translate(self.room.center())
        painter.scale(self.map_scale, self.map_scale)
        painter.translate(-extent.center())
        paint_map(painter, picture, theme)
        painter.restore()
        below = picture.below_in(self._inside(scale))
        painter.save()
        painter.translate(_MARGIN, self.size.height() - _MARGIN - below * scale)
        painter.scale(scale, scale)
        paint_below(painter, picture, theme, self._inside(scale))
        painter.restore()


def upright(picture: Picture, paper: Paper) -> Page:
    """The picture on this paper, lying or upright: whichever lets its words be larger."""
    lying, standing = Page(picture, paper), Page(picture, paper.turned)
    return standing if standing.words > lying.words * _CLEARLY else lying


def paper_for(picture: Picture) -> str:
    """The smallest A paper on which the words can be read, '' if they are too small even on A0."""
    sizes = ("A4", "A3", "A2", "A1", "A0")
    return next((name for name in sizes if upright(picture, PAPERS[name]).words >= READABLE), "")
