"""The board: the actions as cards, a column for each status. Alt and an arrow, or the mouse, moves a card."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.analysis.plan_words import STATUS
from app.drawing.theme import Theme
from app.ui.pages.page import scrolled, second
from app.ui.plain_words import as_tip
from app.ui.plan.board_cards import CARD, Card, Cards, card_of, tip_of
from app.ui.plan.summary_page import PlanPage
from app.ui.session import Session

MIME = "application/x-headwater-action"
"""What a card in the hand is called: the action's id."""
_EMPTY = "Nothing is planned yet. Select causes on the map and press Shift+A, or press Ins here."
_HOW = "Lights: capacity, capability, commitment (R red, A amber, G green, – not asked). Alt+←→ moves a card."
_NARROW, _WIDE = 96, 168
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Column(QListWidget):
    """The cards of one status."""

    dropped = Signal(str)
    """A card was let go here."""
    moved = Signal(int)
    """The card in hand is to go a column to the right (1) or left (-1)."""
    turned = Signal(int)
    """The next column to the right (1) or left (-1) is wanted."""
    chosen = Signal(str)

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.cards = Cards(self, theme)
        self.setItemDelegate(self.cards)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView { background: transparent; }")
        self._showing = False
        self.currentItemChanged.connect(lambda item, _: self._tell(item))
        self.itemClicked.connect(self._tell)

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None and not self._showing:
            self.chosen.emit(item.data(CARD).id)

    def show_cards(self, cards: list[Card], current: str) -> None:
        """Show these, and which of them is in hand ('': none of them)."""
        self._showing = True
        if [self.item(at).data(CARD) for at in range(self.count())] != cards:
            self.clear()
            for card in cards:
                item = QListWidgetItem(card.spoken)
                item.setData(CARD, card)
                item.setToolTip(as_tip(tip_of(card)))
                self.addItem(item)
        ids = [card.id for card in cards]
        self.setCurrentRow(ids.index(current) if current in ids else -1)
        if current not in ids:
            self.clearSelection()
        self._showing = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words break anew at another width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming here takes no card in hand by itself, as Qt would have it."""
        before, self._showing = self.currentRow(), True
        super().focusInEvent(event)
        if before < 0:
            self.setCurrentRow(-1)
        self._showing = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cards; a frame while the keyboard is here and no card shows it."""
        super().paintEvent(event)
        if self.hasFocus() and self.currentRow() < 0:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.drawRoundedRect(self.viewport().rect().adjusted(1, 1, -1, -1), 8, 8)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go to the columns beside; with Alt they take the card along."""
        step = _ARROWS.get(Qt.Key(event.key()), 0)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if step and held == Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        elif step and held == Qt.KeyboardModifier.NoModifier:
            self.turned.emit(step)
        else:
            super().keyPressEvent(event)

    # -- the mouse

    def mimeData(self, items: list[QListWidgetItem]) -> QMimeData:  # type: ignore[override]
        """What is dragged: the action's id."""
        data = QMimeData()
        for item in items:
            data.setData(MIME, item.data(CARD).id.encode())
        return data

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only cards."""
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere in the column will do."""
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Let go here: the action has this status. The plan says where it stands then, not Qt."""
        if event.mimeData().hasFormat(MIME):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(bytes(event.mimeData().data(MIME).data()).decode())


class BoardPage(PlanPage):
    """Five columns: not started, off course, at risk, on course, done and checked."""

    title = "Board"

    def __init__(self, session: Session, theme: Theme) -> None:
        self.columns: dict[str, Column] = {}
        self.heads: dict[str, QLabel] = {}
        self._boxes: dict[str, QWidget] = {}
        super().__init__(session, theme)

    def made_view(self) -> QWidget:
        """The columns side by side, and below them how the lights are read."""
        from PySide6.QtWidgets import QHBoxLayout

        self.empty = second(_EMPTY)
        self.how.setText(_HOW)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.setContentsMargins(0, 0, 0, 0)
        for status, words in STATUS.items():
            column = self.columns[status] = Column(words, self.theme)
            head = self.heads[status] = QLabel(words)
            head.setToolTip("" if status == "not started" else status.capitalize())
            head.setTextFormat(Qt.TextFormat.RichText)
            box = self._boxes[status] = QWidget()
            inner = QVBoxLayout(box)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(4)
            inner.addWidget(head)
            inner.addWidget(column, 1)
            self._row.addWidget(box)
            column.installEventFilter(self)
            column.chosen.connect(self.planning.choose)
            column.dropped.connect(lambda id_, status=status: self._give(id_, status))
            column.moved.connect(lambda step, status=status: self._move(status, step))
            column.turned.connect(lambda step, status=status: self._turn(status, step))
            column.itemDoubleClicked.connect(lambda _: self.open_form())
        side = QWidget()
        side.setLayout(self._row)
        area = scrolled(side)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        whole = QWidget()
        column_of_all = QVBoxLayout(whole)
        column_of_all.setContentsMargins(0, 0, 0, 0)
        column_of_all.setSpacing(4)
        column_of_all.addWidget(self.empty)
        column_of_all.addWidget(area, 1)
        return whole

    def show_plan(self) -> None:
        """Every action in the column of its status."""
        plan, cause_map = self.planning.plan, self.session.map
        cards: dict[str, list[Card]] = {status: [] for status in self.columns}
        for number, one in enumerate(plan.actions if plan else (), 1):
            cards[one.action.status].append(card_of(one, number, cause_map))
        any_cards = any(cards.values())
        self.empty.setVisible(plan is not None and not any_cards)
        for at, (status, column) in enumerate(self.columns.items()):
            column.cards.theme = self.theme
            column.show_cards(cards[status], self.planning.chosen)
            count = len(cards[status])
            colour = {
                "red": self.theme.red,
                "amber": self.theme.amber,
                "green": self.theme.green,
                "blue": self.theme.accent,
            }.get(status, self.theme.second_text)
            self.heads[status].setText(f"<span style='color:{colour}'>■</span> <b>{STATUS[status]}</b> · {count}")
            self._row.setStretch(at, 3 if count else 1)
            self._boxes[status].setMinimumWidth(_WIDE if count else _NARROW)
            column.viewport().update()

    # -- going about

    def first_field(self) -> QWidget:
        """The column with the card in hand, or the first one that has cards."""
        for column in self.columns.values():
            if column.currentRow() >= 0:
                return column
        return next((each for each in self.columns.values() if each.count()), self.columns["not started"])

    def _turn(self, status: str, step: int) -> None:
        """To the next column that has cards, to the card at about the same height."""
        names = list(self.columns)
        row = max(0, self.columns[status].currentRow())
        at = names.index(status) + step
        while 0 <= at < len(names):
            column = self.columns[names[at]]
            if column.count():
                column.setCurrentRow(min(row, column.count() - 1))
                column.setFocus()
                return
            at += step

    # -- changing

    def _move(self, status: str, step: int) -> None:
        column = self.columns[status]
        names = list(self.columns)
        at = names.index(status) + step
        if column.currentItem() is not None and 0 <= at < len(names):
            self._give(column.currentItem().data(CARD).id, names[at])

    def _give(self, action_id: str, status: str) -> None:
        if self.session.refuses():
            return
        self.planning.choose(action_id)
        if self.planning.set("Say how it stands", action_id, status=status):
            self.first_field().setFocus()
