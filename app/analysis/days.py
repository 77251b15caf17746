"""Days as people type them: ISO 8601 and the British way are understood, anything else stays words."""

import calendar
import re
from datetime import date

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_BRITISH = re.compile(r"(?:(\d{1,2})/)?(\d{1,2})/(\d{4})")
_SPOKEN = re.compile(r"(?:(\d{1,2}) )?([A-Za-z]{3,9})\.? (\d{4})")
_MONTHS = [name.casefold() for name in ("", *calendar.month_name[1:])]


def day_of(text: str, *, last: bool = False) -> date | None:
    """The day that is meant; None if that is not understood. Of a month its first day or, with ``last``, its last.

    Understood are 2018-10-31, 2018-10, 31/10/2018, 10/2018, 31 October 2018 and Oct 2018.
    """
    words = " ".join(text.split())
    if found := _ISO.fullmatch(words):
        year, month, day = found.groups()
    elif found := _BRITISH.fullmatch(words):
        day, month, year = found.groups()
    elif found := _SPOKEN.fullmatch(words):
        day, name, year = found.groups()
        fits = [at for at, each in enumerate(_MONTHS) if at and each.startswith(name.casefold())]
        if len(fits) != 1:
            return None
        month = str(fits[0])
    else:
        return None
    try:
        if day is None:
            day = str(calendar.monthrange(int(year), int(month))[1]) if last else "1"
        return date(int(year), int(month), int(day))
    except (ValueError, calendar.IllegalMonthError):
        return None


def shown_day(text: str) -> str:
    """A day as it is read aloud, "31 Oct 2018"; what is not understood, and a month, as it was typed."""
    first, last = day_of(text), day_of(text, last=True)
    if first is None or first != last:
        return f"{calendar.month_abbr[first.month]} {first.year}" if first is not None else text
    return f"{first.day} {calendar.month_abbr[first.month]} {first.year}"
