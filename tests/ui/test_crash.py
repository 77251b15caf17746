"""Faults of our own: no word of the map in the log, one sentence for the person, and the work goes on."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from plain_file import rows_in
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.document import Document
from app.errors import RuleBroken
from app.ui import crash
from app.ui.session import Session

ROOT = Path(__file__).resolve().parents[2]
SECRET = "Mrs Smith waited nine days"


def raised(error, cause=None):
    """The error as it comes from somewhere deep."""
    try:
        if cause is None:
            raise error
        try:
            raise cause
        except type(cause) as earlier:
            raise error from earlier
    except type(error) as caught:
        return caught


def catch(started, error):
    started.window.faults.caught(type(error), error, error.__traceback__)
    started.settle()


def log(tmp_path):
    return (tmp_path / "data" / "errors.log").read_text("utf-8")


def test_a_fault_is_said_and_the_work_goes_on(started, tmp_path):
    catch(started, raised(KeyError(SECRET)))
    bar = started.window.faults.bar
    assert bar.isVisible()
    assert "Your map is safe" in bar.sentence.text()
    assert "KeyError" in log(tmp_path)
    assert "in raised" in log(tmp_path)
    started.add_cause("Staff leave")
    assert "Staff leave" in started.labels()


def test_neither_log_nor_details_nor_the_console_hold_what_a_fault_says(started, tmp_path, capsys):
    started.add_cause(SECRET)
    group = ExceptionGroup(SECRET, [raised(ValueError(SECRET)), raised(TypeError(SECRET), KeyError(SECRET))])
    catch(started, raised(group, OSError(28, SECRET, f"/home/someone/{SECRET}.headwater")))
    QTest.mouseClick(started.window.faults.bar.copy, Qt.MouseButton.LeftButton)
    copied = QApplication.clipboard().text()
    for text in (log(tmp_path), copied, capsys.readouterr().err):
        assert "Smith" not in text
        assert str(Path.home()) not in text
        for name in ("ExceptionGroup", "ValueError", "TypeError", "KeyError", "OSError (28)", "2 factors and 1 links"):
            assert name in text
    assert started.window.faults.bar.copy.text() == "Copied"


def test_the_same_fault_again_and_again_is_written_and_said_once(started, tmp_path):
    for _ in range(50):
        catch(started, raised(KeyError("one")))
    assert log(tmp_path).count("KeyError") == 1
    catch(started, raised(RuleBroken("another")))
    assert "RuleBroken" in log(tmp_path)


def test_the_log_is_bounded(started, tmp_path, monkeypatch):
    monkeypatch.setattr(crash, "_MOST_BYTES", 2_000)
    monkeypatch.setattr(crash, "_SAME_AGAIN", 0.0)
    for _ in range(40):
        catch(started, raised(KeyError("one")))
    kept = sorted((tmp_path / "data").glob("errors*.log"))
    assert [each.name for each in kept] == ["errors.log", "errors.old.log"]
    assert all(each.stat().st_size < 4_000 for each in kept)


def test_what_is_on_screen_follows_the_last_step_after_a_fault_in_the_middle_of_it(started, monkeypatch):
    session = started.session

    def fails(*_):
        raise ValueError(SECRET)

    monkeypatch.setattr(session.rerouting, "follow", fails)
    from app.model import edits

    changes = edits.add_factor("Staff leave")
    with pytest.raises(ValueError, match="nine days") as caught:
        session.perform("Add", changes)
    monkeypatch.undo()
    assert changes[0].id not in session.boxes
    catch(started, caught.value)
    assert changes[0].id in session.boxes
    assert "Staff leave" in started.labels()
    assert "Staff leave" in str(rows_in(session.document.path))
    del session


def test_a_fault_while_going_on_is_written_too_and_the_window_stays(started, tmp_path, monkeypatch):
    def fails(*_):
        raise ArithmeticError(SECRET)

    monkeypatch.setattr(Session, "bring_in", fails)
    catch(started, raised(KeyError("one")))
    assert "ArithmeticError" in log(tmp_path)
    assert started.window.isVisible()


def test_where_steps_wait_the_sentence_says_so(started, monkeypatch):
    monkeypatch.setattr(Document, "waiting", "The last step is kept on this computer.")
    catch(started, raised(KeyError("one")))
    assert "kept on this computer" in started.window.faults.bar.sentence.text()
    assert "in its file" not in started.window.faults.bar.sentence.text()


def test_the_bar_goes_by_mouse_and_by_key_and_keeps_to_the_foot_of_the_window(started):
    bar = started.window.faults.bar
    catch(started, raised(KeyError("one")))
    started.window.resize(1100, 700)
    started.settle()
    assert bar.geometry().bottom() < started.window.height()
    bar.copy.setFocus()
    started.press("Esc")
    assert not bar.isVisible()
    bar.show_fault("Once more.", "details")
    QTest.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


def test_a_fault_on_another_thread_is_caught_too(started, tmp_path, qtbot):
    faults = started.window.faults
    error = raised(KeyError(SECRET))
    told = threading.ExceptHookArgs((KeyError, error, error.__traceback__, None))
    thread = threading.Thread(target=faults._caught_elsewhere, args=(told,))
    thread.start()
    thread.join()
    qtbot.waitUntil(faults.bar.isVisible)
    assert "KeyError" in log(tmp_path)
    assert "Smith" not in log(tmp_path)


def test_without_a_place_for_the_log_the_details_are_there_all_the_same(started, tmp_path, monkeypatch):
    wall = tmp_path / "wall"
    wall.write_text("a file where the folder should be")
    monkeypatch.setenv("HEADWATER_DATA", str(wall))
    catch(started, raised(KeyError("one")))
    QTest.mouseClick(started.window.faults.bar.copy, Qt.MouseButton.LeftButton)
    assert "KeyError" in QApplication.clipboard().text()


PROGRAM = """
import ctypes, sys
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from app.ui import start_up
from app.ui.main_window import MainWindow

made = []
first = MainWindow.__init__
def init(self):
    first(self)
    made.append(self)
MainWindow.__init__ = init
how = sys.argv[1]

def work():
    window = made[0]
    if how == "look":
        print(window.faults.bar.isVisible(), window.faults.bar.sentence.text())
        window.close()
        return
    window.opening.begin_with("People wait in hospital")
    if how == "die":
        sys.stdout.flush()
        ctypes.string_at(0)
    QTimer.singleShot(0, fail)

def fail():
    QTimer.singleShot(100, go_on)
    raise ValueError("secret words")

def go_on():
    from app.model import edits
    window = made[0]
    window.workspace.session.perform("Add", edits.add_factor("Staff leave"))
    print(window.workspace.session.document.path)
    window.close()

start = start_up._after_first_paint
def after(window, path, **more):
    start(window, path, **more)
    QTimer.singleShot(0, work)
start_up._after_first_paint = after
sys.exit(start_up.run())
"""


def program(how):
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, how], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def test_a_running_program_goes_on_after_a_fault_in_its_event_loop(tmp_path, monkeypatch):
    monkeypatch.setenv("HEADWATER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HEADWATER_MAPS", str(tmp_path / "maps"))
    ran = program("go on")
    assert ran.returncode == 0, ran.stderr
    labels = {row["label"] for row in rows_in(Path(ran.stdout.strip()))["factor"].values()}
    assert labels == {"People wait in hospital", "Staff leave"}
    assert "ValueError" in log(tmp_path)
    assert "secret" not in log(tmp_path) + ran.stderr
    assert not (tmp_path / "data" / "crash.log").exists()


def test_a_program_that_was_killed_by_its_own_fault_says_so_the_next_time(tmp_path, monkeypatch):
    monkeypatch.setenv("HEADWATER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HEADWATER_MAPS", str(tmp_path / "maps"))
    assert program("die").returncode < 0
    ran = program("look")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(f"True {crash.AFTER_A_CRASH}")
    assert "Segmentation fault" in log(tmp_path)
    assert program("look").stdout.startswith("False")
