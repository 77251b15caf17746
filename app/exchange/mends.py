"""Values from a file that nobody vouches for, made to fit the model; every mend is counted and said in a sentence."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

from app.model.records import LABEL_LIMIT, TEXT_LIMIT, clean_line, clean_text

NO_WORDS = "(no words)"

# One sentence for each kind of mend: for one case, and for several.
_SENTENCES = {
    "shape": ("1 entry that is no factor was left out.", "{} entries that are no factors were left out."),
    "no id": (
        "1 factor had no id; it was kept, with no links.",
        "{} factors had no ids; they were kept, with no links.",
    ),
    "same entry": ("1 repeated factor was left out.", "{} repeated factors were left out."),
    "same id": (
        "1 factor had the id of another; it was kept, and links with that id go to the first.",
        "{} factors had the ids of others; they were kept, and links with those ids go to the first.",
    ),
    "no words": (
        f"1 factor had no words; it is called {NO_WORDS}.",
        f"{{}} factors had no words; they are called {NO_WORDS}.",
    ),
    "long": (
        "1 label was too long for a box; the whole of it is in the notes.",
        "{} labels were too long for a box; the whole of them is in the notes.",
    ),
    "kind": (
        "1 factor was neither symptom nor cause; it is taken as a cause.",
        "{} factors were neither symptom nor cause; they are taken as causes.",
    ),
    "link shape": ("1 entry that is no link was left out.", "{} entries that are no links were left out."),
    "dangling": (
        "1 link to a factor that does not exist was left out.",
        "{} links to factors that do not exist were left out.",
    ),
    "self": ("1 link from a factor to itself was left out.", "{} links from factors to themselves were left out."),
    "repeated": ("1 repeated link was left out.", "{} repeated links were left out."),
    "confidence": (
        "1 confidence that was no number from 0 to 1 was set to likely.",
        "{} confidences that were no numbers from 0 to 1 were set to likely.",
    ),
    "polarity": ("1 sign that was neither + nor - was left out.", "{} signs that were neither + nor - were left out."),
    "together": (
        "1 together group had links into several effects; it was parted, one group for each effect.",
        "{} together groups had links into several effects; they were parted, one group for each effect.",
    ),
    "controls": (
        "1 text held characters that cannot be stored; they were taken out.",
        "{} texts held characters that cannot be stored; they were taken out.",
    ),
    "cut": (
        "1 text was longer than can be kept; its end was cut off.",
        "{} texts were longer than can be kept; their ends were cut off.",
    ),
    "field": ("1 value that does not fit was left out.", "{} values that do not fit were left out."),
}
_LOST = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What cleaning takes out; white space of all kinds is only folded."""

T = TypeVar("T", bound=str)


class Mends:
    """What was mended in one file. Each of its readings gives a value that fits, and counts what was wrong."""

    def __init__(self) -> None:
        self._counted: Counter[str] = Counter()

    def count(self, kind: str) -> None:
        """One more mend of a kind that has a sentence."""
        self._counted[kind] += 1

    def report(self) -> tuple[str, ...]:
        """What was mended, one sentence a kind."""
        return tuple(
            one if count == 1 else many.format(count)
            for kind, (one, many) in _SENTENCES.items()
            if (count := self._counted[kind])
        )

    def words(self, value: Any) -> str:
        """Text as it came, '' for none; numbers are text too."""
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.count("field")
            return ""
        text = str(value)
        if _LOST.search(text):
            self.count("controls")
        return text

    def line(self, value: Any) -> str:
        """One line, no longer than a line may be."""
        return self._cut(clean_line(self.words(value)), LABEL_LIMIT)

    def text(self, value: Any) -> str:
        """Text of several lines, no longer than a text may be."""
        return self._cut(clean_text(self.words(value)), TEXT_LIMIT)

    def label(self, value: Any, notes: Any) -> tuple[str, str]:
        """A factor's label and notes; of a label too long for a box the whole goes into the notes."""
        given = self.words(value)
        words = clean_line(given)
        if not words:
            self.count("no words")
            return NO_WORDS, self.text(notes)
        if len(words) <= LABEL_LIMIT:
            return words, self.text(notes)
        self.count("long")
        both = (clean_text(self.words(notes)), clean_text(given))
        kept = self._cut("\n\n".join(part for part in both if part), TEXT_LIMIT)
        return words[: LABEL_LIMIT - 1].rstrip() + "…", kept

    def _cut(self, text: str, limit: int) -> str:
        if len(text) <= limit:
            return text
        self.count("cut")
        return text[:limit].rstrip()

    def number(self, value: Any, least: float, most: float, *, kind: str = "field") -> float | None:
        """A number within bounds, or None."""
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
            return float(value)
        self.count(kind)
        return None

    def whole(self, value: Any, least: int, most: int) -> int | None:
        """A whole number within bounds, or None."""
        if isinstance(value, float) and not value.is_integer():
            self.count("field")
            return None
        number = self.number(value, least, most)
        return None if number is None else int(number)

    def one_of(self, value: Any, choices: Sequence[T], usual: T, *, kind: str = "field") -> T:
        """One of some words, or the usual one."""
        if value is None or value == "":
            return usual
        for each in choices:
            if value == each:
                return each
        self.count(kind)
        return usual

    def listed(self, values: Any) -> list[dict[str, Any]]:
        """The entries of a list that have fields."""
        if values is None:
            return []
        if not isinstance(values, list):
            self.count("field")
            return []
        fit = [value for value in values if isinstance(value, dict)]
        for _ in range(len(values) - len(fit)):
            self.count("field")
        return fit
