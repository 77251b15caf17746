"""Curves: what a link looks like once its way is known. All give control points without the first."""

from collections.abc import Sequence

from app.layout.geometry import Point


def level(x0: float, x1: float, y: float) -> list[Point]:
    """Run level from x0 to x1."""
    third = (x1 - x0) / 3
    return [(x0 + third, y), (x1 - third, y), (x1, y)]


def swing(x0: float, y0: float, x1: float, y1: float, middle: float = 0.5) -> list[Point]:
    """Swing from one height to another, level at both ends, steepest at `middle` (0–1) of the way."""
    at = x0 + (x1 - x0) * middle
    return [(at, y0), (at, y1), (x1, y1)]


def bow(x0: float, y0: float, x1: float, y1: float, out: float) -> list[Point]:
    """Leave to one side, turn and come back to the same side; the bow's crown is at x = out."""
    at0, at1 = x0 + (out - x0) / 0.75, x1 + (out - x1) / 0.75
    return [(at0, y0), (at1, y1), (x1, y1)]


def joined(start: Point, pieces: Sequence[Sequence[Point]]) -> tuple[Point, ...]:
    """Join pieces to one route."""
    return (start, *(point for piece in pieces for point in piece))


def straight(start: Point, end: Point) -> list[Point]:
    """Run straight from point to point."""
    (x0, y0), (x1, y1) = start, end
    return [(x0 + (x1 - x0) / 3, y0 + (y1 - y0) / 3), (x1 - (x1 - x0) / 3, y1 - (y1 - y0) / 3), end]


def corner(start: Point, at: Point, end: Point) -> list[Point]:
    """Turn from start to end about as a circle would, with the corner at `at`."""
    (x0, y0), (x, y), (x1, y1) = start, at, end
    arc = 0.5523
    return [(x0 + (x - x0) * arc, y0 + (y - y0) * arc), (x1 + (x - x1) * arc, y1 + (y - y1) * arc), end]
