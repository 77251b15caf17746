"""Marks of what an answer shows: rings, lines over the links, signs and badges. Seen while working, not in pictures."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.drawing.fonts import font
from app.drawing.link import curve_of, head_of
from app.drawing.theme import Theme
from app.layout.geometry import Box, Route
from app.ui.canvas.items import level_of
from app.ui.showing import SIGNS, Shown, Tone, letter_of

_ROOM = 26.0
_LEAST_TEXT = 12.0
"""Pixels: a badge is never smaller on screen, however far the map is away."""
_MOST = 60
"""So many badges can still be told apart; of more, only the signs are shown."""


_DOT = 9.0
_LETTERED = 0.6


def tone_colour(tone: Tone, theme: Theme) -> str:
    """The colour of a tone; its sign says the same."""
    return {
        "on": theme.accent,
        "doubt": theme.warning,
        "gone": theme.second_text,
        "new": theme.better,
        "changed": theme.loop,
        "fixed": theme.better,
    }[tone]


class Marks(QGraphicsItem):
    """One item for all marks, above boxes and links; it takes no mouse."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._boxes: list[tuple[Box, Tone, str]] = []
        self._links: list[tuple[Route, Tone, str]] = []
        self._dots: list[tuple[Box, tuple[int, ...]]] = []
        self._bounds = QRectF()
        self.setZValue(5)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def mark(self, shown: Shown | None, boxes: Mapping[str, Box], routes: Mapping[str, Route], theme: Theme) -> None:
        """Mark what is shown where it stands now, and nothing else."""
        if shown is None and not self._boxes and not self._links:
            self.theme = theme
            return
        self.prepareGeometryChange()
        self.theme = theme
        self._boxes, self._links, self._dots, self._bounds = [], [], [], QRectF()
        marked = shown.marked if shown else frozenset()
        for id_ in marked:
            assert shown is not None
            badge = shown.badges.get(id_, "")
            if id_ in boxes:
                box = boxes[id_]
                self._boxes.append((box, shown.factors.get(id_, "on"), badge))
                if shown.dots.get(id_):
                    self._dots.append((box, shown.dots[id_]))
                around = QRectF(box.left, box.top, box.width, box.height)
            elif id_ in routes:
                self._links.append((routes[id_], shown.links.get(id_, "on"), badge))
                around = curve_of(routes[id_]).boundingRect()
            else:
                continue
            # Words of a badge are as large on screen from far as from near.
            self._bounds = self._bounds.united(around.adjusted(-_ROOM * 9, -_ROOM * 3, _ROOM * 9, _ROOM * 3))
        self.update()

    def boundingRect(self) -> QRectF:
        """Around all marks."""
        return self._bounds

    def shape(self) -> QPainterPath:
        """Never under the mouse."""
        return QPainterPath()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Lines first, then rings, then signs and badges over both."""
        scale = max(1.0, _LEAST_TEXT / 13 / max(level_of(painter), 0.05))
        wordy = len(self._boxes) + len(self._links) <= _MOST
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for route, tone, _ in self._links:
            self._paint_line(painter, route, tone, scale)
        for box, tone, _ in self._boxes:
            if tone != "on":
                self._paint_ring(painter, box, tone, scale)
        for route, tone, badge in self._links:
            words = " ".join(filter(None, (SIGNS[tone], badge if wordy else "")))
            self._paint_badge(painter, curve_of(route).pointAtPercent(0.5), words, tone, scale)
        for box, tone, badge in self._boxes:
            words = " ".join(filter(None, (SIGNS[tone], badge if wordy else "")))
            self._paint_badge(painter, QPointF(box.right - 6, box.bottom + 7 * scale), words, tone, scale, left=True)
        for box, numbers in self._dots:
            self._paint_dots(painter, box, numbers, lettered=level_of(painter) >= _LETTERED)

    def _paint_dots(self, painter: QPainter, box: Box, numbers: tuple[int, ...], *, lettered: bool) -> None:
        """Along the lower edge, a disc for each with its letter; from far without letters, which nobody could read."""
        room = max(1, int((box.width - 16) // (2 * _DOT + 2)))
        shown = numbers if len(numbers) <= room else numbers[: room - 1]
        painter.setFont(font(12, bold=True))
        place = QRectF(box.left + 10, box.bottom - _DOT, 2 * _DOT, 2 * _DOT)
        for number in shown:
            painter.setPen(QPen(QColor(self.theme.panel), 1.5))
            painter.setBrush(QColor(self.theme.hues[number % len(self.theme.hues)]))
            painter.drawRoundedRect(place, _DOT, _DOT)
            if lettered:
                painter.setPen(QColor(self.theme.panel))
                painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), letter_of(number))
            place.translate(2 * _DOT + 2, 0)
        if len(shown) < len(numbers) and lettered:
            painter.setPen(QColor(self.theme.text))
            painter.drawText(
                place.adjusted(0, 0, 20, 0), int(Qt.AlignmentFlag.AlignVCenter), f"+{len(numbers) - len(shown)}"
            )

    def _pen(self, tone: Tone, width: float) -> QPen:
        pen = QPen(QColor(tone_colour(tone, self.theme)), width)
        if tone in ("doubt", "gone"):
            pen.setDashPattern([3.0, 2.0])
        return pen

    def _paint_line(self, painter: QPainter, route: Route, tone: Tone, scale: float) -> None:
        painter.setPen(self._pen(tone, 2.6 * min(scale, 2.0)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(curve_of(route))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone_colour(tone, self.theme)))
        painter.drawPolygon(head_of(route, "established"))

    def _paint_ring(self, painter: QPainter, box: Box, tone: Tone, scale: float) -> None:
        painter.setPen(self._pen(tone, 2.4 * min(scale, 2.0)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = QRectF(box.left, box.top, box.width, box.height).adjusted(-5, -5, 5, 5)
        painter.drawRoundedRect(ring, 12, 12)

    def _paint_badge(
        self, painter: QPainter, at: QPointF, words: str, tone: Tone, scale: float, *, left: bool = False
    ) -> None:
        """A pill with a few letters, its middle (or its right end) at a point."""
        if not words:
            return
        letters = font(13, bold=True)
        metrics = QFontMetricsF(letters)
        wide, high = max(metrics.horizontalAdvance(words) + 14, 22.0), 22.0
        painter.save()
        painter.translate(at)
        painter.scale(scale, scale)
        pill = QRectF(-wide if left else -wide / 2, -high / 2, wide, high)
        painter.setPen(QPen(QColor(self.theme.panel), 1.5))
        painter.setBrush(QColor(tone_colour(tone, self.theme)))
        painter.drawRoundedRect(pill, high / 2, high / 2)
        painter.setPen(QColor(self.theme.panel))
        painter.setFont(letters)
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), words)
        painter.restore()
