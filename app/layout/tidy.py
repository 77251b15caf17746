"""Tidy: arrange a whole map anew.

The engine graphlay says how far downstream each factor stands and in which order the factors and the links that pass
by stand in a column (layered drawing after Sugiyama, Tagawa and Toda, 1981); what makes the picture calm is ours:
level columns, even gaps, symptoms at the right edge, parts packed to the shape of a slide.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from app.layout.columns import SLIDE, SMALL, Arc, columns_of, parts_of
from app.layout.geometry import COLUMN_GAP, ROW_GAP, Ends, Point

PART_GAP = 64.0
"""Free space between two parts of a map."""
LINE_GAP = 9.0
"""Least free height between two links that pass through one gap."""

Places = dict[str, Point]
Sizes = Mapping[str, tuple[float, float]]


def tidy(sizes: Sizes, links: Sequence[Ends], symptoms: Collection[str] = ()) -> Places:
    """Give every factor of `sizes` (id: width, height) the middle of its place; the same map always gives the same.

    The stream runs left to right. Links to unknown factors are passed over.
    """
    arcs = list({(k.cause, k.effect): k for k in links if k.cause in sizes and k.effect in sizes}.values())
    arcs = [k for k in arcs if k.cause != k.effect]
    parts = parts_of(list(sizes), arcs)
    home = {key: i for i, part in enumerate(parts) for key in part}
    arcs_of: list[list[Ends]] = [[] for _ in parts]
    for link in arcs:
        arcs_of[home[link.cause]].append(link)
    drawn = [_part(part, sizes, arcs_of[i], symptoms) for i, part in enumerate(parts) if len(part) > 1]
    alone = [part[0] for part in parts if len(part) == 1]
    places = _packed(drawn, sizes)
    places.update(_grid(alone, sizes, places))
    return {key: (round(places[key][0], 1), round(places[key][1], 1)) for key in sizes}


def _part(ids: Sequence[str], sizes: Sizes, links: Sequence[Ends], symptoms: Collection[str]) -> Places:
    """Arrange one linked part about the origin."""
    at = {key: i for i, key in enumerate(ids)}
    arcs = [(at[k.cause], at[k.effect]) for k in links]
    heights = [sizes[key][1] for key in ids]
    leading = {cause for cause, _ in arcs}
    last = {at[key] for key in ids if key in symptoms and at[key] not in leading}
    columns = columns_of(heights, arcs, last)
    ys = _heights(heights, arcs, columns)
    xs = _column_middles(columns, ys, arcs, [sizes[key][0] for key in ids])
    return {key: (xs[columns[i]], ys[i]) for i, key in enumerate(ids)}


def _heights(heights: Sequence[float], arcs: Sequence[Arc], columns: Sequence[int]) -> list[float]:
    """Order each column with room for the links that pass it, and set the heights so that long links run straight."""
    import graphlay

    air = ROW_GAP + 2 - LINE_GAP
    nodes: list[dict[str, Any]] = [
        {"size": {"width": 20, "height": height + air}, "rank": {"fixed": columns[i]}}
        for i, height in enumerate(heights)
    ]
    edges: list[dict[str, Any]] = []
    for cause, effect in arcs:
        a, b = (cause, effect) if columns[cause] < columns[effect] else (effect, cause)
        before = a
        for column in range(columns[a] + 1, columns[b]):
            nodes.append({"size": {"width": 20, "height": 2}, "rank": {"fixed": column}})
            edges.append({"source": before, "target": len(nodes) - 1, "weight": 3.0 if before == a else 8.0})
            before = len(nodes) - 1
        if columns[a] != columns[b]:
            edges.append({"source": before, "target": b, "weight": 1.0 if before == a else 3.0})
    options: dict[str, Any] = {
        "effort": "balanced" if len(heights) <= SMALL else "fast",
        "routing": {"style": "diagonal"},
        "spacing": {"node_gap": LINE_GAP, "dummy_gap": LINE_GAP, "layer_gap": COLUMN_GAP},
    }
    laid = graphlay.layout({"nodes": nodes, "edges": edges}, options=options)
    return [float(node["center"]["y"]) for node in laid.nodes[: len(heights)]]


def _column_middles(
    columns: Sequence[int], ys: Sequence[float], arcs: Sequence[Arc], widths: Sequence[float]
) -> list[float]:
    """Give the x of each column: more room where many links climb far between two columns."""
    count = max(columns) + 1
    wide = [max(widths[i] for i, column in enumerate(columns) if column == c) for c in range(count)]
    climb = [0.0] * count
    for cause, effect in arcs:
        a, b = sorted((columns[cause], columns[effect]))
        for column in range(a, b):
            climb[column] += abs(ys[cause] - ys[effect]) / (b - a)
    xs = [wide[0] / 2]
    for c in range(1, count):
        gap = COLUMN_GAP + min(40.0, climb[c - 1] / 160)
        xs.append(xs[-1] + wide[c - 1] / 2 + gap + wide[c] / 2)
    return xs


def _bounds(places: Places, sizes: Sizes) -> tuple[float, float, float, float]:
    return (
        min(x - sizes[key][0] / 2 for key, (x, _) in places.items()),
        min(y - sizes[key][1] / 2 for key, (_, y) in places.items()),
        max(x + sizes[key][0] / 2 for key, (x, _) in places.items()),
        max(y + sizes[key][1] / 2 for key, (_, y) in places.items()),
    )


def _packed(parts: Sequence[Places], sizes: Sizes) -> Places:
    """Put the parts side by side in rows, the largest first, so that the whole is about as wide as a slide."""
    boxed = [(part, _bounds(part, sizes)) for part in parts]
    boxed.sort(key=lambda item: -len(item[0]))
    area = sum((right - left + PART_GAP) * (bottom - top + PART_GAP) for _, (left, top, right, bottom) in boxed)
    limit = max([(area * SLIDE) ** 0.5, *(right - left for _, (left, _, right, _) in boxed)])
    places: Places = {}
    x = y = tallest = 0.0
    for part, (left, top, right, bottom) in boxed:
        if x > 0 and x + right - left > limit:
            x, y, tallest = 0.0, y + tallest + PART_GAP, 0.0
        for key, (px, py) in part.items():
            places[key] = (px - left + x, py - top + y)
        x += right - left + PART_GAP
        tallest = max(tallest, bottom - top)
    return places


def _grid(ids: Sequence[str], sizes: Sizes, placed: Places) -> Places:
    """Put the factors without links in rows of even height below everything else."""
    if not ids:
        return {}
    wide = max(sizes[key][0] for key in ids) + ROW_GAP * 2
    left, _, right, bottom = _bounds(placed, sizes) if placed else (0.0, 0.0, 0.0, -PART_GAP)
    tall = sum(sizes[key][1] + ROW_GAP for key in ids) / len(ids)
    across = max(1, int((right - left + ROW_GAP * 2) // wide), round((len(ids) * tall * SLIDE / wide) ** 0.5))
    across = min(across, len(ids))
    places: Places = {}
    top = bottom + PART_GAP
    for start in range(0, len(ids), across):
        row = ids[start : start + across]
        height = max(sizes[key][1] for key in row)
        for i, key in enumerate(row):
            places[key] = (left + (wide - ROW_GAP * 2) / 2 + i * wide, top + height / 2)
        top += height + ROW_GAP
    return places
