"""Earlier copies: whole copies of a map's file in the user's data folder, made now and then, thinned as they age."""

import contextlib
import json
import os
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.errors import NotWritten
from app.storage.folders import data_folder, sync_folder
from app.storage.sqlite import connect_to_read, trouble

ALWAYS_KEPT = 12
"""So many of the latest copies stay whatever their dates say: clocks jump."""
MOST_BYTES = 500_000_000
"""Of all copies of all maps together; above, the oldest go, but never a map's last."""
_NAME = re.compile(r"(\d{6}) (\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d)\.headwater")
_TIME = "%Y-%m-%d %H.%M.%S"
_MAP_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_WAIT_SECONDS = 5.0
_STEPS = (
    (timedelta(hours=2), timedelta(0)),
    (timedelta(days=2), timedelta(hours=1)),
    (timedelta(days=60), timedelta(1)),
)
"""Up to which age one copy in how much time stays; older than that, one in thirty days."""
_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Backup:
    """One earlier copy. What it says of itself comes from a file beside it and may be missing."""

    path: Path
    map_id: str
    number: int
    """Its place in the order in which the map's copies were made."""
    made: datetime
    """By the clock of this computer when it was made; without a zone, as people read it."""
    title: str = ""
    place: str = ""
    """Where the map itself was."""
    factors: int = 0
    links: int = 0
    steps: int = 0
    size: int = 0
    """Bytes."""

    @property
    def picture(self) -> Path:
        """Its small picture (it may not exist)."""
        return self.path.with_suffix(".png")


@dataclass(frozen=True, slots=True)
class About:
    """What is written down beside a copy."""

    title: str
    place: str
    factors: int
    links: int
    steps: int


def folder_of(map_id: str) -> Path:
    """Where the copies of one map are."""
    return data_folder() / "backups" / map_id


def copied(source: Path) -> bytes:
    """The bytes of a sound copy of a map that may be open and in use; NotWritten if it cannot be had just now.

    By SQLite's own way of copying a database in use, into memory first, so that the map is held for a moment alone.
    """
    try:
        with contextlib.closing(sqlite3.connect(":memory:")) as memory:
            with contextlib.closing(connect_to_read(source, _WAIT_SECONDS)) as reading:
                reading.backup(memory)
            if memory.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
                raise NotWritten(f"No earlier copy was kept: “{source.name}” is damaged.")
            return memory.serialize()
    except (sqlite3.Error, OSError) as error:
        why = trouble(error) or "it cannot be read"
        raise NotWritten(f"No earlier copy of “{source.name}” was kept, because {why}.") from error


def keep(map_id: str, content: bytes, about: About, *, now: datetime | None = None) -> Backup:
    """Write a copy under the next name, lasting, and thin out the older ones; NotWritten if the place takes none."""
    now = (now or datetime.now()).replace(microsecond=0)  # noqa: DTZ005  # the person's own clock
    folder = folder_of(map_id)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        number = max((each.number for each in of_map(map_id)), default=0) + 1
        path = folder / f"{number:06d} {now.strftime(_TIME)}.headwater"
        for name, data in ((path.with_suffix(".json"), _said(about)), (path, content)):
            part = name.with_name(f".{name.name}.part")
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(name)
        sync_folder(folder)
    except OSError as error:
        raise NotWritten(f"No earlier copy was kept, because {trouble(error)}.") from error
    thin(map_id, now)
    return _backup(path, map_id) or Backup(path, map_id, number, now)


def _said(about: About) -> bytes:
    return json.dumps({name: getattr(about, name) for name in About.__slots__}, ensure_ascii=False).encode()


# -- looking


def all_copies() -> list[Backup]:
    """Every map's copies, the latest first."""
    try:
        folders = [each.name for each in (data_folder() / "backups").iterdir() if _MAP_ID.fullmatch(each.name)]
    except OSError:
        return []
    return sorted(
        (each for name in folders for each in of_map(name)), key=lambda one: (one.made, one.number), reverse=True
    )


def of_map(map_id: str) -> list[Backup]:
    """One map's copies, the latest first in the order in which they were made."""
    try:
        found = [_backup(path, map_id) for path in folder_of(map_id).iterdir()]
    except OSError:
        return []
    return sorted((each for each in found if each is not None), key=lambda one: one.number, reverse=True)


def _backup(path: Path, map_id: str) -> Backup | None:
    named = _NAME.fullmatch(path.name)
    if not named:
        return None
    try:
        made, size = datetime.strptime(named[2], _TIME), path.stat().st_size  # noqa: DTZ007  # as it was written
    except (ValueError, OSError):
        return None
    return Backup(path, map_id, int(named[1]), made, size=size, **_told(path.with_suffix(".json")))


def _told(beside: Path) -> dict[str, Any]:
    """What is written beside a copy, as far as it is of the right kind."""
    try:
        found = json.loads(beside.read_bytes()[:10_000])
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    words = {name: found[name][:1000] for name in ("title", "place") if isinstance(found.get(name), str)}
    figures = {name: found[name] for name in ("factors", "links", "steps") if isinstance(found.get(name), int)}
    return words | figures


# -- thinning


def thin(map_id: str, now: datetime) -> None:
    """Remove what need not stay; where that cannot be done, it stays."""
    for each in too_many(of_map(map_id), now):
        remove(each)
    for each in _too_large(all_copies()):
        remove(each)


def too_many(copies: Sequence[Backup], now: datetime) -> list[Backup]:
    """Which of a map's copies need not stay: of each hour, day or month, the older they are, the latest is enough."""
    going: list[Backup] = []
    taken: set[tuple[timedelta, int]] = set()
    for at, each in enumerate(sorted(copies, key=lambda one: -one.number)):
        apart = _apart(now - each.made)
        slot = (apart, int((each.made - datetime(1970, 1, 1)) / apart)) if apart else None  # noqa: DTZ001  # same clock
        if at >= ALWAYS_KEPT and slot in taken:
            going.append(each)
        elif slot is not None:
            taken.add(slot)
    return going


def _apart(age: timedelta) -> timedelta:
    return next((apart for upto, apart in _STEPS if age <= upto), _MONTH)


def _too_large(copies: Iterable[Backup]) -> list[Backup]:
    """The oldest beyond what all copies may take, never a map's latest."""
    kept, seen, going = 0, set[str](), []
    for each in copies:
        kept += each.size
        if kept > MOST_BYTES and each.map_id in seen:
            going.append(each)
            kept -= each.size
        seen.add(each.map_id)
    return going


def remove(each: Backup) -> None:
    """Take one copy away with what is beside it; what cannot be removed stays."""
    for path in (each.path, each.picture, each.path.with_suffix(".json")):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        each.path.parent.rmdir()  # when the last has gone
