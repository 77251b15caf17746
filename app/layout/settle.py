"""Settle: after an edit, the least movement. What is new finds room, what must move moves, and nothing else.

The second beat, which untangles, is in :mod:`app.layout.easing`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from app.layout.geometry import Box, Ends, Point
from app.layout.ground import Ground
from app.layout.parting import parted
from app.layout.room import insert, make_way

Size = tuple[float, float]


def settle(
    boxes: Mapping[str, Box],
    links: Sequence[Ends],
    newcomers: Mapping[str, Size],
    *,
    still: Collection[str] = (),
    loose: Collection[str] = (),
    changed: Collection[str] = (),
    symptoms: Collection[str] = (),
) -> dict[str, Point]:
    """Give the places of the newcomers (id: width, height), and of the factors that make room for them.

    ``boxes``: what stands, as large as it is now. ``links``: all links after the edit. ``still``: never moved.
    ``loose``: takes a new place beside what it is linked to, as a newcomer. ``changed``: grew, or was put where it is:
    what it overlaps gives way. Columns, and the order within them, are kept.
    """
    free = [key for key in dict.fromkeys(loose) if key in boxes and key not in still]
    ground = Ground({key: box for key, box in boxes.items() if key not in newcomers}, links, newcomers, still)
    for key in dict.fromkeys(changed):
        if key in ground.boxes:
            make_way(ground, key)
    if changed:
        _part(ground, {*changed, *still})
        _part(ground, still)
    sizes = {key: (boxes[key].width, boxes[key].height) for key in free if ground.is_linked(key)}
    for key in sizes:
        if key in ground.boxes:
            ground.lift(key)
    insert(ground, sizes | dict(newcomers), symptoms)
    return moved_in(boxes, ground)


def _part(ground: Ground, still: Collection[str]) -> None:
    """Part what still lies on each other: several that grew, strays, what walls left no room."""
    for key, y in parted(ground.boxes, still).items():
        ground.put(key, replace(ground.boxes[key], y=y))


def moved_in(boxes: Mapping[str, Box], ground: Ground) -> dict[str, Point]:
    """The places of all boxes that are new on the ground or stand elsewhere than they stood."""
    return {
        key: (round(box.x, 2), round(box.y, 2))
        for key, box in ground.boxes.items()
        if key not in boxes or abs(box.x - boxes[key].x) + abs(box.y - boxes[key].y) > 0.01
    }
