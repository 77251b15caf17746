"""A map takes just the changes that leave a map, takes them back exactly, and its look-ups never go stale."""

import json
import pickle

import pytest
from any_changes import changes_on
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import RuleBroken
from app.model.cause_map import CauseMap
from app.model.changes import Add, Remove, Update, from_json, inverse, to_json, touched_ids, update
from app.model.records import ABOUT_ID, RECORDS, About, Evidence, Factor, Link, Saying, Voice


def plainly(cause_map, changes):
    """The records after the changes, done on plain dicts; None if a change does not fit or a record is no record."""
    now = {(record.table, record.id): record for record in cause_map.records()}
    for change in changes:
        key = change.table, change.id
        if isinstance(change, Add):
            if key in now:
                return None
            now[key] = change.record
        elif isinstance(change, Remove):
            if now.get(key) != change.record:
                return None
            del now[key]
        else:
            fields = dict(now[key]) if key in now else None
            if fields is None or any(fields[name] != value for name, value in change.before.items()):
                return None
            now[key] = RECORDS[change.table](**{**fields, **change.after})
    return list(now.values())


def is_a_map(records):
    try:
        CauseMap.of(records)
    except RuleBroken:
        return False
    return True


def referrers(cause_map, id_):
    """Plainly: every record one of whose own reference fields holds the id."""
    fields = {"link": ("cause", "effect"), "saying": ("voice", "subject"), "evidence": ("subject",)}
    fields |= {"vote": ("factor",), "supposition": ("scenario", "subject")}
    return [r for r in cause_map.records() if any(getattr(r, field) == id_ for field in fields.get(r.table, ()))]


@given(st.data())
@settings(deadline=None, max_examples=400)
def test_a_map_takes_just_the_changes_that_leave_a_map_and_takes_them_back(data):
    cause_map = CauseMap.empty("t")
    for _ in range(data.draw(st.integers(1, 12))):
        if data.draw(st.booleans()):
            cause_map.links_into("a")  # look-ups that exist already must follow
            cause_map.referring_to("a")
        changes = data.draw(changes_on(cause_map))
        before = pickle.loads(pickle.dumps(cause_map))
        wanted = plainly(cause_map, changes)
        fits = wanted is not None and is_a_map(wanted)
        try:
            after = cause_map.apply(changes)
        except RuleBroken:
            assert not fits
            assert cause_map == before
            continue
        assert fits
        assert after == CauseMap.of(wanted)
        assert cause_map == before
        assert after.apply(inverse(changes)) == before
        assert from_json(json.loads(json.dumps(to_json(changes)))) == tuple(changes)
        assert {record.id for record in after.records()} - {r.id for r in before.records()} <= touched_ids(changes)
        fresh = CauseMap.of(after.records())
        for id_ in ("a", "b", "c", "d", "l1", "v1"):
            assert set(after.links_into(id_)) == {link for link in after.links.values() if link.effect == id_}
            assert set(after.links_out_of(id_)) == {link for link in after.links.values() if link.cause == id_}
            assert list(after.referring_to(id_)) == list(fresh.referring_to(id_)) == referrers(after, id_)
        cause_map = after


A, B, C = (Factor(id=id_, label=id_.upper()) for id_ in "abc")
AB, BC = Link(id="ab", cause="a", effect="b"), Link(id="bc", cause="b", effect="c")
ABOUT = About(id=ABOUT_ID, title="t")


@pytest.fixture
def chain():
    return CauseMap.of([ABOUT, A, B, C, AB, BC])


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ([A], "exactly one title"),
        ([ABOUT, About(id="about2")], "exactly one title"),
        ([ABOUT, A, A], "same id"),
        ([ABOUT, A, AB], "not on the map"),
        ([ABOUT, A, Link(id="l", cause="a", effect="a")], "its own cause"),
        ([ABOUT, A, B, AB, Link(id="l", cause="a", effect="b")], "linked already"),
        ([ABOUT, A, Saying(id="s", voice="v", subject="a")], "not on the map"),
        ([ABOUT, A, Voice(id="v"), Evidence(id="e", subject="v")], "not on the map"),
        (
            [ABOUT, A, B, C, AB.with_fields({"together": "g"}), BC.with_fields({"together": "g"})],
            "needed together",
        ),
    ],
)
def test_records_that_break_a_rule_are_no_map(records, words):
    with pytest.raises(RuleBroken, match=words):
        CauseMap.of(records)


def test_neighbours_are_found_from_both_ends_in_the_order_of_their_links(chain):
    more = chain.apply([Add(Link(id="ac", cause="a", effect="c"))])
    assert more.causes_of("c") == (B, A)
    assert more.effects_of("a") == (B, C)
    assert more.link_between("a", "c").id == "ac"
    assert more.link_between("c", "a") is None
    assert more.causes_of("a") == more.links_into("nobody") == ()


def test_a_loop_can_be_removed_only_with_what_names_it(chain):
    with pytest.raises(RuleBroken, match="still refers"):
        chain.apply([Remove(B)])
    assert chain.apply([Remove(B), Remove(BC), Remove(AB)]).links == {}


def test_an_id_never_changes_and_a_value_is_stored_just_as_given(chain):
    for after in ({"id": "z"}, {"x": "5"}, {"label": 5}, {"colour": "red"}, {"label": ""}):
        before = {name: getattr(A, name, None) for name in after}
        with pytest.raises(RuleBroken):
            chain.apply([Update("factor", "a", before, after)])


def test_a_record_that_was_never_checked_is_not_taken(chain):
    with pytest.raises(RuleBroken, match="does not fit"):
        chain.apply([Add(A.model_copy(update={"id": "z", "label": "two\nlines"}))])


def test_a_kind_that_maps_do_not_have_is_refused(chain):
    with pytest.raises(RuleBroken, match="kind of record"):
        chain.apply([Update("colour", "a", {}, {"x": 1})])


def test_views_of_a_map_cannot_be_written(chain):
    with pytest.raises(TypeError):
        chain.factors["z"] = A


def test_update_names_only_what_differs():
    assert update(A, label="A", x=None) == []
    assert update(A, label="A", x=1.0) == [Update("factor", "a", {"x": None}, {"x": 1.0})]


@pytest.mark.parametrize(
    "values",
    [
        None,
        {},
        "add",
        5,
        [None],
        [[]],
        [{"do": "add"}],
        [{"do": "fly", "table": "factor"}],
        [{"do": "add", "table": "colour", "record": {}}],
        [{"do": "add", "table": "factor", "record": {"id": "a"}}],
        [{"do": "add", "table": ["factor"], "record": {}}],
        [{"do": "update", "table": "factor", "id": "a", "before": {"x": 1}, "after": {"y": 1}}],
        [{"do": "update", "table": "factor", "id": "a", "before": {"z": 1}, "after": {"z": 2}}],
        [{"do": "update", "table": "factor", "id": "a", "before": None, "after": None}],
    ],
)
def test_json_that_is_no_change_is_refused_with_a_sentence(values):
    with pytest.raises(RuleBroken, match="history cannot be read"):
        from_json(values)
