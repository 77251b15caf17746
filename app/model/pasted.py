"""Text that was pasted, as factors and links: capture lines, an indented list, or two columns of a spreadsheet.

What form it has is seen from the text itself. Everything in it comes to one draft, and so to one step.
"""

import csv
import io
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from app.errors import RuleBroken
from app.model.capture import Draft, Drafting
from app.model.cause_map import CauseMap
from app.model.phrases import has_arrow, parse
from app.model.records import clean_text

_AT_A_TIME = 100
_CAUSES = frozenset(("cause", "causes", "from", "source", "because", "why", "driver", "reason", "root cause"))
_EFFECTS = frozenset(("effect", "effects", "to", "target", "leads to", "problem", "result", "consequence", "outcome"))
_BULLET = re.compile(r"(?:(?P<glyph>[-*•◦▪‣·●○■–—]|o(?=\s))|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+(?=\S)")
_OUTLINED = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3})*)\.?\s+(?=\S)")
_NUMBER = re.compile(r"#?\d+[.)]?")
_TAB = 4

Reading = Generator[float, None, Draft]
"""Gives how far it has come (0 to 1) now and then, and the draft at its end."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of a list: how far in it stands, and its words."""

    indent: int
    words: str


def read_pasted(cause_map: CauseMap, text: str, selected: str = "") -> Draft:
    """What pasted text would do on this map, in one go."""
    reading = reading_pasted(cause_map, text, selected)
    while True:
        try:
            next(reading)
        except StopIteration as done:
            draft: Draft = done.value
            return draft


def reading_pasted(cause_map: CauseMap, text: str, selected: str = "") -> Reading:
    """The same a little at a time, so that it can be watched and given up."""
    yield 0.0
    text = _unquoted_mail(clean_text(text))
    drafting = Drafting(cause_map)
    yield 0.05
    if delimiter := _delimiter(text):
        preface, missed = yield from _columns(drafting, text, delimiter)
    else:
        entries = _entries(text)
        yield 0.1
        stepped = len({entry.indent for entry in entries}) > 1
        missed = yield from _list(drafting, entries, selected)
        preface = "An indented list" if stepped else "" if len(entries) == 1 else f"{len(entries):,} lines"
    drafting.park_what_is_alone()
    yield 0.95
    left = f"; {missed:,} left out that could not be understood" if missed else ""
    draft = drafting.draft(preface, left)
    return draft if draft.changes or draft.terms or draft.last else Draft(problem="There are no words in it.")


def _unquoted_mail(text: str) -> str:
    """Without the ``>`` before every line of a quoted letter."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and all(line.startswith(">") for line in lines):
        return "\n".join(line.removeprefix(">").removeprefix(" ") for line in lines)
    return text


# -- two columns


def _delimiter(text: str) -> str:
    """What parts the columns of a table, '' if this is none."""
    lines = [line for line in islice(text.split("\n"), 400) if line.strip()]
    bare = [_bare(line)[1] for line in lines]
    if sum("\t" in line.strip() for line in bare) * 2 >= max(1, len(lines)):
        return "\t"
    for mark in ",;":
        if mark not in text or any("\t" in line for line in lines):
            continue
        rows = [row for row in islice(_rows("\n".join(lines), mark), 200) if any(row)]
        if len(rows) > 1 and _header(rows[0]) is not None:
            return mark
        even = len({len(row) for row in rows}) == 1 and len(rows) > 2 and len(rows[0]) == 2
        if even and f"{mark} " not in text and not any(map(has_arrow, lines)):
            return mark
    return ""


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows of a table. A quotation mark that is never closed is a letter like others."""
    opened, closed = (len(re.findall(mark, text)) for mark in (f'(?:^|[\n{delimiter}])"', f'"(?:$|[\n{delimiter}])'))
    quoting: int = csv.QUOTE_MINIMAL if opened == closed else csv.QUOTE_NONE
    try:
        for row in csv.reader(io.StringIO(text), delimiter=delimiter, quoting=quoting):  # type: ignore[arg-type]
            yield [cell.strip() for cell in row]
    except csv.Error:  # a cell of more than the reader takes
        for line in text.split("\n"):
            yield [cell.strip() for cell in line.split(delimiter)]


def _header(row: Sequence[str]) -> tuple[int, int] | None:
    """In which columns cause and effect stand, if the row says so."""
    names = [" ".join(cell.casefold().replace("_", " ").split()).rstrip(":") for cell in row]
    cause = next((at for at, name in enumerate(names) if name in _CAUSES), None)
    effect = next((at for at, name in enumerate(names) if name in _EFFECTS), None)
    if cause is None and effect is None:
        return None
    if len(row) < 2 or (None in (cause, effect) and len(row) != 2):
        return None
    return (1 - effect if cause is None else cause, 1 - cause if effect is None else effect)  # type: ignore[operator]


def _columns(drafting: Drafting, text: str, delimiter: str) -> Generator[float, None, tuple[str, int]]:
    rows = [row for row in _rows(text, delimiter) if any(row)]
    yield 0.1
    header = _header(rows[0])
    places = header or _two(rows)
    missed = 0
    for number, row in enumerate(rows[1:] if header else rows):
        cause, effect = (_words(row[at]) if at < len(row) else "" for at in places)
        try:
            ids = [drafting.factor(words) for words in (cause, effect) if words]
            drafting.name(ids)
            if len(ids) == 2:
                drafting.link(*ids)
        except RuleBroken:
            missed += 1
        if number % _AT_A_TIME == 0:
            yield 0.1 + 0.85 * number / len(rows)
    return ("Columns of cause and effect" if places[0] < places[1] else "Columns of effect and cause"), missed


def _two(rows: Iterable[Sequence[str]]) -> tuple[int, int]:
    """The first two columns that hold words; numbers alone are the sheet's own."""
    worded = sorted({at for row in rows for at, cell in enumerate(row) if cell and not _NUMBER.fullmatch(cell)})
    first = worded[0] if worded else 0
    return first, next((at for at in worded if at > first), first + 1)


def _words(cell: str) -> str:
    return _bare(cell)[1].strip() if cell else ""


# -- lists and lines


def _bare(line: str) -> tuple[str, str]:
    """The glyph or number before a line, '' if none, and the line without."""
    stripped = line.strip()
    found = _BULLET.match(stripped)
    if not found:
        return "", stripped
    return found["glyph"] or "1", stripped[found.end() :]


def _entries(text: str) -> list[_Entry]:
    """The lines that are not blank. Where nothing is indented, numbers as 1.2 or kinds of bullets tell the depth."""
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    indents = [_indent(line) for line in lines]
    outlined = [_OUTLINED.match(line.strip()) for line in lines]
    numbers = {found["number"] for found in outlined if found}
    deep = [number for number in numbers if "." in number]
    if deep and all(number.rpartition(".")[0] in numbers for number in deep):
        depths = [found["number"].count(".") if found else 0 for found in outlined]
        bare = [
            line.strip()[found.end() :] if found else line.strip() for line, found in zip(lines, outlined, strict=True)
        ]
        return [_Entry(*pair) for pair in zip(depths if len(set(indents)) < 2 else indents, bare, strict=True)]
    pairs = [_bare(line) for line in lines]
    if len(set(indents)) < 2:
        glyphs = list(dict.fromkeys(glyph for glyph, _ in pairs))
        indents = [glyphs.index(glyph) for glyph, _ in pairs]
    return [_Entry(indent, words) for indent, (_, words) in zip(indents, pairs, strict=True)]


def _indent(line: str) -> int:
    before = line[: len(line) - len(line.lstrip())]
    return len(before.expandtabs(_TAB))


def _list(drafting: Drafting, entries: Sequence[_Entry], selected: str) -> Generator[float, None, int]:
    """Each line a cause of the last one before it that stands less far in."""
    above: list[tuple[int, list[str]]] = []
    missed = 0
    for number, entry in enumerate(entries):
        while above and above[-1][0] >= entry.indent:
            above.pop()
        ends = _entry(drafting, entry.words, selected)
        if ends is None:
            missed += 1
            continue
        upstream, downstream = ends
        for effect in above[-1][1] if above else ():
            for cause in downstream:
                if cause == effect:
                    missed += 1
                else:
                    drafting.link(cause, effect)
        above.append((entry.indent, upstream))
        selected = downstream[-1] if downstream else selected
        if number % _AT_A_TIME == 0:
            yield 0.1 + 0.85 * number / len(entries)
    return missed


def _entry(drafting: Drafting, words: str, selected: str) -> tuple[list[str], list[str]] | None:
    """The factors that one line begins and ends with; None if it cannot be done."""
    line = parse(words) if has_arrow(words) else None
    if line is not None and line.arrows:
        return None if drafting.line(line, selected) else drafting.ends
    bare = words.rstrip("!！ ")
    try:
        id_ = drafting.factor(bare or words)
    except RuleBroken:
        return None
    if bare and bare != words.rstrip():
        drafting.change(id_, kind="symptom", parked=False)
    drafting.name([id_])
    return [id_], [id_]
