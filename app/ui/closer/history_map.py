"""What "History" puts on the map: two moments as one picture, with what came, went and is otherwise."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from app.analysis.differences import Differences
from app.drawing.sizes import WIDTH, size_of
from app.model.cause_map import CauseMap
from app.model.changes import Add
from app.model.records import Factor, Link, Record
from app.ui.showing import Shown, Tone

_AIR = 16.0
"""What is free round a factor that finds another place."""
_ROUNDS = 12
"""How many times its own size away one that has gone is put at most."""


def both(before: CauseMap, after: CauseMap, found: Differences) -> CauseMap:
    """The later map with what has gone since the earlier one, where it stood, or near it where something else does."""
    gone = [before.factors[id_] for id_ in found.gone if id_ in before.factors]
    links = [before.links[id_] for id_ in found.gone if id_ in before.links]
    if not gone and not links:
        return after
    return _with(after, _apart(gone, after), links)


def _with(after: CauseMap, factors: list[Factor], links: list[Link]) -> CauseMap:
    known = {each.id for each in (*factors, *after.factors.values()) if not each.parked}
    pairs = {(link.cause, link.effect) for link in after.links.values()}
    kept: list[Record] = [
        each.model_copy(update={"together": ""})
        for each in links
        if {each.cause, each.effect} <= known and (each.cause, each.effect) not in pairs
    ]
    return after.apply([*(Add(each) for each in factors), *(Add(each) for each in kept)])


def _apart(gone: Iterable[Factor], after: CauseMap) -> list[Factor]:
    """The factors that have gone, each in the free place next to its own."""
    standing = [(*place, *size_of(each)) for each in after.on_the_map() if (place := _place(each)) is not None]
    boxes = np.array(standing).reshape(-1, 4)
    placed = []
    for factor in gone:
        place = None if factor.parked else _place(factor)
        if place is None:
            placed.append(factor)
            continue
        width, height = size_of(factor)
        x, y = _free_near(boxes, *place, width, height)
        boxes = np.vstack([boxes, (x, y, width, height)])
        placed.append(factor if (x, y) == place else factor.with_fields({"x": x, "y": y}))
    return placed


def _place(factor: Factor) -> tuple[float, float] | None:
    return None if factor.x is None or factor.y is None else (factor.x, factor.y)


def _free_near(boxes: NDArray[np.float64], x: float, y: float, width: float, height: float) -> tuple[float, float]:
    """The free place next to this one: up and down before aside; the place itself where there is none near."""
    far = np.abs(boxes[:, :2] - (x, y))
    sides = (boxes[:, 2:] + (width, height)) / 2
    if not (far < sides).all(axis=1).any():
        return x, y
    for away in range(1, _ROUNDS + 1):
        down, aside = away * (height + _AIR) / 2, (away // 3) * (WIDTH + _AIR)
        for dx, dy in ((0.0, down), (0.0, -down), (aside, 0.0), (-aside, 0.0), (aside, down), (-aside, -down)):
            if not (np.abs(boxes[:, :2] - (x + dx, y + dy)) < sides + _AIR / 2).all(axis=1).any():
                return round(x + dx, 2), round(y + dy, 2)
    return x, y


def shown_differences(found: Differences, whole: CauseMap) -> Shown:
    """What came, went and is otherwise, each in its tone; the rest fades."""
    tones: dict[str, Tone] = dict.fromkeys(found.added, "new")
    tones.update(dict.fromkeys(found.gone, "gone"))
    tones.update(dict.fromkeys(found.changed, "changed"))
    return Shown(
        factors={id_: tone for id_, tone in tones.items() if id_ in whole.factors},
        links={id_: tone for id_, tone in tones.items() if id_ in whole.links},
    )
