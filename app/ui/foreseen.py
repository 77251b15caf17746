"""Foreseen: what would follow from what is supposed, worked out once for the map, the strip above it and the page."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.analysis.reading import Reading, read
from app.analysis.scenario import Outcome, Shift, Suppositions, outcome, shifts
from app.model.cause_map import CauseMap
from app.model.records import Supposed
from app.ui.session import Session

_AT_ONCE = 300
"""Up to so many factors the outcome is worked out at once, in a few milliseconds; above, in a process of its own."""

_NEXT: dict[Supposed | None, Supposed | None] = {None: "doubted", "doubted": "rejected", "rejected": None}
"""What the key makes of a link, one press after the other."""

_OUTCOME, _BEFORE = "what if: outcome", "what if: before"


class Foreseen(QObject):
    """Follows a session: what goes and what stays, and how the map would be read if nothing were supposed."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.outcome: Outcome | None = None
        """What would follow; None while nothing is supposed, or while it is being worked out."""
        self._asked: tuple[CauseMap, Suppositions] | None = None
        self._plain: tuple[CauseMap, bool, Reading] | None = None
        self._wanted: tuple[CauseMap, bool] | None = None
        self._shifts: tuple[tuple[object, ...], tuple[Shift, ...]] = ((), ())
        session.supposed_changed.connect(self.follow)
        session.map_changed.connect(self._on_map)
        session.reading_changed.connect(self._on_read)
        session.looking_changed.connect(self._on_map)
        self._on_read()

    @property
    def supposed(self) -> Suppositions:
        """What is supposed of what is on the map on screen."""
        told = self.session.supposed
        return told.within(self.session.map) if told is not None else Suppositions()

    @property
    def before(self) -> Reading | None:
        """The map on screen as it is read with nothing supposed; None until that is worked out."""
        session = self.session
        known = self._plain
        if known is None or known[0] is not session.map or known[1] != session.changeable_only:
            return None
        return known[2]

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """How the ranking moves; () until both readings are there."""
        session, before = self.session, self.before
        if self.outcome is None or before is None or session.reading is None or not session.is_read:
            return ()
        known = (before, session.reading, self.outcome)
        if self._shifts[0] != known:
            self._shifts = (known, shifts(before, session.reading, self.outcome))
        return self._shifts[1]

    def after_mark(self) -> Suppositions | None:
        """What is supposed after one more press of the key; None where nothing is selected that it is for.

        The selected factors are fixed, or not any more; selected links doubtful, then wrong, then as they were.
        """
        session, told = self.session, self.supposed
        factors = [id_ for id_ in session.selected_factors() if not session.map.factors[id_].parked]
        links = session.selected_links()
        if factors:
            told = told.with_(factors, None if told.fixed.issuperset(factors) else "fixed")
        if links:
            told = told.with_(links, _NEXT[told.of(links[0])])
        return told if factors or links else None

    def follow(self) -> None:
        """Work out what would follow, if that is not known already."""
        session, told = self.session, self.supposed
        wanted = (session.map, told) if told else None
        if wanted is None:
            self._asked = self.outcome = None
            for name in (_OUTCOME, _BEFORE):
                session.inquiries.cancel(name)
            self._wanted = None
            self.changed.emit()
            return
        if self._asked is None or self._asked[0] is not wanted[0] or self._asked[1] != told:
            self._asked = wanted
            if len(session.map.factors) <= _AT_ONCE:
                self.outcome = outcome(*wanted)
            else:
                session.inquiries.ask(_OUTCOME, partial(self._on_outcome, wanted), outcome, *wanted)
        self._ask_before()
        self.changed.emit()

    def _ask_before(self) -> None:
        """The reading with nothing supposed: known from before, or asked for if there was an edit meanwhile."""
        session = self.session
        wanted = (session.map, session.changeable_only)
        if self.before is None and (self._wanted is None or self._wanted != wanted):
            self._wanted = wanted
            job: Any = partial(read, changeable_only=session.changeable_only)
            session.inquiries.ask(_BEFORE, partial(self._on_before, wanted), job, session.map)

    def _on_outcome(self, wanted: tuple[CauseMap, Suppositions], found: Outcome) -> None:
        if self._asked is wanted:
            self.outcome = found
            self.changed.emit()

    def _on_before(self, wanted: tuple[CauseMap, bool], reading: Reading) -> None:
        if self._wanted is wanted:
            self._plain = (*wanted, reading)
            self.changed.emit()

    def _on_map(self, _touched: object = None) -> None:
        if self.session.supposed is not None:
            self.session.turns.ask("what if", self.follow)

    def _on_read(self) -> None:
        session = self.session
        if session.supposed is None:
            if session.reading is not None and session.is_read:
                self._plain = (session.map, session.changeable_only, session.reading)
        else:
            self.session.turns.ask("what if", self.follow)


def foreseen(session: Session) -> Foreseen:
    """The one of this session."""
    found = session.findChild(Foreseen)
    return found if isinstance(found, Foreseen) else Foreseen(session)
