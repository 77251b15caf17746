"""Tables of links and of factors, from workbooks and from text: what their columns may mean, and the map in them."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from app.errors import FileRefused
from app.exchange.foreign.text_maps import text_of

_MOST_MEMBERS, _MOST_UNPACKED, _MOST_RATIO = 5_000, 300_000_000, 400
_MOST_ROWS, _MOST_COLUMNS = 100_000, 300
_MOST_TOLD = 60
_MOST_MATRIX = 2_000

Role = Literal["cause", "effect", "polarity", "certainty", "confidence", "together", "note", "quotation", "source"]
Told = Role | Literal[""]
"""What a column is; '' if it is left out."""
ROLES: tuple[Role, ...] = (
    *("cause", "effect", "polarity", "certainty", "confidence"),
    *("together", "note", "quotation", "source"),
)
"""What a column of a table of links can be; a column that is none of these is left out."""

_NAMES: dict[Role, tuple[str, ...]] = {
    "cause": ("cause", "from label", "from", "source", "influence", "driver", "start"),
    "effect": ("effect", "to label", "to", "target", "consequence", "outcome", "end"),
    "polarity": ("polarity", "sign", "type", "connection type", "posneg"),
    "certainty": ("certainty", "how sure"),
    "confidence": ("confidence",),
    "together": ("together", "and group"),
    "note": ("note", "notes", "description", "label", "link label", "comment"),
    "quotation": ("quote", "quotation"),
    "source": ("source id", "statement id", "said by"),
}
_LABELS = ("label", "factor", "name", "element", "title", "node")
_LINK_SHEETS = ("links", "connections", "edges", "relationships")
_FACTOR_SHEETS = ("factors", "elements", "nodes")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells as words, none longer than another needs be; ``name`` is '' for the one table of a text."""

    name: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def head(self) -> tuple[str, ...]:
        """The first row, folded, as names of columns are compared."""
        return tuple(_folded(cell) for cell in self.rows[0]) if self.rows else ()

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Tables:
    """All sheets of a file that hold anything; ``shown`` is the file's name as it is said."""

    shown: str
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of a name."""
        return next((each for each in self.sheets if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Columns:
    """What a person, or a look at the headings, says of a table.

    ``sheet``: the one with the links. ``roles``: of its columns, from the left ('' = left out). ``heading``: its first
    row names them. ``matrix``: it is a square with a label at each row and column; then ``rows_are_causes`` says which
    are which. ``factors``: a sheet with the factors themselves ('' = none).
    """

    sheet: str
    roles: tuple[Told, ...] = ()
    heading: bool = True
    matrix: bool = False
    rows_are_causes: bool = True
    factors: str = ""

    @property
    def is_enough(self) -> bool:
        """Whether it says where causes and effects are."""
        return self.matrix or {"cause", "effect"} <= set(self.roles)


# -- reading


def is_workbook(data: bytes) -> bool:
    """Whether this is a zip with a spreadsheet in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return any(name.startswith("xl/") for name in packed.namelist())
    except Exception:  # noqa: BLE001  # each kind of damage raises its own; whoever reads it says so
        return False


def read_tables(data: bytes, name: str) -> Tables:
    """The tables of a workbook, or the one of a text; FileRefused in one sentence if there is none."""
    shown = f"“{name}”"
    sheets = _workbook(data, shown) if data.startswith(b"PK\x03\x04") else [_text(text_of(data), shown)]
    kept = tuple(sheet for sheet in sheets if sheet.rows)
    if not kept:
        raise FileRefused(f"{shown} is empty.")
    return Tables(shown, kept)


def _workbook(data: bytes, shown: str) -> list[Sheet]:
    damaged = f"{shown} is a damaged workbook: it cannot be opened. Save it again in the program it came from."
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
    except Exception as error:
        raise FileRefused(damaged) from error
    unpacked = sum(each.file_size for each in members)
    swollen = any(each.file_size > _MOST_RATIO * max(each.compress_size, 1_000) for each in members)
    if len(members) > _MOST_MEMBERS or unpacked > _MOST_UNPACKED or swollen:
        raise FileRefused(f"{shown} unpacks to more than any map needs; it was not read.")
    try:
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        return [
            Sheet(
                sheet.title,
                _trimmed(
                    tuple(_cell(value) for value in row)
                    for row in sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True)
                ),
            )
            for sheet in book.worksheets
            if hasattr(sheet, "iter_rows")
        ]
    except Exception as error:  # whatever a stranger's file makes the reader stumble over
        raise FileRefused(damaged) from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


def _text(text: str, shown: str) -> Sheet:
    csv.field_size_limit(1_000_000)
    try:
        mark = max("\t,;", key=lambda each: _tells(text, each))
        rows = csv.reader(io.StringIO(text), delimiter=mark)
        return Sheet("", _trimmed(tuple(_unmarked(cell.strip()) for cell in row[:_MOST_COLUMNS]) for row in rows))
    except csv.Error as error:
        raise FileRefused(f"{shown} is no table that can be read: {error}.") from error


def _tells(text: str, mark: str) -> tuple[bool, float, int]:
    """How well a mark parts the first rows: into columns with known names, into as many in each row, into many."""
    rows = [row for row in islice(csv.reader(io.StringIO(text[:20_000]), delimiter=mark), _MOST_TOLD) if row]
    if not rows or len(rows[0]) < 2:
        return False, 0.0, 0
    head = Sheet("", (tuple(rows[0]),))
    alike = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
    return _by_headings(head) is not None, alike, len(rows[0])


def _trimmed(rows: Iterator[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Rows that hold anything, without the empty cells at their ends."""
    kept = []
    for row in rows:
        last = max((at for at, cell in enumerate(row) if cell), default=-1)
        if last >= 0:
            kept.append(row[: last + 1])
            if len(kept) > _MOST_ROWS:
                break
    return tuple(kept)


# -- what the columns mean


def guess(tables: Tables) -> Columns:
    """What the headings say; without any, the first column leads to the second, or a square is a matrix."""
    named = [(found, sheet) for sheet in tables.sheets if (found := _by_headings(sheet)) is not None]
    if named:
        columns, sheet = max(named, key=lambda each: _fitness(each[0], each[1]))
        others = [each for each in tables.sheets if each is not sheet]
        factors = max((each for each in others if label_column(each) >= 0), key=_is_factors, default=None)
        return Columns(sheet.name, columns, factors=factors.name if factors else "")
    for sheet in tables.sheets:
        if _is_matrix(sheet):
            return Columns(sheet.name, (), matrix=True)
    first = tables.sheets[0]
    pairs = sum(len(row) >= 2 and bool(row[0]) and bool(row[1]) for row in first.rows)
    if pairs >= 2 and 2 * pairs >= len(first.rows):
        left: list[Told] = [""] * (first.width - 2)
        return Columns(first.name, ("cause", "effect", *left), heading=False)
    nothing: list[Told] = [""] * first.width
    return Columns(first.name, tuple(nothing))


def _by_headings(sheet: Sheet) -> tuple[Told, ...] | None:
    head = sheet.head
    roles: list[Told] = [""] * sheet.width
    for role in ROLES:
        for name in _NAMES[role]:
            at = next((at for at, cell in enumerate(head) if cell == name and not roles[at]), -1)
            if at >= 0:
                roles[at] = role
                break
    return tuple(roles) if {"cause", "effect"} <= set(roles) else None


def _fitness(roles: Sequence[str], sheet: Sheet) -> tuple[int, int, int]:
    """How surely a sheet is the one with the links: by its name, by columns with words, by what else it tells."""
    head = sheet.head
    words = sum(head[at] in ("from label", "to label", "cause", "effect") for at, role in enumerate(roles) if role)
    name = _folded(sheet.name)
    return int(words == 2), 2 * (name in _LINK_SHEETS) + (name.split(" ")[-1] in _LINK_SHEETS), len(sheet.rows)


def _is_factors(sheet: Sheet) -> tuple[int, int]:
    return int(_folded(sheet.name) in _FACTOR_SHEETS), int(label_column(sheet) == 0)


def label_column(sheet: Sheet) -> int:
    """The column with the words of factors, -1 if there is none."""
    return column_of(sheet.head, _LABELS)


def _is_matrix(sheet: Sheet) -> bool:
    """Whether the labels above are those at the side, and what stands between is marks."""
    if not 3 <= len(sheet.rows) <= _MOST_MATRIX or sheet.width < 3:
        return False
    above = [cell for cell in sheet.rows[0][1:] if cell]
    side = [row[0] for row in sheet.rows[1:] if row[0]]
    both = set(above) & set(side)
    return len(both) >= 2 and 5 * len(both) >= 4 * max(len(set(above)), len(set(side)))


def column_of(head: Sequence[str], names: Sequence[str]) -> int:
    """The column of the first of these names that there is, -1 if there is none."""
    return next((head.index(name) for name in names if name in head), -1)


def _folded(cell: str) -> str:
    return " ".join(cell.replace("_", " ").split()).casefold()


def _unmarked(words: str) -> str:
    """A cell of a text without the mark that keeps a spreadsheet from taking it for a formula."""
    return words[1:] if words[:1] == "'" and words.lstrip("'")[:1] in ("=", "+", "-", "@") else words
