"""The scene: one item for every factor and link of the session's map, kept in step with it."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from app.drawing.faces import face_of, link_face
from app.drawing.link import paint_together
from app.drawing.picture import extent
from app.drawing.theme import Theme
from app.layout.geometry import Route
from app.ui.canvas.gliding import Gliding
from app.ui.canvas.items import FactorItem, LinkItem
from app.ui.session import Session

_ROOM = 1200.0
CROWD = 250
"""With more links than this, those that are not traced are drawn as hairlines, so that a frame suffices."""


class TogetherItem(QGraphicsItem):
    """The bar across links that are needed together."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.routes: list[Route] = []
        self.theme = theme
        self.setZValue(1.6)

    def set_routes(self, routes: list[Route], theme: Theme) -> None:
        """Stand across these links."""
        self.prepareGeometryChange()
        self.routes, self.theme = routes, theme
        self.update()

    def boundingRect(self) -> QRectF:
        """Around all the ends it spans."""
        if not self.routes:
            return QRectF()
        xs = [route[-1][0] for route in self.routes]
        ys = [route[-1][1] for route in self.routes]
        return QRectF(min(xs) - 60, min(ys) - 60, max(xs) - min(xs) + 120, max(ys) - min(ys) + 120)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint the bar."""
        paint_together(painter, self.routes, self.theme)


class MapScene(QGraphicsScene):
    """Factors and links as items. It follows the session and never alters it."""

    def __init__(self, session: Session, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.theme = theme
        self.factors: dict[str, FactorItem] = {}
        self.links: dict[str, LinkItem] = {}
        self.groups: dict[str, TogetherItem] = {}
        self._crowded = False
        self.gliding = Gliding(session, self._put, self._lay, self)
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.BspTreeIndex)
        self.refresh([*session.map.factors, *session.map.links])
        session.map_changed.connect(self.refresh)
        session.selection_changed.connect(self.show_selection)

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in other colours."""
        self.theme = theme
        self.refresh([*self.session.map.factors, *self.session.map.links])

    def refresh(self, touched: Iterable[str]) -> None:
        """Bring the items of these ids in step with the map."""
        session, cause_map = self.session, self.session.map
        seen = self._seen(touched)
        regroup = False
        for id_ in touched:
            factor = cause_map.factors.get(id_)
            link = cause_map.links.get(id_)
            if factor and id_ in session.boxes:
                self._refresh_factor(id_)
            elif link and id_ in session.routes:
                regroup = regroup or bool(link.together)
                self._refresh_link(id_)
            else:
                gone = self.factors.pop(id_, None) or self.links.pop(id_, None)
                if gone is not None:
                    regroup = True
                    self.removeItem(gone)
        if regroup or self.groups:
            self._refresh_groups()
        self.show_selection()
        self._crowd()
        if not self.sceneRect().contains(self.items_extent(touched)):
            self.setSceneRect(self.map_extent().adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM))
        self.gliding.begin(seen)

    def _seen(self, touched: Iterable[str]) -> dict[str, tuple[float, float]]:
        """Where these factors, and those on their way, are seen now."""
        ids = {*touched, *self.gliding.on_the_way()}
        items = ((id_, self.factors[id_]) for id_ in ids if id_ in self.factors)
        return {id_: (item.x(), item.y()) for id_, item in items}

    def _put(self, id_: str, x: float, y: float) -> None:
        item = self.factors.get(id_)
        if item is not None:
            item.setPos(x, y)

    def _lay(self, id_: str, route: Route) -> None:
        item = self.links.get(id_)
        if item is not None:
            item.set_face(link_face(self.session.map.links[id_], route), self.theme)

    def items_extent(self, ids: Iterable[str]) -> QRectF:
        """The rectangle around the items of these ids."""
        around = QRectF()
        for id_ in ids:
            item = self.factors.get(id_) or self.links.get(id_)
            if item is not None:
                around = around.united(item.sceneBoundingRect())
        return around

    def _crowd(self) -> None:
        crowded = len(self.links) > CROWD
        if crowded != self._crowded:
            self._crowded = crowded
            items: list[LinkItem | FactorItem] = [*self.links.values(), *self.factors.values()]
            for item in items:
                item.crowded = crowded
                item.update()

    def _refresh_factor(self, id_: str) -> None:
        session = self.session
        box = session.boxes[id_]
        face = face_of(session.map.factors[id_], box, session.reading)
        item = self.factors.get(id_)
        if item is None:
            item = self.factors[id_] = FactorItem(id_, face, self.theme)
            item.crowded = self._crowded
            self.addItem(item)
        item.set_face(face, self.theme)
        item.setPos(box.x, box.y)

    def _refresh_link(self, id_: str) -> None:
        face = link_face(self.session.map.links[id_], self.session.routes[id_])
        item = self.links.get(id_)
        if item is None:
            item = self.links[id_] = LinkItem(id_, face, self.theme)
            item.crowded = self._crowded
            self.addItem(item)
        item.set_face(face, self.theme)

    def _refresh_groups(self) -> None:
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

    def show_selection(self, _source: str = "") -> None:
        """Ring what is selected; trace its ways and fade the rest."""
        session = self.session
        chosen = set(session.selection)
        ways = session.traced()
        on_ways = ways.upstream | ways.downstream | chosen if ways else frozenset()
        for id_, factor in self.factors.items():
            factor.set_chosen(chosen=id_ in chosen, faded=bool(ways) and id_ not in on_ways)
        for id_, link in self.links.items():
            traced = bool(ways) and id_ in ways.links if ways else False
            link.set_chosen(chosen=id_ in chosen, traced=traced, faded=bool(ways) and not traced)

    def map_extent(self) -> QRectF:
        """The rectangle around the whole map."""
        return extent(self.session.boxes, self.session.routes)

    def close(self) -> None:
        """Stop following the session."""
        self.gliding.close_map()
        self.session.map_changed.disconnect(self.refresh)
        self.session.selection_changed.disconnect(self.show_selection)
        self.clear()
        for items in (self.factors, self.links, self.groups):
            items.clear()
