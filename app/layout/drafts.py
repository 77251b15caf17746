"""Drafts: several arrangements of a linked part, of which the calmest is kept.

Engines that order columns are sure only to find a good order, and a slightly different beginning may save half of the
crossings. So a part is begun several times, and what counts in the end are the crossings of the drawn links.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from app.layout.columns import BOX_WIDTH, Columns, column_choices, columns_kept
from app.layout.geometry import Box, Ends, Point
from app.layout.heights import heights_for, order_for
from app.layout.layers import Layers, layers_of
from app.layout.order import sifted
from app.layout.packing import PITCH
from app.layout.plans import tangle

BEGINNINGS = (3, 1, 8, 11, 2, 6, 14, 5)
"""Where the engine begins on each draft."""
FEW, MANY = 30, 80
"""Factors of a map up to which Tidy answers at once, and up to which it answers soon."""
PATIENCE = (20.0, 120.0, 800.0)
"""What ordering, and then drawing, may take for a map of few, of many and of more factors, in milliseconds or so."""
CARE = 2.5
"""How many times that a first careful order may take before the engine is told to be quick."""
DRAWN = 3
"""Drafts of a part that are drawn, at most: those with the fewest crossings."""
CROSSING = 150.0
"""What a crossing counts for in a draft, in units climbed."""
AS_GOOD = 1.05
"""How many times the fewest crossings a draft may have that is nearer to the arrangement before."""


@dataclass(frozen=True, slots=True)
class Task:
    """A linked part to arrange: its factors, their heights, its links, which are symptoms, and where factors stood."""

    ids: list[str]
    heights: list[float]
    links: list[Ends]
    symptoms: Collection[str]
    before: Mapping[str, Point]

    @property
    def arcs(self) -> list[tuple[int, int]]:
        """Each link as places in the list of factors."""
        at = {key: i for i, key in enumerate(self.ids)}
        return [(at[link.cause], at[link.effect]) for link in self.links]

    @property
    def last(self) -> frozenset[int]:
        """The symptoms that lead nowhere, as places in the list of factors: they belong at the right."""
        leading = {link.cause for link in self.links}
        return frozenset(i for i, key in enumerate(self.ids) if key in self.symptoms and key not in leading)

    @property
    def stood(self) -> dict[int, Point]:
        """Where factors stood, by their places in the list."""
        return {i: self.before[key] for i, key in enumerate(self.ids) if key in self.before}


@dataclass(frozen=True, slots=True)
class Draft:
    """An order of a part's columns, and what it crosses at the price of its columns."""

    columns: Columns
    layers: Layers
    order: list[float]
    crossings: float
    near: bool = False
    """Whether it was begun from the arrangement before."""


def arrange(task: Task, factors: int) -> tuple[list[int], list[float]]:
    """Give each factor of a part its column and its y; the whole map has so many linked `factors`."""
    patience = PATIENCE[(factors > FEW) + (factors > MANY)] * len(task.ids) / factors
    drafts = sorted(_drafts(task, patience), key=lambda draft: draft.crossings)
    slowness = 0.25 * len(drafts[0].layers.heights)
    most = max(1, min(DRAWN, int(patience / slowness)))
    chosen = drafts[:most]
    if task.before:
        bound = AS_GOOD * drafts[0].crossings + 1
        near = [draft for draft in drafts if draft.near and draft.crossings <= bound and draft not in chosen]
        chosen += near[:most]
    elif not chosen[0].crossings:
        chosen = chosen[:1]
    arranged = [(draft, heights_for(draft.layers, draft.order)) for draft in chosen]
    drawn = 1 < len(chosen) <= patience / slowness
    judged = [
        (*(_judged(task, draft.columns, ys) if drawn else (draft.crossings, draft.crossings)), draft.columns.of, ys)
        for draft, ys in arranged
    ]
    if not task.before:
        _, _, columns, ys = min(judged, key=lambda each: each[:2])
        return columns, ys
    bound = AS_GOOD * min(crossed for _, crossed, _, _ in judged)
    good = [(of, ys) for _, crossed, of, ys in judged if crossed <= bound]
    good += [(of, [-y for y in ys]) for of, ys in good]
    return min(good, key=lambda each: _movement(task, *each))


def _drafts(task: Task, patience: float) -> list[Draft]:
    """Order the columns in several ways."""
    arcs, stood = task.arcs, task.stood
    choices = column_choices(task.heights, arcs, task.last)
    if len(stood) == len(task.ids):
        kept = columns_kept([stood[i][0] for i in range(len(stood))], arcs, choices[0], task.last)
        choices += [kept] if kept else []
    grounds = [(columns, layers_of(task.heights, arcs, columns.of)) for columns in choices]
    drafts: list[Draft] = []

    def add(columns: Columns, layers: Layers, order: list[float], *, near: bool = False, still: int = 0) -> None:
        order, crossed = sifted(layers, order, still)
        drafts.append(Draft(columns, layers, order, crossed * columns.price + columns.toll, near))

    if stood:
        for columns, layers in grounds:
            order = _order_before(layers, arcs, columns.of, stood)
            add(columns, layers, order, near=True)
            add(columns, layers, order, near=True, still=layers.factors)
    slowness = sum(_slowness(layers) for _, layers in grounds)
    for n, beginning in enumerate(BEGINNINGS):
        if n and ((n + 1) * slowness > patience or any(draft.crossings == 0 for draft in drafts)):
            break
        for columns, layers in grounds:
            add(columns, layers, order_for(layers, beginning, carefully=slowness <= CARE * patience))
    return drafts


def _slowness(layers: Layers) -> float:
    """Say about how long the engine takes to order the columns carefully, in milliseconds."""
    return float(len(layers.heights) ** 1.5 / 60)


def _order_before(
    layers: Layers, arcs: Sequence[tuple[int, int]], columns: Sequence[int], stood: Mapping[int, Point]
) -> list[float]:
    """Give every point the height it had, or that of a straight line between a link's ends."""
    middle = median(y for _, y in stood.values())
    ys = [stood[i][1] if i in stood else middle for i in range(layers.factors)]
    for cause, effect in arcs:
        a, b = (cause, effect) if columns[cause] < columns[effect] else (effect, cause)
        for column in range(columns[a] + 1, columns[b]):
            part = (column - columns[a]) / (columns[b] - columns[a])
            ys.append(ys[a] + (ys[b] - ys[a]) * part)
    return ys


def _judged(task: Task, columns: Columns, ys: Sequence[float]) -> tuple[float, float]:
    """Say how restless a draft is: what its links cross and climb, how tall it is; and what they cross alone."""
    boxes = {
        key: Box(column * PITCH, y, BOX_WIDTH, height)
        for key, column, y, height in zip(task.ids, columns.of, ys, task.heights, strict=True)
    }
    climb = sum(abs(boxes[link.cause].y - boxes[link.effect].y) for link in task.links)
    crossed = tangle(boxes, task.links) * columns.price + columns.toll
    return CROSSING * crossed + climb + 2 * (max(ys) - min(ys)), crossed


def _movement(task: Task, columns: Sequence[int], ys: Sequence[float]) -> float:
    """Say how far the factors of a part move, but for the shift they have in common."""
    stood = task.stood
    right = [stood[i][0] - columns[i] * PITCH for i in stood]
    down = [stood[i][1] - ys[i] for i in stood]
    if not stood:
        return 0.0
    return _spread(right) + _spread(down)


def _spread(numbers: Sequence[float]) -> float:
    middle = median(numbers)
    return sum(abs(number - middle) for number in numbers)
