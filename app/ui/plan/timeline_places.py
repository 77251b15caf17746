"""Where things stand on the timeline: months along, a row an action, quick wins above what is deep-rooted."""

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from app.analysis.plan import Planned

ROW = 30
HEAD = 40
SECTION = 26
NAMES = 250
_MONTH = 46
_MOST_MONTHS = 600

SECTIONS = (("quick win", "Quick wins"), ("", "Others"), ("deep-rooted", "Deep-rooted"))


@dataclass(frozen=True, slots=True)
class Bar:
    """An action on the timeline; ``left`` and ``right`` None where it has no date that is understood."""

    one: Planned
    top: int
    left: float | None
    right: float | None
    open_start: bool
    open_end: bool

    @property
    def middle(self) -> float:
        """Half-way down its row."""
        return self.top + ROW / 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """From the action that prepares to one that works on what it prepares; ``told`` by people, or by the map."""

    start: str
    end: str
    told: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """The whole timeline. ``months``: the first of each, with its x. ``heads``: the words above a section, with its y.

    ``today``: its x, None where it lies outside. ``ahead``: arrows.
    """

    width: int
    height: int
    months: tuple[tuple[date, float], ...]
    heads: tuple[tuple[str, int], ...]
    bars: tuple[Bar, ...]
    arrows: tuple[Arrow, ...]
    today: float | None


def lines_of(actions: Sequence[Planned], today: date, width: int) -> Lines:
    """Where everything stands in a given width; wider than that where the months would be too narrow to tell."""
    days = [day for one in actions for day in (one.start, one.due) if day is not None]
    first, last = (min(days), max(days)) if days else (today, today)
    if days and (today - last).days < 90 and (first - today).days < 90:
        first, last = min(first, today), max(last, today)
    start = first.replace(day=1)
    count = min(_MOST_MONTHS, max(3, _months_between(start, last) + 1))
    month = max(_MONTH, (width - NAMES - 12) / count)
    firsts = [_after(start, at) for at in range(count + 1)]

    def x(day: date) -> float:
        whole = _months_between(start, day)
        part = (day.day - 1) / calendar.monthrange(day.year, day.month)[1]
        return NAMES + month * (whole + part)

    bars: list[Bar] = []
    heads: list[tuple[str, int]] = []
    y = HEAD
    for pace, words in SECTIONS:
        rows = sorted((one for one in actions if one.pace == pace), key=_when)
        if rows:
            heads.append((words, y))
            y += SECTION
        for one in rows:
            bars.append(_bar(one, y, x, month))
            y += ROW
    end = firsts[-1]
    return Lines(
        width=round(NAMES + month * count + 12),
        height=y + 8,
        months=tuple((day, x(day)) for day in firsts[:-1]),
        heads=tuple(heads),
        bars=tuple(bars),
        arrows=arrows_of(actions),
        today=x(today) if start <= today < end else None,
    )


def _when(one: Planned) -> tuple[bool, date, date]:
    """Earlier starts first; what has no date that is understood comes last."""
    known = one.start or one.due
    return known is None, known or date.max, one.due or date.max


def _bar(one: Planned, top: int, x: Callable[[date], float], month: float) -> Bar:
    start, due = one.start, one.due
    if start is None and due is None:
        return Bar(one, top, None, None, open_start=True, open_end=True)
    if start is not None and due is not None:
        low, high = min(start, due), max(start, due)
        return Bar(one, top, x(low), max(x(high), x(low) + 6), open_start=False, open_end=False)
    known = x(start or due or date.max)
    if start is not None:
        return Bar(one, top, known, known + month, open_start=False, open_end=True)
    return Bar(one, top, max(NAMES, known - month), known, open_start=True, open_end=False)


def arrows_of(actions: Sequence[Planned]) -> tuple[Arrow, ...]:
    """Who prepares whom: what people say first, then what the map says beside it."""
    found: dict[tuple[str, str], Arrow] = {}
    for told in (True, False):
        for one in actions:
            prepared = one.prepares if told else tuple(each.deep_rooted for each in one.platforms if each.prepares)
            for other in actions:
                pair = (one.action.id, other.action.id)
                if other is not one and pair not in found and set(prepared).intersection(other.causes):
                    found[pair] = Arrow(*pair, told)
    return tuple(found.values())


def _months_between(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month


def _after(day: date, months: int) -> date:
    at = day.year * 12 + day.month - 1 + months
    return date(max(1, min(9999, at // 12)), at % 12 + 1, 1)


def moved(day: date, months: int) -> date:
    """The same day some months later or earlier; of a shorter month its last."""
    first = _after(day.replace(day=1), months)
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))
