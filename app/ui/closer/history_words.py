"""Words of "History": when a moment was, after what, and what is otherwise than then."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from app.analysis.differences import Differences, RankMove, named
from app.model.cause_map import CauseMap


class Head(Protocol):
    """What has to be known of a step of the history."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def label(self) -> str:
        """What it did."""

    @property
    def time(self) -> str:
        """When, in ISO 8601."""


PAUSE = timedelta(minutes=30)
"""After so long without a step, another sitting begins."""


def clock(time: str, today: datetime) -> str:
    """A step's time as people here say it: 14:05, or with its day where that is another one."""
    try:
        at = datetime.fromisoformat(time).astimezone()
    except ValueError:
        return "an unknown time"
    if at.date() == today.astimezone().date():
        return f"{at:%H:%M}"
    year = f" {at.year}" if at.year != today.year else ""
    return f"{at.day} {at:%B}{year}, {at:%H:%M}"


def moment_words(heads: Sequence[Head], number: int, today: datetime) -> str:
    """Which moment it is: "at 14:05, after “Add a cause”"."""
    if not number:
        return "at the beginning"
    head = heads[number - 1]
    return f"at {clock(head.time, today)}, after “{head.label}”"


def sittings(heads: Sequence[Head], today: datetime) -> list[tuple[int, str]]:
    """The last moment of each time that people sat at the map without a longer pause, latest first, and its row."""
    found: list[tuple[int, int]] = []
    before: datetime | None = None
    for number, head in enumerate(heads, 1):
        try:
            at = datetime.fromisoformat(head.time)
        except ValueError:
            continue
        if found and before is not None and timedelta(0) <= at - before < PAUSE:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
        before = at
    rows = []
    for first, last in reversed(found):
        start, end = clock(heads[first - 1].time, today), clock(heads[last - 1].time, today)
        count = last - first + 1
        same_day = heads[first - 1].time[:10] == heads[last - 1].time[:10]
        span = start if start == end else f"{start}–{end.rsplit(' ', 1)[-1] if same_day else end}"
        rows.append((last, f"{span} · {count:,} step{'s' * (count != 1)}"))
    return rows


def summary(found: Differences, moves: Sequence[RankMove] | None, before: CauseMap, after: CauseMap) -> str:
    """How much is otherwise, in one sentence."""
    if not found:
        return "Nothing is otherwise but where things stand."
    parts = [_came_or_went(found.added, after, "came"), _came_or_went(found.gone, before, "went")]
    parts.append(_count(len(found.changed), "is otherwise", "are otherwise"))
    said = ", ".join(part for part in parts if part)
    if moves is None:
        return f"{said}. The rankings are being compared …"
    moved = [each for each in moves if each.before != each.after]
    if not moved:
        return f"{said}. The ranking is the same."
    return f"{said}. {_count(len(moved), 'most upstream cause', 'most upstream causes')} moved."


def _came_or_went(ids: Sequence[str], cause_map: CauseMap, word: str) -> str:
    factors = sum(id_ in cause_map.factors for id_ in ids)
    parts = [_count(factors, "factor", "factors"), _count(len(ids) - factors, "link", "links")]
    return f"{' and '.join(part for part in parts if part)} {word}" if ids else ""


def _count(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}" if number else ""


def difference_rows(found: Differences, before: CauseMap, after: CauseMap) -> list[tuple[str, str]]:
    """For each factor, then each link, that came, went or is otherwise: its id, and what to say of it.

    Links that went because a factor at their ends did are counted in its row.
    """
    gone = set(found.gone)
    with_it = {
        id_: end
        for id_ in found.gone
        if (link := before.links.get(id_)) and (end := next((e for e in (link.cause, link.effect) if e in gone), ""))
    }
    counts = Counter(with_it.values())
    rows = [(id_, f"+ {named(id_, after)} came") for id_ in found.added]
    for id_ in found.gone:
        if id_ not in with_it:
            links = _count(counts[id_], "link", "links")
            rows.append((id_, f"✕ {named(id_, before)} went{f', and {links} with it' if links else ''}"))
    rows += [(id_, f"≠ {named(id_, after)} {'; '.join(words)}") for id_, words in found.changed.items()]
    return sorted(rows, key=lambda row: row[0] in before.links or row[0] in after.links)
