"""Make the usual template of the board paper afresh: python packaging/make_board_paper_template.py.

Its styles and words are meant to be edited in Word; docs/board-paper.md says how.
"""

import sys
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.drawing.theme import LIGHT  # noqa: E402  # the house's colours
from app.exchange.office.board_paper_writer import (  # noqa: E402  # the names of its styles
    CELL,
    HEAD,
    NOTE,
    PURPOSE,
    SOFT,
    TABLE,
    field,
)

FONT = "Arial"
"""On every computer that has Word, and what the NHS asks for."""
KEPT = ("Normal Table", "Table Grid")


def main() -> None:
    """Write resources/board_paper_template.docx."""
    document = Document()
    _clear(document)
    _page(document)
    _styles(document)
    _words(document)
    for name in ("author", "comments", "keywords", "subject", "title", "last_modified_by"):
        setattr(document.core_properties, name, "")
    document.core_properties.language = "en-GB"
    document.save(str(ROOT / "resources" / "board_paper_template.docx"))


def _clear(document: Any) -> None:
    """Take out of the usual document what a paper does not use: a hundred table styles and a picture of itself."""
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in KEPT:
            style.delete()
    package = document.part.package
    for relations in (package.rels, document.part.rels):
        for id_, relation in list(relations.items()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects", "/customXml")):
                del relations[id_]
    settings = document.settings.element
    for zoom in settings.findall(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")
    for name in ("w:savePreviewPicture", "w:rsids", "w:attachedTemplate"):
        for found in settings.findall(qn(name)):
            settings.remove(found)
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")
    for old in settings.iter(qn("w:useFELayout")):
        old.getparent().remove(old)
        break


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(20), Mm(19)
    section.header_distance = section.footer_distance = Mm(9)


def _styles(document: Any) -> None:
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    lang = defaults.find(qn("w:lang"))
    lang.set(qn("w:val"), "en-GB")
    _face(defaults)
    normal = styles["Normal"]
    _letters(normal, 10.5, LIGHT.text)
    _spaced(normal, 0, 5, 1.12)
    for name, size, before, after, colour in (
        ("Heading 1", 15, 15, 4, LIGHT.root),
        ("Heading 2", 11.5, 9, 2, LIGHT.root),
        ("Heading 3", 10.5, 7, 2, LIGHT.text),
    ):
        style = styles[name]
        _letters(style, size, colour, bold=True)
        _spaced(style, before, after, 1.05)
        style.paragraph_format.keep_with_next = True
    title = styles["Title"]
    _letters(title, 22, LIGHT.root, bold=True)
    _spaced(title, 0, 3, 1.0)
    _no_line(title)
    subtitle = styles["Subtitle"]
    _letters(subtitle, 11, LIGHT.second_text)
    subtitle.font.italic = False
    _spaced(subtitle, 0, 8, 1.05)
    caption = styles["Caption"]
    _letters(caption, 9, LIGHT.second_text)
    caption.font.bold = False
    _spaced(caption, 2, 9, 1.05)
    bullet = styles["List Bullet"]
    _spaced(bullet, 0, 3, 1.12)
    bullet.paragraph_format.left_indent, bullet.paragraph_format.first_line_indent = Mm(5.5), Mm(-5.5)
    purpose = styles.add_style(PURPOSE, WD_STYLE_TYPE.PARAGRAPH)
    purpose.base_style = normal
    _letters(purpose, 11.5, LIGHT.text)
    _spaced(purpose, 0, 8, 1.15)
    note = styles.add_style(NOTE, WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = normal
    _letters(note, 9, LIGHT.second_text)
    _spaced(note, 0, 5, 1.1)
    cell = styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = normal
    _letters(cell, 9, LIGHT.text)
    _spaced(cell, 0, 1, 1.05)
    head = styles.add_style(HEAD, WD_STYLE_TYPE.PARAGRAPH)
    head.base_style = cell
    _letters(head, 9, LIGHT.root_text, bold=True)
    soft = styles.add_style(SOFT, WD_STYLE_TYPE.CHARACTER)
    soft.font.color.rgb = RGBColor.from_string(LIGHT.second_text[1:])
    for name in ("Header", "Footer"):
        _letters(styles[name], 8.5, LIGHT.second_text)
    _table(styles)


def _face(properties: Any) -> None:
    """One font for every script, in place of the theme's."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)


def _letters(style: Any, points: float, colour: str, *, bold: bool | None = None) -> None:
    style.font.size = Pt(points)
    style.font.color.rgb = RGBColor.from_string(colour[1:])
    if bold is not None:
        style.font.bold = bold
    _face(style.element.get_or_add_rPr())


def _spaced(style: Any, before: float, after: float, lines: float) -> None:
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.MULTIPLE, lines
    form.widow_control = True


def _no_line(style: Any) -> None:
    borders = style.element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)
    for spacing in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(spacing)


def _table(styles: Any) -> None:
    """Lines between rows, and a head that stands out by ground and weight."""
    line, head = LIGHT.card_border[1:], LIGHT.root[1:]
    styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE.replace(" ", "")}">'
            f'<w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
            "<w:tblPr><w:tblBorders>"
            f'<w:top w:val="single" w:sz="4" w:space="0" w:color="{line}"/>'
            f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{line}"/>'
            f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{line}"/>'
            "</w:tblBorders><w:tblCellMar>"
            '<w:top w:w="45" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
            '<w:bottom w:w="35" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>'
            f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{head}"/><w:vAlign w:val="bottom"/></w:tcPr>'
            "</w:tblStylePr></w:style>"
        )
    )


def _words(document: Any) -> None:
    """The title, the place of the paper, and the foot of every page."""
    document.add_paragraph("{title}", style="Title")
    document.add_paragraph("Board paper · {date} · {counts}", style="Subtitle")
    document.add_paragraph("{paper}")
    section = document.sections[0]
    section.different_first_page_header_footer = True
    header = section.header.paragraphs[0]
    header.text = "{title}"
    for part in (section.footer, section.first_page_footer):
        foot = part.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        foot.add_run("{date}  ·  Page ")
        field(foot, "PAGE")
        foot.add_run(" of ")
        field(foot, "NUMPAGES")


if __name__ == "__main__":
    main()
