"""Strokes: planned links drawn as curves."""

from bisect import bisect_right

from app.layout import curves
from app.layout.field import Field
from app.layout.geometry import Point, Route
from app.layout.plans import Plan


def stroke(ground: Field, plan: Plan) -> Route:
    """Give a planned link its curve."""
    if plan.kind == "forward":
        return _curve(ground, plan)
    if plan.kind == "back":
        return _curve(ground, plan)[::-1]
    if plan.kind == "beside":
        return _beside_curve(ground, plan)
    return _free_curve(plan)


def _curve(ground: Field, plan: Plan) -> Route:
    """Draw a way from left to right."""
    x, stop, runs = plan.left.right, plan.right.left, plan.runs
    y, end = plan.start, plan.end
    start: Point = (x, y)
    out, into = _corridor_between(ground, x, stop)
    pieces = [curves.level(x, out, y)] if out > x else []
    x = out
    for run in runs:
        x_in, x_out = ground.columns[run.columns[0]].left, ground.columns[run.columns[-1]].right
        if run.y == y:
            pieces.append(curves.level(x, x_out, y))
        else:
            pieces.extend((curves.swing(x, y, x_in, run.y), curves.level(x_in, x_out, run.y)))
        x, y = x_out, run.y
    if y == end:
        pieces.append(curves.level(x, stop, y))
    else:
        pieces.append(curves.swing(x, y, into, end))
        if into < stop:
            pieces.append(curves.level(into, stop, end))
    return curves.joined(start, pieces)


def _corridor_between(ground: Field, start: float, stop: float) -> tuple[float, float]:
    """Say where a link from x to x leaves its cause's column and enters its effect's, where boxes stand unevenly."""
    if ground.even:
        return start, stop
    c = bisect_right(ground.lefts, start) - 1
    out = ground.rights[c] if c >= 0 and start < ground.rights[c] - 0.5 else start
    c = bisect_right(ground.lefts, stop) - 1
    into = ground.lefts[c] if c >= 0 and ground.lefts[c] < stop - 0.5 and stop <= ground.rights[c] else stop
    return (out, into) if out < into else (start, stop)


def _beside_curve(ground: Field, plan: Plan) -> Route:
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


def _free_curve(plan: Plan) -> Route:
    x0, y0, x1, y1 = plan.cause.right, plan.cause.y, plan.effect.left, plan.effect.y
    reach = max((x1 - x0) / 2, 40.0)
    return ((x0, y0), (x0 + reach, y0), (x1 - reach, y1), (x1, y1))
