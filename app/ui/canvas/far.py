"""A map of thousands: painted into a picture of the view a little at a time; scrolling and zooming move the picture.

What has changed since is painted over the picture at once, and the picture is made anew beside it.
"""

import time
from collections.abc import Callable, Iterator
from typing import Protocol

from PySide6.QtCore import QMargins, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPixmap, QTransform

from app.ui.canvas.items import FactorItem, LinkItem
from app.ui.canvas.wide import Spot

MANY = 700
"""From so many in sight on, a frame is too short to paint them all."""
_SLICE = 0.005
"""Seconds of one turn."""
_OVER = 120
"""Up to so many that have changed are painted over the picture."""
_BESIDE = 0.25
"""How much of the view the picture holds beyond each of its edges, so that a little scrolling shows no empty edge."""


class Strokes(Protocol):
    """Paints what meets a rectangle of the map, giving back after each little part."""

    def __call__(self, painter: QPainter, seen: QRectF, ratio: float) -> Iterator[None]:
        """``seen`` in map units; ``ratio``: device pixels for a pixel."""
        ...


class FarPicture:
    """The picture. ``done`` is called as soon as there is a newer one."""

    def __init__(self, strokes: Strokes, done: Callable[[], None]) -> None:
        self._strokes, self._done = strokes, done
        self._picture: QPixmap | None = None
        self._spot: Spot | None = None
        self._wide: tuple[QPixmap, Spot] | None = None
        """The picture that showed most of the map: it stands in where the newest shows nothing."""
        self._wanted: Spot | None = None
        self._making: tuple[QPixmap, Spot, QPainter, Iterator[None]] | None = None
        self._stale = False
        self.changed: dict[str, FactorItem | LinkItem] = {}
        """What looks different since the picture was begun that is shown."""
        self._since: dict[str, FactorItem | LinkItem] = {}
        """The same since the one that is being made was begun."""
        self._due = QTimer()
        self._due.setSingleShot(True)
        self._due.timeout.connect(self._go_on)

    def put(self, painter: QPainter, spot: Spot) -> None:
        """Paint what there is of this spot, and see to it that there will be all."""
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        if self._picture is None or self._spot is None:
            self._make_now(spot)
        shown, at = self._picture, self._spot
        assert shown is not None
        assert at is not None
        if self._wide is not None and not _covers(at, spot):
            _draw(painter, *self._wide, spot)
        _draw(painter, shown, at, spot)
        painter.restore()
        self._wanted = spot
        if (self._stale or not _is_same(at, spot)) and self._making is None and not self._due.isActive():
            self._due.start(0)

    def over(self) -> list[FactorItem | LinkItem]:
        """What is to be painted over the picture, because it has changed since."""
        return list(self.changed.values()) if len(self.changed) <= _OVER else []

    def change(self, item: FactorItem | LinkItem) -> None:
        """This one looks different, is elsewhere, new or gone."""
        self._stale = True
        for kept in (self.changed, self._since):
            if len(kept) <= _OVER:
                kept[item.id] = item

    def forget(self) -> None:
        """Nothing of it is to be seen again: another theme, another map."""
        self._end()
        self._picture = self._spot = self._wide = None
        self.changed.clear()

    # -- making it

    def _begin(self, spot: Spot) -> None:
        spot = _roomier(spot)
        picture = QPixmap(spot.size * spot.ratio)
        picture.setDevicePixelRatio(spot.ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setWorldTransform(QTransform(spot.level, 0, 0, spot.level, spot.right, spot.down))
        sight = QRectF(-spot.right, -spot.down, spot.size.width(), spot.size.height())
        seen = QRectF(sight.topLeft() / spot.level, sight.size() / spot.level)
        self._since, self._stale = {}, False
        self._making = (picture, spot, painter, self._strokes(painter, seen, spot.ratio))

    def _make_now(self, spot: Spot) -> None:
        """The first one: there is nothing else to be shown."""
        self._end()
        self._begin(spot)
        assert self._making is not None
        for _ in self._making[3]:
            pass
        self._take()

    def _go_on(self) -> None:
        if self._making is None:
            if self._wanted is None:
                return
            self._begin(self._wanted)
        assert self._making is not None
        until = time.perf_counter() + _SLICE
        for _ in self._making[3]:
            if time.perf_counter() > until:
                self._due.start(0)
                return
        self._take()
        self._done()

    def _take(self) -> None:
        assert self._making is not None
        picture, spot, painter, _ = self._making
        painter.end()
        self._making = None
        self._picture, self._spot = picture, spot
        self.changed = self._since
        self._since = {}
        if self._wide is None or spot.level <= self._wide[1].level * 1.01:
            self._wide = (picture, spot)

    def _end(self) -> None:
        self._due.stop()
        if self._making is not None:
            self._making[2].end()
            self._making = None

    def stop(self) -> None:
        """Let go of everything."""
        self.forget()
        self._since.clear()


def _roomier(spot: Spot) -> Spot:
    """The same spot with room beyond its edges."""
    beside, above = round(spot.size.width() * _BESIDE), round(spot.size.height() * _BESIDE)
    size = spot.size.grownBy(_margins(beside, above))
    return Spot(spot.level, spot.right + beside, spot.down + above, size, spot.ratio)


def _margins(beside: int, above: int) -> QMargins:
    return QMargins(beside, above, beside, above)


def _placed(at: Spot, spot: Spot) -> QRectF:
    """Where a picture of one spot comes to in the view of another, in its pixels."""
    by = spot.level / at.level
    return QRectF(spot.right - at.right * by, spot.down - at.down * by, at.size.width() * by, at.size.height() * by)


def _covers(at: Spot, spot: Spot) -> bool:
    return _placed(at, spot).contains(QRectF(0, 0, spot.size.width(), spot.size.height()))


def _is_same(at: Spot, spot: Spot) -> bool:
    """Whether the picture is as sharp as it can be, and covers the view."""
    return abs(at.level - spot.level) <= 1e-9 * at.level and at.ratio == spot.ratio and _covers(at, spot)


def _draw(painter: QPainter, picture: QPixmap, at: Spot, spot: Spot) -> None:
    painter.drawPixmap(_placed(at, spot), picture, QRectF(picture.rect()))
