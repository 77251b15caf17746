"""Which screen the room looks at, and keeping the projector's window there while screens come and go."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

_DENSE = 90.0
_GONE = 120
"""Milliseconds in which a window that was hidden is gone for every system."""
_AFTER, _TRIES = 800, 3
"""Milliseconds after which it is looked whether the window is where it was sent, and how often it is sent again."""


def screens() -> list[QScreen]:
    """The screens that are there now."""
    return list(QGuiApplication.screens())


def room_screen(there: Sequence[QScreen], own: QScreen | None) -> tuple[QScreen | None, bool]:
    """The screen for the room: the first that the facilitator's window is not on; and whether it is another one."""
    others = [screen for screen in there if screen is not own]
    if others and own in there:
        return others[0], True
    return (there[0] if there else own), False


def screen_of(window: QWidget) -> QScreen | None:
    """The screen a window is on."""
    handle = window.windowHandle()
    return handle.screen() if handle is not None else window.screen()


def metres_wide(screen: QScreen) -> float:
    """The width of a screen in metres, as it says itself; 0 where it says what is made up, as many do.

    Where nothing is known, about 96 dots to an inch are assumed; a screen to be seen from afar has fewer.
    """
    return screen.physicalSize().width() / 1000 if screen.physicalDotsPerInchX() < _DENSE else 0.0


class Place(QObject):
    """Keeps a window full screen where the facilitator's is not; on an only screen it has the keyboard too."""

    taken = Signal(QScreen)
    """Before the window is shown on this screen."""

    def __init__(self, window: QWidget, own: QWidget) -> None:
        super().__init__(window)
        self.beside = False
        """Whether the room has a screen of its own."""
        self._window = window
        self._own = own
        self._watched: list[QScreen] = []
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self.take)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._take_again)
        self._look_after = QTimer(self)
        self._look_after.setSingleShot(True)
        self._look_after.timeout.connect(self._check)
        self._tries = 0
        self._had_keyboard = False
        application = cast("QGuiApplication", QGuiApplication.instance())
        application.screenAdded.connect(self._on_changed)
        application.screenRemoved.connect(self._on_changed)
        self._handle = own.windowHandle()
        if self._handle is not None:
            self._handle.screenChanged.connect(self._on_changed)

    def _on_changed(self, _what: object = None) -> None:
        self._tries = 0
        self._due.start(0)  # Qt is still moving windows about when it says so

    def _watch(self, there: Sequence[QScreen]) -> None:
        for screen in self._watched:
            if screen in screens():
                screen.geometryChanged.disconnect(self._on_changed)
        self._watched = list(there)
        for screen in self._watched:
            screen.geometryChanged.connect(self._on_changed)

    def take(self) -> None:
        """Stand where the room looks, a moment later if it stands elsewhere now."""
        there = screens()
        screen, beside = room_screen(there, screen_of(self._own))
        self._watch(there)
        if screen is None or self._stands(screen, beside=beside):
            return
        self._had_keyboard = self._own.isActiveWindow() or self._window.isActiveWindow()
        if self._window.isVisible():
            # A full screen window that is moved, or told about the keyboard, comes to rest anywhere: the system first
            # has to have seen it go.
            self._window.hide()
            self._again.start(_GONE)
        else:
            self._show(screen, beside=beside)

    def _stands(self, screen: QScreen, *, beside: bool) -> bool:
        window = self._window
        right = window.isVisible() and window.isFullScreen() and beside == self.beside
        return right and screen_of(window) is screen and window.geometry() == screen.geometry()

    def _take_again(self) -> None:
        screen, beside = room_screen(screens(), screen_of(self._own))
        if screen is not None:
            self._show(screen, beside=beside)

    def _check(self) -> None:
        """Send it once more where the system heard of a new screen later than we did, and put it where it knew one."""
        screen, _ = room_screen(screens(), screen_of(self._own))
        if screen_of(self._window) is not screen and self._tries < _TRIES:
            self._tries += 1
            self.take()

    def _show(self, screen: QScreen, *, beside: bool) -> None:
        window = self._window
        self.beside = beside
        self.taken.emit(screen)
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, beside)
        window.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus, beside)
        window.setScreen(screen)
        window.setGeometry(screen.geometry())
        window.showFullScreen()
        self._look_after.start(_AFTER)
        if not beside:
            window.raise_()
            window.activateWindow()
            window.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._had_keyboard:
            self._own.activateWindow()  # some systems give the keyboard to what is shown, asked or not

    def leave(self) -> None:
        """Watch no longer, and give the keyboard back if it was taken."""
        self._due.stop()
        self._again.stop()
        self._look_after.stop()
        self._watch([])
        application = cast("QGuiApplication", QGuiApplication.instance())
        application.screenAdded.disconnect(self._on_changed)
        application.screenRemoved.disconnect(self._on_changed)
        if self._handle is not None:
            self._handle.screenChanged.disconnect(self._on_changed)
        if not self.beside:
            self._own.activateWindow()
