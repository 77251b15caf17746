"""What a map is made of: frozen, validated records whose fields are JSON scalars.

Scalars only, because a record goes through JSON in the journal: a tuple would come back as a list,
differ from what was stored, and block its own undo.
"""

import re
import unicodedata
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

LABEL_LIMIT = 500
TEXT_LIMIT = 200_000


_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def _readable(text: str) -> str:
    """Refuse what no file format can carry: control characters (but tab and line ends) and broken Unicode."""
    if not text.isprintable() and _UNREADABLE.search(text):
        raise ValueError("it holds a character that cannot be stored")
    return text


def _one_line(text: str) -> str:
    if text.isprintable() and text[:1] != " " != text[-1:]:
        return text  # nearly all of them: of white space a plain space alone can be printed
    if "\n" in _readable(text) or "\r" in text or text != text.strip():
        raise ValueError("it must be one line without spaces at its ends")
    return text


def clean_line(text: str) -> str:
    """Any text as one storable line: controls dropped, runs of white space folded, ends stripped."""
    if text.isprintable():  # then it holds no controls, and of white space only plain spaces
        return " ".join(text.split())
    kept = (" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs"))
    return " ".join("".join(c for c in kept if c not in "\ufffe\uffff").split())


_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1f\x85]")
"""Line ends of every kind: slides end lines with a vertical tab, and pages with a form feed."""


def clean_text(text: str) -> str:
    """Any text as storable text of several lines: other controls dropped, line ends made one kind."""
    text = _LINE_END.sub("\n", text)
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(
        c for c in text if c in "\n\t" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in "\ufffe\uffff")
    )


_ONE_LINE = (
    r"^[^\s\x00-\x1F\x7F\u{FFFE}\u{FFFF}]"
    r"(?:[^\n\r\x00-\x08\x0B\x0C\x0E-\x1F\x7F\u{FFFE}\u{FFFF}]*[^\s\x00-\x1F\x7F\u{FFFE}\u{FFFF}])?$"
)
"""What :func:`_one_line` asks, for pydantic itself to look for: a large map has a hundred thousand ids."""

Id = Annotated[str, Field(min_length=1, max_length=64, pattern=_ONE_LINE)]
Label = Annotated[str, Field(min_length=1, max_length=LABEL_LIMIT), AfterValidator(_one_line)]
Line = Annotated[str, Field(max_length=LABEL_LIMIT), AfterValidator(_readable)]
Text = Annotated[str, Field(max_length=TEXT_LIMIT), AfterValidator(_readable)]
Coordinate = Annotated[float, Field(ge=-1e7, le=1e7, allow_inf_nan=False)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Score = Annotated[int, Field(ge=1, le=5)]

Kind = Literal["symptom", "cause"]
Control = Literal["ours", "influence", "fact of life", "not asked"]
Polarity = Literal["+", "-", ""]
Certainty = Literal["established", "likely", "tentative"]
Supposed = Literal["fixed", "doubted", "rejected"]
Light = Literal["red", "amber", "green", "not asked"]
Pace = Literal["", "quick win", "deep-rooted"]
Handled = Literal["answered", "parked", "dismissed"]
Better = Literal["", "up", "down"]

EVIDENCE_KINDS = ("data", "document", "interview", "lived experience", "observation")
"""The kinds of evidence that are offered; a file may hold others."""

CONFIDENCE: dict[Certainty, float] = {"established": 0.95, "likely": 0.8, "tentative": 0.5}
"""The confidence each word stands for: the part of the trials in which the link stays."""


def certainty_of(confidence: float) -> Certainty:
    """The word nearest to a confidence between 0 and 1 (halfway goes to the surer word)."""
    if confidence >= 0.875:
        return "established"
    return "likely" if confidence >= 0.65 else "tentative"


class Record(BaseModel):
    """One row of a map. ``table`` names its kind in files and in the journal."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    table: ClassVar[str] = ""

    id: Id

    def with_fields(self, fields: dict[str, Any]) -> Self:
        """A validated copy with some fields replaced (pydantic.ValidationError if they do not fit)."""
        return type(self).model_validate({**dict(self), **fields})


class About(Record):
    """The map itself; every map holds exactly one, with the id ``about``. ``dots`` each person has to vote with."""

    table: ClassVar[str] = "about"
    title: Line = ""
    created: Line = ""
    dots: Annotated[int, Field(ge=0, le=1000)] = 0


class Factor(Record):
    """A box: something seen or felt (symptom), or something that leads to it (cause).

    ``x`` and ``y`` are the middle of the box in map units (1 unit = 1 px at 100 %), None while it has no
    place. ``weight`` counts a symptom in shares. ``effort`` and ``impact`` run from 1 (least) to 5. A ``pinned`` factor
    is moved by people alone. A ``parked`` one waits beside the map: it has no links and is no symptom.
    """

    table: ClassVar[str] = "factor"
    label: Label
    kind: Kind = "cause"
    notes: Text = ""
    theme: Line = ""
    x: Coordinate | None = None
    y: Coordinate | None = None
    weight: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)] = 1.0
    control: Control = "not asked"
    effort: Score | None = None
    impact: Score | None = None
    pinned: bool = False
    parked: bool = False

    @property
    def is_symptom(self) -> bool:
        """Whether people marked it as something seen or felt."""
        return self.kind == "symptom"


class Link(Record):
    """Cause → effect. ``together`` names the group of links into one effect that are all needed at once ('' = none)."""

    table: ClassVar[str] = "link"
    cause: Id
    effect: Id
    confidence: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.8
    polarity: Polarity = ""
    note: Text = ""
    together: Line = ""

    @property
    def certainty(self) -> Certainty:
        """The word for its confidence: established, likely or tentative."""
        return certainty_of(self.confidence)


class Voice(Record):
    """Someone in the room: an organisation, a role, a name or initials if they wish."""

    table: ClassVar[str] = "voice"
    organisation: Line = ""
    role: Line = ""
    name: Line = ""
    lived_experience: bool = False


class Saying(Record):
    """That a voice said a factor or a link (``subject``)."""

    table: ClassVar[str] = "saying"
    voice: Id
    subject: Id


class Evidence(Record):
    """What a factor or a link (``subject``) rests on; ``strength`` 0 (none) to 3 (strong).

    ``organisation``: who brought it. ``address``: a file or a web address, kept as text and never fetched.
    """

    table: ClassVar[str] = "evidence"
    subject: Id
    kind: Line = ""
    source: Text = ""
    quotation: Text = ""
    strength: Annotated[int, Field(ge=0, le=3)] = 0
    date: Line = ""
    address: Line = ""
    organisation: Line = ""


class Vote(Record):
    """The dots that people of an organisation ('' = not said which) put on a factor in the room."""

    table: ClassVar[str] = "vote"
    factor: Id
    organisation: Line = ""
    dots: Annotated[int, Field(ge=0, le=100_000)] = 1


class Answer(Record):
    """What became of a question of the critical friend.

    ``question`` names it by its rule and the ids of what it asks about, separated by spaces.
    """

    table: ClassVar[str] = "answer"
    question: Text
    state: Handled
    words: Text = ""
    by: Line = ""
    time: Line = ""


class Action(Record):
    """Something to be done about one or more causes, with who, when and how surely.

    ``status`` blue is done and checked. ``strength`` after RCA²: strong redesigns, intermediate helps, weak reminds.
    ``pace`` overrules what the map says: '' leaves it to the map. ``oversight``: the board that watches over it.
    """

    table: ClassVar[str] = "action"
    what: Label
    organisation: Line = ""
    role: Line = ""
    start: Line = ""
    due: Line = ""
    resources: Text = ""
    status: Literal["not started", "red", "amber", "green", "blue"] = "not started"
    strength: Literal["strong", "intermediate", "weak", "not asked"] = "not asked"
    capacity: Light = "not asked"
    capacity_reason: Text = ""
    capability: Light = "not asked"
    capability_reason: Text = ""
    commitment: Light = "not asked"
    commitment_reason: Text = ""
    pace: Pace = ""
    progress: Text = ""
    oversight: Line = ""


class Remedy(Record):
    """That an action works on a cause."""

    table: ClassVar[str] = "remedy"
    action: Id
    factor: Id


class Preparation(Record):
    """That an action prepares the ground for work on a deep-rooted cause."""

    table: ClassVar[str] = "preparation"
    action: Id
    factor: Id


class Measure(Record):
    """A figure followed over time on a factor or an action (``subject``); ``better``: which way is improvement."""

    table: ClassVar[str] = "measure"
    subject: Id
    name: Label
    unit: Line = ""
    baseline: Number | None = None
    target: Number | None = None
    better: Better = ""


class Measurement(Record):
    """One value of a measure on one date (ISO 8601)."""

    table: ClassVar[str] = "measurement"
    measure: Id
    date: Line
    value: Number


class Scenario(Record):
    """A named answer to "what if": what is supposed in it are its suppositions."""

    table: ClassVar[str] = "scenario"
    name: Label
    note: Text = ""


class Supposition(Record):
    """What a scenario supposes of a factor (that it is fixed) or of a link (that it is doubted, or rejected)."""

    table: ClassVar[str] = "supposition"
    scenario: Id
    subject: Id
    what: Supposed


class Snapshot(Record):
    """A moment of the history with a name: just after ``step``; '' is before the first one."""

    table: ClassVar[str] = "snapshot"
    name: Label
    step: Line = ""


RECORDS: dict[str, type[Record]] = {
    kind.table: kind
    for kind in (
        About,
        Factor,
        Link,
        Voice,
        Saying,
        Evidence,
        Vote,
        Answer,
        Action,
        Remedy,
        Preparation,
        Measure,
        Measurement,
        Scenario,
        Supposition,
        Snapshot,
    )
}
"""Every kind of record by its table's name, in an order in which each refers only to earlier ones."""

REFERENCES: dict[str, dict[str, tuple[str, ...]]] = {
    "link": {"cause": ("factor",), "effect": ("factor",)},
    "saying": {"voice": ("voice",), "subject": ("factor", "link")},
    "evidence": {"subject": ("factor", "link")},
    "vote": {"factor": ("factor",)},
    "remedy": {"action": ("action",), "factor": ("factor",)},
    "preparation": {"action": ("action",), "factor": ("factor",)},
    "measure": {"subject": ("factor", "action")},
    "measurement": {"measure": ("measure",)},
    "supposition": {"scenario": ("scenario",), "subject": ("factor", "link")},
}
"""For each table, which of its fields name a record, and of which tables."""

ABOUT_ID = "about"


def plain_reason(error: ValidationError) -> str:
    """What pydantic minds, as a clause a person can read: the first fault alone."""
    fault = error.errors(include_url=False, include_input=False)[0]
    field = " ".join(part for part in fault["loc"] if isinstance(part, str)) or "the record"
    message = fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "string_pattern_mismatch":
        message = "it must be one line without spaces at its ends"
    return f"{field}: {message[:1].lower()}{message[1:]}"
