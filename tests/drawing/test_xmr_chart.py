"""XmR charts as painted: what is told by colour is told by shape too; no figures and no file break them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.analysis.xmr import read_xmr
from app.drawing.theme import THEMES
from app.drawing.xmr_chart import SORT_WORDS, Chart, dates_shown, paint_chart, paint_marker, shown

pytestmark = pytest.mark.usefixtures("qapp")
LIGHT = THEMES["light"]


def chart_of(values, **more):
    dates = tuple(f"{2020 + at // 12}-{at % 12 + 1:02}" for at in range(len(values)))
    return Chart("Days waited", "days", dates, read_xmr(values, more.pop("better", "down"), more.get("target")), **more)


def painted(chart, wide=640, high=320, titled=True):
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.panel))
    painter = QPainter(image)
    paint_chart(painter, chart, QRectF(0, 0, wide, high), LIGHT, titled=titled)
    painter.end()
    return image


def test_every_kind_of_point_has_a_shape_of_its_own_without_colour():
    pictures = set()
    for sort in SORT_WORDS:
        image = QImage(24, 24, QImage.Format.Format_Mono)
        image.fill(0)
        painter = QPainter(image)
        painter.setBrush(QColor("white"))
        painter.setPen(QColor("white"))
        paint_marker(painter, QPointF(12, 12), sort, 6)
        painter.end()
        pictures.add(bytes(image.constBits()))
    assert len(pictures) == len(SORT_WORDS)


def test_what_a_chart_says_names_special_cause_target_and_trial_limits():
    said = chart_of([5, 6, 5, 6], target=1).said
    assert said.startswith("Common cause")
    assert "If nothing changes, the target will not be met" in said
    assert "trial limits" in said
    assert "trial" not in chart_of([5, 6] * 6).said
    assert chart_of([5]).said == "Too few readings to tell"


@pytest.mark.parametrize(
    ("value", "words"), [(1041, "1,041"), (41.5, "41.5"), (5.25, "5.25"), (3.0, "3"), (0.004, "0.004"), (0, "0")]
)
def test_figures_are_shown_with_the_places_they_need(value, words):
    assert shown(value) == words


def test_months_have_their_year_where_it_changes_and_dates_of_other_files_stand_as_they_are():
    assert dates_shown(["2025-11", "2025-12", "2026-01", "2026-02-03"]) == ["Nov 25", "Dec", "Jan 26", "3 Feb"]
    assert dates_shown(["", "soon", "2026-99", "2026-01-xx"]) == ["", "soon", "2026-99", "Jan 26"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=30),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.integers(1, 900),
    st.integers(1, 400),
)
def test_any_figures_in_any_place_are_painted(values, target, wide, high):
    painted(chart_of(values, target=target, baseline=target), wide, high)


def test_every_reading_stays_in_its_place_and_the_words_in_the_picture():
    chart = chart_of([3, 9, 4, 8, 5, 30, 4, 5, 3, 4, 6, 5, 4], target=2)
    image = painted(chart)
    ground = QColor(LIGHT.panel).rgb()
    edge = [image.pixel(x, y) for x in range(640) for y in (0, 319)] + [image.pixel(639, y) for y in range(320)]
    assert set(edge) == {ground}
    concern = QColor(LIGHT.symptom_border).rgb()
    assert any(image.pixel(x, y) == concern for x in range(640) for y in range(320))
