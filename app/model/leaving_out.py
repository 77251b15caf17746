"""A map without names, organisations or quotations, so that it can be shown to others. Pure.

Fields that hold them are emptied, or hold a stand-in ("Organisation 3"), always the same for the same one, so that
voices can still be counted. Every other text of the map is searched for them, as whole words where they are short, in
whatever case (plain words only as they are written, or in capitals: an organisation called "Trust" is not every trust),
and the stand-in put there; so are the parts of people's names. What has fewer than three letters is taken out of its
field, but not looked for in words.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.model.cause_map import CauseMap
from app.model.records import LABEL_LIMIT, RECORDS, Record

LEAST = 3
"""Letters that a string has at least to be looked for in words."""
_LEAST_QUOTATION = 12
_COMMON = """
trust council hospital carers families patients board police union charity church school service services partner
partners staff housing commissioner nurses doctors leaders people team will may mark grace hope rose bill rob sue
pat dean young long brown white black green king hill wood bell page best day short small little rich poor strong
wise good art ray drew jack dale glen heath joy faith dawn april june august summer price cook baker carter mason
"""
_PLAIN_WORDS = frozenset(_COMMON.split())
"""Words that stand in every map without meaning anybody: taken out only as a name is written."""
_LONG = 20
"""Letters from which a string is looked for in the middle of other words, too."""
_MOST_INSIDE = 8
_BLANK, _SOMEBODY = "[…]", "Somebody"
_CALLED = ("Organisation", "Body", "Party", "Group", "N")

TEXTS: Mapping[str, tuple[str, ...]] = {
    "about": ("title",),
    "factor": ("label", "notes", "theme"),
    "link": ("note",),
    "voice": ("organisation", "role"),
    "evidence": ("kind", "source", "quotation", "date", "address", "organisation"),
    "vote": ("organisation",),
    "answer": ("words",),
    "action": (
        "what",
        "organisation",
        "role",
        "start",
        "due",
        "resources",
        "capacity_reason",
        "capability_reason",
        "commitment_reason",
        "progress",
        "oversight",
    ),
    "measure": ("name", "unit"),
    "measurement": ("date",),
    "scenario": ("name", "note"),
    "snapshot": ("name",),
}
"""The fields of each kind of record in which people write words."""
_ORGANISATIONS = ("voice", "evidence", "vote", "action")
_PLACES = {
    "about": "the title",
    "factor": "factor",
    "link": "note on a link",
    "voice": "voice",
    "evidence": "piece of evidence",
    "vote": "vote",
    "answer": "answer",
    "action": "action",
    "measure": "measure",
    "measurement": "reading",
    "scenario": "scenario",
    "snapshot": "named moment",
}


@dataclass(frozen=True, slots=True)
class What:
    """What is left out."""

    names: bool = True
    organisations: bool = True
    quotations: bool = True

    @property
    def is_any(self) -> bool:
        """Whether anything is."""
        return self.names or self.organisations or self.quotations


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a map. ``gone``: every string that was left out and can be looked for.

    ``names``, ``organisations``, ``quotations``: how many; ``places``: in how many other texts of each kind of record
    one of them stood.
    """

    cause_map: CauseMap
    gone: tuple[str, ...]
    names: int
    organisations: int
    quotations: int
    places: dict[str, int]
    inside: tuple[str, ...] = ()
    """Longer words of the map in which one of them still stands: "Annual" holds "Ann"."""

    @property
    def warning(self) -> str:
        """What is left of them within other words, in a sentence; '' if nothing is."""
        if not self.inside:
            return ""
        more = f" and {len(self.inside) - _MOST_INSIDE} more" if len(self.inside) > _MOST_INSIDE else ""
        return f"Still there inside other words: {', '.join(self.inside[:_MOST_INSIDE])}{more}."

    @property
    def said(self) -> str:
        """What was left out, as one would say it."""
        counts = (
            (self.names, "name", "names"),
            (self.organisations, "organisation", "organisations"),
            (self.quotations, "quotation", "quotations"),
        )
        parts = [f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count]
        said = _listed(parts) if parts else "nothing"
        stood = [
            _PLACES[table] if table == "about" else f"{count} {_PLACES[table]}{'s' * (count != 1)}"
            for table, count in self.places.items()
        ]
        return f"{said}, also in the words of {_listed(stood)}" if stood else said


def without(cause_map: CauseMap, what: What, authors: Iterable[str] = ()) -> Left:
    """The map without these; ``authors``: who did steps, whose names go too."""
    people = [*(each.name for each in cause_map.voices.values()), *(each.by for each in cause_map.answers.values())]
    names = _unique([*people, *authors]) if what.names else []
    named = (getattr(each, "organisation", "") for table in _ORGANISATIONS for each in cause_map.table(table).values())
    organisations = _unique(named) if what.organisations else []
    quotations = _unique(each.quotation for each in cause_map.evidence.values()) if what.quotations else []
    stand_ins = {name: _BLANK for name in (*names, *_parts(names)) if len(name) >= LEAST}
    stand_ins |= {each: _BLANK for each in quotations if len(each) >= _LEAST_QUOTATION}
    called = _called(organisations, [*names, *organisations, *quotations])
    stand_ins |= {name: words for name, words in called.items() if len(name) >= LEAST}
    taken_out = _TakenOut(stand_ins)
    places: Counter[str] = Counter()
    records: list[Record] = []
    for record in cause_map.records():
        fields = _emptied(record, what, called)
        for field in TEXTS.get(record.table, ()):
            if field in fields:
                continue
            words = str(getattr(record, field))
            found = taken_out.of(words)
            if found != words:
                limit = LABEL_LIMIT if "\n" not in words and len(words) <= LABEL_LIMIT else len(found)
                fields[field] = found[:limit].strip() if limit == LABEL_LIMIT else found
                places[record.table] += 1
        records.append(record.with_fields(fields) if fields else record)
    return Left(
        cause_map=CauseMap.of(records),
        gone=tuple(stand_ins),
        names=len(names),
        organisations=len(organisations),
        quotations=len(quotations),
        places={table: places[table] for table in RECORDS if places[table]},
        inside=_inside(records, list(stand_ins)),
    )


def _called(organisations: list[str], gone: list[str]) -> dict[str, str]:
    """A stand-in for each organisation, that holds nothing which is left out."""
    every = " ".join(gone).casefold()
    word = next(each for each in _CALLED if each.casefold() not in every or each == _CALLED[-1])
    return {name: f"{word} {at}" for at, name in enumerate(organisations, 1)}


def _emptied(record: Record, what: What, called: Mapping[str, str]) -> dict[str, str]:
    """The fields that hold what is left out, with what they hold instead."""
    fields: dict[str, str] = {}
    if what.names and record.table == "voice":
        fields["name"] = ""
        if getattr(record, "name", "") and not (getattr(record, "organisation", "") or getattr(record, "role", "")):
            fields["role"] = _SOMEBODY
    if what.names and record.table == "answer":
        fields["by"] = ""
    if what.names and record.table == "evidence":
        fields["address"] = ""  # paths and addresses are full of names in their own spelling
    if what.organisations and record.table in _ORGANISATIONS:
        fields["organisation"] = called.get(str(getattr(record, "organisation", "")), "")
    if what.quotations and record.table == "evidence":
        fields["quotation"] = ""
    return {name: value for name, value in fields.items() if getattr(record, name) != value or name != "role"}


def _inside(records: Iterable[Record], gone: list[str]) -> tuple[str, ...]:
    """The words of these records in which a string that is gone still stands."""
    if not gone:
        return ()
    pattern = re.compile("|".join(re.escape(_even(each).casefold()) for each in sorted(gone, key=len, reverse=True)))
    found: dict[str, None] = {}
    for record in records:
        for field in TEXTS.get(record.table, ()):
            words = _even(str(getattr(record, field)))
            if pattern.search(words.casefold()):
                found |= dict.fromkeys(word for word in words.split() if pattern.search(word.casefold()))
    return tuple(found)


def _parts(names: Iterable[str]) -> list[str]:
    """The parts of names of several: people are called by either."""
    return _unique(part.strip('.,“”"()') for name in names for part in re.split(r"[\s-]+", name) if part != name)


class _TakenOut:
    """Finds strings in words and puts their stand-ins there, the longest first."""

    def __init__(self, stand_ins: Mapping[str, str]) -> None:
        self._called = {_folded(each): words for each, words in stand_ins.items()}
        parts = sorted({_even(each) for each in stand_ins}, key=lambda each: (-len(each), each))
        self._pattern = re.compile("|".join(map(pattern_of, parts))) if parts else None

    def of(self, words: str) -> str:
        """The words without them."""
        if self._pattern is None:
            return words
        even = _even(words)
        found = self._pattern.sub(lambda match: self._called[_folded(match.group())], even)
        return words if found == even else found


def pattern_of(string: str) -> str:
    """A pattern for a string as whole words in any case; a plain word only as it is written, or in capitals."""
    body = r"\s+".join(map(re.escape, string.split()))
    is_plain = string.casefold() in _PLAIN_WORDS
    body = f"(?:{body}|{re.escape(string.upper())})" if is_plain else f"(?i:{body})"
    if len(string) >= _LONG:
        return body
    start = r"(?<![^\W_])" if re.match(r"\w", string) else ""
    end = r"(?![^\W_])" if re.search(r"\w$", string) else ""
    return f"{start}{body}{end}"


def _even(words: str) -> str:
    """Words with letters composed and apostrophes of one kind, as two people may have typed them differently."""
    return unicodedata.normalize("NFC", words).replace("’", "'").replace("ʼ", "'")


def _folded(words: str) -> str:
    return " ".join(_even(words).split()).casefold()


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(each for each in words if each.strip()))


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
