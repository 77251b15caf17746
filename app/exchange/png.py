"""The picture as PNG, painted and packed band by band, so that a poster needs no more memory than a slide."""

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.drawing.picture import ground_of
from app.drawing.sheet import Sheet
from app.drawing.theme import Theme

LONGEST_SIDE = 32_767
"""Pixels: Qt's painters, and many programs that open pictures, go no further."""
_BAND = 64 * 2**20  # bytes painted at a time
_SLICE = 256  # rows packed at a time


def pixels_of(sheet: Sheet, scale: float) -> tuple[int, int]:
    """Width and height in pixels at a scale."""
    return max(1, round(sheet.size.width() * scale)), max(1, round(sheet.size.height() * scale))


def scale_for(sheet: Sheet, dots: float) -> float:
    """Pixels a unit, for so many dots an inch."""
    return dots * sheet.unit / 25.4


def largest_scale(sheet: Sheet, wanted: int, *, most_pixels: float = float("inf")) -> int:
    """The largest whole scale up to the wanted one whose picture can be made; 0 if there is none."""
    for scale in range(wanted, 0, -1):
        width, height = pixels_of(sheet, scale)
        if max(width, height) <= LONGEST_SIDE and width * height <= most_pixels:
            return scale
    return 0


def image_of(
    sheet: Sheet, theme: Theme, scale: float, *, top: int = 0, rows: int | None = None, clear: bool = False
) -> QImage:
    """The picture, or some rows of it, as pixels (needs a QGuiApplication); ``clear``: with nothing behind it."""
    width, height = pixels_of(sheet, scale)
    form = QImage.Format.Format_ARGB32_Premultiplied if clear else QImage.Format.Format_RGB32
    image = QImage(width, height if rows is None else rows, form)
    image.setDevicePixelRatio(1)
    image.setDotsPerMeterX(_dots_a_metre(sheet, scale))
    image.setDotsPerMeterY(_dots_a_metre(sheet, scale))
    image.fill(Qt.GlobalColor.transparent if clear else QColor(ground_of(theme)))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.setClipRect(image.rect())
    painter.translate(0, -top)
    painter.scale(scale, scale)
    sheet.paint(painter, theme, ground=not clear)
    painter.end()
    return image


def _dots_a_metre(sheet: Sheet, scale: float) -> int:
    return round(scale / sheet.unit * 1000)


def write_png(file: BinaryIO, sheet: Sheet, theme: Theme, scale: float, *, clear: bool = False) -> None:
    """Write the picture as PNG (ISO/IEC 15948), 8 bits a colour, with its resolution and its title."""
    for _ in written(file, sheet, theme, scale, clear=clear):
        pass


def written(file: BinaryIO, sheet: Sheet, theme: Theme, scale: float, *, clear: bool = False) -> Iterator[float]:
    """Write the picture as PNG; on the way, which part of it is done (0 to 1)."""
    width, height = pixels_of(sheet, scale)
    metre, colours = _dots_a_metre(sheet, scale), 4 if clear else 3
    file.write(b"\x89PNG\r\n\x1a\n")
    _chunk(file, b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6 if clear else 2, 0, 0, 0))
    _chunk(file, b"sRGB", b"\0")
    _chunk(file, b"pHYs", struct.pack(">IIB", metre, metre, 1))
    for keyword, text in (("Title", sheet.title), ("Description", sheet.subtitle), ("Software", "Headwater")):
        _chunk(file, b"iTXt", keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8"))
    packer = zlib.compressobj(6)
    above = np.zeros((1, width, colours), np.uint8)
    done = 0
    for pixels in _slices(sheet, theme, scale, clear=clear):
        lines = np.empty((len(pixels), 1 + width * colours), np.uint8)
        lines[:, 0] = 2  # each byte is told by its difference from the one above: large even areas pack best so
        np.subtract(pixels, np.concatenate([above, pixels[:-1]]), out=lines[:, 1:].reshape(pixels.shape))
        above = pixels[-1:]
        _chunk(file, b"IDAT", packer.compress(lines.data))
        done += len(pixels)
        yield done / height
    _chunk(file, b"IDAT", packer.flush())
    _chunk(file, b"IEND", b"")


def _slices(sheet: Sheet, theme: Theme, scale: float, *, clear: bool) -> Iterator[np.ndarray]:
    """The picture's rows from the top as (rows, width, 3 or 4) bytes of red, green, blue and how solid."""
    width, height = pixels_of(sheet, scale)
    step = max(1, _BAND // (width * 4))
    shifts = (16, 8, 0, 24) if clear else (16, 8, 0)
    for top in range(0, height, step):
        rows = min(step, height - top)
        image = image_of(sheet, theme, scale, top=top, rows=rows, clear=clear)
        if clear:
            image = image.convertToFormat(QImage.Format.Format_ARGB32)
        words = np.frombuffer(image.constBits(), np.uint32).reshape(rows, width)
        for first in range(0, rows, _SLICE):
            part = words[first : first + _SLICE]
            yield np.stack([part >> shift & 0xFF for shift in shifts], axis=2).astype(np.uint8)


def _chunk(file: BinaryIO, kind: bytes, data: bytes) -> None:
    if data or kind == b"IEND":
        file.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind))))
