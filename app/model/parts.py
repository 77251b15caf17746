"""A part of a map on its own, to be carried elsewhere: as JSON, and as words for other programs."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from app.errors import RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import Add, Change
from app.model.ids import new_id
from app.model.records import RECORDS, REFERENCES, Evidence, Factor, Link, Record, Saying, Voice

FORM = "headwater part 1"
"""What the JSON says it is."""
MOST = 20_000
"""Records of a part that are taken in at most."""
_KINDS = {kind.table for kind in (Voice, Factor, Link, Saying, Evidence)}


def copy_part(cause_map: CauseMap, factor_ids: Iterable[str]) -> str:
    """Factors, the links between them, and who said them and on what they rest; as JSON."""
    chosen = dict.fromkeys(id_ for id_ in factor_ids if id_ in cause_map.factors)
    links = [each for each in cause_map.links.values() if each.cause in chosen and each.effect in chosen]
    subjects = {*chosen, *(each.id for each in links)}
    sayings = [each for each in cause_map.sayings.values() if each.subject in subjects]
    voices = {each.voice: cause_map.voices[each.voice] for each in sayings}
    evidence = [each for each in cause_map.evidence.values() if each.subject in subjects]
    groups = [each.together for each in links if each.together]
    records: list[Record] = [*voices.values(), *(cause_map.factors[id_] for id_ in chosen)]
    # A link whose partners stay behind is needed together with nothing.
    records += [each if groups.count(each.together) > 1 else each.with_fields({"together": ""}) for each in links]
    records += [*sayings, *evidence]
    return json.dumps({"form": FORM, "records": [{"table": each.table, **dict(each)} for each in records]})


def as_words(cause_map: CauseMap, factor_ids: Iterable[str]) -> str:
    """The same part as lines that a person and the capture bar can read: one link a line, then lone factors."""
    chosen = dict.fromkeys(id_ for id_ in factor_ids if id_ in cause_map.factors)
    labels = {id_: cause_map.factors[id_].label for id_ in chosen}
    links = [each for each in cause_map.links.values() if each.cause in chosen and each.effect in chosen]
    linked = {end for each in links for end in (each.cause, each.effect)}
    lines = [f"{labels[each.cause]}\t{labels[each.effect]}" for each in links]
    return "\n".join([*lines, *(label for id_, label in labels.items() if id_ not in linked)])


def paste_part(cause_map: CauseMap, text: str) -> tuple[list[Change], dict[str, tuple[float, float]]]:
    """The changes that bring a part in, with ids of its own, and the places its factors had, by their new ids.

    Factors come without a place. A voice that the map has already is that voice. RuleBroken in one sentence if the
    text is no part of a map.
    """
    records = _read(text)
    voices = {_who(voice): voice.id for voice in cause_map.voices.values()}
    ids: dict[str, str] = {}
    changes: list[Change] = []
    places: dict[str, tuple[float, float]] = {}
    groups: dict[str, str] = {}
    for record in records:
        if isinstance(record, Voice) and _who(record) in voices:
            ids[record.id] = voices[_who(record)]
            continue
        ids[record.id] = new_id()
        fields: dict[str, Any] = {"id": ids[record.id]}
        fields |= {name: ids.get(getattr(record, name), "") for name in REFERENCES.get(record.table, {})}
        if not all(fields.values()):
            raise RuleBroken("What was copied does not hold together, so it cannot be pasted.")
        if isinstance(record, Factor):
            if record.x is not None and record.y is not None and not record.parked:
                places[ids[record.id]] = (record.x, record.y)
            fields |= {"x": None, "y": None}
        if isinstance(record, Link) and record.together:
            fields["together"] = groups.setdefault(record.together, new_id())
        changes.append(Add(record.with_fields(fields)))
    return changes, places


def _who(voice: Voice) -> tuple[str, str, str, bool]:
    return voice.organisation, voice.role, voice.name, voice.lived_experience


def _read(text: str) -> list[Record]:
    refused = RuleBroken("What was copied is no part of a map, so it cannot be pasted.")
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refused from error
    listed = whole.get("records") if isinstance(whole, Mapping) and whole.get("form") == FORM else None
    if not isinstance(listed, list) or len(listed) > MOST:
        raise refused
    records: list[Record] = []
    for each in listed:
        if not isinstance(each, dict) or each.get("table") not in _KINDS:
            raise refused
        try:
            records.append(RECORDS[each["table"]].model_validate({k: v for k, v in each.items() if k != "table"}))
        except ValidationError as error:
            raise refused from error
    if len({each.id for each in records}) != len(records):
        raise refused
    return records
