"""Eight simulated hours of a summit at the real window, by real keys: what grows, stays behind or slows down.

A robot facilitator (facilitator.py) takes down something every twenty simulated seconds, until the map has some 340
factors, and from then on mostly revises it; between that it looks at every page, presents, tidies, folds, exports,
saves copies. The clock is the count of what was said: nobody sleeps, and what the program leaves for a pause in the
talk comes after a thirtieth of that pause. In breaks (after the first hour, half way, at the end) the map is closed,
another one looked at, and the map opened again; what is still there while no map is open was left behind.

    python benchmarks/soak.py [--smoke] [--hours 8] [--seed 1]

The floors are the run's own: the second hour, in which the map is as large as in the last one, and for memory what the
heads of the journal need, for each step has one and the window keeps them all. Memory is told where /proc is. Exits
with 1 if memory grows beyond the journal, something stays behind, the same acts take twice as long, or anything fails.
"""

import gc
import os
import sys
import tempfile
import time
import traceback
from argparse import ArgumentParser, Namespace
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

MOST = 340
SAID = 180
"""An hour: something is said every twenty seconds."""
LOOKS = 0.6
"""How often something is looked at after something was said."""
SLOWER = 2.0
EACH_STEP = 6.0
"""KB of memory a step may take beyond its head in the journal; above, something is kept that nobody needs."""
NOISE = 25.0
"""MB by which the memory of a process may differ for no reason: what the allocators keep."""
ONCE = 5
"""QObjects that are made once, when first wanted: the worker that writes pictures."""
MB = 1024 * 1024


@dataclass
class Hour:
    """What was measured at the end of an hour; times are of acts, by kind, in ms of the window's thread."""

    number: int
    acts: int = 0
    steps: int = 0
    factors: int = 0
    links: int = 0
    memory: float = 0.0
    workers: float = 0.0
    objects: int = 0
    qobjects: int = 0
    items: int = 0
    tops: int = 0
    file: int = 0
    journal: int = 0
    times: dict[str, list[float]] = field(default_factory=dict)

    def ratios(self, floor: "Hour") -> list[float]:
        """Each act's time by the middle one of its kind in another hour, where there are some."""
        base = {kind: median(times) for kind, times in floor.times.items() if len(times) >= 2}
        return [each / base[kind] for kind, times in self.times.items() if kind in base for each in times]


HEADS = ("hour", "acts", "steps", "map", "MB", "workers", "objects", "QObjects", "items", "tops", "KB file")
TIMES = ("act ms", "p95", "by hour 2", "p95")
WIDTHS = (4, 5, 6, 8, 6, 7, 8, 8, 6, 4, 7, 6, 6, 9, 5)


class Soak:
    """The run: its hours, and what went wrong."""

    def __init__(self, folder: Path, told: Namespace) -> None:
        from facilitator import Facilitator

        self.told = told
        self.said = 6 if told.smoke else SAID
        self.hours: list[Hour] = []
        self.failed: list[str] = []
        self.left: Counter[str] = Counter()
        self.closed: list[tuple[int, float]] = []
        """While no map was open: how many QObjects there were, and memory."""
        sys.excepthook = self._on_error
        self.robot = Facilitator(folder, told.seed, 30 if told.smoke else MOST)

    def _on_error(self, kind: type[BaseException], error: BaseException, _where: object) -> None:
        self.failed.append(f"{kind.__name__}: {error}")
        traceback.print_exception(error)

    def run(self) -> None:
        """All hours, a row each."""
        robot = self.robot
        robot.bring_in_voices()
        print(row((*HEADS, *TIMES)))
        for number in range(1, self.told.hours + 1):
            hour = Hour(number)
            for _ in range(self.said):
                self._act(hour, *robot.say())
                if robot.dice.random() < LOOKS:
                    self._act(hour, *robot.look())
            self._measure(hour)
            self.hours.append(hour)
            print(self._row(hour), flush=True)
            if number in {1, self.told.hours // 2, self.told.hours}:
                for _ in range(3):
                    self._pause()
        robot.close()
        robot.sweep()

    def _act(self, hour: Hour, kind: str, act: object) -> None:
        gone = time.thread_time()
        try:
            self.robot.do(kind, act)
            self.robot.calm()
        except Exception as error:
            raise RuntimeError(f"hour {hour.number}, act {hour.acts + 1}, {kind}") from error
        hour.times.setdefault(kind, []).append((time.thread_time() - gone) * 1000)
        hour.acts += 1

    def _pause(self) -> None:
        for _ in self.robot.come_and_go():
            gc.collect()
            self.left.update(left_behind())
            self.closed.append((qobjects(), resident(os.getpid())))

    def _measure(self, hour: Hour) -> None:
        from PySide6.QtCore import QProcess
        from PySide6.QtWidgets import QApplication, QGraphicsItem

        robot = self.robot
        gc.collect()
        session = robot.session
        hour.steps = len(session.document.history())
        hour.factors, hour.links = len(session.boxes), len(session.map.links)
        hour.memory = resident(os.getpid())
        hour.workers = sum(resident(each.processId()) for each in robot.window.findChildren(QProcess))
        hour.objects = len(gc.get_objects()) + gc.get_freeze_count()
        hour.qobjects, hour.items = qobjects(), living(QGraphicsItem)
        hour.tops = len(QApplication.topLevelWidgets())
        hour.file = robot.path.stat().st_size // 1024
        hour.journal = sum(map(size_of, session.document.history()))

    def _row(self, hour: Hour) -> str:
        every = sorted(each for times in hour.times.values() for each in times)
        cells = [hour.number, hour.acts, f"{hour.steps:,}", f"{hour.factors}/{hour.links}", f"{hour.memory:.1f}"]
        cells += [f"{hour.workers:.1f}", f"{hour.objects:,}", hour.qobjects, f"{hour.items:,}", hour.tops, hour.file]
        cells += [f"{median(every):.0f}", f"{high(every):.0f}"]
        ratios = hour.ratios(self.hours[1]) if len(self.hours) > 1 else []
        cells += [f"{median(ratios):.2f}", f"{high(ratios):.1f}"] if ratios else ["–", "–"]
        return row(cells)

    def verdict(self) -> bool:
        """Say what came of it; whether all of it is as it should be."""
        checks = [*self._checks()]
        for good, words in checks:
            print(f"{'yes' if good else 'NO ':3} {words}")
        if self.robot.idle:
            told = ", ".join(f"{kind} {count}" for kind, count in sorted(self.robot.idle.items()))
            print(f"    acts that found nothing to change: {told}")
        return all(good for good, _ in checks)

    def _checks(self) -> "list[tuple[bool, str]]":
        left = ", ".join(f"{count} {name}" for name, count in self.left.items())
        first, last = self.closed[0], self.closed[-1]
        made = last[0] - first[0]
        checks = [
            (not self.failed, f"nothing failed that was not told: {len(self.failed)} exceptions"),
            (not self.left, f"nothing is left of a map that was closed: {left or 0} ({len(self.closed)} closings)"),
            (
                made <= ONCE,
                f"QObjects with no map open, last closing against first: {made:+} (at most {ONCE}, made once)",
            ),
        ]
        if len(self.hours) < 3:
            return checks
        floor, hour = self.hours[1], self.hours[-1]
        steps = max(1, hour.steps - floor.steps)
        grown = (hour.memory - floor.memory) * 1024
        journal = (hour.journal - floor.journal) / 1024
        each = (grown - journal) / steps
        bound = max(EACH_STEP * steps, NOISE * 1024)
        memory = (
            f"memory of hour {hour.number} against hour 2: {grown / 1024:+.1f} MB for {steps:,} steps, of which the"
            f" journal's heads {journal / 1024:.1f} MB: {each:+.1f} KB a step beyond them (at most {bound / steps:.1f})"
        )
        ratios = hour.ratios(floor)
        slower = median(ratios)
        pace = (
            f"an act of hour {hour.number} takes {slower:.2f}x as long as one of its kind in hour 2 (at most {SLOWER})"
        )
        return [
            *checks,
            (grown - journal <= bound or self.told.smoke, f"{memory}{', not judged so early' * self.told.smoke}"),
            (slower <= SLOWER, f"{pace}; {self._slowest(floor, hour)}"),
        ]

    def _slowest(self, floor: Hour, hour: Hour) -> str:
        both = [kind for kind in hour.times if min(len(hour.times[kind]), len(floor.times.get(kind, ()))) >= 4]
        by = {kind: median(hour.times[kind]) / median(floor.times[kind]) for kind in both}
        most = sorted(by, key=lambda kind: -by[kind])[:3]
        return "most of all " + (", ".join(f"{kind} {by[kind]:.2f}x" for kind in most) or "none")


def row(cells: "tuple[object, ...] | list[object]") -> str:
    """One line of the table."""
    return " | ".join(f"{cell!s:>{width}}" for cell, width in zip(cells, WIDTHS, strict=True))


def high(values: list[float]) -> float:
    """The 95th percentile."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def resident(process: int) -> float:
    """MB of memory a process has in hand; 0 where that is not told."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / MB


def size_of(head: object) -> int:
    """Bytes that the head of a step takes, with its words."""
    names = getattr(head, "__slots__", None) or vars(head)
    return sys.getsizeof(head) + sum(sys.getsizeof(getattr(head, name)) for name in names)


def living(kind: type) -> int:
    """How many of a kind Qt has in hand, of those Python knows."""
    import shiboken6

    return sum(isinstance(each, kind) for each in shiboken6.getAllValidWrappers())


def qobjects() -> int:
    """How many QObjects there are, those that Python does not know as well."""
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    assert application is not None
    return sum(len(each.findChildren(QObject)) for each in (application, *QApplication.topLevelWidgets()))


def left_behind() -> Counter[str]:
    """What is there of a map though none is open."""
    import shiboken6
    from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

    from app.document import Document
    from app.ui.session import Session
    from app.ui.workspace import Workspace

    kinds = (QGraphicsItem, QGraphicsScene, Session, Workspace, Document)
    there = {id(each): each for each in (*shiboken6.getAllValidWrappers(), *gc.get_objects())}
    return Counter(type(each).__name__ for each in there.values() if isinstance(each, kinds))


def main() -> int:
    """Run it; 1 if something is not as it should be."""
    asked = ArgumentParser()
    asked.add_argument("--smoke", action="store_true")
    asked.add_argument("--hours", type=int, default=8)
    asked.add_argument("--seed", type=int, default=1)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["HEADWATER_DATA"], os.environ["HEADWATER_MAPS"] = f"{folder}/data", f"{folder}/maps"
        from PySide6.QtWidgets import QApplication

        from app.ui import asking, easing, tidy_offer

        easing.REST, asking._REST, tidy_offer.PAUSE = 10, 23, 100  # a thirtieth of what they are
        application = QApplication.instance() or QApplication([])
        gc.set_threshold(20_000, 20, 20)  # as the program sets it
        soak = Soak(Path(folder), asked.parse_args())
        soak.run()
        good = soak.verdict()
        del application
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
