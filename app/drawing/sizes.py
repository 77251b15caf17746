"""How large a factor's box is, and how its words break into lines."""

from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextOption

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


@lru_cache(maxsize=40_000)
def lines_of(label: str, *, bold: bool, symptom: bool) -> tuple[str, ...]:
    """The label broken into at most six lines; the last ends in '…' where more would follow."""
    width = WIDTH - 2 * (PILL_SIDE if symptom else SIDE)
    face = font(TEXT_SIZE, bold=bold)
    layout = QTextLayout(label, face)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    spans: list[tuple[int, int]] = []
    while len(spans) <= MOST_LINES:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        spans.append((line.textStart(), line.textLength()))
    layout.endLayout()
    # QTextLayout counts UTF-16 units, Python counts characters.
    units = label.encode("utf-16-le")
    lines = [units[2 * start : 2 * (start + length)].decode("utf-16-le", "ignore").strip() for start, length in spans]
    if len(lines) > MOST_LINES:
        rest = " ".join(lines[MOST_LINES - 1 :])
        last = QFontMetricsF(face).elidedText(rest + "…", Qt.TextElideMode.ElideRight, width)
        lines = [*lines[: MOST_LINES - 1], last]
    return tuple(lines) or (label,)


def size_of(factor: Factor) -> tuple[float, float]:
    """Width and height of its box in map units: the same whether or not it is set bold as a most upstream cause."""
    plain = len(lines_of(factor.label, bold=False, symptom=factor.is_symptom))
    bold = plain if factor.is_symptom else len(lines_of(factor.label, bold=True, symptom=False))
    return WIDTH, max(plain, bold) * LINE_HEIGHT + _PADDING


def sizes_of(cause_map: CauseMap, ids: Iterable[str] | None = None) -> dict[str, tuple[float, float]]:
    """The box sizes of all factors, or of those with these ids."""
    factors = cause_map.factors
    return {id_: size_of(factors[id_]) for id_ in (factors if ids is None else ids)}
