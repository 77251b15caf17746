"""Easing: the second beat of settling. Where an edit has left a tangle, a few factors find room anew.

Small groups near the edit, and where the map is most tangled, are taken up and put down again as if they came now;
what untangles most for its movement is kept (the ruin and recreate principle: Schrimpf, Schneider, Stamm-Wilbrandt and
Dueck, 2000). Groups are judged by straight lines and, in a map of not too many links, by the drawn curves too.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np

from app.layout.board import Board, Place
from app.layout.crossings import crossings_of
from app.layout.geometry import Box, Ends, Point
from app.layout.parting import parted

MOVED = 0.16
"""What a unit costs, in crossings, by which the untouched factors move on average."""
LEAST_GAIN = 0.4
"""So many crossings are to be gained before anything is taken up."""
MOST_MOVED = 40.0
"""How far, at most and on average, easing one edit may move the untouched factors."""
ROUNDS = 5
"""How many groups are put elsewhere in one beat, at most."""
TRIES = 8
"""How many groups are looked at again for that, at most."""
TANGLED = 14
"""So many untouched factors are looked at, those whose links cross most."""
MOST_TAKEN = 6
"""Factors taken up at once, at most."""
MOST_DRAWN = 160
"""Links of a map up to which the curves are drawn to be sure."""


def ease(
    boxes: Mapping[str, Box],
    links: Sequence[Ends],
    touched: Collection[str],
    *,
    still: Collection[str] = (),
    symptoms: Collection[str] = (),
) -> dict[str, Point]:
    """Give new places to a few factors where that untangles much for its movement.

    Those ``touched`` by the edit move for nothing, the others at a price: on average by no more than
    :data:`MOST_MOVED`. Apart from what is taken up, order is kept. What is ``still``, or stands in no column, stays.
    """
    if not boxes:
        return {}
    beat = _Beat(boxes, links, touched, still, symptoms)
    beat.ease()
    after = {key: box for key, box in zip(beat.board.keys, beat.board.boxes, strict=True) if box}
    ys = parted(after, still)
    places = {key: (round(box.x, 2), round(ys.get(key, box.y), 2)) for key, box in after.items()}
    return {
        key: place
        for key, place in places.items()
        if abs(place[0] - boxes[key].x) + abs(place[1] - boxes[key].y) > 0.01
    }


class _Beat:
    """One easing: the board, who may be taken up, and how far the untouched have moved."""

    def __init__(
        self,
        boxes: Mapping[str, Box],
        links: Sequence[Ends],
        touched: Collection[str],
        still: Collection[str],
        symptoms: Collection[str],
    ) -> None:
        self.board = Board(boxes, links, still)
        self.links = [k for k in links if k.cause in boxes and k.effect in boxes and k.cause != k.effect]
        self.touched = {n for key, n in self.board.number.items() if key in touched}
        self.symptoms = {n for key, n in self.board.number.items() if key in symptoms}
        self.untouched = np.array([n not in self.touched for n in range(len(boxes))], dtype=float)
        self.count = max(8.0, float(self.untouched.sum()))
        self.xs, self.ys = self.board.xs.copy(), self.board.ys.copy()

    def moved(self) -> float:
        """How far the untouched factors stand from where they stood, on average."""
        far = np.abs(self.board.xs - self.xs) + np.abs(self.board.ys - self.ys)
        return float((far * self.untouched).sum()) / self.count

    def ease(self) -> None:
        """Take up the groups that gain most, one after another."""
        board = self.board
        hopes: list[tuple[float, list[int]]] = []
        start = board.saved()
        for group in self._groups():
            gain = self._again(group)
            if gain > LEAST_GAIN:
                hopes.append((gain, group))
            board.restore(start)
        hopes.sort(key=lambda hope: -hope[0])
        sure = len(self.links) <= MOST_DRAWN and bool(hopes)
        drawn = self._drawn() if sure else 0
        kept = 0
        for _, group in hopes[:TRIES]:
            before = board.saved()
            gain = self._again(group)
            then = self._drawn() if sure and gain > LEAST_GAIN else drawn
            if sure:
                gain = (gain + drawn - then) / 2
            if gain > LEAST_GAIN and self.moved() <= MOST_MOVED:
                kept, drawn = kept + 1, then
                if kept == ROUNDS:
                    break
            else:
                board.restore(before)

    def _drawn(self) -> int:
        boxes = {key: box for key, box in zip(self.board.keys, self.board.boxes, strict=True) if box}
        return crossings_of(boxes, self.links)

    def _again(self, group: Sequence[int]) -> float:
        """Take a group up and put it down again where it costs least; give what that gains. 0 where it cannot."""
        board, moved, gain = self.board, self.moved(), 0.0
        was: dict[int, Place] = {}
        for n in group:
            place = was[n] = board.lift(n)
            board.weigh(n, [place])
            gain += place.cost
        if gain < LEAST_GAIN:
            return 0.0
        for n in _in_turn(board, group):
            place = self._best_place(n, was[n])
            if not board.stand(n, place):
                return 0.0
            gain -= place.cost - place.pushing
        return gain - MOVED * (self.moved() - moved)

    def _best_place(self, n: int, was: Place) -> Place:
        board = self.board
        around = [m for m in (*board.causes_of[n], *board.effects_of[n]) if board.boxes[m]]
        wish = float(board.ys[around].mean()) if around else was.y
        places = board.places(n, self._columns_for(n), wish) or board.places(n, [-1], wish)
        board.weigh(n, places)
        return min(places, key=lambda place: place.cost)

    def _columns_for(self, n: int) -> range:
        """The columns a lifted factor may stand in: left of its effects, right of its causes, as far as that goes."""
        board = self.board
        causes = [board.column_of(m) for m in board.causes_of[n] if board.boxes[m]]
        effects = [board.column_of(m) for m in board.effects_of[n] if board.boxes[m]]
        last = len(board.columns) - 1
        if n in self.symptoms and not board.effects_of[n]:
            low = high = max([last, *(c + 1 for c in causes)])
        elif causes and effects:
            low, high = sorted((max(causes) + 1, min(effects) - 1))
            low = max(low, high - 4)
        elif effects:
            low, high = max(0, min(effects) - 2), max(effects) - 1
            low = min(low, high)
        elif causes:
            low = max(causes) + 1
            high = max(low, min(low + 1, last + 1))
        else:
            low, high = 0, last
        return range(max(-1, low), min(last + 1, high) + 1)

    def _groups(self) -> Iterator[list[int]]:
        """Groups to take up: a factor alone, with its own causes, a neighbour or one it is linked to, all it leads."""
        board = self.board
        tangles = board.tangles()
        order = sorted(range(len(tangles)), key=lambda n: (-tangles[n], n))
        others = [n for n in order if n not in self.touched and tangles[n] >= 1][:TANGLED]
        seen: set[frozenset[int]] = set()
        for n in [*(n for n in order if n in self.touched), *others]:
            own = [m for m in board.causes_of[n] if len(board.effects_of[m]) == 1]
            pairs = [[n, m] for m in (*self._neighbours(n), *board.causes_of[n], *board.effects_of[n])]
            for group in ([n], [n, *own], *pairs, _leading_only_to(board, n)):
                members = frozenset(group)
                if len(members) <= MOST_TAKEN and members not in seen and self._may_be_taken(members):
                    seen.add(members)
                    yield list(dict.fromkeys(group))

    def _may_be_taken(self, members: Iterable[int]) -> bool:
        board = self.board
        return all(board.keys[n] not in board.still and board.in_line(n) for n in members)

    def _neighbours(self, n: int) -> list[int]:
        """Who stands right above and right below."""
        stack = self.board.columns[self.board.column_of(n)].factors
        at = stack.index(n) if n in stack else -2
        return [stack[i] for i in (at - 1, at + 1) if 0 <= i < len(stack)] if at >= 0 else []


def _in_turn(board: Board, group: Sequence[int]) -> Iterator[int]:
    """Lifted factors, each after one it is linked to where that can be, effects before their causes."""
    waiting = list(group)
    down = {n for n, box in enumerate(board.boxes) if box}

    def turn(n: int) -> tuple[bool, bool, int]:
        linked = sum(m in down for m in (*board.effects_of[n], *board.causes_of[n]))
        return (not linked, any(m in waiting for m in board.effects_of[n]), -linked)

    while waiting:
        n = min(waiting, key=turn)
        waiting.remove(n)
        down.add(n)
        yield n


def _leading_only_to(board: Board, n: int) -> list[int]:
    """A factor with all that leads to nothing but it; more than may be taken where there are so many."""
    found = [n]
    for m in found:
        for cause in board.causes_of[m]:
            if cause not in found and all(effect in found for effect in board.effects_of[cause]):
                found.append(cause)
        if len(found) > MOST_TAKEN:
            break
    return found
