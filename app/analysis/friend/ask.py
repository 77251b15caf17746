"""All questions of a map, and what became of them."""

from dataclasses import dataclass

from app.analysis.friend.planning import planning_questions
from app.analysis.friend.question import Question
from app.analysis.friend.standing import standing_questions
from app.analysis.friend.structure import structure_questions
from app.analysis.friend.wording import wording_questions
from app.analysis.reading import Reading
from app.model.answering import found_among
from app.model.cause_map import CauseMap
from app.model.records import Answer


def questions(cause_map: CauseMap, reading: Reading) -> tuple[Question, ...]:
    """Every question that the map raises now: what could change where people focus comes first."""
    asked = [
        *standing_questions(cause_map, reading),
        *structure_questions(cause_map, reading),
        *planning_questions(cause_map, reading),
        *wording_questions(cause_map),
    ]
    return tuple({each.key: each for each in asked}.values())


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions, told apart by what became of them: each in its order; ``handled`` with its answer."""

    open: tuple[Question, ...]
    handled: tuple[tuple[Question, Answer], ...]

    def of(self, state: str) -> tuple[tuple[Question, Answer], ...]:
        """Those that were answered, parked or dismissed."""
        return tuple(each for each in self.handled if each[1].state == state)


def sorted_out(cause_map: CauseMap, asked: tuple[Question, ...]) -> Asked:
    """Which of these questions are open, and which have been dealt with."""
    by_rule: dict[str, list[Answer]] = {}
    for answer in cause_map.answers.values():
        by_rule.setdefault(answer.question.partition(" ")[0], []).append(answer)
    found = [(each, found_among(by_rule.get(each.key.partition(" ")[0], ()), each.key)) for each in asked]
    return Asked(
        tuple(each for each, answer in found if answer is None),
        tuple((each, answer) for each, answer in found if answer is not None),
    )
