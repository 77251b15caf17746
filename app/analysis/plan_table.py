"""The plan as the table that action plans have: a row an action, a column a field, all of it words."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from app.analysis.plan import Plan, Planned
from app.analysis.plan_words import PACE, STATUS, STRENGTH
from app.model.cause_map import CauseMap
from app.model.planning import measures_of


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and the field of the action that it holds ('' if it holds something else)."""

    heading: str
    field: str = ""


COLUMNS = (
    Column("Ref"),
    Column("Cause"),
    Column("Action", "what"),
    Column("Lead organisation", "organisation"),
    Column("Lead role", "role"),
    Column("Start", "start"),
    Column("Due", "due"),
    Column("Resources", "resources"),
    Column("Measure"),
    Column("Status", "status"),
    Column("Strength", "strength"),
    Column("Quick or deep", "pace"),
    Column("Capacity", "capacity"),
    Column("Capability", "capability"),
    Column("Commitment", "commitment"),
    Column("Watched by", "oversight"),
    Column("Progress", "progress"),
)
_ORDER = {"Status": list(STATUS.values()), "Strength": ["Strong", "Intermediate", "Weak", "Not asked"]}
_LIGHTS = ["Red", "Amber", "Green", "Not asked"]


def cells(one: Planned, number: int, cause_map: CauseMap) -> tuple[str, ...]:
    """What the row of an action says, column by column."""
    action = one.action
    causes = [cause_map.factors[id_].label for id_ in one.causes if id_ in cause_map.factors]
    special = {
        "Ref": str(number),
        "Cause": "; ".join(causes),
        "Measure": "; ".join(each.name for each in measures_of(cause_map, action.id)),
        "Status": STATUS[action.status],
        "Strength": STRENGTH[action.strength],
        "Quick or deep": PACE[one.pace] if one.pace else "",
    }
    told = []
    for column in COLUMNS:
        if column.heading in special:
            told.append(special[column.heading])
        elif column.field in {"capacity", "capability", "commitment"}:
            told.append(str(getattr(action, column.field)).capitalize())
        else:
            told.append(str(getattr(action, column.field)))
    return tuple(told)


def in_order(plan: Plan, cause_map: CauseMap, column: int, *, descending: bool = False) -> tuple[Planned, ...]:
    """The actions ordered by a column; what is not told, or not understood as a date, comes last either way."""
    heading = COLUMNS[column].heading
    rows = list(enumerate(plan.actions, 1))

    def key(row: tuple[int, Planned]) -> tuple[int | str, ...] | None:
        number, one = row
        words = cells(one, number, cause_map)[column]
        if heading == "Ref":
            return (number,)
        if heading in {"Start", "Due"}:
            day = one.start if heading == "Start" else one.due
            return (day.toordinal(),) if day is not None else None
        if heading in {"Capacity", "Capability", "Commitment"}:
            return (_LIGHTS.index(words),)
        if heading in _ORDER:
            return (_ORDER[heading].index(words),)
        return (words.casefold(),) if words else None

    told = [row for row in rows if key(row) is not None]
    told.sort(key=lambda row: key(row) or (), reverse=descending)
    return tuple(one for _, one in (*told, *(row for row in rows if key(row) is None)))


def as_lines(rows: Sequence[Sequence[str]]) -> str:
    """The table with tabs between, for a spreadsheet; line ends within a cell become spaces."""
    heads = [column.heading for column in COLUMNS]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in (heads, *rows))


def as_html(rows: Sequence[Sequence[str]]) -> str:
    """The table as a word processor takes it."""

    def row(words: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(each).replace(chr(10), '<br>')}</{tag}>" for each in words) + "</tr>"

    heads = row([column.heading for column in COLUMNS], "th")
    return f"<table border='1'>{heads}{''.join(row(each, 'td') for each in rows)}</table>"
