"""Maps written for other programs: read back by readers that are not ours, and safe whatever the labels hold."""

import csv
import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.analysis.reading import read
from app.cli import main
from app.document import Document
from app.errors import ExportFailed
from app.exchange.example import example_records
from app.exchange.formats import FORMATS, export_map, format_of
from app.exchange.neutral import read_neutral
from app.model.cause_map import CauseMap
from app.model.changes import Add
from app.model.records import Factor, Link

pytestmark = pytest.mark.usefixtures("qapp")  # places need the sizes of words

NASTY = (
    '=1+1|"x"',
    "@SUM(A1)",
    "<b>&amp; \"quoted\" 'it'</b>",
    "a\\b; c | d [e] {f}",
    "ünï – “x” 🙂",
    "-minus",
    "+plus",
)


@pytest.fixture(scope="module")
def example():
    _, records = example_records()
    return CauseMap.of(records)


@pytest.fixture
def nasty():
    records = [Factor(id=f"f{at}", label=label, notes=label) for at, label in enumerate(NASTY)]
    records += [Factor(id="twin", label=NASTY[0]), Factor(id="s", label="Symptom", kind="symptom")]
    links = [Link(id=f"l{at}", cause=f"f{at}", effect="s", note=NASTY[at], polarity="-") for at in range(len(NASTY))]
    return CauseMap.empty("A map <&>").apply([Add(each) for each in (*records, *links)])


def written(cause_map, name):
    return next(each for each in FORMATS if each.name == name).write(cause_map, read(cause_map), "14 November 2026")


def edges(cause_map):
    labels = {id_: factor.label for id_, factor in cause_map.factors.items()}
    return sorted((labels[link.cause], labels[link.effect]) for link in cause_map.links.values())


@pytest.mark.parametrize("which", ["example", "nasty"])
def test_graphml_is_read_by_networkx_with_labels_places_and_links(which, request):
    cause_map = request.getfixturevalue(which)
    graph = nx.read_graphml(io.BytesIO(written(cause_map, "graphml")))
    labels = nx.get_node_attributes(graph, "label")
    assert sorted(labels.values()) == sorted(factor.label for factor in cause_map.factors.values())
    assert sorted((labels[a], labels[b]) for a, b in graph.edges) == edges(cause_map)
    if which == "example":
        assert all(float(x) == float(x) for x in nx.get_node_attributes(graph, "x").values())
        assert len(nx.get_node_attributes(graph, "x")) == len(cause_map.factors)


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not here")
@pytest.mark.parametrize("which", ["example", "nasty"])
def test_dot_is_read_by_graphviz(which, request):
    cause_map = request.getfixturevalue(which)
    done = subprocess.run(["dot", "-Tdot_json"], input=written(cause_map, "dot"), capture_output=True, check=True)
    found = json.loads(done.stdout)
    labels = {each["_gvid"]: each["label"].replace("\\n", " ") for each in found["objects"]}
    assert len(labels) == len(cause_map.factors)
    assert len(found["edges"]) == len(cause_map.links)
    if which == "example":
        assert sorted((labels[each["tail"]], labels[each["head"]]) for each in found["edges"]) == edges(cause_map)


def test_csv_holds_every_link_and_no_formula(example, nasty):
    table = list(csv.reader(io.StringIO(written(example, "csv").decode("utf-8-sig"))))
    assert sorted((row[0], row[1]) for row in table[1:] if row[1]) == edges(example)
    for name in ("csv", "factors"):
        for row in csv.reader(io.StringIO(written(nasty, name).decode("utf-8-sig"))):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_csv_of_factors_holds_ranks(example):
    table = list(csv.DictReader(io.StringIO(written(example, "factors").decode("utf-8-sig"))))
    reading = read(example)
    assert len(table) == len(example.factors)
    ranked = {row["Factor"]: int(row["Rank"]) for row in table if row["Rank"]}
    assert ranked == {example.factors[id_].label: rank for id_, rank in reading.rank_of.items()}


def test_kumu_holds_elements_and_connections_by_label(nasty):
    whole = json.loads(written(nasty, "kumu"))
    labels = [each["label"] for each in whole["elements"]]
    assert len(set(labels)) == len(nasty.factors)
    assert all({each["from"], each["to"]} <= set(labels) for each in whole["connections"])
    assert {each["type"] for each in whole["connections"]} == {"-"}


def test_neutral_comes_back_whole(example):
    again = CauseMap.of(read_neutral(written(example, "neutral")).records)
    assert edges(again) == edges(example)
    assert len(again.evidence) == len(example.evidence)


def test_mermaid_names_every_factor_and_arrow_and_escapes_what_it_would_take_for_its_own(nasty, example):
    text = written(nasty, "mermaid").decode()
    for line in text.splitlines():
        found = re.fullmatch(r'  n\d+[\[(]"(.*)"[\])]', line)
        if found:
            assert not set('"<>`[]{}|').intersection(found.group(1))
    assert len(re.findall(r"(-->|==>|-\.->)", text)) == len(nasty.links)
    assert len(re.findall(r"^  n\d+[\[(]", written(example, "mermaid").decode(), re.MULTILINE)) == len(example.factors)


def test_the_outlines_tell_every_factor_once_in_full_and_end_in_a_loop(example):
    told = [line.strip(" -*").replace("\\", "") for line in written(example, "markdown").decode().splitlines()[2:]]
    full = [line for line in told if not line.endswith((" (see above)", " (and so round again)"))]
    assert sorted(full) == sorted(factor.label for factor in example.factors.values())
    assert any(line.endswith("(and so round again)") for line in told)
    root = ET.fromstring(written(example, "opml"))  # our own
    outlines = [each.get("text") for each in root.iter("outline")]
    assert len(outlines) == len(told)


def test_dagitty_names_each_factor_once(nasty):
    text = written(nasty, "dagitty").decode()
    named = re.findall(r'^"([^"]*)"(?: \[|$)', text, re.MULTILINE)
    assert len(named) == len(set(named)) == len(nasty.factors)
    assert text.count(" -> ") == len(nasty.links)


LABELS = (
    st.text(min_size=1, max_size=30)
    .map(lambda s: " ".join("".join(c for c in s if c.isprintable()).split()))
    .filter(bool)
)


@given(st.lists(LABELS, min_size=1, max_size=5), st.sampled_from([each.name for each in FORMATS]))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_label_breaks_a_format(labels, name):
    records = [Factor(id=f"f{at}", label=label) for at, label in enumerate(labels)]
    links = [Link(id=f"l{at}", cause=f"f{at}", effect=f"f{at + 1}") for at in range(len(labels) - 1)]
    data = written(CauseMap.empty("t").apply([Add(each) for each in (*records, *links)]), name)
    text = data.decode("utf-8-sig")
    if name in ("graphml", "opml"):
        ET.fromstring(data)  # our own
    elif name in ("kumu", "neutral"):
        json.loads(text)
    elif name in ("csv", "factors"):
        assert len(list(csv.reader(io.StringIO(text)))) >= 1


def test_an_ending_that_nobody_knows_is_told_in_a_sentence(tmp_path, example):
    with pytest.raises(ExportFailed, match="no ending that says what to write"):
        export_map(tmp_path / "map.xyz", example, read(example))
    assert format_of(tmp_path / "map.xyz", "kumu").name == "kumu"
    assert list(tmp_path.iterdir()) == []


def test_on_the_command_line(tmp_path, capsys):
    title, records = example_records()
    source = tmp_path / "e.headwater"
    Document.create(source, title, records).close()
    for ending in ("graphml", "csv", "dot", "mmd", "json", "md", "opml"):
        out = tmp_path / f"map.{ending}"
        assert main(["export", str(source), str(out)]) == 0
        assert out.stat().st_size > 1000
        assert "It does not hold" in capsys.readouterr().out
    assert main(["export", str(source), str(tmp_path / "k.json"), "--as", "kumu"]) == 0
    assert "elements" in json.loads((tmp_path / "k.json").read_bytes())
    assert main(["export", str(source), str(tmp_path / "k.xyz")]) == 1
