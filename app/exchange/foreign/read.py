"""Which reader a file is for, by its content before its name, and the map that comes of it."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from app.errors import FileRefused
from app.exchange.foreign.graph_text import is_dot, is_gml, read_dot, read_gml
from app.exchange.foreign.graphml_maps import read_graphml
from app.exchange.foreign.json_maps import is_kumu, is_prsm, parsed, read_kumu, read_prsm, read_prsm_text
from app.exchange.foreign.plain import MOST_ARROWS, MOST_BOXES, Plain, TooLargeError
from app.exchange.foreign.table_maps import plain_of
from app.exchange.foreign.tables import Columns, Tables, guess, is_workbook, read_tables
from app.exchange.foreign.text_maps import (
    is_dagitty,
    is_mermaid,
    is_vensim,
    read_dagitty,
    read_mermaid,
    read_vensim,
    text_of,
)
from app.exchange.foreign.written import is_list, is_numbered, read_list, read_numbered
from app.exchange.foreign.xmind_maps import read_xmind
from app.exchange.foreign.xml_maps import name_of, read_flying_logic, read_freemind, read_opml, root_of
from app.exchange.neutral import MOST_BYTES, Imported, read_neutral

_TABLES = (".csv", ".tsv", ".txt")
_ROWS = (".csv", ".tsv")
"""Rows whatever they begin with: a cell may look like a point of a list."""
_BOOKS = (".xlsx", ".xlsm")
_XML = (".graphml", ".xml", ".opml", ".mm", ".xlogic")
_TEXTS: tuple[tuple[Callable[[str], bool], Callable[[str, str], Plain]], ...] = (
    (is_vensim, lambda text, _: read_vensim(text)),
    (is_mermaid, lambda text, _: read_mermaid(text)),
    (is_dagitty, lambda text, _: read_dagitty(text)),
    (is_dot, read_dot),
    (is_gml, read_gml),
    (is_numbered, lambda text, _: read_numbered(text)),
    (is_list, lambda text, _: read_list(text)),
)


def read_foreign(
    data: bytes,
    name: str,
    *,
    reverse: bool = False,
    signs: Mapping[str, str] | None = None,
    columns: Columns | None = None,
) -> Imported:
    """The map in a file of whatever program.

    ``reverse``: its arrows point from effect to cause. ``signs``: "+" or "-" for ways of drawing a link that a person
    said the meaning of. ``columns``: what the columns of a table are, where a person says so. FileRefused in one
    sentence, which names the file, if it holds no map.
    """
    shown = f"“{name}”"
    if len(data) > MOST_BYTES:
        raise FileRefused(f"{shown} is larger than {MOST_BYTES // 1_000_000} MB, more than any map.")
    try:
        plain = _plain(data, name, shown, columns)
    except TooLargeError as error:
        raise FileRefused(
            f"{shown} holds more than {MOST_BOXES:,} boxes or {MOST_ARROWS:,} links, more than a map of people has."
        ) from error
    if plain is None:
        found = read_neutral(data, name=name)
        if reverse:
            raise FileRefused(f"{shown} says itself which way its links point; they are not turned round.")
        return found
    if not plain.boxes:
        raise FileRefused(f"{shown} holds no boxes that could be factors.")
    made = read_neutral(json.dumps(plain.as_neutral(reverse=reverse, signs=signs or {})).encode(), name=name)
    example = _example(plain, reverse=reverse)
    styles = {} if signs else plain.styles
    unsigned = tuple(
        f"Links are drawn in {len(styles)} ways; what they mean is not said, so no sign was taken from them."
        for _ in range(bool(styles))
    )
    return Imported(
        title=made.title or Path(name).stem,
        records=made.records,
        report=(*plain.notes, *made.report, *unsigned, *example),
        styles=plain.styles,
        says_direction=plain.says_direction,
        example="".join(example),
    )


def _plain(data: bytes, name: str, shown: str, columns: Columns | None) -> Plain | None:
    """What the reader of this kind of file gives; None for the plain form itself."""
    ending = Path(name).suffix.lower()
    if ending == ".prsm":
        return read_prsm(_checked(read_prsm_text(data, shown), shown))
    if data.startswith(b"PK\x03\x04"):
        return _table(data, name, columns) if ending in _BOOKS or is_workbook(data) else _packed(data, shown)
    head = data[:400].lstrip(b"\xef\xbb\xbf\r\n\t ")
    if ending in _XML or head.startswith(b"<?xml") or re.match(rb"<(graphml|opml|map|flyingLogic)\b", head):
        return _xml(data, shown)
    if head.startswith((b"{", b"[")) and ending not in (".dag", ".mdl"):
        value = parsed(data, shown)
        if is_kumu(value):
            return read_kumu(value)
        return read_prsm(value) if is_prsm(value) else None
    text = text_of(data)
    if "\0" in text:
        raise FileRefused(f"{shown} is of no kind that can be read here.")
    for fits, reader in () if ending in _ROWS else _TEXTS:
        if fits(text):
            return reader(text, shown)
    if ending in _TABLES:
        return _table(data, name, columns)
    raise FileRefused(f"{shown} is of no kind that can be read here.")


def _xml(data: bytes, shown: str) -> Plain:
    """By the name of the root, whatever the file is called."""
    root = root_of(data, shown)
    match name_of(root):
        case "graphml":
            return read_graphml(root)
        case "opml":
            return read_opml(root)
        case "map":
            return read_freemind(root)
        case _:
            if any(name_of(each) in ("decisionGraph", "vertices") for each in root.iter()):
                return read_flying_logic(root)
    raise FileRefused(f"{shown} is XML, but of no kind of map that can be read here.")


def _packed(data: bytes, shown: str) -> Plain:
    """A zip: XMind, or a document of Flying Logic; spreadsheets are for tables."""
    if (found := read_xmind(data, shown)) is not None:
        return found
    raise FileRefused(f"{shown} is a packed file of no kind that can be read here.")


def _table(data: bytes, name: str, columns: Columns | None) -> Plain:
    tables = read_tables(data, name)
    return plain_of(tables, columns or guess(tables))


def _checked(value: object, shown: str) -> dict[str, object]:
    if not isinstance(value, dict) or not is_prsm(value):
        raise FileRefused(f"{shown} is no map of PRSM.")
    return value


def _example(plain: Plain, *, reverse: bool) -> tuple[str, ...]:
    """How the first link reads, so that a person sees whether the arrows were taken the right way."""
    for arrow in plain.arrows:
        start, end = (plain.boxes.get(arrow[side]) for side in ("cause", "effect"))
        if start and end:
            first, second = (end, start) if reverse else (start, end)
            return (f"Links were read as “{first['label']}” leads to “{second['label']}”.",)
    return ()


def tables_in(data: bytes, name: str) -> Tables | None:
    """The tables of a file whose columns somebody may have to name; None if it is no table."""
    if data.startswith(b"PK\x03\x04"):
        return read_tables(data, name) if Path(name).suffix.lower() in _BOOKS or is_workbook(data) else None
    text = text_of(data)
    ending = Path(name).suffix.lower()
    other = ending not in _ROWS and any(fits(text) for fits, _ in _TEXTS)
    if ending not in _TABLES or "\0" in text or other:
        return None
    return read_tables(data, name)
