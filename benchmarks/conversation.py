"""How still the map stands while a whole conversation is typed, and how tangled it is at the end.

Without Tidy, and with Tidy taken whenever it is offered; the floor is a fresh Tidy of the final map. ``--smoke`` runs
the first alone.
"""

import os
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]


def main() -> None:
    """Print the table."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication([])
    from course import run

    print("conversation       moved px mean  p90  settle ms p95  ease ms mean  offers  overlaps  crossings : fresh")
    for taking in (False,) if "--smoke" in sys.argv else (False, True):
        course = run(taking=taking)
        p90 = statistics.quantiles(course.moved, n=10)[-1]
        p95 = statistics.quantiles(course.settled, n=20)[-1] * 1000
        name = "every Tidy taken" if taking else "no Tidy taken"
        print(
            f"{name:<18} {statistics.mean(course.moved):>13.1f} {p90:>5.1f} {p95:>13.1f}"
            f" {statistics.mean(course.eased) * 1000:>13.0f} {course.offers:>7} {course.overlaps:>9}"
            f"  {course.crossings:>4} : {course.fresh} = {course.ratio:.2f}"
        )
    del application


if __name__ == "__main__":
    main()
