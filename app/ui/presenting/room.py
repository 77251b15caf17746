"""The room: how far the back row sits, how wide the picture is, and how large letters must be for it.

Rule: a capital letter is at least 1/200 of the distance it is read from high, which is 17 minutes of arc. It is the
acuity factor for basic decision making of ANSI/INFOCOMM V202.01:2016 (Display Image Size for 2D Content in Audiovisual
Systems) and the ratio that the US Federal Aviation Administration gives for text that must be legible; ISO 9241-303
asks for no less than 16 minutes.
"""

from dataclasses import dataclass

from app.drawing.fonts import font
from app.drawing.sizes import TEXT_SIZE, WIDTH
from app.ui.places import choices, choose

DISTANCES_PER_LETTER = 200
"""How many times its own height a capital letter may be away."""
LEAST_FONT = 12.0
"""No text is smaller than this, however near people sit: the size of a font in pixels."""
LEAST_METRES, MOST_METRES = 1.0, 40.0
LEAST_WIDTH, MOST_WIDTH = 0.3, 12.0
_METRES, _WIDTH = 4.0, 2.0
_SIDES = 40.0
_TELLING = 0.8


@dataclass(frozen=True, slots=True)
class Room:
    """``metres`` from the screen to the back row; ``width`` of the picture in metres."""

    metres: float = _METRES
    width: float = _WIDTH

    def least_capital(self, pixels: float) -> float:
        """The least height of a capital letter, in pixels of a picture that is so many pixels wide."""
        by_rule = self.metres / DISTANCES_PER_LETTER / self.width * pixels
        return max(by_rule, capital(LEAST_FONT))

    def least_font(self, pixels: float) -> float:
        """The least size of a font, in pixels of a picture that is so many pixels wide."""
        return self.least_capital(pixels) / capital(1.0)

    def least_zoom(self, pixels: float, within: float) -> float:
        """The least zoom of the map in a view that takes ``within`` of the picture's pixels.

        It is less than the rule asks for only where a single box would not fit in.
        """
        return min(self.least_font(pixels) / TEXT_SIZE, within / (WIDTH + _SIDES))

    def fits_a_box(self, pixels: float, within: float) -> bool:
        """Whether a box whose words the back row can read fits into ``within`` of the picture's pixels."""
        return self.least_font(pixels) / TEXT_SIZE <= within / (WIDTH + _SIDES)


def capital(pixels: float) -> float:
    """The height of a capital letter of the program's font at a size in pixels."""
    from PySide6.QtGui import QFontMetricsF

    return QFontMetricsF(font(200)).capHeight() / 200 * pixels


def chosen_room(physical_width: float = 0.0) -> Room:
    """The room as it was said last; where the picture's width was not, that of the screen in metres if it can be true.

    Projectors say anything, and a laptop's own screen is not what the back row looks at: only a screen as large as a
    television's is believed.
    """
    kept = choices()
    believed = physical_width if _TELLING <= physical_width <= MOST_WIDTH else _WIDTH
    metres = _number(kept.get("room_metres"), _METRES, LEAST_METRES, MOST_METRES)
    return Room(metres, _number(kept.get("room_width"), believed, LEAST_WIDTH, MOST_WIDTH))


def keep_room(room: Room, *, width: bool = True) -> None:
    """Remember the room; without ``width`` only how far the back row sits."""
    if width:
        choose(room_metres=room.metres, room_width=room.width)
    else:
        choose(room_metres=room.metres)


def _number(value: object, otherwise: float, least: float, most: float) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
        return float(value)
    return otherwise


COLOURS = ("dark", "light", "program")
"""The room's colours: always dark, always light, or as the program's own."""


def colours() -> str:
    """Which of the colours is chosen; dark until someone has."""
    kept = choices().get("room_colours")
    return kept if isinstance(kept, str) and kept in COLOURS else COLOURS[0]


def keep_colours(chosen: str) -> None:
    """Remember the colours."""
    choose(room_colours=chosen)
