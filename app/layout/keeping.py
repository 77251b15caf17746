"""Keeping: a tidy arrangement shifted to where the map stood, with pinned factors exactly where they were."""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from statistics import median

from app.layout.geometry import COLUMN_GAP, ROW_GAP, Point

Sizes = Mapping[str, tuple[float, float]]
Block = tuple[float, float]
"""Top and bottom of what may not be used of a column."""
FAR = 1e9
"""Beyond every box."""


def kept(
    places: Mapping[str, Point], sizes: Sizes, before: Mapping[str, Point], pinned: Collection[str]
) -> dict[str, Point]:
    """Shift a whole arrangement so that it moves least, and let it give way to the factors pinned.

    Without pinned factors half of the others move up and half down, half left and half right (the median movement is
    none); with them, it is theirs that counts. Every column keeps its order but where a pinned factor stands in it.
    """
    counted = [key for key in places if key in (pinned or before)]
    if not counted:
        return dict(places)
    right = median(before[key][0] - places[key][0] for key in counted)
    down = median(before[key][1] - places[key][1] for key in counted)
    moved = {key: (x + right, y + down) for key, (x, y) in places.items()}
    if not pinned:
        return moved
    moved = _lined_up(moved, sizes, {key: before[key] for key in pinned})
    columns: dict[float, list[str]] = {}
    for key, (x, _) in sorted(moved.items(), key=lambda item: item[1][1]):
        if key not in pinned:
            columns.setdefault(x, []).append(key)
    for x, keys in columns.items():
        width = max(sizes[key][0] for key in keys)
        blocks = _blocks([(before[key], sizes[key]) for key in pinned], x, width)
        ys = _given_way([moved[key][1] for key in keys], [sizes[key][1] for key in keys], blocks)
        moved.update({key: (x, y) for key, y in zip(keys, ys, strict=True)})
    return moved | {key: before[key] for key in pinned}


def _lined_up(places: Mapping[str, Point], sizes: Sizes, pinned: Mapping[str, Point]) -> dict[str, Point]:
    """Move whole columns sideways so that those with pinned factors stand under them, as far as columns keep apart."""
    xs = sorted({x for x, _ in places.values()})
    wide = {x: max(sizes[key][0] for key in places if places[key][0] == x) for x in xs}
    wishes: dict[float, list[float]] = {}
    for key, (x, _) in pinned.items():
        if abs(x - places[key][0]) < (wide[places[key][0]] + COLUMN_GAP) / 2:
            wishes.setdefault(places[key][0], []).append(x)
    fixed = {x: median(wish) for x, wish in wishes.items()}
    new = dict.fromkeys(xs, 0.0)
    for x in xs:
        nearest = min(fixed, key=lambda other: abs(other - x), default=x)
        new[x] = fixed.get(x, x + fixed.get(nearest, x) - nearest)
    for a, b in pairwise(xs):
        new[b] = max(new[b], new[a] + (wide[a] + wide[b]) / 2 + ROW_GAP * 2)
    return {key: (new[x], y) for key, (x, y) in places.items()}


def _blocks(pinned: Sequence[tuple[Point, tuple[float, float]]], x: float, width: float) -> list[Block]:
    """Give the stretches of a column that pinned boxes close, with the row gap, ordered downwards and apart."""
    blocks: list[Block] = []
    reaching = [
        (y - height / 2 - ROW_GAP, y + height / 2 + ROW_GAP)
        for (at, y), (wide, height) in pinned
        if abs(at - x) < (wide + width) / 2 + ROW_GAP
    ]
    for top, bottom in sorted(reaching):
        if blocks and top <= blocks[-1][1]:
            blocks[-1] = (blocks[-1][0], max(blocks[-1][1], bottom))
        else:
            blocks.append((top, bottom))
    return blocks


def _given_way(ys: Sequence[float], heights: Sequence[float], blocks: Sequence[Block]) -> list[float]:
    """Move the boxes of a column out of the blocks, little, and keep them in order and apart.

    Each box goes to the free stretch nearest to it that is not above its neighbour's and can hold it.
    """
    if not blocks:
        return list(ys)
    stretches = list(zip([-FAR, *(bottom for _, bottom in blocks)], [*(top for top, _ in blocks), FAR], strict=True))
    used = [0.0] * len(stretches)
    rows: list[list[int]] = [[] for _ in stretches]
    least = 0
    for i, (y, height) in enumerate(zip(ys, heights, strict=True)):
        room = height + ROW_GAP
        free = [
            n
            for n in range(least, len(stretches))
            if stretches[n][1] - stretches[n][0] >= used[n] + height or n == len(stretches) - 1
        ]
        least = min(free, key=lambda n: abs(y - _within(y, height, stretches[n])))
        rows[least].append(i)
        used[least] += room
    found = [0.0] * len(ys)
    for row, (top, bottom) in zip(rows, stretches, strict=True):
        low = top
        for i in row:
            found[i] = max(ys[i], low + heights[i] / 2)
            low = found[i] + heights[i] / 2 + ROW_GAP
        high = bottom
        for i in reversed(row):
            found[i] = min(found[i], high - heights[i] / 2)
            high = found[i] - heights[i] / 2 - ROW_GAP
    return found


def _within(y: float, height: float, stretch: Block) -> float:
    return min(max(y, stretch[0] + height / 2), stretch[1] - height / 2)
