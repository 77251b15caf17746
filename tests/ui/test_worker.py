"""The process beside the window's: answers in order, fails in words, ends at once."""

import os
import signal
from math import factorial

import pytest
from PySide6.QtCore import QProcess

from app.ui.worker import Worker


@pytest.fixture
def worker(qapp):
    made = Worker()
    yield made
    made.stop()


def test_answers_come_in_the_order_of_the_questions(worker, qtbot):
    heard = []
    for number in (5, 3, 20):
        worker.submit(heard.append, heard.append, factorial, number)
    qtbot.waitUntil(lambda: len(heard) == 3, timeout=30_000)
    assert heard == [120, 6, 2432902008176640000]


def test_an_error_over_there_is_told_in_words_and_the_next_question_is_answered(worker, qtbot):
    fine, wrong = [], []
    worker.submit(fine.append, wrong.append, factorial, -1)
    worker.submit(fine.append, wrong.append, factorial, 4)
    qtbot.waitUntil(lambda: len(fine) == 1, timeout=30_000)
    assert fine == [24]
    assert "ValueError" in wrong[0]


def test_a_process_that_dies_fails_what_was_asked_and_another_takes_over(worker, qtbot):
    fine, wrong = [], []
    worker.submit(fine.append, wrong.append, os.kill, 0, 0)
    qtbot.waitUntil(lambda: bool(fine), timeout=30_000)
    worker.submit(fine.append, wrong.append, signal.raise_signal, signal.SIGTERM)
    qtbot.waitUntil(lambda: bool(wrong), timeout=30_000)
    worker.submit(fine.append, wrong.append, factorial, 4)
    qtbot.waitUntil(lambda: fine[-1] == 24, timeout=30_000)


def test_stopping_in_the_middle_of_large_work_ends_at_once_and_nothing_is_handed_back(worker, qtbot):
    heard = []
    for _ in range(5):
        worker.submit(heard.append, heard.append, factorial, 200_000)
        worker.submit(heard.append, heard.append, len, "x" * 3_000_000)
    process = worker._process
    worker.stop()
    assert process.state() == QProcess.ProcessState.NotRunning
    qtbot.wait(1)
    assert heard == []
