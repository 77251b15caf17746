"""How ranks have moved in the last minutes, and since what."""

from app.ui.movement import MINUTES, Movement


def test_a_cause_that_has_passed_two_others_is_told_to_be_up_two():
    movement = Movement()
    movement.begin_anew({"a": 1, "b": 2, "c": 3}, 0.0)
    movement.note({"a": 2, "b": 3, "c": 1}, "records were linked", 5.0)
    assert movement.of("c").words == "Up two since records were linked"
    assert movement.of("c").sign == "↑2"
    assert movement.of("a").words == "Down one since records were linked"


def test_what_is_back_where_it_was_has_not_moved():
    movement = Movement()
    movement.begin_anew({"a": 1, "b": 2}, 0.0)
    movement.note({"a": 2, "b": 1}, "this", 1.0)
    movement.note({"a": 1, "b": 2}, "that", 2.0)
    assert movement.of("a") is None
    assert movement.of("b") is None


def test_the_last_step_that_moved_it_is_the_one_that_is_told():
    movement = Movement()
    movement.begin_anew({"a": 3}, 0.0)
    movement.note({"a": 2}, "the first", 1.0)
    movement.note({"a": 2, "b": 4}, "another's", 2.0)
    movement.note({"a": 2, "b": 5}, "a later one's", 3.0)
    assert movement.of("a").since == "the first"
    assert movement.of("b").words == "New here since another's"


def test_what_moved_it_the_other_way_is_not_the_reason():
    movement = Movement()
    movement.begin_anew({"a": 5}, 0.0)
    movement.note({"a": 2}, "what helped", 1.0)
    movement.note({"a": 3}, "what hurt", 2.0)
    assert movement.of("a").words == "Up two since what helped"


def test_what_came_back_is_new_since_it_came_back():
    movement = Movement()
    movement.begin_anew({"b": 1}, 0.0)
    for ranks, why in (({"a": 1, "b": 2}, "once"), ({"b": 1}, "gone"), ({"a": 1, "b": 2}, "again")):
        movement.note(ranks, why, 1.0)
    assert movement.of("a").words == "New here since again"


def test_after_some_minutes_nobody_asks_any_more():
    movement = Movement()
    movement.begin_anew({"a": 2, "b": 1}, 0.0)
    movement.note({"a": 1, "b": 2}, "long ago", 1.0)
    assert movement.of("a") is not None
    movement.note({"a": 1, "b": 2, "c": 3}, "now", 2.0 + 60 * MINUTES)
    assert movement.of("a") is None
    assert movement.of("c") is not None


def one_surer_than_the_other(started):
    """Two causes of one symptom, the second of them tentative."""
    started.add_cause("Too little home care")
    started.find("People wait in hospital")
    started.add_cause("Assessments are late")
    started.press("K", "3")


def rows(started):
    return started.workspace.focus.list.focus_model.rows


def test_the_panel_says_what_is_new(started):
    one_surer_than_the_other(started)
    assert [words for _, words in started.ranking()] == ["Too little home care", "Assessments are late"]
    started.press("1")
    late = next(row for row in rows(started) if row.title == "Assessments are late")
    assert late.cause.rank == 1
    assert late.notes[1] == "New here since “Assessments are late” was added"
    assert late.notes[1] in late.spoken


def test_the_panel_says_what_has_moved_a_cause(started):
    one_surer_than_the_other(started)
    started.workspace.focus._movement.begin_anew(started.session.reading.rank_of, 0.0)
    started.press("1")
    late = next(row for row in rows(started) if row.title == "Assessments are late")
    assert late.notes[1] == (
        "Up one since the link of “Assessments are late” and “People wait in hospital” became established"
    )


def test_switching_to_causes_one_can_change_moves_nobody(started):
    one_surer_than_the_other(started)
    started.press("Y", "Y")
    assert [len(row.notes) for row in rows(started)] == [1, 1]


def test_going_back_to_nothing_selected_shows_number_one_again(started):
    for number in range(9):
        started.find("People wait in hospital")
        started.add_cause(f"Cause {number}")
    panel = started.workspace.focus
    last = rows(started)[-1].title
    started.find(last)
    assert panel.list.verticalScrollBar().value() > 0
    started.press("Esc")
    assert panel.list.verticalScrollBar().value() == 0
