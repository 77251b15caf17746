"""The pages of "Look closer" after an edit, against the reading alone: python benchmarks/panel.py [--smoke].

Two tables at each size, times in milliseconds, with the reading of the same map as their floor: every edit costs that
anyway. *Worked out*: each answer alone, as a function of the map. *On screen*: in the whole window with that page in
sight, from an edit of a link until map, reading and page are current and nothing is asked for any more, the worker
process and its answers included; and the longest turn of the event loop meanwhile: so long the window hears nothing.
What only comes when asked for (on large maps, which links to test first) is not counted.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from maps import random_map

from app.analysis.acting import where_to_act
from app.analysis.cuts import cuts
from app.analysis.differences import differences, rank_moves
from app.analysis.doubts import links_to_test
from app.analysis.loop_groups import find_in_loops
from app.analysis.opinions import second_opinions
from app.analysis.paths import find_paths
from app.analysis.reading import read
from app.analysis.scenario import Suppositions, outcome, shifts, suppose
from app.analysis.settings import Settings
from app.model.cause_map import CauseMap
from app.model.changes import update
from app.model.ids import id_for
from app.model.records import ABOUT_ID, About, Factor, Link

SETTINGS = Settings()
MOST_TESTED = 1500
"""Of maps of more links, which to test first is worked out only when asked for."""


def tangled_map(factors: int, links: int, group: int, seed: int) -> CauseMap:
    """A map in which so many of the factors stand in one loop group, and the rest lead into it or out of it."""
    dice = random.Random(seed)
    inside = range(group)
    pairs = {(at, (at + 1) % group): None for at in inside}
    for at in range(group, factors):
        pairs[(at, dice.randrange(group)) if at % 2 else (dice.randrange(group), at)] = None
    while len(pairs) < links:
        cause, effect = dice.randrange(group), dice.randrange(group)
        if cause != effect:
            pairs[cause, effect] = None
    symptoms = [at for at in range(group, factors) if not at % 2][:8]
    named = [id_for("tangled map", str(seed), str(at)) for at in range(factors)]
    return CauseMap.of(
        [
            About(id=ABOUT_ID),
            *(
                Factor(id=id_, label=f"Factor {at}", kind="symptom" if at in symptoms else "cause")
                for at, id_ in enumerate(named)
            ),
            *(
                Link(
                    id=f"{cause}-{effect}", cause=named[cause], effect=named[effect], confidence=dice.uniform(0.4, 0.95)
                )
                for cause, effect in pairs
            ),
        ]
    )


def timed(run: Callable[[], object], times: int) -> float:
    """The least time of several runs, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append((time.perf_counter() - start) * 1000)
    return min(taken)


def to_its_end(asked: Iterator[object]) -> None:
    for _ in asked:
        pass


def measure(name: str, cause_map: CauseMap, times: int) -> None:
    link = [*cause_map.links.values()][len(cause_map.links) // 2]
    after = cause_map.apply(update(link, confidence=0.62))
    before = read(cause_map, SETTINGS)
    reading = read(after, SETTINGS)
    floor = timed(lambda: read(after, SETTINGS), times)
    first = reading.upstream[0]
    what = Suppositions(fixed=frozenset(first.members))

    def supposed() -> None:
        found = outcome(after, what)
        shifts(reading, read(suppose(after, what), SETTINGS), found)

    def compared() -> None:
        differences(cause_map, after)
        rank_moves(before, read(after, SETTINGS), cause_map, after)

    pages: dict[str, Callable[[], object]] = {
        "what the first cause hangs on": lambda: cuts(after, first.members),
        "which links to test first": lambda: to_its_end(links_to_test(after, SETTINGS)),
        "what if the first cause were fixed": supposed,
        "where to act": lambda: where_to_act(after, reading, 6, 60),
        "loops, break points": lambda: find_in_loops(after, SETTINGS),
        "paths, first cause to its first symptom": lambda: find_paths(after, first.members[0], first.reach[0]),
        "second opinions": lambda: second_opinions(after),
        "two moments compared": compared,
    }
    row(f"{name}: the reading alone", floor, floor)
    for page, run in pages.items():
        if page.startswith("which links") and len(after.links) > MOST_TESTED:
            print(f"{f'{name}: {page}':64} | when asked", flush=True)
            continue
        row(f"{name}: {page}", timed(run, times), floor)


QUIET = 0.15
"""Seconds without anything asked for after which a page counts as current."""

PATIENCE = 120.0
"""Seconds after which a page that is not current is given up."""


def measure_on_screen(folder: Path, name: str, cause_map: CauseMap, times: int) -> None:
    """A row for each page: from an edit until all is current, and the longest turn."""
    from PySide6.QtWidgets import QApplication

    from app.document import Document
    from app.drawing.picture import boxes_of
    from app.model import edits
    from app.ui.closer.tab import PLACES
    from app.ui.main_window import MainWindow

    floor = timed(lambda: read(cause_map, SETTINGS), times)
    boxes = boxes_of(cause_map)
    placed = cause_map.apply(edits.move(cause_map, {id_: (box.x, box.y) for id_, box in boxes.items()}))
    path = folder / "map.headwater"
    Document.create(path, "", list(placed.records())).close()
    window = MainWindow()
    window.resize(1400, 850)
    window.show()
    window.opening.open_path(path)
    assert window.workspace is not None
    session, closer = window.workspace.session, window.workspace.closer

    def is_busy() -> bool:
        asked = session.inquiries
        return not session.is_read or bool(session.turns._waiting or asked._waiting or asked._running)

    def settle(act: Callable[[], object]) -> tuple[float, float]:
        """How long until nothing is asked for any more, and the longest turn."""
        start = busy = time.perf_counter()
        act()
        longest = time.perf_counter() - start
        while True:
            turn = time.perf_counter()
            QApplication.processEvents()
            now = time.perf_counter()
            longest = max(longest, now - turn)
            if is_busy() or now - turn > 0.002:  # a turn in which something was done
                busy = now
            if now - busy > QUIET or now - start > PATIENCE:
                return (busy - start) * 1000, longest * 1000
            time.sleep(0.0005)

    settle(lambda: None)
    assert session.reading is not None
    links = [*session.map.links]
    session.select([])
    for number, place in enumerate(PLACES):
        closer.open(number)
        if place.title == "What if?":
            session.suppose(Suppositions(fixed=frozenset(session.reading.upstream[0].members)))
        settle(lambda: None)
        taken = []
        for turn in range(times):
            link = session.map.links[links[len(links) // 2 + turn]]
            changed = update(link, confidence=0.62 if link.confidence != 0.62 else 0.7)
            taken.append(settle(partial(session.perform, "Change a link", changed)))
        session.suppose(None)
        ours, longest = median(each[0] for each in taken), max(each[1] for each in taken)
        row(f"{name}, on screen: {place.title}", ours, floor, f" | {longest:7.1f}")
    window.close()
    QApplication.processEvents()


def row(name: str, ours: float, floor: float, rest: str = "") -> None:
    print(f"{name:64} | {ours:9.1f} | {floor:9.1f} | {ours / floor:7.2f}{rest}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="The pages of Look closer against the reading alone.")
    parser.add_argument("--smoke", action="store_true", help="a small map and one run: only that it works")
    smoke = parser.parse_args().smoke
    maps: list[tuple[str, CauseMap, int]] = [("60/95", random_map(60, 95, seed=1), 1 if smoke else 10)]
    if not smoke:
        maps += [
            ("300/500", random_map(300, 500, seed=1), 5),
            ("361/1,087, a loop group of 210", tangled_map(361, 1087, 210, seed=1), 2),
            ("5,000/8,000", random_map(5000, 8000, seed=1), 1),
        ]
    print(f"{'worked out':64} | {'ours (ms)':>9} | {'floor':>9} | {'ratio':>7}")
    for each in maps:
        measure(*each)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HEADWATER_DATA"] = os.environ["HEADWATER_MAPS"] = folder
        os.environ["HEADWATER_STILL"] = "1"
        from PySide6.QtWidgets import QApplication

        application = QApplication.instance() or QApplication([])
        print(
            f"{'from an edit until the page is current':64} | {'ours (ms)':>9} | {'floor':>9} | {'ratio':>7} | longest"
        )
        for name, cause_map, times in maps:
            measure_on_screen(Path(tempfile.mkdtemp(dir=folder)), name, cause_map, times)
        del application


if __name__ == "__main__":
    main()
