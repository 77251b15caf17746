"""One class a gesture. Each is a preview until the button is let go: then one step, and Esc leaves nothing behind."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsRectItem

from app.drawing.beads import edges_of
from app.drawing.faces import LinkFace, link_face
from app.drawing.link import curve_of
from app.layout.geometry import Box, Route
from app.layout.routes import route_links
from app.model import edits

if TYPE_CHECKING:
    from app.ui.canvas.items import FactorItem
    from app.ui.canvas.view import MapView


class Gesture:
    """What the mouse is doing between press and release, in scene coordinates."""

    def __init__(self, view: "MapView", start: QPointF) -> None:
        self.view = view
        self.start = start

    def move(self, at: QPointF) -> None:
        """The mouse is here now."""

    def release(self, at: QPointF) -> None:
        """The button was let go here: do it."""

    def cancel(self) -> None:
        """Leave everything as it was."""


class MoveFactors(Gesture):
    """Drag the selected boxes; their links follow along simple curves until they are let go."""

    def __init__(self, view: "MapView", start: QPointF, grabbed: str, *, clicked_alone: bool) -> None:
        super().__init__(view, start)
        self._grabbed = grabbed
        self._clicked_alone = clicked_alone
        self._ids = view.session.selected_factors()
        self._moved = False
        ends = set(self._ids)
        links = view.session.map.links.values()
        self._touching = [link for link in links if link.cause in ends or link.effect in ends]

    def _shift(self, at: QPointF) -> QPointF:
        return at - self.start

    def _boxes(self, at: QPointF) -> dict[str, Box]:
        shift, boxes = self._shift(at), self.view.session.boxes
        return {
            id_: Box(boxes[id_].x + shift.x(), boxes[id_].y + shift.y(), boxes[id_].width, boxes[id_].height)
            for id_ in self._ids
        }

    def move(self, at: QPointF) -> None:
        """Show the boxes where they would go."""
        if not self._moved and self.view.near(self.start, at):
            return
        self._moved = True
        moved = self._boxes(at)
        for id_, box in moved.items():
            self.view.map_scene.factors[id_].setPos(box.x, box.y)
        boxes = self.view.session.boxes
        for link in self._touching:
            pair = {id_: moved.get(id_, boxes[id_]) for id_ in (link.cause, link.effect)}
            routes = route_links(pair, self.view.ends_of([link]))
            item = self.view.map_scene.links[link.id]
            item.set_face(link_face(link, routes[link.id], edges_of(self.view.session.map)), item.theme)

    def release(self, at: QPointF) -> None:
        """Move them for good, or, if the mouse stood still, select the one that was clicked."""
        if not self._moved:
            if self._clicked_alone:
                self.view.session.select([self._grabbed], "canvas")
            return
        places = {id_: (box.x, box.y) for id_, box in self._boxes(at).items()}
        session = self.view.session
        many = f"Move {len(places)} factors" if len(places) > 1 else "Move a factor"
        if not session.perform(many, edits.move(session.map, places), source="canvas"):
            self.cancel()

    def cancel(self) -> None:
        """Put them back."""
        self.view.map_scene.refresh([*self._ids, *(link.id for link in self._touching)])


class SelectBand(Gesture):
    """Drag a rectangle over what is to be selected."""

    def __init__(self, view: "MapView", start: QPointF, kept: tuple[str, ...]) -> None:
        super().__init__(view, start)
        self._kept = kept
        colour = QColor(view.theme.accent)
        pen = QPen(colour, 1.2)
        pen.setCosmetic(True)
        self._band = QGraphicsRectItem()
        self._band.setPen(pen)
        colour.setAlphaF(0.12)
        self._band.setBrush(colour)
        self._band.setZValue(9)
        view.map_scene.addItem(self._band)

    def move(self, at: QPointF) -> None:
        """Show the rectangle."""
        self._band.setRect(QRectF(self.start, at).normalized())

    def release(self, at: QPointF) -> None:
        """Select every factor that it touches."""
        self.cancel()
        inside = QRectF(self.start, at).normalized()
        touched = [
            id_
            for id_, box in self.view.session.boxes.items()
            if inside.intersects(QRectF(box.x - box.width / 2, box.y - box.height / 2, box.width, box.height))
        ]
        still = self.view.near(self.start, at)
        self.view.session.select(self._kept if still else (*self._kept, *touched), "canvas")

    def cancel(self) -> None:
        """Take the rectangle away."""
        if self._band.scene() is not None:
            self._band.scene().removeItem(self._band)


class DragLink(Gesture):
    """Pull a link out of a factor's side: from the right to its effect, from the left to its cause."""

    def __init__(self, view: "MapView", start: QPointF, item: "FactorItem", *, downstream: bool) -> None:
        super().__init__(view, start)
        self._item = item
        self._downstream = downstream
        pen = QPen(QColor(view.theme.accent), 2.2, Qt.PenStyle.DashLine)
        self._line = QGraphicsPathItem()
        self._line.setPen(pen)
        self._line.setZValue(8)
        view.map_scene.addItem(self._line)

    def _anchor(self) -> tuple[float, float]:
        box = self.view.session.boxes[self._item.id]
        return (box.x + (box.width if self._downstream else -box.width) / 2, box.y)

    def _target(self, at: QPointF) -> "FactorItem | None":
        target = self.view.factor_at(at)
        return None if target is None or target is self._item else target

    def move(self, at: QPointF) -> None:
        """Show the link it would make, and the factor it would reach."""
        target = self._target(at)
        end = (at.x(), at.y())
        if target is not None:
            box = self.view.session.boxes[target.id]
            end = (box.x + (-box.width if self._downstream else box.width) / 2, box.y)
        first, last = (self._anchor(), end) if self._downstream else (end, self._anchor())
        reach = max(abs(last[0] - first[0]) / 2, 30.0)
        route: Route = (first, (first[0] + reach, first[1]), (last[0] - reach, last[1]), last)
        self._line.setPath(curve_of(LinkFace(route, "likely", "", "").route))
        self.view.highlight(target.id if target else None)

    def release(self, at: QPointF) -> None:
        """Link them; let go over empty ground, a new factor is asked for there."""
        self.cancel()
        target = self._target(at)
        if target is not None:
            cause, effect = (self._item.id, target.id) if self._downstream else (target.id, self._item.id)
            self.view.link_dropped.emit(cause, effect)
        elif not self.view.near(self.start, at) and self.view.factor_at(at) is None:
            self.view.new_wanted.emit(self._item.id, self._downstream, at)

    def cancel(self) -> None:
        """Take the line away."""
        self.view.highlight(None)
        if self._line.scene() is not None:
            self._line.scene().removeItem(self._line)


class DragEnd(Gesture):
    """Pull one end of a link to another factor."""

    def __init__(self, view: "MapView", start: QPointF, link_id: str, downstream: bool) -> None:  # noqa: FBT001
        super().__init__(view, start)
        self._link = view.session.map.links[link_id]
        self._downstream = downstream
        self._line = QGraphicsPathItem()
        self._line.setPen(QPen(QColor(view.theme.accent), 2.2, Qt.PenStyle.DashLine))
        self._line.setZValue(8)
        view.map_scene.addItem(self._line)

    def _target(self, at: QPointF) -> "FactorItem | None":
        """The factor under the mouse, if the end may go there."""
        target = self.view.factor_at(at)
        ends = (self._link.cause, self._link.effect)
        return None if target is None or target.id in ends else target

    def move(self, at: QPointF) -> None:
        """Show the link as it would run, and the factor it would reach."""
        target = self._target(at)
        boxes = self.view.session.boxes
        fixed = boxes[self._link.cause if self._downstream else self._link.effect]
        held = boxes[target.id] if target else Box(at.x(), at.y(), 0, 0)
        cause, effect = (fixed, held) if self._downstream else (held, fixed)
        first, last = (cause.right, cause.y), (effect.left, effect.y)
        reach = max(abs(last[0] - first[0]) / 2, 30.0)
        self._line.setPath(curve_of((first, (first[0] + reach, first[1]), (last[0] - reach, last[1]), last)))
        self.view.highlight(target.id if target else None)

    def release(self, at: QPointF) -> None:
        """Move the end there; let go anywhere else, the link stays as it was."""
        self.cancel()
        target = self._target(at)
        if target is not None:
            self.view.end_dropped.emit(self._link.id, target.id, self._downstream)

    def cancel(self) -> None:
        """Take the line away."""
        self.view.highlight(None)
        if self._line.scene() is not None:
            self._line.scene().removeItem(self._line)


class Pan(Gesture):
    """Move the view itself: middle button, or Space and drag."""

    def __init__(self, view: "MapView", start: QPointF) -> None:
        super().__init__(view, start)
        view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def move(self, at: QPointF) -> None:
        """Keep the point that was grabbed under the mouse."""
        view = self.view
        by = (at - self.start) * view.zoom
        view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() - round(by.x()))
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - round(by.y()))

    def release(self, _at: QPointF) -> None:
        """Let go."""
        self.cancel()

    def cancel(self) -> None:
        """Let go."""
        self.view.viewport().unsetCursor()
