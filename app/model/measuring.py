"""Verbs about measures and their readings, and reading pasted figures. Pure, like those in edits."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.errors import RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import Add, Remove, update
from app.model.edits import Changes
from app.model.ids import new_id
from app.model.records import LABEL_LIMIT, Measure, Measurement, clean_line

MOST = 5_000
"""Readings taken in at once at most."""
_NUMBER = re.compile(r"^[£$€]?\s*([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)\s*(%|per cent)?$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$")
_BRITISH = re.compile(r"^(?:(\d{1,2})[/.])?(\d{1,2})[/.](\d{4})$")
_SPOKEN = re.compile(r"^(?:(\d{1,2})[ -])?([A-Za-z]{3,9})\.?[ -](\d{4}|\d{2})$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


# -- measures


def add_measure(cause_map: CauseMap, subject: str, name: str, **fields: Any) -> Changes:
    """A figure followed on a symptom, another factor, or an action. RuleBroken without a name, or if it is there."""
    measure = Measure(id=new_id(), subject=subject, name=_named(cause_map, subject, name, ""), **_cleaned(fields))
    return [Add(measure)]


def change_measure(cause_map: CauseMap, measure_id: str, **fields: Any) -> Changes:
    """Tell something else of a measure."""
    measure = cause_map.measures[measure_id]
    told = _cleaned(fields)
    if "name" in fields:
        told["name"] = _named(cause_map, measure.subject, str(fields["name"]), measure_id)
    return update(measure, **told)


def delete_measure(cause_map: CauseMap, measure_id: str) -> Changes:
    """Take a measure away, with its readings."""
    return [*map(Remove, readings_of(cause_map, measure_id)), Remove(cause_map.measures[measure_id])]


def _named(cause_map: CauseMap, subject: str, name: str, own_id: str) -> str:
    if subject not in cause_map.factors and subject not in cause_map.actions:
        raise RuleBroken("A measure is of a factor or an action.")
    words = clean_line(name)[:LABEL_LIMIT].strip()
    if not words:
        raise RuleBroken("A measure needs a name of at least one word.")
    for each in cause_map.measures.values():
        if each.subject == subject and each.id != own_id and each.name.casefold() == words.casefold():
            raise RuleBroken("There is a measure of this name already.")
    return words


def _cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: clean_line(value)[:LABEL_LIMIT] if isinstance(value, str) else value for name, value in fields.items()
    }


# -- readings


def readings_of(cause_map: CauseMap, measure_id: str) -> tuple[Measurement, ...]:
    """The readings of a measure in the order of their dates; of one date, as they came."""
    found = [each for each in cause_map.measurements.values() if each.measure == measure_id]
    return tuple(sorted(found, key=lambda each: each.date))


@dataclass(frozen=True, slots=True)
class Reading:
    """A value on a day or in a month: ``date`` is ISO 8601, "2026-03" or "2026-03-31"."""

    date: str
    value: float


def take_readings(cause_map: CauseMap, measure_id: str, readings: Iterable[Reading]) -> Changes:
    """Add readings; one of a date that is there already takes its place."""
    there = {each.date: each for each in readings_of(cause_map, measure_id)}
    changes: Changes = []
    for each in {each.date: each for each in readings}.values():
        if each.date in there:
            changes += update(there[each.date], value=each.value)
        else:
            changes.append(Add(Measurement(id=new_id(), measure=measure_id, date=each.date, value=each.value)))
    return changes


def delete_reading(cause_map: CauseMap, reading_id: str) -> Changes:
    """Take one reading away."""
    return [Remove(cause_map.measurements[reading_id])]


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was understood of pasted figures, and in ``problem`` the first line that was not ('' if all were)."""

    readings: tuple[Reading, ...]
    problem: str = ""


def read_readings(text: str, last: str = "") -> Pasted:
    """Readings in text: a date and a figure a line, parted by tab, semicolon, comma or space; a head line is skipped.

    Lines with a figure alone go on by months from ``last`` (an ISO date, the latest there is). Understood dates:
    2026-03-31, 2026-03, 31/03/2026 and 03/2026 (day first), 31 Mar 2026, March 2026.
    """
    found: list[Reading] = []
    lines = [line.strip().strip("\ufeff") for line in text.splitlines() if line.strip().strip("\ufeff")]
    if len(lines) > MOST + 1:
        return Pasted((), f"More than {MOST:,} lines were pasted; no measure has that many readings.")
    month = last[:7]
    for at, line in enumerate(lines):
        alone = value_of(line)
        if alone is not None:
            if not month:
                return Pasted((), f"“{_short(line)}” has no date, and no reading before it says when it is.")
            month = _next_month(month)
            found.append(Reading(month, alone))
            continue
        pair = _pair(line)
        if pair is None:
            if at == 0 and len(lines) > 1 and not any(letter.isdigit() for letter in line):
                continue  # the head of a table
            return Pasted((), f"“{_short(line)}” is not a date and a figure, such as “2026-03 41”.")
        found.append(pair)
        month = pair.date[:7]
    return Pasted(tuple(found), "" if found else "There is no figure in it.")


def _pair(line: str) -> Reading | None:
    """A date and a figure, whichever way they are parted."""
    for parted in _partings(line):
        cells = [cell.strip().strip('"') for cell in parted if cell.strip().strip('"')]
        if len(cells) >= 2:
            day, value = date_of(cells[0]), value_of(cells[1])
            if day and value is not None:
                return Reading(day, value)
    return None


def _partings(line: str) -> Iterable[Sequence[str]]:
    for mark in ("\t", ";"):
        if mark in line:
            yield line.split(mark)
    first, found, rest = line.partition(",")
    if found:
        yield first, rest
        yield line.split(",")
    head, found, tail = line.rpartition(" ")
    if found:
        yield head.rstrip(":,"), tail


def date_of(text: str) -> str:
    """A day or a month as ISO 8601; '' if it is none."""
    words = " ".join(text.split())
    if found := _ISO.match(words):
        year, month, day = found.groups()
    elif found := _BRITISH.match(words):
        day, month, year = found.groups()
    elif found := _SPOKEN.match(words):
        day, name, year = found.groups()
        fits = [at for at, each in enumerate(_MONTHS, 1) if name.casefold().startswith(each)]
        if not fits:
            return ""
        month = str(fits[0])
        year = f"20{year}" if len(year) == 2 else year
    else:
        return ""
    try:
        made = date(int(year), int(month), int(day or 1))
    except ValueError:
        return ""
    return made.isoformat() if day else f"{made.year:04}-{made.month:02}"


def value_of(text: str) -> float | None:
    """A figure, with thousands commas, a currency sign or a per cent sign as people write them; None if it is none."""
    found = _NUMBER.match(text.strip())
    if not found or not found.group(1) or not any(letter.isdigit() for letter in found.group(1)):
        return None
    value = float(found.group(1).replace(",", ""))
    return value if abs(value) < 1e15 else None


def _next_month(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def _short(line: str) -> str:
    return line if len(line) <= 60 else line[:59].rstrip() + "…"
