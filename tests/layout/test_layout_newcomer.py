"""Room for a newcomer: free, near those it is linked to, and nobody moves."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.layout.geometry import ROW_GAP, Box
from app.layout.newcomer import room_for

SIZE = (184.0, 64.0)
PLACES = st.lists(st.tuples(st.integers(-900, 900), st.integers(-600, 600)), max_size=14)


def boxes_from(places):
    return {f"f{n}": Box(float(x), float(y), 184.0, 60.0) for n, (x, y) in enumerate(places)}


def is_free(place, size, boxes) -> bool:
    new = Box(*place, *size)
    return all(
        max(new.left - box.right, box.left - new.right, new.top - box.bottom, box.top - new.bottom) >= ROW_GAP - 1e-6
        for box in boxes.values()
    )


@settings(deadline=None, max_examples=150)
@given(PLACES, st.sampled_from(["effects", "causes", "near", "nothing"]), st.data())
def test_a_newcomer_never_comes_nearer_to_a_box_than_the_row_gap(places, what, data):
    boxes = boxes_from(places)
    known = data.draw(st.lists(st.sampled_from(list(boxes)), max_size=3)) if boxes else []
    wish = {
        "effects": {"effects": known},
        "causes": {"causes": known},
        "near": {"near": data.draw(st.tuples(st.integers(-900, 900), st.integers(-600, 600)))},
        "nothing": {},
    }[what]
    place = room_for(SIZE, boxes, **wish)
    assert is_free(place, SIZE, boxes)
    assert place == room_for(SIZE, boxes, **wish)


def test_the_first_factor_stands_at_the_origin():
    assert room_for(SIZE, {}) == (0.0, 0.0)


def test_a_cause_stands_one_column_upstream_at_its_effects_height():
    x, y = room_for(SIZE, {"e": Box(0, 50, 184, 60)}, effects=["e"])
    assert x + 92 < -92
    assert y == 50


def test_a_second_cause_joins_the_column_of_the_first():
    boxes = {"e": Box(0, 0, 184, 60), "first": Box(-290, 0, 184, 60)}
    x, y = room_for(SIZE, boxes, effects=["e"])
    assert x == -290
    assert abs(y) == 60 / 2 + 64 / 2 + ROW_GAP


def test_an_effect_stands_downstream_of_its_cause():
    x, y = room_for(SIZE, {"c": Box(0, 0, 184, 60)}, causes=["c"])
    assert x - 92 > 92
    assert y == 0


def test_a_new_symptom_stands_below_the_last_column():
    boxes = {"c": Box(0, 0, 184, 60), "s": Box(290, 0, 184, 60), "t": Box(290, 90, 184, 60)}
    x, y = room_for(SIZE, boxes)
    assert x == 290
    assert y > 90


def test_a_free_point_is_taken_as_it_is():
    assert room_for(SIZE, {"c": Box(0, 0, 184, 60)}, near=(500.0, 300.0)) == (500.0, 300.0)
