"""Kumu's and PRSM's JSON, PRSM's compressed form among them."""

import json
from typing import Any

from app.errors import FileRefused
from app.exchange.foreign.lz import decompressed
from app.exchange.foreign.plain import Plain, words_of


def parsed(data: bytes, shown: str) -> Any:
    """The JSON in these bytes; FileRefused in one sentence if there is none."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return json.loads(data.decode(encoding), strict=False)
    except UnicodeDecodeError as error:
        raise FileRefused(f"{shown} is not text in UTF-8, so it cannot be read as a map.") from error
    except (ValueError, RecursionError) as error:
        raise FileRefused(f"{shown} is not JSON, or it was cut off, so it cannot be read as a map.") from error


def is_kumu(value: Any) -> bool:
    """Whether this is a Kumu project or blueprint."""
    return isinstance(value, dict) and isinstance(value.get("elements"), list)


def read_kumu(value: dict[str, Any]) -> Plain:
    """Elements by id or label; connections with the sign of their effect in "connection type" (the second of "+-")."""
    plain = Plain(title=words_of(value.get("name")))
    by_label: dict[str, str] = {}
    for at, each in enumerate(_dicts(value.get("elements"))):
        told = _told(each)
        label = words_of(told.get("label"))
        key = str(each.get("_id") or each.get("id") or label or f"element {at}")
        plain.box(key, label, notes=str(told.get("description") or ""), theme=words_of(told.get("element type")))
        by_label.setdefault(label, key)
    both, marked = 0, 0
    for each in _dicts(value.get("connections")):
        told = _told(each)
        start, end = (str(each.get(name) or "") for name in ("from", "to"))
        start, end = (one if one in plain.boxes else by_label.get(words_of(one), one) for one in (start, end))
        kind = str(told.get("connection type") or told.get("type") or each.get("type") or "")
        sign = _sign(kind)
        marked += bool(kind) and sign is None
        if each.get("reversed") is True:
            start, end = end, start
        both += str(each.get("direction") or "directed") != "directed"
        note = words_of(told.get("description") or told.get("label"))
        plain.arrow(start, end, polarity=sign, note=note)
    if both:
        plain.notes.append(_count(both, "link has no direction", "links have no direction", "; taken as drawn."))
    if marked:
        plain.notes.append(_count(marked, "link's type was", "links' types were", " not taken for a sign."))
    return plain


def _sign(kind: str) -> str | None:
    """Plus if more makes more, as signs alike say; minus if they differ; one sign speaks for itself."""
    marks = kind.strip()
    if marks in ("++", "--", "+"):
        return "+"
    return "-" if marks in ("+-", "-+", "-") else None


def is_prsm(value: Any) -> bool:
    """Whether this is a map of PRSM."""
    return isinstance(value, dict) and isinstance(value.get("nodes"), list) and isinstance(value.get("edges"), list)


def read_prsm_text(data: bytes, shown: str) -> Any:
    """The JSON of a .prsm file, in both its forms."""
    text = data.decode("utf-8-sig", "replace")
    if text.lstrip().startswith("{"):
        return parsed(data, shown)
    try:
        return json.loads(decompressed(text), strict=False)
    except (ValueError, RecursionError, IndexError) as error:
        raise FileRefused(f"{shown} is no map of PRSM, or it was cut off.") from error


def read_prsm(value: dict[str, Any]) -> Plain:
    """Nodes and edges; styles are told, never taken for signs."""
    plain = Plain(title=words_of(value.get("mapTitle")))
    legend = 0
    for each in _dicts(value.get("nodes")):
        key = str(each.get("id") or "")
        if not key:
            continue
        if each.get("isCluster") is True:
            legend += 1
            continue
        plain.box(key, words_of(each.get("label")), notes=_delta(each.get("note")), x=each.get("x"), y=each.get("y"))
    styles = set()
    for each in _dicts(value.get("edges")):
        plain.arrow(str(each.get("from") or ""), str(each.get("to") or ""), note=words_of(each.get("label")))
        styles.add(str(each.get("grp") or ""))
    if len(styles) > 1:
        plain.notes.append(
            f"Links are drawn in {len(styles)} styles; what they mean is not told, so no sign was taken from them."
        )
    if legend:
        plain.notes.append(_count(legend, "group of boxes was", "groups of boxes were", " left out, not its boxes."))
    return plain


def _delta(note: Any) -> str:
    """Words of a rich text in Quill's form."""
    ops = note.get("ops") if isinstance(note, dict) else None
    if isinstance(note, str):
        return note
    return "".join(op["insert"] for op in _dicts(ops) if isinstance(op.get("insert"), str)).strip()


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _told(each: dict[str, Any]) -> dict[str, Any]:
    """What is told of an element: Kumu's projects keep it apart, its blueprints do not."""
    inner = each.get("attributes")
    return {**each, **inner} if isinstance(inner, dict) else each


def _count(number: int, one: str, many: str, rest: str) -> str:
    return f"{number:,} {one if number == 1 else many}{rest}"
