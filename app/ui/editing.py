"""What the keys and gestures on the map come to: words asked for in place, then one step."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from app.drawing.link import curve_of
from app.drawing.sizes import LINE_HEIGHT, WIDTH
from app.errors import HeadwaterError, RuleBroken
from app.layout.geometry import Box, Ends
from app.layout.newcomer import room_for
from app.layout.routes import route_links
from app.model import edits
from app.model.changes import Change
from app.model.records import CONFIDENCE, Certainty, Factor, Kind
from app.ui.canvas.editor import AFTER_TAB
from app.ui.canvas.view import MapView
from app.ui.picker import Pickable, Picker
from app.ui.session import Session

_SIZE = (WIDTH, 2 * LINE_HEIGHT + 24)
TWO_LINES = "Words that take two lines of a box"
Place = tuple[float, float]


class Editing(QObject):
    """The verbs as a person does them on the canvas or in the outline."""

    words_pasted = Signal(str)
    """Text from the clipboard is to become factors."""

    def __init__(self, session: Session, view: MapView) -> None:
        super().__init__(view)
        self.session = session
        self.view = view
        self._ghost: QGraphicsPathItem | None = None
        self._picker: Picker | None = None
        view.link_dropped.connect(self.link_ends)
        view.new_wanted.connect(self._new_at_end_of_link)
        view.rename_wanted.connect(self.rename_factor)
        view.free_wanted.connect(self._new_factor_at)
        view.tab_pressed.connect(self.add_cause)
        view.enter_pressed.connect(self.add_sibling)

    # -- new factors

    def add_symptom(self) -> None:
        """Ask for something that people can see going wrong."""
        place = self.room(edits.add_factor(TWO_LINES, "symptom"))
        self.ask("What can people see going wrong?", place, lambda text, at: self._add_free(text, "symptom", at))

    def add_cause(self) -> None:
        """Ask why the selected factor is so; the answer becomes its cause."""
        chosen = self.session.selected_factors()
        if not chosen:
            self.session.told.emit("Select a factor first, then Tab asks why. S adds a symptom.")
            return
        effect = chosen[-1]
        place = self.room(edits.add_cause(self.session.map, effect, TWO_LINES))
        words = self.session.map.factors[effect].label
        self.ask(f"Why: {words}?", place, lambda text, at: self._add_cause(text, effect, at), effect=effect)

    def add_sibling(self) -> None:
        """Ask for another cause of the same effect, or another symptom beside a symptom."""
        chosen = self.session.selected_factors()
        if not chosen:
            self.add_symptom()
            return
        effects = self.session.map.effects_of(chosen[-1])
        if effects:
            effect = effects[0].id
            place = self.room(edits.add_cause(self.session.map, effect, TWO_LINES))
            words = effects[0].label
            self.ask(f"Why else: {words}?", place, lambda text, at: self._add_cause(text, effect, at), effect=effect)
        elif self.session.map.factors[chosen[-1]].is_symptom:
            self.add_symptom()
        else:
            self._new_factor_at(QPointF(*self._below(chosen[-1])))

    def _below(self, id_: str) -> Place:
        box = self.session.boxes[id_]
        return box.x, box.y + box.height + 20

    def room(self, changes: list[Change]) -> Place:
        """Where the newcomer that these changes begin with would stand."""
        return self.session.preview(changes).get(changes[0].id) or room_for(_SIZE, self.session.boxes)

    def _new_factor_at(self, at: QPointF) -> None:
        place = room_for(_SIZE, self.session.boxes, near=(at.x(), at.y()))
        self.ask("A new factor", place, lambda text, here: self._add_free(text, "cause", here))

    def _new_at_end_of_link(self, from_id: str, downstream: bool, at: QPointF) -> None:  # noqa: FBT001  # a signal
        place = room_for(_SIZE, self.session.boxes, near=(at.x(), at.y()))
        words = self.session.map.factors[from_id].label
        if downstream:
            self.ask(f"What does it lead to: {words}?", place, lambda text, here: self._add_effect(text, from_id, here))
        else:
            self.ask(f"Why: {words}?", place, lambda text, here: self._add_cause(text, from_id, here), effect=from_id)

    def ask(
        self, prompt: str, place: Place, add: Callable[[str, Place], str | None], *, effect: str | None = None
    ) -> None:
        """Open a field where the newcomer would stand; its words become one step, no words leave no trace."""
        if not self.may_change():
            return
        box = QRectF(place[0] - _SIZE[0] / 2, place[1] - _SIZE[1] / 2, *_SIZE)
        self.view.show_rect(box.adjusted(-20, -20, 20, 20))
        if effect is not None and effect in self.session.boxes:  # what is parked has no place yet
            self._show_ghost(Box(*place, *_SIZE), effect)

        def kept(text: str, how: str) -> None:
            self._hide_ghost()
            made = add(text, place) if text.strip() else None
            if how in (AFTER_TAB, "enter"):
                self.view.setFocus()
            if made is not None:
                self.view.show_factor(made)
                if how == AFTER_TAB:
                    self.add_cause()

        def dropped() -> None:
            self._hide_ghost()
            self.view.setFocus()

        self.view.writing.start(self.view.theme, "", prompt, lambda: self.in_view(box), kept, dropped)

    def may_change(self) -> bool:
        """Whether there is any use in typing; if not, it is said before anything is typed."""
        if self.session.read_only:
            self.session.told.emit(self.session.read_only)
        return not self.session.read_only

    def in_view(self, box: QRectF) -> tuple[QRectF, float]:
        """A rectangle of the map in the view's pixels, and the zoom."""
        return QRectF(self.view.mapFromScene(box).boundingRect()), self.view.zoom

    def _show_ghost(self, box: Box, effect: str) -> None:
        """The link that the newcomer will have, dashed."""
        self._hide_ghost()
        boxes = {"newcomer": box, effect: self.session.boxes[effect]}
        route = route_links(boxes, [Ends("ghost", "newcomer", effect)])["ghost"]
        colour = QColor(self.view.theme.accent)
        pen = QPen(colour, 1.8)
        pen.setDashPattern([4, 3])
        self._ghost = QGraphicsPathItem(curve_of(route))
        self._ghost.setPen(pen)
        self.view.map_scene.addItem(self._ghost)

    def _hide_ghost(self) -> None:
        if self._ghost is not None:
            self.view.map_scene.removeItem(self._ghost)
            self._ghost = None

    def _add_free(self, text: str, kind: Kind, place: Place) -> str | None:
        label = "Add a symptom" if kind == "symptom" else "Add a factor"
        return self.perform_new(label, lambda: edits.add_factor(text, kind, place))

    def _add_cause(self, text: str, effect: str, place: Place) -> str | None:
        if effect not in self.session.map.factors:
            return self._add_free(text, "cause", place)
        return self.perform_new("Add a cause", lambda: edits.add_cause(self.session.map, effect, text, place))

    def _add_effect(self, text: str, cause: str, place: Place) -> str | None:
        def make() -> list[Change]:
            changes = edits.add_factor(text, "cause", place)
            return [*changes, *edits.link(self.session.map, cause, changes[0].id, new_ends=True)]

        return self.perform_new("Add an effect", make)

    def perform_new(self, label: str, make: Callable[[], list[Change]]) -> str | None:
        """Do one step whose first change adds a factor, and select that; its id, or None if nothing was done."""
        try:
            changes = make()
        except HeadwaterError as error:
            self.session.told.emit(str(error))
            return None
        made = changes[0].id
        said = self.session.speaking.with_sayings(changes)
        return made if self.session.perform(label, said, select=[made]) else None

    # -- words

    def rename(self) -> None:
        """Change the words of the selected factor where it stands."""
        chosen = self.session.selected_factors()
        if chosen:
            self.rename_factor(chosen[-1])

    def rename_factor(self, id_: str) -> None:
        """Change the words of a factor where it stands."""
        factor = self.session.map.factors.get(id_)
        if factor is not None:

            def kept(text: str) -> None:
                if id_ in self.session.map.factors:
                    self.do("Rename", lambda: edits.rename(self.session.map, id_, text), select=[id_])

            self.write_over(id_, factor.label, "Words", kept)

    def write_over(self, id_: str, words: str, prompt: str, then: Callable[[str], None]) -> None:
        """Open a field over a factor's box; what is kept goes to ``then``."""
        if id_ not in self.session.boxes or not self.may_change():
            return
        box = self.session.boxes[id_]
        rect = QRectF(box.x - box.width / 2, box.y - box.height / 2, box.width, box.height)
        self.view.show_rect(rect)

        def kept(text: str, how: str) -> None:
            if text.strip():
                then(text)
            if how != "leaving":
                self.view.setFocus()
            if how == AFTER_TAB:
                self.add_cause()

        self.view.writing.start(self.view.theme, words, prompt, lambda: self.in_view(rect), kept, self.view.setFocus)

    # -- links

    def link_to_effect(self) -> None:
        """Type to find what the selected factor leads to."""
        self._pick_other_end(downstream=True)

    def link_to_cause(self) -> None:
        """Type to find what causes the selected factor."""
        self._pick_other_end(downstream=False)

    def _pick_other_end(self, *, downstream: bool) -> None:
        chosen = self.session.selected_factors()
        if len(chosen) == 2 and downstream:
            self.link_ends(*chosen)
            return
        if len(chosen) != 1:
            self.session.told.emit("Select one factor to link, or two: first the cause, then the effect.")
            return
        here, cause_map = chosen[0], self.session.map
        linked = cause_map.effects_of(here) if downstream else cause_map.causes_of(here)
        taken = {here} | {factor.id for factor in linked}
        words = cause_map.factors[here].label
        prompt = f"“{words}” leads to …" if downstream else f"“{words}” is caused by …"
        others = [factor for factor in cause_map.factors.values() if factor.id not in taken]

        def link(other: str) -> None:
            self.link_ends(*((here, other) if downstream else (other, here)))

        self.pick(prompt, others, link)

    def link_ends(self, cause: str, effect: str) -> None:
        """Link two factors."""
        self.do("Link two factors", lambda: edits.link(self.session.map, cause, effect))

    def next_link(self) -> None:
        """Select one after another the links of the factor that was selected."""
        cause_map = self.session.map
        links, factors = self.session.selected_links(), self.session.selected_factors()
        here = factors[-1] if factors else self._links_of
        if here is None or here not in cause_map.factors:
            here = cause_map.links[links[-1]].effect if links else None
        if here is None:
            return
        self._links_of: str | None = here
        around = [link.id for link in (*cause_map.links_into(here), *cause_map.links_out_of(here))]
        if around:
            at = around.index(links[-1]) + 1 if links and links[-1] in around else 0
            self.session.select([around[at % len(around)]], "keys")

    _links_of: str | None = None

    def set_established(self) -> None:
        """The selected links are established."""
        self._set_confidence("established")

    def set_likely(self) -> None:
        """The selected links are likely."""
        self._set_confidence("likely")

    def set_tentative(self) -> None:
        """The selected links are tentative."""
        self._set_confidence("tentative")

    def _set_confidence(self, certainty: Certainty) -> None:
        assert certainty in CONFIDENCE
        links = self.session.selected_links()
        if not links:
            self.session.told.emit("Select a link first: click it, or press K on a factor.")
            return
        self.do(f"Call a link {certainty}", lambda: edits.set_confidence(self.session.map, links, certainty))

    # -- the rest

    def toggle_symptom(self) -> None:
        """Mark the selected factors as symptoms, or as causes again."""
        ids = self.session.selected_factors()
        if ids:
            self.do("Change the kind", lambda: edits.toggle_symptom(self.session.map, ids))

    def delete(self) -> None:
        """Remove what is selected; what stood nearest is selected next."""
        session = self.session
        chosen = session.selection
        if not chosen:
            return
        gone = session.selected_factors()
        stay = [
            other.id
            for id_ in gone
            for other in (*session.map.effects_of(id_), *session.map.causes_of(id_))
            if other.id not in gone
        ]
        what = f"{len(chosen)} things" if len(chosen) > 1 else "a factor" if gone else "a link"
        self.do(f"Delete {what}", lambda: edits.delete(session.map, chosen), select=stay[:1])

    def select_all(self) -> None:
        """Select every factor on the map."""
        self.session.select(self.session.boxes, "keys")

    def nudge(self, dx: float, dy: float) -> None:
        """Move the selected factors by a little."""
        boxes = self.session.boxes
        places = {id_: (boxes[id_].x + dx, boxes[id_].y + dy) for id_ in self.session.selected_factors()}
        if places:
            self.session.perform("Move", edits.move(self.session.map, places), source="canvas")

    def nudge_left(self) -> None:
        """Move the selection upstream by a little."""
        self.nudge(-12, 0)

    def nudge_right(self) -> None:
        """Move the selection downstream by a little."""
        self.nudge(12, 0)

    def nudge_up(self) -> None:
        """Move the selection up by a little."""
        self.nudge(0, -12)

    def nudge_down(self) -> None:
        """Move the selection down by a little."""
        self.nudge(0, 12)

    def find(self) -> None:
        """Type to find a factor and go there."""
        factors = self.session.map.on_the_map()
        self.pick("Find a factor", factors, lambda id_: self.session.select([id_], "find"))

    def pick(self, prompt: str, factors: Iterable[Factor], taken: Callable[[str], None]) -> None:
        """Type to find one of these factors."""
        rows = [Pickable(each.id, each.label, "symptom" if each.is_symptom else "") for each in factors]
        self.pick_row(prompt, rows, taken)

    def pick_row(self, prompt: str, rows: Iterable[Pickable], taken: Callable[[str], None]) -> None:
        """One picker at a time: the one before gives the keyboard back first."""
        self.view.writing.finish()
        if self._picker is not None:
            self._picker.dismiss()
        self._picker = Picker(self.view, prompt, rows, taken)
        self._picker.dismissed.connect(self._forget_picker)

    def _forget_picker(self) -> None:
        self._picker = None

    def do(self, label: str, make: Callable[[], list[Change]], select: list[str] | None = None) -> None:
        """Do one step from a verb; what it refuses is told in its sentence."""
        self.view.writing.finish()
        try:
            changes = make()
        except RuleBroken as error:
            self.session.told.emit(str(error))
            return
        self.session.perform(label, self.session.speaking.with_sayings(changes), select=select)
