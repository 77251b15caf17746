"""What if: what goes, what stays and by what, what nobody could explain; against a plain version, on any map."""

import plain_reading as plain
import pytest
from any_maps import maps, small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.reading import read
from app.analysis.scenario import Suppositions, outcome, suppose
from app.model.cause_map import CauseMap
from app.model.changes import Add
from app.model.records import Scenario, Supposition


@st.composite
def supposed(draw):
    cause_map = draw(maps(most_factors=7))

    def some(ids):
        return frozenset(draw(st.lists(st.sampled_from(ids), unique=True, max_size=3))) if ids else frozenset()

    factors, links = [*cause_map.factors], [*cause_map.links]
    return cause_map, Suppositions(some(factors), some(links), some(links))


def without(cause_map: CauseMap, links) -> CauseMap:
    kept = [link for link in cause_map.links.values() if link.id not in links]
    return CauseMap.of([cause_map.about, *cause_map.factors.values(), *kept])


def plainly_ended(cause_map: CauseMap, fixed) -> set[str]:
    graph = plain.graph_of(cause_map)
    return (plain.active(graph, set()) - plain.active(graph, set(fixed))) | set(fixed)


@settings(deadline=None)
@given(supposed())
def test_every_symptom_goes_stays_or_becomes_unexplained(given_):
    cause_map, what = given_
    told = without(cause_map, what.rejected)
    ended = plainly_ended(told, what.fixed)
    found = outcome(cause_map, what)
    symptoms = plain.symptoms_of(cause_map)
    assert list(found.symptoms) == symptoms
    assert list(found.gone) == [id_ for id_ in symptoms if id_ in ended]
    opened = plain.unexplained(told) - plain.unexplained(cause_map) - ended
    assert list(found.unexplained) == [id_ for id_ in symptoms if id_ in opened]
    assert {each.symptom for each in found.staying} == set(symptoms) - ended - opened
    for each in found.staying:
        assert set(each.causes) == {link.cause for link in told.links_into(each.symptom)} - ended
    assert set(found.ended) == ended - set(symptoms) - what.fixed
    assert found.share_gone == pytest.approx(float(plain.share_of(cause_map, found.gone)))


@settings(deadline=None)
@given(supposed())
def test_what_is_left_is_the_map_without_what_goes(given_):
    cause_map, what = given_
    ended = plainly_ended(without(cause_map, what.rejected), what.fixed)
    left = suppose(cause_map, what)
    assert [*left.factors] == [id_ for id_ in cause_map.factors if id_ not in ended]
    wanted = {
        link.id: link.confidence / 2 if link.id in what.doubted else link.confidence
        for link in cause_map.links.values()
        if link.id not in what.rejected and link.cause not in ended and link.effect not in ended
    }
    assert {link.id: link.confidence for link in left.links.values()} == wanted
    # What was active and is left still is: nothing goes that had another cause.
    before = plain.active(plain.graph_of(without(cause_map, what.rejected)), set())
    assert before - ended <= plain.active(plain.graph_of(without(cause_map, what.rejected)), set(what.fixed))


@settings(deadline=None)
@given(supposed(), st.data())
def test_fixing_more_never_brings_a_symptom_back(given_, data):
    cause_map, what = given_
    if not cause_map.factors:
        return
    more = what.fixed | {data.draw(st.sampled_from([*cause_map.factors]))}
    then = outcome(cause_map, Suppositions(more, what.doubted, what.rejected))
    assert set(outcome(cause_map, what).gone) <= set(then.gone)


def test_a_symptom_that_loses_its_last_cause_by_a_rejected_link_does_not_go_away():
    cause_map = small_map("A>S")
    fixed = outcome(cause_map, Suppositions(fixed=frozenset({"A"})))
    assert (fixed.gone, fixed.unexplained) == (("S",), ())
    rejected = outcome(cause_map, Suppositions(rejected=frozenset({"A>S"})))
    assert (rejected.gone, rejected.unexplained, rejected.share_gone) == ((), ("S",), 0)


def test_what_has_another_cause_stays_by_it():
    found = outcome(small_map("A>B B>S C>S"), Suppositions(fixed=frozenset({"A"})))
    assert [(each.symptom, each.causes) for each in found.staying] == [("S", ("C",))]
    assert found.ended == ("B",)


def test_causes_needed_together_go_with_one_of_them():
    found = outcome(small_map("A>S:both B>S:both"), Suppositions(fixed=frozenset({"A"})))
    assert found.gone == ("S",)


def test_a_loop_goes_on_while_a_circle_is_left_in_it():
    cause_map = small_map("A>B B>A B>C C>B A>S")
    assert outcome(cause_map, Suppositions(fixed=frozenset({"C"}))).gone == ()
    assert outcome(cause_map, Suppositions(fixed=frozenset({"B"}))).gone == ("S",)


def test_a_doubted_link_holds_half_as_often():
    cause_map = small_map("A>S", confidence=0.8)
    share = read(suppose(cause_map, Suppositions(doubted=frozenset({"A>S"})))).upstream[0].expected_share
    assert 0.35 < share < 0.45


def test_the_map_itself_is_not_touched_and_unknown_ids_mean_nothing():
    cause_map = small_map("A>S B>S")
    kept = [*cause_map.records()]
    what = Suppositions(frozenset({"A", "nobody"}), frozenset({"B>S", "A"}), frozenset({"nothing"}))
    assert what.on(cause_map) == Suppositions(frozenset({"A"}), frozenset({"B>S"}))
    assert suppose(cause_map, what).links["B>S"].confidence == 0.4
    assert [*cause_map.records()] == kept


def test_a_kept_scenario_gives_its_suppositions():
    records = [
        Scenario(id="c", name="If so"),
        Scenario(id="d", name="If not"),
        Supposition(id="1", scenario="c", subject="A", what="fixed"),
        Supposition(id="2", scenario="c", subject="A>S", what="doubted"),
        Supposition(id="3", scenario="c", subject="A>S", what="rejected"),
        Supposition(id="4", scenario="d", subject="A>S", what="doubted"),
    ]
    cause_map = small_map("A>S").apply([Add(each) for each in records])
    assert Suppositions.kept(cause_map, "c") == Suppositions(frozenset({"A"}), frozenset(), frozenset({"A>S"}))
    assert Suppositions.kept(cause_map, "d") == Suppositions(doubted=frozenset({"A>S"}))
    assert not Suppositions.kept(cause_map, "nothing")
