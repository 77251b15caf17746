"""Reading and writing the maps that a command is about."""

import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.errors import FileRefused

if TYPE_CHECKING:
    from app.model.cause_map import CauseMap
    from app.model.records import Record


def check_ending(out: Path) -> None:
    """FileRefused if this is no name for a map file."""
    if out.suffix.lower() != ".headwater":
        raise FileRefused(f"“{out.name}” does not end in .headwater, as the name of a map does.")


def write_map(out: Path, title: str, records: "Iterable[Record]", *, overwrite: bool = False) -> None:
    """A new map file. With ``overwrite`` a file of that name stays as it is until the new one is whole beside it."""
    from app.document import Document
    from app.model.records import About

    rest = [record for record in records if not isinstance(record, About)]  # the map is as old as its file
    if not (overwrite and out.exists()):
        Document.create(out, title, rest).close()
        return
    with suppress(FileRefused):  # a map that was left in the middle of a step is put right before it goes
        Document.open(out).close()
    with (
        TemporaryDirectory(prefix="headwater-") as folder,
        Document.create(Path(folder, out.name), title, rest) as made,
    ):
        made.save_copy(out.resolve(), clean=True)


def counted(count: int, word: str) -> str:
    """A number with its word."""
    return f"{count:,} {word}{'s' * (count != 1)}"


def map_in(path: Path) -> "CauseMap":
    """The map of a .headwater file, or of a plain .json one."""
    if path.suffix.lower() == ".json":
        from app.exchange.neutral import read_neutral
        from app.model.cause_map import CauseMap

        return CauseMap.of(read_neutral(bytes_of(path), name=path.name).records)
    from app.document import Document

    with Document.open(path, look_only=True) as document:
        if document.notice:
            print(document.notice, file=sys.stderr)
        return document.map


def bytes_of(path: Path) -> bytes:
    """What is in a file, as far as any map needs; FileRefused if it cannot be read."""
    from app.exchange.neutral import MOST_BYTES

    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileRefused(
            f"“{path.name}” cannot be read: {(error.strerror or 'the system refuses').lower()}."
        ) from error
