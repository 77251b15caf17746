"""What is SQLite's own: pragmas, the header of a file, connecting, errors in words. Elsewhere the SQL is anybody's."""

import sqlite3
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
WAIT_SECONDS = 0.25
"""How long another program (a virus scanner, a backup) may hold the file before a step goes to the spool."""

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
    size: int
    """What the file's size should be, in bytes."""

    @classmethod
    def of(cls, start: bytes) -> "Header":
        """The header in the first 100 bytes (SQLite file format, section 1.3)."""
        page = int.from_bytes(start[16:18], "big")
        return cls(
            application_id=int.from_bytes(start[68:72], "big"),
            version=int.from_bytes(start[60:64], "big"),
            size=(65536 if page == 1 else page) * int.from_bytes(start[28:32], "big"),
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

    def columns(self, table: str) -> set[str]:
        """The names of a table's columns; generated and hidden ones are marked with a *."""
        return {
            name + ("*" if hidden else "")
            for _, name, *_, hidden in self.raw.execute("SELECT * FROM pragma_table_xinfo(?)", (table,))
        }

    def into_memory(self) -> "Database":
        """The same rows in memory, where they can be changed without touching the file."""
        raw = sqlite3.connect(":memory:", isolation_level=None)
        self.raw.backup(raw)
        return _database(raw)

    def vacuum_into(self, path: Path) -> None:
        """Everything, written tightly into a new file."""
        self.raw.execute("VACUUM INTO ?", (str(path),))


def connect(path: Path, *, read_only: bool = False) -> Database:
    """An open map file that exists; sqlite3.Error if SQLite cannot open it."""
    address = path.absolute().as_uri()
    if not address.startswith("file:///"):
        address = address.replace("file://", "file:////", 1)  # a Windows share: SQLite knows no hosts
    mode = "ro" if read_only else "rw"
    raw = sqlite3.connect(f"{address}?mode={mode}", uri=True, isolation_level=None, timeout=WAIT_SECONDS)
    return _database(raw, () if read_only else _WRITING)


def connect_new(path: Path) -> Database:
    """A new file under a name nobody reads yet: no rollback needed, it is thrown away if it fails."""
    raw = sqlite3.connect(path, isolation_level=None)
    return _database(raw, ("PRAGMA journal_mode = MEMORY", f"PRAGMA application_id = {APPLICATION_ID}"))


def _database(raw: sqlite3.Connection, pragmas: tuple[str, ...] = ()) -> Database:
    try:
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


_ENVIRONMENT = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk or share reports an error",
    sqlite3.SQLITE_BUSY: "another program is holding the file",
    sqlite3.SQLITE_LOCKED: "another program is holding the file",
    sqlite3.SQLITE_PROTOCOL: "another program is holding the file",
    sqlite3.SQLITE_READONLY: "the file may not be written any more",
    sqlite3.SQLITE_PERM: "the file may not be written any more",
    sqlite3.SQLITE_CANTOPEN: "the file or its folder cannot be reached",
    sqlite3.SQLITE_CORRUPT: "the file has been damaged",
    sqlite3.SQLITE_NOTADB: "the file has been damaged",
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
