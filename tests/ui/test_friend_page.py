"""The page of the critical friend: questions answered, parked, dismissed, walked to the end; by real keys."""

import pytest
from plain_file import rows_in


@pytest.fixture
def asked(started):
    """A symptom with one cause, and the page of questions."""
    started.add_cause("Staff leave")
    started.workspace.basis.critical_friend()
    started.settle()
    return started


def open_rules(driver):
    return [each.rule for each in driver.session.asking.asked.open]


def test_questions_are_listed_and_the_chosen_one_is_lit_up_on_the_map(asked):
    page = asked.workspace.basis.page
    assert page.rows.count() == len(open_rules(asked))
    assert asked.focused() is page.rows
    assert page.asks.text() == asked.session.asking.asked.open[0].asks
    asked.press("Down")
    assert page.asks.text() == asked.session.asking.asked.open[1].asks
    assert page.why.text()
    assert set(asked.session.shown.factors) >= {asked.id_of("Staff leave")}


def test_enter_answers_and_the_answer_is_in_the_file_with_who_and_when(asked):
    page = asked.workspace.basis.page
    asked.press("Down", "Enter")
    question = page._key
    asked.type("The exit interviews say so")
    asked.press("Enter")
    rows = rows_in(asked.session.document.path)["answer"]
    assert [(row["question"], row["state"], row["words"]) for row in rows.values()] == [
        (question, "answered", "The exit interviews say so")
    ]
    assert all(row["time"] for row in rows.values())
    assert question not in {each.key for each in asked.session.asking.asked.open}
    assert page.field.text() == ""


def test_a_dismissal_needs_a_reason_and_parking_does_not(asked):
    page = asked.workspace.basis.page
    asked.press("Down", "Enter", "Ctrl+Enter")
    assert "Say in a few words why not" in asked.workspace.said.text()
    assert not asked.session.map.answers
    asked.press("Shift+Enter")
    asked.type("Out of scope")
    asked.press("Ctrl+Enter")
    assert [each.state for each in asked.session.map.answers.values()] == ["parked", "dismissed"]
    assert "1 parked" in page.said.text()
    assert "1 dismissed" in page.said.text()


def test_undo_opens_a_question_again_and_so_does_asking_it_again(asked):
    page = asked.workspace.basis.page
    before = open_rules(asked)
    asked.press("Down", "Enter", "Shift+Enter")
    asked.view.setFocus()
    asked.press("Ctrl+Z")
    assert open_rules(asked) == before
    asked.press("Ctrl+Y")
    page.shown.setCurrentIndex(page.shown.findData("parked"))
    asked.settle()
    page.rows.setFocus()
    asked.press("Down")
    page.again.click()
    assert open_rules(asked) == before


def test_the_walk_goes_from_the_first_to_the_last_and_says_what_was_done(asked):
    page = asked.workspace.basis.page
    count = len(open_rules(asked))
    page.walk.click()
    asked.settle()
    assert "Question 1 of" in page.place.text()
    assert asked.focused() is page.field
    asked.press("Down", "Up")
    for number in range(count):
        asked.type(f"Answer {number}")
        asked.press("Enter" if number % 2 else "Shift+Enter")
    assert not page.walking
    assert open_rules(asked) == []
    said = asked.workspace.said.text()
    assert f"{count - count // 2} parked" in said
    assert f"{count // 2} answered" in said


def test_esc_ends_the_walk_and_leaves_the_rest_open(asked):
    page = asked.workspace.basis.page
    count = len(open_rules(asked))
    page.walk.click()
    asked.type("Yes")
    asked.press("Enter", "Esc")
    assert not page.walking
    assert len(open_rules(asked)) == count - 1
    assert f"{count - 1} still open" in asked.workspace.said.text()


def test_a_question_whose_ground_has_gone_disappears_by_itself(asked):
    wait = asked.id_of("People wait in hospital")
    assert "only one cause" in open_rules(asked)
    asked.session.select([wait])
    asked.view.setFocus()
    asked.add_cause("Beds are full")
    asked.workspace.basis.critical_friend()
    asked.settle()
    assert "only one cause" not in open_rules(asked)


def test_the_number_of_open_questions_is_told_quietly(asked):
    assert asked.workspace.basis.list.itemText(3) == f"Critical friend ({len(open_rules(asked))})"
    assert not asked.workspace.said.isVisible()
