"""The workbook: every factor and link in it, formulas that come to what they carry, and no words that execute."""

import io
import shutil
import subprocess
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.analysis.reading import read
from app.exchange.example import example_records
from app.exchange.office.workbook import workbook
from app.model.cause_map import CauseMap
from app.model.records import ABOUT_ID, About, Action, Evidence, Factor, Link, Measure, Measurement, Remedy, clean_line

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def example():
    return CauseMap.of(example_records()[1])


def opened(cause_map, **more):
    return openpyxl.load_workbook(io.BytesIO(workbook(cause_map, read(cause_map), today=TODAY)), **more)


def rows(book, name):
    """Each row of a sheet by its headings."""
    head, *rest = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rest]


def test_every_factor_link_cause_and_action_has_its_row(example):
    book = opened(example, data_only=True)
    assert [row["Label"] for row in rows(book, "Factors")] == [each.label for each in example.factors.values()]
    links = [(row["From"], row["To"], row["Certainty"]) for row in rows(book, "Links")]
    label = {id_: each.label for id_, each in example.factors.items()}
    assert links == [(label[each.cause], label[each.effect], each.certainty) for each in example.links.values()]
    reading = read(example)
    assert [row["Rank"] for row in rows(book, "Ranking")] == [cause.rank for cause in reading.upstream]
    assert [row["Action"] for row in rows(book, "Plan")] == [each.what for each in example.actions.values()]
    assert len(rows(book, "Readings")) == len(example.measurements)
    assert len(rows(book, "Evidence")) == len(example.evidence)
    assert len(rows(book, "Voices")) == len(example.voices)


def test_formulas_carry_the_value_that_another_program_works_out(example, tmp_path):
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    source = tmp_path / "map.xlsx"
    today = date.today()  # noqa: DTZ011  # as the other program's TODAY()
    source.write_bytes(workbook(example, read(example), today=today))
    bare = tmp_path / "bare.xlsx"
    openpyxl.load_workbook(source).save(bare)  # without the values, so that they have to be worked out
    assert rows(openpyxl.load_workbook(bare, data_only=True), "Factors")[0]["Causes"] is None
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", "--headless", home, "--convert-to", "xlsx", "--outdir", tmp_path / "again", bare]
    subprocess.run(command, check=True, capture_output=True)
    ours = openpyxl.load_workbook(source, data_only=True)
    formulas = openpyxl.load_workbook(source)
    theirs = openpyxl.load_workbook(tmp_path / "again" / "bare.xlsx", data_only=True)
    seen = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    seen += 1
                    one, two = (book[sheet.title][cell.coordinate].value for book in (ours, theirs))
                    if isinstance(one, int | float) and isinstance(two, int | float):
                        assert one == pytest.approx(two, abs=1e-9), (sheet.title, cell.coordinate)
                    else:
                        assert (one or "") == (two or ""), (sheet.title, cell.coordinate)
    assert seen > 3 * len(example.factors)


def test_days_are_dates_where_a_day_is_meant_and_words_where_not():
    records = [
        About(id=ABOUT_ID),
        Factor(id="f", label="Pay is low"),
        *(Action(id=f"a{at}", what=f"Act {at}", due=due) for at, due in enumerate(("2026-12-03", "Dec 2026", "soon"))),
        Remedy(id="r", action="a0", factor="f"),
        Measure(id="m", subject="f", name="Leavers"),
        Measurement(id="v", measure="m", date="2026-11-01", value=4),
    ]
    book = opened(CauseMap.of(records), data_only=True)
    due = [row["Due"] for row in rows(book, "Plan")]
    assert due[0].date() == date(2026, 12, 3)
    assert due[1:] == ["Dec 2026", "soon"]
    assert rows(book, "Plan")[0]["Days until due"] == 10
    assert rows(book, "Readings")[0]["Date"].date() == date(2026, 11, 1)


NASTY = st.lists(
    st.one_of(
        st.sampled_from(
            ["=1+1", "+SUM(A1)", "-2", "@x", "=cmd|' /C calc'!A0", "<b>&amp;</b>", "a" * 500, "אין", "{=1}"]
        ),
        st.text(min_size=1, max_size=40).map(clean_line).filter(bool),
    ),
    min_size=1,
    max_size=6,
)


@given(NASTY)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_words_become_a_formula_and_none_are_changed(labels):
    records = [About(id=ABOUT_ID, title=labels[0][:200]), Factor(id="s", label="People wait", kind="symptom")]
    records += [Factor(id=f"f{at}", label=label, notes=label, theme=label) for at, label in enumerate(labels)]
    records += [Link(id=f"l{at}", cause=f"f{at}", effect="s", note=label) for at, label in enumerate(labels)]
    records += [
        Evidence(id=f"e{at}", subject=f"f{at}", source=label, quotation=label, address=label)
        for at, label in enumerate(labels)
    ]
    cause_map = CauseMap.of(records)
    book = opened(cause_map)
    words = {each.label for each in cause_map.factors.values()}
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or cell.value.startswith(("=COUNT", "=IF(AND(ISNUMBER", "=C", "=IF(H")), (
                    cell.value
                )
                assert cell.hyperlink is None
    assert {row["Label"] for row in rows(opened(cause_map, data_only=True), "Factors")} == words


@pytest.mark.parametrize("records", [[], [Factor(id="f", label="Alone")]], ids=["empty", "one factor"])
def test_a_map_of_next_to_nothing_has_a_workbook(records):
    book = opened(CauseMap.of([About(id=ABOUT_ID), *records]), data_only=True)
    assert len(rows(book, "Factors")) == len(records)
    assert book["About"]["A1"].value == "Untitled map"
