"""The user's hands and eyes: real keys and clicks on the real window, and what it shows in words."""

from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.ui.main_window import MainWindow
from app.ui.picker import Picker

KEYS = {
    "Tab": Qt.Key.Key_Tab,
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Del": Qt.Key.Key_Delete,
    "Ins": Qt.Key.Key_Insert,
    "F2": Qt.Key.Key_F2,
    "F6": Qt.Key.Key_F6,
    "Backspace": Qt.Key.Key_Backspace,
    "Space": Qt.Key.Key_Space,
    "Home": Qt.Key.Key_Home,
    "End": Qt.Key.Key_End,
    "[": Qt.Key.Key_BracketLeft,
    "]": Qt.Key.Key_BracketRight,
    "=": Qt.Key.Key_Equal,
    "F1": Qt.Key.Key_F1,
    "F3": Qt.Key.Key_F3,
    "F4": Qt.Key.Key_F4,
    "F5": Qt.Key.Key_F5,
    "F7": Qt.Key.Key_F7,
    "F8": Qt.Key.Key_F8,
    "F9": Qt.Key.Key_F9,
    "F12": Qt.Key.Key_F12,
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "+": Qt.Key.Key_Plus,
    "-": Qt.Key.Key_Minus,
    **{letter: getattr(Qt.Key, f"Key_{letter}") for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"},
}
MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


class Driver:
    """One person at one window."""

    def __init__(self, qtbot):
        self.qtbot = qtbot
        self.window = MainWindow()
        qtbot.addWidget(self.window)
        self.window.resize(1500, 900)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.start.show_recent()
        self.settle()

    # -- hands

    def settle(self):
        """Let Qt do what is waiting."""
        for _ in range(3):
            QApplication.processEvents()

    def press(self, *combinations):
        """Press keys one after another, as 'Ctrl+Z', where the keyboard is."""
        for combination in combinations:
            *held, key = combination.split("+") if not combination.endswith("++") else [combination[:-2], "+"]
            modifiers = Qt.KeyboardModifier.NoModifier
            for name in held:
                modifiers |= MODIFIERS[name]
            QTest.keyClick(self.focused(), KEYS[key], modifiers)
            self.settle()

    def type(self, words):
        """Type words where the keyboard is."""
        QTest.keyClicks(self.focused(), words)
        self.settle()

    def focused(self):
        """The widget that has the keyboard."""
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the keyboard"
        return widget

    def begin(self, symptom):
        """Answer the question of the start page."""
        assert self.focused() is self.window.start.field
        self.type(symptom)
        self.press("Enter")

    def open(self, path: Path):
        """Open a map (the file dialog is the system's own, so it is passed by)."""
        self.window.opening.open_path(path)
        self.settle()

    def add_symptom(self, words):
        """S, the words, Enter."""
        self.press("S")
        self.type(words)
        self.press("Enter")

    def add_cause(self, words):
        """Tab, the words, Enter."""
        self.press("Tab")
        self.type(words)
        self.press("Enter")

    def add_beside(self, words):
        """Enter, the words, Enter."""
        self.press("Enter")
        self.type(words)
        self.press("Enter")

    def find(self, words):
        """Ctrl+F, the words, Enter."""
        self.press("Ctrl+F")
        self.type(words)
        self.press("Enter")

    def point(self, label, dx=0.0, dy=0.0):
        """Where a factor's middle (or a point beside it, in map units) is on the canvas."""
        box = self.session.boxes[self.id_of(label)]
        return self.view.mapFromScene(QPointF(box.x + dx, box.y + dy))

    def click(self, at: QPoint, modifier=Qt.KeyboardModifier.NoModifier):
        """Click on the canvas."""
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, modifier, at)
        self.settle()

    def double_click(self, at: QPoint):
        """Double click on the canvas."""
        QTest.mouseDClick(self.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        self.settle()

    def drag(self, start: QPoint, end: QPoint, *, release=True):
        """Press, move in steps, let go."""
        port = self.view.viewport()
        QTest.mouseMove(port, start)
        QTest.mousePress(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        for step in range(1, 6):
            QTest.mouseMove(port, start + (end - start) * step / 5)
            self.settle()
        if release:
            QTest.mouseRelease(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
        self.settle()

    def close(self):
        """Close the window."""
        self.window.close()
        self.settle()

    # -- eyes

    @property
    def workspace(self):
        """The open workspace."""
        assert self.window.workspace is not None, "no map is open"
        return self.window.workspace

    @property
    def session(self):
        """What the windows share."""
        return self.workspace.session

    @property
    def view(self):
        """The canvas."""
        return self.workspace.view

    def id_of(self, label):
        """The id of the factor with this label."""
        return next(id_ for id_, factor in self.session.map.factors.items() if factor.label == label)

    def labels(self):
        """The labels of all factors that the canvas shows."""
        return {self.session.map.factors[id_].label for id_ in self.view.map_scene.factors}

    def links(self):
        """(cause, effect) of all links that the canvas shows, by label."""
        cause_map = self.session.map
        shown = (cause_map.links[id_] for id_ in self.view.map_scene.links)
        return {(cause_map.factors[k.cause].label, cause_map.factors[k.effect].label) for k in shown}

    def selected(self):
        """The labels of the selected factors."""
        return {self.session.map.factors[id_].label for id_ in self.session.selected_factors()}

    def ranking(self):
        """The rows of the Focus panel, as (rank, words)."""
        model = self.workspace.focus.list.model()
        rows = [model.index(row, 0) for row in range(model.rowCount())]
        return [(index.data(Qt.ItemDataRole.UserRole).rank, index.data()) for index in rows]

    def outline(self):
        """The rows of the outline that stand open, as (depth, words)."""
        tree, found = self.workspace.outline, []

        def walk(parent, depth):
            for row in range(tree.model().rowCount(parent)):
                index = tree.model().index(row, 0, parent)
                found.append((depth, index.data()))
                if tree.isExpanded(index):
                    walk(index, depth + 1)

        walk(tree.rootIndex(), 0)
        return found

    def said(self):
        """The sentence shown over the map, '' if there is none."""
        label = self.workspace.said
        return label.text() if label.isVisible() else ""

    def status(self):
        """What the strip above the map says."""
        return f"{self.workspace.strip.counts.text()} | {self.workspace.strip.saved.text()}"

    def picker(self):
        """The open picker, or None."""
        return next((each for each in self.window.findChildren(Picker) if each.isVisible()), None)

    def texts(self):
        """The texts of all labels in sight."""
        return [label.text() for label in self.window.findChildren(QLabel) if label.isVisible()]
