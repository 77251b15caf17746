"""Merging in words: why two factors may be the same, what will come in, and what two copies disagree about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.model.cause_map import CauseMap
from app.model.merging import Merged
from app.model.pairing import Key, Pair
from app.model.records import Evidence, Factor, Link, Record, Voice, certainty_of
from app.model.reuniting import Conflict, Parted

_LONG = 160


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 link", "1,200 links"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(parts: Sequence[str]) -> str:
    """Parts of a sentence: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def why(pair: Pair) -> str:
    """Why these two may be the same, as one or two sentences."""
    common = [counted(number, name) for number, name in ((pair.causes, "cause"), (pair.effects, "effect")) if number]
    shared = f"{listed(common)} in common" if common else ""
    if pair.why == "neighbours":
        return f"Other words, but {shared}."
    told = {
        "id": "They began as one factor" if pair.sure else "The same number in both files, but other words",
        "words": "The same words",
        "near": "Nearly the same words",
    }[pair.why]
    return f"{told}; {shared}." if shared else f"{told}."


_KINDS = (
    ("factor", "factor", ""),
    ("link", "link", ""),
    ("evidence", "piece of evidence", "pieces of evidence"),
    ("voice", "voice", ""),
    ("action", "action", ""),
    ("measure", "measure", ""),
    ("vote", "vote", ""),
    ("answer", "answer to a question", "answers to questions"),
    ("scenario", "what if", "what ifs"),
)


def what_comes(made: Merged) -> str:
    """What the merging brings, in a few sentences."""
    parts = [counted(made.come[table], one, many) for table, one, many in _KINDS if made.come[table]]
    said = []
    if parts:
        said.append(f"{listed(parts)} will come in.")
    elif made.changes:
        said.append("No new factor or link will come in, but more is known of those that are here.")
    else:
        said.append("Nothing new: all of it is here already.")
    if made.same:
        once = "is in more than one map and stands" if made.same == 1 else "are in more than one map and stand"
        said.append(f"{counted(made.same, 'factor')} {once} here once.")
    if made.disputed:
        them = "a link of which" if len(made.disputed) == 1 else f"{len(made.disputed)} links of which"
        said.append(
            f"There {'is' if len(made.disputed) == 1 else 'are'} {them} one map says more and another less: "
            "the note of the link says who."
        )
    return " ".join(said)


def left_apart(made: Merged, maps: Sequence[tuple[str, CauseMap]]) -> list[str]:
    """A line for each pair of near words that nobody was asked about; ``maps`` begins with the one merged into."""

    def told(key: Key) -> str:
        name, cause_map = maps[key[0]]
        return f"“{cause_map.factors[key[1]].label}” ({name})"

    return [f"{told(pair.first)} and {told(pair.second)}: {why(pair).rstrip('.').lower()}" for pair in made.unmet]


# -- two copies


@dataclass(frozen=True, slots=True)
class Told:
    """A conflict for a person: what it is about, the question, and what it is here and in the other copy."""

    about: str
    question: str
    here: str
    there: str


def told(conflict: Conflict, copies: Parted) -> Told:
    """A conflict in words."""
    here, there = (side.get(conflict.table, conflict.id) for side in (copies.ours, copies.theirs))
    record = here or there
    assert record is not None
    about = named(record, copies.ours if here else copies.theirs)
    if conflict.what == "changed":
        assert here is not None
        assert there is not None
        what = listed([_FIELDS.get(name, name.replace("_", " ")) for name in _differing(here, there, conflict.fields)])
        return Told(
            about,
            f"Both copies have changed the {what}. Which holds?",
            _values(here, there, conflict.fields, copies.ours),
            _values(there, here, conflict.fields, copies.theirs),
        )
    was = copies.base.get(conflict.table, conflict.id)
    changed = (
        "Changed: " + _changes(was, record) if was is not None and _changes(was, record) else "Used in something new"
    )
    if conflict.what == "gone there":
        return Told(about, "Deleted in the other copy, but worked on here. Does it stay?", changed, "Deleted")
    return Told(about, "Deleted here, but worked on in the other copy. Does it come back?", "Deleted", changed)


def named(record: Record, cause_map: CauseMap) -> str:
    """A record by its words: a factor by its label, a link by its ends, other things by what they say."""
    if isinstance(record, Factor):
        return record.label
    if isinstance(record, Link):
        ends = (cause_map.factors.get(id_) for id_ in (record.cause, record.effect))
        return " → ".join(end.label if end else "a factor that is gone" for end in ends)
    if isinstance(record, Voice):
        return ", ".join(part for part in (record.name, record.role, record.organisation) if part) or "A voice"
    if isinstance(record, Evidence):
        return f"Evidence: {_short(record.source or record.quotation or record.kind or 'without words')}"
    words: Mapping[str, Any] = dict(record)
    title = next((str(words[name]) for name in ("what", "name", "title", "words") if words.get(name)), "")
    return f"{_TABLES.get(record.table, record.table).capitalize()}{': ' if title else ''}{_short(title)}"


_TABLES = {
    "about": "the map's title",
    "saying": "who said something",
    "vote": "dots",
    "answer": "answer to a question",
    "action": "action",
    "remedy": "what an action works on",
    "preparation": "what an action prepares",
    "measure": "measure",
    "measurement": "a value of a measure",
    "scenario": "what if",
    "supposition": "what is supposed",
}
_FIELDS = {
    "label": "words",
    "kind": "kind",
    "parked": "place on the map",
    "cause": "cause",
    "effect": "effect",
    "together": "links it is needed with",
    "confidence": "certainty",
    "polarity": "sign",
    "control": "answer to who can change it",
    "weight": "weight as a symptom",
    "what": "words",
    "due": "date",
    "lived_experience": "mark of lived experience",
}


def _differing(one: Record, other: Record, fields: Sequence[str]) -> list[str]:
    return [name for name in fields if getattr(one, name) != getattr(other, name)]


def _values(record: Record, other: Record, fields: Sequence[str], cause_map: CauseMap) -> str:
    return "; ".join(_value(record, name, cause_map) for name in _differing(record, other, fields))


def _value(record: Record, name: str, cause_map: CauseMap) -> str:
    value = getattr(record, name)
    if name in ("cause", "effect") and isinstance(value, str):
        found = cause_map.factors.get(value)
        return found.label if found else "a factor that is gone"
    if name == "subject" and isinstance(value, str):
        subject = cause_map.factors.get(value) or cause_map.links.get(value)
        return named(subject, cause_map) if subject else "something that is gone"
    if name == "confidence":
        return f"{certainty_of(value)} ({value:.0%})"
    if name == "polarity":
        return {"+": "more makes more", "-": "more makes less"}.get(str(value), "no sign")
    if name == "parked":
        return "parked beside the map" if value else "on the map"
    if name == "together":
        return "needed together with others" if value else "suffices alone"
    if name == "lived_experience":
        return "an expert by experience" if value else "no expert by experience"
    return _short(f"{value:g}" if isinstance(value, float) else str(value)) if value not in (None, "") else "nothing"


def _changes(was: Record, now: Record) -> str:
    changed = [name for name, value in now if name not in ("x", "y") and getattr(was, name) != value]
    return listed([f"the {_FIELDS.get(name, name.replace('_', ' '))}" for name in changed])


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONG else plain[:_LONG].rsplit(maxsplit=1)[0] + " …"
