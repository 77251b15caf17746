"""Records as rows: read all of them, write the changes of a step."""

import gc
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, TypeVar

import sqlalchemy as sa
from pydantic import TypeAdapter, ValidationError

from app.errors import RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import Add, Change, Remove, Update
from app.model.records import RECORDS, Record, plain_reason
from app.storage.tables import TABLES

R = TypeVar("R", bound=Record)


class RowsDiffer(Exception):
    """The rows are not those that were read: another program wrote into the file."""


def load(connection: sa.Connection) -> CauseMap:
    """The map in the rows; RuleBroken with one sentence if a row is not a record or the rows are not a map."""
    collects = gc.isenabled()
    gc.disable()  # nothing here is rubbish, and looking for it takes a third of the time
    try:
        return CauseMap.of(_records(connection))
    finally:
        if collects:
            gc.enable()


def _records(connection: sa.Connection) -> Iterable[Record]:
    for name, kind in RECORDS.items():
        fields = list(kind.model_fields)
        table = TABLES[name]
        raw = (sa.type_coerce(table.c[field], sa.types.NullType()) for field in fields)  # the record judges each value
        found = connection.execute(sa.select(*raw).order_by(table.c.number)).fetchall()
        try:
            yield from _many(kind).validate_python([dict(zip(fields, row, strict=True)) for row in found])
        except ValidationError as error:
            raise RuleBroken(f"One {name} in it cannot be read ({plain_reason(error)}).") from error


@cache
def _many(kind: type[R]) -> TypeAdapter[list[R]]:
    return TypeAdapter(list[kind])  # type: ignore[valid-type]


def insert(connection: sa.Connection, records: Iterable[Record]) -> None:
    """Rows for records that are not there yet, in this order."""
    write(connection, [Add(record) for record in records])


def write(connection: sa.Connection, changes: Sequence[Change]) -> None:
    """The rows after these changes; RowsDiffer if a row they are about is not there."""
    for _, run in groupby(changes, key=_statement_key):
        same = list(run)
        statement, values = _statement(same[0]), [_values(change) for change in same]
        if connection.execute(statement, values).rowcount != len(same):
            raise RowsDiffer


def _statement_key(change: Change) -> tuple[Any, ...]:
    return type(change), change.table, tuple(change.after) if isinstance(change, Update) else ()


def _statement(first: Change) -> sa.Executable:
    return _prepared(*_statement_key(first))


@lru_cache(maxsize=512)
def _prepared(kind: type[Change], name: str, fields: tuple[str, ...]) -> sa.Executable:
    table = TABLES[name]
    if kind is Add:
        return sa.insert(table)
    this = table.c.id == sa.bindparam("this_id")
    if kind is Remove:
        return sa.delete(table).where(this)
    return sa.update(table).where(this).values({field: sa.bindparam(field) for field in fields})


def _values(change: Change) -> dict[str, Any]:
    match change:
        case Add(record):
            return dict(record)
        case Remove(record):
            return {"this_id": record.id}
        case Update(_, id_, _, after):
            return {"this_id": id_, **after}
