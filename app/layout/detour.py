"""Detours: the way round boxes for a link that no column helps, level and upright stretches with round corners."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

from app.layout.curves import corner, joined, straight
from app.layout.field import CLEAR
from app.layout.geometry import Box, Point, Route

CORNER = 26.0
"""What a corner costs, in units of length."""
ROUND = 22.0
"""Largest radius of a corner; small enough that the curve stays clear of the box it turns round."""
FEW, MANY = 16, 90
"""Boxes looked at, nearest to the ends first: at first, and where the way found runs through others."""

Edges = tuple[float, float, float, float]
"""Left, top, right, bottom."""
State = tuple[int, int, int]
"""Grid column, grid row, direction of travel."""
_SIDES = ((1, 0), (0, -1), (0, 1), (-1, 0))
"""Right, up, down, left; side 3 - s is opposite to side s."""
_LEAVING = (0.0, 45.0, 45.0, 160.0)
_ARRIVING = (160.0, 45.0, 45.0, 0.0)


@dataclass(frozen=True, slots=True)
class _Door:
    """A side of a box that a link may use: the side's middle, a point just outside, what it costs."""

    edge: Point
    outside: Point
    cost: float


@dataclass(slots=True)
class _Grid:
    """Lines along which a detour may run; `level` and `upright` mark stretches shut by a box."""

    xs: list[float]
    ys: list[float]
    level: list[bytearray]
    upright: list[bytearray]

    def open(self, i: int, j: int, side: int) -> bool:
        """Say whether the stretch from the grid point to its neighbour on that side may be used."""
        dx, dy = _SIDES[side]
        if not (0 <= i + dx < len(self.xs) and 0 <= j + dy < len(self.ys)):
            return False
        return not (self.level[j][min(i, i + dx)] if dx else self.upright[i][min(j, j + dy)])

    def point(self, state: State) -> Point:
        return (self.xs[state[0]], self.ys[state[1]])


@dataclass(slots=True)
class Obstacles:
    """All boxes, quickly found by where a curve runs."""

    lefts: list[float]
    edges: list[Edges]
    keys: list[str]
    widest: float

    @classmethod
    def of(cls, boxes: Mapping[str, Box]) -> "Obstacles":
        """Sort the boxes by their left edges."""
        found = sorted((edges_of(box), key) for key, box in boxes.items())
        widest = max((e[2] - e[0] for e, _ in found), default=0.0)
        return cls([e[0] for e, _ in found], [e for e, _ in found], [key for _, key in found], widest)

    def between(self, left: float, right: float, ends: tuple[str, str]) -> list[Edges]:
        """Give the boxes that reach between two heights of x, without those of a link's ends."""
        first, last = bisect_left(self.lefts, left - self.widest), bisect_right(self.lefts, right)
        return [self.edges[i] for i in range(first, last) if self.keys[i] not in ends]


def edges_of(box: Box) -> Edges:
    """Give a box's left, top, right and bottom."""
    return (box.left, box.top, box.right, box.bottom)


def overlap(one: Edges, two: Edges) -> bool:
    """Say whether two boxes overlap."""
    return one[0] < two[2] and one[2] > two[0] and one[1] < two[3] and one[3] > two[1]


def detour(cause: Box, effect: Box, others: Sequence[Box]) -> Route | None:
    """Find a short way with few corners round `others`, leaving right and arriving from the left where that is free.

    None where every side of an end is shut in. Any gap of twice the clearance lets the link through.
    """
    x0, x1 = min(cause.left, effect.left), max(cause.right, effect.right)
    y0, y1 = min(cause.top, effect.top), max(cause.bottom, effect.bottom)

    def away(box: Box) -> float:
        return max(x0 - box.right, box.left - x1, 0.0) + max(y0 - box.bottom, box.top - y1, 0.0)

    nearest = sorted(others, key=away)
    route = _detour(cause, effect, nearest[:FEW])
    if route and len(nearest) > FEW and not is_clear(route, [edges_of(box) for box in nearest[FEW:]]):
        return _detour(cause, effect, nearest[:MANY])
    return route


def _detour(cause: Box, effect: Box, others: Sequence[Box]) -> Route | None:
    reach = CLEAR - 0.01
    walls = [_grown(box, reach) for box in others]
    leave, arrive = _doors(cause, _LEAVING), _doors(effect, _ARRIVING)
    grid = _grid([*walls, _grown(cause, reach), _grown(effect, reach)], [*leave, *arrive])
    chain = _shortest(grid, leave, arrive, walls)
    return _rounded(chain) if chain else None


def _grown(box: Box, by: float) -> Edges:
    return (box.left - by, box.top - by, box.right + by, box.bottom + by)


def _doors(box: Box, costs: Sequence[float]) -> list[_Door]:
    edges = ((box.right, box.y), (box.x, box.top), (box.x, box.bottom), (box.left, box.y))
    outside = [(x + CLEAR * dx, y + CLEAR * dy) for (x, y), (dx, dy) in zip(edges, _SIDES, strict=True)]
    return [_Door(*door) for door in zip(edges, outside, costs, strict=True)]


def _grid(walls: Sequence[Edges], doors: Sequence[_Door]) -> _Grid:
    xs = sorted({wall[i] for wall in walls for i in (0, 2)} | {door.outside[0] for door in doors})
    ys = sorted({wall[i] for wall in walls for i in (1, 3)} | {door.outside[1] for door in doors})
    grid = _Grid(xs, ys, [bytearray(len(xs)) for _ in ys], [bytearray(len(ys)) for _ in xs])
    for left, top, right, bottom in walls:
        i0, i1 = bisect_left(xs, left), bisect_left(xs, right)
        j0, j1 = bisect_left(ys, top), bisect_left(ys, bottom)
        for j in range(bisect_right(ys, top), j1):
            grid.level[j][i0:i1] = b"\x01" * (i1 - i0)
        for i in range(bisect_right(xs, left), i1):
            grid.upright[i][j0:j1] = b"\x01" * (j1 - j0)
    return grid


def _shortest(
    grid: _Grid, leave: Sequence[_Door], arrive: Sequence[_Door], walls: Sequence[Edges]
) -> list[Point] | None:
    """Search the grid for the cheapest way (A* over points and directions); give its points, box to box."""
    column, row = {x: i for i, x in enumerate(grid.xs)}, {y: j for j, y in enumerate(grid.ys)}
    goals: dict[tuple[int, int], list[int]] = {}
    for side, door in enumerate(arrive):
        goals.setdefault((column[door.outside[0]], row[door.outside[1]]), []).append(side)
    if not any(_free(door, walls) for door in leave) or not any(_free(door, walls) for door in arrive):
        return None
    x0, y0, x1, y1 = arrive[3].outside[0], arrive[1].outside[1], arrive[0].outside[0], arrive[2].outside[1]
    ahead_x = [max(x0 - x, x - x1, 0.0) for x in grid.xs]
    ahead_y = [max(y0 - y, y - y1, 0.0) for y in grid.ys]
    costs: dict[State, float] = {}
    came: dict[State, State | int] = {}
    heap: list[tuple[float, State]] = []
    for side, door in enumerate(leave):
        if not _free(door, walls):
            continue
        x, y = door.outside
        state = (column[x], row[y], side)
        costs[state], came[state] = door.cost, side
        heappush(heap, (door.cost + ahead_x[state[0]] + ahead_y[state[1]], state))
    best, end, last = inf, None, 0
    while heap and heap[0][0] < best:
        guess, state = heappop(heap)
        i, j, heading = state
        cost = costs[state]
        if guess > cost + ahead_x[i] + ahead_y[j]:
            continue
        for side in goals.get((i, j), ()):
            total = cost + arrive[side].cost + (0.0 if heading == 3 - side else CORNER)
            if heading != side and total < best:
                best, end, last = total, state, side
        for side in range(4):
            if side == 3 - heading or not grid.open(i, j, side):
                continue
            to = (i + _SIDES[side][0], j + _SIDES[side][1], side)
            grown = cost + abs(grid.xs[to[0]] - grid.xs[i]) + abs(grid.ys[to[1]] - grid.ys[j])
            grown += 0.0 if side == heading else CORNER
            if grown < costs.get(to, inf):
                costs[to], came[to] = grown, state
                heappush(heap, (grown + ahead_x[to[0]] + ahead_y[to[1]], to))
    if end is None:
        return None
    chain = [arrive[last].edge]
    at: State | int = end
    while not isinstance(at, int):
        chain.append(grid.point(at))
        at = came[at]
    chain.append(leave[at].edge)
    return chain[::-1]


def _free(door: _Door, walls: Sequence[Edges]) -> bool:
    x, y = door.outside
    return not any(left < x < right and top < y < bottom for left, top, right, bottom in walls)


def _rounded(chain: Sequence[Point]) -> Route:
    """Join level and upright stretches with round corners."""
    points = [chain[0]]
    for point, after in zip(chain[1:], [*chain[2:], None], strict=True):
        if after and (points[-1][0] == point[0] == after[0] or points[-1][1] == point[1] == after[1]):
            continue
        if point != points[-1]:
            points.append(point)
    pieces: list[list[Point]] = []
    at = points[0]
    for n in range(1, len(points) - 1):
        here, after = points[n], points[n + 1]
        one = _length(points[n - 1], here) * (1.0 if n == 1 else 0.5)
        two = _length(here, after) * (1.0 if n == len(points) - 2 else 0.5)
        radius = min(ROUND, one * 0.999, two * 0.999)
        before, beyond = _towards(here, points[n - 1], radius), _towards(here, after, radius)
        pieces.extend((straight(at, before), corner(before, here, beyond)))
        at = beyond
    pieces.append(straight(at, points[-1]))
    return joined(points[0], pieces)


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(a: Point, b: Point, by: float) -> Point:
    span = _length(a, b)
    return (a[0] + (b[0] - a[0]) * by / span, a[1] + (b[1] - a[1]) * by / span)


def is_clear(route: Route, obstacles: Sequence[Edges]) -> bool:
    """Say whether a route keeps out of all boxes, sampled every few units."""
    for n in range(0, len(route) - 1, 3):
        piece = route[n : n + 4]
        xs, ys = [x for x, _ in piece], [y for _, y in piece]
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        near = [e for e in obstacles if e[0] < right and e[2] > left and e[1] < bottom and e[3] > top]
        if near and _enters(piece, near, 3 + int((right - left + bottom - top) / 5)):
            return False
    return True


def _enters(piece: Route, obstacles: Sequence[Edges], steps: int) -> bool:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = piece
    for n in range(steps + 1):
        t = n / steps
        s = 1 - t
        a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
        x, y = a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3
        if any(left < x < right and top < y < bottom for left, top, right, bottom in obstacles):
            return True
    return False
