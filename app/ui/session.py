"""Session: the one object the windows share. An open Document, its Reading, where things stand, what is selected."""

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.analysis.reading import Reading, read
from app.analysis.trace import Trace, trace
from app.document import Applied, Document
from app.drawing.picture import ends_of
from app.drawing.sizes import sizes_of
from app.errors import HeadwaterError, RuleBroken
from app.layout.geometry import Box, Point, Route
from app.layout.tidy import tidy
from app.model import edits
from app.model.cause_map import CauseMap
from app.model.changes import Change, Update
from app.model.steps import Step
from app.ui.inquiry import Inquiries
from app.ui.showing import Shown
from app.ui.standing import PLACE_AT_ONCE, TIDY_AT_ONCE, Standing, given_places, in_rows, many_places, newcomers
from app.ui.turns import Turns
from app.ui.worker import Worker

AT_ONCE = 150
"""Up to so many factors an edit and its reading fit into one turn of the event loop; above, the reading has its own."""
SMALL = 300
"""Up to so many factors everything is worked out at once; above, in the worker process."""
_WARM_AFTER = 1500
"""Milliseconds after opening a larger map at which the worker process is started, so that Tidy finds it ready."""


PARKED = "application/x-headwater-factor"
"""What a factor dragged out of the parking lot is called: its id."""
EASE = "Settle the map"
"""The label of the second beat after an edit, which is undone and redone together with it."""


class Session(QObject):
    """What is on screen. Widgets ask it to change the map and redraw what it says was touched."""

    map_changed = Signal(object)
    """frozenset of the ids of factors and links to draw anew."""
    reading_changed = Signal()
    selection_changed = Signal(str)
    """The name of who selected, so that a widget can tell its own echo."""
    shown_changed = Signal()
    """An answer lights something up on the map, or nothing any more."""
    status_changed = Signal()
    stepped = Signal(object)
    """An Applied, after all has been brought in step with it."""
    tidied = Signal()
    told = Signal(str)
    """One sentence for the person at the keyboard."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.selection: tuple[str, ...] = ()
        self.standing = Standing(document.map)
        self.reading: Reading | None = None
        self.changeable_only = False
        self.in_hand: Callable[[], bool] = lambda: False
        """Whether someone is typing or dragging on the map: then nothing moves by itself."""
        self.held: Callable[[], Iterable[str]] = lambda: self.selection
        """What is in hand although nobody is typing or dragging just now."""
        self._placing: Callable[[Mapping[str, Point]], None] | None = None
        self.busy = ""
        self.shown: Shown | None = None
        self.latest: Step | None = None
        """The last step that did more than move something."""
        self._worker = Worker(self)
        self.inquiries = Inquiries(self)
        self._trace: Trace | None = None
        self._tracing = True
        self.turns = Turns(self)
        self._unsubscribe = document.subscribe(self._on_applied)
        self._read()
        self._keep_places()
        if len(self.map.factors) > TIDY_AT_ONCE:
            QTimer.singleShot(_WARM_AFTER, self, self._worker.start)

    # -- looking

    @property
    def map(self) -> CauseMap:
        """The map as it is now."""
        return self.document.map

    @property
    def boxes(self) -> dict[str, Box]:
        """Where the factors on the map stand, by id."""
        return self.standing.boxes

    @property
    def routes(self) -> dict[str, Route]:
        """The curves of the links, by id."""
        return self.standing.routes

    def selected_factors(self) -> tuple[str, ...]:
        """The selected factors, in the order in which they were selected."""
        return tuple(id_ for id_ in self.selection if id_ in self.map.factors)

    def selected_links(self) -> tuple[str, ...]:
        """The selected links."""
        return tuple(id_ for id_ in self.selection if id_ in self.map.links)

    def traced(self) -> Trace | None:
        """The ways through the one selected factor, or through both ends of the one selected link; None otherwise."""
        if not self._tracing:
            return None
        if self._trace is None and len(self.selection) == 1:
            chosen = self.selection[0]
            if chosen in self.map.factors:
                self._trace = trace(self.map, [chosen])
        return self._trace

    def set_tracing(self, on: bool) -> None:  # noqa: FBT001  # one switch
        """Whether selecting a factor traces its ways and lets the rest fade; not while things are being taken down."""
        if on != self._tracing:
            self._tracing = on
            self.selection_changed.emit("tracing")

    def show(self, shown: Shown | None) -> None:
        """Light this up on the map in place of the ways through what is selected; None: nothing any more."""
        if shown != self.shown:
            self.shown = shown
            self.shown_changed.emit()

    # -- selecting

    def select(self, ids: Iterable[str], source: str = "") -> None:
        """Select factors and links (those that exist), and nothing else."""
        chosen = tuple(dict.fromkeys(id_ for id_ in ids if id_ in self.map.factors or id_ in self.map.links))
        if chosen != self.selection:
            self.selection = chosen
            self._trace = None
            self.selection_changed.emit(source)

    # -- changing

    def perform(
        self,
        label: str,
        changes: Sequence[Change],
        *,
        select: Sequence[str] | None = None,
        source: str = "user",
        settle: bool = True,
        hand: Iterable[str] | None = None,
    ) -> bool:
        """Do one step; True if the map changed. What cannot be done is told in one sentence.

        With ``settle``, what is new finds room and what stands in its way moves, in the same step; never what is in
        ``hand`` (if not given: what is selected).
        """
        after = self.selection if select is None else tuple(select)
        try:
            if settle:
                changes = self._settled(changes, hand)
            step = self.document.perform(
                label, changes, selection_before=self.selection, selection_after=after, source=source
            )
        except HeadwaterError as error:
            self.told.emit(str(error))
            return False
        return step is not None

    def _settled(self, changes: Sequence[Change], hand: Iterable[str] | None) -> Sequence[Change]:
        held = self.selection if hand is None else tuple(hand)
        return self.standing.with_room(self.map, self.map.apply(changes), changes, held)

    def preview(self, changes: Sequence[Change]) -> dict[str, Point]:
        """Where newcomers, and what makes room for them, would stand after these changes; {} if they cannot be done."""
        try:
            after = self.map.apply(changes)
        except RuleBroken:
            return {}
        if len(newcomers(after, changes)) > PLACE_AT_ONCE:
            return {}
        return self.standing.places_after(self.map, after, changes, self.selection)

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
        try:
            after = self.map.apply(changes)
        except RuleBroken as error:
            self.told.emit(str(error))
            if failed is not None:
                failed()
            return
        new = newcomers(after, changes)
        if len(new) <= TIDY_AT_ONCE:
            self.perform(label, changes, select=select)
            return
        if self.busy:
            self.told.emit("One thing at a time: the map is still being arranged.")
            if failed is not None:
                failed()
            return

        def placed(among: Mapping[str, Point]) -> None:
            self._placing = None
            self._set_busy("")
            places = many_places(self.boxes, sizes, among)
            done = self.perform(label, given_places(after, changes, places), select=select, settle=False)
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
            self._read()
            self.told.emit("Left off; nothing was changed.")

    def _set_busy(self, words: str) -> None:
        self.busy = words
        self.status_changed.emit()

    @property
    def undo_label(self) -> str:
        """What undo takes back, '' if nothing."""
        return next((label for label in self.document.undo_labels() if label != EASE), "")

    @property
    def redo_label(self) -> str:
        """What redo brings back, '' if nothing."""
        return next((label for label in self.document.redo_labels() if label != EASE), "")

    def undo(self) -> None:
        """Take back the last step, and how the map settled after it."""
        while next(self.document.undo_labels(), "") == EASE and self.undo_label:
            if not self._travel(self.document.undo):
                return
        self._travel(self.document.undo)

    def redo(self) -> None:
        """Bring back the step that was last undone, and how the map settled after it."""
        if self._travel(self.document.redo):
            while next(self.document.redo_labels(), "") == EASE and self._travel(self.document.redo):
                pass

    def _travel(self, go: Callable[[], object]) -> bool:
        try:
            return go() is not None
        except HeadwaterError as error:
            self.told.emit(str(error))
            return False

    def tidy(self) -> None:
        """Arrange the whole map, keeping what can be kept; a large one in the worker, while the window stays alive."""
        cause_map = self.map
        sizes, ends = sizes_of(cause_map), ends_of(cause_map)
        symptoms = frozenset(factor.id for factor in cause_map.symptoms())
        pinned = frozenset(factor.id for factor in cause_map.on_the_map() if factor.pinned)
        before = {id_: (box.x, box.y) for id_, box in self.boxes.items()}
        job = partial(tidy, before=before, pinned=pinned)
        if len(sizes) <= TIDY_AT_ONCE:
            self._on_tidied(job(sizes, ends, symptoms))
        elif not self.busy:
            self._set_busy("Tidying the map …")
            then = partial(self._on_tidied, size=len(sizes))
            self._worker.submit(then, self._on_tidy_failed, job, sizes, ends, symptoms)

    def ask_worker(self, then: Callable[[Any], None], job: Callable[..., Any], *arguments: Any) -> None:
        """Have the worker work something out beside the window; what goes wrong there is passed over."""
        self._worker.submit(then, lambda _why: None, job, *arguments)

    def _on_tidied(self, places: Mapping[str, tuple[float, float]], size: int = -1) -> None:
        self._set_busy("")
        if size >= 0 and len(self.boxes) != size:
            self.tidy()  # factors have come or gone meanwhile
            return
        here = {id_: place for id_, place in places.items() if id_ in self.boxes}
        self.perform("Tidy the map", edits.move(self.map, here), settle=False)
        self.tidied.emit()

    def _on_tidy_failed(self, _why: str) -> None:
        self._set_busy("")
        self.told.emit("The map could not be arranged this time; nothing was changed.")

    def set_changeable_only(self, on: bool) -> None:  # noqa: FBT001  # a Qt slot of a toggle
        """Switch between all most upstream causes and those that can be changed."""
        if on != self.changeable_only:
            self.changeable_only = on
            self._read()
            self.map_changed.emit(frozenset(self.map.factors))

    # -- following the document

    def _on_applied(self, applied: Applied) -> None:
        touched = applied.touched
        if not all(isinstance(each, Update) and each.after.keys() <= {"x", "y"} for each in applied.step.changes):
            self.latest = applied.step
        before_rank = self._looks()
        routes_before = self.routes
        self.standing.follow(self.map, touched)
        rerouted = {id_ for id_, route in self.routes.items() if route is not routes_before.get(id_)}
        kept = [id_ for id_ in applied.step.selection_after if id_ in self.map.factors or id_ in self.map.links]
        selection_changed = tuple(kept) != self.selection
        self.selection = tuple(kept)
        self._trace = None
        if len(self.map.factors) <= AT_ONCE:
            self._read()
        self.map_changed.emit(touched | rerouted | self._looks_changed(before_rank))
        if len(self.map.factors) > AT_ONCE:
            self.turns.ask("reading", self._read_in_turn)
        if selection_changed:
            self.selection_changed.emit("step")
        self.status_changed.emit()
        self.stepped.emit(applied)

    def _read_in_turn(self) -> None:
        """The reading after the edit has been painted, one for all edits since the last; it is shown a turn later."""
        if len(self.map.factors) > SMALL:
            self._read()
            return
        reading = read(self.map, changeable_only=self.changeable_only, revision=self.document.revision)
        self.turns.ask("looks", partial(self._on_read, reading))

    def _looks(self) -> tuple[Mapping[str, int], frozenset[str]]:
        return (self.reading.rank_of, self.reading.in_loop) if self.reading else ({}, frozenset())

    def _looks_changed(self, before: tuple[Mapping[str, int], frozenset[str]]) -> frozenset[str]:
        ranks, loops = self._looks()
        changed = {id_ for id_ in ranks.keys() | before[0].keys() if ranks.get(id_) != before[0].get(id_)}
        return frozenset(changed | (loops ^ before[1]))

    def _keep_places(self) -> None:
        """A map that came without places keeps those it was given, so that it looks the same the next time."""
        if any(factor.x is None or factor.y is None for factor in self.map.on_the_map()):
            if len(self.boxes) > TIDY_AT_ONCE:
                self.tidy()
                return
            places = {id_: (box.x, box.y) for id_, box in self.boxes.items()}
            with contextlib.suppress(HeadwaterError):  # a map to be looked at only is arranged anew each time
                self.document.perform("Arrange the map", edits.move(self.map, places))

    def _read(self) -> None:
        revision = self.document.revision
        if len(self.map.factors) <= SMALL:
            self.reading = read(self.map, changeable_only=self.changeable_only, revision=revision)
            self.reading_changed.emit()
            return
        job = partial(read, changeable_only=self.changeable_only, revision=revision)
        self._worker.submit(self._on_read, self._on_read_failed, job, self.map)

    def _on_read(self, reading: Reading) -> None:
        if reading.revision != self.document.revision or reading.changeable_only != self.changeable_only:
            return  # a later edit has asked again
        before = self._looks()
        self.reading = reading
        self.reading_changed.emit()
        self.map_changed.emit(self._looks_changed(before))

    def _on_read_failed(self, _why: str) -> None:
        self.told.emit("The ranking could not be worked out this time; the map itself is safe.")

    def close(self) -> None:
        """Let go of the document and end the worker; what waits for places gets plain ones."""
        if self._placing is not None:
            self._placing({})
        self._unsubscribe()
        self.turns.stop()
        self._worker.stop()
        self.inquiries.stop()
        self.document.close()
        # Its connections hold the widgets that listened; they go with it.
        self.deleteLater()
