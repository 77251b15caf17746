"""The sentences of "Where to act", as one would say them aloud."""

from collections.abc import Sequence
from html import escape

from app.analysis.acting import Acting
from app.analysis.chokes import Choke
from app.analysis.focus_sets import FocusSet
from app.analysis.quick_wins import Platform
from app.analysis.reading import Reading
from app.model.cause_map import CauseMap
from app.ui.panels.words import Measure, title_of

_NAMED = 4
"""Up to so many causes are named one by one."""
_COUNTED = 12
"""More than so many are only counted."""


def listed(words: Sequence[str]) -> str:
    """Several things one after the other: "1, 2 and 4"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def counted(number: int, what: str) -> str:
    """A number of things: "1 symptom", "2 symptoms"."""
    return f"{number} {what}{'s' * (number != 1)}"


def focus_sentence(found: FocusSet, reading: Reading, cause_map: CauseMap, measure: Measure) -> str:
    """The focus set in one sentence, with ranks in bold (rich text); by their words where others share the rank."""
    causes = [reading.upstream[place] for place in found.causes]
    if not causes:
        return ""
    shared = len(causes) <= _NAMED and any(cause.rank in measure.shared for cause in causes)
    names = [f"“{title_of(cause, cause_map)}”" if shared else measure.rank_of(cause) for cause in causes]
    who = f"<b>{escape(listed(names))}</b> together"
    if len(causes) == 1:
        who = f"<b>{'' if shared else 'number '}{escape(names[0])}</b> alone"
    elif len(causes) > _COUNTED:
        who = f"<b>{len(causes)} causes</b> together"
    return f"Working on {who} would touch {_how_many(found, measure.symptoms)}."


def _how_many(found: FocusSet, symptoms: int) -> str:
    reached = len(found.symptoms)
    if reached == symptoms:
        return {1: "the one symptom", 2: "both symptoms"}.get(symptoms, f"all {symptoms} symptoms")
    return f"{reached} of {counted(symptoms, 'symptom')}"


def set_rows(acting: Acting, reading: Reading, cause_map: CauseMap, measure: Measure) -> list[str]:
    """The three forms of the focus set: to touch all, within an effort, to end all."""
    reach, affordable, end = acting.reach, acting.affordable, acting.end
    touched = _how_many(reach, measure.symptoms)
    some = f"Most for an effort of {acting.budget}: touches {_how_many(affordable, measure.symptoms)}"
    none = f"Nothing to be had for an effort of {acting.budget}"
    aside = ", facts of life aside" if reading.changeable_only else ""
    ended = f"The fewest that would end {_how_many(end, measure.symptoms)}{aside}"
    return [
        f"The fewest that touch {touched}\n{_causes(reach, reading, cause_map, measure)}",
        f"{some}\n{_causes(affordable, reading, cause_map, measure)}" if affordable.causes else none,
        f"{ended}\n{_causes(end, reading, cause_map, measure)}" if end.causes else "None of them would end any symptom",
    ]


def _causes(found: FocusSet, reading: Reading, cause_map: CauseMap, measure: Measure) -> str:
    causes = [reading.upstream[place] for place in found.causes]
    if len(causes) <= _NAMED:
        return "\n".join(f"{measure.rank_of(cause)}  {title_of(cause, cause_map)}" for cause in causes)
    if len(causes) == len(reading.upstream):
        return f"All {len(causes)} most upstream causes at once"
    ranks = [measure.rank_of(cause) for cause in causes]
    return f"Numbers {listed(ranks)}" if len(ranks) <= 20 else f"{len(ranks)} of {len(reading.upstream)} causes"


def about_set(found: FocusSet, number: int, cause_map: CauseMap) -> str:
    """What else is to be said of one of the three forms: what it leaves, its effort, whether better is ruled out."""

    def named(ids: Sequence[str]) -> str:
        labels = [f"“{cause_map.factors[id_].label}”" for id_ in ids if id_ in cause_map.factors]
        return listed(labels[:2]) + (f" and {len(labels) - 2} more" if len(labels) > 2 else "")

    said = []
    if number == 2:
        said.append("To end is more than to touch: it holds only if nothing else keeps a symptom going.")
        if found.beyond:
            said.append(
                f"Even if all most upstream causes were put right, {_stays(found.beyond)}: {named(found.beyond)}."
            )
    else:
        said.append("To touch is not to end: a symptom may have other causes as well.")
        if found.missed:
            said.append(f"Left out: {named(found.missed)}.")
        if found.beyond:
            said.append(f"No most upstream cause leads to {named(found.beyond)}.")
    if found.causes:
        said += [_cost(found), _surety(found, number)]
    return " ".join(said)


def _stays(ids: Sequence[str]) -> str:
    return f"{counted(len(ids), 'symptom')} would stay"


def _cost(found: FocusSet) -> str:
    if found.assumed == len(found.causes):
        who = "Nobody was asked for its effort" if found.assumed == 1 else "Nobody was asked for their effort"
        return f"{who}: it counts as 3 each, {found.effort} in all." if found.assumed > 1 else f"{who}: it counts as 3."
    if found.assumed:
        return f"Effort {found.effort} in all; {found.assumed} of them were not asked for and count as 3."
    return f"Effort {found.effort}{' in all' * (len(found.causes) > 1)}."


def _surety(found: FocusSet, number: int) -> str:
    if found.exact:
        better = "No choice within that effort touches more." if number == 1 else "No smaller set does it."
        return f"{better} Among equals the higher ranks are named."
    return "There may be a better choice: there are too many to try them all."


def platform_row(found: Platform, cause_map: CauseMap) -> str:
    """A quick win and the deep-rooted cause that it prepares, or of which it eases what follows."""

    def label(id_: str) -> str:
        return f"“{cause_map.factors[id_].label}”"

    quick, deep = label(found.quick_win), label(found.deep_rooted)
    between = " → ".join(label(id_) for id_ in found.factors[1:-1])
    way = f"\nby way of {between}" if between else ""
    if found.prepares:
        return f"Quick win {quick} prepares deep-rooted {deep}{way}"
    return f"Quick win {quick} eases what deep-rooted {deep} brings about{way}"


def choke_row(found: Choke, cause_map: CauseMap, measure: Measure) -> str:
    """A factor where streams meet."""
    itself = ", itself a symptom" if found.is_symptom else ""
    others = " other" if found.is_symptom else ""
    if found.is_for_all:
        where = f"any{others} symptom"
    elif len(found.symptoms) == 1:
        where = f"“{cause_map.factors[found.symptoms[0]].label}”"
    else:
        where = f"{len(found.symptoms)} of {measure.symptoms} symptoms"
    cause = f"most upstream cause{' you can change' if measure.changeable_only else ''}"
    what = f"Every way from a {cause} to {where} leads through it"
    meet = f"; {found.causes} of the most upstream causes meet here" if found.causes > 1 else ""
    return f"“{cause_map.factors[found.factor].label}”{itself}\n{what}{meet}"
