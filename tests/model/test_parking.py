"""Parked factors wait beside the map: no links, no symptoms, and no part in what the map says."""

import pytest

from app.analysis.reading import read
from app.analysis.record import as_record
from app.errors import RuleBroken
from app.exchange.neutral import read_neutral, write_neutral
from app.model.cause_map import CauseMap
from app.model.changes import Add, update
from app.model.records import About, Factor, Link


def a_map(*more):
    return CauseMap.of(
        [
            About(id="about"),
            Factor(id="waits", label="People wait", kind="symptom"),
            Factor(id="pay", label="Pay is low"),
            Factor(id="taxi", label="The taxi firm", parked=True),
            Link(id="l", cause="pay", effect="waits"),
            *more,
        ]
    )


def test_a_parked_factor_takes_no_link():
    with pytest.raises(RuleBroken, match="parked"):
        a_map().apply([Add(Link(id="n", cause="taxi", effect="waits"))])
    with pytest.raises(RuleBroken, match="parked"):
        a_map(Link(id="n", cause="taxi", effect="waits"))


def test_a_linked_factor_and_a_symptom_cannot_be_parked():
    cause_map = a_map()
    for id_ in ("pay", "waits"):
        with pytest.raises(RuleBroken, match="parked"):
            cause_map.apply(update(cause_map.factors[id_], parked=True))


def test_taken_onto_the_map_it_can_be_linked_in_the_same_step():
    cause_map = a_map()
    taxi = cause_map.factors["taxi"]
    after = cause_map.apply([*update(taxi, parked=False), Add(Link(id="n", cause="taxi", effect="waits"))])
    assert [each.id for each in after.causes_of("waits")] == ["pay", "taxi"]


def test_what_is_parked_is_not_read():
    reading = read(a_map())
    assert reading.leads_nowhere == ()
    assert as_record(a_map())["factors"] == 2


def test_parking_and_pinning_survive_the_plain_form():
    records = read_neutral(write_neutral(a_map(Factor(id="bed", label="Beds", pinned=True)))).records
    factors = {each.label: each for each in records if isinstance(each, Factor)}
    assert [label for label, each in factors.items() if each.parked] == ["The taxi firm"]
    assert [label for label, each in factors.items() if each.pinned] == ["Beds"]
