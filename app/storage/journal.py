"""The journal: every step as a row that is added and never altered. Read for undo and for the history alone."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.errors import RuleBroken
from app.model.changes import from_json, to_json
from app.model.steps import Cursor, Step
from app.storage.sqlite import FORMAT, STEPS_SINCE
from app.storage.tables import JOURNAL, META

UNREADABLE = "A step in this map's history cannot be read, so it and what came before it cannot be undone."


@dataclass(frozen=True, slots=True)
class Head:
    """A step in the history without its changes."""

    number: int
    id: str
    label: str
    author: str
    time: str
    format: int
    undoes: str | None
    redoes: str | None

    @classmethod
    def of(cls, number: int, step: Step) -> "Head":
        """The head of a step that becomes row ``number``."""
        return cls(number, step.id, step.label, step.author, step.time, FORMAT, step.undoes, step.redoes)


_LAST = sa.select(sa.func.max(JOURNAL.c.number))
_HEADS = sa.select(*(JOURNAL.c[name] for name in Head.__slots__)).order_by(JOURNAL.c.number)


def heads(connection: sa.Connection) -> tuple[list[Head], Cursor]:
    """All readable heads, oldest first, and which steps could be undone and redone next.

    Nothing up to a row that cannot be read, whose format had other steps, or that refers to such a row can be undone.
    """
    found: list[Head] = []
    open_from = 0
    known: set[str] = set()
    for head in _each_head(connection):
        if head is not None:
            found.append(head)
            known.add(head.id)
        if head is None or not can_be_read(head) or any(i and i not in known for i in (head.undoes, head.redoes)):
            open_from = len(found)
            known.clear()
    return found, Cursor.fold((head.id, head.undoes, head.redoes) for head in found[open_from:])


def can_be_read(head: Head) -> bool:
    """Whether the step's changes mean today what they meant when they were done."""
    return STEPS_SINCE <= head.format <= FORMAT


def first_readable(heads: Sequence[Head]) -> int:
    """How many of the oldest steps lie behind one that is missing or cannot be read."""
    for at in range(len(heads) - 1, -1, -1):
        is_whole = at == 0 or heads[at - 1].number == heads[at].number - 1
        if not can_be_read(heads[at]):
            return at + 1
        if not is_whole:
            return at
    return 0


def _each_head(connection: sa.Connection) -> Iterable[Head | None]:
    try:
        rows: Iterable[Any] = connection.execute(_HEADS).fetchall()
    except DBAPIError:  # one row that cannot even be decoded spoils the whole answer
        rows = _one_by_one(connection)
    for row in rows:
        yield _head(row) if row is not None else None


def _one_by_one(connection: sa.Connection) -> Iterable[Any]:
    try:
        numbers = connection.execute(sa.select(JOURNAL.c.number).order_by(JOURNAL.c.number)).scalars().all()
    except DBAPIError:
        yield None
        return
    for number in numbers:
        try:
            yield connection.execute(_HEADS.where(JOURNAL.c.number == number)).first()
        except DBAPIError:
            yield None


def _head(row: Any) -> Head | None:
    head = Head(*row)
    words = (head.id, head.label, head.author, head.time)
    names = (head.undoes, head.redoes)
    readable = all(isinstance(each, str) for each in words) and all(isinstance(each, str | None) for each in names)
    return head if readable and isinstance(head.format, int) else None


def last(connection: sa.Connection) -> tuple[int, str]:
    """Number and id of the newest row; (0, '') in an empty journal. The id is '' if it cannot be read."""
    number = int(connection.execute(_LAST).scalar() or 0)
    try:
        id_ = connection.execute(sa.select(JOURNAL.c.id).where(JOURNAL.c.number == number)).scalar()
    except DBAPIError:
        id_ = None
    return number, str(id_ or "")


def append(connection: sa.Connection, number: int, step: Step) -> None:
    """Add a step as row ``number``."""
    values = {**as_json(step), "number": number, "format": FORMAT}
    for name in ("selection_before", "selection_after", "changes"):
        values[name] = dumps(values[name])
    connection.execute(_INSERT, [values])


_INSERT = sa.insert(JOURNAL)
_BY_ID = sa.select(JOURNAL).where(JOURNAL.c.id.in_(sa.bindparam("these", expanding=True)))
_MOST_AT_ONCE = 200
"""How many ids one question to the journal names at most."""


def steps_of(connection: sa.Connection, ids: Sequence[str]) -> dict[str, Step]:
    """Whole steps of a format that can be read, by id; RuleBroken if one of them cannot be read or is not there."""
    found: dict[str, Step] = {}
    for first in range(0, len(ids), _MOST_AT_ONCE):
        rows = connection.execute(_BY_ID, {"these": list(ids[first : first + _MOST_AT_ONCE])}).mappings().all()
        try:
            for row in rows:
                values = dict(row)
                for name in ("selection_before", "selection_after", "changes"):
                    values[name] = json.loads(values[name])
                found[str(values["id"])] = from_values(values)
        except (ValueError, TypeError, RecursionError) as error:
            raise RuleBroken(UNREADABLE) from error
    if len(found) < len(set(ids)):
        raise RuleBroken(UNREADABLE)
    return found


def map_id(connection: sa.Connection) -> str:
    """The id by which kept steps find this map again; '' if the file lost it."""
    return as_map_id(connection.execute(sa.select(META.c.value).where(META.c.name == "map")).scalar())


def as_map_id(value: object) -> str:
    """The value as the id of a map, '' if it is none: it becomes part of a file's name, nothing else will do."""
    try:
        return str(UUID(str(value)))
    except ValueError:
        return ""


def dumps(value: Any) -> str:
    """JSON on one line, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def as_json(step: Step) -> dict[str, Any]:
    """A step as plain JSON values."""
    return {
        "id": step.id,
        "label": step.label,
        "author": step.author,
        "time": step.time,
        "undoes": step.undoes,
        "redoes": step.redoes,
        "selection_before": list(step.selection_before),
        "selection_after": list(step.selection_after),
        "changes": to_json(step.changes),
    }


def from_values(values: dict[str, Any]) -> Step:
    """The step that :func:`as_json` wrote; RuleBroken if the values are not a step."""
    try:
        return Step(
            id=str(values["id"]),
            label=str(values["label"]),
            author=str(values["author"]),
            time=str(values["time"]),
            undoes=values["undoes"],
            redoes=values["redoes"],
            selection_before=tuple(str(id_) for id_ in values["selection_before"]),
            selection_after=tuple(str(id_) for id_ in values["selection_after"]),
            changes=from_json(values["changes"]),
        )
    except (KeyError, TypeError, RuleBroken) as error:
        raise RuleBroken(UNREADABLE) from error
