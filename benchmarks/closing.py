"""The closing half hour of a summit, key by key: python benchmarks/closing.py [--smoke].

Votes, evidence, actions and the critical friend's questions, by the keys a facilitator presses, on the example map and
on one of 300 factors. For each kind of act: the longest turn of the event loop in it (time of this thread), in the
middle and at the 95th percentile; the floor is one repaint of a bare view with as many plain shapes (keystrokes.py).
"""

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from keystrokes import FRAME, floor, timed
from maps import random_map


def main() -> None:
    """Print a row for each kind of act on each map."""
    smoke = "--smoke" in sys.argv
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HEADWATER_DATA"] = os.environ["HEADWATER_MAPS"] = folder
        os.environ["HEADWATER_STILL"] = "1"
        from PySide6.QtWidgets import QApplication

        QApplication.instance() or QApplication([])
        gc.set_threshold(20_000, 20, 20)  # as the program sets it
        print(f"{'act, ms':40} | turn p50 | turn p95 |  floor | within a frame")
        measure(Path(folder), "the example", None, 3 if smoke else 20)
        if not smoke:
            measure(Path(folder), "300/500", (300, 500), 20)


def measure(folder: Path, name: str, size: tuple[int, int] | None, rounds: int) -> None:
    """Open a map and go through the half hour."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QWidget

    from app.document import Document
    from app.drawing.picture import boxes_of
    from app.model import edits
    from app.ui.basis.friend import FriendPage
    from app.ui.main_window import MainWindow

    window = MainWindow()
    window.resize(1500, 900)
    window.show()
    if size is None:
        window.opening.open_example()
    else:
        cause_map = random_map(*size, seed=1)
        boxes = boxes_of(cause_map)
        placed = cause_map.apply(edits.move(cause_map, {id_: (box.x, box.y) for id_, box in boxes.items()}))
        path = folder / "map.headwater"
        Document.create(path, "", list(placed.records())).close()
        window.opening.open_path(path)
    assert window.workspace is not None
    workspace = window.workspace
    session, view = workspace.session, workspace.view
    base = floor(len(session.map.factors), len(session.map.links))
    some = [cause.members[0] for cause in session.reading.upstream] if session.reading else []
    some = some or list(session.map.factors)

    def settle() -> None:
        end = time.perf_counter() + 0.25
        while time.perf_counter() < end:
            QApplication.processEvents()

    def focused() -> QWidget:
        return window.focusWidget() or view

    def row(what: str, act: Callable[[int], object], before: Callable[[int], object] = lambda _: None) -> None:
        longest = []
        for number in range(rounds):
            before(number)
            settle()
            turns = [timed(partial(act, number))]
            for _ in range(12):
                time.sleep(0.0015)
                turns.append(timed(QApplication.processEvents))
            longest.append(max(turns))
        longest.sort()
        p95 = longest[min(len(longest) - 1, int(len(longest) * 0.95))]
        said = "yes" if p95 <= FRAME else "NO"
        print(f"{name + ': ' + what:40} | {median(longest):8.1f} | {p95:8.1f} | {base:6.1f} | {said}", flush=True)

    def enter() -> None:
        QTest.keyClick(focused(), Qt.Key.Key_Return)

    def put(field: str, words: str) -> None:
        getattr(workspace.basis.page, field).setText(words)

    settle()
    workspace.basis.votes()
    settle()
    row("a vote typed", lambda n: QTest.keyClicks(focused(), f"{n + 1} 2"), lambda _: put("field", ""))
    row("a vote counted", lambda _: enter(), lambda n: put("field", f"{n + 1} 2"))

    def select_for_evidence(n: int) -> None:
        session.select([some[n % len(some)]])
        workspace.basis.add_evidence()

    workspace.basis.evidence()
    row("a factor selected for evidence", select_for_evidence)
    row("evidence added", lambda _: enter(), lambda n: put("source", f"Table {n}"))
    workspace.plan.board()
    settle()

    def begin_action(n: int) -> None:
        session.select([some[n % len(some)]])
        workspace.plan.add_action()

    begin_action(0)
    row("an action begun", begin_action)

    def word_action(n: int) -> None:
        begin_action(n)
        settle()
        QTest.keyClicks(focused(), f"Do {n}")

    row("an action planned", lambda _: enter(), word_action)
    workspace.plan.put_away()
    workspace.basis.critical_friend()
    while not session.asking.is_known:
        QApplication.processEvents()
    settle()
    page = workspace.basis.page
    assert isinstance(page, FriendPage)
    page.start_walk()
    row("a question answered", lambda _: enter(), lambda _: put("field", "So it is"))
    page.end_walk()
    view.setFocus()
    row("undo", lambda _: session.undo())
    told = session.map
    counts = {kind: len(told.table(kind)) for kind in ("vote", "evidence", "action", "answer")}
    print(f"{name}: on the map in the end: {counts}")
    window.close()
    QApplication.processEvents()


if __name__ == "__main__":
    main()
