"""The rows of the Focus panel: each most upstream cause with its rank, its bar and its marks."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.analysis.grounds import Grounds
from app.analysis.reading import Reading, UpstreamCause
from app.drawing.fonts import font
from app.drawing.marks import paint_marks, rows_of_marks
from app.drawing.marks import said as said_marks
from app.drawing.theme import Theme
from app.model.cause_map import CauseMap
from app.ui.movement import Movement
from app.ui.panels.words import Measure, break_points_of, chips_of, figure_of, spoken, standing_of, title_of
from app.ui.plain_words import as_tip
from app.ui.session import Session

Index = QModelIndex | QPersistentModelIndex
CAUSE_ROLE = Qt.ItemDataRole.UserRole
ROW_ROLE = CAUSE_ROLE + 1
_LEFT, _RIGHT, _LINE, _CHIP, _NOTE, _MARK = 44.0, 16.0, 21.0, 24.0, 18.0, 13.0


@dataclass(frozen=True, slots=True)
class Row:
    """What stands in one row."""

    cause: UpstreamCause
    rank: str
    title: str
    figure: str
    chips: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    marks: tuple[int, int, int]
    spoken: str


def rows_of(reading: Reading | None, cause_map: CauseMap, movement: Movement | None) -> tuple[Row, ...]:
    """The rows for a reading of this map."""
    if reading is None:
        return ()
    measure = Measure.of(reading, cause_map)
    grounds = Grounds(cause_map, reading)
    rows = []
    for cause in reading.upstream:
        title = title_of(cause, cause_map)
        moved = movement.of(cause.members[0]) if movement else None
        said = (standing_of(cause), moved.words if moved else "", break_points_of(cause, cause_map))
        notes = tuple(words for words in said if words)
        marks = grounds.levels(cause)
        rows.append(
            Row(
                cause=cause,
                rank=measure.rank_of(cause),
                title=title,
                figure=figure_of(cause, measure.symptoms),
                chips=tuple(chips_of(cause, measure)),
                notes=notes,
                marks=marks,
                spoken=spoken(title, cause, measure, [said_marks(marks).capitalize(), *notes]),
            )
        )
    return tuple(rows)


class FocusModel(QAbstractListModel):
    """The upstream causes of a reading, one a row."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.rows: tuple[Row, ...] = ()

    def show(self, rows: tuple[Row, ...]) -> bool:
        """Show these rows; True if there is anything new to show."""
        if rows == self.rows:
            return False
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own form
        """One row a cause."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words, the cause itself, and what a screen reader says."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title
            case Qt.ItemDataRole.ToolTipRole:
                return as_tip(row.cause.reason)
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken
            case _ if role == CAUSE_ROLE:
                return row.cause
            case _ if role == ROW_ROLE:
                return row
        return None


@lru_cache(maxsize=500)
def _words(text: str, width: float, size: int = 16, line_height: float = _LINE) -> QTextLayout:
    """The words of a row, broken into lines: the same rows are asked for again and again."""
    layout = QTextLayout(text, font(size, bold=size > 14))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    number = 0
    while number < 4 and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, number * line_height))
        number += 1
    layout.endLayout()
    return layout


@lru_cache(maxsize=500)
def _chip_rows(chips: tuple[tuple[str, str], ...], width: float) -> list[list[tuple[str, str, float]]]:
    """The marks of a row in as many lines as they need, each with its width."""
    metrics = QFontMetricsF(font(13))
    rows: list[list[tuple[str, str, float]]] = [[]]
    x = 0.0
    for words, kind in chips:
        wide = metrics.horizontalAdvance(words) + 16
        if rows[-1] and x + wide > width:
            rows.append([])
            x = 0.0
        rows[-1].append((words, kind, wide))
        x += wide + 6
    return rows


class FocusDelegate(QStyledItemDelegate):
    """A row: rank, words, the bar of symptoms reached and expected, its marks, and how it has moved."""

    def __init__(self, theme: Theme, session: Session, view: QListView) -> None:
        super().__init__(view)
        self.theme = theme
        self._session = session
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words and marks need at the panel's width."""
        row: Row = index.data(ROW_ROLE)
        width = self._view.viewport().width() - _LEFT - _RIGHT
        lines = _words(row.title, width).lineCount()
        chips = len(_chip_rows(row.chips, width))
        notes = sum(_words(note, width, 13, _NOTE).lineCount() for note in row.notes)
        marks = rows_of_marks(_MARK, width) * _MARK * 1.55
        return QSize(200, round(12 + lines * _LINE + 26 + chips * (_CHIP + 4) + marks + notes * _NOTE + 8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row."""
        theme = self.theme
        row: Row = index.data(ROW_ROLE)
        rect = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.accent_soft))
            painter.fillRect(QRectF(rect.left(), rect.top(), 4, rect.height()), QColor(theme.rank))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(QColor(theme.second_text))
        painter.setFont(font(16, bold=True))
        painter.drawText(
            QRectF(rect.left() + 8, rect.top() + 11, 34, _LINE), int(Qt.AlignmentFlag.AlignHCenter), row.rank
        )
        width = rect.width() - _LEFT - _RIGHT
        x, y = rect.left() + _LEFT, rect.top() + 11
        painter.setPen(QColor(theme.text))
        words = _words(row.title, width)
        words.draw(painter, QPointF(x, y))
        y += words.lineCount() * _LINE + 5
        self._paint_bar(painter, QRectF(x, y, width, 0), row)
        y += 24
        self._paint_chips(painter, x, y, width, row)
        y += len(_chip_rows(row.chips, width)) * (_CHIP + 4)
        y += paint_marks(painter, QRectF(x, y, width, 0), row.marks, theme, _MARK) * _MARK * 1.55
        painter.setPen(QColor(theme.second_text))
        for note in row.notes:
            said = _words(note, width, 13, _NOTE)
            said.draw(painter, QPointF(x, y))
            y += said.lineCount() * _NOTE
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), 6, 6)
        painter.restore()

    def _paint_bar(self, painter: QPainter, at: QRectF, row: Row) -> None:
        """Pale: symptoms reached. Full: to be expected with doubtful links left out. Whisker: in nine of ten trials."""
        theme, cause, (x, y, width) = self.theme, row.cause, (at.x(), at.y(), at.width())
        painter.setFont(font(13))
        bar = width - QFontMetricsF(painter.font()).horizontalAdvance(row.figure) - 10
        painter.setPen(Qt.PenStyle.NoPen)
        for part, colour, opacity in (
            (1.0, theme.track, 1.0),
            (cause.share, theme.accent, 0.35),
            (cause.expected_share, theme.accent, 1.0),
        ):
            painter.setOpacity(opacity)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(x, y + 5, max(bar * part, 7.0 if part else 0.0), 7), 3.5, 3.5)
        painter.setOpacity(1.0)
        low, high = (x + bar * part for part in cause.interval)
        if high - low > 1:
            painter.setPen(QPen(QColor(theme.text), 1.4))
            painter.drawLine(QPointF(low, y + 15.5), QPointF(high, y + 15.5))
            for end in (low, high):
                painter.drawLine(QPointF(end, y + 13), QPointF(end, y + 18))
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(x + bar + 10, y - 3, width - bar, 22), int(Qt.AlignmentFlag.AlignVCenter), row.figure)

    def _paint_chips(self, painter: QPainter, x: float, y: float, width: float, found: Row) -> None:
        theme = self.theme
        painter.setFont(font(13))
        for row in _chip_rows(found.chips, width):
            left = x
            for words, kind, wide in row:
                chip = QRectF(left, y, wide, _CHIP - 2)
                strong = kind == "core"
                painter.setPen(QPen(QColor(theme.rank if strong else theme.card_border), 1))
                painter.setBrush(QColor(theme.rank if strong else theme.panel))
                painter.drawRoundedRect(chip, 11, 11)
                painter.setPen(QColor(theme.rank_text if strong else theme.text))
                painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), words)
                left += wide + 6
            y += _CHIP + 4


class FocusList(QListView):
    """The rows; as high as all of them together, because the panel around it scrolls."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("focus-list")
        self.setAccessibleName("Most upstream causes, in order")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.focus_model = FocusModel(session, self)
        self.setModel(self.focus_model)
        self.row_delegate = FocusDelegate(theme, session, self)
        self.setItemDelegate(self.row_delegate)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words break anew at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            self.fit_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With no row chosen yet, an arrow chooses the first."""
        arrow = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up)
        if arrow and not self.selectionModel().hasSelection() and self.focus_model.rowCount():
            self.selectionModel().setCurrentIndex(
                self.focus_model.index(0, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        else:
            super().keyPressEvent(event)

    def fit_rows(self) -> None:
        """Be no higher than the rows, so that the reason stands right below them."""
        rows = self.focus_model.rowCount()
        height = sum(self.sizeHintForRow(number) for number in range(min(rows, 12)))
        self.setMaximumHeight(height + 2 if rows <= 12 else 16_777_215)
