"""Look closer: the pages of the whole analysis, one at a time, each made when it is first asked for."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.drawing.theme import Theme
from app.ui.closer.page import Page, scrolled
from app.ui.session import Session

Make = Callable[[Session, Theme], Page]


def _robust(session: Session, theme: Theme) -> Page:
    from app.ui.closer.robust import RobustPage

    return RobustPage(session, theme)


def _what_if(session: Session, theme: Theme) -> Page:
    from app.ui.closer.what_if import WhatIfPage

    return WhatIfPage(session, theme)


def _acting(session: Session, theme: Theme) -> Page:
    from app.ui.closer.acting import ActingPage

    return ActingPage(session, theme)


def _loops(session: Session, theme: Theme) -> Page:
    from app.ui.closer.loops import LoopsPage

    return LoopsPage(session, theme)


def _paths(session: Session, theme: Theme) -> Page:
    from app.ui.closer.paths import PathsPage

    return PathsPage(session, theme)


def _opinions(session: Session, theme: Theme) -> Page:
    from app.ui.closer.opinions import OpinionsPage

    return OpinionsPage(session, theme)


def _history(session: Session, theme: Theme) -> Page:
    from app.ui.closer.history import HistoryPage

    return HistoryPage(session, theme)


@dataclass(frozen=True, slots=True)
class _Place:
    """A page before it is made: its name in the list, its key, and who makes it."""

    title: str
    key: str
    make: Make


PLACES = (
    _Place("Is it robust?", "Alt+2", _robust),
    _Place("What if?", "Alt+3", _what_if),
    _Place("Where to act", "Alt+4", _acting),
    _Place("Loops", "Alt+5", _loops),
    _Place("Paths", "Alt+6", _paths),
    _Place("Second opinions", "Alt+7", _opinions),
    _Place("History", "Alt+8", _history),
)


class Closer(QWidget):
    """The list of pages above the one that is in sight."""

    wanted = Signal()
    """A page was asked for: bring this into sight."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.session = session
        self.theme = theme
        self._pages: dict[int, Page] = {}
        self._areas: dict[int, QScrollArea] = {}
        self._open: Page | None = None
        self.list = QComboBox()
        self.list.setAccessibleName("What to look at more closely")
        for place in PLACES:
            self.list.addItem(place.title)
        self.key = QLabel()
        self.key.setObjectName("second")
        self.stack = QStackedWidget()
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 6)
        head.setSpacing(10)
        head.addWidget(self.list, 1)
        head.addWidget(self.key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.stack, 1)
        self.list.currentIndexChanged.connect(self._change)
        session.reading_changed.connect(self._ask)
        session.map_changed.connect(self._ask)
        session.selection_changed.connect(self._ask)

    @property
    def page(self) -> Page | None:
        """The page in sight; None while none is."""
        return self._open

    # -- asked for by key

    def is_it_robust(self) -> None:
        """How sure the ranking is."""
        self._go(0)

    def what_if(self) -> None:
        """What would follow if something were fixed or wrong."""
        self._go(1)

    def where_to_act(self) -> None:
        """What to work on."""
        self._go(2)

    def loops(self) -> None:
        """The vicious circles."""
        self._go(3)

    def paths(self) -> None:
        """The ways from one factor to another."""
        self._go(4)

    def second_opinions(self) -> None:
        """What other ways of counting say."""
        self._go(5)

    def history(self) -> None:
        """The map at any earlier moment."""
        self._go(6)

    def _go(self, number: int) -> None:
        self.list.setCurrentIndex(number)
        self.wanted.emit()
        self.come()
        if self._open is not None:
            self._open.first_field().setFocus()

    # -- in sight and out of it

    def come(self) -> None:
        """This tab is in sight now."""
        if self._open is None:
            self._change(self.list.currentIndex())

    def go(self) -> None:
        """This tab went out of sight."""
        page, self._open = self._open, None
        self.session.turns.forget("closer")
        if page is not None:
            page.leave()

    def page_at(self, number: int) -> Page:
        """A page by its place, made if it is not there yet."""
        if number not in self._pages:
            page = self._pages[number] = PLACES[number].make(self.session, self.theme)
            page.setAccessibleName(PLACES[number].title)
            self._areas[number] = scrolled(page)
            self.stack.addWidget(self._areas[number])
        return self._pages[number]

    def _change(self, number: int) -> None:
        self.key.setText(PLACES[number].key)
        if self.isHidden():
            return
        page = self.page_at(number)
        if page is self._open:
            return
        self.go()
        self.stack.setCurrentWidget(self._areas[number])
        self._open = page
        page.enter()
        page.follow()

    def _ask(self, *_: object) -> None:
        if self._open is not None:
            self.session.turns.ask("closer", self._follow)

    def _follow(self) -> None:
        if self._open is not None:
            self._open.follow()

    def first_field(self) -> QWidget:
        """What F6 gives the keyboard."""
        return self._open.first_field() if self._open is not None else self.list

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
