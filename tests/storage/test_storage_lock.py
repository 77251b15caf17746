"""One Headwater a map: the second is told who has it, and a process that ends however it ends leaves no lock."""

import json
import os
import re
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.document import Document
from app.errors import FileBusy
from app.model import edits
from app.storage import lock

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, pathlib
from app.document import Document
document = Document.open(pathlib.Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "Winter.headwater"
    Document.create(path).close()
    return path


@pytest.fixture
def another(path):
    """A second program that has the map open; it ends when its input does."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, path], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "open\n"
        yield process
        process.stdin.close()
        process.wait()


def test_the_second_is_told_who_has_the_map_and_since_when(path, another):
    since = datetime.fromtimestamp(lock.lock_path(path).stat().st_mtime).astimezone()
    with pytest.raises(FileBusy) as caught:
        Document.open(path)
    words = r"“Winter\.headwater” is open in another Headwater \((.+) on (.+), since (\d\d:\d\d)\)\."
    found = re.fullmatch(words, str(caught.value))
    assert found
    assert found[2] == os.uname().nodename if hasattr(os, "uname") else True
    assert found[3] in {f"{since - timedelta(seconds=late):%H:%M}" for late in (0, 2)}
    assert lock.lock_path(path).exists()


def test_a_killed_process_leaves_no_lock(path, another):
    another.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    another.wait()
    assert lock.lock_path(path).exists()
    with Document.open(path) as document:
        document.perform("Add", edits.add_factor("One"))
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_closed_map_can_be_opened_by_the_next(path, another):
    another.stdin.close()
    another.wait()
    Document.open(path).close()


def test_the_same_process_is_no_exception(path):
    with Document.open(path):
        with pytest.raises(FileBusy):
            Document.open(path)
        assert lock.lock_path(path).exists()
    Document.open(path).close()


def test_a_map_reached_through_a_link_is_the_same_map(path, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    alias = tmp_path / "elsewhere" / "alias.headwater"
    try:
        alias.symlink_to(path)
    except OSError:
        pytest.skip("no symbolic links here")
    with Document.open(alias), pytest.raises(FileBusy):
        Document.open(path)


def test_a_copy_does_not_replace_a_map_that_is_open(path, tmp_path):
    other = tmp_path / "Other.headwater"
    with Document.create(other), Document.open(path) as document:
        with pytest.raises(FileBusy, match="Other"):
            document.save_copy(other)
        assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"user": 1, "host": 2, "since": "never"}', b"\xff" * 9000])
def test_a_lock_whose_words_cannot_be_read_still_locks(path, content):
    with Document.open(path):
        lock.lock_path(path).write_bytes(content)
        with pytest.raises(FileBusy, match="is open in another Headwater"):
            Document.open(path)


def test_a_lock_of_another_day_says_the_day(path):
    with Document.open(path):
        words = {"user": "Ada", "host": "laptop", "since": "2026-03-04T14:02:00+00:00"}
        lock.lock_path(path).write_text(json.dumps(words))
        with pytest.raises(FileBusy, match=r"\(Ada on laptop, since 0\d\.03\. \d\d:\d\d\)"):
            Document.open(path)


def test_a_refused_file_leaves_no_lock_behind(path):
    path.write_bytes(path.read_bytes()[:8192])
    with pytest.raises(Exception, match="cut off"):
        Document.open(path)
    assert not lock.lock_path(path).exists()
