"""The view on the map: zoom, pan, what is under the mouse, and the keys that move along links."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from app.drawing.theme import Theme
from app.layout.geometry import Ends
from app.model.records import Link
from app.ui.canvas.editor import Writing
from app.ui.canvas.gestures import DragEnd, DragLink, Gesture, MoveFactors, Pan, SelectBand
from app.ui.canvas.items import HANDLE, FactorItem, LinkItem
from app.ui.canvas.neighbours import neighbour
from app.ui.canvas.scene import MapScene
from app.ui.canvas.sight import STEP, Sight
from app.ui.session import PARKED, Session

_STILL = 4
_ARROWS = {
    Qt.Key.Key_Left: "upstream",
    Qt.Key.Key_Right: "downstream",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
_WITH_ARROWS = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
_END = 16.0
"""How near, in map units, the mouse has to be to the end of a selected link to take hold of it."""


class MapView(Sight):
    """The canvas. It previews gestures; what they come to is a step of the session."""

    zoomed = Signal()
    link_dropped = Signal(str, str)
    """Cause id, effect id."""
    end_dropped = Signal(str, str, bool)
    """Link id, the factor its end was let go over, whether it is the end at its effect."""
    new_wanted = Signal(str, bool, QPointF)
    """A link was let go over empty ground: from which factor, whether downstream, where."""
    rename_wanted = Signal(str)
    free_wanted = Signal(QPointF)
    """A new factor without links is wanted here."""
    factor_dropped = Signal(str, QPointF)
    """A parked factor was let go here."""
    tab_pressed = Signal()
    enter_pressed = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(session, MapScene(session, theme), parent)
        self.theme = theme
        self.map_scene.setParent(self)
        self.writing = Writing(self.viewport())
        self.setScene(self.map_scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setAccessibleName("Map")
        self.setObjectName("canvas")
        self._gesture: Gesture | None = None
        self._hovered: FactorItem | None = None
        self._highlighted: str | None = None
        self._space_held = False
        self.set_theme(theme)
        session.selection_changed.connect(self._on_selection_changed)
        session.sight_wanted.connect(self.show_factors)
        session.map_changed.connect(self._end_gesture)

    # -- looks

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.setBackgroundBrush(QColor(theme.canvas))
        if theme is not self.map_scene.theme:
            self.map_scene.set_theme(theme)

    def settled(self) -> None:
        """Keep the field that is open over its box."""
        self.writing.follow()
        self.zoomed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A map that was shown whole stays whole."""
        super().resizeEvent(event)
        if self.follows_whole and self.session.boxes:
            self.fit()
        self.writing.follow()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Keep the editor over its box."""
        super().scrollContentsBy(dx, dy)
        self.writing.follow()

    def is_in_hand(self) -> bool:
        """Whether someone is typing or dragging here."""
        return self.writing.editor is not None or self._gesture is not None

    # -- what is where

    def near(self, one: QPointF, other: QPointF) -> bool:
        """Whether two points are so close on screen that the mouse stood still."""
        apart = (one - other) * self.zoom
        return apart.manhattanLength() <= _STILL

    def factor_at(self, at: QPointF) -> FactorItem | None:
        """The factor whose box (or side handles) is here."""
        return self.map_scene.factor_at(at)

    def link_at(self, at: QPointF) -> LinkItem | None:
        """The link that passes here."""
        return self.map_scene.link_at(at)

    def link_end_at(self, at: QPointF) -> tuple[str, bool] | None:
        """The selected link whose end is here, and whether it is the end at its effect."""
        links = self.session.selected_links()
        if len(links) != 1 or links[0] not in self.session.routes:
            return None
        route = self.session.routes[links[0]]
        for downstream, (x, y) in ((True, route[-1]), (False, route[0])):
            if (QPointF(x, y) - at).manhattanLength() <= _END:
                return links[0], downstream
        return None

    def side_at(self, item: FactorItem, at: QPointF) -> str | None:
        """'right' or 'left' if that side's handle is here."""
        inside = item.mapFromScene(at)
        half = item.face.width / 2
        if abs(inside.y()) <= max(14.0, item.face.height / 2 - 6) and abs(abs(inside.x()) - half) <= HANDLE + 2:
            return "right" if inside.x() > 0 else "left"
        return None

    def ends_of(self, links: Iterable[Link]) -> list[Ends]:
        """Links as the layout room takes them."""
        return [Ends(link.id, link.cause, link.effect) for link in links]

    def highlight(self, id_: str | None) -> None:
        """Ring the factor that a link would reach."""
        before, self._highlighted = self._highlighted, id_
        if before is not None and before != id_:
            self.map_scene.show_as_told([before])
        item = self.map_scene.factors.get(id_ or "")
        if item is not None:
            item.set_chosen(chosen=True, faded=False)

    # -- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self.writing.finish()
        self.map_scene.gliding.finish()
        at = self.mapToScene(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton or (
            event.button() == Qt.MouseButton.LeftButton and self._space_held
        ):
            self._gesture = Pan(self, at)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._gesture = self._gesture_at(at, event.modifiers())
        event.accept()

    def _gesture_at(self, at: QPointF, keys: Qt.KeyboardModifier) -> Gesture | None:
        adding = bool(keys & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier))
        end = self.link_end_at(at)
        if end is not None and not adding:
            return DragEnd(self, at, *end)
        item = self.factor_at(at)
        if item is None:
            link = self.link_at(at)
            if link is not None:
                self._toggle(link.id) if adding else self.session.select([link.id], "canvas")
                return None
            return SelectBand(self, at, self.session.selection if adding else ())
        side = self.side_at(item, at)
        if side is not None and not adding:
            return DragLink(self, at, item, downstream=side == "right")
        if adding:
            self._toggle(item.id)
            return None
        was_chosen = item.id in self.session.selection
        if not was_chosen:
            self.session.select([item.id], "canvas")
        return MoveFactors(self, at, item.id, clicked_alone=was_chosen)

    def _toggle(self, id_: str) -> None:
        chosen = self.session.selection
        self.session.select([i for i in chosen if i != id_] if id_ in chosen else [*chosen, id_], "canvas")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or show what can be taken hold of."""
        at = self.mapToScene(event.position().toPoint())
        if self._gesture is not None:
            self._gesture.move(at)
            return
        item = self.factor_at(at)
        if item is not self._hovered:
            if self._hovered is not None and self._hovered.scene() is not None:
                self._hovered.set_handles(shown=False)
            self._hovered = item
            if item is not None:
                item.set_handles(shown=True)
        on_handle = self.link_end_at(at) is not None or (item is not None and self.side_at(item, at) is not None)
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if on_handle else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.release(self.mapToScene(event.position().toPoint()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename the factor here, or put a new one on empty ground."""
        at = self.mapToScene(event.position().toPoint())
        item = self.factor_at(at)
        if item is not None:
            self.rename_wanted.emit(item.id)
        elif self.link_at(at) is None:
            self.free_wanted.emit(at)

    def leaveEvent(self, event: QEvent) -> None:
        """No handles where no mouse is."""
        if self._hovered is not None and self._hovered.scene() is not None:
            self._hovered.set_handles(shown=False)
        self._hovered = None
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel moves the view; with Ctrl it zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * STEP ** (event.angleDelta().y() / 120))
            event.accept()
            return
        by = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / 2
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            by = QPoint(by.y() or by.x(), 0)
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - by.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - by.y())
        self.follows_whole = False
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Pinching zooms."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.set_zoom(self.zoom * (1 + event.value()))
            return True
        return super().viewportEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A factor from the parking lot may come in; nothing else."""
        event.setAccepted(event.mimeData().hasFormat(PARKED))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """It may be let go anywhere."""
        event.setAccepted(event.mimeData().hasFormat(PARKED))

    def dropEvent(self, event: QDropEvent) -> None:
        """Put it here."""
        id_ = bytes(event.mimeData().data(PARKED).data()).decode("utf-8", "replace")
        event.acceptProposedAction()
        self.factor_dropped.emit(id_, self.mapToScene(event.position().toPoint()))

    # -- the keyboard

    def event(self, event: QEvent) -> bool:
        """Tab asks why instead of leaving the map (F6 leaves it)."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
            self.tab_pressed.emit()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move along the links, Enter adds beside, Esc gives up a gesture or the selection."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter_pressed.emit()
        elif key in _ARROWS and not event.modifiers() & ~_WITH_ARROWS:
            self._walk(_ARROWS[key], adding=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = True
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Letting go of Space ends panning."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = False
            self.viewport().unsetCursor()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A Space let go elsewhere is let go here too."""
        self._space_held = False
        super().focusOutEvent(event)

    def _end_gesture(self, _touched: object = None) -> bool:
        """Give up what the mouse is doing: on Esc, or because the map has changed under it."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()
        return gesture is not None

    def _escape(self) -> None:
        if self.session.arranging.busy:
            self.session.arranging.give_up()
        elif self._end_gesture():
            return
        elif self.session.looking or not self.session.selection:
            self.session.come_back()
        else:
            self.session.select([], "canvas")

    def _walk(self, way: str, *, adding: bool) -> None:
        chosen = [id_ for id_ in self.session.selected_factors() if id_ in self.session.boxes]
        target = neighbour(self.session.map, self.session.boxes, chosen[-1] if chosen else None, way)
        if target is not None:
            kept = [id_ for id_ in chosen if id_ != target] if adding else []
            self.session.select([*kept, target], "keys")

    def _on_selection_changed(self, source: str) -> None:
        chosen = self.session.selected_factors()
        if source not in ("canvas", "step", "tracing") and len(chosen) == 1:
            # After the panels have redrawn: the view may be a different size by then.
            QTimer.singleShot(0, self, lambda: self.show_factor(chosen[0]))

    def close_map(self) -> None:
        """Let go of the session, and of whatever the mouse holds or rests on."""
        self._end_gesture()
        self._hovered = None
        self._highlighted = None
        self.session.map_changed.disconnect(self._end_gesture)
        self.session.selection_changed.disconnect(self._on_selection_changed)
        self.session.sight_wanted.disconnect(self.show_factors)
        self.map_scene.close()
