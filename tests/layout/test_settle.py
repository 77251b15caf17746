"""Least movement: what settle and ease promise, on any map."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.layout.easing import MOST_MOVED, ease
from app.layout.geometry import COLUMN_GAP, ROW_GAP, Box, Ends
from app.layout.settle import settle
from app.layout.spread import spread

WIDTH = 184.0
PITCH = WIDTH + COLUMN_GAP


@st.composite
def standing_maps(draw):
    """Boxes in columns at least the row gap apart, some strays, and links between any of them."""
    boxes = {}
    for column in range(draw(st.integers(0, 4))):
        y = draw(st.floats(-200, 200))
        for row in range(draw(st.integers(0, 5))):
            height = draw(st.sampled_from([44.0, 64.0, 84.0]))
            y += height / 2
            boxes[f"f{column}{row}"] = Box(column * PITCH, y, WIDTH, height)
            y += height / 2 + ROW_GAP + draw(st.sampled_from([0.0, 0.0, 30.0, 150.0]))
    ids = [*boxes, "n1", "n2", "n3"]
    pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), unique=True, max_size=25))
    links = [Ends(f"{a}-{b}", a, b) for a, b in pairs]
    return boxes, links


SIZES = {"n1": (WIDTH, 64.0), "n2": (WIDTH, 44.0), "n3": (WIDTH, 104.0)}


def after(boxes, places, sizes):
    now = dict(boxes)
    for key, (x, y) in places.items():
        size = sizes.get(key) or (boxes[key].width, boxes[key].height)
        now[key] = Box(x, y, *size)
    return now


def overlapping(boxes):
    keys = list(boxes)
    return [
        (a, b)
        for n, a in enumerate(keys)
        for b in keys[:n]
        if abs(boxes[a].x - boxes[b].x) < (boxes[a].width + boxes[b].width) / 2 - 0.02
        and abs(boxes[a].y - boxes[b].y) < (boxes[a].height + boxes[b].height) / 2 - 0.02
    ]


def in_order(boxes, ids):
    """Who stands below whom in each column."""
    return {(a, b) for a in ids for b in ids if abs(boxes[a].x - boxes[b].x) < 1 and boxes[a].y < boxes[b].y and a != b}


@given(standing_maps(), st.data())
@settings(deadline=None, max_examples=150)
def test_newcomers_find_room_and_nothing_overlaps(drawn, data):
    boxes, links = drawn
    still = set(data.draw(st.lists(st.sampled_from(list(boxes) or ["none"]), max_size=3)))
    places = settle(boxes, links, SIZES, still=still)
    assert places.keys() >= SIZES.keys()
    now = after(boxes, places, SIZES)
    assert not overlapping(now)
    for key in still & boxes.keys():
        assert key not in places


@given(standing_maps())
@settings(deadline=None, max_examples=150)
def test_all_others_keep_their_column_and_their_order(drawn):
    boxes, links = drawn
    places = settle(boxes, links, SIZES)
    now = after(boxes, places, SIZES)
    for key, (x, _) in places.items():
        if key in boxes:
            assert x == boxes[key].x
    assert in_order(now, boxes) == in_order(boxes, boxes)


@given(standing_maps())
@settings(deadline=None, max_examples=100)
def test_the_row_gap_is_kept_where_it_was_kept(drawn):
    boxes, links = drawn
    now = after(boxes, settle(boxes, links, SIZES), SIZES)
    for a, b in in_order(now, now):
        assert now[b].top - now[a].bottom > ROW_GAP - 0.05


@given(standing_maps())
@settings(deadline=None, max_examples=60)
def test_the_same_map_always_settles_alike(drawn):
    boxes, links = drawn
    assert settle(boxes, links, SIZES) == settle(dict(boxes), list(links), dict(SIZES))


@given(standing_maps(), st.data())
@settings(deadline=None, max_examples=100)
def test_what_grows_or_is_put_down_stays_and_the_others_give_way(drawn, data):
    boxes, links = drawn
    if not boxes:
        return
    key = data.draw(st.sampled_from(list(boxes)))
    box = boxes[key]
    boxes = {**boxes, key: Box(box.x, box.y, box.width, box.height + data.draw(st.sampled_from([20.0, 60.0, 200.0])))}
    places = settle(boxes, links, {}, still=[key], changed=[key])
    assert key not in places
    assert not overlapping(after(boxes, places, {}))


@given(standing_maps(), st.data())
@settings(deadline=None, max_examples=60)
def test_easing_moves_the_untouched_little_and_leaves_nothing_on_another(drawn, data):
    boxes, links = drawn
    touched = set(data.draw(st.lists(st.sampled_from(list(boxes) or ["none"]), max_size=3)))
    still = set(data.draw(st.lists(st.sampled_from(list(boxes) or ["none"]), max_size=2)))
    places = ease(boxes, links, touched, still=still)
    now = after(boxes, places, {})
    assert now.keys() == boxes.keys()
    assert not overlapping(now)
    assert not still & places.keys()
    untouched = boxes.keys() - touched
    moved = sum(abs(now[key].x - boxes[key].x) + abs(now[key].y - boxes[key].y) for key in untouched)
    assert moved <= MOST_MOVED * max(len(untouched), 8) + 1


def column(*ys, x=0.0):
    return {f"c{n}": Box(x, y, WIDTH, 64.0) for n, y in enumerate(ys)}


def test_where_there_is_room_nobody_moves():
    boxes = {"effect": Box(PITCH, 0.0, WIDTH, 64.0), **column(-200.0, 200.0)}
    places = settle(boxes, [Ends("l", "n1", "effect")], {"n1": (WIDTH, 64.0)})
    assert places == {"n1": (0.0, 0.0)}


def test_a_cause_stands_upstream_of_its_effect_and_an_effect_downstream_of_its_cause():
    boxes = {"one": Box(0.0, 0.0, WIDTH, 64.0)}
    links = [Ends("a", "n1", "one"), Ends("b", "one", "n2")]
    places = settle(boxes, links, {"n1": (WIDTH, 64.0), "n2": (WIDTH, 64.0)})
    assert places["n1"] == (-PITCH, 0.0)
    assert places["n2"] == (PITCH, 0.0)


def test_a_chain_of_newcomers_stands_in_columns_one_after_another():
    links = [Ends("a", "n1", "n2"), Ends("b", "n2", "n3"), Ends("c", "n3", "seen")]
    places = settle({"seen": Box(0.0, 0.0, WIDTH, 64.0)}, links, SIZES)
    assert [places[key][0] for key in ("n3", "n2", "n1")] == [-PITCH, -2 * PITCH, -3 * PITCH]


def test_a_new_symptom_stands_below_the_others():
    boxes = {"seen": Box(PITCH, 0.0, WIDTH, 64.0), "cause": Box(0.0, 0.0, WIDTH, 64.0)}
    places = settle(boxes, [Ends("l", "cause", "seen")], {"n1": (WIDTH, 64.0)}, symptoms=["seen", "n1"])
    assert places == {"n1": (PITCH, 64.0 + ROW_GAP)}


def test_a_factor_without_links_moves_to_its_first_effect_unless_it_is_held():
    boxes = {"effect": Box(PITCH, 0.0, WIDTH, 64.0), "far": Box(0.0, 900.0, WIDTH, 64.0), "x": Box(0, 300, WIDTH, 64)}
    links = [Ends("l", "far", "effect")]
    assert settle(boxes, links, {}, loose=["far"])["far"] == (0.0, 0.0)
    assert settle(boxes, links, {}, loose=["far"], still=["far"]) == {}


def test_a_newcomer_goes_where_its_links_cross_least():
    boxes = {
        "up": Box(PITCH, -100.0, WIDTH, 64.0),
        "down": Box(PITCH, 100.0, WIDTH, 64.0),
        "to-up": Box(0.0, 100.0, WIDTH, 64.0),
        "to-down": Box(0.0, 0.0, WIDTH, 64.0),
    }
    links = [Ends("a", "to-up", "up"), Ends("b", "to-down", "down"), Ends("c", "n1", "down")]
    places = settle(boxes, links, {"n1": (WIDTH, 64.0)})
    assert places["n1"][1] > boxes["to-up"].y


def test_easing_takes_a_crossing_pair_apart():
    boxes = {
        "up": Box(PITCH, -100.0, WIDTH, 64.0),
        "down": Box(PITCH, 100.0, WIDTH, 64.0),
        **{f"a{n}": Box(0.0, 100.0 + 90 * n, WIDTH, 64.0) for n in range(3)},
        **{f"b{n}": Box(0.0, -100.0 - 90 * n, WIDTH, 64.0) for n in range(3)},
        "wrong": Box(0.0, 400.0, WIDTH, 64.0),
    }
    links = [Ends(f"a{n}-", f"a{n}", "down") for n in range(3)] + [Ends(f"b{n}-", f"b{n}", "up") for n in range(3)]
    links.append(Ends("w", "wrong", "up"))
    places = ease(boxes, links, ["wrong"])
    assert places["wrong"][1] < boxes["a0"].y


def test_odd_input_is_no_trouble():
    assert settle({}, [], {}) == {}
    assert settle({}, [Ends("l", "a", "b"), Ends("m", "a", "a")], {"a": (WIDTH, 64.0)}) == {"a": (0.0, 0.0)}
    assert ease({}, [], ["nobody"]) == {}
    assert settle({"a": Box(0, 0, 10, 10)}, [], {}, still=["a", "z"], loose=["a", "z"], changed=["a", "z"]) == {}


@given(
    st.lists(st.floats(0, 200), min_size=1, max_size=8),
    st.integers(0, 8),
    st.sampled_from([44.0, 84.0]),
)
@settings(deadline=None)
def test_a_column_is_pushed_apart_no_more_than_by_a_plain_shove(gaps, gap, height):
    """The least-squares answer is never worse than pushing everyone below out of the way."""
    boxes, y, ids = {}, 0.0, []
    for n, free in enumerate(gaps):
        boxes[f"c{n}"] = Box(0.0, y, WIDTH, 64.0)
        ids.append(f"c{n}")
        y += 64.0 + ROW_GAP + free
    gap = min(gap, len(ids))
    at = boxes[ids[gap - 1]].bottom + ROW_GAP + height / 2 if gap else boxes[ids[0]].top - ROW_GAP - height / 2
    own, moved = spread(boxes, ids, gap, Box(0.0, at, WIDTH, height), ())
    shove, floor = 0.0, at + height / 2 + ROW_GAP
    for key in ids[gap:]:
        push = max(0.0, floor - boxes[key].top)
        shove += push**2
        floor = boxes[key].bottom + push + ROW_GAP
    spent = sum((boxes[key].y - y) ** 2 for key, y in moved.items())
    assert spent + 0.2 * (own - at) ** 2 <= shove + 0.01


@st.composite
def scattered_maps(draw):
    """Boxes that people dragged anywhere, none on another."""
    boxes = {}
    for n, (x, y) in enumerate(draw(st.lists(st.tuples(st.integers(-500, 500), st.integers(-400, 400)), max_size=12))):
        box = Box(float(x), float(y), WIDTH, 64.0)
        if not overlapping({**boxes, "new": box}):
            boxes[f"f{n}"] = box
    ids = [*boxes, "n1", "n2", "n3"]
    pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), unique=True, max_size=15))
    return boxes, [Ends(f"{a}-{b}", a, b) for a, b in pairs]


@given(scattered_maps(), st.data())
@settings(deadline=None, max_examples=150)
def test_in_a_map_that_was_dragged_about_nothing_overlaps_either(drawn, data):
    boxes, links = drawn
    now = after(boxes, settle(boxes, links, SIZES), SIZES)
    assert not overlapping(now)
    touched = data.draw(st.lists(st.sampled_from(list(now)), max_size=3))
    assert not overlapping(after(now, ease(now, links, touched), {}))
