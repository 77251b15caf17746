"""Verbs that give a map another shape: merge, split, reverse, re-attach, insert between. Pure, like those in edits."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from app.errors import RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import Add, Change, Remove, update
from app.model.edits import add_factor, let_alone, worded
from app.model.ids import new_id
from app.model.records import REFERENCES, TEXT_LIMIT, Factor, Link, Record, Supposition, Vote, clean_line, clean_text

Changes = list[Change]
_LINKED = "These two factors are linked already."


# -- links


def reverse(cause_map: CauseMap, link_ids: Iterable[str]) -> Changes:
    """Links that run the other way; RuleBroken if one stands there already."""
    links = [cause_map.links[id_] for id_ in link_ids]
    turned = {each.id for each in links}
    for each in links:
        beside = cause_map.link_between(each.effect, each.cause)
        if beside is not None and beside.id not in turned:
            raise RuleBroken(_LINKED)
    changes = [change for each in links for change in update(each, cause=each.effect, effect=each.cause, together="")]
    return [*changes, *let_alone(cause_map, links)]


def redirect(cause_map: CauseMap, link_id: str, *, cause: str = "", effect: str = "") -> Changes:
    """One end of a link moved to another factor; what is known of the link stays with it."""
    link = cause_map.links[link_id]
    start, end = cause or link.cause, effect or link.effect
    if (start, end) == (link.cause, link.effect):
        return []
    if start == end:
        raise RuleBroken("A factor cannot be its own cause.")
    if cause_map.link_between(start, end):
        raise RuleBroken(_LINKED)
    taken_out = _taken_out(cause_map, start, end)
    if end == link.effect:
        return [*taken_out, *update(link, cause=start)]
    return [*taken_out, *update(link, cause=start, effect=end, together=""), *let_alone(cause_map, [link])]


def _taken_out(cause_map: CauseMap, *ids: str) -> Changes:
    """Parked factors among these come onto the map."""
    return [change for id_ in ids for change in update(cause_map.factors[id_], parked=False)]


def insert_between(cause_map: CauseMap, link_id: str, label: str) -> Changes:
    """A new factor half-way along a link: the answer to "what comes between?".

    The link itself goes on from the newcomer, with its group and all that is known of it; a new one, as sure, leads to
    the newcomer.
    """
    link = cause_map.links[link_id]
    changes = add_factor(label)
    middle = changes[0].id
    before = Link(id=new_id(), cause=link.cause, effect=middle, confidence=link.confidence)
    return [*changes, *update(link, cause=middle), Add(before)]


# -- factors


def split(cause_map: CauseMap, factor_id: str, first: str, second: str) -> Changes:
    """One factor made into two; returns the second one first, as all that adds a factor does.

    The first keeps everything; the second is of the same kind and takes a copy of every link.
    """
    factor = cause_map.factors[factor_id]
    label, overflow = worded(second)
    made = Factor(
        id=new_id(), label=label, kind=factor.kind, notes=overflow, theme=factor.theme, control=factor.control
    )
    copies: list[Change] = []
    groups: dict[str, str] = {}
    for link in (*cause_map.links_into(factor_id), *cause_map.links_out_of(factor_id)):
        ends = {"cause": made.id} if link.cause == factor_id else {"effect": made.id}
        # Into the second effect the same causes are needed together, as a group of its own.
        together = link.together
        if together and link.effect == factor_id:
            together = groups.setdefault(together, new_id())
        copies.append(Add(link.with_fields({"id": new_id(), "note": "", "together": together, **ends})))
    words, more = worded(first)
    notes = f"{factor.notes}\n\n{more}".strip() if more else factor.notes
    return [Add(made), *update(factor, label=words, notes=notes), *copies]


def merge(cause_map: CauseMap, kept_id: str, other_ids: Iterable[str]) -> Changes:
    """Several factors made into one: ``kept_id`` takes over the links, notes, evidence and all else of the others.

    Of two links that become one, the surer stays, with what is known of both. Links between them go; what is known of
    those, and the words of the others, is kept with the factor.
    """
    others = [id_ for id_ in dict.fromkeys(other_ids) if id_ != kept_id]
    if not others:
        raise RuleBroken("Select two or more factors to merge.")
    kept = cause_map.factors[kept_id]
    merged = [cause_map.factors[id_] for id_ in others]
    into = dict.fromkeys(others, kept_id)
    links, dropped = _merged_links(cause_map, kept_id, others)
    into |= {old: new or kept_id for old, new in dropped.items()}
    gone = [cause_map.links[id_] for id_ in dropped]
    inner = [link.note for link in gone if link.note and not dropped[link.id]]
    changes: Changes = [*update(kept, **_joined(kept, merged, inner, linked=bool(links)))]
    changes += _referring(cause_map, [*others, *dropped], into)
    changes += _alone_after(cause_map, links, gone)
    changes += [change for link, fields in links for change in update(link, **fields)]
    changes += [Remove(link) for link in gone]
    # Removing comes last and sees the links as they were, so the rows that go are named as they are now.
    return [*changes, *(Remove(factor) for factor in merged)]


def _joined(kept: Factor, merged: Sequence[Factor], inner: Sequence[str], *, linked: bool) -> dict[str, object]:
    """The fields of the factor that stays: its own where it has some, else the first of the others'."""
    every = [kept, *merged]
    said = [f"Also: {each.label}" for each in merged if each.label.casefold() != kept.label.casefold()]
    notes = clean_text("\n\n".join(part for part in (*(each.notes for each in every), *inner, *said) if part))
    symptom = any(each.is_symptom for each in every)
    parked = all(each.parked for each in every) and not linked and not symptom
    standing = [each for each in every if each.x is not None and each.y is not None]
    placed = next((each for each in standing if each.pinned), standing[0] if standing else kept)
    return {
        "notes": notes[:TEXT_LIMIT],
        "kind": "symptom" if symptom else "cause",
        "theme": next((each.theme for each in every if each.theme), ""),
        "control": next((each.control for each in every if each.control != "not asked"), "not asked"),
        "effort": next((each.effort for each in every if each.effort is not None), None),
        "impact": next((each.impact for each in every if each.impact is not None), None),
        "weight": max(each.weight for each in every),
        "pinned": any(each.pinned for each in every),
        "parked": parked,
        "x": placed.x,
        "y": placed.y,
    }


def _merged_links(
    cause_map: CauseMap, kept_id: str, others: Sequence[str]
) -> tuple[list[tuple[Link, dict[str, object]]], dict[str, str]]:
    """The links that stay, with their new fields; those that go, with the one that takes their place ('' = none)."""
    one = {kept_id, *others}
    around: dict[str, Link] = {}
    for id_ in (kept_id, *others):
        for link in (*cause_map.links_into(id_), *cause_map.links_out_of(id_)):
            around[link.id] = link
    dropped: dict[str, str] = {}
    pairs: dict[tuple[str, str], list[Link]] = {}
    for link in around.values():
        start = kept_id if link.cause in one else link.cause
        end = kept_id if link.effect in one else link.effect
        if start == end:
            dropped[link.id] = ""
        else:
            pairs.setdefault((start, end), []).append(link)
    stay: list[tuple[Link, dict[str, object]]] = []
    for (start, end), same in pairs.items():
        surest = max(same, key=lambda link: link.confidence)
        notes = dict.fromkeys(link.note for link in (surest, *same) if link.note)
        fields = {"cause": start, "effect": end, "note": "\n\n".join(notes)[:TEXT_LIMIT]}
        if not surest.together:  # what one of them was needed with is still needed
            fields["together"] = next((link.together for link in same if link.together), "")
        if not surest.polarity:
            fields["polarity"] = next((link.polarity for link in same if link.polarity), "")
        stay.append((surest, cast("dict[str, object]", fields)))
        dropped |= {link.id: surest.id for link in same if link is not surest}
    return stay, dropped


def _referring(cause_map: CauseMap, gone: Iterable[str], into: Mapping[str, str]) -> Changes:
    """What refers to something that goes now refers to what takes its place; twice the same is kept once."""
    known = {_sense(record, {}) for record in cause_map.records() if record.table in REFERENCES}
    changes: Changes = []
    done: set[str] = set()
    for id_ in gone:
        for record in cause_map.referring_to(id_):
            if isinstance(record, Link) or record.id in done:
                continue
            done.add(record.id)
            fields = {f: into[getattr(record, f)] for f in REFERENCES[record.table] if getattr(record, f) in into}
            fits = not isinstance(record, Supposition) or (record.what == "fixed") == (
                fields.get("subject", record.subject) in cause_map.factors
            )
            same = _sense(record, fields) in known and not isinstance(record, Vote)  # dots are added up
            if not fields or not fits or same:
                # Nothing of its kind takes its place, or the very same stands there already.
                changes += _removed(cause_map, record)
            else:
                known.add(_sense(record, fields))
                changes += update(record, **fields)
    return changes


def _removed(cause_map: CauseMap, record: Record) -> Changes:
    return [
        *(change for each in cause_map.referring_to(record.id) for change in _removed(cause_map, each)),
        Remove(record),
    ]


def _sense(record: Record, fields: Mapping[str, str]) -> tuple[object, ...]:
    """What a record says, whatever its own id."""
    values = {**dict(record), **fields, "id": ""}
    return (record.table, *sorted((name, repr(value)) for name, value in values.items()))


def _alone_after(cause_map: CauseMap, stay: Sequence[tuple[Link, dict[str, object]]], gone: Sequence[Link]) -> Changes:
    """Together groups of which only one link is left are none any more; of links that stay, their fields say so."""
    away = {link.id for link in gone}
    staying = {link.id: fields for link, fields in stay}
    groups: dict[str, list[str]] = {}
    for link in cause_map.links.values():
        group = str(staying.get(link.id, {}).get("together", link.together))
        if group and link.id not in away:
            groups.setdefault(group, []).append(link.id)
    changes: Changes = []
    for alone in (ids[0] for ids in groups.values() if len(ids) == 1):
        if alone in staying:
            staying[alone]["together"] = ""
        else:
            changes += update(cause_map.links[alone], together="")
    return changes


def split_words(label: str) -> tuple[str, str] | None:
    """Where a label seems to say two things: its two parts, or None."""
    for mark in (" / ", "; ", " and ", " & ", ", "):
        first, found, second = label.partition(mark)
        if found and clean_line(first) and clean_line(second):
            return clean_line(first), clean_line(second)
    return None
