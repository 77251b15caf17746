"""The page of keys on paper: A4, two columns, for any printer or PDF."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from app.drawing.fonts import font
from app.drawing.sizes import broken
from app.drawing.theme import LIGHT
from app.ui.keys_words import CAPTURE, Group, groups

WIDTH, HEIGHT = 1190.0, 1684.0
"""A4 in half points, so that whole pixel sizes of a font are half points on paper."""
_MARGIN = 76.0
_GAP = 44.0
_TOP = 150.0
_BOTTOM = 70.0
_COLUMN = (WIDTH - 2 * _MARGIN - _GAP) / 2
_KEYS = 0.32
_TEXT, _LINE, _HEADING = 17.0, 21.0, 42.0
_DOTS = 300
_SHORT = 7


@dataclass(frozen=True, slots=True)
class _Row:
    """A row or (without words) a group's title, and how high it is."""

    keys: tuple[str, ...]
    words: tuple[str, ...]
    height: float
    stacked: bool = False
    """Whether the words stand below the keys instead of beside them."""


Placed = tuple[float, float, _Row]


def pages() -> list[list[Placed]]:
    """What stands on each page, and where."""
    made: list[list[Placed]] = [[]]
    column, y = 0, _TOP
    for block in _blocks(groups()):
        needed = sum(row.height for row in block)
        if y + needed > HEIGHT - _BOTTOM and y > _TOP:
            column, y = column + 1, _TOP
            if column == 2:
                made.append([])
                column = 0
        for row in block:
            made[-1].append((_MARGIN + column * (_COLUMN + _GAP), y, row))
            y += row.height
    return made


def _blocks(every: Sequence[Group]) -> Iterator[list[_Row]]:
    """Rows that stay together: a short group whole, else a title with its first row and each other row alone."""
    for group in every:
        rows = [_row(keys, words, stacked=group.rows == CAPTURE) for keys, words in group.rows]
        together = len(rows) if len(rows) <= _SHORT else 1
        yield [_Row((group.title,), (), _HEADING), *rows[:together]]
        for row in rows[together:]:
            yield [row]


def _row(keys: str, words: str, *, stacked: bool) -> _Row:
    if stacked:
        above = broken(keys, font(_TEXT, bold=True), _COLUMN, 3)
        below = broken(words, font(_TEXT), _COLUMN - 16, 3)
        return _Row(above, below, (len(above) + len(below)) * _LINE + 9, stacked=True)
    left = broken(keys, font(_TEXT, bold=True), _COLUMN * _KEYS - 10, 3)
    right = broken(words, font(_TEXT), _COLUMN * (1 - _KEYS), 4)
    return _Row(left, right, max(len(left), len(right)) * _LINE + 6)


def paint_sheet(device: QPagedPaintDevice) -> bool:
    """Paint every page on a printer or PDF; False if the device would not begin."""
    page = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    device.setPageLayout(page)
    painter = QPainter()
    if not painter.begin(device):
        return False
    scale = painter.viewport().width() / WIDTH
    every = pages()
    for number, rows in enumerate(every):
        if number:
            device.newPage()
        painter.save()
        painter.scale(scale, scale)
        paint_page(painter, rows, f"{number + 1} of {len(every)}")
        painter.restore()
    painter.end()
    return True


def paint_page(painter: QPainter, rows: Sequence[Placed], number: str) -> None:
    """One page, ``WIDTH`` by ``HEIGHT``."""
    ink, second = QColor(LIGHT.text), QColor(LIGHT.second_text)
    painter.setPen(ink)
    painter.setFont(font(36, bold=True))
    painter.drawText(QRectF(_MARGIN, 66, WIDTH - 2 * _MARGIN, 50), int(Qt.AlignmentFlag.AlignLeft), "Headwater: keys")
    painter.setFont(font(15))
    painter.setPen(second)
    painter.drawText(QRectF(_MARGIN, 82, WIDTH - 2 * _MARGIN, 30), int(Qt.AlignmentFlag.AlignRight), number)
    painter.setPen(QPen(QColor(LIGHT.accent), 2.5))
    painter.drawLine(round(_MARGIN), 124, round(WIDTH - _MARGIN), 124)
    for x, y, row in rows:
        if not row.words:
            painter.setFont(font(21, bold=True))
            painter.setPen(QColor(LIGHT.accent))
            _lines(painter, x, y + 12, row.keys, 28)
            continue
        painter.setFont(font(_TEXT, bold=True))
        painter.setPen(ink)
        _lines(painter, x, y, row.keys, _LINE)
        painter.setFont(font(_TEXT))
        if row.stacked:
            painter.setPen(second)
            _lines(painter, x + 16, y + len(row.keys) * _LINE, row.words, _LINE)
        else:
            _lines(painter, x + _COLUMN * _KEYS, y, row.words, _LINE)


def _lines(painter: QPainter, x: float, y: float, lines: Sequence[str], high: float) -> None:
    for number, line in enumerate(lines):
        painter.drawText(QRectF(x, y + number * high, _COLUMN, high), int(Qt.AlignmentFlag.AlignVCenter), line)


def sheet_pdf() -> bytes:
    """The sheet as a PDF."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle("Headwater: keys")
    writer.setCreator("Headwater")
    writer.setResolution(_DOTS)
    paint_sheet(writer)
    return bytes(buffer.data().data())
