"""Credible, robust, independent: against an independent slow computation on random maps, and by hand on small ones."""

from itertools import pairwise

import networkx as nx
import pytest
from any_maps import maps, small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.grounds import Grounds
from app.analysis.reading import read
from app.analysis.voices import coverage, has_lived_experience, organisations_of, said_by_one_alone
from app.exchange.example import example_records
from app.model.cause_map import CauseMap
from app.model.changes import Add
from app.model.records import Evidence, Saying, Voice

ORGANISATIONS = ("Trust", "Council", "Carers", "")


@st.composite
def grounded_maps(draw):
    """A random map in which people spoke and evidence was brought."""
    cause_map = draw(maps())
    subjects = [*cause_map.factors, *cause_map.links]
    voices = [
        Voice(id=f"v{at}", organisation=name, role=f"role {at}", lived_experience=draw(st.booleans()))
        for at, name in enumerate(draw(st.lists(st.sampled_from(ORGANISATIONS), max_size=4)))
    ]
    records = list(voices)
    if subjects:
        for at in range(draw(st.integers(0, 12))):
            subject = draw(st.sampled_from(subjects))
            if voices and draw(st.booleans()):
                records.append(Saying(id=f"s{at}", voice=draw(st.sampled_from(voices)).id, subject=subject))
            records.append(
                Evidence(
                    id=f"e{at}",
                    subject=subject,
                    kind=draw(st.sampled_from(["data", "lived experience"])),
                    strength=draw(st.integers(0, 3)),
                    organisation=draw(st.sampled_from(ORGANISATIONS)),
                )
            )
    return cause_map.apply([Add(record) for record in records])


def slowly_credible(cause_map, reading, cause):
    """By trying every strength from the top: is there any way at all along steps as strong as that?"""
    rests = {}
    for each in cause_map.evidence.values():
        rests[each.subject] = max(rests.get(each.subject, 0), each.strength)
    read_factors = {
        id_
        for id_, factor in cause_map.factors.items()
        if not reading.changeable_only or factor.is_symptom or factor.control != "fact of life"
    }
    for level in (3, 2, 1):
        graph = nx.DiGraph()
        graph.add_nodes_from(read_factors)
        for link in cause_map.links.values():
            ends = min(rests.get(link.cause, 0), rests.get(link.effect, 0))
            if max(rests.get(link.id, 0), min(ends, 2)) >= level and {link.cause, link.effect} <= read_factors:
                graph.add_edge(link.cause, link.effect)
        for member in cause.members:
            if any(nx.has_path(graph, member, symptom) for symptom in reading.symptoms if symptom != member):
                return level
    return 0


@given(grounded_maps(), st.booleans())
@settings(deadline=None, max_examples=150)
def test_the_levels_are_those_of_a_slow_computation(cause_map, changeable_only):
    reading = read(cause_map, changeable_only=changeable_only)
    grounds = Grounds(cause_map, reading)
    for cause in reading.upstream:
        parties, lived = set(), False
        for saying in cause_map.sayings.values():
            if saying.subject in cause.members:
                voice = cause_map.voices[saying.voice]
                parties |= {voice.organisation} - {""}
                lived = lived or voice.lived_experience
        for each in cause_map.evidence.values():
            if each.subject in cause.members:
                parties |= {each.organisation} - {""}
                lived = lived or each.kind == "lived experience"
        kept = cause.expected_share / cause.share if cause.share else 0
        robust = 3 if kept >= 0.8 else 2 if kept >= 0.6 else 1 if kept >= 0.3 else 0
        independent = min(len(parties), 3 if lived else 2)
        if all(abs(kept - edge) > 1e-6 for edge in (0.8, 0.6, 0.3)):
            assert grounds.levels(cause) == (slowly_credible(cause_map, reading, cause), robust, independent)
        marks = grounds.marks(cause)
        assert tuple(mark.level for mark in marks) == grounds.levels(cause)
        assert all(mark.reason.endswith(".") for mark in marks)


@given(grounded_maps())
@settings(deadline=None, max_examples=100)
def test_the_best_chain_leads_to_a_symptom_and_is_as_strong_as_is_said(cause_map):
    reading = read(cause_map)
    grounds = Grounds(cause_map, reading)
    for cause in reading.upstream:
        level, chain = grounds.levels(cause)[0], grounds.chain(cause)
        assert bool(chain) == bool(level)
        if chain:
            assert chain[0].cause in cause.members
            assert cause_map.factors[chain[-1].effect].is_symptom
            assert all(one.effect == other.cause for one, other in pairwise(chain))
            assert min(map(grounds.step_strength, chain)) == level


def with_evidence(cause_map, **strengths):
    return cause_map.apply(
        [Add(Evidence(id=f"e {name}", subject=name, strength=strength)) for name, strength in strengths.items()]
    )


def test_evidence_on_both_ends_of_every_step_is_moderate_at_most_and_says_what_is_not_shown():
    cause_map = with_evidence(small_map("A>B B>S"), A=3, B=3, S=3)
    reading = read(cause_map)
    mark = Grounds(cause_map, reading).marks(reading.upstream[0])[0]
    assert mark.level == 2
    assert "none yet says that one leads to the other" in mark.reason


def test_evidence_on_every_link_is_as_strong_as_its_weakest():
    cause_map = small_map("A>B B>S")
    first, second = cause_map.links
    cause_map = cause_map.apply(
        [
            Add(Evidence(id="e1", subject=first, strength=3)),
            Add(Evidence(id="e2", subject=second, strength=1)),
            Add(Evidence(id="e3", subject=second, strength=3)),
        ]
    )
    reading = read(cause_map)
    mark = Grounds(cause_map, reading).marks(reading.upstream[0])[0]
    assert mark.level == 3
    assert "Every link has evidence of its own." in mark.reason


def test_a_chain_that_breaks_off_is_not_credible():
    cause_map = with_evidence(small_map("A>B B>S"), A=3, B=3)
    reading = read(cause_map)
    mark = Grounds(cause_map, reading).marks(reading.upstream[0])[0]
    assert (mark.level, mark.reason) == (0, "No chain to a symptom has evidence at every step: it ends on the way.")


def test_the_example_keeps_its_voices_and_evidence_and_their_gaps():
    _, records = example_records()
    cause_map = CauseMap.of(records)
    assert len(cause_map.evidence) == 87
    untouched = [id_ for id_ in cause_map.factors if not has_lived_experience(cause_map, id_)]
    assert len(untouched) == 28
    assert "Hospital beds are full nearly all the time" in {cause_map.factors[id_].label for id_ in untouched}
    table = coverage(cause_map)
    assert len(table.themes) == 11
    assert len(table.parties) == 16
    for theme in table.themes:
        of_theme = [id_ for id_, factor in cause_map.factors.items() if factor.theme == theme]
        assert table.factors[theme] == len(of_theme)
        assert table.lived[theme] == sum(has_lived_experience(cause_map, id_) for id_ in of_theme)
        for name in table.parties:
            assert table.said.get((theme, name), 0) == sum(name in organisations_of(cause_map, id_) for id_ in of_theme)


@pytest.mark.parametrize(("said", "alone"), [(("Trust",), {"A": "Trust"}), (("Trust", "Council"), {})])
def test_what_one_organisation_alone_says(said, alone):
    cause_map = small_map("A>S")
    records = [Voice(id=name, organisation=name) for name in said]
    records += [Saying(id=f"s {name}", voice=name, subject="A") for name in said]
    assert said_by_one_alone(cause_map.apply([Add(record) for record in records])) == alone


def test_one_organisation_counts_once_however_it_is_written_and_people_without_one_for_none():
    cause_map = small_map("A>S")
    records = [
        Voice(id="v1", organisation="NHS Trust"),
        Voice(id="v2", organisation="nhs  trust"),
        Voice(id="v3", role="Doctor"),
        Voice(id="v4", name="J. S."),
    ]
    records += [Saying(id=f"s{at}", voice=f"v{at}", subject="A") for at in range(1, 5)]
    cause_map = cause_map.apply([Add(each) for each in records])
    reading = read(cause_map)
    mark = Grounds(cause_map, reading).marks(reading.upstream[0])[2]
    assert mark.level == 1
    assert "NHS Trust, and 2 people whose organisation is not told" in mark.reason
    assert "J. S." not in mark.reason
