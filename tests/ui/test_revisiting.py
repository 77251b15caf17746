"""Where things stand at an earlier moment: at once, all of them somewhere, and the present comes back as it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.differences import differences
from app.drawing.picture import ends_of
from app.drawing.sizes import size_of
from app.layout.geometry import Box
from app.layout.routes import route_links
from app.model import edits
from app.model.cause_map import CauseMap
from app.model.changes import Add
from app.model.records import Factor, Link
from app.ui.closer.history_map import both
from app.ui.closer.history_words import difference_rows, summary
from app.ui.standing import Standing

COLUMNS, ROWS = 10, 6


@pytest.fixture
def large(started):
    """A map of sixty more factors in columns, each leading to the next one, and a step that moves one far away."""
    session = started.session
    factors = [
        Factor(id=f"f{n}", label=f"Factor {n}", x=300.0 * (n % COLUMNS), y=120.0 * (n // COLUMNS) + 600)
        for n in range(COLUMNS * ROWS)
    ]
    links = [Link(id=f"k{n}", cause=f"f{n}", effect=f"f{n + 1}") for n in range(COLUMNS * ROWS - 1)]
    session.perform("Add many", [Add(each) for each in (*factors, *links)], settle=False)
    started.maps = {"before": session.map}
    session.perform("Move", edits.move(session.map, {"f12": (300.0 * COLUMNS, 300.0)}), settle=False)
    started.maps["now"] = session.map
    return started


def test_boxes_are_those_of_the_moment_at_once_and_the_curves_soon(large):
    session, before = large.session, large.maps["before"]
    session.look_at(before, "as it was")
    factor = before.factors["f12"]
    box = session.boxes["f12"]
    assert (box.x, box.y) == (factor.x, factor.y)
    assert session.routes.keys() == before.links.keys()
    assert session.routes["k12"][0] == (box.right, box.y), "a plain curve, from box to box"
    right = route_links(session.boxes, ends_of(before))
    with large.qtbot.waitSignal(session.map_changed, timeout=20_000):
        pass
    assert session.routes["k11"] == right["k11"]
    assert large.view.map_scene.links.keys() == session.routes.keys()


def test_the_present_comes_back_with_its_own_curves(large):
    session = large.session
    boxes, routes = dict(session.boxes), dict(session.routes)
    session.look_at(large.maps["before"], "as it was")
    session.look_at(None)
    assert session.boxes == boxes
    assert session.routes == routes
    assert all(session.routes[id_] is route for id_, route in routes.items()), "nothing was worked out again"
    large.settle()
    assert large.view.map_scene.factors.keys() == boxes.keys()


def test_curves_of_a_moment_that_was_left_are_not_laid_on_the_present(large):
    session = large.session
    routes = dict(session.routes)
    session.look_at(large.maps["before"], "as it was")
    session._revisiting._ask()
    assert session.inquiries.is_busy("curves of a moment")
    session.look_at(None)
    assert not session.inquiries.is_busy("curves of a moment")
    large.settle()
    assert session.routes == routes


def test_a_moment_before_anything_had_a_place_shows_nothing_on_another(large):
    session = large.session
    lost = [Factor(id=f"g{n}", label=f"Gone {n}") for n in range(12)]
    moment = large.maps["before"].apply([Add(each) for each in lost])
    session.look_at(moment, "as it was")
    assert session.boxes.keys() == {each.id for each in moment.on_the_map()}
    assert not overlapping([session.boxes[each.id] for each in lost], session.boxes.values())


def overlapping(some, boxes):
    return [
        (a, b)
        for a in some
        for b in boxes
        if a is not b
        and abs(a.x - b.x) < (a.width + b.width) / 2 - 0.1
        and abs(a.y - b.y) < (a.height + b.height) / 2 - 0.1
    ]


def box_of(factor):
    return Box(factor.x, factor.y, *size_of(factor))


@settings(deadline=None, max_examples=40)
@given(
    st.sets(st.tuples(st.integers(0, 5), st.integers(0, 8)), max_size=14),
    st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 700)), max_size=5),
)
def test_what_has_gone_stands_where_it_did_or_near_and_on_nothing(qapp, taken, gone):
    stays = [Factor(id=f"s{n}", label="Stays", x=220.0 * x, y=90.0 * y) for n, (x, y) in enumerate(sorted(taken))]
    went = [Factor(id=f"g{n}", label="Went", x=round(x, 2), y=round(y, 2)) for n, (x, y) in enumerate(gone)]
    empty = CauseMap.empty("A map")
    after = empty.apply([Add(each) for each in stays])
    before = empty.apply([Add(each) for each in went])
    whole = both(before, after, differences(before, after))
    assert whole.factors.keys() == before.factors.keys() | after.factors.keys()
    assert all(whole.factors[each.id] == each for each in stays)
    drawn = [box_of(whole.factors[each.id]) for each in went]
    own = [box_of(each) for each in stays]
    assert not overlapping(drawn, own)
    assert not overlapping(drawn, drawn)
    first = went[:1]
    for factor in first:  # whoever comes first moves only from what is taken
        if not overlapping([box_of(factor)], own):
            assert whole.factors[factor.id] == factor


def test_plain_following_comes_to_the_same_boxes_as_careful_following(large):
    now, before = large.maps["now"], large.maps["before"]
    one, other = Standing(now), Standing(now)
    one.follow(before, ["f12"])
    moved, plain = other.follow_plainly(before, ["f12"])
    assert (other.boxes, moved) == (one.boxes, {"f12"})
    assert plain == {"k11", "k12"}
    assert other.routes.keys() == one.routes.keys()


def test_links_that_went_with_a_factor_are_counted_in_its_row():
    factors = [Factor(id=id_, label=id_.upper()) for id_ in "abc"]
    links = [Link(id="ab", cause="a", effect="b"), Link(id="bc", cause="b", effect="c")]
    before = CauseMap.empty().apply([Add(each) for each in (*factors, *links)])
    after = before.apply(edits.delete(before, ["b"]))
    found = differences(before, after)
    assert difference_rows(found, before, after) == [("b", "✕ “B” went, and 2 links with it")]
    assert summary(found, (), before, after) == "1 factor and 2 links went. The ranking is the same."
    unlinked = before.apply(edits.delete(before, ["ab"]))
    assert difference_rows(differences(before, unlinked), before, unlinked) == [("ab", "✕ “A” → “B” went")]
    back = differences(after, before)
    assert [id_ for id_, _ in difference_rows(back, after, before)] == ["b", "ab", "bc"]
