"""Layers: a part cut into columns, with a point wherever a long link passes a column."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.layout.geometry import ROW_GAP

LINE_GAP = 9.0
"""Least free height between two links that pass through one gap."""


@dataclass(frozen=True, slots=True)
class Layers:
    """A part with a point for each column a long link passes: heights and columns of all, and the short links."""

    heights: list[float]
    columns: list[int]
    links: list[tuple[int, int]]
    factors: int

    def gap(self, a: int, b: int) -> float:
        """Give the least distance between the middles of two neighbours in a column."""
        room = LINE_GAP if a >= self.factors or b >= self.factors else 0.0
        if a >= self.factors and b >= self.factors:
            return room
        return (self.heights[a] + self.heights[b]) / 2 + (room + 6.0 if room else ROW_GAP + 2)


def layers_of(heights: Sequence[float], arcs: Sequence[tuple[int, int]], columns: Sequence[int]) -> Layers:
    """Cut long links at every column they pass; links run from left to right whatever their own direction."""
    tall, where = list(heights), list(columns)
    links: list[tuple[int, int]] = []
    for cause, effect in arcs:
        a, b = (cause, effect) if columns[cause] < columns[effect] else (effect, cause)
        for column in range(columns[a] + 1, columns[b]):
            links.append((a, len(tall)))
            a = len(tall)
            tall.append(0.0)
            where.append(column)
        if where[a] != where[b]:
            links.append((a, b))
    return Layers(tall, where, links, len(heights))
