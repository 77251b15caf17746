"""Salvage: what rows can still be read in a damaged file. Works on a copy; the file itself is only read."""

import contextlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from app.errors import FileRefused
from app.storage.checks import start_of
from app.storage.sqlite import (
    APPLICATION_ID,
    FORMAT,
    HEADER_SIZE,
    MAGIC,
    Database,
    Header,
    bounded,
    connect_new,
)
from app.storage.tables import JOURNAL, META, METADATA, TABLES
from app.storage.upgrades import upgrade

if TYPE_CHECKING:
    import sqlalchemy as sa

MOST_BYTES = 1_000_000_000
_PAGE = 4096
_MOST_TRIES = 50_000
"""Rows asked for one by one where a stretch of a table cannot be read."""
Row = dict[str, Any]


@dataclass
class Salvaged:
    """Rows by table as they were read, which tables are not whole, and what was noticed about the file itself."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    torn: set[str] = field(default_factory=set)
    """Tables of which a part could not be read."""
    expected: dict[str, int] = field(default_factory=dict)
    """How many rows a table had, where an index still tells."""
    noticed: list[str] = field(default_factory=list)
    """A sentence each."""
    format: int = FORMAT


def salvage(source: Path, folder: Path) -> Salvaged:
    """All rows that can be read of a file, by way of a copy in ``folder``; FileRefused if it is no map at all."""
    start, size = start_of(source)
    if size > MOST_BYTES:
        raise FileRefused(f"“{source.name}” is larger than any map.")
    if not start:
        raise FileRefused(f"“{source.name}” is empty: there is nothing in it to repair.")
    found = Salvaged()
    data = source.read_bytes()
    work = folder / "work.headwater"
    work.write_bytes(_mended(data, folder, found.noticed))
    journal = source.with_name(f"{source.name}-journal")
    if journal.is_file() and start.startswith(MAGIC):  # its pages are put back when the copy is opened
        work.with_name(f"{work.name}-journal").write_bytes(journal.read_bytes())
    if not _read(work, found):
        # The first page says where the tables are; a new map has them in the same places.
        work.with_name(f"{work.name}-journal").unlink(missing_ok=True)
        work.write_bytes(_first_page(folder, len(data)) + _padded(data)[_PAGE:])
        found.rows, found.torn, found.expected = {}, set(), {}
        if not _read(work, found):
            raise FileRefused(f"Nothing in “{source.name}” could be read as a Headwater map.")
        found.noticed.append("The list of tables was destroyed and was taken from a new map.")
    return found


# -- bytes


def _mended(data: bytes, folder: Path, noticed: list[str]) -> bytes:
    """The file with a header that can be read and none of its pages missing."""
    header = Header.of(data[:HEADER_SIZE].ljust(HEADER_SIZE, b"\0"))
    known = data.startswith(MAGIC) and header.page_size in {1 << power for power in range(9, 17)}
    if not known or header.application_id != APPLICATION_ID or not 1 <= header.version <= FORMAT:
        if known and header.application_id not in (0, APPLICATION_ID):
            raise FileRefused("It is a database of another program, not a Headwater map.")
        if known and header.version > FORMAT and header.application_id == APPLICATION_ID:
            raise FileRefused("It was made by a newer Headwater; that version can repair it.")
        noticed.append("The first bytes of the file were destroyed and were written anew.")
        data = _first_page(folder, len(data))[:HEADER_SIZE] + data[HEADER_SIZE:]
        header = Header.of(data)
    if len(data) < header.size <= MOST_BYTES:
        missing = header.size - len(data)
        noticed.append(f"The file is cut off: {missing:,} of {header.size:,} bytes are missing at its end.")
        return data + bytes(missing)
    return _padded(data)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % _PAGE)


def _first_page(folder: Path, size: int) -> bytes:
    """The first page of a new map, as that of a file of this size."""
    new = folder / "new.headwater"
    new.unlink(missing_ok=True)
    database = connect_new(new)
    try:
        with database.connection.begin():
            METADATA.create_all(database.connection)
            database.set_version(FORMAT)
    finally:
        database.close()
    page = bytearray(new.read_bytes()[:_PAGE])
    page[28:32] = (-(-size // _PAGE)).to_bytes(4, "big")
    return bytes(page)


# -- rows


def _read(work: Path, found: Salvaged) -> bool:
    """Whether there were tables of a map from which to read."""
    try:
        raw = sqlite3.connect(work, isolation_level=None)
    except sqlite3.Error:
        return False
    try:
        bounded(raw)
        raw.text_factory = lambda data: data.decode("utf-8", "replace")
        tables = _tables(raw)
        if not {"factor", "link"} <= tables:
            return False
        found.format = _format(raw)
        if found.format < FORMAT:
            found.format = _upgraded(raw)
            tables = _tables(raw)
        for table in (*TABLES.values(), JOURNAL, META):
            _read_table(raw, table.name, [column.name for column in table.columns], tables, found)
    except sqlite3.Error:
        return False
    finally:
        raw.close()
    return any(found.rows.values())


def _tables(raw: sqlite3.Connection) -> set[str]:
    """Real tables alone: what a file calls a view would be worked out at each look."""
    raw.execute("PRAGMA writable_schema = ON")  # a damaged part of the list shall not hide the rest
    found = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
    return {str(name) for (name,) in found}


def _format(raw: sqlite3.Connection) -> int:
    return int(raw.execute("PRAGMA user_version").fetchone()[0])


def _upgraded(raw: sqlite3.Connection) -> int:
    """Bring the copy to the present format if it can be; its format after that."""
    raw.execute("BEGIN")
    try:
        upgrade(Database(cast("sa.Connection", None), raw))  # upgrades use the driver's own connection alone
        raw.execute("COMMIT")
    except sqlite3.Error:
        with contextlib.suppress(sqlite3.Error):
            raw.execute("ROLLBACK")
    return _format(raw)


def _read_table(raw: sqlite3.Connection, name: str, wanted: Sequence[str], tables: set[str], found: Salvaged) -> None:
    found.rows[name] = []
    if name not in tables:
        if found.format == FORMAT:
            found.torn.add(name)
        return
    there = {str(row[1]) for row in raw.execute("SELECT * FROM pragma_table_info(?)", (name,))}
    columns = [column for column in wanted if column in there]
    if "id" in wanted and "id" not in there:
        found.torn.add(name)
        return
    listed = ", ".join(f'"{column}"' for column in columns)
    asked = f'SELECT rowid, {listed} FROM "{name}" NOT INDEXED'  # noqa: S608  # names of our own tables
    try:
        rows = raw.execute(f"{asked} ORDER BY rowid").fetchall()
    except sqlite3.Error:
        found.torn.add(name)
        rows = _piece_by_piece(raw, asked)
    found.rows[name] = [dict(zip(columns, row[1:], strict=True)) for row in rows]
    with contextlib.suppress(sqlite3.Error):
        by_index = f'SELECT count(*) FROM "{name}" INDEXED BY "sqlite_autoindex_{name}_1"'  # noqa: S608  # the same
        counted = raw.execute(by_index).fetchone()
        found.expected[name] = int(counted[0])


def _piece_by_piece(raw: sqlite3.Connection, asked: str) -> list[tuple[Any, ...]]:
    """From the beginning up to the damage, from the end back to it, and in between each number that may be there."""
    first = _as_far_as_it_goes(raw, f"{asked} ORDER BY rowid")
    at = int(first[-1][0]) if first else 0
    last = _as_far_as_it_goes(raw, f"{asked} WHERE rowid > {at:d} ORDER BY rowid DESC")
    end = int(last[-1][0]) if last else at + _MOST_TRIES
    middle: list[tuple[Any, ...]] = []
    for number in range(at + 1, min(end, at + _MOST_TRIES)):
        with contextlib.suppress(sqlite3.Error):
            middle += raw.execute(f"{asked} WHERE rowid = ?", (number,)).fetchall()
    return [*first, *middle, *reversed(last)]


def _as_far_as_it_goes(raw: sqlite3.Connection, statement: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    with contextlib.suppress(sqlite3.Error):
        found.extend(raw.execute(statement))
    return found
