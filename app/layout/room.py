"""Room: after an edit, the least movement. What is new finds room, what must move moves, and nothing else.

A newcomer stands upstream of its effects, or else downstream of its causes, in the gap that costs least in crossings,
distance and pushing; a column is pushed apart as little as can be.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.layout.geometry import COLUMN_GAP, ROW_GAP, Box
from app.layout.ground import Ground
from app.layout.spread import spread

PUSH = 0.6
"""What a unit of height costs by which others are pushed, all together."""
AWAY = 0.35
"""What a unit of height costs between a newcomer and what it is linked to, on average."""
FURTHER = 60.0
"""What each column costs that a newcomer stands further from its links than it could."""
GAPS = 10
"""Gaps looked at on either side of the height a newcomer would like."""
COLUMNS = 3
"""Columns looked at."""
CLEAR = 30.0
"""Least free width between a newcomer and what it is linked to for a link to run downstream."""
PATIENT = 80
"""Up to so many newcomers come in the order that suits them best; more come as they were given."""

Size = tuple[float, float]


def insert(ground: Ground, sizes: Mapping[str, Size], symptoms: Collection[str]) -> None:
    """Let newcomers (id: width, height) find room on the ground, one after another."""
    for key in _in_turn(ground, sizes):
        place = _best_place(ground, key, sizes[key], symptoms)
        _stand(ground, key, sizes[key], place)


def make_way(ground: Ground, key: str) -> None:
    """Let what overlaps a box give way to it, up or down."""
    box = ground.boxes[key]
    ids = [other for other in ground.beside(box.x, box.width) if other != key]
    reach = box.height / 2 + ROW_GAP - 1e-6
    if not any(abs(ground.boxes[other].y - box.y) < ground.boxes[other].height / 2 + reach for other in ids):
        return
    gap = bisect_left([ground.boxes[other].y for other in ids], box.y)
    found = spread(ground.boxes, ids, gap, box, ground.still, firm=True)
    if found is not None:
        _shift(ground, found[1])


def _in_turn(ground: Ground, sizes: Mapping[str, Size]) -> Iterator[str]:
    """The newcomers, those first that hang on what stands already, effects before their causes."""
    waiting = dict.fromkeys(sizes)

    def turn(key: str) -> tuple[int, int]:
        waits = sum(1 for other in ground.out.get(key, ()) if other in waiting)
        if ground.effects(key):
            return (1 if waits else 0, waits)
        if waits:
            return (4, waits)
        return (2 if ground.causes(key) else 3, 0)

    while waiting:
        key = min(waiting, key=turn) if len(waiting) <= PATIENT else next(iter(waiting))
        del waiting[key]
        yield key


# -- one newcomer


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a newcomer could stand: among whom, in which gap, and what it costs."""

    x: float
    y: float
    ids: list[str]
    gap: int
    cost: float


def _best_place(ground: Ground, key: str, size: Size, symptoms: Collection[str]) -> _Place:
    around = ground.effects(key) + ground.causes(key)
    best: _Place | None = None
    for further, x in enumerate(_columns_for(ground, key, size, symptoms)):
        ids = ground.beside(x, size[0])
        wish = sum(box.y for box in around) / len(around) if around else _below(ground, ids, size)
        options = _options(ground, ids, x, wish, size)
        costs = ground.tangles(key, size, x, [y for _, y, _ in options])
        for (gap, y, pushed), cost in zip(options, costs, strict=True):
            away = sum(abs(y - box.y) for box in around) / len(around) if around else abs(y - wish)
            place = _Place(x, y, ids, gap, cost + AWAY * away + PUSH * pushed + FURTHER * further)
            if best is None or place.cost < best.cost - 1e-9:
                best = place
    if best is None:
        raise AssertionError("every column has room at its end")
    return best


def _below(ground: Ground, ids: Sequence[str], size: Size) -> float:
    """The height at the bottom of a column."""
    return max(ground.boxes[key].bottom for key in ids) + ROW_GAP + size[1] / 2 if ids else 0.0


def _options(ground: Ground, ids: Sequence[str], x: float, wish: float, size: Size) -> list[tuple[int, float, float]]:
    """Gaps of a column with the height a newcomer would have there and how far others would be pushed, all together."""
    boxes, height = ground.boxes, size[1]
    middle = bisect_left([boxes[key].y for key in ids], wish)
    options = []
    for gap in sorted({0, len(ids), *range(max(0, middle - GAPS), min(len(ids), middle + GAPS) + 1)}):
        low = max((boxes[key].bottom for key in ids[:gap]), default=-1e9) + ROW_GAP + height / 2
        high = min((boxes[key].top for key in ids[gap:]), default=1e9) - ROW_GAP - height / 2
        if low <= high:
            options.append((gap, min(max(wish, low), high), 0.0))
            continue
        found = spread(boxes, ids, gap, Box(x, (low + high) / 2, *size), ground.still)
        if found is not None:
            options.append((gap, found[0], sum(abs(boxes[key].y - y) for key, y in found[1].items())))
    return options


def _stand(ground: Ground, key: str, size: Size, place: _Place) -> None:
    y = place.y
    boxes = ground.boxes
    reach = size[1] / 2 + ROW_GAP - 1e-6
    if any(abs(boxes[other].y - y) < boxes[other].height / 2 + reach for other in place.ids):
        found = spread(boxes, place.ids, place.gap, Box(place.x, y, *size), ground.still)
        if found is not None:
            y = found[0]
            _shift(ground, found[1])
    ground.put(key, Box(place.x, y, *size))


def _shift(ground: Ground, ys: Mapping[str, float]) -> None:
    for key, y in ys.items():
        box = ground.boxes[key]
        ground.put(key, Box(box.x, y, box.width, box.height))


# -- across


def _columns_for(ground: Ground, key: str, size: Size, symptoms: Collection[str]) -> list[float]:
    """The x at which a newcomer may stand, best first; never empty."""
    xs = _grid(ground, size[0])
    effects, causes = ground.effects(key), ground.causes(key)
    high = min((box.left for box in effects), default=None)
    low = max((box.right for box in causes), default=None)
    beyond = -CLEAR - size[0] / 2

    def fits(x: float, *, after: bool) -> bool:
        return (high is None or x - beyond < high) and (not after or low is None or x + beyond > low)

    if effects:
        found = [x for x in reversed(xs) if fits(x, after=True)] or [x for x in reversed(xs) if fits(x, after=False)]
        return found[:COLUMNS] or xs[:1]
    at_the_end = _symptoms_column(ground, key, symptoms)
    if key in symptoms and at_the_end is not None and fits(at_the_end, after=True):
        return [at_the_end]
    if causes:
        return [x for x in xs if fits(x, after=True)][: COLUMNS - 1] or xs[-1:]
    if key in symptoms:
        return xs[-2:-1] or xs[-1:]
    return xs[-3:-2] if len(xs) > 3 else xs[-2:-1] or xs  # the column before the last one


def _grid(ground: Ground, width: float) -> list[float]:
    """The columns that boxes stand in, from left to right, and a new one at either end."""
    if not ground.boxes:
        return [0.0]
    count: list[tuple[float, dict[float, int]]] = []
    for box in sorted(ground.boxes.values(), key=lambda box: box.x):
        if count and box.x - count[-1][0] < 0.45 * box.width:
            count[-1][1][box.x] = count[-1][1].get(box.x, 0) + 1
        else:
            count.append((box.x, {box.x: 1}))
    xs = [max(shared, key=lambda x: (shared[x], -x)) for _, shared in count]
    pitch = COLUMN_GAP + width / 2
    left = min(box.left for box in ground.boxes.values()) - pitch
    right = max(box.right for box in ground.boxes.values()) + pitch
    # Where people left a whole column's width free, there is one.
    between = [(a + b) / 2 for a, b in pairwise(xs) if b - a > 2 * (width + 2 * CLEAR)]
    return [left, *sorted([*xs, *between]), right]


def _symptoms_column(ground: Ground, key: str, symptoms: Collection[str]) -> float | None:
    """The x at which most symptoms stand, the rightmost of equals; None without any."""
    xs = [box.x for other, box in ground.boxes.items() if other in symptoms and other != key]
    return max(xs, key=lambda x: (xs.count(x), x)) if xs else None
