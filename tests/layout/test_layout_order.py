"""Order and drafts: sifting never makes worse, and Tidy does not stay behind what trying everything finds."""

import shutil
import subprocess
import sys
from itertools import combinations, pairwise, permutations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.layout.crossings import crossings_of
from app.layout.geometry import Box, Ends, boxes_at
from app.layout.layers import layers_of
from app.layout.order import sifted
from app.layout.routes import route_links
from app.layout.tidy import tidy

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@st.composite
def columned(draw):
    """Factors in two to four columns of up to three, and links between different columns."""
    columns = draw(st.lists(st.integers(1, 3), min_size=2, max_size=4))
    where = [c for c, count in enumerate(columns) for _ in range(count)]
    pairs = [(a, b) for a, b in permutations(range(len(where)), 2) if where[a] < where[b]]
    arcs = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=8, unique=True))
    return layers_of([60.0] * len(where), arcs, where)


def crossed(layers, order):
    """Crossings of short links, pair by pair."""
    return sum(
        layers.columns[a] == layers.columns[c] and (order[a] - order[c]) * (order[b] - order[d]) < 0
        for (a, b), (c, d) in combinations(layers.links, 2)
    )


@settings(deadline=None, max_examples=100)
@given(columned(), st.randoms(use_true_random=False))
def test_sifting_counts_rightly_and_never_makes_worse(layers, dice):
    order = dice.sample(range(len(layers.columns)), len(layers.columns))
    better, count = sifted(layers, order)
    assert count == crossed(layers, better) <= crossed(layers, order)


@settings(deadline=None, max_examples=60)
@given(columned(), st.randoms(use_true_random=False))
def test_what_is_to_stay_keeps_its_order(layers, dice):
    order = dice.sample(range(len(layers.columns)), len(layers.columns))
    better, _ = sifted(layers, order, layers.factors)
    for a, b in combinations(range(layers.factors), 2):
        if layers.columns[a] == layers.columns[b]:
            assert (order[a] < order[b]) == (better[a] < better[b])


@settings(deadline=None, max_examples=60)
@given(columned())
def test_an_order_without_crossings_is_kept_as_it_is(layers):
    columns = [[i for i, c in enumerate(layers.columns) if c == each] for each in sorted(set(layers.columns))]
    choices = product(*(list(permutations(column)) for column in columns if len(column) < 5))
    for _, choice in zip(range(200), choices, strict=False):
        order = [float(i) for i in range(len(layers.columns))]
        for column in choice:
            for place, i in enumerate(column):
                order[i] = float(place)
        if not crossed(layers, order):
            better, _ = sifted(layers, order)
            for one, two in combinations(range(len(order)), 2):
                if layers.columns[one] == layers.columns[two]:
                    assert (order[one] < order[two]) == (better[one] < better[two])
            return


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=9, unique=True))
def test_between_two_columns_no_order_at_all_crosses_less(pairs):
    links = [Ends(f"{a}-{b}", f"a{a}", f"b{b}") for a, b in pairs]
    ids = sorted({key for link in links for key in (link.cause, link.effect)})
    causes, effects = [key for key in ids if key[0] == "a"], [key for key in ids if key[0] == "b"]
    least = min(
        sum(
            (up.index(one.cause) - up.index(two.cause)) * (down.index(one.effect) - down.index(two.effect)) < 0
            for one, two in combinations(links, 2)
        )
        for up in permutations(causes)
        for down in permutations(effects)
    )
    sizes = dict.fromkeys(ids, (184.0, 60.0))
    assert crossings_of(boxes_at(tidy(sizes, links, effects), sizes), links) <= least


def test_a_long_link_with_room_runs_level_and_bends_once():
    boxes = {"a": Box(0, 0, 184, 60), "b": Box(1400, 300, 184, 60)}
    boxes |= {f"m{n}": Box(280.0 * n, 150, 184, 60) for n in range(1, 5)}
    route = route_links(boxes, [Ends("l", "a", "b")])["l"]
    heights = [y for _, y in route]
    assert sum(a != b for a, b in pairwise(heights)) == 1


@pytest.mark.skipif(not shutil.which("dot"), reason="nothing to measure against: the program dot is not here")
def test_tidy_crosses_no_more_than_dot_on_the_shared_maps():
    run = subprocess.run(
        [sys.executable, str(BENCHMARKS / "layout.py"), "--crossings"], capture_output=True, text=True, check=True
    )
    rows = [line.split("|") for line in run.stdout.splitlines()[1:]]
    if len(rows) < 2:
        pytest.skip("the shared maps are not here")
    worse = [row[0].strip() for row in rows if float(row[2]) > float(row[3])]
    assert worse == []
