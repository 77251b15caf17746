"""Parting: boxes that lie on each other give way up and down, as little as can be, in the order they stand in.

The new heights are the nearest to the old ones, by least squares, that keep order and distance. Boxes that press on
each other are pooled: along a column that is isotonic regression (Ayer and others, 1955); where boxes stand unevenly,
each presses on all that it overlaps in width (blocks of constraints: Dwyer, Marriott and Stuckey, 2005).
"""

from collections.abc import Collection, Mapping, Sequence

from app.layout.geometry import ROW_GAP, Box

_TOUCH = 0.05
"""By how much boxes may lie on each other without being parted for it; more than a file rounds."""

Press = tuple[int, int, float]
"""One box above another, and the least distance of their middles."""


def parted(boxes: Mapping[str, Box], still: Collection[str]) -> dict[str, float]:
    """Give the new y of every box that has to move so that none lies on another.

    Those that are parted keep the row gap from then on; others may stay as close as they stood. Boxes ``still`` never
    move, even if they lie on each other; one that finds no room between them goes to the nearest free height beyond.
    """
    found: dict[str, float] = {}
    for stack in _stacks(boxes):
        if _is_pressed(boxes, stack):
            found.update(_parted(boxes, stack, still))
    return found


def _stacks(boxes: Mapping[str, Box]) -> list[list[str]]:
    """Boxes whose widths overlap, directly or by others between them; each stack from top to bottom."""
    stacks: list[list[str]] = []
    end = 0.0
    for left, right, key in sorted((box.left, box.right, key) for key, box in boxes.items()):
        if not stacks or left >= end:
            stacks.append([])
            end = right
        stacks[-1].append(key)
        end = max(end, right)
    for stack in stacks:
        stack.sort(key=lambda key: (boxes[key].y, key))
    return stacks


def _beside(one: Box, two: Box) -> bool:
    return one.left < two.right and two.left < one.right


def _is_pressed(boxes: Mapping[str, Box], stack: Sequence[str]) -> bool:
    """Say whether any two boxes of a stack lie on each other."""
    reach = max(boxes[key].height for key in stack)
    for n, key in enumerate(stack):
        box = boxes[key]
        for other in (boxes[key] for key in stack[n + 1 :]):
            if other.y - box.y >= reach:
                break
            if other.y - box.y < (box.height + other.height) / 2 - _TOUCH and _beside(box, other):
                return True
    return False


def _parted(boxes: Mapping[str, Box], stack: list[str], still: Collection[str]) -> dict[str, float]:
    aside: list[str] = []
    while True:
        fixed = [key in still for key in stack]
        ys, stuck = _pooled([boxes[key].y for key in stack], fixed, _presses([boxes[key] for key in stack], fixed))
        out = next((stack[i] for pair in stuck for i in reversed(pair) if not fixed[i]), None)
        if out is None:
            break
        aside.append(out)
        stack = [key for key in stack if key != out]
    settled = dict(zip(stack, ys, strict=True))
    for key in aside:
        settled[key] = _free_height(boxes, key, settled)
    return {key: y for key, y in settled.items() if abs(y - boxes[key].y) > _TOUCH}


def _presses(stand: Sequence[Box], fixed: Sequence[bool]) -> list[Press]:
    """Who presses on whom: each on the boxes it sees right above it, and all on those that never move.

    (Of two that never move one may hide the other.)
    """
    edges = sorted({edge for box in stand for edge in (box.left, box.right)})
    at = {edge: n for n, edge in enumerate(edges)}
    lowest = [-1] * len(edges)
    found: list[Press] = []
    for j, box in enumerate(stand):
        span = slice(at[box.left], at[box.right])
        hidden = [i for i in range(j) if (fixed[i] or fixed[j]) and _beside(stand[i], box)]
        for i in sorted({*lowest[span], *hidden} - {-1}):
            touching = (box.height + stand[i].height) / 2
            free = box.y - stand[i].y - touching
            found.append((i, j, touching + (min(free, ROW_GAP) if free >= -_TOUCH else ROW_GAP)))
        lowest[span] = [j] * (span.stop - span.start)
    return found


def _pooled(
    wishes: Sequence[float], fixed: Sequence[bool], presses: Sequence[Press]
) -> tuple[list[float], list[tuple[int, int]]]:
    """Give the heights nearest to the wishes with which nothing presses, and the pairs that cannot be parted.

    Each stands after all that press on it from above.
    """
    above: list[list[tuple[int, float]]] = [[] for _ in wishes]
    for i, j, apart in presses:
        above[j].append((i, apart))
    pool_of = list(range(len(wishes)))
    members = [[i] for i in range(len(wishes))]
    offsets = [0.0] * len(wishes)
    places = list(wishes)
    anchors = [i if is_fixed else -1 for i, is_fixed in enumerate(fixed)]
    stuck: list[tuple[int, int]] = []
    for v in range(len(wishes)):
        here = v
        while True:
            worst, most = None, 1e-9
            for i, j, apart in [(up, low, gap) for low in members[here] for up, gap in above[low]]:
                there = pool_of[i]
                lack = places[there] + offsets[i] + apart - places[here] - offsets[j]
                if there == here or lack <= 1e-9:
                    continue
                if anchors[there] >= 0 and anchors[here] >= 0:
                    stuck.append((i, j))
                elif lack > most:
                    worst, most = (i, j, apart), lack
            if worst is None:
                break
            i, j, apart = worst
            there, shift = pool_of[i], offsets[i] + apart - offsets[j]
            for k in members[here]:
                offsets[k] += shift
                pool_of[k] = there
            members[there] += members[here]
            anchors[there] = anchor = max(anchors[there], anchors[here])
            here = there
            free = [wishes[k] - offsets[k] for k in members[here]]
            places[here] = wishes[anchor] - offsets[anchor] if anchor >= 0 else sum(free) / len(free)
    return [places[pool_of[i]] + offsets[i] for i in range(len(wishes))], stuck


def _free_height(boxes: Mapping[str, Box], key: str, settled: Mapping[str, float]) -> float:
    """Give the free height nearest to where a box stands, among those that are settled."""
    box = boxes[key]
    closed = []
    for other, y in settled.items():
        if _beside(boxes[other], box):
            reach = (boxes[other].height + box.height) / 2 + ROW_GAP
            closed.append((y - reach, y + reach))
    spots = [box.y, *(end for ends in closed for end in ends)]
    free = [y for y in spots if all(y <= low + 1e-6 or y >= high - 1e-6 for low, high in closed)]
    return min(free, key=lambda y: (abs(y - box.y), y))
