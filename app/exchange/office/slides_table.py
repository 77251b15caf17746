"""Tables on slides: native ones, with a heading row, as large as they fit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pptx.oxml.ns import qn

from app.drawing.theme import LIGHT
from app.exchange.office.common import height_of, plain, shortened
from app.exchange.office.slides_deck import INSIDE, MARGIN, Place, Run, emu, rgb, write

_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's "No Style, No Grid"
_SIZES = (15.0, 14.0, 13.0, 12.0, 11.0)
_SIDE, _ABOVE = 6.0, 3.5
_MOST_WORDS = 420


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and its part of the width."""

    heading: str
    part: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows parted over as many slides as they need, in one size of words."""

    columns: tuple[Column, ...]
    size: float
    parts: tuple[tuple[Sequence[str], ...], ...]

    def draw(self, slide: Any, top: float, part: int) -> float:
        """Put a part onto a slide, from a top down over its width; where it ends."""
        rows, widths = self.parts[part], _widths(self.columns)
        heads = [column.heading for column in self.columns]
        heights = [_height(_heads(self.columns), heads, self.size)]
        heights += [_height(self.columns, row, self.size) for row in rows]
        place = Place(MARGIN, top, INSIDE, sum(heights))
        frame = slide.shapes.add_table(len(rows) + 1, len(widths), *place.emu)
        made = frame.table
        frame._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN_TABLE  # noqa: SLF001
        made.first_row, made.horz_banding = True, False
        for at, wide in enumerate(widths):
            made.columns[at].width = emu(wide)
        for at, high in enumerate(heights):
            made.rows[at].height = emu(high)
        for at, words in enumerate(heads):
            self._fill(made.cell(0, at), Run(words, bold=True, colour=LIGHT.root_text), LIGHT.root)
        for at, row in enumerate(rows, 1):
            ground = LIGHT.canvas if at % 2 else LIGHT.panel
            for number, (column, words) in enumerate(zip(self.columns, row, strict=True)):
                self._fill(made.cell(at, number), Run(words, bold=column.bold), ground)
        return place.bottom

    def _fill(self, cell: Any, run: Run, ground: str) -> None:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(ground)
        write(cell.text_frame, [[replace(run, text=_cut(run.text))]], self.size)
        cell.margin_left = cell.margin_right = emu(_SIDE)
        cell.margin_top = cell.margin_bottom = emu(_ABOVE)


def fitted(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: float) -> Table:
    """Rows as a table: in the largest words in which one slide has room for it, else in the smallest on several."""
    parts: list[list[Sequence[str]]] = []
    size = _SIZES[0]
    for size in _SIZES:
        parts = _parted(columns, rows, room, size)
        if len(parts) <= 1:
            break
    return Table(tuple(columns), size, tuple(map(tuple, parts)))


def _parted(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], room: float, size: float
) -> list[list[Sequence[str]]]:
    head = _height(_heads(columns), [column.heading for column in columns], size)
    parts: list[list[Sequence[str]]] = []
    left = 0.0
    for row in rows:
        high = _height(columns, row, size)
        if not parts or high > left:
            parts.append([])
            left = room - head
        parts[-1].append(row)
        left -= high
    return parts


def _widths(columns: Sequence[Column]) -> list[float]:
    whole = sum(column.part for column in columns)
    return [INSIDE * column.part / whole for column in columns]


def _heads(columns: Sequence[Column]) -> list[Column]:
    return [replace(column, bold=True) for column in columns]


def _height(columns: Sequence[Column], row: Sequence[str], size: float) -> float:
    """How high a row has to be for its words."""
    told = zip(columns, _widths(columns), row, strict=True)
    return 2 * _ABOVE + max(
        height_of(_cut(words), size, wide - 2 * _SIDE, bold=column.bold) for column, wide, words in told
    )


def _cut(words: str) -> str:
    return shortened(plain(words).replace("\n", " "), _MOST_WORDS)
