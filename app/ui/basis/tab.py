"""The basis of the map: its voices, its evidence, the votes, and the critical friend, a page each."""

from app.drawing.theme import Theme
from app.ui.pages.page import Page
from app.ui.pages.tab import PagesTab, Place
from app.ui.session import Session


def _voices(session: Session, theme: Theme) -> Page:
    from app.ui.basis.voices import VoicesPage

    return VoicesPage(session, theme)


def _evidence(session: Session, theme: Theme) -> Page:
    from app.ui.basis.evidence import EvidencePage

    return EvidencePage(session, theme)


def _votes(session: Session, theme: Theme) -> Page:
    from app.ui.basis.votes import VotesPage

    return VotesPage(session, theme)


def _friend(session: Session, theme: Theme) -> Page:
    from app.ui.basis.friend import FriendPage

    return FriendPage(session, theme)


PLACES = (
    Place("Voices", "Ctrl+2", _voices),
    Place("Evidence", "Ctrl+3", _evidence),
    Place("Votes", "Ctrl+4", _votes),
    Place("Critical friend", "Ctrl+5", _friend),
)


_FRIEND = 3


class Basis(PagesTab):
    """What makes a map stand up on Monday morning."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session, theme, PLACES, "basis")
        self.list.setAccessibleName("What the map rests on")
        session.asking.changed.connect(self._count)

    def _count(self) -> None:
        """How many questions are open: told in the list of pages, and nowhere louder."""
        title, asked = PLACES[_FRIEND].title, len(self.session.asking.asked.open)
        self.list.setItemText(_FRIEND, f"{title} ({asked})" if asked else title)

    def close_map(self) -> None:
        """Let go of the session."""
        self.session.asking.changed.disconnect(self._count)
        super().close_map()

    # -- asked for by key

    def voices(self) -> None:
        """Who is in the room, and who said what."""
        self.open(0)

    def evidence(self) -> None:
        """What factors and links rest on."""
        self.open(1)

    def add_evidence(self) -> None:
        """Add evidence on what is selected."""
        from app.ui.basis.evidence import EvidencePage

        page = self.open(1)
        if isinstance(page, EvidencePage):
            page.add_here()

    def votes(self) -> None:
        """What the room thinks matters most."""
        self.open(2)

    def critical_friend(self) -> None:
        """What a critical friend would ask."""
        self.open(3)
