"""An XmR chart on any painter: values, mean, limits, target; each kind of special cause by colour and by shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from app.analysis.xmr import Sort, Xmr, assurance_words, variation_words
from app.drawing.fonts import font
from app.drawing.sizes import broken
from app.drawing.theme import Theme

_TITLE, _TEXT = 17.0, 13.0
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOST_ROWS = 2
"""Lines of a title, and of what a chart says."""
_LARGEST = 1e300
SORT_WORDS: dict[Sort, str] = {
    "common": "common cause",
    "improvement": "improvement",
    "concern": "concern",
    "high": "high or rising",
    "low": "low or falling",
}
"""What each shape of a chart is called."""
_LEAST_APART = 16.0
"""Pixels between two words at the right edge."""


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows. ``dates`` (ISO days or months) belong to the points of ``found``, one by one."""

    title: str
    unit: str
    dates: tuple[str, ...]
    found: Xmr
    target: float | None = None
    baseline: float | None = None

    @property
    def said(self) -> str:
        """What it says, in a sentence or two."""
        parts = [variation_words(self.found)]
        if assurance_words(self.found):
            parts.append(assurance_words(self.found))
        if self.found.is_trial and self.found.lower is not None:
            parts.append(f"trial limits, of {len(self.dates)} readings only")
        return " · ".join(parts)


def sort_colour(sort: Sort, theme: Theme) -> str:
    """Blue for improvement, orange for concern, grey for common cause, as in *Making Data Count*."""
    return {
        "common": theme.second_text,
        "improvement": theme.accent,
        "concern": theme.symptom_border,
        "high": theme.loop,
        "low": theme.loop,
    }[sort]


def paint_chart(painter: QPainter, chart: Chart, place: QRectF, theme: Theme, *, titled: bool = True) -> None:
    """Paint it into a place: above what it is called (if ``titled``) and what it says, below the dates."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    unit = f" ({chart.unit})" if chart.unit else ""
    rows = [(chart.title + unit, _TITLE, theme.text)] if titled else []
    rows.append((chart.said, _TEXT, sort_colour(chart.found.latest, theme) if chart.dates else theme.second_text))
    top = place.top() + 2
    for words, size, colour in rows:
        face = font(size, bold=size == _TITLE)
        painter.setFont(face)
        painter.setPen(QColor(colour))
        for line in broken(words, face, max(40.0, place.width() - 16), _MOST_ROWS):
            top += size * 1.35
            painter.drawText(QPointF(place.left() + 8, top - size * 0.25), line)
    if titled:
        top += _paint_key(painter, chart, QPointF(place.left() + 8, top + 12), theme)
    if chart.dates:
        _Plot(
            painter, chart, QRectF(place.left() + 8, top + 4, place.width() - 16, place.bottom() - top - 8), theme
        ).paint()
    painter.restore()


def _paint_key(painter: QPainter, chart: Chart, at: QPointF, theme: Theme) -> float:
    """What each shape in it means, in one row from a point (left middle) on; how high that is."""
    sorts = [sort for sort in SORT_WORDS if any(point.sort == sort for point in chart.found.points)]
    if sorts in ([], ["common"]):
        return 0.0
    metrics = QFontMetricsF(painter.font())
    x = at.x() + 5
    for sort in sorts:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(sort_colour(sort, theme)))
        paint_marker(painter, QPointF(x, at.y()), sort, 4.6)
        painter.setPen(QColor(theme.second_text))
        painter.drawText(QPointF(x + 11, at.y() + metrics.capHeight() / 2), SORT_WORDS[sort])
        x += 11 + metrics.horizontalAdvance(SORT_WORDS[sort]) + 18
    return 22.0


class _Plot:
    """The lines and points of one chart in their place."""

    def __init__(self, painter: QPainter, chart: Chart, place: QRectF, theme: Theme) -> None:
        self._painter, self._chart, self._theme = painter, chart, theme
        found = chart.found
        painter.setFont(font(_TEXT))
        self._metrics = QFontMetricsF(painter.font())
        lines = [found.mean, found.lower, found.upper, chart.target, chart.baseline]
        every = [point.value for point in found.points] + [each for each in lines if each is not None]
        self._ticks = _ticks(min(every), max(every))
        left = max(self._metrics.horizontalAdvance(shown(tick)) for tick in self._ticks) + 10
        self._edge = [(value, words) for value, words in self._right_words() if value is not None]
        right = max((self._metrics.horizontalAdvance(words) for _, words in self._edge), default=0.0) + 12
        self._area = place.adjusted(left, 6, -right, -28)

    def _right_words(self) -> list[tuple[float | None, str]]:
        found, chart = self._chart.found, self._chart
        words: list[tuple[float | None, str]] = []
        if found.mean is not None:
            words.append((found.mean, f"mean {shown(found.mean)}"))
        kind = "trial limit" if found.is_trial else "limit"
        words += [(limit, f"{kind} {shown(limit)}") for limit in (found.upper, found.lower) if limit is not None]
        if chart.target is not None:
            words.append((chart.target, f"target {shown(chart.target)}"))
        if chart.baseline is not None:
            words.append((chart.baseline, f"baseline {shown(chart.baseline)}"))
        return words

    def _y(self, value: float) -> float:
        low, high = self._ticks[0], self._ticks[-1]
        value = min(max(value, low), high)  # only figures beyond all measure lie outside
        return self._area.bottom() - (value - low) / (high - low) * self._area.height()

    def _x(self, at: int) -> float:
        count = len(self._chart.dates)
        return self._area.left() + (at + 0.5) / count * self._area.width()

    def paint(self) -> None:
        """Grid, lines, values, words."""
        self._paint_grid()
        found, theme = self._chart.found, self._theme
        if found.mean is not None:
            self._line(found.mean, theme.text, 1.4, Qt.PenStyle.SolidLine)
        for limit in (found.upper, found.lower):
            if limit is not None:
                self._line(limit, theme.second_text, 1.4, Qt.PenStyle.DashLine)
        if self._chart.target is not None:
            self._line(self._chart.target, theme.warning, 1.6, Qt.PenStyle.DotLine)
        if self._chart.baseline is not None:
            self._line(self._chart.baseline, theme.loop, 1.4, Qt.PenStyle.DashDotLine)
        self._paint_words()
        self._paint_values()

    def _paint_grid(self) -> None:
        painter, theme = self._painter, self._theme
        for tick in self._ticks:
            y = self._y(tick)
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(QPointF(self._area.left(), y), QPointF(self._area.right(), y))
            painter.setPen(QColor(theme.second_text))
            words = QRectF(self._area.left() - 100, y - 10, 92, 20)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), shown(tick))
        dates = self._chart.dates
        wide = max(self._metrics.horizontalAdvance(words) for words in dates_shown(dates)) + 22
        step = max(1, -(-int(wide * len(dates)) // max(1, int(self._area.width()))))
        places = range(0, len(dates), step)
        for at, named in zip(places, dates_shown(dates[::step]), strict=True):
            words = QRectF(self._x(at) - wide / 2, self._area.bottom() + 8, wide, 20)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), named)

    def _line(self, value: float, colour: str, width: float, style: Qt.PenStyle) -> None:
        self._painter.setPen(QPen(QColor(colour), width, style))
        y = self._y(value)
        self._painter.drawLine(QPointF(self._area.left(), y), QPointF(self._area.right(), y))

    def _paint_words(self) -> None:
        """What each line is, at its right end, apart from each other."""
        placed = sorted((self._y(value), words) for value, words in self._edge)
        ys = [y for y, _ in placed]
        for at in range(1, len(ys)):
            ys[at] = max(ys[at], ys[at - 1] + _LEAST_APART)
        over = ys[-1] - (self._area.bottom() + 4) if ys else 0.0
        for at in range(len(ys) - 1, -1, -1) if over > 0 else ():
            most = self._area.bottom() + 4 if at == len(ys) - 1 else ys[at + 1] - _LEAST_APART
            ys[at] = min(ys[at], most)
        self._painter.setPen(QColor(self._theme.second_text))
        for y, (_, words) in zip(ys, placed, strict=True):
            row = QRectF(self._area.right() + 6, y - 10, 200, 20)
            self._painter.drawText(row, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)

    def _paint_values(self) -> None:
        painter, theme, points = self._painter, self._theme, self._chart.found.points
        way = QPainterPath()
        places = [QPointF(self._x(at), self._y(point.value)) for at, point in enumerate(points)]
        for at, place in enumerate(places):
            way.lineTo(place) if at else way.moveTo(place)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.link), 1.8))
        painter.drawPath(way)
        size = 4.6 if len(points) <= 40 else 3.2
        for place, point in zip(places, points, strict=True):
            painter.setPen(QPen(QColor(theme.panel), 1))
            painter.setBrush(QColor(sort_colour(point.sort, theme)))
            paint_marker(painter, place, point.sort, size)
        last = points[-1]
        painter.setFont(font(_TEXT, bold=True))
        up = self._y(last.value) - self._area.top() > 24
        wide = QFontMetricsF(painter.font()).horizontalAdvance(shown(last.value)) + 6
        words = QRectF(places[-1].x() - wide / 2, places[-1].y() + (-26 if up else 8), wide, 17)
        ground = QColor(theme.panel)
        ground.setAlphaF(0.8)
        painter.fillRect(words, ground)  # so that no line runs through the figure
        painter.setPen(QColor(theme.text))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), shown(last.value))
        painter.setFont(font(_TEXT))


def paint_marker(painter: QPainter, at: QPointF, sort: Sort, size: float) -> None:
    """A disc for common cause, a diamond for improvement, a square for concern, a triangle for high and low."""
    x, y, far = at.x(), at.y(), size * 1.35
    match sort:
        case "common":
            painter.drawEllipse(at, size, size)
        case "improvement":
            painter.drawPolygon(
                QPolygonF([QPointF(x, y - far), QPointF(x + far, y), QPointF(x, y + far), QPointF(x - far, y)])
            )
        case "concern":
            painter.drawRect(QRectF(x - size, y - size, 2 * size, 2 * size))
        case _:
            tip = -far if sort == "high" else far
            painter.drawPolygon(QPolygonF([QPointF(x, y + tip), QPointF(x + far, y - tip), QPointF(x - far, y - tip)]))


def shown(value: float) -> str:
    """A figure with as many places as it needs, three figures at least, and commas between thousands."""
    size = abs(value)
    if size >= 1e15 or 0 < size < 0.1:
        return f"{value:.3g}"
    places = 0 if size >= 100 or value == int(value) else 1 if size >= 10 else 2
    words = f"{value:,.{places}f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def dates_shown(dates: Sequence[str]) -> list[str]:
    """Each date in few letters: months with their year where it changes, days where they are told."""
    named = []
    year = ""
    for each in dates:
        number = int(each[5:7]) if each[5:7].isdecimal() else 0
        if not 1 <= number <= len(_MONTHS):
            named.append(each)  # from a file made elsewhere: as it stands there
            continue
        day = f"{int(each[8:10])} " if each[8:10].isdecimal() else ""
        named.append(f"{day}{_MONTHS[number - 1]}" + (f" {each[2:4]}" if each[:4] != year else ""))
        year = each[:4]
    return named


def _ticks(low: float, high: float) -> list[float]:
    """Round figures, five or so, around a range."""
    low, high = (min(max(each, -_LARGEST), _LARGEST) for each in (low, high))
    size = max(abs(low), abs(high))
    if high - low <= max(1e-12 * size, 1e-290):  # nothing between them that floating point could tell apart
        room = max(1.0, size / 10)
        low, high = low - room, high + room
    rough = (high - low) / 4
    power = 10.0 ** floor(log10(rough))
    step = next(power * each for each in (1, 2, 2.5, 5, 10, 20) if power * each >= rough)
    first = floor(low / step)
    ticks = [first * step]
    while ticks[-1] < high:
        ticks.append((first + len(ticks)) * step)
    return ticks
