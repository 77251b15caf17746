"""Supposing: what if a factor were fixed, or a link wrong? By key, and lit up on the map, which stays as it is."""

from PySide6.QtCore import QObject

from app.analysis.scenario import Suppositions
from app.drawing.theme import Theme
from app.model.records import Supposed
from app.ui.before_after import Parts
from app.ui.foreseen import foreseen
from app.ui.session import Session
from app.ui.showing import Shown, Tone
from app.ui.strip import Strip
from app.ui.supposed_strip import SupposedStrip

_TONES: dict[Supposed, Tone] = {"fixed": "fixed", "doubted": "doubt", "rejected": "gone"}
_NOTHING_CHOSEN = "Select a cause to suppose that it is fixed, or a link to suppose that it is wrong."


class Supposing(QObject):
    """The keys of What if, what it lights up on the map, and the strip above the map."""

    def __init__(self, session: Session, strip: Strip, theme: Theme) -> None:
        super().__init__(strip)
        self.session = session
        self.foreseen = foreseen(session)
        self.strip = SupposedStrip(strip, theme)
        self._lit: Shown | None = None
        self.strip.back_wanted.connect(self.take_all_back)
        self.foreseen.changed.connect(self._follow)
        session.shown_changed.connect(self._on_shown)

    # -- by key

    def mark(self) -> None:
        """The selected factors are fixed, or not any more; selected links doubtful, then wrong, then as they were."""
        told = self.foreseen.after_mark()
        if told is None:
            self.session.told.emit(_NOTHING_CHOSEN)
        else:
            self.suppose(told)

    def take_all_back(self) -> None:
        """Nothing is supposed any more."""
        self.session.suppose(None)

    def suppose(self, told: Suppositions) -> None:
        """Suppose this in place of what was."""
        self.session.suppose(told or None)

    # -- on screen

    def _follow(self) -> None:
        session, told = self.session, self.foreseen.supposed
        if session.supposed is not None and not session.looking and told != session.supposed:
            self.suppose(told)  # something that was supposed is not on the map any more
            return
        found = self.foreseen.outcome
        if told:
            self.strip.show_parts(Parts.of(found) if found is not None else None)
        else:
            self.strip.hide()
        lit, self._lit = self._lit, self._shown(told) if told else None
        if session.shown is None or session.shown == lit:
            session.show(self._lit)

    def _on_shown(self) -> None:
        """When an answer of a page goes dark, what is supposed comes back."""
        if self.session.shown is None and self._lit is not None and self.foreseen.supposed:
            self.session.show(self._lit)

    def _shown(self, told: Suppositions) -> Shown:
        session, found = self.session, self.foreseen.outcome
        factors: dict[str, Tone] = {}
        badges: dict[str, str] = {}
        faint: set[str] = set()
        if found is not None:
            faint |= found.stopped
            faint |= session.map.links.keys() - session.considered.links.keys()
            factors |= dict.fromkeys(found.gone, "gone")
            factors |= dict.fromkeys(found.unexplained, "doubt")
            badges = dict.fromkeys(found.unexplained, "no cause left")
        factors |= dict.fromkeys(told.fixed, "fixed")
        links = {id_: _TONES[what] for id_ in told.doubted | told.rejected if (what := told.of(id_)) is not None}
        return Shown(factors, links, badges, fade_rest=False, faint=frozenset(faint - factors.keys() - links.keys()))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.strip.set_theme(theme)

    def close_map(self) -> None:
        """Let go of the session."""
        self.foreseen.changed.disconnect(self._follow)
        self.session.shown_changed.disconnect(self._on_shown)
