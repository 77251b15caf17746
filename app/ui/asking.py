"""Asking: the critical friend's questions, worked out quietly as one works, and what became of them."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.analysis.reading import Reading
from app.model.cause_map import CauseMap

if TYPE_CHECKING:  # what is asked is not needed to show a map: it is imported when there is time
    from app.analysis.friend.ask import Asked
    from app.analysis.friend.question import Question
    from app.ui.session import Session

_AT_ONCE = 100
"""Up to so many factors the questions are worked out in a turn of their own; above, beside the window."""
_REST = 700
"""Milliseconds without a change after which they are worked out while nobody looks at them."""
_NAME = "friend"


class Asking(QObject):
    """The questions of the map as it was when it was last at rest."""

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._of: tuple[CauseMap, Reading | None] | None = None
        self._questions: tuple[Question, ...] = ()
        self.is_known = False
        """Whether any have been worked out yet."""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.ask)
        session.map_changed.connect(self._on_changed)
        session.reading_changed.connect(self._on_changed)

    @property
    def asked(self) -> "Asked":
        """The questions, told apart by what became of them in the map as it is now."""
        from app.analysis.friend.ask import sorted_out

        return sorted_out(self._session.map, self._questions)

    def _on_changed(self, *_: object) -> None:
        self._rest.start()

    def ask(self) -> None:
        """Work them out for the map as it is now, unless that has been done."""
        session = self._session
        if session.supposed is not None or session.looking:
            return  # they are about the map as it is
        now = (session.map, session.reading)
        if self._of is not None and self._of[0] is now[0] and self._of[1] is now[1]:
            return
        if session.reading is None or not session.is_read:
            return
        from app.analysis.friend.ask import questions

        self._rest.stop()
        self._of = now
        if len(session.map.factors) <= _AT_ONCE:
            self._on_questions(questions(session.map, session.reading))
        else:
            session.inquiries.ask(_NAME, self._on_questions, questions, session.map, session.reading)

    def _on_questions(self, found: Any) -> None:
        self._questions, self.is_known = found, True
        self.changed.emit()

    def stop(self) -> None:
        """Ask no more."""
        self._rest.stop()
