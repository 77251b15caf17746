"""Rerouting: on a larger map curves are plain for a moment after an edit; the careful ones are worked out beside it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.drawing.picture import ends_of
from app.layout.geometry import Route
from app.layout.routes import rerouted
from app.ui.standing import PLAIN_FROM, Standing

if TYPE_CHECKING:
    from app.ui.session import Session

_FROM = 150
"""From so many factors on, leading a few links through the gaps between boxes may take longer than a frame."""


class Rerouting(QObject):
    """Keeps the session's curves in step: at once on a small map, in two beats on a larger one."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._moved: set[str] = set()
        self._plain: set[str] = set()
        self._asked = 0
        """How many questions are out; only the answer to the last one counts."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._ask)

    @property
    def waits(self) -> bool:
        """Whether some curves are plain for now."""
        return bool(self._moved or self._plain)

    def follow(self, touched: frozenset[str]) -> None:
        """Boxes and curves of what was touched."""
        session = self._session
        standing = session.standing
        if len(standing.boxes) < _FROM or len(standing.boxes) >= PLAIN_FROM:
            self._forget()
            standing.follow(session.map, touched)
            return
        moved, plain = standing.follow_plainly(session.map, touched)
        self._moved |= moved
        self._plain |= plain
        if self.waits:
            self._soon.start(0)

    def finish(self) -> None:
        """Work out now what is still waited for: somebody wants to keep the curves."""
        if self.waits:
            standing, kept, moved = self._question()
            self._asked += 1
            self._take(rerouted(standing.boxes, ends_of(self._session.map), kept, moved))

    def _question(self) -> tuple[Standing, dict[str, Route], frozenset[str]]:
        standing = self._session.standing
        kept = {id_: route for id_, route in standing.routes.items() if id_ not in self._plain}
        return standing, kept, frozenset(self._moved)

    def _ask(self) -> None:
        session = self._session
        if not self.waits or session.looking:
            return
        standing, kept, moved = self._question()
        self._asked += 1
        number = self._asked

        def came(routes: dict[str, Route]) -> None:
            if number == self._asked and standing is session.standing and not self._soon.isActive():
                self._take(routes)

        session.ask_worker(came, rerouted, standing.boxes, ends_of(session.map), kept, moved)

    def _take(self, routes: dict[str, Route]) -> None:
        standing = self._session.standing
        self._forget()
        changed = {id_ for id_, route in routes.items() if route != standing.routes.get(id_)}
        standing.routes = {id_: route if id_ in changed else standing.routes[id_] for id_, route in routes.items()}
        if changed:
            self._session.map_changed.emit(frozenset(changed))

    def _forget(self) -> None:
        self._soon.stop()
        self._moved, self._plain = set(), set()
