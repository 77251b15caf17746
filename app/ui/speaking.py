"""Speaking: whose words are being taken down just now. What is added meanwhile is told to be said by them."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.analysis.voices import who
from app.model import grounding
from app.model.changes import Add, Change
from app.model.records import Factor, Link, Saying, Voice

if TYPE_CHECKING:
    from app.ui.session import Session


class Speaking(QObject):
    """The voice that speaks; it stays until another one does, or none. The file does not know of it."""

    changed = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._id = ""
        self._before: list[str] = []
        self.votes_for = ""
        """The organisation whose dots are being counted; who speaks votes for theirs."""

    @property
    def voice(self) -> Voice | None:
        """Who speaks; None if nobody is told, or the voice is gone from the map."""
        return self._session.map.voices.get(self._id)

    @property
    def words(self) -> str:
        """Who speaks, in words; '' if nobody is told."""
        return who(self.voice) if self.voice else ""

    def speak(self, voice_id: str) -> None:
        """This voice speaks now; '': nobody is told any more."""
        if voice_id:
            self._before = [voice_id, *(each for each in self._before if each != voice_id)]
        if voice_id != self._id:
            self._id = voice_id
            if self.voice is not None:
                self.votes_for = self.voice.organisation
            self.changed.emit()

    def voices(self) -> list[Voice]:
        """All voices, those who spoke last first, then in the order in which they came into the room."""
        there = self._session.map.voices
        latest = [id_ for id_ in self._before if id_ in there]
        return [there[id_] for id_ in dict.fromkeys([*latest, *there])]

    def with_sayings(self, changes: Sequence[Change], also: Iterable[str] = ()) -> list[Change]:
        """These changes, and that the one who speaks said what they add, and the factors in ``also``.

        What brings its own voices along keeps them.
        """
        if self.voice is None or any(isinstance(each, Add) and isinstance(each.record, Saying) for each in changes):
            return list(changes)
        made = [each.record for each in changes if isinstance(each, Add)]
        new = [record.id for record in made if isinstance(record, Factor | Link)]
        again = grounding.say(self._session.map, self._id, also)
        return [*changes, *grounding.said_anew(self._id, new), *again]
