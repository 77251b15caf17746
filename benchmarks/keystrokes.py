"""From a key to the painted window, at 60 and at 300 factors.

For each act: the time on the window's thread until it is done, written, read and painted (whole), and the longest turn
of the event loop in it, for so long the window hears nothing. The floor is one repaint
of a bare QGraphicsView that shows as many plain rectangles and lines as the map has factors and links: no program that
draws the map can be quicker than that. Times are of the thread itself, so that other programs do not count.

    python benchmarks/keystrokes.py [--smoke]
"""

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from maps import random_map

FRAME = 16.0


def main() -> None:
    """Print a row for each act at each size."""
    smoke = "--smoke" in sys.argv
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HEADWATER_DATA"] = os.environ["HEADWATER_MAPS"] = folder
        from PySide6.QtWidgets import QApplication

        QApplication.instance() or QApplication([])
        gc.set_threshold(20_000, 20, 20)  # as the program sets it
        heads = ("whole", "turn p50", "turn p95", "floor")
        print(f"{'act, ms':34} | {' | '.join(f'{head:>8}' for head in heads)} | ratio | each turn within a frame")
        for factors, links in ((60, 95), (300, 500)):
            measure(Path(folder), factors, links, rounds=4 if smoke else 40)


def floor(factors: int, links: int) -> float:
    """Milliseconds of one repaint of plain shapes."""
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView

    scene = QGraphicsScene()
    side = int(factors**0.5) + 1
    for number in range(factors):
        scene.addRect(number % side * 100, number // side * 60, 80, 40)
    for number in range(links):
        one, other = number % factors, (number * 7 + 3) % factors
        scene.addLine(one % side * 100, one // side * 60, other % side * 100, other // side * 60)
    view = QGraphicsView(scene)
    view.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.resize(960, 800)
    view.show()
    view.fitInView(scene.sceneRect())
    for _ in range(4):
        QApplication.processEvents()
    times = [timed(view.viewport().repaint) for _ in range(9)]
    view.close()
    return median(times)


def timed(act: Callable[[], object]) -> float:
    """Milliseconds of this thread."""
    start = time.thread_time()
    act()
    return (time.thread_time() - start) * 1000


def measure(folder: Path, factors: int, links: int, rounds: int) -> None:
    """Open a map of that size and do every act again and again."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from app.document import Document
    from app.drawing.picture import boxes_of
    from app.model import edits
    from app.ui.main_window import MainWindow

    cause_map = random_map(factors, links, seed=1)
    boxes = boxes_of(cause_map)
    placed = cause_map.apply(edits.move(cause_map, {id_: (box.x, box.y) for id_, box in boxes.items()}))
    path = folder / f"{factors}.headwater"
    Document.create(path, "", list(placed.records())).close()
    window = MainWindow()
    window.resize(1600, 960)
    window.show()
    window.opening.open_path(path)
    assert window.workspace is not None
    session, editing, view = window.workspace.session, window.workspace.editing, window.workspace.view

    def settle() -> None:
        for _ in range(4):
            QApplication.processEvents()

    settle()
    some = list(session.map.factors)
    lines = list(session.map.links)
    base = floor(factors, links)

    def row(name: str, act: Callable[[int], object]) -> None:
        whole, longest = [], []
        for number in range(rounds):
            settle()
            turns = [timed(lambda n=number: act(n))]
            for _ in range(5):
                time.sleep(0.0015)  # a larger map is read a millisecond after it is painted
                turns.append(timed(QApplication.processEvents))
            whole.append(sum(turns))
            longest.append(max(turns))
        longest.sort()
        p95 = longest[min(len(longest) - 1, int(len(longest) * 0.95))]
        print(
            f"{name + f' at {factors}/{links}':34} | {median(whole):8.1f} | {median(longest):8.1f} | {p95:8.1f}"
            f" | {base:8.1f} | {median(whole) / base:5.1f} | {'yes' if p95 <= FRAME else 'NO'}",
            flush=True,
        )

    def box(number: int) -> tuple[float, float]:
        return session.boxes[some[number]].x, session.boxes[some[number]].y

    session.select([])
    view.setFocus()
    editing.rename_factor(some[3])
    row("a letter typed", lambda _: QTest.keyClicks(view.writing.editor, "a"))
    QTest.keyClick(view.writing.editor, Qt.Key.Key_Escape)
    row("a factor selected", lambda n: session.select([some[n]], "canvas"))
    session.select([])
    row("a factor moved", lambda n: session.perform("", edits.move(session.map, {some[n]: (box(n)[0], box(n)[1] + 9)})))
    row("a factor renamed", lambda n: session.perform("", edits.rename(session.map, some[n], f"Other words {n}")))
    row("a link deleted", lambda n: session.perform("", edits.delete(session.map, [lines[n * 2]])))
    row("undo", lambda _: session.undo())
    row("a link added", lambda n: session.perform("", _new_link(session.map, some, n)))
    row("undo again", lambda _: session.undo())
    row("a cause added", lambda n: editing._add_cause(f"Newcomer {n}", some[n], (box(n)[0] - 280, box(n)[1])))
    row("a cause deleted", lambda n: session.perform("", edits.delete(session.map, [some[-1 - n]])))
    window.close()


def _new_link(cause_map: "object", some: list[str], number: int) -> "list[object]":
    from app.model import edits

    for step in range(2, len(some)):
        cause, effect = some[(number * 5 + step * 3) % len(some)], some[(number * 3 + 1) % len(some)]
        if cause != effect and not cause_map.link_between(cause, effect):
            return edits.link(cause_map, cause, effect)
    return []


if __name__ == "__main__":
    main()
