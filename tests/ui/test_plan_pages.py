"""The plan by real keys: an action planned on the map, its card, its row, its bar, its form; gaps and What if."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from app.analysis.plan_table import COLUMNS
from app.model import planning
from app.ui.plan.board import MIME

HEADINGS = [column.heading for column in COLUMNS]


@pytest.fixture
def chain(started):
    started.add_cause("Too little home care")
    started.add_cause("Staff leave")
    started.press("Esc")
    return started


@pytest.fixture
def example(driver):
    driver.window.opening.open_example()
    driver.settle()
    return driver


def actions(driver):
    return list(driver.session.map.actions.values())


def page(driver):
    return driver.workspace.plan.page


def plan_on(driver, label, what):
    """Select a cause on the map, Shift+A, the words, Enter."""
    driver.view.setFocus()
    driver.session.select([driver.id_of(label)])
    driver.press("Shift+A")
    driver.type(what)
    driver.press("Enter")


def cards(driver):
    return {
        status: [column.item(at).text() for at in range(column.count())]
        for status, column in page(driver).columns.items()
        if column.count()
    }


# -- planning on the map


def test_shift_a_plans_an_action_on_what_is_selected(chain):
    plan_on(chain, "Staff leave", "Pay for travel time")
    (action,) = actions(chain)
    assert action.what == "Pay for travel time"
    assert planning.causes_of(chain.session.map, action.id) == (chain.id_of("Staff leave"),)
    assert list(cards(chain)) == ["not started"]
    chain.press("Esc")
    assert chain.focused() is page(chain).columns["not started"]
    chain.press("Esc")
    assert page(chain) is None
    chain.press("Ctrl+Z")
    assert actions(chain) == []


def test_an_empty_plan_says_how_it_begins(chain):
    chain.press("Ctrl+6")
    assert any("press Shift+A" in text for text in chain.texts())
    chain.press("Ins")
    chain.type("Talk")
    chain.press("Enter")
    assert [each.what for each in actions(chain)] == ["Talk"]


def test_an_action_without_words_is_not_planned_and_the_same_one_is_refused_in_a_sentence(chain):
    plan_on(chain, "Staff leave", "")
    assert "at least one word" in chain.said()
    chain.press("Esc")
    assert actions(chain) == []
    plan_on(chain, "Staff leave", "Pay for travel")
    plan_on(chain, "Too little home care", "pay  for TRAVEL")
    assert "already" in chain.said()
    assert chain.focused().text() == "pay  for TRAVEL"
    assert len(actions(chain)) == 1


def test_words_typed_for_a_new_action_are_kept_when_the_plan_is_put_away(chain):
    chain.view.setFocus()
    chain.session.select([chain.id_of("Staff leave")])
    chain.press("Shift+A")
    chain.type("Pay more")
    chain.press("Esc")
    assert [each.what for each in actions(chain)] == ["Pay more"]


# -- the form


def test_every_field_of_the_form_is_a_step_when_it_is_left(chain):
    plan_on(chain, "Staff leave", "Pay for travel time")
    form = page(chain).form
    form.owners["organisation"].field.setFocus()
    chain.type("Council")
    chain.press("Tab")
    chain.type("Director")
    form.fields["due"].setFocus()
    chain.type("2019-03-29")
    form.texts["capacity_reason"].setFocus()
    chain.type("No money yet")
    form.measure.setFocus()
    chain.type("Turnover")
    form.texts["progress"].setFocus()
    action = actions(chain)[0]
    assert (action.organisation, action.role, action.due) == ("Council", "Director", "2019-03-29")
    assert action.capacity_reason == "No money yet"
    assert [each.name for each in chain.session.map.measures.values()] == ["Turnover"]
    labels = [chain.session.undo_label]
    for _ in range(4):
        chain.session.undo()
        labels.append(chain.session.undo_label)
    assert labels == [
        "Say how one will know",
        "Say why: capacity",
        "Say when it is due",
        "Say who owns it",
        "Say which organisation",
    ]
    assert actions(chain)[0].organisation == "Council"
    chain.session.undo()
    assert actions(chain)[0].organisation == ""


def test_an_owner_known_already_is_taken_with_one_key(chain):
    plan_on(chain, "Staff leave", "Pay for travel time")
    page(chain).form.owners["organisation"].field.setFocus()
    chain.type("Health and wellbeing board")
    chain.press("Esc")
    plan_on(chain, "Too little home care", "Shape the market")
    page(chain).form.owners["organisation"].field.setFocus()
    chain.type("wellb")
    chain.press("Down", "Esc")
    assert [each.organisation for each in actions(chain)] == ["Health and wellbeing board"] * 2


def test_the_three_questions_are_asked_and_answered_by_key(chain):
    plan_on(chain, "Staff leave", "Pay for travel time")
    form = page(chain).form
    for name, key in (("capacity", "R"), ("capability", "A"), ("commitment", "G")):
        form.choices[name].setFocus()
        chain.press(key)
        chain.press("Enter")
    action = actions(chain)[0]
    assert (action.capacity, action.capability, action.commitment) == ("red", "amber", "green")
    assert any("Is there the capacity" in text for text in chain.texts())


def test_causes_and_what_it_prepares_are_found_by_a_few_letters_and_taken_away_with_del(chain):
    plan_on(chain, "Staff leave", "Pay for travel time")
    form, action = page(chain).form, actions(chain)[0].id
    form.cause.field.setFocus()
    chain.type("home")
    chain.press("Enter")
    home, leave = chain.id_of("Too little home care"), chain.id_of("Staff leave")
    assert planning.causes_of(chain.session.map, action) == (leave, home)
    form.causes.setFocus()
    chain.press("Down", "Del")
    assert planning.causes_of(chain.session.map, action) == (home,)
    form.preparing.field.setFocus()
    chain.type("staff")
    chain.press("Enter")
    assert planning.prepared_by(chain.session.map, action) == (leave,)
    chain.type("home care")
    chain.press("Enter")
    assert "works on this cause itself" in chain.said()
    form.prepared.setFocus()
    chain.press("Down", "Del")
    assert planning.prepared_by(chain.session.map, action) == ()


def test_what_is_being_typed_is_not_taken_away_by_another_step(chain):
    plan_on(chain, "Staff leave", "Pay for travel time")
    form, action = page(chain).form, actions(chain)[0].id
    form.fields["due"].setFocus()
    chain.type("2019-")
    page(chain).planning.set("Say how it stands", action, status="green")
    chain.settle()
    chain.type("06")
    chain.press("Esc")
    assert (actions(chain)[0].due, actions(chain)[0].status) == ("2019-06", "green")


def test_what_was_typed_goes_to_its_own_action_when_another_is_chosen(chain):
    plan_on(chain, "Staff leave", "First")
    plan_on(chain, "Staff leave", "Second")
    form = page(chain).form
    form.fields["oversight"].setFocus()
    chain.type("The board")
    first = actions(chain)[0]
    page(chain).planning.choose(first.id)
    chain.settle()
    assert form.fields["what"].text() == "First"
    assert form.fields["oversight"].text() == ""
    assert [each.oversight for each in actions(chain)] == ["", "The board"]


def test_closing_the_map_keeps_what_was_typed(chain):
    plan_on(chain, "Staff leave", "Pay for travel time")
    path = chain.session.document.path
    page(chain).form.fields["start"].setFocus()
    chain.type("2018-09-01")
    chain.press("Ctrl+W")
    chain.open(path)
    assert [each.start for each in actions(chain)] == ["2018-09-01"]


# -- the board


def test_alt_and_an_arrow_moves_a_card_to_the_next_column(chain):
    plan_on(chain, "Staff leave", "Pay for travel time")
    chain.press("Esc")
    for status in ("red", "amber", "green", "blue", "blue"):
        chain.press("Alt+Right")
        assert actions(chain)[0].status == status
        assert chain.focused() is page(chain).columns[status]
    chain.press("Alt+Left")
    assert list(cards(chain)) == ["green"]
    chain.press("Ctrl+Z")
    assert list(cards(chain)) == ["blue"]


def test_a_card_let_go_over_another_column_takes_its_status(chain):
    plan_on(chain, "Staff leave", "Pay for travel time")
    chain.press("Esc")
    board = page(chain)
    data = QMimeData()
    data.setData(MIME, actions(chain)[0].id.encode())
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.MoveAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    board.columns["green"].dropEvent(drop)
    chain.settle()
    assert list(cards(chain)) == ["green"]
    dragged = board.columns["green"].mimeData([board.columns["green"].item(0)])
    assert bytes(dragged.data(MIME).data()).decode() == actions(chain)[0].id


def test_the_arrows_go_through_all_cards_and_light_up_their_causes(example):
    example.press("Ctrl+6")
    assert example.session.shown is None
    example.press("Down")
    met = set()
    board, state = page(example), page(example).planning
    for _ in range(5):
        for _ in range(4):
            met.add(state.chosen)
            causes = set(planning.causes_of(example.session.map, state.chosen))
            assert causes <= set(example.session.shown.factors)
            example.press("Down")
        example.press("Up", "Up", "Up", "Up", "Right")
        met.add(state.chosen)
    assert met == set(example.session.map.actions)
    assert sum(column.currentRow() >= 0 for column in board.columns.values()) == 1
    example.press("Esc")
    assert example.session.shown is None


def test_a_card_says_all_to_a_screen_reader(chain):
    plan_on(chain, "Staff leave", "Pay for travel time")
    chain.press("Esc")
    (words,) = cards(chain)["not started"]
    assert words.startswith("1. Pay for travel time. Not started. No owner. No due date. Works on Staff leave.")
    assert words.endswith("Capacity not asked. Capability not asked. Commitment not asked.")


def test_del_takes_an_action_out_with_all_that_hangs_on_it_and_undo_brings_it_back(example):
    example.press("Ctrl+6", "Down")
    before = example.session.map
    chosen = page(example).planning.chosen
    example.press("Del")
    assert chosen not in example.session.map.actions
    assert "Ctrl+Z brings it back" in example.said()
    assert page(example).planning.chosen in example.session.map.actions
    example.press("Ctrl+Z")
    assert example.session.map == before


# -- what it comes to


def test_the_line_above_says_what_would_go_and_what_is_missing(chain):
    plan_on(chain, "Staff leave", "Pay for travel time")
    words = page(chain).line.words.text()
    assert words.startswith("1 action · If all of it works, 1 of 1 symptom would go")
    assert words.endswith("gaps")


def test_gaps_are_walked_by_key_and_enter_mends_them(chain):
    plan_on(chain, "Too little home care", "Ask for more")
    chain.press("Esc")
    board = page(chain)
    board.line.gaps.click()
    chain.settle()
    assert chain.focused() is board.gaps
    chain.press("Down")
    assert board.gaps.words()[0].startswith("No action on “Staff leave”")
    assert set(chain.session.shown.factors) == {chain.id_of("Staff leave")}
    chain.press("Enter")
    chain.type("Pay for travel time")
    chain.press("Enter")
    made = actions(chain)[1]
    assert planning.causes_of(chain.session.map, made.id) == (chain.id_of("Staff leave"),)
    assert not any(words.startswith("No action on") for words in board.gaps.words())


def test_the_whole_plan_is_supposed_in_what_if_and_taken_back(chain):
    plan_on(chain, "Staff leave", "Pay for travel time")
    board = page(chain)
    board.line.suppose.click()
    chain.settle()
    assert chain.session.supposed.fixed == {chain.id_of("Staff leave")}
    assert board.line.suppose.text() == "Leave What if"
    assert board.line.words.text().startswith("1 action · If all of it works, 1 of 1 symptom would go")
    board.line.suppose.click()
    chain.settle()
    assert chain.session.supposed is None


def test_the_plan_follows_the_map(chain):
    plan_on(chain, "Staff leave", "Pay for travel time")
    chain.view.setFocus()
    chain.session.select([chain.id_of("Staff leave")])
    chain.press("Del")
    assert any("works on no cause" in words for words in page(chain).gaps.words())
    chain.press("Ctrl+Z")
    assert not any("works on no cause" in words for words in page(chain).gaps.words())


def test_nothing_is_planned_on_a_moment_that_is_looked_at(chain):
    plan_on(chain, "Staff leave", "Pay for travel time")
    chain.press("Esc")
    chain.session.look_at(chain.session.map, "as it was")
    chain.settle()
    chain.press("Alt+Right")
    assert actions(chain)[0].status == "not started"
    page(chain).add_action()
    assert "to be looked at only" in chain.said()
    chain.session.look_at(None)


def test_of_a_large_map_it_is_worked_out_beside_the_window(chain, monkeypatch, qtbot):
    monkeypatch.setattr("app.ui.plan.summary._AT_ONCE", 0)
    plan_on(chain, "Staff leave", "Pay for travel time")
    board = page(chain)
    qtbot.waitUntil(lambda: board.planning.plan is not None, timeout=30_000)
    assert board.line.words.text().startswith("1 action · If all of it works, 1 of 1 symptom would go")
    assert list(cards(chain)) == ["not started"]


# -- the table


def cell(driver, row, heading):
    table = page(driver).table
    index = page(driver).model.index(row, HEADINGS.index(heading))
    table.setFocus()
    table.setCurrentIndex(index)
    driver.settle()
    return index


def test_the_table_has_a_row_an_action_and_is_typed_over_in_place(chain):
    plan_on(chain, "Staff leave", "Pay for travel time")
    chain.press("Esc", "Ctrl+7")
    assert chain.focused() is page(chain).table
    cell(chain, 0, "Lead organisation")
    chain.press("F2")
    chain.type("Council")
    chain.press("Enter")
    assert actions(chain)[0].organisation == "Council"
    assert chain.focused() is page(chain).table
    due = cell(chain, 0, "Due")
    chain.press("F2")
    chain.type("soon")
    chain.press("Enter")
    assert due.data() == "soon"
    measure = cell(chain, 0, "Measure")
    chain.press("F2")
    chain.type("Turnover")
    chain.press("Enter")
    assert measure.data() == "Turnover"
    chain.press("Ctrl+Z", "Ctrl+Z")
    assert (actions(chain)[0].due, actions(chain)[0].organisation) == ("", "Council")


def test_a_choice_in_the_table_is_a_choice_of_words(chain):
    plan_on(chain, "Staff leave", "Pay for travel time")
    chain.press("Esc", "Ctrl+7")
    status = cell(chain, 0, "Status")
    chain.press("F2", "Down", "Enter")
    assert actions(chain)[0].status == "red"
    assert status.data() == "Off course"


def test_what_cannot_be_typed_is_told_and_the_cell_stays(chain):
    plan_on(chain, "Staff leave", "First")
    plan_on(chain, "Staff leave", "Second")
    chain.press("Esc", "Ctrl+7")
    what = cell(chain, 1, "Action")
    chain.press("F2")
    chain.focused().selectAll()
    chain.type("first")
    chain.press("Enter")
    assert "already" in chain.said()
    assert what.data() == "Second"


def test_ctrl_and_an_arrow_orders_by_the_column_with_what_is_not_told_last(example):
    example.press("Ctrl+7")
    model = page(example).model
    due, ref = HEADINGS.index("Due"), HEADINGS.index("Ref")
    page(example).planning.set("x", actions(example)[0].id, due="some day")
    for keys, descending in (("Ctrl+Up", False), ("Ctrl+Down", True)):
        cell(example, 0, "Due")
        example.press(keys)
        days = [one.due for one in model.rows]
        assert days[-1] is None
        assert days[:-1] == sorted(days[:-1], reverse=descending)
        assert model.words[-1][due] == "some day"
    cell(example, 0, "Ref")
    example.press("Ctrl+Up")
    assert [int(words[ref]) for words in model.words] == list(range(1, 11))


def test_a_row_that_is_chosen_stays_chosen_in_every_way_to_look(example):
    example.press("Ctrl+7")
    cell(example, 4, "Action")
    chosen = page(example).planning.chosen
    assert chosen == actions(example)[4].id
    example.press("Ctrl+8")
    assert page(example).chart.current == chosen
    example.press("Ctrl+6")
    assert any(
        item.data(Qt.ItemDataRole.UserRole).id == chosen
        for column in page(example).columns.values()
        if (item := column.currentItem()) is not None
    )


def test_the_table_is_copied_for_a_spreadsheet_and_for_a_document(example):
    example.press("Ctrl+7", "Ctrl+C")
    data = QApplication.clipboard().mimeData()
    lines = data.text().split("\n")
    assert lines[0].split("\t") == HEADINGS
    assert len(lines) == 11
    assert all(len(line.split("\t")) == len(HEADINGS) for line in lines)
    assert data.html().count("<tr>") == 11


# -- the timeline


def test_the_timeline_puts_quick_wins_above_what_is_deep_rooted(example):
    example.press("Ctrl+8")
    lines = page(example).chart.lines
    assert [words for words, _ in lines.heads] == ["Quick wins", "Others", "Deep-rooted"]
    places = {"quick win": 0, "": 1, "deep-rooted": 2}
    order = [places[bar.one.pace] for bar in lines.bars]
    assert order == sorted(order)
    assert len(lines.bars) == 10
    assert all(bar.right > bar.left for bar in lines.bars)
    names = {bar.one.action.id: bar.one for bar in lines.bars}
    assert lines.arrows
    for arrow in lines.arrows:
        one = names[arrow.start]
        ways = {each.deep_rooted for each in one.platforms if each.prepares}
        prepared = set(one.prepares) if arrow.told else ways
        assert prepared & set(names[arrow.end].causes)


def test_the_arrows_choose_a_bar_and_alt_moves_it_by_a_month(example):
    example.press("Ctrl+8", "Down")
    chart = page(example).chart
    first = chart.lines.bars[0].one.action
    assert chart.current == first.id
    example.press("Down", "Up", "Alt+Right")
    moved = example.session.map.actions[first.id]
    assert (moved.start, moved.due) == ("2018-09-13", "2018-11-30")
    example.press("Alt+Shift+Left")
    moved = example.session.map.actions[first.id]
    assert (moved.start, moved.due) == ("2018-09-13", "2018-10-30")
    example.press("Ctrl+Z", "Ctrl+Z")
    assert example.session.map.actions[first.id] == first


def test_enter_opens_the_form_beside_the_timeline_and_esc_goes_back(example):
    example.press("Ctrl+8", "Down", "Enter")
    assert example.focused() is page(example).form.fields["what"]
    example.press("Esc")
    assert example.focused() is page(example).chart


def test_every_page_has_a_name_for_all_that_takes_the_keyboard(example):
    for key in ("Ctrl+6", "Ctrl+7", "Ctrl+8"):
        example.press(key)
        page(example).planning.choose(actions(example)[0].id)
        page(example).open_form()
        example.settle()
        form = page(example).form
        for widget in (*form.fields.values(), *form.texts.values(), *form.choices.values(), form.measure, form.causes):
            assert widget.accessibleName()
        assert page(example).first_field().accessibleName()


def test_it_is_drawn_in_both_themes(example):
    for key in ("Ctrl+6", "Ctrl+7", "Ctrl+8"):
        example.press(key)
        light = page(example).grab().toImage()
        example.window.toggle_dark()
        example.settle()
        dark = page(example).grab().toImage()
        assert light != dark
        assert dark.pixelColor(dark.width() - 3, 3).lightness() < 80
        example.window.toggle_dark()


def test_planning_an_action_says_nothing_is_wrong(chain):
    plan_on(chain, "Staff leave", "Pay for travel time")
    assert "already" not in chain.said()
    assert len(actions(chain)) == 1
