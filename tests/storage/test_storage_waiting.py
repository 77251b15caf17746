"""When the disk, stick or share does not take a step: it is done, kept, said, and written when it can be."""

import json
import os
import shutil
import sqlite3
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from disks import small_disk, take_all_room
from plain_file import alter, replayed, rows_in, rows_of, select

from app.document import Document
from app.errors import FileBusy, NotWritten, ReadOnly
from app.model import edits
from app.storage import file as file_module
from app.storage import spool


@pytest.fixture
def path(tmp_path):
    return tmp_path / "place" / "Winter.headwater"


@pytest.fixture
def document(path):
    path.parent.mkdir()
    with Document.create(path, "Winter") as made:
        made.perform("Add", edits.add_factor("Before"))
        yield made


def add(document, label="One"):
    return document.perform(f"Add {label[:20]}", edits.add_factor(label))


def labels(document):
    return [factor.label for factor in document.map.factors.values()]


def fill(document):
    """No page more fits into the file, as on a full disk."""
    raw = document._file._database.raw
    pages = raw.execute("PRAGMA page_count").fetchone()[0]
    raw.execute(f"PRAGMA max_page_count = {pages}")
    while not document.waiting:
        add(document, "x" * 500)
    return len(document._spool.steps)


def make_room(document):
    document._file._database.raw.execute("PRAGMA max_page_count = 1000000")


def spools(tmp_path):
    return list((tmp_path / "data" / "spool").glob("*"))


def ids_in_file(path):
    return [id_ for (id_,) in select(path, "SELECT id FROM journal ORDER BY number")]


def test_a_step_on_a_full_disk_is_done_published_kept_and_said(document, path, tmp_path):
    heard = []
    document.subscribe(heard.append)
    fill(document)
    waits = heard[-1].step
    assert document.history()[-1].id == waits.id
    assert labels(document)[-1] == "x" * 500
    assert "kept on this computer" in document.waiting
    assert "the disk is full" in document.waiting
    assert "“Winter.headwater”" in document.waiting
    [kept] = spools(tmp_path)
    lines = [json.loads(line) for line in kept.read_text().splitlines()]
    assert [line["id"] for line in lines[1:]] == [waits.id]
    assert lines[0]["base"] == ids_in_file(path)[-1]
    assert waits.id not in ids_in_file(path)
    assert select(path, "PRAGMA quick_check") == [("ok",)]


def test_later_steps_wait_behind_it_and_retry_writes_all_in_order(document, path, tmp_path):
    fill(document)
    make_room(document)
    add(document, "Two")
    document.undo()
    document.redo()
    assert "last 4 steps" in document.waiting
    wanted = [head.id for head in document.history()]
    assert ids_in_file(path) == wanted[:-4]
    assert document.retry()
    assert document.waiting == ""
    assert spools(tmp_path) == []
    assert ids_in_file(path) == wanted
    assert rows_in(path) == rows_of(document.map)
    add(document, "Three")
    assert ids_in_file(path)[-1] == document.history()[-1].id


def test_retry_while_nothing_has_changed_keeps_waiting(document, path, monkeypatch):
    fill(document)

    def still_full(*_):
        raise NotWritten("the disk is full")

    monkeypatch.setattr(document._file, "write", still_full)
    assert not document.retry()
    assert "the disk is full" in document.waiting


def leave(document):
    """End as a killed process does: nothing written, nothing said."""
    document._file.close()
    document._closed = True


def test_what_an_earlier_run_left_is_written_at_opening(document, path, tmp_path):
    fill(document)
    add(document, "Two")
    leave(document)
    before = document.map
    assert rows_in(path) != rows_of(before)
    with Document.open(path) as again:
        assert again.map == before
        assert again.history() == document.history()
        assert again.waiting == ""
        assert rows_in(path) == rows_of(before)
        assert spools(tmp_path) == []
        again.undo()
        assert again.redo_label == "Add Two"


def test_a_line_cut_off_in_the_spool_was_never_acknowledged(document, path, tmp_path):
    fill(document)
    with spools(tmp_path)[0].open("ab") as kept:
        kept.write(b'{"id":"half","label":"Ha')
    leave(document)
    with Document.open(path) as again:
        assert again.map == document.map
        assert again.history() == document.history()


def test_steps_that_did_reach_the_file_are_not_written_twice(document, path, tmp_path):
    fill(document)
    add(document, "Two")
    [kept] = spools(tmp_path)
    content = kept.read_bytes()
    make_room(document)
    assert document.retry()
    document.close()
    kept.write_bytes(content)
    with Document.open(path) as again:
        assert again.map == document.map
        assert again.history() == document.history()
    assert spools(tmp_path) == []


def test_a_commit_that_reported_an_error_but_happened_is_not_written_twice(document, path):
    write = document._file.write

    def written_but_says_not(steps):
        write(steps)
        document._file._last = (len(ids_in_file(path)) - 1, ids_in_file(path)[-2])
        raise NotWritten("the disk or share reports an error")

    document._file.write = written_but_says_not
    add(document, "Two")
    document._file.write = write
    add(document, "Three")
    assert "last 2 steps" in document.waiting
    assert document.retry()
    assert ids_in_file(path) == [head.id for head in document.history()]
    assert rows_in(path) == rows_of(document.map)


def test_kept_steps_that_no_longer_fit_are_set_aside_and_said(document, path, tmp_path):
    copy = path.read_bytes()
    factor = next(iter(document.map.factors))
    fill(document)
    make_room(document)
    document.perform("Rename", edits.rename(document.map, factor, "Kept words"))
    leave(document)
    path.write_bytes(copy)
    with Document.open(path) as other:  # an older state of the file: it lacks the step before those kept
        assert "no longer fit" in other.notice
        assert labels(other) == ["Before"]
        assert other.waiting == ""
    [kept] = spools(tmp_path)
    assert kept.suffix == ".kept"
    assert "Kept words" in kept.read_text()
    with Document.open(path) as other:
        assert other.notice == ""


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"{}\n", b"null\n", b"\xff\xfe\n", b'{"map":1,"format":2}\n', b'{"map":"MAP","format":9}\n']
)
def test_a_spool_that_cannot_be_read_does_not_stop_a_map(document, path, tmp_path, content):
    map_id = document._file.map_id
    document.close()
    place = spool.Spool(map_id, path, "").file
    place.parent.mkdir(parents=True)
    place.write_bytes(content.replace(b"MAP", map_id.encode()))
    with Document.open(path) as again:
        assert again.map == document.map


def test_a_spool_belongs_to_the_map_it_was_made_for_and_not_to_its_copy(document, path, tmp_path):
    twin = tmp_path / "Twin.headwater"
    fill(document)
    shutil.copy(path, twin)
    leave(document)
    with Document.open(twin) as other:
        assert other.map != document.map
    moved = tmp_path / "Moved.headwater"
    path.rename(moved)
    with Document.open(moved) as again:
        assert again.map == document.map


def test_steps_of_a_file_that_vanished_wait_until_it_is_back(document, path, tmp_path):
    hidden = tmp_path / "hidden"
    path.rename(hidden)
    add(document, "Two")
    assert "no longer where it was" in document.waiting
    assert not document.retry()
    assert "is not there" in document.waiting
    document.undo()
    document.redo()
    hidden.rename(path)
    assert document.retry()
    assert rows_in(path) == rows_of(document.map)


def test_a_copy_of_a_vanished_map_has_history_and_the_steps_that_wait(document, path, tmp_path):
    path.unlink()
    add(document, "Two")
    document.save_copy(tmp_path / "Copy.headwater")
    with Document.open(tmp_path / "Copy.headwater") as copy:
        assert copy.map == document.map
        assert [head.id for head in copy.history()] == [head.id for head in document.history()]


def test_another_file_in_its_place_is_not_written_into(document, path, tmp_path):
    path.unlink()
    Document.create(tmp_path / "Other.headwater").close()
    shutil.copy(tmp_path / "Other.headwater", path)
    content = path.read_bytes()
    add(document, "Two")
    assert not document.retry()
    assert "no longer the one that was opened" in document.waiting
    assert path.read_bytes() == content


def test_a_map_that_somebody_else_went_on_with_is_not_overwritten(document, path, tmp_path):
    newer = tmp_path / "newer"
    shutil.copy(path, newer)
    alter(newer, "INSERT INTO journal SELECT 2, 'other', label, '', '', 2, NULL, NULL, '[]', '[]', '[]' FROM journal")
    path.unlink()
    add(document, "Two")
    newer.rename(path)
    content = path.read_bytes()
    assert not document.retry()
    assert "another program has changed" in document.waiting
    assert path.read_bytes() == content


def test_rows_changed_under_an_open_map_are_noticed_not_overwritten(document, path):
    factor = next(iter(document.map.factors))
    alter(path, "DELETE FROM factor")
    document.perform("Rename", edits.rename(document.map, factor, "New words"))
    assert "another program has changed" in document.waiting
    assert select(path, "SELECT count(*) FROM factor") == [(0,)]


def test_a_journal_row_added_under_an_open_map_is_noticed(document, path):
    alter(path, "INSERT INTO journal SELECT 2, 'other', label, '', '', 2, NULL, NULL, '[]', '[]', '[]' FROM journal")
    add(document, "Two")
    assert "another program has changed" in document.waiting
    assert ids_in_file(path)[-1] == "other"


def test_a_program_that_holds_the_file_for_a_while_costs_nothing(document, path):
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    add(document, "Two")
    assert "another program is holding the file" in document.waiting
    assert not document.retry()
    holder.close()
    assert document.retry()
    assert rows_in(path) == rows_of(document.map)


def test_where_even_the_spool_takes_nothing_the_steps_stay_in_memory_and_that_is_said(document, path, tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")
    fill(document)
    assert "not written anywhere yet" in document.waiting
    assert "save a copy" in document.waiting
    assert document.undo()
    assert document.redo()
    (tmp_path / "data").unlink()
    add(document, "Two")
    assert "kept on this computer" in document.waiting
    leave(document)
    with Document.open(path) as again:
        assert again.map == document.map


def test_closing_writes_what_waits_if_it_can(document, path, tmp_path):
    fill(document)
    document.close()
    assert rows_in(path) == rows_of(document.map)
    assert spools(tmp_path) == []


# -- a disk that is really full, a folder that really may not be written


def test_a_really_full_disk_stops_nobody_and_loses_nothing(tmp_path):
    with small_disk(600) as disk:
        path = disk / "Winter.headwater"
        document = Document.create(path, "Winter")
        start = rows_in(path)
        filler = disk / "filler"
        take_all_room(filler)
        acknowledged = [add(document, f"{number} {'long words ' * 40}").id for number in range(30)]
        assert "the disk is full" in document.waiting
        assert not document.retry()
        with pytest.raises(NotWritten, match="the disk is full"):
            document.save_copy(disk / "Copy.headwater")
        assert sorted(each.name for each in disk.iterdir() if each.name != ".~Winter.headwater.lock") == [
            "Winter.headwater",
            "filler",
        ]
        document.save_copy(tmp_path / "Copy.headwater")
        filler.unlink()
        assert document.retry()
        assert ids_in_file(path) == acknowledged
        document.close()
        assert replayed(path, start) == rows_in(path) == rows_of(document.map)
        with Document.open(tmp_path / "Copy.headwater") as copy:
            assert copy.map == document.map
            assert len(copy.history()) == 30


def test_creating_on_a_full_disk_leaves_nothing():
    with small_disk(60) as disk:
        with pytest.raises(NotWritten, match="could not be made, because the disk is full"):
            Document.create(disk / "a.headwater", "A map")
        assert list(disk.iterdir()) == []


@contextmanager
def nobody():
    """As a user who owns nothing here."""
    if not hasattr(os, "seteuid") or os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def public():
    """A map in a folder that everybody may read."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "Winter.headwater"
        with Document.create(path, "Winter") as made:
            add(made)
        path.chmod(0o644)
        yield path


def test_a_folder_that_may_not_be_written_lets_a_map_be_looked_at_and_copied(public):
    content = public.read_bytes()
    with nobody(), tempfile.TemporaryDirectory() as own, Document.open(public) as document:
        assert labels(document) == ["One"]
        assert "can only be looked at here, because its folder may not be written" in document.read_only
        assert not document.can_undo
        for act in (document.undo, document.redo, lambda: add(document)):
            with pytest.raises(ReadOnly, match="Save a copy elsewhere to change it"):
                act()
        document.save_copy(Path(own) / "Mine.headwater")
        with Document.open(Path(own) / "Mine.headwater") as mine:
            assert mine.map == document.map
            mine.undo()
        with pytest.raises(NotWritten, match="its folder may not be written"):
            document.save_copy(public.with_name("Other.headwater"))
        with pytest.raises(NotWritten, match="its folder may not be written"):
            Document.create(public.with_name("Other.headwater"))
    assert public.read_bytes() == content
    assert list(public.parent.iterdir()) == [public]


def test_a_file_that_may_not_be_written_in_an_open_folder(public):
    public.parent.chmod(0o777)
    with nobody(), Document.open(public) as document:
        assert "because the file may not be written" in document.read_only
    assert list(public.parent.iterdir()) == [public]


def test_a_file_that_may_not_be_read_is_refused(public):
    public.chmod(0o600)
    with nobody(), pytest.raises(Exception, match="may not be read by you"):
        Document.open(public)


def test_a_map_that_another_user_has_open_is_busy_in_a_shared_folder(public):
    public.parent.chmod(0o777)
    public.chmod(0o666)
    with Document.open(public), nobody(), pytest.raises(FileBusy):
        Document.open(public)


def test_kept_steps_are_shown_where_the_map_may_not_be_written(document, path, monkeypatch, tmp_path):
    fill(document)
    leave(document)
    monkeypatch.setattr(file_module, "may_write", lambda _: False)
    with Document.open(path) as again:
        assert again.map == document.map
        assert again.waiting
        assert not again.retry()
    assert len(spools(tmp_path)) == 1
