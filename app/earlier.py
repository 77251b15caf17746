"""Earlier copies of maps, and the repair of damaged ones: what there is when a file is gone or broken."""

import contextlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.errors import FileRefused, NotWritten

if TYPE_CHECKING:  # SQLAlchemy takes a while to import: only when something is done
    from app.document import Document
    from app.storage.backups import Backup as Backup  # noqa: PLC0414  # for those who may not look into storage
    from app.storage.repair import Repaired as Repaired  # noqa: PLC0414


@dataclass(frozen=True, slots=True)
class Keepsake:
    """What must be known of an open map to keep a copy of it; made where the map is, used beside it."""

    map_id: str
    path: Path
    title: str
    factors: int
    links: int
    steps: int

    @classmethod
    def of(cls, document: "Document") -> "Keepsake":
        """That of the map as it is now."""
        now = document.map
        counts = len(now.factors), len(now.links), len(document.history())
        return cls(document.map_id, document.path.resolve(), now.title, *counts)


def is_kept(keepsake: Keepsake) -> bool:
    """Whether the latest copy of the map holds all its steps (a history is only ever added to)."""
    from app.storage.backups import of_map

    latest = next(iter(of_map(keepsake.map_id)), None)
    return latest is not None and latest.steps >= keepsake.steps


def keep(keepsake: Keepsake) -> "Backup":
    """Copy the file of a map that may be in use, on any thread; NotWritten if it cannot be done just now."""
    from app.storage.backups import About, copied
    from app.storage.backups import keep as kept

    content = copied(keepsake.path)
    about = About(keepsake.title, str(keepsake.path), keepsake.factors, keepsake.links, keepsake.steps)
    return kept(keepsake.map_id, content, about)


def keep_from_memory(document: "Document") -> "Backup":
    """The same of a map whose file cannot be reached: from what is still open, else without its history."""
    from app.storage.backups import About
    from app.storage.backups import keep as kept

    made = Keepsake.of(document)
    with TemporaryDirectory(prefix="headwater-") as folder:
        copy = Path(folder, "kept.headwater")
        notice = document.notice
        document.save_copy(copy)
        document.notice = notice
        about = About(made.title, str(made.path), made.factors, made.links, made.steps)
        return kept(made.map_id, copy.read_bytes(), about)


def all_copies() -> "list[Backup]":
    """Every map's copies, the latest first."""
    from app.storage import backups

    return backups.all_copies()


def copies_of_place(path: Path) -> "list[Backup]":
    """The copies of the maps that were in this place, the latest first."""
    place = str(path.resolve())
    return [each for each in all_copies() if each.place == place]


def restore(backup: "Backup", target: Path) -> None:
    """Make a map of an earlier copy under a new name; FileRefused if the copy is no map or the name is taken.

    Where the map itself is gone, the new one takes its place, also for the steps that wait for it on this computer;
    else it is a map of its own.
    """
    from app.document import Document

    if target.exists():
        raise FileRefused(f"“{target.name}” is there already; choose another name.")
    if backup.place and not Path(backup.place).exists():
        Document.open(backup.path, look_only=True).close()  # refused here rather than under its new name
        _copy_file(backup.path, target)
        return
    with Document.open(backup.path, look_only=True) as document:
        document.save_copy(target)


def _copy_file(source: Path, target: Path) -> None:
    beside = target.with_name(f".~{target.name}.part")
    try:
        shutil.copyfile(source, beside)
        beside.replace(target)
    except OSError as error:
        raise NotWritten(f"“{target.name}” could not be written, because the place does not take it.") from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def remove(backups: "Iterable[Backup]") -> None:
    """Take these copies away for good."""
    from app.storage.backups import remove as take_away

    for each in backups:
        take_away(each)


def repair(source: Path, target: Path) -> "Repaired":
    """Make a new map of what can be read of a damaged one, which is left as it is; with an account of it.

    FileRefused if there is nothing of a map in it or ``target`` is there; NotWritten if the place takes none.
    """
    from app.storage.repair import repair as repaired

    return repaired(source, target)
