"""What stands out for the room, and how strongly the rest fades."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.analysis.trace import trace
from app.analysis.walk import Walk
from app.drawing.theme import FADED
from app.model.cause_map import CauseMap
from app.ui.showing import Shown

SPOTLIGHT = 0.12
"""Opacity of what is outside the spotlight, or not yet walked to."""


@dataclass(frozen=True, slots=True)
class Light:
    """The factors and links that stand out; ``rest`` is the opacity of all others but the ``plain`` links."""

    factors: frozenset[str]
    links: frozenset[str]
    rest: float
    plain: frozenset[str] = frozenset()


def ways_of(cause_map: CauseMap, selection: Iterable[str], rest: float) -> Light | None:
    """What is selected with all that leads to it and all it leads to; None where nothing is selected."""
    chosen = [id_ for id_ in selection if id_ in cause_map.factors]
    ways = trace(cause_map, chosen)
    factors = ways.upstream | ways.downstream | frozenset(chosen)
    links = ways.links
    for id_ in selection:
        link = cause_map.links.get(id_)
        if link is None:
            continue
        above, below = trace(cause_map, [link.cause]), trace(cause_map, [link.effect])
        upstream, downstream = above.upstream | {link.cause}, below.downstream | {link.effect}
        factors |= upstream | downstream
        links |= {id_}
        links |= {each for each in above.links if cause_map.links[each].effect in upstream}
        links |= {each for each in below.links if cause_map.links[each].cause in downstream}
    return Light(factors, links, rest) if factors else None


def walked(walk: Walk, stage: int) -> Light:
    """The part of a walk that has been told: at stage 0 the symptom alone."""
    return Light(frozenset(walk.factors[: stage + 1]), frozenset(walk.links[:stage]), SPOTLIGHT)


def light_on(shown: Shown, cause_map: CauseMap) -> Light:
    """The light for an answer; what it says is gone fades with the rest."""
    factors = frozenset(id_ for id_, tone in shown.factors.items() if tone != "gone")
    links = frozenset(id_ for id_, tone in shown.links.items() if tone != "gone")
    if shown.fade_rest:
        return Light(factors, links, FADED)
    others = frozenset(cause_map.factors) - shown.factors.keys() - shown.faint
    plain = frozenset(cause_map.links) - shown.links.keys() - shown.faint
    return Light(factors | others, links, FADED, plain)


def light_of(
    cause_map: CauseMap,
    selection: Iterable[str],
    *,
    spotlight: bool,
    focus: bool,
    walk: Walk | None,
    stage: int,
    shown: Shown | None = None,
) -> Light | None:
    """The light for what is going on; None where everything is shown alike.

    A walk comes before an answer that is shown on the map, and that before the spotlight. Without any of them the page
    of the most upstream causes traces what is selected as the canvas does, and the page of the map lets people read on
    undisturbed while others are being selected.
    """
    if walk is not None:
        return walked(walk, stage)
    if shown is not None:
        return light_on(shown, cause_map)
    if spotlight:
        return ways_of(cause_map, selection, SPOTLIGHT)
    return ways_of(cause_map, selection, FADED) if focus else None
