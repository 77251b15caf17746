"""One whole journey on a real (virtual) display with real keys: from the start screen to a picture for a slide."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.document import Document
from app.drawing.theme import LIGHT

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60.0

# Where changes are checked before they land it may not be passed over in silence.
pytestmark = pytest.mark.skipif(
    not (os.environ.get("CI") or (shutil.which("Xvfb") and shutil.which("xdotool"))), reason="needs Xvfb and xdotool"
)


def wait_for(what, happened):
    """Ask again and again until it has happened."""
    until = time.monotonic() + PATIENCE
    while not (found := happened()):
        if time.monotonic() > until:
            pytest.fail(f"waited in vain for {what}")
        subprocess.run(["sleep", "0.05"], check=True)
    return found


@contextmanager
def display():
    """A virtual screen of its own."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x960x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as numbers:
        number = numbers.readline().strip()
    try:
        assert number, "the virtual screen did not start"
        yield f":{number}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


class Hands:
    """Keys on that screen, as a person presses them."""

    def __init__(self, environment):
        self.environment = environment

    def do(self, *words):
        return subprocess.run(
            ["xdotool", *words], env=self.environment, check=False, capture_output=True, text=True
        ).stdout.strip()

    def window(self, name, other_than=""):
        """Wait for a window and give it the keyboard."""

        def seen():
            return [n for n in self.do("search", "--onlyvisible", "--name", name).split() if n != other_than]

        number = wait_for(f"the window “{name}”", seen)[-1]
        self.do("windowfocus", "--sync", number)
        return number

    def type(self, words):
        self.do("type", "--delay", "8", words)

    def press(self, *keys):
        for key in keys:
            self.do("key", key)


def labels_in(path):
    """The labels in a map's file; none while it is not there or busy."""
    from sqlite3 import connect

    if not path or not path.exists():
        return set()
    with connect(f"file:{path}?mode=ro", uri=True) as database:
        return {row[0] for row in database.execute("SELECT label FROM factor")}


def test_from_the_first_symptom_to_a_picture_on_a_real_display(tmp_path):
    maps, picture = tmp_path / "maps", tmp_path / "slide.png"
    with display() as screen:
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("QT_QPA", "WAYLAND"))},
            "DISPLAY": screen,
            "QT_QPA_PLATFORM": "xcb",
            "HEADWATER_DATA": str(tmp_path / "data"),
            "HEADWATER_MAPS": str(maps),
            "HOME": str(tmp_path),
        }
        program = subprocess.Popen([sys.executable, "-m", "app"], cwd=ROOT, env=environment)
        try:
            hands = Hands(environment)
            hands.window("Headwater")
            hands.type("People wait in hospital")
            hands.press("Return")
            path = wait_for("the map's file", lambda: next(iter(maps.glob("*.headwater")), None))
            hands.window("People wait in hospital")
            wait_for("the first symptom in the file", lambda: labels_in(path) == {"People wait in hospital"})
            hands.press("Tab")
            hands.type("Too little home care")
            hands.press("Tab")
            hands.type("Care staff leave")
            hands.press("Return")
            wait_for("three factors in the file", lambda: len(labels_in(path)) == 3)
            hands.press("ctrl+e")
            choices = hands.window("Export a picture")
            hands.press("Return")
            hands.window("Export a picture", other_than=choices)
            hands.press("ctrl+a")
            hands.type(str(picture))
            hands.press("Return")
            wait_for("the picture", picture.exists)
            hands.window("People wait in hospital")
            hands.press("ctrl+q")
            assert program.wait(PATIENCE) == 0
        finally:
            program.kill()
            program.wait()
    image = QImage(str(picture))
    found = {}
    for x in range(0, image.width(), 2):
        for y in range(0, image.height(), 2):
            found.setdefault(image.pixelColor(x, y).name(), []).append((x, y))
    tall = image.height()
    root, symptom, rank, words = (
        [(x, y) for x, y in found[colour.lower()] if y < 0.8 * tall]
        for colour in (LIGHT.root, LIGHT.symptom, LIGHT.rank, LIGHT.text)
    )
    assert max(x for x, _ in root) < min(x for x, _ in symptom), "the cause stands upstream of the symptom"
    assert min(x for x, _ in rank) < min(x for x, _ in root) + 60, "the rank is at its cause"
    assert min(y for _, y in words) < 0.2 * tall < min(y for _, y in symptom), "the title is above the map"
    legend = [y for colour in (LIGHT.root, LIGHT.symptom) for _, y in found[colour.lower()] if y > 0.8 * tall]
    assert legend, "the legend is below the map"
    corners = [(0, 0), (image.width() - 1, 0), (0, tall - 1), (image.width() - 1, tall - 1)]
    assert {image.pixelColor(*corner).name() for corner in corners} == {LIGHT.panel.lower()}, "nothing is cut off"
    with Document.open(path) as document:
        cause_map = document.map
        assert [f.label for f in cause_map.factors.values()] == [
            "People wait in hospital",
            "Too little home care",
            "Care staff leave",
        ]
        assert len(cause_map.links) == 2
