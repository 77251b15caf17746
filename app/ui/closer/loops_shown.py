"""What "Loops" lights up on the map: a loop with its factors numbered, one step of it, a place to break it."""

from collections.abc import Iterable, Mapping

from app.analysis.loop_groups import BreakPoint, LoopGroup
from app.analysis.loops import Loop
from app.model.cause_map import CauseMap
from app.ui.showing import Shown, Tone

ON: Tone = "on"
_HOW = {"+": "more", "-": "less", "": ""}


def shown_loop(cause_map: CauseMap, loop: Loop) -> Shown:
    """All of it, numbered from its first factor on; links that make less of their effect say so."""
    badges = {id_: str(number) for number, id_ in enumerate(loop.members, 1)}
    badges |= {id_: "less" for id_ in loop.links if cause_map.links[id_].polarity == "-"}
    return Shown(dict.fromkeys(loop.members, "on"), dict.fromkeys(loop.links, "on"), badges)


def shown_step(cause_map: CauseMap, loop: Loop, step: int) -> Shown:
    """One link of it (from 0) with both its ends; the rest of the loop stays lit."""
    link = cause_map.links[loop.links[step]]
    numbers = {id_: number for number, id_ in enumerate(loop.members, 1)}
    badges = {id_: str(numbers[id_]) for id_ in (link.cause, link.effect)}
    badges[link.id] = _HOW[link.polarity] or "→"
    return Shown(dict.fromkeys(loop.members, "on"), dict.fromkeys(loop.links, "on"), badges)


def shown_break(cause_map: CauseMap, point: BreakPoint, group: LoopGroup) -> Shown:
    """A loop group, and the factor without which it would fall apart most."""
    inside = frozenset(group.members)
    links = [link.id for id_ in group.members for link in cause_map.links_out_of(id_) if link.effect in inside]
    return Shown(dict.fromkeys(group.members, "on"), dict.fromkeys(links, "on"), {point.factor: "break here"})


def shown_through(loops: Iterable[Loop], badges: Mapping[str, str]) -> Shown:
    """Several loops at once."""
    loops = list(loops)
    factors = dict.fromkeys([id_ for loop in loops for id_ in loop.members], ON)
    return Shown(factors, dict.fromkeys([id_ for loop in loops for id_ in loop.links], ON), badges)
