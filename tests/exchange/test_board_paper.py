"""The board paper: what a board reads, in Word, from a template that people edit."""

import io
import re
import shutil
import subprocess
import zipfile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.analysis.reading import read
from app.errors import FileRefused
from app.exchange.example import example_records
from app.exchange.office.board_paper import board_paper
from app.exchange.office.board_paper_template import usual_template
from app.model.cause_map import CauseMap
from app.model.records import (
    ABOUT_ID,
    About,
    Action,
    Answer,
    Factor,
    Link,
    Measure,
    Measurement,
    Remedy,
    Saying,
    Voice,
    clean_line,
)

pytestmark = pytest.mark.usefixtures("qapp")

DATE = "23 November 2026"


@pytest.fixture(scope="module")
def example():
    return CauseMap.of(example_records()[1])


def paper_of(cause_map, template=None):
    return Document(io.BytesIO(board_paper(cause_map, read(cause_map), date=DATE, template=template)))


def small(*more, **of_a):
    """Pay is low → Staff leave → People wait."""
    return CauseMap.of(
        [
            About(id=ABOUT_ID, title="Why people wait"),
            Factor(id="a", label="Pay is low", **of_a),
            Factor(id="b", label="Staff leave"),
            Factor(id="c", label="People wait", kind="symptom"),
            Link(id="ab", cause="a", effect="b", confidence=0.95),
            Link(id="bc", cause="b", effect="c", confidence=0.5),
            *more,
        ]
    )


def headings(paper, level=1):
    return [each.text for each in paper.paragraphs if each.style.name == f"Heading {level}"]


def words_of(paper):
    """Everything that can be read in the body, tables too."""
    return "\n".join(
        "".join(text.text or "" for text in each.iter(qn("w:t"))) for each in paper.element.body.iter(qn("w:p"))
    )


def table_about(paper, head):
    return next(table for table in paper.tables if head in [cell.text for cell in table.rows[0].cells])


# -- what it says


def test_it_follows_the_order_in_which_a_board_reads(example):
    paper = paper_of(example)
    assert [each for each in headings(paper) if not each.startswith("Annex")] == [
        "What people see",
        "Why",
        "Where to focus, and how sure that is",
        "Whose voices",
        "Quick wins, and the deep-rooted they prepare",
        "The plan",
        "Measures",
    ]
    assert headings(paper)[-1] == "Annex: the whole map"
    assert "Annex: how this was computed" in headings(paper)
    assert paper.core_properties.title == example.title
    assert paper.core_properties.language == "en-GB"
    words = words_of(paper)
    assert DATE in words
    assert "contributory" in words


def test_symptoms_and_first_causes_stand_in_it_with_the_reasons_of_the_reading(example):
    reading, words = read(example), words_of(paper_of(example))
    for id_ in reading.symptoms:
        assert example.factors[id_].label in words
    for cause in reading.upstream:
        if cause.rank <= 3:
            assert cause.reason in words
            assert f"leads to {len(cause.reach)} of {len(reading.symptoms)} symptoms" in words


def test_every_most_upstream_cause_is_ranked_in_the_annex(example):
    reading = read(example)
    table = table_about(paper_of(example), "Reached on average")
    assert [row.cells[0].text for row in table.rows[1:]] == [str(cause.rank) for cause in reading.upstream]


def test_the_plan_lies_on_its_side_whole_and_its_head_comes_again_on_each_page(example):
    paper = paper_of(example)
    plan = table_about(paper, "Capacity, capability, commitment")
    assert [row.cells[2].text.split("\n")[0] for row in plan.rows[1:]] == [
        action.what for action in example.actions.values()
    ]
    heads = [row for row in plan.rows if row._tr.trPr.find(qn("w:tblHeader")) is not None]
    assert heads == [plan.rows[0]] or [row._tr for row in heads] == [plan.rows[0]._tr]
    assert WD_ORIENT.LANDSCAPE in [section.orientation for section in paper.sections]
    assert paper.sections[0].orientation == WD_ORIENT.PORTRAIT


def test_an_action_tells_who_when_how_and_what_the_room_said_of_it():
    told = Action(
        id="x",
        what="Pay more",
        role="Director",
        organisation="Council",
        due="2026-01-31",
        status="amber",
        capacity="red",
        capacity_reason="No money",
        progress="Talks began",
        oversight="Health board",
    )
    paper = paper_of(small(told, Remedy(id="r", action="x", factor="a")))
    row = [cell.text for cell in table_about(paper, "Capacity, capability, commitment").rows[1].cells]
    assert row[1] == "Pay is low"
    assert row[3] == "Director, Council"
    assert "31 Jan 2026" in row[4]
    assert "late" in row[4]
    assert "At risk" in row[7]
    assert "Talks began" in row[7]
    assert row[8] == "Capacity: red – No money"
    assert row[9] == "Health board"
    assert "“Pay more” has not been asked" in words_of(paper)


def test_measures_have_charts_that_are_told_in_words(example):
    paper = paper_of(example)
    told = [each.get("descr") for each in paper.element.body.iter(qn("wp:docPr"))]
    assert all(told)
    charts = [each for each in told if each.startswith("Chart of")]
    followed = {each.measure for each in example.measurements.values()}
    names = {example.measures[id_].name for id_ in followed}
    assert {name for name in names if any(name in chart for chart in charts)} == names


def test_what_was_answered_is_minuted_and_what_was_parked_is_still_asked():
    from app.analysis.friend.ask import questions

    plain = small()
    first, second = questions(plain, read(plain))[:2]
    cause_map = small(
        Answer(id="1", question=first.key, state="answered", words="Asked twice", by="AB", time="2026-11-20T10:00:00"),
        Answer(id="2", question=second.key, state="parked", words="For the next meeting"),
    )
    paper = paper_of(cause_map)
    minutes = [[cell.text for cell in row.cells] for row in table_about(paper, "What was said").rows[1:]]
    assert minutes == [[first.asks, "Asked twice", "AB", "20 Nov 2026"]]
    assert f"{second.asks} Parked: For the next meeting." in words_of(paper)


def test_names_of_people_stay_out():
    cause_map = small(
        Voice(id="v", name="Ada Brown"),
        Voice(id="w", name="Bea Green", organisation="Care firm", lived_experience=True),
        Saying(id="s", voice="v", subject="a"),
        Saying(id="t", voice="w", subject="b"),
    )
    words = words_of(paper_of(cause_map))
    assert "Brown" not in words
    assert "Green" not in words
    assert "Care firm" in words
    assert "An expert by experience has spoken on 1 of 3 factors" in words


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([], "Nothing on the map is marked yet"),
        ([Factor(id="a", label="Alone")], "No symptom is marked on the map"),
        ([Factor(id="a", label="Seen", kind="symptom")], "No cause on the map leads to a symptom yet"),
        ([Factor(id="a", label="Later", parked=True)], "Nothing is planned yet."),
        (
            [
                Factor(id="a", label="Seen", kind="symptom"),
                Measure(id="m", name="Waits", subject="a"),
                Measurement(id="n", measure="m", date="2026-01", value=3.0),
            ],
            "1 measure is named, none with two readings yet.",
        ),
    ],
)
def test_what_the_map_does_not_hold_is_said(records, said):
    paper = paper_of(CauseMap.of([About(id=ABOUT_ID), *records]))
    assert said in words_of(paper)
    assert "Untitled map" in words_of(paper)


AWKWARD = st.one_of(
    st.sampled_from(
        ["=1+1", "<w:p>", "]]>&amp;", "{title}", "{paper}", "x" * 500, "אין מספיק מיטות", "👩‍👩‍👧", "_x0007_"]
    ),
    st.text(min_size=1, max_size=80).map(clean_line).filter(bool),
)


@given(AWKWARD, AWKWARD, AWKWARD)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_words_of_any_kind_come_back_as_they_were(title, cause, symptom):
    cause_map = CauseMap.of(
        [
            About(id=ABOUT_ID, title=title),
            Factor(id="a", label=cause),
            Factor(id="c", label=symptom, kind="symptom"),
            Link(id="ac", cause="a", effect="c"),
            Action(id="x", what=cause),
            Remedy(id="r", action="x", factor="a"),
        ]
    )
    paper = paper_of(cause_map)
    assert table_about(paper, "Figure followed").rows[1].cells[0].text == symptom
    assert table_about(paper, "Watched by").rows[1].cells[1].text == cause


# -- templates


def edited(change):
    document = Document(io.BytesIO(usual_template()))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_persons_own_styles_header_and_words_stay():
    def change(document):
        document.styles["Heading 1"].font.name = "Georgia"
        document.sections[0].header.paragraphs[0].text = "Northborough ICB · {title} · {unknown}"
        document.add_paragraph("Behind the paper")

    paper = paper_of(small(), edited(change))
    assert paper.styles["Heading 1"].font.name == "Georgia"
    assert paper.sections[0].header.paragraphs[0].text == "Northborough ICB · Why people wait · {unknown}"
    assert paper.paragraphs[-1].text == "Behind the paper"


def test_styles_that_a_template_lacks_are_the_usual_ones():
    blank = io.BytesIO()
    Document().save(blank)
    paper = paper_of(small(), blank.getvalue())
    assert headings(paper)[0] == "What people see"
    assert table_about(paper, "Figure followed").rows[1].cells[0].paragraphs[0].style.name == "Paper Cell"


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", b" " * 250_000_000)
    return out.getvalue()


def with_entities():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(usual_template())) as packed, zipfile.ZipFile(out, "w") as made:
        for each in packed.infolist():
            content = packed.read(each)
            if each.filename == "word/document.xml":
                content = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + content.split(b"?>", 1)[1]
            made.writestr(each.filename, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "make",
    [lambda: b"Dear all", lambda: b"", bomb, with_entities, lambda: usual_template()[:2000]],
    ids=["words", "nothing", "bomb", "entities", "cut off"],
)
def test_what_is_no_template_is_refused_in_one_sentence(make):
    with pytest.raises(FileRefused, match=r"^The template of the board paper was not used: [^.]*(\.docx[^.]*)?\.$"):
        paper_of(small(), make())


# -- other programs


def test_libreoffice_prints_it(example, tmp_path):
    for program in ("soffice", "pdftotext"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    (tmp_path / "paper.docx").write_bytes(board_paper(example, read(example), date=DATE))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", "--headless", home, "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "paper.docx"]
    subprocess.run(command, check=True, capture_output=True)
    printed = subprocess.run(["pdftotext", tmp_path / "paper.pdf", "-"], check=True, capture_output=True)
    letters = re.sub(r"\s", "", printed.stdout.decode())
    for cause in read(example).upstream:
        for id_ in cause.members:
            assert re.sub(r"\s", "", example.factors[id_].label) in letters
    assert "Page1of" in letters
