"""What a board paper says of causes: what people see, why, where to focus, and how sure that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.analysis.acting import Acting, where_to_act
from app.analysis.days import shown_day
from app.analysis.grounds import Grounds
from app.analysis.loop_words import story
from app.analysis.loops import find_loops
from app.analysis.reading import Reading, UpstreamCause
from app.analysis.walk import sentences
from app.analysis.xmr import assurance_words, read_again, variation_words
from app.drawing.marks import LEVELS
from app.drawing.marks import said as marks_said
from app.drawing.xmr_chart import shown
from app.exchange.office.board_paper_pictures import READABLE, first_ways, ways, whole_map
from app.exchange.office.board_paper_writer import MILLIMETRE, NOTE, Cell, Column, Line, Paper, Said
from app.exchange.office.common import cause_name, counted, of
from app.model.cause_map import CauseMap
from app.model.measuring import readings_by_measure
from app.model.records import Factor, Measure, Measurement

LOWEST_RANK, MOST_FIRST = 3, 5
_MOST_SYMPTOMS, _MOST_CAUSES, _MOST_CHOKES, _MOST_LOOPS = 40, 150, 3, 2
_MOST_NAMED = 6
_EFFORT = 6
_HIGHEST = 118.0
"""Millimetres: the picture within the text leaves room for words on its page."""
_SYMPTOMS = (
    Column("What people see", 40),
    Column("Figure followed", 32),
    Column("Latest", 18),
    Column("What it shows", 34),
)
_RANKED = (
    Column("Rank", 6),
    Column("Most upstream cause", 44),
    Column("Leads to", 16),
    Column("Reached on average", 12),
    Column("In 9 of 10 trials", 13),
    Column("Would end, fixed alone", 14),
    Column("Who can change it", 15),
)
_MARKS = (Column("Mark", 15), Column("How far", 12), Column("Why", 73))
_CONTROL = {
    "ours": "We can",
    "influence": "We can influence it",
    "fact of life": "A fact of life",
    "not asked": "Not asked",
}


@dataclass(frozen=True)
class Told:
    """A map and its reading, and what is worked out of them for several parts of a paper, once."""

    cause_map: CauseMap
    reading: Reading

    @cached_property
    def acting(self) -> Acting:
        """Where to act."""
        return where_to_act(self.cause_map, self.reading, _EFFORT)

    @cached_property
    def grounds(self) -> Grounds:
        """How credible, robust and independent the causes are."""
        return Grounds(self.cause_map, self.reading)

    @cached_property
    def readings(self) -> dict[str, tuple[Measurement, ...]]:
        """The readings of every measure that has any."""
        return readings_by_measure(self.cause_map)

    @property
    def first(self) -> tuple[UpstreamCause, ...]:
        """The causes that a paper dwells on: the first three by rank with those level with the third, five at most."""
        return tuple(cause for cause in self.reading.upstream[:MOST_FIRST] if cause.rank <= LOWEST_RANK)

    @property
    def symptoms(self) -> int:
        """How many symptoms there are."""
        return len(self.reading.symptoms)

    @property
    def which(self) -> str:
        """What the causes of this reading are called: "most upstream cause", one of them."""
        return "most upstream cause you can change" if self.reading.changeable_only else "most upstream cause"

    def causes(self, count: int) -> str:
        """So many of them: "17 most upstream causes"."""
        return f"{counted(count, 'most upstream cause')}{' you can change' if self.reading.changeable_only else ''}"

    def label(self, id_: str) -> str:
        """A factor's words in quotation marks."""
        return f"“{self.cause_map.factors[id_].label}”"

    def listed(self, ids: Sequence[str], most: int = 6) -> str:
        """Several factors by name, the first few of them."""
        named = [self.label(id_) for id_ in ids[:most]]
        if len(ids) > most:
            return f"{', '.join(named)} and {len(ids) - most:,} more"
        return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


# -- what people see


def what_people_see(paper: Paper, told: Told) -> None:
    """The symptoms, each with the figures that are followed on it."""
    paper.heading("What people see")
    symptoms = [told.cause_map.factors[id_] for id_ in told.reading.symptoms]
    if not symptoms:
        paper.words("Nothing on the map is marked yet as something that people see or feel.")
        return
    measures: dict[str, list[Measure]] = {}
    for measure in told.cause_map.measures.values():
        measures.setdefault(measure.subject, []).append(measure)
    followed = sum(each.id in measures for each in symptoms)
    figures = "on none of them is a figure followed yet" if not followed else f"a figure is followed on {followed:,}"
    paper.words(f"{counted(len(symptoms), 'symptom')} {_are(len(symptoms))} on the map; {figures}.", with_next=True)
    rows: list[Sequence[Cell]] = []
    for each in symptoms[:_MOST_SYMPTOMS]:
        name: Cell = [Said(each.label, bold=True)]
        for measure in measures.get(each.id, ()):
            rows.append((name, *_figures(measure, told.readings.get(measure.id, ()))))
            name = ""
        if each.id not in measures:
            rows.append((name, [Said("None yet", soft=True)], "", ""))
    paper.table(_SYMPTOMS, rows, about="What people see, with the figures that are followed")
    if len(symptoms) > _MOST_SYMPTOMS:
        paper.words(f"And {len(symptoms) - _MOST_SYMPTOMS:,} more, which the map shows.", NOTE)
    if told.reading.unexplained:
        one = len(told.reading.unexplained) == 1
        paper.words(
            f"Nothing on the map leads to {told.listed(told.reading.unexplained)} yet: "
            f"{'it is' if one else 'they are'} not explained."
        )


def _figures(measure: Measure, readings: Sequence[Measurement]) -> tuple[Cell, Cell, Cell]:
    unit = f" {measure.unit}" if measure.unit else ""
    name: list[Line] = [measure.name]
    lines = [
        f"{word} {shown(value)}{unit}"
        for word, value in (("was", measure.baseline), ("target", measure.target))
        if value is not None
    ]
    if lines:
        name.append(Said("; ".join(lines), soft=True))
    if not readings:
        return name, [Said("No reading yet", soft=True)], ""
    found = read_again(tuple(each.value for each in readings), measure.better, measure.target)
    latest: list[Line] = [f"{shown(readings[-1].value)}{unit}", Said(shown_day(readings[-1].date), soft=True)]
    shows: list[Line] = [f"{each}." for each in (variation_words(found), assurance_words(found)) if each]
    return name, latest, shows


# -- why


def why(paper: Paper, told: Told) -> None:
    """How causes lead to what people see: a picture, chains to be read aloud, circles, and where streams meet."""
    paper.heading("Why")
    first = told.first
    if not first:
        paper.words(_no_causes(told))
        return
    paper.words(
        "Each link of the map says that one thing brings about another. Read upstream, from what people see, "
        "“why?” is asked again and again; where nothing on the map answers it any more stands a "
        f"{told.which}. All of these are contributory factors: what people see has many of them."
    )
    place = (paper.width / MILLIMETRE, _HIGHEST)
    drawn = first_ways(told.cause_map, told.reading, first, place)
    if drawn is not None:
        wide = drawn.wide(*place)
        shown_causes = counted(drawn.causes, "cause")
        caption = (
            f"How the first {shown_causes if drawn.causes > 1 else 'cause'} {'lead' if drawn.causes > 1 else 'leads'} "
            f"to {of(drawn.symptoms, told.symptoms, 'symptom')}, by {'their' if drawn.causes > 1 else 'its'} shortest "
            "ways. The whole map is at the end of this paper."
        )
        paper.picture(drawn.png(wide), wide, f"{caption} {drawn.picture.described}", caption)
    chains = []
    for cause, walks in zip(first, ways(told.cause_map, first), strict=True):
        if walks:
            said = sentences(told.cause_map, walks[0])[-1]
            chains.append((Said(f"Number {cause.rank}. ", bold=True), Said(said)))
    paper.words("In words, from each of the first causes to the nearest thing that people see:", with_next=True)
    paper.bullets(chains)
    chokes = told.acting.chokes[:_MOST_CHOKES]
    if chokes:
        paper.heading("Where streams meet", 2)
        for each in chokes:
            whom = of(len(each.symptoms), told.symptoms, "symptom")
            paper.words(f"Every way from any {told.which} to {whom} leads through {told.label(each.factor)}.")
    _circles(paper, told)


def _circles(paper: Paper, told: Told) -> None:
    if not told.reading.loop_groups:
        return
    found = find_loops(told.cause_map, told.reading.settings)
    inside = len(told.reading.in_loop)
    paper.heading("Circles that keep going", 2)
    paper.words(
        f"{counted(inside, 'factor')} {'stands' if inside == 1 else 'stand'} in circles in which one thing leads to "
        "the next and back to the first. The shortest:"
        if found.loops
        else f"{counted(inside, 'factor')} stand in long circles, in which one thing leads to the next and back again.",
        with_next=bool(found.loops),
    )
    paper.bullets([story(told.cause_map, loop) for loop in found.loops[:_MOST_LOOPS]])


def _no_causes(told: Told) -> str:
    if not told.symptoms:
        return "No symptom is marked on the map, so there is nothing yet to ask “why?” of."
    return "No cause on the map leads to a symptom yet."


# -- where to focus


def where_to_focus(paper: Paper, told: Told) -> None:
    """The first causes with their reasons and how sure they are."""
    paper.heading("Where to focus, and how sure that is")
    upstream = told.reading.upstream
    if not upstream:
        paper.words(_no_causes(told))
        return
    total = len(upstream)
    if total > len(told.first):
        paper.words(
            f"The map has {told.causes(total)}. {_begun(len(told.first))} of them come first, and are told here; all "
            "stand in the annex “The causes by rank”."
        )
    if told.reading.changeable_only:
        paper.words("Facts of life, which nobody here can change, were left out of this reading.")
    for cause in told.first:
        paper.heading(f"{cause.rank}. {cause_name(told.cause_map, cause)}", 2)
        if cause.is_loop:
            inside = [id_ for id_ in cause.members if id_ != (cause.break_points or cause.members)[0]]
            paper.words(f"In a circle with {told.listed(inside)}.")
        paper.words(cause.reason)
        low, high = cause.interval
        marks = marks_said(told.grounds.levels(cause))
        paper.words(
            (
                Said("How sure. ", bold=True),
                Said(
                    f"{marks[:1].upper()}{marks[1:]}. With doubtful links left out at random it reaches "
                    f"{cause.expected_share:.0%} of what people see on average ({low:.0%} to {high:.0%} in 9 of 10 "
                    f"trials), and is among the first three in {cause.stability:.0%} of them."
                ),
            )
        )
    end = told.acting.end
    if len(end.causes) > 1:
        ended = of(len(end.symptoms), told.symptoms, "symptom")
        if len(end.causes) <= _MOST_NAMED:
            ranks = _numbers([upstream[at].rank for at in end.causes])
            paper.words(f"Put right together, number {ranks} would end {ended}; fewer would not.")
        else:
            paper.words(f"It takes {len(end.causes):,} of them, put right together, to end {ended}.")
    paper.words("“Leads to” is not “would end”: most of what people see has other causes too.", NOTE)


def ranking_annex(paper: Paper, told: Told) -> None:
    """Every cause by rank, then why the first ones are as sure as they are."""
    upstream = told.reading.upstream
    if not upstream:
        return
    paper.heading("Annex: the causes by rank")
    rows = [_ranked(told, cause) for cause in upstream[:_MOST_CAUSES]]
    paper.table(_RANKED, rows, about="All most upstream causes by rank")
    if len(upstream) > _MOST_CAUSES:
        paper.words(f"And {len(upstream) - _MOST_CAUSES:,} more, which the workbook lists.", NOTE)
    paper.heading("How sure the first ones are", 2)
    paper.words(
        "Credible: the best chain to what people see, as strong as its weakest step. Robust: how much of its reach it "
        "keeps when doubtful links drop out. Independent: how many organisations said so, and whether an expert by "
        "experience did. Each is told as not yet, weakly, fairly or fully."
    )
    for cause in told.first:
        paper.heading(f"{cause.rank}. {cause_name(told.cause_map, cause)}", 3)
        marks = [
            ([Said(mark.name, bold=True)], f"{LEVELS[mark.level].capitalize()} ({mark.level} of 3)", mark.reason)
            for mark in told.grounds.marks(cause)
        ]
        paper.table(_MARKS, marks, about=f"How sure number {cause.rank} is")


def _ranked(told: Told, cause: UpstreamCause) -> Sequence[Cell]:
    low, high = cause.interval
    named: list[Line] = [cause_name(told.cause_map, cause)]
    if cause.is_loop:
        others = [told.label(id_) for id_ in cause.break_points[1:3]]
        named += [Said(f"Also broken at {' or '.join(others)}", soft=True)] if others else []
    return (
        str(cause.rank),
        named,
        of(len(cause.reach), told.symptoms, "symptom"),
        f"{cause.expected_share:.0%}",
        f"{low:.0%} to {high:.0%}",
        counted(len(cause.relief), "symptom") if cause.relief else "None",
        "; ".join(dict.fromkeys(_controls(told.cause_map.factors[id_] for id_ in cause.members))),
    )


def _controls(factors: Iterator[Factor]) -> Iterator[str]:
    return (_CONTROL[factor.control] for factor in factors)


def map_annex(paper: Paper, told: Told) -> None:
    """The whole map on a lying page, in A3 where its words could not be read on less."""
    if not told.cause_map.on_the_map():
        return
    drawn = whole_map(told.cause_map, told.reading)
    room = _room(paper)
    paper.lying(larger=drawn.points(drawn.wide(*room)) < READABLE)
    paper.heading("Annex: the whole map")
    wide = drawn.wide(paper.width / MILLIMETRE, paper.height / MILLIMETRE - 24)
    size = len(told.cause_map.on_the_map()), len(told.cause_map.links)
    caption = f"The whole map: {counted(size[0], 'factor')}, {counted(size[1], 'link')}. It is read from left to right."
    paper.picture(drawn.png(wide), wide, f"{caption} {drawn.picture.described}", caption)


def _room(paper: Paper) -> tuple[float, float]:
    """What a lying page of the paper's own size has for a picture, in millimetres."""
    long, short = max(paper.width, paper.height), min(paper.width, paper.height)
    return long / MILLIMETRE, short / MILLIMETRE - 24


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _begun(count: int) -> str:
    words = ("None", "One", "Two", "Three", "Four", "Five")
    return words[count] if count < len(words) else f"{count:,}"


def _numbers(ranks: Sequence[int]) -> str:
    told = [str(rank) for rank in ranks]
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
