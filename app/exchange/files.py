"""Writing a file for someone else: whole or not at all."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from app.errors import ExportFailed


def write_whole(path: Path, fill: Callable[[BinaryIO], object]) -> None:
    """Let ``fill`` write into a new file beside ``path`` and put it there once all of it is on the disk.

    A file that stood there before stays as it was until then, and for good if anything fails. A device or pipe is
    written directly. Raises ExportFailed with one sentence.
    """
    with whole_file(path) as file:
        fill(file)


@contextmanager
def whole_file(path: Path, mark: str = "") -> Iterator[BinaryIO]:
    """The same for who writes bit by bit; ``mark`` names the part that is there meanwhile, see :func:`part_of`."""
    try:
        target = path.resolve()
        if target.is_dir():
            raise ExportFailed(f"“{path}” is a folder; give the picture a file name in it.")
        if target.exists() and not target.is_file():
            with target.open("wb") as device:
                yield device
            return
        with _replaced(target, mark) as file:
            yield file
    except (OSError, ValueError) as error:
        raise ExportFailed(_sentence(path, error)) from error


def part_of(path: Path, mark: str) -> Path:
    """The file that is there while a whole one is being written."""
    return path.resolve().with_name(f".headwater-{mark}.part")


@contextmanager
def _replaced(target: Path, mark: str) -> Iterator[BinaryIO]:
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "read-only", str(target))
    part = part_of(target, mark or uuid4().hex)
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            with suppress(OSError):
                shutil.copymode(target, part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _sentence(path: Path, error: OSError | ValueError) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number in {errno.ENOENT, errno.ENOTDIR}:
        return f"The folder “{path.parent}” does not exist, so “{path.name}” was not written."
    if number in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"“{path}” may not be written: the folder or file is read-only, or open in another program."
    if number in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return f"The disk is full, so “{path.name}” was not written."
    if number == errno.ENAMETOOLONG:
        return "The file name is too long; choose a shorter one."
    reason = (error.strerror or "").lower() if isinstance(error, OSError) else "the name is not a file name"
    return f"“{path.name}” could not be written ({reason or 'no reason was given'})."
