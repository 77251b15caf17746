"""Where to focus, as a page: the most upstream causes in order, why, and how sure that is."""

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from app.analysis.grounds import Grounds
from app.analysis.reading import Reading
from app.drawing.factor import paint_rank, pen
from app.drawing.fonts import font
from app.drawing.marks import paint_marks, said, width_of_marks
from app.drawing.page import Paper, units_of
from app.drawing.picture import ground_of, paint_heading
from app.drawing.sizes import broken
from app.drawing.theme import Theme
from app.model.cause_map import CauseMap

_MARGIN = 36.0
_TITLE, _TITLE_ROW, _SUB, _WORDS, _WHY, _SMALL = 24.0, 31.0, 17.0, 19.0, 15.0, 14.0
_INDENT, _SIDE, _GAP = 40.0, 300.0, 22.0
_MOST_WHY = 9


@dataclass(frozen=True, slots=True)
class FocusRow:
    """A most upstream cause: its words and why it ranks there; shares and interval from 0 to 1."""

    rank: int
    words: str
    why: str
    reach: str
    expected: float
    interval: tuple[float, float]
    marks: tuple[int, int, int]


@dataclass(frozen=True)
class FocusPage:
    """The ranking in words on paper; as many rows as fit, and the number of the others."""

    title: str
    subtitle: str
    rows: tuple[FocusRow, ...]
    paper: Paper
    footer: str = ""

    @cached_property
    def unit(self) -> float:
        """Millimetres a unit."""
        return units_of(self.paper)

    @cached_property
    def size(self) -> QSizeF:
        """The paper in units."""
        return QSizeF(self.paper.width / self.unit, self.paper.height / self.unit)

    @cached_property
    def _laid(self) -> tuple[tuple[FocusRow, tuple[str, ...], tuple[str, ...], float, float], ...]:
        """Each row that fits: its words and reason in lines, its top and its height."""
        wide = self._wide
        top = _MARGIN + 56.0 + len(self._titles) * _TITLE_ROW
        foot = self.size.height() - _MARGIN - 12 - 20 * len(self._foot(len(self.rows)))
        laid = []
        for row in self.rows:
            words = broken(row.words, font(_WORDS, bold=True), wide, 3)
            why = broken(row.why, font(_WHY), wide, _MOST_WHY)
            height = max(len(words) * 25.0 + len(why) * 20.0, 84.0) + _GAP
            if top + height > foot:
                break
            laid.append((row, words, why, top, height))
            top += height
        return tuple(laid)

    @cached_property
    def _titles(self) -> tuple[str, ...]:
        return broken(self.title, font(_TITLE, bold=True), self._inside, 2)

    @property
    def _inside(self) -> float:
        return self.size.width() - 2 * _MARGIN

    @property
    def _wide(self) -> float:
        """The width of words and reason."""
        return self.size.width() - 2 * _MARGIN - _INDENT - _SIDE - 24

    @property
    def lines(self) -> tuple[str, ...]:
        """Every whole line of words on the page, as it is read."""
        return (*self._titles, self.subtitle, *(line for _, words, why, *_ in self._laid for line in (*words, *why)))

    @property
    def described(self) -> str:
        """The page in words, for those who hear it."""
        told = [f"{row.rank}. {row.words}: {row.why} It is {said(row.marks)}." for row, *_ in self._laid]
        return " ".join([f"{self.subtitle}.", *told])

    def paint(self, painter: QPainter, theme: Theme, *, ground: bool = True) -> None:
        """Paint it with its top left corner at (0, 0)."""
        if ground:
            painter.fillRect(QRectF(QPointF(0, 0), self.size), ground_of(theme))
        below = _MARGIN + 18 + len(self._titles) * _TITLE_ROW
        heading = [(text, _MARGIN + 24 + at * _TITLE_ROW, _TITLE, True) for at, text in enumerate(self._titles)]
        paint_heading(painter, [*heading, (self.subtitle, below, _SUB, False)], theme, _MARGIN)
        for row, words, why, top, height in self._laid:
            painter.setPen(pen(theme.line, 1))
            painter.drawLine(QPointF(_MARGIN, top - 10), QPointF(self.size.width() - _MARGIN, top - 10))
            paint_rank(painter, QPointF(_MARGIN + 15, top + 14), row.rank, theme, radius=15.0)
            self._paint_lines(painter, theme, top, words, why)
            self._paint_side(painter, theme, QRectF(self.size.width() - _MARGIN - _SIDE, top, _SIDE, height), row)
        self._paint_foot(painter, theme)

    def _paint_lines(
        self, painter: QPainter, theme: Theme, top: float, words: tuple[str, ...], why: tuple[str, ...]
    ) -> None:
        left, base = _MARGIN + _INDENT, top + 20.0
        painter.setFont(font(_WORDS, bold=True))
        painter.setPen(QColor(theme.text))
        for line in words:
            painter.drawText(QPointF(left, base), line)
            base += 25
        painter.setFont(font(_WHY))
        for line in why:
            painter.drawText(QPointF(left, base), line)
            base += 20

    def _paint_side(self, painter: QPainter, theme: Theme, at: QRectF, row: FocusRow) -> None:
        """What it leads to, how sure, and its marks."""
        letters = font(_WHY, bold=True)
        painter.setFont(letters)
        painter.setPen(QColor(theme.text))
        painter.drawText(QPointF(at.left(), at.top() + 18), f"Leads to {row.reach}")
        bar = QRectF(at.left(), at.top() + 28, at.width() - 60, 9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.track))
        painter.drawRoundedRect(bar, 4.5, 4.5)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(QRectF(bar.topLeft(), QSizeF(bar.width() * row.expected, bar.height())), 4.5, 4.5)
        low, high = (bar.left() + bar.width() * share for share in row.interval)
        painter.setPen(pen(theme.text, 1.6))
        middle = bar.center().y()
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for x in (low, high):
            painter.drawLine(QPointF(x, middle - 7), QPointF(x, middle + 7))
        painter.setFont(font(_SMALL))
        painter.setPen(QColor(theme.second_text))
        painter.drawText(QPointF(bar.right() + 10, middle + 5), f"{row.expected:.0%}")
        painter.drawText(
            QPointF(at.left(), at.top() + 58), f"In 9 of 10 trials {row.interval[0]:.0%} to {row.interval[1]:.0%}"
        )
        size = _SMALL if width_of_marks(_SMALL) <= at.width() else _SMALL - 2
        paint_marks(painter, QRectF(at.left(), at.top() + 66, at.width() + 1, 22), row.marks, theme, size)

    def _foot(self, more: int) -> tuple[str, ...]:
        """What is said at the foot, in lines."""
        told = "The bar: the share of symptoms reached, on average, when doubtful links are left out at random."
        if more:
            told = f"{more} more {'is' if more == 1 else 'are'} on the map. {told}"
        if not self.rows:
            told = "No cause leads to a symptom yet."
        lines = broken(told, font(_SMALL), self._inside, 3)
        return (*lines, self.footer) if self.footer else lines

    def _paint_foot(self, painter: QPainter, theme: Theme) -> None:
        lines = self._foot(len(self.rows) - len(self._laid))
        painter.setFont(font(_SMALL))
        painter.setPen(QColor(theme.second_text))
        metrics = QFontMetricsF(font(_SMALL))
        for up, line in enumerate(reversed(lines)):
            words = metrics.elidedText(line, Qt.TextElideMode.ElideRight, self._inside)
            painter.drawText(QPointF(_MARGIN, self.size.height() - _MARGIN - up * 20), words)


def focus_page(cause_map: CauseMap, reading: Reading, paper: Paper, *, date: str, footer: str = "") -> FocusPage:
    """The page of a map under a reading."""
    grounds, total = Grounds(cause_map, reading), len(reading.symptoms)
    rows = []
    for cause in reading.upstream:
        names = cause.break_points or cause.members
        others = len(cause.members) - 1
        label = cause_map.factors[names[0]].label
        rows.append(
            FocusRow(
                rank=cause.rank,
                words=f"{label} (a loop with {others} other{'s' * (others != 1)})" if others else label,
                why=cause.reason,
                reach=f"{len(cause.reach)} of {total} symptom{'s' * (total != 1)}",
                expected=cause.expected_share,
                interval=cause.interval,
                marks=grounds.levels(cause),
            )
        )
    which = "Where to focus: most upstream causes"
    which += " you can change" if reading.changeable_only else ""
    title = " ".join(cause_map.title.split()) or "Untitled map"
    return FocusPage(title, " · ".join(part for part in (which, date) if part), tuple(rows), paper, footer)
