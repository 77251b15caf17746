"""A map file read by sqlite3 and json alone: what is really in it, without the program's own reading."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

TABLES = (
    "about",
    "factor",
    "link",
    "voice",
    "saying",
    "evidence",
    "vote",
    "answer",
    "action",
    "remedy",
    "preparation",
    "measure",
    "measurement",
    "scenario",
    "supposition",
    "snapshot",
)
Rows = dict[str, dict[str, dict[str, object]]]


def select(path: Path, statement: str, *values: object) -> list[tuple]:
    """The answer to one statement."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute(statement, values).fetchall()


def alter(path: Path, *statements: str) -> None:
    """Do to a file what another program might."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for statement in statements:
            database.execute(statement)


def rows_in(path: Path) -> Rows:
    """Table → id → field → value, in the order of the rows."""
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        found: Rows = {}
        for table in TABLES:
            found[table] = {}
            for row in database.execute(f"SELECT * FROM {table} ORDER BY number"):
                found[table][row["id"]] = {name: row[name] for name in row.keys() if name != "number"}  # noqa: SIM118
        return found


def rows_of(cause_map) -> Rows:
    """The same of a map in memory."""
    found: Rows = {table: {} for table in TABLES}
    for record in cause_map.records():
        found[record.table][record.id] = dict(record)
    return found


def replayed(path: Path, start: Rows, after: int = 0) -> Rows:
    """What the journal, after so many rows of it, makes of the rows at the start; a change that does not fit fails."""
    now = {table: {id_: dict(row) for id_, row in rows.items()} for table, rows in start.items()}
    for (text,) in select(path, "SELECT changes FROM journal WHERE number > ? ORDER BY number", after):
        for change in json.loads(text):
            table = now[change["table"]]
            if change["do"] == "add":
                assert change["record"]["id"] not in table
                table[change["record"]["id"]] = change["record"]
            elif change["do"] == "remove":
                assert table.pop(change["record"]["id"]) == change["record"]
            else:
                row = table[change["id"]]
                assert {name: row[name] for name in change["before"]} == change["before"]
                row.update(change["after"])
    return now


def in_order(rows: Rows) -> dict[str, list[str]]:
    """The ids of every table in their order, which == on dicts does not look at."""
    return {table: list(found) for table, found in rows.items()}
