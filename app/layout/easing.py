"""Easing: the second beat of settling. Where an edit has left a tangle, a few factors find room anew.

Small groups near the edit are taken up and put down again as if they came now; the one that untangles most for what it
moves is kept, a few times over (the ruin and recreate principle: Schrimpf, Schneider, Stamm-Wilbrandt and Dueck, 2000).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.layout.crossings import crossings_of
from app.layout.geometry import Box, Ends, Point
from app.layout.ground import CROSSING, Ground
from app.layout.room import insert
from app.layout.settle import moved_in

MOVED = 0.05
"""What a unit of movement of an untouched factor costs when the map is eased."""
LEAST_GAIN = 60.0
"""So much is to be gained before anything is taken up."""
MOST_MOVED = 40.0
"""How far, at most and on average, easing one edit may move the untouched factors."""
ROUNDS = 4
"""How many groups are taken up in one beat, at most."""
NEAR = 2
"""So many links from what was touched, factors are looked at."""
MOST_TAKEN = 7
"""Factors taken up at once, at most."""
MOST_HOPES = 12
"""Groups whose curves are drawn to be sure."""
MOST_DRAWN = 160
"""Links of a map up to which that is done."""
ESTIMATED = 0.2
"""What the estimate counts beside the curves: it sees climbs and links against the stream."""

Size = tuple[float, float]


def ease(
    boxes: Mapping[str, Box],
    links: Sequence[Ends],
    touched: Collection[str],
    *,
    still: Collection[str] = (),
    symptoms: Collection[str] = (),
) -> dict[str, Point]:
    """Give new places to a few factors near those ``touched`` by an edit, where that untangles much for its movement.

    Groups are: a factor, it and its causes, all that leads only to it. Apart from what is taken up, order is kept, and
    the untouched move by no more than :data:`MOST_MOVED` on average.
    """
    ground = Ground(boxes, links, (), still)
    known = [each for each in links if each.cause in boxes and each.effect in boxes and each.cause != each.effect]
    seeds = [key for key in boxes if key in touched]
    for _ in range(NEAR):
        near = (other for key in seeds for other in (*ground.into.get(key, ()), *ground.out.get(key, ())))
        seeds = list(dict.fromkeys([*seeds, *near]))
    untouched = [key for key in boxes if key not in touched]

    def moved() -> float:
        now = ground.boxes
        return sum(abs(now[key].x - boxes[key].x) + abs(now[key].y - boxes[key].y) for key in untouched)

    beat = _Beat(seeds, known, symptoms, MOST_MOVED * max(len(untouched), 8), moved)
    for _ in range(ROUNDS):
        found = _best_again(ground, beat)
        if found is None:
            break
        ground.restore(found)
    return moved_in(boxes, ground)


@dataclass(frozen=True, slots=True)
class _Beat:
    """What one easing is about: who may be taken up, all links, and how far the untouched may move and have moved."""

    seeds: list[str]
    links: list[Ends]
    symptoms: Collection[str]
    budget: float
    moved: Callable[[], float]


def _best_again(ground: Ground, beat: _Beat) -> dict[str, Box] | None:
    """The boxes after the one group was taken up and put down again that gains most; None if none gains enough.

    All are judged by straight lines; the most hopeful, in a map of not too many links, by the curves that would be
    drawn.
    """
    start = dict(ground.boxes)
    cost = ground.cost() + MOVED * beat.moved()
    hopes: list[tuple[float, float, dict[str, Box]]] = []
    for group in _groups(ground, beat.seeds):
        sizes = {key: (start[key].width, start[key].height) for key in group}
        for key in group:
            ground.lift(key)
        insert(ground, sizes, beat.symptoms)
        far = beat.moved()
        gain = cost - ground.cost() - MOVED * far
        if gain > 0 and far <= beat.budget:
            hopes.append((gain, far, dict(ground.boxes)))
        ground.restore(start)
    hopes.sort(key=lambda hope: -hope[0])
    if len(beat.links) > MOST_DRAWN:
        return hopes[0][2] if hopes and hopes[0][0] > LEAST_GAIN else None
    best, most = None, LEAST_GAIN
    drawn = CROSSING * crossings_of(start, beat.links) + MOVED * beat.moved() if hopes else 0.0
    for gain, far, boxes in hopes[:MOST_HOPES]:
        estimated = gain + MOVED * (far - beat.moved())  # what the straight lines alone promise
        sure = drawn - CROSSING * crossings_of(boxes, beat.links) - MOVED * far + ESTIMATED * estimated
        if sure > most:
            best, most = boxes, sure
    return best


def _groups(ground: Ground, seeds: Iterable[str]) -> Iterator[list[str]]:
    """Groups to take up: each factor, with each of its causes, with all of them, with all that leads only to it."""
    seen: set[frozenset[str]] = set()
    for key in seeds:
        causes = list(dict.fromkeys(ground.into.get(key, ())))
        own = [cause for cause in causes if len(ground.out[cause]) == 1]
        pairs = [[key, each] for each in causes]
        for group in ([key], _leading_only_to(ground, key), [key, *own], *pairs, [key, *causes]):
            members = frozenset(group)
            if len(members) <= MOST_TAKEN and members not in seen and not members & ground.still:
                seen.add(members)
                yield group


def _leading_only_to(ground: Ground, key: str) -> list[str]:
    """A factor with all factors that lead to nothing but it."""
    found = {key: None}
    waiting = [key]
    while waiting:
        for cause in ground.into.get(waiting.pop(), ()):
            if cause not in found and all(effect in found for effect in ground.out[cause]):
                found[cause] = None
                waiting.append(cause)
    return list(found)
