"""A tab of pages: one at a time, each made when it is first asked for, kept in step with the map while in sight."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.drawing.theme import Theme
from app.ui.pages.page import Page, scrolled
from app.ui.session import Session

Make = Callable[[Session, Theme], Page]


@dataclass(frozen=True, slots=True)
class Place:
    """A page before it is made: its name in the list, its key, and who makes it."""

    title: str
    key: str
    make: Make


class PagesTab(QWidget):
    """The list of pages above the one that is in sight."""

    wanted = Signal()
    """A page was asked for: bring this into sight."""

    def __init__(self, session: Session, theme: Theme, places: Sequence[Place], name: str) -> None:
        super().__init__()
        self.session = session
        self.theme = theme
        self.places = tuple(places)
        self._turn = name
        self._pages: dict[int, Page] = {}
        self._areas: dict[int, QScrollArea] = {}
        self._open: Page | None = None
        self.list = QComboBox()
        for place in self.places:
            self.list.addItem(place.title)
        self.key = QLabel()
        self.key.setObjectName("second")
        self.stack = QStackedWidget()
        self.head = QHBoxLayout()
        self.head.setContentsMargins(16, 12, 16, 6)
        self.head.setSpacing(10)
        self.head.addWidget(self.list, 1)
        self.head.addWidget(self.key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.head)
        column.addWidget(self.stack, 1)
        self.list.currentIndexChanged.connect(self._change)
        session.reading_changed.connect(self._ask)
        session.map_changed.connect(self._ask)
        session.selection_changed.connect(self._ask)

    @property
    def page(self) -> Page | None:
        """The page in sight; None while none is."""
        return self._open

    def open(self, number: int) -> Page:
        """Bring a page into sight and give it the keyboard."""
        self.list.setCurrentIndex(number)
        self.wanted.emit()
        self.come()
        page = self.page_at(number)
        page.first_field().setFocus()
        return page

    # -- in sight and out of it

    def come(self) -> None:
        """This tab is in sight now."""
        if self._open is None:
            self._change(self.list.currentIndex())

    def go(self) -> None:
        """This tab went out of sight."""
        page, self._open = self._open, None
        self.session.turns.forget(self._turn)
        if page is not None:
            page.leave()

    def page_at(self, number: int) -> Page:
        """A page by its place, made if it is not there yet."""
        if number not in self._pages:
            page = self._pages[number] = self.places[number].make(self.session, self.theme)
            page.setAccessibleName(self.places[number].title)
            self._areas[number] = scrolled(page)
            self.stack.addWidget(self._areas[number])
        return self._pages[number]

    def _change(self, number: int) -> None:
        self.key.setText(self.places[number].key)
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
            self.session.turns.ask(self._turn, self._follow)

    def _follow(self) -> None:
        if self._open is not None:
            self._open.follow()

    def keep(self) -> None:
        """Make steps of what is being typed here."""
        for page in self._pages.values():
            page.keep()

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
