"""A Word document being written by styles: headings, paragraphs, lists, tables with heads, pictures, sections."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph

from app.exchange.office.common import plain, shortened

PURPOSE, NOTE, CELL, HEAD = "Paper Purpose", "Paper Note", "Paper Cell", "Paper Head"
SOFT, TABLE = "Paper Soft", "Paper Table"
"""The styles that a paper uses beside Word's own."""
BULLET = "List Bullet"
MILLIMETRE = 36_000
"""In the units of a document."""
_TWIP = 635
_WHOLE_ROWS = 900
"""Letters: a row with a longer cell may be parted by the end of a page."""
_MOST_ALT = 1_800


@dataclass(frozen=True, slots=True)
class Said:
    """Words in one look: ``bold``, or ``soft`` as what matters less."""

    words: str
    bold: bool = False
    soft: bool = False


Line = str | Said | tuple[Said, ...]
"""One paragraph."""
Cell = str | Sequence[Line]
"""What stands in a cell: one paragraph or several."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, and how wide it is beside the others."""

    head: str
    wide: float


class Paper:
    """A document that grows at its end. ``known``: the styles it has, by their names."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._figures = 0
        self._styles = {style.name: style.style_id for style in document.styles if style.name}
        first = document.sections[-1]
        self._first = (first.page_width, first.page_height)
        self._margins = (first.left_margin, first.right_margin, first.top_margin, first.bottom_margin)

    # -- words

    def heading(self, words: str, level: int = 1, *, new_page: bool = False) -> None:
        """A heading of a level from 1 on."""
        made = self._paragraph(words, f"Heading {level}")
        if new_page:
            made.paragraph_format.page_break_before = True

    def words(self, line: Line, style: str = "Normal", *, with_next: bool = False) -> None:
        """A paragraph; ``with_next``: on the same page as what follows."""
        made = self._paragraph(line, style)
        if with_next:
            made.paragraph_format.keep_with_next = True

    def bullets(self, lines: Sequence[Line]) -> None:
        """A list, a point each."""
        for line in lines:
            if BULLET in self._styles:
                self._paragraph(line, BULLET)
            else:
                self._paragraph((Said("•  "), *_said(line)), "Normal")

    def _paragraph(self, line: Line, style: str) -> Paragraph:
        made = self.document.add_paragraph()
        id_ = self._styles.get(style)
        if id_ is not None and style != "Normal":
            made.paragraph_format.element.get_or_add_pPr().style = id_
        self._fill(made, line)
        return made

    def _fill(self, paragraph: Paragraph, line: Line) -> None:
        for said in _said(line):
            run = paragraph.add_run(plain(said.words))
            if said.bold:
                run.bold = True
            if said.soft and SOFT in self._styles:
                run._r.get_or_add_rPr().style = self._styles[SOFT]  # noqa: SLF001  # by its id, which is known

    # -- tables

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, about: str) -> None:
        """A table as wide as the page, its head repeated on every page; ``about``: what it holds, for listeners."""
        widths = self._widths(columns)
        table = OxmlElement("w:tbl")
        table.append(self._table_properties(sum(widths), about))
        grid = OxmlElement("w:tblGrid")
        for wide in widths:
            grid.append(_tag("w:gridCol", w=str(wide)))
        table.append(grid)
        table.append(self._row([[Said(column.head, bold=True)] for column in columns], widths, head=True))
        for row in rows:
            table.append(self._row(row, widths))
        self.document.element.body.insert_element_before(table, "w:sectPr")
        gap = self._paragraph("", "Normal")
        gap.paragraph_format.space_after, gap.paragraph_format.space_before = Pt(0), Pt(0)
        gap.paragraph_format.line_spacing = Pt(7)

    def _widths(self, columns: Sequence[Column]) -> list[int]:
        """In twips; together just what there is between the margins."""
        room = self.width // _TWIP
        whole = sum(column.wide for column in columns)
        edges = [round(room * sum(each.wide for each in columns[:at]) / whole) for at in range(len(columns) + 1)]
        return [right - left for left, right in pairwise(edges)]

    def _table_properties(self, wide: int, about: str) -> Any:
        made = OxmlElement("w:tblPr")
        style = self._styles.get(TABLE) or self._styles.get("Table Grid")
        if style:
            made.append(_tag("w:tblStyle", val=style))
        made.append(_tag("w:tblW", w=str(wide), type="dxa"))
        made.append(_tag("w:tblLayout", type="fixed"))
        made.append(_tag("w:tblLook", val="0020", firstRow="1", noHBand="1", noVBand="1"))
        made.append(_tag("w:tblCaption", val=plain(shortened(about, 200))))
        return made

    def _row(self, cells: Sequence[Cell], widths: Sequence[int], *, head: bool = False) -> Any:
        row = OxmlElement("w:tr")
        properties = OxmlElement("w:trPr")
        if head or all(sum(len(each) for each in _words_of(cell)) <= _WHOLE_ROWS for cell in cells):
            properties.append(OxmlElement("w:cantSplit"))
        if head:
            properties.append(OxmlElement("w:tblHeader"))
        row.append(properties)
        for cell, wide in zip(cells, widths, strict=True):
            made = OxmlElement("w:tc")
            form = OxmlElement("w:tcPr")
            form.append(_tag("w:tcW", w=str(wide), type="dxa"))
            made.append(form)
            for line in [cell] if isinstance(cell, str) else list(cell) or [""]:
                made.append(self._in_cell(line, head=head))
            row.append(made)
        return row

    def _in_cell(self, line: Line, *, head: bool) -> Any:
        made = OxmlElement("w:p")
        style = self._styles.get(HEAD if head else CELL)
        if style:
            form = OxmlElement("w:pPr")
            form.append(_tag("w:pStyle", val=style))
            made.append(form)
        self._fill(Paragraph(made, self.document._body), line)  # noqa: SLF001  # through its cell it would be slow
        return made

    # -- pictures

    def picture(self, png: bytes, wide: float, alt: str, caption: str = "") -> None:
        """A picture so many millimetres wide; ``alt``: it in words, for listeners. A caption is numbered."""
        made = self.document.add_paragraph()
        made.paragraph_format.keep_with_next = bool(caption)
        made.paragraph_format.space_after = Pt(0 if caption else 6)
        shape = made.add_run().add_picture(BytesIO(png), width=Emu(round(wide * MILLIMETRE)))
        self._figures += 1
        told = shape._inline.docPr  # noqa: SLF001  # the only way to the words of a picture
        told.set("descr", plain(shortened(alt, _MOST_ALT)))
        told.set("name", f"Figure {self._figures}")
        if caption:
            self._paragraph(f"Figure {self._figures}. {caption}", "Caption")

    # -- sections

    @property
    def width(self) -> int:
        """Between the margins of the section at the end, in the units of a document."""
        section = self.document.sections[-1]
        sides = (section.left_margin or 0) + (section.right_margin or 0) + (section.gutter or 0)
        return max(MILLIMETRE * 20, (section.page_width or 0) - sides)

    @property
    def height(self) -> int:
        """The same from top to bottom."""
        section = self.document.sections[-1]
        return max(
            MILLIMETRE * 20,
            (section.page_height or 0) - (section.top_margin or 0) - (section.bottom_margin or 0),
        )

    def lying(self, *, larger: bool = False) -> None:
        """A new section of lying pages; ``larger``: A3, for what cannot be read on less."""
        wide, high = self._first
        sides = (Mm(420), Mm(297)) if larger else (max(wide or 0, high or 0), min(wide or 0, high or 0))
        self._section(*sides, lies=True)

    def as_before(self) -> None:
        """A new section of pages as the first ones are."""
        wide, high = self._first
        self._section(wide or 0, high or 0, lies=(wide or 0) > (high or 0))

    def _section(self, wide: int, high: int, *, lies: bool) -> None:
        last = self.document.element.body.inner_content_elements[-1:]
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if lies else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Emu(wide), Emu(high)
        section.different_first_page_header_footer = False
        section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = self._margins
        for numbers in section._sectPr.findall(qn("w:pgNumType")):  # noqa: SLF001  # pages count on
            section._sectPr.remove(numbers)  # noqa: SLF001
        _close(last)

    def page_break(self) -> None:
        """What follows begins on a new page."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _close(last: Sequence[Any]) -> None:
    """Put a section's end into its last paragraph: one of its own could fall on an empty page."""
    if not last or last[0].tag != qn("w:p"):
        return
    ending = last[0].getnext()
    form = last[0].get_or_add_pPr()
    for section in ending.pPr.findall(qn("w:sectPr")):
        form.append(section)
    ending.getparent().remove(ending)


def field(paragraph: Paragraph, code: str) -> None:
    """A field that Word works out, as PAGE."""
    for kind in ("begin", "", "separate", "1", "end"):
        run = paragraph.add_run()
        if kind == "":
            words = OxmlElement("w:instrText")
            words.set(qn("xml:space"), "preserve")
            words.text = f" {code} "
            run._r.append(words)  # noqa: SLF001  # the library knows no fields
        elif kind == "1":
            run.text = kind
        else:
            run._r.append(_tag("w:fldChar", fldCharType=kind))  # noqa: SLF001


def _tag(name: str, **values: str) -> Any:
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _said(line: Line) -> tuple[Said, ...]:
    if isinstance(line, tuple):
        return line
    return (line,) if isinstance(line, Said) else (Said(line),)


def _words_of(cell: Cell) -> list[str]:
    lines: Sequence[Line] = [cell] if isinstance(cell, str) else cell
    return [said.words for line in lines for said in _said(line)]
