"""What a step moves glides to its place, can be overtaken, and does not where no motion is wanted."""

import pytest

from app.model import edits
from app.ui.places import choose


@pytest.fixture
def moving(started, monkeypatch):
    """Motion is wanted; what moves by itself is kept still by hand."""
    monkeypatch.delenv("HEADWATER_STILL")
    started.workspace.easing.close_map = lambda: None
    started.session.stepped.disconnect(started.workspace.easing._on_stepped)
    started.add_cause("Staff leave")
    started.add_cause("Pay is low")
    gliding(started).finish()
    return started


def gliding(driver):
    return driver.view.map_scene.gliding


def seen(driver, label):
    item = driver.view.map_scene.factors[driver.id_of(label)]
    return item.x(), item.y()


def place(driver, label):
    box = driver.session.boxes[driver.id_of(label)]
    return box.x, box.y


def move(driver, label, dx, dy):
    id_ = driver.id_of(label)
    box = driver.session.boxes[id_]
    driver.session.perform("Move", edits.move(driver.session.map, {id_: (box.x + dx, box.y + dy)}))


def show(driver, part):
    gliding(driver).animation.pause()
    gliding(driver).animation.setCurrentTime(round(part * gliding(driver).animation.duration()))


def test_a_moved_factor_starts_where_it_was_and_arrives_where_it_is(moving):
    before = place(moving, "Staff leave")
    move(moving, "Staff leave", 0, 300)
    assert seen(moving, "Staff leave") == before
    assert place(moving, "Staff leave") == (before[0], before[1] + 300), "the map itself is there at once"
    show(moving, 0.5)
    half = seen(moving, "Staff leave")[1]
    assert before[1] < half < before[1] + 300
    show(moving, 1.0)
    moving.settle()
    assert seen(moving, "Staff leave") == place(moving, "Staff leave")
    assert not gliding(moving).on_the_way()


def test_its_links_come_along_and_end_on_their_own_curves(moving):
    move(moving, "Staff leave", 0, 300)
    show(moving, 0.5)
    scene, session = moving.view.map_scene, moving.session
    [into] = session.map.links_into(moving.id_of("Staff leave"))
    tip = scene.links[into.id].face.route[-1]
    assert abs(tip[1] - seen(moving, "Staff leave")[1]) < 40
    gliding(moving).finish()
    assert scene.links[into.id].face.route == session.routes[into.id]


def test_a_new_step_goes_on_from_where_things_are(moving):
    move(moving, "Staff leave", 0, 300)
    show(moving, 0.5)
    here = seen(moving, "Staff leave")
    move(moving, "Staff leave", 0, -500)
    assert seen(moving, "Staff leave") == pytest.approx(here)
    gliding(moving).finish()
    assert seen(moving, "Staff leave") == place(moving, "Staff leave")


def test_a_factor_that_is_deleted_on_its_way_is_gone(moving):
    move(moving, "Pay is low", 0, 300)
    show(moving, 0.5)
    moving.find("Pay is low")
    moving.press("Del")
    assert "Pay is low" not in moving.labels()
    gliding(moving).finish()


def test_a_press_of_the_mouse_has_everything_in_its_place(moving):
    move(moving, "Staff leave", 0, 300)
    moving.click(moving.point("Staff leave"))
    assert seen(moving, "Staff leave") == place(moving, "Staff leave")
    assert moving.selected() == {"Staff leave"}


def test_who_wants_less_motion_sees_none(moving):
    choose(reduce_motion=True)
    move(moving, "Staff leave", 0, 300)
    assert seen(moving, "Staff leave") == place(moving, "Staff leave")


def test_a_box_that_was_dragged_does_not_glide(moving):
    start = moving.point("Pay is low")
    moving.drag(start, start + moving.view.viewport().rect().center() * 0.1)
    assert moving.id_of("Pay is low") not in gliding(moving).on_the_way()


def test_a_newcomer_is_in_its_place_at_once(moving):
    moving.find("Staff leave")
    moving.add_cause("Hours are long")
    assert seen(moving, "Hours are long") == place(moving, "Hours are long")
