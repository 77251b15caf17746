"""The document: order of things, undo across closing, listeners, copies."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from plain_file import alter, rows_in, rows_of, select

from app.document import Document
from app.errors import FileRefused, NotWritten, RuleBroken
from app.model import edits
from app.model.changes import Add, Remove, Update
from app.model.records import ABOUT_ID, About, Factor, Link, Snapshot


@pytest.fixture
def path(tmp_path):
    return tmp_path / "Winter.headwater"


@pytest.fixture
def document(path):
    with Document.create(path, "Winter", author="Ada") as made:
        yield made


def add(document, label, **how):
    changes = edits.add_factor(label)
    return document.perform(f"Add {label}", changes, **how), changes[0].id


def labels(document):
    return [factor.label for factor in document.map.factors.values()]


def test_importing_the_document_does_not_import_the_database():
    code = "import sys, app.document; sys.exit('sqlalchemy' in sys.modules or 'app.storage' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=False).returncode == 0


def test_a_new_map_has_its_title_its_records_and_nothing_to_undo(path):
    factor = Factor(id="f", label="One")
    with Document.create(path, " A  winter\n", [factor]) as document:
        assert document.map.title == "A winter"
        assert document.map.factors == {"f": factor}
        assert document.map.about.created
        assert not document.can_undo
        assert document.history() == []
        assert rows_in(path) == rows_of(document.map)


def test_the_about_record_that_comes_along_is_kept_and_a_given_title_wins(path, tmp_path):
    about = About(id=ABOUT_ID, title="Theirs", created="2020")
    with Document.create(path, records=[about]) as document:
        assert document.map.about == about
    with Document.create(tmp_path / "2.headwater", "Ours", [about]) as document:
        assert (document.map.title, document.map.about.created) == ("Ours", "2020")


def test_records_that_are_no_map_make_no_file(path):
    with pytest.raises(RuleBroken):
        Document.create(path, records=[Link(id="l", cause="a", effect="b")])
    assert list(path.parent.iterdir()) == []


def test_creating_over_a_file_is_refused_and_leaves_it(path):
    path.write_text("shopping list")
    with pytest.raises(FileRefused, match=r"“Winter\.headwater” is there already"):
        Document.create(path)
    assert path.read_text() == "shopping list"
    assert [each.name for each in path.parent.iterdir()] == ["Winter.headwater"]


def test_creating_where_there_is_no_folder_says_so(tmp_path):
    with pytest.raises(NotWritten, match="its folder is not there"):
        Document.create(tmp_path / "nowhere" / "a.headwater")


def test_a_step_is_in_the_file_before_anybody_hears_of_it(document, path):
    heard = []
    document.subscribe(lambda applied: heard.append((applied, rows_in(path), document.map)))
    step, id_ = add(document, "One", source="outline")
    [(applied, rows, cause_map)] = heard
    assert applied.step is step
    assert applied.touched == {id_}
    assert applied.source == "outline"
    assert rows == rows_of(cause_map) == rows_of(document.map)
    assert select(path, "SELECT id, label, author, format FROM journal") == [(step.id, "Add One", "Ada", 5)]


def test_nothing_to_change_is_no_step(document):
    _, id_ = add(document, "One")
    same = Update("factor", id_, {"label": "One"}, {"label": "One"})
    assert document.perform("Nothing", []) is None
    assert document.perform("Rename", [same]) is None
    assert len(document.history()) == 1
    assert document.revision == 1


def test_what_breaks_a_rule_changes_nothing_anywhere(document, path):
    _, id_ = add(document, "One")
    before, rows = document.map, rows_in(path)
    document.subscribe(lambda _: pytest.fail("nobody should hear of it"))
    good = Add(Factor(id="x", label="Two"))
    for bad in (
        Add(Link(id="l", cause=id_, effect="nobody")),
        Update("factor", id_, {"label": "Other"}, {"label": "New"}),
        Update("factor", id_, {"label": "One"}, {"label": ""}),
        Update("factor", id_, {"x": None}, {"x": "5"}),
        Update("factor", id_, {"weight": 1.0}, {"weight": float("nan")}),
        Add(Factor(id="y", label="ok").model_copy(update={"label": "two\nlines"})),
    ):
        with pytest.raises(RuleBroken):
            document.perform("Both", [good, bad])
    assert document.map is before
    assert rows_in(path) == rows
    assert len(document.history()) == 1


def test_our_own_mistake_in_writing_reaches_neither_memory_nor_listeners(document, path, monkeypatch):
    from app.storage import rows

    document.subscribe(lambda _: pytest.fail("nobody should hear of it"))
    before = document.map

    def fails(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(rows, "write", fails)
    with pytest.raises(ZeroDivisionError):
        add(document, "One")
    monkeypatch.undo()
    assert document.map is before
    assert document.waiting == ""
    assert select(path, "SELECT count(*) FROM journal") == [(0,)]


def test_undo_and_redo_go_back_and_forth_across_closing(document, path):
    for label in ("One", "Two", "Three"):
        add(document, label, selection_before=("b",), selection_after=("a",))
    undone = document.undo()
    assert (undone.selection_before, undone.selection_after) == (("a",), ("b",))
    assert undone.label == "Undo add Three"
    document.close()
    with Document.open(path) as again:
        assert (again.undo_label, again.redo_label) == ("Add Two", "Add Three")
        again.undo()
        assert labels(again) == ["One"]
    with Document.open(path) as again:
        again.redo()
        again.redo()
        assert labels(again) == ["One", "Two", "Three"]
        assert again.redo() is None
        assert [again.undo() is None for _ in range(4)] == [False, False, False, True]
        assert [head.label for head in again.history()][:4] == ["Add One", "Add Two", "Add Three", "Undo add Three"]


def test_a_new_step_after_undo_ends_redo(document):
    add(document, "One")
    document.undo()
    add(document, "Two")
    assert not document.can_redo
    assert document.redo_label == ""
    assert document.redo() is None


def test_a_deleted_loop_with_all_that_hangs_on_it_comes_back_whole(document):
    _, a = add(document, "A")
    document.perform("Add", edits.add_cause(document.map, a, "B"))
    b = document.map.causes_of(a)[0].id
    document.perform("Link", edits.link(document.map, a, b))
    before = document.map
    document.perform("Delete", edits.delete(document.map, [a, b]))
    assert labels(document) == []
    document.undo()
    assert document.map == before


@pytest.mark.parametrize("act", ["perform", "undo", "redo"])
def test_a_listener_may_not_change_the_map(document, act):
    add(document, "One")
    add(document, "Two")
    document.undo()
    acts = {"perform": lambda: add(document, "Three"), "undo": document.undo, "redo": document.redo}
    document.subscribe(lambda _: acts[act]())
    with pytest.raises(RuntimeError, match="listener"):
        add(document, "Four")
    assert labels(document) == ["One", "Four"]


def test_a_failing_listener_neither_stops_the_others_nor_loses_the_step(document, path):
    heard = []

    def fails(_):
        raise ValueError("mine")

    document.subscribe(fails)
    document.subscribe(heard.append)
    with pytest.raises(ValueError, match="mine"):
        add(document, "One")
    assert len(heard) == 1
    assert rows_in(path) == rows_of(document.map)
    document.subscribe(fails)
    with pytest.raises(ExceptionGroup):
        document.undo()
    assert len(heard) == 2
    assert labels(document) == []


def test_who_unsubscribes_hears_no_more_even_in_the_middle(document):
    heard = []
    stop = []
    document.subscribe(lambda _: stop[0]())
    stop.append(document.subscribe(heard.append))
    add(document, "One")
    stop[0]()
    assert heard == []


def test_a_document_is_used_from_one_thread(document):
    caught = []

    def elsewhere():
        try:
            add(document, "One")
        except RuntimeError as error:
            caught.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert len(caught) == 1
    assert labels(document) == []


def test_a_closed_document_takes_nothing_and_closes_twice(document):
    document.close()
    document.close()
    with pytest.raises(RuntimeError, match="closed"):
        add(document, "One")


def test_nothing_stays_beside_a_closed_map(document, path):
    add(document, "One")
    document.close()
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_copy_has_map_and_history_and_is_a_map_of_its_own(document, tmp_path):
    add(document, "One")
    add(document, "Two")
    document.undo()
    copy = tmp_path / "Copy.headwater"
    copy.write_text("what was there before")
    document.save_copy(copy)
    with Document.open(copy) as other:
        assert other.map == document.map
        assert other.history() == document.history()
        other.redo()
        assert labels(other) == ["One", "Two"]
    assert labels(document) == ["One"]
    assert select(copy, "SELECT value FROM meta") != select(document.path, "SELECT value FROM meta")
    assert {each.name for each in tmp_path.iterdir()} == {
        "Copy.headwater",
        "Winter.headwater",
        ".~Winter.headwater.lock",
    }


def test_a_clean_copy_holds_no_history_and_no_names(document, tmp_path):
    add(document, "Whisper")
    document.perform("Keep", [Add(Snapshot(id="p", name="Ada came in", step=document.history()[-1].id))])
    document.perform("Rename", edits.rename(document.map, next(iter(document.map.factors)), "Said aloud"))
    copy = tmp_path / "Copy.headwater"
    document.save_copy(copy, clean=True)
    content = copy.read_bytes()
    assert b"Said aloud" in content
    for gone in (b"Whisper", b"Ada"):
        assert gone in document.path.read_bytes()
        assert gone not in content
    with Document.open(copy) as other:
        assert other.map == document.map.apply([Remove(document.map.snapshots["p"])])
        assert other.history() == []


def test_a_copy_over_the_map_itself_or_into_no_folder_is_refused(document, path, tmp_path):
    add(document, "One")
    with pytest.raises(NotWritten, match="is the map itself"):
        document.save_copy(path)
    with pytest.raises(NotWritten, match="its folder is not there"):
        document.save_copy(tmp_path / "nowhere" / "x.headwater")
    (tmp_path / "folder.headwater").mkdir()
    with pytest.raises(NotWritten, match=r"folder\.headwater"):
        document.save_copy(tmp_path / "folder.headwater")
    assert rows_in(path) == rows_of(document.map)
    assert {each.name for each in tmp_path.iterdir()} == {path.name, ".~Winter.headwater.lock", "folder.headwater"}


def damage_second_step(path, statement):
    with Document.create(path) as document:
        for label in ("One", "Two", "Three"):
            add(document, label)
        cause_map = document.map
    alter(path, statement)
    return cause_map


@pytest.mark.parametrize(
    "value",
    [
        "'not json'",
        "'[]x'",
        "'{}'",
        '\'[{"do":"fly"}]\'',
        "'[1]'",
        "CAST(x'ff00' AS TEXT)",
        "x'00'",
        "'[' || hex(zeroblob(9))",
    ],
)
def test_an_unreadable_step_costs_undo_up_to_it_but_not_the_map(path, value):
    cause_map = damage_second_step(path, f"UPDATE journal SET changes = {value} WHERE number = 2")
    with Document.open(path) as document:
        assert document.map == cause_map
        document.undo()
        assert document.undo_label == "Add Two"
        with pytest.raises(RuleBroken, match="history cannot be read"):
            document.undo()
        assert labels(document) == ["One", "Two"]
        assert not document.can_undo
        document.redo()
        assert labels(document) == ["One", "Two", "Three"]
        document.undo()
        assert add(document, "Four")[0]
        document.undo()
        assert labels(document) == ["One", "Two"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET label = CAST(x'ff' AS TEXT) WHERE number = 2",
        "UPDATE journal SET id = CAST(x'fffe' AS TEXT) WHERE number = 2",
        "UPDATE journal SET time = x'00' WHERE number = 2",
        "UPDATE journal SET format = 'two' WHERE number = 2",
        "UPDATE journal SET undoes = 'a step that is not there' WHERE number = 2",
        "UPDATE journal SET format = 1 WHERE number = 2",
    ],
)
def test_an_unreadable_head_seals_the_history_before_it(path, statement):
    cause_map = damage_second_step(path, statement)
    with Document.open(path) as document:
        assert document.map == cause_map
        assert document.undo_label == "Add Three"
        document.undo()
        assert not document.can_undo
        assert document.undo() is None
        document.redo()
        assert document.map == cause_map


def test_an_unreadable_last_head_leaves_a_map_that_takes_steps(path):
    damage_second_step(path, "UPDATE journal SET id = CAST(x'ff' AS TEXT) WHERE number = 3")
    with Document.open(path) as document:
        assert not document.can_undo
        add(document, "Four")
        document.undo()
        assert document.waiting == ""
    with Document.open(path) as document:
        assert labels(document) == ["One", "Two", "Three"]
        assert document.redo_label == "Add Four"


def test_an_unfinished_journal_of_the_file_that_goes_does_not_harm_the_one_that_comes(tmp_path):
    old, new = tmp_path / "old.headwater", tmp_path / "new.headwater"
    Document.create(old, "Old").close()
    left_over = old.with_name("old.headwater-journal")
    left_over.write_bytes(b"what a crash left behind" * 100)
    with Document.create(new, "New") as document:
        document.save_copy(old)
    assert not left_over.exists()
    with Document.open(old) as document:
        assert document.map.title == "New"


def test_every_moment_of_the_history_can_be_looked_at_again_even_after_undo_and_closing(document, path):
    maps = [document.map]
    for label in ("One", "Two"):
        add(document, label)
        maps.append(document.map)
    document.undo()
    maps.append(document.map)
    document.close()
    with Document.open(path) as again:
        assert [again.moments.at(number) for number in range(4)] == maps
        add(again, "Three")
        assert len(again.moments) == 4
        assert again.moments.at(2) == maps[2]
        assert again.earliest_moment() == 0


def test_moments_behind_a_row_that_is_gone_cannot_be_looked_at(document, path):
    for label in ("One", "Two", "Three"):
        add(document, label)
    document.close()
    alter(path, "DELETE FROM journal WHERE number = 2")
    with Document.open(path) as again:
        assert again.earliest_moment() == 1
        assert len(again.moments.at(1).factors) == 2
