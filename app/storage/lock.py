"""One Headwater a map: a lock beside it that the operating system drops when the process ends, however it ends."""

import contextlib
import getpass
import json
import os
import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from app.errors import FileBusy

_ELSEWHERE = 1 << 30
"""The byte that is locked on Windows, where locked bytes cannot be read: far behind the words."""


class Lock:
    """A lock that is held. ``left_over``: an earlier process ended without releasing it."""

    def __init__(self, path: Path, descriptor: int, *, left_over: bool) -> None:
        self.path = path
        self.left_over = left_over
        self._descriptor: int | None = descriptor

    def is_held(self) -> bool:
        """Whether the lock file is still in its place: a stick that was pulled out takes it along."""
        return self._descriptor is not None and _still_named(self._descriptor, self.path)

    def release(self) -> None:
        """Let others open the map; the lock file goes."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        if sys.platform == "win32":  # an open file cannot be removed there
            os.close(descriptor)
            with contextlib.suppress(OSError):
                self.path.unlink()
        else:  # removed while it is held, so that nobody takes a name that is about to go
            with contextlib.suppress(OSError):
                if _still_named(descriptor, self.path):
                    self.path.unlink()
            os.close(descriptor)


def lock_path(path: Path) -> Path:
    """Where the lock of a map is: beside the file itself, not beside a link to it."""
    real = path.resolve()
    return real.with_name(f".~{real.name}.lock")


def acquire(path: Path) -> Lock:
    """The lock of a map; FileBusy if another Headwater holds it, OSError if the place takes no lock file."""
    beside = lock_path(path)
    while True:
        descriptor = _opened(beside)
        try:
            _take_or_say_whose(descriptor, path)
            if _still_named(descriptor, beside):
                left_over = os.fstat(descriptor).st_size > 0
                _sign(descriptor)
                return Lock(beside, descriptor, left_over=left_over)
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _opened(beside: Path) -> int:
    try:
        return os.open(beside, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    except PermissionError:
        if not beside.exists():
            raise
        return os.open(beside, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))  # another user's: enough to see if it is held


def _take_or_say_whose(descriptor: int, path: Path) -> None:
    if not _take(descriptor):
        raise FileBusy(f"“{path.name}” is open in another Headwater{_whose(descriptor)}.")


def _still_named(descriptor: int, beside: Path) -> bool:
    """Whether the locked file is still the one of that name: its last holder may just have removed it."""
    try:
        return os.path.samestat(os.fstat(descriptor), beside.stat())
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> bool:
        os.lseek(descriptor, _ELSEWHERE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a share without locks: two at once cannot be noticed there, one can still work
            return True
        return True


def _sign(descriptor: int) -> None:
    """Write down who holds it; a full disk must not stop a map from being opened."""
    words = {"user": _user(), "host": socket.gethostname(), "since": datetime.now().astimezone().isoformat()}
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, json.dumps(words).encode())


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no name for this user number
        return "someone"


def _whose(descriptor: int) -> str:
    """“ (user on host, since 14:02)”, or '' if that cannot be read."""
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        words: Any = json.loads(os.read(descriptor, 4096))
        since = datetime.fromisoformat(words["since"]).astimezone()
        user, host = str(words["user"]), str(words["host"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    today = datetime.now().astimezone().date() == since.date()
    return f" ({user} on {host}, since {since:%H:%M})" if today else f" ({user} on {host}, since {since:%d.%m. %H:%M})"
