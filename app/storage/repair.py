"""Repair: a new map of what can be saved from a damaged file, and an account of what was and what was not."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import ValidationError

from app.errors import FileRefused, RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import Add, Remove, Update
from app.model.records import ABOUT_ID, RECORDS, About, Record
from app.model.steps import Step, now_text
from app.storage.file import MapFile
from app.storage.journal import append, as_map_id, from_values
from app.storage.salvage import Row, Salvaged, salvage
from app.storage.sqlite import FORMAT, STEPS_SINCE, connect

_WORDS = {
    "factor": ("factor", "factors"),
    "link": ("link", "links"),
    "voice": ("voice", "voices"),
    "saying": ("note of who said what", "notes of who said what"),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "vote": ("vote", "votes"),
    "answer": ("answer", "answers"),
    "action": ("action", "actions"),
    "remedy": ("cause of an action", "causes of actions"),
    "preparation": ("note of what an action prepares", "notes of what actions prepare"),
    "measure": ("measure", "measures"),
    "measurement": ("reading of a measure", "readings of measures"),
    "scenario": ("scenario", "scenarios"),
    "supposition": ("supposition", "suppositions"),
    "snapshot": ("named moment", "named moments"),
    "about": ("title", "titles"),
}


@dataclass
class Repaired:
    """What became of a damaged map."""

    saved: dict[str, int] = field(default_factory=dict)
    """Records in the new file, by kind."""
    from_history: dict[str, int] = field(default_factory=dict)
    """Those of them that the history alone still knew."""
    lost: dict[str, int] = field(default_factory=dict)
    """Records that are known to have been there and are not."""
    torn: list[str] = field(default_factory=list)
    """Kinds of which more may have been there."""
    steps: int = 0
    """Steps of the history that were saved."""
    noticed: list[str] = field(default_factory=list)
    map_id: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is known to be lost."""
        return not self.lost and not self.torn

    def sentences(self) -> list[str]:
        """The account, a sentence a line."""
        told = [*self.noticed, f"Saved: {_list(self.saved) or 'nothing'}."]
        if self.from_history:
            told.append(f"Of these the history alone still knew {_list(self.from_history)}.")
        if self.lost:
            told.append(f"Lost: {_list(self.lost)}.")
        if self.torn:
            kinds = ", ".join(_WORDS[name][1] for name in self.torn)
            told.append(f"A part of the file could not be read; more {kinds} may have been in it.")
        if self.is_whole:
            told.append("Nothing is known to be lost.")
        if self.steps:
            told.append(f"The history is there: {self.steps:,} steps.")
        else:
            told.append("The history could not be taken along whole, so it was left out.")
        return told


def _list(counts: dict[str, int]) -> str:
    told = [f"{count:,} {_WORDS[name][count != 1]}" for name, count in counts.items() if count and name != "about"]
    return ", ".join(told)


def repair(source: Path, target: Path) -> Repaired:
    """Make a new map of what can be read of a damaged one, which is left as it is.

    FileRefused if nothing in it is a map's, or if ``target`` is there already; NotWritten if the place takes none.
    """
    if target.exists():
        raise FileRefused(f"“{target.name}” is there already; choose another name.")
    with TemporaryDirectory(prefix="headwater-") as folder:
        found = salvage(source, Path(folder))
    told = Repaired(noticed=found.noticed, map_id=_map_id(found.rows["meta"]))
    steps = _steps(found.rows["journal"])
    kept = _judged(found)
    bad = {name: len(found.rows[name]) - len(records) for name, records in kept.items()}
    if found.torn - {"journal", "meta"} or any(bad.values()):
        told.from_history = _from_history(kept, steps)
    cause_map, dropped = _fitting(kept)
    if not cause_map.factors and not cause_map.title:
        raise FileRefused(f"Nothing in “{source.name}” could be read as a Headwater map.")
    for name in RECORDS:
        there = sum(1 for _ in cause_map.table(name))
        known = max(found.expected.get(name, 0), len(kept[name]))
        told.saved[name] = there
        if known > there:
            told.lost[name] = known - there
        elif name in found.torn and name not in found.expected:
            told.torn.append(name)
    untouched = not found.torn and not any(bad.values()) and not dropped and found.format == FORMAT
    whole = untouched and len(steps) == len(found.rows["journal"])
    MapFile.create(target, cause_map).close()
    if whole and steps:
        _bring_history(target, steps)
        told.steps = len(steps)
    return told


def _bring_history(target: Path, steps: Sequence[Step]) -> None:
    database = connect(target)
    try:
        with database.connection.begin():
            for number, step in enumerate(steps, 1):
                append(database.connection, number, step)
    finally:
        database.close()


def _map_id(rows: Iterable[Row]) -> str:
    return next((as_map_id(row.get("value")) for row in rows if row.get("name") == "map"), "")


def _judged(found: Salvaged) -> dict[str, dict[str, Record]]:
    """The rows that are records, by kind and id."""
    kept: dict[str, dict[str, Record]] = {}
    for name, kind in RECORDS.items():
        kept[name] = {}
        for row in found.rows[name]:
            try:
                record = kind.model_validate({field: row[field] for field in kind.model_fields if field in row})
            except ValidationError:
                continue
            kept[name].setdefault(record.id, record)
    if not kept["about"]:
        kept["about"][ABOUT_ID] = About(id=ABOUT_ID, created=now_text())
    return kept


def _steps(rows: Iterable[Row]) -> list[Step]:
    """The steps that can be read, oldest first."""
    found: list[Step] = []
    for row in sorted(rows, key=_number):
        try:
            if STEPS_SINCE <= int(row["format"]) <= FORMAT:
                names = ("selection_before", "selection_after", "changes")
                found.append(from_values(row | {name: json.loads(row[name]) for name in names}))
        except (KeyError, ValueError, TypeError, RecursionError, RuleBroken):
            continue
    return found


def _number(row: Row) -> int:
    number = row.get("number")
    return number if isinstance(number, int) else 0


def _from_history(kept: dict[str, dict[str, Record]], steps: Iterable[Step]) -> dict[str, int]:
    """Put back what the history says is there and the tables no longer tell; how many of each kind."""
    known: dict[str, dict[str, Any]] = {name: {} for name in RECORDS}
    for step in steps:
        for change in step.changes:
            table = known[change.table]
            match change:
                case Add(record):
                    table[record.id] = record
                case Remove(record):
                    table.pop(record.id, None)
                case Update(_, id_, _, after) if id_ in table:
                    try:
                        table[id_] = table[id_].with_fields(after)
                    except (RuleBroken, ValidationError):
                        continue
    counts: dict[str, int] = {}
    for name, table in known.items():
        for id_, record in table.items():
            if id_ not in kept[name]:
                kept[name][id_] = record
                counts[name] = counts.get(name, 0) + 1
    return counts


def _fitting(kept: dict[str, dict[str, Record]]) -> tuple[CauseMap, dict[str, int]]:
    """A map of these records without those that do not fit; how many of each kind did not."""
    records = [record for table in kept.values() for record in table.values()]
    try:
        return CauseMap.of(records), {}
    except RuleBroken:
        pass
    about = next(iter(kept["about"].values()))
    made, dropped = CauseMap.of([about]), dict[str, int]()
    for record in records:
        if record.table == "about":
            continue
        try:
            made = made.apply([Add(record)])
        except RuleBroken:
            dropped[record.table] = dropped.get(record.table, 0) + 1
    return made, dropped
