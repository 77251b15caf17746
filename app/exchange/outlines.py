"""A map as an outline: symptoms first, below each what leads to it. Markdown to read, OPML for outliners."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from app.exchange.graphs import plain
from app.model.cause_map import CauseMap

_MOST_ROWS = 20_000
"""Rows of an outline: what stands under several effects is told once in full, and then referred to."""


def rows(cause_map: CauseMap) -> Iterator[tuple[int, str, str]]:
    """Depth, factor id and a mark: "" where it is told in full, "above" where that was done, "loop" inside itself."""
    told: set[str] = set()
    ends = [each.id for each in cause_map.symptoms()]
    ends += [each.id for each in cause_map.on_the_map() if not each.is_symptom and not cause_map.links_out_of(each.id)]
    # What only goes round in a loop has no end: it begins where it comes first.
    for start in (*ends, *(each.id for each in cause_map.on_the_map())):
        if start in told:
            continue
        waiting: list[tuple[int, str, tuple[str, ...]]] = [(0, start, ())]
        while waiting:
            depth, id_, above = waiting.pop()
            if id_ in above:
                yield depth, id_, "loop"
                continue
            if id_ in told:
                yield depth, id_, "above"
                continue
            told.add(id_)
            yield depth, id_, ""
            causes = [link.cause for link in cause_map.links_into(id_)]
            waiting += [(depth + 1, cause, (*above, id_)) for cause in reversed(causes)]
    for each in cause_map.parked():
        yield 0, each.id, "parked"


MARKS = {"": "", "above": " (see above)", "loop": " (and so round again)", "parked": " (parked)"}


def markdown(cause_map: CauseMap) -> bytes:
    """A nested list: indented further means it leads to what is above."""
    lines = [f"# {_escaped(cause_map.title or 'Untitled map')}", ""]
    for depth, id_, mark in rows(cause_map):
        factor = cause_map.factors[id_]
        words = f"**{_escaped(factor.label)}**" if factor.is_symptom else _escaped(factor.label)
        lines.append(f"{'  ' * depth}- {words}{MARKS[mark]}")
    return ("\n".join(lines) + "\n").encode()


def _escaped(words: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|!~&" else c for c in words)


def opml(cause_map: CauseMap) -> bytes:
    """OPML 2.0: child means cause. An outline holds a tree; what stands in several places refers to its first."""
    root = ET.Element("opml", {"version": "2.0"})
    ET.SubElement(ET.SubElement(root, "head"), "title").text = plain(cause_map.title or "Untitled map")
    body = ET.SubElement(root, "body")
    parents = [body]
    for depth, id_, mark in rows(cause_map):
        del parents[depth + 1 :]
        factor = cause_map.factors[id_]
        told = {"text": plain(factor.label) + MARKS[mark]}
        if factor.notes and not mark:
            told["_note"] = plain(factor.notes)
        parents.append(ET.SubElement(parents[depth], "outline", told))
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))
