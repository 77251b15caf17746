"""Reasons: why a cause ranks where it does, in one plain sentence to be said aloud."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """The true figures that a reason is made of; labels are those of the map.

    ``leading`` names the break point of a root loop. ``on_average``: symptoms reached in the mean of the trials.
    ``expected_share`` is told only where symptoms have different weights (``weighted``).
    """

    labels: Sequence[str]
    leading: str
    rank: int
    sharing: int
    of: int
    reached: Sequence[str]
    symptoms: int
    on_average: float
    expected_share: float
    weighted: bool
    relieved: Sequence[str]
    changeable_only: bool


def reason(standing: Standing) -> str:
    """One sentence: what the cause is, its place, its reach, what is left of that in doubt, what fixing it would do."""
    return f"{_who(standing)} {_place(standing)}: {_reach(standing)}; {_relief(standing)}."


def _who(standing: Standing) -> str:
    labels = [f"“{label}”" for label in standing.labels]
    if len(labels) == 1 and not standing.leading:
        return labels[0]
    if len(labels) == 1:
        return f"The loop round {labels[0]}"
    if len(labels) == 2:
        return f"The loop of {labels[0]} and {labels[1]}"
    return f"The loop of {len(labels)} causes round “{standing.leading}”"


def _place(standing: Standing) -> str:
    causes = "most upstream causes you can change" if standing.changeable_only else "most upstream causes"
    if standing.of == 1:
        return f"is the only one of the {causes}"
    joint = "joint " if standing.sharing > 1 else ""
    return f"comes {joint}{_ordinal(standing.rank)} of the {standing.of} {causes}"


def _ordinal(number: int) -> str:
    if number == 1:
        return "first"
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _reach(standing: Standing) -> str:
    what = "leads to " + _symptoms(standing)
    if len(standing.reached) == 1:
        part = _percent(standing.on_average)
        return f"it {what}, and still does in {part} of the trials in which doubtful links drop out"
    weighted = f" ({_percent(standing.expected_share)} by weight)" if standing.weighted else ""
    return (
        f"it {what}, and still to {standing.on_average:.1f} of them{weighted} on average when doubtful links drop out"
    )


def _symptoms(standing: Standing) -> str:
    count = len(standing.reached)
    if count == standing.symptoms:
        return f"the only symptom, “{standing.reached[0]}”" if count == 1 else f"all {count} symptoms"
    return (
        f"one of {standing.symptoms} symptoms, “{standing.reached[0]}”"
        if count == 1
        else (f"{count} of {standing.symptoms} symptoms")
    )


def _relief(standing: Standing) -> str:
    fixing = "fixing all of it" if standing.leading else "fixing it alone"
    reached, relieved = len(standing.reached), len(standing.relieved)
    if reached == 1:
        return f"{fixing} would end it" if relieved else f"{fixing} would not end it"
    if not relieved:
        return f"{fixing} would end none of them"
    if relieved == 1:
        return f"{fixing} would end “{standing.relieved[0]}”"
    return f"{fixing} would end {'all' if relieved == reached else relieved} of them"


def _percent(part: float) -> str:
    """A part as whole per cent, and never 'all' or 'none' where that is not so."""
    if 0 < part < 0.01:
        return "less than 1 %"
    if 0.99 < part < 1:
        return "more than 99 %"
    return f"{part * 100:.0f} %"
