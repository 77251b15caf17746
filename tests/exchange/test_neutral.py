"""The plain form: everything comes through, what is wrong is mended and said, what is no map is refused."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import FileRefused
from app.exchange.example import example_records
from app.exchange.mends import NO_WORDS
from app.exchange.neutral import MOST_BYTES, read_neutral, write_neutral
from app.model.cause_map import CauseMap
from app.model.records import LABEL_LIMIT, Factor, Link, Saying, Voice

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
        ([node(1), node(1)], [], "1 repeated factor was left out."),
        (
            [node(1, "One"), node(1, "Two")],
            [],
            "1 factor had the id of another; it was kept, and links with that id go to the first.",
        ),
        ([{"label": "Alone"}], [], "1 factor had no id; it was kept, with no links."),
        ([node(1), {}], [], "1 entry that is no factor was left out."),
        (
            [node(1, "Bell\x07s"), node(2, "Half \ud800")],
            [],
            "2 texts held characters that cannot be stored; they were taken out.",
        ),
        ([node(1, theme="t" * 501)], [], "1 text was longer than can be kept; its end was cut off."),
        ([node(1, "word " * 101)], [], "1 label was too long for a box; the whole of it is in the notes."),
        ([node(1, voices="us")], [], "1 value that does not fit was left out."),
        ([node(1, x=float("nan"), y=1)], [], "1 value that does not fit was left out."),
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
            "1 together group had links into several effects; it was parted, one group for each effect.",
        ),
        ([node(1, effort=9)], [], "1 value that does not fit was left out."),
    ],
)
def test_what_is_wrong_is_mended_and_said_in_one_sentence(nodes, links, sentence):
    imported = read_neutral(made(nodes, links))
    assert imported.report == (sentence,)
    CauseMap.of(imported.records)


def test_mends_of_one_kind_are_counted_in_one_sentence():
    links = [{"cause": 1, "effect": each} for each in ("a", "b", "c")] + [{"cause": 1, "effect": 1}]
    assert read_neutral(made([node(1)], links)).report == (
        "3 links to factors that do not exist were left out.",
        "1 link from a factor to itself was left out.",
    )


def test_factors_with_one_id_are_both_kept_and_the_first_has_the_links():
    imported = read_neutral(made([node(1, "One"), node(1, "Two"), node(2)], [{"cause": 1, "effect": 2}]))
    labels = {factor.id: factor.label for factor in only(imported, Factor)}
    assert sorted(labels.values()) == ["Factor 2", "One", "Two"]
    assert [labels[link.cause] for link in only(imported, Link)] == ["One"]


def test_a_together_group_over_two_effects_becomes_one_for_each():
    nodes = [node(each) for each in range(1, 6)]
    links = [{"cause": cause, "effect": effect, "and_group": 7} for cause, effect in ((1, 4), (2, 4), (1, 5), (3, 5))]
    first, second, third, fourth = (link.together for link in only(read_neutral(made(nodes, links)), Link))
    assert first == second
    assert third == fourth
    assert len({first, third, ""}) == 3


def test_groups_that_are_parted_do_not_fall_into_others():
    nodes = [node(each) for each in range(1, 6)]
    links = [
        {"cause": cause, "effect": effect, "and_group": group}
        for cause, effect, group in ((1, 4, "g"), (1, 5, "g"), (2, 5, "g (2)"), (3, 5, "g (2)"))
    ]
    _, parted, one, other = (link.together for link in only(read_neutral(made(nodes, links)), Link))
    assert one == other
    assert parted not in {one, ""}


def test_half_characters_in_ids_and_raw_line_ends_in_words_do_no_harm():
    data = b'{"nodes": [{"id": "\\ud800", "label": "A\nB"}, {"id": "\\u001f", "label": "C"}],'
    data += b'"links": [{"cause": "\\ud800", "effect": "\\u001f"}]}'
    imported = read_neutral(data)
    assert [factor.label for factor in only(imported, Factor)] == ["A B", "C"]
    assert len(only(imported, Link)) == 1
    assert imported.report == ()


def test_voices_are_kept_once_however_many_factors_they_name():
    said = [{"organisation": "Carers", "lived_experience": True}, {"organisation": "Carers"}]
    imported = read_neutral(made([node(1, voices=said), node(2, voices=said + said)]))
    assert [(v.organisation, v.lived_experience) for v in only(imported, Voice)] == [
        ("Carers", True),
        ("Carers", False),
    ]
    assert len(only(imported, Saying)) == 4


def test_all_fields_of_a_map_come_back_as_they_were():
    grounds = {
        "voices": [{"organisation": "Carers", "lived_experience": True}],
        "evidence": [{"kind": "data", "source": "Returns", "quotation": "“late”", "strength": 2, "date": "2018"}],
    }
    nodes = [
        node(1, notes="One\ntwo", theme="T", x=-3.5, y=7, weight=2.5, control="ours", effort=1, impact=5, **grounds),
        node(2, kind="symptom", control="fact of life"),
    ]
    link = {"cause": 1, "effect": 2, "polarity": "-", "confidence": 0.5, "and_group": "g", "note": "why", **grounds}
    read = CauseMap.of(read_neutral(made(nodes, [link])).records)
    plain = without_ids(write_neutral(read))
    assert plain["title"] == "A map"
    first, second = plain["nodes"]
    assert {key: first[key] for key in nodes[0] if key != "id"} == {k: v for k, v in nodes[0].items() if k != "id"}
    assert {key: second[key] for key in nodes[1] if key != "id"} == {k: v for k, v in nodes[1].items() if k != "id"}
    assert plain["links"] == [{**link, "cause": 0, "effect": 1}]


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
        b'{"nodes": [{"id": 1, "label": "A"}, {"id": 2, "label": "B"}], "edges": [{"from": 1, "to": 2}]}',
        b"[" * 200_000,
        b"NaN",
        b'{"nodes": [], "links": [], "x": ' + b"9" * 10_000 + b"}",
        b'{"nodes": [' + b'{"id":' * 100_000,
        b'{"nodes": [], "links": []}' + b" " * MOST_BYTES,
    ],
)
def test_what_is_no_map_is_refused_in_one_sentence(data):
    with pytest.raises(FileRefused) as refused:
        read_neutral(data, name="notes.json")
    sentence = str(refused.value)
    assert "notes.json" in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


anything = st.text(st.characters(), max_size=8)  # half characters too, which JSON can spell
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | anything,
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
    data = json.dumps({"title": title, "nodes": nodes, "links": links}).encode()
    try:
        imported = read_neutral(data)
    except FileRefused:
        return
    cause_map = CauseMap.of(imported.records)
    again = read_neutral(write_neutral(cause_map))
    assert again.report == ()
    assert without_ids(write_neutral(CauseMap.of(again.records))) == without_ids(write_neutral(cause_map))


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=60))
def test_any_bytes_are_a_map_or_are_refused(data):
    try:
        CauseMap.of(read_neutral(data).records)
    except FileRefused:
        return
