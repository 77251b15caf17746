"""What the rows of "What if?" light up on the map."""

from app.analysis.scenario import Stay, Suppositions
from app.analysis.trace import trace
from app.model.cause_map import CauseMap
from app.ui.showing import Shown, Tone


def shown_stay(stay: Stay, cause_map: CauseMap, told: Suppositions) -> Shown:
    """What still leads to a symptom, from where that begins."""
    links = [cause_map.links[id_] for id_ in stay.way if id_ in cause_map.links]
    into = [link for link in cause_map.links_into(stay.symptom) if link.cause in stay.causes]
    factors: dict[str, Tone] = dict.fromkeys([stay.symptom, *stay.causes], "on")
    factors |= {id_: "on" for link in links for id_ in (link.cause, link.effect)}
    factors |= dict.fromkeys(told.fixed, "fixed")
    badges = {stay.start: "goes on"} if stay.start and stay.start not in told.fixed else {}
    return Shown(factors, {link.id: "on" for link in (*links, *into) if link.id not in told.rejected}, badges)


def shown_gone(symptom: str, cause_map: CauseMap, told: Suppositions) -> Shown:
    """The ways from what is fixed to a symptom that goes with it."""
    above, below = trace(cause_map, [symptom]), trace(cause_map, told.fixed)
    between = (above.upstream | {symptom}) & (below.downstream | told.fixed)
    factors: dict[str, Tone] = dict.fromkeys(between, "on")
    factors |= dict.fromkeys(told.fixed, "fixed")
    factors[symptom] = "gone"
    links = (above.links & below.links) - told.rejected
    return Shown(factors, dict.fromkeys(links, "on"))


def shown_bare(symptom: str, cause_map: CauseMap, told: Suppositions) -> Shown:
    """A symptom that is left without a cause, and the links that were rejected on the ways to it."""
    above = trace(cause_map, [symptom])
    links = above.links & told.rejected
    ends: dict[str, Tone] = {cause_map.links[id_].cause: "on" for id_ in links}
    ends |= {cause_map.links[id_].effect: "on" for id_ in links}
    return Shown(ends | {symptom: "doubt"}, dict.fromkeys(links, "gone"), {symptom: "no cause left"})
