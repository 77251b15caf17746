"""Presenting: the map for the room, on the second screen if there is one, while the facilitator's window keeps all."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QScreen
from PySide6.QtWidgets import QWidget

from app.analysis.walk import Walk, sentences, walk_for
from app.drawing.theme import THEMES, Theme
from app.layout.geometry import Box
from app.ui.presenting.fold import folded
from app.ui.presenting.light import light_of
from app.ui.presenting.place import Place, metres_wide
from app.ui.presenting.room import LEAST_METRES, MOST_METRES, Room, chosen_room, colours, keep_room
from app.ui.presenting.sight import around
from app.ui.session import Session

if TYPE_CHECKING:
    from app.ui.canvas.view import MapView
    from app.ui.presenting.distance import DistanceDialog
    from app.ui.presenting.window import Page, ProjectorWindow
    from app.ui.presenting.words import Entry

_SAID_FOR = 6000
_MOVED = 0.3
"""Part of the picture by which a key moves it."""
_STEP = 1.0
_MANY = 12
"""More new factors than this are a paste: the view does not run after it."""


class Presenting(QObject):
    """What the facilitator's keys do for the room. ``window`` is the facilitator's, or anything in it."""

    changed = Signal()
    """Began, ended, another page, light or stage of a walk."""

    def __init__(self, session: Session, view: "MapView", theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.session = session
        self.projector: ProjectorWindow | None = None
        self.page: Page = "map"
        self.spotlight = False
        self.walk: Walk | None = None
        self.stage = 0
        """How many links of the walk have been told; one more than there are: the whole chain."""
        self._view = view
        self._theme = theme
        self._host = window
        self._place: Place | None = None
        self._screen_width = 0.0
        self._dialog: DistanceDialog | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_SAID_FOR)
        self._quiet.timeout.connect(self._hush)

    # -- beginning and ending

    @property
    def is_on(self) -> bool:
        """Whether the room sees anything of this."""
        return self.projector is not None

    def toggle(self) -> None:
        """Begin or end presenting."""
        self._end() if self.is_on else self._begin()
        self.changed.emit()

    def _begin(self) -> None:
        from app.ui.presenting.window import ProjectorWindow

        projector = self.projector = ProjectorWindow(self.session, self._colours(), self._room())
        projector.asked.connect(lambda what: getattr(self, what)())
        projector.closed.connect(self.toggle)
        projector.passed_on.connect(self._on_passed_on)
        self.session.told.connect(self._on_told)
        projector.scene.followed.connect(self._on_followed)
        projector.show_page(self.page)
        self._show()
        self._look()
        self._place = Place(projector, self._host.window())
        self._place.taken.connect(self._on_place_taken)
        self._place.take()

    def _end(self) -> None:
        projector, self.projector = self.projector, None
        place, self._place = self._place, None
        if projector is None or place is None:
            return
        self.walk, self.stage = None, 0
        projector.closed.disconnect(self.toggle)
        self.session.told.disconnect(self._on_told)
        self._quiet.stop()
        projector.close_map()
        projector.hide()
        place.leave()
        projector.close()
        projector.deleteLater()
        if not place.beside:
            self._view.setFocus()

    def close_map(self) -> None:
        """The map is being closed: the room sees it no longer."""
        self._end()
        if self._dialog is not None:
            self._dialog.close()
            self._dialog = None

    def _forget_dialog(self) -> None:
        self._dialog = None

    def _on_place_taken(self, screen: QScreen) -> None:
        self._screen_width = metres_wide(screen)
        assert self.projector is not None
        self.projector.set_room(self._room())

    # -- what the room sees

    def _begun(self) -> "ProjectorWindow":
        """The projector; what is meant for the room begins presenting."""
        if self.projector is None:
            self.toggle()
        assert self.projector is not None
        return self.projector

    def change_page(self) -> None:
        """Change between the map and the page of the most upstream causes."""
        projector = self._begun()
        self.page = "focus" if self.page == "map" else "map"
        self._show()
        projector.show_page(self.page)
        self._look()
        self.changed.emit()

    def toggle_spotlight(self) -> None:
        """Let only what is selected and its ways stand out, or everything again."""
        self._begun()
        self.spotlight = not self.spotlight
        self._show()
        self._look()
        self.changed.emit()

    def blank(self) -> None:
        """Show the room nothing, and again the map."""
        if self.projector is None:
            self.session.told.emit("The room sees nothing yet: F5 begins.")
            return
        self.projector.set_blank(on=not self.projector.blanked)
        self.changed.emit()

    def set_theme(self, theme: Theme) -> None:
        """The program has other colours; the room too, if it is to have the same."""
        self._theme = theme
        if self.projector is not None:
            self.projector.set_theme(self._colours())

    # -- one screen

    def _on_passed_on(self, pressed: QKeySequence) -> None:
        """A key of the facilitator's window, pressed over the room's picture."""
        for action in self._host.window().findChildren(QAction):
            if pressed in action.shortcuts() and action.isEnabled():
                action.trigger()
                return

    def step_aside(self) -> None:
        """End, if the room's picture covers the window in which something is to be done now."""
        if self.projector is not None and self._place is not None and not self._place.beside:
            self.toggle()

    def _on_told(self, sentence: str) -> None:
        """What would be said in a window that nobody sees is said here."""
        if self.projector is not None and self._place is not None and not self._place.beside and self.walk is None:
            self.projector.say(sentence)
            self._quiet.start()

    def _hush(self) -> None:
        if self.projector is not None and self.walk is None:
            self.projector.say("")

    def _colours(self) -> Theme:
        return THEMES.get(colours(), self._theme)

    def _on_followed(self, new: Sequence[str]) -> None:
        """The projector has caught up with an edit or a selection."""
        if self.walk is not None and not self.walk.holds(self.session.map):
            self._stop_walking()
        elif self.walk is not None and self.projector is not None:
            told = sentences(self.session.map, self.walk)  # words may have changed
            self.projector.say(told[self.stage], told)
        self._show()
        self._look(new if len(new) <= _MANY else ())

    def _show(self) -> None:
        """Title, ranking and light as they are now."""
        projector, session = self.projector, self.session
        if projector is None:
            return
        projector.show_title(session.map.title)
        projector.show_ranking(self._entries())
        light = light_of(
            session.map,
            session.selection,
            spotlight=self.spotlight,
            focus=self.page == "focus",
            walk=self.walk,
            stage=self.stage,
            shown=session.shown,
        )
        fold, ringed = None, None
        if self.walk is not None:
            ringed = self.walk.factors[self.stage : self.stage + 1]
            fold = None if projector.view.has_room_for_all else folded(self.walk, session.boxes)
        projector.scene.show_light(light, ringed)
        projector.scene.set_fold(fold)

    # -- where the view goes

    def _look(self, new: Sequence[str] = ()) -> None:
        if self.projector is None:
            return
        subjects = self._subjects(new)
        if not subjects and self.projector.view.sight is None:
            subjects = self._around(factor.id for factor in self.session.map.symptoms())
        self.projector.look_at(subjects)

    def _subjects(self, new: Sequence[str]) -> list[Box]:
        """What is talked of, as much of it as is worth seeing first, the least of it last."""
        session = self.session
        if self.walk is not None:
            told = self.walk.factors
            if self.stage > len(self.walk.links):
                return [*self._around(told), *self._around(told[-2:])]
            return [
                *self._around(told[max(0, self.stage - 1) : self.stage + 1]),
                *self._around(told[self.stage : self.stage + 1]),
            ]
        if new:
            return [*self._around(new), *self._around(new[-1:])]
        chosen = [*session.selected_factors()]
        for id_ in session.selected_links():
            chosen += [session.map.links[id_].cause, session.map.links[id_].effect]
        if not chosen:
            return []
        found: list[Box] = []
        if self.spotlight or self.page == "focus":
            light = light_of(session.map, session.selection, spotlight=True, focus=False, walk=None, stage=0)
            near = [each.id for id_ in chosen for each in (*session.map.causes_of(id_), *session.map.effects_of(id_))]
            found += self._around(light.factors if light else ())
            found += self._around([*chosen, *near])
        return [*found, *self._around(chosen), *self._around(chosen[-1:])]

    def _around(self, ids: Iterable[str]) -> list[Box]:
        boxes = self.projector.scene.boxes if self.projector is not None else self.session.boxes
        box = around(boxes[id_] for id_ in ids if id_ in boxes)
        return [box] if box is not None else []

    # -- the causes to start with

    def _entries(self) -> "tuple[Entry, ...]":
        from app.ui.panels.words import figure_of, title_of
        from app.ui.presenting.words import MOST_CAUSES, Entry

        reading, cause_map = self.session.reading, self.session.considered
        if reading is None or self.page != "focus":
            return ()
        chosen = set(self.session.selection) & set(reading.cause_of)
        return tuple(
            Entry(
                cause.rank,
                title_of(cause, cause_map),
                f"leads to {figure_of(cause, len(reading.symptoms))}",
                dimmed=bool(chosen) and chosen.isdisjoint(cause.members),
            )
            for cause in reading.upstream[:MOST_CAUSES]
        )

    # -- the walk

    def next_why(self) -> None:
        """Begin a walk, or ask the next why; after the last the whole chain is told, and then the walk is over."""
        self._begun()
        session = self.session
        if self.walk is None:
            walk = walk_for(session.considered, session.reading, session.selection) if session.reading else None
            if walk is None:
                session.told.emit("There is no way to walk yet: nothing on the map leads here from further upstream.")
                return
            self.walk, self.stage = walk, 0
        elif self.stage > len(self.walk.links):
            self._stop_walking()
        else:
            self.stage += 1
        self._tell()

    def back(self) -> None:
        """Take the last why back; before the first, leave the walk."""
        if self.walk is None:
            return
        if self.stage == 0:
            self._stop_walking()
        else:
            self.stage -= 1
        self._tell()

    def _stop_walking(self) -> None:
        self.walk, self.stage = None, 0
        if self.projector is not None:
            self.projector.say("")

    def _tell(self) -> None:
        """Say what the walk has come to, to the room and to the one who reads it aloud."""
        if self.projector is None:
            return
        if self.walk is not None:
            told = sentences(self.session.map, self.walk)
            self.projector.say(told[self.stage], told)
            if self._place is not None and self._place.beside:
                self.session.told.emit(told[self.stage])
        self._show()
        self._look()
        self.changed.emit()

    # -- the room

    def _room(self) -> Room:
        return chosen_room(self._screen_width)

    def show_whole(self) -> None:
        """All of the map for a moment, however small; again, as large as the room needs."""
        if self.projector is not None:
            self.projector.view.show_whole()

    def move_left(self) -> None:
        """What lies upstream of the picture."""
        self._move_by(-_MOVED, 0)

    def move_right(self) -> None:
        """What lies downstream of the picture."""
        self._move_by(_MOVED, 0)

    def move_up(self) -> None:
        """What lies above the picture."""
        self._move_by(0, -_MOVED)

    def move_down(self) -> None:
        """What lies below the picture."""
        self._move_by(0, _MOVED)

    def _move_by(self, right: float, down: float) -> None:
        if self.projector is not None:
            self.projector.view.move_by(right, down)

    def larger(self) -> None:
        """Larger words: as if the back row sat a metre further away."""
        self._sit_at(_STEP)

    def smaller(self) -> None:
        """Smaller words: as if the back row sat a metre nearer."""
        self._sit_at(-_STEP)

    def _sit_at(self, further: float) -> None:
        room = self._room()
        metres = min(max(room.metres + further, LEAST_METRES), MOST_METRES)
        keep_room(replace(room, metres=metres), width=False)
        self._on_room_chosen()

    def choose_distance(self) -> None:
        """Ask how far the back row sits and how wide the picture is; what is said is seen at once."""
        from app.ui.presenting.distance import DistanceDialog

        pixels = self.projector.width() if self.projector is not None else 1920
        self._dialog = DistanceDialog(self._room(), pixels, self._host.window())
        self._dialog.chosen.connect(self._on_room_chosen)
        self._dialog.destroyed.connect(self._forget_dialog)
        self._dialog.show()

    def _on_room_chosen(self) -> None:
        if self.projector is not None:
            self.projector.set_theme(self._colours())
            self.projector.set_room(self._room())
            self._look()
        self.changed.emit()
