"""The second beat after an edit: in the worker, a few factors near it find better places, and the map glides there."""

import os
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.document import Applied
from app.drawing.picture import ends_of
from app.layout.easing import ease
from app.layout.geometry import Point
from app.model import edits
from app.ui.session import EASE, Session

REST = 300
"""Milliseconds without a step after which the map is eased."""
MOST = 400
"""A larger map is left as it settled."""


class Easing(QObject):
    """Waits until nobody is typing or dragging on the map, then untangles what the last steps left.

    It is a step of its own in the file, but undone and redone together with the one before it.
    """

    considered = Signal()
    """The worker has answered, whether or not anything moves."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self._touched: dict[str, None] = {}
        self._placed: set[str] = set()
        """Factors that a hand has put where they are; they stay there until the map is tidied."""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self.ease)
        session.stepped.connect(self._on_stepped)
        session.arranging.tidied.connect(self._placed.clear)

    def _on_stepped(self, applied: Applied) -> None:
        if applied.source in ("undo", "redo", "load") or applied.step.label == EASE:
            self._touched.clear()
            self._rest.stop()
            return
        cause_map = self.session.map
        if applied.source == "canvas":
            self._placed.update(change.id for change in applied.step.changes if change.id in self.session.selection)
        for change in applied.step.changes:
            link = cause_map.links.get(change.id)
            if link is not None:
                self._touched |= {link.cause: None, link.effect: None}
        if self._touched and os.environ.get("HEADWATER_STILL") != "1":
            self._rest.start()

    def ease(self) -> None:
        """Ask the worker now, unless something is in hand; then a little later."""
        session = self.session
        if not self._touched or session.read_only or len(session.boxes) > MOST:
            return
        if session.in_hand():
            self._rest.start()
            return
        cause_map, revision = session.map, session.document.revision
        touched = frozenset(id_ for id_ in self._touched if id_ in session.boxes)
        pinned = {factor.id for factor in cause_map.on_the_map() if factor.pinned}
        still = frozenset(pinned | self._placed | set(session.held()))
        symptoms = frozenset(factor.id for factor in cause_map.symptoms())
        job = partial(ease, still=still, symptoms=symptoms)
        then = partial(self._on_eased, revision=revision)
        session.ask_worker(then, job, dict(session.boxes), ends_of(cause_map), touched)

    def _on_eased(self, places: dict[str, Point], revision: int) -> None:
        session = self.session
        if revision != session.document.revision:
            return  # a later step asks again
        if session.in_hand():
            self._rest.start()
            return
        self._touched.clear()
        if places:
            session.perform(EASE, edits.move(session.map, places), source="ease", settle=False)
        self.considered.emit()

    def close_map(self) -> None:
        """Wait for nothing any more."""
        self._rest.stop()
        self.session.stepped.disconnect(self._on_stepped)
