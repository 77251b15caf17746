"""Words of "History": when a moment was, after what, and what is otherwise than then."""

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


def summary(found: Differences, moves: Sequence[RankMove] | None) -> str:
    """How much is otherwise, in one sentence."""
    if not found:
        return "Nothing is otherwise but where things stand."
    parts = [
        _count(len(found.added), "came", "came"),
        _count(len(found.gone), "went", "went"),
        _count(len(found.changed), "is otherwise", "are otherwise"),
    ]
    said = ", ".join(part for part in parts if part)
    if moves is None:
        return f"{said}."
    if not moves:
        return f"{said}. The ranking is the same."
    return f"{said}. {_count(len(moves), 'most upstream cause', 'most upstream causes')} moved."


def _count(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}" if number else ""


def difference_rows(found: Differences, before: CauseMap, after: CauseMap) -> list[tuple[str, str]]:
    """For each factor or link that came, went or is otherwise: its id, and what to say of it."""
    rows = [(id_, f"+ {named(id_, after)} came") for id_ in found.added]
    rows += [(id_, f"✕ {named(id_, before)} went") for id_ in found.gone]
    rows += [(id_, f"≠ {named(id_, after)} {'; '.join(words)}") for id_, words in found.changed.items()]
    return rows
