"""A robot facilitator: takes down, revises and looks, at the real window and by real keys. See soak.py.

What it does next is drawn by dice with a seed. It reads the map as eyes would and changes nothing but by keys, the
mouse and menus; file dialogs are the system's own, so the place it would have chosen there is given.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "ui"))

from driver import Driver

from app.model.phrases import quoted
from app.ui.export_dialog import ExportDialog

WHO = "night staff,the ward,our pharmacy,each agency,nobody,the family,a driver,the panel,the surgery,a carer,the bank"
DOES = "waits for,loses,pays late for,cannot reach,quarrels with,asks twice for,hides,forgets,repeats,shuts,rations"
WHAT = "the rota,new contracts,the form,spare keys,the budget,a bed,the van,old targets,night calls,the list,training"
ROOM = ("Ward sister", "County council", "Home care agency", "People who were there*", "Ambulance service", "Surgery")
PATIENCE = 20.0
"""Seconds that an answer of the worker is waited for before that is a fault."""

Does = Callable[[], object]


class _Hands:
    """What the driver of the tests expects of its test."""

    addWidget = waitExposed = staticmethod(lambda *_: None)  # noqa: N815  # Qt's own names


class Facilitator(Driver):
    """One person at one window for a whole day. ``most`` is how many factors the map grows to."""

    def __init__(self, folder: Path, seed: int, most: int) -> None:
        self.dice = random.Random(seed)
        self.folder, self.most = folder, most
        self.idle: dict[str, int] = {}
        """By kind: acts that were meant to change the map and did not."""
        self._number = 0
        QFileDialog.getSaveFileName = lambda *_: (str(self._given), "")  # type: ignore[assignment]
        QFileDialog.getOpenFileName = lambda *_: (str(self._given), "")  # type: ignore[assignment]
        self._given = folder / "nothing"
        super().__init__(_Hands())
        self.begin("People wait in hospital for a way home")
        self.calm()
        self.path = self.session.document.path
        self.changes: dict[str, tuple[int, Does]] = {
            "link known factors": (24, self.say_known),
            "rename": (14, self.rename),
            "delete a link": (4, self.delete_link),
            "link leads elsewhere": (7, self.move_end),
            "link by L": (12, self.link),
            "certainty": (8, lambda: self.on_link(*self.dice.choice("123"))),
            "reverse": (2, lambda: self.on_link("R")),
            "less, or more": (2, lambda: self.on_link("N")),
            "what comes between": (3, self.between),
            "symptom or cause": (1, lambda: self.on_factor("M", "M")),
            "merge": (3, self.merge),
            "split": (2, self.split),
            "why, and why again": (6, self.why),
            "pin": (2, lambda: self.on_factor("P")),
            "park": (3, lambda: self.on_factor("Shift+P")),
            "unpark": (4, self.unpark),
            "undo": (8, self.undo),
            "vote": (8, self.vote),
            "voice": (5, lambda: self.on_factor("V", "Enter")),
            "evidence": (5, self.evidence),
            "plan an action": (2, self.action),
            "answer a question": (5, self.answer),
            "paste lines": (2, self.paste_lines),
            "copy and paste": (1, self.copy_and_paste),
            "nudge": (4, lambda: self.on_factor("Ctrl+Right", "Ctrl+Up")),
        }
        pages = "robust Alt+2,act Alt+4,loops Alt+5,paths Alt+6,opinions Alt+7,voices Ctrl+2,evidence Ctrl+3"
        pages += ",votes Ctrl+4,friend Ctrl+5,board Ctrl+6,table Ctrl+7,timeline Ctrl+8,measures Ctrl+9"
        self.looks: dict[str, tuple[int, Does]] = {
            f"page: {name}": (3, lambda key=key: self.page(key))
            for name, key in (each.split(" ") for each in pages.split(","))
        }
        self.looks |= {
            "page: history": (3, self.history),
            "page: what if": (3, self.what_if),
            "walk along the map": (12, self.walk),
            "zoom and move": (12, self.zoom),
            "find": (10, lambda: self.go_to(self.some())),
            "find anything": (5, self.palette),
            "tidy": (5, self.tidy),
            "fold the outline": (5, self.fold_outline),
            "fold a panel": (3, self.fold_panel),
            "present": (6, self.present),
            "help and keys": (2, self.help),
            "who speaks": (6, self.who_speaks),
            "light or dark": (1, lambda: self.press("Ctrl+Shift+D", "Ctrl+Shift+D")),
            "export a picture": (2, self.export),
            "copy a picture": (1, lambda: self.press("Ctrl+Shift+C")),
            "save a copy": (2, self.save_copy),
        }

    # -- waiting

    def calm(self) -> float:
        """Let everything come to rest as it would in twenty seconds; how long this thread worked for it, in ms."""
        begun = time.thread_time()
        for _ in range(2):
            self.until(self.is_calm)
            self.sweep()
        return (time.thread_time() - begun) * 1000

    def until(self, holds: Callable[[], object]) -> None:
        """Let the event loop go round until this is so; TimeoutError if it does not come to be."""
        loop, ticks, end = QEventLoop(), QTimer(), time.monotonic() + PATIENCE
        ticks.timeout.connect(lambda: loop.quit() if holds() or time.monotonic() > end else None)
        ticks.start(3)
        loop.exec()
        if not holds():
            raise TimeoutError(f"no rest in {PATIENCE:.0f} s")

    def sweep(self) -> None:
        """Delete what is to be deleted later, as the program's own event loop does."""
        QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
        QApplication.processEvents()

    def is_calm(self) -> bool:
        """Whether no worker is asked, nothing has a turn to come and nothing is being written."""
        window, workspace = self.window, self.window.workspace
        if window.exporting.busy or workspace is None:
            return not window.exporting.busy
        session = workspace.session
        waits = session.turns._tick, workspace.easing._rest, workspace.offer._pause, session.rerouting._soon
        waits += session.asking._rest, session._revisiting._wait
        asked = session._worker._asked, session.inquiries._running, session.inquiries._waiting
        return not (any(each.isActive() for each in waits) or any(asked) or session.arranging.busy)

    # -- what it does next

    def grown(self) -> bool:
        """Whether the map is as large as it will be."""
        return len(self.session.boxes) >= self.most

    def say(self) -> tuple[str, Does]:
        """The next thing said: new factors while the map grows; later mostly something else of what is there."""
        if not self.grown():
            return ("new factors", self.say_new) if self.dice.random() < 0.85 else self._drawn(self.changes)
        if len(self.session.boxes) > self.most + 10 or self.dice.random() < 0.1:
            return "delete a factor", self.delete_factor
        if len(self.session.map.links) < 1.5 * self.most and self.dice.random() < 0.3:
            return "link known factors", self.say_known
        return self._drawn(self.changes)

    def look(self) -> tuple[str, Does]:
        """Something to look at."""
        return self._drawn(self.looks)

    def _drawn(self, among: dict[str, tuple[int, Does]]) -> tuple[str, Does]:
        [name] = self.dice.choices(list(among), [weight for weight, _ in among.values()])
        return name, among[name][1]

    def do(self, kind: str, act: Does) -> None:
        """Do it; what was meant to change the map and did not is noted."""
        before = self.window.workspace.session.document.revision
        act()
        if (kind in self.changes or kind == "tidy") and self.session.document.revision == before:
            self.idle[kind] = self.idle.get(kind, 0) + 1

    # -- words

    def words(self) -> str:
        """Words that no factor has yet."""
        self._number += 1
        who, does, what = (self.dice.choice(each.split(",")) for each in (WHO, DOES, WHAT))
        return f"{who} {does} {what} {self._number}"

    def some(self, near: int = 0) -> str:
        """The words of a factor of the map; of the latest so many, if that is said."""
        ids = list(self.session.boxes)
        return self.session.map.factors[self.dice.choice(ids[-near:] if near else ids)].label

    def say_line(self, line: str) -> None:
        """Type a line into the capture bar, which may be open already; mostly it stays open."""
        if self.focused() is not self.workspace.capture.field:
            self.press("Ctrl+J")
        self.enter(line)
        left = self.workspace.capture.field.text()
        assert not left, f"not taken: {left}: {self.workspace.capture.says.text()}"

    def say_new(self) -> None:
        """A chain of what is new, mostly to something that is there."""
        new, known = [self.words() for _ in range(3)], quoted(self.some(near=40))
        shapes = (
            f"{new[0]} > {new[1]} > {known}",
            f"{new[0]}, {new[1]} > {known}",
            f"{new[0]} + {new[1]} > {known}",
            f"{known} < {new[0]}",
            f"{new[0]} ?> {known}",
            f"{new[0]} > {new[1]} > {new[2]} > {known}",
            f"> {new[0]}" if self.session.selected_factors() else new[0],
            new[0] if self.dice.random() < 0.3 else f"{new[0]}! < {new[1]}",
        )
        self.say_line(self.dice.choice(shapes))

    def say_known(self) -> None:
        """A link between what is there, or, where that goes round in a circle of two, one of what is new."""
        cause, effect = self.some(), self.some()
        if cause == effect:
            effect = self.words()
        self.say_line(
            f"{quoted(cause)} > {quoted(effect)}" if self.dice.random() < 0.75 else f"{self.words()} > {quoted(effect)}"
        )

    # -- ways to get there

    def to_map(self) -> None:
        """Give the map the keyboard, wherever it is now."""
        if self.workspace.capture.isVisible():
            self.press("Ctrl+J", "Esc")
        for _ in range(6):
            if self.view.hasFocus():
                return
            self.press("F6")
        raise AssertionError(f"the keyboard is at {self.focused()}")

    def go_to(self, label: str) -> None:
        """Find a factor and have the keyboard on the map."""
        self.to_map()
        self.find(label)
        assert self.selected() == {label}, (self.selected(), label)

    def on_factor(self, *keys: str) -> None:
        """Find any factor, then press these."""
        self.go_to(self.some())
        self.press(*keys)

    def on_link(self, *keys: str) -> None:
        """Find a factor and press K until a certain link of it is selected, then press these."""
        cause_map = self.session.map
        link = self.dice.choice(list(cause_map.links.values()))
        self.go_to(cause_map.factors[link.cause].label)
        for _ in range(40):
            self.press("K")
            if self.session.selection == (link.id,):
                break
        self.press(*keys)

    def enter(self, words: str) -> None:
        """Type these where the keyboard is, and Enter."""
        self.type(words)
        self.press("Enter")

    # -- changes

    def rename(self) -> None:
        """F2 and other words."""
        self.on_factor("F2")
        self.enter(self.words())

    def delete_factor(self) -> None:
        """Of a few the one with the fewest links."""
        ids, cause_map = self.dice.sample(list(self.session.boxes), 4), self.session.map
        least = min(ids, key=lambda id_: len(cause_map.links_into(id_)) + len(cause_map.links_out_of(id_)))
        self.go_to(cause_map.factors[least].label)
        self.press("Del")

    def delete_link(self) -> None:
        """K and Del."""
        self.on_link("Del")

    def move_end(self) -> None:
        """E: the link leads to something else."""
        self.on_link("E")
        self.enter(self.some())

    def link(self) -> None:
        """L: it leads to something else too."""
        self.on_factor("L")
        self.enter(self.some())

    def between(self) -> None:
        """B: what comes between."""
        self.on_link("B")
        self.enter(self.words())

    def merge(self) -> None:
        """J: it is the same as something else."""
        self.on_factor("J")
        self.enter(self.some())

    def split(self) -> None:
        """D: two things."""
        self.on_factor("D")
        self.enter(f"{self.words()} / {self.words()}")

    def why(self) -> None:
        """Tab twice."""
        self.on_factor()
        for _ in range(2):
            self.add_cause(self.words())

    def unpark(self) -> None:
        """One out of the parking lot: onto the map, under what is selected, or away; if it is empty, one into it."""
        if self.session.map.parked():
            self.go_to(self.some())
            self.press("Ctrl+Shift+P")
            self.type(">") if self.dice.random() < 0.5 else self.press(self.dice.choice(("Enter", "Del")))
        else:
            self.say_line(self.words())

    def undo(self) -> None:
        """A few steps back, mostly forth again."""
        times = self.dice.randrange(1, 5)
        self.to_map()
        self.press(*["Ctrl+Z"] * times)
        if self.dice.random() < 0.7:
            self.press(*["Ctrl+Y"] * (times - self.dice.randrange(2)))

    def vote(self) -> None:
        """Dots, as they are called out."""
        self.press("Ctrl+4")
        for _ in range(2):
            self.enter(f"{self.dice.randrange(len(self.session.boxes)) + 1} {self.dice.randrange(3) + 1}")

    def bring_in_voices(self) -> None:
        """Everybody in the room says who they are."""
        for name in ROOM:
            self.say_line(f"@{name}")
        self.calm()

    def who_speaks(self) -> None:
        """@ and some letters of a name in the capture bar."""
        self.say_line(f"@{self.dice.choice(ROOM)[:6]}")

    def evidence(self) -> None:
        """Q, and what it rests on."""
        self.on_factor("Q")
        self.enter(f"Said at table {self.words()}")

    def action(self) -> None:
        """Shift+A, and what is to be done."""
        self.on_factor("Shift+A")
        self.enter(f"See to it that {self.words()}")
        self.put_plan_away()

    def put_plan_away(self) -> None:
        """Esc, as often as it takes."""
        for _ in range(4):
            if self.workspace.plan.page is not None:
                self.press("Esc")

    def answer(self) -> None:
        """Take one of the critical friend's questions."""
        self.press("Ctrl+5")
        self.until(lambda: self.is_calm() and self.session.asking.is_known)
        if not self.session.asking.asked.open:
            self.vote()
            return
        self.settle()
        self.press("Down", "Enter")
        self.type("As the room said")
        self.press(self.dice.choice(("Enter", "Shift+Enter", "Ctrl+Enter")))

    def paste_lines(self) -> None:
        """Somebody's notes."""
        new = [self.words() for _ in range(4)]
        QGuiApplication.clipboard().setText(
            f"{new[0]} > {quoted(self.some())}\n{new[1]} > {new[0]}\n{new[2]}\n{new[3]}"
        )
        self.to_map()
        self.press("Ctrl+V")
        self.until(lambda: "Enter adds" in self.workspace.capture.says.text())
        self.press("Enter")

    def copy_and_paste(self) -> None:
        """A part of the map once more."""
        self.on_factor("Shift+Left", "Ctrl+C", "Ctrl+V")

    # -- looks

    def page(self, key: str) -> None:
        """Open it, let it come, go through a few of its rows."""
        self.press(key)
        self.calm()
        self.press("Down", "Down")
        self.put_plan_away()
        if self.dice.random() < 0.5:
            self.press("Alt+1")

    def history(self) -> None:
        """Some moments back, and back to the present."""
        self.press("Alt+8")
        for key in ("Left", "Left", *self.dice.choices(("Left", "Home", "Right"), k=3)):
            self.press(key)
            self.calm()
        self.press("Esc")
        assert not self.session.looking

    def what_if(self) -> None:
        """Suppose that it were fixed."""
        self.on_factor("W")
        self.page("Alt+3")
        self.to_map()
        self.press("Shift+W")
        assert self.session.supposed is None

    def walk(self) -> None:
        """Along the links."""
        self.to_map()
        self.press(*self.dice.choices(("Left", "Right", "Up", "Down", "Shift+Left"), k=6))

    def zoom(self) -> None:
        """By keys, by the wheel, by hand; then all of it."""
        self.to_map()
        self.press(*["Ctrl++"] * 5, "Ctrl+-")
        for keys in (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier):
            for by in (120, 120, -120):
                self.wheel(by, keys)
        middle = self.view.viewport().rect().center()
        QTest.keyPress(self.view, Qt.Key.Key_Space)
        self.drag(middle, middle + QPoint(140, 60))
        QTest.keyRelease(self.view, Qt.Key.Key_Space)
        self.press("Ctrl+1", "Ctrl+0")

    def wheel(self, by: int, keys: Qt.KeyboardModifier) -> None:
        """Turn the wheel over the map."""
        port = self.view.viewport()
        at = QPointF(port.rect().center())
        event = QWheelEvent(
            at,
            port.mapToGlobal(at),
            QPoint(),
            QPoint(0, by),
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(port, event)
        self.settle()

    def palette(self) -> None:
        """Ctrl+K and some letters of a factor."""
        self.press("Ctrl+K")
        self.enter(self.some()[:14])

    def tidy(self) -> None:
        """Arrange the map; more often than not it is taken back."""
        self.press("Ctrl+T")
        self.calm()
        if self.dice.random() < 0.6:
            self.press("Ctrl+Z")

    def fold_outline(self) -> None:
        """Open and close rows of the outline."""
        tabs = self.workspace.left.tabBar()
        none = Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, none, tabs.tabRect(0).center())
        self.to_map()
        self.press("Shift+F6")
        assert self.workspace.outline.hasFocus()
        self.press("Home", "Left", "Right", *["Down"] * self.dice.randrange(8), "Right", "Left", "End", "Left", "Right")

    def fold_panel(self) -> None:
        """Push the outline's side shut, and open again; the plan over all of the map, and away."""
        for to in (0, 280):
            handle = self.workspace.splitter.handle(1)
            at = handle.rect().center()
            QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
            QTest.mouseMove(handle, at + QPoint(to - handle.x(), 0))
            QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
            self.settle()
        self.press("Ctrl+Shift+L")
        self.put_plan_away()

    def present(self) -> None:
        """The room sees the map, a walk, the causes to start with; then nothing more."""
        self.press("F5")
        self.calm()
        self.press("F7", "Space", "Space", "Left", "S", "S", "F", "B", "B", "=", "-", "0", "Right", "F5")
        assert self.workspace.presenting.projector is None

    def help(self) -> None:
        """Both pages, and away with them."""
        for key in ("F1", "Shift+F1"):
            self.press(key)
            self.calm()
            self.press("Esc")
            self.come_back()

    def come_back(self) -> None:
        """Have the keyboard in the window again, as a system that manages windows would by itself."""
        self.window.activateWindow()
        self.settle()

    def export(self) -> None:
        """A picture, chosen in its dialog once that shows it."""
        seen = QTimer()

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, ExportDialog) and not dialog.picture.pixmap().isNull():
                seen.stop()
                QTest.keyClick(dialog, Qt.Key.Key_Return)

        self._given = self.folder / "picture.png"
        seen.timeout.connect(look)
        seen.start(10)
        self.press("Ctrl+E")
        self.come_back()
        self.calm()
        assert self._given.is_file()

    def save_copy(self) -> None:
        """Over the last one."""
        self._given = self.folder / "copy.headwater"
        self.press("Ctrl+Shift+S")

    # -- breaks

    def come_and_go(self) -> Iterator[None]:
        """Close the map (now nothing is open), look at the example, come back to the map."""
        self.press("Ctrl+W")
        self.calm()
        yield
        QTest.mouseClick(self.window.start.example, Qt.MouseButton.LeftButton)
        self.calm()
        self.walk()
        self.page("Alt+4")
        self._given = self.path
        self.press("Ctrl+O")
        self.calm()
        assert self.session.document.path == self.path
