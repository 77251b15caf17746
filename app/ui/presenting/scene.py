"""The projector's scene: the session's map, followed a moment after each edit, so that typing never waits for it."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEasingCurve, QObject, QTimer, QVariantAnimation, Signal
from PySide6.QtWidgets import QGraphicsScene

from app.drawing.beads import edges_of
from app.drawing.faces import face_of, link_face
from app.drawing.picture import extent
from app.drawing.theme import Theme
from app.layout.geometry import Box, Point, Route
from app.ui.canvas.crowd import CROWD
from app.ui.canvas.marks import Marks
from app.ui.canvas.scene import TogetherItem
from app.ui.motion import motion_is_wanted
from app.ui.presenting.fold import Fold
from app.ui.presenting.items import ProjectedFactor, ProjectedLink, faded_theme
from app.ui.presenting.light import Light
from app.ui.session import Session

_AFTER = 15
"""Milliseconds after an edit: the facilitator's own window is painted first, and quick edits come as one."""
_GLIDE = 250
_MOST_GLIDING = 80
"""When more than this moves, it moves at once."""
_STILL = 0.5


class ProjectorScene(QGraphicsScene):
    """Factors and links to be looked at. It follows the session and never alters it."""

    followed = Signal(object)
    """The ids of the factors that are new, as a tuple, after the scene has caught up with the map."""

    def __init__(self, session: Session, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.session = session
        self.theme = theme
        self.factors: dict[str, ProjectedFactor] = {}
        self.links: dict[str, ProjectedLink] = {}
        self.groups: dict[str, TogetherItem] = {}
        self.light: Light | None = None
        self.fold: Fold | None = None
        self.marks = Marks(theme)
        self.addItem(self.marks)
        self._waiting: set[str] = set()
        self._from: dict[str, Point] = {}
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(_AFTER)
        self._due.timeout.connect(self.catch_up)
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(_GLIDE)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._glide.valueChanged.connect(self._move_on)
        self._draw([*session.map.factors, *session.map.links])
        session.map_changed.connect(self._on_map_changed)
        session.selection_changed.connect(self._on_selection_changed)
        session.reading_changed.connect(self._due.start)
        session.shown_changed.connect(self._due.start)

    # -- following

    def _on_map_changed(self, touched: Iterable[str]) -> None:
        self._waiting.update(touched)
        self._due.start()

    def _on_selection_changed(self, _source: str) -> None:
        self._due.start()

    def catch_up(self) -> None:
        """Show the map as it is now."""
        self._due.stop()
        touched, self._waiting = self._waiting, set()
        before = set(self.factors)
        self._draw(touched)
        self.followed.emit(tuple(id_ for id_ in self.factors if id_ not in before))

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in other colours."""
        self.theme = theme
        self._draw([*self.factors, *self.links])

    def _draw(self, touched: Iterable[str]) -> None:
        """Bring the items of these ids in step with the map."""
        session = self.session
        standing = self._standing(touched)
        for id_ in touched:
            if id_ in session.map.factors and id_ in session.boxes:
                self._draw_factor(id_, self.boxes.get(id_, session.boxes[id_]))
            elif id_ in session.map.links and id_ in session.routes:
                self._draw_link(id_)
            else:
                gone = self.factors.pop(id_, None) or self.links.pop(id_, None)
                if gone is not None:
                    self.removeItem(gone)
        self._draw_groups()
        self.show_light(self.light)
        self._begin_glide(standing)

    def _draw_factor(self, id_: str, box: Box) -> None:
        face = face_of(self.session.map.factors[id_], box, self.session.reading, edges_of(self.session.map))
        item = self.factors.get(id_)
        if item is None:
            item = self.factors[id_] = ProjectedFactor(face, self.theme)
            self.addItem(item)
        item.set_face(face, self.theme)
        item.setPos(box.x, box.y)

    def _draw_link(self, id_: str) -> None:
        route = self.routes.get(id_, self.session.routes[id_])
        face = link_face(self.session.map.links[id_], route, edges_of(self.session.map))
        item = self.links.get(id_)
        if item is None:
            item = self.links[id_] = ProjectedLink(face, self.theme)
            self.addItem(item)
        item.set_face(face, self.theme)

    def _draw_groups(self) -> None:
        routes: dict[str, list[Route]] = {}
        for item in self.links.values():
            if item.face.together:
                routes.setdefault(item.face.together, []).append(item.face.route)
        for group in self.groups.keys() - routes.keys():
            self.removeItem(self.groups.pop(group))
        for group, spanned in routes.items():
            if group not in self.groups:
                self.groups[group] = TogetherItem(self.theme)
                self.addItem(self.groups[group])
            self.groups[group].set_routes(spanned, self.theme)

    # -- moving

    def _standing(self, touched: Iterable[str]) -> dict[str, Point]:
        """Where these, and those that are on their way, are seen now."""
        shown = {id_: self.factors.get(id_) for id_ in {*touched, *self._from}}
        return {id_: (item.x(), item.y()) for id_, item in shown.items() if item is not None}

    def _begin_glide(self, standing: dict[str, Point]) -> None:
        """Let what has another place go there from where it is seen; curves are drawn where they will be."""
        boxes = self.boxes
        moved = {
            id_: place
            for id_, place in standing.items()
            if id_ in boxes and (abs(boxes[id_].x - place[0]) > _STILL or abs(boxes[id_].y - place[1]) > _STILL)
        }
        if not moved:
            return
        self._glide.stop()
        self._from = moved
        if len(moved) > _MOST_GLIDING or not motion_is_wanted():
            self._move_on(1.0)
        else:
            self._move_on(0.0)
            self._glide.start()

    def _move_on(self, part: float) -> None:
        boxes = self.boxes
        for id_, (x, y) in self._from.items():
            item, box = self.factors.get(id_), boxes.get(id_)
            if item is not None and box is not None:
                item.setPos(x + (box.x - x) * part, y + (box.y - y) * part)
        if part >= 1.0:
            self._from = {}

    # -- light

    def show_light(self, light: Light | None, ringed: Iterable[str] | None = None) -> None:
        """Let only this stand out (None: everything), and ring these factors (None: what is selected)."""
        self.light = light
        rings = set(self.session.selection if ringed is None else ringed)
        rest = faded_theme(self.theme, light.rest) if light is not None else None
        crowded = len(self.links) > CROWD
        for id_, factor in self.factors.items():
            shines = light is None or id_ in light.factors
            factor.set_light(None if shines else rest, ringed=id_ in rings)
        for id_, link in self.links.items():
            lit = light is not None and id_ in light.links
            fades = not lit and (light is None or id_ not in light.plain)
            link.set_light(rest if fades else None, traced=lit or id_ in rings, crowded=crowded)
        lit_links = light.links | light.plain if light else frozenset()
        bright = {self.links[id_].face.together for id_ in lit_links if id_ in self.links}
        for group, bar in self.groups.items():
            bar.setOpacity(1.0 if light is None or group in bright else light.rest)
        self._hide_what_is_folded()
        self.marks.mark(self.session.shown if self.fold is None else None, self.boxes, self.routes, self.theme)

    def _hide_what_is_folded(self) -> None:
        """In a fold even what is not told yet is hidden; it appears in its turn."""
        light = self.light if self.fold is not None else None
        for id_, factor in self.factors.items():
            factor.setVisible(light is None or id_ in light.factors)
        for id_, link in self.links.items():
            link.setVisible(light is None or id_ in light.links)
        for bar in self.groups.values():
            bar.setVisible(light is None)

    # -- what is where

    @property
    def boxes(self) -> Mapping[str, Box]:
        """Where the factors stand that are shown."""
        return self.session.boxes if self.fold is None else self.fold.boxes

    @property
    def routes(self) -> Mapping[str, Route]:
        """The curves of the links that are shown."""
        return self.session.routes if self.fold is None else self.fold.routes

    def set_fold(self, fold: Fold | None) -> None:
        """Show only this, each factor at its place there, or the map again."""
        if fold != self.fold:
            self.fold = fold
            self._draw([*self.factors, *self.links])

    def whole(self) -> Box | None:
        """The box around all that is shown, curves and marks included; None where nothing is."""
        return _extent(self.boxes, self.routes)

    def whole_map(self) -> Box | None:
        """The box around the whole map, folded or not; None for an empty one."""
        return _extent(self.session.boxes, self.session.routes)

    def close_map(self) -> None:
        """Stop following the session."""
        self._due.stop()
        self._glide.stop()
        self.session.map_changed.disconnect(self._on_map_changed)
        self.session.selection_changed.disconnect(self._on_selection_changed)
        self.session.reading_changed.disconnect(self._due.start)
        self.session.shown_changed.disconnect(self._due.start)
        self.clear()
        for items in (self.factors, self.links, self.groups):
            items.clear()


def _extent(boxes: Mapping[str, Box], routes: Mapping[str, Route]) -> Box | None:
    around = extent(boxes, routes)
    middle = around.center()
    return None if around.isEmpty() else Box(middle.x(), middle.y(), around.width(), around.height())
