"""The undo cursor is what two stacks would be, however it is worked out."""

import threading
import uuid

from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.changes import Add
from app.model.ids import id_for, new_id
from app.model.records import Factor
from app.model.steps import Cursor, Step


@given(st.lists(st.sampled_from(["do", "do", "undo", "redo"]), max_size=40))
@settings(deadline=None)
def test_the_cursor_is_what_two_stacks_would_be(acts):
    done, undone, journal, cursor = [], [], [], Cursor()
    for number, act in enumerate(acts):
        if act == "do":
            journal.append((f"s{number}", None, None))
            done.append(f"s{number}")
            undone.clear()
        elif act == "undo" and done:
            undone.append(done.pop())
            journal.append((f"s{number}", undone[-1], None))
        elif act == "redo" and undone:
            done.append(undone.pop())
            journal.append((f"s{number}", None, done[-1]))
        else:
            continue
        cursor = cursor.after(*journal[-1])
        assert cursor == Cursor(tuple(done), tuple(undone)) == Cursor.fold(journal)


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["a", "b", None]), st.sampled_from(["b", "c", None])),
        max_size=12,
    )
)
def test_a_journal_that_makes_no_sense_is_folded_alike_both_ways(journal):
    cursor = Cursor()
    for row in journal:
        cursor = cursor.after(*row)
    assert cursor == Cursor.fold(journal)


def test_undone_and_redone_steps_name_theirs_and_turn_the_selection_round():
    step = Step(
        "Add a cause", (Add(Factor(id="f", label="x")),), "Ada", selection_before=("b",), selection_after=("f",)
    )
    undone, redone = step.undone("Ben"), step.redone("Ben")
    assert (undone.undoes, undone.redoes, undone.label, undone.author) == (step.id, None, "Undo add a cause", "Ben")
    assert (redone.undoes, redone.redoes, redone.label) == (None, step.id, "Redo add a cause")
    assert (undone.selection_before, undone.selection_after) == (("f",), ("b",))
    assert (redone.selection_before, redone.selection_after) == (("b",), ("f",))
    assert redone.changes == step.changes
    assert undone.touched == step.touched == {"f"}
    assert len({step.id, undone.id, redone.id}) == 3


def test_later_ids_sort_after_earlier_ones_on_any_thread():
    made = []

    def make():
        made.append([new_id() for _ in range(2000)])

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(ids == sorted(ids) for ids in made)
    every = [id_ for ids in made for id_ in ids]
    assert len(set(every)) == 8000
    assert {(uuid.UUID(id_).version, uuid.UUID(id_).variant) for id_ in every} == {(7, uuid.RFC_4122)}


@given(st.lists(st.text(max_size=5), max_size=3), st.lists(st.text(max_size=5), max_size=3))
def test_the_same_names_give_the_same_id_and_others_another(one, other):
    assert (id_for(*one) == id_for(*other)) == ("\x1f".join(one) == "\x1f".join(other))
