"""Document: an open map, its undo, and its only writer. Used from one thread."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from app.errors import FileLost, NotWritten, ReadOnly, RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import Change, Update
from app.model.leaving_out import Left, What, without
from app.model.moments import Moments
from app.model.records import ABOUT_ID, About, Record, clean_line
from app.model.steps import Cursor, Step, now_text

if TYPE_CHECKING:  # SQLAlchemy takes a while to import: only when a file is opened
    from app.storage.file import MapFile
    from app.storage.journal import Head

_REMEMBERED = 100
"""How many of the latest steps stay in memory, so that they can be undone while the file cannot be reached."""


def bring_in_storage() -> None:
    """Import what opening a file needs, so that the first one opens at once; may be called on any thread."""
    import app.storage.file  # noqa: F401


@dataclass(frozen=True)
class Applied:
    """What listeners are told: a step, the ids of all records it touched, and who did it.

    ``source`` is user, undo, redo, or a widget's own name.
    """

    step: Step
    touched: frozenset[str]
    source: str


class Document:
    """An open map. Every change goes through :meth:`perform`: computed, written, then published, in this order."""

    def __init__(self, file: "MapFile", author: str) -> None:
        """Take over an open file; use :meth:`open` or :meth:`create`."""
        from app.storage.spool import Spool

        self.path: Path = file.path
        self.map_id = file.map_id
        self.author = clean_line(author)
        self.revision = 0
        self.notice = ""
        self._file = file
        self._map = file.cause_map
        self._heads = file.heads
        self._labels = {head.id: head.label for head in file.heads}
        self._cursor = file.cursor
        self._recent: dict[str, Step] = {}
        self._spool = Spool(self.map_id, file.path, self._last_id())
        self._why_waiting: NotWritten | str = ""
        self._listeners: dict[object, Callable[[Applied], None]] = {}
        self._publishing = False
        self._closed = False
        self._thread = threading.get_ident()
        self._moments = Moments(self._several)
        try:
            self._take_in_left_over()
        except BaseException:
            file.close()
            raise

    # -- opening and closing

    @classmethod
    def create(cls, path: Path, title: str = "", records: Iterable[Record] = (), *, author: str = "") -> Self:
        """A new map in a new file, with these records to begin with.

        FileRefused if the file exists, NotWritten if the place takes none, RuleBroken if the records are no map.
        """
        from app.storage.file import MapFile

        given = list(records)
        about = next((each for each in given if isinstance(each, About)), About(id=ABOUT_ID, created=now_text()))
        if title:
            about = about.with_fields({"title": clean_line(title)[:500]})
        rest = [each for each in given if not isinstance(each, About)]
        return cls(MapFile.create(path, CauseMap.of([about, *rest])), author)

    @classmethod
    def open(cls, path: Path, *, author: str = "", look_only: bool = False) -> Self:
        """The map in a file. FileRefused or FileBusy with one sentence; the file is left as it is.

        ``look_only`` reads a map that may be open elsewhere: it is neither locked nor written nor upgraded.
        """
        from app.storage.file import MapFile

        return cls(MapFile.open(path, look_only=look_only), author)

    def close(self) -> None:
        """Let go of the file. Steps that wait are tried once more; what then waits is written at the next opening."""
        if self._closed:
            return
        try:
            self.retry()
        finally:
            self._closed = True
            self._listeners.clear()
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take_in_left_over(self) -> None:
        """Steps that an earlier run could not write go in now, after what the file holds."""
        from app.storage.spool import left_over, not_yet_in, set_aside

        for spool in left_over(self._file.map_id, self.path):
            missing = not_yet_in([head.id for head in self._heads], spool)
            try:
                after = self._map
                for step in missing or ():
                    after = after.apply(step.changes)
            except RuleBroken:
                missing = None
            if missing is None:
                kept = set_aside(spool)
                self.notice = f"Steps kept from an earlier time no longer fit “{self.path.name}”; they are in “{kept}”."
                continue
            for step in missing:
                self._remember(step)
            self._map = after
            if self.read_only:
                self._spool, self._why_waiting = spool, "it can only be looked at here"
                return
            try:
                if missing:
                    self._file.write(missing)
                spool.clear()
            except NotWritten as error:
                self._spool, self._why_waiting = spool, error
                return
            self._spool.base = self._last_id()

    # -- looking

    @property
    def map(self) -> CauseMap:
        """The map as it is now."""
        return self._map

    @property
    def read_only(self) -> str:
        """'', or the sentence that says why the map can only be looked at."""
        return self._file.read_only

    @property
    def waiting(self) -> str:
        """'', or the sentence that says which steps are not in the file yet."""
        count = len(self._spool.steps)
        if not count:
            return ""
        steps = "The last step is" if count == 1 else f"The last {count} steps are"
        them = "it" if count == 1 else "them"
        if self._spool.in_memory_only:
            where = f"not written anywhere yet: save a copy elsewhere before you close, or {them} will be lost"
            return f"{steps} {where} ({self._why_waiting})."
        return f"{steps} kept on this computer until “{self.path.name}” takes {them}: {self._why_waiting}."

    @property
    def at_risk(self) -> bool:
        """Whether steps would be lost if the program ended now: in memory alone, or kept for a file that is lost."""
        lost = isinstance(self._why_waiting, FileLost) or not self.path.exists()
        return bool(self._spool.steps) and (bool(self._spool.in_memory_only) or lost)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._cursor.done) and not self.read_only

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to bring back."""
        return bool(self._cursor.undone) and not self.read_only

    @property
    def undo_label(self) -> str:
        """The label of the step that undo takes back, '' if there is none."""
        return self._labels[self._cursor.done[-1]] if self.can_undo else ""

    @property
    def redo_label(self) -> str:
        """The label of the step that redo brings back, '' if there is none."""
        return self._labels[self._cursor.undone[-1]] if self.can_redo else ""

    def undo_labels(self) -> Iterator[str]:
        """The labels of the steps that undo would take back, the latest first."""
        return (self._labels[id_] for id_ in reversed(self._cursor.done))

    def redo_labels(self) -> Iterator[str]:
        """The labels of the steps that redo would bring back, the next first."""
        return (self._labels[id_] for id_ in reversed(self._cursor.undone))

    def history(self) -> "list[Head]":
        """The heads of all steps, oldest first."""
        return list(self._heads)

    @property
    def moments(self) -> Moments:
        """What the map was after each step of its :meth:`history` (moment n: after the first n of them)."""
        self._moments.come_to([head.id for head in self._heads], self._map)
        return self._moments

    def steps_after(self, number: int) -> list[Step]:
        """The steps after a moment, oldest first; RuleBroken if one of them cannot be read."""
        return self._several([head.id for head in self._heads[number:]])

    def earliest_moment(self) -> int:
        """The number of the first moment that can be looked at: steps of the oldest formats cannot be read."""
        from app.storage.journal import first_readable

        return first_readable(self._heads)

    # -- changing

    def perform(
        self,
        label: str,
        changes: Sequence[Change],
        *,
        selection_before: Iterable[str] = (),
        selection_after: Iterable[str] = (),
        source: str = "user",
    ) -> Step | None:
        """Do one step; None when there is nothing to change.

        RuleBroken if the map does not allow it, ReadOnly if it can only be looked at; nothing was changed then.
        A failing disk raises nothing: the step is done, kept, and ``waiting`` says so.
        """
        self._may_change()
        telling = [each for each in changes if not isinstance(each, Update) or each.before != each.after]
        if not telling:
            return None
        step = Step(
            label=clean_line(label),
            changes=tuple(telling),
            author=self.author,
            selection_before=tuple(selection_before),
            selection_after=tuple(selection_after),
        )
        return self._finish(step, self._map.apply(step.changes), source)

    def undo(self, source: str = "undo") -> Step | None:
        """Take back the last step; None if there is none. RuleBroken if it cannot be read any more."""
        self._may_change()
        if not self._cursor.done:
            return None
        try:
            step = self._step(self._cursor.done[-1]).undone(self.author)
            after = self._map.apply(step.changes)
        except RuleBroken:
            self._cursor = Cursor((), self._cursor.undone)  # nor can what came before it
            raise
        return self._finish(step, after, source)

    def redo(self, source: str = "redo") -> Step | None:
        """Bring back the step that was undone last; None if there is none."""
        self._may_change()
        if not self._cursor.undone:
            return None
        try:
            step = self._step(self._cursor.undone[-1]).redone(self.author)
            after = self._map.apply(step.changes)
        except RuleBroken:
            self._cursor = Cursor(self._cursor.done)  # nor can what came after it
            raise
        return self._finish(step, after, source)

    def retry(self) -> bool:
        """Try again to write the steps that wait; True if none waits any more."""
        if self._spool.steps and not self.read_only and not self._closed:
            try:
                self._file.catch_up(self._spool.steps)
            except NotWritten as error:
                self._why_waiting = error
                return False
            self._spool.clear()
            self._spool.base = self._last_id()
        return not self._spool.steps

    def _may_change(self) -> None:
        if self._publishing:
            raise RuntimeError("a listener may not change the map")
        if self._closed:
            raise RuntimeError("the document is closed")
        if threading.get_ident() != self._thread:
            raise RuntimeError("a document is used from one thread")
        if self.read_only:
            raise ReadOnly(self.read_only)

    def _finish(self, step: Step, after: CauseMap, source: str) -> Step:
        self._write(step)
        self._map = after
        self._remember(step)
        self._publish(Applied(step, step.touched, source))
        return step

    def _write(self, step: Step) -> None:
        if not self._spool.steps:
            try:
                self._file.write([step])
            except NotWritten as error:
                self._why_waiting = error
            else:
                return
        self._spool.add(step)

    def _remember(self, step: Step) -> None:
        from app.storage.journal import Head

        self._cursor = self._cursor.after(step.id, step.undoes, step.redoes)
        self._heads.append(Head.of(self._heads[-1].number + 1 if self._heads else 1, step))
        self._labels[step.id] = step.label
        self._recent[step.id] = step
        if len(self._recent) > _REMEMBERED and not self._spool.steps:
            del self._recent[next(iter(self._recent))]
        if not self._spool.steps:
            self._spool.base = step.id
        self.revision += 1

    def _step(self, id_: str) -> Step:
        return self._recent[id_] if id_ in self._recent else self._file.step(id_)

    def _several(self, ids: Sequence[str]) -> list[Step]:
        there = self._file.steps([id_ for id_ in ids if id_ not in self._recent])
        return [self._recent[id_] if id_ in self._recent else there[id_] for id_ in ids]

    def _last_id(self) -> str:
        return self._heads[-1].id if self._heads else ""

    # -- telling

    def subscribe(self, listener: Callable[[Applied], None]) -> Callable[[], None]:
        """Be told of every step once it is written; call what is returned to be told no more."""
        key = object()
        self._listeners[key] = listener

        def unsubscribe() -> None:
            self._listeners.pop(key, None)

        return unsubscribe

    def _publish(self, applied: Applied) -> None:
        failed: list[Exception] = []
        self._publishing = True
        try:
            for key, listener in list(self._listeners.items()):
                if key in self._listeners:
                    try:
                        listener(applied)
                    except Exception as error:  # noqa: BLE001  # the others must still hear of it
                        failed.append(error)
        finally:
            self._publishing = False
        if len(failed) == 1:
            raise failed[0]
        if failed:
            raise ExceptionGroup("several listeners failed", failed)

    # -- copies

    def left_without(self, what: What) -> Left:
        """What would be left of the map without names, organisations or quotations."""
        return without(self._map, what, {self.author, *(head.author for head in self._heads)})

    def save_without(self, path: Path, what: What) -> Left:
        """A copy without these and without history; NotWritten if it cannot be made, or would hold one of them."""
        left = self.left_without(what)

        def check(made: Path) -> None:
            from app.storage.leaks import check_for_leaks

            leak = check_for_leaks(made, left.gone, left.cause_map)
            if leak:
                raise NotWritten(f"No copy was made: “{leak}” would still be in the file.")

        self._file.copy_to(path, (), left.cause_map, clean=True, check=check)
        return left

    def save_copy(self, path: Path, *, clean: bool = False) -> None:
        """The map, with steps that wait, in another file; a file of that name is replaced.

        ``clean`` leaves the history and the names of those who did the steps out. NotWritten if it cannot be done.
        """
        with_history = self._file.copy_to(path, self._spool.steps, self._map, clean=clean)
        if not with_history:
            self.notice = f"“{path.name}” holds the map without its history, which could not be read."
