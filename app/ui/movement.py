"""Movement: how far each cause has gone up or down in the last minutes, and since what."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from app.model.cause_map import CauseMap
from app.model.changes import Add, Change, Remove, Update
from app.model.records import Factor, Link
from app.model.steps import Step

MINUTES = 10
"""How long a movement is told."""

_SHORT = 34
"""Letters of a label that are enough to know it again."""

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Moved:
    """How a rank has changed: ``places`` up (below 0: down); None where it had none before.

    ``since``: what moved it last in this direction, or what brought it here.
    """

    places: int | None
    since: str

    @property
    def sign(self) -> str:
        """A few letters: ↑2, ↓1, new."""
        if self.places is None:
            return "new"
        return f"{'↑' if self.places > 0 else '↓'}{abs(self.places)}"

    @property
    def words(self) -> str:
        """One sentence without its full stop."""
        if self.places is None:
            return f"New here since {self.since}"
        count = abs(self.places)
        number = _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"
        return f"{'Up' if self.places > 0 else 'Down'} {number} since {self.since}"


class Movement:
    """Remembers the ranks of the last minutes, by factor id. Times: seconds of a clock that never goes back."""

    def __init__(self) -> None:
        self._kept: deque[tuple[float, str, Mapping[str, int]]] = deque()

    def begin_anew(self, ranks: Mapping[str, int], now: float) -> None:
        """What is compared with from now on; for a reading that no step has brought about."""
        self._kept.clear()
        self._kept.append((now, "", ranks))

    def note(self, ranks: Mapping[str, int], since: str, now: float) -> None:
        """The ranks after a step."""
        if not self._kept:
            self.begin_anew(ranks, now)
        elif ranks != self._kept[-1][2]:
            self._kept.append((now, since, ranks))
        self._forget(now)

    def of(self, factor_id: str) -> Moved | None:
        """How the rank of this factor has changed; None if it has not, or never had one."""
        if not self._kept:
            return None
        present = self._kept[-1][2].get(factor_id)
        first = self._kept[0][2].get(factor_id)
        if present is None or present == first:
            return None
        steps = [
            (before.get(factor_id), why, after.get(factor_id))
            for (_, _, before), (_, why, after) in pairwise(self._kept)
        ]
        if first is None:
            return Moved(None, next(why for was, why, _ in reversed(steps) if was is None))
        up = present < first
        towards = [why for was, why, now in steps if was != now and (was is None or now is None or (now < was) == up)]
        return Moved(first - present, towards[-1])

    def _forget(self, now: float) -> None:
        """The newest ranks older than the window stay: it is with them that the present ones are compared."""
        while len(self._kept) > 1 and self._kept[1][0] < now - 60 * MINUTES:
            self._kept.popleft()


def why_of(step: Step, cause_map: CauseMap) -> str:
    """What a step did, to stand behind "since"; ``cause_map`` is the map after it."""
    if step.undoes or step.redoes:
        return f"“{step.label[:1].lower()}{step.label[1:]}”"
    added = [change.record for change in step.changes if isinstance(change, Add)]
    gone = [change.record for change in step.changes if isinstance(change, Remove)]
    factors = [record for record in added if isinstance(record, Factor)]
    links = [record for record in added if isinstance(record, Link)]
    lost = [record for record in gone if isinstance(record, Factor)]
    cut = [record for record in gone if isinstance(record, Link)]
    if lost and not factors:
        return f"{_name(lost[0])}{_more(lost)} was taken off the map"
    if factors:
        return f"{_name(factors[0])}{_more(factors)} was added"
    if links and not cut:
        return f"{_link(links[0], cause_map)}{_more(links)} were linked"
    if cut and not links:
        return f"{_link(cut[0], cause_map)}{_more(cut)} were parted"
    return _altered(step.changes, cause_map) or f"“{step.label[:1].lower()}{step.label[1:]}”"


def _altered(changes: tuple[Change, ...], cause_map: CauseMap) -> str:
    for change in changes:
        if not isinstance(change, Update):
            continue
        link, factor = cause_map.links.get(change.id), cause_map.factors.get(change.id)
        if link is not None and "confidence" in change.after:
            return f"the link of {_link(link, cause_map)} became {link.certainty}"
        if link is not None:
            return f"the link of {_link(link, cause_map)} was changed"
        if factor is not None and "kind" in change.after:
            return f"{_name(factor)} became a {factor.kind}"
        if factor is not None and change.after.keys() - {"x", "y"}:
            return f"{_name(factor)} was changed"
    return ""


def _link(link: Link, cause_map: CauseMap) -> str:
    ends = [cause_map.factors[id_] for id_ in (link.cause, link.effect) if id_ in cause_map.factors]
    return " and ".join(map(_name, ends)) or "two factors"


def _name(factor: Factor) -> str:
    label = factor.label
    return f"“{label if len(label) <= _SHORT else label[:_SHORT].rsplit(maxsplit=1)[0].rstrip(',;:') + ' …'}”"


def _more(records: list[Factor] | list[Link]) -> str:
    return f" and {len(records) - 1} more" if len(records) > 1 else ""
