"""Acting: all that a map says about where to act, gathered for one page, the record and the command line."""

from dataclasses import dataclass

from app.analysis.chokes import Choke, choke_points
from app.analysis.focus_sets import FocusSet, fewest_to_end, fewest_to_reach, within_effort
from app.analysis.quick_wins import Lever, Platform, levers, platforms
from app.analysis.reading import Reading, groups_read
from app.model.cause_map import CauseMap


@dataclass(frozen=True, slots=True)
class Acting:
    """Where to act. ``budget``: the effort that ``affordable`` may come to.

    ``causes``: how many levers there are in all, where only the first of each list were asked for.
    """

    reach: FocusSet
    affordable: FocusSet
    end: FocusSet
    budget: int
    chokes: tuple[Choke, ...]
    levers: tuple[Lever, ...]
    platforms: tuple[Platform, ...]
    causes: int


def where_to_act(cause_map: CauseMap, reading: Reading, budget: int, most: int | None = None) -> Acting:
    """Where to act on this map, of which ``reading`` is the reading; ``budget``: effort, from 1 up.

    With ``most``, no list is longer: of the levers those of the greatest expected share stay, in map order.
    """
    groups = groups_read(cause_map, changeable_only=reading.changeable_only)
    found = levers(reading, groups)
    return Acting(
        reach=fewest_to_reach(cause_map, reading),
        affordable=within_effort(cause_map, reading, groups, budget),
        end=fewest_to_end(cause_map, reading, groups),
        budget=budget,
        chokes=choke_points(reading, groups)[:most],
        levers=_greatest(found, most),
        platforms=platforms(groups, found)[:most],
        causes=len(found),
    )


def _greatest(found: tuple[Lever, ...], most: int | None) -> tuple[Lever, ...]:
    if most is None or len(found) <= most:
        return found
    order = sorted(range(len(found)), key=lambda at: (-found[at].share, at))
    return tuple(found[at] for at in sorted(order[:most]))
