"""A robot at the real window that works without end, by keys, until it is killed; it tells each step that was done."""

import contextlib
import os
import random
import shutil
from pathlib import Path

WORDS = ("People wait", "Pay is low", "No home care at weekends", "Nobody decides", "The form is lost", "Beds are full")


def work(path: Path, seed: int, pipe: int, *, acts: int = 0) -> None:
    """Open the map and work on it: ``!`` on the pipe before opening, then the id of each step. ``acts``: an end."""
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_STYLE_OVERRIDE="Fusion")
    from PySide6.QtWidgets import QApplication

    from app.ui.main_window import MainWindow

    application = QApplication.instance() or QApplication([])
    window = MainWindow()
    put_up = window.put_up

    def listening(document):
        put_up(document)
        if document.path == path:
            document.subscribe(lambda applied: os.write(pipe, f"{applied.step.id}\n".encode()))

    window.put_up = listening
    window.resize(1200, 800)
    window.show()
    application.processEvents()
    os.write(pipe, b"!\n")
    window.opening.open_path(path)
    chance = random.Random(seed)
    done = 0
    while not acts or done < acts:
        done += 1
        robot = Robot(window, path, chance)
        robot.act()
        application.processEvents()
    window.close()


class Robot:
    """One act of a facilitator at a time, at random."""

    def __init__(self, window, path: Path, chance: random.Random) -> None:
        self.window, self.path, self.chance = window, path, chance

    def act(self) -> None:
        """Do the next thing."""
        if self.window.workspace is None or self.window.workspace.session.document.path != self.path:
            self.window.opening.open_path(self.path)
        often = {
            self.cause: 20,
            self.symptom: 6,
            self.said: 12,
            self.delete: 6,
            self.undo: 10,
            self.redo: 6,
            self.mark: 10,
            self.tidy: 4,
            self.export: 4,
            self.copy: 3,
            self.keep: 3,
            self.elsewhere: 1,
            self.reopen: 2,
        }
        self.chance.choices(list(often), list(often.values()))[0]()

    def press(self, *keys) -> None:
        """Keys on the map."""
        from PySide6.QtTest import QTest

        for key in keys:
            QTest.keyClick(self.window.workspace.view, *key)

    def type_into_focus(self, words: str) -> None:
        """Words and Enter wherever the keyboard is."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        widget = QApplication.focusWidget() or self.window.workspace.view
        QTest.keyClicks(widget, words)
        QTest.keyClick(QApplication.focusWidget() or widget, Qt.Key.Key_Return)

    def choose(self) -> None:
        """Select some factor, if there is any, and give the map the keyboard."""
        session = self.window.workspace.session
        if session.map.factors:
            session.select([self.chance.choice(list(session.map.factors))])
        self.window.workspace.view.setFocus()

    def cause(self) -> None:
        """Why? and a cause."""
        from PySide6.QtCore import Qt

        self.choose()
        if self.window.workspace.session.selection:
            self.press((Qt.Key.Key_Tab,))
            self.type_into_focus(f"{self.chance.choice(WORDS)} {self.chance.randrange(10_000)}")

    def symptom(self) -> None:
        """Another symptom."""
        self.window.workspace.view.setFocus()
        self.trigger("factor.symptom")
        self.type_into_focus(f"{self.chance.choice(WORDS)} {self.chance.randrange(10_000)}")

    def said(self) -> None:
        """A whole chain in the capture bar."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        number = self.chance.randrange(10_000)
        self.trigger("capture.open")
        self.type_into_focus(f"pay is low {number} > staff leave {number} > no home care {number}")
        field = self.window.workspace.capture
        QTest.keyClick(field, Qt.Key.Key_Escape)

    def delete(self) -> None:
        """A few factors, with all that hangs on them."""
        session = self.window.workspace.session
        factors = list(session.map.factors)
        session.select(self.chance.sample(factors, len(factors) // 5))
        self.trigger("factor.delete")

    def undo(self) -> None:
        """Back."""
        self.trigger("edit.undo")

    def redo(self) -> None:
        """Forth."""
        self.trigger("edit.redo")

    def mark(self) -> None:
        """Pin, park, mark or doubt something."""
        self.choose()
        self.trigger(self.chance.choice(("factor.pin", "factor.park", "factor.kind")))

    def tidy(self) -> None:
        """Arrange the whole map."""
        self.trigger("map.tidy")

    def export(self) -> None:
        """A picture or a document, written beside the window."""
        from app.exchange.pictures import PictureChoice

        out = self.path.with_name("out")
        out.mkdir(exist_ok=True)
        exporting = self.window.exporting
        if exporting.busy:
            return
        if self.chance.random() < 0.5:
            exporting.write_picture(out / "map.png", PictureChoice())
        else:
            exporting.write_map(out / "map.graphml", "graphml")

    def copy(self) -> None:
        """A copy under another name, over the one before."""
        self.window.workspace.session.document.save_copy(self.path.with_name("Copy.headwater"))

    def keep(self) -> None:
        """The earlier copy that time would bring."""
        self.window.keeping._last = -10_000.0
        self.window.keeping.look()

    def elsewhere(self) -> None:
        """Another program's map is brought in as a map of its own, and then back to this one."""
        from app.exchange.foreign.read import read_foreign

        self.window.opening.open_imported(read_foreign(b"cause,effect\na,b\nb,c\n", "list.csv"), "list")

    def reopen(self) -> None:
        """Close the map and open it again."""
        self.window.close_map()
        self.window.opening.open_path(self.path)

    def trigger(self, action: str) -> None:
        """An action of the menus, if it can be done now."""
        found = self.window.actions_by_id[action]
        if found.isEnabled():
            found.trigger()


def fresh_old_map(files: Path, path: Path, version: int) -> None:
    """Put a map of an older format in the place."""
    for beside in (path.with_name(f"{path.name}-journal"), path):
        with contextlib.suppress(FileNotFoundError):
            beside.unlink()
    shutil.copy(files / f"v{version}.headwater", path)
