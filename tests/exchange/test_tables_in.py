"""Tables come in as maps: by their headings, as a matrix, as sheets of other programs, and as the workbook we write."""

import contextlib
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.analysis.reading import read
from app.errors import FileRefused
from app.exchange.example import example_records
from app.exchange.foreign.read import read_foreign, tables_in
from app.exchange.foreign.tables import Columns, guess, read_tables
from app.exchange.neutral import read_neutral
from app.exchange.office.workbook import workbook
from app.exchange.sheets import links_csv
from app.model.cause_map import CauseMap
from app.model.records import ABOUT_ID, About, Factor, Link

SHARED = Path(__file__).resolve().parents[3] / "shared" / "maps"
pytestmark = pytest.mark.usefixtures("qapp")


def book(**sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def taken(data, name="t.xlsx", **more):
    found = read_foreign(data, name, **more)
    return CauseMap.of(found.records), found


def links(cause_map):
    label = {id_: each.label for id_, each in cause_map.factors.items()}
    return sorted((label[each.cause], label[each.effect], each.polarity) for each in cause_map.links.values())


def test_the_workbook_we_write_comes_back():
    example = CauseMap.of(example_records()[1])
    back, found = taken(workbook(example, read(example)))
    assert links(back) == links(example)
    assert {each.label: each.kind for each in back.factors.values()} == {
        each.label: each.kind for each in example.factors.values()
    }
    sure = {(link.cause, link.effect): link.certainty for link in example.links.values()}
    label = {each.label: id_ for id_, each in example.factors.items()}
    for link in back.links.values():
        ends = (label[back.factors[link.cause].label], label[back.factors[link.effect].label])
        assert link.certainty == sure[ends]
    for each in back.factors.values():
        ours = example.factors[label[each.label]]
        assert (each.notes, each.theme, each.control, each.effort, each.impact, each.weight) == (
            *(ours.notes, ours.theme, ours.control, ours.effort, ours.impact),
            ours.weight,
        )
    assert found.styles == {}


WORDS = ["=1+1", "-x", "+y", "@z", "a,b", "Pay", "pay ", "12", "ü – 🙂", "'=q", "''=q"]


@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=6))
@settings(max_examples=40, deadline=None)
def test_whatever_words_it_holds_the_workbook_comes_back(labels):
    labels = list(dict.fromkeys(label.strip() for label in labels))
    records = [About(id=ABOUT_ID, title="t"), Factor(id="s", label="People wait", kind="symptom")]
    records += [Factor(id=f"f{at}", label=label) for at, label in enumerate(labels)]
    records += [Link(id=f"l{at}", cause=f"f{at}", effect="s", polarity="-") for at in range(len(labels))]
    cause_map = CauseMap.of(records)
    back, _ = taken(workbook(cause_map, read(cause_map)))
    assert links(back) == links(cause_map)
    table, _ = taken(links_csv(cause_map), "t.csv")
    assert links(table) == links(cause_map)


def test_kumus_sheets_come_in_with_their_elements():
    data = book(
        Elements=[
            ["Label", "Type", "Description", "Tags"],
            ["Pay is low", "driver", "since 2010", ""],
            ["Staff leave"],
        ],
        Connections=[["From", "To", "Direction", "Type"], ["Pay is low", "Staff leave", "directed", "+"]],
    )
    cause_map, _ = taken(data)
    assert links(cause_map) == [("Pay is low", "Staff leave", "+")]
    assert {each.notes for each in cause_map.factors.values()} == {"since 2010", ""}


def test_prsms_sheets_come_in_and_what_styles_mean_is_asked():
    data = book(
        Factors=[["Label", "Style", "x", "y"], ["Pay is low", 1, 10, 20], ["Staff leave", 2, 30, 40]],
        Links=[["From", "To", "Type"], ["Pay is low", "Staff leave", "blue"], ["Staff leave", "Pay is low", "red"]],
    )
    cause_map, found = taken(data)
    assert [each[2] for each in links(cause_map)] == ["", ""]
    assert found.styles == {"blue": 1, "red": 1}
    signed, _ = taken(data, signs={"red": "-"})
    assert ("Staff leave", "Pay is low", "-") in links(signed)
    assert {each.x for each in cause_map.factors.values()} == {10, 30}


@pytest.mark.parametrize("rows_are_causes", [True, False])
def test_a_matrix_comes_in_either_way_round(rows_are_causes):
    text = ",Pay,Leave,Wait\nPay,0,1,\nLeave,,0,-1\nWait,,,\n"
    guessed = guess(read_tables(text.encode(), "m.csv"))
    assert guessed.matrix
    columns = Columns(guessed.sheet, matrix=True, rows_are_causes=rows_are_causes)
    cause_map, found = taken(text.encode(), "m.csv", columns=columns)
    wanted = [("Leave", "Wait", "-"), ("Pay", "Leave", "+")]
    assert links(cause_map) == (wanted if rows_are_causes else sorted((b, a, s) for a, b, s in wanted))
    assert any("is a matrix" in sentence for sentence in found.report)


def test_a_person_may_say_which_columns_are_what():
    text = "who,why,because,sure\nAda,Staff leave,Pay is low,tentative\nBen,People wait,Staff leave,established\n"
    columns = Columns("", ("source", "effect", "cause", "certainty"))
    cause_map, _ = taken(text.encode(), "m.csv", columns=columns)
    assert [each[:2] for each in links(cause_map)] == [("Pay is low", "Staff leave"), ("Staff leave", "People wait")]
    assert sorted(link.certainty for link in cause_map.links.values()) == ["established", "tentative"]


def test_repeated_rows_become_one_link_with_what_was_said_as_evidence():
    text = "cause,effect,quote,source_id\na,b,so they say,1\na,b,and again,2\nb,,half,3\n"
    cause_map, found = taken(text.encode(), "m.csv")
    assert len(cause_map.links) == 1
    assert {(each.quotation, each.source) for each in cause_map.evidence.values()} == {
        ("so they say", "1"),
        ("and again", "2"),
    }
    assert any("1 row names a link named before" in each for each in found.report)
    assert any("1 row has only one end" in each for each in found.report)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding_is_read(encoding):
    cause_map, _ = taken("cause;effect\nCafé zu; Gäste fehlen\n".encode(encoding), "m.csv")
    assert links(cause_map) == [("Café zu", "Gäste fehlen", "")]


def test_tables_are_told_from_other_files():
    assert tables_in(b"a,b\nc,d\n", "m.csv") is not None
    assert tables_in(book(x=[["a", "b"]]), "m.xlsx") is not None
    assert tables_in(b"flowchart TD\nA-->B\n", "m.txt") is None
    assert tables_in(b"{}", "m.json") is None


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real maps are not beside this checkout")
def test_a_causal_map_workbook_is_its_plain_twin():
    data = (SHARED / "raw" / "causalmap-quip-villages.xlsx").read_bytes()
    cause_map, found = taken(data, "quip.xlsx")
    twin = CauseMap.of(read_neutral((SHARED / "neutral" / "quip-villages.json").read_bytes()).records)
    assert [each[:2] for each in links(cause_map)] == [each[:2] for each in links(twin)]
    assert {each.label for each in cause_map.factors.values()} == {each.label for each in twin.factors.values()}
    assert all(each.quotation for each in cause_map.evidence.values())
    assert any("each came in once, with what was said of it as evidence" in each for each in found.report)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real maps are not beside this checkout")
def test_a_damaged_workbook_is_refused_in_one_sentence():
    data = (SHARED / "raw" / "kumu-euro-crisis-DAMAGED.xlsx").read_bytes()
    with pytest.raises(FileRefused, match="damaged workbook: it cannot be opened"):
        read_foreign(data, "kumu-euro-crisis-DAMAGED.xlsx")


# -- hostile


def repacked(data, **parts):
    """A workbook with some of its parts put in the place of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            key = Path(name).stem
            new.writestr(name, parts.get(key, old.read(name)))
    return out.getvalue()


SMALL = book(Links=[["cause", "effect"], ["a", "b"], ["b", "c"]])


def test_a_workbook_that_unpacks_to_gigabytes_is_refused():
    data = repacked(SMALL, sheet1=b"<worksheet>" + b" " * 400_000_000)
    assert len(data) < 2_000_000
    with pytest.raises(FileRefused, match="unpacks to more than any map needs"):
        read_foreign(data, "m.xlsx")


def test_entities_in_a_workbook_are_never_opened():
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    bomb = entities + b"<worksheet><sheetData>&b;</sheetData></worksheet>"
    with pytest.raises(FileRefused):
        read_foreign(repacked(SMALL, sheet1=bomb), "m.xlsx")


@given(st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_damage_to_a_workbook_breaks_it(data):
    bytes_ = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(bytes_) - 1))
        bytes_[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    with contextlib.suppress(FileRefused):
        taken(bytes(bytes_))


XML = st.text(alphabet='<>/="cvrsit 0123AB&;', max_size=120)


@given(XML, st.sampled_from(["sheet1", "workbook", "styles", "sharedStrings"]))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_part_of_a_workbook_breaks_it(text, part):
    with contextlib.suppress(FileRefused):
        taken(repacked(SMALL, **{part: text.encode()}))


@given(st.binary(max_size=300) | st.text(alphabet=',;\t"\n ab=+-', max_size=200).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_it(data):
    with contextlib.suppress(FileRefused):
        taken(data, "m.csv")


def test_a_text_of_a_hundred_megabytes_is_refused_at_once():
    with pytest.raises(FileRefused, match="larger than"):
        read_foreign(b"a,b\n" * 25_000_000, "m.csv")
