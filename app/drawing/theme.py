"""The palettes: every colour on screen and in pictures has its name here.

Text contrast is at least 4.5:1 on its own ground in each.
"""

from dataclasses import dataclass
from functools import lru_cache

FADED = 0.30
"""Opacity of what is outside the traced ways: it fades, it does not vanish."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by role, as ``#rrggbb``."""

    name: str
    canvas: str
    panel: str
    card: str
    card_border: str
    text: str
    second_text: str
    link: str
    traced_link: str
    root: str
    root_text: str
    symptom: str
    symptom_border: str
    symptom_text: str
    loop: str
    accent: str
    accent_text: str
    accent_soft: str
    rank: str
    rank_text: str
    line: str
    track: str
    warning: str
    better: str
    red: str
    amber: str
    green: str
    hues: tuple[str, ...]
    """Colours to tell several of a kind apart, each with a letter in the panel's colour on it."""

    @property
    def is_dark(self) -> bool:
        """Whether it is the dark palette."""
        return self.name == "dark"


LIGHT = Theme(
    name="light",
    canvas="#F6F8FB",
    panel="#FFFFFF",
    card="#FFFFFF",
    card_border="#C3CCD8",
    text="#16202C",
    second_text="#5A6675",
    link="#7C8A9C",
    traced_link="#0B5CAD",
    root="#0B3F73",
    root_text="#FFFFFF",
    symptom="#FFF3EA",
    symptom_border="#B4430E",
    symptom_text="#6E2706",
    loop="#6B3FA0",
    accent="#0B5CAD",
    accent_text="#FFFFFF",
    accent_soft="#E6F0FA",
    rank="#F2A20C",
    rank_text="#16202C",
    line="#E1E6ED",
    track="#E1E6ED",
    warning="#9A3B0B",
    better="#1E6B3A",
    red="#B3261E",
    amber="#8A5A00",
    green="#1E6B3A",
    hues=("#0B5CAD", "#9A3B0B", "#1E6B3A", "#6B3FA0", "#7A5600", "#A01C5B", "#0B6E78", "#4A5564"),
)

DARK = Theme(
    name="dark",
    canvas="#0E151D",
    panel="#15202B",
    card="#1B2632",
    card_border="#3A4A5C",
    text="#EEF3F8",
    second_text="#9FB1C4",
    link="#7F93A8",
    traced_link="#5FB0FF",
    root="#2870B2",
    root_text="#FFFFFF",
    symptom="#3A2013",
    symptom_border="#FF9A5C",
    symptom_text="#FFE3D1",
    loop="#B48AF0",
    accent="#5FB0FF",
    accent_text="#0E151D",
    accent_soft="#1F3347",
    rank="#F2A20C",
    rank_text="#16202C",
    line="#2A3848",
    track="#2A3848",
    warning="#FFB07A",
    better="#7BD69A",
    red="#FF8A80",
    amber="#F2C14E",
    green="#7BD69A",
    hues=("#5FB0FF", "#FF9A5C", "#7BD69A", "#C3A0F5", "#F2C14E", "#F58FBB", "#5CCFD8", "#B8C4D2"),
)

GREY = Theme(
    name="grey",
    canvas="#F7F7F7",
    panel="#FFFFFF",
    card="#FFFFFF",
    card_border="#B4B4B4",
    text="#161616",
    second_text="#595959",
    link="#7A7A7A",
    traced_link="#1F1F1F",
    root="#2B2B2B",
    root_text="#FFFFFF",
    symptom="#E6E6E6",
    symptom_border="#3D3D3D",
    symptom_text="#161616",
    loop="#5E5E5E",
    accent="#3A3A3A",
    accent_text="#FFFFFF",
    accent_soft="#EBEBEB",
    rank="#D2D2D2",
    rank_text="#161616",
    line="#DDDDDD",
    track="#DDDDDD",
    warning="#3D3D3D",
    better="#4A4A4A",
    red="#2B2B2B",
    amber="#6A6A6A",
    green="#4A4A4A",
    hues=("#161616", "#2B2B2B", "#3A3A3A", "#474747", "#525252", "#5D5D5D", "#676767", "#707070"),
)
"""For grey printers and copiers: greys that stay apart, and no meaning in colour at all."""

THEMES = {"light": LIGHT, "dark": DARK}
"""What the window can be."""
PICTURE_THEMES = THEMES | {"grey": GREY}
"""What a picture can be."""


@lru_cache(maxsize=64)
def faded_on(colour: str, ground: str) -> str:
    """The colour that a faded one comes to on a ground: quicker to paint than to let the ground shine through."""
    parts = ((int(colour[n : n + 2], 16), int(ground[n : n + 2], 16)) for n in (1, 3, 5))
    return "#" + "".join(f"{round(over * FADED + under * (1 - FADED)):02x}" for over, under in parts)
