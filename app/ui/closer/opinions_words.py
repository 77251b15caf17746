"""Sentences of "Second opinions": who is busy, who drives and who depends, and what stands on which level."""

from collections.abc import Sequence

from app.analysis.opinions import Opinion, Opinions, Quarter
from app.analysis.reading import Reading
from app.model.cause_map import CauseMap
from app.ui.closer.quarters_paint import NAMES, Mark
from app.ui.panels.words import Measure

ABOUT_QUARTERS: dict[Quarter, str] = {
    "driver": "lead to more than the average and depend on less (driving)",
    "in the thick": "lead to much and depend on much (linkage): what changes here comes back",
    "outcome": "depend on more than the average and lead to less (dependent)",
    "apart": "lead to little and depend on little (autonomous)",
}
_NAMED = 4


def busiest(opinions: Opinions, *, by_central: bool) -> list[Opinion]:
    """All factors, the busiest first: by links, or by how central they are; ties by the other."""

    def busy(each: Opinion) -> tuple[float, float]:
        return (each.central, each.domain) if by_central else (each.domain, each.central)

    return sorted(opinions.factors, key=busy, reverse=True)


def busy_row(each: Opinion, place: int, cause_map: CauseMap, reading: Reading, measure: Measure) -> str:
    """A busy factor beside where it stands upstream."""
    factor = cause_map.factors[each.factor]
    links = f"{each.domain} link{'s' * (each.domain != 1)}"
    upstream = _upstream(each, cause_map, reading, measure)
    return f"{place}  “{factor.label}”\n{links} · central {each.central:.1f} · {upstream}"


def _upstream(each: Opinion, cause_map: CauseMap, reading: Reading, measure: Measure) -> str:
    cause = reading.cause_of.get(each.factor)
    if cause is not None:
        return f"number {measure.rank_of(cause)} upstream"
    if cause_map.factors[each.factor].is_symptom:
        return "a symptom, not upstream"
    return f"not upstream: {_count(each.dependence, 'factor')} lead{'s' * (each.dependence == 1)} to it"


def busy_sentence(order: Sequence[Opinion], cause_map: CauseMap, reading: Reading) -> str:
    """The busiest factor against the most upstream one; '' where there is nothing to compare."""
    if not order or not reading.upstream:
        return ""
    first, top = order[0], reading.upstream[0]
    name = f"“{cause_map.factors[first.factor].label}”"
    if first.factor in top.members:
        return f"On this map the busiest factor, {name}, also ranks first upstream; that is not the rule."
    place, chief = next((at, each) for at, each in enumerate(order, 1) if each.factor in top.members)
    other = f"“{cause_map.factors[chief.factor].label}”"
    leading = "The first" if top.sharing == 1 else "One that ranks first"
    return (
        f"The busiest factor, {name}, has {_count(first.domain, 'link')}. {leading} upstream, {other}, has "
        f"{chief.domain} and comes {_ordinal(place)} of {len(order):,} by that count."
    )


def marks_of(opinions: Opinions, cause_map: CauseMap, reading: Reading, measure: Measure, most: int) -> list[Mark]:
    """A mark for every factor, what drives most first; at most so many."""
    order = sorted(opinions.factors, key=lambda each: (each.dependence - each.driving, each.dependence))
    marks = []
    for each in order[:most]:
        factor = cause_map.factors[each.factor]
        cause = reading.cause_of.get(each.factor)
        upstream = f" Number {measure.rank_of(cause)} upstream." if cause is not None else ""
        spoken = (
            f"{factor.label}: leads to {_count(each.driving, 'other')}, depends on {each.dependence:,}. "
            f"{NAMES[each.quarter]}.{upstream}"
        )
        marks.append(Mark(each, factor.label, str(cause.rank) if cause else "", factor.is_symptom, spoken))
    return marks


def quarter_rows(opinions: Opinions) -> list[tuple[Quarter, str]]:
    """Each quarter that holds a factor: its name, how many, and what they have in common."""
    counts = {quarter: sum(each.quarter == quarter for each in opinions.factors) for quarter in ABOUT_QUARTERS}
    return [
        (quarter, f"{NAMES[quarter]}: {count:,}\nThey {ABOUT_QUARTERS[quarter]}")
        for quarter, count in counts.items()
        if count
    ]


def levels_of(opinions: Opinions) -> list[tuple[int, list[str]]]:
    """The levels from the farthest upstream down, each with its factors in map order."""
    levels: dict[int, list[str]] = {}
    for each in opinions.factors:
        levels.setdefault(each.level, []).append(each.factor)
    return sorted(levels.items(), reverse=True)


def level_row(level: int, factors: Sequence[str], cause_map: CauseMap, last: int) -> str:
    """A level and the first of its factors."""
    where = ", leads to nothing further" if level == 1 else ", farthest from the end" if level == last else ""
    names = [f"“{cause_map.factors[id_].label}”" for id_ in factors[:_NAMED]]
    more = f" and {len(factors) - _NAMED:,} more" if len(factors) > _NAMED else ""
    return f"Level {level}{where} · {_count(len(factors), 'factor')}\n{', '.join(names)}{more}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"
