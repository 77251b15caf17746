"""Damaged files: what can be read becomes a new map, the account of it is true, and the damaged file stays as it is."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from plain_file import alter, rows_in, rows_of, select

from app.document import Document
from app.errors import FileRefused
from app.exchange.example import example_records
from app.model import edits
from app.storage.repair import repair

PAGE = 4096
FILES = Path(__file__).parents[1] / "files"


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """The example with a history, larger than a few pages in every part."""
    path = tmp_path_factory.mktemp("sound") / "Winter.headwater"
    title, records = example_records()
    with Document.create(path, title, records) as document:
        for number in range(120):
            document.perform("Add", edits.add_factor(f"Added later {number}"))
        document.undo()
    return path


@pytest.fixture
def path(sound, tmp_path):
    return Path(shutil.copy(sound, tmp_path / "Winter.headwater"))


def repaired(path):
    """The account and the map that came of it; the damaged file was left alone."""
    content, target = path.read_bytes(), path.with_name("Repaired.headwater")
    told = repair(path, target)
    assert path.read_bytes() == content
    with Document.open(target) as document:
        assert not document.read_only
        made = document.map
        assert len(document.history()) == told.steps
        assert document.perform("Add", edits.add_factor("One more"))
    rows = rows_of(made)
    assert told.saved == {table: len(rows[table]) for table in rows}
    return told, made


def smash(path, *pages):
    data = bytearray(path.read_bytes())
    for page in pages:
        data[(page - 1) * PAGE : page * PAGE] = b"\xee" * PAGE
    path.write_bytes(data)


def pages_of(path, *names):
    """The pages of these tables and indexes, but their roots, as SQLite itself counts them."""
    marks = ", ".join("?" * len(names))
    try:
        return [
            page
            for (page,) in select(path, f"SELECT pageno FROM dbstat WHERE name IN ({marks}) AND path <> '/'", *names)
        ]
    except sqlite3.OperationalError:
        pytest.skip("this SQLite does not tell which page is whose")


def test_a_sound_map_comes_through_whole_with_its_history(path):
    told, made = repaired(path)
    assert told.is_whole
    assert rows_of(made) == rows_in(path)
    assert "Nothing is known to be lost." in told.sentences()
    with Document.open(path.with_name("Repaired.headwater")) as document:
        assert document.undo()  # what was added above
        assert document.redo_label == "Add"


def test_a_map_without_its_first_bytes_comes_through_whole(path):
    before = rows_in(path)
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])
    told, made = repaired(path)
    assert told.is_whole
    assert told.steps
    assert rows_of(made) == before


def test_a_map_whose_list_of_tables_is_gone_comes_through_whole(path):
    before = rows_in(path)
    smash(path, 1)
    told, made = repaired(path)
    assert told.is_whole
    assert rows_of(made) == before
    assert any("list of tables" in each for each in told.sentences())


def test_a_broken_index_costs_nothing(path):
    before = rows_in(path)
    [(root,)] = select(path, "SELECT rootpage FROM sqlite_master WHERE name = 'ix_link_cause'")
    smash(path, root)
    told, made = repaired(path)
    assert rows_of(made) == before
    assert told.steps


def test_factors_on_a_broken_page_that_came_by_steps_are_in_the_history_still(path):
    before = rows_in(path)
    last = pages_of(path, "factor")[-1]
    smash(path, last)
    told, made = repaired(path)
    assert told.from_history["factor"] > 0
    assert not told.steps
    assert rows_of(made)["factor"] == before["factor"]
    assert "Of these the history alone still knew" in " ".join(told.sentences())


def test_what_is_nowhere_any_more_is_counted_as_lost(path):
    before = rows_in(path)
    smash(path, *pages_of(path, "evidence"))
    told, made = repaired(path)
    rows = rows_of(made)
    assert told.lost["evidence"] == len(before["evidence"]) - len(rows["evidence"])
    assert told.lost["evidence"] > 0
    assert rows["factor"] == before["factor"]
    assert any(each.startswith("Lost: ") and "evidence" in each for each in told.sentences())


def test_a_cut_off_file_gives_what_stood_before_the_cut(path):
    before = rows_in(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])
    with pytest.raises(FileRefused, match="cut off"):
        Document.open(path)
    told, made = repaired(path)
    rows = rows_of(made)
    for table, kept in rows.items():
        for id_, row in kept.items():
            if table != "about":
                assert row == before[table][id_]
        missing = len(before[table]) - len(kept)
        assert not missing or table in told.torn or told.lost[table] <= missing
    assert 0 < len(rows["factor"]) < len(before["factor"])
    assert "is cut off" in told.sentences()[0]


def test_rows_that_are_no_records_go_and_what_hangs_on_them(path):
    [(id_,)] = select(path, "SELECT cause FROM link WHERE number = 1")
    hanging = select(path, "SELECT count(*) FROM link WHERE cause = ? OR effect = ?", id_, id_)[0][0]
    alter(path, "DELETE FROM journal", f"UPDATE factor SET kind = 'wish' WHERE id = '{id_}'")
    told, made = repaired(path)
    assert id_ not in made.factors
    assert told.lost["factor"] == 1
    assert told.lost["link"] == hanging


def test_a_row_that_is_no_record_is_put_back_from_the_history(path):
    before = rows_in(path)
    [(id_,)] = select(path, "SELECT id FROM factor ORDER BY number DESC LIMIT 1")
    alter(path, f"UPDATE factor SET label = x'ff' WHERE id = '{id_}'")
    told, made = repaired(path)
    assert told.from_history == {"factor": 1}
    assert rows_of(made)["factor"][id_] == before["factor"][id_]


def test_parts_that_would_act_do_not_and_are_left_behind(path):
    before = rows_in(path)
    alter(path, "CREATE TRIGGER t AFTER INSERT ON factor BEGIN DELETE FROM factor; END", "CREATE VIEW v AS SELECT 1")
    told, made = repaired(path)
    assert told.is_whole
    assert rows_of(made) == before


def test_a_map_of_the_first_format_is_repaired_as_the_present_one(tmp_path):
    path = Path(shutil.copy(FILES / "v1.headwater", tmp_path / "Winter.headwater"))
    with Document.open(Path(shutil.copy(path, tmp_path / "other.headwater"))) as document:
        wanted = rows_of(document.map)
    told, made = repaired(path)
    assert rows_of(made) == wanted
    assert told.is_whole


def test_an_unfinished_transaction_is_taken_back_before_anything_is_read(path):
    before = rows_in(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA cache_size = 1")
        raw.execute("BEGIN")
        raw.execute("UPDATE factor SET label = 'half'")
        crashed = path.with_name("Crashed.headwater")
        shutil.copy(path, crashed)
        shutil.copy(f"{path}-journal", f"{crashed}-journal")
        raw.execute("ROLLBACK")
    content = crashed.read_bytes()
    told = repair(crashed, path.with_name("Repaired.headwater"))
    assert told.is_whole
    assert crashed.read_bytes() == content
    assert rows_in(path.with_name("Repaired.headwater")) == before


@pytest.mark.parametrize("seed", range(12))
def test_any_damage_gives_a_map_of_true_rows_or_one_sentence(path, seed):
    before, chance = rows_in(path), random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 12)):
        at, length = chance.randrange(len(data)), chance.choice([1, 16, 512, 4096, 40_000])
        data[at : at + length] = chance.choice([bytes, chance.randbytes])(len(data[at : at + length]))
    path.write_bytes(data)
    try:
        _, made = repaired(path)
    except FileRefused:
        assert [each.name for each in path.parent.iterdir()] == [path.name]
    else:
        known = rows_of(made)["factor"].keys() & before["factor"].keys()
        assert known or not made.factors


@pytest.mark.parametrize("content", [b"", b"x" * 5_000, b"%PDF-1.7" + b"x" * 50_000])
def test_what_is_no_map_is_refused_in_a_sentence(tmp_path, content):
    path = tmp_path / "Winter.headwater"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match=r"“Winter\.headwater”"):
        repair(path, tmp_path / "Repaired.headwater")
    assert [each.name for each in tmp_path.iterdir()] == ["Winter.headwater"]


def test_a_database_of_another_program_is_left_to_it(tmp_path):
    path = tmp_path / "Bills.headwater"
    alter(path, "CREATE TABLE factor (a)", "CREATE TABLE link (a)", "PRAGMA application_id = 77")
    with pytest.raises(FileRefused, match="of another program"):
        repair(path, tmp_path / "Repaired.headwater")


def test_nothing_is_overwritten(path):
    target = path.with_name("Other.headwater")
    target.write_text("mine")
    with pytest.raises(FileRefused, match="is there already"):
        repair(path, target)
    assert target.read_text() == "mine"
