"""The lower pane: the plan and the measures, a page each, under the map; out of sight until it is asked for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.drawing.theme import Theme
from app.ui.pages.page import Page, scrolled
from app.ui.pages.tab import Place
from app.ui.session import Session


def _board(session: Session, theme: Theme) -> Page:
    from app.ui.plan.board import BoardPage

    return BoardPage(session, theme)


def _table(session: Session, theme: Theme) -> Page:
    from app.ui.plan.table import TablePage

    return TablePage(session, theme)


def _timeline(session: Session, theme: Theme) -> Page:
    from app.ui.plan.timeline import TimelinePage

    return TimelinePage(session, theme)


def _measures(session: Session, theme: Theme) -> Page:
    from app.ui.plan.measures import MeasuresPage

    return MeasuresPage(session, theme)


PLACES = (
    Place("Board", "Ctrl+6", _board),
    Place("Table", "Ctrl+7", _table),
    Place("Timeline", "Ctrl+8", _timeline),
    Place("Measures", "Ctrl+9", _measures),
)


_HIGH = 390


class PlanPane(QWidget):
    """A row of page names above the one that is in sight."""

    opened = Signal()
    closed = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("plan-pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.session = session
        self.theme = theme
        self._pages: dict[int, Page] = {}
        self._areas: dict[int, QScrollArea] = {}
        self._open: Page | None = None
        self._roomy = False
        self._before: list[int] = []
        """How high map and plan were before the plan covered the map; [] while it does not."""
        self._names = QButtonGroup(self)
        self.stack = QStackedWidget()
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 8, 4)
        head.setSpacing(4)
        for number, place in enumerate(PLACES):
            button = QPushButton(place.title)
            button.setCheckable(True)
            button.setToolTip(f"{place.title} ({place.key})")
            button.setAccessibleName(f"Plan: {place.title}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._names.addButton(button, number)
            head.addWidget(button)
        head.addStretch(1)
        self.larger = QToolButton()
        self.larger.setText("↕")
        self.larger.setAccessibleName("Let the plan cover the map, or not any more")
        self.larger.setToolTip("Let the plan cover the map, or not any more (Ctrl+Shift+L)")
        self.larger.clicked.connect(self.toggle_larger)
        head.addWidget(self.larger)
        self.away = QToolButton()
        self.away.setText("×")
        self.away.setAccessibleName("Put the plan away")
        self.away.setToolTip("Put the plan away (Esc)")
        self.away.clicked.connect(self.put_away)
        head.addWidget(self.away)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.stack, 1)
        self._names.idClicked.connect(self.open)
        session.reading_changed.connect(self._ask)
        session.map_changed.connect(self._ask)
        session.selection_changed.connect(self._ask)
        self.hide()

    def _have_room(self) -> None:
        """High enough for a few cards or rows when it first comes in sight; from then on as a person has it."""
        splitter = self.parentWidget()
        if not self._roomy and isinstance(splitter, QSplitter):
            self._roomy = True
            whole = sum(splitter.sizes())
            high = min(_HIGH, whole // 2)
            splitter.setSizes([whole - high, high])

    @property
    def page(self) -> Page | None:
        """The page in sight; None while none is."""
        return self._open

    # -- asked for by key

    def board(self) -> None:
        """The plan as cards by status."""
        self.open(0)

    def table(self) -> None:
        """The plan as a table."""
        self.open(1)

    def timeline(self) -> None:
        """The plan along the months."""
        self.open(2)

    def measures(self) -> None:
        """Figures followed over time."""
        self.open(3)

    def add_action(self) -> None:
        """Plan an action on the selected causes."""
        page = self.open(self._names.checkedId() if self._names.checkedId() in (0, 1, 2) else 0)
        getattr(page, "add_action", lambda: None)()

    def open(self, number: int) -> Page:
        """Bring a page into sight and give it the keyboard."""
        page = self._page_at(number)
        self._names.button(number).setChecked(True)
        if page is not self._open:
            self._leave()
            self.stack.setCurrentWidget(self._areas[number])
            self._open = page
            self.show()
            self._have_room()
            self.opened.emit()
            page.enter()
            page.follow()
        page.first_field().setFocus()
        return page

    def _page_at(self, number: int) -> Page:
        if number not in self._pages:
            page = self._pages[number] = PLACES[number].make(self.session, self.theme)
            page.setAccessibleName(f"Plan: {PLACES[number].title}")
            self._areas[number] = scrolled(page)
            self.stack.addWidget(self._areas[number])
        return self._pages[number]

    def toggle_larger(self) -> None:
        """Cover the map with the plan, or let it be seen again."""
        splitter = self.parentWidget()
        if self._open is None:
            self.open(max(0, self._names.checkedId()))
        if not isinstance(splitter, QSplitter):
            return
        if self._before:
            splitter.setSizes(self._before)
            self._before = []
        else:
            self._before = splitter.sizes()
            splitter.setSizes([0, sum(self._before)])

    def put_away(self) -> None:
        """Out of sight, with what it lit up on the map."""
        if self._before:
            self.toggle_larger()
        self._leave()
        self.hide()
        self.closed.emit()

    def _leave(self) -> None:
        page, self._open = self._open, None
        self.session.turns.forget("plan")
        if page is not None:
            page.keep()
            page.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that no field had a use for puts the pane away."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def _ask(self, *_: object) -> None:
        if self._open is not None:
            self.session.turns.ask("plan", self._follow)

    def _follow(self) -> None:
        if self._open is not None:
            self._open.follow()

    def keep(self) -> None:
        """Make steps of what is being typed here."""
        for page in self._pages.values():
            page.keep()

    def first_field(self) -> QWidget:
        """What F6 gives the keyboard."""
        return self._open.first_field() if self._open is not None else self.away

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        for page in self._pages.values():
            page.set_theme(theme)

    def close_map(self) -> None:
        """Let go of the session."""
        self._open = None
        self.session.reading_changed.disconnect(self._ask)
        self.session.map_changed.disconnect(self._ask)
        self.session.selection_changed.disconnect(self._ask)
        for page in self._pages.values():
            page.close_map()
