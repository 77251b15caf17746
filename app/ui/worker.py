"""One process beside the window's for what is slow or keeps Python's lock: large Tidy, large readings."""

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from PySide6.QtCore import QObject, Signal


class Worker(QObject):
    """Calls pure functions in another process and hands their results back on the window's thread."""

    _finished = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool: ProcessPoolExecutor | None = None
        self._finished.connect(self._hand_over)

    def submit(
        self, then: Callable[[Any], None], failed: Callable[[BaseException], None], job: Callable[..., Any], *args: Any
    ) -> None:
        """Run ``job(*args)`` over there; ``then`` gets its result, ``failed`` its error, both on this thread."""
        if self._pool is None:
            # spawn: a fork of a process with Qt's threads in it may hang.
            self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        try:
            future = self._pool.submit(job, *args)
        except RuntimeError as error:  # the pool broke: the next call starts another
            self._pool = None
            failed(error)
            return
        future.add_done_callback(lambda done: self._announce(done, then, failed))

    def start(self) -> None:
        """Have the process there, with what it will need, before it is asked for anything."""
        self.submit(_nothing, _nothing, _bring_in)

    def _announce(
        self, done: "Future[Any]", then: Callable[[Any], None], failed: Callable[[BaseException], None]
    ) -> None:
        if done.cancelled():
            return
        try:
            error = done.exception()
            outcome = (failed, error) if error is not None else (then, done.result())
            self._finished.emit(*outcome)
        except (RuntimeError, OSError):
            return  # the window is gone, or the job was cancelled with it

    def _hand_over(self, receiver: Callable[[Any], None], outcome: Any) -> None:
        receiver(outcome)

    def stop(self) -> None:
        """End the process without waiting for what it is doing."""
        pool, self._pool = self._pool, None
        if pool is not None:
            processes = list((pool._processes or {}).values())  # noqa: SLF001  # the pool cannot be told to stop at once
            pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.terminate()


def _nothing(_outcome: object) -> None:
    pass


def _bring_in() -> None:
    """Import what readings and Tidy are made of."""
    from app.analysis import reading
    from app.layout import tidy

    tidy.tidy({"a": (100.0, 40.0), "b": (100.0, 40.0)}, [], ())
    assert reading
