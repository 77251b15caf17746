"""Routes: the curve of every link, given where the boxes stand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from app.layout import curves
from app.layout.field import Field, survey
from app.layout.geometry import Box, Ends, Point, Route
from app.layout.ways import Run, back_way, forward_way, settle, take

PORT = 12.0
"""How far from the middle of a side a link may leave or arrive so that it runs straight."""


@dataclass(slots=True)
class _Plan:
    """A link on its way to a curve."""

    link: Ends
    cause: Box
    effect: Box
    kind: str
    runs: list[Run] = field(default_factory=list)


def route_links(boxes: Mapping[str, Box], links: Sequence[Ends]) -> dict[str, Route]:
    """Give every link whose ends have boxes its curve, by link id."""
    ground = survey(boxes)
    return _draw(ground, boxes, links)


def reroute(
    boxes: Mapping[str, Box], links: Sequence[Ends], routes: Mapping[str, Route], moved: Collection[str]
) -> dict[str, Route]:
    """Give all routes after the boxes `moved` have moved; only those that must change are new objects."""
    stale = [k for k in links if k.id not in routes or k.cause in moved or k.effect in moved]
    fresh = route_links(boxes, stale)
    return {k.id: fresh.get(k.id) or routes[k.id] for k in links if k.cause in boxes and k.effect in boxes}


def _draw(ground: Field, boxes: Mapping[str, Box], links: Sequence[Ends]) -> dict[str, Route]:
    plans = [
        _plan(ground, link, boxes[link.cause], boxes[link.effect])
        for link in links
        if link.cause in boxes and link.effect in boxes
    ]
    for plan in sorted(plans, key=lambda plan: (plan.kind != "forward", abs(plan.effect.x - plan.cause.x))):
        _find_way(ground, plan)
    _settle_all(ground, plans)
    return {plan.link.id: _curve(ground, plan) for plan in plans}


def _plan(ground: Field, link: Ends, cause: Box, effect: Box) -> _Plan:
    at, to = ground.column_of.get(link.cause, -1), ground.column_of.get(link.effect, -1)
    if at >= 0 and at == to:
        return _Plan(link, cause, effect, "beside")
    if effect.x - effect.width / 2 > cause.x + cause.width / 2:
        return _Plan(link, cause, effect, "forward")
    return _Plan(link, cause, effect, "back" if at > to >= 0 else "free")


def _find_way(ground: Field, plan: _Plan) -> None:
    if plan.kind == "forward":
        plan.runs = forward_way(ground, plan.cause, plan.effect)
    elif plan.kind == "back":
        start, stop = ground.column_of[plan.link.cause], ground.column_of[plan.link.effect]
        plan.runs = back_way(ground, plan.cause, plan.effect, start, stop)
    take(ground, plan.runs)


def _settle_all(ground: Field, plans: Sequence[_Plan]) -> None:
    """Give every run its final height: the longest first, each leaning to the side it comes from and goes to."""
    waiting: list[tuple[int, float, int, Run, float]] = []
    for n, plan in enumerate(plans):
        for i, run in enumerate(plan.runs):
            before = plan.runs[i - 1].y if i else plan.cause.y
            after = plan.runs[i + 1].y if i + 1 < len(plan.runs) else plan.effect.y
            pull = before + after - 2 * run.y
            lean = 0.0 if run.y in (before, after) else max(-4.0, min(4.0, pull / 60))
            waiting.append((-len(run.columns), abs(pull), n, run, run.y + lean))
    waiting.sort(key=lambda item: item[:3])
    for _, _, _, run, wish in waiting:
        settle(ground, run, wish)


def _curve(ground: Field, plan: _Plan) -> Route:
    if plan.kind == "forward":
        return _forward_curve(ground, plan)
    if plan.kind == "back":
        return _back_curve(ground, plan)
    if plan.kind == "beside":
        return _beside_curve(ground, plan)
    return _free_curve(plan)


def _port(box: Box, y: float) -> float:
    """Give the height at which a link leaves or arrives that goes on at y."""
    return y if abs(y - box.y) <= min(PORT, box.height / 2 - 8) else box.y


def _forward_curve(ground: Field, plan: _Plan) -> Route:
    cause, effect, runs = plan.cause, plan.effect, plan.runs
    x, stop = cause.right, effect.left
    y = _port(cause, runs[0].y) if runs else cause.y
    end = _port(effect, runs[-1].y) if runs else effect.y
    start: Point = (x, y)
    pieces: list[list[Point]] = []
    for run in runs:
        x_in, x_out = ground.columns[run.columns[0]].left, ground.columns[run.columns[-1]].right
        if run.y == y:
            pieces.append(curves.level(x, x_out, y))
        else:
            pieces.extend((curves.swing(x, y, x_in, run.y), curves.level(x_in, x_out, run.y)))
        x, y = x_out, run.y
    pieces.append(curves.level(x, stop, y) if y == end else curves.swing(x, y, stop, end))
    return curves.joined(start, pieces)


def _back_curve(ground: Field, plan: _Plan) -> Route:
    cause, effect, runs = plan.cause, plan.effect, plan.runs
    y = runs[0].y
    start = (cause.x, cause.bottom if y > cause.y else cause.top)
    x = ground.columns[runs[0].columns[0]].left
    pieces = [curves.drop(*start, x, y)]
    for run in runs:
        x_in, x_out = ground.columns[run.columns[0]].right, ground.columns[run.columns[-1]].left
        if run is not runs[0] and run.y != y:
            pieces.append(curves.swing(x, y, x_in, run.y))
            x, y = x_in, run.y
        if run is runs[-1]:
            break
        if x_out < x:
            pieces.append(curves.level(x, x_out, y))
            x = x_out
    end = effect.bottom if y > effect.y else effect.top
    pieces.append(curves.rise(x, y, effect.x, end))
    return curves.joined(start, pieces)


def _beside_curve(ground: Field, plan: _Plan) -> Route:
    cause, effect = plan.cause, plan.effect
    column = ground.columns[ground.column_of[plan.link.cause]]
    gap = column.nearest((cause.y + effect.y) / 2)
    upper, lower = (cause, effect) if cause.y < effect.y else (effect, cause)
    if lower.top - upper.bottom >= 14 and column.lows[gap] - 8 <= upper.bottom and column.highs[gap] + 8 >= lower.top:
        x = (max(cause.left, effect.left) + min(cause.right, effect.right)) / 2
        y0, y1 = (cause.bottom, effect.top) if cause is upper else (cause.top, effect.bottom)
        third = (y1 - y0) / 3
        return ((x, y0), (x, y0 + third), (x, y1 - third), (x, y1))
    down = effect.y > cause.y
    y0 = cause.y + min(8.0, cause.height / 4) * (1 if down else -1)
    y1 = effect.y - min(8.0, effect.height / 4) * (1 if down else -1)
    out = column.right + min(56.0, 22 + abs(y1 - y0) * 0.05)
    return curves.joined((cause.right, y0), [curves.bow(cause.right, y0, effect.right, y1, out)])


def _free_curve(plan: _Plan) -> Route:
    x0, y0, x1, y1 = plan.cause.right, plan.cause.y, plan.effect.left, plan.effect.y
    reach = max((x1 - x0) / 2, 40.0)
    return ((x0, y0), (x0 + reach, y0), (x1 - reach, y1), (x1, y1))
