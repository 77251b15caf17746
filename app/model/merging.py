"""Merging: the changes that bring other maps into the open one, once it is decided which factors are the same.

Everything known of a factor or link comes along, under ids that clash with nothing. Whatever comes in keeps who said
it; where nobody is recorded, the table it comes from says it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.model.cause_map import CauseMap
from app.model.changes import Add, Change, update
from app.model.ids import new_id
from app.model.merging_fields import factor_fields, link_fields, new_factor
from app.model.merging_kinds import as_questioned, sense_of
from app.model.pairing import Classes, Key, Pair, decided, proposals
from app.model.records import (
    LABEL_LIMIT,
    RECORDS,
    REFERENCES,
    Link,
    Record,
    Saying,
    Scenario,
    Voice,
    clean_line,
)

_KINDS = tuple(name for name in RECORDS if name not in ("about", "factor", "link", "snapshot"))
"""What comes along with factors and links. Moments do not: they name steps of another history."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The changes, and what they come to.

    ``come``: how many new records of each table; ``same``: how many factors that came were there already, or came
    from more than one map; ``disputed``: the links of which one map says more and another less; ``unmet``: pairs of
    near words that were left apart.
    """

    changes: tuple[Change, ...]
    come: Counter[str]
    same: int
    disputed: tuple[str, ...] = ()
    unmet: tuple[Pair, ...] = ()


def merged(
    open_map: CauseMap,
    others: Sequence[tuple[str, CauseMap]],
    same: Iterable[tuple[Key, Key]],
    *,
    words: Mapping[Key, str] | None = None,
    origin: bool = True,
) -> Merged:
    """The changes that bring in these maps (name and map), where the factors of each pair in ``same`` are one.

    ``words``: other words for the factor that this one is or becomes. ``origin``: whether the maps' names are kept
    as voices. Pairs that would make one of two factors of a single map are passed over.
    """
    classes = Classes()
    for one, other in same:
        classes.join(one, other)
    return _Merging(open_map, others, classes, words or {}).all(origin=origin)


def merge_without_asking(open_map: CauseMap, others: Sequence[tuple[str, CauseMap]], *, origin: bool = True) -> Merged:
    """The same with nobody to ask: only the same ids and the same words are one, near words stay apart (``unmet``)."""
    found = decided(proposals([open_map, *(each for _, each in others)]), {})
    pairs = [(members[0], key) for members in found.classes for key in members[1:]]
    made = merged(open_map, others, pairs, origin=origin)
    return Merged(made.changes, made.come, made.same, made.disputed, found.open)


@dataclass(slots=True)
class _Merging:
    open_map: CauseMap
    others: Sequence[tuple[str, CauseMap]]
    classes: Classes
    words: Mapping[Key, str]
    changes: list[Change] = field(default_factory=list)
    come: Counter[str] = field(default_factory=Counter)
    into: dict[tuple[int, str, str], str] = field(default_factory=dict)
    """What a record (map, table, id) is or becomes."""
    taken: set[str] = field(default_factory=set)
    disputed: list[str] = field(default_factory=list)
    same: int = 0

    def all(self, *, origin: bool) -> Merged:
        self.taken = {record.id for record in self.open_map.records()}
        maps = self._maps()
        for table in RECORDS:
            for id_ in self.open_map.table(table):
                self.into[0, table, id_] = id_
        linked = {
            (number, end) for number, each in maps for link in each.links.values() for end in (link.cause, link.effect)
        }
        self._factors(linked)
        self._links()
        said = {(number, each.subject) for number, cause_map in maps for each in cause_map.sayings.values()}
        self._rest()
        if origin:
            self._origin(said)
        return Merged(tuple(self.changes), self.come, self.same, tuple(self.disputed))

    def _maps(self) -> list[tuple[int, CauseMap]]:
        return [(0, self.open_map), *((number, each) for number, (_, each) in enumerate(self.others, 1))]

    def _name(self, number: int) -> str:
        return self.others[number - 1][0] if number else "this map"

    def _add(self, record: Record) -> None:
        self.changes.append(Add(record))
        self.come[record.table] += 1

    def _id(self, wanted: Iterable[str]) -> str:
        """The first of these ids that nothing has, so that the same map coming again is known by it; else a new one."""
        found = next((id_ for id_ in wanted if id_ not in self.taken), None) or new_id()
        self.taken.add(found)
        return found

    # -- factors and links

    def _factors(self, linked: set[Key]) -> None:
        by_number = dict(self._maps())
        done: set[Key] = set()
        for number, cause_map in self._maps():
            for id_ in cause_map.factors:
                members = self.classes.members((number, id_))
                if members[0] in done or members == [(0, id_)]:
                    continue
                done.add(members[0])
                records = [by_number[at].factors[own] for at, own in members]
                is_linked = any(key in linked for key in members)
                chosen = next((self.words[key] for key in members if key in self.words), "")
                self.same += len(members) > 1
                if members[0][0] == 0:
                    kept = records[0]
                    self.changes += update(kept, **factor_fields(kept, records[1:], chosen, linked=is_linked))
                    into = kept.id
                else:
                    into = self._id(sorted(own for _, own in members))
                    self._add(new_factor(into, records, chosen, linked=is_linked))
                for at, own in members:
                    self.into[at, "factor", own] = into

    def _links(self) -> None:
        ends: dict[tuple[str, str], list[tuple[int, Link]]] = defaultdict(list)
        for number, cause_map in self._maps():
            for link in cause_map.links.values():
                cause, effect = (self.into[number, "factor", end] for end in (link.cause, link.effect))
                ends[cause, effect].append((number, link))
        groups = self._groups(ends.values())
        for (cause, effect), held in ends.items():
            records = [link for _, link in held]
            kept = records[0] if held[0][0] == 0 else None
            if kept is not None and len(held) == 1 and not kept.together:
                continue
            together = next((groups[number, link.together] for number, link in held if link.together), "")
            fields, disputed = link_fields(kept, [(self._name(number), link) for number, link in held])
            fields["together"] = together
            if kept is not None:
                into = kept.id
                self.changes += update(kept, **fields)
            else:
                into = self._id(sorted(link.id for link in records))
                self._add(Link(id=into, cause=cause, effect=effect, **fields))
            if disputed:
                self.disputed.append(into)
            for number, link in held:
                self.into[number, "link", link.id] = into

    def _groups(self, held: Iterable[Sequence[tuple[int, Link]]]) -> dict[tuple[int, str], str]:
        """For each group of links needed together (map, name), its name on the merged map.

        Groups that share a link become one: what is needed together at any table is needed together.
        """
        root: dict[tuple[int, str], tuple[int, str]] = {}

        def found(group: tuple[int, str]) -> tuple[int, str]:
            while root.setdefault(group, group) != group:
                group = root[group]
            return group

        for links in held:
            named = [found((number, link.together)) for number, link in links if link.together]
            for each in named[1:]:
                first, second = sorted((found(named[0]), found(each)))
                root[second] = first
        names: dict[tuple[int, str], str] = {}
        used = {link.together for link in self.open_map.links.values()}
        for group in root:
            kept = found(group)
            if kept not in names:
                # Of the open map's own groups, the one that stands for all keeps its name.
                names[kept] = kept[1] if kept[0] == 0 or kept[1] not in used else new_id()
                used.add(names[kept])
        return {group: names[found(group)] for group in root}

    # -- what hangs on them

    def _rest(self) -> None:
        known: dict[tuple[object, ...], str] = {}
        for table in _KINDS:
            for record in self.open_map.table(table).values():
                known.setdefault(sense_of(record, self.open_map), record.id)
        for number, (name, cause_map) in enumerate(self.others, 1):
            for table in _KINDS:
                for record in cause_map.table(table).values():
                    self._bring(number, name, cause_map, record, known)

    def _bring(
        self, number: int, name: str, cause_map: CauseMap, record: Record, known: dict[tuple[object, ...], str]
    ) -> None:
        """One record: what is there already, by its id or by what it says, is not brought a second time."""
        fields = self._referring(number, record)
        if fields is None:
            return
        moved = record.with_fields(fields)
        sense = sense_of(moved, cause_map, self._scenario_id(number, record))
        there = self.open_map.get(record.table, record.id)
        if there is not None and all(getattr(there, name) == value for name, value in fields.items()):
            into = there.id
        elif sense in known:
            into = known[sense]
        else:
            into = self._id([record.id])
            if isinstance(moved, Scenario):
                moved = self._named_apart(moved, name)
            self._add(moved.with_fields({"id": into}))
        known.setdefault(sense, into)
        self.into[number, record.table, record.id] = into

    def _scenario_id(self, number: int, record: Record) -> dict[str, str]:
        """Ids of this map's factors and links as they are on the merged one, for a scenario's sense."""
        if not isinstance(record, Scenario):
            return {}
        return {
            own: into for (at, table, own), into in self.into.items() if at == number and table in ("factor", "link")
        }

    def _referring(self, number: int, record: Record) -> dict[str, Any] | None:
        """The fields that name other records, as they are called on the merged map; None where one did not come."""
        fields: dict[str, Any] = {}
        for name, tables in REFERENCES.get(record.table, {}).items():
            own = getattr(record, name)
            into = next((self.into[number, each, own] for each in tables if (number, each, own) in self.into), None)
            if into is None:
                return None
            fields[name] = into
        if record.table == "answer":
            fields["question"] = as_questioned(record, lambda id_: self._anything(number, id_))
        return fields

    def _anything(self, number: int, id_: str) -> str:
        return next((self.into[number, table, id_] for table in RECORDS if (number, table, id_) in self.into), id_)

    def _named_apart(self, scenario: Scenario, name: str) -> Scenario:
        """A scenario whose name another has already says where it comes from."""
        used = {each.name.casefold() for each in self.open_map.scenarios.values()}
        used |= {
            each.record.name.casefold()
            for each in self.changes
            if isinstance(each, Add) and isinstance(each.record, Scenario)
        }
        if scenario.name.casefold() not in used:
            return scenario
        tail, number = f" ({clean_line(name)[:60] or 'another map'})", 2
        wanted = scenario.name[: LABEL_LIMIT - len(tail)] + tail
        while wanted.casefold() in used:
            wanted, number = f"{scenario.name[: LABEL_LIMIT - len(tail) - 6]}{tail} {number}", number + 1
        return scenario.with_fields({"name": wanted})

    def _origin(self, said: set[Key]) -> None:
        """What nobody is recorded to have said, the table says that brought it.

        As an organisation of its own: three tables that name a cause by themselves are three independent voices.
        Where people are recorded, they stand for their table, and nobody counts twice.
        """
        voices = {_folded(each.organisation): each.id for each in self.open_map.voices.values() if _is_table(each)}
        there = {(each.voice, each.subject) for each in self.open_map.sayings.values()}
        for number, (name, cause_map) in enumerate(self.others, 1):
            named = clean_line(name)[:LABEL_LIMIT].strip()
            if not named:
                continue
            for subject in (*cause_map.factors.values(), *cause_map.links.values()):
                into = self.into[number, subject.table, subject.id]
                known = self.open_map.get(subject.table, subject.id) is not None and into == subject.id
                if known or (number, subject.id) in said:
                    continue
                if _folded(named) not in voices:
                    voice = Voice(id=new_id(), organisation=named, role=TABLE)
                    voices[_folded(named)] = voice.id
                    self._add(voice)
                if (voices[_folded(named)], into) not in there:
                    there.add((voices[_folded(named)], into))
                    self._add(Saying(id=new_id(), voice=voices[_folded(named)], subject=into))


TABLE = "break-out table"
"""The role of the voice that stands for a map that was brought in."""


def _is_table(voice: Voice) -> bool:
    return voice.role == TABLE and not voice.name


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()
