"""The picture as PNG, painted and packed band by band, so that a poster needs no more memory than a slide."""

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter

from app.drawing.picture import Picture, ground_of, paint_picture
from app.drawing.theme import Theme

LONGEST_SIDE = 32_767
"""Pixels: Qt's painters, and many programs that open pictures, go no further."""
_BAND = 128 * 2**20  # bytes painted at a time
_SLICE = 256  # rows packed at a time
_PIXELS_A_METRE = 96 / 0.0254


def pixels_of(picture: Picture, scale: int) -> tuple[int, int]:
    """Width and height in pixels at a scale."""
    return round(picture.size.width() * scale), round(picture.size.height() * scale)


def largest_scale(picture: Picture, wanted: int, *, most_pixels: float = float("inf")) -> int:
    """The largest whole scale up to the wanted one whose picture can be made; 0 if there is none."""
    for scale in range(wanted, 0, -1):
        width, height = pixels_of(picture, scale)
        if max(width, height) <= LONGEST_SIDE and width * height <= most_pixels:
            return scale
    return 0


def image_of(picture: Picture, theme: Theme, scale: float, *, top: int = 0, rows: int | None = None) -> QImage:
    """The picture, or some rows of it, as pixels (needs a QGuiApplication)."""
    width, height = max(1, round(picture.size.width() * scale)), max(1, round(picture.size.height() * scale))
    image = QImage(width, height if rows is None else rows, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(1)
    image.setDotsPerMeterX(round(_PIXELS_A_METRE * scale))
    image.setDotsPerMeterY(round(_PIXELS_A_METRE * scale))
    image.fill(QColor(ground_of(theme)))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.translate(0, -top)
    painter.scale(scale, scale)
    paint_picture(painter, picture, theme)
    painter.end()
    return image


def write_png(file: BinaryIO, picture: Picture, theme: Theme, scale: int) -> None:
    """Write the picture as PNG (ISO/IEC 15948), 8 bits a colour, with its resolution and its title."""
    width, height = pixels_of(picture, scale)
    metre = round(_PIXELS_A_METRE * scale)
    file.write(b"\x89PNG\r\n\x1a\n")
    _chunk(file, b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    _chunk(file, b"sRGB", b"\0")
    _chunk(file, b"pHYs", struct.pack(">IIB", metre, metre, 1))
    for keyword, text in (("Title", picture.title), ("Description", picture.subtitle), ("Software", "Headwater")):
        _chunk(file, b"iTXt", keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8"))
    packer = zlib.compressobj(6)
    above = np.zeros((1, width, 3), np.uint8)
    for pixels in _slices(picture, theme, scale):
        lines = np.empty((len(pixels), 1 + width * 3), np.uint8)
        lines[:, 0] = 2  # each byte is told by its difference from the one above: large even areas pack best so
        np.subtract(pixels, np.concatenate([above, pixels[:-1]]), out=lines[:, 1:].reshape(pixels.shape))
        above = pixels[-1:]
        _chunk(file, b"IDAT", packer.compress(lines.data))
    _chunk(file, b"IDAT", packer.flush())
    _chunk(file, b"IEND", b"")


def _slices(picture: Picture, theme: Theme, scale: int) -> Iterator[np.ndarray]:
    """The picture's rows from the top as (rows, width, 3) bytes of red, green and blue."""
    width, height = pixels_of(picture, scale)
    step = max(1, _BAND // (width * 4))
    for top in range(0, height, step):
        rows = min(step, height - top)
        image = image_of(picture, theme, scale, top=top, rows=rows)
        words = np.frombuffer(image.constBits(), np.uint32).reshape(rows, width)
        for first in range(0, rows, _SLICE):
            part = words[first : first + _SLICE]
            yield np.stack([part >> shift & 0xFF for shift in (16, 8, 0)], axis=2).astype(np.uint8)


def _chunk(file: BinaryIO, kind: bytes, data: bytes) -> None:
    if data or kind == b"IEND":
        file.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind))))
