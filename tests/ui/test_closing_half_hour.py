"""The last half hour of a summit on the example, by keys alone: votes, evidence, actions, the friend to the end.

Every act is a step of its own: in the journal, and all of it can be taken back.
"""

import pytest
from plain_file import replayed, rows_in, rows_of, select

from app.model import grounding

TOP = (
    "Each organisation is paid and judged on its own results",
    "Council spending on adult social care has fallen",
    "The equipment store is shut at weekends",
    "Home care stops on admission and cannot be restarted",
)


@pytest.fixture
def room(driver):
    driver.window.opening.open_example()
    driver.settle()
    return driver


def by_label(driver, label):
    return next(each.id for each in driver.session.map.factors.values() if each.label == label)


def twenty_votes(driver):
    driver.press("Ctrl+4")
    for number in range(20):
        driver.type(f"{number % 9 + 9} {number % 3 + 1}")
        driver.press("Enter")
    driver.press("Esc")


def twelve_pieces_of_evidence(driver):
    for number in range(12):
        driver.view.setFocus()
        driver.session.select([by_label(driver, TOP[number % 4])])
        driver.press("Q")
        driver.type(f"Said at table {number}")
        driver.press("Enter")


def eight_actions(driver):
    for number in range(8):
        driver.view.setFocus()
        driver.session.select([by_label(driver, TOP[number % 4])])
        driver.press("Shift+A")
        driver.type(f"What table {number} will do")
        driver.press("Enter", "Esc")


def the_critical_friend(driver):
    driver.view.setFocus()
    driver.press("Ctrl+5")
    page = driver.workspace.basis.page
    driver.qtbot.waitUntil(lambda: driver.session.asking.is_known and bool(driver.session.asking.asked.open))
    page.walk.setFocus()
    driver.press("Space")
    assert page.walking
    asked = 0
    while page.walking and asked < 200:
        driver.type("As the room said")
        driver.press(("Enter", "Shift+Enter", "Ctrl+Enter")[asked % 3])
        asked += 1
    assert not page.walking
    return asked


def test_the_closing_half_hour_by_keys_all_in_the_journal_and_all_undoable(room):
    session = room.session
    before, begun = session.map, rows_in(session.document.path)
    steps = len(session.document.history())
    twenty_votes(room)
    cast = sum(each.dots for each in session.map.votes.values())
    assert cast == sum(number % 3 + 1 for number in range(20))
    assert len(session.document.history()) - steps == 20
    twelve_pieces_of_evidence(room)
    assert len(session.map.evidence) == len(before.evidence) + 12
    eight_actions(room)
    assert len(session.map.actions) == len(before.actions) + 8
    assert len(session.map.remedies) == len(before.remedies) + 8
    asked = the_critical_friend(room)
    assert len(session.map.answers) == asked
    assert session.asking.asked.open == ()
    assert {each.state for each in session.map.answers.values()} == {"answered", "parked", "dismissed"}

    assert rows_in(session.document.path) == rows_of(session.map)
    assert replayed(session.document.path, begun) == rows_of(session.map)
    done = len(session.document.history()) - steps
    assert select(session.document.path, "SELECT count(*) FROM journal") == [(steps + done,)]
    assert done >= 20 + 12 + 8 + asked

    room.view.setFocus()
    for _ in range(done):
        room.press("Ctrl+Z")
        if session.map == before:
            break
    assert session.map == before


def test_dots_are_taken_down_as_fast_as_they_are_called_out(room):
    """Nothing is lost when a tally is typed before the last one has been shown."""
    room.press("Ctrl+4")
    first, second = (list(room.session.map.factors)[at] for at in (8, 9))
    room.type("9 1")
    room.press("Enter")
    room.type("10 2")
    room.press("Enter")
    room.type("9 3")
    room.press("Enter")
    assert grounding.dots_of(room.session.map, first, "") == 4
    assert grounding.dots_of(room.session.map, second, "") == 2
