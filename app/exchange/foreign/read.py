"""Which reader a file is for, by its content before its name, and the map that comes of it."""

import json
from pathlib import Path

from app.errors import FileRefused
from app.exchange.foreign.graphml_maps import read_graphml
from app.exchange.foreign.json_maps import is_kumu, is_prsm, parsed, read_kumu, read_prsm, read_prsm_text
from app.exchange.foreign.plain import Plain
from app.exchange.foreign.text_maps import (
    is_dagitty,
    is_mermaid,
    is_vensim,
    read_dagitty,
    read_mermaid,
    read_table,
    read_vensim,
    text_of,
)
from app.exchange.neutral import MOST_BYTES, Imported, read_neutral

_TABLES = (".csv", ".tsv", ".txt")


def read_foreign(data: bytes, name: str, *, reverse: bool = False) -> Imported:
    """The map in a file of whatever program; ``reverse``: its arrows point from effect to cause.

    FileRefused in one sentence, which names the file, if it holds none.
    """
    shown = f"“{name}”"
    if len(data) > MOST_BYTES:
        raise FileRefused(f"{shown} is larger than {MOST_BYTES // 1_000_000} MB, more than any map.")
    plain = _plain(data, name, shown)
    if plain is None:
        found = read_neutral(data, name=name)
        if reverse:
            raise FileRefused(f"{shown} says itself which way its links point; they are not turned round.")
        return found
    if not plain.boxes:
        raise FileRefused(f"{shown} holds no boxes that could be factors.")
    if plain.is_too_large:
        raise FileRefused(f"{shown} holds {len(plain.boxes):,} boxes, more than a map of people has.")
    made = read_neutral(json.dumps(plain.as_neutral(reverse=reverse)).encode(), name=name)
    example = _example(plain, reverse=reverse)
    return Imported(made.title or Path(name).stem, made.records, (*plain.notes, *made.report, *example))


def _plain(data: bytes, name: str, shown: str) -> Plain | None:
    """What the reader of this kind of file gives; None for the plain form itself."""
    ending = Path(name).suffix.lower()
    if ending == ".prsm":
        return read_prsm(_checked(read_prsm_text(data, shown), shown))
    head = data[:400].lstrip(b"\xef\xbb\xbf\r\n\t ")
    if ending in (".graphml", ".xml") or head.startswith(b"<?xml") or b"<graphml" in head:
        return read_graphml(data, shown)
    if head.startswith((b"{", b"[")) and ending not in (".dag", ".mdl"):
        value = parsed(data, shown)
        if is_kumu(value):
            return read_kumu(value)
        return read_prsm(value) if is_prsm(value) else None
    if head.startswith(b"PK\x03\x04"):
        raise FileRefused(f"{shown} is a packed file, such as a spreadsheet: save it as CSV first.")
    text = text_of(data)
    for fits, reader in ((is_vensim, read_vensim), (is_mermaid, read_mermaid), (is_dagitty, read_dagitty)):
        if fits(text):
            return reader(text)
    if ending in _TABLES and "\0" not in text:
        return read_table(text, shown)
    raise FileRefused(f"{shown} is of no kind that can be read here.")


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
