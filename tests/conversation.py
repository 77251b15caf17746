"""Twenty minutes of talk about why people wait to leave hospital, as the facilitator types it; invented.

``SCRIPT`` is data. :func:`replay` does it on a map without any window; a window test types it with real keys.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.model import edits, reshape
from app.model.capture import Draft, parse, understand
from app.model.cause_map import CauseMap
from app.model.changes import Change
from app.model.pasted import read_pasted
from app.model.phrases import quoted
from app.model.records import ABOUT_ID, About, Certainty


@dataclass(frozen=True)
class Say:
    """A line typed into the capture bar, and Enter."""

    text: str


@dataclass(frozen=True)
class TakeOffer:
    """A line of which one term is near to a factor: typed up to there, the offer taken, the rest typed, Enter."""

    before: str
    typed: str
    meant: str
    after: str = ""
    downs: int = 1
    """How often the offer key is pressed until it is the one meant."""


@dataclass(frozen=True)
class GoTo:
    """Type a factor's words, Enter: it is selected."""

    label: str


@dataclass(frozen=True)
class Rename:
    label: str
    words: str


@dataclass(frozen=True)
class ChangeKind:
    """Symptom to cause, or back."""

    label: str


@dataclass(frozen=True)
class DeleteLink:
    cause: str
    effect: str


@dataclass(frozen=True)
class SetCertainty:
    cause: str
    effect: str
    certainty: Certainty


@dataclass(frozen=True)
class Reverse:
    """A change of mind: the effect is the cause."""

    cause: str
    effect: str


@dataclass(frozen=True)
class Merge:
    """A change of mind: ``label`` is the same as ``kept``."""

    kept: str
    label: str


@dataclass(frozen=True)
class Reattach:
    """A change of mind: the cause leads to something else."""

    cause: str
    effect: str
    other: str


@dataclass(frozen=True)
class Paste:
    """Several lines out of somebody's notes, and Enter."""

    text: str


@dataclass(frozen=True)
class Undo:
    """What was done last is taken back."""


@dataclass(frozen=True)
class Pause:
    """The talk changes its topic; here Tidy may be offered."""

    topic: str


Moment = (
    Say
    | TakeOffer
    | GoTo
    | Rename
    | ChangeKind
    | DeleteLink
    | SetCertainty
    | Reverse
    | Merge
    | Reattach
    | Paste
    | Undo
    | Pause
)

SCRIPT: tuple[Moment, ...] = (
    Say("patients stuck on wards though treatment is done!"),
    Say("> trolleys in the corridor!"),
    Say("1 > hip replacements put off!"),
    Say("1 > muscles waste in bed > going home weaker!"),
    Pause("what happens on the ward"),
    Say("nobody plans the way home > 1"),
    Say("ward rounds run late > nobody plans the way home"),
    Say("ward rounds run late > bag of tablets not ready"),
    TakeOffer("pharmacy shuts at five > ", "bag of tablet not redy", "bag of tablets not ready"),
    Say("bag of tablets not ready > misses the last ambulance car > 1"),
    Say("relatives hear on the day ?> misses the last ambulance car"),
    TakeOffer("", "no one plans way home", "nobody plans the way home", " > relatives hear on the day"),
    Say("car seat for the dog > relatives hear on the day"),
    Undo(),
    Say("who waters the plants"),
    Pause("therapy and assessment"),
    Say("not enough physios > therapy view comes late > patients stuck on wards though treatment is done"),
    Say("form filled in three times > therapy view comes late"),
    Say("each agency keeps its own form > form filled in three times"),
    Say("computers do not talk to each other > each agency keeps its own form"),
    Say("< old contracts with suppliers"),
    TakeOffer(
        "",
        "computers dont talk to each other",
        "computers do not talk to each other",
        " > letter to the surgery is lost",
    ),
    Say("letter to the surgery is lost > wrong dose at home > back within a month!"),
    Rename("not enough physios", "too few therapists on weekdays and none on Sundays"),
    Say("vacancies frozen + posts hard to fill > too few therapists on weekdays and none on Sundays"),
    Pause("home care"),
    Say("no carer free for the morning call > package at home starts weeks late > 1"),
    Say("care staff quit > no carer free for the morning call"),
    Say("wage below the supermarket, unpaid travel time > care staff quit"),
    TakeOffer("hourly rate set too low > ", "wages below supermarket", "wage below the supermarket"),
    TakeOffer(
        "",
        "hourly rate is set low",
        "hourly rate set too low",
        " > small agencies close > no carer free for the morning call",
    ),
    Say("hourly rate set too low < county grant cut"),
    GoTo("unpaid travel time"),
    Say("< long drives between villages"),
    TakeOffer("", "staff quit", "care staff quit", " > strangers at the door ?> families refuse the package"),
    Say("families refuse the package > package at home starts weeks late"),
    SetCertainty("wage below the supermarket", "care staff quit", "established"),
    Say("bus pass"),
    Pause("beds outside hospital"),
    Say("nursing homes full > no bed to move on to > 1"),
    Say("nursing homes turn down dementia > no bed to move on to"),
    Say("no training in dementia > nursing homes turn down dementia"),
    Say("care staff quit > nursing homes turn down dementia"),
    Say("nobody checks homes on a Friday > no bed to move on to"),
    Say("step-down unit closed > no bed to move on to"),
    DeleteLink("nobody checks homes on a Friday", "no bed to move on to"),
    Say("nobody checks homes on a Friday > therapy view comes late"),
    TakeOffer("county grant cut > ", "step down unit", "step-down unit closed"),
    Say("going home weaker > needs more care than before > no bed to move on to"),
    TakeOffer("needs more care than before > ", "package starts weeks late", "package at home starts weeks late"),
    Pause("who pays"),
    Say("row over who pays > funding panel sits weekly > 1"),
    Say("two budgets, one patient > row over who pays"),
    Undo(),
    Say('"two budgets, one patient" > row over who pays'),
    Say("panel wants a longer report > funding panel sits weekly"),
    Reverse("panel wants a longer report", "funding panel sits weekly"),
    TakeOffer("panel wants a longer report > ", "form filled in 3 times", "form filled in three times"),
    Say('chiefs guard their own targets > "two budgets, one patient"'),
    Say("chiefs guard their own targets < national scorecards per organisation"),
    TakeOffer("", "chiefs guard own target", "chiefs guard their own targets", " > each agency keeps its own form"),
    Pause("the front door"),
    Say("falls not caught early > admitted for want of anything else"),
    Say("admitted for want of anything else > wards always full > trolleys in the corridor"),
    Say("patients stuck on wards though treatment is done > wards always full"),
    Say("wards always full > hip replacements put off"),
    Say("wards always full > moved between wards at night > nobody plans the way home"),
    Say("moved between wards at night > muscles waste in bed"),
    Say("no falls team after six > admitted for want of anything else"),
    ChangeKind("hip replacements put off"),
    Undo(),
    Say("wards always full ?> sent home in a rush > back within a month"),
    Pause("carers and families"),
    Paste(
        "wife is exhausted > admitted for want of anything else\n"
        "no respite > wife is exhausted\n"
        "no respite < day centre shut\n"
        "nobody asked us what matters > families refuse the package\n"
        "nobody asked us what matters > wrong dose at home\n"
        "parking costs"
    ),
    Say("day centre shut < county grant cut"),
    TakeOffer("", "wife exhausted", "wife is exhausted", " > families refuse the package"),
    Say("carer worn out > admitted for want of anything else"),
    Merge("wife is exhausted", "carer worn out"),
    Rename("wife is exhausted", "husbands, wives and daughters are exhausted"),
    Pause("weekends and transport"),
    Say("nobody may decide at weekends > funding panel sits weekly"),
    Say("nobody may decide at weekends > ward rounds run late"),
    Reattach("nobody may decide at weekends", "funding panel sits weekly", "therapy view comes late"),
    Say("contract counts journeys not waits > misses the last ambulance car"),
    Say("bus pass, parking costs > relatives hear on the day"),
    Undo(),
    Say("parking costs ?> misses the last ambulance car"),
    Say("posts hard to fill > nobody may decide at weekends"),
    SetCertainty("relatives hear on the day", "misses the last ambulance car", "likely"),
    Pause("what lies above it all"),
    Say("no plan for the workforce > posts hard to fill, no training in dementia, care staff quit"),
    Say("no plan for the workforce < chiefs guard their own targets"),
    Say("national scorecards per organisation > contract counts journeys not waits"),
    Say("nobody shapes local services ahead > small agencies close, nursing homes full, step-down unit closed"),
    Say("chiefs guard their own targets > nobody shapes local services ahead"),
    Say("county grant cut > small agencies close"),
    TakeOffer("leaders meet only in a crisis > ", "row about who pays", "row over who pays"),
    Say("leaders meet only in a crisis > no plan for the workforce"),
    Say("row over who pays > leaders meet only in a crisis"),
    Say("wards always full > leaders meet only in a crisis"),
    Pause("a last look"),
    TakeOffer("needs more care than before > ", "husbands wives and", "husbands, wives and daughters are exhausted"),
    Say("who waters the plants ?> relatives hear on the day"),
    SetCertainty("county grant cut", "hourly rate set too low", "established"),
)


@dataclass(frozen=True)
class Done:
    """What one moment came to: the map after it, and the changes of its step (none where nothing was changed)."""

    moment: Moment
    cause_map: CauseMap
    changes: tuple[Change, ...] = ()
    selected: str = ""
    draft: Draft | None = None
    undone: bool = False


def typed(moment: Say | TakeOffer) -> str:
    """The whole line as it stands in the bar before Enter."""
    return moment.text if isinstance(moment, Say) else moment.before + quoted(moment.meant) + moment.after


def replay(script: tuple[Moment, ...] = SCRIPT, start: CauseMap | None = None) -> Iterator[Done]:
    """Do the script on a map, moment by moment, without places and without any window."""
    before = [start or CauseMap.of([About(id=ABOUT_ID)])]
    selected = ""
    for moment in script:
        cause_map = before[-1]
        draft: Draft | None = None
        match moment:
            case Pause():
                yield Done(moment, cause_map, selected=selected)
                continue
            case Undo():
                before.pop()
                yield Done(moment, before[-1], selected=selected, undone=True)
                continue
            case Say() | TakeOffer():
                draft = understand(cause_map, parse(typed(moment)), selected)
            case GoTo(label):
                draft = understand(cause_map, parse(quoted(label)), selected)
            case Paste(text):
                draft = read_pasted(cause_map, text, selected)
        if draft is not None:
            assert not draft.problem, (moment, draft.problem)
            changes = draft.changes
            selected = draft.last or selected
        else:
            changes = tuple(_other(cause_map, moment))
            named = _named(cause_map, moment)
            selected = named if named in cause_map.factors else selected
        after = cause_map.apply(changes)
        if changes:
            before.append(after)
        yield Done(moment, after, changes, selected, draft)


def _other(cause_map: CauseMap, moment: Moment) -> list[Change]:
    match moment:
        case Rename(label, words):
            return edits.rename(cause_map, id_of(cause_map, label), words)
        case ChangeKind(label):
            return edits.toggle_symptom(cause_map, [id_of(cause_map, label)])
        case DeleteLink(cause, effect):
            return edits.delete(cause_map, [link_of(cause_map, cause, effect)])
        case SetCertainty(cause, effect, certainty):
            return edits.set_confidence(cause_map, [link_of(cause_map, cause, effect)], certainty)
        case Reverse(cause, effect):
            return reshape.reverse(cause_map, [link_of(cause_map, cause, effect)])
        case Merge(kept, label):
            return reshape.merge(cause_map, id_of(cause_map, kept), [id_of(cause_map, label)])
        case Reattach(cause, effect, other):
            return reshape.redirect(cause_map, link_of(cause_map, cause, effect), effect=id_of(cause_map, other))
    raise AssertionError(moment)


def _named(cause_map: CauseMap, moment: Moment) -> str:
    label = getattr(moment, "kept", "") or getattr(moment, "label", "")
    return id_of(cause_map, label) if label else ""


def id_of(cause_map: CauseMap, label: str) -> str:
    """The id of the factor with this label."""
    return next(factor.id for factor in cause_map.factors.values() if factor.label == label)


def link_of(cause_map: CauseMap, cause: str, effect: str) -> str:
    """The id of the link between two factors named by their labels."""
    link = cause_map.link_between(id_of(cause_map, cause), id_of(cause_map, effect))
    assert link is not None, (cause, effect)
    return link.id
