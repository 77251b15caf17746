"""The sentences of "What if?", as one would say them aloud."""

from collections.abc import Sequence

from app.analysis.reading import UpstreamCause
from app.analysis.scenario import Outcome, Shift, Stay, Suppositions
from app.analysis.side_by_side import Side
from app.model.cause_map import CauseMap
from app.model.records import Supposed
from app.ui.before_after import Parts
from app.ui.panels.words import Measure, percent, title_of

HOW_TO_BEGIN = (
    "Nothing is supposed yet.\n\n"
    "Select a cause on the map and press W: what if it were fixed? "
    "On a link, W asks what if it were doubtful; W again, what if it were wrong.\n\n"
    "The map itself stays as it is. Shift+W leads back."
)


def supposed_row(id_: str, what: Supposed, cause_map: CauseMap) -> str:
    """One thing that is supposed."""
    if what == "fixed":
        return f"✓  {_quoted(id_, cause_map)} is fixed"
    link = cause_map.links[id_]
    said = f"{_quoted(link.cause, cause_map)} leads to {_quoted(link.effect, cause_map)}"
    return f"?  Doubtful that {said}" if what == "doubted" else f"✕  Wrong that {said}"


def in_order(told: Suppositions, cause_map: CauseMap) -> list[tuple[str, Supposed]]:
    """All that is supposed, in map order, factors first."""
    ids = [*cause_map.factors, *cause_map.links]
    return [(id_, what) for id_ in ids if (what := told.of(id_)) is not None]


def offered(before: Suppositions, after: Suppositions, cause_map: CauseMap) -> str:
    """What the key would do to what is selected, as a question."""
    changed = [id_ for id_ in (*cause_map.factors, *cause_map.links) if before.of(id_) != after.of(id_)]
    if not changed:
        return ""
    id_, more = changed[0], len(changed) - 1
    what = after.of(id_)
    if id_ in cause_map.factors:
        name = f"{_quoted(id_, cause_map)}{f' and {more} more' if more else ''}"
        return f"What if {name} {'were' if more else 'was'} fixed?" if what else f"Not fixed: {name}"
    one = "these links were" if more else "this link was"
    return {"doubted": f"What if {one} doubtful?", "rejected": f"What if {one} wrong?"}.get(
        str(what), f"As {'they were' if more else 'it was'}"
    )


def outcome_sentence(found: Outcome, *, weighted: bool) -> str:
    """What would go and what would stay."""
    parts = Parts.of(found)
    said = f"{parts.said[:1].upper()}{parts.said[1:]}"
    if weighted and parts.gone and parts.gone < parts.all:
        said += f" ({percent(found.share_gone)} by weight)"
    return f"{said}."


def stay_row(stay: Stay, cause_map: CauseMap) -> str:
    """A symptom that would stay, and why."""
    return f"{_quoted(stay.symptom, cause_map)} stays:\n{_why(stay, cause_map)}"


def _why(stay: Stay, cause_map: CauseMap) -> str:
    causes = [_quoted(id_, cause_map) for id_ in stay.causes]
    if stay.why == "unexplained":
        return "nobody has said yet what leads to it"
    if stay.why == "waiting":
        return "all that leads to it waits for it in turn"
    still = f"{_listed(causes)} still lead{'s' * (len(causes) == 1)} to it"
    if stay.why == "loop":
        return "the loop that it is part of goes on" + (f": {still}" if causes else "")
    together = f"{_listed(causes)} together still lead to it" if len(causes) > 1 else still
    return together if stay.start in stay.causes else f"{together}; behind that is {_quoted(stay.start, cause_map)}"


def bare_row(id_: str, cause_map: CauseMap) -> str:
    """A symptom that would have no cause left."""
    return f"?  {_quoted(id_, cause_map)} is still there, but nothing on the map says why"


def gone_row(id_: str, cause_map: CauseMap, told: Suppositions) -> str:
    """A symptom that would go."""
    return f"✕  {_quoted(id_, cause_map)}{' is itself supposed fixed' if id_ in told.fixed else ''}"


def shift_row(shift: Shift, cause_map: CauseMap, before: Measure, told: Suppositions, left: CauseMap) -> str:
    """One most upstream cause: its rank before and after, and what is to be expected of it.

    ``before``: the measure of the map with nothing supposed; figures are told of all symptoms there are on it.
    ``left``: what would be left of it.
    """
    was, now = shift.before, shift.after
    name = "".join(title_of(each, cause_map) for each in (now or was,) if each is not None)
    places = f"{_rank(was) if was else 'new'} → {_rank(now) if now else '–'}"
    if now is None:
        assert was is not None
        fixed = sum(id_ in told.fixed for id_ in was.members)
        if fixed:
            why = "fixed" if fixed == len(was.members) else "its loop is broken"
        else:
            why = _no_cause_any_more(was.members, left)
        return f"{places}   {name}\n{why}"
    figures = _expected(shift.expected_after, before)
    if was is None:
        return f"{places}   {name}\n{figures}; nothing leads to it any more"
    old = _expected(shift.expected_before, before)
    return f"{places}   {name}\n{figures}" + (f", before {old.removeprefix('expect ')}" if old != figures else "")


def _no_cause_any_more(members: Sequence[str], left: CauseMap) -> str:
    """Why factors that were not fixed are no most upstream cause of what would be left."""
    there = [id_ for id_ in members if id_ in left.factors]
    if not there:
        return "goes away"
    above = [link.cause for id_ in there for link in left.links_into(id_) if link.cause not in members]
    if above:
        return f"not upstream any more: “{left.factors[above[0]].label}” leads to it"
    return "leads to no symptom any more"


def _expected(share: float, measure: Measure) -> str:
    if measure.weighted:
        return f"expect {percent(share)}"
    return f"expect {share * measure.symptoms:.1f} of {measure.symptoms}"


def about_shifts(found: Sequence[Shift], cause_map: CauseMap) -> str:
    """Who would be number 1, in one sentence."""
    first = [each for each in found if each.after is not None and each.after.rank == 1]
    if not first:
        return "No most upstream cause would be left."
    names = _listed([f"“{title_of(each.after, cause_map)}”" for each in first[:2] if each.after])
    many = f" and {len(first) - 2} more" if len(first) > 2 else ""
    share = " would share first place" if len(first) > 1 else " would be number 1"
    as_before = all(each.before is not None and each.before.rank == 1 for each in first)
    return f"{names}{many}{share}{', as before' if as_before else ''}."


def proposed_name(told: Suppositions, cause_map: CauseMap) -> str:
    """A name for what is supposed, to be kept under."""
    rows = in_order(told, cause_map)
    if not rows:
        return ""
    id_, what = rows[0]
    link = cause_map.links.get(id_)
    label = cause_map.factors[link.cause if link else id_].label
    short = label if len(label) <= 40 else f"{label[:38].rsplit(maxsplit=1)[0]} …"
    more = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
    return f"{short}{'' if what == 'fixed' else ' (link)'}{more}"


def kept_row(name: str, letter: str, supposed: int, side: Side | None) -> str:
    """A kept scenario: its letter in the comparison, its name, and what would follow."""
    head = f"{letter}   {name}" if letter else name
    if side is None:
        return f"{head}\n…"
    if not supposed:
        return f"{head}\nNothing of it is on the map any more"
    parts = Parts.of(side.outcome)
    return f"{head}\n{parts.said[:1].upper()}{parts.said[1:]}"


def cell(id_: str, found: Outcome) -> str:
    """What becomes of a symptom in a scenario: a sign and a word."""
    if id_ in found.gone:
        return "✕ goes"
    return "? stays" if id_ in found.unexplained else "stays"


def first_left(letter: str, side: Side, cause_map: CauseMap) -> str:
    """The first causes that a scenario leaves."""
    names = [f"{_rank(cause)}  {title_of(cause, cause_map)}" for cause in side.first]
    return "\n".join([f"{letter} leaves", *(names or ["no most upstream cause"])])


def _rank(cause: UpstreamCause) -> str:
    return f"{cause.rank}{'=' * (cause.sharing > 1)}"


def _quoted(id_: str, cause_map: CauseMap) -> str:
    return f"“{cause_map.factors[id_].label}”" if id_ in cause_map.factors else "“…”"


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
