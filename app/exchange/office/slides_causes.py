"""Slides about causes: where to focus, why, and the ways from a cause to what people see."""

from collections.abc import Iterable, Mapping
from typing import Any

from pptx.enum.shapes import MSO_SHAPE

from app.analysis.grounds import Grounds
from app.analysis.reading import Reading, UpstreamCause
from app.analysis.walk import Walk, sentences, way_between
from app.drawing.marks import said as marks_said
from app.drawing.sizes import sizes_of
from app.drawing.theme import LIGHT
from app.exchange.office.common import cause_name, counted, height_of, largest, of, shortened
from app.exchange.office.slides_deck import (
    BOTTOM,
    INSIDE,
    MARGIN,
    TOP,
    WIDE,
    Deck,
    Place,
    Run,
    decorative,
    paint,
)
from app.exchange.office.slides_legend import HIGH, legend
from app.exchange.office.slides_map import Laid, draw, ends_of, laid, rank_disc
from app.exchange.office.slides_table import Column, fitted
from app.layout.geometry import Box, boxes_at
from app.layout.tidy import tidy
from app.model.cause_map import CauseMap

LOWEST_RANK, MOST = 3, 5
_INDENT, _SIDE, _GAP = 34.0, 210.0, 14.0
_NAME, _WHY, _SMALL = 17.0, 13.0, 11.0
_MOST_WHY = 620
_OTHERS = (
    Column("Rank", 6),
    Column("Most upstream cause", 48, bold=True),
    Column("Leads to", 16),
    Column("Expected share", 13),
    Column("In 9 of 10 trials", 17),
)
_MOST_TABLES = 3


def first_causes(reading: Reading) -> tuple[UpstreamCause, ...]:
    """The causes that slides dwell on: the first three by rank with those that share the third place, five at most."""
    return tuple(cause for cause in reading.upstream[:MOST] if cause.rank <= LOWEST_RANK)


def how_ranked(reading: Reading) -> str:
    """How the order of causes was worked out."""
    settings = reading.settings
    which = "Facts of life were left out of the reading. " if reading.changeable_only else ""
    return (
        "How this was worked out. A most upstream cause is one that nothing else on the map leads to and that leads to "
        f"at least one symptom; causes that feed each other in a loop count as one. {which}Headwater drew "
        f"{settings.trials:,} trials (seed {settings.seed}). In each, every link stayed or dropped out at random, as "
        "sure as it is: established links stay in 95 of 100 trials, likely ones in 80, tentative ones in 50. The "
        "expected share is the part of all symptoms that the cause still reaches, on average. Causes that the trials "
        "cannot tell apart are put in order by the symptoms they lead to, and then by those they would end alone. "
        "“Leads to” is not “would end”: most symptoms have other causes too."
    )


# -- where to focus


def focus_slides(deck: Deck, cause_map: CauseMap, reading: Reading) -> str:
    """The first causes with their reasons and how sure they are, then all others; a sentence if there are none."""
    first = first_causes(reading)
    which = "Most upstream causes you can change" if reading.changeable_only else "Most upstream causes"
    notes = how_ranked(reading)
    if not first:
        lacks = "no symptom is marked" if not reading.symptoms else "no cause leads to a symptom"
        return f"Where to focus cannot be told yet: {lacks}."
    grounds = Grounds(cause_map, reading)
    slide, top = None, 0.0
    for cause in first:
        name, why = cause_name(cause_map, cause), shortened(cause.reason, _MOST_WHY)
        wide = INSIDE - _INDENT - _SIDE - 20
        high = max(height_of(name, _NAME, wide, bold=True) + 4 + height_of(why, _WHY, wide), 84.0) + _GAP
        if slide is None or top + high > BOTTOM:
            again = " (continued)" if slide is not None else ""
            slide = deck.slide(f"Where to focus{again}", f"{which}, and how sure that is", notes)
            top = TOP + 6
        symptoms = len(reading.symptoms)
        _focus_row(deck, slide, cause, words=(name, why), grounds=grounds, symptoms=symptoms, top=top, high=high)
        top += high
    rest = reading.upstream[len(first) :]
    rows = [_other_row(cause_map, cause, len(reading.symptoms)) for cause in rest]
    table, end = fitted(_OTHERS, rows, BOTTOM - TOP - 26), TOP
    for at in range(min(_MOST_TABLES, len(table.parts))):
        slide = deck.slide("Other most upstream causes", f"{counted(len(rest), 'more cause')} by rank", notes)
        end = table.draw(slide, TOP, at)
    if left := sum(map(len, table.parts[_MOST_TABLES:])):
        place = Place(MARGIN, end + 4, INSIDE, 20)
        deck.words(slide, place, [[Run(f"And {left:,} more, in the workbook.", colour=LIGHT.second_text)]], 11)
    return ""


def _other_row(cause_map: CauseMap, cause: UpstreamCause, symptoms: int) -> tuple[str, ...]:
    low, high = cause.interval
    return (
        str(cause.rank),
        cause_name(cause_map, cause),
        of(len(cause.reach), symptoms, "symptom"),
        f"{cause.expected_share:.0%}",
        f"{low:.0%} to {high:.0%}",
    )


def _focus_row(
    deck: Deck,
    slide: Any,
    cause: UpstreamCause,
    *,
    words: tuple[str, str],
    grounds: Grounds,
    symptoms: int,
    top: float,
    high: float,
) -> None:
    line = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Place(MARGIN, top - 7, INSIDE, 0.75).emu)
    paint(line, LIGHT.line)
    decorative(line)
    rank_disc(slide, (MARGIN + 12, top + 12), 12.0, cause.rank)
    name, why = words
    wide = INSIDE - _INDENT - _SIDE - 20
    above = height_of(name, _NAME, wide, bold=True)
    deck.words(slide, Place(MARGIN + _INDENT, top, wide, above), [[Run(name, bold=True)]], _NAME, name=name)
    deck.words(slide, Place(MARGIN + _INDENT, top + above + 3, wide, high - above - _GAP), [why], _WHY, name="Why")
    left = WIDE - MARGIN - _SIDE
    low, upper = cause.interval
    reach = f"Leads to {of(len(cause.reach), symptoms, 'symptom')}"
    deck.words(slide, Place(left, top + 1, _SIDE, 16), [[Run(reach, bold=True)]], _WHY)
    bar = Place(left, top + 22, _SIDE - 44, 8)
    pieces = (
        (bar, LIGHT.track),
        (Place(bar.left, bar.top, max(1.0, bar.width * cause.expected_share), bar.height), LIGHT.accent),
        (Place(bar.left + bar.width * low, bar.top + 3.4, max(1.2, bar.width * (upper - low)), 1.2), LIGHT.text),
        (Place(bar.left + bar.width * low - 0.6, bar.top - 2, 1.2, bar.height + 4), LIGHT.text),
        (Place(bar.left + bar.width * upper - 0.6, bar.top - 2, 1.2, bar.height + 4), LIGHT.text),
    )
    for place, colour in pieces:
        piece = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place.emu)
        paint(piece, colour)
        decorative(piece)
    share = Place(bar.right + 8, top + 18, 40, 16)
    deck.words(slide, share, [[Run(f"{cause.expected_share:.0%}", bold=True)]], _WHY)
    marks = marks_said(grounds.levels(cause))
    told = [f"In 9 of 10 trials {low:.0%} to {upper:.0%}", f"{marks[:1].upper()}{marks[1:]}"]
    deck.words(
        slide,
        Place(left, top + 36, _SIDE, 48),
        [[Run(each, colour=LIGHT.second_text)] for each in told],
        _SMALL,
        gap=1,
        name="How sure",
    )


# -- why

_MOST_IN_ROW, _MOST_SAID = 5, 150.0


def why_slide(deck: Deck, cause_map: CauseMap, reading: Reading, cause: UpstreamCause) -> None:
    """One chain from the cause to a symptom: the shortest of those to any symptom it leads to, and how to say it."""
    ways = _ways(cause_map, cause)
    if not ways:
        return
    walk = ways[0]
    told = sentences(cause_map, walk)
    up, down = "\n".join(told[:-1]), told[-1]
    notes = (
        f"To read aloud, from what is seen up to the cause:\n{up}\nThe other way: {down}\n\n"
        "How this was worked out. Of all ways from this cause to a symptom it is the one with the fewest links; "
        "where two have the same number, the one most likely to hold. Links that make less of something are passed "
        "over where there is another way."
    )
    label = cause_map.factors[walk.factors[-1]].label
    about = f"Number {cause.rank}: from one of the most upstream causes to what people see"
    slide = deck.slide(f"Why? {label}", about, notes)
    size = largest(down, INSIDE - 32, _MOST_SAID - 20, most=18, least=8)
    high = min(_MOST_SAID, height_of(down, size, INSIDE - 32) + 22)
    top = BOTTOM - HIGH - high - 18
    part = _in_rows(cause_map, walk, Place(MARGIN, TOP + 8, INSIDE, top - TOP - 24))
    draw(slide, cause_map, reading, part)
    card = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Place(MARGIN, top, INSIDE, high).emu)
    paint(card, LIGHT.accent_soft)
    decorative(card)
    place = Place(MARGIN + 16, top + 10, INSIDE - 32, high - 16)
    deck.words(slide, place, [down], size, name="The chain in words")
    legend(deck, slide, cause_map, reading, part)


def _ways(cause_map: CauseMap, cause: UpstreamCause) -> list[Walk]:
    """The best way to each symptom that the cause leads to, shortest first."""
    found = (way_between(cause_map, symptom, cause.members) for symptom in cause.reach)
    return sorted((way for way in found if way is not None), key=lambda way: len(way.links))


def _in_rows(cause_map: CauseMap, walk: Walk, room: Place) -> Laid:
    """The factors of a walk from the cause on in rows, as the words on a page run."""
    order = walk.factors[::-1]
    rows = -(-len(order) // _MOST_IN_ROW)
    each = -(-len(order) // rows)
    sizes = sizes_of(cause_map, order)
    wide = max(size[0] for size in sizes.values())
    high = max(size[1] for size in sizes.values())
    gap = 54.0
    boxes = {
        id_: Box((at % each) * (wide + gap), (at // each) * (high + 46.0), *sizes[id_]) for at, id_ in enumerate(order)
    }
    return laid(boxes, [cause_map.links[id_] for id_ in walk.links], room, wanted=0, most=18.0)


# -- the ways from a cause to what people see


def ways_slide(deck: Deck, cause_map: CauseMap, reading: Reading, cause: UpstreamCause, readable: float) -> None:
    """The best way from a cause to each symptom it leads to, as one map; fewer symptoms where words would be small."""
    ways = _ways(cause_map, cause)
    if not ways:
        return
    room = map_room()
    chosen, part = 1, _of_ways(cause_map, ways[:1], room)
    for count in range(2, len(ways) + 1):
        more = _of_ways(cause_map, ways[:count], room)
        if more.words >= readable:
            chosen, part = count, more
    if chosen == 1:
        return  # that way has a slide of its own
    reached = of(chosen, len(reading.symptoms), "symptom")
    about = f"Number {cause.rank}: the shortest way to {reached}"
    if chosen < len(ways):
        about += f", of {len(ways)} that it leads to"
    notes = (
        "How this was worked out. For each symptom that the cause leads to, the way with the fewest links is shown, "
        "and all links between the factors on these ways. Other ways may be on the whole map."
    )
    slide = deck.slide(cause_name(cause_map, cause), about, notes)
    draw(slide, cause_map, reading, part)
    legend(deck, slide, cause_map, reading, part)


def map_room() -> Place:
    """Where a map stands on its slide, above the legend."""
    return Place(MARGIN - 10, TOP, INSIDE + 20, BOTTOM - TOP - HIGH - 8)


def _of_ways(cause_map: CauseMap, ways: Iterable[Walk], room: Place) -> Laid:
    ids = dict.fromkeys(id_ for way in ways for id_ in way.factors)
    links = [each for each in cause_map.links.values() if each.cause in ids and each.effect in ids]
    sizes = sizes_of(cause_map, ids)
    symptoms = {id_ for id_ in ids if cause_map.factors[id_].is_symptom}
    boxes: Mapping[str, Box] = boxes_at(tidy(sizes, ends_of(links), symptoms), sizes)
    return laid(boxes, links, room)
