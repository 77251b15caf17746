"""What is SQLite's own: pragmas, the header of a file, connecting, errors in words. Elsewhere the SQL is anybody's."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

APPLICATION_ID = 0x48445752
"""``HDWR``: how a Headwater map is told from other SQLite files."""
FORMAT = 5
"""The version of the tables, kept as ``user_version``."""
STEPS_SINCE = 3
"""The oldest format whose steps mean the same in the present one: what it added are tables of their own."""
MAGIC = b"SQLite format 3\0"
HEADER_SIZE = 100
MOST_LETTERS = 100_000_000
"""Bytes of one value in a file: far more than the largest step that was ever made."""
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: MOST_LETTERS,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 5,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 100,
    sqlite3.SQLITE_LIMIT_ATTACHED: 2,
}
"""What the statements in a file may ask for at most; ours need less."""
_LEAST_WORK, _WORK_A_BYTE, _LOOKS_EVERY = 20_000_000, 2, 100_000
"""How many of its instructions SQLite may carry out to read a file: pages that lead in circles have no end."""
WAIT_SECONDS = 0.25
"""How long another program (a virus scanner, a backup) may hold the file before a step goes to the spool."""

_ACTING = re.compile(
    r"\b(?:CHECK|CONFLICT|COLLATE|GENERATED|ALWAYS|STORED|VIRTUAL|STRICT|WITHOUT|USING|CASCADE|WHERE|SELECT)\b",
    re.IGNORECASE,
)
Shape = tuple[frozenset[object], frozenset[object], frozenset[object], frozenset[str]]

_PRAGMAS = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
)
_WRITING = (
    "PRAGMA journal_mode = DELETE",  # one plain file at any moment, also on network shares
    "PRAGMA synchronous = EXTRA",  # with DELETE, FULL may lose the last step when the power goes
)


@dataclass(frozen=True, slots=True)
class Header:
    """The facts in the first 100 bytes of an SQLite file."""

    application_id: int
    version: int
    page_size: int
    size: int
    """What the file's size should be, in bytes."""

    @classmethod
    def of(cls, start: bytes) -> "Header":
        """The header in the first 100 bytes (SQLite file format, section 1.3)."""
        told = int.from_bytes(start[16:18], "big")
        page = 65536 if told == 1 else told
        return cls(
            application_id=int.from_bytes(start[68:72], "big"),
            version=int.from_bytes(start[60:64], "big"),
            page_size=page,
            size=page * int.from_bytes(start[28:32], "big"),
        )


@dataclass(frozen=True, slots=True)
class Database:
    """One open connection, as SQLAlchemy's and as the driver's own (for what is SQLite's alone)."""

    connection: sa.Connection
    raw: sqlite3.Connection

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()
        self.connection.engine.dispose()
        self.raw.close()

    def version(self) -> int:
        """The format version the file says it has."""
        return int(self.raw.execute("PRAGMA user_version").fetchone()[0])

    def set_version(self, version: int) -> None:
        """Say which format the file has now; part of the transaction that is open."""
        self.raw.execute(f"PRAGMA user_version = {version:d}")

    def is_sound(self) -> bool:
        """Whether SQLite finds every page of the file in order; reads the whole file."""
        return list(self.raw.execute("PRAGMA quick_check(1)")) == [("ok",)]

    def things(self) -> set[tuple[str, str]]:
        """Type and name of everything that was made in the file."""
        found = self.raw.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
        return {(str(type_), str(name)) for type_, name in found}

    def shape(self, table: str) -> Shape:
        """What matters of how a table was made: columns, keys, indexes, and words that would make it act by itself.

        Defaults do not matter, since every value is always given; upgraded files have some.
        """
        ask = self.raw.execute
        columns = ask('SELECT name, upper(type), "notnull", pk, hidden FROM pragma_table_xinfo(?)', (table,))
        keys = ask(
            'SELECT "table", "from", "to", on_update, on_delete, match FROM pragma_foreign_key_list(?)', (table,)
        ).fetchall()
        indexes = ask('SELECT name, "unique", origin, partial FROM pragma_index_list(?)', (table,)).fetchall()
        inside = 'SELECT cid, "desc", upper(coll), "key" FROM pragma_index_xinfo(?)'
        told = ask("SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table,))
        return (
            frozenset(columns),
            frozenset(keys),
            # Those that SQLite makes itself are numbered in the order of the words of the table.
            frozenset(
                (name if origin == "c" else "", unique, origin, partial, tuple(ask(inside, (name,)).fetchall()))
                for name, unique, origin, partial in indexes
            ),
            frozenset(word.upper() for (sql,) in told for word in _ACTING.findall(str(sql))),
        )

    @contextlib.contextmanager
    def within_reason(self, size: int) -> Iterator[None]:
        """Give up (sqlite3.OperationalError) on what no file of so many bytes should need to be read."""
        left = (_LEAST_WORK + _WORK_A_BYTE * size) // _LOOKS_EVERY

        def is_too_much() -> bool:
            nonlocal left
            left -= 1
            return left < 0

        self.raw.set_progress_handler(is_too_much, _LOOKS_EVERY)
        try:
            yield
        finally:
            self.raw.set_progress_handler(None, 0)

    def into_memory(self) -> "Database":
        """The same rows in memory, where they can be changed without touching the file."""
        raw = sqlite3.connect(":memory:", isolation_level=None)
        self.raw.backup(raw)
        return database_of(raw)

    def vacuum_into(self, path: Path) -> None:
        """Everything, written tightly into a new file."""
        self.raw.execute("VACUUM INTO ?", (str(path),))


def connect(path: Path, *, read_only: bool = False) -> Database:
    """An open map file that exists; sqlite3.Error if SQLite cannot open it."""
    raw = _connected(path, "ro" if read_only else "rw", WAIT_SECONDS)
    return database_of(raw, () if read_only else _WRITING)


def connect_to_read(path: Path, seconds: float) -> sqlite3.Connection:
    """The driver's own connection to a file that others may be writing, waiting so long for them."""
    return _connected(path, "ro", seconds)


def _connected(path: Path, mode: str, seconds: float) -> sqlite3.Connection:
    address = path.absolute().as_uri()
    if not address.startswith("file:///"):
        address = address.replace("file://", "file:////", 1)  # a Windows share: SQLite knows no hosts
    return sqlite3.connect(f"{address}?mode={mode}", uri=True, isolation_level=None, timeout=seconds)


def connect_new(path: Path | str) -> Database:
    """A new file under a name nobody reads yet: no rollback needed, it is thrown away if it fails."""
    raw = sqlite3.connect(path, isolation_level=None)
    return database_of(raw, ("PRAGMA journal_mode = MEMORY", f"PRAGMA application_id = {APPLICATION_ID}"))


def bounded(raw: sqlite3.Connection) -> None:
    """Let nothing in a file make a statement larger than ours are."""
    for limit, most in _LIMITS.items():
        raw.setlimit(limit, most)


def database_of(raw: sqlite3.Connection, pragmas: tuple[str, ...] = ()) -> Database:
    """A connection of the driver made ready: bounded, pragmas set; closed where that fails."""
    try:
        bounded(raw)
        for pragma in (*_PRAGMAS, *pragmas):
            raw.execute(pragma)
    except sqlite3.Error:
        raw.close()
        raise
    engine = sa.create_engine("sqlite+pysqlite://", creator=lambda: raw, poolclass=NullPool)
    # The driver begins nothing by itself (isolation_level None), so that reading and schema changes
    # are inside the transaction too.
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return Database(engine.connect(), raw)


DAMAGED = "the file has been damaged"
_ENVIRONMENT = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk or share reports an error",
    sqlite3.SQLITE_BUSY: "another program is holding the file",
    sqlite3.SQLITE_LOCKED: "another program is holding the file",
    sqlite3.SQLITE_PROTOCOL: "another program is holding the file",
    sqlite3.SQLITE_READONLY: "the file may not be written any more",
    sqlite3.SQLITE_PERM: "the file may not be written any more",
    sqlite3.SQLITE_CANTOPEN: "the file or its folder cannot be reached",
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_NOMEM: "the computer is out of memory",
}


def trouble(error: BaseException) -> str:
    """What in the environment went wrong, as a clause; '' if the error is not the environment's but ours."""
    if isinstance(error, DBAPIError):
        error = error.orig or error
    if isinstance(error, OSError):
        return "the disk or share reports an error"
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return "the file is no longer where it was"
    return _ENVIRONMENT.get(code & 0xFF, "")
