"""Questions about the plan: what it leaves out, what it rests on, what nobody has been asked."""

from collections.abc import Iterator

from app.analysis.friend.question import Question
from app.analysis.plan import plan_of, prospects
from app.analysis.plan_words import gap_words
from app.analysis.reading import Reading
from app.model.cause_map import CauseMap

_WHY = {
    "no action": "A plan that leaves out the most upstream causes treats what they bring about again and again.",
    "symptoms only": "What is done about a symptom alone has to be done for ever.",
    "no cause": "An action that works on no cause of the map cannot be shown to help.",
    "nothing quick": "Quick wins are the platform on which the deep-rooted work is done.",
    "one organisation": "A plan that one organisation carries alone is not owned by the system.",
    "red": "Plans fail less by what is in them than by missing capacity, capability and commitment.",
    "due before start": "One of the two dates is wrong.",
    "no owner": "What everybody owns, nobody does.",
    "no due date": "Without a date nobody can say that it is late.",
    "no measure": "Without a measure nobody will know whether it worked.",
    "not asked": "A plan needs the capacity, capability and commitment to deliver; each has to be asked for.",
}
_ASKS = {
    "no action": "Who could do something about it?",
    "symptoms only": "What brings it about?",
    "no cause": "Which cause does it work on?",
    "nothing quick": "",
    "one organisation": "Who else holds a part of it?",
    "red": "What would have to change before it can start?",
    "due before start": "Which date is right?",
    "no owner": "Who will see to it?",
    "no due date": "By when?",
    "no measure": "",
    "not asked": "Who could answer for that?",
}


def planning_questions(cause_map: CauseMap, reading: Reading) -> Iterator[Question]:
    """What the plan raises; of a map on which nothing is planned yet, one question."""
    if not cause_map.actions:
        if reading.upstream:
            yield Question(
                "Plan",
                "nothing planned",
                (),
                "Nothing is planned yet. Which of the top causes can be worked on first, and by whom? (Shift+A)",
                "A map that leads to no action was a conversation.",
                "Where to focus",
            )
        return
    for gap in plan_of(cause_map, prospects(cause_map, reading)).gaps:
        yield Question(
            "Plan",
            gap.rule,
            (*gap.actions, *(gap.factors if gap.rule == "no action" else ())),
            " ".join(part for part in (gap_words(gap, cause_map), _ASKS[gap.rule]) if part),
            _WHY[gap.rule],
            "Capacity, capability, commitment" if gap.rule in ("red", "not asked") else "Action planning",
        )
