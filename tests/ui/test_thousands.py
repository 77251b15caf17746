"""A map of thousands: shown from a picture that follows, edited and clicked like any other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from app.document import Document
from app.model import edits
from app.model.records import Factor, Link
from app.ui.canvas import crowd
from app.ui.canvas.rows import Rows

COLUMNS, HIGH = 30, 20


def a_map():
    """Columns of factors, each leading to one or two in the next."""
    records = [
        Factor(
            id=f"f{x}-{y}",
            label=f"Factor {x} of row {y}",
            kind="symptom" if x == COLUMNS - 1 else "cause",
            x=x * 300.0,
            y=y * 110.0,
        )
        for x in range(COLUMNS)
        for y in range(HIGH)
    ]
    for x in range(COLUMNS - 1):
        for y in range(HIGH):
            records.append(Link(id=f"a{x}-{y}", cause=f"f{x}-{y}", effect=f"f{x + 1}-{y}"))
            records.append(Link(id=f"b{x}-{y}", cause=f"f{x}-{y}", effect=f"f{x + 1}-{(y + 1) % HIGH}", confidence=0.5))
    return records


@pytest.fixture
def throng(driver, tmp_path):
    path = tmp_path / "many.headwater"
    Document.create(path, "Many", a_map()).close()
    driver.open(path)
    driver.settle()
    return driver


def at_rest(driver):
    """Wait until no picture is being made."""
    far = driver.view.map_scene._crowd._far
    driver.view.viewport().repaint()
    driver.qtbot.waitUntil(lambda: not far._due.isActive() and far._making is None and not far._stale, timeout=20_000)
    driver.settle()


def seen(driver):
    """The canvas as it is shown."""
    return driver.view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def figures(image):
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[:, :, :3].astype(int)


def painted_directly(driver, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(crowd, "MANY", 10**9)
        return seen(driver)


def differing(one, other):
    """The share of pixels that look different."""
    return float(np.mean(np.abs(figures(one) - figures(other)).max(axis=2) > 40))


def test_the_picture_is_what_would_be_painted(throng, monkeypatch):
    at_rest(throng)
    assert throng.view.map_scene._crowd._boxes.is_far
    direct = painted_directly(throng, monkeypatch)
    assert len(np.unique(figures(direct).reshape(-1, 3), axis=0)) > 3
    assert differing(seen(throng), direct) < 0.01
    throng.view.set_zoom(throng.view.zoom * 1.2)
    at_rest(throng)
    assert differing(seen(throng), painted_directly(throng, monkeypatch)) < 0.01


def test_what_is_changed_is_seen_at_once_and_the_picture_follows(throng, monkeypatch):
    at_rest(throng)
    before = seen(throng)
    throng.session.perform("Move", edits.move(throng.session.map, {"f10-10": (3000.0, -220.0)}))
    throng.settle()
    assert differing(before, seen(throng)) > 0
    throng.session.perform("Delete", edits.delete(throng.session.map, ["f12-5", "f12-6"]))
    throng.settle()
    at_rest(throng)
    assert differing(seen(throng), painted_directly(throng, monkeypatch)) < 0.01
    throng.press("Ctrl+Z", "Ctrl+Z")
    at_rest(throng)
    assert differing(seen(throng), painted_directly(throng, monkeypatch)) < 0.01


def test_scrolling_leaves_no_gap(throng, monkeypatch):
    view = throng.view
    view.set_zoom(0.2)
    at_rest(throng)
    for by in (300, -700, 250):
        view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() + by)
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - by // 2)
        throng.settle()
    at_rest(throng)
    assert differing(seen(throng), painted_directly(throng, monkeypatch)) < 0.01


def test_factors_and_links_are_clicked_as_anywhere(throng):
    view = throng.view
    at_rest(throng)

    def click(x, y):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.mapFromScene(x, y))
        throng.settle()
        return throng.session.selection

    assert click(7 * 300.0, 3 * 110.0) == ("f7-3",)
    route = throng.session.routes["a7-3"]
    assert click((route[0][0] + route[-1][0]) / 2, 3 * 110.0) == ("a7-3",)
    assert click(-500.0, -400.0) == ()
    throng.press("Ctrl+A")
    assert len(throng.session.selected_factors()) == COLUMNS * HIGH


def test_what_is_selected_is_ringed_and_the_rest_fades(throng, monkeypatch):
    at_rest(throng)
    throng.session.select(["f5-5"])
    at_rest(throng)
    assert differing(seen(throng), painted_directly(throng, monkeypatch)) < 0.01
    throng.session.select([])
    at_rest(throng)
    assert differing(seen(throng), painted_directly(throng, monkeypatch)) < 0.01


def test_closing_lets_go_of_it_in_the_middle_of_a_picture(throng):
    throng.view.set_zoom(0.15)
    throng.view.viewport().repaint()
    throng.press("Ctrl+W")
    assert throng.window.workspace is None


EDGES = st.integers(-50, 50)
RECTS = st.builds(QRectF, EDGES, EDGES, st.integers(0, 40), st.integers(0, 40))


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.one_of(st.none(), RECTS)), max_size=200), RECTS)
@settings(max_examples=150, deadline=None)
def test_rows_find_what_a_slow_look_finds(acts, around):
    rows, slow = Rows(), {}
    for key, rect in acts:
        if rect is None:
            assert rows.drop(key) == (slow.pop(key, None) is not None)
        else:
            rows.put(key, key, rect)
            slow[key] = rect
    wanted = {
        key
        for key, rect in slow.items()
        if rect.left() <= around.right()
        and rect.right() >= around.left()
        and rect.top() <= around.bottom()
        and rect.bottom() >= around.top()
    }
    assert set(rows.meeting(around)) == wanted
    assert rows.count(around) == len(wanted)
    assert set(rows) == set(slow)
    assert len(rows) == len(slow)
