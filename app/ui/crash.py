"""Faults of our own: written to a local log without a word of any map, said plainly, and the work goes on.

Nothing is sent anywhere. What is written is the kind of the fault and where in the program it came up, not what a fault
says of itself: that may quote a map.
"""

import contextlib
import faulthandler
import platform
import sys
import threading
import time
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from PySide6.QtCore import QEvent, QObject, Qt, Signal, qVersion
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app import __version__
from app.ui.places import data_folder

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

_MOST_BYTES = 200_000
"""Of the log; then it becomes the old one, and the old one goes."""
_SAME_AGAIN = 10.0
"""Seconds in which the same fault is neither written nor said again."""
_APP = Path(__file__).resolve().parents[1]
FAULT = "Something went wrong inside Headwater."
SAFE = f"{FAULT} Your map is safe: every step is in its file."
AFTER_A_CRASH = "Headwater ended unexpectedly last time. Every step is in the map's file."


def log_path() -> Path:
    """Where faults are written."""
    return data_folder() / "errors.log"


def _crash_path() -> Path:
    return data_folder() / "crash.log"


class Faults(QObject):
    """Catches what nobody caught, on every thread, for as long as the program runs."""

    _elsewhere = Signal(str)
    """A fault on another thread, as details."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._seen: dict[str, float] = {}
        self._recovering = False
        self._crashes: TextIO | None = None
        self.bar = FaultBar(window)
        self._elsewhere.connect(self._say)

    def install(self) -> None:
        """Begin to catch; tell of a crash of the last time."""
        sys.excepthook = self.caught
        threading.excepthook = self._caught_elsewhere
        before = self._left_by_last_time()
        try:
            _crash_path().parent.mkdir(parents=True, exist_ok=True)
            self._crashes = _crash_path().open("w", encoding="utf-8")
            faulthandler.enable(self._crashes)
        except (OSError, RuntimeError):  # no place to write to: then crashes leave nothing
            self._crashes = None
        if before:
            _write(before)
            self.bar.show_fault(AFTER_A_CRASH, before)

    def uninstall(self) -> None:
        """The program ends as it should: leave no trace of a crash."""
        if self._crashes is not None:
            faulthandler.disable()
            self._crashes.close()
            self._crashes = None
            with contextlib.suppress(OSError):
                _crash_path().unlink(missing_ok=True)

    def caught(self, kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        """Write it down, say it, and bring what is on screen in step with the last step."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, where)
            return
        if self._is_new(error):
            details = details_of(error, self._sizes())
            _write(details)
            self._say(details)
        if not self._recovering:
            self._recovering = True
            try:
                self._go_on()
            except Exception as again:  # noqa: BLE001  # whatever it is, the window must stay
                _write(details_of(again, self._sizes()))
            finally:
                self._recovering = False

    def _caught_elsewhere(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None and not issubclass(told.exc_type, SystemExit):
            details = details_of(told.exc_value, "")
            _write(details)
            with contextlib.suppress(RuntimeError):  # the window has gone
                self._elsewhere.emit(details)

    def _say(self, details: str) -> None:
        workspace = self._window.workspace
        waits = workspace.session.document.waiting if workspace else ""
        self.bar.show_fault(f"{FAULT} {waits}" if waits else SAFE, details)

    def _is_new(self, error: BaseException) -> bool:
        last = traceback.extract_tb(error.__traceback__)[-1:]
        name = f"{type(error).__qualname__} {[(frame.filename, frame.lineno) for frame in last]}"
        now = time.monotonic()
        is_new = now - self._seen.get(name, -_SAME_AGAIN) >= _SAME_AGAIN
        if is_new:
            self._seen[name] = now
        return is_new

    def _sizes(self) -> str:
        workspace = self._window.workspace
        if workspace is None:
            return ""
        now = workspace.session.map
        return f"A map of {len(now.factors):,} factors and {len(now.links):,} links was open."

    def _go_on(self) -> None:
        """Draw the map anew as it is after the last step."""
        workspace = self._window.workspace
        if workspace is not None:
            session = workspace.session
            everything = {*session.map.factors, *session.map.links, *session.boxes, *session.routes}
            session.bring_in(frozenset(everything), session.selection, "fault")

    @staticmethod
    def _left_by_last_time() -> str:
        try:
            with _crash_path().open("r", encoding="utf-8", errors="replace") as file:
                text = file.read(20_000)
        except OSError:
            return ""
        return f"{_heading()}\n{_short(text)}" if "Fatal" in text or "Windows fatal" in text else ""


class FaultBar(QFrame):
    """One sentence at the foot of the window, with what can be done about it; in nobody's way."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("fault")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.copy = QPushButton("Copy details")
        self.copy.setToolTip(
            f"For whoever can mend it. There is no word of your map in them. They are in {log_path()}."
        )
        self.close_button = QPushButton("Close")
        for button in (self.copy, self.close_button):
            button.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(10)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.copy)
        row.addWidget(self.close_button)
        self._details = ""
        self.copy.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def show_fault(self, sentence: str, details: str) -> None:
        """Say it until it is closed."""
        self._details = details
        self.sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self.copy.setText("Copy details")
        self._place()
        self.show()
        self.raise_()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._details)
        self.copy.setText("Copied")

    def _place(self) -> None:
        window = self._window
        width = min(760, window.width() - 40)
        self.setFixedWidth(max(width, 200))
        self.adjustSize()
        self.move((window.width() - self.width()) // 2, window.height() - self.height() - 16)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the foot of the window."""
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it once one of its buttons has the keyboard."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self._window.setFocus()
        else:
            super().keyPressEvent(event)


def details_of(error: BaseException, sizes: str) -> str:
    """What came up and where, without what it says of itself."""
    lines = [_heading(), *([sizes] if sizes else [])]
    lines += _told(error, set())
    return "\n".join(lines) + "\n"


def _heading() -> str:
    now = time.strftime("%Y-%m-%d %H:%M:%S")
    return f"{now} Headwater {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"


def _told(error: BaseException, seen: set[int]) -> list[str]:
    if id(error) in seen:
        return []
    seen.add(id(error))
    lines: list[str] = []
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        lines += [*_told(earlier, seen), "after which"]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"  {_short(frame.filename)}, line {frame.lineno}, in {frame.name}")
    lines.append(f"{type(error).__module__}.{type(error).__qualname__}{_number(error)}")
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            lines += ["one of them:", *_told(one, seen)]
    return lines


def _number(error: BaseException) -> str:
    """The number that the system gave it, which says what went wrong without naming any file."""
    number = getattr(error, "errno", None) or getattr(error, "sqlite_errorcode", None)
    return f" ({number})" if isinstance(number, int) else ""


def _short(text: str) -> str:
    """Paths from the program's own folder on: what is above it names a person."""
    return text.replace(str(_APP), "app").replace(str(Path.home()), "~")


def _write(details: str) -> None:
    """Add to the log; where that cannot be done, the details are still there to copy."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(details)
    log = log_path()
    with contextlib.suppress(OSError):
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > _MOST_BYTES:
            log.replace(log.with_name("errors.old.log"))
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{details}\n")
