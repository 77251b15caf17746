"""What a map can be written as for other programs: one table, for the window and the command line."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.analysis.reading import Reading
from app.errors import ExportFailed, FileRefused
from app.exchange.files import whole_file, write_whole
from app.exchange.graphs import dagitty, dot, graphml, mermaid
from app.exchange.kumu import kumu
from app.exchange.neutral import write_neutral
from app.exchange.off_screen import draw_without_a_screen
from app.exchange.outlines import markdown, opml
from app.exchange.sheets import factors_csv, links_csv
from app.model.cause_map import CauseMap

_MOST_TEMPLATE = 50_000_000
Write = Callable[[CauseMap, Reading, str], bytes]
"""A map, its reading, and the date as it shall be read."""


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a map: its ``name`` for the command line, its ending, what it is for, and what it cannot hold."""

    name: str
    ending: str
    words: str
    loses: str
    write: Write


def _board_paper(cause_map: CauseMap, reading: Reading, date: str) -> bytes:
    from app.exchange.office.board_paper import board_paper

    return board_paper(cause_map, reading, date=date)


def _slides(cause_map: CauseMap, reading: Reading, date: str) -> bytes:
    from app.exchange.office.slides import slides

    return slides(cause_map, reading, date=date)


def _workbook(cause_map: CauseMap, reading: Reading, _date: str) -> bytes:
    from app.exchange.office.workbook import workbook

    return workbook(cause_map, reading)


def _web_page(cause_map: CauseMap, reading: Reading, date: str) -> bytes:
    from app.exchange.web import web_page

    return web_page(cause_map, reading, date=date)


_PEOPLE = (
    "what is parked",
    "effort",
    "weights",
    "who can change what",
    "voices",
    "evidence",
    "the plan",
)
"""What no format of other programs has a place for."""


def _listed(*parts: str) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


DOCUMENTS = (
    Format("board-paper", ".docx", "Board paper for Word", "", _board_paper),
    Format("slides", ".pptx", "Slides for PowerPoint", "", _slides),
    Format("workbook", ".xlsx", "Workbook for Excel", "votes and answers", _workbook),
    Format("web", ".html", "Web page, one file", "the plan and names of people", _web_page),
)
"""What people read and edit; each has its own place in the menu."""
FORMATS = (
    Format(
        "graphml",
        ".graphml",
        "GraphML, for yEd and Gephi",
        _listed(*_PEOPLE),
        lambda cause_map, reading, _: graphml(cause_map, reading),
    ),
    Format(
        "csv",
        ".csv",
        "CSV of links, for a spreadsheet",
        _listed("what is a symptom", "notes of factors", "themes", "places", "the title", *_PEOPLE),
        lambda cause_map, *_: links_csv(cause_map),
    ),
    Format(
        "factors",
        ".csv",
        "CSV of factors with their ranks",
        "links, places, voices, evidence and the plan",
        lambda cause_map, reading, _: factors_csv(cause_map, reading),
    ),
    Format(
        "dot",
        ".dot",
        "DOT, for Graphviz",
        _listed("signs", "what is needed together", "notes", "themes", "places", *_PEOPLE),
        lambda cause_map, reading, _: dot(cause_map, reading),
    ),
    Format(
        "mermaid",
        ".mmd",
        "Mermaid, for wikis",
        _listed(
            "how sure links are (but for their looks)",
            "signs",
            "what is needed together",
            "notes",
            "themes",
            "places",
            "the title",
            *_PEOPLE,
        ),
        lambda cause_map, reading, _: mermaid(cause_map, reading),
    ),
    Format(
        "kumu",
        ".json",
        "Kumu JSON",
        _listed("what is needed together", "places", "the title", *_PEOPLE),
        lambda cause_map, reading, _: kumu(cause_map, reading),
    ),
    Format(
        "neutral",
        ".json",
        "Plain JSON, which Headwater reads again",
        "the plan, measures, votes and answers",
        lambda cause_map, *_: write_neutral(cause_map),
    ),
    Format(
        "markdown",
        ".md",
        "Outline in Markdown",
        _listed("how sure links are", "signs", "what is needed together", "notes", "themes", "places", *_PEOPLE[1:]),
        lambda cause_map, *_: markdown(cause_map),
    ),
    Format(
        "opml",
        ".opml",
        "OPML, for outliners",
        _listed(
            "what is a symptom",
            "how sure links are",
            "signs",
            "what is needed together",
            "notes of links",
            "themes",
            "places",
            *_PEOPLE[1:],
        ),
        lambda cause_map, *_: opml(cause_map),
    ),
    Format(
        "dagitty",
        ".dag",
        "DAGitty",
        _listed(
            "quotation marks in words",
            "how sure links are",
            "signs",
            "what is needed together",
            "notes",
            "themes",
            "the title",
            *_PEOPLE,
        ),
        lambda cause_map, reading, _: dagitty(cause_map, reading),
    ),
)
_BY_ENDING = {
    ".graphml": "graphml",
    ".csv": "csv",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".json": "neutral",
    ".md": "markdown",
    ".opml": "opml",
    ".dag": "dagitty",
    ".docx": "board-paper",
    ".pptx": "slides",
    ".xlsx": "workbook",
    ".html": "web",
    ".htm": "web",
}


def format_of(path: Path, name: str = "") -> Format:
    """The format of this name or, without one, of the file's ending; ExportFailed in one sentence if there is none."""
    wanted = name or _BY_ENDING.get(path.suffix.lower(), "")
    for each in (*FORMATS, *DOCUMENTS):
        if each.name == wanted:
            return each
    endings = ", ".join(_BY_ENDING)
    raise ExportFailed(f"“{path.name}” has no ending that says what to write; use one of {endings}.")


def export_map(  # noqa: PLR0917  # an agreed call
    path: Path, cause_map: CauseMap, reading: Reading, name: str = "", date: str = "", template: str = ""
) -> Format:
    """Write a map in the format of a name or of the ending; ExportFailed with one sentence, leaving no half file.

    ``template``: the path of a Word document for the board paper's styles and pages; FileRefused if it is none.
    """
    chosen = format_of(path, name)
    data = _bytes_of(chosen, cause_map, reading, date, template)
    write_whole(path, lambda file: file.write(data))
    return chosen


def map_written(  # noqa: PLR0917  # called through a pipe, by place
    path: Path, cause_map: CauseMap, reading: Reading, name: str, date: str, template: str, mark: str
) -> str:
    """Write a map for a process beside the window's: the sentence of a refusal, '' if there is none."""
    draw_without_a_screen()
    try:
        data = _bytes_of(format_of(path, name), cause_map, reading, date, template)
        with whole_file(path, mark) as file:
            file.write(data)
    except (ExportFailed, FileRefused) as error:
        return str(error)
    return ""


def _bytes_of(chosen: Format, cause_map: CauseMap, reading: Reading, date: str, template: str) -> bytes:
    if chosen.name != "board-paper" or not template:
        return chosen.write(cause_map, reading, date)
    from app.exchange.office.board_paper import board_paper

    try:
        with Path(template).open("rb") as file:
            content = file.read(_MOST_TEMPLATE + 1)
    except OSError as error:
        raise FileRefused(f"The template “{Path(template).name}” cannot be read.") from error
    return board_paper(cause_map, reading, date=date, template=content)
