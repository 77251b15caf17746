"""Keeping: earlier copies of the open map are made now and then, beside the window, without anybody asking."""

import contextlib
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, QTimer, Signal

from app.drawing.theme import Theme
from app.errors import HeadwaterError
from app.ui.small_picture import as_png, small_picture

if TYPE_CHECKING:
    from app.earlier import Keepsake
    from app.ui.session import Session

_FIRST_AFTER = 5_000
"""Milliseconds after opening at which a map that has no copy of its present state gets one."""
_LOOK_EVERY = 60_000
_APART = 600.0
"""Seconds between two copies of a map that is being changed."""
_RESCUES_APART = 120.0
"""The same while its file cannot be reached."""
_PICTURE = QSize(432, 256)


class Keeping(QObject):
    """One for each open map."""

    told = Signal(str)
    """One sentence, once, where no copy can be kept."""

    def __init__(self, session: "Session", theme: Theme) -> None:
        super().__init__(session)
        self._session = session
        self.theme = theme
        self._job: _Job | None = None
        self._last, self._last_rescue = -_APART, -_RESCUES_APART
        self._revision = -1
        """That of the map when the latest copy was begun."""
        self._has_told = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(_FIRST_AFTER, self, self.look)
        session.status_changed.connect(self._look_if_at_risk)

    def look(self) -> None:
        """Make a copy if there is something new and it is time."""
        self._hear()
        document = self._session.document
        if document.read_only or self._is_busy() or document.revision == self._revision:
            return
        now = time.monotonic()
        if document.at_risk:
            if now - self._last_rescue >= _RESCUES_APART:
                self._rescue()
        elif now - self._last >= _APART:
            self._begin()

    def _look_if_at_risk(self) -> None:
        if self._session.document.at_risk:
            self.look()

    def finish(self) -> None:
        """The map is about to be closed: let what has changed since the latest copy have one, beside all else."""
        self._timer.stop()
        document = self._session.document
        if document.read_only or document.revision in (self._revision, 0):
            return  # nothing new since the latest copy, or nothing done at all
        if document.at_risk:
            self._rescue()
        elif not self._is_busy():
            self._begin()

    def wait(self) -> None:
        """Until the copy that is being made is there."""
        if self._job is not None:
            self._job.thread.join()
            self._hear()

    def _is_busy(self) -> bool:
        return self._job is not None and self._job.thread.is_alive()

    def _begin(self) -> None:
        from app.earlier import Keepsake

        self._revision, self._last = self._session.document.revision, time.monotonic()
        self._job = _Job(Keepsake.of(self._session.document), self._picture())

    def _rescue(self) -> None:
        from app.earlier import keep_from_memory

        self._revision, self._last_rescue = self._session.document.revision, time.monotonic()
        try:
            kept = keep_from_memory(self._session.document)
        except HeadwaterError:
            return  # that steps wait, and where, is said already
        with contextlib.suppress(OSError):
            kept.picture.write_bytes(self._picture()())

    def _picture(self) -> Callable[[], bytes]:
        """What paints the picture, of the map as it is now; it takes a while where there are thousands of factors."""
        now, boxes, theme = self._session.map, dict(self._session.boxes), self.theme
        return lambda: as_png(small_picture(now, boxes, theme, _PICTURE))

    def _hear(self) -> None:
        """What came of the copy that was being made."""
        if self._job is None or self._is_busy():
            return
        failed, self._job = self._job.failed, None
        if failed:
            self._revision = -1  # once more the next time
            if not self._has_told:
                self._has_told = True
                self.told.emit(failed)


class _Job:
    """A copy in the making, on a thread that the program waits for when it ends."""

    def __init__(self, keepsake: "Keepsake", picture: Callable[[], bytes]) -> None:
        self.failed = ""
        self._keepsake, self._picture = keepsake, picture
        self.thread = threading.Thread(target=self._run, name="earlier copy")
        self.thread.start()

    def _run(self) -> None:
        from app.earlier import is_kept, keep

        try:
            if not is_kept(self._keepsake):
                keep(self._keepsake).picture.write_bytes(self._picture())
        except HeadwaterError as error:
            self.failed = str(error)
        except OSError:
            return  # a copy without its picture is a copy
