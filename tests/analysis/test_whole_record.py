"""The whole record: JSON that says all there is, from which anyone can recompute its figures."""

import json
import os
import random
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import networkx as nx
import plain_reading as plain
import pytest
from any_maps import maps, small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.reading import read
from app.analysis.record import as_json, in_order
from app.analysis.settings import Settings
from app.analysis.whole_record import whole_record
from app.document import Document
from app.exchange.example import example_records
from app.model.cause_map import CauseMap
from app.model.changes import Add, update
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
    record = json.loads(as_json(whole_record(example)))
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


def test_its_trials_can_be_drawn_anew_from_what_it_holds(example):
    record = json.loads(as_json(whole_record(example, Settings(trials=64, seed=3))))
    graph = graph_in(record)
    symptoms = {id_ for id_, kind in graph.nodes(data="kind") if kind == "symptom"}
    links = [SimpleNamespace(**each) for each in record["input"]["links"]]
    shares = []
    for trial in range(record["settings"]["trials"]):
        left = nx.DiGraph()
        left.add_nodes_from(graph)
        left.add_edges_from((each.cause, each.effect) for each in links if plain.stays(each, trial, 3))
        reach = [set().union(*(nx.descendants(left, id_) for id_ in row["ids"])) for row in record["upstream"]]
        shares.append([len(each & symptoms) / len(symptoms) for each in reach])
    for at, row in enumerate(record["upstream"]):
        own = [each[at] for each in shares]
        assert row["expected_share"] == round(sum(own) / len(own), 9)
        assert row["interval"] == [sorted(own)[len(own) * 5 // 100], sorted(own)[-1 - len(own) * 5 // 100]]
        ahead = [sum(other > each[at] for other in each) for each in shares]
        assert row["stability"] == sum(count < 3 and each > 0 for count, each in zip(ahead, own, strict=True)) / 64


def test_where_to_act_and_second_opinions_can_be_recomputed_from_what_it_holds(example):
    record = json.loads(as_json(whole_record(example, FEW)))
    graph = graph_in(record)
    ids = {each["label"]: each["id"] for each in record["input"]["factors"]}
    symptoms = {id_ for id_, kind in graph.nodes(data="kind") if kind == "symptom"}
    sources = {id_ for row in record["upstream"] for id_ in row["ids"]}

    def reached(whole):
        return {id_ for start in sources & {*whole} for id_ in nx.descendants(whole, start)} & symptoms

    chokes = {row["label"]: {ids[label] for label in row["symptoms"]} for row in record["where_to_act"]["choke_points"]}
    for id_, label in graph.nodes(data="label"):
        if id_ not in sources:
            cut_off = reached(graph) - reached(graph.subgraph({*graph} - {id_})) - {id_}
            assert chokes.get(label, set()) == cut_off

    reach = [{*row["reach"]} for row in record["upstream"]]
    fewest = record["where_to_act"]["fewest_to_reach"]
    smaller = combinations(reach, len(fewest["causes"]) - 1)
    assert not any(set().union(*some) >= set().union(*reach) for some in smaller)
    assert {*fewest["symptoms"]} == set().union(*reach)

    condensed = nx.condensation(graph)
    below = {at: 1 + nx.dag_longest_path_length(condensed.subgraph({at, *nx.descendants(condensed, at)}))
             for at in condensed}  # fmt: skip
    for row in record["second_opinions"]:
        far = nx.single_source_shortest_path_length(graph.to_undirected(), ids[row["label"]], cutoff=5)
        assert row["central"] == pytest.approx(sum(1 / steps for steps in far.values() if steps), abs=1e-9)
        assert row["dependence"] == len(nx.ancestors(graph, ids[row["label"]]))
        assert row["level"] == below[condensed.graph["mapping"][ids[row["label"]]]]


def shuffled(cause_map, dice: random.Random) -> CauseMap:
    records = [*cause_map.records()]
    dice.shuffle(records)
    return CauseMap.of(records)


@settings(deadline=None, max_examples=40)
@given(maps(most_factors=7), st.booleans(), st.randoms(use_true_random=False))
def test_the_same_text_comes_in_whatever_order_the_records_come(cause_map, changeable_only, dice: random.Random):
    one = whole_record(cause_map, FEW, changeable_only=changeable_only)
    other = whole_record(shuffled(cause_map, dice), FEW, changeable_only=changeable_only)
    assert as_json(one) == as_json(other)
    assert json.loads(as_json(one)) == one


def test_the_order_of_the_records_decides_nothing_where_answers_are_equally_good():
    dice = random.Random(5)
    names = "ABCDEFGHIJ"
    for _ in range(12):
        pairs = {tuple(dice.sample(names, 2)) for _ in range(24)}
        cause_map = small_map(" ".join(f"{cause}>{effect}" for cause, effect in sorted(pairs)) + " A>S J>T", "S T")
        for id_ in names[:: dice.randrange(1, 4)]:
            cause_map = cause_map.apply(update(cause_map.factors[id_], effort=dice.choice([1, 2, 4, 5])))
        few_loops = Settings(trials=64, most_loops=5)
        texts = {as_json(whole_record(each, few_loops)) for each in (cause_map, shuffled(cause_map, dice))}
        assert len(texts) == 1


def test_both_readings_are_there_whole_whichever_is_asked_for():
    cause_map = small_map("A>B B>C C>B C>S A>T", "S T")
    cause_map = cause_map.apply(update(cause_map.factors["A"], control="fact of life"))
    every, changeable = (whole_record(cause_map, FEW, changeable_only=on) for on in (False, True))
    assert [row["labels"] for row in every["upstream"]] == [["A"]]
    assert [row["labels"] for row in changeable["upstream"]] == [["B", "C"]]
    assert every["other_reading"] == {
        "reading": "causes you can change",
        **{name: changeable[name] for name in ("upstream", "loop_groups")},
    }
    assert changeable["other_reading"] == {
        "reading": "all causes",
        **{name: every[name] for name in ("upstream", "loop_groups")},
    }
    assert changeable["upstream"][0]["break_points"] == ["B", "C"]
    assert every["fingerprint"] != changeable["fingerprint"]
    assert every["map_fingerprint"] == changeable["map_fingerprint"]


def test_every_cause_that_can_be_worked_on_is_there(example):
    record = whole_record(example, FEW)
    assert len(record["where_to_act"]["causes"]) == len(record["input"]["factors"]) - len(record["symptoms"])
    reading = read(in_order(example), FEW)
    ranked = {row["label"]: row["rank"] for row in record["where_to_act"]["causes"] if row["rank"]}
    assert ranked == {example.factors[id_].label: rank for id_, rank in reading.rank_of.items()}


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
    assert (told["name"], told["fixed"], told["gone"]) == ("If A were fixed", ["A"], [])
    assert told["stays"] == [{"symptom": id_, "why": "caused", "causes": ["B"]} for id_ in ("S", "T")]
    assert [each["labels"] for each in told["top"]] == [["B"]]


def test_on_a_large_map_what_takes_minutes_is_left_out_unless_asked_for(monkeypatch):
    monkeypatch.setattr("app.analysis.whole_record.MOST_LINKS", 1)
    monkeypatch.setattr("app.analysis.whole_record.FEW_CAUSES", 1)
    cause_map = small_map("A>S B>S C>S")
    brief, thorough = (whole_record(cause_map, FEW, thorough=on) for on in (False, True))
    assert brief["test_first"] == {"tried": 0, "doubtful": 3, "links": None}
    assert [row["hangs_on"] is None for row in brief["upstream"]] == [False, True, True]
    assert thorough["test_first"]["tried"] == 3
    assert None not in [row["hangs_on"] for row in thorough["upstream"]]


def test_the_same_map_gives_the_same_bytes_whatever_the_hashes_are_and_however_its_rows_lie(tmp_path, example):
    paths = [tmp_path / "one.headwater", tmp_path / "other.headwater"]
    for path, cause_map in zip(paths, (example, shuffled(example, random.Random(3))), strict=True):
        rest = [each for each in cause_map.records() if each.table != "about"]
        Document.create(path, example.title, rest).close()
    said = {
        subprocess.run(
            [sys.executable, "-m", "app", "analyse", str(path), "--json"],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=True,
            timeout=120,
        ).stdout
        for path, seed, encoding in ((paths[0], "0", "utf-8"), (paths[1], "1", "ascii"), (paths[1], "77", "latin-1"))
    }
    assert len(said) == 1
    text = said.pop().decode("ascii")
    record = json.loads(text)
    assert text == json.dumps(record, sort_keys=True, indent=1) + "\n"
    assert len(record["upstream"]) == 17


def test_the_marks_and_what_is_missing_can_be_recomputed_from_what_it_holds(example):
    record = json.loads(as_json(whole_record(example, FEW)))
    parties, lived = {}, set()
    for subject, organisation, by_experience in record["input"]["said"]:
        parties.setdefault(subject, set()).add(organisation)
        lived |= {subject} if by_experience else set()
    for subject, kind, _strength, organisation in record["input"]["evidence"]:
        parties.setdefault(subject, set()).update({organisation} - {""})
        lived |= {subject} if kind == "lived experience" else set()
    for row in record["upstream"]:
        named = set().union(*(parties.get(id_, set()) for id_ in row["ids"]))
        most = 3 if lived & {*row["ids"]} else 2
        assert row["marks"]["independent"]["level"] == min(len(named), most)
        assert all(name in row["marks"]["independent"]["reason"] for name in named)
        kept = row["expected_share"] / row["share"]
        assert row["marks"]["robust"]["level"] == sum(kept >= edge for edge in (0.3, 0.6, 0.8))
    untouched = {each["label"] for each in record["input"]["factors"] if each["id"] not in lived}
    assert set(record["basis"]["no_expert_by_experience"]) == untouched
