"""What "Where to act" lights up on the map: the ways from some causes to their symptoms, a chain, a meeting point."""

from collections.abc import Sequence

from app.analysis.chokes import Choke
from app.analysis.focus_sets import FocusSet
from app.analysis.quick_wins import Platform
from app.analysis.reading import Reading
from app.analysis.trace import trace
from app.model.cause_map import CauseMap
from app.ui.showing import Shown


def shown_set(found: FocusSet, reading: Reading, cause_map: CauseMap) -> Shown:
    """All ways from these causes to the symptoms they touch or would end."""
    members = [id_ for place in found.causes for id_ in reading.upstream[place].members]
    return _ways(cause_map, members, found.symptoms)


def shown_choke(found: Choke, reading: Reading, cause_map: CauseMap) -> Shown:
    """All ways from the most upstream causes through this factor to the symptoms that hang on it."""
    members = [id_ for cause in reading.upstream for id_ in cause.members]
    above = _ways(cause_map, members, [found.factor])
    below = _ways(cause_map, [found.factor], found.symptoms)
    badges = {found.factor: f"{found.causes} meet" if found.causes > 1 else "all pass here"}
    return Shown({**above.factors, **below.factors}, {**above.links, **below.links}, badges)


def shown_platform(found: Platform) -> Shown:
    """The chain, with a word at either end."""
    badges = {found.quick_win: "quick win", found.deep_rooted: "deep-rooted"}
    return Shown(dict.fromkeys(found.factors, "on"), dict.fromkeys(found.links, "on"), badges)


def _ways(cause_map: CauseMap, starts: Sequence[str], ends: Sequence[str]) -> Shown:
    down, up = trace(cause_map, starts).downstream, trace(cause_map, ends).upstream
    between = (down | set(starts)) & (up | set(ends))
    links = (link.id for id_ in sorted(between) for link in cause_map.links_out_of(id_) if link.effect in between)
    return Shown(dict.fromkeys(sorted(between), "on"), dict.fromkeys(links, "on"))
