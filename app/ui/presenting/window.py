"""The projector's window: the map, or the map beside the causes to start with; and what is said on a walk."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.drawing.sizes import TEXT_SIZE
from app.drawing.theme import DARK, Theme
from app.layout.geometry import Box
from app.ui.presenting.room import Room
from app.ui.presenting.scene import ProjectorScene
from app.ui.presenting.view import ProjectorView
from app.ui.presenting.words import Entry, Heading, Ranking, Sentence
from app.ui.session import Session

Page = Literal["map", "focus"]
QUESTION = "Where would it help most to start?"
_MOST_RANKING = 0.42
"""The most of the picture's width that the ranking takes while the map is beside it."""
_MOST_SENTENCE = 0.4
_KEYS: dict[int, str] = {
    Qt.Key.Key_Space: "next_why",
    Qt.Key.Key_Right: "next_why",
    Qt.Key.Key_PageDown: "next_why",
    Qt.Key.Key_F8: "next_why",
    Qt.Key.Key_Left: "back",
    Qt.Key.Key_Backspace: "back",
    Qt.Key.Key_PageUp: "back",
    Qt.Key.Key_B: "blank",
    Qt.Key.Key_Period: "blank",
    Qt.Key.Key_F9: "blank",
    Qt.Key.Key_F: "change_page",
    Qt.Key.Key_F7: "change_page",
    Qt.Key.Key_S: "toggle_spotlight",
    Qt.Key.Key_Escape: "toggle",
    Qt.Key.Key_F5: "toggle",
    Qt.Key.Key_Plus: "larger",
    Qt.Key.Key_Equal: "larger",
    Qt.Key.Key_Minus: "smaller",
    Qt.Key.Key_0: "show_whole",
    Qt.Key.Key_Up: "move_up",
    Qt.Key.Key_Down: "move_down",
}
_SHIFTED: dict[int, str] = {
    Qt.Key.Key_F7: "toggle_spotlight",
    Qt.Key.Key_F8: "back",
    Qt.Key.Key_F9: "show_whole",
    Qt.Key.Key_Left: "move_left",
    Qt.Key.Key_Right: "move_right",
}


class ProjectorWindow(QWidget):
    """All that the room sees. It decides nothing: ``asked`` names the method of Presenting that a key stands for."""

    asked = Signal(str)
    passed_on = Signal(QKeySequence)
    """A key that means nothing here."""
    resized = Signal()
    closed = Signal()

    def __init__(self, session: Session, theme: Theme, room: Room) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle("Headwater: what the room sees")
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.theme = theme
        self.room = room
        self.page: Page = "map"
        self.blanked = False
        self.scene = ProjectorScene(session, theme, self)
        self.view = ProjectorView(self.scene, theme, self)
        self.heading = Heading(theme, self)
        self.ranking = Ranking(theme, self)
        self.sentence = Sentence(theme, self)
        self._title = ""

    # -- what is shown

    def show_title(self, title: str) -> None:
        """Name the map."""
        self._title = " ".join(title.split())
        self._say_heading()

    def _say_heading(self) -> None:
        if self.page == "focus":
            self.heading.say(QUESTION, self._title)
        else:
            self.heading.say(self._title)

    def show_page(self, page: Page) -> None:
        """Show the map alone, or beside the causes to start with."""
        self.page = page
        self._say_heading()
        self.arrange()

    def show_ranking(self, entries: Sequence[Entry]) -> None:
        """The causes of the page that asks where to start."""
        self.ranking.show_entries(tuple(entries))

    def say(self, words: str, of: Sequence[str] = ()) -> None:
        """The sentence at the foot ('' for none), in a place large enough for each ``of`` these."""
        self.sentence.say(words, tuple(of))
        self.arrange()

    def set_blank(self, *, on: bool) -> None:
        """Show nothing at all, or everything again."""
        self.blanked = on
        self.arrange()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.scene.set_theme(theme)
        self.view.set_theme(theme)
        for words in (self.heading, self.ranking, self.sentence):
            words.theme = theme
            words.update()
        self.update()

    def set_room(self, room: Room) -> None:
        """Write as large as this room needs."""
        self.room = room
        self.arrange()

    def look_at(self, subjects: Sequence[Box], *, at_once: bool = False) -> None:
        """Bring this part of the map into sight, if need be."""
        self.view.look_at(subjects, at_once=at_once)

    # -- where it stands

    @property
    def least_font(self) -> float:
        """The least font in pixels that the back row of the room can read; less only where not even a box fits in."""
        return self.room.least_zoom(self.width(), self.width()) * TEXT_SIZE

    def arrange(self) -> None:
        """Give everything its place."""
        wide, high = self.width(), self.height()
        unit, least = min(wide / 1600, high / 900), self.least_font
        for words in (self.heading, self.ranking, self.sentence):
            words.unit, words.least = unit, least
        top = self.heading.height_for(wide)
        foot = self.sentence.height_for(wide, _MOST_SENTENCE * high)
        self.heading.setGeometry(0, 0, wide, top)
        self.sentence.setGeometry(0, high - foot, wide, foot)
        left = self._arrange_ranking(top, high - foot, unit)
        self.view.picture = (wide, high)
        self.view.room = self.room
        self.view.setGeometry(0, top, max(left, 1), max(high - foot - top, 1))
        self.heading.setVisible(not self.blanked and top > 0)
        self.sentence.setVisible(not self.blanked and foot > 0)
        self.ranking.setVisible(not self.blanked and self.page == "focus")
        self.view.setVisible(not self.blanked and left > 0)
        self.heading.update()
        self.sentence.update()

    def _arrange_ranking(self, top: int, foot: int, unit: float) -> int:
        """Place the causes; the width that is left for the map, 0 where no readable box would fit in."""
        wide = self.width()
        if self.page != "focus":
            return wide
        side = round(40 * unit)
        column = round(min(self.ranking.wanted_width, _MOST_RANKING * wide))
        left = wide - column - 2 * side
        if not self.room.fits_a_box(wide, left):
            left, column = 0, wide - 2 * side
        self.ranking.setGeometry(wide - column - side, top + round(8 * unit), column, foot - top - round(16 * unit))
        self.ranking.lay()
        self.ranking.update()
        return left

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another screen, another arrangement."""
        super().resizeEvent(event)
        self.arrange()
        self.resized.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground; a blank screen is dark in both themes, because light would draw all eyes to it."""
        painter = QPainter(self)
        painter.fillRect(QRectF(self.rect()), QColor(DARK.canvas if self.blanked else self.theme.canvas))

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With one screen, the keyboard is here."""
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        asked = _SHIFTED.get(event.key()) if shifted else None
        asked = asked or _KEYS.get(event.key())
        if asked and not (event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)):
            self.asked.emit(asked)
        else:
            self.passed_on.emit(QKeySequence(event.keyCombination()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed from outside is the end of presenting."""
        super().closeEvent(event)
        self.closed.emit()

    def parts(self) -> tuple[ProjectorView, Heading, Ranking, Sentence]:
        """Everything that words may stand in."""
        return self.view, self.heading, self.ranking, self.sentence

    def close_map(self) -> None:
        """Let go of the session."""
        self.scene.close_map()


def least_text_height(window: ProjectorWindow | ProjectorView) -> float:
    """The least height in pixels of a capital letter that is really drawn; 0 where nothing is written."""
    parts = [window] if isinstance(window, ProjectorView) else window.parts()
    heights = [height for part in parts if (height := part.least_capital()) is not None]
    return min(heights, default=0.0)
