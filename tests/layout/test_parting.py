"""Parting: whatever lies on each other is parted, by as little as can be, and what is still stays."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.layout.geometry import ROW_GAP, Box, Ends
from app.layout.parting import parted
from app.layout.settle import settle

WIDTH, PITCH = 184.0, 280.0


@st.composite
def any_boxes(draw):
    """Boxes of several sizes anywhere, on each other or not."""
    places = draw(
        st.lists(
            st.tuples(
                st.integers(-400, 400), st.integers(-300, 300), st.sampled_from([60, 184, 184]), st.integers(30, 150)
            ),
            max_size=12,
        )
    )
    return {f"f{n}": Box(float(x), float(y), float(w), float(h)) for n, (x, y, w, h) in enumerate(places)}


def some(draw, boxes, most):
    return set(draw(st.lists(st.sampled_from(sorted(boxes)), max_size=most))) if boxes else set()


def moved(boxes, ys):
    return {key: replace(box, y=ys.get(key, box.y)) for key, box in boxes.items()}


def on_each_other(boxes, still=()):
    """Pairs that lie on each other, but for those of which both are still."""
    keys = sorted(boxes)
    return [
        (a, b)
        for n, a in enumerate(keys)
        for b in keys[:n]
        if not (a in still and b in still)
        and abs(boxes[a].x - boxes[b].x) < (boxes[a].width + boxes[b].width) / 2 - 0.1
        and abs(boxes[a].y - boxes[b].y) < (boxes[a].height + boxes[b].height) / 2 - 0.1
    ]


@given(any_boxes(), st.data())
@settings(deadline=None, max_examples=400)
def test_afterwards_nothing_lies_on_another_and_what_is_still_stays(boxes, data):
    still = some(data.draw, boxes, 5)
    ys = parted(boxes, still)
    assert not still & ys.keys()
    assert not on_each_other(moved(boxes, ys), still)


@given(any_boxes(), st.data())
@settings(deadline=None, max_examples=200)
def test_once_parted_nothing_moves_any_more(boxes, data):
    still = some(data.draw, boxes, 3)
    assert parted(moved(boxes, parted(boxes, still)), still) == {}


@given(any_boxes(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=100)
def test_the_order_in_which_boxes_are_told_does_not_matter(boxes, dice):
    keys = dice.sample(sorted(boxes), len(boxes))
    assert parted(boxes, ()) == pytest.approx(parted({key: boxes[key] for key in keys}, ()))


@given(st.lists(st.tuples(st.integers(30, 90), st.integers(-40, 40)), min_size=2, max_size=8))
@settings(deadline=None, max_examples=200)
def test_a_column_is_parted_in_its_order_and_by_no_more_than_a_shove_to_either_side(rows):
    boxes, y = {}, 0.0
    for n, (height, free) in enumerate(rows):
        boxes[f"f{n}"] = Box(0.0, y, WIDTH, float(height))
        y += max(1.0, height + free)
    ys = parted(boxes, ())
    after = moved(boxes, ys)
    assert sorted(boxes, key=lambda key: boxes[key].y) == sorted(after, key=lambda key: after[key].y)
    if not ys:
        return
    needs = {}
    for up, down in pairwise(boxes):
        touching = (boxes[up].height + boxes[down].height) / 2
        free = boxes[down].y - boxes[up].y - touching
        needs[up, down] = touching + (min(free, ROW_GAP) if free >= 0 else ROW_GAP)
        assert after[down].y - after[up].y >= needs[up, down] - 0.11
    spent = sum((after[key].y - boxes[key].y) ** 2 for key in boxes)
    for order in (list(boxes), list(boxes)[::-1]):
        shoved = {order[0]: boxes[order[0]].y}
        side = 1 if order[0] == "f0" else -1
        for one, two in pairwise(order):
            need = needs[(one, two) if side > 0 else (two, one)]
            least = shoved[one] + side * need
            shoved[two] = max(boxes[two].y, least) if side > 0 else min(boxes[two].y, least)
        assert spent <= sum((shoved[key] - boxes[key].y) ** 2 for key in boxes) + 0.5


def test_what_does_not_fit_between_two_still_ones_goes_beyond_the_nearer():
    boxes = {"up": Box(0, 0, WIDTH, 60), "low": Box(0, 100, WIDTH, 60), "grown": Box(0, 55, WIDTH, 80)}
    assert parted(boxes, ["up", "low"]) == {"grown": 100 + 30 + ROW_GAP + 40}


@st.composite
def standing_maps(draw):
    """Columns and strays, none on another."""
    boxes = {}
    for column in range(draw(st.integers(1, 4))):
        y = float(draw(st.integers(-200, 200)))
        for row in range(draw(st.integers(0, 6))):
            height = draw(st.sampled_from([44.0, 64.0, 124.0]))
            boxes[f"f{column}{row}"] = Box(column * PITCH, y + height / 2, WIDTH, height)
            y += height + ROW_GAP + draw(st.sampled_from([0, 10, 40, 150]))
    for n, (x, y) in enumerate(draw(st.lists(st.tuples(st.integers(-200, 1000), st.integers(-300, 600)), max_size=4))):
        if not on_each_other({**boxes, "stray": Box(float(x), float(y), WIDTH, 64.0)}):
            boxes[f"s{n}"] = Box(float(x), float(y), WIDTH, 64.0)
    return boxes


def stood(boxes, places, sizes):
    now = dict(boxes)
    for key, (x, y) in places.items():
        now[key] = Box(x, y, *(sizes.get(key) or (boxes[key].width, boxes[key].height)))
    return now


@given(standing_maps(), st.data())
@settings(deadline=None, max_examples=300)
def test_however_many_grow_and_are_still_nothing_lies_on_another_after_settling(boxes, data):
    grown = sorted(some(data.draw, boxes, 3))
    for key in grown:
        more = data.draw(st.sampled_from([20.0, 60.0, 120.0]))
        boxes = {**boxes, key: replace(boxes[key], height=boxes[key].height + more)}
    still = some(data.draw, boxes, 4)
    sizes = {"new": (WIDTH, 64.0)} if data.draw(st.booleans()) else {}
    links = [Ends("link", "new", min(boxes))] if boxes else []
    places = settle(boxes, links, sizes, still=still, changed=grown)
    assert places.keys() >= sizes.keys()
    assert not still & places.keys()
    assert not on_each_other(stood(boxes, places, sizes), still)


@given(standing_maps(), st.integers(-200, 1000), st.integers(-300, 600), st.data())
@settings(deadline=None, max_examples=300)
def test_what_is_dropped_on_others_stays_and_they_give_way(boxes, x, y, data):
    if not boxes:
        return
    key = data.draw(st.sampled_from(sorted(boxes)))
    boxes = {**boxes, key: replace(boxes[key], x=float(x), y=float(y))}
    places = settle(boxes, [], {}, still=[key], changed=[key])
    assert key not in places
    assert not on_each_other(stood(boxes, places, {}))
