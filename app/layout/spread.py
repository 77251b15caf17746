"""Spread: push a column apart by the least amount."""

from collections.abc import Collection, Mapping, Sequence

from app.layout.geometry import ROW_GAP, Box

_FAR = 1e12
_IN_LINE = 0.02
"""How far aside, in parts of its width, a box may stand and still be of the column; what stands further is a wall."""


def spread(
    boxes: Mapping[str, Box],
    ids: Sequence[str],
    gap: int,
    newcomer: Box,
    still: Collection[str],
    *,
    firm: bool = False,
) -> tuple[float, dict[str, float]] | None:
    """Make room for a newcomer between ``ids[gap - 1]`` and ``ids[gap]``.

    Gives its height and the new heights of those that move: the nearest to the old ones, by least squares, that keep
    the order and the row gap (isotonic regression by pooling adjacent violators; Ayer and others, 1955). Boxes that
    stood closer than the row gap may stay as close. What is ``still``, or does not stand in line with the newcomer,
    is a wall; None where walls leave no room. A ``firm`` newcomer is a wall itself; else it gives way first.
    """
    order: list[str | None] = [*ids[:gap], None, *ids[gap:]]
    stand = [newcomer if key is None else boxes[key] for key in order]
    needs = [0.0]
    for n in range(1, len(order)):
        touching = (stand[n - 1].height + stand[n].height) / 2
        least = touching + ROW_GAP
        if order[n] is not None and order[n - 1] is not None and stand[n].y - stand[n - 1].y >= touching:
            least = min(least, stand[n].y - stand[n - 1].y)
        needs.append(needs[-1] + least)
    slack = [box.y - need for box, need in zip(stand, needs, strict=True)]
    walls = [
        firm if key is None else key in still or abs(box.x - newcomer.x) > _IN_LINE * box.width
        for key, box in zip(order, stand, strict=True)
    ]
    lows, highs = _between_walls(slack, walls)
    if any(low > high + 1e-6 for low, high in zip(lows, highs, strict=True)):
        return None
    weights = [0.2 if key is None else 1.0 for key in order]
    level = pooled(slack, weights)
    ys = [min(max(v, low), high) + need for v, low, high, need in zip(level, lows, highs, needs, strict=True)]
    moved = {key: y for key, y, box in zip(order, ys, stand, strict=True) if key is not None and abs(y - box.y) > 0.01}
    return ys[gap], moved


def _between_walls(slack: Sequence[float], walls: Sequence[bool]) -> tuple[list[float], list[float]]:
    """The least and the greatest slack that walls before and after leave to each."""
    lows, highs = [], []
    low, high = -_FAR, _FAR
    for value, wall in zip(slack, walls, strict=True):
        low = max(low, value) if wall else low
        lows.append(low)
    for value, wall in zip(reversed(slack), reversed(walls), strict=True):
        high = min(high, value) if wall else high
        highs.append(high)
    return lows, highs[::-1]


def pooled(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The nearest values, by weighted least squares, that never fall."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        pool = (value, weight, 1)
        while pools and pools[-1][0] > pool[0]:
            before, heavy, many = pools.pop()
            total = heavy + pool[1]
            pool = ((before * heavy + pool[0] * pool[1]) / total, total, many + pool[2])
        pools.append(pool)
    return [value for value, _, many in pools for _ in range(many)]
