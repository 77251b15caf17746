"""Moments: what a map was after each step of its history, walked back from the present by the steps' inverses."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from app.errors import RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import inverse
from app.model.steps import Step

APART = 16
"""One map in so many steps is kept; those between are walked to from it."""
_MOST_BETWEEN = 48
"""How many of those between are kept too, the ones looked at last."""

NOT_THAT_FAR = "The history of this map cannot be read as far back as that."

Read = Callable[[Sequence[str]], Sequence[Step]]


class Moments:
    """Moment n is the map after the first n steps; the maps share all records that did not change between them."""

    def __init__(self, read: Read) -> None:
        """``read`` gives the steps of some ids, in their order (RuleBroken where one cannot be read)."""
        self._read = read
        self._steps: list[str] = []
        self._kept: list[int] = []
        self._maps: dict[int, CauseMap] = {}
        self._between: list[int] = []

    def come_to(self, steps: Sequence[str], present: CauseMap) -> None:
        """The steps there are now (their ids, oldest first), and the map after the last of them."""
        if self._steps != list(steps[: len(self._steps)]):
            self._kept, self._maps, self._between = [], {}, []
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

    def at(self, number: int) -> CauseMap:
        """The map at a moment. RuleBroken with one sentence if a step between it and the present cannot be read."""
        while not self.walk(number):
            pass
        return self._maps[number]

    def walk(self, number: int) -> bool:
        """Be at a moment, or go a little nearer to it, by as many steps as take no time; True once it is there."""
        if not 0 <= number <= len(self._steps):
            raise RuleBroken(NOT_THAT_FAR)
        start = self._kept[bisect_left(self._kept, number)]
        if start > number:
            stop = max(number, (start - 1) // APART * APART)
            try:
                back = [
                    each for step in reversed(self._read(self._steps[stop:start])) for each in inverse(step.changes)
                ]
                found = self._maps[start].apply(back)
            except RuleBroken as error:
                raise RuleBroken(NOT_THAT_FAR) from error
            self._keep(stop, found)
            start = stop
        return start == number

    def _keep(self, number: int, cause_map: CauseMap) -> None:
        if number not in self._maps:
            self._kept.insert(bisect_left(self._kept, number), number)
        self._maps[number] = cause_map
        if number % APART:
            self._between = [*(each for each in self._between if each != number), number]
            self._forget_some()

    def _forget_some(self) -> None:
        """Of those between, forget what was looked at longest ago; never the present, from which all others come."""
        while len(self._between) > _MOST_BETWEEN:
            oldest = next(each for each in self._between if each != len(self._steps))
            self._between.remove(oldest)
            self._kept.remove(oldest)
            del self._maps[oldest]
