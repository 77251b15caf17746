"""The sentences of the plan, as one would say them aloud."""

from collections.abc import Iterable

from app.analysis.days import shown_day
from app.analysis.plan import Gap, Plan, Planned
from app.model.cause_map import CauseMap
from app.model.records import Action

STATUS = {
    "not started": "Not started",
    "red": "Off course",
    "amber": "At risk",
    "green": "On course",
    "blue": "Done and checked",
}
"""What each colour of a status says."""

STRENGTH = {
    "not asked": "Not asked",
    "strong": "Strong",
    "intermediate": "Intermediate",
    "weak": "Weak",
}
STRENGTH_WHY = {
    "not asked": "",
    "strong": "It redesigns, simplifies or automates: the right thing is easy.",
    "intermediate": "It helps people: checklists, staffing, software.",
    "weak": "It relies on people remembering: training, policy, reminders.",
}
"""After RCA²: how far an action depends on people paying attention."""

PACE = {"quick win": "Quick win", "deep-rooted": "Deep-rooted", "": "Neither"}

QUESTIONS = {
    "capacity": "Is there the capacity – people, time, money?",
    "capability": "Is there the capability – skill, knowledge?",
    "commitment": "Is there the commitment – who has promised it?",
}
LIGHT = {"red": "red", "amber": "amber", "green": "green", "not asked": "not asked"}


def summary(plan: Plan) -> str:
    """The plan in one line."""
    if not plan.actions:
        return "Nothing is planned yet." + (f" {_gaps(plan)}." if plan.gaps else "")
    parts = [_count(len(plan.actions), "action")]
    if plan.symptoms:
        parts.append(prospect(plan))
    parts.append(_gaps(plan))
    return " · ".join(parts)


def prospect(plan: Plan) -> str:
    """What would go and what would be eased if all of it worked; the one is never called the other."""
    gone, eased = len(plan.gone), len(plan.eased)
    of = f"of {_count(plan.symptoms, 'symptom')}"
    if not gone:
        return f"If all of it works, no symptom would go, and {eased} {of} would be eased" if eased else _NOTHING
    also = f", and {eased} more would be eased" if eased else ""
    return f"If all of it works, {gone} {of} would go{also}"


_NOTHING = "It reaches no symptom yet"


def _gaps(plan: Plan) -> str:
    return _count(len(plan.gaps), "gap") if plan.gaps else "no gaps"


def gap_words(gap: Gap, cause_map: CauseMap) -> str:
    """What is missing, in one sentence."""
    one = f"“{_action(gap, cause_map)}”"
    several = len(gap.actions)
    match gap.rule:
        case "no action":
            return f"No action on {_cause(gap.factors, cause_map)}, one of the most upstream causes."
        case "symptoms only":
            return f"{one} works on what people see, not on what brings it about."
        case "no cause":
            return f"{one} works on no cause." if several == 1 else f"{several} actions work on no cause."
        case "nothing quick":
            return "Nothing counts as a quick win: what will people see soon?"
        case "one organisation":
            return f"All actions rest on one organisation: {gap.detail}."
        case "red":
            return f"{one} is red for {_listed(gap.detail.split(', '))}."
        case "due before start":
            return f"{one} is due before it starts."
        case "no owner":
            return f"{one} has no owner." if several == 1 else f"{several} actions have no owner."
        case "no due date":
            return f"{one} has no due date." if several == 1 else f"{several} actions have no due date."
        case "no measure":
            know = "How will one know that"
            return f"{know} {one} works?" if several == 1 else f"{know} {several} actions work? They have no measure."
        case "not asked":
            asked = "capacity, capability and commitment"
            return (
                f"{one} has not been asked for all of {asked}."
                if several == 1
                else f"{several} actions have not been asked for all of {asked}."
            )


def _action(gap: Gap, cause_map: CauseMap) -> str:
    known = [cause_map.actions[id_].what for id_ in gap.actions if id_ in cause_map.actions]
    return known[0] if known else ""


def _cause(factors: Iterable[str], cause_map: CauseMap) -> str:
    labels = [f"“{cause_map.factors[id_].label}”" for id_ in factors if id_ in cause_map.factors]
    if len(labels) > 2:
        return f"the loop of {labels[0]}, {labels[1]} and {len(labels) - 2} more"
    return f"the loop of {labels[0]} and {labels[1]}" if len(labels) == 2 else "".join(labels)


def owner(action: Action) -> str:
    """Who does it: role and organisation."""
    return ", ".join(part for part in (action.role, action.organisation) if part)


def when(one: Planned) -> str:
    """When it is due, as one says it; '' if nobody has told."""
    if not one.action.due:
        return ""
    return f"{'was due' if one.late else 'due'} {shown_day(one.action.due)}"


def spoken(one: Planned, cause_map: CauseMap) -> str:
    """An action as a screen reader says it."""
    action = one.action
    lights = [f"{name} {getattr(action, name)}" for name in QUESTIONS]
    causes = [cause_map.factors[id_].label for id_ in one.causes if id_ in cause_map.factors]
    said = [
        action.what,
        STATUS[action.status],
        owner(action) or "no owner",
        when(one) or "no due date",
        PACE[one.pace] if one.pace else "",
        f"works on {_listed(causes)}" if causes else "works on no cause",
        *lights,
    ]
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in said if part)


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"
