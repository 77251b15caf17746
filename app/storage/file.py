"""MapFile: one open .headwater file. Reads it once, then writes steps; rows and journal row in one transaction."""

import contextlib
import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.errors import FileLost, FileRefused, HeadwaterError, NotWritten, RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import Change, Remove, update
from app.model.ids import new_id
from app.model.records import Record
from app.model.steps import Cursor, Step, now_text
from app.storage import checks, journal, lock, rows
from app.storage.folders import data_folder, sync_folder
from app.storage.journal import Head
from app.storage.sqlite import DAMAGED, FORMAT, Database, connect, connect_new, trouble
from app.storage.tables import META, METADATA
from app.storage.upgrades import upgrade

_ERRORS = (DBAPIError, sqlite3.Error, OSError, UnicodeError)  # SQLite's words on a damaged schema may be no text
_ADVICE = "Save a copy elsewhere to change it."
_CHANGED = "another program has changed the file"


class MapFile:
    """The file of one map, locked while it is open. ``read_only`` is '' or the sentence that says why."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.read_only = ""
        self.cause_map = CauseMap.empty()
        self.heads: list[Head] = []
        self.cursor = Cursor()
        self.map_id = ""
        self._last = (0, "")
        self._lock: lock.Lock | None = None
        self._database: Database | None = None

    # -- opening

    @classmethod
    def open(cls, path: Path, *, look_only: bool = False) -> "MapFile":
        """The map in a file; FileRefused or FileBusy with one sentence, and the file is left as it is.

        ``look_only`` neither locks nor writes it, so that it may be open elsewhere.
        """
        checks.check_header(path)
        opened = cls(path)
        try:
            if look_only:
                opened._look_only("it was opened for reading")
            else:
                opened._take_lock()
            opened._read()
        except _ERRORS as error:
            opened.close()
            raise _refusal(path, error) from error
        except BaseException:
            opened.close()
            raise
        return opened

    def _take_lock(self) -> None:
        try:
            self._lock = lock.acquire(self.path)
        except OSError:
            self._look_only("its folder may not be written")
        if not may_write(self.path):
            self._look_only("the file may not be written")

    def _look_only(self, why: str) -> None:
        if not self.read_only:
            self.read_only = f"“{self.path.name}” can only be looked at here, because {why}. {_ADVICE}"

    def _read(self) -> None:
        database = self._database = connect(self.path, read_only=bool(self.read_only))
        checks.check_only_tables(self.path, database)
        version = database.version()
        if self._wants_check() and not database.is_sound():
            self._look_only("it is damaged in places")
        if version < FORMAT and not self.read_only:
            self._keep_old(version)
        if version < FORMAT and self.read_only:
            self._database = database.into_memory()
            database.close()
            database = self._database
        with database.within_reason(self.path.stat().st_size), database.connection.begin():
            if version < FORMAT:
                upgrade(database)
            checks.check_tables(self.path, database)
            try:
                self.cause_map = rows.load(database.connection)
            except RuleBroken as error:
                raise checks.damaged(self.path, str(error)) from error
            self.map_id = journal.map_id(database.connection)
            self.heads, self.cursor = journal.heads(database.connection)
            try:
                self._last = journal.last(database.connection)
            except DBAPIError:
                self._look_only("its history is damaged")

    def _wants_check(self) -> bool:
        crashed = self._lock is not None and self._lock.left_over
        return crashed or self.path.stat().st_size <= checks.QUICK_CHECK_UP_TO

    def _keep_old(self, version: int) -> None:
        """Keep the file as it is before it is brought to the present format; where that fails, it is only shown."""
        folder = data_folder() / "older formats"
        kept = folder / f"{self.path.stem} (format {version}, {now_text()[:10]}, {new_id()[:13]}).headwater"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.path, kept)
            with kept.open("r+b") as file:
                os.fsync(file.fileno())
            sync_folder(folder)
        except OSError:
            self._look_only("it is of an older format and no copy of it could be kept")

    # -- creating

    @classmethod
    def create(cls, path: Path, cause_map: CauseMap) -> "MapFile":
        """A new file with this map; FileRefused if there is one already, NotWritten if the place takes none."""
        held: lock.Lock | None = None
        try:
            _must_be_new(path)
            held = lock.acquire(path)
            _made_beside(path, cause_map, overwrite=False)
        except FileExistsError as error:
            raise FileRefused(f"“{path.name}” is there already; choose another name.") from error
        except _ERRORS as error:
            raise NotWritten(f"“{path.name}” could not be made, because {_why(error)}.") from error
        finally:
            if held:
                held.release()
        return cls.open(path)

    # -- writing

    def write(self, steps: Sequence[Step]) -> None:
        """Rows and journal rows of these steps in one transaction; NotWritten if the environment does not let it."""
        assert self._database is not None
        number = self._last[0]
        try:
            with self._database.connection.begin():
                for number, step in enumerate(steps, self._last[0] + 1):
                    rows.write(self._database.connection, step.changes)
                    journal.append(self._database.connection, number, step)
        except rows.RowsDiffer as error:
            raise FileLost(_CHANGED) from error
        except _ERRORS as error:
            why = trouble(error)
            if why and why != DAMAGED:
                raise NotWritten(why) from error
            if not why and self._is_as_left():
                raise  # our own mistake: refused before anybody hears of the step
            raise FileLost(why or _CHANGED) from error
        self._last = (number, steps[-1].id)

    def _is_as_left(self) -> bool:
        assert self._database is not None
        try:
            with self._database.connection.begin():
                return journal.last(self._database.connection) == self._last
        except _ERRORS:
            return False

    def catch_up(self, steps: Sequence[Step]) -> None:
        """Open the file anew and write those of these steps that it does not hold yet; NotWritten if it cannot be."""
        try:
            self._keep_lock()
            fresh = self._reconnected()
            with fresh.connection.begin():
                last = journal.last(fresh.connection)
        except NotWritten:
            raise
        except HeadwaterError as error:  # busy, gone, or no map any more
            lost = isinstance(error, FileRefused) and self.path.exists()
            raise (FileLost if lost else NotWritten)(str(error).rstrip(".")) from error
        except _ERRORS as error:
            why = trouble(error) or DAMAGED
            raise (FileLost if why == DAMAGED else NotWritten)(why) from error
        ids = ["", *(step.id for step in steps)]
        done = ids.index(last[1]) if last[1] in ids[1:] else 0 if last == self._last else None
        if done is None:
            fresh.close()
            raise FileLost(_CHANGED)
        if self._database is not None:
            self._database.close()
        self._database, self._last = fresh, last
        if steps[done:]:
            self.write(steps[done:])

    def _keep_lock(self) -> None:
        """Lock the map again if its place was gone for a while."""
        if self._lock is None or not self._lock.is_held():
            self._lock = lock.acquire(self.path)

    def _reconnected(self) -> Database:
        if checks.check_header(self.path) != FORMAT:
            raise FileLost("the file is no longer the one that was opened")
        fresh = connect(self.path)
        try:
            with fresh.connection.begin():
                same = journal.map_id(fresh.connection) == self.map_id
        except BaseException:
            fresh.close()
            raise
        if not same:
            fresh.close()
            raise FileLost("the file is no longer the one that was opened")
        return fresh

    def step(self, id_: str) -> Step:
        """A whole step from the journal; RuleBroken if it cannot be read, NotWritten if the file cannot be reached."""
        return self.steps([id_])[id_]

    def steps(self, ids: Sequence[str]) -> dict[str, Step]:
        """Whole steps by id, all of them or the same errors as :meth:`step`."""
        if not ids:
            return {}
        assert self._database is not None
        try:
            with self._database.connection.begin():
                return journal.steps_of(self._database.connection, ids)
        except _ERRORS as error:
            why = trouble(error)
            if why and why != DAMAGED:
                raise NotWritten(f"The step cannot be read from “{self.path.name}”, because {why}.") from error
            raise RuleBroken(journal.UNREADABLE) from error

    # -- copying

    def copy_to(
        self,
        path: Path,
        waiting: Sequence[Step],
        cause_map: CauseMap,
        *,
        clean: bool,
        check: Callable[[Path], None] | None = None,
    ) -> bool:
        """A copy under another name, whole or not at all; False if the history could not be taken along.

        ``check`` looks at a clean copy before it gets its name; what it raises leaves none behind.
        """
        if path.exists() and self.path.exists() and path.samefile(self.path):
            raise NotWritten(f"“{path.name}” is the map itself; choose another name for the copy.")
        held: lock.Lock | None = None
        try:
            held = lock.acquire(path)
            if not clean and self._copied_with_history(path, waiting):
                return True
            _made_beside(path, _without_moments(cause_map), overwrite=True, check=check)
        except _ERRORS as error:
            raise NotWritten(f"“{path.name}” could not be written, because {_why(error)}.") from error
        finally:
            if held:
                held.release()
        return clean

    def _copied_with_history(self, path: Path, waiting: Sequence[Step]) -> bool:
        assert self._database is not None
        beside = _beside(path)
        try:
            self._database.vacuum_into(beside)
            copy = MapFile(beside)
            copy._database = connect(beside)
            try:
                copy._database.connection.exec_driver_sql("UPDATE meta SET value = ? WHERE name = 'map'", (new_id(),))
                copy._database.connection.commit()
                copy._last = self._last
                if waiting:
                    copy.write(waiting)
            finally:
                copy.close()
            _put(beside, path, overwrite=True)
        except (NotWritten, *_ERRORS):
            return False  # the map as it is in memory can still be written
        finally:
            beside.unlink(missing_ok=True)
        return True

    def close(self) -> None:
        """Let go of the file and its lock."""
        if self._database is not None:
            with contextlib.suppress(*_ERRORS):
                self._database.close()
            self._database = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def may_write(path: Path) -> bool:
    """Whether this user may write a file and its folder (the rollback journal goes beside it)."""
    as_who = {"effective_ids": True} if os.access in os.supports_effective_ids else {}
    return all(os.access(each, os.W_OK, **as_who) for each in (path, path.resolve().parent))


def _refusal(path: Path, error: BaseException) -> FileRefused:
    why = trouble(error)
    if not why or why == DAMAGED:
        return checks.damaged(path)
    return FileRefused(f"“{path.name}” cannot be opened, because {why}.")


def _why(error: BaseException) -> str:
    known = _ERRNO.get(error.errno or 0, "") if isinstance(error, OSError) else ""
    return known or trouble(error) or "the place does not take it"


_ERRNO = {
    errno.ENOENT: "its folder is not there",
    errno.ENOTDIR: "its folder is not there",
    errno.EACCES: "its folder may not be written",
    errno.EPERM: "its folder may not be written",
    errno.EROFS: "its folder may not be written",
    errno.EISDIR: "a folder has that name",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.ENAMETOOLONG: "its name is too long",
}


def _must_be_new(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise FileExistsError(path)


def _without_moments(cause_map: CauseMap) -> CauseMap:
    """The map for a file without history: moments of one it does not have are no moments, nor who answered."""
    changes: list[Change] = [Remove(each) for each in cause_map.snapshots.values()]
    changes += [change for each in cause_map.answers.values() for change in update(each, by="")]
    return cause_map.apply(changes)


def _beside(path: Path) -> Path:
    return path.with_name(f".~{path.name}.{os.getpid()}.part")


def _made_beside(
    path: Path, cause_map: CauseMap, *, overwrite: bool, check: Callable[[Path], None] | None = None
) -> None:
    """Write a map without history under another name first, so that a half file never bears the right one."""
    beside = _beside(path)
    beside.unlink(missing_ok=True)
    try:
        database = connect_new(beside)
        try:
            _fill(database, cause_map.records())
        finally:
            database.close()
        if check is not None:
            check(beside)
        _put(beside, path, overwrite=overwrite)
    finally:
        beside.unlink(missing_ok=True)


def _fill(database: Database, records: Iterable[Record]) -> None:
    with database.connection.begin():
        METADATA.create_all(database.connection)
        database.set_version(FORMAT)
        rows.insert(database.connection, records)
        database.connection.execute(sa.insert(META), [{"name": "map", "value": new_id()}])


def _put(beside: Path, path: Path, *, overwrite: bool) -> None:
    """Give a finished file its name, lasting; FileExistsError if it must not overwrite and there is one."""
    with beside.open("r+b") as file:
        os.fsync(file.fileno())
    if overwrite:
        # An unfinished transaction of the file that goes must not be rolled back into the one that comes.
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        beside.replace(path)
    else:
        _name_new(beside, path)
    sync_folder(path.resolve().parent)


def _name_new(beside: Path, path: Path) -> None:
    try:
        os.link(beside, path)  # unlike a rename, it never overwrites
    except FileExistsError:
        raise
    except OSError:  # a stick whose file system knows one name a file
        if path.exists():
            raise FileExistsError(path) from None
        beside.rename(path)
