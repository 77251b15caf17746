"""Tidy: every factor gets a place of its own, the stream runs to the right, and the same map looks the same."""

import json
import math
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.layout.geometry import ROW_GAP, Box, Ends, boxes_at
from app.layout.tidy import tidied, tidy

SHARED = Path(__file__).parents[2].parent / "shared" / "maps" / "neutral"


@st.composite
def maps(draw, most=14):
    count = draw(st.integers(1, most))
    ids = [f"f{n}" for n in range(count)]
    sizes = {key: (184.0, draw(st.sampled_from([44.0, 64.0, 84.0, 120.0]))) for key in ids}
    pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=2 * count, unique=True))
    links = [Ends(f"l{n}", a, b) for n, (a, b) in enumerate(pairs) if a != b]
    return sizes, links, draw(st.sets(st.sampled_from(ids)))


def apart(one: Box, two: Box) -> bool:
    """Side by side, or one below the other with the row gap in between (places are rounded to a tenth)."""
    across = max(one.left, two.left) - min(one.right, two.right)
    down = max(one.top, two.top) - min(one.bottom, two.bottom)
    return across > 0 or down >= ROW_GAP - 0.11


def shared_map(name):
    path = SHARED / f"{name}.json"
    if not path.exists():
        pytest.skip("the shared maps are not here")
    told = json.loads(path.read_text("utf-8"))
    sizes = {node["id"]: (184.0, 44.0 + 20 * (len(node["label"]) // 23)) for node in told["nodes"]}
    pairs = dict.fromkeys((link["cause"], link["effect"]) for link in told["links"])
    links = [Ends(str(n), a, b) for n, (a, b) in enumerate(pairs) if a != b]
    return sizes, links, {node["id"] for node in told["nodes"] if node["kind"] == "symptom"}


@pytest.fixture(params=["careful", "broad", "very broad"])
def manner(request, monkeypatch):
    """However large a map must be for it: the ways of arranging."""
    if request.param != "careful":
        monkeypatch.setattr("app.layout.tidy.FROM", 2)
        monkeypatch.setattr("app.layout.broad.VERY_BROAD", 0 if request.param == "very broad" else 10**9)


@pytest.mark.usefixtures("manner")
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(maps())
def test_no_box_overlaps_another_or_comes_nearer_than_the_row_gap(given_map):
    sizes, links, symptoms = given_map
    boxes = boxes_at(tidy(sizes, links, symptoms), sizes)
    assert set(boxes) == set(sizes)
    assert all(math.isfinite(box.x) and math.isfinite(box.y) for box in boxes.values())
    assert all(apart(one, two) for one, two in combinations(boxes.values(), 2))


@pytest.mark.usefixtures("manner")
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(maps())
def test_the_same_map_is_arranged_the_same(given_map):
    assert tidy(*given_map) == tidy(*given_map)


@pytest.mark.usefixtures("manner")
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(maps())
def test_links_outside_loops_run_to_the_right(given_map):
    sizes, links, symptoms = given_map
    places = tidy(sizes, links, symptoms)
    beyond = {key: {link.effect for link in links if link.cause == key} for key in sizes}
    for _ in sizes:  # the closure by plain repetition
        beyond = {key: near | {far for there in near for far in beyond[there]} for key, near in beyond.items()}
    for link in links:
        if link.cause not in beyond[link.effect]:
            assert places[link.cause][0] < places[link.effect][0]


def test_nothing_gives_nothing():
    assert tidy({}, []) == {}


def test_a_single_factor_has_a_place():
    assert set(tidy({"a": (184.0, 60.0)}, [])) == {"a"}


def test_two_linked_factors_stand_side_by_side():
    places = tidy({"a": (184.0, 60.0), "b": (184.0, 60.0)}, [Ends("l", "a", "b")], {"b"})
    assert places["a"][0] + 184 < places["b"][0]
    assert places["a"][1] == places["b"][1]


@pytest.mark.usefixtures("manner")
def test_symptoms_that_cause_nothing_stand_in_the_last_column():
    ids = ["far", "near", "seen", "felt"]
    links = [Ends("1", "far", "near"), Ends("2", "near", "seen"), Ends("3", "far", "felt")]
    places = tidy(dict.fromkeys(ids, (184.0, 60.0)), links, {"seen", "felt"})
    assert places["seen"][0] == places["felt"][0] == max(x for x, _ in places.values())


def test_a_source_stands_next_to_its_only_effect_however_far_downstream():
    chain = ["a", "b", "c", "d"]
    links = [Ends(f"{n}", chain[n], chain[n + 1]) for n in range(3)] + [Ends("late", "e", "d")]
    places = tidy(dict.fromkeys([*chain, "e"], (184.0, 60.0)), links, {"d"})
    assert places["e"][0] == places["c"][0]


def test_links_to_unknown_factors_and_to_themselves_are_passed_over():
    links = [Ends("1", "a", "gone"), Ends("2", "a", "a"), Ends("3", "a", "b")]
    assert set(tidy({"a": (184.0, 60.0), "b": (184.0, 60.0)}, links)) == {"a", "b"}


def test_factors_without_links_stand_in_rows_below_the_rest():
    ids = [f"f{n}" for n in range(9)]
    places = tidy(dict.fromkeys(ids, (184.0, 60.0)), [Ends("l", "f0", "f1"), Ends("m", "f1", "f2")])
    linked = max(places[key][1] for key in ids[:3])
    assert all(places[key][1] > linked for key in ids[3:])
    assert {places[key][0] for key in ids[3:]} <= {x for x, _ in places.values()}


def test_a_map_of_five_hundred_factors_is_arranged():
    ids = [f"f{n}" for n in range(500)]
    links = [Ends(f"{n}", ids[n], ids[(n * 7) // 11]) for n in range(1, 500)]
    links += [Ends(f"x{n}", ids[n], ids[n // 3]) for n in range(4, 500, 3)]
    sizes = dict.fromkeys(ids, (184.0, 60.0))
    boxes = boxes_at(tidy(sizes, links, ids[:3]), sizes)
    columns = {}
    for box in boxes.values():
        columns.setdefault(box.x, []).append(box)
    for column in columns.values():
        column.sort(key=lambda box: box.y)
        assert all(apart(one, two) for one, two in pairwise(column))
    assert len(boxes) == 500


@pytest.mark.parametrize("name", ["dtoc-summit", "crt-car-in-pool", "supply-chain", "us-financial-inclusion"])
def test_a_shared_map_stands_in_even_columns_without_overlaps(name):
    sizes, links, symptoms = shared_map(name)
    boxes = boxes_at(tidy(sizes, links, symptoms), sizes)
    xs = sorted({box.x for box in boxes.values()})
    assert all(right - left >= 184 + 84 for left, right in pairwise(xs))
    assert all(apart(one, two) for one, two in combinations(boxes.values(), 2))


def test_a_map_of_three_thousand_is_arranged_telling_how_far_it_is():
    count = 3_000
    sizes = {f"f{n}": (184.0, 64.0) for n in range(count)}
    links = [Ends(f"l{n}", f"f{n}", f"f{n // 2}") for n in range(1, count)]
    links += [Ends(f"m{n}", f"f{n}", f"f{n * 7 % 1_000}") for n in range(1_000, count)]
    shares, at_work = [], tidied(sizes, links, {"f0"})
    while True:
        try:
            shares.append(next(at_work))
        except StopIteration as end:
            places = end.value
            break
    assert len(shares) > 5
    assert shares == sorted(shares)
    assert 0.0 <= shares[0] < shares[-1] <= 1.0
    boxes = boxes_at(places, sizes)
    columns = {}
    for box in boxes.values():
        columns.setdefault(box.x, []).append(box)
    assert sum(map(len, columns.values())) == count
    for column in columns.values():
        assert all(apart(one, two) for one, two in pairwise(sorted(column, key=lambda box: box.y)))
    assert places["f0"][0] == max(x for x, _ in places.values())


@pytest.mark.usefixtures("manner")
def test_a_map_that_stood_in_order_keeps_it():
    ids = [f"f{n}" for n in range(8)]
    links = [Ends(f"l{n}", f"f{n}", "f7") for n in range(7)]
    sizes = dict.fromkeys(ids, (184.0, 64.0))
    before = {f"f{n}": (0.0, -100.0 * n) for n in range(7)} | {"f7": (400.0, 0.0)}
    places = tidy(sizes, links, {"f7"}, before=before)
    assert sorted(ids[:7], key=lambda key: places[key][1]) == sorted(ids[:7], key=lambda key: before[key][1])
