"""Inquiries: questions that take a moment, answered in a process of their own, so that nobody waits."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from app.ui.worker import Worker

_PATIENCE = 0.3
"""Seconds a question that nobody waits for any more may go on: then its process is ended, which costs as much."""

Then = Callable[[Any], None]


@dataclass(eq=False, slots=True)
class _Question:
    name: str
    then: Then
    job: Callable[..., Any]
    arguments: tuple[Any, ...]
    part: Then | None
    failed: Callable[[str], None] | None
    wanted: bool = True
    since: float = 0.0


class Inquiries(QObject):
    """One question of each name at a time: a newer one takes the place of the older, whose answer is dropped.

    Answers come back on this thread, in later turns of the event loop, and not any more after :meth:`stop`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker(self)
        self._waiting: dict[str, _Question] = {}
        self._running: _Question | None = None

    def ask(
        self,
        name: str,
        then: Then,
        job: Callable[..., Any],
        *arguments: Any,
        part: Then | None = None,
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Have ``job(*arguments)`` worked out; ``then`` gets the result.

        The job is a pure function of a module. If it is a generator function, ``part`` gets what it yields, as it
        does, and ``then`` what it returns. ``failed`` hears what went wrong; without it that is passed over.
        """
        self._drop(name)
        self._waiting[name] = _Question(name, then, job, arguments, part, failed)
        self._go_on()

    def cancel(self, name: str) -> None:
        """Want no answer any more; what is being worked out for it is given up at once."""
        self._drop(name, patience=0.0)
        self._go_on()

    def is_busy(self, name: str) -> bool:
        """Whether an answer to this is still to come."""
        return name in self._waiting or bool(self._running and self._running.wanted and self._running.name == name)

    def stop(self) -> None:
        """End everything."""
        self._waiting.clear()
        self._running = None
        self._worker.stop()

    def _drop(self, name: str, patience: float = _PATIENCE) -> None:
        self._waiting.pop(name, None)
        running = self._running
        if running is not None and running.name == name:
            running.wanted = False
            left = patience - (time.monotonic() - running.since)
            if left <= 0:
                self._running = None
                self._worker.stop()
            else:
                QTimer.singleShot(round(1000 * left) + 1, self, partial(self._lose_patience, running))

    def _lose_patience(self, question: _Question) -> None:
        """Nobody waits for what is being worked out, and others may wait behind it."""
        if self._running is question:
            self._running = None
            self._worker.stop()
            self._go_on()

    def _go_on(self) -> None:
        if self._running is not None or not self._waiting:
            return
        question = self._running = self._waiting.pop(next(iter(self._waiting)))
        question.since = time.monotonic()

        def done(answer: Any) -> None:
            self._ended(question)
            if question.wanted:
                question.then(answer)

        def failed(why: str) -> None:
            self._ended(question)
            if question.wanted and question.failed is not None:
                question.failed(why)

        def part(value: Any) -> None:
            if question.wanted and question.part is not None:
                question.part(value)

        self._worker.submit(done, failed, question.job, *question.arguments, part=part)

    def _ended(self, question: _Question) -> None:
        if self._running is question:
            self._running = None
            self._go_on()
