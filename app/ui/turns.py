"""Work that can wait until the window is painted: one piece a turn of the event loop, so that keys come between."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_REST = 2
"""Turns without work between two pieces: in one a list lays itself out anew, in the other it is painted."""


class Turns(QObject):
    """A queue of things to do, each under a name; asked for again before it was done, a thing is done once.

    Between two of them lie turns in which nothing is done but what Qt has waiting: keys, clicks and painting.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[str, Callable[[], object]] = {}
        self._rest = 0
        self._tick = QTimer(self)
        self._tick.setInterval(0)
        self._tick.timeout.connect(self._go_on)

    def ask(self, name: str, act: Callable[[], object]) -> None:
        """Have this done soon, after all that waits already; in its old place if it waits itself."""
        self._waiting[name] = act
        if not self._tick.isActive():
            self._rest = _REST
            self._tick.start()

    def waits(self, name: str) -> bool:
        """Whether this is still to be done."""
        return name in self._waiting

    def forget(self, name: str) -> None:
        """Do not do this; it was done otherwise or is not wanted any more."""
        self._waiting.pop(name, None)

    def _go_on(self) -> None:
        if self._rest:
            self._rest -= 1
            return
        self._rest = _REST
        if self._waiting:
            name = next(iter(self._waiting))
            self._waiting.pop(name)()
        if not self._waiting:
            self._tick.stop()

    def stop(self) -> None:
        """Do nothing any more."""
        self._tick.stop()
        self._waiting.clear()
