"""CauseMap: all records of a map, immutable, with its look-ups and its rules."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from app.errors import RuleBroken
from app.model.changes import Add, Change, Remove, Update
from app.model.records import (
    ABOUT_ID,
    RECORDS,
    REFERENCES,
    About,
    Action,
    Answer,
    Evidence,
    Factor,
    Link,
    Measure,
    Measurement,
    Preparation,
    Record,
    Remedy,
    Saying,
    Scenario,
    Snapshot,
    Supposition,
    Voice,
    Vote,
    plain_reason,
)

R = TypeVar("R", bound=Record)
Tables = dict[str, dict[str, Record]]


class CauseMap:
    """A map at one moment. ``apply`` gives the next; this one never alters."""

    __slots__ = ("_into", "_out", "_referrers", "_tables")

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._into: dict[str, tuple[Link, ...]] | None = None
        self._out: dict[str, tuple[Link, ...]] | None = None
        self._referrers: dict[str, dict[str, tuple[Record, ...]]] = {}
        """By table, for those that were asked for."""

    # -- making one

    @classmethod
    def empty(cls, title: str = "", created: str = "") -> "CauseMap":
        """A map with a title and nothing in it."""
        return cls.of([About(id=ABOUT_ID, title=title, created=created)])

    @classmethod
    def of(cls, records: Iterable[Record]) -> "CauseMap":
        """A map of these records, checked against every rule (RuleBroken with one sentence)."""
        tables: Tables = {name: {} for name in RECORDS}
        for record in records:
            table = tables[record.table]
            if record.id in table:
                raise RuleBroken("Two records of the map have the same id.")
            table[record.id] = record
        made = cls(tables)
        if set(tables["about"]) != {ABOUT_ID}:
            raise RuleBroken("A map has exactly one title.")
        made._check_all_links()
        for name, table in tables.items():
            if name in REFERENCES and name != "link":
                for record in table.values():
                    made._check_references(record)
        for factor in made.factors.values():
            if factor.parked:
                made._check_parked(factor)
        return made

    # -- looking

    def _table(self, kind: type[R]) -> Mapping[str, R]:
        return MappingProxyType(cast("dict[str, R]", self._tables[kind.table]))

    @property
    def about(self) -> About:
        """The record of the map itself."""
        return cast("About", self._tables["about"][ABOUT_ID])

    @property
    def title(self) -> str:
        """The map's title, '' if it has none."""
        return self.about.title

    @property
    def factors(self) -> Mapping[str, Factor]:
        """All factors by id."""
        return self._table(Factor)

    @property
    def links(self) -> Mapping[str, Link]:
        """All links by id."""
        return self._table(Link)

    @property
    def voices(self) -> Mapping[str, Voice]:
        """All voices by id."""
        return self._table(Voice)

    @property
    def sayings(self) -> Mapping[str, Saying]:
        """Who said what, by id."""
        return self._table(Saying)

    @property
    def evidence(self) -> Mapping[str, Evidence]:
        """All evidence by id."""
        return self._table(Evidence)

    @property
    def votes(self) -> Mapping[str, Vote]:
        """All votes by id."""
        return self._table(Vote)

    @property
    def answers(self) -> Mapping[str, Answer]:
        """What became of questions of the critical friend, by id."""
        return self._table(Answer)

    @property
    def actions(self) -> Mapping[str, Action]:
        """All actions by id."""
        return self._table(Action)

    @property
    def remedies(self) -> Mapping[str, Remedy]:
        """Which action works on which cause, by id."""
        return self._table(Remedy)

    @property
    def preparations(self) -> Mapping[str, Preparation]:
        """Which action prepares work on which deep-rooted cause, by id."""
        return self._table(Preparation)

    @property
    def measures(self) -> Mapping[str, Measure]:
        """All measures by id."""
        return self._table(Measure)

    @property
    def measurements(self) -> Mapping[str, Measurement]:
        """All values of measures by id."""
        return self._table(Measurement)

    @property
    def scenarios(self) -> Mapping[str, Scenario]:
        """All kept answers to "what if", by id."""
        return self._table(Scenario)

    @property
    def suppositions(self) -> Mapping[str, Supposition]:
        """What the scenarios suppose, by id."""
        return self._table(Supposition)

    @property
    def snapshots(self) -> Mapping[str, Snapshot]:
        """All named moments, by id."""
        return self._table(Snapshot)

    def holds_the_same(self, other: "CauseMap", *tables: str) -> bool:
        """Whether nothing in these tables was changed from one map to the other: quick, and never a wrong yes."""
        there = other.__getstate__()
        return all(self._tables[name] is there[name] for name in tables)

    def records(self) -> Iterable[Record]:
        """Every record, table by table, in an order in which each refers only to earlier ones."""
        for table in self._tables.values():
            yield from table.values()

    def table(self, name: str) -> Mapping[str, Record]:
        """All records of one kind by id."""
        return MappingProxyType(self._tables[name])

    def get(self, table: str, id_: str) -> Record | None:
        """The record of that table and id, or None."""
        return self._tables[table].get(id_)

    def links_into(self, factor_id: str) -> tuple[Link, ...]:
        """The links whose effect is this factor."""
        if self._into is None:
            self._index_links()
        return cast("dict[str, tuple[Link, ...]]", self._into).get(factor_id, ())

    def links_out_of(self, factor_id: str) -> tuple[Link, ...]:
        """The links whose cause is this factor."""
        if self._out is None:
            self._index_links()
        return cast("dict[str, tuple[Link, ...]]", self._out).get(factor_id, ())

    def causes_of(self, factor_id: str) -> tuple[Factor, ...]:
        """The direct causes of a factor, oldest link first."""
        return tuple(self.factors[link.cause] for link in self.links_into(factor_id))

    def effects_of(self, factor_id: str) -> tuple[Factor, ...]:
        """The direct effects of a factor, oldest link first."""
        return tuple(self.factors[link.effect] for link in self.links_out_of(factor_id))

    def link_between(self, cause_id: str, effect_id: str) -> Link | None:
        """The link from this cause to this effect, or None."""
        return next((link for link in self.links_out_of(cause_id) if link.effect == effect_id), None)

    def symptoms(self) -> tuple[Factor, ...]:
        """The factors that people marked as seen or felt."""
        return tuple(f for f in self.factors.values() if f.is_symptom)

    def on_the_map(self) -> tuple[Factor, ...]:
        """All factors but those that are parked."""
        return tuple(f for f in self.factors.values() if not f.parked)

    def parked(self) -> tuple[Factor, ...]:
        """The factors that wait beside the map for a place on it."""
        return tuple(f for f in self.factors.values() if f.parked)

    def referring_to(self, id_: str) -> tuple[Record, ...]:
        """Every record with a field that names this id."""
        found: list[Record] = []
        for table in REFERENCES:
            if table == "link":  # looked up already, and kept in step from one map to the next
                found += {link.id: link for link in (*self.links_into(id_), *self.links_out_of(id_))}.values()
            else:
                found += self._referrers_in(table).get(id_, ())
        return tuple(found)

    def _referrers_in(self, table: str) -> dict[str, tuple[Record, ...]]:
        if table not in self._referrers:
            found: dict[str, list[Record]] = defaultdict(list)
            for record in self._tables[table].values():
                for target in {getattr(record, field) for field in REFERENCES[table]}:
                    found[target].append(record)
            self._referrers[table] = {target: tuple(records) for target, records in found.items()}
        return self._referrers[table]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CauseMap) and self._tables == other._tables

    __hash__ = None  # type: ignore[assignment]  # equal by content, and too large to hash

    def __getstate__(self) -> Tables:
        return self._tables

    def __setstate__(self, tables: Tables) -> None:
        self.__init__(tables)  # type: ignore[misc]  # the look-ups are made again where they are needed

    # -- changing

    def apply(self, changes: Sequence[Change]) -> "CauseMap":
        """The map after these changes, all or none of them.

        Raises RuleBroken if a change does not fit this map (its ``before`` differs) or the result breaks a rule.
        """
        tables = dict(self._tables)
        for name in {change.table for change in changes}:
            if name not in RECORDS:
                raise RuleBroken("The change is for a kind of record that maps do not have.")
            tables[name] = dict(tables[name])
        for change in changes:
            _apply_one(tables[change.table], change)
        after = CauseMap(tables)
        changed = {change.table for change in changes}
        after._referrers = {name: known for name, known in self._referrers.items() if name not in changed}
        if all(change.table != "link" for change in changes):
            after._into, after._out = self._into, self._out
        elif self._into is not None and self._out is not None:
            after._into, after._out = dict(self._into), dict(self._out)
            after._reindex_links(self, changes)
        after._check(self, changes)
        return after

    def _index_links(self) -> None:
        into: dict[str, list[Link]] = defaultdict(list)
        out: dict[str, list[Link]] = defaultdict(list)
        for link in self.links.values():
            into[link.effect].append(link)
            out[link.cause].append(link)
        self._into = {id_: tuple(links) for id_, links in into.items()}
        self._out = {id_: tuple(links) for id_, links in out.items()}

    def _reindex_links(self, before: "CauseMap", changes: Sequence[Change]) -> None:
        into, out = cast("dict[str, tuple[Link, ...]]", self._into), cast("dict[str, tuple[Link, ...]]", self._out)
        for id_ in dict.fromkeys(change.id for change in changes if change.table == "link"):
            old, new = before.links.get(id_), self.links.get(id_)
            for index, end in ((into, "effect"), (out, "cause")):
                if old and new and getattr(old, end) == getattr(new, end):
                    at = getattr(old, end)
                    index[at] = tuple(new if link.id == id_ else link for link in index[at])
                    continue
                if old:
                    at = getattr(old, end)
                    index[at] = tuple(link for link in index[at] if link.id != id_)
                if new:
                    at = getattr(new, end)
                    index[at] = (*index.get(at, ()), new)

    # -- rules

    def _check(self, before: "CauseMap", changes: Sequence[Change]) -> None:
        if ABOUT_ID not in self._tables["about"] or len(self._tables["about"]) != 1:
            raise RuleBroken("A map has exactly one title.")
        for table, id_ in {(change.table, change.id) for change in changes}:
            record = self._tables[table].get(id_)
            if record is None:
                self._check_nothing_names(table, id_, before)
            else:
                self._check_references(record)
                if isinstance(record, Factor):
                    self._check_parked(record)
                if isinstance(record, Link):
                    self._check_link(record)
                    self._check_parked(self.factors[record.cause])
                    self._check_parked(self.factors[record.effect])

    def _check_nothing_names(self, table: str, id_: str, before: "CauseMap") -> None:
        for record in before.referring_to(id_):
            now = self._tables[record.table].get(record.id)
            if now is not None and any(
                getattr(now, field) == id_ and table in targets for field, targets in REFERENCES[now.table].items()
            ):
                raise RuleBroken("Something on the map still refers to what would be removed.")

    def _check_references(self, record: Record) -> None:
        for field, targets in REFERENCES.get(record.table, {}).items():
            named = getattr(record, field)
            if not any(named in self._tables[target] for target in targets):
                raise RuleBroken("A link or note would refer to something that is not on the map.")
        if isinstance(record, Link) and record.cause == record.effect:
            raise RuleBroken("A factor cannot be its own cause.")
        if isinstance(record, Supposition) and (record.what == "fixed") != (record.subject in self._tables["factor"]):
            raise RuleBroken("Only a factor can be supposed fixed, and only a link doubted or rejected.")

    def _check_all_links(self) -> None:
        """What :meth:`_check_references` and :meth:`_check_link` ask of one, of all of them in one go."""
        factors = self._tables["factor"]
        pairs: set[tuple[str, str]] = set()
        groups: dict[str, str] = {}
        for link in self.links.values():
            cause, effect = link.cause, link.effect
            if cause not in factors or effect not in factors or cause == effect:
                self._check_references(link)
            if link.together and groups.setdefault(link.together, effect) != effect:
                raise RuleBroken("Only links into one effect can be needed together.")
            pairs.add((cause, effect))
        if len(pairs) < len(self.links):
            raise RuleBroken("These two factors are linked already.")

    def _check_parked(self, factor: Factor) -> None:
        if factor.parked and factor.is_symptom:
            raise RuleBroken("A parked factor is no symptom: take it onto the map first.")
        if factor.parked and (self.links_into(factor.id) or self.links_out_of(factor.id)):
            raise RuleBroken("A parked factor has no links: take it onto the map first.")

    def _check_link(self, link: Link) -> None:
        beside = [other for other in self.links_out_of(link.cause) if other.effect == link.effect]
        if len(beside) > 1:
            raise RuleBroken("These two factors are linked already.")
        if link.together and any(
            other.together == link.together and other.effect != link.effect for other in self.links.values()
        ):
            raise RuleBroken("Only links into one effect can be needed together.")


def _apply_one(table: dict[str, Record], change: Change) -> None:
    match change:
        case Add(record):
            if record.id in table:
                raise RuleBroken("The map already holds what would be added.")
            table[record.id] = _as_given(record, dict(record))
        case Remove(record):
            if table.get(record.id) != record:
                raise RuleBroken("What would be removed has changed in the meantime.")
            del table[record.id]
        case Update(_, id_, before, after):
            current = table.get(id_)
            if current is None or any(getattr(current, name, None) != value for name, value in before.items()):
                raise RuleBroken("What would be changed has changed in the meantime.")
            if "id" in after:
                raise RuleBroken("The id of a record never changes.")
            table[id_] = _as_given(current, after)


def _as_given(current: Record, after: dict[str, Any]) -> Record:
    """The record with these values, just as they are: one that had to be converted would block its own undo."""
    try:
        made = current.with_fields(after)
    except ValidationError as error:
        raise RuleBroken(f"The new value does not fit: {plain_reason(error)}.") from error
    for name, value in after.items():
        if getattr(made, name) != value:
            raise RuleBroken(f"The new value does not fit: {name}.")
    return made
