"""Step: what one act of a user did. The undo unit, the transaction, the journal row, the line in the minutes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.model.changes import Change, inverse, touched_ids
from app.model.ids import new_id


def now_text() -> str:
    """This moment as ISO 8601 in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True)
class Step:
    """Changes with their why: a label for people, who, when, and what was selected before and after.

    ``undoes`` or ``redoes`` names the earlier step whose changes this one takes back or brings back.
    """

    label: str
    changes: tuple[Change, ...]
    author: str = ""
    time: str = field(default_factory=now_text)
    selection_before: tuple[str, ...] = ()
    selection_after: tuple[str, ...] = ()
    undoes: str | None = None
    redoes: str | None = None
    id: str = field(default_factory=new_id)

    @property
    def touched(self) -> frozenset[str]:
        """The ids of all records it adds, removes or alters."""
        return touched_ids(self.changes)

    def undone(self, author: str = "") -> "Step":
        """The step that takes this one back."""
        return Step(
            label=f"Undo {_lower_first(self.label)}",
            changes=inverse(self.changes),
            author=author,
            selection_before=self.selection_after,
            selection_after=self.selection_before,
            undoes=self.id,
        )

    def redone(self, author: str = "") -> "Step":
        """The step that brings this one back after it was undone."""
        return Step(
            label=f"Redo {_lower_first(self.label)}",
            changes=self.changes,
            author=author,
            selection_before=self.selection_before,
            selection_after=self.selection_after,
            redoes=self.id,
        )


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


@dataclass(frozen=True, slots=True)
class Cursor:
    """Which steps could be undone and redone next, oldest first: folded from the journal, never stored."""

    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()

    def after(self, id_: str, undoes: str | None = None, redoes: str | None = None) -> "Cursor":
        """The cursor once a step with these three is in the journal."""
        if undoes is not None:
            return Cursor(_without_last(self.done, undoes), (*self.undone, undoes))
        if redoes is not None:
            return Cursor((*self.done, redoes), _without_last(self.undone, redoes))
        return Cursor((*self.done, id_))

    @classmethod
    def fold(cls, steps: Iterable[tuple[str, str | None, str | None]]) -> "Cursor":
        """The cursor after a whole journal of (id, undoes, redoes), oldest first, in linear time."""
        done: list[str] = []
        undone: list[str] = []
        for id_, undoes, redoes in steps:
            if undoes is not None:
                _drop_last(done, undoes)
                undone.append(undoes)
            elif redoes is not None:
                _drop_last(undone, redoes)
                done.append(redoes)
            else:
                done.append(id_)
                undone.clear()
        return cls(tuple(done), tuple(undone))


def _drop_last(ids: list[str], id_: str) -> None:
    if ids and ids[-1] == id_:
        ids.pop()
    elif id_ in ids:
        ids.remove(id_)


def _without_last(ids: tuple[str, ...], id_: str) -> tuple[str, ...]:
    left = list(ids)
    _drop_last(left, id_)
    return tuple(left)
