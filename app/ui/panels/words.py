"""Sentences and short marks for what is on screen: said as one would say them aloud."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.analysis.reading import Reading, UpstreamCause
from app.analysis.reasons import named
from app.model.cause_map import CauseMap


def title_of(cause: UpstreamCause, cause_map: CauseMap) -> str:
    """The label of a cause, or the labels of a loop's members."""
    labels = [cause_map.factors[id_].label for id_ in cause.members if id_ in cause_map.factors]
    if len(labels) <= 1:
        return "".join(labels)
    named = " ↔ ".join(labels[:2]) if len(labels) == 2 else "; ".join(labels[:3])
    return named + (f"; and {len(labels) - 3} more" if len(labels) > 3 else "")


def why_of_cause(cause: UpstreamCause, cause_map: CauseMap) -> str:
    """Its reason, to be read aloud on its own: “Staff leave”: nothing on the map causes it, and so on.

    '' where the map has changed since it was read and does not hold all of it any more.
    """
    if not cause_map.factors.keys() >= {*cause.members, *cause.break_points[:1]}:
        return ""
    labels = [cause_map.factors[id_].label for id_ in cause.members]
    leading = cause_map.factors[cause.break_points[0]].label if cause.break_points else ""
    name = named(labels, leading)
    return f"{name[:1].upper()}{name[1:]}: {cause.reason[:1].lower()}{cause.reason[1:]}"


def figure_of(cause: UpstreamCause, symptoms: int) -> str:
    """How many of the symptoms it reaches."""
    return f"{len(cause.reach)} of {symptoms} symptom{'s' * (symptoms != 1)}"


def percent(share: float) -> str:
    """A share between 0 and 1 as whole per cent."""
    return f"{round(100 * share)}%"


@dataclass(frozen=True, slots=True)
class Measure:
    """What the figures of all causes of one reading are told against.

    ``symptoms``: how many there are. ``weighted``: whether they count differently, so that only shares can be told.
    ``shared``: the ranks that more than one cause has. ``changeable_only``: facts of life were left out.
    """

    symptoms: int
    weighted: bool
    shared: frozenset[int]
    changeable_only: bool = False

    @classmethod
    def of(cls, reading: Reading, cause_map: CauseMap) -> "Measure":
        """That of a reading of this map."""
        weights = {cause_map.factors[id_].weight for id_ in reading.symptoms if id_ in cause_map.factors}
        times = Counter(cause.rank for cause in reading.upstream)
        shared = frozenset(rank for rank, count in times.items() if count > 1)
        return cls(len(reading.symptoms), len(weights) > 1, shared, reading.changeable_only)

    def rank_of(self, cause: UpstreamCause) -> str:
        """The rank as it is shown: with an equals sign where others share it."""
        return f"{cause.rank}{'=' * (cause.rank in self.shared)}"


def expected_of(cause: UpstreamCause, measure: Measure) -> str:
    """What is to be expected when doubtful links are left out: symptoms, or a share where they weigh differently.

    In brackets what holds in nine of ten trials, from the 5th to the 95th of a hundred.
    """
    low, high = cause.interval
    if measure.weighted:
        return f"Expect {percent(cause.expected_share)} ({percent(low)} to {percent(high)})"
    figures = [part * measure.symptoms for part in (cause.expected_share, low, high)]
    expected = f"{figures[0]:.0f}" if figures[0] >= 0.95 or not figures[0] else f"{figures[0]:.1f}"
    least, most = (f"{figure:.0f}" for figure in figures[1:])
    return f"Expect {expected} of {measure.symptoms}" + (f" ({least} to {most})" if least != most else "")


def chips_of(cause: UpstreamCause, measure: Measure) -> list[tuple[str, str]]:
    """The short marks of a cause, each with its kind."""
    chips = [(expected_of(cause, measure), "expected")]
    if cause.is_core:
        chips.append(("Core problem", "core"))
    if cause.is_loop:
        chips.append((f"Loop of {len(cause.members)}", "loop"))
    if cause.relief:
        aside = ", facts of life aside" if measure.changeable_only else ""
        chips.append((f"Fixing it ends {len(cause.relief)}{aside}", "relief"))
    return chips


def standing_of(cause: UpstreamCause) -> str:
    """How surely it is among the first three, and how many links lie between it and a symptom."""
    far = f"{cause.steps}" if cause.steps == cause.longest else f"{cause.steps} to {cause.longest}"
    return f"Top 3 in {percent(cause.stability)} of trials · {far} step{'s' * (far != '1')} away"


def break_points_of(cause: UpstreamCause, cause_map: CauseMap) -> str:
    """Where a root loop is best broken; '' for a single cause and for a loop of which one member is named."""
    labels = [f"“{cause_map.factors[id_].label}”" for id_ in cause.break_points if id_ in cause_map.factors]
    if not cause.is_loop or len(cause.members) < 2 or not labels:
        return ""
    named = labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} or {labels[-1]}"
    return f"Best broken at {named}"


def spoken(title: str, cause: UpstreamCause, measure: Measure, notes: Iterable[str]) -> str:
    """A row of the Focus panel as a screen reader says it."""
    shared = ", shared" if cause.rank in measure.shared else ""
    marks = ", ".join(words for words, _ in chips_of(cause, measure))
    said = f"Number {cause.rank}{shared}: {title}. Leads to {figure_of(cause, measure.symptoms)}. {marks}."
    return " ".join([said, *(f"{note}." for note in notes)])


def about_factor(cause_map: CauseMap, reading: Reading, id_: str) -> str:
    """Where a factor stands that is not a most upstream cause."""
    factor = cause_map.factors[id_]
    causes = len(cause_map.links_into(id_))
    given = f"{causes} direct cause{'s' * (causes != 1)}" if causes else "no cause given yet"
    if factor.is_symptom:
        above = [cause for cause in reading.upstream if id_ in cause.reach]
        roots = f" {len(above)} most upstream cause{'s lead' if len(above) != 1 else ' leads'} to it." if above else ""
        return f"A symptom, with {given}.{roots}"
    reached = reading.reach_of(id_)
    if not reached:
        return f"A cause, with {given}. It leads to no symptom yet: what does it lead to?"
    total = len(reading.symptoms)
    loop = " It is in a loop: it helps to bring itself about." if id_ in reading.in_loop else ""
    return f"A cause in between, with {given}. It leads to {len(reached)} of {total} symptom{'s' * (total != 1)}.{loop}"


def about_link(cause_map: CauseMap, id_: str) -> str:
    """A link, said aloud."""
    link = cause_map.links[id_]
    cause, effect = cause_map.factors[link.cause].label, cause_map.factors[link.effect].label
    how = {"+": "makes more of", "-": "makes less of"}.get(link.polarity, "leads to")
    together = " It is needed together with the others across its bar." if link.together else ""
    return f"“{cause}” {how} “{effect}”. This link is {link.certainty}.{together}"
