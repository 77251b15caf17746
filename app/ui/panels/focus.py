"""The Focus panel: the most upstream causes in order, and why."""

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
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QLabel,
    QListView,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.analysis.reading import Reading, UpstreamCause
from app.drawing.fonts import font
from app.drawing.theme import Theme
from app.ui.panels.words import about_factor, about_link, chips_of, figure_of, spoken, title_of
from app.ui.session import Session

Index = QModelIndex | QPersistentModelIndex
CAUSE_ROLE = Qt.ItemDataRole.UserRole
_LEFT, _RIGHT, _LINE, _CHIP = 44.0, 16.0, 21.0, 24.0


class FocusModel(QAbstractListModel):
    """The upstream causes of a reading, one a row."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.reading: Reading | None = None
        self.causes: tuple[UpstreamCause, ...] = ()
        self._titles: tuple[str, ...] = ()

    def show(self, reading: Reading | None) -> bool:
        """Show this reading; True if there is anything new to show."""
        self.reading = reading
        causes = reading.upstream if reading else ()
        titles = tuple(title_of(cause, self.session.map) for cause in causes)
        if (causes, titles) == (self.causes, self._titles):
            return False
        self.beginResetModel()
        self.causes, self._titles = causes, titles
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own form
        """One row a cause."""
        return 0 if parent.isValid() else len(self.causes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words, the cause itself, and what a screen reader says."""
        if not index.isValid() or index.row() >= len(self.causes):
            return None
        cause = self.causes[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._titles[index.row()]
            case Qt.ItemDataRole.ToolTipRole:
                return cause.reason
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(cause, self.session.map, self.reading)
            case _ if role == CAUSE_ROLE:
                return cause
        return None


@lru_cache(maxsize=500)
def _words(text: str, width: float) -> QTextLayout:
    """The words of a row, broken into lines: the same rows are asked for again and again."""
    layout = QTextLayout(text, font(16, bold=True))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    number = 0
    while number < 4 and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, number * _LINE))
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
    """A row: rank, words, the bar of symptoms reached and expected, and its marks."""

    def __init__(self, theme: Theme, session: Session, view: QListView) -> None:
        super().__init__(view)
        self.theme = theme
        self._session = session
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words and marks need at the panel's width."""
        cause = index.data(CAUSE_ROLE)
        width = self._view.viewport().width() - _LEFT - _RIGHT
        lines = _words(str(index.data()), width).lineCount()
        rows = len(_chip_rows(tuple(chips_of(cause)), width))
        return QSize(200, round(12 + lines * _LINE + 26 + rows * (_CHIP + 4) + 8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row."""
        theme, cause = self.theme, index.data(CAUSE_ROLE)
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
            QRectF(rect.left() + 10, rect.top() + 11, 28, _LINE), int(Qt.AlignmentFlag.AlignHCenter), str(cause.rank)
        )
        width = rect.width() - _LEFT - _RIGHT
        x, y = rect.left() + _LEFT, rect.top() + 11
        painter.setPen(QColor(theme.text))
        words = _words(str(index.data()), width)
        words.draw(painter, QPointF(x, y))
        y += words.lineCount() * _LINE + 5
        self._paint_bar(painter, x, y, width, cause)
        y += 24
        self._paint_chips(painter, x, y, width, cause)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), 6, 6)
        painter.restore()

    def _paint_bar(self, painter: QPainter, x: float, y: float, width: float, cause: UpstreamCause) -> None:
        """Pale: the part of the symptoms it reaches. Full: what is to be expected when doubtful links drop out."""
        theme, words = (
            self.theme,
            figure_of(cause, len(self._session.reading.symptoms if self._session.reading else ())),
        )
        painter.setFont(font(13))
        bar = width - QFontMetricsF(painter.font()).horizontalAdvance(words) - 10
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
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(x + bar + 10, y - 3, width - bar, 22), int(Qt.AlignmentFlag.AlignVCenter), words)

    def _paint_chips(self, painter: QPainter, x: float, y: float, width: float, cause: UpstreamCause) -> None:
        theme = self.theme
        painter.setFont(font(13))
        for row in _chip_rows(tuple(chips_of(cause)), width):
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


class FocusPanel(QWidget):
    """Where to focus, and why: the list, the reason for what is selected, and what still needs a question."""

    changeable_toggled = Signal(bool)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._following = False
        self._asked: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self.heading = QLabel("Most upstream causes")
        self.heading.setObjectName("heading")
        self.changeable = QCheckBox("Only causes you can change")
        self.changeable.setToolTip("Leaves out facts of life, so that the next causes downstream come up (Y)")
        self.list = FocusList(session, theme, self)
        self.empty = QLabel()
        self.empty.setObjectName("second")
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(16, 6, 16, 6)
        self.why_heading = QLabel()
        self.why_heading.setObjectName("heading")
        self.why = QLabel()
        self.why.setWordWrap(True)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.questions = QWidget()
        self._questions_layout = QVBoxLayout(self.questions)
        self._questions_layout.setContentsMargins(0, 0, 0, 0)
        self._questions_layout.setSpacing(0)
        self._lay_out()
        self.changeable.toggled.connect(self._on_changeable)
        self.list.selectionModel().selectionChanged.connect(self._on_picked)
        session.reading_changed.connect(self.follow)
        session.selection_changed.connect(self.show_selection)
        self.follow()

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(4)
        head.addWidget(self.heading)
        head.addWidget(self.changeable)
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 10, 14, 12)
        self._why_box = QFrame()
        self._why_box.setObjectName("why")
        words = QVBoxLayout(self._why_box)
        words.setContentsMargins(14, 12, 14, 12)
        words.setSpacing(4)
        words.addWidget(self.why_heading)
        words.addWidget(self.why)
        foot.addWidget(self._why_box)
        foot.addWidget(self.questions)
        foot.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setLayout(foot)
        area.setWidget(inner)
        area.setMaximumHeight(270)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._foot = area
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.empty)
        whole.addWidget(self.list, 3)
        whole.addWidget(area, 2)
        whole.addStretch(0)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.list.row_delegate.theme = theme
        self.list.viewport().update()

    def follow(self) -> None:
        """Show the reading as it is now."""
        self._following = True
        reading = self.session.reading
        top = self.list.verticalScrollBar().value()
        if self.list.focus_model.show(reading):
            self.list.fit_rows()
        self.list.verticalScrollBar().setValue(top)
        self.changeable.setChecked(self.session.changeable_only)
        has_causes = bool(reading and reading.upstream)
        self.list.setVisible(has_causes)
        self.empty.setVisible(not has_causes)
        self.empty.setText(_what_next(self.session))
        self._ask(reading)
        self._following = False
        self.show_selection("")

    def _ask(self, reading: Reading | None) -> None:
        asked = (reading.unexplained, reading.leads_nowhere) if reading else ((), ())
        if asked == self._asked:
            return
        self._asked = asked
        while (item := self._questions_layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if reading is None:
            return
        for ids, one, many in (
            (reading.unexplained, "1 symptom has no cause yet", "{} symptoms have no cause yet"),
            (reading.leads_nowhere, "1 cause leads to no symptom", "{} causes lead to no symptom"),
        ):
            if ids:
                button = QPushButton("? " + (one if len(ids) == 1 else many.format(len(ids))))
                button.setObjectName("quiet")
                button.setToolTip("Show on the map")
                button.clicked.connect(lambda _=False, chosen=ids: self.session.select(chosen, "focus"))
                self._questions_layout.addWidget(button)

    def show_selection(self, source: str) -> None:
        """Mark the row of the selected factor and say why it stands there."""
        self._following = True
        session, reading = self.session, self.session.reading
        chosen = session.selected_factors()
        links = session.selected_links()
        row = -1
        if reading and len(chosen) == 1:
            row = next((n for n, cause in enumerate(reading.upstream) if chosen[0] in cause.members), -1)
        if source != "focus":
            index = self.list.focus_model.index(max(row, 0), 0)
            if row >= 0:
                self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                self.list.scrollTo(index)
            else:
                self.list.clearSelection()
        self._say_why(reading, row, chosen, links)
        self._following = False

    def _say_why(self, reading: Reading | None, row: int, chosen: tuple[str, ...], links: tuple[str, ...]) -> None:
        heading, text = "", ""
        if reading and (row >= 0 or (reading.upstream and not chosen and not links)):
            cause = reading.upstream[max(row, 0)]
            heading, text = f"Why number {cause.rank}?", cause.reason
        elif reading and len(chosen) == 1:
            text = about_factor(self.session.map, reading, chosen[0])
        elif len(links) == 1:
            text = about_link(self.session.map, links[0])
        self.why_heading.setText(heading)
        self.why_heading.setVisible(bool(heading))
        self.why.setText(text)
        self._why_box.setVisible(bool(text))
        self._foot.setVisible(bool(text) or self._questions_layout.count() > 0)

    def _on_picked(self, *_: object) -> None:
        if self._following:
            return
        cause = self.list.currentIndex().data(CAUSE_ROLE)
        if cause is not None:
            self.session.select(cause.members, "focus")
            self._say_why(self.session.reading, self.list.currentIndex().row(), (), ())

    def _on_changeable(self, on: bool) -> None:  # noqa: FBT001  # a Qt slot
        self.heading.setText("Most upstream causes you can change" if on else "Most upstream causes")
        if not self._following:
            self.changeable_toggled.emit(on)

    def close_map(self) -> None:
        """Let go of the session."""
        self.session.reading_changed.disconnect(self.follow)
        self.session.selection_changed.disconnect(self.show_selection)


def _what_next(session: Session) -> str:
    reading = session.reading
    if reading is None:
        return "Working out the ranking …"
    if not session.map.factors:
        return "Start with what people can see going wrong: press S."
    if not reading.symptoms:
        return "Nothing is marked as a symptom yet. Select what people see or feel, and press M."
    return "No cause leads to a symptom yet. Select a symptom and press Tab to ask why."
