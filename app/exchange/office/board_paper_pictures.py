"""The pictures of a board paper: the whole map, the ways from the first causes to what people see, charts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

from app.analysis.reading import Reading, UpstreamCause
from app.analysis.walk import Walk, way_between
from app.analysis.xmr import read_again
from app.drawing.picture import Parts, Picture, boxes_of, ends_of, picture_with
from app.drawing.sizes import TEXT_SIZE, sizes_of
from app.drawing.theme import LIGHT
from app.drawing.xmr_chart import Chart, paint_chart
from app.exchange.png import write_png
from app.layout.geometry import Box, Ends, Route
from app.layout.routes import route_links
from app.layout.tidy import tidy
from app.model.cause_map import CauseMap
from app.model.records import Measure, Measurement

READABLE = 6.0
"""Points: smaller words in a picture of a part of the map are not worth their place."""
_DOTS, _MOST_PIXELS = 220, 7_000
_POINT = 25.4 / 72
_CHART, _CHART_SCALE = QSizeF(760, 330), 2.5
_MOST_FACTORS = 40
_PARTS = Parts(title=False, standing=False)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of (part of) a map, not painted yet; ``causes``, ``symptoms``: how many of each it shows."""

    picture: Picture
    causes: int
    symptoms: int

    def wide(self, most_wide: float, most_high: float) -> float:
        """How many millimetres wide it comes out in a place of so many; never larger than on screen."""
        size = self.picture.size
        return min(most_wide, most_high * size.width() / size.height(), size.width() * 0.24)

    def points(self, wide: float) -> float:
        """How many points high its words come out when it is so many millimetres wide."""
        return TEXT_SIZE * wide / self.picture.size.width() / _POINT

    def png(self, wide: float) -> bytes:
        """It as PNG, sharp at so many millimetres (needs a QGuiApplication)."""
        size = self.picture.size
        longest = max(size.width(), size.height())
        out = BytesIO()
        write_png(out, self.picture, LIGHT, min(wide / 25.4 * _DOTS / size.width(), _MOST_PIXELS / longest))
        return out.getvalue()


def whole_map(cause_map: CauseMap, reading: Reading) -> Drawn:
    """The whole map with its legend."""
    boxes = boxes_of(cause_map)
    picture = _picture(cause_map, reading, boxes, route_links(boxes, ends_of(cause_map)))
    return Drawn(picture, len(reading.upstream), len(reading.symptoms))


def ways(cause_map: CauseMap, causes: Iterable[UpstreamCause]) -> list[list[Walk]]:
    """For each cause the best way to each symptom it leads to, shortest first."""
    found = []
    for cause in causes:
        walks = (way_between(cause_map, symptom, cause.members) for symptom in cause.reach)
        found.append(sorted((way for way in walks if way is not None), key=lambda way: len(way.links)))
    return found


def first_ways(
    cause_map: CauseMap, reading: Reading, causes: Sequence[UpstreamCause], place: tuple[float, float]
) -> Drawn | None:
    """How the first causes lead to what people see: as many of their ways as can be read in a place (millimetres).

    The shortest way of each cause first, then the next of each; None where there is no way, or none can be read.
    """
    found = ways(cause_map, causes)
    waiting = [(way, at) for turn in range(max(map(len, found), default=0)) for at, way in _nth(found, turn)]
    best: Drawn | None = None
    ids: dict[str, None] = {}
    shown: dict[int, None] = {}
    for way, at in waiting:
        more = {**ids, **dict.fromkeys(way.factors)}
        if len(more) > _MOST_FACTORS:
            break
        if best is not None and len(more) == len(ids):
            continue
        drawn = _part(cause_map, reading, more, len({**shown, at: None}))
        if drawn.points(drawn.wide(*place)) >= READABLE:
            ids, best, shown = more, drawn, {**shown, at: None}
    return best


def _nth(found: list[list[Walk]], turn: int) -> Iterable[tuple[int, Walk]]:
    return [(at, walks[turn]) for at, walks in enumerate(found) if turn < len(walks)]


def _part(cause_map: CauseMap, reading: Reading, ids: Mapping[str, None], causes: int) -> Drawn:
    sizes = sizes_of(cause_map, ids)
    links = [
        Ends(link.id, link.cause, link.effect)
        for link in cause_map.links.values()
        if link.cause in ids and link.effect in ids
    ]
    symptoms = {id_ for id_ in ids if cause_map.factors[id_].is_symptom}
    places = tidy(sizes, links, symptoms)
    boxes = {id_: Box(*places[id_], *sizes[id_]) for id_ in ids}
    return Drawn(_picture(cause_map, reading, boxes, route_links(boxes, links)), causes, len(symptoms))


def _picture(cause_map: CauseMap, reading: Reading, boxes: Mapping[str, Box], routes: Mapping[str, Route]) -> Picture:
    return picture_with(cause_map, reading, boxes, routes, date="", parts=_PARTS)


# -- charts


def chart_of(measure: Measure, readings: Sequence[Measurement]) -> Chart:
    """The chart of a measure with these readings."""
    return Chart(
        title=measure.name,
        unit=measure.unit,
        dates=tuple(each.date for each in readings),
        found=read_again(tuple(each.value for each in readings), measure.better, measure.target),
        target=measure.target,
        baseline=measure.baseline,
    )


def chart_png(chart: Chart) -> bytes:
    """A chart without its title, as PNG (needs a QGuiApplication)."""
    image = QImage((_CHART * _CHART_SCALE).toSize(), QImage.Format.Format_RGB32)
    image.fill(LIGHT.panel)
    painter = QPainter(image)
    painter.scale(_CHART_SCALE, _CHART_SCALE)
    paint_chart(painter, chart, QRectF(0, 0, _CHART.width(), _CHART.height()), LIGHT, titled=False)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # its stub knows bytes alone, Qt takes words alone
    return bytes(buffer.data().data())
