"""What one edit costs through Document.perform, and opening a map, beside sqlite3 alone doing the same to the disk.

The floor writes the same rows with the same pragmas and no checks, no map in memory and nobody told; the floor of
opening reads the same rows into tuples. Prints ``name | ours | floor | ratio`` (milliseconds, medians).
"""

import argparse
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.document import Document
from app.model import edits
from app.model.records import RECORDS, Factor, Link, Record

PRAGMAS = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = EXTRA",
)


def a_map(factors: int) -> list[Record]:
    """Factors with three links for every two of them."""
    made: list[Record] = [
        Factor(id=f"f{n}", label=f"Factor {n} that people named", x=float(n), y=1.0) for n in range(factors)
    ]
    pairs = {(n, (n * 7 + 1) % factors) for n in range(factors)} | {
        (n, (n * 3 + 2) % factors) for n in range(0, factors, 2)
    }
    made += [Link(id=f"l{a}-{b}", cause=f"f{a}", effect=f"f{b}") for a, b in sorted(pairs) if a != b]
    return made


def median_ms(act: Callable[[int], object], times: int) -> float:
    taken = []
    for n in range(times):
        start = time.perf_counter()
        act(n)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def row(name: str, ours: float, floor: float) -> None:
    print(f"{name:36} | {ours:8.2f} ms | {floor:8.2f} ms | {ours / floor:5.2f}")


def commits(folder: Path, factors: int, times: int) -> None:
    ours, bare = folder / f"{factors}.headwater", folder / f"{factors}-bare.headwater"
    with Document.create(ours, "A map", a_map(factors)) as document:
        document.save_copy(bare)

        def rename(n: int) -> None:
            document.perform("Rename a factor", edits.rename(document.map, f"f{n % factors}", f"Other words {n}"))

        rename(-1)
        raw = sqlite3.connect(bare, isolation_level=None)
        for pragma in PRAGMAS:
            raw.execute(pragma)

        def rename_bare(n: int) -> None:
            id_, label = f"f{n % factors}", f"Other words {n}"
            changes = [
                {"do": "update", "table": "factor", "id": id_, "before": {"label": "x" * 30}, "after": {"label": label}}
            ]
            step = (
                n + 10,
                f"{n:036}",
                "Rename a factor",
                "",
                "2026-01-01T00:00:00.000+00:00",
                2,
                None,
                None,
                "[]",
                "[]",
            )
            raw.execute("BEGIN")
            raw.execute("UPDATE factor SET label = ? WHERE id = ?", (label, id_))
            raw.execute("INSERT INTO journal VALUES (?,?,?,?,?,?,?,?,?,?,?)", (*step, json.dumps(changes)))
            raw.execute("COMMIT")

        # In turns, so that a disk that is slow for a moment is slow for both.
        taken: tuple[list[float], list[float]] = ([], [])
        for n in range(times):
            for act, into in ((rename, taken[0]), (rename_bare, taken[1])):
                into.append(median_ms(lambda _, act=act, n=n: act(n), 1))
        raw.close()
    row(f"one edit at {factors} factors", statistics.median(taken[0]), statistics.median(taken[1]))


def opening(folder: Path, factors: int, times: int) -> None:
    path = folder / f"open-{factors}.headwater"
    Document.create(path, "A map", a_map(factors)).close()
    open_beside_bare(f"open {factors} factors", path, times)


def long_history(folder: Path, steps: int, times: int) -> None:
    path = folder / f"history-{steps}.headwater"
    with Document.create(path, "A map", a_map(300)) as document:
        document._file._database.raw.execute("PRAGMA synchronous = OFF")  # how it came about is not measured
        for n in range(steps):
            document.perform("Rename a factor", edits.rename(document.map, f"f{n % 300}", f"Other words {n}"))
    open_beside_bare(f"open 300 factors after {steps} steps", path, times)


def open_beside_bare(name: str, path: Path, times: int) -> None:
    def bare(_: int) -> None:
        raw = sqlite3.connect(path)
        for pragma in PRAGMAS:
            raw.execute(pragma)
        for table in (*RECORDS, "journal", "meta"):
            raw.execute(f"SELECT * FROM {table}").fetchall()
        raw.close()

    row(name, median_ms(lambda _: Document.open(path).close(), times), median_ms(bare, times))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="a short run that shows it works")
    smoke = parser.parse_args().smoke
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HEADWATER_DATA"] = str(Path(folder) / "data")
        print(f"{'name':36} | {'ours':>11} | {'floor':>11} | ratio")
        for factors in (60,) if smoke else (60, 300, 2000):
            commits(Path(folder), factors, 20 if smoke else 300)
        opening(Path(folder), 300 if smoke else 10_000, 3 if smoke else 9)
        long_history(Path(folder), 100 if smoke else 5_000, 3 if smoke else 9)


if __name__ == "__main__":
    main()
