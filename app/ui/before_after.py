"""Before and after: how many symptoms go, stay, and are left without a cause, as one bar with its figures in it."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.analysis.scenario import Outcome
from app.drawing.fonts import font
from app.drawing.theme import Theme

_BAR, _GAP, _ROUND = 22, 8, 6
_SIDE = 52
"""Room for "before" and "after" beside the bars."""
_LEAST = 30.0
"""Pixels a part is wide at least, so that its figure fits in."""
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True, slots=True)
class Parts:
    """How many symptoms go, stay, and stay unexplained; ``share_gone``: the part that goes, by weight."""

    gone: int
    stay: int
    unexplained: int
    share_gone: float

    @classmethod
    def of(cls, found: Outcome) -> "Parts":
        """Those of an outcome."""
        bare = len(found.unexplained)
        return cls(len(found.gone), len(found.stays) - bare, bare, found.share_gone)

    @property
    def all(self) -> int:
        """Every symptom."""
        return self.gone + self.stay + self.unexplained

    @property
    def said(self) -> str:
        """In one sentence without its beginning and its full stop."""
        if not self.all:
            return "nothing is marked as a symptom yet"
        left = self.stay + self.unexplained
        of = f"{self.gone} of {self.all} symptom{'s' * (self.all != 1)}"
        if not self.gone:
            said = "no symptom would go"
        elif not left:
            every = {1: "the symptom", 2: "both symptoms"}.get(self.all, f"all {self.all} symptoms")
            said = f"{every} would go"
        else:
            said = f"{of} would go, {left} would stay"
        if self.unexplained:
            said += f"; {self.unexplained} would have no cause left"
        return said


class BeforeAfter(QWidget):
    """The bar of after; with ``both`` under that of before. Lengths by weight, figures by number."""

    def __init__(self, theme: Theme, *, both: bool) -> None:
        super().__init__()
        self.theme = theme
        self.both = both
        self.parts = Parts(0, 0, 0, 0.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Symptoms before and after")

    def show_parts(self, parts: Parts) -> None:
        """Draw these."""
        if parts != self.parts:
            self.parts = parts
            self.setAccessibleDescription(f"Before: {parts.all}. After: {parts.said}.")
            self.setToolTip(self._legend())
            self.update()

    def _legend(self) -> str:
        words = [f"✕ {self.parts.gone} go", f"{self.parts.stay} stay"]
        if self.parts.unexplained:
            words.append(f"? {self.parts.unexplained} without a cause left")
        return ", ".join(words)

    def sizeHint(self) -> QSize:
        """Two bars one under the other, or one."""
        return QSize(200, 2 * _BAR + _GAP + 2 if self.both else _BAR + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Each part with its own filling, frame and figure."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.both:
            self._paint_after(painter, QRectF(1, 1, self.width() - 2, _BAR))
        else:
            painter.setFont(font(13))
            painter.setPen(QColor(self.theme.second_text))
            for at, word in enumerate(("before", "after")):
                top = 1 + at * (_BAR + _GAP)
                painter.drawText(QRectF(0, top, _SIDE, _BAR), int(Qt.AlignmentFlag.AlignVCenter), word)
            room = QRectF(_SIDE, 1, self.width() - _SIDE - 1, _BAR)
            if self.parts.all:
                self._paint_part(painter, room, "stay", f"{self.parts.all}")
            self._paint_after(painter, room.translated(0, _BAR + _GAP))
        painter.end()

    def _paint_after(self, painter: QPainter, room: QRectF) -> None:
        left = room.left()
        for (kind, words), width in zip(self._words(), self._widths(room.width()), strict=True):
            self._paint_part(painter, QRectF(left, room.top(), width, room.height()), kind, words)
            left += width

    def _words(self) -> list[tuple[str, str]]:
        parts = self.parts
        told = [("stay", f"{parts.stay}", parts.stay), ("bare", f"? {parts.unexplained}", parts.unexplained)]
        told.append(("gone", f"✕ {parts.gone}", parts.gone))
        return [(kind, words) for kind, words, count in told if count]

    def _widths(self, room: float) -> list[float]:
        """As long as their weight, but each long enough for its figure."""
        parts = self.parts
        left, rest = 1 - parts.share_gone, parts.stay + parts.unexplained
        shares = [left * count / rest for count in (parts.stay, parts.unexplained) if count]
        shares += [parts.share_gone] if parts.gone else []
        widths = [max(_LEAST, share * room) for share in shares]
        over = sum(widths) - room
        if over > 0 and widths:
            widths[widths.index(max(widths))] -= over
        return widths

    def _paint_part(self, painter: QPainter, area: QRectF, kind: str, words: str) -> None:
        theme = self.theme
        area = area.adjusted(1, 0, -1, 0)
        frame = QPen(QColor(theme.second_text if kind == "gone" else theme.symptom_border), 1.4)
        if kind != "stay":
            frame.setDashPattern([3.0, 2.0])
        painter.setPen(frame)
        painter.setBrush(QColor(theme.panel if kind == "gone" else theme.symptom))
        painter.drawRoundedRect(area, _ROUND, _ROUND)
        if kind == "gone":
            hatch = QBrush(QColor(theme.line), Qt.BrushStyle.BDiagPattern)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(hatch)
            painter.drawRoundedRect(area, _ROUND, _ROUND)
        letters = font(13, bold=True)
        painter.setFont(letters)
        painter.setPen(QColor(theme.text if kind == "gone" else theme.symptom_text))
        if QFontMetricsF(letters).horizontalAdvance(words) > area.width() - 2:
            words = words.removeprefix("✕ ").removeprefix("? ")
        painter.drawText(area, _CENTRE, words)
