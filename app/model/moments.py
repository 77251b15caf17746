"""Moments: what a map was after each step of its history, walked back from the present by the steps' inverses."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from app.errors import RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import inverse
from app.model.steps import Step

APART = 16
"""One map in so many steps is kept; those between are walked to from it."""

NOT_THAT_FAR = "The history of this map cannot be read as far back as that."


class Moments:
    """Moment n is the map after the first n steps; the maps share all records that did not change between them."""

    def __init__(self, read: Callable[[str], Step]) -> None:
        self._read = read
        self._steps: list[str] = []
        self._kept: list[int] = []
        self._maps: dict[int, CauseMap] = {}

    def come_to(self, steps: Sequence[str], present: CauseMap) -> None:
        """The steps there are now (their ids, oldest first), and the map after the last of them."""
        if self._steps != list(steps[: len(self._steps)]):
            self._kept, self._maps = [], {}
        self._steps = list(steps)
        self._keep(len(steps), present)

    def __len__(self) -> int:
        """How many steps there are: the number of the present moment."""
        return len(self._steps)

    def number_of(self, step: str) -> int:
        """The number of the moment just after a step; '' is moment 0. RuleBroken if there is no such step."""
        if not step:
            return 0
        try:
            return self._steps.index(step) + 1
        except ValueError as error:
            raise RuleBroken("The step that this moment came after is not in the history of this map.") from error

    def steps_to(self, number: int) -> int:
        """How many steps have to be read to get to a moment."""
        return self._kept[bisect_left(self._kept, number)] - number

    def at(self, number: int) -> CauseMap:
        """The map at a moment. RuleBroken with one sentence if a step between it and the present cannot be read."""
        while self.steps_to(number) > 0:
            self.walk(number)
        return self._maps[number]

    def walk(self, number: int) -> bool:
        """Go one kept map nearer to a moment; True once it is there."""
        if not 0 <= number <= len(self._steps):
            raise RuleBroken(NOT_THAT_FAR)
        start = self._kept[bisect_left(self._kept, number)]
        stop = max(number, (start - 1) // APART * APART)
        found = self._maps[start]
        for at in range(start, stop, -1):
            try:
                found = found.apply(inverse(self._read(self._steps[at - 1]).changes))
            except RuleBroken as error:
                raise RuleBroken(NOT_THAT_FAR) from error
        self._keep(stop, found)
        return stop == number

    def _keep(self, number: int, cause_map: CauseMap) -> None:
        if number not in self._maps:
            self._kept.insert(bisect_left(self._kept, number), number)
        self._maps[number] = cause_map
