"""Questions in a process of their own: answers come, newer ones win, and a long one can be given up."""

import time
from pathlib import Path

import pytest

from app.ui.inquiry import Inquiries


def doubled(number):
    return 2 * number


def counted(upto):
    """A job that tells each number on its way."""
    yield from range(upto)
    return sum(range(upto))


def never():
    """A job that does not end by itself."""
    while True:
        time.sleep(0.01)


def broken():
    raise ValueError("no such thing")


@pytest.fixture
def inquiries(qapp, monkeypatch):
    # The other process has to find the jobs of this file.
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    made = Inquiries()
    yield made
    made.stop()


def test_an_answer_comes_back(inquiries, qtbot):
    heard = []
    inquiries.ask("a", heard.append, doubled, 21)
    assert inquiries.is_busy("a")
    qtbot.waitUntil(lambda: heard == [42], timeout=20_000)
    assert not inquiries.is_busy("a")


def test_what_a_job_tells_on_its_way_comes_before_its_answer(inquiries, qtbot):
    heard = []
    inquiries.ask("a", lambda sum_: heard.append(("all", sum_)), counted, 3, part=heard.append)
    qtbot.waitUntil(lambda: len(heard) == 4, timeout=20_000)
    assert heard == [0, 1, 2, ("all", 3)]


def test_a_question_dropped_at_once_holds_nothing_up_for_long(inquiries, qtbot):
    heard = []
    inquiries.ask("a", heard.append, never)
    inquiries.ask("a", heard.append, doubled, 1)
    inquiries.ask("b", heard.append, doubled, 2)
    qtbot.waitUntil(lambda: sorted(heard) == [2, 4], timeout=20_000)


def test_the_newest_question_of_a_name_is_answered_and_no_older_one(inquiries, qtbot):
    heard = []
    for number in range(5):
        inquiries.ask("a", heard.append, doubled, number)
    inquiries.ask("b", heard.append, doubled, 50)
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=20_000)
    assert heard == [8, 100]


def test_a_question_that_does_not_end_can_be_given_up(inquiries, qtbot):
    heard = []
    inquiries.ask("endless", heard.append, never)
    inquiries.ask("other", heard.append, doubled, 1)
    inquiries.cancel("endless")
    qtbot.waitUntil(lambda: heard == [2], timeout=20_000)
    assert not inquiries.is_busy("endless")


def test_what_went_wrong_is_told_and_the_next_question_is_answered(inquiries, qtbot):
    heard, wrong = [], []
    inquiries.ask("a", heard.append, broken, failed=wrong.append)
    inquiries.ask("b", heard.append, doubled, 4)
    qtbot.waitUntil(lambda: heard == [8], timeout=20_000)
    assert len(wrong) == 1
    assert "no such thing" in wrong[0]
