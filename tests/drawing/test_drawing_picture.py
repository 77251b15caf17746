"""The whole map as one picture: everything on it, and only what is there."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.analysis.reading import read
from app.drawing.picture import MARGIN, Picture, boxes_of, extent, paint_picture, picture_of
from app.drawing.theme import DARK, LIGHT, THEMES
from app.layout.geometry import Box
from app.model.cause_map import CauseMap
from app.model.records import ABOUT_ID, About, Factor, Link

pytestmark = pytest.mark.usefixtures("qapp")


def a_map(*records, title="Waits"):
    return CauseMap.of([About(id=ABOUT_ID, title=title), *records])


def wide_map():
    """A chain and a loop whose boxes stand far apart, one in each corner."""
    return a_map(
        Factor(id="a", label="Pay is low", x=-900, y=-700),
        Factor(id="b", label="Staff leave", x=1400, y=-650),
        Factor(id="c", label="Care is short", x=-850, y=800),
        Factor(id="s", label="People wait", kind="symptom", x=1500, y=900),
        Link(id="ab", cause="a", effect="b"),
        Link(id="bc", cause="b", effect="c"),
        Link(id="cb", cause="c", effect="b"),
        Link(id="cs", cause="c", effect="s"),
    )


def picture(cause_map, date="14 November 2026"):
    return picture_of(cause_map, read(cause_map), date=date)


def pixels(shown: Picture, theme=LIGHT):
    image = QImage(shown.size.toSize(), QImage.Format.Format_RGB32)
    image.fill(QColor("magenta"))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    paint_picture(painter, shown, theme)
    painter.end()
    return image


def as_array(image):
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()).copy()


def place_on(shown: Picture, id_: str, dx=0.0, dy=0.0):
    """Where a point of a box lies on the picture; the map's own extent gives the shift."""
    left = (shown.size.width() - shown.extent.width()) / 2
    x = shown.places[id_][0] + dx - shown.extent.left() + left
    y = shown.places[id_][1] + dy - shown.extent.top() + shown._map_top
    return int(x), int(y)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_box_stands_on_the_picture_with_its_own_fill(theme):
    shown = picture(wide_map())
    image = pixels(shown, theme)
    for id_, fill in {"a": theme.root, "b": theme.card, "c": theme.card, "s": theme.symptom}.items():
        # Beside the words: near the box's right edge, half way up.
        x, y = place_on(shown, id_, dx=shown.factors[id_].width / 2 - 8)
        assert image.pixelColor(x, y).name().upper() == fill


def test_every_box_lies_inside_the_margins():
    shown = picture(wide_map())
    for id_, face in shown.factors.items():
        left, top = place_on(shown, id_, -face.width / 2, -face.height / 2)
        right, bottom = place_on(shown, id_, face.width / 2, face.height / 2)
        assert min(left, top) > MARGIN / 2
        assert right < shown.size.width() - MARGIN / 2
        assert bottom < shown.size.height() - MARGIN / 2


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_title_legend_and_every_label_leave_ink(theme):
    shown = picture(wide_map())
    all_pixels = as_array(pixels(shown, theme))
    scale = shown.furniture
    ground = all_pixels[1, 1]
    title = all_pixels[int(MARGIN / 2 * scale) : int((MARGIN + 26) * scale), int(MARGIN * scale) : int(160 * scale)]
    assert (title != ground).any()
    legend = all_pixels[-int((MARGIN + 40) * scale) : -int(MARGIN / 2 * scale)]
    assert (legend != ground).any()
    for id_, face in shown.factors.items():
        x, y = place_on(shown, id_)
        words = all_pixels[y - 10 : y + 10, x - int(face.width / 2) + 12 : x + 30]
        assert len(np.unique(words)) > 3


def test_the_edge_of_the_picture_is_its_ground():
    for theme, ground in ((LIGHT, LIGHT.panel), (DARK, DARK.canvas)):
        image = pixels(picture(wide_map()), theme)
        last = image.width() - 1, image.height() - 1
        for x, y in ((0, 0), (last[0], 0), (0, last[1]), last):
            assert image.pixelColor(x, y).name().upper() == ground


def test_painting_twice_gives_the_same_picture():
    cause_map = wide_map()
    one, two = (as_array(pixels(picture(cause_map))) for _ in range(2))
    assert (one == two).all()


def test_an_empty_map_has_a_picture_with_its_title():
    shown = picture(a_map())
    assert shown.extent == QRectF()
    image = as_array(pixels(shown))
    assert (image[:100] != image[0, 0]).any()
    assert not (image[140:] != image[0, 0]).any()
    assert "0 factors, 0 links" in shown.subtitle


def test_a_map_without_a_title_says_so_and_one_of_each_is_not_many():
    shown = picture(a_map(Factor(id="a", label="Pay"), title=" \n "))
    assert shown.title == "Untitled map"
    assert "1 factor, 0 links" in shown.subtitle


def test_title_and_legend_grow_with_the_map_within_bounds():
    def furniture(width, height):
        return Picture("t", "s", {}, {}, {}, QRectF(0, 0, width, height)).furniture

    assert furniture(200, 100) == 1
    assert 1 < furniture(3000, 1000) < furniture(4500, 1000)
    assert furniture(900, 3300) > 1
    assert furniture(100_000, 100) == furniture(200_000, 100)


def test_a_long_title_is_broken_not_cut_and_never_runs_off():
    short = Picture("Waits", "s", {}, {}, {}, QRectF(0, 0, 500, 300))
    long = Picture("Why older people wait to leave hospital " * 2, "s", {}, {}, {}, QRectF(0, 0, 500, 300))
    endless = Picture("wait " * 400, "s", {}, {}, {}, QRectF(0, 0, 500, 300))
    assert short.size.width() == long.size.width() == endless.size.width()
    assert long.size.height() > short.size.height()
    for shown in (long, endless):
        image = as_array(pixels(shown))
        assert not (image[:, -int(MARGIN) + 4 :] != image[0, 0]).any()


def test_the_picture_measures_whole_pixels_and_whole_points():
    shown = picture(wide_map())
    for side in (shown.size.width(), shown.size.height()):
        assert side == int(side)
        assert side * 0.75 == int(side * 0.75)


def test_curves_outside_the_boxes_belong_to_the_extent():
    around = extent({"a": Box(0, 0, 100, 50)}, {"l": ((50, 0), (300, -400), (300, 0), (120, 0))})
    assert around.contains(QRectF(-50, -400, 350, 425))


def test_places_that_people_chose_are_kept_and_missing_ones_are_made():
    kept = boxes_of(wide_map())
    assert (kept["a"].x, kept["a"].y) == (-900, -700)
    made = boxes_of(
        a_map(Factor(id="a", label="Pay"), Factor(id="b", label="Leave"), Link(id="l", cause="a", effect="b"))
    )
    assert made["a"].right < made["b"].left


@pytest.mark.parametrize("label", ["אין מספיק מיטות בבית החולים", "🎉👩‍👩‍👧", "x" * 500, "<b>&amp;\"'", "日本語" * 40])
def test_any_label_can_be_painted(label):
    shown = picture(a_map(Factor(id="s", label=label, kind="symptom"), title=label))
    image = as_array(pixels(shown))
    assert (image[:100] != image[0, 0]).any()
