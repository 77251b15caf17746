"""Maps written by hand: lists set in and out, and the numbered form of the theory of constraints."""

import re

from app.exchange.foreign.plain import Plain, lines_of, words_of
from app.exchange.foreign.xml_maps import Tree

# -- lists

_ROW = re.compile(r"^([ \t]*)(?:[-*+•]|\d{1,3}[.)])\s+(\S.*)$")
_HEADING = re.compile(r"^#{1,6}\s+(\S.*)$")
_WHOLE = re.compile(r"^(?:\*\*|__)(.+?)(?:\*\*|__)((?: \([a-z ]+\))?)$")


def is_list(text: str) -> bool:
    """Whether most of the lines are rows of a list."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()]
    rows = sum(_ROW.match(line[:2_000]) is not None for line in lines)
    return rows >= 1 and 2 * rows >= len(lines)


def read_list(text: str) -> Plain:
    """Rows, each a cause of the row it is set in under; rows in bold are symptoms, as Headwater writes them."""
    plain, bold, passed = Plain(), 0, 0
    tree = Tree(plain)
    above: list[tuple[int, str]] = []
    for line in lines_of(text):
        heading = _HEADING.match(line[:2_000])
        found = _ROW.match(line[:10_000])
        if heading and not plain.title:
            plain.title = _unescaped(heading[1])
        elif found:
            deep = len(found[1].expandtabs(4))
            words, kind = found[2].strip(), None
            if whole := _WHOLE.match(words):
                words, kind, bold = whole[1] + whole[2], "symptom", bold + 1
            while above and above[-1][0] >= deep:
                above.pop()
            key = tree.row(_unescaped(words), above[-1][1] if above else "", kind=kind)
            above.append((deep, key))
        elif line.strip():
            passed += 1
    if bold:
        plain.notes.append(f"{bold} row{'s' * (bold != 1)} in bold came in as symptom{'s' * (bold != 1)}.")
    if passed:
        plain.notes.append(f"{passed} line{'s' * (passed != 1)} outside the list did not come in.")
    return tree.done()


def _unescaped(words: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", words.replace("&", "&amp;").replace("<", "&lt;"))


# -- numbered

_NUMBERED = re.compile(r"^\s*(\d{1,5})\s*[:.]\s*(\S.*)$")
_ARROW = re.compile(r"^([\d\s,]{1,400}+)(<?[-=]++>?)([\d\s,]{1,400})$")


def is_numbered(text: str) -> bool:
    """Whether there are numbered statements, and arrows between numbers."""
    lines = [line.strip()[:2_000] for line in text[:20_000].splitlines() if line.strip()]
    arrows = [line for line in lines if (found := _ARROW.match(line)) and found[2].strip("-=")]
    return bool(arrows) and sum(_NUMBERED.match(line) is not None for line in lines) >= 2


def read_numbered(text: str) -> Plain:
    """Statements by number, and arrows: several numbers on the side of the causes are all needed together."""
    plain, passed = Plain(says_direction=True), 0
    groups = 0
    for raw in lines_of(text):
        line = raw.strip()[:10_000]
        arrow = _ARROW.match(line)
        statement = None if arrow else _NUMBERED.match(line)
        if arrow and arrow[2].strip("-="):
            left, right = (re.findall(r"\d+", arrow[side]) for side in (1, 3))
            causes, effects = (right, left) if arrow[2].startswith("<") else (left, right)
            for effect in effects:
                groups += len(causes) > 1
                for cause in causes:
                    together = f"{effect} {groups}" if len(causes) > 1 else None
                    plain.arrow(cause, effect, and_group=together)
        elif statement:
            plain.box(statement[1], words_of(statement[2].replace("\\n", " ")))
        elif line:
            passed += 1
    if passed:
        plain.notes.append(f"{passed} line{'s' * (passed != 1)} could not be read.")
    return plain
