"""The sheet on which maps are brought together: one question after another, side by side, each answered by one key."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.joining.joining import Joining, Question
from app.model.merging_words import counted, told, why
from app.model.pairing import Pair, Said
from app.model.reuniting import Side
from app.ui.merging.card import Card
from app.ui.merging.end import End

_SIGNS = {"same": "=", "theirs": "⇐", "different": "≠", "ours": "1", None: "?"}
_SPOKEN = {
    "same": "the same",
    "theirs": "the same, in the other words",
    "different": "different",
    "ours": "as here",
    None: "not answered",
}
_READING, _ASKING, _END = range(3)


class Sheet(QDialog):
    """Waits until it is given a :class:`Joining`; :attr:`wanted` says that what came of it is to be brought in."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Bring maps together")
        self.resize(1120, 720)
        self.joining: Joining | None = None
        self._current: Question | None = None
        self.pages = QStackedWidget()
        self.waiting, self.bar = QLabel("Reading …"), QProgressBar()
        self.end = End()
        self.asking = self._asking_page()
        for page in (self._waiting_page(), self.asking, self.end):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(self.pages)
        self.end.wanted.connect(self.wanted)
        self.end.back.connect(self._from_end)
        self._keys()

    # -- how it is laid out

    def _waiting_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(420)
        self.bar.setAccessibleName("How far it has come")
        column.addStretch(1)
        column.addWidget(self.waiting)
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return page

    def _asking_page(self) -> QWidget:
        self.progress, self.question, self.reason = QLabel(), QLabel(), QLabel()
        self.progress.setObjectName("second")
        self.reason.setObjectName("second")
        for label in (self.question, self.reason):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.question.setObjectName("heading")
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumWidth(300)
        self.list.setMaximumWidth(340)
        self.list.setAccessibleName("Questions, and what is the same already")
        self.list.currentItemChanged.connect(self._on_chosen)
        self.left, self.right = Card(), Card()
        cards = QHBoxLayout()
        cards.setSpacing(14)
        cards.addWidget(self.left, 1)
        cards.addWidget(self.right, 1)
        self.buttons = {
            "same": QPushButton("The same  (S)"),
            "theirs": QPushButton("The same, in the right one’s words  (K)"),
            "different": QPushButton("Different  (D)"),
            "here": QPushButton("As here  (1)"),
            "there": QPushButton("As in the other copy  (2)"),
        }
        self.finish = QPushButton("To the end")
        self.finish.setToolTip("What is not answered stays apart (Ctrl+Enter)")
        row = QHBoxLayout()
        for name, button in self.buttons.items():
            button.clicked.connect(partial(self._answer, name))
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.finish)
        self.finish.clicked.connect(self.show_end)
        self.finish.setAutoDefault(False)
        hint = QLabel(
            "Backspace goes back one answer. Arrow keys walk through the list. Esc leaves; nothing is changed."
        )
        hint.setObjectName("second")
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self.progress)
        right.addWidget(self.question)
        right.addWidget(self.reason)
        right.addLayout(cards, 1)
        right.addLayout(row)
        right.addWidget(hint)
        page = QWidget()
        whole = QHBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(18)
        whole.addWidget(self.list)
        whole.addLayout(right, 1)
        return page

    def _keys(self) -> None:
        for keys, name in (
            (("S",), "same"),
            (("K",), "theirs"),
            (("D", "N"), "different"),
            (("1",), "here"),
            (("2",), "there"),
        ):
            for key in keys:
                self._on_key(key, partial(self._answer, name))
        self._on_key("Backspace", self._take_back)
        self._on_key("Ctrl+Return", self.show_end)

    def _on_key(self, key: str, then: Callable[[], None]) -> None:
        # On the page of questions alone: at the end, names are typed.
        shortcut = QShortcut(QKeySequence(key), self.asking)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(then)

    # -- waiting

    def wait(self, words: str, share: float = 0.0) -> None:
        """Say what is being done, and how far it has come (0 to 1)."""
        self.waiting.setText(words)
        self.bar.setValue(round(1000 * share))
        self.pages.setCurrentIndex(_READING)

    # -- asking

    def begin(self, joining: Joining) -> None:
        """Ask what there is to ask; straight to the end where there is nothing."""
        self.joining = joining
        self._current = next(iter(joining.open), None)
        if self._current is None:
            self.show_end()
            return
        self._show()
        self.list.setFocus()

    def _show(self) -> None:
        """The list and the question as the answers are by now."""
        assert self.joining is not None
        joining = self.joining
        asked, sure = joining.asked, joining.sure
        if self._current not in asked and self._current not in sure:
            self._current = next(iter(joining.open), asked[0] if asked else sure[0] if sure else None)
        with QSignalBlocker(self.list):
            self.list.clear()
            self._heading("To decide" if asked else "")
            for each in asked:
                self._row(each)
            self._heading(f"The same already ({len(sure)})" if sure else "")
            for pair in sure:
                self._row(pair)
        self._show_question()
        self.pages.setCurrentIndex(_ASKING)

    def _heading(self, words: str) -> None:
        if words:
            item = QListWidgetItem(words, self.list)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            font = item.font()
            font.setBold(True)
            item.setFont(font)

    def _row(self, question: Question) -> None:
        assert self.joining is not None
        said = self.joining.said(question)
        if isinstance(question, Pair):
            one, other = self.joining.label_of(question.first), self.joining.label_of(question.second)
            words = one if one == other else f"{one} / {other}"
            shown = said or ("same" if question.sure else None)
        else:
            words = told(question.conflict, self.joining.parted[question.copy]).about
            shown = said
        sign = "2" if said == "theirs" and not isinstance(question, Pair) else _SIGNS[shown]
        item = QListWidgetItem(f"{sign}  {words}", self.list)
        item.setData(Qt.ItemDataRole.UserRole, question)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}: {_SPOKEN[shown]}")
        if question == self._current:
            self.list.setCurrentItem(item)
            self.list.scrollToItem(item)

    def _show_question(self) -> None:
        assert self.joining is not None
        joining, question = self.joining, self._current
        if question is None:
            return
        asked = joining.asked
        if question in asked:
            done = len(asked) - len(joining.open)
            self.progress.setText(f"Question {asked.index(question) + 1} of {len(asked)} · {done} answered")
        else:
            self.progress.setText(f"{counted(len(joining.sure), 'pair')} the same without asking")
        is_pair = isinstance(question, Pair)
        for name in ("same", "theirs", "different"):
            self.buttons[name].setVisible(is_pair)
        for name in ("here", "there"):
            self.buttons[name].setVisible(not is_pair)
        first = self.buttons["same" if is_pair else "here"]
        first.setDefault(True)
        if isinstance(question, Pair):
            self._show_pair(question)
        else:
            copies = joining.parted[question.copy]
            words = told(question.conflict, copies)
            self.question.setText(words.question)
            self.reason.setText(words.about)
            self.left.show_words("Here", words.here)
            self.right.show_words(f"In {joining.copies[question.copy].name}", words.there)
        self.right.setAccessibleDescription(f"{self.question.text()} {self.reason.text()} {self.progress.text()}")

    def _show_pair(self, pair: Pair) -> None:
        assert self.joining is not None
        joining = self.joining
        self.question.setText("Do these two say the same?")
        said = joining.said(pair)
        so_far = f" You said: {_SPOKEN[said]}." if said else " Taken as the same." if pair.sure else ""
        self.reason.setText(why(pair) + so_far)
        root = joining.decided.classes.root
        sides = (self.left, pair.first), (self.right, pair.second)
        around = []
        for _, (number, id_) in sides:
            cause_map = joining.map_of(number)[1]
            beside = (*cause_map.causes_of(id_), *cause_map.effects_of(id_))
            around.append({root((number, each.id)): each.id for each in beside})
        common = around[0].keys() & around[1].keys()
        for (card, (number, id_)), own in zip(sides, around, strict=True):
            name, cause_map = joining.map_of(number)
            card.show_factor(name, cause_map, cause_map.factors[id_], [own[key] for key in common])

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        question = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if question is not None and self.joining is not None:
            self._current = question
            self._show_question()

    # -- answering

    def _answer(self, name: str, _checked: object = None) -> None:
        joining, question = self.joining, self._current
        if joining is None or question is None or self.pages.currentIndex() != _ASKING:
            return
        if isinstance(question, Pair) != (name not in ("here", "there")):
            return  # a key of the other kind of question
        said: Said | Side = {"here": "ours", "there": "theirs"}.get(name, name)  # type: ignore[assignment]
        joining.say(question, said)
        order: list[Question] = [*joining.asked, *joining.sure]
        at = order.index(question) + 1 if question in order else 0
        left = joining.open
        following = next((each for each in order[at:] if each in left), next(iter(left), None))
        if following is None and not (isinstance(question, Pair) and question.sure):
            self._current = question
            self.show_end()
            return
        self._current = following or (order[at] if at < len(order) else question)
        self._show()

    def _take_back(self) -> None:
        if self.joining is not None and (question := self.joining.take_back()) is not None:
            self._current = question
            self._show()

    # -- the end

    def show_end(self) -> None:
        """Say what will come in."""
        if self.joining is not None:
            self.end.show_what(self.joining)
            self.pages.setCurrentIndex(_END)
            self.end.go.setFocus()

    def _from_end(self) -> None:
        if self.joining is not None and (self.joining.asked or self.joining.sure):
            self._show()
            self.list.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing by the window's own button leaves like Esc."""
        self.reject()
        event.accept()
