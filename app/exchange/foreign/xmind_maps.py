"""XMind: a zip with its content as JSON or, in older files, as XML."""

import io
import json
import zipfile
from typing import Any

from app.errors import FileRefused
from app.exchange.foreign.plain import Plain, counted, words_of
from app.exchange.foreign.xml_maps import inside, name_of, root_of

_MOST_MEMBERS = 5_000
_MOST_UNPACKED = 100_000_000
_DEEPEST = 500


def member(data: bytes, name: str, shown: str) -> bytes | None:
    """One file out of a zip, None if it is not in there; FileRefused for what is packed beyond sense or damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
            fits = len(members) <= _MOST_MEMBERS and sum(each.file_size for each in members) <= _MOST_UNPACKED
            if fits and name not in packed.namelist():
                return None
            content = b""
            if fits:
                with packed.open(name) as file:
                    content = file.read(_MOST_UNPACKED + 1)
    except Exception as error:  # each way of packing raises its own
        raise FileRefused(f"{shown} is damaged: it cannot be unpacked.") from error
    if not fits or len(content) > _MOST_UNPACKED:
        raise FileRefused(f"{shown} unpacks to more than any map needs; it was not read.")
    return content


def read_xmind(data: bytes, shown: str) -> Plain | None:
    """Topics, each a cause of the one it hangs on, and relationships as they point; None if this is no XMind file."""
    content = member(data, "content.json", shown)
    if content is not None:
        return _read_json(content, shown)
    content = member(data, "content.xml", shown)
    return None if content is None else _read_xml(content, shown)


def _read_json(content: bytes, shown: str) -> Plain:
    try:
        sheets = json.loads(content.decode("utf-8-sig"), strict=False)
    except (ValueError, RecursionError) as error:
        raise FileRefused(f"{shown} is damaged: its content cannot be read.") from error
    plain, across, read = Plain(), 0, 0
    for sheet in sheets if isinstance(sheets, list) else [sheets]:
        if not isinstance(sheet, dict):
            continue
        read += 1
        plain.title = plain.title or words_of(sheet.get("title"))
        waiting: list[tuple[Any, str, int]] = [(sheet.get("rootTopic"), "", 1)]
        while waiting:
            topic, above, depth = waiting.pop()
            if not isinstance(topic, dict):
                continue
            if depth > _DEEPEST:
                raise FileRefused(f"{shown} is nested more than {_DEEPEST} deep, as no map is; it was not read.")
            key = str(topic.get("id") or f"topic {len(plain.boxes) + 1}")
            note = topic.get("notes")
            told = note.get("plain") if isinstance(note, dict) else None
            words = told.get("content") if isinstance(told, dict) else ""
            plain.box(key, words_of(topic.get("title")), notes=words if isinstance(words, str) else "")
            if above:
                plain.arrow(key, above)
            children = topic.get("children")
            for kind, inner in children.items() if isinstance(children, dict) else ():
                under = key if kind == "attached" else ""
                rows = inner if isinstance(inner, list) else []
                waiting += [(each, under, depth + 1) for each in reversed(rows)]
        related = sheet.get("relationships")
        for each in related if isinstance(related, list) else []:
            if isinstance(each, dict):
                across += 1
                plain.arrow(str(each.get("end1Id")), str(each.get("end2Id")), note=words_of(each.get("title")))
    return _told(plain, across, read)


def _read_xml(content: bytes, shown: str) -> Plain:
    root = root_of(content, shown)
    plain, across, read = Plain(), 0, 0
    for sheet in (each for each in root.iter() if name_of(each) == "sheet"):
        read += 1
        plain.title = plain.title or next((words_of(each.text) for each in inside(sheet, "title")), "")
        waiting = [(each, "") for each in inside(sheet, "topic")]
        while waiting:
            topic, above = waiting.pop()
            key = topic.get("id") or f"topic {len(plain.boxes) + 1}"
            plain.box(key, next((words_of(each.text) for each in inside(topic, "title")), ""))
            if above:
                plain.arrow(key, above)
            for children in inside(topic, "children"):
                for topics in inside(children, "topics"):
                    under = key if topics.get("type", "attached") == "attached" else ""
                    waiting += [(each, under) for each in reversed(list(inside(topics, "topic")))]
        for each in (one for one in sheet.iter() if name_of(one) == "relationship"):
            across += 1
            title = next((words_of(inner.text) for inner in inside(each, "title")), "")
            plain.arrow(each.get("end1", ""), each.get("end2", ""), note=title)
    return _told(plain, across, read)


def _told(plain: Plain, across: int, sheets: int) -> Plain:
    if across:
        plain.notes.append(f"{counted(across, 'relationship', 'relationships')} across came in as drawn.")
    if sheets > 1:
        plain.notes.append(f"All {sheets} sheets came in, beside each other.")
    return plain
