"""Many wide lines at once: painted into a picture of the view a few at a time, so that no frame waits for them."""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPixmap, QTransform

from app.drawing.link import paint_link
from app.ui.canvas.items import LinkItem

FEW = 30
"""So many are painted with all the rest."""
_REST = 25
"""Milliseconds: zooming or scrolling on, another picture would be wanted by then."""
_SLICE = 0.004
"""Seconds of one turn."""


class Spot(NamedTuple):
    """What part of the map a view shows: how it is scaled and shifted, its size, device pixels for a pixel."""

    level: float
    right: float
    down: float
    size: QSize
    ratio: float


class WideLines:
    """The picture of all links that stand out, for one spot at a time. ``done`` is called as soon as it is there."""

    def __init__(self, done: Callable[[], None]) -> None:
        self._done = done
        self._spot: Spot | None = None
        self._picture: QPixmap | None = None
        self._left: list[LinkItem] = []
        self._due = QTimer()
        self._due.setSingleShot(True)
        self._due.timeout.connect(self._paint_some)

    def put(self, painter: QPainter, spot: Spot, links: Sequence[LinkItem]) -> bool:
        """Paint the picture of this spot; False if it is still to be made, which it will be."""
        if spot != self._spot:
            self._spot, self._picture = spot, None
            sight = QRectF(-spot.right, -spot.down, spot.size.width(), spot.size.height())
            seen = QRectF(sight.topLeft() / spot.level, sight.size() / spot.level)
            self._left = [link for link in links if link.bounds.intersects(seen)]
            self._due.start(_REST)
        if self._picture is None or self._left:
            return False
        painter.save()
        painter.resetTransform()
        painter.drawPixmap(0, 0, self._picture)
        painter.restore()
        return True

    def _paint_some(self) -> None:
        spot = self._spot
        if spot is None:
            return
        if self._picture is None:
            self._picture = QPixmap(spot.size * spot.ratio)
            self._picture.setDevicePixelRatio(spot.ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
        until = time.perf_counter() + _SLICE
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setWorldTransform(QTransform(spot.level, 0, 0, spot.level, spot.right, spot.down))
        done = 0
        for link in self._left:
            paint_link(painter, link.face, link.theme, traced=True)
            done += 1
            if time.perf_counter() > until:
                break
        painter.end()
        del self._left[:done]
        if self._left:
            self._due.start(0)
        else:
            self._done()

    def forget(self) -> None:
        """The lines are others now."""
        self._due.stop()
        self._spot, self._picture = None, None
        self._left = []
