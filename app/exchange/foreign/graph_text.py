"""Graphs kept as text: Graphviz' DOT and GML."""

import re
from collections.abc import Iterator

from app.errors import FileRefused
from app.exchange.foreign.plain import MOST_ARROWS, Plain, TooLargeError, counted, words_of

_DEEPEST = 60
_MOST_PIECES = 3_000_000
"""Names, marks and spaces of a text: more than the largest map has."""

# -- DOT

_DOT = re.compile(
    r"^\s*+(?>(?://[^\n]*+|/\*.*?\*/|\#[^\n]*+)\s*+)*+(?:strict\s+)?(di)?graph\b[^{;]{0,300}\{",
    re.DOTALL | re.IGNORECASE,
)
_PIECES = re.compile(
    r"""(?>\s+|//[^\n]*|/\*.*?\*/|^\#[^\n]*)++
    |(?P<arrow>->|--)
    |(?P<quoted>"[^"\\]*+(?:\\.[^"\\]*+)*+")
    |(?P<name>-?(?:\.\d+|\d+(?:\.\d*)?)|[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)
    |(?P<mark>[{}\[\];,=:+])""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_SIGNS = {"+": "+", "-": "-", "−": "-", "–": "-"}
_FROM_HEADWATER = "headwater"


def is_dot(text: str) -> bool:
    """Whether a graph of Graphviz begins here."""
    return _DOT.match(text[:4_000]) is not None


class _Dot:
    """One graph: its pieces from left to right."""

    def __init__(self, text: str, shown: str) -> None:
        self.shown = shown
        self.pieces = list(self._cut(text))
        self.at = 0
        self.plain = Plain()
        self.undirected = 0
        self.own = False
        self.arrows = 0

    def _cut(self, text: str) -> Iterator[tuple[str, str]]:
        at = taken = 0
        while at < len(text):
            taken += 1
            if taken > _MOST_PIECES:
                raise TooLargeError
            if text[at] == "<":
                end = _end_of_html(text, at)
                if end < 0:
                    raise FileRefused(f"{self.shown} is cut off in the middle of a label.")
                yield "name", words_of(text[at + 1 : end])
                at = end + 1
                continue
            found = _PIECES.match(text, at)
            if not found:
                raise FileRefused(f"{self.shown} is no graph of Graphviz that can be read.")
            at = found.end()
            if found.lastgroup == "quoted":
                yield "name", found[0][1:-1].replace('\\"', '"').replace("\\\n", "")
            elif found.lastgroup:
                yield found.lastgroup, found[0]

    def peek(self) -> tuple[str, str]:
        return self.pieces[self.at] if self.at < len(self.pieces) else ("end", "")

    def take(self) -> tuple[str, str]:
        piece = self.peek()
        self.at += 1
        return piece

    def is_mark(self, mark: str) -> bool:
        return self.peek() == ("mark", mark)

    def graph(self) -> Plain:
        while not self.is_mark("{"):
            kind, words = self.take()
            if kind == "end":
                raise FileRefused(f"{self.shown} is no graph of Graphviz that can be read.")
            self.own = self.own or words == _FROM_HEADWATER
        self.take()
        self.statements(1)
        if self.undirected:
            told = counted(self.undirected, "link has no direction; it was", "links have no direction; they were")
            self.plain.notes.append(f"{told} taken as written.")
        return self.plain

    def statements(self, depth: int) -> list[str]:
        """All up to the closing brace; the keys of the boxes in them."""
        if depth > _DEEPEST:
            raise FileRefused(f"{self.shown} is nested more than {_DEEPEST} deep, as no map is; it was not read.")
        met: dict[str, None] = {}
        while True:
            kind, words = self.peek()
            if kind == "end":
                raise FileRefused(f"{self.shown} was cut off before its last brace.")
            if self.is_mark("}"):
                self.take()
                return list(met)
            if kind == "mark" and words in ";,":
                self.take()
                continue
            met |= dict.fromkeys(self.statement(depth))

    def statement(self, depth: int) -> list[str]:
        kind, words = self.peek()
        if kind == "name" and words.casefold() in ("graph", "node", "edge"):
            after = self.pieces[self.at + 1 : self.at + 2]
            if after == [("mark", "[")]:
                self.take()
                told = self.attributes()
                if words.casefold() == "graph" and told.get("label") and depth == 1:
                    self.plain.title = _label(told["label"], "")
                return []
        if kind == "name" and self.pieces[self.at + 1 : self.at + 2] == [("mark", "=")]:
            name, _, value = self.take()[1], self.take(), self.joined()
            if name.casefold() == "label" and depth == 1:
                self.plain.title = _label(value, "")
            return []
        chain, arrows = [self.end(depth)], []
        while self.peek()[0] == "arrow":
            arrows.append(self.take()[1])
            chain.append(self.end(depth))
        told = self.attributes() if self.is_mark("[") else {}
        if arrows:
            self.link(chain, arrows, told)
        elif len(chain[0]) == 1 and told:
            self.box(chain[0][0], told)
        return [key for keys in chain for key in keys]

    def end(self, depth: int) -> list[str]:
        """One end of an arrow: a box, or all boxes of a group."""
        kind, words = self.take()
        if kind == "name" and words.casefold() == "subgraph":
            kind, words = self.take()
            if kind == "name":
                kind, words = self.take()
        if (kind, words) == ("mark", "{"):
            return self.statements(depth + 1)
        if kind != "name":
            raise FileRefused(f"{self.shown} is no graph of Graphviz that can be read.")
        while self.is_mark(":"):  # the side of a box that an arrow begins at
            self.take()
            self.take()
        self.plain.boxes.setdefault(words, {"id": words, "label": words_of(words) or words})
        return [words]

    def joined(self) -> str:
        """A value, put together from quoted parts with a + between."""
        kind, words = self.take()
        if kind != "name":
            raise FileRefused(f"{self.shown} is no graph of Graphviz that can be read.")
        while self.is_mark("+"):
            self.take()
            words += self.take()[1]
        return words

    def attributes(self) -> dict[str, str]:
        told: dict[str, str] = {}
        while self.is_mark("["):
            self.take()
            while not self.is_mark("]"):
                if self.peek()[0] == "end":
                    raise FileRefused(f"{self.shown} was cut off before its last brace.")
                if self.peek()[0] == "mark" and self.peek()[1] in ";,":
                    self.take()
                    continue
                name = self.joined()
                told[name.casefold()] = "true"
                if self.is_mark("="):
                    self.take()
                    told[name.casefold()] = self.joined()
            self.take()
        return told

    def box(self, key: str, told: dict[str, str]) -> None:
        place = re.match(r"(-?[\d.]+),(-?[\d.]+)", told.get("pos", ""))
        x, y = (_figure(place[1]), _figure(place[2])) if place else (None, None)
        kind = "symptom" if self.own and told.get("fillcolor") == _symptom_fill() else None
        notes = told.get("tooltip") or told.get("comment") or ""
        label = _label(told.get("label", ""), key)
        self.plain.box(key, label, notes=words_of(notes), x=x, y=None if y is None else -y, kind=kind)

    def link(self, chain: list[list[str]], arrows: list[str], told: dict[str, str]) -> None:
        label = _label(told.get("label") or told.get("xlabel") or "", "")
        sign = _SIGNS.get(label)
        if self.own:
            sure = 0.4 if told.get("style") == "dashed" else 1.0 if told.get("penwidth") == "2" else None
        else:
            sure = None
        for arrow, starts, ends in zip(arrows, chain, chain[1:], strict=False):
            self.arrows += len(starts) * len(ends)
            if self.arrows > MOST_ARROWS:
                raise TooLargeError
            back = told.get("dir") == "back"
            self.undirected += (arrow == "--") or told.get("dir") in ("none", "both")
            for start in starts:
                for end in ends:
                    one, two = (end, start) if back else (start, end)
                    colour = told.get("color") or told.get("style") or ""
                    self.plain.arrow(one, two, polarity=sign, note="" if sign else label, confidence=sure, style=colour)


def _symptom_fill() -> str:
    from app.drawing.theme import LIGHT

    return LIGHT.symptom


def _end_of_html(text: str, at: int) -> int:
    """Where a label in angle brackets that begins here ends, -1 if it does not."""
    depth = 0
    for found in re.finditer("[<>]", text[at : at + 20_000]):
        depth += 1 if found[0] == "<" else -1
        if depth == 0:
            return at + found.start()
    return -1


def _label(words: str, key: str) -> str:
    r"""A label in one line: its breaks are spaces, \N stands for the name."""
    text = re.sub(r"\\[nlr]", " ", words.replace("\\\\", "\0")).replace("\\N", key).replace("\0", "\\")
    return words_of(text)


def read_dot(text: str, shown: str) -> Plain:
    """Boxes and arrows of a Graphviz graph, groups and chains taken apart; looks are not meanings."""
    return _Dot(text, shown).graph()


# -- GML

_GML = re.compile(r'(?:\s+|#[^\n]*)++|(?P<quoted>"[^"]*")|(?P<mark>[\[\]])|(?P<word>[^\s\[\]"]+)')


def is_gml(text: str) -> bool:
    """Whether a graph of GML begins in this text."""
    return re.search(r"^[ \t]*+graph\s*+\[", text[:4_000], re.MULTILINE | re.IGNORECASE) is not None


def read_gml(text: str, shown: str) -> Plain:
    """Nodes with label and place, edges from source to target."""
    plain, undirected, directed = Plain(), 0, False
    for depth, name, value in _gml_values(text, shown):
        if depth == 1 and name == "directed":
            directed = value == "1"
        elif depth == 1 and name == "label" and isinstance(value, str):
            plain.title = words_of(value)
        elif depth == 1 and name == "node" and isinstance(value, dict):
            key = str(value.get("id", ""))
            inner = value.get("graphics")
            drawn = inner if isinstance(inner, dict) else {}
            label = value.get("label") or value.get("name") or drawn.get("text") or ""
            x, y = (_figure(drawn.get(side) or value.get(side)) for side in ("x", "y"))
            if key:
                plain.box(key, str(label), x=x, y=y)
        elif depth == 1 and name == "edge" and isinstance(value, dict):
            label = words_of(value.get("label"))
            sign = _SIGNS.get(str(value.get("polarity") or value.get("sign") or label).strip())
            undirected += not directed
            ends = (str(value.get(side, "")) for side in ("source", "target"))
            plain.arrow(*ends, polarity=sign, note="" if sign else label)
    if undirected:
        plain.notes.append("The file does not say that its links have a direction; each was taken as it is written.")
    return plain


def _gml_values(text: str, shown: str) -> Iterator[tuple[int, str, "object"]]:
    """Each value with its name and how deep it stands; a list in brackets is a dict, told when it ends."""
    names: list[str] = []
    holders: list[dict[str, object]] = [{}]
    waiting = ""
    at = taken = 0
    while at < len(text):
        taken += 1
        if taken > _MOST_PIECES:
            raise TooLargeError
        found = _GML.match(text, at)
        if not found:
            raise FileRefused(f"{shown} is no GML that can be read.")
        at, piece = found.end(), found[0]
        if found.lastgroup is None:
            continue
        if piece == "[":
            if len(holders) > _DEEPEST:
                raise FileRefused(f"{shown} is nested more than {_DEEPEST} deep, as no map is; it was not read.")
            names.append(waiting.casefold())
            holders.append({})
            waiting = ""
        elif piece == "]":
            if len(holders) == 1:
                raise FileRefused(f"{shown} is no GML that can be read.")
            made, name = holders.pop(), names.pop()
            holders[-1].setdefault(name, made)
            yield len(holders) - 1, name, made
        elif not waiting and found.lastgroup == "word":
            waiting = piece
        elif waiting:
            value = piece.strip('"')
            holders[-1].setdefault(waiting.casefold(), value)
            yield len(holders) - 1, waiting.casefold(), value
            waiting = ""
        else:
            raise FileRefused(f"{shown} is no GML that can be read.")
    if len(holders) > 1:
        raise FileRefused(f"{shown} was cut off before its last bracket.")


def _figure(text: object) -> float | None:
    try:
        return float(str(text)) if text not in (None, "") else None
    except ValueError:
        return None
