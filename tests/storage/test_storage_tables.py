"""The tables hold just what the records hold, in every way a file of the present format can come about."""

import shutil
import types
import typing
from pathlib import Path

import pytest
from plain_file import select

from app.document import Document
from app.model.records import RECORDS, REFERENCES
from app.storage.tables import METADATA, TABLES

FILES = Path(__file__).parents[1] / "files"


@pytest.mark.parametrize("name", RECORDS)
def test_the_columns_of_a_table_are_the_fields_of_its_record(name):
    fields = RECORDS[name].model_fields
    columns = {column.name: column for column in TABLES[name].columns if column.name != "number"}
    assert list(columns) == list(fields)
    for field, info in fields.items():
        is_union = typing.get_origin(info.annotation) in (types.UnionType, typing.Union)
        optional = is_union and type(None) in typing.get_args(info.annotation)
        assert columns[field].nullable == optional, field
        base = info.annotation if isinstance(info.annotation, type) else None
        if base is not None:
            assert columns[field].type.python_type is base, field


def test_a_field_that_names_one_kind_of_record_is_a_foreign_key_checked_at_the_end():
    wanted = {
        (table, field, targets[0])
        for table, fields in REFERENCES.items()
        for field, targets in fields.items()
        if len(targets) == 1
    }
    keys = [(table, key) for table in TABLES.values() for key in table.foreign_keys]
    assert {(table.name, key.parent.name, key.column.table.name) for table, key in keys} == wanted
    assert all(key.deferrable and key.initially == "DEFERRED" and key.parent.index for _, key in keys)


def shape(path):
    """Columns, foreign keys and indexes of every table."""
    tables = [name for (name,) in select(path, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        name: (
            {row[1:4] + row[5:] for row in select(path, "SELECT * FROM pragma_table_info(?)", name)},
            {row[2:5] for row in select(path, "SELECT * FROM pragma_foreign_key_list(?)", name)},
            {
                (unique, origin, select(path, "SELECT name FROM pragma_index_info(?)", index)[0])
                for _, index, unique, origin, _ in select(path, "SELECT * FROM pragma_index_list(?)", name)
            },
        )
        for name in tables
    }


@pytest.mark.parametrize("frozen", ["v1.headwater", "v2.headwater", "v3.headwater", "v4.headwater", "v5.headwater"])
def test_a_frozen_file_once_opened_has_the_shape_of_a_new_one(frozen, tmp_path):
    new, old = tmp_path / "new.headwater", tmp_path / frozen
    Document.create(new).close()
    shutil.copy(FILES / frozen, old)
    Document.open(old).close()
    assert shape(old) == shape(new)
    assert set(shape(new)) == set(METADATA.tables)


def test_a_file_says_what_it_is_and_keeps_one_file_at_rest(tmp_path):
    path = tmp_path / "a.headwater"
    Document.create(path).close()
    assert select(path, "PRAGMA application_id") == [(int.from_bytes(b"HDWR", "big"),)]
    assert select(path, "PRAGMA user_version") == [(5,)]
    assert select(path, "PRAGMA journal_mode") == [("delete",)]
    assert path.read_bytes()[68:72] == b"HDWR"


def test_an_open_map_is_written_durably_and_trusts_nothing_in_the_file(tmp_path):
    with Document.create(tmp_path / "a.headwater") as document:
        raw = document._file._database.raw
        pragmas = ("synchronous", "foreign_keys", "trusted_schema", "cell_size_check", "journal_mode")
        found = [raw.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
    assert found == [3, 1, 0, 1, "delete"]
