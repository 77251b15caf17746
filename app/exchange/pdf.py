"""Sheets as one PDF document: a page each, words as text, and bookmarks where there are several."""

from collections.abc import Sequence
from io import BytesIO

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from app.drawing.sheet import Sheet
from app.drawing.theme import Theme

_LONGEST_PAGE = 14_400.0  # points: the most a PDF page can measure (ISO 32000-1, annex C)
_DOTS = 1200
_POINTS_A_MILLIMETRE = 72 / 25.4


def pdf_of(sheets: Sequence[tuple[str, Sheet]], theme: Theme, *, clear: bool = False) -> bytes:
    """Sheets, each with the words of its bookmark, as a PDF document (needs a QGuiApplication).

    Each page has its sheet's own size; one larger than a PDF page can be is made smaller to fit it.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(sheets[0][1].title)
    writer.setCreator("Headwater")
    writer.setResolution(_DOTS)
    painter = QPainter()
    for number, (_, sheet) in enumerate(sheets):
        fit = _lay(writer, sheet)
        if number == 0:
            painter.begin(writer)
        else:
            writer.newPage()
        painter.save()
        dots = sheet.unit / 25.4 * _DOTS * fit
        painter.scale(dots, dots)
        sheet.paint(painter, theme, ground=not clear)
        painter.restore()
    painter.end()
    data = bytes(buffer.data().data())
    return _with_bookmarks(data, [name for name, _ in sheets]) if len(sheets) > 1 else data


def _lay(writer: QPdfWriter, sheet: Sheet) -> float:
    """Give the next page the sheet's size; how much smaller the sheet has to be to fit it."""
    points = sheet.size * (sheet.unit * _POINTS_A_MILLIMETRE)
    fit = min(1.0, _LONGEST_PAGE / max(points.width(), points.height()))
    page = QSizeF(points.width() * fit, points.height() * fit)
    size = QPageSize(page, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    return fit


def _with_bookmarks(data: bytes, names: Sequence[str]) -> bytes:
    """The document with an outline, a name a page, which a viewer shows at its side."""
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=BytesIO(data))
    for number, name in enumerate(names):
        writer.add_outline_item(title=name, page_number=number)
    writer.page_mode = "/UseOutlines"
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
