"""Crossings: as many as an eye would count, whatever order, place or height the curves are told in."""

from itertools import combinations, pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.layout.crossings import crossings, crossings_of
from app.layout.geometry import Box, Ends

points = st.tuples(st.integers(-50, 50), st.integers(-50, 50))
chains = st.lists(st.lists(points, min_size=2, max_size=5, unique=True), min_size=1, max_size=5)


def drawn(chain):
    """A chain of straight pieces, as joined Béziers."""
    route = [tuple(map(float, chain[0]))]
    for (x0, y0), (x1, y1) in pairwise(chain):
        route += [(x0 + (x1 - x0) * third / 3, y0 + (y1 - y0) * third / 3) for third in (1, 2)] + [(x1, y1)]
    return tuple(route)


def turn(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


@settings(deadline=None, max_examples=200)
@given(chains)
def test_straight_pieces_cross_as_often_as_exact_sums_say(given_chains):
    expected = 0
    for one, two in combinations(given_chains, 2):
        for (a, b), (c, d) in ((p, q) for p in pairwise(one) for q in pairwise(two)):
            corners = (turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b))
            assume(all(corners))  # nothing that only touches: a matter of definition, tested below
            expected += corners[0] * corners[1] < 0 and corners[2] * corners[3] < 0
    assert crossings({str(n): drawn(chain) for n, chain in enumerate(given_chains)}) == expected


@settings(deadline=None, max_examples=100)
@given(chains, st.randoms(use_true_random=False))
def test_neither_the_order_of_the_curves_nor_their_names_matter(given_chains, dice):
    routes = [drawn(chain) for chain in given_chains]
    mixed = dice.sample(routes, len(routes))
    assert crossings(dict(enumerate(routes))) == crossings(dict(enumerate(mixed)))


def test_nothing_and_a_single_curve_cross_nothing():
    assert crossings({}) == 0
    assert crossings({"a": drawn([(0, 0), (10, 10), (10, 0), (0, 10)])}) == 0


def test_curves_that_share_the_place_where_they_leave_or_arrive_do_not_cross_there():
    fan = {str(n): ((0, 0), (50, 0), (50, 40 * n), (100, 40 * n)) for n in range(-3, 4)}
    assert crossings(fan) == 0
    back = {name: route[::-1] for name, route in fan.items()}
    assert crossings(back) == 0


def test_curves_that_pass_through_the_bend_of_another_cross_it_once():
    bend = drawn([(0, 0), (10, 0), (20, 5)])
    assert crossings({"bend": bend, "through": drawn([(10, -10), (10, 10)])}) == 1


def test_two_swings_that_change_places_cross_once_and_those_that_do_not_never():
    boxes = {"a": Box(0, 0, 100, 40), "b": Box(0, 100, 100, 40), "c": Box(300, 0, 100, 40), "d": Box(300, 100, 100, 40)}
    assert crossings_of(boxes, [Ends("1", "a", "d"), Ends("2", "b", "c")]) == 1
    assert crossings_of(boxes, [Ends("1", "a", "c"), Ends("2", "b", "d")]) == 0


def test_a_complete_bundle_between_two_columns_crosses_as_often_as_pairs_change_places():
    count = 9
    left = {f"a{n}": Box(0, 80.0 * n, 100, 40) for n in range(count)}
    right = {f"b{n}": Box(300, 80.0 * n, 100, 40) for n in range(count)}
    links = [Ends(f"{n} {m}", f"a{n}", f"b{m}") for n in range(count) for m in range(count)]
    pairs = count * (count - 1) // 2
    assert crossings_of(left | right, links) == pairs * pairs
