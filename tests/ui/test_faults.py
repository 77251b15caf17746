"""What happens to files in real life while the window is open: it is said, the work goes on, nothing is lost."""

import errno
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from disks import remount, small_disk, take_all_room
from plain_file import rows_in
from PySide6.QtWidgets import QFileDialog

from app.document import Document
from app.earlier import all_copies, restore
from app.model import edits, ids, steps
from app.storage import lock

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def on_a_disk(driver):
    """A window with a map on a small disk of its own."""
    with small_disk(1_000) as disk:
        Document.create(disk / "Winter.headwater", "Winter").close()
        driver.open(disk / "Winter.headwater")
        driver.workspace.view.setFocus()
        driver.add_symptom("People wait in hospital")
        yield driver, disk
        driver.window.close_map()
        driver.window.close_map()  # once more where the first was held up


def labels_in(path):
    with Document.open(path, look_only=True) as document:
        return {factor.label for factor in document.map.factors.values()}


def try_again(driver):
    """What the window does by itself every few seconds."""
    driver.workspace._try_again()
    driver.settle()


def saved(driver):
    return "All changes saved" in driver.status()


def close_for_good(driver, monkeypatch):
    """Close although steps cannot be written; nobody chooses another place."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    driver.press("Ctrl+W")
    if driver.window.workspace is not None:
        assert "Close once more" in driver.said()
        driver.press("Ctrl+W")
    assert driver.window.workspace is None


def from_copies(tmp_path):
    """What the newest earlier copy holds."""
    restore(all_copies()[0], tmp_path / "Restored.headwater")
    return labels_in(tmp_path / "Restored.headwater")


def test_a_full_disk(on_a_disk):
    driver, disk = on_a_disk
    take_all_room(disk / "filler")
    for number in range(12):
        driver.add_cause(f"Cause {number} {'of many words ' * 60}")
    assert "the disk is full" in driver.status()
    assert len(driver.labels()) == 13
    (disk / "filler").unlink()
    try_again(driver)
    assert saved(driver)
    assert len(rows_in(disk / "Winter.headwater")["factor"]) == 13


def test_a_map_on_a_read_only_medium_is_looked_at_and_copied(on_a_disk, tmp_path, monkeypatch):
    driver, disk = on_a_disk
    driver.press("Ctrl+W")
    remount(disk, "ro")
    driver.open(disk / "Winter.headwater")
    assert "can only be looked at" in driver.said()
    driver.workspace.view.setFocus()
    driver.press("S")
    assert driver.labels() == {"People wait in hospital"}
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "Mine.headwater"), ""))
    driver.press("Ctrl+Shift+S")
    assert labels_in(tmp_path / "Mine.headwater") == {"People wait in hospital"}
    remount(disk, "rw")


def test_a_stick_that_is_pulled_out_and_put_back(driver, tmp_path):
    stick, drawer = tmp_path / "stick", tmp_path / "drawer"
    stick.mkdir()
    Document.create(stick / "Winter.headwater", "Winter").close()
    driver.open(stick / "Winter.headwater")
    driver.workspace.view.setFocus()
    driver.add_symptom("People wait in hospital")
    stick.rename(drawer)
    driver.add_cause("Staff leave")
    assert "kept on this computer" in driver.status()
    driver.press("Ctrl+Z", "Ctrl+Y")
    assert "Staff leave" in driver.labels()
    drawer.rename(stick)
    try_again(driver)
    assert saved(driver)
    assert labels_in(stick / "Winter.headwater") == driver.labels()


def test_a_stick_that_never_comes_back(driver, tmp_path, monkeypatch):
    stick = tmp_path / "stick"
    stick.mkdir()
    Document.create(stick / "Winter.headwater", "Winter").close()
    driver.open(stick / "Winter.headwater")
    driver.workspace.view.setFocus()
    driver.add_symptom("People wait in hospital")
    shutil.rmtree(stick)
    driver.add_cause("Staff leave")
    driver.add_cause("Pay is low")
    close_for_good(driver, monkeypatch)
    assert from_copies(tmp_path) == {"People wait in hospital", "Staff leave", "Pay is low"}


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.unlink(),
        lambda path: os.truncate(path, 0),
        lambda path: os.truncate(path, 4096 * 3),
        lambda path: path.write_bytes(b"x" * path.stat().st_size),
        lambda path: shutil.copy(path.with_name("Other.headwater"), path),
        lambda path: path.with_name("Other.headwater").replace(path),
        lambda path: path.write_bytes(path.with_name("before").read_bytes()),
    ],
    ids=["deleted", "emptied", "cut off", "overwritten", "copied over", "replaced", "put back as it was"],
)
def test_a_file_that_is_harmed_under_the_window_loses_nothing_of_the_work(started, tmp_path, monkeypatch, harm):
    path = started.session.document.path
    Document.create(path.with_name("Other.headwater"), "Other").close()
    shutil.copy(path, path.with_name("before"))
    started.add_cause("Staff leave")
    harm(path)
    content = path.read_bytes() if path.exists() else None
    started.add_cause("Pay is low")
    try_again(started)
    started.add_cause("Money is short")
    wanted = {"People wait in hospital", "Staff leave", "Pay is low", "Money is short"}
    assert started.labels() == wanted
    assert not saved(started)
    assert (path.read_bytes() if path.exists() else None) == content  # whatever is there now is somebody else's
    close_for_good(started, monkeypatch)
    assert from_copies(tmp_path) == wanted


def test_another_place_is_offered_and_takes_everything(started, tmp_path, monkeypatch):
    path = started.session.document.path
    path.unlink()
    started.add_cause("Staff leave")
    chosen = tmp_path / "Elsewhere.headwater"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    started.press("Ctrl+W")
    assert labels_in(chosen) == {"People wait in hospital", "Staff leave"}


@pytest.mark.parametrize("years", [-60, -10, 10, 70])
def test_a_clock_that_jumps(started, monkeypatch, years):
    path = started.session.document.path
    jump = int(years * 365.25 * 86_400)
    real, real_ns = time.time, time.time_ns
    with monkeypatch.context() as jumped:
        jumped.setattr(ids.time, "time_ns", lambda: real_ns() + jump * 1_000_000_000)
        jumped.setattr(ids.time, "time", lambda: real() + jump)

        class Clock(steps.datetime):
            @classmethod
            def now(cls, zone=None):
                return cls.fromtimestamp(real() + jump, zone)

        jumped.setattr(steps, "datetime", Clock)
        started.add_cause("While the clock was wrong")
        started.press("Alt+8")
        started.settle()
        started.window.keeping.look()
        started.window.keeping.wait()
    started.view.setFocus()
    started.add_cause("Now it is right")
    started.press("Ctrl+Z", "Ctrl+Y", "Ctrl+W")
    with Document.open(path) as again:
        assert [head.number for head in again.history()] == list(range(1, len(again.history()) + 1))
        assert {factor.label for factor in again.map.factors.values()} == {
            "People wait in hospital",
            "While the clock was wrong",
            "Now it is right",
        }
        assert again.can_undo


HOLD = """
import sys
from pathlib import Path
from app.document import Document
with Document.open(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_the_same_map_in_two_programs(driver, tmp_path):
    path = tmp_path / "Winter.headwater"
    Document.create(path, "Winter").close()
    driver.begin("Something else")
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "open\n"
        driver.open(path)
        assert "is open in another Headwater" in driver.said()
        assert driver.labels() == {"Something else"}
        driver.view.setFocus()
        driver.add_symptom("Work goes on")
        assert "Work goes on" in driver.labels()
        other.stdin.close()
        other.wait()
    driver.open(path)
    assert driver.session.document.path == path


def test_a_share_that_knows_no_locks(driver, tmp_path, monkeypatch):
    path = tmp_path / "Winter.headwater"
    Document.create(path, "Winter").close()

    def refused(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock.fcntl, "flock", refused)
    driver.open(path)
    driver.workspace.view.setFocus()
    driver.add_symptom("People wait in hospital")
    assert saved(driver)
    with Document.open(path) as other:  # nobody could tell that it is open
        other.perform("Add", edits.add_factor("Of the other"))
    driver.add_cause("Staff leave")
    try_again(driver)
    assert "another program has changed the file" in driver.status()
    in_file = {row["label"] for row in rows_in(path)["factor"].values()}
    assert in_file == {"People wait in hospital", "Of the other"}
    assert driver.labels() == {"People wait in hospital", "Staff leave"}
    driver.window._warned = driver.session.document.waiting
