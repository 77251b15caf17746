"""Maps through a pipe: after the first, only what differs from the one before goes through.

A large map takes a tenth of a second to pack; a step changes a handful of its records. No Qt in here.
"""

from dataclasses import dataclass
from typing import Any

from app.model.cause_map import CauseMap, Tables
from app.model.records import Record

_MOST_CHANGED = 0.2
"""The part of a table up to which it goes as what differs."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A map as it is, to be kept for the next."""

    cause_map: CauseMap


@dataclass(frozen=True, slots=True)
class Differing:
    """A map as what differs from the one before: tables that are others, and of tables what went and what was put."""

    tables: dict[str, dict[str, Record]]
    parts: dict[str, tuple[tuple[str, ...], dict[str, Record]]]


class Sender:
    """One end: knows the map that was sent last."""

    def __init__(self) -> None:
        self._last: Tables | None = None

    def outgoing(self, value: Any) -> Any:
        """What goes through the pipe for an argument; all but maps goes as it is."""
        if not isinstance(value, CauseMap):
            return value
        last, now = self._last, value.__getstate__()
        self._last = now
        if last is None:
            return Whole(value)
        tables: dict[str, dict[str, Record]] = {}
        parts: dict[str, tuple[tuple[str, ...], dict[str, Record]]] = {}
        for name, new in now.items():
            old = last[name]
            if old is new:
                continue
            part = _part(old, new)
            if part is None:
                tables[name] = new
            else:
                parts[name] = part
        return Differing(tables, parts)

    def forget(self) -> None:
        """The other end knows nothing any more."""
        self._last = None


class Receiver:
    """The other end."""

    def __init__(self) -> None:
        self._last: Tables | None = None

    def incoming(self, value: Any) -> Any:
        """The argument that was meant."""
        if isinstance(value, Whole):
            self._last = value.cause_map.__getstate__()
            return value.cause_map
        if not isinstance(value, Differing):
            return value
        assert self._last is not None
        now = dict(self._last) | value.tables
        for name, (gone, put) in value.parts.items():
            now[name] = _joined(now[name], gone, put)
        self._last = now
        return CauseMap(now)


def _part(old: dict[str, Record], new: dict[str, Record]) -> tuple[tuple[str, ...], dict[str, Record]] | None:
    """What makes the one of the other, its order too; None where that is too much."""
    gone = tuple(id_ for id_ in old if id_ not in new)
    put = {id_: record for id_, record in new.items() if old.get(id_) is not record}
    if len(gone) + len(put) > _MOST_CHANGED * len(new):
        return None
    return (gone, put) if list(_joined(old, gone, put)) == list(new) else None


def _joined(old: dict[str, Record], gone: tuple[str, ...], put: dict[str, Record]) -> dict[str, Record]:
    made = dict(old)
    for id_ in gone:
        del made[id_]
    made.update(put)
    return made
