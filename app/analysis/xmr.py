"""XmR: what a figure followed over time says, after *Making Data Count* (NHS England).

The mean; limits at the mean ± 2.66 × the mean moving range (Shewhart; Wheeler, *Understanding Variation*), where moving
ranges above 3.267 × their mean are left out once (Nelson 1982, as NHS-R's *plot the dots* does); and special causes: a
value outside the limits, seven on one side of the mean, seven rising or falling, two of three in the outer third on one
side. A value on the mean is on neither side, and ends a run. With fewer than twelve values the limits are trial limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import inf
from statistics import fmean
from typing import Literal

from app.model.records import Better

LIMITS, SCREEN = 2.66, 3.267
RUN = 7
"""So many values on one side, or one after the other rising or falling, are a special cause."""
TRIAL = 12
"""With fewer values than this the limits are trial limits."""
_NOISE = 1e-9
"""What is nearer to a line, as a part of the largest value, lies on it: the rest is rounding."""

Cause = Literal["outside", "one side", "trend", "two of three"]
Sort = Literal["common", "improvement", "concern", "high", "low"]
"""What a point shows: common cause; improvement or concern; high (or rising) or low where none is better."""
Assurance = Literal["passing", "failing", "hit and miss", ""]


@dataclass(frozen=True, slots=True)
class Point:
    """One value: on which side of the mean it lies (1, 0, -1), its special causes, and what that shows."""

    value: float
    side: int
    causes: tuple[Cause, ...]
    sort: Sort


@dataclass(frozen=True, slots=True)
class Xmr:
    """A series read as an XmR chart; ``lower`` and ``upper`` are None with too few values.

    ``moving_range``: their mean after screening; ``screened``: how many were left out. ``is_trial``: too few values
    to rely on. ``latest``: what the last value shows. ``assurance``: whether the target lies outside the limits
    on the good side ("passing"), on the bad one ("failing") or between them; '' without target, limits or direction.
    """

    points: tuple[Point, ...]
    mean: float | None
    moving_range: float | None
    screened: int
    lower: float | None
    upper: float | None
    is_trial: bool
    latest: Sort
    assurance: Assurance


def read_xmr(values: Sequence[float], better: Better = "", target: float | None = None) -> Xmr:
    """Read values in the order of their time; ``better``: which way is improvement, '' if that is not told."""
    if not values:
        return Xmr((), None, None, 0, None, None, is_trial=True, latest="common", assurance="")
    mean = _mean(values)
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    if not ranges:
        alone = Point(values[0], 0, (), "common")
        return Xmr((alone,), mean, None, 0, None, None, is_trial=True, latest="common", assurance="")
    usual = _mean(ranges)
    kept = [each for each in ranges if each <= SCREEN * usual]
    kept = kept if any(kept) else ranges  # one jump in a still series: without it the limits would lie on the mean
    moving = _mean(kept)
    lower, upper = mean - LIMITS * moving, mean + LIMITS * moving
    near = _NOISE * max(map(abs, values))
    sides = [0 if abs(value - mean) <= near else 1 if value > mean else -1 for value in values]
    trends = _trends(values)
    causes = _causes(values, sides, trends, (mean, lower, upper), near)
    points = tuple(
        Point(value, side, found, _sort(side, trend, found, better))
        for value, side, trend, found in zip(values, sides, trends, causes, strict=True)
    )
    return Xmr(
        points=points,
        mean=mean,
        moving_range=moving,
        screened=len(ranges) - len(kept),
        lower=lower,
        upper=upper,
        is_trial=len(values) < TRIAL,
        latest=points[-1].sort,
        assurance=_assurance(lower, upper, better, target),
    )


@lru_cache(maxsize=1_000)
def read_again(values: tuple[float, ...], better: Better, target: float | None) -> Xmr:
    """The same, worked out once for the same figures: every edit asks for all measures, and one has changed at most."""
    return read_xmr(values, better, target)


def _mean(values: Sequence[float]) -> float:
    """The mean, also of figures so large that their sum is none."""
    most = max(map(abs, values))
    return most * fmean(each / most for each in values) if 1e300 < most < inf else fmean(values)


def _trends(values: Sequence[float]) -> list[int]:
    """For each value whether it is one of seven or more rising (1) or falling (-1); a turn belongs to what follows."""
    steps = [(later > earlier) - (later < earlier) for earlier, later in pairwise(values)]
    trends = [0] * len(values)
    for at in range(len(values) - RUN + 1):
        if steps[at] and len(set(steps[at : at + RUN - 1])) == 1:
            trends[at : at + RUN] = [steps[at]] * RUN
    return trends


def _causes(
    values: Sequence[float],
    sides: Sequence[int],
    trends: Sequence[int],
    lines: tuple[float, float, float],
    noise: float,
) -> list[tuple[Cause, ...]]:
    """For each value the special causes that it is part of; ``lines``: mean, lower and upper limit."""
    mean, lower, upper = lines
    found: list[dict[Cause, None]] = [{} for _ in values]
    outside = [value < lower - noise or value > upper + noise for value in values]
    for at, out in enumerate(outside):
        if out:
            found[at]["outside"] = None
        if trends[at]:
            found[at]["trend"] = None
    for at in range(len(values) - RUN + 1):
        if sides[at] and len(set(sides[at : at + RUN])) == 1:
            for one in found[at : at + RUN]:
                one["one side"] = None
    far = (upper - mean) * 2 / 3 + noise
    near = [not out and abs(value - mean) > far for value, out in zip(values, outside, strict=True)]
    for at in range(len(values) - 2):
        window = range(at, at + 3)
        if abs(sum(sides[each] for each in window)) == 3 and sum(near[each] for each in window) >= 2:
            for each in window:
                if near[each]:
                    found[each]["two of three"] = None
    return [tuple(each) for each in found]


def _sort(side: int, trend: int, causes: Sequence[Cause], better: Better) -> Sort:
    """What a value shows: outside the limits its side of the mean, else its trend, else again its side."""
    if not causes:
        return "common"
    way = side if "outside" in causes else trend or side
    if not better:
        return "high" if way > 0 else "low"
    return "improvement" if (way > 0) == (better == "up") else "concern"


def _assurance(lower: float, upper: float, better: Better, target: float | None) -> Assurance:
    if target is None or not better:
        return ""
    if target > upper:
        return "failing" if better == "up" else "passing"
    if target < lower:
        return "passing" if better == "up" else "failing"
    return "passing" if lower == target == upper else "hit and miss"


def variation_words(found: Xmr) -> str:
    """What the latest value shows, in a few words."""
    if found.lower is None:
        return "Too few readings to tell"
    return {
        "common": "Common cause: nothing to tell from chance",
        "improvement": "Special cause: improvement",
        "concern": "Special cause: concern",
        "high": "Special cause: high or rising",
        "low": "Special cause: low or falling",
    }[found.latest]


def assurance_words(found: Xmr) -> str:
    """Whether the target will be met, in a few words; '' where nothing can be said."""
    return {
        "passing": "If nothing changes, the target will be met every time",
        "failing": "If nothing changes, the target will not be met",
        "hit and miss": "If nothing changes, the target is met or missed by chance",
        "": "",
    }[found.assurance]


CAUSE_WORDS: dict[Cause, str] = {
    "outside": "outside the limits",
    "one side": f"one of {RUN} or more on one side of the mean",
    "trend": f"one of {RUN} or more rising or falling",
    "two of three": "two of three close to a limit",
}
"""What each special cause is called."""
