"""Earlier copies as files: whole, sound, in order whatever the clock says, thinned, and bounded."""

import json
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_file import rows_in, rows_of

from app.document import Document
from app.earlier import Keepsake, all_copies, copies_of_place, is_kept, keep, restore
from app.errors import FileRefused, NotWritten
from app.model import edits
from app.storage import backups
from app.storage.backups import ALWAYS_KEPT, About, Backup, of_map, too_many

NOON = datetime(2026, 3, 2, 12, 0)  # noqa: DTZ001  # as the person's own clock says it
ABOUT = About("Winter", "/somewhere/Winter.headwater", 1, 0, 1)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "Winter.headwater"


@pytest.fixture
def document(path):
    with Document.create(path, "Winter") as made:
        made.perform("Add", edits.add_factor("One"))
        yield made


def test_a_copy_is_the_whole_map_with_its_history(document, path):
    kept = keep(Keepsake.of(document))
    assert rows_in(kept.path) == rows_of(document.map)
    with Document.open(kept.path, look_only=True) as copy:
        assert [head.id for head in copy.history()] == [head.id for head in document.history()]
        assert copy.map_id == document.map_id
    assert is_kept(Keepsake.of(document))
    document.perform("Add", edits.add_factor("Two"))
    assert not is_kept(Keepsake.of(document))


def test_a_copy_is_made_while_a_step_is_half_written_and_holds_none_of_it(document, path):
    with sqlite3.connect(path, isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE factor SET label = 'half'")
        kept = keep(Keepsake.of(document))
        writer.execute("ROLLBACK")
    writer.close()
    assert rows_in(kept.path) == rows_of(document.map)


def test_no_sound_copy_is_followed_by_a_damaged_one(document, path):
    document.close()
    data = bytearray(path.read_bytes())
    data[4096 : 3 * 4096] = b"\xee" * 8192
    path.write_bytes(data)
    with pytest.raises(NotWritten, match="No earlier copy"):
        keep(Keepsake("0" * 8, path, "", 0, 0, 0))
    assert all_copies() == []


def test_copies_are_in_the_order_in_which_they_were_made_though_the_clock_goes_back(document):
    for hours in (0, 5, -8760, 1):
        backups.keep(document.map_id, b"x", ABOUT, now=NOON + timedelta(hours=hours))
    assert [each.made for each in of_map(document.map_id)] == [
        NOON + timedelta(hours=hours) for hours in (1, -8760, 5, 0)
    ]


def made(times):
    return [Backup(Path(f"{number}"), "m", number, time) for number, time in enumerate(times)]


@given(st.lists(st.integers(0, 60 * 24 * 400), max_size=80), st.integers(0, 60 * 24 * 400))
def test_thinning_never_takes_the_latest_and_leaves_one_in_each_span(minutes, now_at):
    copies, now = made([NOON + timedelta(minutes=each) for each in minutes]), NOON + timedelta(minutes=now_at)
    going = too_many(copies, now)
    kept = [each for each in copies if each not in going]
    assert not {each.number for each in copies[-ALWAYS_KEPT:]} & {each.number for each in going}
    for gone in going:
        # Something no older in the making stays in the same hour, day or month.
        span = {True: timedelta(hours=1), False: timedelta(days=1 if now - gone.made <= timedelta(days=60) else 30)}[
            now - gone.made <= timedelta(days=2)
        ]
        assert any(each.number > gone.number and abs(each.made - gone.made) < span for each in kept)
    assert too_many(kept, now) == []


def test_a_long_working_life_leaves_a_bounded_number_of_copies():
    every_ten_minutes = [NOON + timedelta(minutes=10 * each) for each in range(6 * 24 * 365)]
    copies, now = made(every_ten_minutes), every_ten_minutes[-1]
    left = len(copies) - len(too_many(copies, now))
    assert 60 < left < 150


def test_all_copies_together_are_bounded_and_each_map_keeps_its_latest(monkeypatch):
    monkeypatch.setattr(backups, "MOST_BYTES", 2_500)
    for number in range(4):
        for map_id in ("a", "b", "c"):
            backups.keep(map_id, b"x" * 1_000, ABOUT, now=NOON + timedelta(minutes=number))
    left = all_copies()
    assert {each.map_id for each in left} == {"a", "b", "c"}
    assert all(each.made == NOON + timedelta(minutes=3) for each in left)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"title": 7, "factors": "many"}', b'{"place": null}', b"\xff\xfe", b"[" * 9_999]
)
def test_what_is_written_beside_a_copy_may_be_anything(document, content):
    kept = keep(Keepsake.of(document))
    kept.path.with_suffix(".json").write_bytes(content)
    [found] = all_copies()
    assert (found.title, found.factors) == ("", 0)


def test_other_files_in_the_folder_are_no_copies(document):
    kept = keep(Keepsake.of(document))
    for name in ("notes.txt", "000002 yesterday.headwater", "000003 2026-99-99 00.00.00.headwater"):
        (kept.path.parent / name).write_text("x")
    (kept.path.parents[1] / "not a map!").mkdir()
    assert all_copies() == [kept]


def test_a_copy_of_a_map_that_is_there_opens_as_another_map(document, path, tmp_path):
    kept = keep(Keepsake.of(document))
    restore(kept, tmp_path / "again.headwater")
    with Document.open(tmp_path / "again.headwater") as again:
        assert again.map == document.map
        assert again.map_id != document.map_id
        assert again.can_undo
    with pytest.raises(FileRefused, match="is there already"):
        restore(kept, path)
    assert copies_of_place(path) == [kept]


def test_steps_that_wait_for_a_map_that_is_gone_go_into_its_copy(document, path, tmp_path):
    kept = keep(Keepsake.of(document))
    path.unlink()
    document.perform("Add", edits.add_factor("Two"))
    document.close()
    restore(kept, tmp_path / "again.headwater")
    with Document.open(tmp_path / "again.headwater") as again:
        assert [factor.label for factor in again.map.factors.values()] == ["One", "Two"]
        assert not again.waiting


def test_a_copy_that_is_no_map_any_more_is_refused_and_leaves_nothing(document, path, tmp_path):
    kept = keep(Keepsake.of(document))
    kept.path.write_bytes(b"x" * 5_000)
    for gone in (False, True):
        if gone:
            path.unlink()
        with pytest.raises(FileRefused):
            restore(kept, tmp_path / "again.headwater")
        assert not (tmp_path / "again.headwater").exists()


def test_what_beside_a_copy_says_of_it_is_plain_text(document):
    kept = keep(Keepsake.of(document))
    assert json.loads(kept.path.with_suffix(".json").read_text("utf-8"))["steps"] == 1
