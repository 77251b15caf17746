"""The scene: one item for every factor and link of the session's map, kept in step with it."""

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from functools import reduce
from itertools import islice

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from app.drawing.beads import edges_of
from app.drawing.faces import face_of, link_face
from app.drawing.link import paint_together
from app.drawing.picture import extent
from app.drawing.stamps import Stamps
from app.drawing.theme import Theme
from app.layout.geometry import Route
from app.ui.canvas.crowd import Crowd
from app.ui.canvas.gliding import Gliding
from app.ui.canvas.items import FactorItem, LinkItem
from app.ui.canvas.marks import Marks
from app.ui.canvas.pins import Pins
from app.ui.canvas.warming import Warming
from app.ui.session import Session

_ROOM = 1200.0
_FEW_STAINS = 4
_AT_ONCE = 2_500
"""How many items are told what is selected in one turn of the event loop."""
_MANY = 40
"""When more items than this look different, painting all of the view is quicker than finding what to paint."""


class TogetherItem(QGraphicsItem):
    """The bar across links that are needed together."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.routes: list[Route] = []
        self.theme = theme
        self.setZValue(1.6)

    def set_routes(self, routes: list[Route], theme: Theme) -> None:
        """Stand across these links."""
        if routes == self.routes and theme is self.theme:
            return
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

    _stained = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.theme = theme
        self.factors: dict[str, FactorItem] = {}
        self.links: dict[str, LinkItem] = {}
        self.groups: dict[str, TogetherItem] = {}
        self._stains: list[QRectF] = []
        self._stained.connect(self._paint_stains, Qt.ConnectionType.QueuedConnection)
        self._crowd = Crowd(self, self.factors, self.links)
        self.gliding = Gliding(session, self._put, self._lay, self)
        self.pins = Pins(theme)
        self.marks = Marks(theme)
        self.addItem(self.pins)
        self.addItem(self.marks)
        self._stamps = Stamps()
        self._warming = Warming(self._stamps, self)
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.BspTreeIndex)
        self.setSceneRect(self.map_extent().adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM))
        self._later: set[str] = set()
        """Of those which have not yet been told what is selected."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.show_selection)
        self._told: tuple[AbstractSet[str], ...] = (frozenset(),) * 4
        """Chosen, faded factors, traced and faded links, as they were last shown."""
        self.refresh([*session.map.factors, *session.map.links])
        session.map_changed.connect(self.refresh)
        session.selection_changed.connect(self.show_selection)
        session.shown_changed.connect(self.show_selection)

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
                regroup = self._refresh_link(id_) or regroup
            else:
                regroup = self._remove(id_) or regroup
        if regroup:
            self._refresh_groups()
        boxes = session.boxes
        pinned = (boxes[id_] for id_, factor in cause_map.factors.items() if factor.pinned and id_ in boxes)
        self.pins.show_pins(tuple(pinned), self.theme)
        self._show_selection(touched)
        self._make_room(self.items_extent(touched))
        self.gliding.begin(seen)
        for id_ in seen.keys() - self.gliding.on_the_way():
            self._have_arrived(id_)

    def _have_arrived(self, id_: str) -> None:
        item = self.factors.get(id_)
        if item is not None and item.gliding:
            item.set_gliding(gliding=False)
            self._crowd.changed(item)

    def paint_anew(self, where: QRectF) -> None:
        """Have a rectangle painted with the next frame; many are painted as one, which is quicker to clip."""
        if not self._stains:
            self._stained.emit()
        self._stains.append(QRectF(where))

    def _paint_stains(self) -> None:
        stains, self._stains = self._stains, []
        if len(stains) > _FEW_STAINS:
            stains = [reduce(QRectF.united, stains)]
        for stain in stains:
            self.update(stain)

    def _make_room(self, around: QRectF) -> None:
        """Let the view be moved so far beyond this."""
        if not around.isEmpty():
            roomy = around.adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)
            if not self.sceneRect().contains(roomy):
                self.setSceneRect(self.sceneRect().united(roomy))

    def _seen(self, touched: Iterable[str]) -> dict[str, tuple[float, float]]:
        """Where these factors, and those on their way, are seen now."""
        ids = {*touched, *self.gliding.on_the_way()}
        items = ((id_, self.factors[id_]) for id_ in ids if id_ in self.factors)
        return {id_: (item.x(), item.y()) for id_, item in items}

    def _put(self, id_: str, x: float, y: float) -> None:
        item = self.factors.get(id_)
        if item is not None:
            item.set_gliding(gliding=id_ in self.gliding.on_the_way())
            item.stand_at(x, y)
            self._crowd.changed(item)

    def _lay(self, id_: str, route: Route) -> None:
        if id_ in self.links:
            self.show_link(id_, route)

    def items_extent(self, ids: Iterable[str]) -> QRectF:
        """The rectangle around the items of these ids."""
        around = QRectF()
        for id_ in ids:
            item = self.factors.get(id_) or self.links.get(id_)
            if item is not None:
                around = around.united(item.sceneBoundingRect())
        return around

    def _refresh_factor(self, id_: str) -> None:
        session = self.session
        box = session.boxes[id_]
        face = face_of(session.map.factors[id_], box, session.reading, edges_of(session.map))
        item = self.factors.get(id_)
        if item is None:
            calls = self.paint_anew, self._crowd.place
            item = self.factors[id_] = FactorItem(id_, face, self.theme, calls, self._stamps, self._warming.want)
            item.setPos(box.x, box.y)
            self._crowd.changed(item)
            item.repaint()
        elif item.set_face(face, self.theme) | item.stand_at(box.x, box.y):
            self._crowd.changed(item)

    def _refresh_link(self, id_: str) -> bool:
        """Bring a link in step; True if links that are needed together look different now."""
        item = self.links.get(id_)
        before = item.face.together if item else ""
        self.show_link(id_, self.session.routes[id_])
        return bool(before or self.links[id_].face.together)

    def show_link(self, id_: str, route: Route) -> None:
        """Draw a link along this curve."""
        face = link_face(self.session.map.links[id_], route, edges_of(self.session.map))
        item = self.links.get(id_)
        if item is None:
            item = self.links[id_] = LinkItem(id_, face, self.theme, (self.paint_anew, self._crowd.place))
            self._crowd.changed(item)
            item.repaint()
        elif item.set_face(face, self.theme):
            self._crowd.changed(item)

    def _remove(self, id_: str) -> bool:
        """Take an item away; True if links that were needed together have lost one."""
        factor, link = self.factors.pop(id_, None), self.links.pop(id_, None)
        for item in (factor, link):
            if item is not None:
                item.repaint()
                self._crowd.changed(item)
        return bool(link and link.face.together)

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

    def show_as_told(self, ids: Iterable[str]) -> None:
        """Have these look as the session says, whatever was done to them."""
        self._show_selection(ids)

    def show_selection(self, _source: str = "") -> None:
        """Ring what is selected; trace its ways, or show an answer, and fade the rest. Only what changes is touched."""
        self._show_selection(())

    def _show_selection(self, touched: Iterable[str]) -> None:
        """The same; items of what was touched may be new, the others are as they were told to be."""
        session = self.session
        chosen = frozenset(session.selection)
        lit, traced, others = self._lit(chosen)
        self.marks.mark(session.shown, session.boxes, session.routes, self.theme)
        now = chosen, self.factors.keys() - lit, frozenset(traced), frozenset(others)
        ids = set(touched)
        for new, old in zip(now, self._told, strict=True):
            ids |= new ^ old
        self._told = now
        first = self._first_of(ids | self._later, {*touched, *chosen})
        factors = [
            item
            for id_ in first
            if (item := self.factors.get(id_)) and (item.chosen, item.faded) != (id_ in chosen, id_ not in lit)
        ]
        links = [
            line
            for id_ in first
            if (line := self.links.get(id_))
            and (line.chosen, line.traced, line.faded) != (id_ in chosen, id_ in traced, id_ in others)
        ]
        many = len(factors) + len(links) > _MANY
        for factor in factors:
            factor.set_chosen(chosen=factor.id in chosen, faded=factor.id not in lit, paint=not many)
            self._crowd.looks_changed(factor)
        for link in links:
            id_ = link.id
            link.set_chosen(chosen=id_ in chosen, traced=id_ in traced, faded=id_ in others, paint=not many)
            self._crowd.looks_changed(link)
        if self._crowd.count() or many:
            self.update()

    def _first_of(self, ids: set[str], urgent: AbstractSet[str]) -> AbstractSet[str]:
        """Those whose looks change in this turn of the event loop; where they are thousands the rest follows after."""
        if len(ids) <= _AT_ONCE:
            self._later.clear()
            return ids
        first = (urgent & ids) | set(islice(ids, _AT_ONCE))
        self._later = ids - first
        self._soon.start(0)
        return first

    def _lit(self, chosen: frozenset[str]) -> tuple[Collection[str], Collection[str], Collection[str]]:
        """The factors that do not fade, the links that stand out, and those that fade."""
        shown, ways = self.session.shown, self.session.traced()
        if shown is not None:
            traced = frozenset(id_ for id_, tone in shown.links.items() if tone != "gone")
            if not shown.fade_rest:
                gone = (shown.links.keys() - traced) | shown.faint
                faded = {id_ for id_, tone in shown.factors.items() if tone == "gone"} | shown.faint
                return self.factors.keys() - faded, traced, gone
            return (
                {id_ for id_, tone in shown.factors.items() if tone != "gone"} | chosen,
                traced,
                (self.links.keys() - traced),
            )
        if ways is None:
            return self.factors.keys(), frozenset(), frozenset()
        return ways.upstream | ways.downstream | chosen, ways.links, self.links.keys() - ways.links

    def factor_at(self, at: QPointF) -> FactorItem | None:
        """The factor whose box (or the dots at its sides) is here, the uppermost one."""
        alone = next((item for item in self.items(at) if isinstance(item, FactorItem)), None)
        return alone or self._crowd.factor_at(at)

    def link_at(self, at: QPointF) -> LinkItem | None:
        """The link that passes here."""
        alone = next((item for item in self.items(at) if isinstance(item, LinkItem)), None)
        return alone or self._crowd.link_at(at)

    def map_extent(self) -> QRectF:
        """The rectangle around the whole map."""
        return extent(self.session.boxes, self.session.routes)

    def close(self) -> None:
        """Stop following the session."""
        self.gliding.close_map()
        self.session.map_changed.disconnect(self.refresh)
        self.session.selection_changed.disconnect(self.show_selection)
        self.session.shown_changed.disconnect(self.show_selection)
        self._soon.stop()
        self.clear()
        for items in (self.factors, self.links, self.groups):
            items.clear()
        self._warming.stop()
        self._crowd.stop()
