"""Verbs about measures and their readings, and reading pasted figures. Pure, like those in edits."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from app.errors import RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import Add, Remove, update
from app.model.edits import Changes
from app.model.ids import new_id
from app.model.records import LABEL_LIMIT, Measure, Measurement, clean_line

MOST = 5_000
"""Readings taken in at once at most."""
_LONGEST = 2_000
"""Letters of a line with a reading at most."""
_NUMBER = re.compile(r"^[£$€]?\s*([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)\s*(%|per cent)?$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$")
_BRITISH = re.compile(r"^(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})$|^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})$")
_HOUR = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$")
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
    return _in_order(each for each in cause_map.measurements.values() if each.measure == measure_id)


def readings_by_measure(cause_map: CauseMap) -> dict[str, tuple[Measurement, ...]]:
    """The readings of every measure that has any: one look at all of them."""
    found: dict[str, list[Measurement]] = {}
    for each in cause_map.measurements.values():
        found.setdefault(each.measure, []).append(each)
    return {id_: _in_order(readings) for id_, readings in found.items()}


def _in_order(readings: Iterable[Measurement]) -> tuple[Measurement, ...]:
    return tuple(sorted(readings, key=attrgetter("date", "id")))


@dataclass(frozen=True, slots=True)
class Reading:
    """A value on a day or in a month: ``date`` is ISO 8601, "2026-03" or "2026-03-31"."""

    date: str
    value: float


def take_readings(cause_map: CauseMap, measure_id: str, readings: Iterable[Reading]) -> Changes:
    """Add readings; those of a date take the place of what that date had, one for one as they come."""
    there: dict[str, list[Measurement]] = {}
    for old in readings_of(cause_map, measure_id):
        there.setdefault(old.date, []).append(old)
    given: dict[str, list[float]] = {}
    for each in readings:
        given.setdefault(each.date, []).append(each.value)
    changes: Changes = []
    for day, values in given.items():
        before = there.get(day, [])
        for old, value in zip(before, values, strict=False):
            changes += update(old, value=value)
        changes += map(Remove, before[len(values) :])
        changes += (
            Add(Measurement(id=new_id(), measure=measure_id, date=day, value=value)) for value in values[len(before) :]
        )
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
    2026-03-31, 2026-03, 31/03/2026, 31/03/26 and 03/2026 (day first), 31 Mar 2026, March 2026; an hour is left out.
    """
    found: list[Reading] = []
    lines = [line.strip(" \ufeff") for line in text.splitlines() if line.strip().strip("\ufeff")]
    if len(lines) > MOST + 1:
        return Pasted((), f"More than {MOST:,} lines were pasted; no measure has that many readings.")
    in_columns = _in_columns(lines)
    month = last[:7]
    unclear = next((line for line in lines if _may_be_two(line)), "") if not in_columns else ""
    if unclear and not (len(lines) > 1 and _is_head(lines[0]) and "," in lines[0]):
        said = "may be two figures, or one in thousands: part date and figure by a tab or a semicolon"
        return Pasted((), f"“{_short(unclear)}” {said}.")
    for at, line in enumerate(lines):
        alone = value_of(line)
        if alone is not None:
            if not month:
                return Pasted((), f"“{_short(line)}” has no date, and no reading before it says when it is.")
            month = _next_month(month)
            found.append(Reading(month, alone))
            continue
        pair = _pair(line, in_columns=in_columns)
        if pair is None:
            if at == 0 and len(lines) > 1 and _is_head(line):
                continue
            return Pasted((), f"“{_short(line)}” is not a date and a figure, such as “2026-03 41”.")
        found.append(pair)
        month = pair.date[:7]
    return Pasted(tuple(found), "" if found else "There is no figure in it.")


def _may_be_two(line: str) -> bool:
    """Whether commas alone stand in a line in such a way that the last may part figures or thousands."""
    first, found, rest = line.partition(",")
    return bool(
        found and date_of(first) and "," in rest and not rest.startswith((" ", '"')) and value_of(rest) is not None
    )


def _is_head(line: str) -> bool:
    """Whether it may be the head of a table: nothing in its first cell is a date or a figure."""
    first = re.split(r"[\t;,]", line)[0]
    return not any(letter.isdigit() for letter in first)


def _in_columns(lines: Sequence[str]) -> bool:
    """Whether commas part more than two columns everywhere: then none of them stands between thousands."""
    head = lines[0] if len(lines) > 1 and _is_head(lines[0]) else ""
    if head and ";" not in head and "\t" not in head and "," in head:
        return len(next(csv.reader([head]))) > 2
    rests = [line.partition(",")[2].strip() for line in lines if "," in line and not _is_head(line)]
    return any("," in rest and value_of(rest.strip('"')) is None for rest in rests)


def _pair(line: str, *, in_columns: bool) -> Reading | None:
    """A date and a figure, whichever way they are parted."""
    if len(line) > _LONGEST:
        return None
    for parted in _partings(line, in_columns=in_columns):
        cells = [cell.strip().strip('"') for cell in parted if cell.strip().strip('"')]
        if len(cells) >= 2:
            day, value = date_of(cells[0]), value_of(cells[1])
            if day and value is not None:
                return Reading(day, value)
    return None


def _partings(line: str, *, in_columns: bool) -> Iterable[Sequence[str]]:
    for mark in ("\t", ";"):
        if mark in line:
            yield line.split(mark)
    first, found, rest = line.partition(",")
    if found:
        if not in_columns:
            yield first, rest
        yield next(csv.reader([line]))
    head, found, tail = line.rpartition(" ")
    if found:
        yield head.rstrip(":,"), tail


def date_of(text: str) -> str:
    """A day or a month as ISO 8601; '' if it is none."""
    words = _HOUR.sub("", " ".join(text.split()))
    if found := _ISO.match(words):
        year, month, day = found.groups()
    elif found := _BRITISH.match(words):
        day, month, year = found.groups()[:3] if found.group(3) else found.groups()[3:]
        year = f"20{year}" if len(year) == 2 else year
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
