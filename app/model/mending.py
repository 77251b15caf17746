"""Mending: records of two copies, each sound by itself, made one sound map."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from app.model.cause_map import CauseMap
from app.model.records import RECORDS, REFERENCES, Factor, Link, Record, Supposition

Tables = dict[str, dict[str, Record]]


def mended(made: Mapping[str, Mapping[str, Record]], ours: CauseMap) -> CauseMap:
    """The map of these records. Of two links between the same factors, and of what else cannot be, ours stands."""
    tables: Tables = {name: dict(made[name]) for name in RECORDS}
    _one_link_each(tables, ours)
    _nothing_that_hangs_in_the_air(tables)
    _groups_into_one_effect(tables, ours)
    _linked_factors_on_the_map(tables)
    return CauseMap.of(record for table in tables.values() for record in table.values())


def _links(tables: Tables) -> list[Link]:
    return [each for each in tables["link"].values() if isinstance(each, Link)]


def _one_link_each(tables: Tables, ours: CauseMap) -> None:
    ends: dict[tuple[str, str], str] = {}
    into: dict[str, str] = {}
    for link in sorted(_links(tables), key=lambda each: each.id not in ours.links):
        kept = ends.setdefault((link.cause, link.effect), link.id)
        if kept != link.id:
            into[link.id] = kept
    for id_ in (link.id for link in _links(tables) if link.id in into or link.cause == link.effect):
        del tables["link"][id_]
    for table, fields in REFERENCES.items():
        for record in list(tables[table].values()):
            moved = {name: into[id_] for name in fields if (id_ := getattr(record, name)) in into}
            if moved:
                tables[table][record.id] = record.with_fields(moved)


def _nothing_that_hangs_in_the_air(tables: Tables) -> None:
    for table, fields in REFERENCES.items():  # each names only what stands in earlier tables
        for record in list(tables[table].values()):
            stands = all(
                any(getattr(record, name) in tables[target] for target in targets) for name, targets in fields.items()
            )
            fits = not isinstance(record, Supposition) or (record.what == "fixed") == (
                record.subject in tables["factor"]
            )
            if not (stands and fits):
                del tables[table][record.id]


def _groups_into_one_effect(tables: Tables, ours: CauseMap) -> None:
    groups: dict[str, list[Link]] = defaultdict(list)
    for link in _links(tables):
        if link.together:
            groups[link.together].append(link)
    for group, links in groups.items():
        if len({link.effect for link in links}) > 1:
            known = {each.id for each in ours.links.values() if each.together == group}
            votes = Counter({link.effect: 0 for link in links})
            votes.update(link.effect for link in links if link.id in known)
            effect = votes.most_common(1)[0][0]
            for link in links:
                if link.effect != effect:
                    tables["link"][link.id] = link.with_fields({"together": ""})


def _linked_factors_on_the_map(tables: Tables) -> None:
    linked = {end for link in _links(tables) for end in (link.cause, link.effect)}
    for factor in list(tables["factor"].values()):
        if isinstance(factor, Factor) and factor.parked and (factor.is_symptom or factor.id in linked):
            tables["factor"][factor.id] = factor.with_fields({"parked": False})
