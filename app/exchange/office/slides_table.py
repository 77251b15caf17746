"""Tables on slides: native ones, with a heading row, as high as their words need."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.oxml.ns import qn

from app.drawing.theme import LIGHT
from app.exchange.office.common import height_of, plain, shortened
from app.exchange.office.slides_deck import INSIDE, MARGIN, Place, Run, emu, rgb, write

_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's "No Style, No Grid"
_CELL, _CELL_SIDE, _CELL_TOP = 11.0, 6.0, 3.5
_MOST_WORDS = 420


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and its part of the width."""

    heading: str
    part: float
    bold: bool = False


def _widths(columns: Sequence[Column]) -> list[float]:
    whole = sum(column.part for column in columns)
    return [INSIDE * column.part / whole for column in columns]


def row_height(columns: Sequence[Column], row: Sequence[str]) -> float:
    """How high a row has to be for its words."""
    told = zip(columns, _widths(columns), row, strict=True)
    return 2 * _CELL_TOP + max(
        height_of(shortened(plain(words), _MOST_WORDS), _CELL, wide - 2 * _CELL_SIDE, bold=column.bold)
        for column, wide, words in told
    )


def _head_height(columns: Sequence[Column]) -> float:
    return row_height([Column("", column.part, bold=True) for column in columns], [each.heading for each in columns])


def rows_that_fit(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: float) -> list[list[Sequence[str]]]:
    """The rows parted into tables of which none is higher than there is room; each has one row at least."""
    parts: list[list[Sequence[str]]] = []
    left = 0.0
    for row in rows:
        high = row_height(columns, row)
        if not parts or high > left:
            parts.append([])
            left = room - _head_height(columns)
        parts[-1].append(row)
        left -= high
    return parts


def table(slide: Any, top: float, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> float:
    """A table with a heading row, from a top down over the width of the slide; where it ends.

    The columns share the width as they ask for it; see :func:`rows_that_fit`.
    """
    widths = _widths(columns)
    heights = [_head_height(columns), *(row_height(columns, row) for row in rows)]
    place = Place(MARGIN, top, INSIDE, sum(heights))
    frame = slide.shapes.add_table(len(rows) + 1, len(columns), *place.emu)
    table = frame.table
    frame._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN_TABLE  # noqa: SLF001
    table.first_row, table.horz_banding = True, False
    for at, wide in enumerate(widths):
        table.columns[at].width = emu(wide)
    for at, high in enumerate(heights):
        table.rows[at].height = emu(high)
    for at, column in enumerate(columns):
        _fill_cell(table.cell(0, at), column.heading, LIGHT.root, Run("", bold=True, colour=LIGHT.root_text))
    for at, row in enumerate(rows, 1):
        ground = LIGHT.canvas if at % 2 else LIGHT.panel
        for number, (column, words) in enumerate(zip(columns, row, strict=True)):
            _fill_cell(table.cell(at, number), words, ground, Run("", bold=column.bold))
    return place.bottom


def _fill_cell(cell: Any, words: str, ground: str, look: Run) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(ground)
    write(cell.text_frame, [[Run(shortened(plain(words), _MOST_WORDS), look.bold, look.colour)]], _CELL)
    cell.margin_left = cell.margin_right = emu(_CELL_SIDE)
    cell.margin_top = cell.margin_bottom = emu(_CELL_TOP)
