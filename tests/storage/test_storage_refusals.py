"""What is no map, or no whole one, is refused with one sentence that names it, and nothing is altered."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_file import alter, rows_of

from app.document import Document
from app.errors import FileRefused
from app.model import edits

FILES = Path(__file__).parents[1] / "files"


@pytest.fixture
def path(tmp_path):
    folder = tmp_path / "place"
    folder.mkdir()
    return folder / "Winter.headwater"


@pytest.fixture
def a_map(path):
    return Path(shutil.copy(FILES / "v2.headwater", path))


def refused(path, words=""):
    """The sentence; checks that it is one, names the file, and that nothing was touched."""
    content = path.read_bytes() if path.is_file() else None
    beside = sorted(path.parent.iterdir())
    with pytest.raises(FileRefused) as caught:
        Document.open(path)
    sentence = str(caught.value)
    assert sentence.startswith(f"“{path.name}” ")
    assert sentence.endswith(".")
    assert ". " not in sentence
    assert "\n" not in sentence
    assert words in sentence
    assert (path.read_bytes() if path.is_file() else None) == content
    assert sorted(path.parent.iterdir()) == beside


def test_a_file_that_is_not_there(path):
    refused(path, "is not there")


def test_a_folder(path):
    path.mkdir()
    refused(path, "is a folder")


def test_an_empty_file(path):
    path.touch()
    refused(path, "is empty")


@pytest.mark.parametrize("content", [b"S", b"Shopping: bread", b"\x00" * 5000, b"PK\x03\x04" + b"x" * 300])
def test_a_file_of_another_kind(path, content):
    path.write_bytes(content)
    refused(path, "" if content == b"S" else "is not a Headwater map")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_waited_for(path):
    os.mkfifo(path)
    refused(path, "is not a file")


def test_a_database_of_another_program(path):
    alter(path, "CREATE TABLE books (title TEXT)", "PRAGMA user_version = 2")
    refused(path, "another program")


def test_a_map_of_a_newer_version(a_map):
    alter(a_map, "PRAGMA user_version = 99")
    refused(a_map, "newer Headwater")


def test_a_map_without_a_version(a_map):
    alter(a_map, "PRAGMA user_version = 0")
    refused(a_map, "not a Headwater map")


def test_a_map_cut_off_anywhere(a_map):
    whole = a_map.read_bytes()
    for length in {*range(1, 130, 3), *range(130, len(whole), 997), *range(0, len(whole), 4096), len(whole) - 1} - {0}:
        a_map.write_bytes(whole[:length])
        refused(a_map, "is cut off")


def test_the_frozen_maps_cut_off_by_whole_pages_with_a_journal_beside_them(a_map):
    whole = a_map.read_bytes()
    beside = a_map.with_name(f"{a_map.name}-journal")
    for length in (4096, 40960, len(whole) - 4096):
        a_map.write_bytes(whole[:length])
        beside.write_bytes(b"")
        with pytest.raises(FileRefused, match=r"“Winter\.headwater” is damaged"):
            Document.open(a_map)
        assert a_map.read_bytes() == whole[:length]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE factor SET label = '' WHERE number = 2",
        "UPDATE factor SET label = 'two' || char(10) || 'lines' WHERE number = 2",
        "UPDATE factor SET kind = 'wish' WHERE number = 2",
        "UPDATE factor SET x = 'left' WHERE number = 2",
        "UPDATE factor SET x = 9e999 WHERE number = 2",
        "UPDATE factor SET weight = -1 WHERE number = 2",
        "UPDATE factor SET label = CAST(x'ff41' AS TEXT) WHERE number = 2",
        "UPDATE factor SET label = x'41' || x'00' WHERE number = 2",
        "UPDATE factor SET effort = 6 WHERE number = 2",
        "UPDATE voice SET lived_experience = 'perhaps'",
        "UPDATE voice SET lived_experience = 7",
        "UPDATE link SET confidence = 1.5 WHERE number = 1",
        "UPDATE link SET effect = 'nobody' WHERE number = 1",
        "UPDATE link SET effect = cause WHERE number = 1",
        "UPDATE link SET cause = 'care' WHERE number = 1",
        "UPDATE link SET together = 'both'",
        "UPDATE saying SET subject = 'nobody'",
        "DELETE FROM factor WHERE id = 'pills'",
        "DELETE FROM about",
        "INSERT INTO about VALUES (2, 'about too', '', '')",
        "UPDATE about SET id = 'other'",
    ],
)
def test_rows_that_are_no_map(a_map, statement):
    alter(a_map, statement)
    refused(a_map, "is damaged and cannot be opened")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON journal BEGIN DELETE FROM factor; END",
        "CREATE VIEW v AS SELECT * FROM factor",
        "CREATE TABLE more (a TEXT)",
        "CREATE INDEX more ON factor (label)",
        "CREATE VIRTUAL TABLE more USING fts5(a)",
        "DROP TABLE evidence",
        "DROP INDEX ix_link_cause",
        "ALTER TABLE factor DROP COLUMN theme",
        "ALTER TABLE factor ADD COLUMN more TEXT",
        "ALTER TABLE factor ADD COLUMN more AS (label || 'x')",
        "ALTER TABLE factor RENAME COLUMN theme TO topic",
    ],
)
def test_a_file_with_other_parts_than_a_map_has(a_map, statement):
    alter(a_map, statement)
    refused(a_map, "is damaged and cannot be opened")


def test_a_broken_schema(a_map):
    raw = sqlite3.connect(a_map, isolation_level=None)
    raw.execute("PRAGMA writable_schema = ON")
    raw.execute("UPDATE sqlite_master SET sql = 'CREATE TABLE factor (((' WHERE name = 'factor'")
    raw.close()
    refused(a_map, "is damaged")


def test_a_map_whose_rows_are_whole_but_whose_pages_are_not_can_be_looked_at_and_copied(a_map, tmp_path):
    with Document.open(a_map) as document:
        shown = document.map
    raw = sqlite3.connect(a_map)
    [page] = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_link_cause'").fetchone()
    raw.close()
    content = bytearray(a_map.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xee" * 4096
    a_map.write_bytes(content)
    with Document.open(a_map) as document:
        assert document.map == shown
        assert "damaged in places" in document.read_only
        document.save_copy(tmp_path / "copy.headwater")
        assert "without its history" in document.notice
    assert a_map.read_bytes() == content
    with Document.open(tmp_path / "copy.headwater") as copy:
        assert copy.map == shown
        assert not copy.read_only


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    damage=st.lists(st.tuples(st.integers(0, 135_167), st.integers(0, 255)), min_size=1, max_size=40), data=st.data()
)
def test_any_bytes_changed_give_a_map_or_one_sentence(path, damage, data):
    content = bytearray((FILES / "v2.headwater").read_bytes())
    length = data.draw(st.integers(1, 600))
    for at, value in damage:
        content[at : at + length] = bytes([value]) * min(length, len(content) - at)
    path.write_bytes(content)
    try:
        document = Document.open(path)
    except FileRefused:
        refused(path)
    else:
        with document:
            assert rows_of(document.map)["about"]
            if not document.read_only:
                assert document.perform("Add", edits.add_factor("One more"))
    assert [each.name for each in path.parent.iterdir() if "journal" not in each.name] == [path.name]
