"""The whole record: JSON that says all there is, from which anyone can recompute its figures."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import networkx as nx
import plain_reading as plain
import pytest
from any_maps import maps, small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.reading import read
from app.analysis.settings import Settings
from app.analysis.whole_record import whole_record
from app.exchange.example import example_records
from app.model.cause_map import CauseMap
from app.model.changes import Add
from app.model.records import Scenario, Supposition

FEW = Settings(trials=64)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def example() -> CauseMap:
    return CauseMap.of(example_records()[1])


def graph_in(record):
    """The map that the record itself holds, as plain networkx."""
    graph = nx.DiGraph()
    graph.add_nodes_from((each["id"], each) for each in record["input"]["factors"])
    graph.add_edges_from((each["cause"], each["effect"], each) for each in record["input"]["links"])
    return graph


def test_its_figures_can_be_recomputed_from_what_it_holds(example):
    record = json.loads(json.dumps(whole_record(example)))
    graph = graph_in(record)
    label = nx.get_node_attributes(graph, "label")
    symptoms = [id_ for id_, kind in graph.nodes(data="kind") if kind == "symptom"]
    condensed = nx.condensation(graph)
    sources = [set(condensed.nodes[at]["members"]) for at in condensed if condensed.in_degree(at) == 0]
    assert {frozenset(row["ids"]) for row in record["upstream"]} == {frozenset(each - {*symptoms}) for each in sources}
    for row in record["upstream"]:
        reached = {id_ for member in row["ids"] for id_ in nx.descendants(graph, member)} & {*symptoms}
        assert row["reach"] == [label[id_] for id_ in symptoms if id_ in reached]
        assert row["share"] == len(reached) / len(symptoms)
        assert [cut["symptom"] for cut in row["hangs_on"]] == row["reach"]
        for cut in row["hangs_on"]:
            end = next(id_ for id_ in symptoms if label[id_] == cut["symptom"])
            flow = nx.DiGraph(graph.edges)
            nx.set_edge_attributes(flow, 1, "capacity")
            flow.add_edges_from(("source", member) for member in row["ids"])
            assert len(cut["links"]) == nx.minimum_cut_value(flow, "source", end)
    short = list(nx.simple_cycles(graph, length_bound=6))
    assert len(record["loops"]) == len(short)
    assert {frozenset(each["labels"]) for each in record["loops"]} == {
        frozenset(label[id_] for id_ in c) for c in short
    }
    for each, opinion in zip(record["input"]["factors"], record["second_opinions"], strict=True):
        assert opinion["domain"] == graph.degree(each["id"])
        assert opinion["driving"] == len(nx.descendants(graph, each["id"]))


@settings(deadline=None, max_examples=25)
@given(maps(most_factors=6), st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_the_records_changes_no_figure(cause_map, changeable_only, dice: random.Random):
    records = [each for each in cause_map.records() if each.table in ("factor", "link")]
    dice.shuffle(records)
    one = whole_record(cause_map, FEW, changeable_only=changeable_only)
    other = whole_record(CauseMap.of([cause_map.about, *records]), FEW, changeable_only=changeable_only)
    assert one["fingerprint"] == other["fingerprint"]

    def figures(record):
        return {
            frozenset(row["ids"]): [row[name] for name in ("rank", "expected_share", "stability", "interval", "share")]
            for row in record["upstream"]
        }

    assert figures(one) == figures(other)
    assert len(one["loops"]) == len(other["loops"])
    assert json.loads(json.dumps(one)) == one


def test_every_cause_that_can_be_worked_on_and_both_readings_are_there(example):
    record = whole_record(example, FEW)
    assert len(record["where_to_act"]["causes"]) == len(record["input"]["factors"]) - len(record["symptoms"])
    changeable = read(example, FEW, changeable_only=True)
    assert [row["rank"] for row in record["other_reading"]["upstream"]] == [each.rank for each in changeable.upstream]
    other = whole_record(example, FEW, changeable_only=True)
    assert other["other_reading"]["reading"] == "all causes"
    assert other["fingerprint"] != record["fingerprint"]


def test_a_focus_set_reaches_what_it_says(example):
    record = whole_record(example, FEW)
    reach = {tuple(row["labels"]): set(row["reach"]) for row in record["upstream"]}
    for name in ("fewest_to_reach", "within_effort"):
        found = record["where_to_act"][name]
        assert set(found["symptoms"]) == set().union(*(reach[tuple(each)] for each in found["causes"]))
    ended = record["where_to_act"]["fewest_to_end"]
    members = {row["ids"][0]: row for row in record["upstream"]}
    fixed = {id_ for row in members.values() if row["labels"] in ended["causes"] for id_ in row["ids"]}
    gone = plain.relieved(plain.graph_of(example), example, fixed)
    assert {example.factors[id_].label for id_ in gone} == set(ended["symptoms"])


def test_kept_scenarios_come_with_what_would_follow():
    records = [Scenario(id="c", name="If A were fixed"), Supposition(id="1", scenario="c", subject="A", what="fixed")]
    cause_map = small_map("A>S B>S B>T", "S T").apply([Add(each) for each in records])
    (told,) = whole_record(cause_map, FEW)["scenarios"]
    assert (told["name"], told["fixed"], told["gone"], told["stays"]) == ("If A were fixed", ["A"], [], ["S", "T"])


def test_on_a_large_map_what_takes_minutes_is_left_out_unless_asked_for(monkeypatch):
    monkeypatch.setattr("app.analysis.whole_record.MOST_LINKS", 1)
    monkeypatch.setattr("app.analysis.whole_record.FEW_CAUSES", 1)
    cause_map = small_map("A>S B>S C>S")
    brief, thorough = (whole_record(cause_map, FEW, thorough=on) for on in (False, True))
    assert brief["test_first"] == {"tried": 0, "doubtful": 3, "links": None}
    assert [row["hangs_on"] is None for row in brief["upstream"]] == [False, True, True]
    assert thorough["test_first"]["tried"] == 3
    assert None not in [row["hangs_on"] for row in thorough["upstream"]]


def test_the_same_map_gives_the_same_bytes_whatever_the_hashes_are():
    code = (
        "import json; from app.analysis.whole_record import whole_record; from app.model.cause_map import CauseMap;"
        "from app.exchange.example import example_records;"
        "print(json.dumps(whole_record(CauseMap.of(example_records()[1]))))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            timeout=120,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(said) == 1
    assert len(said.pop()) > 10_000
