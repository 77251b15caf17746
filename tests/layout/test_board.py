"""The board: crossings as one would count them, and nothing stays changed that was put back."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.layout.board import Board
from app.layout.geometry import COLUMN_GAP, ROW_GAP, Box, Ends

WIDTH = 184.0
PITCH = WIDTH + COLUMN_GAP


@st.composite
def maps(draw):
    """Columns of boxes, and links between any of them."""
    boxes = {}
    for column in range(draw(st.integers(2, 4))):
        y = float(draw(st.integers(-200, 200)))
        for row in range(draw(st.integers(1, 4))):
            boxes[f"f{column}{row}"] = Box(column * PITCH, y, WIDTH, 60.0)
            y += 60 + ROW_GAP + draw(st.sampled_from([0.0, 33.0, 150.0]))
    ids = sorted(boxes)
    pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), unique=True, max_size=14))
    return boxes, [Ends(f"{a}-{b}", a, b) for a, b in pairs if a != b and (b, a) not in pairs]


def change_places(boxes, one, two):
    """Whether two links between different columns change places where both run, by their heights there."""

    def line(link):
        return sorted((boxes[key].x, boxes[key].y) for key in (link.cause, link.effect))

    def height(ends, x):
        (x0, y0), (x1, y1) = ends
        return y0 + (y1 - y0) * (x - x0) / (x1 - x0)

    a, b = line(one), line(two)
    start, stop = max(a[0][0], b[0][0]), min(a[1][0], b[1][0])
    return start < stop and (height(a, start) - height(b, start)) * (height(a, stop) - height(b, stop)) < -1e-3


@given(maps())
@settings(deadline=None, max_examples=200)
def test_tangles_are_the_links_of_others_that_change_places_with_ones_own(drawn):
    boxes, links = drawn
    across = [link for link in links if boxes[link.cause].x != boxes[link.effect].x]
    expected = dict.fromkeys(boxes, 0)
    for one in across:
        for two in across:
            if one is not two and change_places(boxes, one, two):
                expected[one.cause] += 1
                expected[one.effect] += 1
    board = Board(boxes, across, ())
    assert dict(zip(board.keys, board.tangles(), strict=True)) == expected


@given(maps(), st.data())
@settings(deadline=None, max_examples=200)
def test_of_two_places_the_one_where_links_cross_more_costs_that_much_more(drawn, data):
    boxes, links = drawn
    key = data.draw(st.sampled_from(sorted(boxes)))
    links = [link for link in links if boxes[link.cause].x != boxes[link.effect].x]
    own = [link for link in links if key in (link.cause, link.effect)]
    others = [link for link in links if link not in own]
    costs = {}
    for crossing in (others, []):
        board = Board(boxes, [*own, *crossing], ())
        place = board.lift(board.number[key])
        board.weigh(board.number[key], [place])
        box = boxes[key]
        lines = board.lines()
        under = lines.through(np.array([float(place.column)]), np.array([box.y]), box.height / 2 + 7)
        costs[len(crossing)] = place.cost - 0.3 * float(under[0])
    expected = sum(change_places(boxes, one, two) for one in own for two in others)
    assert abs(costs[len(others)] - costs[0] - (expected if others else 0)) < 1e-6


@given(maps(), st.data())
@settings(deadline=None, max_examples=200)
def test_at_every_place_offered_a_factor_fits_and_restoring_puts_all_back(drawn, data):
    boxes, links = drawn
    still = set(data.draw(st.lists(st.sampled_from(sorted(boxes)), max_size=3)))
    key = data.draw(st.sampled_from(sorted(boxes.keys() - still) or sorted(boxes)))
    board = Board(boxes, links, still - {key})
    n = board.number[key]
    start = board.saved()
    board.lift(n)
    offered = board.places(n, range(-1, len(board.columns) + 1), boxes[key].y)
    lifted = board.saved()
    for place in offered:
        if board.stand(n, place):
            stood = dict(zip(board.keys, board.boxes, strict=True))
            assert all(stood[other] == boxes[other] for other in still - {key})
            for x in {round(box.x, 2) for box in stood.values()}:
                column = sorted((box for box in stood.values() if abs(box.x - x) < 1), key=lambda box: box.y)
                assert all(low.top - up.bottom >= ROW_GAP - 0.05 for up, low in pairwise(column))
        board.restore(lifted)
    board.restore(start)
    assert dict(zip(board.keys, board.boxes, strict=True)) == boxes
