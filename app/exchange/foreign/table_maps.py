"""The boxes and arrows of a table, once it is known what its columns are."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from app.errors import FileRefused
from app.exchange.foreign.plain import Plain, counted, words_of
from app.exchange.foreign.tables import Columns, Role, Sheet, Tables, column_of, label_column

_MOST_QUOTES = 200
_IDS = ("factor id", "id", "no.", "no", "number", "key")
_MORE: dict[str, tuple[str, ...]] = {
    "kind": ("kind", "type"),
    "notes": ("description", "notes", "note", "memo", "factor memo"),
    "theme": ("theme", "group", "category"),
    "x": ("x",),
    "y": ("y",),
    "control": ("who can change it",),
    "effort": ("effort",),
    "impact": ("impact",),
    "weight": ("weight",),
}
_SIGNS = {
    **dict.fromkeys(("+", "positive", "more", "pos", "++", "--", "same", "s"), "+"),
    **dict.fromkeys(("-", "−", "–", "negative", "less", "neg", "+-", "-+", "opposite", "o"), "-"),
}
_SURE = {"established": 0.95, "likely": 0.8, "tentative": 0.5}
_NOTHING = ("", "0", "0.0", "no", "none", "false")


def plain_of(tables: Tables, columns: Columns) -> Plain:
    """The boxes and arrows of a table under what its columns mean; FileRefused if they do not say enough."""
    sheet = tables.sheet(columns.sheet)
    if sheet is None or not columns.is_enough:
        raise FileRefused(f"{tables.shown} is no table of links: it needs two columns, a cause and its effect.")
    twice = next((role for role in columns.roles if role and columns.roles.count(role) > 1), None)
    if twice and not columns.matrix:
        raise FileRefused(f"Two columns are both named {twice}: leave one of them out.")
    plain = Plain(title=_title(tables))
    ids = _factors(plain, tables.sheet(columns.factors)) if columns.factors else {}
    if columns.matrix:
        _matrix(plain, sheet, rows_are_causes=columns.rows_are_causes)
        return plain
    _links(plain, sheet, columns, ids)
    head = sheet.head if columns.heading else ()
    named = [head[at] for at, role in enumerate(columns.roles) if role in ("cause", "effect") and at < len(head)]
    plain.says_direction = bool({"cause", "influence", "driver"} & set(named)) and bool(
        {"effect", "consequence", "outcome"} & set(named)
    )
    if not columns.heading:
        plain.notes.append("No column is named cause or effect, so the first is taken to lead to the second.")
    return plain


def _title(tables: Tables) -> str:
    """What stands first in a workbook that Headwater wrote."""
    about = tables.sheet("About")
    if about is None or not any(row[:1] == ("Made by",) and _at(row, 1).startswith("Headwater ") for row in about.rows):
        return ""
    return words_of(about.rows[0][0])


def _factors(plain: Plain, sheet: Sheet | None) -> dict[str, str]:
    """The factors of a sheet as boxes; by which other name (an id, a label) links may know them."""
    if sheet is None:
        return {}
    head = sheet.head
    label_at, id_at = label_column(sheet), column_of(head, _IDS)
    more = {name: at for name, names in _MORE.items() if (at := column_of(head, names)) >= 0}
    known: dict[str, str] = {}
    for row in sheet.rows[1:]:
        label = words_of(_at(row, label_at))
        if not label:
            continue
        told: dict[str, Any] = {name: _at(row, at) for name, at in more.items()}
        kind = told.pop("kind", "").casefold()
        if kind == "symptom":
            told["kind"] = "symptom"
        if kind == "parked":
            told["parked"] = True
        for name in ("x", "y", "effort", "impact", "weight"):
            told[name] = _number(told.get(name, ""))
        for name in ("effort", "impact"):
            told[name] = int(told[name]) if told[name] is not None and told[name] == int(told[name]) else None
        key = label
        if key in plain.boxes:
            key = f"{label} ({len(plain.boxes) + 1})"
        plain.box(key, label, **told)
        known.setdefault(label, key)
        if 0 <= id_at < len(row) and row[id_at]:
            known.setdefault(row[id_at], key)
    return known


def _links(plain: Plain, sheet: Sheet, columns: Columns, known: dict[str, str]) -> None:
    at = {role: number for number, role in enumerate(columns.roles) if role}
    met: dict[tuple[str, str], dict[str, Any]] = {}
    repeated = quoted = half = 0
    unknown: Counter[str] = Counter()
    by_number = {"from": "from no.", "to": "to no."}
    head = sheet.head
    numbers = [head.index(name) if name in head else -1 for name in by_number.values()]
    for row in sheet.rows[1:] if columns.heading else sheet.rows:
        ends = []
        for place, number in zip((at["cause"], at["effect"]), numbers, strict=True):
            words = _at(row, place)
            exact = known.get(row[number]) if 0 <= number < len(row) and columns.heading else None
            ends.append(exact or known.get(words) or known.get(words_of(words)) or words_of(words))
        for key in ends:
            if key and key not in plain.boxes:
                plain.box(key, key)
                unknown[key] += bool(known)
        cause, effect = ends
        if not cause or not effect:
            half += bool(cause or effect) and not _is_alone(row, at)
            continue
        told = {role: _at(row, number) for role, number in at.items() if role not in ("cause", "effect")}
        quote = told.get("quotation", "")
        source = told.get("source", "")
        if (cause, effect) in met:
            repeated += 1
        else:
            sign = _SIGNS.get(told.get("polarity", "").casefold())
            plain.arrow(
                cause,
                effect,
                polarity=sign,
                note=told.get("note", ""),
                confidence=_sure(told),
                and_group=f"{effect} {told['together']}" if told.get("together") else None,
                style="" if sign else told.get("polarity", ""),
            )
            met[cause, effect] = plain.arrows[-1]
        if quote and len(met[cause, effect].setdefault("evidence", [])) < _MOST_QUOTES:
            quoted += 1
            met[cause, effect]["evidence"].append({"kind": "", "source": source, "quotation": quote})
    if repeated:
        told_so = "each came in once" if not quoted else "each came in once, with what was said of it as evidence"
        plain.notes.append(f"{counted(repeated, 'row names a link', 'rows name links')} named before; {told_so}.")
    if half:
        plain.notes.append(f"{counted(half, 'row has', 'rows have')} only one end of a link.")
    if unknown:
        named = "; ".join(f"“{key}”" for key in list(unknown)[:3])
        plain.notes.append(
            f"{counted(len(unknown), 'factor is', 'factors are')} only in the table of links, such as {named}."
        )


def _is_alone(row: tuple[str, ...], at: dict[Role, int]) -> bool:
    """Whether nothing but one end stands in a row: a factor without links, as Headwater writes it."""
    return not any(_at(row, number) for role, number in at.items() if role not in ("cause", "effect"))


def _matrix(plain: Plain, sheet: Sheet, *, rows_are_causes: bool) -> None:
    above = sheet.rows[0]
    for label in (*above[1:], *(row[0] for row in sheet.rows[1:])):
        if label:
            plain.box(words_of(label), label)
    marks = [
        (words_of(row[0]), words_of(above[at]), cell)
        for row in sheet.rows[1:]
        for at, cell in enumerate(row[1:], 1)
        if row[0] and at < len(above) and above[at] and cell.casefold() not in _NOTHING
    ]
    signed = any(cell.startswith(("-", "−")) for _, _, cell in marks)
    for row, column, cell in marks:
        less = cell.startswith(("-", "−"))
        sign = "-" if less else "+" if signed or cell.startswith("+") else None
        cause, effect = (row, column) if rows_are_causes else (column, row)
        plain.arrow(cause, effect, polarity=sign)
    which = "Rows lead to columns." if rows_are_causes else "Columns lead to rows."
    plain.notes.append(f"The table is a matrix. {which}")


def _sure(told: dict[Role, str]) -> float | None:
    figure = _number(told.get("confidence", ""))
    if figure is not None and 0 <= figure <= 1:
        return figure
    return _SURE.get(told.get("certainty", "").casefold())


def _number(text: str) -> float | None:
    try:
        figure = float(text)
    except (TypeError, ValueError):
        return None
    return figure if abs(figure) < 1e9 else None


def _at(row: Sequence[str], at: int) -> str:
    """A cell, '' where the row has none."""
    return row[at] if 0 <= at < len(row) else ""
