"""Tidy, offered: in a pause, when it would take away enough crossings to be worth the movement."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.drawing.picture import ends_of
from app.layout.gain import Gain, tidy_gain
from app.model import edits
from app.ui.session import Session

PAUSE = 3000
"""Milliseconds without a step after which the map is looked at."""
LEAST_FEWER = 4
"""Fewer crossings than this are not worth a word."""
LEAST_PART = 0.2
"""Nor is less than this part of all crossings."""
GROWTH = 24
"""Factors and links that have come since the last offer or the last Tidy before there is another one."""
MOST = 400
"""In a larger map Tidy takes too long to be tried unasked."""


class TidyOffer(QObject):
    """Looks in pauses whether Tidy would help; :attr:`changed` says there is an offer, or none any more."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.gain: Gain | None = None
        self._revision = -1
        self._size_then = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.consider)
        session.map_changed.connect(self._on_map_changed)
        session.arranging.tidied.connect(self.tidied)

    @property
    def words(self) -> str:
        """What Tidy would gain, '' if nothing is offered."""
        if self.gain is None:
            return ""
        fewer = self.gain.fewer
        return f"Tidy: {fewer} fewer crossing{'s' * (fewer != 1)}"

    def _size(self) -> int:
        return len(self.session.boxes) + len(self.session.routes)

    def _on_map_changed(self, _touched: object) -> None:
        if self.session.document.revision != self._revision:
            self._drop()
            self._pause.start()

    def _drop(self) -> None:
        if self.gain is not None:
            self.gain = None
            self.changed.emit()

    def consider(self) -> None:
        """Ask the worker what Tidy would gain, if enough has come since the last time."""
        session = self.session
        grown = self._size() - self._size_then
        if session.arranging.busy or session.read_only or grown < GROWTH or len(session.boxes) > MOST:
            return
        revision = session.document.revision
        cause_map = session.map
        symptoms = frozenset(factor.id for factor in cause_map.symptoms())
        pinned = frozenset(factor.id for factor in cause_map.on_the_map() if factor.pinned)
        session.ask_worker(
            lambda gain: self._on_gain(gain, revision),
            tidy_gain,
            session.boxes,
            session.routes,
            ends_of(cause_map),
            symptoms,
            pinned,
        )

    def _on_gain(self, gain: Gain, revision: int) -> None:
        if revision != self.session.document.revision:
            return
        if gain.fewer >= max(LEAST_FEWER, LEAST_PART * gain.now):
            self.gain, self._revision = gain, revision
            self._size_then = self._size()
            self.changed.emit()

    def tidy(self) -> None:
        """Take what is offered, or arrange the map anew."""
        if not self.take():
            self.session.arranging.tidy()

    def take(self) -> bool:
        """Do what is offered; False if nothing is."""
        gain, self.gain = self.gain, None
        if gain is None or self._revision != self.session.document.revision:
            return False
        self._size_then = self._size()
        self.session.perform("Tidy the map", edits.move(self.session.map, gain.places), settle=False)
        self.changed.emit()
        return True

    def tidied(self) -> None:
        """The map has been tidied otherwise: nothing to offer for a while."""
        self._size_then = self._size()
        self._drop()

    def close_map(self) -> None:
        """Stop looking."""
        self._pause.stop()
        self.session.map_changed.disconnect(self._on_map_changed)
