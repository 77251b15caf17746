"""Maps of other programs read in: own small files, real ones where they are at hand, and whatever else may come."""

import contextlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.analysis.reading import read
from app.cli import main
from app.document import Document
from app.errors import FileRefused
from app.exchange.example import example_records
from app.exchange.foreign.read import read_foreign
from app.exchange.formats import FORMATS
from app.exchange.neutral import read_neutral
from app.model.cause_map import CauseMap

SHARED = Path(__file__).resolve().parents[3] / "shared" / "maps"
pytestmark = pytest.mark.usefixtures("qapp")


def taken(data, name, **more):
    found = read_foreign(data if isinstance(data, bytes) else data.encode(), name, **more)
    return CauseMap.of(found.records), found.report


def edges(cause_map):
    labels = {id_: factor.label for id_, factor in cause_map.factors.items()}
    return sorted((labels[link.cause], labels[link.effect], link.polarity) for link in cause_map.links.values())


PRSM_NODES = [
    {"id": "1", "label": "Pay\nis low"},
    {"id": "2", "label": "Staff leave"},
    {"id": "3", "label": "C"},
]
CHAINS = Path(__file__).parents[1] / "files" / "chains"
LOGIC = (CHAINS / "chain.xlogic").read_text("utf-8")


def zipped(name, text):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, text)
    return packed.getvalue()


GRAPHML = (
    '<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="d" for="node" '
    'attr.name="label" attr.type="string"/><graph edgedefault="directed"><node id="1"><data key="d">Pay is low'
    '</data></node><node id="2"><data key="d">Staff leave</data></node><node id="3"><data key="d">C</data></node>'
    '<edge source="1" target="2"/><edge source="2" target="3"/></graph></graphml>'
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("m.md", 'Some words\n```mermaid\nflowchart TD\n  A["Pay is low"] -->|so| B(Staff leave)\n  B --> C\n```\n'),
        ("m.mmd", 'graph LR\nA["Pay is low"]-->B["Staff leave"]-->C\nclassDef x fill:#fff\nclass A x\n'),
        ("m.csv", "Cause,Effect\nPay is low,Staff leave\nStaff leave,C\n"),
        ("m.csv", "Pay is low;Staff leave\nStaff leave;C\n"),
        ("m.tsv", "From\tTo\r\nPay is low\tStaff leave\r\nStaff leave\tC\r\n"),
        ("m.dag", 'dag { "Pay is low" -> "Staff leave" -> C [outcome,pos="1,2"] }'),
        (
            "m.json",
            json.dumps(
                {
                    "elements": [{"label": "Pay is low"}, {"label": "Staff leave"}, {"label": "C"}],
                    "connections": [{"from": "Pay is low", "to": "Staff leave"}, {"from": "Staff leave", "to": "C"}],
                }
            ),
        ),
        ("m.prsm", json.dumps({"nodes": PRSM_NODES, "edges": [{"from": "1", "to": "2"}, {"from": "2", "to": "3"}]})),
        ("m.graphml", GRAPHML),
        *((path.name, path.read_text("utf-8")) for path in sorted(CHAINS.glob("[!x]*"))),
        ("m.xmind", zipped("content.json", (CHAINS / "xmind-content.json").read_text("utf-8"))),
        ("m.xmind", zipped("content.xml", (CHAINS / "xmind-content.xml").read_text("utf-8"))),
    ],
)  # fmt: skip
def test_the_same_chain_in_every_form(name, text):
    cause_map, report = taken(text, name)
    assert [each[:2] for each in edges(cause_map)] == [("Pay is low", "Staff leave"), ("Staff leave", "C")]
    read_so = (
        "Links were read as “Pay is low” leads to “Staff leave”.",
        "Links were read as “Staff leave” leads to “C”.",
    )
    assert any(sentence in read_so for sentence in report)  # a tree begins at its root
    turned, report = taken(text, name, reverse=True)
    assert [each[:2] for each in edges(turned)] == [("C", "Staff leave"), ("Staff leave", "Pay is low")]
    read_so = (
        "Links were read as “Staff leave” leads to “Pay is low”.",
        "Links were read as “C” leads to “Staff leave”.",
    )
    assert any(sentence in read_so for sentence in report)


@pytest.mark.parametrize("name", ["graphml", "csv", "mermaid", "kumu", "dagitty", "neutral"])
def test_what_we_write_comes_back(name):
    _, records = example_records()
    example = CauseMap.of(records)
    kind = next(each for each in FORMATS if each.name == name)
    back, _ = taken(kind.write(example, read(example), ""), f"map{kind.ending}")
    signs = name in ("graphml", "csv", "neutral")
    wanted = [(a, b, sign if signs else "") for a, b, sign in edges(example)]
    if name == "kumu":
        wanted = edges(example)
    assert [(a, b, sign if signs or name == "kumu" else "") for a, b, sign in edges(back)] == wanted


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"PK\x03\x04rubbish", "map.xlsx", "damaged"),
        (b"\x89PNG", "map.png", "no kind that can be read"),
        (b"just words\nand more words", "map.txt", "no table of links"),
        (b"", "map.csv", "is empty"),
        (b"{", "map.json", "not JSON"),
        (b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><graphml/>", "map.graphml", "entities of its own"),
        (b"<?xml version='1.0'?><graphml>", "map.graphml", "not XML"),
        (b"<?xml version='1.0'?><graphml/>", "map.graphml", "no boxes"),
        ("ᯡ⁄¨ഀ䌣".encode(), "map.prsm", "cut off"),
        (b"[" * 100_000, "map.json", "not JSON"),
    ],
)
def test_what_is_no_map_is_refused_in_one_sentence(data, name, sentence):
    with pytest.raises(FileRefused, match=sentence) as refused:
        taken(data, name)
    assert str(refused.value).count("\n") == 0


def test_signs_are_taken_where_they_are_told_and_styles_are_not():
    kumu = {
        "elements": [{"_id": at, "attributes": {"label": at}} for at in "abcd"],
        "connections": [
            {"from": "a", "to": "b", "attributes": {"connection type": "--"}},
            {"from": "b", "to": "c", "attributes": {"connection type": "+-"}},
            {"from": "c", "to": "d", "attributes": {"connection type": "maybe"}},
        ],
    }
    cause_map, report = taken(json.dumps(kumu), "k.json")
    assert [each[2] for each in edges(cause_map)] == ["+", "-", ""]
    assert any("not taken for a sign" in each for each in report)
    table, _ = taken("From,To,Polarity\na,b,-\nb,c,positive\n", "t.csv")
    assert [each[2] for each in edges(table)] == ["-", "+"]


def test_what_meets_in_a_junctor_is_needed_together():
    joined = '<edge source="1" target="9"/><edge source="4" target="9"/><edge source="9" target="2"/>'
    vertices = '<vertex eid="4" title="Rents are high"/><vertex eid="9" type="junctor" operator="and"/></vertices>'
    text = LOGIC.replace('<edge eid="5" source="1" target="2"/>', joined).replace("</vertices>", vertices)
    cause_map, _ = taken(text, "m.xlogic")
    label = {id_: each.label for id_, each in cause_map.factors.items()}
    together = {label[link.cause] for link in cause_map.links.values() if link.together}
    assert together == {"Pay is low", "Rents are high"}
    assert len({link.together for link in cause_map.links.values() if link.together}) == 1
    enough, _ = taken(text.replace('operator="and"', 'operator="or"'), "m.xlogic")
    assert len(enough.links) == len(cause_map.links)
    assert not any(link.together for link in enough.links.values())


def test_arrows_across_a_tree_come_in_as_they_are_drawn():
    freemind = (
        '<map><node ID="1" TEXT="People wait"><node ID="2" TEXT="Beds are full"><arrowlink DESTINATION="3"/></node>'
        '<node ID="3" TEXT="Staff leave"/></node></map>'
    )
    cause_map, report = taken(freemind, "m.mm")
    assert [each[:2] for each in edges(cause_map)] == [
        ("Beds are full", "People wait"),
        ("Beds are full", "Staff leave"),
        ("Staff leave", "People wait"),
    ]
    assert any("1 arrow across came in as drawn" in each for each in report)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("m.opml", b"<opml><body>" + b'<outline text="a">' * 100_000 + b"</outline>" * 100_000 + b"</body></opml>"),
        ("m.mm", b"<map>" + b"<node>" * 100_000 + b"</node>" * 100_000 + b"</map>"),
        ("m.dot", b"digraph { " + b"{ " * 100_000 + b"} " * 100_000 + b"}"),
        ("m.gml", b"graph [ " + b"node [ " * 100_000 + b"] " * 100_000 + b"]"),
    ],
)
def test_what_is_nested_beyond_sense_is_refused(name, data):
    with pytest.raises(FileRefused, match="nested more than"):
        read_foreign(data, name)


@pytest.mark.parametrize("ending", ["graphml", "opml", "mm", "xlogic", "xml"])
def test_entities_that_grow_are_never_opened(ending):
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)
    )
    with pytest.raises(FileRefused, match="entities of its own"):
        read_foreign(f"{bomb}]><map><node TEXT='&j;'/></map>".encode(), f"m.{ending}")


def test_a_zip_that_unpacks_to_more_than_any_map_is_refused():
    with pytest.raises(FileRefused, match="unpacks to more than any map needs"):
        read_foreign(zipped("content.json", "[" + " " * 150_000_000 + "]"), "m.xmind")


def test_a_zip_that_lies_about_its_sizes_is_refused():
    data = bytearray(zipped("content.json", "[" + " " * 120_000_000 + "]"))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = (100).to_bytes(4, "little")  # the size that the list of members tells
    with pytest.raises(FileRefused, match=r"m\.xmind"):
        read_foreign(bytes(data), "m.xmind")


def test_labels_lose_their_markup_and_links_without_ends_are_told():
    prsm = {
        "nodes": [{"id": "1", "label": "<b>Pay</b> &amp; rations<br>are low"}, {"id": "2", "label": "Staff leave"}],
        "edges": [{"from": "1", "to": "2"}, {"from": "1", "to": "gone"}, {"from": "2", "to": "2"}],
    }
    cause_map, report = taken(json.dumps(prsm), "m.json")
    assert {each.label for each in cause_map.factors.values()} == {"Pay & rations are low", "Staff leave"}
    assert len(cause_map.links) == 1
    assert any("1 link to" in each and "exist" in each for each in report)
    assert any("to itself" in each for each in report)


@given(
    st.binary(max_size=400),
    st.sampled_from(
        ["m.json", "m.prsm", "m.graphml", "m.csv", "m.md", "m.mdl", "m.dag", "m.dot", "m.gml", "m.xmind", "m"]
    ),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_break_it(data, name):
    with contextlib.suppress(FileRefused):
        cause_map, _ = taken(data, name)
        assert cause_map.factors


SEEDS = (
    ("m.mmd", 'flowchart TD\nA["x"] --> B{y} -.-> C & D\n'),
    ("m.dag", 'dag { "a" [pos="1,2"] -> b <-> c -- d }'),
    ("m.mdl", "{UTF-8}\n\\\\\\---/// Sketch\n10,1,A,1,2,3\n10,2,B,3,4,5\n1,3,1,2,0,0,43,\n"),
    ("m.csv", 'cause,effect,note\n"a, b",c,"d\ne"\n'),
    ("m.json", '{"elements":[{"label":"a"}],"connections":[{"from":"a","to":"a"}]}'),
    ("m.dot", 'digraph g { a [label="x\\ny" color=red]; a -> {b c} -> d; subgraph s { e } }'),
    ("m.gml", 'graph [ node [ id 1 label "a" ] node [ id 2 ] edge [ source 1 target 2 label "-" ] ]'),
    ("m.opml", '<opml><body><outline text="a"><outline text="b"/></outline></body></opml>'),
    ("m.mm", '<map><node ID="1" TEXT="a"><node TEXT="b"><arrowlink DESTINATION="1"/></node></node></map>'),
    ("m.md", "# t\n- **a**\n  - b\n  - c (see above)\n"),
    ("m.txt", "1: a\n2: b\n3: c\n1,2 -> 3\n"),
    ("m.xlogic", LOGIC),
    ("m.graphml", '<graphml><graph><node id="1"/><node id="2"/><edge source="1" target="2"/></graph></graphml>'),
)


@given(st.sampled_from(SEEDS), st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_to_a_file_breaks_it(seed, data):
    name, text = seed
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 6))
        text = text[:at] + data.draw(st.text(max_size=4)) + text[at + cut :]
    with contextlib.suppress(FileRefused):
        taken(text.encode("utf-8", "replace"), name)


REAL = {
    "humber-bbe-edges.csv": "humber-bioeconomy",
    "humber-bbe.graphml": "humber-bioeconomy",
    "mermaid-deploy-five-whys.md": "five-whys-release",
    "prsm-climate-cluster.prsm": "climate-cluster",
    "prsm-climate-cluster-compressed.prsm": "climate-cluster-from-compressed",
    "prsm-supply-chain.prsm": "supply-chain",
    "prsm-dangling-links.json": "mental-health-workplace-repaired",
    "prsm-dangling-links-repaired.json": "mental-health-workplace-repaired",
    "dagitty-shrier-platt-2008.txt": "dag-warm-up-injury",
    "dagitty-polzer-et-al-2012.txt": "dag-tooth-loss",
    "kumu-us-financial-inclusion.json": "us-financial-inclusion",
    "vensim-open-source-community.mdl": "open-source-community",
    "prsm-foodbanks-surrey.json": "foodbanks-surrey",
    "toc-crt-car-in-pool.txt": "crt-car-in-pool",
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real maps are not beside this checkout")
@pytest.mark.parametrize("raw", REAL)
def test_real_files_have_the_factors_and_links_of_their_plain_twins(raw):
    twin = CauseMap.of(read_neutral((SHARED / "neutral" / f"{REAL[raw]}.json").read_bytes()).records)
    reverse = raw.startswith("mermaid")
    found, _ = taken((SHARED / "raw" / raw).read_bytes(), raw, reverse=reverse)
    assert len(found.links) == len(twin.links)
    assert len(twin.factors) <= len(found.factors) <= len(twin.factors) + 1  # a caption, a title box
    same = {"".join(c for c in each.label.casefold() if c.isalnum()) for each in found.factors.values()}
    wanted = {"".join(c for c in each.label.casefold() if c.isalnum()) for each in twin.factors.values()}
    assert len(wanted - same) <= len(wanted) // 10


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real maps are not beside this checkout")
def test_a_legend_stays_out_and_what_it_says_of_styles_gives_the_signs():
    raw = (SHARED / "raw" / "prsm-foodbanks-surrey.json").read_bytes()
    twin = CauseMap.of(read_neutral((SHARED / "neutral" / "foodbanks-surrey.json").read_bytes()).records)
    found = read_foreign(raw, "m.json")
    assert any("are a legend and stayed out" in each and "“Outcome”" in each for each in found.report)
    assert any("no sign was taken from them" in each for each in found.report)
    assert sum(found.styles.values()) == len(twin.links)
    # What the legend of that map says: green makes more, red makes less; of blue it says nothing.
    said = {style: {"#00cc00": "+", "red": "-"}[style] for style in found.styles if style in ("#00cc00", "red")}
    signed, _ = taken(raw, "m.json", signs=said)
    links = [link for link in signed.links.values() if link.polarity]
    assert len(links) == sum(found.styles[style] for style in said)

    def told(cause_map):
        label = {id_: "".join(each.label.split()) for id_, each in cause_map.factors.items()}
        return {(label[link.cause], label[link.effect]): link.polarity for link in cause_map.links.values()}

    wanted = told(twin)
    assert all(wanted[ends] == sign for ends, sign in told(signed).items() if sign)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real maps are not beside this checkout")
def test_what_is_needed_together_comes_in_together():
    found, _ = taken((SHARED / "raw" / "toc-crt-car-in-pool.txt").read_bytes(), "car.txt")
    twin = CauseMap.of(read_neutral((SHARED / "neutral" / "crt-car-in-pool.json").read_bytes()).records)

    def groups(cause_map):
        label = {id_: each.label for id_, each in cause_map.factors.items()}
        made = {}
        for link in cause_map.links.values():
            if link.together:
                made.setdefault(link.together, set()).add((label[link.cause], label[link.effect]))
        return sorted(sorted(each) for each in made.values())

    assert groups(found) == groups(twin) != []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real maps are not beside this checkout")
def test_the_compressed_form_is_the_same_map():
    one, two = (
        taken((SHARED / "raw" / name).read_bytes(), name)[0]
        for name in ("prsm-climate-cluster.prsm", "prsm-climate-cluster-compressed.prsm")
    )
    assert edges(one) == edges(two)


def test_on_the_command_line(tmp_path, capsys):
    source, out = tmp_path / "why.mmd", tmp_path / "why.headwater"
    source.write_text('flowchart TD\n  S["People wait"] -->|why?| A["No home care"]\n', "utf-8")
    assert main(["import", str(source), str(out), "--arrows", "effect-to-cause"]) == 0
    assert "Links were read as “No home care” leads to “People wait”." in capsys.readouterr().out
    with Document.open(out) as document:
        assert edges(document.map) == [("No home care", "People wait", "")]
