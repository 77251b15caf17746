"""What part of the map is in sight: zooming, fitting, and bringing something into sight with the least movement."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QGraphicsView, QWidget

from app.ui.canvas.scene import MapScene
from app.ui.session import Session

LEAST_ZOOM, MOST_ZOOM = 0.08, 4.0
"""Only to show a very large map whole the zoom may be smaller."""
_LEAST_OF_ALL = 0.004
STEP = 1.2
_MARGIN = 36.0
_MOST_FITTED = 1.2
_LEAST_WHOLE = 0.6
"""A map that was shown whole is kept whole as it grows, as long as its words stay this large."""


class Sight(QGraphicsView):
    """A view of a session's map; :meth:`settled` is called when it shows another part."""

    def __init__(self, session: Session, scene: MapScene, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.map_scene = scene
        self.covered = 0
        """Pixels at the bottom that something lies over."""
        self._whole = LEAST_ZOOM
        """The zoom at which all was last in sight."""
        self.follows_whole = True
        """Whether the whole map is shown and shall stay so as it grows."""

    def settled(self) -> None:
        """Another part of the map is in sight."""

    @property
    def zoom(self) -> float:
        """Screen pixels for one map unit; 1 = 100 %."""
        return self.transform().m11()

    def set_zoom(self, zoom: float) -> None:
        """Zoom to this, around the mouse if it is here, around the middle if not."""
        zoom = max(min(LEAST_ZOOM, self._whole), min(MOST_ZOOM, zoom))
        self.scale(zoom / self.zoom, zoom / self.zoom)
        self.follows_whole = False
        self.settled()

    def zoom_by_key(self, steps: int) -> None:
        """Zoom in or out by steps, around the selection if it is in sight, else around the middle."""
        anchor = self.transformationAnchor()
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.set_zoom(self.zoom * STEP**steps)
        self.setTransformationAnchor(anchor)

    def fit(self) -> None:
        """Show the whole map, never larger than a fifth above its own size."""
        around = self.map_scene.map_extent()
        if around.isEmpty():
            self.resetTransform()
            self.centerOn(0, 0)
        else:
            self._fit_around(around)
        self.follows_whole = True
        self.settled()

    def _fit_around(self, around: QRectF, least: float = LEAST_ZOOM) -> bool:
        """Show all of a rectangle; False, and nothing done, if that would be smaller than ``least``."""
        around = around.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        high = max(self.viewport().height() - self.covered, 80)
        zoom = min(self.viewport().width() / around.width(), high / around.height(), _MOST_FITTED)
        if zoom < least and least > LEAST_ZOOM:
            return False
        self.map_scene.setSceneRect(self.map_scene.sceneRect().united(around.adjusted(-600, -600, 600, 600)))
        self.resetTransform()
        self._whole = zoom = max(zoom, _LEAST_OF_ALL)
        self.scale(zoom, zoom)
        self.centerOn(around.center() + QPointF(0, self.covered / 2 / self.zoom))
        self.settled()
        return True

    def show_factor(self, id_: str) -> None:
        """Bring a factor into sight, moving the view only if it has to."""
        box = self.session.boxes.get(id_)
        if box is not None:
            self.show_rect(QRectF(box.x - box.width / 2, box.y - box.height / 2, box.width, box.height))

    def show_selection(self) -> None:
        """Bring what is selected into sight, moving the view only if it has to."""
        self.show_factors(self.session.selected_factors())

    def show_factors(self, ids: Iterable[str]) -> None:
        """Bring these factors into sight, moving the view only if it has to."""
        boxes = [self.session.boxes[id_] for id_ in ids if id_ in self.session.boxes]
        if boxes:
            left, right = min(box.left for box in boxes), max(box.right for box in boxes)
            top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
            self.show_rect(QRectF(left, top, right - left, bottom - top))

    def show_rect(self, rect: QRectF) -> None:
        """Bring a part of the map into sight, moving the view only if it has to."""
        sight = self.mapToScene(self.viewport().rect().adjusted(0, 0, 0, -self.covered)).boundingRect()
        if sight.contains(rect):
            return
        if self.follows_whole and self._fit_around(self.map_scene.map_extent().united(rect), least=_LEAST_WHOLE):
            return
        self.map_scene.setSceneRect(self.map_scene.sceneRect().united(rect.adjusted(-600, -600, 600, 600)))
        self.ensureVisible(rect.adjusted(0, 0, 0, self.covered / self.zoom), 40, 40)
        self.follows_whole = False
        self.settled()
