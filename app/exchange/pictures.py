"""Pictures as people choose them: what is on them, on which paper, in which colours."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice

from app.analysis.reading import Reading
from app.analysis.trace import trace
from app.drawing.focus_page import focus_page
from app.drawing.page import PAPERS, READABLE, Page, Paper, paper_for, upright
from app.drawing.picture import Parts, Picture, picture_with
from app.drawing.poster import Poster
from app.drawing.sheet import Sheet
from app.drawing.sizes import sizes_of
from app.drawing.theme import PICTURE_THEMES
from app.errors import ExportFailed
from app.exchange.files import whole_file
from app.exchange.off_screen import draw_without_a_screen
from app.exchange.pdf import pdf_of
from app.exchange.png import LONGEST_SIDE, image_of, pixels_of, scale_for, written
from app.exchange.svg import svg_of
from app.layout.geometry import Box, Ends, Route
from app.layout.routes import route_links
from app.layout.tidy import tidy
from app.model.cause_map import CauseMap

WHAT = ("map", "selection", "chain", "focus", "everything")
"""The whole map; what is selected; what leads to it and what it leads to; the ranking in words; a PDF of all of it."""
WAYS = ("auto", "lying", "upright")
ENDINGS = ("png", "svg", "pdf")
DOTS = (96, 150, 300, 600)
_LOWEST_RANK, _MOST_CHAINS = 3, 5


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """What a picture is to be, in words and figures that can be remembered.

    ``paper``: one of PAPERS, or "" for the picture's own size, where ``scale`` gives pixels a map unit; on paper
    ``dots`` gives them an inch. ``tiles``: the paper that a poster is cut over, or "". ``clear``: nothing behind it.
    """

    ending: str = "png"
    what: str = "map"
    paper: str = ""
    way: str = "auto"
    theme: str = "light"
    clear: bool = False
    title: bool = True
    date: bool = True
    legend: bool = True
    ranks: bool = True
    standing: bool = True
    footer: str = ""
    scale: int = 2
    dots: int = 300
    tiles: str = ""

    @classmethod
    def of(cls, values: object) -> "PictureChoice":
        """What was remembered, each value that does not fit being the usual one."""
        told = values if isinstance(values, Mapping) else {}
        usual = cls()
        fit: dict[str, Any] = {}
        for each in fields(cls):
            value = told.get(each.name)
            allowed = _ALLOWED.get(each.name)
            same = type(value) is type(getattr(usual, each.name))
            if same and (allowed is None or value in allowed):
                fit[each.name] = value
        return cls(**fit)

    def as_values(self) -> dict[str, Any]:
        """The same, to be remembered."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


_ALLOWED: Mapping[str, Sequence[object]] = {
    "ending": ENDINGS,
    "what": WHAT,
    "paper": ("", *PAPERS),
    "way": WAYS,
    "theme": tuple(PICTURE_THEMES),
    "scale": (1, 2, 3, 4),
    "dots": DOTS,
    "tiles": ("", "A4", "A3"),
}

PRESETS: Mapping[str, tuple[str, PictureChoice]] = {
    "slide": ("A slide: PNG, 16:9", PictureChoice(paper="slide", standing=False)),
    "board paper": (
        "A board paper: PDF, A4, with where to focus",
        PictureChoice("pdf", "everything", "A4", standing=False),
    ),
    "wall": ("A wall: PDF in A0 for a print shop", PictureChoice("pdf", paper="A0")),
    "poster": ("A wall: A1 cut over A4 sheets", PictureChoice("pdf", paper="A1", tiles="A4")),
    "text": ("Within a text: SVG, the map alone", PictureChoice("svg", standing=False, legend=False, title=False)),
}
"""Choices that are often wanted, by name: what each is for, and what it is."""


@dataclass(frozen=True)
class Source:
    """What a picture is made from: a map as it stands, its reading, what is selected, and the date in words."""

    cause_map: CauseMap
    reading: Reading
    boxes: Mapping[str, Box]
    routes: Mapping[str, Route]
    chosen: tuple[str, ...] = ()
    date: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A preview: the picture as PNG, and what is worth knowing about it, in sentences."""

    png: bytes
    told: tuple[str, ...]


def sheets_of(source: Source, choice: PictureChoice) -> list[tuple[str, Sheet]]:
    """The sheets of a choice, each with its name; ExportFailed in one sentence where there is nothing to show."""
    sheets = [_whole(source, choice)] if choice.what in ("map", "everything") else []
    if choice.what in ("focus", "everything"):
        sheets.append(
            (
                "Where to focus",
                focus_page(
                    source.cause_map, source.reading, _paper(choice), date=_date(source, choice), footer=choice.footer
                ),
            )
        )
    if choice.what == "selection":
        sheets.append(_selection(source, choice))
    if choice.what == "chain":
        sheets.append(_chain(source, choice, _factors(source)))
    if choice.what == "everything":
        first = [cause for cause in source.reading.upstream[:_MOST_CHAINS] if cause.rank <= _LOWEST_RANK]
        sheets += [_chain(source, choice, cause.members, f"{cause.rank}. ") for cause in first]
    if choice.tiles:
        return Poster(sheets[0][1], PAPERS[choice.tiles]).sheets()
    return sheets


def write_picture(path: Path, source: Source, choice: PictureChoice, mark: str = "") -> Iterator[float]:
    """Write the picture of a choice; on the way, which part of it is done. ExportFailed leaves no half file."""
    draw_without_a_screen()
    theme = PICTURE_THEMES[choice.theme]
    if choice.ending != "pdf" and (choice.tiles or choice.what == "everything"):
        raise ExportFailed("Several sheets go into a PDF; a PNG or SVG is one picture.")
    if choice.tiles and not choice.paper:
        raise ExportFailed("Say how large the poster shall be: A3 to A0.")
    sheets = sheets_of(source, choice)
    if choice.ending == "png":
        scale = _scale(sheets[0][1], choice)
        with whole_file(path, mark) as file:
            yield from written(file, sheets[0][1], theme, scale, clear=choice.clear)
        return
    if choice.ending == "svg":
        data = svg_of(sheets[0][1], theme, clear=choice.clear)
    else:
        data = pdf_of(sheets, theme, clear=choice.clear)
    with whole_file(path, mark) as file:
        file.write(data)
    yield 1.0


def preview(source: Source, choice: PictureChoice, width: int, height: int) -> Shown:
    """How the first sheet comes out, in at most so many pixels, and what to know: sizes, sheets, words too small."""
    draw_without_a_screen()
    try:
        plain = sheets_of(source, replace(choice, tiles=""))
    except ExportFailed as error:
        return Shown(b"", (str(error),))
    sheet = plain[0][1]
    poster = Poster(sheet, PAPERS[choice.tiles]) if choice.tiles and choice.paper else None
    told = [*_told(sheet, choice, len(plain), poster.unit / sheet.unit if poster else 1.0)]
    shown = sheet
    if poster is not None:
        shown = poster.sheets()[0][1]
        rows, columns = poster.grid
        wide, high = (side * poster.unit for side in (sheet.size.width(), sheet.size.height()))
        told.append(
            f"{rows * columns} sheets of {choice.tiles} ({rows} × {columns}), {wide:.0f} × {high:.0f} mm when glued, "
            "and a plan of them."
        )
    scale = min(width / shown.size.width(), height / shown.size.height())
    image = image_of(shown, PICTURE_THEMES[choice.theme], scale, clear=choice.clear)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # its stub knows bytes alone, Qt takes words alone
    return Shown(bytes(buffer.data().data()), tuple(told))


def _told(sheet: Sheet, choice: PictureChoice, pages: int, smaller: float) -> Iterator[str]:
    wide, high = sheet.size.width() * sheet.unit, sheet.size.height() * sheet.unit
    if choice.ending == "png":
        dots = choice.dots if choice.paper else choice.scale * 96
        across, down = pixels_of(sheet, scale_for(sheet, dots))
        yield f"{across:,} × {down:,} pixels."
        if max(across, down) > LONGEST_SIDE:
            yield f"That is more than the {LONGEST_SIDE:,} a side that a PNG made here can have."
    else:
        yield f"{wide:.0f} × {high:.0f} mm{f', {pages} pages with bookmarks' if pages > 1 else ''}."
    if isinstance(sheet, Page):
        words = sheet.words * smaller
        yield f"The words in the boxes will be {words:.0f} points high."
        if words < READABLE:
            better = paper_for(sheet.picture)
            larger = f" On {better} they can be read." if better and better != choice.paper else ""
            yield f"That is small: under {READABLE:.0f} points words are hard to read.{larger}"


def _scale(sheet: Sheet, choice: PictureChoice) -> float:
    scale = scale_for(sheet, choice.dots) if choice.paper else float(choice.scale)
    width, height = pixels_of(sheet, scale)
    if max(width, height) > LONGEST_SIDE:
        raise ExportFailed(
            f"The picture would be {width:,} × {height:,} pixels, and a PNG made here can have {LONGEST_SIDE:,} "
            "a side; choose fewer dots, or SVG or PDF."
        )
    return scale


def _paper(choice: PictureChoice) -> Paper:
    """The paper as it lies, for a page of words: upright where nothing else is said, but slides."""
    paper = PAPERS[choice.paper or "A4"]
    lies = choice.way == "lying" or (choice.way == "auto" and choice.paper.startswith("slide"))
    return paper if lies else paper.turned


def _date(source: Source, choice: PictureChoice) -> str:
    return source.date if choice.date else ""


def _on_paper(picture: Picture, choice: PictureChoice) -> Sheet:
    if not choice.paper:
        return picture
    paper = PAPERS[choice.paper]
    if choice.way == "auto" and not choice.paper.startswith("slide"):
        return upright(picture, paper)
    return Page(picture, paper.turned if choice.way == "upright" else paper)


def _parts(choice: PictureChoice) -> Parts:
    return Parts(choice.title, choice.legend, choice.ranks, choice.standing and choice.ranks, choice.footer)


def _whole(source: Source, choice: PictureChoice) -> tuple[str, Sheet]:
    picture = picture_with(
        source.cause_map,
        source.reading,
        source.boxes,
        source.routes,
        date=_date(source, choice),
        parts=_parts(choice),
    )
    return "The map", _on_paper(picture, choice)


def _factors(source: Source) -> tuple[str, ...]:
    """The factors that are selected, or that selected links join."""
    links = source.cause_map.links
    ends = [end for id_ in source.chosen if id_ in links for end in (links[id_].cause, links[id_].effect)]
    found = tuple(dict.fromkeys(id_ for id_ in (*source.chosen, *ends) if id_ in source.boxes))
    if not found:
        raise ExportFailed("Nothing is selected: select factors on the map first, or choose the whole map.")
    return found


def _selection(source: Source, choice: PictureChoice) -> tuple[str, Sheet]:
    inside = set(_factors(source))
    boxes = {id_: box for id_, box in source.boxes.items() if id_ in inside}
    links = source.cause_map.links
    routes = {
        id_: route for id_, route in source.routes.items() if links[id_].cause in inside and links[id_].effect in inside
    }
    return "A part of the map", _part(source, choice, boxes, routes, "A part of the map")


def _chain(source: Source, choice: PictureChoice, ids: Sequence[str], number: str = "") -> tuple[str, Sheet]:
    """What leads to some factors and what they lead to, tidied for itself, so that its words are as large as can be."""
    cause_map = source.cause_map
    found = trace(cause_map, ids)
    inside = {*ids, *found.upstream, *found.downstream}
    sizes = {id_: size for id_, size in sizes_of(cause_map).items() if id_ in inside}
    links = [Ends(link.id, link.cause, link.effect) for link in cause_map.links.values() if link.id in found.links]
    places = tidy(sizes, links, {id_ for id_ in inside if cause_map.factors[id_].is_symptom})
    boxes = {id_: Box(*places[id_], *sizes[id_]) for id_ in source.boxes if id_ in inside}
    label = cause_map.factors[ids[0]].label
    about = f"The ways through “{label}”" if len(ids) == 1 else f"The ways through “{label}” and {len(ids) - 1} more"
    return f"{number}{label}", _part(source, choice, boxes, route_links(boxes, links), about)


def _part(
    source: Source, choice: PictureChoice, boxes: Mapping[str, Box], routes: Mapping[str, Route], about: str
) -> Sheet:
    parts = replace(_parts(choice), standing=False)
    picture = picture_with(
        source.cause_map, source.reading, boxes, routes, date=_date(source, choice), parts=parts, about=about
    )
    return _on_paper(picture, choice)


def picture_written(path: Path, source: Source, choice: PictureChoice, mark: str) -> Generator[float, None, str]:
    """The same for a process beside the window's: the sentence of a refusal is returned, '' if there is none."""
    try:
        yield from write_picture(path, source, choice, mark)
    except ExportFailed as error:
        return str(error)
    return ""
