"""What a map can be written as for other programs: one table, for the window and the command line."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.analysis.reading import Reading
from app.errors import ExportFailed
from app.exchange.files import write_whole
from app.exchange.graphs import dagitty, dot, graphml, mermaid
from app.exchange.kumu import kumu
from app.exchange.neutral import write_neutral
from app.exchange.outlines import markdown, opml
from app.exchange.sheets import factors_csv, links_csv
from app.model.cause_map import CauseMap

Write = Callable[[CauseMap, Reading], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a map: its ``name`` for the command line, its ending, what it is for, and what it cannot hold."""

    name: str
    ending: str
    words: str
    loses: str
    write: Write


FORMATS = (
    Format(
        "graphml",
        ".graphml",
        "GraphML, for yEd and Gephi",
        "notes, voices, evidence and the plan",
        graphml,
    ),
    Format(
        "csv",
        ".csv",
        "CSV of links, for a spreadsheet",
        "places, voices, evidence and the plan",
        lambda cause_map, _: links_csv(cause_map),
    ),
    Format(
        "factors",
        ".csv",
        "CSV of factors with their ranks",
        "links, places, voices, evidence and the plan",
        factors_csv,
    ),
    Format("dot", ".dot", "DOT, for Graphviz", "places, notes, voices, evidence and the plan", dot),
    Format("mermaid", ".mmd", "Mermaid, for wikis", "places, notes, voices, evidence and the plan", mermaid),
    Format("kumu", ".json", "Kumu JSON", "places, voices, evidence and the plan", kumu),
    Format(
        "neutral",
        ".json",
        "Plain JSON, which Headwater reads again",
        "the plan, measures, votes and answers",
        lambda cause_map, _: write_neutral(cause_map),
    ),
    Format(
        "markdown",
        ".md",
        "Outline in Markdown",
        "how sure links are, places, voices, evidence and the plan",
        lambda cause_map, _: markdown(cause_map),
    ),
    Format(
        "opml",
        ".opml",
        "OPML, for outliners",
        "how sure links are, places, voices, evidence and the plan",
        lambda cause_map, _: opml(cause_map),
    ),
    Format("dagitty", ".dag", "DAGitty", "notes, polarity, voices, evidence and the plan", dagitty),
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
}


def format_of(path: Path, name: str = "") -> Format:
    """The format of this name or, without one, of the file's ending; ExportFailed in one sentence if there is none."""
    wanted = name or _BY_ENDING.get(path.suffix.lower(), "")
    for each in FORMATS:
        if each.name == wanted:
            return each
    endings = ", ".join(_BY_ENDING)
    raise ExportFailed(f"“{path.name}” has no ending that says what to write; use one of {endings}.")


def export_map(path: Path, cause_map: CauseMap, reading: Reading, name: str = "") -> Format:
    """Write a map in the format of a name or of the ending; ExportFailed with one sentence, leaving no half file."""
    chosen = format_of(path, name)
    data = chosen.write(cause_map, reading)
    write_whole(path, lambda file: file.write(data))
    return chosen
