"""Marked: the factors and links whose look changes with something that is told of them."""

from collections.abc import Iterable

from app.model.cause_map import CauseMap
from app.model.changes import Change, Update
from app.model.records import Evidence, Measure, Measurement


def marked(cause_map: CauseMap, changes: Iterable[Change]) -> frozenset[str]:
    """The subjects of the evidence and the measures that these changes, just done, are about."""
    found = set()
    for change in changes:
        record = cause_map.get(change.table, change.id) if isinstance(change, Update) else change.record
        if isinstance(record, Evidence | Measure):
            found.add(record.subject)
            if isinstance(change, Update):
                found.add(str(change.before.get("subject", record.subject)))
        elif isinstance(record, Measurement) and record.measure in cause_map.measures:
            found.add(cause_map.measures[record.measure].subject)
    return frozenset(found)
