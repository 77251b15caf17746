"""A deck of slides in Headwater's look: its theme, its titles and footers, and words and tables on it.

All measures are in points; a slide is 960 × 540 of them (16:9).
"""

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from app.drawing.fonts import runs_left
from app.drawing.theme import LIGHT
from app.exchange.office.common import FONT, largest, plain, shortened

WIDE, HIGH = 960.0, 540.0
MARGIN = 36.0
TOP = 92.0
"""Where what stands below title and subtitle begins."""
BOTTOM = 506.0
"""Where the footer begins."""
INSIDE = WIDE - 2 * MARGIN

_TITLE, _LEAST_TITLE, _SUB = 26.0, 10.0, 14.0
_FOOTER_HIGH, _FOOTER_SIZE = 22.0, 10.0
_KEPT_LAYOUTS = ("Title Slide", "Title Only")
_COLOURS = {
    "dk1": LIGHT.text,
    "lt1": LIGHT.panel,
    "dk2": LIGHT.root,
    "lt2": LIGHT.canvas,
    "accent1": LIGHT.accent,
    "accent2": LIGHT.symptom_border,
    "accent3": LIGHT.loop,
    "accent4": LIGHT.rank,
    "accent5": LIGHT.green,
    "accent6": LIGHT.second_text,
    "hlink": LIGHT.accent,
    "folHlink": LIGHT.loop,
}


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look."""

    text: str
    bold: bool = False
    colour: str = LIGHT.text


Paragraph = str | Sequence[Run]


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a slide."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower edge."""
        return self.top + self.height

    @property
    def emu(self) -> tuple[Emu, Emu, Emu, Emu]:
        """Left, top, width and height as the file counts them."""
        return emu(self.left), emu(self.top), emu(self.width), emu(self.height)


def emu(points: float) -> Emu:
    """Points as the file counts lengths."""
    return Emu(round(points * 12_700))


def rgb(colour: str) -> RGBColor:
    """A colour of the theme as the file tells it."""
    return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]


class Deck:
    """Slides one after another; ``footer`` stands at the foot of each."""

    def __init__(self, title: str, footer: str) -> None:
        self._file: Any = Presentation()
        self._footer = footer
        self._file.slide_width, self._file.slide_height = emu(WIDE), emu(HIGH)
        self._file.core_properties.title = shortened(plain(title), 250)
        self._file.core_properties.author = "Headwater"
        self._file.core_properties.language = "en-GB"
        self._dress()

    def save(self) -> bytes:
        """The deck as the bytes of a .pptx file."""
        out = BytesIO()
        self._file.save(out)
        return out.getvalue()

    # -- slides

    def opening(self, title: str, lines: Sequence[str], notes: str) -> None:
        """The first slide: white words on deep blue."""
        slide = self._file.slides.add_slide(self._file.slide_layouts[0])
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = rgb(LIGHT.root)
        room = Place(72, 130, WIDE - 144, 170)
        head, below = slide.shapes.title, slide.placeholders[1]
        title = shortened(plain(title), 260)
        size = largest(title, room.width, room.height, most=40, least=20, bold=True)
        _fill_title(head, room, Run(title, bold=True, colour=LIGHT.root_text), size)
        bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Place(72, 318, 64, 5).emu)
        paint(bar, LIGHT.rank)
        decorative(bar)
        below.left, below.top, below.width, below.height = Place(72, 338, WIDE - 144, 110).emu
        told = [[Run(line, colour=LIGHT.root_text)] for line in lines]
        write(below.text_frame, told, 16, gap=4, align=PP_ALIGN.LEFT)
        slide.notes_slide.notes_text_frame.text = plain(notes)

    def slide(self, title: str, subtitle: str = "", notes: str = "") -> Any:
        """The next slide, with its heading and footer."""
        layout = self._file.slide_layouts[1]
        slide = self._file.slides.add_slide(layout)
        room = Place(MARGIN, 20, INSIDE, 42)
        title = shortened(plain(title), 150)
        size = largest(title, INSIDE, 40, most=_TITLE, least=_LEAST_TITLE, bold=True)
        _fill_title(slide.shapes.title, room, Run(title, bold=True), size)
        if subtitle:
            small = largest(plain(subtitle), INSIDE, 24, most=_SUB, least=9)
            self.words(slide, Place(MARGIN, 62, INSIDE, 26), [[Run(plain(subtitle), colour=LIGHT.second_text)]], small)
        for holder in layout.placeholders:
            if holder.placeholder_format.type in _FOOT_KINDS:
                copied = deepcopy(holder._element)  # noqa: SLF001  # placeholders of the foot are not copied by themselves
                copied.nvSpPr.cNvPr.set("id", str(slide.shapes._next_shape_id))  # noqa: SLF001
                slide.shapes._spTree.append(copied)  # noqa: SLF001
                if holder.placeholder_format.type == _FOOT_KINDS[0]:
                    slide.shapes[-1].text_frame.text = self._footer
        slide.notes_slide.notes_text_frame.text = plain(notes)
        return slide

    # -- what stands on them

    def words(
        self,
        slide: Any,
        place: Place,
        paragraphs: Iterable[Paragraph],
        size: float,
        *,
        gap: float = 0,
        name: str = "",
        bullets: bool = False,
    ) -> Any:
        """Words in a frame of their own."""
        box = slide.shapes.add_textbox(*place.emu)
        box.name = name or box.name
        write(box.text_frame, paragraphs, size, gap=gap, bullets=bullets)
        return box

    # -- the look of all slides

    def _dress(self) -> None:
        master = self._file.slide_masters[0]
        theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        theme._blob = _themed(theme.blob)  # noqa: SLF001  # the library reads themes and has no way to set them
        for layout in list(self._file.slide_layouts):
            if layout.name not in _KEPT_LAYOUTS:
                self._file.slide_layouts.remove(layout)
        style = master._element.find(qn("p:txStyles")).find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))  # noqa: SLF001
        style.set("algn", "l")
        style.find(qn("a:defRPr")).set("b", "1")
        feet = (
            Place(WIDE - MARGIN - 90, BOTTOM, 90, _FOOTER_HIGH),
            Place(MARGIN, BOTTOM, 600, _FOOTER_HIGH),
        )
        for page in (master, *self._file.slide_layouts):
            for holder in list(page.placeholders):
                kind = holder.placeholder_format.type
                if kind not in _FOOT_KINDS:
                    if "DATE" in str(kind):
                        holder._element.getparent().remove(holder._element)  # noqa: SLF001
                    elif page is master:
                        room = (
                            Place(MARGIN, 20, INSIDE, 42) if "TITLE" in str(kind) else Place(MARGIN, TOP, INSIDE, 400)
                        )
                        holder.left, holder.top, holder.width, holder.height = room.emu
                    continue
                is_footer = kind == _FOOT_KINDS[0]
                holder.left, holder.top, holder.width, holder.height = feet[is_footer].emu
                for style in holder._element.iter(qn("a:lvl1pPr")):  # noqa: SLF001
                    style.set("algn", "l" if is_footer else "r")
                    for run in style.iter(qn("a:defRPr")):
                        run.set("sz", str(round(_FOOTER_SIZE * 100)))
                for frame in holder._element.iter(qn("a:bodyPr")):  # noqa: SLF001
                    frame.set("lIns", "0")
                    frame.set("rIns", "0")


def _foot_kinds() -> tuple[Any, Any]:
    from pptx.enum.shapes import PP_PLACEHOLDER

    return PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER


_FOOT_KINDS = _foot_kinds()


def _themed(blob: bytes) -> bytes:
    """The theme with our font and colours."""
    words = blob.decode("utf-8")
    for name, colour in _COLOURS.items():
        told = f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>'
        words = re.sub(rf"<a:{name}>.*?</a:{name}>", told, words, count=1, flags=re.DOTALL)
    # The figures of Arial: what PowerPoint looks for where the font is not there.
    latin = f'<a:latin typeface="{FONT}" panose="020B0604020202020204" pitchFamily="34" charset="0"/>'
    words = re.sub(r"(<a:(?:major|minor)Font>\s*)<a:latin [^>]*/>", rf"\1{latin}", words)
    return words.encode("utf-8")


# -- words


def write(
    frame: Any,
    paragraphs: Iterable[Paragraph],
    size: float,
    *,
    gap: float = 0,
    inset: float = 0,
    anchor: Any = MSO_ANCHOR.TOP,
    align: Any = None,
    bullets: bool = False,
) -> None:
    """Fill a frame with paragraphs of one size, ``gap`` between them; words are words, whatever they hold."""
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = emu(inset)
    frame.vertical_anchor = anchor
    for at, told in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        runs = [Run(told)] if isinstance(told, str) else told
        if at:
            paragraph.space_before = Pt(gap)
        if align is not None:
            paragraph.alignment = align
        elif runs_left("".join(run.text for run in runs)):
            paragraph.alignment = PP_ALIGN.RIGHT
            paragraph._p.get_or_add_pPr().set("rtl", "1")  # noqa: SLF001
        if bullets:
            about = paragraph._p.get_or_add_pPr()  # noqa: SLF001
            about.set("marL", str(emu(size)))
            about.set("indent", str(-emu(size)))
            about.append(parse_xml(f'<a:buChar {nsdecls("a")} char="•"/>'))
        for each in runs:
            run = paragraph.add_run()
            run.text = plain(each.text).replace("\n", " ")
            run.font.size = Pt(size)
            run.font.bold = each.bold
            run.font.color.rgb = rgb(each.colour)
            run._r.get_or_add_rPr().set("lang", "en-GB")  # noqa: SLF001


def paint(shape: Any, fill: str | None, border: str | None = None, width: float = 0.75) -> None:
    """Give a shape its fill and border, and no shadow."""
    if fill is None:
        shape.fill.background()
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(fill)
    if border is None:
        shape.line.fill.background()
    else:
        shape.line.color.rgb = rgb(border)
        shape.line.width = Pt(width)
    bare(shape)


def bare(shape: Any) -> None:
    """Take the theme's shadow and shine off a shape."""
    for style in shape._element.findall(qn("p:style")):  # noqa: SLF001
        shape._element.remove(style)  # noqa: SLF001


def describe(shape: Any, name: str, words: str) -> None:
    """Name a shape, and say what it is for those who do not see it."""
    about = shape._element.xpath(".//p:cNvPr")[0]  # noqa: SLF001
    about.set("name", shortened(plain(name), 200))
    about.set("descr", shortened(plain(words), 1_000))


def decorative(shape: Any) -> None:
    """Let screen readers pass over a shape that only repeats what others say."""
    about = shape._element.xpath(".//p:cNvPr")[0]  # noqa: SLF001
    about.append(
        parse_xml(
            f'<a:extLst {nsdecls("a")}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
            '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
            "</a:ext></a:extLst>"
        )
    )


def _fill_title(head: Any, place: Place, run: Run, size: float) -> None:
    head.left, head.top, head.width, head.height = place.emu
    write(head.text_frame, [[run]], size, anchor=MSO_ANCHOR.BOTTOM)
