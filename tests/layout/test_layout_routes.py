"""Routes: curves from box to box, through the gaps, under nobody; moving one box redraws only what it concerns."""

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.layout.crossings import crossings
from app.layout.geometry import Box, Ends, boxes_at
from app.layout.routes import reroute, route_links
from app.layout.tidy import tidy

WIDE, GAP = 184.0, 14.0


@st.composite
def tidied(draw, most=14):
    count = draw(st.integers(2, most))
    ids = [f"f{n}" for n in range(count)]
    sizes = {key: (WIDE, draw(st.sampled_from([44.0, 64.0, 84.0, 120.0]))) for key in ids}
    pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=3 * count, unique=True))
    links = [Ends(f"l{n}", a, b) for n, (a, b) in enumerate(pairs) if a != b]
    return boxes_at(tidy(sizes, links), sizes), links


@st.composite
def scattered(draw, most=9):
    """Boxes anywhere, as people drag them about, with gaps a link fits through."""
    boxes: dict[str, Box] = {}
    for n in range(draw(st.integers(2, most))):
        x, y = draw(st.integers(0, 1200)), draw(st.integers(0, 700))
        box = Box(float(x), float(y), WIDE, draw(st.sampled_from([44.0, 84.0, 120.0])))
        if all(gap_between(box, other) >= GAP for other in boxes.values()):
            boxes[f"f{n}"] = box
    assume(len(boxes) > 1)
    ids = list(boxes)
    pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=12, unique=True))
    return boxes, [Ends(f"l{n}", a, b) for n, (a, b) in enumerate(pairs) if a != b]


def gap_between(one: Box, two: Box) -> float:
    across = max(one.left, two.left) - min(one.right, two.right)
    down = max(one.top, two.top) - min(one.bottom, two.bottom)
    return max(across, down)


def points_of(route, pieces=40):
    """The curve, walked in small steps."""
    for n in range(0, len(route) - 1, 3):
        a, b, c, d = route[n : n + 4]
        for step in range(pieces + 1):
            t = step / pieces
            s = 1 - t
            weights = (s**3, 3 * s * s * t, 3 * s * t * t, t**3)
            yield tuple(sum(w * p[k] for w, p in zip(weights, (a, b, c, d), strict=True)) for k in (0, 1))


def runs_under(route, box: Box) -> bool:
    return any(
        box.left + 0.5 < x < box.right - 0.5 and box.top + 0.5 < y < box.bottom - 0.5 for x, y in points_of(route)
    )


def on_edge(point, box: Box) -> bool:
    x, y = point
    beside = min(abs(x - box.left), abs(x - box.right)) < 1e-6 and box.top <= y <= box.bottom
    above = min(abs(y - box.top), abs(y - box.bottom)) < 1e-6 and box.left <= x <= box.right
    return beside or above


def assert_sound(boxes, links, routes):
    assert set(routes) == {link.id for link in links}
    for link in links:
        route = routes[link.id]
        assert len(route) >= 4
        assert len(route) % 3 == 1
        assert all(math.isfinite(x) and math.isfinite(y) for x, y in route)
        assert on_edge(route[0], boxes[link.cause])
        assert on_edge(route[-1], boxes[link.effect])


def assert_clear(boxes, links, routes):
    for link in links:
        others = [box for key, box in boxes.items() if key not in {link.cause, link.effect}]
        assert not any(runs_under(routes[link.id], box) for box in others)


def assert_smooth(route):
    """Where two pieces join, the curve goes on in the direction it came."""
    for n in range(3, len(route) - 1, 3):
        (ax, ay), (x, y), (bx, by) = route[n - 1], route[n], route[n + 1]
        into, out = (x - ax, y - ay), (bx - x, by - y)
        size = math.hypot(*into) * math.hypot(*out)
        if size > 1e-9:
            assert into[0] * out[0] + into[1] * out[1] > 0.999 * size


@settings(deadline=None, max_examples=60)
@given(tidied())
def test_on_a_tidied_map_no_link_runs_under_a_box(drawn):
    boxes, links = drawn
    routes = route_links(boxes, links)
    assert_sound(boxes, links, routes)
    assert_clear(boxes, links, routes)
    for route in routes.values():
        assert_smooth(route)


@settings(deadline=None, max_examples=40)
@given(tidied(), st.integers(0, 40))
def test_where_there_are_too_many_links_to_seek_the_ways_of_all_none_runs_under_a_box(drawn, looks):
    boxes, links = drawn
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.layout.plans.MOST_LOOKS", looks)
        routes = route_links(boxes, links)
    assert_sound(boxes, links, routes)
    assert_clear(boxes, links, routes)


@settings(deadline=None, max_examples=80)
@given(scattered())
def test_wherever_people_put_the_boxes_no_link_runs_under_one(drawn):
    boxes, links = drawn
    routes = route_links(boxes, links)
    assert_sound(boxes, links, routes)
    assert_clear(boxes, links, routes)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=2, max_size=7))
def test_boxes_on_top_of_each_other_still_have_sound_curves(places):
    boxes = {f"f{n}": Box(float(x), float(y), WIDE, 60.0) for n, (x, y) in enumerate(places)}
    links = [Ends(f"{a}-{b}", a, b) for a in boxes for b in boxes if a != b]
    assert_sound(boxes, links, route_links(boxes, links))


@settings(deadline=None, max_examples=40)
@given(tidied(), st.integers(-400, 400), st.integers(-300, 300), st.integers(0, 13))
def test_after_a_move_the_routes_are_sound_and_untouched_ones_the_very_same(drawn, dx, dy, which):
    boxes, links = drawn
    routes = route_links(boxes, links)
    key = list(boxes)[which % len(boxes)]
    moved = {**boxes, key: replace(boxes[key], x=boxes[key].x + dx, y=boxes[key].y + dy)}
    again = reroute(moved, links, routes, {key})
    assert_sound(moved, links, again)
    near = replace(moved[key], width=WIDE + 20, height=moved[key].height + 20)
    if all(gap_between(moved[key], box) >= GAP for other, box in moved.items() if other != key):
        assert_clear(moved, links, again)
    old = replace(boxes[key], width=WIDE + 60, height=boxes[key].height + 60)
    for link in links:
        concerned = key in {link.cause, link.effect}
        concerned = concerned or runs_under(routes[link.id], near) or runs_under(routes[link.id], old)
        if not concerned:
            assert again[link.id] is routes[link.id]


@settings(deadline=None, max_examples=20)
@given(scattered())
def test_the_same_boxes_give_the_same_curves(drawn):
    assert route_links(*drawn) == route_links(*drawn)


def test_nothing_moved_means_nothing_new():
    boxes = {"a": Box(0, 0, WIDE, 60), "b": Box(300, 0, WIDE, 60)}
    links = [Ends("l", "a", "b")]
    routes = route_links(boxes, links)
    assert reroute(boxes, links, routes, set())["l"] is routes["l"]


def test_links_without_both_boxes_have_no_curve():
    links = [Ends("l", "a", "gone"), Ends("m", "a", "b")]
    boxes = {"a": Box(0, 0, WIDE, 60), "b": Box(300, 0, WIDE, 60)}
    assert set(route_links(boxes, links)) == {"m"}
    assert set(reroute(boxes, links, {}, {"a"})) == {"m"}


def test_neighbours_at_one_height_are_joined_by_a_level_line_from_side_to_side():
    boxes = {"a": Box(0, 0, WIDE, 60), "b": Box(300, 0, WIDE, 60)}
    route = route_links(boxes, [Ends("l", "a", "b")])["l"]
    assert route[0] == (92, 0)
    assert route[-1] == (208, 0)
    assert {y for _, y in route} == {0}


def test_a_long_link_leaves_and_arrives_level():
    boxes = {"a": Box(0, 0, WIDE, 60), "between": Box(300, 30, WIDE, 120), "b": Box(600, 60, WIDE, 60)}
    route = route_links(boxes, [Ends("l", "a", "b")])["l"]
    assert route[0][1] == route[1][1]
    assert route[-1][1] == route[-2][1]
    assert not runs_under(route, boxes["between"])


def test_links_through_one_gap_keep_their_distance():
    boxes = {f"a{n}": Box(0, n * 90.0, WIDE, 60) for n in range(3)} | {
        f"b{n}": Box(600, n * 90.0, WIDE, 60) for n in range(3)
    }
    boxes |= {"over": Box(300, -20, WIDE, 120), "under": Box(300, 200, WIDE, 120)}
    links = [Ends(f"l{n}", f"a{n}", f"b{n}") for n in range(3)]
    heights = sorted(
        next(y for x, y in points_of(route) if abs(x - 300) < 8) for route in route_links(boxes, links).values()
    )
    assert all(below - above >= 6 - 1e-6 for above, below in pairwise(heights))


def test_a_link_within_a_column_bows_out_beside_the_boxes_between():
    boxes = {"a": Box(0, 0, WIDE, 60), "between": Box(0, 100, WIDE, 60), "b": Box(0, 200, WIDE, 60)}
    route = route_links(boxes, [Ends("l", "a", "b")])["l"]
    assert max(x for x, _ in points_of(route)) > 92
    assert not runs_under(route, boxes["between"])


def test_a_link_upstream_runs_from_left_side_to_right_side_past_what_stands_between():
    boxes = {"a": Box(600, 0, WIDE, 60), "between": Box(300, 0, WIDE, 60), "b": Box(0, 0, WIDE, 60)}
    route = route_links(boxes, [Ends("l", "a", "b")])["l"]
    assert route[0][0] == boxes["a"].left
    assert route[-1][0] == boxes["b"].right
    assert on_edge(route[0], boxes["a"])
    assert on_edge(route[-1], boxes["b"])
    assert not runs_under(route, boxes["between"])


@settings(deadline=None, max_examples=30)
@given(st.integers(-200, 200), st.sampled_from([44.0, 60.0, 120.0]), st.integers(0, 1))
def test_the_two_links_of_a_loop_between_neighbours_run_side_by_side(fall, height, far):
    boxes = {"a": Box(0, 0, WIDE, height), "b": Box(300 + 300 * far, float(fall), WIDE, 60)}
    if far:
        boxes["between"] = Box(300, 0, WIDE, 60)
    routes = route_links(boxes, [Ends("there", "a", "b"), Ends("back", "b", "a")])
    assert_sound(boxes, [Ends("there", "a", "b"), Ends("back", "b", "a")], routes)
    assert crossings(routes) == 0
    for one, two in zip(
        routes["there"][:: len(routes["there"]) - 1], routes["back"][::-1][:: len(routes["back"]) - 1], strict=True
    ):
        assert abs(one[1] - two[1]) >= 6


def test_a_box_dropped_on_a_line_makes_the_line_give_way():
    boxes = {"a": Box(0, 0, WIDE, 60), "b": Box(900, 0, WIDE, 60), "c": Box(450, 400, WIDE, 60)}
    links = [Ends("l", "a", "b")]
    routes = route_links(boxes, links)
    moved = {**boxes, "c": Box(450, 10, WIDE, 60)}
    again = reroute(moved, links, routes, {"c"})
    assert runs_under(routes["l"], moved["c"])
    assert not runs_under(again["l"], moved["c"])
