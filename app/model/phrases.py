"""The grammar of the capture line: what is typed while people talk, cut into terms and arrows. It knows no map.

``a > b`` is "a leads to b", ``a < b`` is "a because b"; ``,`` lists, `` + `` joins what is needed together,
``!`` ends a symptom, ``?`` makes an arrow tentative, quotes take words as they are. Any text can be read.
"""

import re
from dataclasses import dataclass, field, replace

from app.model.records import clean_line

_FORWARD = "[-=–—]{1,2}>+|>+=?|[→⇒⟶]"
_BACKWARD = "<+[-=–—]{0,2}|[←⇐⟵]"
_MARKS = "!?！？؟"
_ASKING = "?？؟"
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»"}
_SEPARATOR = re.compile(
    rf"(?P<arrow>[?？؟]{{0,3}}(?:(?P<back>{_BACKWARD})|{_FORWARD})[?？؟]{{0,3}})"
    r"|(?P<comma>(?<!\d)[,،，、]|[,،，、](?!\d))"
    r"|(?P<plus>(?<=\s)\+(?=\s|$))"
    r'|(?P<quote>(?<![^\s,،，、<>=\-–—→⇒⟶←⇐⟵?？؟])["“„«])'
)
_SIGN = re.compile('[-=–—<>→⇒⟶←⇐⟵?？؟,،，、+"“„«]')
"""What any separator begins with: looked for first, because that is quick in long texts."""
_ARROW = re.compile(f"{_BACKWARD}|{_FORWARD}")
_NUMBERS = re.compile(r"\d{1,4}(?:,\d{1,4})+")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")


@dataclass(frozen=True, slots=True)
class Term:
    """One factor as it was named. ``start`` and ``end`` span its words in the line, quotes in, marks out."""

    words: str
    start: int
    end: int
    literal: bool = False
    """Whether it stood in quotes: never a number."""
    symptom: bool = False
    tentative: bool = False
    together: bool = False
    """Whether it is needed together with the term before it."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow. ``forward``: what stands before it is the cause."""

    forward: bool
    start: int
    end: int
    tentative: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Stages with an arrow between each two; the first is empty if the line begins with an arrow, as the last may be.

    ``terms`` are those of all stages, in the order in which they stand. ``puzzle`` says in a sentence what cannot be
    read, '' if all can.
    """

    text: str
    stages: tuple[tuple[Term, ...], ...]
    arrows: tuple[Arrow, ...]
    puzzle: str = ""

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term of the line."""
        return tuple(term for stage in self.stages for term in stage)

    @property
    def joins_on(self) -> bool:
        """Whether it begins with an arrow and so goes on from the selected factor."""
        return bool(self.arrows) and not self.stages[0]

    def at(self, position: int) -> int | None:
        """The number of the term that is being typed at this place, None if the place is between terms."""
        for number, term in enumerate(self.terms):
            rest = self.text[term.end : position] if position > term.end else ""
            if term.start <= position and not rest.strip(_MARKS):
                return number
        return None


@dataclass(slots=True)
class _Reader:
    """One pass from left to right."""

    text: str
    stages: list[list[Term]] = field(default_factory=lambda: [[]])
    arrows: list[Arrow] = field(default_factory=list)
    puzzle: str = ""
    _begun: int = 0
    _plus: bool = False
    _doubt: bool = False

    def read(self) -> None:
        at, text = 0, self.text
        unclosed: set[str] = set()
        while found := _separator(text, at):
            at = found.end()
            if found["quote"]:
                opened = found["quote"]
                closed = -1 if opened in unclosed else _closing(text, found.start())
                if closed >= 0:
                    at = closed + 1
                    continue
                unclosed.add(opened)
                if text[self._begun : found.start()].strip() == "":
                    break  # words in quotes that are still being typed
                continue
            self._end_term(found.start())
            self._begun = found.end()
            if found["arrow"]:
                self._arrow(found)
            else:
                self._plus = bool(found["plus"]) and bool(self.stages[-1])
        self._end_term(len(text))

    def _arrow(self, found: re.Match[str]) -> None:
        forward = not found["back"]
        tentative = any(mark in found["arrow"] for mark in _ASKING)
        self._plus = False
        if self.arrows and not self.stages[-1]:
            before = self.arrows[-1]
            if before.forward != forward:
                self.puzzle = "Words are missing between two arrows."
            self.arrows[-1] = replace(before, end=found.end(), tentative=before.tentative or tentative)
            return
        self.arrows.append(Arrow(forward, found.start(), found.end(), tentative))
        self.stages.append([])

    def _end_term(self, end: int) -> None:
        begun = self._begun
        raw = self.text[begun:end]
        start = begun + len(raw) - len(raw.lstrip())
        body = raw.strip()
        if body[:1] in _ASKING and body[:1] and self.arrows and not self.stages[-1]:
            self.arrows[-1] = replace(self.arrows[-1], tentative=True)
            start += len(body) - len(body.lstrip(_ASKING + " "))
            body = body.lstrip(_ASKING + " ")
        bare = body.rstrip(_MARKS + " \t\u00a0")
        marks = body[len(bare) :]
        literal = len(bare) > 1 and bare[0] in _QUOTES and _closing(bare, 0) in (len(bare) - 1, -1)
        words = _unquoted(bare) if literal else bare
        words = clean_line(words)
        if not words:
            return
        if not literal and _NUMBERS.fullmatch(words) and not _THOUSANDS.fullmatch(words):
            self._numbers(bare, start, marks)
            return
        self._add(Term(words, start, start + len(bare), literal=literal), marks)

    def _numbers(self, listed: str, start: int, marks: str) -> None:
        for each in re.finditer(r"\d+", listed):
            self._add(Term(each.group(), start + each.start(), start + each.end()), marks)

    def _add(self, term: Term, marks: str) -> None:
        symptom = any(mark in marks for mark in "!！")
        tentative = any(mark in marks for mark in _ASKING)
        self.stages[-1].append(replace(term, symptom=symptom, tentative=tentative, together=self._plus))
        self._plus = False


def parse(text: str) -> Line:
    """What a typed line says. It never fails; what makes no sense is told in ``puzzle``."""
    reader = _Reader(text)
    reader.read()
    stages = reader.stages
    if not reader.arrows:
        # A question that stands alone is words, not doubt about an arrow.
        stages = [[_asked(text, term) for term in stages[0]]]
    return Line(text, tuple(map(tuple, stages)), tuple(reader.arrows), reader.puzzle)


def has_arrow(text: str) -> bool:
    """Whether a line may be a chain (quick: quotes are not looked at)."""
    return _ARROW.search(text) is not None


def quoted(label: str) -> str:
    """A label so written that the line takes it as one term and as it is: in quotes where it has to be."""
    line = parse(label)
    plain = len(line.terms) == 1 and not line.arrows and line.terms[0].words == label and not label.isdigit()
    if plain and not line.terms[0].literal and not line.terms[0].symptom and label[-1:] not in _MARKS:
        return label
    return '"' + label.replace('"', '""') + '"'


def _separator(text: str, at: int) -> re.Match[str] | None:
    """The next separator from here on, None if there is none."""
    while sign := _SIGN.search(text, at):
        if found := _SEPARATOR.match(text, sign.start()):
            return found
        at = sign.end()
    return None


def _asked(text: str, term: Term) -> Term:
    if not term.tentative or term.literal:
        return replace(term, tentative=False)
    rest = text[term.end :]
    marks = rest[: len(rest) - len(rest.lstrip(_MARKS))]
    mark = next((each for each in marks if each in _ASKING), "")
    return replace(term, words=term.words + mark, tentative=False)


def _closing(text: str, opened: int) -> int:
    """Where the quotation that opens here ends, -1 if it does not."""
    mark = _QUOTES[text[opened]]
    at = text.find(mark, opened + 1)
    while mark == '"' and at >= 0 and text[at + 1 : at + 2] == '"':
        at = text.find(mark, at + 2)
    return at


def _unquoted(text: str) -> str:
    closed = _closing(text, 0)
    inside = text[1:] if closed < 0 else text[1:closed]
    return inside.replace('""', '"') if text[0] == '"' else inside
