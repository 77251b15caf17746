"""Room for a newcomer: where a new box goes while everybody else stays."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from app.layout.geometry import COLUMN_GAP, ROW_GAP, Box, Point


def room_for(
    size: tuple[float, float],
    boxes: Mapping[str, Box],
    *,
    effects: Sequence[str] = (),
    causes: Sequence[str] = (),
    near: Point | None = None,
) -> Point:
    """Give the middle of a free place for a box of `size` (width, height).

    One column upstream of its effects, or else downstream of its causes, as near to their height as is free; without
    either, near the point `near`, or else below the last column. It never comes nearer to a box than the row gap.
    """
    width, height = size
    ahead = [boxes[key] for key in effects if key in boxes]
    behind = [boxes[key] for key in causes if key in boxes]
    if ahead:
        x = min(box.left for box in ahead) - COLUMN_GAP - width / 2
        return _free(_aligned(x, width, boxes), _mean_height(ahead), width, height, boxes)
    if behind:
        x = max(box.right for box in behind) + COLUMN_GAP + width / 2
        return _free(_aligned(x, width, boxes), _mean_height(behind), width, height, boxes)
    if near is not None:
        return _free(near[0], near[1], width, height, boxes)
    if not boxes:
        return (0.0, 0.0)
    x = _aligned(max(box.right for box in boxes.values()) - width / 2, width, boxes)
    below = max(box.bottom for box in boxes.values() if _beside(box, x, width))
    return _free(x, below + ROW_GAP + height / 2, width, height, boxes)


def _mean_height(boxes: Sequence[Box]) -> float:
    return sum(box.y for box in boxes) / len(boxes)


def _beside(box: Box, x: float, width: float) -> bool:
    return box.left < x + width / 2 + ROW_GAP and x - width / 2 - ROW_GAP < box.right


def _aligned(x: float, width: float, boxes: Mapping[str, Box]) -> float:
    """Give the x of the boxes that stand about there, the most numerous first, so that columns stay columns."""
    count: dict[float, int] = {}
    for box in boxes.values():
        if abs(box.x - x) <= width * 0.45:
            count[box.x] = count.get(box.x, 0) + 1
    return max(count, key=lambda at: (count[at], -abs(at - x), -at)) if count else x


def _free(x: float, y: float, width: float, height: float, boxes: Mapping[str, Box]) -> Point:
    """Give the free place nearest to y in the column at x."""
    reach = height / 2 + ROW_GAP
    closed: list[tuple[float, float]] = []
    for top, bottom in sorted((b.top - reach, b.bottom + reach) for b in boxes.values() if _beside(b, x, width)):
        if closed and top < closed[-1][1]:
            closed[-1] = (closed[-1][0], max(closed[-1][1], bottom))
        else:
            closed.append((top, bottom))
    i = bisect_left([bottom for _, bottom in closed], y)
    if i < len(closed) and closed[i][0] < y < closed[i][1]:
        up, down = closed[i]
        y = up if y - up <= down - y else down
    return (x, y)
