"""Verbs about the critical friend's questions: answered, parked, dismissed, asked again. Pure, like those in edits."""

from app.errors import RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import Add, Remove, update
from app.model.edits import Changes
from app.model.ids import new_id
from app.model.records import TEXT_LIMIT, Answer, Handled, clean_line, clean_text


def handle(  # who and when belong to it
    cause_map: CauseMap, question: str, state: Handled, words: str, *, by: str = "", time: str = ""
) -> Changes:
    """Say what became of a question; what was said before gives way.

    RuleBroken where an answer or a dismissal has no words: a reason is what makes it one.
    """
    said = clean_text(words).strip()[:TEXT_LIMIT]
    if not said and state != "parked":
        raise RuleBroken("Say the answer in a few words." if state == "answered" else "Say in a few words why not.")
    there = answer_to(cause_map, question)
    fields = {"state": state, "words": said, "by": clean_line(by)[:500], "time": clean_line(time)[:500]}
    if there is not None:
        return update(there, **fields)
    return [Add(Answer(id=new_id(), question=question, **fields))]


def ask_again(cause_map: CauseMap, question: str) -> Changes:
    """Take back what became of a question: it is open again."""
    return [Remove(each) for each in cause_map.answers.values() if each.question == question]


def answer_to(cause_map: CauseMap, question: str) -> Answer | None:
    """What became of a question; None while it is open."""
    return next((each for each in cause_map.answers.values() if each.question == question), None)
