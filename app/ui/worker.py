"""One process beside the window's for what is slow or keeps Python's lock: large Tidy, large readings."""

import os
import pickle
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment

import app
from app.ui.sent_maps import Sender
from app.ui.worker_process import DONE, LENGTH, PART, bring_in, packed

Then = Callable[[Any], None]


class Worker(QObject):
    """Calls pure functions in another process, one after another, and hands their results back on this thread.

    A QProcess and its pipes, no pool: it can be ended at any moment without waiting for anything.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._maps = Sender()
        self._asked: deque[tuple[Then, Callable[[str], None], Then | None]] = deque()
        self._heard = bytearray()

    def submit(
        self,
        then: Then,
        failed: Callable[[str], None],
        job: Callable[..., Any],
        *arguments: Any,
        part: Then | None = None,
    ) -> None:
        """Run ``job(*arguments)`` over there; ``then`` gets its result, ``failed`` what went wrong.

        If it is a generator function, ``part`` gets what it yields and ``then`` what it returns.
        """
        if self._process is None:
            self._maps.forget()
            self._process = self._started()
        self._asked.append((then, failed, part))
        self._process.write(packed((job, tuple(self._maps.outgoing(each) for each in arguments))))

    def start(self) -> None:
        """Have the process there, with what it will need, before it is asked for anything."""
        self.submit(_nothing, _nothing, bring_in)

    def _started(self) -> QProcess:
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        here = str(Path(app.__file__).resolve().parents[1])
        paths = [here, *filter(None, environment.value("PYTHONPATH").split(os.pathsep))]
        environment.insert("PYTHONPATH", os.pathsep.join(paths))
        process.setProcessEnvironment(environment)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        process.readyReadStandardOutput.connect(self._on_heard)
        process.errorOccurred.connect(self._on_gone)
        process.finished.connect(self._on_gone)
        frozen = getattr(sys, "frozen", False)
        process.start(sys.executable, ["worker"] if frozen else ["-m", "app", "worker"])
        return process

    def _on_heard(self) -> None:
        assert self._process is not None
        self._heard += bytes(self._process.readAllStandardOutput().data())
        while len(self._heard) >= LENGTH.size:
            (length,) = LENGTH.unpack_from(self._heard)
            end = LENGTH.size + length
            if len(self._heard) < end:
                return
            kind, outcome = pickle.loads(bytes(self._heard[LENGTH.size : end]))  # noqa: S301  # our own process
            del self._heard[:end]
            if kind == PART:
                if (part := self._asked[0][2]) is not None:
                    part(outcome)
            else:
                then, failed, _part = self._asked.popleft()
                (then if kind == DONE else failed)(outcome)
            if self._process is None:
                return  # what was told ended it

    def _on_gone(self, *_: object) -> None:
        """It ended by itself: what was asked of it fails, and the next question starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
            self._heard.clear()
            asked, self._asked = self._asked, deque()
            for _then, failed, _part in asked:
                failed("the worker process ended")

    def stop(self) -> None:
        """End the process, whatever it is doing; nothing more is handed back."""
        process, self._process = self._process, None
        self._asked.clear()
        self._heard.clear()
        if process is not None:
            process.readyReadStandardOutput.disconnect(self._on_heard)
            process.errorOccurred.disconnect(self._on_gone)
            process.finished.disconnect(self._on_gone)
            process.kill()
            process.waitForFinished(2000)
            process.deleteLater()


def _nothing(_outcome: object) -> None:
    pass
