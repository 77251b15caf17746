"""Verbs about the plan: what is to be done about which causes, and what hangs on it. Pure, like those in edits."""

from collections.abc import Iterable
from typing import Any

from app.errors import RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import Add, Remove, update
from app.model.edits import Changes
from app.model.ids import new_id
from app.model.records import (
    LABEL_LIMIT,
    TEXT_LIMIT,
    Action,
    Measure,
    Preparation,
    Record,
    Remedy,
    clean_line,
    clean_text,
)

_LONG = ("resources", "capacity_reason", "capability_reason", "commitment_reason", "progress")

# -- looking


def action_named(cause_map: CauseMap, what: str) -> Action | None:
    """The action of these words, however they are written; None if there is none."""
    wanted = _line(what).casefold()
    return next((each for each in cause_map.actions.values() if each.what.casefold() == wanted), None)


def causes_of(cause_map: CauseMap, action_id: str) -> tuple[str, ...]:
    """The factors that an action works on, each once, oldest first."""
    records = cause_map.referring_to(action_id)
    return tuple(dict.fromkeys(each.factor for each in records if isinstance(each, Remedy)))


def prepared_by(cause_map: CauseMap, action_id: str) -> tuple[str, ...]:
    """The causes for which an action is told to prepare the ground, each once, oldest first."""
    records = cause_map.referring_to(action_id)
    return tuple(dict.fromkeys(each.factor for each in records if isinstance(each, Preparation)))


def measures_of(cause_map: CauseMap, action_id: str) -> tuple[Measure, ...]:
    """The measures that show whether an action is done and works, oldest first."""
    return tuple(each for each in cause_map.referring_to(action_id) if isinstance(each, Measure))


def actions_on(cause_map: CauseMap, factor_id: str) -> tuple[Action, ...]:
    """The actions that work on a factor, each once, oldest first."""
    records = cause_map.referring_to(factor_id)
    ids = dict.fromkeys(each.action for each in records if isinstance(each, Remedy))
    return tuple(cause_map.actions[id_] for id_ in ids)


# -- actions


def add_action(cause_map: CauseMap, what: str, causes: Iterable[str] = (), **fields: Any) -> Changes:
    """An action on these causes. RuleBroken if it has no word, or is in the plan already."""
    words = _worded(cause_map, what, "")
    made = Action(id=new_id(), what=words, **_cleaned(fields))
    ids = list(dict.fromkeys(causes))
    _check_on_the_map(cause_map, ids)
    return [Add(made), *(Add(Remedy(id=new_id(), action=made.id, factor=id_)) for id_ in ids)]


def change_action(cause_map: CauseMap, action_id: str, **fields: Any) -> Changes:
    """Tell something else of an action; RuleBroken as in add_action."""
    cleaned = _cleaned(fields)
    if "what" in cleaned:
        cleaned["what"] = _worded(cause_map, cleaned["what"], action_id)
    return update(cause_map.actions[action_id], **cleaned)


def delete_action(cause_map: CauseMap, action_id: str) -> Changes:
    """Take an action out of the plan, with all that hangs on it: what it is for, what it prepares, its measures."""
    measures = measures_of(cause_map, action_id)
    hanging: list[Record] = [each for measure in measures for each in cause_map.referring_to(measure.id)]
    hanging += cause_map.referring_to(action_id)
    return [*map(Remove, hanging), Remove(cause_map.actions[action_id])]


# -- what it works on and what it prepares


def work_on(cause_map: CauseMap, action_id: str, factor_ids: Iterable[str]) -> Changes:
    """Let an action work on these causes too. RuleBroken if it works on all of them already."""
    ids = list(dict.fromkeys(factor_ids))
    _check_on_the_map(cause_map, ids)
    fresh = [id_ for id_ in ids if id_ not in causes_of(cause_map, action_id)]
    if not fresh:
        raise RuleBroken("The action works on this cause already." if ids else "Choose a cause for the action first.")
    freed = [each for each in _preparations(cause_map, action_id) if each.factor in fresh]
    return [*map(Remove, freed), *(Add(Remedy(id=new_id(), action=action_id, factor=id_)) for id_ in fresh)]


def leave(cause_map: CauseMap, action_id: str, factor_ids: Iterable[str]) -> Changes:
    """Let an action not work on these causes any more."""
    wanted = set(factor_ids)
    records = cause_map.referring_to(action_id)
    return [Remove(each) for each in records if isinstance(each, Remedy) and each.factor in wanted]


def prepare(cause_map: CauseMap, action_id: str, factor_ids: Iterable[str]) -> Changes:
    """Let an action prepare the ground for these causes. RuleBroken if it does already, or works on one of them."""
    ids = list(dict.fromkeys(factor_ids))
    _check_on_the_map(cause_map, ids)
    if any(id_ in causes_of(cause_map, action_id) for id_ in ids):
        raise RuleBroken("The action works on this cause itself: it cannot only prepare it.")
    fresh = [id_ for id_ in ids if id_ not in prepared_by(cause_map, action_id)]
    if not fresh:
        raise RuleBroken("The action prepares this cause already." if ids else "Choose a cause to prepare first.")
    return [Add(Preparation(id=new_id(), action=action_id, factor=id_)) for id_ in fresh]


def no_longer_prepare(cause_map: CauseMap, action_id: str, factor_ids: Iterable[str]) -> Changes:
    """Let an action not prepare these causes any more."""
    wanted = set(factor_ids)
    return [Remove(each) for each in _preparations(cause_map, action_id) if each.factor in wanted]


# -- how one will know


def name_measure(cause_map: CauseMap, action_id: str, name: str) -> Changes:
    """Call the first measure of an action so; one that has no readings yet goes where it has no name any more."""
    words = _line(name)
    first = next(iter(measures_of(cause_map, action_id)), None)
    if first is None:
        return [Add(Measure(id=new_id(), subject=action_id, name=words))] if words else []
    if words:
        return update(first, name=words)
    if cause_map.referring_to(first.id):
        raise RuleBroken("This measure has readings: take it away among the measures, not here.")
    return [Remove(first)]


def _preparations(cause_map: CauseMap, action_id: str) -> list[Preparation]:
    return [each for each in cause_map.referring_to(action_id) if isinstance(each, Preparation)]


def _check_on_the_map(cause_map: CauseMap, factor_ids: Iterable[str]) -> None:
    for id_ in factor_ids:
        if id_ not in cause_map.factors:
            raise RuleBroken("An action works on factors of the map.")
        if cause_map.factors[id_].parked:
            raise RuleBroken("A parked factor has no place yet: bring it onto the map first.")


def _worded(cause_map: CauseMap, what: str, own_id: str) -> str:
    words = _line(what)
    if not words:
        raise RuleBroken("An action needs at least one word.")
    like = action_named(cause_map, words)
    if like is not None and like.id != own_id:
        raise RuleBroken("This action is in the plan already.")
    return words


def _cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: (clean_text(value)[:TEXT_LIMIT].strip() if name in _LONG else _line(value))
        if isinstance(value, str)
        else value
        for name, value in fields.items()
    }


def _line(text: str) -> str:
    return clean_line(text)[:LABEL_LIMIT].strip()
