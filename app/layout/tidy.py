"""Tidy: arrange a whole map anew."""

from collections.abc import Collection, Mapping, Sequence

from app.layout.geometry import COLUMN_GAP, ROW_GAP, Ends, Point


def tidy(
    sizes: Mapping[str, tuple[float, float]],
    links: Sequence[Ends],
    symptoms: Collection[str] = (),  # noqa: ARG001
) -> dict[str, Point]:
    """Give every factor of `sizes` (id: width, height) the middle of its place; the same map always gives the same."""
    if not sizes:
        return {}
    import graphlay

    ids = list(sizes)
    at = {key: i for i, key in enumerate(ids)}
    graph = {
        "nodes": [
            {"size": {"width": w, "height": h}, "shape": "box", "key": str(i)}
            for i, (w, h) in enumerate(sizes.values())
        ],
        "edges": [
            {"source": at[link.cause], "target": at[link.effect], "weight": 1.0}
            for link in links
            if link.cause in at and link.effect in at and link.cause != link.effect
        ],
    }
    options = {
        "effort": "balanced" if len(ids) <= 400 else "fast",
        "spacing": {"layer_gap": COLUMN_GAP, "node_gap": ROW_GAP},
    }
    laid = graphlay.layout(graph, options=options)
    return {
        key: (round(n["center"]["x"], 1), round(n["center"]["y"], 1)) for key, n in zip(ids, laid.nodes, strict=True)
    }
