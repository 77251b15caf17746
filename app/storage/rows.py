"""Records as rows: read all of them, write the changes of a step."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from app.errors import RuleBroken
from app.model.cause_map import CauseMap, plain_reason
from app.model.changes import Add, Change, Remove, Update
from app.model.records import RECORDS, Record
from app.storage.tables import TABLES


class RowsDiffer(Exception):
    """The rows are not those that were read: another program wrote into the file."""


def load(connection: sa.Connection) -> CauseMap:
    """The map in the rows; RuleBroken with one sentence if a row is not a record or the rows are not a map."""
    return CauseMap.of(_records(connection))


def _records(connection: sa.Connection) -> Iterable[Record]:
    for name, kind in RECORDS.items():
        fields = list(kind.model_fields)
        table = TABLES[name]
        validate = kind.model_validate
        for row in connection.execute(sa.select(*(table.c[field] for field in fields)).order_by(table.c.number)):
            try:
                yield validate(dict(zip(fields, row, strict=True)))
            except ValidationError as error:
                raise RuleBroken(f"One {name} in it cannot be read ({plain_reason(error)}).") from error


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
