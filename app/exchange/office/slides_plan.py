"""Slides about what to do and who was heard: quick wins, voices, the plan and what it lacks."""

from collections.abc import Sequence
from datetime import date

from app.analysis.days import shown_day
from app.analysis.plan import Planned, plan_of, prospects
from app.analysis.plan_words import PACE, STATUS, gap_words, owner, summary
from app.analysis.quick_wins import EASY, HARD, levers, platforms
from app.analysis.reading import Reading, groups_read
from app.analysis.voices import coverage, said_by_nobody, said_by_one_alone, without_lived_experience
from app.exchange.office.common import counted, of
from app.exchange.office.slides_deck import BOTTOM, INSIDE, MARGIN, TOP, Deck, Place
from app.exchange.office.slides_table import Column, fitted
from app.model.cause_map import CauseMap

_MOST_WINS, _MOST_PARTIES, _MOST_GAPS = 14, 7, 9
_WINS = (
    Column("Quick win", 36, bold=True),
    Column("Effort", 8),
    Column("Leads to", 15),
    Column("What it prepares", 41),
)
_DEEP = (Column("Deep-rooted cause", 60, bold=True), Column("Effort", 10), Column("Rank", 10), Column("Leads to", 20))
_PLAN = (
    Column("Ref", 5),
    Column("Action", 30, bold=True),
    Column("Works on", 26),
    Column("Lead", 17),
    Column("Due", 10),
    Column("Status", 11),
    Column("Quick or deep", 10),
)


# -- quick wins


def quick_wins_slides(deck: Deck, cause_map: CauseMap, reading: Reading) -> str:
    """What takes little effort, and which deep-rooted cause can be got at from there; a sentence if there is none."""
    groups = groups_read(cause_map, changeable_only=reading.changeable_only)
    found = levers(reading, groups)
    chains = {each.quick_win: each for each in platforms(groups, found)}
    wins = sorted(
        (each for each in found if each.kind == "quick win"), key=lambda each: (each.factor not in chains, -each.share)
    )
    deep = sorted((each for each in found if each.kind == "deep-rooted"), key=lambda each: -each.share)
    notes = (
        f"How this was worked out. A quick win takes little effort (at most {EASY} of 5, as the room said) and leads "
        f"to a symptom. A cause is deep-rooted if it takes much effort ({HARD} or 5) and is one of the most upstream "
        f"causes, or reaches {reading.settings.core_share:.0%} of what people see. A quick win prepares a deep-rooted "
        "cause if it stands upstream of it, or on a way from it to a symptom: the nearest one is named. Those that "
        "prepare one come first, each in the order of the share of symptoms they reach on average."
    )
    title = "Quick wins and what they prepare"
    if not wins:
        asked = any(each.effort is not None for each in found)
        return (
            "No cause that leads to a symptom takes little effort, so there are no quick wins."
            if asked
            else "Nobody has said yet how much effort the causes would take, so there are no quick wins to name."
        )
    total = len(reading.symptoms)
    rows = []
    for each in wins[:_MOST_WINS]:
        chain = chains.get(each.factor)
        prepared = cause_map.factors[chain.deep_rooted].label if chain else ""
        if chain and not chain.prepares:
            prepared = f"{prepared} (eases what comes of it)"
        reached = of(each.reached, total, "symptom")
        rows.append((cause_map.factors[each.factor].label, f"{each.effort} of 5", reached, prepared or "–"))
    about = f"{counted(len(wins), 'quick win')}, {counted(len(deep), 'deep-rooted cause')}"
    if len(wins) > _MOST_WINS:
        about += f"; the first {_MOST_WINS} are shown"
    _tables(deck, (title, about, notes), _WINS, rows)
    if deep:
        listed = [
            (
                cause_map.factors[each.factor].label,
                f"{each.effort} of 5",
                str(each.rank) if each.rank else "–",
                of(each.reached, total, "symptom"),
            )
            for each in deep[:_MOST_WINS]
        ]
        _tables(deck, ("Deep-rooted causes", "They take much effort, and much hangs on them", notes), _DEEP, listed)
    return ""


def _tables(deck: Deck, told: tuple[str, str, str], columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """A table over as many slides as it needs."""
    title, about, notes = told
    table = fitted(columns, rows, BOTTOM - TOP - 8)
    for at in range(len(table.parts)):
        table.draw(deck.slide(title if not at else f"{title} (continued)", about, notes), TOP, at)


# -- voices


def voices_slides(deck: Deck, cause_map: CauseMap) -> str:
    """Who spoke on what, and on what nobody or one party alone did; a sentence if that was not taken down."""
    notes = (
        "How this was worked out. A party counts for a factor if one of its people said it, or if it brought evidence "
        "on it; a person whose organisation is not told counts by their role. An expert by experience has spoken on a "
        "factor if one of them said it, or if there is evidence of lived experience on it. Names of people are left "
        "out of these slides."
    )
    told = coverage(cause_map)
    on_map = len(cause_map.on_the_map())
    if not told.parties:
        return "It has not been taken down who said what: nobody can see yet whose view this map is."
    alone, nobody = len(said_by_one_alone(cause_map)), len(said_by_nobody(cause_map))
    lived = on_map - len(without_lived_experience(cause_map))
    spoken = {party: sum(told.said.get((theme, party), 0) for theme in told.themes) for party in told.parties}
    parties = sorted(told.parties, key=lambda party: -spoken[party])[:_MOST_PARTIES]
    columns = (
        Column("Theme", 22, bold=True),
        Column("Factors", 9),
        Column("With lived experience", 12),
        *(Column(party, 13) for party in parties),
    )
    rows = [
        (
            theme or "No theme",
            str(told.factors[theme]),
            str(told.lived[theme] or "–"),
            *(str(told.said.get((theme, party), 0) or "–") for party in parties),
        )
        for theme in told.themes
    ]
    about = f"{_parties(len(told.parties))} heard, on {counted(on_map, 'factor')}"
    if len(told.parties) > len(parties):
        about += f"; the {len(parties)} that said most are shown"
    lines = [
        f"An expert by experience has spoken on {of(lived, on_map, 'factor')}.",
        f"One party alone said {of(alone, on_map, 'factor')}." if alone else "No factor rests on one party alone.",
        f"Of {of(nobody, on_map, 'factor')} it is not told who said them."
        if nobody
        else "Of every factor it is told who said it.",
    ]
    table = fitted(columns, rows, BOTTOM - TOP - 72)
    for at in range(len(table.parts)):
        slide = deck.slide("Whose voices" if not at else "Whose voices (continued)", about, notes)
        if not at:
            deck.words(slide, Place(MARGIN, TOP, INSIDE, 58), lines, 14, gap=2)
        table.draw(slide, TOP if at else TOP + 64, at)
    return ""


def _parties(count: int) -> str:
    return "One organisation or group was" if count == 1 else f"{count:,} organisations and groups were"


# -- the plan


def plan_slides(deck: Deck, cause_map: CauseMap, reading: Reading, today: date | None) -> str:
    """The actions as a table, and what the plan still lacks; a sentence if nothing is planned."""
    plan = plan_of(cause_map, prospects(cause_map, reading), today)
    notes = (
        "How this was worked out. A symptom would go if every cause that brings it about is put right; it would be "
        "eased if an action works on something that leads to it. All actions are supposed to work fully. An action is "
        "a quick win if all causes it works on are, and deep-rooted if one of them is, unless people said otherwise."
    )
    if plan.actions:
        rows = [_plan_row(cause_map, one, at) for at, one in enumerate(plan.actions, 1)]
        _tables(deck, ("The plan", summary(plan), notes), _PLAN, rows)
    if plan.actions and plan.gaps:
        told = [gap_words(gap, cause_map) for gap in plan.gaps[:_MOST_GAPS]]
        more = len(plan.gaps) - _MOST_GAPS
        slide = deck.slide(
            "What the plan still needs",
            counted(len(plan.gaps), "gap") + (f"; the first {_MOST_GAPS}" if more > 0 else ""),
            "How this was worked out. Headwater looks for first causes without an action, actions that work on "
            "symptoms alone, and owners, dates, measures, capacity, capability and commitment that were not told.",
        )
        place = Place(MARGIN, TOP + 6, INSIDE, BOTTOM - TOP - 10)
        deck.words(slide, place, told, 16, gap=8, bullets=True)
    return "" if plan.actions else "Nothing is planned yet."


def _plan_row(cause_map: CauseMap, one: Planned, number: int) -> tuple[str, ...]:
    action = one.action
    causes = [cause_map.factors[id_].label for id_ in one.causes if id_ in cause_map.factors]
    due = shown_day(action.due) if action.due else "–"
    return (
        str(number),
        action.what,
        "; ".join(causes) or "–",
        owner(action) or "–",
        f"{due} (late)" if one.late else due,
        STATUS[action.status],
        PACE[one.pace] if one.pace else "–",
    )
