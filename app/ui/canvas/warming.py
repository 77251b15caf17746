"""Stamps that were missing are painted a moment later, a few at a time, so that no turn waits for them."""

import time

from PySide6.QtCore import QObject, QTimer

from app.drawing.stamps import Stamp, Stamps

_REST = 120
"""Milliseconds after the first was missed: zooming on, another size would be wanted by then."""
_SLICE = 0.004
"""Seconds of one turn."""


class Warming(QObject):
    """Waits for a pause, then paints what was wanted at the last zoom, as it is and as it looks when it is faded."""

    def __init__(self, stamps: Stamps, parent: QObject) -> None:
        super().__init__(parent)
        self._stamps = stamps
        self._wanted: dict[Stamp, None] = {}
        self._level = 0.0
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self._make_some)

    def want(self, stamp: Stamp) -> None:
        """This one was missing."""
        self._level = stamp.level
        self._wanted |= {stamp: None, stamp._replace(faded=not stamp.faded): None}
        if not self._due.isActive():
            self._due.start(_REST)

    def _make_some(self) -> None:
        until = time.perf_counter() + _SLICE
        while self._wanted and time.perf_counter() < until:
            stamp = next(iter(self._wanted))
            del self._wanted[stamp]
            if stamp.level == self._level and not self._stamps.holds(stamp):
                self._stamps.make(stamp)
        if self._wanted:
            self._due.start(0)

    def stop(self) -> None:
        """Nothing is wanted any more."""
        self._due.stop()
        self._wanted.clear()
