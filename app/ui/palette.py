"""One field that finds factors and actions alike: Enter goes to the factor, or does the action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QAction, QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.drawing.fonts import font
from app.drawing.theme import Theme
from app.ui.actions import ACTIONS, ActionSpec, When
from app.ui.finding import Findable, Finder
from app.ui.panels.outline_rows import paint_mark
from app.ui.places import choices, choose
from app.ui.plain_words import as_tip
from app.ui.session import Session

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

_MOST = 40
_ROWS_IN_SIGHT = 11
_WIDTH = 680
_ROW = 36
_SIDE = 12
_REMEMBERED = 12
_USED = "used"
_MENUS = ("Map", "Edit", "Analyse", "Basis", "Plan", "View", "Present", "File", "Help")
_NOTHING = "Nothing fits. Try a word of it, or fewer letters."
_READY_AFTER = 30
"""Milliseconds after opening at which it gets ready for misspelt words."""
ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)

WHY_NOT: Mapping[When, str] = {
    "always": "not now",
    "map": "open a map first",
    "factor": "select one factor first",
    "factors": "select a factor first",
    "link": "select a link first",
    "selection": "select something first",
    "undo": "nothing to take back",
    "redo": "nothing to bring back",
}
"""Why an action cannot be done now, said behind its name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: an action (its id is the action's) or a factor."""

    id: str
    words: str
    kind: str
    """'action', or a factor's: 'symptom', 'root', 'cause', 'loop', 'parked'."""
    aside: str
    """What stands at the right: the key, what kind of factor it is, or why it cannot be done now."""
    possible: bool = True
    help: str = ""

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        return ", ".join(part for part in (self.words, self.aside) if part)


def action_entries(actions: Mapping[str, QAction], *, read_only: bool = False) -> list[Entry]:
    """The actions, those that can be done now first."""
    entries = []
    for spec in _ordered(actions["file.close"].isEnabled()):
        action = actions.get(spec.id)
        if action is None or spec.id == "edit.anything":
            continue
        if action.isEnabled():
            key = spec.shown_key or (spec.keys[0] if spec.keys else "")
            aside = f"on · {key}" if spec.toggles and action.isChecked() else key
        else:
            aside = _why_not(spec, action, actions, read_only=read_only)
        entries.append(Entry(spec.id, _plain(action.text()), "action", aside, action.isEnabled(), spec.help))
    return sorted(entries, key=lambda entry: not entry.possible)


def _ordered(has_map: bool) -> Sequence[ActionSpec]:  # noqa: FBT001  # the one thing it depends on
    """The table, what is done to a map first while one is open."""
    return sorted(ACTIONS, key=lambda spec: _MENUS.index(spec.menu) if has_map else 0)


def _why_not(spec: ActionSpec, _action: QAction, actions: Mapping[str, QAction], *, read_only: bool) -> str:
    has_map = actions["file.close"].isEnabled()
    if not has_map:
        return WHY_NOT["map"]
    return "this map can only be looked at" if read_only else WHY_NOT.get(spec.when, "not now")


def _plain(text: str) -> str:
    return text.split("\t", maxsplit=1)[0].replace("&", "")


def factor_entries(session: Session) -> list[Entry]:
    """The factors of the map, most upstream causes by rank first, then the others in order."""
    reading = session.reading
    ranks = reading.rank_of if reading else {}
    in_loop = reading.in_loop if reading else frozenset()
    entries = []
    for factor in session.map.factors.values():
        kind, aside = "cause", "cause"
        if factor.parked:
            kind = aside = "parked"
        elif factor.is_symptom:
            kind = aside = "symptom"
        elif factor.id in ranks:
            kind, aside = "root", f"most upstream cause {ranks[factor.id]}"
        elif factor.id in in_loop:
            kind, aside = "loop", "in a loop"
        entries.append(Entry(factor.id, factor.label, kind, aside))
    return entries


class _Rows(QAbstractListModel):
    """What is found, as rows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: Sequence[Entry] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        """These rows instead."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """How many were found."""
        return len(self.entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, what a screen reader says, or the entry itself."""
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(entry.help or entry.words)
        return entry if role == ENTRY_ROLE else None


class _List(QListView):
    """Rows on a ground of their own: what is seen through is painted anew at every letter, and the map lies behind."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, then rows, or that there are none."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.panel))
        if not self.model().rowCount():
            painter.setPen(QColor(self._theme.second_text))
            painter.drawText(QRectF(_SIDE, 0, self.width() - 2 * _SIDE, _ROW), _LEFT, _NOTHING)
        painter.end()
        super().paintEvent(event)


class _Delegate(QStyledItemDelegate):
    """A row: mark, words, and what stands aside."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All alike."""
        return QSize(200, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the row."""
        theme, entry = self._theme, index.data(ENTRY_ROLE)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_soft))
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 7, 7)
        middle = rect.center()
        middle.setX(rect.left() + _SIDE + 8)
        if entry.kind == "action":
            painter.setPen(QColor(theme.accent if entry.possible else theme.second_text))
            painter.setFont(font(17, bold=True))
            painter.drawText(QRectF(middle.x() - 8, rect.top(), 16, rect.height() - 2), _CENTRE, "›")
        else:
            paint_mark(painter, middle, entry.kind, theme)
        face = font(13)
        aside = min(QFontMetricsF(face).horizontalAdvance(entry.aside), rect.width() / 2)
        right = rect.right() - _SIDE - aside
        painter.setFont(face)
        painter.setPen(QColor(theme.second_text))
        painter.drawText(QRectF(right, rect.top(), aside + 1, rect.height()), _RIGHT, entry.aside)
        face = font(15)
        painter.setFont(face)
        painter.setPen(QColor(theme.text if entry.possible else theme.second_text))
        left = rect.left() + _SIDE + 26
        words = QFontMetricsF(face).elidedText(entry.words, Qt.TextElideMode.ElideRight, right - 16 - left)
        painter.drawText(QRectF(left, rect.top(), right - left, rect.height()), _LEFT, words)
        painter.restore()


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class Palette(QFrame):
    """The field and what it finds, at the top of the window. Esc closes it and gives the keyboard back."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._open = True
        self._window = window
        self._back_to = window.focusWidget()
        before = window.findChild(Palette, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if before is not None and before is not self and before.isVisible():
            self._back_to = before._back_to  # noqa: SLF001  # one takes the place of the other
        self.setObjectName("popup")
        workspace = window.workspace
        session = workspace.session if workspace else None
        read_only = bool(session and session.read_only)
        actions = action_entries(window.actions_by_id, read_only=read_only)
        possible = [entry for entry in actions if entry.possible]
        self._entries = [*possible, *(factor_entries(session) if session else ()), *actions[len(possible) :]]
        self._finder = Finder([Findable(entry.id, entry.words, entry.help) for entry in self._entries], _used())
        self.field = QLineEdit()
        self.field.setObjectName("palette-field")
        self.field.setPlaceholderText("Find or do anything")
        self.field.setAccessibleName("Find or do anything: type a few letters of a factor or of an action")
        self.rows = _List(window.theme)
        self.rows.setAccessibleName("What fits")
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.setUniformItemSizes(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = _Rows(self)
        self.rows.setModel(self._model)
        self.rows.setItemDelegate(_Delegate(window.theme, self))
        self._lay_out()
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.rows.clicked.connect(lambda _: self._take())
        self._search("")
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        QTimer.singleShot(_READY_AFTER, self, self._finder.get_ready)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self.rows)
        width = min(_WIDTH, self._window.width() - 40)
        self.setFixedWidth(width)
        self.move((self._window.width() - width) // 2, max(12, min(72, self._window.height() // 12)))
        # Always as high: were it to shrink as letters are typed, the whole map would be painted anew behind it.
        rows = max(2, min(_ROWS_IN_SIGHT, (self._window.height() - self.y() - 80) // _ROW))
        self.rows.setFixedHeight(rows * _ROW + 2)
        self.adjustSize()

    def _search(self, typed: str) -> None:
        found = [self._entries[number] for number in self._finder.find(typed, _MOST)]
        self._model.show(found)
        if found:
            self.rows.setCurrentIndex(self._model.index(0, 0))
        self._say_current()

    def found(self) -> Sequence[Entry]:
        """What is listed now, best first."""
        return self._model.entries

    def _say_current(self) -> None:
        index = self.rows.currentIndex()
        self.field.setAccessibleDescription(self._model.entries[index.row()].spoken if index.isValid() else _NOTHING)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field's keys that are not letters."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._on_key(event):
            return True
        if event.type() == QEvent.Type.FocusOut and watched is self.field:
            self.dismiss(back=False)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        if key in steps:
            last = self._model.rowCount() - 1
            if last >= 0:
                row = max(0, min(last, self.rows.currentIndex().row() + steps[key]))
                self.rows.setCurrentIndex(self._model.index(row, 0))
                self._say_current()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
            return True
        if key == Qt.Key.Key_Escape:
            self.dismiss()
            return True
        return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)

    def _take(self) -> None:
        """Go to the factor or do the action; one that cannot be done now says so and stays."""
        index = self.rows.currentIndex()
        if not index.isValid():
            return
        entry = self._model.entries[index.row()]
        if not entry.possible:
            self.field.selectAll()
            return
        choose(**{_USED: [entry.id, *(key for key in _used() if key != entry.id)][:_REMEMBERED]})
        self.dismiss()
        if entry.kind == "action":
            self._window.actions_by_id[entry.id].trigger()
            return
        workspace = self._window.workspace
        if workspace is not None and entry.kind == "parked":
            workspace.session.select([entry.id], "find")
            workspace.show_parked()
        elif workspace is not None:
            workspace.session.select([entry.id], "find")
            workspace.view.show_factor(entry.id)
            if self._back_to is not workspace.outline:
                workspace.view.setFocus()

    def dismiss(self, *, back: bool = True) -> None:
        """Close, and give the keyboard back to where it was."""
        if self._open:
            self._open = False
            if back:
                self._give_back()  # first: hidden with the keyboard, it would give that to whatever comes next
            self.hide()
            self.deleteLater()

    def _give_back(self) -> None:
        there = self._back_to
        if there is not None and shiboken6.isValid(there) and there.isVisible():
            there.setFocus(Qt.FocusReason.PopupFocusReason)
            return
        workspace = self._window.workspace
        home: QWidget = workspace.view if workspace is not None else self._window.start.field
        home.setFocus(Qt.FocusReason.PopupFocusReason)


def _used() -> list[str]:
    """The ids of what was taken before, the latest first."""
    kept = choices().get(_USED)
    return [str(each) for each in kept] if isinstance(kept, list) else []
