"""What a loop says, in plain words: what kind it is, its story, one sentence for each step, and what was listed."""

from collections.abc import Sequence
from itertools import accumulate

from app.analysis.loop_groups import BreakPoint, LoopFindings, LoopGroup
from app.analysis.loops import Loop
from app.model.cause_map import CauseMap
from app.model.records import Link, Polarity

_KIND = {"reinforcing": "feeds itself", "balancing": "holds itself back"}


def kind_words(loop: Loop) -> str:
    """What kind it is: a reinforcing loop “feeds itself”, a balancing one “holds itself back”."""
    return _KIND[loop.kind]


def turned_to(loop: Loop, factor: str) -> Loop:
    """The same loop told from this factor on; as it is where it does not go through it."""
    if factor not in loop.members:
        return loop
    at = loop.members.index(factor)
    return Loop(loop.members[at:] + loop.members[:at], loop.links[at:] + loop.links[:at], loop.kind)


def story(cause_map: CauseMap, loop: Loop) -> str:
    """What follows from more of its first factor: “More of A makes more of B, so less of A”.

    A link that does not say how it works is read as making more; the last sentence counts those.
    """
    links = [cause_map.links[id_] for id_ in loop.links]
    labels = [_named(cause_map, id_) for id_ in loop.members]
    parts = [f"More of {labels[0]}"]
    for at, more in enumerate(_directions(links)):
        label = labels[(at + 1) % len(labels)]
        again = " again" if more and at == len(links) - 1 else ""
        joined = ", so" if at else " makes"
        parts.append(f"{joined} {_amount(more=more)} of {label}{again}")
    return f"{''.join(parts)}: it {kind_words(loop)}.{_unsaid(links)}"


def steps(cause_map: CauseMap, loop: Loop) -> tuple[str, ...]:
    """One sentence for each link of it, to be read aloud on the way round; the last one says what that comes to."""
    links = [cause_map.links[id_] for id_ in loop.links]
    before = True
    said = []
    for link, more in zip(links, _directions(links), strict=True):
        cause, effect = _named(cause_map, link.cause), _named(cause_map, link.effect)
        said.append(f"{_amount(more=before).capitalize()} of {cause} makes {_amount(more=more)} of {effect}.")
        before = more
    said[-1] = f"{said[-1][:-1]}{' again' * before}: the loop {kind_words(loop)}."
    return tuple(said)


def bound_words(findings: LoopFindings) -> str:
    """What the list holds, how far it goes, and whether there are more than it holds."""
    loops, settings = findings.found.loops, findings.settings
    longest = settings.longest_loop
    if not findings.groups:
        return "This map has no loops: nothing on it leads back to itself."
    kinds = _kinds(loops)
    if findings.found.capped and len(loops) == settings.most_loops:
        return (
            f"The first {len(loops):,} loops of up to {longest} links are listed, the shortest first, {kinds}. "
            "There are more."
        )
    if findings.found.capped:
        return (
            f"There are too many ways round to look at them all: {len(loops):,} loops of up to {longest} links are "
            f"listed, {kinds}. There may be more."
        )
    if not loops:
        return f"Loops of up to {longest} links are listed; this map has none so short, but it has longer ones."
    return f"Loops of up to {longest} links are listed; this map has {len(loops):,}, {kinds}."


def point_words(cause_map: CauseMap, point: BreakPoint, group: LoopGroup) -> str:
    """What taking this factor out of its loops would do."""
    others = len(group.members) - 1
    if point.freed == others:
        what = "nothing goes round any more"
    elif point.freed:
        what = f"{point.freed} of the other {others} factors stand{'s' * (point.freed == 1)} in no loop any more"
    else:
        what = "all the other factors still stand in loops"
    return f"{_named(cause_map, point.factor)}\nWithout it {what}{_through(point)}"


def _through(point: BreakPoint) -> str:
    if not point.loops:
        return ""
    if point.loops < point.of:
        return f"; {point.loops:,} of its {point.of:,} listed loops go{'es' * (point.loops == 1)} through it"
    return f"; {f'all its {point.of:,} listed loops go' if point.of > 1 else 'its one listed loop goes'} through it"


def _kinds(loops: Sequence[Loop]) -> str:
    """How many feed themselves and how many hold themselves back."""
    feeding = sum(loop.kind == "reinforcing" for loop in loops)
    if len(loops) == 1:
        return f"which {kind_words(loops[0])}"
    if feeding in (0, len(loops)):
        return f"all of which {'feed themselves' if feeding else 'hold themselves back'}"
    holding = len(loops) - feeding
    feed = "feeds itself" if feeding == 1 else "feed themselves"
    hold = "holds itself back" if holding == 1 else "hold themselves back"
    return f"{feeding:,} that {feed} and {holding:,} that {hold}"


def _directions(links: Sequence[Link]) -> list[bool]:
    """After each link, whether there is more (True) or less of its effect, if there was more at the beginning."""

    def after(more: bool, polarity: Polarity) -> bool:  # noqa: FBT001  # a fold
        return more != (polarity == "-")

    return list(accumulate((link.polarity for link in links), after, initial=True))[1:]


def _amount(*, more: bool) -> str:
    return "more" if more else "less"


def _named(cause_map: CauseMap, id_: str) -> str:
    return f"“{cause_map.factors[id_].label}”"


def _unsaid(links: Sequence[Link]) -> str:
    count = sum(not link.polarity for link in links)
    if not count:
        return ""
    of = "One link does" if count == 1 else "Its links do" if count == len(links) else f"{count} of its links do"
    return f" {of} not say whether {'it makes' if count == 1 else 'they make'} more or less; that is read as more."
