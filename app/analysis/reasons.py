"""Reasons: why a cause ranks where it does, in a few plain sentences to be said aloud and repeated."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Others:
    """How one cause stands beside the other most upstream causes.

    ``more``: how many the trials tell apart from it with a greater mean (``strictly``: each of them has one, not only
    the group of causes that come out level). Of those that come out level with the first of its own group:
    ``sharing``, the names of those of its rank; ``ahead`` and ``behind``, of those that the surer figures put before
    and after it. ``by_reach`` and ``by_relief``: which figure does it, for those ahead, or else for those behind.
    """

    of: int
    rank: int
    more: int = 0
    strictly: bool = True
    sharing: Sequence[str] = ()
    ahead: Sequence[str] = ()
    behind: Sequence[str] = ()
    by_reach: bool = False
    by_relief: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The true figures that a reason is made of; labels are those of the map.

    ``causes``: how many factors that are no symptoms it consists of; ``is_loop``: they feed each other, with
    ``symptoms_inside`` symptoms among them. ``reached`` and ``relieved``: labels of symptoms; ``symptoms``: how many
    there are. ``on_average``: symptoms reached in the mean of the trials. ``expected_share`` is told only where
    symptoms have different weights (``weighted``). ``others_remain``: each symptom it reaches and would not end has
    a cause that goes on without it.
    """

    causes: int
    is_loop: bool
    symptoms_inside: int
    reached: Sequence[str]
    symptoms: int
    on_average: float
    expected_share: float
    weighted: bool
    relieved: Sequence[str]
    others_remain: bool
    changeable_only: bool
    others: Others


def reason(standing: Standing) -> str:
    """What the cause is, what it leads to, what is left of that in doubt, its place, and what fixing it would do."""
    doubt, level = _doubt(standing), _level(standing)
    if level and standing.others.more:
        first = level[0] if level[0].startswith("“") else f"{level[0][:1].lower()}{level[0][1:]}"
        doubt[-1:], level = [f"{doubt[-1][:-1]}, and {first}"], level[1:]
    return " ".join([_start(standing), *doubt, *level, _relief(standing)])


def headline(standing: Standing) -> str:
    """The same in one line for lists: what it leads to, and what is left of that in doubt."""
    return f"Leads to {_symptoms(standing)}; {_left(standing)} with links left out at random"


# -- what it is and what it leads to


def _start(standing: Standing) -> str:
    inside = standing.symptoms_inside
    whatever = "on the map that you can change " if standing.changeable_only else "on the map "
    if not standing.is_loop:
        said = f"Nothing {whatever}causes it, and it leads to {_symptoms(standing)}."
    else:
        fed = f"{_circle(standing.causes, inside)} feed each other, and nothing else {whatever}feeds them."
        leads = "It leads" if standing.causes == 1 else "Together they lead"
        said = f"{fed} {leads} to {_symptoms(standing)}."
    if standing.others.of > 1:
        return said
    whose = "most upstream cause you can change" if standing.changeable_only else "most upstream cause"
    return f"{said} No other {whose} is on the map."


def _circle(causes: int, symptoms: int) -> str:
    with_them = f" and {'a symptom' if symptoms == 1 else f'{symptoms} symptoms'}" if symptoms else ""
    if causes == 1:
        return f"It{with_them}"
    return f"These {'two' if causes == 2 else causes} causes{with_them}"


def _symptoms(standing: Standing) -> str:
    count = len(standing.reached)
    if count == 1:
        only = "the only symptom" if standing.symptoms == 1 else f"one of the {standing.symptoms} symptoms"
        return f"{only}, “{standing.reached[0]}”"
    if count == standing.symptoms:
        return "both symptoms" if count == 2 else f"all {count} symptoms"
    return f"{count} of the {standing.symptoms} symptoms"


# -- what is left of it in doubt


def _doubt(standing: Standing) -> list[str]:
    """What is left, by weight too where that is another figure, and how many other causes come to more."""
    reached, left = len(standing.reached), standing.on_average
    plural = standing.is_loop and standing.causes > 1
    they = "they" if plural else "it"
    do, reach = ("do", "reach") if plural else ("does", "reaches")
    surely = 2 * left >= reached
    verb = f"{do} so" if reached == 1 else reach
    still = "still " if surely else ""
    said = f"{'Even with' if surely else 'With'} links left out at random, doubtful ones most often, "
    said += f"{they} {still}{verb} {_left(standing)}"
    sentences = [said]
    if standing.weighted:
        sentences[-1] += "."
        sentences.append(f"By weight that is {_percent(standing.expected_share)} of all symptoms")
    return [*sentences[:-1], *_compared(standing, sentences[-1])]


def _left(standing: Standing) -> str:
    """What it still reaches on average, in words that are never more precise than people are."""
    count, left = len(standing.reached), standing.on_average
    if count == 1:
        return _times(left)
    if left == count:
        return f"{'both' if count == 2 else f'all {count}'} every time"
    if not left:
        return f"none of the {count}"
    halves = int(2 * left + 0.5)
    if halves == 2 * count:
        return f"nearly {'both' if count == 2 else f'all {count}'} on average"
    if halves < 2:
        return f"{'fewer than one' if halves else 'next to none'} of the {count} on average"
    return f"about {halves // 2}{'½' * (halves % 2)} of the {count} on average"


def _times(part: float) -> str:
    if part in (0, 1):
        return "every time" if part else "not once"
    tenths = int(10 * part + 0.5)
    if tenths in (0, 10):
        return "nearly every time" if tenths else "hardly ever"
    return f"about {tenths} time{'s' * (tenths != 1)} in 10"


def _percent(part: float) -> str:
    """A part as whole per cent, and never 'all' or 'none' where that is not so."""
    if 0 < part < 0.01:
        return "less than 1%"
    if 0.99 < part < 1:
        return "more than 99%"
    return f"{part * 100:.0f}%"


# -- its place


def _compared(standing: Standing, said: str) -> list[str]:
    """The last sentence, closed, with what the causes come to that the trials tell apart from this one."""
    others = standing.others
    causes = _upstream_causes(standing)
    if others.of == 1:
        return [f"{said}."]
    if not others.more:
        if others.sharing or others.ahead or others.behind:
            return [f"{said}."]
        other = (
            f"the other {_upstream_causes(standing, one=True)}"
            if others.of == 2
            else f"any other of the {others.of} {causes}"
        )
        return [f"{said}: {_more(standing)} than {other}."]
    how, one = f"reach {_more(standing)}", f"reaches {_more(standing)}"
    if not others.strictly:
        they = "them" if standing.causes > 1 else "it"
        how, one = f"come before {they}", f"comes before {they}"
    if others.of == 2:
        return [f"{said}.", f"The other {_upstream_causes(standing, one=True)} {one}."]
    if others.more == others.of - 1:
        return [f"{said}.", f"The other {others.more} {causes} all {how}."]
    if others.more == 1:
        return [f"{said}.", f"Only one of the {others.of} {causes} {one}."]
    return [f"{said}.", f"Of the {others.of} {causes}, {others.more} {how}."]


def _upstream_causes(standing: Standing, *, one: bool = False) -> str:
    causes = "most upstream cause" if one else "most upstream causes"
    return f"{causes} you can change" if standing.changeable_only else causes


def _more(standing: Standing) -> str:
    if standing.weighted:
        return "more by weight"
    return "more often" if standing.symptoms == 1 else "more"


def _level(standing: Standing) -> list[str]:
    """Those that come out level: who shares the place, or why they come before or after."""
    others = standing.others
    they = "them" if standing.causes > 1 else "it"
    sentences = []
    if others.sharing:
        count = len(others.sharing)
        place = "the place"
        if others.rank == 1:
            place = f"first place{'' if count + 1 == others.of else f' of the {others.of}'}"
        together = "the two" if count == 1 else f"all {count + 1}"
        sentences.append(f"{_some(others.sharing)} out level with {they}, so {together} share {place}.")
    names, place = (others.ahead, "before") if others.ahead else (others.behind, "after")
    if names and (others.ahead or not others.sharing):
        also = ", too, but" if others.sharing else ", but"
        came = "comes" if len(names) == 1 else "come"
        why = _why(standing, one=len(names) == 1, ahead=bool(others.ahead))
        sentences.append(f"{_some(names)} out level with {they}{also} {why} and so {came} {place} {they}.")
    return sentences


def _some(names: Sequence[str]) -> str:
    return f"{names[0][:1].upper()}{names[0][1:]} comes" if len(names) == 1 else f"{len(names)} others come"


def _why(standing: Standing, *, one: bool, ahead: bool) -> str:
    what = "more" if ahead else "less"
    reach = f"lead{'s' * one} to {what} by weight"
    if not standing.weighted:
        reach = f"lead{'s' * one} to {'more' if ahead else 'fewer'} symptoms"
    weight = " by weight" if standing.weighted else ""
    relief = f"would end {what}{weight} if fixed alone"
    by = standing.others
    return " or ".join([reach] * by.by_reach + [relief] * by.by_relief)


# -- what fixing it would do


def _relief(standing: Standing) -> str:
    reached, relieved = len(standing.reached), len(standing.relieved)
    causes = standing.causes
    fixing = "Fixing it alone" if causes == 1 else "Fixing both" if causes == 2 else f"Fixing all {causes}"
    if relieved and standing.changeable_only:
        fixing = f"Facts of life aside, {fixing[:1].lower()}{fixing[1:]}"
    if reached == 1:
        ends = "would end that symptom" if relieved else "would not end that symptom"
    elif not relieved:
        ends = f"would end {'neither' if reached == 2 else 'none'} of the {'two' if reached == 2 else reached}"
    elif relieved == reached:
        ends = f"would end {'both' if reached == 2 else f'all {reached}'}"
    elif relieved == 1:
        ends = f"would end one of the {'two' if reached == 2 else reached}, “{standing.relieved[0]}”"
    else:
        ends = f"would end {relieved} of the {reached}"
    return f"{fixing} {ends}{_because(reached, relieved) if standing.others_remain else ''}."


def _because(reached: int, relieved: int) -> str:
    """Why the rest stays; '' where nothing does."""
    if relieved == reached:
        return ""
    if not relieved:
        return f": {'it' if reached == 1 else 'each'} has another cause too"
    return f"; {'the other' if reached - relieved == 1 else 'each of the others'} has another cause too"


def named(labels: Sequence[str], leading: str = "") -> str:
    """A cause by name: its label, or of a loop both or the one it is best broken at."""
    if len(labels) == 1:
        return f"“{labels[0]}”"
    if len(labels) == 2:
        return f"the loop of “{labels[0]}” and “{labels[1]}”"
    return f"the loop round “{leading or labels[0]}”"
