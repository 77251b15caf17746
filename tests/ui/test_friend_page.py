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


def test_evidence_settles_a_question_at_once_and_the_marks_in_focus_follow(asked):
    from app.model import grounding

    subject = asked.id_of("Staff leave")
    assert "no evidence" in open_rules(asked)
    marks = asked.workspace.focus.list.focus_model.rows[0].marks
    for id_ in (subject, asked.id_of("People wait in hospital")):
        changes = grounding.add_evidence(asked.session.map, id_, source="A count", strength=2, organisation="Council")
        asked.session.perform("Evidence", changes)
    asked.settle()
    assert "no evidence" not in open_rules(asked)
    now = asked.workspace.focus.list.focus_model.rows[0].marks
    assert (marks[0], now[0]) == (0, 2)
    assert (marks[2], now[2]) == (0, 1)


def test_the_view_stays_where_it_is_while_the_map_is_edited_beside_the_page(asked):
    seen = []
    asked.session.sight_wanted.connect(seen.append)
    asked.session.select([asked.id_of("Staff leave")])
    asked.settle()
    assert seen == []
    asked.workspace.basis.page.rows.setFocus()
    asked.press("Down")
    assert len(seen) == 1


def test_words_typed_under_a_question_stay_with_it(asked):
    page = asked.workspace.basis.page
    first = page._key
    page.field.setFocus()
    asked.type("Half an answer")
    asked.press("Down")
    assert page.field.text() == ""
    asked.press("Up")
    assert page._key == first
    assert page.field.text() == "Half an answer"


def test_words_typed_and_not_entered_are_kept_when_the_map_is_closed(asked):
    from app.document import Document

    page = asked.workspace.basis.page
    page.field.setFocus()
    asked.type("Half an answer")
    path = asked.session.document.path
    asked.window.close_map()
    asked.settle()
    with Document.open(path) as document:
        assert [(each.state, each.words) for each in document.map.answers.values()] == [("parked", "Half an answer")]


def test_the_walk_counts_what_is_behind_it_and_not_what_was_taken_back(asked):
    page = asked.workspace.basis.page
    count = len(open_rules(asked))
    page.walk.click()
    asked.settle()
    asked.press("Shift+Enter", "Shift+Enter")
    assert page.place.text().startswith(f"Question 3 of {count} ")
    asked.session.undo()
    asked.settle()
    assert page.walking
    assert f" of {count} " in page.place.text()
    asked.press("Esc")
    assert f"1 parked; {count - 1} still open" in asked.workspace.said.text()


def test_going_to_a_question_selects_the_link_it_is_about(asked):
    page = asked.workspace.basis.page
    rules = open_rules(asked)
    (link,) = asked.session.map.links
    at = rules.index("hangs on one link")
    for _ in range(at):
        asked.press("Down")
    page.there.click()
    asked.settle()
    assert asked.session.selection == (link,)
    page.rows.setFocus()
    for _ in range(rules.index("nothing planned") - at):
        asked.press("Down")
    assert page.asks.text().startswith("Nothing is planned yet")
    assert not page.there.isVisible()
