"""A chart as a picture: PNG, SVG or PDF, and for the clipboard, all through the painter of the screen."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QMimeData, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from app.drawing.theme import Theme
from app.drawing.xmr_chart import Chart, paint_chart
from app.errors import ExportFailed
from app.exchange.files import write_whole

SIZE = QSizeF(960, 480)
_SCALE = 3
_DOTS = 1200


def export_chart(path: Path, chart: Chart, theme: Theme) -> None:
    """Write a chart in the format that the file name's ending names; ExportFailed with one sentence."""
    match path.suffix.lower():
        case ".png":
            data = _png(chart, theme)
        case ".svg":
            data = _svg(chart, theme)
        case ".pdf":
            data = _pdf(chart, theme)
        case _:
            raise ExportFailed(f"“{path.name}” has no ending that says what picture to make; use .png, .svg or .pdf.")
    write_whole(path, lambda file: file.write(data))


def chart_mime(chart: Chart, theme: Theme) -> QMimeData:
    """A chart for the clipboard, as pixels and as SVG."""
    mime = QMimeData()
    mime.setImageData(_image(chart, theme))
    mime.setData("image/svg+xml", QByteArray(_svg(chart, theme)))
    return mime


def _paint(painter: QPainter, chart: Chart, theme: Theme) -> None:
    place = QRectF(0, 0, SIZE.width(), SIZE.height())
    painter.fillRect(place, theme.panel)
    paint_chart(painter, chart, place.adjusted(12, 10, -12, -10), theme)


def _image(chart: Chart, theme: Theme) -> QImage:
    image = QImage((SIZE * _SCALE).toSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(_SCALE, _SCALE)
    _paint(painter, chart, theme)
    painter.end()
    return image


def _png(chart: Chart, theme: Theme) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    _image(chart, theme).save(buffer, "PNG")  # type: ignore[call-overload]  # its stub knows bytes alone, Qt takes words alone
    return bytes(buffer.data().data())


def _svg(chart: Chart, theme: Theme) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QSvgGenerator()
    writer.setOutputDevice(buffer)
    writer.setSize(QSize(round(SIZE.width()), round(SIZE.height())))
    writer.setViewBox(QRectF(0, 0, SIZE.width(), SIZE.height()))
    writer.setResolution(96)
    writer.setTitle(chart.title)
    writer.setDescription(chart.said)
    painter = QPainter(writer)
    _paint(painter, chart, theme)
    painter.end()
    return bytes(buffer.data().data())


def _pdf(chart: Chart, theme: Theme) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(chart.title)
    writer.setCreator("Headwater")
    writer.setResolution(_DOTS)
    size = QPageSize(SIZE * 0.75, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    painter.scale(_DOTS / 96, _DOTS / 96)
    _paint(painter, chart, theme)
    painter.end()
    return bytes(buffer.data().data())
