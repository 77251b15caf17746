"""Verbs about scenarios: to keep what is supposed under a name, to give it another, to give it up."""

from collections.abc import Mapping

from app.errors import RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import Add, Change, Remove, update
from app.model.edits import Changes
from app.model.ids import new_id
from app.model.records import LABEL_LIMIT, Scenario, Supposed, Supposition, clean_line


def scenario_named(cause_map: CauseMap, name: str) -> Scenario | None:
    """The scenario of this name, however it is written; None if there is none."""
    wanted = clean_line(name).casefold()
    return next((each for each in cause_map.scenarios.values() if each.name.casefold() == wanted), None)


def keep(cause_map: CauseMap, name: str, supposed: Mapping[str, Supposed]) -> Changes:
    """Keep what is supposed of factors and links under a name; a scenario of that name then holds this instead.

    RuleBroken where the name has no word or nothing is supposed.
    """
    words = _worded(name)
    if not supposed:
        raise RuleBroken("Nothing is supposed yet: there is nothing to keep.")
    scenario = scenario_named(cause_map, words)
    changes: list[Change] = []
    if scenario is None:
        scenario = Scenario(id=new_id(), name=words)
        changes.append(Add(scenario))
    before = {each.subject: each for each in cause_map.suppositions.values() if each.scenario == scenario.id}
    changes += [Remove(each) for each in before.values() if supposed.get(each.subject) != each.what]
    changes += [
        Add(Supposition(id=new_id(), scenario=scenario.id, subject=subject, what=what))
        for subject, what in supposed.items()
        if subject not in before or before[subject].what != what
    ]
    return changes


def rename(cause_map: CauseMap, scenario_id: str, name: str) -> Changes:
    """Another name for a scenario; RuleBroken where it has no word or another scenario has it."""
    words = _worded(name)
    other = scenario_named(cause_map, words)
    if other is not None and other.id != scenario_id:
        raise RuleBroken("Another scenario has this name already.")
    return update(cause_map.scenarios[scenario_id], name=words)


def delete(cause_map: CauseMap, scenario_id: str) -> Changes:
    """Give a scenario up, with all that it supposes."""
    held = [each for each in cause_map.suppositions.values() if each.scenario == scenario_id]
    return [*map(Remove, held), Remove(cause_map.scenarios[scenario_id])]


def _worded(name: str) -> str:
    words = clean_line(name)[:LABEL_LIMIT].strip()
    if not words:
        raise RuleBroken("A scenario needs a name of at least one word.")
    return words
