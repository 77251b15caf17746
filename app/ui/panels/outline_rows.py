"""How a row of the outline looks: a mark for the kind, by shape as well as colour, and the words."""

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from app.drawing.fonts import font
from app.drawing.theme import Theme
from app.ui.panels.outline_tree import DEPTH_ROLE, HEIGHT_ROLE, KIND_ROLE

LINE = 19
MARK = 18


@lru_cache(maxsize=2_000)
def _layout(words: str, width: float, *, bold: bool) -> QTextLayout:
    """The words of a row, broken into at most three lines."""
    layout = QTextLayout(words, font(14, bold=bold))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    for number in range(3):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 60))
        line.setPosition(QPointF(0, number * LINE))
    layout.endLayout()
    return layout


class OutlineDelegate(QStyledItemDelegate):
    """A mark for the kind (by shape as well as colour) and the words, on as many lines as they need."""

    def __init__(self, theme: Theme, parent: QTreeView) -> None:
        super().__init__(parent)
        self.theme = theme
        self._tree = parent

    def _width(self, index: QModelIndex | QPersistentModelIndex) -> float:
        depth = int(index.data(DEPTH_ROLE))
        return self._tree.viewport().width() - (depth + 1) * self._tree.indentation() - MARK - 4

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as its lines, or as the field that stands over it."""
        if field := index.data(HEIGHT_ROLE):
            return QSize(120, int(field))
        bold = index.data(KIND_ROLE) == "root"
        lines = _layout(str(index.data()), self._width(index), bold=bold).lineCount()
        return QSize(120, lines * LINE + 8)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, mark, words, focus."""
        theme, rect = self.theme, QRectF(option.rect)
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.accent_soft))
        kind = index.data(KIND_ROLE)
        if kind == "blank":
            painter.restore()
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, QPointF(rect.left() + 8, rect.top() + 4 + LINE / 2), kind, theme)
        painter.setPen(QColor(theme.second_text if kind == "loop" else theme.text))
        layout = _layout(str(index.data()), rect.width() - MARK - 4, bold=kind == "root")
        layout.draw(painter, QPointF(rect.left() + MARK, rect.top() + 3))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()


def paint_mark(painter: QPainter, at: QPointF, kind: str, theme: Theme) -> None:
    """A factor's kind by a small shape: pill, lozenge, turning arrow, dot; a ring for one that is parked."""
    painter.setPen(Qt.PenStyle.NoPen)
    match kind:
        case "symptom":
            painter.setBrush(QColor(theme.symptom))
            painter.setPen(QPen(QColor(theme.symptom_border), 1.6))
            painter.drawRoundedRect(QRectF(at.x() - 6, at.y() - 4, 12, 8), 4, 4)
        case "root":
            painter.setBrush(QColor(theme.root))
            painter.drawPolygon(QPolygonF([at + QPointF(*p) for p in ((-5.5, 0), (0, -5.5), (5.5, 0), (0, 5.5))]))
        case "loop":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.loop), 1.8))
            painter.drawArc(QRectF(at.x() - 5, at.y() - 5, 10, 10), 60 * 16, 290 * 16)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.loop))
            painter.drawPolygon(QPolygonF([at + QPointF(*p) for p in ((1, -5), (7, -5), (4, 0))]))
        case "parked":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.second_text), 1.6))
            painter.drawEllipse(at, 4, 4)
        case _:
            painter.setBrush(QColor(theme.second_text))
            painter.drawEllipse(at, 2.8, 2.8)
