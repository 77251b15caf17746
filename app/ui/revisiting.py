"""Revisiting: where things stand at an earlier moment, at once; what stands at the present waits meanwhile."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.drawing.picture import ends_of
from app.layout.geometry import Route
from app.layout.routes import rerouted
from app.model.cause_map import CauseMap
from app.ui.standing import Standing, differing

if TYPE_CHECKING:
    from app.ui.session import Session

_AT_ONCE = 40
"""Up to so many factors curves are worked out at once."""
_QUIET = 120
"""Milliseconds after the last moment until the curves of this one are worked out: not while somebody slides past."""
_NAME = "curves of a moment"


class Revisiting(QObject):
    """Curves of a larger map are plain at first; those that go round the boxes come from beside the window."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._present: tuple[Standing, CauseMap] | None = None
        self._moved: set[str] = set()
        self._plain: set[str] = set()
        self._asked: Standing | None = None
        """What stood when curves were asked for; None if something else stands since."""
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_QUIET)
        self._wait.timeout.connect(self._ask)

    def leave_present(self, cause_map: CauseMap) -> None:
        """Put aside what stands now, unless that was done."""
        if self._present is None:
            self._present = (self._session.standing, cause_map)
            self._session.standing = self._session.standing.apart()

    def stand(self, cause_map: CauseMap, touched: frozenset[str]) -> None:
        """Let everything stand as it did in this map."""
        standing = self._session.standing
        if len(standing.boxes) <= _AT_ONCE:
            standing.follow(cause_map, touched)
            return
        self._asked = None
        moved, plain = standing.follow_plainly(cause_map, touched)
        self._moved |= moved
        self._plain |= plain
        if self._moved or self._plain:
            self._wait.start()

    def come_back(self, cause_map: CauseMap) -> frozenset[str]:
        """What stands at the present stands again; says what stands elsewhere than it just did."""
        self._wait.stop()
        self._asked = None
        if self._session.inquiries.is_busy(_NAME):
            self._session.inquiries.cancel(_NAME)
        self._moved, self._plain = set(), set()
        if self._present is None:
            return frozenset()
        left, (standing, was) = self._session.standing, self._present
        self._session.standing, self._present = standing, None
        if was is not cause_map:
            standing.follow(cause_map, differing(was, cause_map))
        boxes = standing.boxes
        return frozenset(id_ for id_ in boxes.keys() | left.boxes.keys() if boxes.get(id_) != left.boxes.get(id_))

    def _ask(self) -> None:
        session = self._session
        standing = session.standing
        kept = {id_: route for id_, route in standing.routes.items() if id_ not in self._plain}
        self._asked, ends = standing, ends_of(session.map)
        session.inquiries.ask(_NAME, self._on_routed, rerouted, standing.boxes, ends, kept, frozenset(self._moved))

    def _on_routed(self, routes: dict[str, Route]) -> None:
        standing = self._session.standing
        if standing is not self._asked:
            return
        self._moved, self._plain = set(), set()
        changed = {id_ for id_, route in routes.items() if route != standing.routes.get(id_)}
        standing.routes = {id_: route if id_ in changed else standing.routes[id_] for id_, route in routes.items()}
        self._session.map_changed.emit(frozenset(changed))
