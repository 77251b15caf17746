"""The three ways a map changes, and their one inverse."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import RuleBroken
from app.model.records import RECORDS, Record


@dataclass(frozen=True, slots=True)
class Add:
    """A record that was not there."""

    record: Record

    @property
    def table(self) -> str:
        """The table of the record."""
        return self.record.table

    @property
    def id(self) -> str:
        """The id of the record."""
        return self.record.id


@dataclass(frozen=True, slots=True)
class Remove:
    """A record that goes, kept whole so that it can come back."""

    record: Record

    @property
    def table(self) -> str:
        """The table of the record."""
        return self.record.table

    @property
    def id(self) -> str:
        """The id of the record."""
        return self.record.id


@dataclass(frozen=True, slots=True)
class Update:
    """Some fields of a record: what they were and what they become, and no other field."""

    table: str
    id: str
    before: dict[str, Any]
    after: dict[str, Any]


Change = Add | Remove | Update


def update(record: Record, **fields: Any) -> list[Change]:
    """The change that gives a record these field values; empty if it has them already."""
    after = {name: value for name, value in fields.items() if getattr(record, name) != value}
    if not after:
        return []
    before = {name: getattr(record, name) for name in after}
    return [Update(record.table, record.id, before, after)]


def inverse(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes that take these back, last first."""
    return tuple(_inverse(change) for change in reversed(changes))


def _inverse(change: Change) -> Change:
    match change:
        case Add(record):
            return Remove(record)
        case Remove(record):
            return Add(record)
        case Update(table, id_, before, after):
            return Update(table, id_, after, before)


def touched_ids(changes: Iterable[Change]) -> frozenset[str]:
    """The ids of all records that the changes add, remove or alter."""
    return frozenset(change.id for change in changes)


def to_json(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """The changes as plain JSON values, as the journal keeps them."""
    out: list[dict[str, Any]] = []
    for change in changes:
        match change:
            case Add(record):
                out.append({"do": "add", "table": record.table, "record": dict(record)})
            case Remove(record):
                out.append({"do": "remove", "table": record.table, "record": dict(record)})
            case Update(table, id_, before, after):
                out.append({"do": "update", "table": table, "id": id_, "before": before, "after": after})
    return out


def from_json(values: Any) -> tuple[Change, ...]:
    """The changes that :func:`to_json` wrote; RuleBroken if the values are not such changes."""
    if not isinstance(values, list):
        raise RuleBroken("A step in this map's history cannot be read.")
    try:
        return tuple(_change_from(value) for value in values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RuleBroken("A step in this map's history cannot be read.") from error


def _change_from(value: dict[str, Any]) -> Change:
    kind = RECORDS[value["table"]]
    match value["do"]:
        case "add":
            return Add(kind.model_validate(value["record"]))
        case "remove":
            return Remove(kind.model_validate(value["record"]))
        case "update":
            before, after = dict(value["before"]), dict(value["after"])
            unknown = (set(before) | set(after)) - set(kind.model_fields)
            if unknown or set(before) != set(after):
                raise ValueError(f"fields {unknown}")
            return Update(value["table"], str(value["id"]), before, after)
        case other:
            raise ValueError(other)
