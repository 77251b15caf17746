"""The power goes at any moment: every acknowledged step is in the map, and never half a step."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from plain_file import in_order, replayed, rows_in, rows_of, select
from recorded_disk import Op, Record, Recorder, cuts, library

from app.document import Document
from app.errors import HeadwaterError
from app.model import edits
from app.model.pasted import read_pasted
from app.storage import sqlite
from app.storage.sqlite import FORMAT

HERE = Path(__file__)
FILES = HERE.parents[1] / "files"
NAME = "Winter.headwater"
ROUNDS = max(1, int(os.environ.get("HEADWATER_ROUNDS", "1")))
"""How many times the usual number of states is looked at."""
KEEPS = "PRAGMA journal_mode = DELETE"
SYNCS = "PRAGMA synchronous = EXTRA"
SMALL_MEMORY = (KEEPS, SYNCS, "PRAGMA cache_size = 4")
"""So few pages that SQLite must write into the map before a step is whole."""


# -- what is recorded, in a process of its own


def edit(document, told, chance, count):
    """Real steps of all sizes, each told once it is acknowledged."""
    for number in range(count):
        factors, links = list(document.map.factors), list(document.map.links)
        act = chance.choice(("undo", "redo", "delete", "move", "why", "why", "paste", "rename", "sure"))
        step = None
        if number == 3 or (act == "paste" and len(factors) < 80):
            lines = [f"No bed {number} {each} <- {'the ward is full and ' * 9}{each}" for each in range(30)]
            step = document.perform("Paste", read_pasted(document.map, "\n".join(lines)).changes)
        elif act == "undo" or number in (4, 5):
            step = document.undo()
        elif act == "redo" or number == 6:
            step = document.redo()
        elif act == "delete" and len(factors) > 10:
            doomed = chance.sample(factors, len(factors) // 3)
            step = document.perform("Delete", edits.delete(document.map, doomed))
        elif act == "move" and factors:
            places = {id_: (chance.random() * 1000, 1.0) for id_ in factors}
            step = document.perform("Tidy", edits.move(document.map, places))
        elif act == "rename" and factors:
            words = f"Nobody asked {number} " * chance.choice((1, 60))
            step = document.perform("Rename", edits.rename(document.map, chance.choice(factors), words))
        elif act == "sure" and links:
            step = document.perform("How sure", edits.set_confidence(document.map, links[:5], "tentative"))
        if step is None:
            changes = edits.add_cause(document.map, factors[-1], f"Why {number}") if factors else edits.add_factor("No")
            step = document.perform("Why", changes)
        assert not document.waiting, document.waiting
        told(step.id)


def recorded_edits(folder, seed, count, pragmas):
    """A map edited, closed, opened again and edited on."""
    sqlite._WRITING = tuple(pragmas) or sqlite._WRITING
    Document.create(folder / NAME, "Winter").close()
    recorder = Recorder(folder)
    chance = Random(seed)
    for part in (count - count // 3, count // 3):
        with Document.open(folder / NAME) as document:
            edit(document, recorder.told, chance, part)
    return recorder.record


def recorded_opening(folder, seed, count):
    """A map opened as it was found, and edited on."""
    recorder = Recorder(folder)
    with Document.open(folder / NAME) as document:
        if not count:
            recorder.told("opened")
        edit(document, recorder.told, Random(seed), count)
    return recorder.record


TASKS = {"edit": recorded_edits, "open": recorded_opening}


def main(place, task, *words):
    """One run in each folder of a place; its record beside the folder."""
    sys.unraisablehook = lambda failed: (sys.__unraisablehook__(failed), os._exit(1))  # an error in the recorder
    for folder in sorted(place.iterdir()):
        record = TASKS[task](folder, *map(json.loads, words))
        assert record.end() == {each.name: each.read_bytes() for each in folder.iterdir()}, "not all was recorded"
        record.save(folder.with_suffix(".record"))


def run(place, task, *words):
    """The records of runs in a process of its own, so that nothing of the recorder stays in this one."""
    try:
        library()
    except LookupError as why:
        pytest.skip(str(why))
    where = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (HERE.parents[2], HERE.parents[1])))}
    command = [sys.executable, str(HERE), str(place), task, *map(json.dumps, words)]
    done = subprocess.run(command, env=where, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return [Record.read(each) for each in sorted(place.glob("*.record"))]


def edited(place, seed, count, pragmas=()):
    """The record of a new map's first so many steps, some of which are large."""
    (place / "run" / "map").mkdir(parents=True)
    [record] = run(place / "run", "edit", seed, count, pragmas)
    assert len(record.told()) == count
    written = [0]
    for op in record.ops:
        written[-1] += op[:2] == ("write", NAME)
        written += [0] if op.what == "told" else []
    assert max(written) > 10, "no step spans many pages"
    return record


def writes_into_the_map_early(record):
    """Whether SQLite wrote to the journal again after it had begun to write into the map."""
    done = [op[:2] for op in record.ops if op.what in ("write", "delete")]
    return (("write", NAME), ("write", f"{NAME}-journal")) in pairwise(done)


# -- what is found after a cut


def lay_out(folder, files):
    """The files of a state, and nothing else, in a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder / NAME


def after_crash(folder, cut):
    """The same with the lock file that the run left, if that got to the disk."""
    path = lay_out(folder, cut.files)
    if cut.number % 2:
        (folder / f".~{NAME}.lock").write_text('{"user": "someone"}')
    return path


def opened(path):
    """A map that opens with nothing to say about it, and its rows as the program has them."""
    document = Document.open(path)
    said = document.read_only or document.notice or document.waiting
    if said:
        document.close()
    assert not said, said
    return document


def look(path, start, told, ids):
    """Whether a map after a cut holds the step under way besides the acknowledged ones; AssertionError if not whole."""
    with opened(path) as document:
        found = [id_ for (id_,) in select(path, "SELECT id FROM journal ORDER BY number")]
        assert len(found) >= told, f"lost: {told} steps were acknowledged, {len(found)} are there"
        assert found == ids[: len(found)] == [head.id for head in document.history()], "other steps"
        assert len(found) <= told + 1, "steps that nobody did yet"
        rows = rows_in(path)
        assert rows == replayed(path, start) == rows_of(document.map), "torn: the rows are not what the steps made"
        assert in_order(rows) == in_order(rows_of(document.map)), "another order"
        assert select(path, "PRAGMA integrity_check") == [("ok",)], "torn: the file is damaged"
    return len(found) > told


class Found(Counter):
    """How many states there were of each kind, and the faults, each with where it lies."""

    def __init__(self):
        super().__init__()
        self.faults = []

    def look(self, place, record, most, seed, looking, *, enough=3):
        """Look at what cuts of a run leave; so many faults end it."""
        for cut in cuts(record, most, seed):
            path = after_crash(place / "state", cut)
            before = path.read_bytes()
            try:
                self[looking(path, cut.told)] += 1
                self["put right"] += path.read_bytes() != before
            except (AssertionError, HeadwaterError, sqlite3.Error) as error:
                kept = lay_out(place / f"{seed} cut {cut.number} draw {cut.draw}", cut.files)
                self.faults.append(f"{str(error).splitlines()[0]} ({kept.parent})")
                if len(self.faults) == enough:
                    break
            self["states"] += 1
        self["operations"] += len(record.ops)
        return self


def looking_for(start, ids, known=0):
    """How to look for steps, of which so many were known before the first of the run."""
    return lambda path, told: look(path, start, known + told, ids)


# -- the cuts


@pytest.mark.parametrize(("count", "pragmas"), [(40, ()), (20, SMALL_MEMORY)], ids=["usual", "small memory"])
def test_a_map_keeps_every_acknowledged_step_when_the_power_goes(tmp_path, count, pragmas):
    found = Found()
    for seed in range(ROUNDS):
        record = edited(tmp_path / str(seed), seed, count, pragmas)
        assert bool(pragmas) == writes_into_the_map_early(record)
        start = rows_in(lay_out(tmp_path / "start", record.start))
        found.look(tmp_path, record, 450, seed, looking_for(start, record.told()))
    print(dict(found))
    assert found.faults == []
    assert min(found[True], found[False], found["put right"]) > 5, found


def test_the_power_goes_again_while_the_map_is_put_right(tmp_path):
    found = Found()
    for seed in range(ROUNDS):
        place = tmp_path / str(seed)
        first = edited(place, seed, 12)
        start = rows_in(lay_out(place / "start", first.start))
        for name, size in ((NAME, 3), (f"{NAME}-journal", 1)):
            unsynced = [cut for cut in cuts(first, 900, seed) if Op("sync", name) in first.ops[cut.number :][:1]]
            for cut in Random(seed).sample([cut for cut in unsynced if cut.draw > 3], size):
                lay_out(place / "twice" / f"{cut.number}-{cut.draw}", cut.files)
        for record in run(place / "twice", "open", seed, 3):
            end = lay_out(place / "end", record.end())
            ids = [id_ for (id_,) in select(end, "SELECT id FROM journal ORDER BY number")]
            assert ids[-3:] == record.told()
            assert ids[:-3] == first.told()[: len(ids) - 3]
            found.look(place, record, 100, seed, looking_for(start, ids, len(ids) - 3))
    print(dict(found))
    assert found.faults == []
    assert min(found[True], found[False], found["put right"]) > 5, found


def whole(path):
    """Everything in a file, as statements, and the version of its format."""
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "torn: the file is damaged"
        return database.execute("PRAGMA user_version").fetchone(), list(database.iterdump())


def look_at_upgrade(was, new, content, path, told):
    """Whether an old file is new after a cut; AssertionError if it is neither wholly the one nor the other."""
    hot = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    now = whole(path)
    assert now in ((new,) if told else (was, new)), "torn: neither old nor new"
    assert now == new or path.read_bytes() == content, "torn: not the old file any more"
    lay_out(path.parent, hot)
    with opened(path) as document:
        assert rows_in(path) == rows_of(document.map)
        assert whole(path) == new, "lost: the upgrade after the cut made something else"
    return now == new


def test_an_old_map_is_wholly_old_or_wholly_new_when_the_power_goes(tmp_path):
    for version in range(1, FORMAT):
        lay_out(tmp_path / "run" / f"v{version}", {NAME: (FILES / f"v{version}.headwater").read_bytes()})
    for version, record in enumerate(run(tmp_path / "run", "open", 0, 0), 1):
        was, new = (whole(lay_out(tmp_path / "one", files)) for files in (record.start, record.end()))
        assert (was[0], new[0]) == ((version,), (FORMAT,))
        looking = partial(look_at_upgrade, was, new, record.start[NAME])
        found = Found().look(tmp_path, record, 80 * ROUNDS, version, looking)
        print(dict(found))
        assert found.faults == []
        assert min(found[True], found[False], found["put right"]) > 0, found


# -- without the guard, they find what is lost


@pytest.mark.parametrize(
    ("pragmas", "fault"),
    [
        ((KEEPS, "PRAGMA synchronous = OFF"), "lost: |torn: |damaged|cut off"),
        ((KEEPS, "PRAGMA synchronous = FULL"), "lost: "),
        (("PRAGMA journal_mode = MEMORY", SYNCS), "torn: |damaged|cut off"),
        (("PRAGMA journal_mode = OFF", SYNCS), "torn: |damaged|cut off"),
    ],
    ids=["nothing synced", "no synced delete", "journal in memory", "no journal"],
)
def test_without_the_guard_a_cut_loses_or_tears_something(tmp_path, pragmas, fault):
    record = edited(tmp_path, 0, 12, pragmas)
    start = rows_in(lay_out(tmp_path / "start", record.start))
    found = Found().look(tmp_path, record, 250, 0, looking_for(start, record.told()), enough=5)
    print(dict(found), *found.faults, sep="\n")
    assert found.faults
    assert all(re.search(fault, each) for each in found.faults), found.faults


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
