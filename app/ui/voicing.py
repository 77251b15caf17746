"""Voicing: who said what is selected. A key asks who, another says "the same one again"."""

from app.analysis.voices import voices_of, who
from app.errors import RuleBroken
from app.model import grounding
from app.ui.editing import Editing
from app.ui.picker import Pickable


class Voicing:
    """Tells of the selected factors and links who said them; who did speaks from then on."""

    def __init__(self, editing: Editing) -> None:
        self._editing = editing
        self._session = editing.session

    def said_by(self) -> None:
        """Ask who said what is selected, or, of nothing selected, who speaks now."""
        session = self._session
        if not self._editing.may_change():
            return
        chosen = session.selection
        said = {each.id for each in voices_of(session.map, *chosen)} if chosen else set()
        rows = [
            Pickable(each.id, who(each), "said it" if each.id in said else "") for each in session.speaking.voices()
        ]
        if not rows:
            session.told.emit(
                "Nobody is in the room yet: Ctrl+2 brings voices in; so does @ and a name while capturing."
            )
            return
        self._editing.pick_row("Who said it?" if chosen else "Who speaks?", rows, self._taken)

    def said_by_same(self) -> None:
        """The one who spoke last said what is selected too."""
        voice = self._session.speaking.voice
        if voice is None:
            self.said_by()
        elif self._editing.may_change():
            self._say(voice.id)

    def put_dot(self) -> None:
        """A dot more on each of the selected factors, of the organisation whose dots are being counted."""
        self._vote(1, "Put a dot")

    def take_dot(self) -> None:
        """A dot less."""
        self._vote(-1, "Take a dot away")

    def _vote(self, by: int, label: str) -> None:
        session = self._session
        chosen, organisation = session.selected_factors(), session.speaking.votes_for
        if not self._editing.may_change():
            return
        try:
            changes = [each for id_ in chosen for each in grounding.vote(session.map, id_, organisation, by)]
        except RuleBroken as error:
            session.told.emit(str(error))
            return
        if session.perform(label, changes, select=session.selection, settle=False):
            dots = grounding.dots_of(session.map, chosen[-1], organisation)
            whose = f" of {organisation}" if organisation else ""
            session.told.emit(f"{dots} dot{'s' * (dots != 1)}{whose}.")

    def _taken(self, voice_id: str) -> None:
        self._session.speaking.speak(voice_id)
        self._say(voice_id)

    def _say(self, voice_id: str) -> None:
        session = self._session
        chosen, name = session.selection, who(session.map.voices[voice_id])
        if not chosen:
            session.told.emit(f"{name} speaks now.")
            return
        before = len(session.map.sayings)
        changes = grounding.toggle_said(session.map, voice_id, chosen)
        if session.perform("Say who said it", changes, select=chosen, settle=False):
            did = "said it" if len(session.map.sayings) > before else "did not say it"
            session.told.emit(f"{name} {did}.")
