"""What stands beside the map: the heading, the causes to start with, and the sentence to read aloud."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.drawing.factor import paint_rank
from app.drawing.fonts import font
from app.drawing.sizes import broken
from app.drawing.theme import Theme
from app.ui.presenting.room import capital

MOST_CAUSES = 6
_LINE = 1.28
_DIMMED = 0.62
"""Opacity of the causes beside the chosen one: their words still have contrast enough."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A most upstream cause: its rank, its words, how far it reaches, and whether another one is being shown."""

    rank: int
    words: str
    reach: str
    dimmed: bool = False


class Words(QWidget):
    """Something written for the room; ``least`` is the least font in pixels, ``unit`` 1/900 of the picture's height."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.least, self.unit = 12.0, 1.0
        self.fonts: set[int] = set()
        """The sizes in pixels of what is written now."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def size_of(self, wanted: float) -> int:
        """A font in whole pixels: as large as wanted at 900 lines, and never below the least."""
        return -int(-max(wanted * self.unit, self.least) // 1)

    def least_capital(self) -> float | None:
        """The least height in pixels of a capital letter here; None where nothing is written."""
        return capital(min(self.fonts)) if self.fonts and self.isVisible() else None

    def _write(self, painter: QPainter, lines: tuple[str, ...], size: int, at: QPointF, *, bold: bool) -> float:
        """Write lines from a top left corner; the y below them."""
        face = font(size, bold=bold)
        painter.setFont(face)
        metrics = QFontMetricsF(face)
        row = size * _LINE
        for number, line in enumerate(lines):
            base = at.y() + number * row + (row + metrics.capHeight()) / 2
            painter.drawText(QPointF(at.x(), base), line)
        return at.y() + len(lines) * row


class Heading(Words):
    """The title of the map, or the question of a page with the title beside it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.first, self.second = "", ""
        self._lines: tuple[str, ...] = ()
        self._beside = ""

    def say(self, first: str, second: str = "") -> None:
        """Write this."""
        self.first, self.second = first, second
        self.setAccessibleName(f"{first} {second}".strip())
        self.update()

    def height_for(self, width: float) -> int:
        """The height it takes at a width; 0 where there is nothing to say."""
        self.fonts = set()
        if not self.first:
            return 0
        size, side = self.size_of(34), 40 * self.unit
        self._lines = broken(self.first, font(size, bold=True), width - 2 * side, 2)
        self.fonts = {size}
        small = self.size_of(20)
        taken = QFontMetricsF(font(size, bold=True)).horizontalAdvance(self._lines[-1]) + 2 * side + 20 * self.unit
        fits = QFontMetricsF(font(small)).horizontalAdvance(self.second) <= width - taken
        self._beside = self.second if self.second and fits and len(self._lines) == 1 else ""
        if self._beside:
            self.fonts.add(small)
        return round(len(self._lines) * size * _LINE + 40 * self.unit)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write it."""
        if not self._lines:
            return
        painter = QPainter(self)
        size, side, top = self.size_of(34), 40 * self.unit, 20 * self.unit
        painter.setPen(QColor(self.theme.text))
        self._write(painter, self._lines, size, QPointF(side, top), bold=True)
        if self._beside:
            face = font(size, bold=True)
            x = side + QFontMetricsF(face).horizontalAdvance(self._lines[0]) + 20 * self.unit
            painter.setFont(font(self.size_of(20)))
            painter.setPen(QColor(self.theme.second_text))
            base = top + (size * _LINE + QFontMetricsF(face).capHeight()) / 2
            painter.drawText(QPointF(x, base), self._beside)


class Ranking(Words):
    """The causes to start with, each with its rank and how far it reaches."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.entries: tuple[Entry, ...] = ()
        self._laid: tuple[tuple[Entry, tuple[str, ...], tuple[str, ...], float], ...] = ()

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these, as many as have room."""
        self.entries = entries
        self.setAccessibleName("; ".join(f"{each.rank}: {each.words}, {each.reach}" for each in entries))
        self.lay()
        self.update()

    @property
    def shown(self) -> tuple[Entry, ...]:
        """Those that have room."""
        return tuple(entry for entry, *_ in self._laid)

    @property
    def wanted_width(self) -> float:
        """The width at which the words break well."""
        return 15.5 * self.size_of(22) + self._indent

    @property
    def _radius(self) -> float:
        """The number in a disc is written at 1.2 of the disc's radius, and it is text too."""
        return max(0.82 * self.size_of(22), -(-self.least // 1) / 1.2 + 0.5)

    @property
    def _indent(self) -> float:
        return 2 * self._radius + 14 * self.unit

    def lay(self) -> None:
        """Break the words for the width, and leave out what the height does not hold."""
        width = self.width() - self._indent
        size, small = self.size_of(22), self.size_of(18)
        laid: list[tuple[Entry, tuple[str, ...], tuple[str, ...], float]] = []
        y = 0.0
        for entry in self.entries[:MOST_CAUSES]:
            lines = broken(entry.words, font(size, bold=True), width, 4)
            below = broken(entry.reach, font(small), width, 2)
            high = len(lines) * size * _LINE + len(below) * small * _LINE
            if laid and y + high > self.height():
                break
            laid.append((entry, lines, below, y))
            y += high + 22 * self.unit
        self._laid = tuple(laid)
        self.fonts = {size, small, round(1.2 * self._radius)} if laid else set()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size, small = self.size_of(22), self.size_of(18)
        for entry, lines, below, y in self._laid:
            painter.setOpacity(_DIMMED if entry.dimmed else 1.0)
            middle = QPointF(self._radius, y + max(self._radius, size * _LINE / 2))
            paint_rank(painter, middle, entry.rank, self.theme, radius=self._radius)
            painter.setPen(QColor(self.theme.text))
            y_below = self._write(painter, lines, size, QPointF(self._indent, y), bold=True)
            painter.setPen(QColor(self.theme.second_text))
            self._write(painter, below, small, QPointF(self._indent, y_below), bold=False)


class Sentence(Words):
    """The sentence of a walk, along the foot of the picture."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.words = ""
        self._all: tuple[str, ...] = ()
        self._lines: tuple[str, ...] = ()
        self._size = 0

    def say(self, words: str, of: tuple[str, ...] = ()) -> None:
        """Write this, one ``of`` several that are to have the same place."""
        self.words = words
        self._all = of or (words,)
        self.setAccessibleName(words)
        self.update()

    def height_for(self, width: float, most: float) -> int:
        """The height it takes at a width: smaller letters before it takes more than ``most``, then an end in '…'."""
        self.fonts = set()
        if not self.words:
            return 0
        wide, free = width - 80 * self.unit, 36 * self.unit
        for size in (self.size_of(32), self.size_of(26), self.size_of(0)):
            face, room = font(size), max(1, int((most - free) / (size * _LINE)))
            laid = [broken(words, face, wide, room) for words in self._all]
            self._size = size
            if not any(lines[-1].endswith("…") for lines in laid):
                break
        self._lines = broken(self.words, face, wide, room)
        self.fonts = {self._size}
        return round(max(map(len, laid)) * self._size * _LINE + free)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write it on ground of its own."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.panel))
        painter.fillRect(QRectF(0, 0, self.width(), max(1.0, 3 * self.unit)), QColor(self.theme.accent))
        painter.setPen(QColor(self.theme.text))
        if self._size:
            high = len(self._lines) * self._size * _LINE
            top = (self.height() + 3 * self.unit - high) / 2
            self._write(painter, self._lines, self._size, QPointF(40 * self.unit, top), bold=False)
