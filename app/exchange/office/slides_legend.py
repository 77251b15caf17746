"""What shapes and lines of a map slide mean: only of what it shows, as shapes of its own."""

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
from pptx.enum.shapes import MSO_SHAPE

from app.analysis.reading import Reading
from app.drawing.faces import FactorFace
from app.drawing.theme import LIGHT
from app.exchange.office.common import LEADING, width_of
from app.exchange.office.slides_deck import BOTTOM, INSIDE, MARGIN, Deck, Place, Run, decorative, paint
from app.exchange.office.slides_links import Curve
from app.exchange.office.slides_map import Laid, connect, disc, dress, loop_disc, rank_disc
from app.model.cause_map import CauseMap

HIGH = 18.0
_SIZE, _LEAST, _SAMPLE, _GAP = 11.0, 7.0, 24.0, 14.0
_BOX = FactorFace((), "cause", in_loop=False, rank=None, width=_SAMPLE, height=12.0)


def legend(deck: Deck, slide: Any, cause_map: CauseMap, reading: Reading, part: Laid) -> None:
    """Put it onto a slide in one row, above the footer."""
    x, top = MARGIN, BOTTOM - HIGH - 4
    entries = _entries(cause_map, reading, part)
    size = _SIZE
    while size > _LEAST and sum(_SAMPLE + 6 + width_of(words, size) + _GAP for words, _ in entries) > INSIDE + _GAP:
        size -= 0.5
    for words, sample in entries:
        wide = width_of(words, size)
        _sample(slide, sample, x, top + HIGH / 2)
        place = Place(x + _SAMPLE + 6, top + (HIGH - size * LEADING) / 2, wide + 4, HIGH)
        told = deck.words(slide, place, [[Run(words, colour=LIGHT.second_text)]], size, name=f"Legend: {words}")
        told.text_frame.word_wrap = False
        x = place.right + _GAP


def _entries(cause_map: CauseMap, reading: Reading, part: Laid) -> list[tuple[str, FactorFace | str]]:
    factors = [cause_map.factors[id_] for id_ in part.boxes]
    found: list[tuple[str, FactorFace | str]] = []
    if any(each.id in reading.rank_of for each in factors):
        found.append(("Most upstream cause, with its rank", replace(_BOX, look="root", rank=1)))
    if any(not each.is_symptom and each.id not in reading.rank_of for each in factors):
        found.append(("Cause in between", _BOX))
    if any(each.id in reading.in_loop for each in factors):
        found.append(("In a loop", replace(_BOX, in_loop=True)))
    if any(each.is_symptom for each in factors):
        found.append(("Symptom", replace(_BOX, look="symptom")))
    sure = {link.certainty for link in part.links}
    if sure - {"likely"}:
        told = ("established", "likely", "tentative")
        found += [(each.capitalize(), each) for each in told if each in sure]
    if any(link.polarity == "-" for link in part.links):
        found.append(("More makes less", "−"))
    if any(count > 1 for count in Counter(link.together for link in part.links if link.together).values()):
        found.append(("All needed together", "&"))
    return found


def _sample(slide: Any, sample: FactorFace | str, x: float, y: float) -> None:
    if isinstance(sample, FactorFace):
        box = slide.shapes.add_shape(
            MSO_SHAPE.ROUNDED_RECTANGLE, *Place(x, y - sample.height / 2, sample.width, sample.height).emu
        )
        dress(box, sample, "", 0.5)
        decorative(box)
        if sample.rank is not None:
            rank_disc(slide, (x + sample.width / 2, y), 5.0, sample.rank)
        if sample.in_loop:
            loop_disc(slide, (x + sample.width / 2, y), 4.8)
        return
    curve = Curve("straightConnector1", (x, y), (x + _SAMPLE, y), (), np.array([(x, y), (x + _SAMPLE, y)]))
    certainty = sample if sample in ("established", "likely", "tentative") else "likely"
    line = connect(slide, None, curve, certainty, 0.6)  # type: ignore[arg-type]  # one of those words
    decorative(line)
    if sample in ("−", "&"):
        middle = (x + _SAMPLE / 2 - 2, y)
        paint(disc(slide, middle, 5.0, sample, fill=LIGHT.card, ink=LIGHT.text), LIGHT.card, LIGHT.link)
