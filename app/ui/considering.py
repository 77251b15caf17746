"""Considering: which map is on screen, which is read, and what it says: the present, a moment, or what if."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.analysis.reading import Reading, read, say_the_same
from app.document import Document
from app.model.cause_map import CauseMap
from app.ui.turns import Turns

if TYPE_CHECKING:
    from app.analysis.scenario import Suppositions

SMALL = 300
"""Up to so many factors everything is worked out at once; above, in the worker process."""

Submit = Callable[..., None]
Looks = tuple[Mapping[str, int], frozenset[str]]


class Considering(QObject):
    """Keeps one Reading of what is considered; a reading that comes late is dropped if something else is meanwhile."""

    came = Signal(object)
    """A reading is there that was worked out beside the window: frozenset of the factors that look different now."""
    failed = Signal()

    def __init__(self, document: Document, turns: Turns, submit: Submit, parent: QObject) -> None:
        super().__init__(parent)
        self.document = document
        self.reading: Reading | None = None
        self.changeable_only = False
        self.supposed: Suppositions | None = None
        self.looking = ""
        """What moment is looked at, in words; '' at the present."""
        self._turns = turns
        self._submit = submit
        self._moment: CauseMap | None = None
        self._read_as: CauseMap | None = None
        self._left: tuple[CauseMap, Suppositions, CauseMap] | None = None
        self._grounded: tuple[CauseMap, Suppositions, CauseMap] | None = None
        self._latest: tuple[CauseMap, CauseMap] | None = None
        """The map that was asked for last, and the first of those that say the same."""
        self._read_of: tuple[CauseMap, bool] | None = None

    @property
    def on_screen(self) -> CauseMap:
        """The map as it is, or as it was at the moment that is looked at."""
        return self._moment if self._moment is not None else self.document.map

    @property
    def considered(self) -> CauseMap:
        """What is read: the map on screen, or what would be left of it.

        The very same object as before as long as nothing else than places and notes has changed.
        """
        whole = self._known(self._read_as if self._read_as is not None else self.on_screen)
        if self.supposed is None:
            return whole
        if self._left is None or self._left[0] is not whole or self._left[1] is not self.supposed:
            from app.analysis.scenario import suppose

            self._left = (whole, self.supposed, suppose(whole, self.supposed))
        return self._left[2]

    @property
    def grounded(self) -> CauseMap:
        """What is read, with who said it, what it rests on and all else just as it is now."""
        whole = self._read_as if self._read_as is not None else self.on_screen
        if self.supposed is None:
            return whole
        if self._grounded is None or self._grounded[0] is not whole or self._grounded[1] is not self.supposed:
            from app.analysis.scenario import suppose

            self._grounded = (whole, self.supposed, suppose(whole, self.supposed))
        return self._grounded[2]

    def _known(self, whole: CauseMap) -> CauseMap:
        if self._latest is None or (self._latest[0] is not whole and not say_the_same(self._latest[1], whole)):
            self._latest = (whole, whole)
        elif self._latest[0] is not whole:
            self._latest = (whole, self._latest[1])
        return self._latest[1]

    @property
    def is_read(self) -> bool:
        """Whether the reading there is is of what is considered now."""
        return self._is_now(self._read_of)

    def _is_now(self, wanted: tuple[CauseMap, bool] | None) -> bool:
        return wanted is not None and wanted[0] is self.considered and wanted[1] == self.changeable_only

    def look_at(self, cause_map: CauseMap | None, words: str, read_as: CauseMap | None) -> None:
        """Have this on screen and read (or ``read_as`` in its place); None: the present."""
        self._moment, self.looking = cause_map, words if cause_map is not None else ""
        self._read_as = read_as if cause_map is not None else None

    # -- reading

    def looks(self) -> Looks:
        """What the reading puts on the map."""
        return (self.reading.rank_of, self.reading.in_loop) if self.reading else ({}, frozenset())

    def changed_since(self, before: Looks) -> frozenset[str]:
        """The factors that the reading makes look different."""
        ranks, loops = self.looks()
        changed = {id_ for id_ in ranks.keys() | before[0].keys() if ranks.get(id_) != before[0].get(id_)}
        return frozenset(changed | (loops ^ before[1]))

    def read(self) -> bool:
        """Read it now: True; or, where that takes longer, have it read elsewhere, or it is read already: False."""
        if self.is_read:
            return False
        wanted, job = self._wanted()
        if len(wanted[0].factors) <= SMALL:
            self.reading, self._read_of = job(wanted[0]), wanted
            return True
        self._submit(partial(self._on_read, wanted), self._on_failed, job, wanted[0])
        return False

    def read_soon(self) -> None:
        """The reading after an edit has been painted, one for all edits since the last; it is shown a turn later."""
        self._turns.ask("reading", self._read_in_turn)

    def _read_in_turn(self) -> None:
        if self.is_read:
            return
        wanted, job = self._wanted()
        if len(wanted[0].factors) > SMALL:
            self.read()
            return
        self._turns.ask("looks", partial(self._on_read, wanted, job(wanted[0])))

    def _wanted(self) -> tuple[tuple[CauseMap, bool], Callable[[CauseMap], Reading]]:
        job: Any = partial(read, changeable_only=self.changeable_only, revision=self.document.revision)
        return (self.considered, self.changeable_only), job

    def _on_read(self, wanted: tuple[CauseMap, bool], reading: Reading) -> None:
        if not self._is_now(wanted):
            return  # something else has been asked since
        before = self.looks()
        self.reading, self._read_of = reading, wanted
        self.came.emit(self.changed_since(before))

    def _on_failed(self, _why: str) -> None:
        self.failed.emit()
