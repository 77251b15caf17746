"""The program at size: opening, painting, keys, Tidy, memory and the journal, from 100 to 10,000 factors.

Each row is ``what | ours | floor | ratio``. The floors, in the same run on the same machine: reading the rows with raw
sqlite3; a QGraphicsView that shows as many plain shapes, painted whole; ``dot`` where it is there; the bytes of the
records as JSON. Times of the window are of its own thread, so that other programs do not count.

    python benchmarks/size.py [--smoke]
"""

import gc
import io
import json
import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from itertools import pairwise
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("HEADWATER_STILL", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from keystrokes import floor
from maps import random_map

DENSITY = 1.6
"""Links a factor, as in the largest real maps."""
TARGETS = {300: 16, 2_000: 33, 10_000: 100}
"""Milliseconds that a key may take until it is painted, 95 times of a hundred."""
LINE = "{:46} | {:>12} | {:>12} | {:>7}"


def main() -> None:
    """Print a table for each size, then how all of it grows."""
    smoke = "--smoke" in sys.argv
    sizes = (100, 300) if smoke else (100, 300, 1_000, 2_000, 5_000, 10_000)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HEADWATER_DATA"], os.environ["HEADWATER_MAPS"] = folder, folder
        from PySide6.QtWidgets import QApplication

        QApplication.instance() or QApplication([])
        gc.set_threshold(20_000, 20, 20)  # as the program sets it
        with redirect_stdout(io.StringIO()):  # what every program needs once is not of the map
            measured(Path(folder), 30, smoke=True)
        grown: dict[str, list[float]] = {}
        for factors in sizes:
            print(f"\n{factors:,} factors, {int(factors * DENSITY):,} links")
            print(LINE.format("what", "ours", "floor", "ratio"))
            for name, value in measured(Path(folder), factors, smoke=smoke).items():
                grown.setdefault(name, []).append(value)
        print("\ngrowth: times the figure before, for times the factors before")
        steps = [f"×{b / a:.1f}" for a, b in pairwise(sizes)]
        print(LINE.replace("| {:>12} | {:>12} | {:>7}", "| {}").format("", "  ".join(f"{each:>6}" for each in steps)))
        for name, values in grown.items():
            ratios = "  ".join(f"{b / a:6.2f}" for a, b in pairwise(values))
            print(LINE.replace("| {:>12} | {:>12} | {:>7}", "| {}").format(name, ratios))
        journal(Path(folder), 200 if smoke else 5_000)


def row(what: str, ours: str, least: str = "", ratio: float | None = None) -> None:
    """One line of the table."""
    print(LINE.format(what, ours, least, "" if ratio is None else f"{ratio:.2f}"), flush=True)


def spent(act: Callable[[], object]) -> float:
    """Milliseconds of this thread."""
    before = time.thread_time()
    act()
    return (time.thread_time() - before) * 1000


def measured(folder: Path, factors: int, *, smoke: bool) -> dict[str, float]:
    """The figures of one size that may grow."""
    from app.document import Document

    cause_map = random_map(factors, int(factors * DENSITY), seed=1, symptoms=max(8, factors // 40))
    path = folder / f"{factors}.headwater"
    laid = tidied_map(cause_map)
    Document.create(path, "Large", [each for each in laid["map"].records() if each.table != "about"]).close()
    found = {"Tidy, ms": laid["taken"], "open the file, ms": opened(path, 3 if smoke else 7)}
    found |= window(path, factors, 4 if smoke else 24)
    return found


def tidied_map(cause_map: object) -> dict[str, object]:
    """The map in its places, and how long that took."""
    from app.drawing.picture import ends_of
    from app.drawing.sizes import sizes_of
    from app.layout.tidy import tidy
    from app.model import edits

    symptoms = {factor.id for factor in cause_map.symptoms()}
    sizes, ends = sizes_of(cause_map), ends_of(cause_map)
    begun = time.perf_counter()
    places = tidy(sizes, ends, symptoms)
    taken = (time.perf_counter() - begun) * 1000
    row("Tidy, in the worker", f"{taken:,.0f} ms")
    return {"map": cause_map.apply(edits.move(cause_map, places)), "taken": taken}


def opened(path: Path, times: int) -> float:
    """Milliseconds to open the file, beside reading its rows."""
    from app.document import Document

    Document.open(path).close()

    def bare() -> None:
        raw = sqlite3.connect(path)
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            raw.execute(f"SELECT * FROM {name}").fetchall()
        raw.close()

    ours = median(spent(lambda: Document.open(path).close()) for _ in range(times))
    least = median(spent(bare) for _ in range(times))
    row("open the file (its rows by raw sqlite3)", f"{ours:.1f} ms", f"{least:.1f} ms", ours / least)
    return ours


def window(path: Path, factors: int, times: int) -> dict[str, float]:
    """The window with this map: on screen, painted, edited."""
    from PySide6.QtWidgets import QApplication

    from app.ui.main_window import MainWindow

    main_window = MainWindow()
    main_window.resize(1600, 960)
    main_window.show()
    before = resident()

    def on_screen() -> None:
        main_window.opening.open_path(path)
        QApplication.processEvents()

    found = {"on screen, ms": spent(on_screen)}
    row("from the file to the screen", f"{found['on screen, ms']:,.0f} ms")
    rest(2.0)
    records = [dict(each) for each in main_window.workspace.session.map.records()]
    plain = len(json.dumps(records)) / 1e6
    found["memory, MB"] = max(resident() - before, 0.1)
    row("memory (its records as JSON)", f"{found['memory, MB']:.1f} MB", f"{plain:.1f} MB", found["memory, MB"] / plain)
    found |= painted(main_window, factors, times)
    found |= edited(main_window, factors, times)
    main_window.close()
    main_window.deleteLater()
    QApplication.processEvents()
    gc.unfreeze()
    gc.collect()
    return found


def painted(main_window: object, factors: int, times: int) -> dict[str, float]:
    """Panning and zooming with the whole map in sight, and at 100 %."""
    view = main_window.workspace.view
    least = floor(factors, int(factors * DENSITY))

    def pan(turn: int) -> None:
        bar = view.horizontalScrollBar()
        bar.setValue(bar.value() + (7 if turn % 2 else -9))
        view.viewport().repaint()

    def zoom(turn: int) -> None:
        view.set_zoom(view.zoom * (1.05 if turn % 2 else 1 / 1.05))
        view.viewport().repaint()

    found: dict[str, float] = {}
    view.fit()
    for name, act, level in (("pan, whole map", pan, 0), ("zoom, whole map", zoom, 0), ("pan at 100 %", pan, 1)):
        if level:
            view.set_zoom(float(level))
            view.viewport().repaint()
        rest(0.4)
        taken = sorted(spent(lambda turn=turn, act=act: act(turn)) for turn in range(times))
        middle = median(taken)
        row(f"{name} (plain shapes, whole)", f"{middle:.1f} ms", f"{least:.1f} ms", middle / least)
        row("", f"{1000 / max(middle, 0.01):,.0f} a second")
        found[f"{name}, ms"] = middle
    view.fit()
    rest(0.2)
    return found


def edited(main_window: object, factors: int, times: int) -> dict[str, float]:
    """The longest turn of the event loop after each act of a person."""
    from PySide6.QtWidgets import QApplication

    from app.model import edits

    workspace = main_window.workspace
    session, some, links = workspace.session, list(workspace.session.map.factors), list(workspace.session.map.links)
    acts: dict[str, Callable[[int], object]] = {
        "select": lambda n: session.select([some[n * 7 % len(some)]], "bench"),
        "move": lambda n: session.perform("", edits.move(session.map, {some[n]: beside(session, some[n])})),
        "rename": lambda n: session.perform("", edits.rename(session.map, some[n], f"Other words {n}")),
        "add a cause": lambda n: workspace.editing._add_cause(f"Newcomer {n}", some[n], left_of(session, some[n])),
        "delete a link": lambda n: session.perform("", edits.delete(session.map, [links[n * 3 % len(links)]])),
        "undo": lambda _: session.undo(),
    }
    target = next((each for size, each in TARGETS.items() if factors <= size), TARGETS[10_000])
    all_turns: list[float] = []
    for name, act in acts.items():
        longest: list[float] = []
        for n in range(times):
            turns = [spent(lambda n=n, act=act: act(n))]
            for _ in range(8):
                time.sleep(0.002)
                turns.append(spent(QApplication.processEvents))
            longest.append(max(turns))
        all_turns += longest
        last = sorted(longest)[int(len(longest) * 0.95)]
        row(f"{name}: longest turn, p50 · p95", f"{median(longest):.1f} · {last:.1f}", f"{target} ms", last / target)
    last = sorted(all_turns)[int(len(all_turns) * 0.95)]
    row("all acts: longest turn, p95", f"{last:.1f} ms", f"{target} ms", last / target)
    return {"longest turn p95, ms": last}


def beside(session: object, id_: str) -> tuple[float, float]:
    """A little lower."""
    box = session.boxes[id_]
    return (box.x, box.y + 9)


def left_of(session: object, id_: str) -> tuple[float, float]:
    """Where a cause would stand."""
    box = session.boxes[id_]
    return (box.x - 280, box.y)


def journal(folder: Path, steps: int) -> None:
    """A day's session: how large the file becomes, and whether it opens as fast."""
    from app.document import Document
    from app.model import edits

    path = folder / "day.headwater"
    laid = tidied_map(random_map(120, 180, seed=1))["map"]
    Document.create(path, "A day", [each for each in laid.records() if each.table != "about"]).close()
    print(f"\na day of {steps:,} steps on a map of 120 factors")
    fresh, size = opened(path, 5), path.stat().st_size
    with Document.open(path) as document:
        document._file._database.raw.execute("PRAGMA synchronous = OFF")  # how it came about is not measured
        some = list(document.map.factors)
        for n in range(steps):
            id_ = some[n % len(some)]
            if n % 3 == 0:
                changes = edits.rename(document.map, id_, f"Other words that people say {n}")
            elif n % 3 == 1:
                changes = edits.move(document.map, {id_: (n * 3.0 % 4_000, n * 7.0 % 2_000)})
            else:
                document.undo()
                continue
            document.perform("An edit", changes)
    grown = path.stat().st_size
    row("the file (before)", f"{grown / 1e6:.2f} MB", f"{size / 1e6:.2f} MB", grown / size)
    row("a step", f"{(grown - size) / steps:.0f} bytes")
    now = opened(path, 5)
    row("open it after the day (before)", f"{now:.1f} ms", f"{fresh:.1f} ms", now / fresh)


def resident() -> float:
    """Megabytes of this process that are in memory now."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * resource.getpagesize() / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def rest(seconds: float) -> None:
    """Let what is worked out beside the window come in."""
    from PySide6.QtWidgets import QApplication

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    main()
