"""Tidy: arrange a whole map anew, or as nearly as it stood as can be had without more crossings.

The engine graphlay says how far downstream each factor stands and proposes in which order the factors and the links
that pass by stand in a column (layered drawing after Sugiyama, Tagawa and Toda, 1981); what makes the picture calm is
ours: one grid of columns for all parts, even gaps, symptoms at the right edge, parts packed to the shape of a slide.
"""

from collections.abc import Collection, Generator, Mapping, Sequence
from math import inf

from app.layout.broad import FROM, Broad, arranged_broadly
from app.layout.columns import parts_of
from app.layout.drafts import Task, arrange
from app.layout.geometry import Ends, Point
from app.layout.keeping import kept
from app.layout.packing import Part, Sizes, packed


def tidy(
    sizes: Sizes,
    links: Sequence[Ends],
    symptoms: Collection[str] = (),
    *,
    before: Mapping[str, Point] | None = None,
    pinned: Collection[str] = (),
) -> dict[str, Point]:
    """Give every factor of `sizes` (id: width, height) the middle of its place; the same map always gives the same.

    The stream runs left to right. Links to unknown factors are passed over. With `before`, where factors stood, the
    map keeps what it can of its columns, order and place for about as few crossings. The factors `pinned` stay exactly
    where they stood and nothing comes nearer to them than the row gap; those that `before` does not name are not held.
    """
    at_work = tidied(sizes, links, symptoms, before=before, pinned=pinned)
    while True:
        try:
            next(at_work)
        except StopIteration as end:
            return dict(end.value)


def tidied(
    sizes: Sizes,
    links: Sequence[Ends],
    symptoms: Collection[str] = (),
    *,
    before: Mapping[str, Point] | None = None,
    pinned: Collection[str] = (),
) -> Generator[float, None, dict[str, Point]]:
    """The same, telling now and then what share of the work is done; its return is the places."""
    if not sizes:
        return {}
    before = {key: before[key] for key in sizes if key in before} if before else {}
    arcs = {(k.cause, k.effect): k for k in links if k.cause in sizes and k.effect in sizes and k.cause != k.effect}
    groups = parts_of(list(sizes), list(arcs.values()))
    home = {key: i for i, group in enumerate(groups) for key in group}
    tasks = [Task(group, [sizes[key][1] for key in group], [], symptoms, before) for group in groups]
    for link in arcs.values():
        tasks[home[link.cause]].links.append(link)
    linked = [task for task in tasks if len(task.ids) > 1]
    factors = sum(len(task.ids) for task in linked)
    parts, done = [], 0
    for task in linked:
        if len(task.ids) < FROM:
            parts.append(_part(task, *arrange(task, factors)))
        else:
            at_work = arranged_broadly(task)
            columns, ys = yield from _shares(at_work, done / factors, len(task.ids) / factors)
            parts.append(_part(task, columns, ys))
        done += len(task.ids)
    parts.sort(key=lambda part: -len(part.ids))
    if before:
        parts.sort(key=lambda part: _corner(part.ids, sizes, before))
    alone = [group[0] for group in groups if len(group) == 1]
    places = packed(parts, alone, sizes)
    held = {key: before[key] for key in pinned if key in before}
    if before:
        places = kept(places, sizes, before, held)
    return {key: (round(places[key][0], 1), round(places[key][1], 1)) for key in sizes} | held


def _shares(at_work: Generator[float, None, Broad], begun: float, part: float) -> Generator[float, None, Broad]:
    """What share of the whole is done while a part of it is worked at."""
    while True:
        try:
            yield begun + part * next(at_work)
        except StopIteration as end:
            columns, ys = end.value
            return columns, ys


def _corner(ids: Sequence[str], sizes: Sizes, before: Mapping[str, Point]) -> Point:
    """Give a part's top and, negative, its right edge as it stood: parts are packed from the upper right corner."""
    tops = [before[key][1] - sizes[key][1] / 2 for key in ids if key in before]
    rights = [before[key][0] + sizes[key][0] / 2 for key in ids if key in before]
    return (round(min(tops)), -round(max(rights))) if tops else (inf, 0.0)


def _part(task: Task, columns: list[int], ys: list[float]) -> Part:
    """Make an arranged part ready to be packed."""
    top = min(y - height / 2 for y, height in zip(ys, task.heights, strict=True))
    climbs = [0.0] * (max(columns) + 1)
    for cause, effect in task.arcs:
        a, b = sorted((columns[cause], columns[effect]))
        for column in range(a, b):
            climbs[column] += abs(ys[cause] - ys[effect]) / (b - a)
    return Part(task.ids, columns, [y - top for y in ys], climbs)
