"""What "Is it robust?" lights up on the map."""

from collections.abc import Iterable

from app.analysis.doubts import Doubt
from app.analysis.trace import trace
from app.model.cause_map import CauseMap
from app.ui.showing import Shown, Tone


def shown_cut(cause_map: CauseMap, members: Iterable[str], symptoms: Iterable[str], links: Iterable[str]) -> Shown:
    """The ways from a cause to some symptoms, and the links that they hang on."""
    start, end = set(members), set(symptoms)
    down, up = trace(cause_map, start).downstream | start, trace(cause_map, end).upstream | end
    between = down & up
    ways = {link.id for link in cause_map.links.values() if link.cause in between and link.effect in between}
    tones: dict[str, Tone] = dict.fromkeys(sorted(ways), "on")
    tones.update(dict.fromkeys(links, "doubt"))
    return Shown(factors=dict.fromkeys(sorted(between), "on"), links=tones)


def shown_test(cause_map: CauseMap, doubt: Doubt) -> Shown:
    """A doubtful link, the causes that would leave the first three without it, and those that would come."""
    link = cause_map.links[doubt.link]
    tones: dict[str, Tone] = {link.cause: "on", link.effect: "on"}
    tones.update({id_: "on" for cause in doubt.top for id_ in cause.members})
    tones.update({id_: "gone" for cause in doubt.left for id_ in cause.members})
    tones.update({id_: "new" for cause in doubt.came for id_ in cause.members})
    badges = {id_: str(cause.rank) for cause in doubt.top for id_ in cause.members}
    return Shown(factors=tones, links={doubt.link: "doubt"}, badges={**badges, doubt.link: "if wrong"})
