"""Maps kept as text: Mermaid, DAGitty, Vensim's sketch, and tables of links."""

import csv
import re
from itertools import islice

from app.exchange.foreign.plain import Plain, lines_of, words_of

_MOST_SKETCHES = 1_000
_LINE = 4_000
"""Letters of a line that are looked at: no hand-made line is longer, and a pattern should not have to be patient."""


def text_of(data: bytes) -> str:
    """The text in these bytes: UTF-8 or UTF-16 by its mark, else UTF-8, else the Western Windows code page."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


# -- Mermaid

_ID = r"[A-Za-z_\u00c0-\uffff][\w\u00c0-\uffff.-]{0,80}?"
_SHAPES = ((r"\(\(", r"\)\)"), (r"\[\[", r"\]\]"), (r"\(\[", r"\]\)"), (r"\[", r"\]"), (r"\(", r"\)"), (r"\{", r"\}"))
_WORDS = "|".join(  # in quotes, or bare without brackets
    rf'{start}\s*"(?P<q{n}>[^"]*)"\s*{end}|{start}(?P<w{n}>[^\[\](){{}}"]*){end}'
    for n, (start, end) in enumerate(_SHAPES)
)
_NODE = re.compile(rf"\s*(?P<id>{_ID})(?:(?:{_WORDS}))?(?::::\w+)?(?=\s|&|-|=|<|;|$)\s*")
_ARROW = re.compile(
    r"\s*(?:<?(?:--++|==++|-\.++-?)>"  # bare, or with words between: these end where the arrow goes on
    r"|<?(?:--(?![->])|==(?![=>])|-\.(?![-.>]))(?P<mid>[^|>]{1,500}?)(?:--|==|\.-)>"
    r"|---++|===++|-\.-)\s*(?:\|(?P<label>[^|]*+)\|)?\s*"
)


def is_mermaid(text: str) -> bool:
    """Whether a flowchart begins somewhere in this text."""
    return re.search(r"^[ \t]*+(?:graph|flowchart)[ \t]++(?:TB|TD|BT|LR|RL)\b", text, re.MULTILINE) is not None


_SYMPTOMS = re.compile(r"class\s([\w,\s-]+)\ssymptom$")
"""What Headwater and others put in a class of that name."""


def read_mermaid(text: str) -> Plain:
    """Nodes with their words, arrows of all kinds; subgraphs, classes and styles are passed over."""
    plain, begun, passed = Plain(), False, 0
    for raw in lines_of(text):
        line = raw.split("%%", 1)[0].strip().rstrip(";")[:_LINE]
        if re.match(r"(?:graph|flowchart)\s+(?:TB|TD|BT|LR|RL)\b", line):
            begun = True
        elif begun and line.startswith("```"):
            break
        elif begun and (found := _SYMPTOMS.match(line)):
            for key in found[1].split(","):
                if key.strip() in plain.boxes:
                    plain.box(key.strip(), kind="symptom")
        elif begun and line and not re.match(r"(classDef|class|style|linkStyle|subgraph|end|direction|click)\b", line):
            passed += not _mermaid_line(plain, line)
    if passed:
        plain.notes.append(f"{passed} line{'s' * (passed != 1)} of the flowchart could not be read.")
    return plain


def _mermaid_line(plain: Plain, line: str) -> bool:
    """Take in a line: groups of nodes joined by "&", with arrows between; False if it is none."""
    at, label = 0, ""
    before: list[str] = []
    while True:
        group = []
        while True:
            found = _NODE.match(line, at)
            if not found or found.end() == at:
                return False
            told = next((value for name, value in found.groupdict().items() if name != "id" and value is not None), "")
            plain.box(found["id"], _entities(told))
            group.append(found["id"])
            at = found.end()
            if line[at : at + 1] != "&":
                break
            at += 1
        for start in before:
            for end in group:
                words = words_of(label)
                sign = "-" if words == "less" else None
                plain.arrow(start, end, polarity=sign, note="" if sign else words)
        if at >= len(line):
            return True
        arrow = _ARROW.match(line, at)
        if not arrow or arrow.end() == at:
            return False
        label, before, at = _said(arrow), group, arrow.end()


def _said(arrow: re.Match[str]) -> str:
    """The words on an arrow without the quotes or the rest of the arrow around them."""
    words = arrow["label"] if arrow["label"] is not None else (arrow["mid"] or "").strip(" \t-=")
    return words.strip().removeprefix('"').removesuffix('"')


def _entities(words: str) -> str:
    return re.sub(r"#(\d{1,6});", lambda m: chr(int(m[1])) if int(m[1]) < 0x110000 else "", words)


# -- DAGitty

_OLD_NODE = re.compile(r"^(\S+)\s+([EOUAS01SML])\b.*$")
_DAG = re.compile(r"^\s*(?:dag|mag|pdag)?\s*\{", re.IGNORECASE)


def is_dagitty(text: str) -> bool:
    """Whether this is DAGitty's model text, of today or of before."""
    head = text.lstrip()
    if re.match(r"(?:dag|mag|pdag)\s*\{", head, re.IGNORECASE):
        return True
    return re.match(r"\S++ [EOUA01] @", head) is not None


def read_dagitty(text: str) -> Plain:
    """Variables and arrows; outcomes are what DAGitty calls so, which the plain form marks as symptoms."""
    plain = _dag(text) if "{" in text else _old_dag(text)
    plain.says_direction = True
    return plain


def _old_dag(text: str) -> Plain:
    plain = Plain()
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip(), maxsplit=1)
    for line in lines_of(blocks[0]):
        found = re.match(r"^(\S+)\s+(\w)(?:\s+@\s*(-?[\d.]+)\s*,\s*(-?[\d.]+))?", line.strip()[:_LINE])
        if found:
            kind = "symptom" if found[2] == "O" else "cause"
            plain.box(_spaced(found[1]), _words(found[1]), kind=kind, **_place(found[3], found[4]))
    names = list(plain.boxes)
    most = 2 * len(names)
    below = list(islice(lines_of(blocks[1]), most)) if len(blocks) > 1 else []
    rows = [line.split(None, most)[:most] for line in below]
    if rows and len(rows) == len(names) and all(len(row) == len(names) and set(row) <= {"0", "1"} for row in rows):
        for start, row in zip(names, rows, strict=True):
            for end, mark in zip(names, row, strict=True):
                if mark == "1":
                    plain.arrow(start, end)
        return plain
    for row in rows:
        first, *rest = row or [""]
        for each in rest:
            plain.arrow(_spaced(first), _spaced(each))
    return plain


_TOKEN = re.compile(r'"((?:[^"\\]++|\\.)*+)"?|([A-Za-z_][\w.]{0,200})|(<->|->|<-|--)|(\[[^\[\]]{0,500}+\])', re.DOTALL)


def _dag(text: str) -> Plain:
    plain, before, way, other = Plain(), "", "", 0
    for found in _TOKEN.finditer(text[text.index("{") + 1 :]):
        quoted, bare, arrow, marks = found.groups()
        name = quoted if quoted is not None else bare
        if name is not None and bare != "bb":
            plain.box(name, words_of(_spaced(quoted)) if quoted is not None else _words(name))
            if way and before:
                start, end = (before, name) if way == "->" else (name, before)
                plain.arrow(start, end)
            before, way = name, ""
        elif arrow in ("->", "<-"):
            way = arrow
        elif arrow:
            other += 1
            before = ""
        elif marks and before:
            if "outcome" in marks:
                plain.boxes[before]["kind"] = "symptom"
            pos = re.search(r'pos="(-?[\d.]+),(-?[\d.]+)"', marks)
            if pos:
                plain.boxes[before] |= _place(pos[1], pos[2])
    if other:
        plain.notes.append(f"{other} line{'s' * (other != 1)} without a direction or with two did not come in.")
    return plain


def _spaced(name: str) -> str:
    return name.replace("%20", " ")


def _words(name: str) -> str:
    return words_of(_spaced(name).replace("_", " "))


def _place(x: str | None, y: str | None) -> dict[str, float]:
    try:
        return {"x": float(x) * 100, "y": float(y) * 100} if x and y else {}
    except ValueError:
        return {}


# -- Vensim


def is_vensim(text: str) -> bool:
    """Whether there is a Vensim sketch in this text."""
    return "---///" in text or "\\\\\\---///" in text


def read_vensim(text: str) -> Plain:
    """Variables (10) and arrows (1) of the sketches: their signs where drawn; valves are joined through."""
    plain, passed = Plain(says_direction=True), 0
    for sketch in text.split("---///", _MOST_SKETCHES)[1:]:
        boxes: dict[str, str] = {}
        valves: dict[str, str] = {}
        arrows: list[tuple[str, str, str]] = []
        waiting = ""
        for line in lines_of(sketch):
            try:
                cells = next(csv.reader([line[:_LINE]]), [])
            except csv.Error:
                continue
            if len(cells) < 5:
                continue
            if cells[0] == "10":
                name = words_of(cells[2])
                boxes[cells[1]] = name
                if waiting:
                    valves[waiting], waiting = cells[1], ""
                plain.box(name, name, x=_number(cells[3]), y=_number(cells[4]))
            elif cells[0] == "11":
                waiting = cells[1]
            elif cells[0] == "1" and len(cells) > 6:
                arrows.append((cells[2], cells[3], cells[6]))
        for start, end, sign in arrows:
            one, two = boxes.get(valves.get(start, start)), boxes.get(valves.get(end, end))
            if one is None or two is None or one == two:
                passed += 1
                continue
            plain.arrow(one, two, polarity={"43": "+", "45": "-", "83": "+", "79": "-"}.get(sign))
    if passed:
        plain.notes.append(f"{passed} arrow{'s' * (passed != 1)} to clouds or pictures did not come in.")
    return plain


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
