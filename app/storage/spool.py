"""Steps that could not be written into their map: kept in the user's data folder, in order, until they can."""

import contextlib
import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.errors import RuleBroken
from app.model.ids import new_id
from app.model.steps import Step
from app.storage.folders import data_folder, sync_folder
from app.storage.journal import as_json, dumps, from_values
from app.storage.sqlite import FORMAT, STEPS_SINCE


class Spool:
    """The steps of one map that wait, oldest first. ``base`` is the id of the last step that is in the map's file.

    ``place`` is where the map was when the first of them began to wait.

    The file: one JSON line that says which map, then one line a step. A last line without its end was never
    acknowledged and does not count.
    """

    def __init__(self, map_id: str, path: Path, base: str) -> None:
        self.steps: list[Step] = []
        self.base = base
        self.file = _spool_path(map_id, path)
        self.place = str(path.resolve())
        self._map_id = map_id
        self._kept = 0
        self._length = 0

    def add(self, step: Step) -> None:
        """One more step that waits. It is kept in memory even if the data folder takes nothing."""
        self.steps.append(step)
        self._keep()

    @property
    def in_memory_only(self) -> int:
        """How many steps could not be kept on disk at all."""
        return len(self.steps) - self._kept

    def _keep(self) -> None:
        waiting = self.steps[self._kept :]
        head = {"map": self._map_id, "path": self.place, "base": self.base, "format": FORMAT}
        lines = [] if self._kept else [dumps(head)]
        lines += [dumps(as_json(step)) for step in waiting]
        data = "".join(f"{line}\n" for line in lines).encode()
        try:
            is_new = not self.file.exists()
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("r+b" if self._kept else "wb") as file:
                file.seek(self._length)
                file.truncate()  # what an earlier failure left half written
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if is_new:
                sync_folder(self.file.parent)
        except OSError:
            return
        self._kept = len(self.steps)
        self._length += len(data)

    @classmethod
    def read(cls, file: Path, map_id: str, path: Path) -> "Spool | None":
        """The spool in a file; None if it cannot be read or is of another map or format."""
        try:
            *lines, _unfinished = file.read_bytes().split(b"\n")
            head: Any = json.loads(lines[0])
            if head["map"] != map_id or head["format"] not in range(STEPS_SINCE, FORMAT + 1):
                return None
            spool = cls(map_id, path, str(head["base"]))
            spool.place = str(head["path"])
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return None
        spool.file = file
        spool._length = len(lines[0]) + 1
        for line in lines[1:]:
            try:
                spool.steps.append(from_values(json.loads(line)))
            except (ValueError, RuleBroken, RecursionError, TypeError):
                break  # what follows an unreadable step does not fit without it
            spool._length += len(line) + 1
        spool._kept = len(spool.steps)
        return spool

    def clear(self) -> None:
        """All steps are in the map: nothing waits."""
        self.steps, self._kept, self._length = [], 0, 0
        with contextlib.suppress(OSError):
            self.file.unlink(missing_ok=True)


def _spool_path(map_id: str, path: Path) -> Path:
    place = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:8]
    return data_folder() / "spool" / f"{map_id}-{place}.jsonl"


def left_over(map_id: str, path: Path) -> list[Spool]:
    """The spools that an earlier run left for this map, the one of this very place first.

    One of another place counts only if no file is there any more: otherwise it belongs to that copy of the map.
    """
    own = _spool_path(map_id, path)
    try:
        files = sorted(own.parent.glob(f"{map_id}-*.jsonl"), key=lambda each: each != own)
        found = [(file, Spool.read(file, map_id, path)) for file in files]
        return [spool for file, spool in found if spool and (file == own or not Path(spool.place).exists())]
    except OSError:  # a data folder that cannot be reached keeps nothing, and stops nobody
        return []


def set_aside(spool: Spool) -> Path:
    """Keep a spool that no longer fits under a name that is not looked for again."""
    kept = spool.file.with_name(f"{spool.file.stem}-{new_id()[:13]}.kept")
    spool.file.replace(kept)
    return kept


def not_yet_in(ids_in_file: Sequence[str], spool: Spool) -> list[Step] | None:
    """The steps of a spool that its map does not hold yet; None if the map does not even hold their base."""
    inside = set(ids_in_file)
    missing = [step for step in spool.steps if step.id not in inside]
    fits = not spool.base or spool.base in inside or len(missing) < len(spool.steps)
    return missing if fits else None
