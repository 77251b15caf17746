"""A map as slides for PowerPoint: shapes that can be edited, where to focus, why, who was heard, and the plan."""

import datetime as dt

from app.analysis.reading import Reading
from app.drawing.picture import boxes_of, today_in_words
from app.exchange.office.common import counted, heading, without_names
from app.exchange.office.slides_causes import (
    first_causes,
    focus_slides,
    how_ranked,
    map_room,
    ways_slide,
    why_slide,
)
from app.exchange.office.slides_deck import INSIDE, MARGIN, TOP, Deck, Place
from app.exchange.office.slides_legend import legend
from app.exchange.office.slides_map import READABLE, draw, laid
from app.exchange.office.slides_plan import plan_slides, quick_wins_slides, voices_slides
from app.model.cause_map import CauseMap


def slides(cause_map: CauseMap, reading: Reading, *, date: str = "", today: dt.date | None = None) -> bytes:
    """The deck of a map under a reading, as the bytes of a .pptx file (needs a QGuiApplication).

    ``date``: as it shall be read ('14 November 2026'), today if it is not told; ``today``: for what is late.
    """
    cause_map = without_names(cause_map)
    date = date or today_in_words()
    today = today or dt.date.today()  # noqa: DTZ011  # the person's own day
    title = heading(cause_map)
    deck = Deck(title, f"Headwater  ·  {date}")
    factors, links = len(cause_map.on_the_map()), len(cause_map.links)
    counts = f"{counted(factors, 'factor')}, {counted(links, 'link')}, {counted(len(reading.symptoms), 'symptom')}"
    which = "Most upstream causes you can change" if reading.changeable_only else "Most upstream causes"
    deck.opening(title, [which, f"{counts}  ·  {date}"], how_ranked(reading))
    is_readable = _whole_map(deck, cause_map, reading, f"{which}  ·  {counts}  ·  {date}") if factors else True
    lacking = [focus_slides(deck, cause_map, reading)]
    for cause in first_causes(reading):
        why_slide(deck, cause_map, reading, cause)
        if not is_readable:
            ways_slide(deck, cause_map, reading, cause, READABLE)
    lacking.append(quick_wins_slides(deck, cause_map, reading))
    lacking.append(voices_slides(deck, cause_map))
    lacking.append(plan_slides(deck, cause_map, reading, today))
    told = [each for each in lacking if each] if factors else ["There is nothing on the map yet."]
    if told:
        slide = deck.slide(
            "What is not told yet", "", "These slides will be there when the map holds what they are about."
        )
        deck.words(slide, Place(MARGIN, TOP, INSIDE, 200), told, 18, gap=10, bullets=True)
    return deck.save()


def _whole_map(deck: Deck, cause_map: CauseMap, reading: Reading, about: str) -> bool:
    """The whole map on one slide; whether its words can be read there."""
    part = laid(boxes_of(cause_map), cause_map.links.values(), map_room(), wanted=READABLE)
    notes = (
        "Every box and link is a shape of its own: boxes can be moved and reworded, and the links follow them. "
        "Symptoms are what people see or feel; an arrow leads from a cause to its effect."
    )
    is_readable = part.words >= READABLE
    if not is_readable:
        notes += " The words of the whole map are small here: zoom in, or use the slides of the first causes."
    slide = deck.slide("The whole map", about, notes)
    draw(slide, cause_map, reading, part)
    legend(deck, slide, cause_map, reading, part)
    return is_readable
