"""Sentences and short marks for what is on screen: said as one would say them aloud."""

from app.analysis.reading import Reading, UpstreamCause
from app.model.cause_map import CauseMap


def title_of(cause: UpstreamCause, cause_map: CauseMap) -> str:
    """The label of a cause, or the labels of a loop's members."""
    labels = [cause_map.factors[id_].label for id_ in cause.members if id_ in cause_map.factors]
    if len(labels) <= 1:
        return "".join(labels)
    named = " ↔ ".join(labels[:2]) if len(labels) == 2 else "; ".join(labels[:3])
    return named + (f"; and {len(labels) - 3} more" if len(labels) > 3 else "")


def figure_of(cause: UpstreamCause, symptoms: int) -> str:
    """How many of the symptoms it reaches."""
    return f"{len(cause.reach)} of {symptoms} symptom{'s' * (symptoms != 1)}"


def percent(share: float) -> str:
    """A share between 0 and 1 as whole per cent."""
    return f"{round(100 * share)}%"


def chips_of(cause: UpstreamCause) -> list[tuple[str, str]]:
    """The short marks of a cause, each with its kind."""
    chips = [
        (f"Expected {percent(cause.expected_share)}", "expected"),
        (f"Top 3 in {percent(cause.stability)} of trials", ""),
    ]
    if cause.is_core:
        chips.append(("Core problem", "core"))
    if cause.is_loop:
        chips.append((f"Loop of {len(cause.members)}", "loop"))
    if cause.relief:
        chips.append((f"Fixing it ends {len(cause.relief)}", "relief"))
    return chips


def spoken(cause: UpstreamCause, cause_map: CauseMap, reading: Reading | None) -> str:
    """A row of the Focus panel as a screen reader says it."""
    total = len(reading.symptoms) if reading else 0
    marks = ", ".join(words for words, _ in chips_of(cause))
    return f"Number {cause.rank}: {title_of(cause, cause_map)}. Leads to {figure_of(cause, total)}. {marks}."


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
