"""The verbs: pure functions from a map to the changes that an act makes. Nothing here alters anything."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.errors import RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import Add, Change, Remove, update
from app.model.ids import new_id
from app.model.records import (
    CONFIDENCE,
    LABEL_LIMIT,
    TEXT_LIMIT,
    Certainty,
    Factor,
    Kind,
    Link,
    Polarity,
    clean_line,
    clean_text,
)

Changes = list[Change]
Place = tuple[float, float]


def worded(text: str) -> tuple[str, str]:
    """Any text as a label and, if it is too long for one, the whole of it for the notes.

    RuleBroken if there is no word in it, or more text than notes hold.
    """
    if len(text) > TEXT_LIMIT:
        raise RuleBroken(f"A factor holds at most {TEXT_LIMIT:,} characters.")
    line = clean_line(text)
    if not line:
        raise RuleBroken("A factor needs at least one word.")
    if len(line) <= LABEL_LIMIT:
        return line, ""
    return line[: LABEL_LIMIT - 1].rstrip() + "…", clean_text(text)


def add_factor(label: str, kind: Kind = "cause", place: Place | None = None, theme: str = "") -> Changes:
    """A factor with no links yet."""
    words, notes = worded(label)
    x, y = place or (None, None)
    return [Add(Factor(id=new_id(), label=words, kind=kind, notes=notes, theme=theme, x=x, y=y))]


def add_cause(cause_map: CauseMap, effect_id: str, label: str, place: Place | None = None) -> Changes:
    """A new cause of a factor: the answer to one "why?"."""
    changes = add_factor(label, "cause", place)
    return [*changes, *link(cause_map, changes[0].id, effect_id, new_ends=True)]


def link(
    cause_map: CauseMap, cause_id: str, effect_id: str, certainty: Certainty = "likely", *, new_ends: bool = False
) -> Changes:
    """A link from a cause to its effect; RuleBroken if it is there already or both ends are one factor."""
    if cause_id == effect_id:
        raise RuleBroken("A factor cannot be its own cause.")
    if not new_ends and cause_map.link_between(cause_id, effect_id):
        raise RuleBroken("These two factors are linked already.")
    ends = [cause_map.factors[id_] for id_ in (cause_id, effect_id) if id_ in cause_map.factors]
    taken_out = [change for each in ends for change in update(each, parked=False)]
    return [*taken_out, Add(Link(id=new_id(), cause=cause_id, effect=effect_id, confidence=CONFIDENCE[certainty]))]


def rename(cause_map: CauseMap, factor_id: str, label: str) -> Changes:
    """New words for a factor; what is too long for a label is kept whole in its notes."""
    factor = cause_map.factors[factor_id]
    words, overflow = worded(label)
    notes = f"{factor.notes}\n\n{overflow}".strip() if overflow else factor.notes
    return update(factor, label=words, notes=notes)


def set_title(cause_map: CauseMap, title: str) -> Changes:
    """A new title for the map."""
    return update(cause_map.about, title=clean_line(title)[:LABEL_LIMIT])


def set_factors(cause_map: CauseMap, factor_ids: Iterable[str], **fields: Any) -> Changes:
    """The same field values for several factors."""
    return [change for id_ in factor_ids for change in update(cause_map.factors[id_], **fields)]


def toggle_symptom(cause_map: CauseMap, factor_ids: Iterable[str]) -> Changes:
    """Mark factors as symptoms, or, if all of them are, as causes again."""
    ids = list(factor_ids)
    kind = "cause" if all(cause_map.factors[id_].is_symptom for id_ in ids) else "symptom"
    return set_factors(cause_map, ids, kind=kind)


def set_confidence(cause_map: CauseMap, link_ids: Iterable[str], certainty: Certainty) -> Changes:
    """How sure these links are. A link whose own figure is within that word already keeps its figure."""
    links = [cause_map.links[id_] for id_ in link_ids]
    return [
        change
        for each in links
        if each.certainty != certainty
        for change in update(each, confidence=CONFIDENCE[certainty])
    ]


def set_polarity(cause_map: CauseMap, link_ids: Iterable[str], polarity: Polarity) -> Changes:
    """Whether more of the cause makes more ('+') or less ('-') of the effect."""
    return [change for id_ in link_ids for change in update(cause_map.links[id_], polarity=polarity)]


def need_together(cause_map: CauseMap, link_ids: Iterable[str]) -> Changes:
    """Links into one effect of which all are needed at once (two at least)."""
    links = [cause_map.links[id_] for id_ in link_ids]
    if len(links) < 2 or len({each.effect for each in links}) != 1:
        raise RuleBroken("Choose two or more links into the same effect.")
    group = new_id()
    changes = [change for each in links for change in update(each, together=group)]
    return [*changes, *let_alone(cause_map, links)]


def need_apart(cause_map: CauseMap, link_ids: Iterable[str]) -> Changes:
    """Links that suffice on their own again."""
    links = [cause_map.links[id_] for id_ in link_ids]
    changes = [change for each in links for change in update(each, together="")]
    return [*changes, *let_alone(cause_map, links)]


def let_alone(cause_map: CauseMap, leaving: Sequence[Link]) -> Changes:
    """Where only one link of a together group stays behind when some leave it, it suffices on its own again."""
    gone, groups = {each.id for each in leaving}, {each.together for each in leaving if each.together}
    staying: dict[str, list[Link]] = {group: [] for group in groups}
    for effect in {each.effect for each in leaving if each.together}:
        for each in cause_map.links_into(effect):
            if each.together in groups and each.id not in gone:
                staying[each.together].append(each)
    return [change for left in staying.values() if len(left) == 1 for change in update(left[0], together="")]


def pin(cause_map: CauseMap, factor_ids: Iterable[str]) -> Changes:
    """Keep factors where they stand, or, if all of them are kept there, let them make room again."""
    ids = list(factor_ids)
    return set_factors(cause_map, ids, pinned=not all(cause_map.factors[id_].pinned for id_ in ids))


def park(cause_map: CauseMap, factor_ids: Iterable[str]) -> Changes:
    """Take factors off the map to wait beside it: their links go, all else is kept."""
    ids = list(factor_ids)
    links = {each.id for id_ in ids for each in (*cause_map.links_into(id_), *cause_map.links_out_of(id_))}
    return [
        *delete(cause_map, links),
        *set_factors(cause_map, ids, parked=True, kind="cause", x=None, y=None, pinned=False),
    ]


def unpark(cause_map: CauseMap, factor_ids: Iterable[str]) -> Changes:
    """Bring parked factors onto the map; they find room there."""
    return set_factors(cause_map, factor_ids, parked=False)


def move(cause_map: CauseMap, places: Mapping[str, Place]) -> Changes:
    """New places (middle of the box, map units) for some factors."""
    return [
        change
        for id_, (x, y) in places.items()
        for change in update(cause_map.factors[id_], x=round(float(x), 2), y=round(float(y), 2))
    ]


def delete(cause_map: CauseMap, ids: Iterable[str]) -> Changes:
    """Remove factors and links with everything that hangs on them, what refers first."""
    doomed: dict[str, Remove] = {}

    def doom(table: str, id_: str) -> None:
        record = cause_map.get(table, id_)
        if record is None or id_ in doomed:
            return
        for referring in cause_map.referring_to(id_):
            doom(referring.table, referring.id)
        doomed[id_] = Remove(record)

    for id_ in ids:
        doom("link" if id_ in cause_map.links else "factor", id_)
    links = [each.record for each in doomed.values() if isinstance(each.record, Link)]
    return [*doomed.values(), *let_alone(cause_map, links)]
