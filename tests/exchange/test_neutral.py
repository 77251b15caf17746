"""The plain form: everything comes through, what is wrong is mended and said, what is no map is refused."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import FileRefused
from app.exchange.example import example_records
from app.exchange.neutral import NO_WORDS, read_neutral, write_neutral
from app.model.cause_map import CauseMap
from app.model.records import LABEL_LIMIT, Factor, Link

EXAMPLE = Path(__file__).parents[2] / "resources" / "examples" / "dtoc-summit.json"
SHARED = Path(__file__).parents[2].parent / "shared" / "maps" / "neutral"


def made(nodes, links=(), title="A map"):
    return json.dumps({"title": title, "nodes": list(nodes), "links": list(links)}).encode()


def node(id_, label=None, **more):
    return {"id": id_, "label": label if label is not None else f"Factor {id_}", **more}


def only(imported, kind):
    return [record for record in imported.records if isinstance(record, kind)]


def test_the_example_comes_in_whole():
    plain = json.loads(EXAMPLE.read_text("utf-8"))
    title, records = example_records()
    cause_map = CauseMap.of(records)
    assert title == plain["title"]
    by_label = {factor.label: factor for factor in cause_map.factors.values()}
    assert set(by_label) == {each["label"] for each in plain["nodes"]}
    for each in plain["nodes"]:
        factor = by_label[each["label"]]
        assert (factor.kind, factor.theme, factor.effort, factor.impact) == (
            each["kind"],
            each["theme"],
            each["effort"],
            each["impact"],
        )
        said = Counter(
            (cause_map.voices[s.voice].organisation, cause_map.voices[s.voice].lived_experience)
            for s in cause_map.sayings.values()
            if s.subject == factor.id
        )
        assert said == Counter({(v["organisation"], v["lived_experience"]): 1 for v in each["voices"]})
        evidence = [(e.kind, e.source, e.strength) for e in cause_map.evidence.values() if e.subject == factor.id]
        assert evidence == [(e["kind"], e["source"], e["strength"]) for e in each["evidence"]]
    labels = {each["id"]: each["label"] for each in plain["nodes"]}
    assert {
        (cause_map.factors[k.cause].label, cause_map.factors[k.effect].label, k.polarity, k.confidence)
        for k in cause_map.links.values()
    } == {(labels[k["cause"]], labels[k["effect"]], k["polarity"], k["confidence"]) for k in plain["links"]}


def test_the_example_has_a_place_for_every_factor_and_no_box_on_another(qapp):
    from app.drawing.sizes import sizes_of

    cause_map = CauseMap.of(example_records()[1])
    assert all(factor.x is not None and factor.y is not None for factor in cause_map.factors.values())
    sizes = sizes_of(cause_map)
    factors = list(cause_map.factors.values())
    for number, one in enumerate(factors):
        for other in factors[number + 1 :]:
            wide = (sizes[one.id][0] + sizes[other.id][0]) / 2
            high = (sizes[one.id][1] + sizes[other.id][1]) / 2
            assert abs(one.x - other.x) >= wide or abs(one.y - other.y) >= high, (one.label, other.label)


def without_ids(data):
    plain = json.loads(data)
    names = {each["id"]: number for number, each in enumerate(plain["nodes"])}
    for each in plain["nodes"]:
        each["id"] = names[each["id"]]
    for each in plain["links"]:
        each["cause"], each["effect"] = names[each["cause"]], names[each["effect"]]
    return plain


def test_what_is_written_reads_the_same():
    first = write_neutral(CauseMap.of(example_records()[1]))
    again = read_neutral(first)
    assert again.report == ()
    assert without_ids(write_neutral(CauseMap.of(again.records))) == without_ids(first)


def test_the_same_file_gives_the_same_ids():
    data = EXAMPLE.read_bytes()
    assert read_neutral(data).records == read_neutral(data).records


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared maps are not beside this checkout")
def test_every_shared_map_comes_in_whole_and_without_a_word():
    for path in sorted(SHARED.glob("*.json")):
        plain = json.loads(path.read_text("utf-8"))
        imported = read_neutral(path.read_bytes())
        cause_map = CauseMap.of(imported.records)
        assert (len(cause_map.factors), len(cause_map.links)) == (len(plain["nodes"]), len(plain["links"])), path.name
        assert imported.report == (), path.name


@pytest.mark.parametrize(
    ("nodes", "links", "sentence"),
    [
        ([node(1)], [{"cause": 1, "effect": 2}], "1 link to a factor that does not exist was left out."),
        ([node(1)], [{"cause": 1, "effect": 1}], "1 link from a factor to itself was left out."),
        ([node(1), node(2)], [{"cause": 1, "effect": 2}] * 3, "2 repeated links were left out."),
        ([node(1), node(1)], [], "1 factor with the id of another was left out."),
        ([node(1, " \n")], [], f"1 factor had no words; it is called {NO_WORDS}."),
        ([node(1, kind="goal")], [], "1 factor was neither symptom nor cause; it is taken as a cause."),
        ([node(1), "box"], [], "1 entry that is no factor was left out."),
        ([node(1), node(2)], [{"cause": 1}], "1 entry that is no link was left out."),
        (
            [node(1), node(2)],
            [{"cause": 1, "effect": 2, "confidence": 7}],
            "1 confidence that was no number from 0 to 1 was set to likely.",
        ),
        (
            [node(1), node(2)],
            [{"cause": 1, "effect": 2, "polarity": "?"}],
            "1 sign that was neither + nor - was left out.",
        ),
        (
            [node(1), node(2), node(3)],
            [{"cause": 1, "effect": 2, "and_group": "g"}, {"cause": 1, "effect": 3, "and_group": "g"}],
            "1 link is not needed together with links into another effect.",
        ),
        ([node(1, effort=9)], [], "1 value that does not fit was left out."),
    ],
)
def test_what_is_wrong_is_mended_and_said_in_one_sentence(nodes, links, sentence):
    imported = read_neutral(made(nodes, links))
    assert imported.report == (sentence,)
    CauseMap.of(imported.records)


def test_a_label_too_long_for_a_box_is_kept_whole_in_the_notes():
    long = "word " * 2000
    factor = only(read_neutral(made([node(1, long, notes="Before")])), Factor)[0]
    assert len(factor.label) <= LABEL_LIMIT
    assert factor.label.startswith("word word")
    assert factor.notes.startswith("Before")
    assert long.strip() in factor.notes


def test_links_keep_confidence_sign_and_group():
    nodes = [node(1), node(2), node(3)]
    links = [
        {"cause": 1, "effect": 3, "confidence": 0.95, "polarity": "-", "and_group": 4},
        {"cause": 2, "effect": 3, "confidence": None, "polarity": None, "and_group": 4},
    ]
    first, second = only(read_neutral(made(nodes, links)), Link)
    assert (first.confidence, first.polarity, first.together) == (0.95, "-", second.together)
    assert (second.confidence, second.polarity) == (0.8, "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_with_and_without_a_byte_order_mark_is_read(encoding):
    data = made([node(1, "Zoë waits")]).decode().encode(encoding)
    assert only(read_neutral(data), Factor)[0].label == "Zoë waits"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Dear all",
        b'{"title": "A", "nodes": [{"id"',
        b"\xff\xfe\x00",
        b"\x80\x81",
        b"[]",
        b"{}",
        b'{"nodes": 3}',
        b'{"nodes": [], "links": 3}',
        b"[" * 200_000,
        b"NaN",
        b'{"nodes": [], "x": ' + b"9" * 10_000 + b"}",
    ],
)
def test_what_is_no_map_is_refused_in_one_sentence(data):
    with pytest.raises(FileRefused) as refused:
        read_neutral(data, name="notes.json")
    sentence = str(refused.value)
    assert "notes.json" in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
nodes_like = st.fixed_dictionaries(
    {},
    optional={
        key: values | st.integers(0, 3)
        for key in (
            "id",
            "label",
            "kind",
            "theme",
            "voices",
            "evidence",
            "effort",
            "x",
            "y",
            "weight",
            "control",
            "notes",
        )
    },
)
links_like = st.fixed_dictionaries(
    {},
    optional={
        key: values | st.integers(0, 3) for key in ("cause", "effect", "confidence", "polarity", "and_group", "note")
    },
)


@settings(deadline=None, max_examples=200)
@given(st.lists(nodes_like | values, max_size=5), st.lists(links_like | values, max_size=6), values)
def test_any_json_is_a_map_or_is_refused(nodes, links, title):
    data = json.dumps({"title": title, "nodes": nodes, "links": links}).encode("utf-8", "surrogatepass")
    try:
        imported = read_neutral(data)
    except FileRefused:
        return
    CauseMap.of(imported.records)


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=60))
def test_any_bytes_are_a_map_or_are_refused(data):
    try:
        CauseMap.of(read_neutral(data).records)
    except FileRefused:
        return
