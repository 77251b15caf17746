"""A line of the capture bar that begins with @: who speaks now. "@" and a number, or a few letters and Enter."""

from html import escape

from app.analysis.voices import who
from app.errors import RuleBroken
from app.model import grounding
from app.model.records import Voice
from app.ui.finding import Findable, Finder
from app.ui.session import Session

_MOST = 9
MARK = "@"


class SpeakerLine:
    """Reads such a line, says what it would do, and does it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def reads(self, text: str) -> bool:
        """Whether a line is about who speaks."""
        return text.lstrip().startswith(MARK)

    def offers(self, text: str) -> list[Voice]:
        """The voices that fit, those who spoke last first; at most nine, so that each has a number of one digit."""
        voices = self._session.speaking.voices()
        typed = self._typed(text)
        if not typed:
            return voices[:_MOST]
        finder = Finder([Findable(each.id, who(each)) for each in voices])
        return [voices[at] for at in finder.find(typed, _MOST)]

    def says(self, text: str) -> str:
        """What the line would do, as rich text."""
        typed, offers = self._typed(text), self.offers(text)
        if not typed:
            if not offers:
                return "Who speaks? Type an organisation, or a role; Enter brings them into the room"
            listed = " · ".join(f"<b>{at}</b>&nbsp;{escape(who(each))}" for at, each in enumerate(offers, 1))
            return f"Who speaks? {listed} · Enter: nobody is told"
        if not offers:
            return f"Enter brings <b>{escape(typed)}</b> into the room; an expert by experience: end with *"
        others = ", ".join(escape(who(each)) for each in offers[1:4])
        more = f" · also: {others}" if others else ""
        return f"Enter: <b>{escape(who(offers[0]))}</b> speaks{more}"

    def takes_at_once(self, text: str) -> bool:
        """Whether the line is "@" and a number that has just been typed; then that voice speaks."""
        typed, offers = self._typed(text), self.offers(MARK)
        if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(offers):
            self._session.speaking.speak(offers[int(typed) - 1].id)
            return True
        return False

    def take(self, text: str) -> bool:
        """Do what the line says; False if it could not be done, having said so."""
        session, typed = self._session, self._typed(text)
        if not typed:
            session.speaking.speak("")
            return True
        offers = self.offers(text)
        if offers:
            session.speaking.speak(offers[0].id)
            return True
        try:
            lived = typed.endswith("*")
            changes = grounding.add_voice(session.map, typed.rstrip("* "), lived_experience=lived)
        except RuleBroken as error:
            session.told.emit(str(error))
            return False
        if not session.perform("Bring a voice into the room", changes, select=session.selection):
            return False
        session.speaking.speak(changes[0].id)
        return True

    def _typed(self, text: str) -> str:
        return text.lstrip().removeprefix(MARK).strip()
