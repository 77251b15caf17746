"""Atkinson Hyperlegible, carried with the program so that every laptop, picture and test draws the same."""

from functools import cache
from pathlib import Path
from unicodedata import bidirectional

import fontpkg_atkinson_hyperlegible as package
from PySide6.QtGui import QFont, QFontDatabase

FAMILY = "Atkinson Hyperlegible"
FACES = ("Regular", "Bold")


def font_file(face: str) -> Path:
    """The TrueType file of a face (``Regular`` or ``Bold``)."""
    return Path(package.ROOT) / "files" / f"AtkinsonHyperlegible-{face}.ttf"


@cache
def load_fonts() -> None:
    """Make the family known to Qt (once; needs a QGuiApplication)."""
    for face in FACES:
        QFontDatabase.addApplicationFont(str(font_file(face)))


@cache
def font(pixels: float, *, bold: bool = False) -> QFont:
    """The family at a size in map units (pixels at 100 %)."""
    load_fonts()
    made = QFont(FAMILY)
    # Qt takes whole pixels; map units scale through the painter, so whole ones are all that is needed.
    made.setPixelSize(round(pixels))
    made.setBold(bold)
    # Glyphs keep their widths at every zoom, so lines break alike on screen and in every picture.
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return made


def runs_left(text: str) -> bool:
    """Whether the text is read from right to left: its first letter with a direction says so."""
    direction = next((d for d in map(bidirectional, text) if d in {"L", "R", "AL"}), "L")
    return direction != "L"
