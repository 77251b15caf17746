"""Which screen the room looks at, and keeping the projector's window there while screens come and go."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget


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
    """The width of a screen in metres, as it says itself (0: it does not)."""
    return screen.physicalSize().width() / 1000


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
        application = cast("QGuiApplication", QGuiApplication.instance())
        application.screenAdded.connect(self._on_changed)
        application.screenRemoved.connect(self._on_changed)
        self._handle = own.windowHandle()
        if self._handle is not None:
            self._handle.screenChanged.connect(self._on_changed)

    def _on_changed(self, _what: object = None) -> None:
        self._due.start(0)  # Qt is still moving windows about when it says so

    def _watch(self, there: Sequence[QScreen]) -> None:
        for screen in self._watched:
            if screen in screens():
                screen.geometryChanged.disconnect(self._on_changed)
        self._watched = list(there)
        for screen in self._watched:
            screen.geometryChanged.connect(self._on_changed)

    def take(self) -> None:
        """Stand where the room looks."""
        window, there = self._window, screens()
        screen, beside = room_screen(there, screen_of(self._own))
        if screen is None:
            return
        self._watch(there)
        stays = window.isVisible() and beside == self.beside and screen_of(window) is screen
        if stays and window.geometry() == screen.geometry():
            return
        had_keyboard = self._own.isActiveWindow() or window.isActiveWindow()
        self.beside = beside
        self.taken.emit(screen)
        window.hide()  # what is full screen already would neither move nor learn about the keyboard
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, beside)
        window.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus, beside)
        window.setScreen(screen)
        window.setGeometry(screen.geometry())
        window.showFullScreen()
        if not beside:
            window.raise_()
            window.activateWindow()
            window.setFocus(Qt.FocusReason.OtherFocusReason)
        elif had_keyboard:
            self._own.activateWindow()  # some systems give the keyboard to what is shown, asked or not

    def leave(self) -> None:
        """Watch no longer, and give the keyboard back if it was taken."""
        self._due.stop()
        self._watch([])
        application = cast("QGuiApplication", QGuiApplication.instance())
        application.screenAdded.disconnect(self._on_changed)
        application.screenRemoved.disconnect(self._on_changed)
        if self._handle is not None:
            self._handle.screenChanged.disconnect(self._on_changed)
        if not self.beside:
            self._own.activateWindow()
