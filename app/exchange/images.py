"""The picture of a whole map as PNG, SVG or PDF, and for the clipboard: all through the painter of the screen."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData

from app.drawing.picture import Picture
from app.drawing.theme import Theme
from app.errors import ExportFailed
from app.exchange.files import write_whole
from app.exchange.pdf import pdf_of
from app.exchange.png import LONGEST_SIDE, image_of, largest_scale, pixels_of, write_png
from app.exchange.svg import svg_of

ENDINGS = (".png", ".svg", ".pdf")
_CLIPBOARD_PIXELS = 40e6


def export_picture(path: Path, picture: Picture, theme: Theme, *, scale: int = 2) -> None:
    """Write the picture in the format that the file name's ending names; ``scale`` is for PNG alone.

    Raises ExportFailed with one sentence, leaving no half file and an older file as it was.
    """
    match path.suffix.lower():
        case ".png":
            export_png(path, picture, theme, scale=scale)
        case ".svg":
            export_svg(path, picture, theme)
        case ".pdf":
            export_pdf(path, picture, theme)
        case _:
            raise ExportFailed(f"“{path.name}” has no ending that says what picture to make; use .png, .svg or .pdf.")


def export_png(path: Path, picture: Picture, theme: Theme, *, scale: int = 2) -> None:
    """Write the picture as PNG, ``scale`` (1 to 4) pixels for each map unit."""
    if scale not in range(1, 5):
        raise ExportFailed("A PNG picture can be 1, 2, 3 or 4 times its size on screen.")
    possible = largest_scale(picture, scale)
    if possible < scale:
        width, height = pixels_of(picture, scale)
        instead = f"at {possible}× or as SVG or PDF" if possible else "as SVG or PDF"
        raise ExportFailed(
            f"At {scale}× the picture would be {width:,} × {height:,} pixels, and a PNG made here can have "
            f"{LONGEST_SIDE:,} a side; save it {instead}."
        )
    write_whole(path, lambda file: write_png(file, picture, theme, scale))


def export_svg(path: Path, picture: Picture, theme: Theme) -> None:
    """Write the picture as SVG: text stays text, its font goes with it."""
    data = svg_of(picture, theme)
    write_whole(path, lambda file: file.write(data))


def export_pdf(path: Path, picture: Picture, theme: Theme) -> None:
    """Write the picture as PDF: one page of just its size (1 map unit = 1/96 inch), text stays text."""
    data = pdf_of([("", picture)], theme)
    write_whole(path, lambda file: file.write(data))


def picture_mime(picture: Picture, theme: Theme, scale: int = 2) -> QMimeData:
    """The picture for the clipboard, as pixels and as SVG.

    A very large one has fewer pixels than ``scale`` asks for, since every program that looks gets a copy.
    """
    fits = largest_scale(picture, scale, most_pixels=_CLIPBOARD_PIXELS)
    width, height = picture.size.width(), picture.size.height()
    less = min((_CLIPBOARD_PIXELS / (width * height)) ** 0.5, LONGEST_SIDE / max(width, height))
    mime = QMimeData()
    mime.setImageData(image_of(picture, theme, fits or less))
    mime.setData("image/svg+xml", QByteArray(svg_of(picture, theme)))
    return mime
