"""Routes: the curve of every link, given where the boxes stand.

Links run through the corridors between columns and the gaps between boxes; where columns cannot say, a detour is found.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Iterable, Mapping, Sequence

from app.layout.detour import Edges, Obstacles, detour, edges_of, is_clear, overlap
from app.layout.field import CLEAR, Field, survey
from app.layout.geometry import Box, Ends, Route
from app.layout.plans import FEW_LINKS, Plan, plan_all, plan_of, set_ports, set_runs
from app.layout.strokes import stroke


def route_links(boxes: Mapping[str, Box], links: Sequence[Ends]) -> dict[str, Route]:
    """Give every link whose ends have boxes its curve, by link id.

    No curve runs under a box that is not one of its ends, as long as there are gaps of 14 units to run through.
    """
    shown = [k for k in links if k.cause in boxes and k.effect in boxes]
    return _draw(survey(boxes), boxes, shown, carefully=len(shown) <= FEW_LINKS)


def reroute(
    boxes: Mapping[str, Box], links: Sequence[Ends], routes: Mapping[str, Route], moved: Collection[str]
) -> dict[str, Route]:
    """Give all routes after the boxes `moved` have moved, been added or been removed.

    New are those of links that touch a moved box, run through where one now stands, or made way for where one stood
    (as told by the old routes of its links); every other route is the very same object.
    """
    shown = [k for k in links if k.cause in boxes and k.effect in boxes]
    stale = _stale(boxes, shown, routes, moved)
    if not stale:
        return {k.id: routes[k.id] for k in shown}
    ground = survey(boxes)
    again = [k for k in shown if k.id in stale]
    ends = [boxes[key] for k in again for key in (k.cause, k.effect)]
    reach = (min(box.left for box in ends), max(box.right for box in ends))
    _lay_lines(ground, [routes[k.id] for k in shown if k.id not in stale], reach)
    fresh = _draw(ground, boxes, again, carefully=len(shown) <= FEW_LINKS)
    return {k.id: fresh.get(k.id) or routes[k.id] for k in shown}


def rerouted(
    boxes: Mapping[str, Box], links: Sequence[Ends], routes: Mapping[str, Route], moved: Collection[str]
) -> dict[str, Route]:
    """Give all routes after a change: as :func:`reroute`, or all anew where most of the boxes have moved."""
    return route_links(boxes, links) if len(moved) > len(boxes) // 2 else reroute(boxes, links, routes, moved)


def plain_route(cause: Box, effect: Box) -> Route:
    """Give a curve from box to box that looks at nothing else, for as long as a better one is not known."""
    x0, x1 = (cause.right, effect.left) if effect.x >= cause.x else (cause.left, effect.right)
    reach = max(abs(x1 - x0) / 2, 40.0) * (1 if effect.x >= cause.x else -1)
    return ((x0, cause.y), (x0 + reach, cause.y), (x1 - reach, effect.y), (x1, effect.y))


def _draw(ground: Field, boxes: Mapping[str, Box], links: Sequence[Ends], *, carefully: bool) -> dict[str, Route]:
    plans = [plan_of(ground, link, boxes[link.cause], boxes[link.effect]) for link in links]
    standing = {
        (c, gap): tuple(lines) for c, column in enumerate(ground.columns) for gap, lines in enumerate(column.lines)
    }
    plan_all(ground, plans, carefully=carefully)
    set_runs(ground, plans, standing)
    set_ports(plans)
    routes = {plan.link.id: stroke(ground, plan) for plan in plans}
    if not ground.even:
        obstacles = Obstacles.of(boxes)
        for plan in plans:
            routes[plan.link.id] = _kept_clear(plan, routes[plan.link.id], boxes, obstacles)
    return routes


def _kept_clear(plan: Plan, route: Route, boxes: Mapping[str, Box], obstacles: Obstacles) -> Route:
    """Give the route itself if it keeps out of all boxes, or else a detour, if there is one.

    Boxes that lie on one of the link's ends cannot be gone round and are passed over.
    """
    ends = (plan.link.cause, plan.link.effect)
    if plan.kind != "free":
        xs = [x for x, _ in route]
        near = obstacles.between(min(xs), max(xs), ends)
        if is_clear(route, near):
            return route
        own = (edges_of(plan.cause), edges_of(plan.effect))
        if is_clear(route, [edges for edges in near if not any(overlap(edges, end) for end in own)]):
            return route
    return detour(plan.cause, plan.effect, [box for key, box in boxes.items() if key not in ends]) or route


def _stale(
    boxes: Mapping[str, Box], links: Sequence[Ends], routes: Mapping[str, Route], moved: Collection[str]
) -> set[str]:
    """Find the links that must be drawn anew."""
    now = [_grown(boxes[key], CLEAR - 1) for key in moved if key in boxes]
    freed = [_grown(box, 3 * CLEAR) for box in _old_places(boxes, links, routes, moved)]
    places = now + freed
    stale = set()
    for link in links:
        route = routes.get(link.id)
        if route is None or link.cause in moved or link.effect in moved:
            stale.add(link.id)
            continue
        xs, ys = zip(*route, strict=True)
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        if not any(e[0] < right and e[2] > left and e[1] < bottom and e[3] > top for e in places):
            continue
        if not is_clear(route, now) or (len(route) > 4 and not is_clear(route, freed)):
            stale.add(link.id)
    return stale


def _old_places(
    boxes: Mapping[str, Box], links: Sequence[Ends], routes: Mapping[str, Route], moved: Collection[str]
) -> list[Box]:
    """Give where moved boxes stood, as far as the old routes of their links tell."""
    ends: dict[str, list[tuple[float, float]]] = {}
    for link in links:
        if link.cause not in moved and link.effect not in moved:
            continue
        route = routes.get(link.id, ((0.0, 0.0),) * 2)
        for key, (x, y), (along, _) in ((link.cause, route[0], route[1]), (link.effect, route[-1], route[-2])):
            if key in moved and key in boxes and along != x:
                half = boxes[key].width / 2
                ends.setdefault(key, []).append((x - half if along > x else x + half, y))
    places = []
    for key, found in ends.items():
        ys = [y for _, y in found]
        places.append(Box(found[0][0], (min(ys) + max(ys)) / 2, boxes[key].width, boxes[key].height))
    return places


def _grown(box: Box, by: float) -> Edges:
    return (box.left - by, box.top - by, box.right + by, box.bottom + by)


def _lay_lines(ground: Field, routes: Iterable[Route], reach: tuple[float, float]) -> None:
    """Enter routes that stay, as far as they lie within `reach`, into the gaps and corridors they run through."""
    columns, lefts, rights, corridors = ground.columns, ground.lefts, ground.rights, ground.corridors
    for route in routes:
        for n in range(0, len(route) - 1, 3):
            (x0, y0), (x1, y1) = route[n], route[n + 3]
            if x0 > x1:
                x0, y0, x1, y1 = x1, y1, x0, y0
            if x1 < reach[0] or x0 > reach[1]:
                continue
            for c in range(bisect_left(rights, x0 - 0.5) + 1, bisect_right(lefts, x1 + 0.5)):
                corridors[c].append((y0, y1))
            if y0 == y1:
                for c in range(bisect_left(lefts, x0 - 0.5), bisect_right(rights, x1 + 0.5)):
                    gap = columns[c].nearest(y0)
                    insort(columns[c].lines[gap], y0)
