"""A list that may be long: some rows at first, more on demand; and a bar with Cancel while it is being worked out."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.ui.pages.page import RowList, quiet_button

_FIRST = 8
_MORE = 40


class WalkRows(RowList):
    """Rows of which each can be walked: Right or Enter goes on by one step, Left goes back by one."""

    walked = Signal(int)
    """A step on (1) or back (-1) in the chosen row."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.row_acted_on.connect(lambda _: self.walked.emit(1))

    def event(self, event: QEvent) -> bool:
        """Left and Right are its own while a row is chosen."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._step_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right walk."""
        if step := self._step_of(event):
            self.walked.emit(step)
        else:
            super().keyPressEvent(event)

    def _step_of(self, event: QKeyEvent) -> int:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.currentRow() < 0 or held != Qt.KeyboardModifier.NoModifier:
            return 0
        return {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)


class LongList(QWidget):
    """A list of which a few rows are shown until more are asked for. Give it all rows; it knows how many to show."""

    def __init__(self, rows: RowList, what: str) -> None:
        super().__init__()
        self.rows = rows
        self._what = what
        self._all: tuple[str, ...] = ()
        self._most = _FIRST
        self.more = quiet_button("")
        self.more.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(rows)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.clicked.connect(self._show_more)

    def show_all(self, words: Sequence[str], current: int = -1) -> None:
        """The rows there are, and which of them is chosen (-1: none); it comes into the part that is shown."""
        self._all = tuple(words)
        self._most = max(self._most, current + 1)
        shown = self._all[: self._most]
        self.rows.show_rows(shown, current)
        left = len(self._all) - len(shown)
        step = f"{_MORE} more" if left > _MORE else f"the other {left:,}" if left > 1 else "the last one"
        self.more.setText(f"Show {step} of {len(self._all):,} {self._what}")
        self.more.setVisible(left > 0)

    def start_over(self) -> None:
        """Show only the first few again: it is about something else now."""
        self._most = _FIRST

    def _show_more(self) -> None:
        had_focus = self.more.hasFocus()
        self._most += _MORE
        self.show_all(self._all, self.rows.currentRow())
        if had_focus and not self.more.isVisible():
            self.rows.setFocus()


class Working(QWidget):
    """A bar that says how far something is, and Cancel."""

    cancelled = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(name)
        self.cancel = quiet_button("Cancel")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self.cancel.clicked.connect(self.cancelled)
        self.hide()

    def show_part(self, part: tuple[int, int] = (0, 0)) -> None:
        """So much is done, of so much; of 0: nobody knows how much."""
        done, of = part
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.show()
