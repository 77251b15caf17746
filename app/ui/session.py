"""Session: the one object the windows share. An open Document, its Reading, where things stand, what is selected."""

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.analysis.reading import Reading, read
from app.analysis.trace import Trace, trace
from app.document import Applied, Document
from app.drawing.picture import ends_of
from app.drawing.sizes import size_of, sizes_of
from app.errors import HeadwaterError
from app.layout.geometry import Box, Route
from app.layout.routes import reroute, route_links
from app.layout.tidy import tidy
from app.model import edits
from app.model.cause_map import CauseMap
from app.model.changes import Change
from app.ui.worker import Worker

AT_ONCE = 150
"""Up to so many factors an edit and its reading fit into one turn of the event loop; above, the reading has its own."""
SMALL = 300
"""Up to so many factors everything is worked out at once; above, in the worker process."""
TIDY_AT_ONCE = 30
"""Up to so many factors Tidy takes a few hundredths of a second and need not leave the window's process."""
_WARM_AFTER = 1500
"""Milliseconds after opening a larger map at which the worker process is started, so that Tidy finds it ready."""


class Session(QObject):
    """What is on screen. Widgets ask it to change the map and redraw what it says was touched."""

    map_changed = Signal(object)
    """frozenset of the ids of factors and links to draw anew."""
    reading_changed = Signal()
    selection_changed = Signal(str)
    """The name of who selected, so that a widget can tell its own echo."""
    status_changed = Signal()
    told = Signal(str)
    """One sentence for the person at the keyboard."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.selection: tuple[str, ...] = ()
        self.boxes: dict[str, Box] = {}
        self.routes: dict[str, Route] = {}
        self.reading: Reading | None = None
        self.changeable_only = False
        self.busy = ""
        self._worker = Worker(self)
        self._trace: Trace | None = None
        self._reading_due = QTimer(self)
        self._reading_due.setSingleShot(True)
        self._reading_due.setInterval(1)
        self._reading_due.timeout.connect(self._read_in_turn)
        self._unsubscribe = document.subscribe(self._on_applied)
        self._stand_all()
        self._read()
        self._keep_places()
        if len(self.map.factors) > TIDY_AT_ONCE:
            QTimer.singleShot(_WARM_AFTER, self, self._worker.start)

    # -- looking

    @property
    def map(self) -> CauseMap:
        """The map as it is now."""
        return self.document.map

    def selected_factors(self) -> tuple[str, ...]:
        """The selected factors, in the order in which they were selected."""
        return tuple(id_ for id_ in self.selection if id_ in self.map.factors)

    def selected_links(self) -> tuple[str, ...]:
        """The selected links."""
        return tuple(id_ for id_ in self.selection if id_ in self.map.links)

    def traced(self) -> Trace | None:
        """The ways through the one selected factor, or through both ends of the one selected link; None otherwise."""
        if self._trace is None and len(self.selection) == 1:
            chosen = self.selection[0]
            if chosen in self.map.factors:
                self._trace = trace(self.map, [chosen])
        return self._trace

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
        self, label: str, changes: Sequence[Change], *, select: Sequence[str] | None = None, source: str = "user"
    ) -> bool:
        """Do one step; True if the map changed. What cannot be done is told in one sentence."""
        after = self.selection if select is None else tuple(select)
        try:
            step = self.document.perform(
                label, changes, selection_before=self.selection, selection_after=after, source=source
            )
        except HeadwaterError as error:
            self.told.emit(str(error))
            return False
        return step is not None

    def undo(self) -> None:
        """Take back the last step."""
        self._travel(self.document.undo)

    def redo(self) -> None:
        """Bring back the step that was last undone."""
        self._travel(self.document.redo)

    def _travel(self, go: Callable[[], object]) -> None:
        try:
            go()
        except HeadwaterError as error:
            self.told.emit(str(error))

    def tidy(self) -> None:
        """Arrange the whole map; a large one in the worker process, while the window stays alive."""
        sizes, ends = sizes_of(self.map), ends_of(self.map)
        symptoms = frozenset(factor.id for factor in self.map.symptoms())
        if len(sizes) <= TIDY_AT_ONCE:
            self._on_tidied(tidy(sizes, ends, symptoms))
            return
        if self.busy:
            return
        self.busy = "Tidying the map …"
        self.status_changed.emit()
        self._worker.submit(self._on_tidied, self._on_tidy_failed, tidy, sizes, ends, symptoms)

    def _on_tidied(self, places: Mapping[str, tuple[float, float]]) -> None:
        self.busy = ""
        here = {id_: place for id_, place in places.items() if id_ in self.map.factors}
        self.perform("Tidy the map", edits.move(self.map, here))
        self.status_changed.emit()

    def _on_tidy_failed(self, _why: str) -> None:
        self.busy = ""
        self.told.emit("The map could not be tidied this time; nothing was moved.")
        self.status_changed.emit()

    def set_changeable_only(self, on: bool) -> None:  # noqa: FBT001  # a Qt slot of a toggle
        """Switch between all most upstream causes and those that can be changed."""
        if on != self.changeable_only:
            self.changeable_only = on
            self._read()
            self.map_changed.emit(frozenset(self.map.factors))

    # -- following the document

    def _on_applied(self, applied: Applied) -> None:
        touched = applied.touched
        before_rank = self._looks()
        routes_before = self.routes
        self._stand(touched)
        rerouted = {id_ for id_, route in self.routes.items() if route is not routes_before.get(id_)}
        kept = [id_ for id_ in applied.step.selection_after if id_ in self.map.factors or id_ in self.map.links]
        selection_changed = tuple(kept) != self.selection
        self.selection = tuple(kept)
        self._trace = None
        if len(self.map.factors) <= AT_ONCE:
            self._read()
        else:
            self._reading_due.start()
        self.map_changed.emit(touched | rerouted | self._looks_changed(before_rank))
        if selection_changed:
            self.selection_changed.emit("step")
        self.status_changed.emit()

    def _read_in_turn(self) -> None:
        """The reading after the edit has been painted: one for all edits since the last."""
        before = self._looks()
        self._read()
        self.map_changed.emit(self._looks_changed(before))

    def _looks(self) -> tuple[Mapping[str, int], frozenset[str]]:
        return (self.reading.rank_of, self.reading.in_loop) if self.reading else ({}, frozenset())

    def _looks_changed(self, before: tuple[Mapping[str, int], frozenset[str]]) -> frozenset[str]:
        ranks, loops = self._looks()
        changed = {id_ for id_ in ranks.keys() | before[0].keys() if ranks.get(id_) != before[0].get(id_)}
        return frozenset(changed | (loops ^ before[1]))

    def _stand_all(self) -> None:
        factors = self.map.factors.values()
        sizes = sizes_of(self.map)
        if any(f.x is None or f.y is None for f in factors):
            symptoms = {f.id for f in factors if f.is_symptom}
            few = len(sizes) <= TIDY_AT_ONCE
            places = tidy(sizes, ends_of(self.map), symptoms) if few else _in_rows(sizes)
        else:
            places = {f.id: (f.x or 0.0, f.y or 0.0) for f in factors}
        self.boxes = {id_: Box(*places[id_], *size) for id_, size in sizes.items()}
        self.routes = route_links(self.boxes, ends_of(self.map))

    def _keep_places(self) -> None:
        """A map that came without places keeps those it was given, so that it looks the same the next time."""
        if any(factor.x is None or factor.y is None for factor in self.map.factors.values()):
            if len(self.boxes) > TIDY_AT_ONCE:
                self.tidy()
                return
            places = {id_: (box.x, box.y) for id_, box in self.boxes.items()}
            with contextlib.suppress(HeadwaterError):  # a map to be looked at only is arranged anew each time
                self.document.perform("Arrange the map", edits.move(self.map, places))

    def _stand(self, touched: Iterable[str]) -> None:
        """Boxes and curves of what was touched; nothing else is worked out again."""
        factors, links = self.map.factors, self.map.links
        moved: set[str] = set()
        relinked = False
        for id_ in touched:
            if id_ in factors:
                box = self._box(id_)
                if box != self.boxes.get(id_):
                    self.boxes[id_] = box
                    moved.add(id_)
            elif id_ in self.boxes:
                del self.boxes[id_]
                moved.add(id_)
            elif id_ in links or id_ in self.routes:
                relinked = True
        if moved or relinked:
            if len(moved) > len(self.boxes) // 2:
                self.routes = route_links(self.boxes, ends_of(self.map))
            else:
                self.routes = reroute(self.boxes, ends_of(self.map), self.routes, moved)

    def _box(self, id_: str) -> Box:
        factor = self.map.factors[id_]
        old = self.boxes.get(id_)
        x = factor.x if factor.x is not None else old.x if old else 0.0
        y = factor.y if factor.y is not None else old.y if old else 0.0
        return Box(x, y, *size_of(factor))

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
        """Let go of the document and end the worker."""
        self._unsubscribe()
        self._reading_due.stop()
        self._worker.stop()
        self.document.close()
        # Its connections hold the widgets that listened; they go with it.
        self.deleteLater()


def _in_rows(sizes: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Places in plain rows: what stands until a large map has been tidied."""
    columns = max(1, round(len(sizes) ** 0.5))
    wide = max((width for width, _ in sizes.values()), default=0.0) + 60
    high = max((height for _, height in sizes.values()), default=0.0) + 30
    return {id_: (number % columns * wide, number // columns * high) for number, id_ in enumerate(sizes)}
