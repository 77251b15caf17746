"""What every reader gives: boxes and arrows as they stand in the file, and what was noticed on the way."""

import html
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_TAG = re.compile(r"<(?:/?[A-Za-z][^<>]{0,200}|!--[^<>]{0,200}?--)>")
_BREAK = re.compile(r"<br\s*/?>|</p>|</div>", re.IGNORECASE)
MOST_BOXES, MOST_ARROWS = 20_000, 100_000
_MOST_LINES = 500_000
_FIGURES = re.compile(r"&#(?:x[0-9a-f]{9}|[0-9]{9})[0-9a-f]*;?", re.IGNORECASE)
"""No letter has so high a number, and thousands of figures are refused by Python itself."""
_MOST_STYLES = 12


class TooLargeError(Exception):
    """There is more in a file than in any map of people; whoever knows the file's name says so."""


@dataclass
class Plain:
    """A foreign map: its ``boxes`` (key → label, notes, place), its ``arrows``, and ``notes``, a sentence each."""

    title: str = ""
    boxes: dict[str, dict[str, Any]] = field(default_factory=dict)
    arrows: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    says_direction: bool = False
    """Whether the form itself says which end of an arrow is the cause."""

    def box(self, key: str, label: str = "", **more: Any) -> None:
        """A box; told twice, what is told later is added. TooLargeError where no map has as many."""
        there = self.boxes.setdefault(key, {"id": key, "label": words_of(label) or key})
        if label:
            there["label"] = words_of(label) or key
        there |= {name: value for name, value in more.items() if value not in (None, "")}
        if len(self.boxes) > MOST_BOXES:
            raise TooLargeError

    def arrow(self, start: str, end: str, *, polarity: str | None = None, **more: Any) -> None:
        """An arrow from one box to another. TooLargeError where no map has as many."""
        if len(self.arrows) >= MOST_ARROWS:
            raise TooLargeError
        told = {name: value for name, value in more.items() if value not in (None, "")}
        self.arrows.append({"cause": start, "effect": end, "polarity": polarity, **told})

    @property
    def styles(self) -> dict[str, int]:
        """How arrows without a sign are drawn, and how many each way, most first; {} if all are drawn alike."""
        drawn = Counter(str(each["style"]) for each in self.arrows if each.get("style") and not each["polarity"])
        return dict(drawn.most_common(_MOST_STYLES)) if len(drawn) > 1 else {}

    def as_neutral(self, *, reverse: bool, signs: Mapping[str, str]) -> dict[str, Any]:
        """The plain form; with ``reverse`` every arrow turned round; ``signs``: what a person said of styles."""
        links = [{**each, "polarity": each["polarity"] or signs.get(each.get("style", ""))} for each in self.arrows]
        for each in links:
            each.pop("style", None)
        if reverse:
            links = [{**each, "cause": each["effect"], "effect": each["cause"]} for each in links]
        return {"title": self.title, "nodes": list(self.boxes.values()), "links": links}


def words_of(text: object) -> str:
    """A label as one line of words: tags dropped, entities read, breaks made spaces."""
    words = str(text) if isinstance(text, str | int | float) else ""
    if "<" in words:
        words = _TAG.sub("", _BREAK.sub(" ", words))
    if "&" in words:
        words = html.unescape(_FIGURES.sub("", words))
    return " ".join(words.split())


def lines_of(text: str) -> Iterator[str]:
    """The lines of a text, one after the other; TooLargeError after more than any map has."""
    for number, line in enumerate(io.StringIO(text, newline=None)):
        if number >= _MOST_LINES:
            raise TooLargeError
        yield line.rstrip("\n")


def counted(count: int, one: str, several: str) -> str:
    """A number and its words."""
    return f"{count:,} {one if count == 1 else several}"
