"""Which part of the map the room sees: large enough, calm, and always with what is talked of."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.layout.geometry import Box
from app.ui.presenting.room import Room, capital
from app.ui.presenting.sight import Frame, Sight, around, next_sight

pytestmark = pytest.mark.usefixtures("qapp")  # letters are measured

EASILY = 1e-6
lengths = st.floats(20, 6000)
places = st.floats(-4000, 4000)


@st.composite
def frames(draw):
    least = draw(st.floats(0.5, 6))
    width = draw(st.sampled_from([1280, 1920, 3840]))
    return Frame(width, width * 9 / 16, least, least * draw(st.floats(1.25, 4)))


@st.composite
def maps_with_boxes(draw):
    boxes = [
        Box(draw(places), draw(places), 184, draw(st.sampled_from([44, 64, 104])))
        for _ in range(draw(st.integers(1, 6)))
    ]
    whole = around(boxes)
    return Box(whole.x, whole.y, whole.width + 32, whole.height + 32), boxes


def spans(sight, frame):
    half_width, half_height = frame.width / 2 / sight.zoom, frame.height / 2 / sight.zoom
    return sight.x - half_width, sight.y - half_height, sight.x + half_width, sight.y + half_height


def sees(sight, frame, box):
    left, top, right, bottom = spans(sight, frame)
    return (
        left <= box.left + EASILY
        and box.right <= right + EASILY
        and top <= box.top + EASILY
        and box.bottom <= bottom + EASILY
    )


@settings(deadline=None, max_examples=300)
@given(maps_with_boxes(), frames(), st.data())
def test_words_are_never_smaller_than_the_room_needs_and_the_subject_is_always_seen(found, frame, data):
    whole, boxes = found
    assume(frame.width / frame.least > 300)
    sight = None
    for _ in range(4):
        subject = data.draw(st.sampled_from(boxes))
        sight = next_sight(sight, whole, [whole, subject], frame)
        assert sight.zoom >= frame.least
        assert sees(sight, frame, subject)


@settings(deadline=None, max_examples=200)
@given(maps_with_boxes(), frames())
def test_a_map_that_fits_is_shown_whole(found, frame):
    whole, boxes = found
    free = 2 * frame.margin
    assume(whole.width * frame.least <= frame.width - free)
    assume(whole.height * frame.least <= frame.height - free)
    sight = next_sight(None, whole, boxes[:1], frame)
    assert sees(sight, frame, whole)
    assert frame.least <= sight.zoom <= frame.most


@settings(deadline=None, max_examples=200)
@given(maps_with_boxes(), frames(), st.data())
def test_it_stays_where_it_is_when_it_has_arrived(found, frame, data):
    whole, boxes = found
    subjects = [data.draw(st.sampled_from(boxes))]
    sight = next_sight(None, whole, subjects, frame)
    again = next_sight(sight, whole, subjects, frame)
    assert abs(again.x - sight.x) < EASILY
    assert abs(again.y - sight.y) < EASILY
    assert again.zoom == sight.zoom


WIDE = Box(0, 0, 8000, 400)
FRAME = Frame(1920, 1080, 2.0, 3.0)


def test_the_view_stays_while_the_subject_is_in_the_middle_part():
    now = Sight(0, 0, 2.0)
    assert next_sight(now, WIDE, [Box(200, 0, 184, 64)], FRAME) == now


def test_the_view_moves_no_further_than_it_must():
    now = next_sight(Sight(0, 0, 2.0), WIDE, [Box(600, 0, 184, 64)], FRAME)
    assert 0 < now.x < 600
    assert next_sight(now, WIDE, [Box(600, 0, 184, 64)], FRAME) == now


def test_the_view_does_not_pass_the_edge_of_the_map():
    left, _, _, _ = spans(next_sight(None, WIDE, [Box(-3908, 0, 184, 64)], FRAME), FRAME)
    assert WIDE.left - FRAME.margin / FRAME.least - EASILY <= left <= WIDE.left


def test_of_what_is_talked_of_the_most_that_fits_is_seen():
    small, middle, large = Box(0, 0, 184, 64), Box(200, 0, 600, 64), Box(0, 0, 3000, 64)
    sight = next_sight(None, WIDE, [large, middle, small], FRAME)
    assert sees(sight, FRAME, middle)
    assert sight.x == middle.x


def test_a_small_change_does_not_make_a_whole_map_larger_or_smaller():
    before, after = Box(0, 0, 800, 400), Box(5, 0, 790, 396)
    now = next_sight(None, before, [], FRAME)
    assert next_sight(now, after, [], FRAME) is now


def test_letters_grow_with_the_room_and_with_the_picture():
    near, far = Room(metres=4, width=2), Room(metres=8, width=2)
    assert far.least_capital(1920) == 2 * near.least_capital(1920)
    assert near.least_capital(3840) == 2 * near.least_capital(1920)
    assert Room(metres=8, width=4).least_capital(1920) == near.least_capital(1920)


def test_a_capital_takes_a_200th_of_the_way_to_the_back_row():
    room = Room(metres=6, width=3)
    assert room.least_capital(1920) / 1920 * 3 * 200 == 6
    assert abs(capital(room.least_font(1920)) - room.least_capital(1920)) < EASILY


def test_no_words_are_below_twelve_pixels_however_near_people_sit():
    assert Room(metres=1, width=12).least_font(1280) >= 12 - EASILY


def test_where_no_box_would_fit_the_box_is_made_to_fit_and_that_is_known():
    far = Room(metres=40, width=2)
    assert not far.fits_a_box(1920, 1920)
    assert far.least_zoom(1920, 1920) * 184 < 1920
    assert Room().fits_a_box(1920, 1920)
