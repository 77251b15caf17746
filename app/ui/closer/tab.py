"""Look closer: the pages of the whole analysis, one at a time, each made when it is first asked for."""

from app.drawing.theme import Theme
from app.ui.pages.page import Page
from app.ui.pages.tab import PagesTab, Place
from app.ui.session import Session


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


PLACES = (
    Place("Is it robust?", "Alt+2", _robust),
    Place("What if?", "Alt+3", _what_if),
    Place("Where to act", "Alt+4", _acting),
    Place("Loops", "Alt+5", _loops),
    Place("Paths", "Alt+6", _paths),
    Place("Second opinions", "Alt+7", _opinions),
    Place("History", "Alt+8", _history),
)


class Closer(PagesTab):
    """The list of pages above the one that is in sight."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session, theme, PLACES, "closer")
        self.list.setAccessibleName("What to look at more closely")

    # -- asked for by key

    def is_it_robust(self) -> None:
        """How sure the ranking is."""
        self.open(0)

    def what_if(self) -> None:
        """What would follow if something were fixed or wrong."""
        self.open(1)

    def where_to_act(self) -> None:
        """What to work on."""
        self.open(2)

    def loops(self) -> None:
        """The vicious circles."""
        self.open(3)

    def paths(self) -> None:
        """The ways from one factor to another."""
        self.open(4)

    def second_opinions(self) -> None:
        """What other ways of counting say."""
        self.open(5)

    def history(self) -> None:
        """The map at any earlier moment."""
        self.open(6)
