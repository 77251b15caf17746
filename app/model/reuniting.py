"""Reuniting: two copies of one map that were edited apart, brought together from where they parted.

A field that one copy alone has changed is taken from it. Two things are asked about: what both have changed, to
different values, and what one has changed or builds on while the other has deleted it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.model.cause_map import CauseMap
from app.model.changes import Add, Change, Remove
from app.model.compare import changes_between
from app.model.mending import mended
from app.model.merging_kinds import sense_of
from app.model.pairing import same_words
from app.model.records import RECORDS, REFERENCES, Factor, Link, Record

Side = Literal["ours", "theirs"]
What = Literal["changed", "gone there", "gone here"]
Seen = Mapping[tuple[str, str, str], frozenset[str]]
"""The values (as :func:`repr` gives them) that a field (table, id, name) has had since the copies parted."""

_PLACE = ("x", "y")
_TOGETHER: dict[str, tuple[tuple[str, ...], ...]] = {
    "factor": (_PLACE, ("kind", "parked")),
    "link": (("cause", "effect", "together"),),
}
"""Fields that make sense together alone: they are taken from one side."""
_TABLES = tuple(name for name in RECORDS if name != "snapshot")
"""Moments name steps of their own history, which does not come along."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What only a person can decide of one record; ``fields`` are those that both changed, () where one deleted it."""

    table: str
    id: str
    what: What
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parted:
    """Three maps: the one before the copies parted, ours and theirs; and what either has said in between.

    A value that the other copy had and left behind is older, not different: copies may be reunited again and again.
    """

    base: CauseMap
    ours: CauseMap
    theirs: CauseMap
    seen_here: Seen
    seen_there: Seen


def parted(
    base: CauseMap, ours: CauseMap, theirs: CauseMap, here: Sequence[Change] = (), there: Sequence[Change] = ()
) -> Parted:
    """Two copies of one map, ready to be compared; ``here`` and ``there`` are all changes since they parted."""
    renamed = _as_ours(base, ours, theirs)
    return Parted(base, ours, _renamed(theirs, renamed), _seen(here, {}), _seen(there, renamed))


def common_steps(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """How many steps (ids, oldest first) two histories begin with in common."""
    number = 0
    for one, other in zip(ours, theirs, strict=False):
        if one != other:
            break
        number += 1
    return number


# -- what to ask


def conflicts(copies: Parted) -> list[Conflict]:
    """All that must be asked, table by table in the order of the map."""
    return list(_conflicts(copies))


def _conflicts(copies: Parted) -> Iterator[Conflict]:
    leaning = _Leaning(copies)
    for table in _TABLES:
        base, ours, theirs = (each.table(table) for each in (copies.base, copies.ours, copies.theirs))
        for id_ in dict.fromkeys((*ours, *theirs)):
            here, there = ours.get(id_), theirs.get(id_)
            if here is not None and there is not None:
                for unit in _units(table):
                    if unit != _PLACE and _source(copies, base.get(id_), here, there, unit) is None:
                        yield Conflict(table, id_, "changed", unit)
            elif here is not None and leaning.fate(here, "ours") == "asked":
                yield Conflict(table, id_, "gone there")
            elif there is not None and leaning.fate(there, "theirs") == "asked":
                yield Conflict(table, id_, "gone here")


class _Leaning:
    """What becomes of records that one copy alone has."""

    def __init__(self, copies: Parted) -> None:
        self._copies = copies
        self._named = {
            "ours": _newly_named(copies.base, copies.ours, copies.seen_there),
            "theirs": _newly_named(copies.base, copies.theirs, copies.seen_here),
        }

    def fate(self, record: Record, side: Side) -> Literal["new", "goes", "asked"]:
        """New; or deleted in the other copy: to go with nobody asked, or changed or built upon in this one."""
        was = self._copies.base.get(record.table, record.id)
        leaned_on = (record.table, record.id) in self._named[side]
        if was is not None:
            return "asked" if leaned_on or _differs(was, record) else "goes"
        seen = self._copies.seen_there if side == "ours" else self._copies.seen_here
        had = [seen.get((record.table, record.id, name)) for name, _ in record if name not in ("id", *_PLACE)]
        if not any(had):
            return "new"
        # The other copy had it once, after they parted: brought from there to here, and deleted there since.
        values = [repr(value) for name, value in record if name not in ("id", *_PLACE)]
        known = all(each is not None and value in each for each, value in zip(had, values, strict=True))
        return "goes" if known and not leaned_on else "asked"


def _units(table: str) -> Iterator[tuple[str, ...]]:
    whole = _TOGETHER.get(table, ())
    yield from whole
    inside = {name for unit in whole for name in unit}
    yield from ((name,) for name in RECORDS[table].model_fields if name != "id" and name not in inside)


def _values(record: Record | None, unit: tuple[str, ...]) -> tuple[Any, ...] | None:
    return None if record is None else tuple(getattr(record, name) for name in unit)


def _source(copies: Parted, was: Record | None, here: Record, there: Record, unit: tuple[str, ...]) -> Side | None:
    """From which copy a unit is taken; None if a person must say."""
    before, ours, theirs = (_values(each, unit) for each in (was, here, there))
    if theirs in (ours, before):
        return "ours"
    if ours == before:
        return "theirs"
    # Since the copies parted: a value that the other has had and left is one that it knows of.
    known_there = _has_been(copies.seen_there, here, unit)
    known_here = _has_been(copies.seen_here, there, unit)
    if known_there != known_here:
        return "theirs" if known_there else "ours"
    return None


def _has_been(seen: Seen, record: Record, unit: tuple[str, ...]) -> bool:
    held = [(seen.get((record.table, record.id, name)), repr(getattr(record, name))) for name in unit]
    return any(values for values, _ in held) and all(values is None or value in values for values, value in held)


def _differs(was: Record, now: Record) -> bool:
    """Whether it says anything else; where a factor stands says nothing."""
    return any(name not in _PLACE and getattr(was, name) != value for name, value in now)


def _newly_named(base: CauseMap, now: CauseMap, seen: Seen) -> set[tuple[str, str]]:
    """What records name that did not name it before the copies parted, nor ever in the other copy."""
    found: set[tuple[str, str]] = set()
    for table, fields in REFERENCES.items():
        for record in now.table(table).values():
            was = base.get(table, record.id)
            for name, targets in fields.items():
                id_ = getattr(record, name)
                known = was is not None and getattr(was, name) == id_
                if not known and repr(id_) not in seen.get((table, record.id, name), ()):
                    found.update((target, id_) for target in targets if now.get(target, id_) is not None)
    return found


def moot(copies: Parted, asked: Iterable[Conflict], said: Mapping[Conflict, Side]) -> set[Conflict]:
    """Those that need no answer any more, because what they are about goes with something else."""
    gone: set[str] = set()
    found: set[Conflict] = set()
    for each in asked:
        sides = [side.get(each.table, each.id) for side in (copies.ours, copies.theirs)]
        named = {getattr(side, name) for side in sides if side for name in REFERENCES.get(each.table, {})}
        if named & gone:
            found.add(each)
        if named & gone or (each.what != "changed" and _is_to_go(each, said.get(each))):
            gone.add(each.id)
    return found


def _is_to_go(conflict: Conflict, said: Side | None) -> bool:
    return said == ("theirs" if conflict.what == "gone there" else "ours")


# -- what comes of it


def reunited(copies: Parted, said: Mapping[Conflict, Side] | None = None) -> CauseMap:
    """The one map. What nobody answered: the value here stands, and nothing is lost that only one copy deleted."""
    said = said or {}
    asked = {(each.table, each.id, each.fields): each for each in _conflicts(copies)}
    goes = {(each.table, each.id) for each in asked.values() if _is_to_go(each, said.get(each))}
    leaning = _Leaning(copies)
    made: dict[str, dict[str, Record]] = {name: {} for name in RECORDS}
    kept: list[Record] = []
    for table in RECORDS:
        ours, theirs = copies.ours.table(table), copies.theirs.table(table)
        for id_ in ours if table not in _TABLES else dict.fromkeys((*ours, *theirs)):
            here, there = ours.get(id_), theirs.get(id_)
            if here is not None and there is not None and table in _TABLES:
                made[table][id_] = _joined(copies, here, there, asked, said)
                continue
            only = here or there
            if only is None or (table, id_) in goes:
                continue
            if (table, id_, ()) in asked:
                kept.append(only)
            elif table in _TABLES and leaning.fate(only, "ours" if here else "theirs") == "goes":
                continue
            made[table][id_] = only
    _bring_back(copies, made, kept, goes)
    return mended(made, copies.ours)


def changes_to_reunite(copies: Parted, said: Mapping[Conflict, Side] | None = None) -> tuple[Change, ...]:
    """The changes that make our copy the one map."""
    return changes_between(copies.ours, reunited(copies, said))


def _joined(
    copies: Parted,
    here: Record,
    there: Record,
    asked: Mapping[tuple[str, str, tuple[str, ...]], Conflict],
    said: Mapping[Conflict, Side],
) -> Record:
    was = copies.base.get(here.table, here.id)
    fields: dict[str, Any] = {}
    for unit in _units(here.table):
        conflict = asked.get((here.table, here.id, unit))
        side = said.get(conflict, "ours") if conflict else _source(copies, was, here, there, unit) or "ours"
        if side == "theirs":
            fields |= {name: getattr(there, name) for name in unit}
    return here.with_fields(fields) if fields else here


def _bring_back(
    copies: Parted, made: Mapping[str, dict[str, Record]], kept: Sequence[Record], goes: set[tuple[str, str]]
) -> None:
    """What is kept although the other copy deleted it needs what it names."""
    waiting = list(kept)
    while waiting:
        record = waiting.pop()
        for name, targets in REFERENCES.get(record.table, {}).items():
            id_ = getattr(record, name)
            for target in targets:
                found = next(
                    (f for side in (copies.ours, copies.theirs, copies.base) if (f := side.get(target, id_))), None
                )
                if found is not None and id_ not in made[target] and (target, id_) not in goes:
                    made[target][id_] = found
                    waiting.append(found)


# -- what both have added by themselves


def _as_ours(base: CauseMap, ours: CauseMap, theirs: CauseMap) -> dict[tuple[str, str], str]:
    """For records (table, id) that the other copy added and that say what one added here says: the id here."""
    renamed: dict[tuple[str, str], str] = {}
    for table in _TABLES:
        free: dict[object, list[str]] = defaultdict(list)
        for id_, record in ours.table(table).items():
            if base.get(table, id_) is None and theirs.get(table, id_) is None:
                free[_natural(record, ours)].append(id_)
        if not free:
            continue
        for id_, record in theirs.table(table).items():
            if base.get(table, id_) is None and ours.get(table, id_) is None:
                twins = free.get(_natural(_moved(record, renamed), theirs))
                if twins:
                    renamed[table, id_] = twins.pop(0)
    return renamed


def _natural(record: Record, cause_map: CauseMap) -> object:
    if isinstance(record, Factor):
        return same_words(record.label)
    if isinstance(record, Link):
        return record.cause, record.effect
    return sense_of(record, cause_map)


def _moved(record: Record, renamed: Mapping[tuple[str, str], str]) -> Record:
    fields: dict[str, Any] = {}
    for name, targets in REFERENCES.get(record.table, {}).items():
        id_ = getattr(record, name)
        fields[name] = next((renamed[target, id_] for target in targets if (target, id_) in renamed), id_)
    if (record.table, record.id) in renamed:
        fields["id"] = renamed[record.table, record.id]
    return record.with_fields(fields) if fields else record


def _renamed(theirs: CauseMap, renamed: Mapping[tuple[str, str], str]) -> CauseMap:
    if not renamed:
        return theirs
    # Their own answers and groups name ids inside words; those of twins are few, and named anew where they are known.
    return CauseMap({name: {(m := _moved(r, renamed)).id: m for r in theirs.table(name).values()} for name in RECORDS})


def _seen(changes: Sequence[Change], renamed: Mapping[tuple[str, str], str]) -> Seen:
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for change in changes:
        id_ = renamed.get((change.table, change.id), change.id)
        if isinstance(change, Add | Remove):
            values = dict(change.record)
        else:
            values = change.after
            for name, value in change.before.items():
                found[change.table, id_, name].add(repr(value))
        for name, value in values.items():
            found[change.table, id_, name].add(repr(value))
    return {field: frozenset(values) for field, values in found.items()}
