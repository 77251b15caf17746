"""Questions about the words of factors, in English."""

from collections.abc import Iterator

from rapidfuzz import fuzz, process

from app.analysis.friend.question import Question, listed, quoted
from app.analysis.friend.words import (
    blames,
    is_a_solution,
    is_a_target,
    is_two_in_one,
    is_vague,
    may_be_the_same,
    said,
    stems,
)
from app.model.cause_map import CauseMap
from app.model.records import Factor

_ALIKE = 88.0
"""How alike two labels are, of 100, from which they are compared word by word."""


def wording_questions(cause_map: CauseMap) -> Iterator[Question]:
    """What the words of the factors on the map raise, in map order."""
    yield from _near_duplicates(cause_map)
    for factor in cause_map.on_the_map():
        label = said(factor.label)
        if is_two_in_one(label):
            yield _of(
                cause_map,
                "two in one",
                factor,
                "Does {} say two things? Each might have causes of its own (D splits it).",
                "Two statements in one box cannot be linked, voted on or acted on apart.",
                "Goldratt: clarity",
            )
        if is_vague(label):
            yield _of(
                cause_map,
                "a vague word",
                factor,
                "{}: what of it, for whom? What would one see?",
                "A single large word means something else to everybody in the room, so nobody can disagree with it.",
                "Goldratt: clarity",
            )
        if is_a_solution(label):
            yield _of(
                cause_map,
                "a solution as a cause",
                factor,
                "{} names something that one might do. What goes wrong because it is missing?",
                "A missing solution leads straight to that solution and hides other ways.",
                "Dettmer: a missing solution is no cause",
            )
        if blames(label):
            yield _of(
                cause_map,
                "blames people",
                factor,
                "{}: what makes it the sensible thing for them to do?",
                "Behaviour has causes; where a map stops at people, the plan becomes a reminder to try harder.",
                "Systems approach (SEIPS, PSIRF)",
            )
        if factor.is_symptom and is_a_target(label):
            yield _of(
                cause_map,
                "a target",
                factor,
                "{} is worded as a target. What do people see or feel when it is missed?",
                "A figure can be met while people are no better off.",
                "Goldratt: clarity",
            )


def _of(cause_map: CauseMap, rule: str, factor: Factor, asks: str, why: str, ground: str) -> Question:  # noqa: PLR0917  # the fields of a question
    return Question("Wording", rule, (factor.id,), asks.format(quoted(cause_map, factor.id)), why, ground)


def _near_duplicates(cause_map: CauseMap) -> Iterator[Question]:
    """One question for all that may be the same, however many they are."""
    factors = cause_map.on_the_map()
    words = [stems(said(each.label)) for each in factors]
    plain = [" ".join(each) for each in words]
    scores = process.cdist(plain, plain, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    first = list(range(len(factors)))
    for at, other in zip(*(side.tolist() for side in scores.nonzero()), strict=True):
        if at < other and plain[at] and may_be_the_same(words[at], words[other]):
            one, two = first[at], first[other]
            first = [min(one, two) if each in (one, two) else each for each in first]
    together: dict[int, list[str]] = {}
    for at, factor in enumerate(factors):
        together.setdefault(first[at], []).append(factor.id)
    for ids in together.values():
        if len(ids) > 1:
            yield Question(
                "Wording",
                "near duplicate",
                tuple(ids),
                f"Do {listed(cause_map, ids, most=4)} say the same thing? (J makes one of them.)",
                "The same thing in several boxes splits its causes, its voices and its votes.",
                "Goldratt: tautology",
            )
