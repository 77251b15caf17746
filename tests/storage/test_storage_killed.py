"""kill -9 in the middle of edits: every acknowledged step is there, never half a step."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROUNDS = 20
HERE = Path(__file__)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_map_killed_in_the_middle_of_edits_keeps_every_acknowledged_step(tmp_path):
    # A process of its own, because it forks the ones it kills.
    command = [sys.executable, str(HERE), str(tmp_path / "Winter.headwater"), str(ROUNDS)]
    where = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (HERE.parents[2], HERE.parents[1])))}
    done = subprocess.run(command, env=where, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rounds) == ROUNDS
    assert all(each["acknowledged"] for each in rounds)


def edit_without_end(path, seed, pipe):
    """Steps of all sizes, each acknowledged on the pipe once ``perform`` has come back."""
    import random

    from app.document import Document
    from app.model import edits

    chance = random.Random(seed)
    document = Document.open(path)
    while True:
        factors = list(document.map.factors)
        act = chance.random()
        if act < 0.2 and document.can_undo:
            step = document.undo()
        elif act < 0.3 and document.can_redo:
            step = document.redo()
        elif act < 0.4 and factors:
            step = document.perform("Delete", edits.delete(document.map, chance.sample(factors, len(factors) // 3 + 1)))
        elif act < 0.6 and factors:
            changes = edits.move(document.map, {id_: (chance.random() * 1000, 1) for id_ in factors})
            step = document.perform("Tidy", changes)
        elif act < 0.8 and factors:
            step = document.perform("Why", edits.add_cause(document.map, chance.choice(factors), "Because " * 40))
        else:
            changes = [change for n in range(40) for change in edits.add_factor(f"Factor {n} " * 10)]
            step = document.perform("Paste", changes)
        os.write(pipe, f"{step.id}\n".encode())


def killed(path, seed, after):
    """The ids that a forked process acknowledged before it was killed, some time after the first of them."""
    import select
    import signal
    import time

    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            edit_without_end(path, seed, writing)
        finally:
            os._exit(1)
    os.close(writing)
    heard = os.read(reading, 37)
    until = time.monotonic() + after
    while (left := until - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            heard += os.read(reading, 65536)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 65536):
        heard += more
    os.close(reading)
    return [line.decode() for line in heard.split(b"\n") if len(line) == 36]


def main(path, rounds):
    import random

    from plain_file import in_order, replayed, rows_in, rows_of
    from plain_file import select as ask

    from app.document import Document

    chance = random.Random(7)
    Document.create(path, "Winter").close()
    start, known = rows_in(path), []
    for number in range(rounds):
        acknowledged = killed(path, number, chance.random() * 0.15)
        hot = path.with_name(f"{path.name}-journal").exists()
        with Document.open(path) as document:
            assert not document.read_only, document.read_only
            assert not document.notice, document.notice
            ids = [id_ for (id_,) in ask(path, "SELECT id FROM journal ORDER BY number")]
            assert ids[: len(known) + len(acknowledged)] == known + acknowledged
            assert len(ids) <= len(known) + len(acknowledged) + 1  # one may be written and not yet acknowledged
            rows = rows_in(path)
            assert rows == replayed(path, start) == rows_of(document.map)
            assert in_order(rows) == in_order(rows_of(document.map))
            assert ask(path, "PRAGMA integrity_check") == [("ok",)]
            known = ids
        print(json.dumps({"acknowledged": len(acknowledged), "in the middle of writing": hot}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
