"""kill -9 of the running window at random moments: each step that was told is there, and nothing is half."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROUNDS = int(os.environ.get("HEADWATER_KILLS", "12"))
"""More of them by hand: HEADWATER_KILLS=300."""
HERE = Path(__file__)
FILES = HERE.parents[1] / "files"
UPGRADED_EVERY = 4
"""One round in so many begins with a map of an older format, and is killed while or soon after it is brought up."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_window_killed_at_any_moment_loses_no_step_it_has_told(tmp_path):
    # A process of its own, because it forks the ones it kills; one that has imported all, so that a round is short.
    where = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, (HERE.parents[2], HERE.parents[1], HERE.parent))),
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [sys.executable, str(HERE), str(tmp_path / "place" / "Winter.headwater"), str(ROUNDS)]
    done = subprocess.run(command, env=where, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-4_000:]
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rounds) == ROUNDS
    assert sum(each["told"] for each in rounds) > ROUNDS  # it was killed at work, not only before it


def killed(path, seed, after):
    """What a forked window told before it was killed, so long after it began to open the map."""
    import select
    import signal
    import time

    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        try:
            from robot import work

            work(path, seed, writing)
        finally:
            os._exit(1)
    os.close(writing)
    heard = os.read(reading, 2)
    assert heard == b"!\n"
    until = time.monotonic() + after
    while (left := until - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            more = os.read(reading, 65_536)
            assert more, "the window ended by itself"
            heard += more
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 65_536):
        heard += more
    os.close(reading)
    return [line.decode() for line in heard.split(b"\n") if len(line) == 36]


def main(path, rounds):
    import random

    import robot  # noqa: F401  # imported before the forks
    from plain_file import in_order, replayed, rows_in, rows_of, select
    from PySide6 import QtCore, QtGui, QtTest, QtWidgets

    import app.earlier
    import app.exchange.foreign.read
    import app.exchange.pictures
    import app.ui.main_window
    import app.ui.workspace
    from app.document import Document, bring_in_storage

    bring_in_storage()
    assert all((QtCore, QtGui, QtTest, QtWidgets, app))
    path.parent.mkdir(parents=True)
    chance = random.Random(int(os.environ.get("HEADWATER_SEED", "11")))
    Document.create(path, "Winter").close()
    start, before, known = rows_in(path), 0, []
    for number in range(rounds):
        old = number % UPGRADED_EVERY == UPGRADED_EVERY - 1
        if old:
            start, before, known = older(path, chance.randint(1, 4), Document, rows_in, select)
        told = killed(path, number, chance.random() * (0.6 if old else 2.0))
        hot = path.with_name(f"{path.name}-journal").exists()
        with Document.open(path) as document:
            assert not document.read_only, document.read_only
            assert not document.notice, document.notice
            assert not document.waiting, document.waiting
            ids = [id_ for (id_,) in select(path, "SELECT id FROM journal ORDER BY number")]
            assert ids[: len(known)] == known
            # Also there may be steps that nobody heard of: the arranging at opening, and the one it was killed in.
            new = ids[len(known) :]
            assert [id_ for id_ in new if id_ in set(told)] == told
            rows = rows_in(path)
            assert rows == replayed(path, start, before) == rows_of(document.map)
            assert in_order(rows) == in_order(rows_of(document.map))
            assert select(path, "PRAGMA integrity_check") == [("ok",)]
            known = ids
        whole_or_not_there(path, Document)
        print(json.dumps({"told": len(told), "in the middle of writing": hot, "older": old}))


def older(path, version, Document, rows_in, select):  # noqa: N803
    """A map of an older format in the place, and what it is to be once it was brought up."""
    from robot import fresh_old_map

    fresh_old_map(FILES, path, version)
    with Document.open(path):
        pass
    start = rows_in(path)
    ids = [id_ for (id_,) in select(path, "SELECT id FROM journal ORDER BY number")]
    fresh_old_map(FILES, path, version)
    return start, len(ids), ids


def whole_or_not_there(path, Document):  # noqa: N803
    """Whatever bears its right name is whole: copies, earlier copies, other maps, pictures and documents."""
    import xml.dom.minidom

    from PySide6.QtGui import QImage

    from app.earlier import all_copies

    copies = [each.path for each in all_copies()]
    maps = Path(os.environ["HEADWATER_MAPS"])
    for each in [*path.parent.glob("*.headwater"), *maps.glob("*.headwater"), *copies]:
        with Document.open(each, look_only=True) as document:
            assert document.map.title is not None
    picture, document = path.with_name("out") / "map.png", path.with_name("out") / "map.graphml"
    assert not picture.exists() or not QImage(str(picture)).isNull()
    if document.exists():
        xml.dom.minidom.parse(str(document))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
