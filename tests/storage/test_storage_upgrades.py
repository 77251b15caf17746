"""Files of every older format open, keep all they held, and are kept as they were."""

import shutil
from pathlib import Path

import pytest
from plain_file import alter, rows_in, rows_of, select

from app.document import Document
from app.errors import FileRefused, ReadOnly
from app.model import edits
from app.storage import upgrades

FILES = Path(__file__).parents[1] / "files"
OLD_WORDS = {"established": 0.95, "likely": 0.8, "tentative": 0.5}


@pytest.fixture
def old(tmp_path):
    folder = tmp_path / "place"
    folder.mkdir()
    return Path(shutil.copy(FILES / "v1.headwater", folder / "Old.headwater"))


def kept(tmp_path):
    return list((tmp_path / "data" / "older formats").glob("*"))


def test_a_first_format_map_keeps_everything_and_its_words_become_figures(old):
    before = {
        table: select(old, f"SELECT * FROM {table} ORDER BY number")
        for table in ("about", "factor", "link", "voice", "saying", "evidence")
    }
    with Document.open(old) as document:
        assert document.map.title == "Leaving hospital"
        assert len(document.map.factors) == 10
        assert all(factor.effort is None and factor.impact is None for factor in document.map.factors.values())
        assert [link.confidence for link in document.map.links.values()] == [
            OLD_WORDS[row[4]] for row in before["link"]
        ]
        assert rows_in(old) == rows_of(document.map)
    for table in ("about", "voice", "saying", "evidence"):
        now = select(old, f"SELECT * FROM {table} ORDER BY number")
        assert [row[: len(was)] for row, was in zip(now, before[table], strict=True)] == before[table]
    assert [row[:10] for row in select(old, "SELECT * FROM factor ORDER BY number")] == before["factor"]
    assert [row[:4] + row[5:] for row in select(old, "SELECT * FROM link ORDER BY number")] == [
        row[:4] + row[5:] for row in before["link"]
    ]
    assert select(old, "PRAGMA user_version") == [(5,)]
    assert select(old, "PRAGMA foreign_key_check") == []


def test_the_history_of_an_older_format_is_readable_but_sealed(old):
    with Document.open(old) as document:
        assert document.history()[0].label == "Set how sure a link is"
        assert len(document.history()) == 3
        assert not document.can_undo
        assert not document.can_redo
        document.perform("Add", edits.add_factor("New"))
    with Document.open(old) as document:
        document.undo()
        assert not document.can_undo
        assert len(document.map.factors) == 10


def test_the_old_file_is_kept_before_it_is_altered_and_only_once(old, tmp_path):
    content = old.read_bytes()
    Document.open(old).close()
    Document.open(old).close()
    [copy] = kept(tmp_path)
    assert copy.read_bytes() == content
    assert "Old (format 1" in copy.name


def test_where_no_copy_can_be_kept_the_old_map_is_shown_and_not_altered(old, tmp_path):
    content = old.read_bytes()
    (tmp_path / "data").write_text("a file where the folder should be")
    with Document.open(old) as document:
        assert len(document.map.factors) == 10
        assert "older format" in document.read_only
        with pytest.raises(ReadOnly, match="Save a copy"):
            document.perform("Add", edits.add_factor("New"))
        document.save_copy(tmp_path / "New.headwater")
        shown = document.map
    assert old.read_bytes() == content
    with Document.open(tmp_path / "New.headwater") as copy:
        assert copy.map == shown
        assert not copy.read_only


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE link SET confidence = 'banana' WHERE number = 3",
        "UPDATE factor SET kind = 'wish' WHERE number = 3",
        "UPDATE link SET effect = cause WHERE number = 3",
        "CREATE TABLE action (id TEXT)",
        "ALTER TABLE factor ADD COLUMN effort TEXT",
    ],
)
def test_a_damaged_old_map_is_refused_and_left_as_it_was(old, tmp_path, statement):
    alter(old, statement)
    content = old.read_bytes()
    with pytest.raises(FileRefused, match=r"“Old\.headwater” is damaged"):
        Document.open(old)
    assert old.read_bytes() == content
    assert [each.name for each in old.parent.iterdir()] == [old.name]


def test_an_upgrade_that_fails_half_way_leaves_the_file_as_it_was(old, monkeypatch):
    content = old.read_bytes()

    def fails_late(database):
        database.raw.execute("DROP TABLE evidence")
        raise ZeroDivisionError

    monkeypatch.setitem(upgrades.UPGRADES, 1, fails_late)
    with pytest.raises(ZeroDivisionError):
        Document.open(old)
    assert old.read_bytes() == content


SINCE_5 = ("vote", "answer", "preparation")
SINCE_4 = ("scenario", "supposition", "snapshot", *SINCE_5)


def test_a_second_format_map_opens_with_every_kind_of_record_and_its_undo(tmp_path):
    path = Path(shutil.copy(FILES / "v2.headwater", tmp_path / "a.headwater"))
    with Document.open(path) as document:
        assert rows_in(path) == rows_of(document.map)
        assert all(rows for table, rows in rows_of(document.map).items() if table not in SINCE_4)
        assert not any(factor.pinned or factor.parked for factor in document.map.factors.values())
        assert document.map.factors["rota"].label == "The rota"
        assert [head.label for head in document.history()][-2:] == ["Rename a factor", "Undo rename a factor"]
        assert not document.can_undo


def test_a_third_format_map_opens_with_every_kind_of_record_and_its_undo(tmp_path):
    path = Path(shutil.copy(FILES / "v3.headwater", tmp_path / "a.headwater"))
    with Document.open(path) as document:
        assert rows_in(path) == rows_of(document.map)
        assert all(rows for table, rows in rows_of(document.map).items() if table not in SINCE_4)
        assert document.map.factors["care"].pinned is True
        assert [factor.id for factor in document.map.parked()] == ["taxi"]
        assert document.map.factors["care"].label == "No home care visit can start – “not this week”"
        assert document.map.voices["v1"].lived_experience is True
        assert document.map.factors["rota"].label == "The rota"
        assert (document.undo_label, document.redo_label) == ("Link", "Rename a factor")
        document.redo()
        assert document.map.factors["rota"].label == "The rota of the doctors"
        for _ in range(3):
            document.undo()
        assert "rota" not in document.map.factors


def test_a_fourth_format_map_opens_with_every_kind_of_record_and_its_undo(tmp_path):
    path = Path(shutil.copy(FILES / "v4.headwater", tmp_path / "a.headwater"))
    with Document.open(path) as document:
        assert rows_in(path) == rows_of(document.map)
        assert all(rows for table, rows in rows_of(document.map).items() if table not in SINCE_5)
        supposed = {each.subject: each.what for each in document.map.suppositions.values()}
        assert supposed == {"pills": "fixed", "l2": "doubted", "l3": "rejected"}
        named = {each.name: each.step for each in document.map.snapshots.values()}
        assert named == {"Before the first step": "", "Before the break": document.history()[1].id}
        assert (document.undo_label, document.redo_label) == ("Keep this moment", "Rename a factor")


def test_a_fifth_format_map_opens_with_every_kind_of_record_and_its_undo(tmp_path):
    path = Path(shutil.copy(FILES / "v5.headwater", tmp_path / "a.headwater"))
    with Document.open(path) as document:
        assert rows_in(path) == rows_of(document.map)
        assert all(rows for rows in rows_of(document.map).values())
        assert document.map.about.dots == 5
        assert [(each.factor, each.organisation, each.dots) for each in document.map.votes.values()] == [
            ("pills", "Community trust", 3)
        ]
        assert document.map.answers["q1"].question == "one voice pills"
        assert document.map.actions["a1"].pace == "quick win"
        assert document.map.preparations["p1"].factor == "round"
        assert (document.undo_label, document.redo_label) == ("Keep this moment", "Rename a factor")
