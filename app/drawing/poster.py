"""A large page over many sheets that an office printer takes: with overlap, marks to glue by, and a plan of them."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from app.drawing.fonts import font
from app.drawing.page import Paper
from app.drawing.sheet import Sheet
from app.drawing.sizes import broken
from app.drawing.theme import Theme

EDGE, OVERLAP = 10.0, 12.0
"""Millimetres: the edge that printers leave white, and what two sheets share."""
LEAST_SCALE = 0.88
"""The page may become so much smaller where that saves sheets."""
_MARK = 5.0
_SMALL = 11.0


@dataclass(frozen=True)
class Poster:
    """A page, and the paper that it is cut over; the sheets lie whichever way takes fewer of them.

    Where it saves sheets that would hold but a strip, the page is made a little smaller.
    """

    page: Sheet
    paper: Paper

    @cached_property
    def _laid(self) -> tuple[int, float, Paper, tuple[int, int]]:
        """How many sheets, how much smaller the page is for it (as a negative scale), the paper, rows and columns."""
        found = []
        for paper in (self.paper, self.paper.turned):
            for scale in {1.0, *self._exact(paper)}:
                rows, columns = self._grid(paper, scale)
                found.append((rows * columns, -scale, paper, (rows, columns)))
        return min(found, key=lambda each: each[:2])

    def _sides(self, paper: Paper) -> tuple[tuple[float, float], tuple[float, float]]:
        """The page's height and width in millimetres, each with that of the paper."""
        size, unit = self.page.size, self.page.unit
        return (size.height() * unit, paper.height), (size.width() * unit, paper.width)

    def _exact(self, paper: Paper) -> list[float]:
        """The scales, a little below 1, at which no sheet of a row or column holds but a strip."""
        found = []
        for long, side in self._sides(paper):
            whole = floor((long - OVERLAP) / _step(side))
            scale = (whole * _step(side) + OVERLAP) / long
            if whole and LEAST_SCALE <= scale < 1:
                found.append(scale)
        return found

    def _grid(self, paper: Paper, scale: float) -> tuple[int, int]:
        rows, columns = (
            max(1, ceil((long * scale - OVERLAP) / _step(side) - 1e-9)) for long, side in self._sides(paper)
        )
        return rows, columns

    @property
    def sheet(self) -> Paper:
        """The paper as it lies."""
        return self._laid[2]

    @property
    def grid(self) -> tuple[int, int]:
        """How many rows and columns of sheets."""
        return self._laid[3]

    @property
    def unit(self) -> float:
        """Millimetres a unit of the page, when all is glued."""
        return self.page.unit * -self._laid[1]

    def sheets(self) -> list[tuple[str, "Sheet"]]:
        """Each sheet with its name: first how they go together, then row by row."""
        rows, columns = self.grid
        tiles: list[tuple[str, Sheet]] = [
            (f"Row {row + 1}, sheet {column + 1}", _Tile(self, row, column))
            for row in range(rows)
            for column in range(columns)
        ]
        return [("How the sheets go together", _Plan(self)), *tiles]

    def part(self, row: int, column: int) -> QRectF:
        """The part of the page that a sheet shows, in the page's units."""
        unit, sheet = self.unit, self.sheet
        return QRectF(
            column * _step(sheet.width) / unit,
            row * _step(sheet.height) / unit,
            (sheet.width - 2 * EDGE) / unit,
            (sheet.height - 2 * EDGE) / unit,
        )


def _step(side: float) -> float:
    """Millimetres from one sheet's beginning to the next one's."""
    return side - 2 * EDGE - OVERLAP


@dataclass(frozen=True)
class _Tile:
    poster: Poster
    row: int
    column: int

    @property
    def title(self) -> str:
        return self.poster.page.title

    @property
    def subtitle(self) -> str:
        return f"Row {self.row + 1}, sheet {self.column + 1}"

    @property
    def described(self) -> str:
        return self.subtitle

    @property
    def lines(self) -> tuple[str, ...]:
        return self.poster.page.lines

    @property
    def unit(self) -> float:
        return self.poster.unit

    @property
    def size(self) -> QSizeF:
        return QSizeF(self.poster.sheet.width, self.poster.sheet.height) / self.unit

    def paint(self, painter: QPainter, theme: Theme, *, ground: bool = True) -> None:
        part, edge = self.poster.part(self.row, self.column), EDGE / self.unit
        shown = QRectF(edge, edge, part.width(), part.height())
        painter.save()
        painter.setClipRect(shown)
        painter.translate(edge - part.left(), edge - part.top())
        self.poster.page.paint(painter, theme, ground=ground)
        painter.restore()
        self._paint_marks(painter, shown)

    def _paint_marks(self, painter: QPainter, shown: QRectF) -> None:
        """In the white edge: where to cut, where the next sheets begin, and which sheet this is."""
        rows, columns = self.poster.grid
        mark, share = _MARK / self.unit, OVERLAP / self.unit
        painter.setPen(QPen(QColor("#5A6675"), 0.5))
        xs = [shown.left(), shown.right()]
        ys = [shown.top(), shown.bottom()]
        xs += [shown.left() + share] if self.column else []
        xs += [shown.right() - share] if self.column < columns - 1 else []
        ys += [shown.top() + share] if self.row else []
        ys += [shown.bottom() - share] if self.row < rows - 1 else []
        for x in xs:
            painter.drawLine(QPointF(x, shown.top() - mark), QPointF(x, shown.top()))
            painter.drawLine(QPointF(x, shown.bottom()), QPointF(x, shown.bottom() + mark))
        for y in ys:
            painter.drawLine(QPointF(shown.left() - mark, y), QPointF(shown.left(), y))
            painter.drawLine(QPointF(shown.right(), y), QPointF(shown.right() + mark, y))
        letters = font(min(_SMALL, 5 / self.unit))
        painter.setFont(letters)
        place = f"Row {self.row + 1} of {rows}, sheet {self.column + 1} of {columns}"
        room = shown.width() - 4 * mark
        words = QFontMetricsF(letters).elidedText(f"{place} · {self.title}", Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(shown.left() + 2 * mark, shown.bottom() + mark), words)


@dataclass(frozen=True)
class _Plan:
    """The whole page small, with the sheets' edges and numbers on it, and what to do."""

    poster: Poster

    @property
    def title(self) -> str:
        return self.poster.page.title

    @property
    def subtitle(self) -> str:
        return "How the sheets go together"

    @property
    def described(self) -> str:
        return self._words

    @property
    def lines(self) -> tuple[str, ...]:
        return self.poster.page.lines

    @property
    def unit(self) -> float:
        return 25.4 / 96

    @property
    def size(self) -> QSizeF:
        return QSizeF(self.poster.sheet.width, self.poster.sheet.height) / self.unit

    @property
    def _words(self) -> str:
        rows, columns = self.poster.grid
        return (
            f"{rows * columns} sheets, {rows} row{'s' * (rows != 1)} of {columns}. "
            f"Print at 100 %, not fitted to the page. Neighbours share {OVERLAP:.0f} mm: "
            "cut one of them at its corner marks and glue it on the other up to the inner marks."
        )

    def paint(self, painter: QPainter, theme: Theme, *, ground: bool = True) -> None:
        poster, page = self.poster, self.poster.page
        edge = 14 / self.unit
        lines = broken(self._words, font(15), self.size.width() - 2 * edge, 4)
        painter.setPen(QColor("#16202C"))
        painter.setFont(font(22, bold=True))
        painter.drawText(QPointF(edge, edge + 16), self.subtitle)
        painter.setFont(font(15))
        for number, line in enumerate(lines):
            painter.drawText(QPointF(edge, edge + 46 + number * 21), line)
        top = edge + 46 + len(lines) * 21
        scale = min(
            (self.size.width() - 2 * edge) / page.size.width(), (self.size.height() - top - edge) / page.size.height()
        )
        painter.save()
        painter.translate(edge, top)
        painter.scale(scale, scale)
        painter.save()
        painter.setClipRect(QRectF(QPointF(0, 0), page.size))
        page.paint(painter, theme, ground=ground)
        painter.restore()
        rows, columns = poster.grid
        painter.setBrush(Qt.BrushStyle.NoBrush)
        letters = font(34 / scale, bold=True)
        for row in range(rows):
            for column in range(columns):
                part = poster.part(row, column).intersected(QRectF(QPointF(0, 0), page.size))
                painter.setPen(QPen(QColor(theme.accent), 1.2 / scale, Qt.PenStyle.DashLine))
                painter.drawRect(part)
                painter.setFont(letters)
                painter.drawText(part, int(Qt.AlignmentFlag.AlignCenter), f"{row + 1}.{column + 1}")
        painter.restore()
