"""Tidy again: a map that stands somewhere keeps what it can, and what is pinned stays."""

import json
from itertools import combinations
from pathlib import Path
from statistics import mean, median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.layout.crossings import crossings, crossings_of
from app.layout.geometry import ROW_GAP, Box, Ends, boxes_at
from app.layout.routes import route_links
from app.layout.tidy import tidy

SHARED = Path(__file__).parents[2].parent / "shared" / "maps" / "neutral"
NAMES = ["dtoc-summit", "crt-car-in-pool", "supply-chain", "humber-bioeconomy", "foodbanks-surrey"]


@st.composite
def maps(draw, most=12):
    count = draw(st.integers(2, most))
    ids = [f"f{n}" for n in range(count)]
    sizes = {key: (184.0, draw(st.sampled_from([44.0, 64.0, 84.0, 120.0]))) for key in ids}
    pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=2 * count, unique=True))
    links = [Ends(f"l{n}", a, b) for n, (a, b) in enumerate(pairs) if a != b]
    return sizes, links, draw(st.sets(st.sampled_from(ids), max_size=2))


@st.composite
def stood(draw, most=12):
    """A map and where its factors stood, anyhow."""
    sizes, links, symptoms = draw(maps(most))
    place = st.tuples(st.integers(-900, 900).map(float), st.integers(-600, 600).map(float))
    return sizes, links, symptoms, {key: draw(place) for key in sizes}


def shared_map(name):
    path = SHARED / f"{name}.json"
    if not path.exists():
        pytest.skip("the shared maps are not here")
    told = json.loads(path.read_text("utf-8"))
    sizes = {node["id"]: (184.0, 44.0 + 20 * (len(node["label"]) // 23)) for node in told["nodes"]}
    pairs = dict.fromkeys((link["cause"], link["effect"]) for link in told["links"])
    links = [Ends(str(n), a, b) for n, (a, b) in enumerate(pairs) if a != b]
    return sizes, links, {node["id"] for node in told["nodes"] if node["kind"] == "symptom"}


def near(one: Box, two: Box) -> bool:
    across = max(one.left, two.left) - min(one.right, two.right)
    down = max(one.top, two.top) - min(one.bottom, two.bottom)
    return across < ROW_GAP - 0.11 and down < ROW_GAP - 0.11


def under(route, box: Box) -> bool:
    """Whether a curve, walked in small steps, comes under a box."""
    for n in range(0, len(route) - 1, 3):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = route[n : n + 4]
        for step in range(41):
            t, s = step / 40, 1 - step / 40
            x = s**3 * ax + 3 * s * s * t * bx + 3 * s * t * t * cx + t**3 * dx
            y = s**3 * ay + 3 * s * s * t * by + 3 * s * t * t * cy + t**3 * dy
            if box.left + 0.5 < x < box.right - 0.5 and box.top + 0.5 < y < box.bottom - 0.5:
                return True
    return False


def moves(places, before):
    return [abs(places[key][0] - before[key][0]) + abs(places[key][1] - before[key][1]) for key in before]


@settings(deadline=None, max_examples=40)
@given(stood())
def test_as_many_factors_move_up_as_down_and_left_as_right(given_map):
    sizes, links, symptoms, before = given_map
    places = tidy(sizes, links, symptoms, before=before)
    assert abs(median(places[key][0] - before[key][0] for key in sizes)) <= 0.11
    assert abs(median(places[key][1] - before[key][1] for key in sizes)) <= 0.11


@settings(deadline=None, max_examples=60)
@given(stood(), st.data())
def test_pinned_factors_stay_to_the_last_digit_and_nothing_comes_near_them(given_map, data):
    sizes, links, symptoms, before = given_map
    pinned = data.draw(st.sets(st.sampled_from(sorted(sizes)), min_size=1, max_size=3))
    before = {key: (x + 1 / 3, y + 1 / 7) for key, (x, y) in before.items()}
    boxes = boxes_at(tidy(sizes, links, symptoms, before=before, pinned=pinned), sizes)
    assert all((boxes[key].x, boxes[key].y) == before[key] for key in pinned)
    others = [(one, two) for one, two in combinations(boxes, 2) if not {one, two} <= pinned]
    assert not any(near(boxes[one], boxes[two]) for one, two in others)
    if not any(near(boxes[one], boxes[two]) for one, two in combinations(sorted(pinned), 2)):
        routes = route_links(boxes, links)
        for link in links:
            assert not any(under(routes[link.id], boxes[key]) for key in boxes if key not in {link.cause, link.effect})


@settings(deadline=None, max_examples=30)
@given(stood())
def test_it_is_no_worse_than_a_fresh_arrangement_by_more_than_a_twentieth(given_map):
    sizes, links, symptoms, before = given_map
    fresh = crossings_of(boxes_at(tidy(sizes, links, symptoms), sizes), links)
    again = crossings_of(boxes_at(tidy(sizes, links, symptoms, before=before), sizes), links)
    assert again <= fresh * 1.05 + 1


@settings(deadline=None, max_examples=20)
@given(stood(), st.data())
def test_the_same_request_gives_the_same_answer(given_map, data):
    sizes, links, symptoms, before = given_map
    pinned = data.draw(st.sets(st.sampled_from(sorted(sizes)), max_size=2))
    asked = {"before": before, "pinned": pinned}
    assert tidy(sizes, links, symptoms, **asked) == tidy(sizes, links, symptoms, **asked)


def test_what_stood_nowhere_finds_a_place_and_is_not_held():
    sizes = dict.fromkeys("abc", (184.0, 60.0))
    links = [Ends("1", "a", "b"), Ends("2", "b", "c")]
    places = tidy(sizes, links, before={"a": (1000.0, 500.0)}, pinned={"a", "c", "gone"})
    assert places["a"] == (1000.0, 500.0)
    assert places["a"][0] < places["b"][0] < places["c"][0]


def test_a_map_that_stood_upside_down_stays_upside_down():
    sizes = dict.fromkeys("abcdef", (184.0, 60.0))
    links = [Ends(f"{a}{b}", a, b) for a, b in ("ab", "bc", "de", "ef", "ac", "eb")]
    places = tidy(sizes, links)
    for sign in (1, -1):
        before = {key: (x, sign * y) for key, (x, y) in places.items()}
        assert mean(moves(tidy(sizes, links, before=before), before)) < 12


@pytest.mark.parametrize("name", NAMES)
def test_a_tidy_map_tidied_again_hardly_moves(name):
    sizes, links, symptoms = shared_map(name)
    before = tidy(sizes, links, symptoms)
    again = tidy(sizes, links, symptoms, before=before)
    assert mean(moves(again, before)) < 30
    one, two = (crossings(route_links(boxes_at(places, sizes), links)) for places in (before, again))
    assert two <= one * 1.05 + 1


@pytest.mark.parametrize("name", NAMES)
def test_after_a_few_edits_tidy_moves_no_more_than_a_fresh_arrangement_would(name):
    sizes, links, symptoms = shared_map(name)
    before = tidy(sizes, links[:-3], symptoms)
    again, fresh = tidy(sizes, links, symptoms, before=before), tidy(sizes, links, symptoms)
    assert mean(moves(again, before)) <= mean(moves(fresh, before)) * 1.02
