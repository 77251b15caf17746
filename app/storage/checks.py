"""Is this file a map that can be opened? Refused with one sentence, and nothing is altered."""

import stat
from functools import cache
from pathlib import Path

from app.errors import FileDamaged, FileGone, FileRefused
from app.storage.sqlite import APPLICATION_ID, FORMAT, HEADER_SIZE, MAGIC, Database, Header, Shape, connect_new
from app.storage.tables import METADATA

QUICK_CHECK_UP_TO = 8_000_000
"""Bytes up to which a file is checked whole at every opening (some 10 ms); a larger one after a crash alone.

The rows of the map itself are read and validated every time, whatever the size.
"""


def check_header(path: Path) -> int:
    """The format version in the file's first bytes; FileRefused if it is no map, cut off, or too new."""
    start, size = start_of(path)
    name = f"“{path.name}”"
    if not start:
        raise FileRefused(f"{name} is empty, not a Headwater map.")
    if not start.startswith(MAGIC[: len(start)]):
        raise FileRefused(f"{name} is not a Headwater map.")
    if len(start) < HEADER_SIZE:
        raise FileDamaged(_cut_off(name))
    header = Header.of(start)
    if header.application_id != APPLICATION_ID:
        raise FileRefused(f"{name} is a database of another program, not a Headwater map.")
    if header.version > FORMAT:
        raise FileRefused(f"{name} was made by a newer Headwater; it opens with that version or a later one.")
    if header.version < 1:
        raise FileRefused(f"{name} is not a Headwater map.")
    crashed = path.with_name(f"{path.name}-journal").exists()  # its pages are put right when it is opened
    if size < header.size and not crashed:
        raise FileDamaged(_cut_off(name))
    return header.version


def start_of(path: Path) -> tuple[bytes, int]:
    """The first bytes of a file and its size; FileRefused with one sentence if it cannot be read."""
    name = f"“{path.name}”"
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise FileRefused(f"{name} is a folder, not a Headwater map.")
        if not stat.S_ISREG(found.st_mode):
            raise FileRefused(f"{name} is not a file.")
        with path.open("rb") as file:
            return file.read(HEADER_SIZE), found.st_size
    except FileNotFoundError as error:
        raise FileGone(f"{name} is not there; it may have been moved, renamed or deleted.") from error
    except PermissionError as error:
        raise FileRefused(f"{name} may not be read by you.") from error
    except OSError as error:
        raise FileRefused(f"{name} cannot be reached; the disk, stick or share may be gone.") from error


def _cut_off(name: str) -> str:
    return f"{name} is cut off: a part of the file is missing, perhaps from a copy or a download that did not finish."


def damaged(path: Path, why: str = "") -> FileDamaged:
    """The refusal of a file whose content is not what a map holds."""
    return FileDamaged(f"“{path.name}” is damaged and cannot be opened{': ' + why.rstrip('.') if why else ''}.")


def check_only_tables(path: Path, database: Database) -> None:
    """FileRefused if the file holds something that would act by itself (triggers, views)."""
    if any(type_ not in ("table", "index") for type_, _ in database.things()):
        raise damaged(path, "it holds database parts that no Headwater makes")


def check_tables(path: Path, database: Database) -> None:
    """FileRefused unless the file holds just the tables and columns of the present format."""
    wanted = {("table", name) for name in METADATA.tables}
    wanted |= {("index", str(index.name)) for table in METADATA.tables.values() for index in table.indexes}
    if database.things() != wanted:
        raise damaged(path, "its tables are not those of a Headwater map")
    if any(database.shape(name) != shape for name, shape in _shapes().items()):
        raise damaged(path, "its tables are not those of a Headwater map")


@cache
def _shapes() -> dict[str, Shape]:
    """How the tables of the present format are made, by the same means as those of a file."""
    new = connect_new(":memory:")
    try:
        with new.connection.begin():
            METADATA.create_all(new.connection)
            return {name: new.shape(name) for name in METADATA.tables}
    finally:
        new.close()
