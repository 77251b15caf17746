"""Session: the one object the windows share. An open Document, its Reading, where things stand, what is selected."""

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.analysis.reading import Reading
from app.analysis.trace import Trace, trace
from app.document import Applied, Document
from app.errors import HeadwaterError, RuleBroken
from app.layout.geometry import Box, Point, Route
from app.model import edits
from app.model.cause_map import CauseMap
from app.model.changes import Change, Update
from app.model.steps import Step
from app.ui.arranging import Arranging
from app.ui.asking import Asking
from app.ui.considering import Considering, Looks
from app.ui.inquiry import Inquiries
from app.ui.marked import marked
from app.ui.rerouting import Rerouting
from app.ui.revisiting import Revisiting
from app.ui.showing import Shown
from app.ui.speaking import Speaking
from app.ui.standing import PLACE_AT_ONCE, TIDY_AT_ONCE, Standing, differing, newcomers
from app.ui.turns import Turns
from app.ui.worker import Worker

if TYPE_CHECKING:
    from app.analysis.scenario import Suppositions

AT_ONCE = 150
"""Up to so many factors an edit and its reading fit into one turn of the event loop; above, the reading has its own."""
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
    supposed_changed = Signal()
    looking_changed = Signal()
    shown_changed = Signal()
    """An answer lights something up on the map, or nothing any more."""
    sight_wanted = Signal(object)
    """Ids of factors that an answer speaks of just now: bring them into sight."""
    status_changed = Signal()
    stepped = Signal(object)
    """An Applied, after all has been brought in step with it."""
    told = Signal(str)
    """One sentence for the person at the keyboard."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.selection: tuple[str, ...] = ()
        self.standing = Standing(document.map)
        self.in_hand: Callable[[], bool] = lambda: False
        """Whether someone is typing or dragging on the map: then nothing moves by itself."""
        self.held: Callable[[], Iterable[str]] = lambda: self.selection
        """What is in hand although nobody is typing or dragging just now."""
        self.shown: Shown | None = None
        self.latest: Step | None = None
        """The last step that did more than move something."""
        self._worker = Worker(self)
        self.arranging = Arranging(self, self._worker)
        self.inquiries = Inquiries(self)
        self.speaking = Speaking(self)
        self.asking = Asking(self)
        self._revisiting, self.rerouting = Revisiting(self), Rerouting(self)
        self._trace: Trace | None = None
        self._tracing = True
        self.turns = Turns(self)
        self._considering = Considering(document, self.turns, self._worker.submit, self)
        self._considering.came.connect(self._on_read)
        self._considering.failed.connect(self._on_read_failed)
        self._unsubscribe = document.subscribe(self._on_applied)
        self.read_anew()
        self._keep_places()
        if len(self.map.factors) > TIDY_AT_ONCE:
            QTimer.singleShot(_WARM_AFTER, self, self._worker.start)

    # -- looking

    @property
    def map(self) -> CauseMap:
        """The map on screen: as it is now, or as it was at the moment that is looked at."""
        return self._considering.on_screen

    @property
    def considered(self) -> CauseMap:
        """The map that the reading is about: that on screen, or what would be left of it if what is supposed came."""
        return self._considering.considered

    @property
    def grounded(self) -> CauseMap:
        """The considered map with who said it and what it rests on as they are now."""
        return self._considering.grounded

    @property
    def reading(self) -> Reading | None:
        """What the considered map says, or the last one said of which a reading is there."""
        return self._considering.reading

    @property
    def is_read(self) -> bool:
        """Whether the reading is that of the considered map."""
        return self._considering.is_read

    @property
    def changeable_only(self) -> bool:
        """Whether only what people can change is read as a most upstream cause."""
        return self._considering.changeable_only

    @property
    def supposed(self) -> "Suppositions | None":
        """What is supposed in What if; the map itself does not know of it."""
        return self._considering.supposed

    @property
    def looking(self) -> str:
        """The earlier moment that is looked at, in words; '' at the present."""
        return self._considering.looking

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

    def suppose(self, suppositions: "Suppositions | None") -> None:
        """Read what would be left of the map if this came; None: the map itself."""
        if suppositions != self.supposed:
            self._considering.supposed = suppositions
            self._read_and_redraw()
            self.supposed_changed.emit()

    def look_at(self, cause_map: CauseMap | None, words: str = "", read_as: CauseMap | None = None) -> None:
        """Have an earlier moment on screen, to be looked at only; None: back to the present.

        ``words`` say what moment it is: "as it was at 14:05, after “Add a cause”". ``read_as``: what is read in its
        place, where what is on screen holds more than one moment did.
        """
        if cause_map is None and not self.looking:
            return
        before, routes, looks = self.map, dict(self.routes), self._considering.looks()
        self._revisiting.leave_present(before)
        self._considering.look_at(cause_map, words, read_as)
        touched = differing(before, self.map)
        if self.looking:
            self._revisiting.stand(self.map, touched)
        else:
            touched |= self._revisiting.come_back(self.map)
        self._put_on_screen(touched, self.selection, "looking", routes, looks)
        self.looking_changed.emit()

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
        if self.refuses():
            return False
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

    @property
    def read_only(self) -> str:
        """Why nothing can be changed just now, in one sentence; '' if it can."""
        if self.looking:
            return "This is an earlier moment, to be looked at only. Esc leads back to the present."
        return self.document.read_only

    def refuses(self) -> bool:
        """Whether nothing can be changed because a moment is looked at, having said so."""
        if self.looking:
            self.told.emit(self.read_only)
        return bool(self.looking)

    def come_back(self) -> bool:
        """Leave the moment that is looked at, else what is supposed; False if there is neither."""
        if self.looking:
            self.look_at(None)
        elif self.supposed is not None:
            self.suppose(None)
        else:
            return False
        return True

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
        if self.refuses():
            return False
        try:
            return go() is not None
        except HeadwaterError as error:
            self.told.emit(str(error))
            return False

    def ask_worker(self, then: Callable[[Any], None], job: Callable[..., Any], *arguments: Any) -> None:
        """Have the worker work something out beside the window; what goes wrong there is passed over."""
        self._worker.submit(then, lambda _why: None, job, *arguments)

    def set_changeable_only(self, on: bool) -> None:  # noqa: FBT001  # a Qt slot of a toggle
        """Switch between all most upstream causes and those that can be changed."""
        if on != self.changeable_only:
            self._considering.changeable_only = on
            self.read_anew()
            self.map_changed.emit(frozenset(self.map.factors))

    # -- following the document

    def _on_applied(self, applied: Applied) -> None:
        if not all(isinstance(each, Update) and each.after.keys() <= {"x", "y"} for each in applied.step.changes):
            self.latest = applied.step
        if not self.looking:
            touched = applied.touched | marked(self.map, applied.step.changes)
            self.bring_in(touched, applied.step.selection_after, "step")
        self.status_changed.emit()
        self.stepped.emit(applied)

    def bring_in(self, touched: frozenset[str], selection: Iterable[str], source: str) -> None:
        """Put on screen, and read, what has changed from one map to the next."""
        looks, routes = self._considering.looks(), self.routes
        self.rerouting.follow(touched)
        self._put_on_screen(touched, selection, source, routes, looks)

    def _put_on_screen(
        self,
        touched: frozenset[str],
        selection: Iterable[str],
        source: str,
        routes: Mapping[str, Route],
        looks: Looks,
    ) -> None:
        """Show what was touched; ``routes`` and ``looks`` are those of before."""
        rerouted = {id_ for id_, route in self.routes.items() if route is not routes.get(id_)}
        kept = tuple(id_ for id_ in selection if id_ in self.map.factors or id_ in self.map.links)
        selection_changed, self.selection = kept != self.selection, kept
        self._trace = None
        if len(self.map.factors) <= AT_ONCE:
            self.read_anew()
        self.map_changed.emit(touched | rerouted | self._considering.changed_since(looks))
        if len(self.map.factors) > AT_ONCE:
            self._considering.read_soon()
        if selection_changed:
            self.selection_changed.emit(source)

    def _keep_places(self) -> None:
        """A map that came without places keeps those it was given, so that it looks the same the next time."""
        if any(factor.x is None or factor.y is None for factor in self.map.on_the_map()):
            if len(self.boxes) > TIDY_AT_ONCE:
                self.arranging.tidy()
                return
            places = {id_: (box.x, box.y) for id_, box in self.boxes.items()}
            with contextlib.suppress(HeadwaterError):  # a map to be looked at only is arranged anew each time
                self.document.perform("Arrange the map", edits.move(self.map, places))

    def read_anew(self) -> None:
        """Read the considered map, now or as soon as the worker has."""
        if self._considering.read():
            self.reading_changed.emit()

    def _read_and_redraw(self) -> None:
        looks = self._considering.looks()
        self.read_anew()
        self.map_changed.emit(self._considering.changed_since(looks))

    def _on_read(self, changed: frozenset[str]) -> None:
        self.reading_changed.emit()
        self.map_changed.emit(changed)

    def _on_read_failed(self) -> None:
        self.told.emit("The ranking could not be worked out this time; the map itself is safe.")

    def close(self) -> None:
        """Let go of the document and end the worker; what waits for places gets plain ones."""
        self.arranging.finish()
        self._unsubscribe()
        self.turns.stop()
        self.asking.stop()
        self._worker.stop()
        self.inquiries.stop()
        self.document.close()
        # Its connections hold the widgets that listened; they go with it.
        self.deleteLater()
