"""The view of the map for the room: no handles, no gestures, no keyboard; it glides to what is talked of."""

from collections.abc import Sequence
from math import exp, log

from PySide6.QtCore import QEasingCurve, QRect, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QResizeEvent, QTransform
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from app.drawing.sizes import TEXT_SIZE
from app.drawing.theme import Theme
from app.layout.geometry import Box
from app.ui.motion import motion_is_wanted
from app.ui.presenting.items import rank_radius
from app.ui.presenting.room import Room, capital
from app.ui.presenting.scene import ProjectorScene
from app.ui.presenting.sight import Frame, Sight, fitting_zoom, next_sight

GLIDE = 320
"""Milliseconds."""
_LARGEST_FONT = 32 / 1080
"""The size of the words in a small map shown whole, as part of the picture's height, unless the room needs more."""
_SOFT = 0.03
"""The part of the picture's height over which a map that goes on beyond it runs out."""
_ROOM = 50_000.0


class ProjectorView(QGraphicsView):
    """A read-only view of a session's map. ``picture`` is the size in pixels of the whole projected picture."""

    def __init__(self, scene: ProjectorScene, theme: Theme, parent: QWidget) -> None:
        super().__init__(scene, parent)
        self.map_scene = scene
        self.room = Room()
        self.picture = (1920.0, 1080.0)
        self.sight: Sight | None = None
        """Where the view is, or where it glides to."""
        self._picture_shown = (0.0, 0.0)
        self._subjects: Sequence[Box] = ()
        self._from: Sight | None = None
        self._shown: Sight | None = None
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(GLIDE)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._glide.valueChanged.connect(self._go_on)
        self._glide.finished.connect(self._arrive)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        # A glide without zooming then moves pixels and paints but the strip that comes into sight.
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setInteractive(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setSceneRect(QRectF(-_ROOM, -_ROOM, 2 * _ROOM, 2 * _ROOM))
        self.setAccessibleName("Map for the room")
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.setBackgroundBrush(QColor(theme.canvas))

    @property
    def zoom(self) -> float:
        """Pixels for one map unit; 1 = 100 %."""
        return self.transform().m11()

    @property
    def frame(self) -> Frame:
        """What this view may show, for the room and the size of the whole picture."""
        wide, high = self.picture
        here = self.viewport().size()
        least = self.room.least_zoom(wide, here.width())
        return Frame(here.width(), here.height(), least, max(1.25 * least, _LARGEST_FONT * high / TEXT_SIZE))

    def look_at(self, subjects: Sequence[Box], *, at_once: bool = False) -> None:
        """Bring the first of these that fits into sight, moving only if need be and never below the least text size."""
        self._subjects = subjects or self._subjects
        whole = self.map_scene.whole()
        if whole is None or self.viewport().width() < 2 or self.viewport().height() < 2:
            return
        target = next_sight(self.sight, whole, subjects, self.frame)
        if target == self.sight and not at_once:
            return
        self.sight = target
        self._glide.stop()
        if at_once or self._shown is None or not self.isVisible() or not motion_is_wanted():
            self._show(target)
            return
        self._from = self._shown
        self._glide.start()
        self.viewport().update()

    def show_whole(self) -> bool:
        """Show all of the map, however small its words become; again, as large as the room needs. Whether all is shown.

        Asked for by a person: an overview for a moment, which the next thing to look at ends.
        """
        whole = self.map_scene.whole()
        if whole is None:
            return False
        fitting = Sight(whole.x, whole.y, fitting_zoom(whole, self.frame))
        if self.sight is not None and abs(self.sight.zoom - fitting.zoom) < 1e-6:
            self.sight = None
            self.look_at(self._subjects, at_once=True)
            return False
        self._glide.stop()
        self.sight = fitting
        self._show(fitting)
        return True

    def move_by(self, right: float, down: float) -> None:
        """Show what lies beside, in parts of the picture."""
        if self.sight is not None:
            here = self.viewport().size()
            x = self.sight.x + right * here.width() / self.sight.zoom
            y = self.sight.y + down * here.height() / self.sight.zoom
            self._glide.stop()
            self.sight = Sight(x, y, self.sight.zoom)
            self._show(self.sight)

    @property
    def has_room_for_all(self) -> bool:
        """Whether the whole map can be read from the back row when it is shown whole."""
        whole = self.map_scene.whole_map()
        return whole is None or fitting_zoom(whole, self.frame) >= self.frame.least

    @property
    def is_gliding(self) -> bool:
        """Whether the view is on its way."""
        return self._glide.state() == QVariantAnimation.State.Running

    def _go_on(self, part: float) -> None:
        start, end = self._from, self.sight
        if start is None or end is None:
            return
        if part >= 1.0:
            return  # the end is shown when it has been reached
        zoom = exp(log(start.zoom) + (log(end.zoom) - log(start.zoom)) * part)
        self._show(Sight(start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part, zoom))

    def _arrive(self) -> None:
        if self.sight is not None:
            self._show(self.sight)

    def _show(self, sight: Sight) -> None:
        self._shown = sight
        if sight.zoom != self.zoom:
            self.setTransform(QTransform.fromScale(sight.zoom, sight.zoom))
        self.centerOn(sight.x, sight.y)
        if not self.is_gliding:
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another picture, look anew; where only room is made beside the map, what is in sight stays where it is."""
        super().resizeEvent(event)
        if self._shown is None or self.picture != self._picture_shown:
            self._picture_shown = self.picture
            self.sight = None
            self.look_at(self._subjects, at_once=True)
            return
        wider, higher = event.size().width() - event.oldSize().width(), event.size().height() - event.oldSize().height()
        shown = self._shown
        self._glide.stop()
        self.sight = Sight(shown.x + wider / 2 / shown.zoom, shown.y + higher / 2 / shown.zoom, shown.zoom)
        self._show(self.sight)
        self.look_at(self._subjects)

    def drawForeground(self, painter: QPainter, _rect: QRectF | QRect) -> None:
        """Let the map run out softly at the sides where it goes on."""
        shown, whole = self._shown, self.map_scene.whole()
        if shown is None or whole is None or self.is_gliding:
            return
        wide, high, soft = self.viewport().width(), self.viewport().height(), _SOFT * self.picture[1]
        half_width, half_height = wide / 2 / shown.zoom, high / 2 / shown.zoom
        sides = (
            (whole.top < shown.y - half_height, QRectF(0, 0, wide, soft), (0, 0, 0, soft)),
            (whole.bottom > shown.y + half_height, QRectF(0, high - soft, wide, soft), (0, high, 0, high - soft)),
            (whole.left < shown.x - half_width, QRectF(0, 0, soft, high), (0, 0, soft, 0)),
            (whole.right > shown.x + half_width, QRectF(wide - soft, 0, soft, high), (wide, 0, wide - soft, 0)),
        )
        ground = self.backgroundBrush().color()
        clear = QColor(ground)
        clear.setAlpha(0)
        painter.save()
        painter.resetTransform()
        for goes_on, where, (x, y, to_x, to_y) in sides:
            if goes_on:
                ramp = QLinearGradient(x, y, to_x, to_y)
                ramp.setColorAt(0, ground)
                ramp.setColorAt(1, clear)
                painter.fillRect(where, ramp)
        painter.restore()

    def least_capital(self) -> float | None:
        """The least height in pixels of a capital letter in the boxes; None where none is shown."""
        factors = self.map_scene.factors.values()
        if not factors or not self.isVisible():
            return None
        fonts = [TEXT_SIZE]
        for item in factors:
            if item.face.rank is not None:
                part = 1.2 if item.face.rank < 100 else 0.95
                fonts.append(round(rank_radius(item.face.rank) * part))
        return capital(min(fonts)) * self.zoom
