"""Maps kept as XML: trees (OPML, FreeMind), and the graphs of Flying Logic; no entity of theirs is ever opened."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from app.errors import FileRefused
from app.exchange.foreign.plain import Plain, counted, words_of

_DEEPEST = 500
_SHOWN_ABOVE = re.compile(r" \((see above|and so round again|parked)\)$")
"""What Headwater's own outlines say of a row that stands elsewhere, or nowhere yet."""


def root_of(data: bytes, shown: str) -> ET.Element:
    """The root of an XML document; FileRefused if it is none, defines entities, or is nested beyond sense."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: ET.Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise FileRefused(f"{shown} defines entities of its own, which no map needs; it was not read.") from error
    except (ET.ParseError, RecursionError, ValueError, LookupError) as error:
        raise FileRefused(f"{shown} is not XML, or it was cut off, so it cannot be read as a map.") from error
    waiting = [(root, 1)]
    while waiting:
        each, depth = waiting.pop()
        if depth > _DEEPEST:
            raise FileRefused(f"{shown} is nested more than {_DEEPEST} deep, as no map is; it was not read.")
        waiting += [(inner, depth + 1) for inner in each]
    return root


def name_of(each: ET.Element) -> str:
    """The name of an element without its namespace; '' for a comment."""
    return each.tag.rpartition("}")[2] if isinstance(each.tag, str) else ""


def inside(each: ET.Element, name: str) -> Iterator[ET.Element]:
    """The elements of a name directly inside."""
    return (inner for inner in each if name_of(inner) == name)


# -- outlines


def read_opml(root: ET.Element) -> Plain:
    """Rows, each a cause of the row it stands under; what stands in several places is joined where it says so."""
    plain = Plain(title=next((words_of(each.text) for each in root.iter() if name_of(each) == "title"), ""))
    body = next(inside(root, "body"), root)
    tree = Tree(plain)
    waiting = [(each, "") for each in reversed(list(inside(body, "outline")))]
    while waiting:
        each, above = waiting.pop()
        key = tree.row(each.get("text") or each.get("title") or "", above, notes=words_of(each.get("_note")))
        waiting += [(inner, key) for inner in reversed(list(inside(each, "outline")))]
    return tree.done()


class Tree:
    """Rows of an outline as boxes and arrows: what stands below leads to what stands above it."""

    def __init__(self, plain: Plain) -> None:
        self._plain = plain
        self._first: dict[str, str] = {}
        self._repeated = 0

    def row(self, text: str, above: str, **more: object) -> str:
        """One row under the row of a key ('' for none); its key."""
        words = words_of(text)
        mark = _SHOWN_ABOVE.search(words)
        if mark:
            words = words[: mark.start()]
            more["parked"] = mark[1] == "parked" or None
        key = self._first.get(words, "") if mark and mark[1] != "parked" else ""
        if not key:
            key = f"row {len(self._plain.boxes) + 1}"
            self._plain.box(key, words, **more)
            self._repeated += words in self._first
            self._first.setdefault(words, key)
        if above:
            self._plain.arrow(key, above)
        return key

    def done(self) -> Plain:
        """All of it."""
        if self._repeated:
            told = counted(self._repeated, "row has", "rows have")
            self._plain.notes.append(f"{told} the words of an earlier one; each came in as a factor of its own.")
        return self._plain


def read_freemind(root: ET.Element) -> Plain:
    """FreeMind and Freeplane: a node leads to the one it hangs on; arrows across come in as they point."""
    plain, across = Plain(), []
    waiting = [(each, "") for each in reversed(list(inside(root, "node")))]
    while waiting:
        each, above = waiting.pop()
        key = each.get("ID") or f"node {len(plain.boxes) + 1}"
        if key in plain.boxes:
            key = f"{key} {len(plain.boxes) + 1}"
        rich = {part.get("TYPE", "").upper(): _all_text(part) for part in inside(each, "richcontent")}
        plain.box(key, each.get("TEXT") or rich.get("NODE", ""), notes=rich.get("NOTE", ""))
        if not plain.title:
            plain.title = plain.boxes[key]["label"]
        if above:
            plain.arrow(key, above)
        across += [(key, link) for link in inside(each, "arrowlink")]
        waiting += [(inner, key) for inner in reversed(list(inside(each, "node")))]
    for key, link in across:
        label = link.get("MIDDLE_LABEL") or link.get("TARGET_LABEL") or link.get("SOURCE_LABEL") or ""
        plain.arrow(key, link.get("DESTINATION", ""), note=words_of(label))
    if across:
        plain.notes.append(f"{counted(len(across), 'arrow', 'arrows')} across came in as drawn.")
    return plain


def _all_text(each: ET.Element) -> str:
    return " ".join(" ".join(each.itertext()).split())


# -- Flying Logic


def read_flying_logic(root: ET.Element) -> Plain:
    """Entities and the edges between them; what meets in an AND junctor is needed together."""
    plain = Plain()
    junctors: dict[str, str] = {}
    kinds: dict[str, int] = {}
    for each in (one for one in root.iter() if name_of(one) == "vertex"):
        told = _attributes(each)
        key, kind = each.get("eid") or each.get("id") or "", told.get("type", "entity").casefold()
        if not key:
            continue
        if kind in ("junctor", "operator"):
            junctors[key] = (told.get("operator") or told.get("title") or "and").casefold()
        elif kind == "group":
            kinds["groups"] = kinds.get("groups", 0) + 1
        else:
            note = told.get("note") or told.get("annotation") or ""
            plain.box(key, told.get("title") or told.get("label") or "", notes=words_of(note))
    into: dict[str, list[str]] = {}
    edges = []
    for each in (one for one in root.iter() if name_of(one) == "edge"):
        told = _attributes(each)
        start, end = (each.get(side) or told.get(side, "") for side in ("source", "target"))
        edges.append((start, end))
        if end in junctors:
            into.setdefault(end, []).append(start)
    for start, end in edges:
        if end in junctors:
            continue
        if start not in junctors:
            plain.arrow(start, end)
            continue
        causes = list(_through(start, into, junctors))
        together = f"junctor {start}" if len(causes) > 1 and "or" not in junctors[start] else None
        for cause in causes:
            plain.arrow(cause, end, and_group=together)
    for name, count in kinds.items():
        plain.notes.append(f"{count} {name} did not come in; what is in them did.")
    others = sum("or" in kind for kind in junctors.values())
    if others:
        plain.notes.append(f"{counted(others, 'OR junctor', 'OR junctors')}: each of its causes is enough alone.")
    return plain


def _attributes(each: ET.Element) -> dict[str, str]:
    """The attributes of a vertex or edge, in the document's form or in the flatter one of scripts."""
    told = {key: value for key, value in each.attrib.items() if key not in ("eid", "id")}
    for holder in inside(each, "attributes"):
        for part in inside(holder, "attribute"):
            told[part.get("key", "")] = part.get("value") or _all_text(part)
    return told


def _through(junctor: str, into: dict[str, list[str]], junctors: dict[str, str]) -> Iterator[str]:
    """What leads into a junctor, also by way of other junctors, each once."""
    met, waiting = {junctor}, list(into.get(junctor, ()))
    while waiting:
        at = waiting.pop(0)
        if at in met:
            continue
        met.add(at)
        if at in junctors:
            waiting += into.get(at, ())
        else:
            yield at
