"""Disks that can really be filled, and made to take nothing: where the machine lets a test mount one."""

import errno
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(kilobytes):
    folder = Path(tempfile.mkdtemp())
    made = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder], capture_output=True, check=False
    )
    try:
        if not made or made.returncode:
            pytest.skip("no disk can be mounted here")
        try:
            yield folder
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
    finally:
        folder.rmdir()


def take_all_room(filler):
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise


def remount(folder, how):
    """Have a small disk be read-only (``ro``) or not (``rw``)."""
    done = subprocess.run(["mount", "-o", f"remount,{how}", folder], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("no disk can be made read-only here")
