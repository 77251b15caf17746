"""Verbs about the critical friend's questions: answered, parked, dismissed, asked again. Pure, like those in edits."""

from collections.abc import Iterable

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
    return [Remove(each) for each in cause_map.answers.values() if answers(each.question, question)]


def answer_to(cause_map: CauseMap, question: str) -> Answer | None:
    """What became of a question; None while it is open."""
    return found_among(cause_map.answers.values(), question)


def found_among(given: Iterable[Answer], question: str) -> Answer | None:
    """The answer to a question among these: to just this one sooner than to one about more."""
    fitting = [each for each in given if answers(each.question, question)]
    return next((each for each in fitting if each.question == question), fitting[-1] if fitting else None)


def answers(given: str, question: str) -> bool:
    """Whether what was said of one question says it of another: the same rule, about the same things or some of them.

    What was said of an island of four factors holds for the three that are left, and is asked anew when a fifth is
    added.
    """
    if given == question:
        return True
    rule, *about = question.split(" ")
    rule_given, *about_given = given.split(" ")
    return rule == rule_given and bool(about) and set(about) <= set(about_given)
