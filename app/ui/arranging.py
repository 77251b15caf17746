"""Arranging: Tidy, and the places of many newcomers, worked out beside the window where they take long."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.drawing.picture import ends_of
from app.drawing.sizes import sizes_of
from app.errors import RuleBroken
from app.layout.geometry import Point
from app.layout.tidy import tidied, tidy
from app.model import edits
from app.model.changes import Change
from app.ui.standing import TIDY_AT_ONCE, given_places, in_rows, many_places, newcomers
from app.ui.worker import Worker

if TYPE_CHECKING:
    from app.ui.session import Session

_TIDYING = "Tidying the map … Esc leaves off."


class Arranging(QObject):
    """One thing is arranged at a time; it can be given up, and a map that is closed meanwhile loses nothing."""

    tidied = Signal()

    def __init__(self, session: "Session", worker: Worker) -> None:
        super().__init__(session)
        self._session = session
        self._worker = worker
        self._placing: Callable[[Mapping[str, Point]], None] | None = None
        self.busy = ""
        """What is being arranged, in words; '' when nothing is."""

    def perform_many(
        self,
        label: str,
        changes: Sequence[Change],
        *,
        select: Sequence[str] = (),
        failed: Callable[[], None] | None = None,
    ) -> None:
        """Do one step that brings many newcomers: they are arranged among themselves by the worker, then added below.

        Can be given up meanwhile with :meth:`give_up`; a map that is closed meanwhile takes them in plain rows.
        ``failed`` is called if nothing came of it because the map has changed.
        """
        session = self._session
        try:
            after = session.map.apply(changes)
        except RuleBroken as error:
            session.told.emit(str(error))
            if failed is not None:
                failed()
            return
        new = newcomers(after, changes)
        if len(new) <= TIDY_AT_ONCE:
            session.perform(label, changes, select=select)
            return
        if self.busy:
            session.told.emit("One thing at a time: the map is still being arranged.")
            if failed is not None:
                failed()
            return

        def placed(among: Mapping[str, Point]) -> None:
            self._placing = None
            self._set_busy("")
            session.look_at(None)  # what was said is taken in, whatever is looked at meanwhile
            places = many_places(session.boxes, sizes, among)
            done = session.perform(label, given_places(after, changes, places), select=select, settle=False)
            if not done and failed is not None:
                failed()

        sizes = sizes_of(after, new)
        ends = [each for each in ends_of(after) if each.cause in new and each.effect in new]
        symptoms = frozenset(id_ for id_ in new if after.factors[id_].is_symptom)
        self._placing = lambda among: placed(among or in_rows(sizes))
        self._set_busy(f"Placing {len(new):,} factors … Esc leaves off")
        self._worker.submit(placed, lambda _: placed(in_rows(sizes)), tidy, sizes, ends, symptoms)

    def give_up(self) -> None:
        """Leave off what the worker is arranging; nothing has been changed."""
        if self.busy:
            self._worker.stop()
            self._placing = None
            self._set_busy("")
            self._session.read_anew()
            self._session.told.emit("Left off; nothing was changed.")

    def finish(self) -> None:
        """What waits for places gets plain ones, now."""
        if self._placing is not None:
            self._placing({})

    def tidy(self) -> None:
        """Arrange the whole map, keeping what can be kept; a large one in the worker, while the window stays alive."""
        session = self._session
        if session.refuses():
            return
        cause_map = session.map
        sizes, ends = sizes_of(cause_map), ends_of(cause_map)
        symptoms = frozenset(factor.id for factor in cause_map.symptoms())
        pinned = frozenset(factor.id for factor in cause_map.on_the_map() if factor.pinned)
        before = {id_: (box.x, box.y) for id_, box in session.boxes.items()}
        if len(sizes) <= TIDY_AT_ONCE:
            self._on_tidied(tidy(sizes, ends, symptoms, before=before, pinned=pinned))
        elif not self.busy:
            self._set_busy(_TIDYING)
            then = partial(self._on_tidied, size=len(sizes))
            job = partial(tidied, before=before, pinned=pinned)
            self._worker.submit(then, self._on_tidy_failed, job, sizes, ends, symptoms, part=self._on_share)

    def _on_share(self, share: float) -> None:
        if self.busy:
            self._set_busy(f"{_TIDYING} {share:.0%}")

    def _on_tidied(self, places: Mapping[str, tuple[float, float]], size: int = -1) -> None:
        session = self._session
        self._set_busy("")
        if size >= 0 and len(session.boxes) != size:
            self.tidy()  # factors have come or gone meanwhile
            return
        here = {id_: place for id_, place in places.items() if id_ in session.boxes}
        session.perform("Tidy the map", edits.move(session.map, here), settle=False)
        self.tidied.emit()

    def _on_tidy_failed(self, _why: str) -> None:
        self._set_busy("")
        self._session.told.emit("The map could not be arranged this time; nothing was changed.")

    def _set_busy(self, words: str) -> None:
        self.busy = words
        self._session.status_changed.emit()
