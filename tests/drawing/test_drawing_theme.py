"""Colours that can be read, and kinds that can be told without them."""

import re

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from app.drawing.faces import FactorFace, LinkFace
from app.drawing.factor import paint_factor, text_colour
from app.drawing.link import paint_link
from app.drawing.theme import DARK, GREY, LIGHT, PICTURE_THEMES, Theme

TEXT_ON_GROUND = [
    ("text", "canvas"),
    ("text", "panel"),
    ("text", "card"),
    ("text", "accent_soft"),
    ("second_text", "canvas"),
    ("second_text", "panel"),
    ("root_text", "root"),
    ("symptom_text", "symptom"),
    ("rank_text", "rank"),
    ("accent_text", "accent"),
    ("accent", "panel"),
    ("accent", "canvas"),
    ("warning", "panel"),
    ("red", "panel"),
    ("amber", "panel"),
    ("green", "panel"),
    ("red", "card"),
    ("amber", "card"),
    ("green", "card"),
]
SHAPE_ON_GROUND = [
    ("link", "panel"),
    ("link", "canvas"),
    ("traced_link", "canvas"),
    ("loop", "panel"),
    ("loop", "canvas"),
    ("symptom_border", "canvas"),
    ("root", "panel"),
]
ROUTE = ((5.0, 20.0), (40.0, 20.0), (60.0, 20.0), (95.0, 20.0))


def luminance(colour):
    """Relative luminance (WCAG 2.2) of ``#rrggbb``."""
    assert re.fullmatch("#[0-9A-Fa-f]{6}", colour)
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_the_guideline_does():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", PICTURE_THEMES.values(), ids=PICTURE_THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON_GROUND)
def test_words_can_be_read_on_their_ground(theme, ink, ground):
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", PICTURE_THEMES.values(), ids=PICTURE_THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPE_ON_GROUND)
def test_lines_and_borders_can_be_seen_on_their_ground(theme, shape, ground):
    assert contrast(getattr(theme, shape), getattr(theme, ground)) >= 3


def test_every_colour_is_a_full_hexadecimal_one():
    for theme in PICTURE_THEMES.values():
        for role in Theme.__slots__:
            colours = getattr(theme, role)
            for colour in () if role == "name" else colours if role == "hues" else (colours,):
                assert re.fullmatch("#[0-9A-F]{6}", colour), (theme.name, role)


def test_the_palette_for_grey_printers_holds_nothing_but_greys():
    for role in Theme.__slots__:
        colours = getattr(GREY, role)
        for colour in () if role == "name" else colours if role == "hues" else (colours,):
            assert colour[1:3] == colour[3:5] == colour[5:7], role


def test_a_letter_in_the_panels_colour_is_read_on_every_hue():
    for theme in PICTURE_THEMES.values():
        assert len(set(theme.hues)) == len(theme.hues)
        assert all(contrast(theme.panel, hue) >= 4.5 for hue in theme.hues)


def grey(paint, theme, width=240, height=120):
    """What a grey printer makes of it, doubled in size, 0 (black) to 255."""
    image = QImage(2 * width, 2 * height, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.canvas))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(2, 2)
    paint(painter)
    painter.end()
    image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return np.frombuffer(image.constBits(), np.uint8).reshape(2 * height, image.bytesPerLine()).astype(int)


def box(look, theme, *, in_loop=False, rank=None):
    face = FactorFace((), look, in_loop=in_loop, rank=rank, width=184, height=64)

    def paint(painter):
        painter.translate(120, 60)
        paint_factor(painter, face, theme)

    return grey(paint, theme)


def marked(pixels, theme):
    """Where anything was painted over the canvas."""
    ground = grey(lambda _: None, theme)
    return np.abs(pixels - ground) > 8


@pytest.mark.parametrize("theme", PICTURE_THEMES.values(), ids=PICTURE_THEMES)
def test_a_symptom_has_rounder_corners_than_a_cause(qapp, theme):
    # In dark the card's own fill differs little from the canvas, so the borders' outlines are compared.
    corner = np.s_[2 * 28 : 2 * 34, 2 * 28 : 2 * 34]
    assert marked(box("cause", theme), theme)[corner].any()
    assert not marked(box("symptom", theme), theme)[corner].any()


@pytest.mark.parametrize("theme", PICTURE_THEMES.values(), ids=PICTURE_THEMES)
def test_a_most_upstream_cause_is_solid_and_wears_a_disc(qapp, theme):
    plain, root = box("cause", theme), box("root", theme, rank=1)
    middle = np.s_[110:130, 200:280]
    assert abs(plain[middle].mean() - root[middle].mean()) > 40
    disc = np.s_[2 * 19 : 2 * 27, 2 * 19 : 2 * 27]  # outside the box, at its upper left
    assert marked(root, theme)[disc].any()
    assert not marked(plain, theme)[disc].any()


@pytest.mark.parametrize("theme", PICTURE_THEMES.values(), ids=PICTURE_THEMES)
def test_a_factor_in_a_loop_wears_a_mark_and_a_thicker_border(qapp, theme):
    plain, loop = box("cause", theme), box("cause", theme, in_loop=True)
    mark = np.s_[2 * 20 : 2 * 27, 2 * 212 : 2 * 219]  # outside the box, at its upper right
    assert marked(loop, theme)[mark].any()
    assert not marked(plain, theme)[mark].any()
    border = np.s_[110:130, 40:80]  # across the left side
    assert (np.abs(loop[border] - loop[0, 0]) > 40).sum() > (np.abs(plain[border] - plain[0, 0]) > 40).sum()


@pytest.mark.parametrize("theme", PICTURE_THEMES.values(), ids=PICTURE_THEMES)
def test_how_sure_a_link_is_shows_in_thickness_and_dashes(qapp, theme):
    def columns(certainty):
        drawn = grey(lambda painter: paint_link(painter, LinkFace(ROUTE, certainty, "", ""), theme), theme, 100, 40)
        ground = grey(lambda _: None, theme, 100, 40)
        return (np.abs(drawn - ground)[:, 20:160] > 30).sum(axis=0)

    established, likely, tentative = columns("established"), columns("likely"), columns("tentative")
    assert established.min() > likely.max()
    assert likely.min() > 0
    assert (tentative == 0).any()
    assert (tentative > 0).any()


def test_less_of_the_effect_is_marked_without_colour(qapp):
    drawn = [
        grey(lambda painter, sign=sign: paint_link(painter, LinkFace(ROUTE, "likely", sign, ""), LIGHT), LIGHT, 100, 40)
        for sign in ("+", "-")
    ]
    assert (np.abs(drawn[0] - drawn[1]) > 60).sum() > 50


def test_words_take_the_colour_of_their_own_ground():
    faces = {
        look: FactorFace(("a",), look, in_loop=False, rank=None, width=1, height=1) for look in ("symptom", "root")
    }
    assert text_colour(faces["symptom"], DARK) == DARK.symptom_text
    assert text_colour(faces["root"], DARK) == DARK.root_text
