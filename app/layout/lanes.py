"""Lanes: the heights of links in the gaps they run through, as level as their order and the room allow.

In each gap the links keep their order and distance and are drawn to the middle of where they come from and go to: a
least-squares problem with a fixed order and bounds, solved by pooling those that press on each other (isotonic
regression; Barlow and others, 1972). Weights that favour small differences bring out level links.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.layout.field import CLEAR, EASY, Column, Field
from app.layout.ways import LANE, TURN, Step

SOFT = (1e6,) * 4 + (60.0,) * 3 + (15.0,) * 3
"""For each round, the difference of height below which a link pulls with all its force."""
STRAIGHTENED = 2
"""How often every link is drawn with as few bends as those around it allow."""

Slot = tuple[int, int]
"""A column and a gap in it."""


@dataclass(slots=True)
class Run:
    """A level stretch: the columns it passes from left to right, and its height."""

    columns: list[int]
    y: float


@dataclass(slots=True)
class Way:
    """A link's steps, and the heights of the boxes at its left and right end."""

    steps: list[Step]
    left: float
    right: float
    ys: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What runs through a gap, downwards, between its ends or lines that stay: each way and which of its steps."""

    entries: list[tuple[Way, int]]
    low: float
    high: float
    pitch: float


def set_lanes(ground: Field, ways: Sequence[Way], standing: Mapping[Slot, Sequence[float]]) -> None:
    """Set the height of each way in each column; the lines `standing` in a gap stay where they are."""
    rows: dict[Slot, list[tuple[Way, int]]] = {}
    for way in ways:
        way.ys = [y for _, _, y in way.steps]
        for n, (c, gap, _) in enumerate(way.steps):
            rows.setdefault((c, gap), []).append((way, n))
    stretches: list[_Stretch] = []
    for c, gap in sorted(rows):
        row = sorted(rows[c, gap], key=lambda entry: _rank(*entry))
        stretches += _stretches(ground.columns[c], gap, row, standing.get((c, gap), ()))
    for n, soft in enumerate(SOFT):
        for stretch in stretches if n % 2 else reversed(stretches):
            _settle(stretch, soft)
    slots = {(id(way), n): (stretch, k) for stretch in stretches for k, (way, n) in enumerate(stretch.entries)}
    for _ in range(STRAIGHTENED):
        for way in sorted(ways, key=lambda way: -len(way.steps)):
            _straighten(way, [_bounds(*slots[id(way), n]) for n in range(len(way.ys))])


def runs_of(way: Way) -> list[Run]:
    """Join a way's steps to level stretches."""
    runs: list[Run] = []
    for (c, _, _), y in zip(way.steps, way.ys, strict=True):
        if runs and runs[-1].y == y:
            runs[-1].columns.append(c)
        else:
            runs.append(Run([c], y))
    return runs


def _rank(way: Way, n: int) -> tuple[float, float]:
    """Say how high a way runs in a column, and whether one at the same height comes from and goes to higher places."""
    heights = [way.left, *way.ys, way.right]
    return way.ys[n], heights[n] + heights[n + 2]


def _stretches(column: Column, gap: int, row: Sequence[tuple[Way, int]], lines: Sequence[float]) -> list[_Stretch]:
    """Split what runs through a gap at the lines that stay."""
    low, high = column.lows[gap], column.highs[gap]
    ease = min(EASY - CLEAR, max(0.0, high - low - LANE * (len(row) + len(lines) - 1)) / 2)
    walls = [low + ease, *sorted(lines), max(high - ease, low + ease)]
    found: list[_Stretch] = []
    rest = list(row)
    for n, (top, below) in enumerate(pairwise(walls)):
        bottom = max(top, below)
        last = n == len(walls) - 2
        entries = rest if last else [entry for entry in rest if entry[0].ys[entry[1]] < below]
        rest = rest[len(entries) :]
        if entries:
            distances = len(entries) - 1 + (n > 0) + (not last)
            pitch = min(LANE, (bottom - top) / distances) if distances else 0.0
            found.append(_Stretch(entries, top + pitch * (n > 0), bottom - pitch * (not last), pitch))
    return found


def _settle(stretch: _Stretch, soft: float) -> None:
    """Move what runs through a stretch to the best heights for where it comes from and goes to."""
    pools: list[tuple[float, float, int]] = []
    for k, (way, n) in enumerate(stretch.entries):
        here = way.ys[n]
        weight = 1e-6
        total = weight * here
        for there in (
            way.ys[n - 1] if n else way.left,
            way.ys[n + 1] if n + 1 < len(way.ys) else way.right,
        ):
            away = abs(there - here)
            force = soft / away if away > soft else 1.0
            weight += force
            total += force * there
        mean, count = total / weight - k * stretch.pitch, 1
        while pools and pools[-1][0] > mean:
            other, other_weight, other_count = pools.pop()
            mean = (mean * weight + other * other_weight) / (weight + other_weight)
            weight += other_weight
            count += other_count
        pools.append((mean, weight, count))
    k = 0
    highest = max(stretch.low, stretch.high - (len(stretch.entries) - 1) * stretch.pitch)
    for mean, _, count in pools:
        y = min(max(mean, stretch.low), highest)
        for way, n in stretch.entries[k : k + count]:
            way.ys[n] = y + k * stretch.pitch
            k += 1


def _bounds(stretch: _Stretch, k: int) -> tuple[float, float]:
    """Give between which heights one of a stretch may run while all others stay."""
    low, high = stretch.low, stretch.high
    if k:
        way, n = stretch.entries[k - 1]
        low = max(low, way.ys[n] + stretch.pitch)
    if k + 1 < len(stretch.entries):
        way, n = stretch.entries[k + 1]
        high = min(high, way.ys[n] - stretch.pitch)
    if low > high:
        way, n = stretch.entries[k]
        low = high = way.ys[n]
    return low, high


def _straighten(way: Way, bounds: Sequence[tuple[float, float]]) -> None:
    """Draw a link level as long as its bounds allow, and bend it as late, or as early, as makes the shorter curve."""
    runs: list[tuple[int, float, float]] = []
    for low, high in bounds:
        if runs and max(runs[-1][1], low) <= min(runs[-1][2], high):
            count, bottom, top = runs[-1]
            runs[-1] = (count + 1, max(bottom, low), min(top, high))
        else:
            runs.append((1, low, high))
    late = _followed(runs, way.left)
    early = _followed(runs[::-1], way.right)[::-1]
    chosen = min((late, early), key=lambda ys: _bending([way.left, *ys, way.right]))
    way.ys = [y for (count, _, _), y in zip(runs, chosen, strict=True) for _ in range(count)]


def _followed(runs: Sequence[tuple[int, float, float]], y: float) -> list[float]:
    """Give each run the height nearest to that of the one before."""
    found: list[float] = []
    for _, low, high in runs:
        y = min(max(y, low), high)
        found.append(y)
    return found


def _bending(heights: Sequence[float]) -> float:
    """Say what a curve of these heights climbs and bends."""
    return sum(abs(a - b) + TURN * (a != b) for a, b in pairwise(heights))
