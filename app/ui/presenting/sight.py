"""Which part of the map the room sees: all of it while it can be read from the back, else the part talked of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.layout.geometry import Box

_INNER = 0.72
"""The middle part of the picture, within which what is talked of may be without the view moving."""
_MOST = 0.94
"""The part of the picture into which something larger has to fit to be seen as one."""
_MARGIN = 0.02
_SLACK = 0.96
_CALM = 0.8
"""A map shown whole is shown larger only when its words would be a quarter larger."""
_SAME = 1e-6


@dataclass(frozen=True, slots=True)
class Sight:
    """The map place in the middle of the picture, and pixels for one map unit."""

    x: float
    y: float
    zoom: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture in pixels, and the least and most zoom in which it may show a map."""

    width: float
    height: float
    least: float
    most: float

    @property
    def margin(self) -> float:
        """Pixels that stay free round a map."""
        return max(16.0, _MARGIN * self.width)


def around(boxes: Iterable[Box]) -> Box | None:
    """The box around some boxes; None if there are none."""
    found = list(boxes)
    if not found:
        return None
    left, right = min(box.left for box in found), max(box.right for box in found)
    top, bottom = min(box.top for box in found), max(box.bottom for box in found)
    return Box((left + right) / 2, (top + bottom) / 2, right - left, bottom - top)


def next_sight(now: Sight | None, whole: Box, subjects: Sequence[Box], frame: Frame) -> Sight:
    """What to look at next; ``now`` itself wherever that will do.

    A map that fits at the least zoom or above is shown whole. Any other is shown at the least zoom; the view moves, and
    no further than it must, when the subject would leave the middle part. Of the ``subjects``, largest first, the first
    that fits into sight is taken, else the last. Beyond the edge of the map nothing is shown that need not be.
    """
    fitting = fitting_zoom(whole, frame)
    if fitting >= frame.least:
        return _whole(now, whole, min(fitting, frame.most), frame)
    zoom = frame.least
    subject = _subject(subjects, frame)
    if now is not None and abs(now.zoom / zoom - 1) < _SAME:
        x, y = now.x, now.y
    elif subject is not None:
        x, y = subject.x, subject.y
    else:
        x, y = (now.x, now.y) if now is not None else (whole.x, whole.y)
    if subject is not None:
        x = _shifted(x, subject.left, subject.right, frame.width / zoom)
        y = _shifted(y, subject.top, subject.bottom, frame.height / zoom)
    x = _kept(x, whole.left, whole.right, frame.width / zoom, frame.margin / zoom)
    y = _kept(y, whole.top, whole.bottom, frame.height / zoom, frame.margin / zoom)
    return Sight(x, y, zoom)


def fitting_zoom(whole: Box, frame: Frame) -> float:
    """The zoom at which all of a map just fits in."""
    free = 2 * frame.margin
    return min((frame.width - free) / max(whole.width, 1.0), (frame.height - free) / max(whole.height, 1.0))


def _whole(now: Sight | None, whole: Box, fitting: float, frame: Frame) -> Sight:
    if now is not None and frame.least <= now.zoom <= frame.most and now.zoom >= _CALM * fitting:
        half_width, half_height = frame.width / 2 / now.zoom, frame.height / 2 / now.zoom
        if (
            now.x - half_width <= whole.left
            and whole.right <= now.x + half_width
            and now.y - half_height <= whole.top
            and whole.bottom <= now.y + half_height
        ):
            return now
    return Sight(whole.x, whole.y, max(frame.least, _SLACK * fitting))


def _subject(subjects: Sequence[Box], frame: Frame) -> Box | None:
    wide, high = _MOST * frame.width / frame.least, _MOST * frame.height / frame.least
    for each in subjects:
        if each.width <= wide and each.height <= high:
            return each
    return subjects[-1] if subjects else None


def _shifted(middle: float, start: float, end: float, sight: float) -> float:
    """The middle moved as little as brings a span into the middle part; a longer one just into sight, if it can be."""
    part = _INNER if end - start <= _INNER * sight else _MOST
    if end - start > part * sight:
        return (start + end) / 2
    return min(max(middle, end - part * sight / 2), start + part * sight / 2)


def _kept(middle: float, start: float, end: float, sight: float, margin: float) -> float:
    low, high = start - margin + sight / 2, end + margin - sight / 2
    return (start + end) / 2 if low > high else min(max(middle, low), high)
