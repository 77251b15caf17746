"""Faces of factors as little pictures, painted once and stamped again and again: ten times as fast as painting them."""

from collections import OrderedDict
from dataclasses import replace
from functools import lru_cache
from math import ceil, floor
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from app.drawing.faces import FactorFace
from app.drawing.factor import MARK_RADIUS, extent_of, outline_of, paint_factor, paint_rank
from app.drawing.theme import FADED, THEMES, Theme

LEAST_RANK = 9.0
"""The least radius of a rank's disc on screen, so that ranks are seen from far."""
LEAST_SPARK = 0.6
"""From farther away a spark line is a smudge, and left out."""
_MOST_BYTES = 64_000_000
FINE, COARSE, WHOLE = 64, 4, 1
"""Into so many parts a pixel is cut where words are shown, from far, and on the move: a stamp is off by half of one."""


class Stamp(NamedTuple):
    """How a face is painted: ``level`` is device pixels for a map unit, ``x`` and ``y`` parts of a pixel (0–1)."""

    number: int
    faded: bool
    level: float
    ratio: float
    x: float
    y: float


def paint_face(painter: QPainter, face: FactorFace, theme: Theme, level: float, *, words: bool) -> None:
    """Paint a factor around (0, 0) as the canvas shows it: from far its rank is larger than the box allows."""
    paint_factor(painter, face, theme, words=words, spark=level >= LEAST_SPARK)
    if face.rank is not None and level * MARK_RADIUS < LEAST_RANK:
        radius = min(LEAST_RANK / level, 3 * MARK_RADIUS)
        out = (radius - MARK_RADIUS) * 0.6  # aside, so that the words stay free
        paint_rank(painter, outline_of(face).topLeft() - QPointF(out, out), face.rank, theme, radius=radius)


@lru_cache(maxsize=40_000)
def bounds_of(face: FactorFace) -> QRectF:
    """All that a factor may be painted on, its rank's disc as large as it gets from far included; not to be altered."""
    around = extent_of(face)
    return around if face.rank is None else around.adjusted(-4 * MARK_RADIUS, -4 * MARK_RADIUS, 0, 0)


class Stamps:
    """The pictures that are kept, least used out first, and the numbers of the faces they are of."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._kept: OrderedDict[Stamp, tuple[QPixmap, int, int]] = OrderedDict()
        self._numbers: dict[tuple[FactorFace, str, bool], int] = {}
        self._faces: list[tuple[FactorFace, str, bool]] = []
        self._most, self._bytes = most_bytes, 0

    def numbers_of(self, face: FactorFace, theme: Theme) -> tuple[int, int]:
        """The numbers under which a face is kept without its words (many are alike then) and with them."""
        return self._number(replace(face, lines=()), theme, words=False), self._number(face, theme, words=True)

    def _number(self, face: FactorFace, theme: Theme, *, words: bool) -> int:
        known = (face, theme.name, words)
        if known not in self._numbers:
            self._numbers[known] = len(self._faces)
            self._faces.append(known)
        return self._numbers[known]

    def put(
        self, painter: QPainter, number: int, x: float, y: float, *, faded: bool, level: float, ratio: float, parts: int
    ) -> Stamp | None:
        """Stamp a face with its middle at (x, y) in pixels; where there is no stamp, give back what it would be.

        Stamps that are not ``FINE`` are made at once where they are missing. The painter must not be transformed;
        ``level`` is pixels for a map unit, ``ratio`` device pixels for a pixel, ``parts`` into how many a pixel is cut.
        """
        # In whole parts of a pixel, so that the same stamp serves wherever the view is scrolled to.
        whole_x, part_x = divmod(floor(x * ratio * parts + 0.5), parts)
        whole_y, part_y = divmod(floor(y * ratio * parts + 0.5), parts)
        stamp = Stamp(number, faded, level * ratio, ratio, part_x / parts, part_y / parts)
        kept = self._kept.get(stamp)
        if kept is None:
            if parts == FINE:
                return stamp
            kept = self.make(stamp)
        else:
            self._kept.move_to_end(stamp)
        picture, left, top = kept
        painter.drawPixmap(QPointF((whole_x + left) / ratio, (whole_y + top) / ratio), picture)
        return None

    def make(self, stamp: Stamp) -> tuple[QPixmap, int, int]:
        """Paint a stamp and keep it: the picture, and so many device pixels right of and below the middle it begins."""
        face, theme, words = self._faces[stamp.number]
        around, level = bounds_of(face), stamp.level
        left, top = floor(around.left() * level + stamp.x) - 1, floor(around.top() * level + stamp.y) - 1
        right, bottom = ceil(around.right() * level + stamp.x) + 1, ceil(around.bottom() * level + stamp.y) + 1
        picture = QPixmap(right - left, bottom - top)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(stamp.x - left, stamp.y - top)
        painter.scale(level, level)
        painter.setOpacity(FADED if stamp.faded else 1.0)
        paint_face(painter, face, THEMES[theme], level / stamp.ratio, words=words)
        painter.end()
        picture.setDevicePixelRatio(stamp.ratio)
        self._kept[stamp] = (picture, left, top)
        self._bytes += _size(picture)
        while self._bytes > self._most and len(self._kept) > 1:
            _, (oldest, _, _) = self._kept.popitem(last=False)
            self._bytes -= _size(oldest)
        return picture, left, top

    def holds(self, stamp: Stamp) -> bool:
        """Whether this one is kept."""
        return stamp in self._kept


def _size(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
