"""The outline as a second full way to edit: typed in its rows, rows set in and out, the canvas in step."""

from unittest.mock import Mock

import pytest
from PySide6.QtCore import QPointF, Qt

from app.model import edits


@pytest.fixture
def outlined(started):
    """A map begun with one symptom, the keyboard in its outline."""
    started.press("Shift+F6")
    assert started.focused() is started.workspace.outline
    return started


def row_of(driver, *labels):
    """The row at this path of labels, taken in hand."""
    outline = driver.workspace.outline
    path = tuple(driver.id_of(label) for label in labels)
    outline.go_to([path])
    driver.settle()
    row = outline.currentItem()
    assert outline.tree.path_of(row) == path
    return row


def test_tab_types_a_cause_in_the_outline_and_the_keyboard_stays_there(outlined):
    outlined.press("Tab")
    assert outlined.workspace.outline.viewport().isAncestorOf(outlined.focused())
    outlined.type("Staff leave")
    outlined.press("Enter")
    assert outlined.focused() is outlined.workspace.outline
    assert outlined.outline() == [(0, "People wait in hospital"), (1, "Staff leave")]
    assert outlined.links() == {("Staff leave", "People wait in hospital")}
    assert outlined.selected() == {"Staff leave"}
    assert outlined.session.document.undo_label == "Add a cause"


def test_a_whole_map_is_typed_in_the_outline_alone(outlined):
    outlined.add_cause("Too little home care")
    outlined.add_beside("Assessments are late")
    outlined.add_cause("One team assesses")
    outlined.press("Up", "Up")
    outlined.press("Tab")
    outlined.type("Staff leave")
    outlined.press("Tab")
    outlined.type("Pay is low")
    outlined.press("Enter")
    outlined.add_symptom("Ambulances queue")
    outlined.add_beside("People come back soon")
    assert outlined.focused() is outlined.workspace.outline
    assert outlined.outline() == [
        (0, "People wait in hospital"),
        (1, "Too little home care"),
        (2, "Staff leave"),
        (3, "Pay is low"),
        (1, "Assessments are late"),
        (2, "One team assesses"),
        (0, "Ambulances queue"),
        (0, "People come back soon"),
    ]
    assert outlined.labels() == {words for _, words in outlined.outline()}


def test_esc_in_a_new_row_leaves_no_trace_and_no_row(outlined):
    before = outlined.session.map
    outlined.press("Tab")
    outlined.type("Never mi")
    outlined.press("Esc")
    assert outlined.session.map is before
    assert outlined.outline() == [(0, "People wait in hospital")]
    assert outlined.focused() is outlined.workspace.outline


def test_a_new_row_left_for_the_canvas_keeps_its_words(outlined):
    outlined.press("Tab")
    outlined.type("Staff leave")
    outlined.view.setFocus()
    outlined.settle()
    assert outlined.outline() == [(0, "People wait in hospital"), (1, "Staff leave")]


def test_what_is_typed_in_a_row_is_kept_when_the_map_is_closed(outlined):
    path = outlined.session.document.path
    outlined.press("Tab")
    outlined.type("Half a thou")
    outlined.press("Ctrl+W")
    outlined.open(path)
    assert outlined.labels() == {"People wait in hospital", "Half a thou"}


def test_f2_renames_in_the_row(outlined):
    outlined.press("F2")
    assert outlined.workspace.outline.viewport().isAncestorOf(outlined.focused())
    outlined.press("Ctrl+A")
    outlined.type("People wait too long")
    outlined.press("Enter")
    assert outlined.outline() == [(0, "People wait too long")]
    assert outlined.focused() is outlined.workspace.outline
    outlined.press("F2", "Esc")
    assert outlined.focused() is outlined.workspace.outline
    outlined.view.setFocus()
    outlined.press("F2")
    assert outlined.view.viewport().isAncestorOf(outlined.focused())


def test_a_row_is_as_high_as_the_field_over_it_and_then_as_before(outlined):
    outline = outlined.workspace.outline
    row = outline.currentItem()
    before = outline.visualItemRect(row).height()
    outlined.press("F2")
    outlined.type("words that go on and on, far longer than one line of so narrow a place can hold at all")
    grown = outline.visualItemRect(row).height()
    assert grown >= outlined.focused().height() > before
    outlined.press("Esc")
    assert outline.visualItemRect(row).height() == before


def test_every_line_that_is_typed_in_a_row_stays_in_sight(outlined):
    outlined.press("Tab")
    for words in (
        "Words changed here, ",
        "long enough to need ",
        "more than one line, and then more ",
        "than two of them",
    ):
        outlined.type(words)
        field = outlined.focused()
        assert field.verticalScrollBar().maximum() == 0
        assert field.document().size().height() * field.fontMetrics().height() <= field.viewport().height()


def test_a_row_is_set_in_below_the_one_above_and_out_again(outlined):
    outlined.add_cause("Too little home care")
    outlined.add_beside("Staff leave")
    link = outlined.session.map.link_between(outlined.id_of("Staff leave"), outlined.id_of("People wait in hospital"))
    outlined.session.perform("How sure", edits.set_confidence(outlined.session.map, [link.id], "tentative"))
    before = outlined.session.map
    outlined.press("Alt+Right")
    assert outlined.outline() == [(0, "People wait in hospital"), (1, "Too little home care"), (2, "Staff leave")]
    moved = outlined.session.map.links[link.id]
    assert (moved.effect, moved.certainty) == (outlined.id_of("Too little home care"), "tentative")
    assert outlined.selected() == {"Staff leave"}
    outlined.press("Alt+Left")
    assert outlined.session.map.links == before.links
    outlined.press("Ctrl+Z", "Ctrl+Z")
    assert outlined.session.map.links == before.links
    assert outlined.focused() is outlined.workspace.outline


def test_a_row_set_in_takes_all_below_it_along_as_open_as_it_was(outlined):
    outlined.add_cause("Too little home care")
    outlined.add_beside("Staff leave")
    outlined.add_cause("Pay is low")
    outlined.add_cause("Budgets are cut")
    row_of(outlined, "People wait in hospital", "Staff leave")
    outlined.press("Ctrl+]")
    assert outlined.outline() == [
        (0, "People wait in hospital"),
        (1, "Too little home care"),
        (2, "Staff leave"),
        (3, "Pay is low"),
        (4, "Budgets are cut"),
    ]
    outlined.press("Ctrl+[")
    assert [words for depth, words in outlined.outline() if depth == 1] == ["Too little home care", "Staff leave"]
    assert (3, "Budgets are cut") in outlined.outline()


def test_several_rows_are_set_in_at_once_as_one_step(outlined):
    for words in ("One", "Two", "Three"):
        outlined.add_cause(words)
        row_of(outlined, "People wait in hospital")
    before = outlined.session.map
    row_of(outlined, "People wait in hospital", "Two")
    outlined.press("Shift+Down", "Alt+Right")
    assert outlined.outline() == [(0, "People wait in hospital"), (1, "One"), (2, "Two"), (2, "Three")]
    assert outlined.selected() == {"Two", "Three"}
    outlined.press("Ctrl+Z")
    assert outlined.session.map == before


def test_a_row_set_out_to_the_edge_stands_alone(outlined):
    outlined.add_cause("Staff leave")
    outlined.press("Alt+Left")
    assert outlined.outline() == [(0, "People wait in hospital"), (0, "Staff leave")]
    outlined.press("Alt+Left")
    assert outlined.said() == "It stands at the outer edge already."
    outlined.press("Alt+Right")
    assert outlined.links() == {("Staff leave", "People wait in hospital")}


def test_what_is_a_cause_already_is_not_made_one_twice(outlined):
    outlined.add_cause("Too little home care")
    outlined.add_beside("Staff leave")
    outlined.press("L")
    outlined.type("too little")
    outlined.press("Enter")
    before = outlined.session.map
    row_of(outlined, "People wait in hospital", "Staff leave")
    outlined.press("Alt+Right")
    assert outlined.session.map is before
    assert outlined.said() == "“Staff leave” is a cause of “Too little home care” already."


def test_the_first_row_has_none_above_to_be_a_cause_of(outlined):
    outlined.press("Alt+Right")
    assert outlined.said() == "There is no row above it that it could be a cause of."


@pytest.fixture
def twice(outlined):
    """A factor with two effects, so that it stands in two rows."""
    outlined.add_cause("Staff leave")
    outlined.add_symptom("Ambulances queue")
    outlined.press("Shift+L")
    outlined.type("staff")
    outlined.press("Enter")
    row_of(outlined, "Ambulances queue", "Staff leave")
    return outlined


def test_a_factor_with_two_effects_shows_in_both_places(twice):
    assert twice.outline() == [
        (0, "People wait in hospital"),
        (1, "Staff leave"),
        (0, "Ambulances queue"),
        (1, "Staff leave"),
    ]


@pytest.mark.parametrize("key", ["Shift+Del", "Backspace"])
def test_a_row_is_taken_away_from_one_effect_only(twice, key):
    twice.press(key)
    assert twice.outline() == [(0, "People wait in hospital"), (1, "Staff leave"), (0, "Ambulances queue")]
    assert twice.selected() == {"Staff leave"}
    assert twice.focused() is twice.workspace.outline
    twice.press("Ctrl+Z")
    assert len(twice.links()) == 2


def test_del_deletes_the_factor_from_both_places(twice):
    twice.press("Del")
    assert twice.outline() == [(0, "People wait in hospital"), (0, "Ambulances queue")]


def test_enter_on_the_second_place_adds_beside_it_there(twice):
    twice.add_beside("Beds are full")
    assert ("Beds are full", "Ambulances queue") in twice.links()
    assert twice.workspace.outline.tree.path_of(twice.workspace.outline.currentItem())[0] == twice.id_of(
        "Ambulances queue"
    )


def test_a_cause_asked_for_at_the_end_of_a_loop_stands_where_its_effect_is_open(outlined):
    outlined.add_cause("Staff leave")
    outlined.add_cause("Work is a strain")
    outlined.press("Shift+L")
    outlined.type("staff")
    outlined.press("Enter")
    row_of(outlined, "People wait in hospital", "Staff leave", "Work is a strain", "Staff leave")
    outlined.add_cause("Pay is low")
    assert outlined.outline() == [
        (0, "People wait in hospital"),
        (1, "Staff leave"),
        (2, "Work is a strain"),
        (3, "Staff leave"),
        (2, "Pay is low"),
    ]


def test_the_map_may_change_while_a_row_is_being_typed(outlined):
    outlined.press("Tab")
    outlined.type("Staff le")
    outlined.session.perform("Meanwhile", edits.add_factor("Ambulances queue", "symptom", (0.0, 300.0)))
    outlined.settle()
    outlined.type("ave")
    outlined.press("Enter")
    assert outlined.outline() == [(0, "People wait in hospital"), (1, "Staff leave"), (0, "Ambulances queue")]


def drop(driver, over, keys=Qt.KeyboardModifier.NoModifier):
    """Let go of the selected row over another (the drag itself is the system's, and so is its event)."""
    outline = driver.workspace.outline
    at = QPointF(outline.visualItemRect(over).center()) if over is not None else QPointF(5, outline.height() - 30)
    event = Mock(**{"source.return_value": outline, "position.return_value": at, "modifiers.return_value": keys})
    outline.dropEvent(event)
    driver.settle()
    event.setDropAction.assert_called_once_with(Qt.DropAction.CopyAction)


def test_a_row_dropped_on_another_becomes_its_cause(twice):
    twice.add_cause("Pay is low")
    top = twice.workspace.outline.topLevelItem(0)
    drop(twice, top)
    assert ("Pay is low", "People wait in hospital") in twice.links()
    assert ("Pay is low", "Staff leave") not in twice.links()
    twice.press("Ctrl+Z")
    row_of(twice, "Ambulances queue", "Staff leave", "Pay is low")
    drop(twice, top, Qt.KeyboardModifier.ControlModifier)
    assert {("Pay is low", "People wait in hospital"), ("Pay is low", "Staff leave")} <= twice.links()


def test_a_row_dropped_below_all_rows_stands_alone(outlined):
    outlined.add_cause("Staff leave")
    drop(outlined, None)
    assert outlined.outline() == [(0, "People wait in hospital"), (0, "Staff leave")]


def test_an_empty_outline_offers_what_to_do_next(outlined):
    outlined.press("Del")
    assert outlined.outline() == []
    picture = outlined.workspace.outline.viewport().grab().toImage()
    ground = picture.pixelColor(picture.width() - 2, picture.height() - 2)
    assert any(
        picture.pixelColor(x, y) != ground for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2)
    )
    outlined.add_symptom("Ambulances queue")
    assert outlined.outline() == [(0, "Ambulances queue")]
