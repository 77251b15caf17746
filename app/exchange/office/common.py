"""What slides and papers have in common: names of causes, words that a file can hold, and how much room words take."""

from functools import lru_cache

from PySide6.QtGui import QFontMetricsF

from app.analysis.reading import UpstreamCause
from app.drawing.fonts import FAMILY, font
from app.drawing.sizes import broken
from app.model.cause_map import CauseMap
from app.model.changes import Change, update
from app.model.records import clean_line, clean_text

FONT = FAMILY
LEADING = 1.26
"""The height of a line in its own font sizes."""
_SAFE = 0.94
"""Where the font is not installed Arial stands in for it, which breaks lines a little differently."""
_MEASURED = 100
_STEP = 0.95


def plain(text: str) -> str:
    """Words that XML can hold: control characters dropped, line ends of one kind."""
    return clean_text(text)


def heading(cause_map: CauseMap) -> str:
    """The map's title on one line."""
    return clean_line(cause_map.title) or "Untitled map"


def cause_name(cause_map: CauseMap, cause: UpstreamCause) -> str:
    """A most upstream cause by name; of a loop the factor it is best broken at, and how many others there are."""
    label = cause_map.factors[(cause.break_points or cause.members)[0]].label
    others = len(cause.members) - 1
    return f"{label} (a loop with {counted(others, 'other')})" if others else label


def counted(count: int, word: str) -> str:
    """A number and its word: "1 symptom", "7 symptoms"."""
    return f"{count:,} {word}{'s' * (count != 1)}"


def of(part: int, whole: int, word: str) -> str:
    """A part of a whole: "7 of 8 symptoms"."""
    return f"{part:,} of {counted(whole, word)}"


def without_names(cause_map: CauseMap) -> CauseMap:
    """The same map with people told apart by what they stand for, by a number where that is not told either."""
    changes: list[Change] = []
    unnamed = (each for each in cause_map.voices.values() if not (each.organisation or each.role))
    numbers = {each.id: f"Person {at}" for at, each in enumerate(unnamed, 1)}
    for voice in cause_map.voices.values():
        if voice.name:
            changes += update(voice, name="", role=voice.role or numbers.get(voice.id, ""))
    return cause_map.apply(changes)


def shortened(text: str, most: int) -> str:
    """The text in at most so many letters, cut between words and ended by "…" where it is longer."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > most // 2 else cut).rstrip(" ,;:.–-") + "…"


@lru_cache(maxsize=20_000)
def lines_in(text: str, points: float, width: float, *, bold: bool = False) -> int:
    """How many lines a text takes at a size, in a width in points (needs a QGuiApplication)."""
    face = font(_MEASURED, bold=bold)
    wide = max(_MEASURED, width * _SAFE * _MEASURED / points)
    return sum(len(broken(part, face, wide, 400)) for part in text.split("\n"))


def width_of(text: str, points: float, *, bold: bool = False) -> float:
    """How wide a text is in one line, in points."""
    return QFontMetricsF(font(_MEASURED, bold=bold)).horizontalAdvance(text) * points / _MEASURED / _SAFE


def height_of(text: str, points: float, width: float, *, bold: bool = False) -> float:
    """The height in points that a text takes at a size, in a width in points."""
    return lines_in(text, points, width, bold=bold) * points * LEADING


def largest(text: str, width: float, height: float, *, most: float, least: float = 1.0, bold: bool = False) -> float:
    """The largest size up to ``most``, and no smaller than ``least``, at which a text fits a place; all in points."""
    size = most
    while size > least and height_of(text, size, width, bold=bold) > height:
        size = max(least, size * _STEP)
    return max(least, int(size * 100) / 100)
