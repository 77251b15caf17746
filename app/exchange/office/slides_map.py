"""The map on a slide as shapes that can be edited: boxes with their words, and connectors glued to them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from app.analysis.reading import Reading
from app.drawing.faces import FactorFace, face_of
from app.drawing.factor import MARK_RADIUS, RADIUS, text_colour
from app.drawing.link import WIDTHS
from app.drawing.sizes import TEXT_SIZE, WIDTH
from app.drawing.theme import LIGHT
from app.exchange.office.common import counted, largest, of, plain
from app.exchange.office.slides_deck import Place, Run, bare, decorative, describe, emu, paint, rgb, write
from app.exchange.office.slides_links import FROM_RIGHT, TO_LEFT, Curve, Curves
from app.layout.geometry import Box, Ends, Point
from app.model.cause_map import CauseMap
from app.model.records import Certainty, Link

READABLE = 7.0
"""The smallest words on a slide, in points, that are still read on paper."""
_SIDE, _PILL_SIDE, _PADDING = 9.0, 13.0, 4.0
_LEAST_COLUMN_GAP, _LEAST_ROW_GAP = 40.0, 10.0
_PILL = 26.0
_LOOP_SIGN = "↻"


@dataclass(frozen=True, slots=True)
class Laid:
    """A part of a map laid out on a slide: boxes in points, and how large a map unit is."""

    boxes: Mapping[str, Box]
    links: tuple[Link, ...]
    scale: float

    @property
    def words(self) -> float:
        """The size of its words in points."""
        return TEXT_SIZE * self.scale


def laid(
    boxes: Mapping[str, Box], links: Iterable[Link], room: Place, *, wanted: float = READABLE, most: float = 14.0
) -> Laid:
    """Boxes, told in map units, scaled into a place; drawn together where words would be smaller than wanted.

    No words are larger than ``most`` points.
    """
    if not boxes:
        return Laid({}, (), 1.0)
    scale = _scale(boxes, room)
    if scale * TEXT_SIZE < wanted:
        boxes = _drawn_together(boxes, room, wanted / TEXT_SIZE)
        scale = _scale(boxes, room)
    scale = min(scale, most / TEXT_SIZE)
    left, top = min(box.left for box in boxes.values()), min(box.top for box in boxes.values())
    wide = max(box.right for box in boxes.values()) - left
    high = max(box.bottom for box in boxes.values()) - top
    x0 = room.left + (room.width - wide * scale) / 2 - left * scale
    y0 = room.top + (room.height - high * scale) / 2 - top * scale
    placed = {
        id_: Box(x0 + box.x * scale, y0 + box.y * scale, box.width * scale, box.height * scale)
        for id_, box in boxes.items()
    }
    return Laid(placed, tuple(each for each in links if each.cause in boxes and each.effect in boxes), scale)


def ends_of(links: Iterable[Link]) -> list[Ends]:
    """Links as the layout room takes them."""
    return [Ends(link.id, link.cause, link.effect) for link in links]


def _scale(boxes: Mapping[str, Box], room: Place) -> float:
    """Points a map unit, so that boxes and the discs at their corners fit."""
    wide, high = _sides(boxes)
    return min(room.width / (wide + 2 * MARK_RADIUS), room.height / (high + 2 * MARK_RADIUS))


def _sides(boxes: Mapping[str, Box]) -> tuple[float, float]:
    """Width and height of the rectangle around all boxes."""
    wide = max(box.right for box in boxes.values()) - min(box.left for box in boxes.values())
    return wide, max(box.bottom for box in boxes.values()) - min(box.top for box in boxes.values())


def _drawn_together(boxes: Mapping[str, Box], room: Place, scale: float) -> dict[str, Box]:
    """The same with smaller gaps, as far as the wanted scale asks for it and no box comes too near to another."""
    least_x, least_y = _least(list(boxes.values()))
    for _ in range(2):  # what one way cannot give need not be given the other way
        wide, high = _sides({id_: Box(b.x * least_x, b.y * least_y, b.width, b.height) for id_, b in boxes.items()})
        scale = min(scale, room.width / (wide + 2 * MARK_RADIUS), room.height / (high + 2 * MARK_RADIUS))
    whole_x, whole_y = _sides(boxes)
    tall = max(box.height for box in boxes.values())
    wanted_x = (room.width / scale - 2 * MARK_RADIUS - WIDTH) / max(1.0, whole_x - WIDTH)
    wanted_y = (room.height / scale - 2 * MARK_RADIUS - tall) / max(1.0, whole_y - tall)
    by_x, by_y = (min(1.0, max(least, told)) for least, told in ((least_x, wanted_x), (least_y, wanted_y)))
    return {id_: Box(box.x * by_x, box.y * by_y, box.width, box.height) for id_, box in boxes.items()}


def _least(boxes: Sequence[Box]) -> tuple[float, float]:
    """The parts to which all distances may shrink, across and down."""
    least_x = least_y = 0.0
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            across, down = abs(one.x - other.x), abs(one.y - other.y)
            apart, beside = (one.width + other.width) / 2, (one.height + other.height) / 2
            if across >= apart:
                least_x = max(least_x, (apart + _LEAST_COLUMN_GAP) / across)
            elif down:
                least_y = max(least_y, (beside + _LEAST_ROW_GAP) / down)
    return min(1.0, least_x), min(1.0, least_y)


# -- drawing


def draw(slide: Any, cause_map: CauseMap, reading: Reading, part: Laid) -> None:
    """Put boxes and connectors onto a slide: connectors below the boxes, their signs above."""
    first = len(slide.shapes._spTree)  # noqa: SLF001  # what is drawn later lies above
    shapes = {id_: _box(slide, cause_map, reading, id_, box=box, scale=part.scale) for id_, box in part.boxes.items()}
    curves, found = Curves(part.boxes), []
    for link in part.links:
        curve = curves.between(link.cause, link.effect)
        found.append((link, curve))
        line = connect(slide, (shapes[link.cause], shapes[link.effect]), curve, link.certainty, part.scale)
        cause, effect = cause_map.factors[link.cause].label, cause_map.factors[link.effect].label
        describe(line, f"Link: {cause} → {effect}", said(cause, effect, link))
        slide.shapes._spTree.remove(line._element)  # noqa: SLF001
        slide.shapes._spTree.insert(first, line._element)  # noqa: SLF001
        first += 1
    _signs(slide, found, part.scale)


def said(cause: str, effect: str, link: Link) -> str:
    """A link in words, for those who do not see it."""
    leads = "makes less of" if link.polarity == "-" else "leads to"
    needed = ", needed together with others" if link.together else ""
    return f"“{cause}” {leads} “{effect}” ({link.certainty}{needed})."


def spoken(cause_map: CauseMap, reading: Reading, id_: str) -> str:
    """A factor's place on the map in words."""
    factor, rank = cause_map.factors[id_], reading.rank_of.get(id_)
    what = "symptom" if factor.is_symptom else f"most upstream cause, rank {rank}" if rank else "cause"
    told = [what]
    if reading.symptoms and not factor.is_symptom:
        told.append(f"leads to {of(len(reading.reach_of(id_)), len(reading.symptoms), 'symptom')}")
    told.append(counted(len(cause_map.links_into(id_)), "cause"))
    if id_ in reading.in_loop:
        told.append("in a loop")
    return f"{factor.label}: {', '.join(told)}."


def _box(slide: Any, cause_map: CauseMap, reading: Reading, id_: str, *, box: Box, scale: float) -> Any:
    """A factor; with the discs that it has in a group, so that they move with it. The shape that has the words."""
    factor = cause_map.factors[id_]
    face = face_of(factor, box, reading)
    marked = face.rank is not None or face.in_loop
    holder = slide.shapes.add_group_shape() if marked else slide
    shape = holder.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *Place(box.left, box.top, box.width, box.height).emu)
    dress(shape, face, factor.label, scale)
    describe(shape, factor.label, spoken(cause_map, reading, id_))
    if face.rank is not None:
        rank_disc(holder, (box.left, box.top), MARK_RADIUS * scale, face.rank)
    if face.in_loop:
        loop_disc(holder, (box.right, box.top), MARK_RADIUS * 0.9 * scale)
    if marked:
        describe(holder, f"{factor.label} with its marks", spoken(cause_map, reading, id_))
    return shape


def dress(shape: Any, face: FactorFace, words: str, scale: float) -> None:
    """Give a box the look of its kind and its words, as large as they fit; ``scale``: points a map unit."""
    wide, high = face.width, face.height
    round_ = min(high / 2, _PILL * scale) if face.look == "symptom" else min(RADIUS * scale, high / 5)
    shape.adjustments[0] = min(0.5, round_ / min(wide, high))
    fill, border, width = {
        "symptom": (LIGHT.symptom, LIGHT.symptom_border, 1.8),
        "root": (LIGHT.root, LIGHT.root, 1.2),
    }.get(face.look, (LIGHT.card, LIGHT.card_border, 1.2))
    if face.in_loop and face.look != "symptom":
        border, width = LIGHT.loop, 2.6
    paint(shape, fill, border, max(0.4, width * scale))
    side = (_PILL_SIDE if face.look == "symptom" else _SIDE) * scale
    room = (wide - 2 * side, high - 2 * _PADDING * scale)
    bold = face.look == "root"
    size = largest(plain(words), *room, most=max(1.0, TEXT_SIZE * scale), bold=bold)
    write(shape.text_frame, [[Run(words, bold=bold, colour=text_colour(face, LIGHT))]], size, anchor=MSO_ANCHOR.MIDDLE)
    shape.text_frame.margin_left = shape.text_frame.margin_right = emu(side)
    shape.text_frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    if shape.text_frame.paragraphs[0].alignment is None:
        shape.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT


def disc(holder: Any, middle: Point, radius: float, words: str, *, fill: str, ink: str) -> Any:
    """A small disc around a point with a sign on it."""
    x, y = middle
    made = holder.shapes.add_shape(MSO_SHAPE.OVAL, *Place(x - radius, y - radius, 2 * radius, 2 * radius).emu)
    paint(made, fill)
    size = max(1.0, radius * (1.15 if len(words) < 3 else 0.9))
    write(made.text_frame, [[Run(words, bold=True, colour=ink)]], size, anchor=MSO_ANCHOR.MIDDLE, align=PP_ALIGN.CENTER)
    made.text_frame.word_wrap = False
    decorative(made)
    return made


def rank_disc(holder: Any, middle: Point, radius: float, rank: int) -> None:
    """The amber disc with a rank."""
    disc(holder, middle, radius, str(rank), fill=LIGHT.rank, ink=LIGHT.rank_text)


def loop_disc(holder: Any, middle: Point, radius: float) -> None:
    """The violet disc that says: in a loop."""
    disc(holder, middle, radius, _LOOP_SIGN, fill=LIGHT.loop, ink=LIGHT.card)


def connect(slide: Any, ends: tuple[Any, Any] | None, curve: Curve, certainty: Certainty, scale: float) -> Any:
    """A curved connector from box to box with its arrow head: thick, thin or dashed, as sure as the link is.

    Without boxes it stands alone.
    """
    line = slide.shapes.add_connector(MSO_CONNECTOR.CURVE, *(emu(each) for each in (*curve.start, *curve.end)))
    if ends is not None:
        line.begin_connect(ends[0], FROM_RIGHT)
        line.end_connect(ends[1], TO_LEFT)
    line.begin_x, line.begin_y, line.end_x, line.end_y = (emu(each) for each in (*curve.start, *curve.end))
    shape = line._element.spPr.find(qn("a:prstGeom"))  # noqa: SLF001
    shape.set("prst", curve.form)
    turns = "".join(
        f'<a:gd name="adj{at}" fmla="val {round(turn * 100_000)}"/>' for at, turn in enumerate(curve.turns, 1)
    )
    for old in shape.findall(qn("a:avLst")):
        shape.remove(old)
    shape.append(parse_xml(f"<a:avLst {nsdecls('a')}>{turns}</a:avLst>"))
    bare(line)
    line.line.color.rgb = rgb(LIGHT.link)
    line.line.width = Pt(max(0.35, WIDTHS[certainty] * scale * 1.15))
    if certainty == "tentative":
        line.line.dash_style = MSO_LINE.DASH
    line.line._get_or_add_ln().append(  # noqa: SLF001  # the library knows no arrow heads
        parse_xml(f'<a:tailEnd {nsdecls("a")} type="triangle" w="med" len="med"/>')
    )
    return line


def _signs(slide: Any, found: Sequence[tuple[Link, Curve]], scale: float) -> None:
    """'−' on links that make less, '&' on those that are needed together."""
    groups = Counter(link.together for link, _ in found if link.together)
    told: dict[str, dict[str, str]] = {}
    for link, _ in found:
        if groups[link.together] > 1 and link.together:
            here = told.setdefault(link.effect, {})
            here.setdefault(link.together, "&" if not here else f"&{len(here) + 1}")
    for link, curve in found:
        if link.polarity == "-":
            made = disc(slide, curve.before_end(19 * scale), 6.5 * scale, "−", fill=LIGHT.card, ink=LIGHT.text)
            paint(made, LIGHT.card, LIGHT.link, max(0.35, 1.4 * scale))
            made.name = "More makes less"
        if sign := told.get(link.effect, {}).get(link.together, ""):
            made = disc(slide, curve.before_end(36 * scale), 7.5 * scale, sign, fill=LIGHT.card, ink=LIGHT.text)
            paint(made, LIGHT.card, LIGHT.text, max(0.35, 1.4 * scale))
            made.name = "Needed together"
