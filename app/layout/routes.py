"""Routes: the curve of every link, given where the boxes stand."""

from collections.abc import Collection, Mapping, Sequence

from app.layout.geometry import Box, Ends, Route


def route_links(boxes: Mapping[str, Box], links: Sequence[Ends]) -> dict[str, Route]:
    """Give every link whose ends have boxes its curve, by link id."""
    return {k.id: _curve(boxes[k.cause], boxes[k.effect]) for k in links if k.cause in boxes and k.effect in boxes}


def reroute(
    boxes: Mapping[str, Box], links: Sequence[Ends], routes: Mapping[str, Route], moved: Collection[str]
) -> dict[str, Route]:
    """Give all routes after the boxes `moved` have moved; only those that must change are new objects."""
    stale = [k for k in links if k.id not in routes or k.cause in moved or k.effect in moved]
    fresh = route_links(boxes, stale)
    return {k.id: fresh.get(k.id) or routes[k.id] for k in links if k.cause in boxes and k.effect in boxes}


def _curve(cause: Box, effect: Box) -> Route:
    x0, y0, x1, y1 = cause.right, cause.y, effect.left, effect.y
    reach = max((x1 - x0) / 2, 40.0)
    return ((x0, y0), (x0 + reach, y0), (x1 - reach, y1), (x1, y1))
