"""Compare: what makes one map of another."""

from app.model.cause_map import CauseMap
from app.model.changes import Add, Change, Remove, Update
from app.model.records import RECORDS


def changes_between(before: CauseMap, after: CauseMap, *, leave: frozenset[str] = frozenset()) -> tuple[Change, ...]:
    """The changes that make ``after`` of ``before``: what goes, last kinds first; what alters; what comes.

    ``leave``: tables that stay as they are. What comes stands behind what was there, whatever its place was.
    """
    gone: list[Change] = []
    altered: list[Change] = []
    come: list[Change] = []
    for table in RECORDS:
        if table in leave:
            continue
        old, new = before.table(table), after.table(table)
        gone[:0] = [Remove(record) for id_, record in old.items() if id_ not in new]
        come += [Add(record) for id_, record in new.items() if id_ not in old]
        for id_, record in new.items():
            was = old.get(id_)
            if was is None or was is record:
                continue
            fields = [name for name, value in record if getattr(was, name) != value]
            if fields:
                values = {name: getattr(was, name) for name in fields}
                altered.append(Update(table, id_, values, {name: getattr(record, name) for name in fields}))
    return (*gone, *altered, *come)
