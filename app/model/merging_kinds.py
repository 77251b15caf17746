"""When two records of different maps say the same, so that one of them is enough."""

from collections.abc import Callable, Mapping

from app.model.cause_map import CauseMap
from app.model.records import (
    TEXT_LIMIT,
    Action,
    Answer,
    Evidence,
    Measure,
    Measurement,
    Preparation,
    Record,
    Remedy,
    Saying,
    Scenario,
    Supposition,
    Voice,
    Vote,
)


def sense_of(record: Record, cause_map: CauseMap, into: Mapping[str, str] | None = None) -> tuple[object, ...]:
    """Equal for two records that say the same, whatever their ids, once they name the same things by the same ids.

    ``into``: for a scenario, what its map's factors and links are called now.
    Dots with ids of their own are never the same: they add up.
    """
    match record:
        case Voice():
            known = (_folded(record.name),) if record.name else ("", _folded(record.role), record.lived_experience)
            return ("voice", _folded(record.organisation), *known)
        case Saying():
            return ("saying", record.voice, record.subject)
        case Evidence():
            told = (record.kind, record.source, record.quotation, record.date, record.address, record.organisation)
            return ("evidence", record.subject, record.strength, *map(_folded, told))
        case Answer():
            rule, *about = record.question.split(" ")
            return ("answer", rule, frozenset(about))
        case Action():
            return ("action", _folded(record.what), _folded(record.organisation))
        case Remedy() | Preparation():
            return (record.table, record.action, record.factor)
        case Measure():
            return ("measure", record.subject, _folded(record.name), _folded(record.unit))
        case Measurement():
            return ("measurement", record.measure, record.date, record.value)
        case Scenario():
            called = into or {}
            held = (each for each in cause_map.suppositions.values() if each.scenario == record.id)
            supposed = frozenset((called.get(each.subject, each.subject), each.what) for each in held)
            return ("scenario", _folded(record.name), supposed)
        case Supposition():
            return ("supposition", record.scenario, record.subject, record.what)
        case Vote():
            return ("vote", record.id, record.factor, record.organisation, record.dots)
    return (record.table, record.id)


def as_questioned(record: Record, into: Callable[[str], str]) -> str:
    """The name of the question that an answer answers, with the ids as they are now; too long a one stays as it was."""
    rule, *about = str(getattr(record, "question", "")).split(" ")
    named = " ".join([rule, *(into(id_) for id_ in about)])
    return named if len(named) <= TEXT_LIMIT else str(getattr(record, "question", ""))


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()
