"""The board paper in Word: what people see, why, where to focus, whose voices, quick wins, the plan and measures."""

from datetime import UTC, datetime, time
from io import BytesIO

from app import __version__
from app.analysis.days import day_of
from app.analysis.reading import Reading
from app.exchange.off_screen import draw_without_a_screen
from app.exchange.office.board_paper_causes import (
    Told,
    map_annex,
    ranking_annex,
    what_people_see,
    where_to_focus,
    why,
)
from app.exchange.office.board_paper_people import (
    in_short,
    minutes,
    quick_wins,
    still_open,
    whose_voices,
)
from app.exchange.office.board_paper_plan import how_computed, measures, the_plan
from app.exchange.office.board_paper_template import Place, fill, opened
from app.exchange.office.board_paper_writer import Paper
from app.exchange.office.common import counted, heading, without_names
from app.model.cause_map import CauseMap


def board_paper(cause_map: CauseMap, reading: Reading, *, date: str, template: bytes | None = None) -> bytes:
    """The paper of a map under a reading, as the bytes of a .docx file; ``date`` as it shall be read.

    ``template``: a Word document whose styles, pages, header and footer it takes; FileRefused in one sentence for one
    that cannot be used.
    """
    draw_without_a_screen()
    cause_map = without_names(cause_map)
    document = opened(template)
    place = Place(document)
    title = heading(cause_map)
    counts = f"{counted(len(cause_map.on_the_map()), 'factor')}, {counted(len(cause_map.links), 'link')}"
    fill(document, {"title": title, "date": date, "counts": counts, "version": __version__})
    paper = Paper(document)
    if not place.has_title:
        paper.words(title, "Title")
        paper.words(" · ".join(part for part in (date, counts) if part), "Subtitle")
    told = Told(cause_map, reading)
    today = day_of(date)
    in_short(paper, told)
    what_people_see(paper, told)
    why(paper, told)
    where_to_focus(paper, told)
    still_open(paper, told)
    whose_voices(paper, told)
    quick_wins(paper, told)
    the_plan(paper, told, today)
    measures(paper, told)
    ranking_annex(paper, told)
    how_computed(paper, told)
    minutes(paper, told)
    map_annex(paper, told)
    if place.is_followed:
        paper.as_before()
        place.put_back()
    known = document.core_properties
    known.title, known.subject, known.language = title[:250], "Board paper", "en-GB"
    known.author, known.last_modified_by, known.comments = "", "", f"Made by Headwater {__version__}"
    known.created = known.modified = datetime.combine(today, time(12)) if today else datetime.now(UTC)
    out = BytesIO()
    document.save(out)
    return out.getvalue()
