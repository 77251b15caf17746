"""Where the dots of the chart stand: effort from left to right, expected share from bottom to top. No Qt."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.analysis.acting import Acting
from app.analysis.quick_wins import Lever
from app.model.cause_map import CauseMap
from app.ui.panels.words import Measure, percent

EFFORTS = (1, 2, 3, 4, 5)
_LEFT, _RIGHT, _TOP, _AXIS = 38.0, 8.0, 26.0, 40.0
_STRIP, _EMPTY_STRIP = 60.0, 26.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A cause on the chart, and what is said of it. ``rank`` is '' unless it is a most upstream cause."""

    lever: Lever
    label: str
    rank: str
    spoken: str

    @property
    def id(self) -> str:
        """The factor's id."""
        return self.lever.factor


def dots_of(acting: Acting, cause_map: CauseMap, measure: Measure) -> tuple[Dot, ...]:
    """A dot for every cause that reaches a symptom, by share; what reaches none is no use yet."""
    found = []
    for lever in acting.levers:
        if lever.reached:
            label = cause_map.factors[lever.factor].label
            found.append(Dot(lever, label, str(lever.rank or ""), _spoken(lever, label, measure)))
    return tuple(sorted(found, key=lambda dot: (-dot.lever.share, dot.label, dot.id)))


def _spoken(lever: Lever, label: str, measure: Measure) -> str:
    effort = f"effort {lever.effort}" if lever.effort else "effort not asked"
    what = {"quick win": " A quick win.", "deep-rooted": " Deep-rooted.", "plain": ""}[lever.kind]
    shared = ", shared," if lever.rank in measure.shared else ""
    rank = f" Number {lever.rank}{shared} of the most upstream causes." if lever.rank else ""
    reached = f"leads to {lever.reached} of {measure.symptoms} symptom{'s' * (measure.symptoms != 1)}"
    share = f"{percent(lever.share)}{' by weight' * measure.weighted} to be expected"
    return f"{label}: {effort}; {reached}, {share}.{what}{rank}"


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot and the strip below it, in pixels; ``most`` is the share at the upper edge."""

    left: float
    top: float
    right: float
    bottom: float
    strip: float
    end: float
    most: float

    @classmethod
    def of(cls, width: float, height: float, dots: Iterable[Dot]) -> "Frame":
        """That of a chart of this size: its scale ends at the quarter above the greatest share."""
        dots = list(dots)
        greatest = max((dot.lever.share for dot in dots), default=1.0)
        strip = _STRIP if any(dot.lever.effort is None for dot in dots) else _EMPTY_STRIP
        most = min(1.0, max(0.25, math.ceil(greatest * 4 + 0.15) / 4))
        bottom = height - _AXIS - strip
        return cls(_LEFT, _TOP, width - _RIGHT, bottom, height - strip, height, most)

    @property
    def column(self) -> float:
        """The width of one step of effort."""
        return (self.right - self.left) / len(EFFORTS)

    def x_of(self, effort: int) -> float:
        """The middle of a step."""
        return self.left + (effort - 0.5) * self.column

    def y_of(self, share: float) -> float:
        """The height of a share."""
        return self.bottom - share / self.most * (self.bottom - self.top)

    def effort_at(self, x: float) -> int:
        """The step of effort at a place, the nearest one outside the plot."""
        return max(1, min(5, math.floor((x - self.left) / self.column) + 1))


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a dot stands, in pixels: middle and radius."""

    x: float
    y: float
    radius: float


def spots_of(dots: Sequence[Dot], frame: Frame) -> dict[str, Spot]:
    """A place for every dot: side by side where their shares are about the same; those not asked wait in the strip."""
    crowd = max(1.0, len(dots) / 60)
    large, small = max(7.0, 9.5 / crowd**0.25), max(2.5, 5.5 / crowd**0.5)
    spots: dict[str, Spot] = {}
    for effort in EFFORTS:
        own = [dot for dot in dots if dot.lever.effort == effort]
        spots |= _column(own, frame, frame.x_of(effort), (large, small))
    waiting = [dot for dot in dots if dot.lever.effort is None]
    step = min(2 * large + 3, (frame.right - frame.left - 2 * large) / max(1, len(waiting) - 1))
    for at, dot in enumerate(waiting):
        radius = large if dot.rank else small
        spots[dot.id] = Spot(frame.left + large + at * step, frame.end - 20, radius)
    return spots


def _column(dots: Sequence[Dot], frame: Frame, middle: float, radii: tuple[float, float]) -> dict[str, Spot]:
    large, small = radii
    largest = large if any(dot.rank for dot in dots) else small
    wide = max(small, min(2 * largest + 2, frame.column / 2 - largest))  # at least three side by side
    most = max(1, math.floor((frame.column / 2 - largest) / wide + 1e-6))
    slots = sorted(range(-most, most + 1), key=lambda slot: (abs(slot), -slot))
    last = dict.fromkeys(slots, -math.inf)
    found = {}
    for dot in dots:  # from the greatest share, that is from the top
        radius = large if dot.rank else small
        y = frame.y_of(dot.lever.share)
        free = next((slot for slot in slots if y - radius >= last[slot]), None)
        slot = min(slots, key=lambda each: (last[each], abs(each))) if free is None else free
        last[slot] = y + radius + 1
        found[dot.id] = Spot(middle + slot * wide, y, radius)
    return found


def nearest_spot(spots: dict[str, Spot], x: float, y: float, within: float = 6.0) -> str:
    """The dot at a place, '' if there is none: the one whose middle is nearest, and of those the one painted last."""
    best, least = "", math.inf
    for id_, spot in spots.items():
        far = math.hypot(spot.x - x, spot.y - y)
        if far <= spot.radius + within and far <= least:
            best, least = id_, far
    return best


def next_spot(spots: dict[str, Spot], here: str, towards: tuple[int, int]) -> str:
    """The nearest dot in a direction (x, y of -1, 0 or 1), looking mainly straight ahead; ``here`` if there is none."""
    if here not in spots:
        return next(iter(spots), "")
    from_ = spots[here]
    best, least = here, math.inf
    for id_, spot in spots.items():
        ahead = (spot.x - from_.x) * towards[0] + (spot.y - from_.y) * towards[1]
        aside = abs((spot.x - from_.x) * towards[1]) + abs((spot.y - from_.y) * towards[0])
        if id_ != here and ahead > 0.5 and ahead + 2.5 * aside < least:
            best, least = id_, ahead + 2.5 * aside
    return best
