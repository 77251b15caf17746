"""How large a factor's box is, and how its words break into lines."""

from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from app.drawing.fonts import font
from app.model.cause_map import CauseMap
from app.model.records import Factor

WIDTH = 184.0
TEXT_SIZE = 15.0
LINE_HEIGHT = 20.0
MOST_LINES = 6
SIDE = 14.0
PILL_SIDE = 19.0
_PADDING = 24.0
_SHORT = 0.45  # part of the width below which a last line looks lost


@lru_cache(maxsize=40_000)
def lines_of(label: str, *, symptom: bool) -> tuple[str, ...]:
    """The label broken into at most six lines; the last ends in '…' where more would follow.

    A cause's lines are broken as if bold, so that neither words nor box move when it becomes a most upstream cause.
    """
    width = WIDTH - 2 * (PILL_SIDE if symptom else SIDE)
    return broken(label, font(TEXT_SIZE, bold=not symptom), width, MOST_LINES)


def broken(text: str, face: QFont, width: float, most: int) -> tuple[str, ...]:
    """The text in at most so many lines of a width; the last ends in '…' where more would follow.

    Where the last line would hold but a short word, the lines are made as even as their number allows.
    """
    layout = QTextLayout(text, face)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    spans, last = _spans(layout, width, most)
    if 1 < len(spans) <= most and last < _SHORT * width:
        low, high = _SHORT * width, width
        while high - low > 2:
            middle = (low + high) / 2
            low, high = (low, middle) if len(_spans(layout, middle, most)[0]) == len(spans) else (middle, high)
        even, _ = _spans(layout, high, most)
        if all(text[start + length - 1 : start + length] in {" ", "-"} for start, length in even[:-1]):
            spans = even
    # QTextLayout counts UTF-16 units, Python counts characters.
    units = text.encode("utf-16-le")
    lines = [units[2 * start : 2 * (start + length)].decode("utf-16-le", "ignore").strip() for start, length in spans]
    if len(lines) > most:
        rest = " ".join(lines[most - 1 :])
        elided = QFontMetricsF(face).elidedText(rest + "…", Qt.TextElideMode.ElideRight, width)
        lines = [*lines[: most - 1], elided]
    return tuple(lines) or (text,)


def _spans(layout: QTextLayout, width: float, most: int) -> tuple[list[tuple[int, int]], float]:
    """Start and length of each line (one more than ``most`` if there are more), and the width of the last."""
    spans: list[tuple[int, int]] = []
    last = 0.0
    layout.beginLayout()
    while len(spans) <= most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        spans.append((line.textStart(), line.textLength()))
        last = line.naturalTextWidth()
    layout.endLayout()
    return spans, last


def size_of(factor: Factor) -> tuple[float, float]:
    """Width and height of its box in map units."""
    return WIDTH, len(lines_of(factor.label, symptom=factor.is_symptom)) * LINE_HEIGHT + _PADDING


def sizes_of(cause_map: CauseMap, ids: Iterable[str] | None = None) -> dict[str, tuple[float, float]]:
    """The box sizes of all factors on the map, or of those with these ids."""
    chosen = cause_map.on_the_map() if ids is None else [cause_map.factors[id_] for id_ in ids]
    return {factor.id: size_of(factor) for factor in chosen}
