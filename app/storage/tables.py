"""The tables of a .headwater file: one for each kind of record, the journal, and what the file says of itself.

``number`` keeps the order in which records came; ids stay the names by which all else refers to them. A change here
is a new format: raise ``FORMAT`` and write the upgrade.
"""

import sqlalchemy as sa

METADATA = sa.MetaData()


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _figure(name: str, *, nullable: bool = False) -> sa.Column[float]:
    return sa.Column(name, sa.Double, nullable=nullable)


def _whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=nullable)


def _named(name: str, table: str) -> sa.Column[str]:
    """The id of a record of one table; checked when the transaction ends, so that changes may come in any order."""
    key = sa.ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED")
    return sa.Column(name, sa.Text, key, nullable=False, index=True)


def _records(name: str, *columns: sa.Column[str] | sa.Column[float] | sa.Column[int] | sa.Column[bool]) -> sa.Table:
    number = sa.Column("number", sa.Integer, primary_key=True)
    return sa.Table(name, METADATA, number, sa.Column("id", sa.Text, nullable=False, unique=True), *columns)


ABOUT = _records("about", _words("title"), _words("created"), _whole("dots"))
FACTOR = _records(
    "factor",
    _words("label"),
    _words("kind"),
    _words("notes"),
    _words("theme"),
    _figure("x", nullable=True),
    _figure("y", nullable=True),
    _figure("weight"),
    _words("control"),
    _whole("effort", nullable=True),
    _whole("impact", nullable=True),
    sa.Column("pinned", sa.Boolean, nullable=False),
    sa.Column("parked", sa.Boolean, nullable=False),
)
LINK = _records(
    "link",
    _named("cause", "factor"),
    _named("effect", "factor"),
    _figure("confidence"),
    _words("polarity"),
    _words("note"),
    _words("together"),
)
VOICE = _records(
    "voice",
    _words("organisation"),
    _words("role"),
    _words("name"),
    sa.Column("lived_experience", sa.Boolean, nullable=False),
)
SAYING = _records("saying", _named("voice", "voice"), _words("subject"))
EVIDENCE = _records(
    "evidence",
    _words("subject"),
    _words("kind"),
    _words("source"),
    _words("quotation"),
    _whole("strength"),
    _words("date"),
    _words("address"),
    _words("organisation"),
)
VOTE = _records("vote", _named("factor", "factor"), _words("organisation"), _whole("dots"))
ANSWER = _records("answer", _words("question"), _words("state"), _words("words"), _words("by"), _words("time"))
ACTION = _records(
    "action",
    _words("what"),
    _words("organisation"),
    _words("role"),
    _words("start"),
    _words("due"),
    _words("resources"),
    _words("status"),
    _words("strength"),
    _words("capacity"),
    _words("capacity_reason"),
    _words("capability"),
    _words("capability_reason"),
    _words("commitment"),
    _words("commitment_reason"),
    _words("pace"),
    _words("progress"),
    _words("oversight"),
)
REMEDY = _records("remedy", _named("action", "action"), _named("factor", "factor"))
PREPARATION = _records("preparation", _named("action", "action"), _named("factor", "factor"))
MEASURE = _records(
    "measure",
    _words("subject"),
    _words("name"),
    _words("unit"),
    _figure("baseline", nullable=True),
    _figure("target", nullable=True),
    _words("better"),
)
MEASUREMENT = _records("measurement", _named("measure", "measure"), _words("date"), _figure("value"))
SCENARIO = _records("scenario", _words("name"), _words("note"))
SUPPOSITION = _records("supposition", _named("scenario", "scenario"), _words("subject"), _words("what"))
SNAPSHOT = _records("snapshot", _words("name"), _words("step"))

TABLES: dict[str, sa.Table] = {
    table.name: table
    for table in (
        ABOUT,
        FACTOR,
        LINK,
        VOICE,
        SAYING,
        EVIDENCE,
        VOTE,
        ANSWER,
        ACTION,
        REMEDY,
        PREPARATION,
        MEASURE,
        MEASUREMENT,
        SCENARIO,
        SUPPOSITION,
        SNAPSHOT,
    )
}
"""The table of each kind of record."""

JOURNAL = sa.Table(
    "journal",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    _words("label"),
    _words("author"),
    _words("time"),
    _whole("format"),
    sa.Column("undoes", sa.Text),
    sa.Column("redoes", sa.Text),
    _words("selection_before"),
    _words("selection_after"),
    _words("changes"),
)
"""Every step ever done, oldest first; rows are only ever added. Selections and changes are JSON."""

META = sa.Table("meta", METADATA, sa.Column("name", sa.Text, primary_key=True), _words("value"))
"""What the file says of itself: ``map`` is the id by which kept steps find their map again."""
