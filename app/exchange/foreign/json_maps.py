"""Kumu's and PRSM's JSON, PRSM's compressed form among them."""

import json
from typing import Any

from app.errors import FileRefused
from app.exchange.foreign.lz import decompressed
from app.exchange.foreign.plain import Plain, words_of
from app.model.records import CONFIDENCE

_SURE: dict[str, float] = {str(name): value for name, value in CONFIDENCE.items()}
_OWN_KINDS = ("Symptom", "Cause", "Most upstream cause")
_LEAST_LEGEND, _ROW_WIDTH = 3, 20.0


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
        tags = told.get("tags")
        tag = tags[0] if isinstance(tags, list) and tags else tags
        kind = words_of(told.get("element type") or told.get("type"))
        own = kind in _OWN_KINDS  # Headwater's
        theme = words_of(tag) if own or not kind else kind
        plain.box(
            key,
            label,
            notes=str(told.get("description") or ""),
            theme=theme,
            kind="symptom" if kind.casefold() == "symptom" else None,
        )
        by_label.setdefault(label, key)
    both, marked = 0, 0
    for each in _dicts(value.get("connections")):
        told = _told(each)
        start, end = (str(each.get(name) or "") for name in ("from", "to"))
        start, end = (one if one in plain.boxes else by_label.get(words_of(one), one) for one in (start, end))
        kind = str(told.get("connection type") or told.get("type") or each.get("type") or "")
        sign = _sign(kind)
        kind = "" if kind.casefold() == "causes" else kind
        marked += bool(kind) and sign is None
        if each.get("reversed") is True:
            start, end = end, start
        both += str(each.get("direction") or "directed") != "directed"
        note = words_of(told.get("description") or told.get("label"))
        sure = _SURE.get(str(told.get("certainty")))
        plain.arrow(start, end, polarity=sign, note=note, confidence=sure, style="" if sign else kind)
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
    """Nodes and edges; styles are told, never taken for signs; a legend drawn as boxes stays out."""
    plain = Plain(title=words_of(value.get("mapTitle")))
    clusters = 0
    legend = _legend(_dicts(value.get("nodes")), _dicts(value.get("edges")))
    for each in _dicts(value.get("nodes")):
        key = str(each.get("id") or "")
        if not key:
            continue
        if each.get("isCluster") is True:
            clusters += 1
            continue
        if key in legend:
            continue
        plain.box(key, words_of(each.get("label")), notes=_delta(each.get("note")), x=each.get("x"), y=each.get("y"))
    drawn = _drawn(value)
    for each in _dicts(value.get("edges")):
        ends = (str(each.get(side) or "") for side in ("from", "to"))
        style = str(each.get("grp") or "")
        plain.arrow(*ends, note=words_of(each.get("label")), style=drawn.get(style, style))
    if clusters:
        plain.notes.append(_count(clusters, "group of boxes was", "groups of boxes were", " left out, not its boxes."))
    if legend:
        named = "; ".join(f"“{words}”" for words in legend.values())
        plain.notes.append(
            f"{len(legend)} boxes without links, in a row and each in a look of its own, are a legend and stayed out: "
            f"{named}."
        )
    return plain


def _legend(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> dict[str, str]:
    """Boxes that no link touches, three or more in a row or column, each in a look of its own: key and words."""
    linked = {str(each.get(side)) for each in edges for side in ("from", "to")}
    alone = [each for each in nodes if each.get("id") and str(each["id"]) not in linked and not each.get("isCluster")]
    rows = []
    for side in ("x", "y"):
        places = sorted(
            ((place, at) for at, each in enumerate(alone) if (place := _figure(each.get(side))) is not None)
        )
        first = 0
        for last, (place, _) in enumerate(places):
            while place - places[first][0] > _ROW_WIDTH:
                first += 1
            rows.append([alone[at] for _, at in places[first : last + 1]])
    fit = [row for row in rows if len({str(each.get("grp")) for each in row}) == len(row) >= _LEAST_LEGEND]
    longest = max(fit, key=len, default=[])
    return {str(each["id"]): words_of(each.get("label")) for each in longest}


def _figure(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _drawn(value: dict[str, Any]) -> dict[str, str]:
    """What PRSM's styles of links are called, or how they look, by the name that links know them by."""
    looks: dict[str, str] = {}
    samples = value.get("styles") or value.get("samples")
    styles = samples.get("edges") if isinstance(samples, dict) else None
    for key, each in styles.items() if isinstance(styles, dict) else ():
        if not isinstance(each, dict):
            continue
        label, colour = words_of(each.get("groupLabel")), each.get("color")
        ink = words_of(colour.get("color")) if isinstance(colour, dict) else ""
        dashed = ", dashed" if each.get("dashes") else ""
        words = f"“{label}”, {ink}{dashed}" if label not in ("", "Sample") else f"{ink}{dashed}"
        looks[str(key)] = f"{words or key} ({key})" if words in looks.values() or not words else words
    return looks


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
