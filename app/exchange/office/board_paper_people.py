"""What a board paper says of people: in short, whose voices it rests on, what is open, quick wins, and minutes."""

from collections.abc import Sequence

from app.analysis.days import shown_day
from app.analysis.friend.ask import questions, sorted_out
from app.analysis.friend.question import Question
from app.analysis.plan import plan_of, prospects
from app.analysis.plan_words import prospect
from app.analysis.quick_wins import EASY, HARD
from app.analysis.voices import coverage, said_by_nobody, said_by_one_alone, without_lived_experience
from app.exchange.office.board_paper_causes import Told
from app.exchange.office.board_paper_writer import NOTE, PURPOSE, Cell, Column, Line, Paper, Said
from app.exchange.office.common import cause_name, counted, of
from app.model.records import Answer

_MOST_OPEN, _MOST_PARKED, _MOST_MINUTES = 5, 12, 60
_MOST_WINS, _MOST_DEEP, _MOST_PARTIES = 6, 5, 5
_WINS = (
    Column("Quick win", 36),
    Column("Effort", 9),
    Column("Leads to", 16),
    Column("Prepares the ground for", 39),
)
_MINUTES = (Column("Question", 42), Column("What was said", 40), Column("By", 10), Column("On", 8))


def in_short(paper: Paper, told: Told) -> None:
    """The paper in a few sentences, for those who read no further."""
    paper.words(_purpose(told), PURPOSE)
    lines: list[Line] = []
    lines += [
        (
            Said(f"{cause.rank}. {cause_name(told.cause_map, cause)}", bold=True),
            Said(f" leads to {of(len(cause.reach), told.symptoms, 'symptom')}."),
        )
        for cause in told.first
    ]
    plan = plan_of(told.cause_map, prospects(told.cause_map, told.reading))
    if plan.actions:
        lines.append(f"{counted(len(plan.actions), 'action')} {_is(len(plan.actions))} planned. {prospect(plan)}.")
    if lines:
        paper.bullets(lines)


def _purpose(told: Told) -> str:
    if not told.symptoms:
        return "This paper shows the map as far as it goes: it does not say yet what people see or feel."
    if not told.first:
        return (
            f"This paper says what people see, {counted(told.symptoms, 'symptom')}. The map does not say yet what "
            "brings it about."
        )
    size = counted(len(told.cause_map.on_the_map()), "factor")
    return (
        f"This paper asks the board where to focus. It rests on a map of {size} and "
        f"{counted(len(told.cause_map.links), 'link')}, which people made together by asking “why?” of "
        f"{counted(told.symptoms, 'symptom')}. Furthest upstream stand {told.causes(len(told.reading.upstream))}; "
        "first among them:"
    )


# -- what is open


def still_open(paper: Paper, told: Told) -> None:
    """What a critical friend would still ask: what was parked, and the first questions that nobody has taken up."""
    asked = sorted_out(told.cause_map, questions(told.cause_map, told.reading))
    parked = asked.of("parked")
    standing = [each for each in asked.open if each.group in ("Standing", "Plan")][:_MOST_OPEN]
    if not parked and not standing:
        return
    paper.heading("What a critical friend would still ask", 2)
    lines: list[Line] = [_with_words(question, answer) for question, answer in parked[:_MOST_PARKED]]
    lines += [(Said(each.asks), Said(f" {each.why}", soft=True)) for each in standing]
    paper.bullets(lines)
    left = len(asked.open) + len(parked) - len(lines)
    if left > 0:
        paper.words(f"{counted(left, 'more question')} {_is(left)} open in the map itself.", NOTE)


def _with_words(question: Question, answer: Answer) -> Line:
    words = f" Parked: {answer.words.rstrip('.')}." if answer.words else " Parked for later."
    return (Said(question.asks), Said(words, soft=True))


# -- whose voices


def whose_voices(paper: Paper, told: Told) -> None:
    """Who was heard on what, whether experts by experience were, and who was not."""
    paper.heading("Whose voices")
    cause_map = told.cause_map
    found = coverage(cause_map)
    on_map = len(cause_map.on_the_map())
    if not found.parties:
        paper.words("It was not taken down who said what, so nobody can see yet whose view this map is.")
        return
    lived = on_map - len(without_lived_experience(cause_map))
    alone, nobody = len(said_by_one_alone(cause_map)), len(said_by_nobody(cause_map))
    parties = len(found.parties)
    were = "One organisation or group was" if parties == 1 else f"{parties:,} organisations and groups were"
    lines = [
        f"{were} heard, on {counted(on_map, 'factor')}.",
        f"An expert by experience has spoken on {of(lived, on_map, 'factor')}."
        if lived
        else "No expert by experience was heard on any of them.",
    ]
    if alone:
        lines.append(f"{of(alone, on_map, 'factor')} {_is(alone)} said by one party alone.")
    if nobody:
        lines.append(f"Of {of(nobody, on_map, 'factor')} it is not told who said {'it' if nobody == 1 else 'them'}.")
    silent = [cause for cause in told.first if not _lived(told, cause.members)]
    if silent and lived:
        named = told.listed([(cause.break_points or cause.members)[0] for cause in silent])
        lines.append(f"Of the first causes, no expert by experience has spoken on {named}.")
    paper.words(" ".join(lines), with_next=True)
    spoken = {party: sum(found.said.get((theme, party), 0) for theme in found.themes) for party in found.parties}
    shown = sorted(found.parties, key=lambda party: -spoken[party])[:_MOST_PARTIES]
    columns = (
        Column("Theme", 22),
        Column("Factors", 12),
        Column("By experience", 15),
        *(Column(party, 16) for party in shown),
    )
    rows: list[Sequence[Cell]] = [
        (
            [Said(theme or "No theme", bold=True)],
            str(found.factors[theme]),
            str(found.lived[theme] or "–"),
            *(str(found.said.get((theme, party), 0) or "–") for party in shown),
        )
        for theme in found.themes
    ]
    paper.table(columns, rows, about="How many factors of each theme who has spoken on")
    if parties > len(shown):
        paper.words(f"The {len(shown)} that said most; {counted(parties - len(shown), 'other')} were heard.", NOTE)


def _lived(told: Told, members: Sequence[str]) -> bool:
    silent = set(without_lived_experience(told.cause_map))
    return any(id_ not in silent for id_ in members)


# -- quick wins


def quick_wins(paper: Paper, told: Told) -> None:
    """What takes little effort and what it prepares, then the deep-rooted causes."""
    paper.heading("Quick wins, and the deep-rooted they prepare")
    found = told.acting.levers
    if not any(each.effort is not None for each in found):
        paper.words("Nobody has said yet how much effort the causes would take, so no quick win can be named.")
        return
    chains = {each.quick_win: each for each in told.acting.platforms}
    wins = sorted(
        (each for each in found if each.kind == "quick win"), key=lambda each: (each.factor not in chains, -each.share)
    )
    deep = sorted((each for each in found if each.kind == "deep-rooted"), key=lambda each: -each.share)
    labels = told.cause_map.factors
    paper.words(
        "Quick wins give people something soon, and are the platform for what takes long. A quick win takes at most "
        f"{EASY} of 5 of effort; a deep-rooted cause takes {HARD} or 5, and much hangs on it. "
        f"The map has {counted(len(wins), 'quick win')} and {counted(len(deep), 'deep-rooted cause')}.",
        with_next=bool(wins),
    )
    if wins:
        rows: list[Sequence[Cell]] = []
        for each in wins[:_MOST_WINS]:
            chain = chains.get(each.factor)
            prepared = labels[chain.deep_rooted].label if chain else "–"
            cell: Cell = (
                [prepared, Said("Eases what comes of it", soft=True)] if chain and not chain.prepares else prepared
            )
            reached = of(each.reached, told.symptoms, "symptom")
            rows.append(([Said(labels[each.factor].label, bold=True)], f"{each.effort} of 5", reached, cell))
        paper.table(_WINS, rows, about="Quick wins and the deep-rooted causes they prepare")
        if len(wins) > _MOST_WINS:
            paper.words(f"And {counted(len(wins) - _MOST_WINS, 'more quick win')} on the map.", NOTE)
    if deep:
        paper.heading("Deep-rooted causes", 2)
        lines: list[Line] = [
            (
                Said(labels[each.factor].label, bold=True),
                Said(
                    f": effort {each.effort} of 5; leads to {of(each.reached, told.symptoms, 'symptom')}"
                    f"{f'; number {each.rank} by rank' if each.rank else ''}."
                ),
            )
            for each in deep[:_MOST_DEEP]
        ]
        paper.bullets(lines)
        if len(deep) > _MOST_DEEP:
            paper.words(f"And {counted(len(deep) - _MOST_DEEP, 'more deep-rooted cause')} on the map.", NOTE)


# -- minutes


def minutes(paper: Paper, told: Told) -> None:
    """What was asked in the room and what was said to it, with who and when."""
    asked = sorted_out(told.cause_map, questions(told.cause_map, told.reading))
    handled = [each for each in asked.handled if each[1].state != "parked"]
    if not handled:
        return
    paper.heading("Annex: minutes of the critical friend’s questions")
    paper.words(
        "The questions are worked out from the map; people answered them, or set them aside with a reason.",
        with_next=True,
    )
    rows: list[Sequence[Cell]] = []
    for question, answer in handled[:_MOST_MINUTES]:
        said = answer.words or ("Answered" if answer.state == "answered" else "Set aside")
        head = "" if answer.state == "answered" or not answer.words else "Set aside: "
        rows.append((question.asks, f"{head}{said}", answer.by or "–", shown_day(answer.time[:10]) or "–"))
    paper.table(_MINUTES, rows, about="Questions and what was said to them")
    if len(handled) > _MOST_MINUTES:
        paper.words(f"And {counted(len(handled) - _MOST_MINUTES, 'more answer')} in the map.", NOTE)


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
