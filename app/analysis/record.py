"""Record: a reading as plain JSON values, for scripts and for checking.

A record reads its map in the order of the labels (:func:`in_order`), and is written in one way (:func:`as_json`): the
same map gives the same bytes, in whatever order its records came.
"""

import hashlib
import json
from typing import Any

from app import __version__
from app.analysis.loops import find_loops
from app.analysis.reading import UpstreamCause, read
from app.analysis.settings import Settings
from app.model.cause_map import CauseMap
from app.model.records import Factor, Link, Scenario
from app.model.records import Record as MapRecord

Record = dict[str, Any]


def in_order(cause_map: CauseMap) -> CauseMap:
    """The same map with its factors, links and scenarios in an order of their own: by labels, then by ids.

    The rows of a file stand in the order in which people thought of them, which is no part of what a map says.
    """
    factors = cause_map.factors

    def place(record: MapRecord) -> tuple[str, ...]:
        if isinstance(record, Factor):
            return record.label, record.id
        if isinstance(record, Link):
            return factors[record.cause].label, factors[record.effect].label, record.id
        return (record.name, record.id) if isinstance(record, Scenario) else (record.id,)

    return CauseMap.of(sorted(cause_map.records(), key=lambda record: (record.table, *place(record))))


def as_json(record: Record) -> str:
    """A record as text, the same everywhere: keys sorted, one a line, signs beyond ASCII by their numbers."""
    return json.dumps(record, sort_keys=True, indent=1, ensure_ascii=True, allow_nan=False)


def rounded(value: Any) -> Any:
    """The same with every float rounded to nine places."""
    if isinstance(value, float):
        return round(value, 9)
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items()}
    return [rounded(each) for each in value] if isinstance(value, list) else value


def as_record(cause_map: CauseMap, settings: Settings = Settings(), changeable_only: bool = False) -> Record:  # noqa: B008, FBT001, FBT002  # frozen; an agreed call
    """The whole reading of a map, with labels in place of ids; every value is one that JSON knows.

    ``capped`` says that there are more loops than ``loops`` lists. ``fingerprint``: see below.
    """
    cause_map = in_order(cause_map)
    reading = read(cause_map, settings, changeable_only=changeable_only)
    listed = find_loops(cause_map, settings)

    def labels(ids: tuple[str, ...]) -> list[str]:
        return [cause_map.factors[id_].label for id_ in ids]

    record = {
        "title": cause_map.title,
        "factors": len(cause_map.on_the_map()),
        "links": len(cause_map.links),
        "symptoms": labels(reading.symptoms),
        "reading": "causes you can change" if changeable_only else "all causes",
        "upstream": [cause_values(cause_map, cause) for cause in reading.upstream],
        "loop_groups": [labels(group) for group in reading.loop_groups],
        "loops": [{"labels": labels(loop.members), "kind": loop.kind} for loop in listed.loops],
        "capped": listed.capped,
        "unexplained": labels(reading.unexplained),
        "leads_nowhere": labels(reading.leads_nowhere),
        "settings": _settings(settings),
        "fingerprint": fingerprint(cause_map, settings, changeable_only=changeable_only),
        "map_fingerprint": map_fingerprint(cause_map),
        "version": __version__,
    }
    return rounded(record)  # type: ignore[no-any-return]


def fingerprint(cause_map: CauseMap, settings: Settings, *, changeable_only: bool = False) -> str:
    """SHA-256 (hex) over all that the figures depend on: the map, the settings, and which of the readings it is.

    Two readings with the same one, by the same version, have the same figures. See :func:`map_fingerprint`.
    """
    return _hash({**_content(cause_map), "settings": _settings(settings), "changeable_only": changeable_only})


def map_fingerprint(cause_map: CauseMap) -> str:
    """SHA-256 (hex) over what a map says: two maps with the same one say the same, whatever they are read with.

    It covers the factors on the map (id, words, kind, weight, control, effort), their links (id, ends, confidence,
    polarity, together) and the kept scenarios. File, path, title, the order of rows, where boxes stand, parked factors,
    notes, evidence, actions and history do not count.
    """
    return _hash(_content(cause_map))


def _content(cause_map: CauseMap) -> Record:
    return {
        "factors": sorted(
            [each.id, each.label, each.kind, each.weight, each.control, each.effort or 0]
            for each in cause_map.on_the_map()
        ),
        "links": sorted(
            [each.id, each.cause, each.effect, each.confidence, each.polarity, each.together]
            for each in cause_map.links.values()
        ),
        "scenarios": sorted([each.id, each.name] for each in cause_map.scenarios.values()),
        "suppositions": sorted([each.scenario, each.subject, each.what] for each in cause_map.suppositions.values()),
    }


def _hash(content: Record) -> str:
    plain = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _settings(settings: Settings) -> Record:
    return {
        "trials": settings.trials,
        "seed": settings.seed,
        "core_share": settings.core_share,
        "longest_loop": settings.longest_loop,
        "most_loops": settings.most_loops,
    }


def cause_values(cause_map: CauseMap, cause: UpstreamCause) -> Record:
    """One most upstream cause, its factors named by label and by id."""

    def labels(ids: tuple[str, ...]) -> list[str]:
        return [cause_map.factors[id_].label for id_ in ids]

    return {
        "rank": cause.rank,
        "sharing": cause.sharing,
        "ids": list(cause.members),
        "labels": labels(cause.members),
        "is_loop": cause.is_loop,
        "reach": labels(cause.reach),
        "share": cause.share,
        "expected_share": cause.expected_share,
        "interval": list(cause.interval),
        "stability": cause.stability,
        "steps": cause.steps,
        "longest": cause.longest,
        "relief": labels(cause.relief),
        "is_core": cause.is_core,
        "break_points": labels(cause.break_points),
        "reason": cause.reason,
        "headline": cause.headline,
    }
