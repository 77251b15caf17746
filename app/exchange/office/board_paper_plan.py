"""What a board paper says of what is done: the plan on lying pages, its measures, and how all of it was computed."""

from collections.abc import Sequence
from datetime import date

from app import __version__
from app.analysis.days import shown_day
from app.analysis.plan import Planned, plan_of, prospects
from app.analysis.plan_words import PACE, STATUS, STRENGTH, gap_words, owner, prospect
from app.analysis.record import map_fingerprint
from app.analysis.xmr import assurance_words, read_again, variation_words
from app.exchange.office.board_paper_causes import Told
from app.exchange.office.board_paper_pictures import chart_of, chart_png
from app.exchange.office.board_paper_writer import MILLIMETRE, NOTE, Cell, Column, Line, Paper, Said
from app.exchange.office.common import counted
from app.model.planning import measures_of

_MOST_GAPS, _MOST_CHARTS, _CHART_WIDE = 12, 8, 150.0
_FEWEST = 2
"""Readings: a chart of fewer shows nothing."""
_PLAN = (
    Column("No.", 4.5),
    Column("Cause it works on", 17),
    Column("Action", 20),
    Column("Lead", 13.5),
    Column("Due", 8),
    Column("Resources", 12),
    Column("Measure", 12),
    Column("Status and progress", 16),
    Column("Capacity, capability, commitment", 25.5),
    Column("Watched by", 9.5),
)


def the_plan(paper: Paper, told: Told, today: date | None) -> None:
    """The plan as a table on lying pages, then what it still lacks."""
    plan = plan_of(told.cause_map, prospects(told.cause_map, told.reading), today)
    if not plan.actions:
        paper.heading("The plan")
        paper.words("Nothing is planned yet.")
        return
    paper.lying()
    paper.heading("The plan")
    paper.words(
        f"{counted(len(plan.actions), 'action')}. {prospect(plan)}. An action is blue when it is done and checked; "
        "capacity, capability and commitment are as the room judged them.",
        with_next=True,
    )
    rows = [_row(told, one, at) for at, one in enumerate(plan.actions, 1)]
    paper.table(_PLAN, rows, about="The plan: actions with causes, leads, dates, measures and status")
    if plan.gaps:
        paper.heading("What the plan still needs", 2)
        paper.bullets([gap_words(gap, told.cause_map) for gap in plan.gaps[:_MOST_GAPS]])
        if len(plan.gaps) > _MOST_GAPS:
            paper.words(f"And {counted(len(plan.gaps) - _MOST_GAPS, 'more gap')}.", NOTE)
    paper.as_before()


def _row(told: Told, one: Planned, number: int) -> Sequence[Cell]:
    action, labels = one.action, told.cause_map.factors
    causes: list[Line] = [labels[id_].label for id_ in one.causes if id_ in labels] or ["–"]
    if one.prepares:
        causes.append(Said(f"Prepares: {told.listed([id_ for id_ in one.prepares if id_ in labels], 3)}", soft=True))
    what: list[Line] = [Said(action.what, bold=True)]
    kind = [
        PACE[one.pace] if one.pace else "",
        f"{STRENGTH[action.strength]} action" if action.strength != "not asked" else "",
    ]
    if any(kind):
        what.append(Said("; ".join(part for part in kind if part), soft=True))
    due: list[Line] = [shown_day(action.due) if action.due else "–"]
    if one.late:
        due.append(Said("late", bold=True))
    status: list[Line] = [Said(STATUS[action.status], bold=True)]
    if action.progress:
        status.append(action.progress)
    lights: list[Line] = []
    for name in ("capacity", "capability", "commitment"):
        light, reason = getattr(action, name), getattr(action, f"{name}_reason")
        if light != "not asked":
            lights.append((Said(f"{name.capitalize()}: {light}"), Said(f" – {reason}" if reason else "", soft=True)))
    measured: list[Line] = [each.name for each in measures_of(told.cause_map, action.id)]
    return (
        str(number),
        causes,
        what,
        owner(action) or "–",
        due,
        action.resources or "–",
        measured or "–",
        status,
        lights or "Not asked",
        action.oversight or "–",
    )


# -- measures


def measures(paper: Paper, told: Told) -> None:
    """A chart for each measure with readings, with what it shows in words."""
    followed = [
        (each, told.readings[each.id])
        for each in told.cause_map.measures.values()
        if len(told.readings.get(each.id, ())) >= _FEWEST
    ]
    unread = len(told.cause_map.measures) - len(followed)
    paper.heading("Measures")
    if not told.cause_map.measures:
        paper.words("No measure is followed yet: how will one know that it works?")
        return
    if not followed:
        paper.words(f"{counted(unread, 'measure')} {'is' if unread == 1 else 'are'} named, none with two readings yet.")
        return
    paper.words(
        "Figures are read as XmR charts: within the limits a figure goes up and down by chance alone. Blue diamonds "
        "show a change for the better, orange squares one for the worse, grey discs nothing but chance."
    )
    wide = min(_CHART_WIDE, paper.width / MILLIMETRE)
    for measure, readings in followed[:_MOST_CHARTS]:
        chart = chart_of(measure, readings)
        found = read_again(tuple(each.value for each in readings), measure.better, measure.target)
        assurance = assurance_words(found)
        said = f"{measure.name}. {variation_words(found)}.{f' {assurance}.' if assurance else ''}"
        days = f"{counted(len(readings), 'reading')}, {shown_day(readings[0].date)} to {shown_day(readings[-1].date)}"
        paper.picture(chart_png(chart), wide, f"Chart of {said} {days}.", f"{said} {days}.")
    if len(followed) > _MOST_CHARTS:
        paper.words(f"{counted(len(followed) - _MOST_CHARTS, 'more measure')} can be seen in the map.", NOTE)
    if unread:
        paper.words(f"Of {counted(unread, 'more measure')} there are not yet two readings.", NOTE)


# -- how it was computed


def how_computed(paper: Paper, told: Told) -> None:
    """The method, its numbers and its limits, so that anyone can compute it again."""
    settings = told.reading.settings
    paper.heading("Annex: how this was computed")
    which = " Facts of life were left out." if told.reading.changeable_only else ""
    lines: list[Line] = [
        (
            Said("Most upstream. ", bold=True),
            Said(
                "A most upstream cause leads to what people see, and nothing else on the map leads to it. Causes that "
                f"feed each other in a circle, with nothing outside that feeds them, count as one.{which}"
            ),
        ),
        (
            Said("Order. ", bold=True),
            Said(
                f"In each of {settings.trials:,} trials (seed {settings.seed}) every link stayed or dropped out at "
                "random, as sure as people said it is: established links stay in 95 of 100 trials, likely ones in 80, "
                "tentative ones in 50. Causes stand in the order of the share of symptoms they still reach on average; "
                "those the trials cannot tell apart stand level."
            ),
        ),
        (
            Said("Would end. ", bold=True),
            Said(
                "A symptom would end if every cause that brings it about were put right. Most have several, so “leads "
                "to” is much more often true than “would end”."
            ),
        ),
        (
            Said("Limits. ", bold=True),
            Said(
                "The map is what these people said on these days. It shows what they hold to lead to what, not what "
                "was measured; an arrow is a claim, and the marks say what each rests on. What is not on it is not "
                "ranked."
            ),
        ),
        (
            Said("To compute it again. ", bold=True),
            Said(
                f"Headwater {__version__}; the map’s fingerprint is {map_fingerprint(told.cause_map)[:16]}. The same "
                "map, version and seed give the same figures on every computer; “headwater analyse MAP --json” prints "
                "them all."
            ),
        ),
    ]
    paper.bullets(lines)
