"""Starting the windows: the first one is on screen before the slow parts are brought in behind it."""

import gc
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.ui.main_window import MainWindow


class FirstPaint(QObject):
    """Tells when a window has been painted for the first time."""

    def __init__(self, window: MainWindow, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._then = then
        window.pages.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the paint, then step aside."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._then)
        return False


def run(path: Path | None = None, *, example: bool = False) -> int:
    """Open the main window, on a map if one is given, and stay until it is closed; the exit code."""
    # Not by setStyle: its answer makes Qt for Python build every enum of QStyle before the first paint.
    os.environ.setdefault("QT_STYLE_OVERRIDE", "Fusion")
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("Headwater")
    gc.set_threshold(20_000, 20, 20)  # an edit makes thousands of short-lived things
    application.setDesktopFileName("headwater")
    window = MainWindow()
    if path is not None or example:
        window.show_opening(path.name if path else "the example")
    FirstPaint(window, lambda: _after_first_paint(window, path, example=example))
    window.show()
    try:
        return application.exec()
    finally:
        window.faults.uninstall()


def _after_first_paint(window: MainWindow, path: Path | None, *, example: bool) -> None:
    timing = os.environ.get("HEADWATER_TIMING") == "1"
    _tell_time("painted", timing=timing)
    window.faults.install()
    if path is not None:
        window.opening.open_path(path)
    elif example:
        window.opening.open_example()
    else:
        window.start.show_recent()
        # The first symptom typed finds the rest of the program there; letters typed meanwhile are not held up.
        threading.Thread(target=_bring_in_the_rest, name="imports", daemon=True).start()
    # Once more round the event loop: what was typed by now has been taken in.
    QTimer.singleShot(0, lambda: _ready(window, timing=timing))


def _bring_in_the_rest() -> None:
    import app.ui.workspace
    from app.document import bring_in_storage

    bring_in_storage()
    assert app.ui.workspace


def _ready(window: MainWindow, *, timing: bool) -> None:
    _tell_time("ready", timing=timing)
    if timing:
        window.close()


def _tell_time(what: str, *, timing: bool) -> None:
    if timing:
        started = float(os.environ.get("HEADWATER_STARTED", "0")) or time.time()
        sys.stderr.write(f"{what} {time.time() - started:.4f}\n")
        sys.stderr.flush()
