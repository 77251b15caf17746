"""The page of measures: following a figure; readings typed, pasted, from a file; the chart as a picture; real keys."""

import pytest
from plain_file import rows_in
from PySide6.QtWidgets import QApplication

from app.model.measuring import readings_of


@pytest.fixture
def followed(started):
    """A symptom with one measure, the field for readings in hand."""
    started.workspace.plan.measures()
    started.settle()
    page = started.workspace.plan.page
    assert started.focused() is page.new
    started.type("Days waited")
    started.press("Enter")
    return started


def values(driver):
    id_ = next(iter(driver.session.map.measures))
    return [(each.date, each.value) for each in readings_of(driver.session.map, id_)]


def test_a_figure_is_followed_and_readings_typed_one_after_the_other(followed):
    page = followed.workspace.plan.page
    assert followed.focused() is page.reading
    followed.type("2026-01 12")
    followed.press("Enter")
    followed.type("14")
    followed.press("Enter")
    assert values(followed) == [("2026-01", 12), ("2026-02", 14)]
    rows = rows_in(followed.session.document.path)["measurement"]
    assert [row["value"] for row in rows.values()] == [12, 14]
    followed.view.setFocus()
    followed.press("Ctrl+Z")
    assert values(followed) == [("2026-01", 12)]


def test_what_is_no_reading_is_told_in_a_sentence_and_stays(followed):
    followed.type("soon a lot")
    followed.press("Enter")
    assert "not a date and a figure" in followed.workspace.said.text()
    assert followed.workspace.plan.page.reading.text() == "soon a lot"
    assert values(followed) == []


def test_a_column_is_pasted_as_one_step_and_the_chart_says_what_it_shows(followed):
    page = followed.workspace.plan.page
    figures = [20, 21, 20, 22, 20, 21, 22, 9, 8, 9, 8, 9, 8, 9]
    QApplication.clipboard().setText(
        "\n".join(f"2025-{m:02}\t{v}" for m, v in zip(range(1, 13), figures, strict=False))
    )
    page.view.setFocus()
    followed.press("Ctrl+V")
    assert len(values(followed)) == 12
    assert followed.session.undo_label == "Paste readings"
    page.reading.setFocus()
    followed.type("8")
    followed.press("Enter")
    followed.type("9")
    followed.press("Enter")
    assert page.view.chart.found.latest == "improvement"
    assert "Special cause: improvement" in page.rows.words()[0]
    assert "Special cause: improvement" in page.view.accessibleDescription()
    assert "one side of the mean" in page.said.text()


def test_a_column_can_be_pasted_where_readings_are_typed(followed):
    page = followed.workspace.plan.page
    page.reading.setFocus()
    QApplication.clipboard().setText("31/01/2026\t12\n28/02/2026\t14\n")
    followed.press("Ctrl+V", "Enter")
    assert values(followed) == [("2026-01-31", 12), ("2026-02-28", 14)]
    assert page.reading.text() == ""


def test_the_list_of_readings_has_the_latest_first_and_keeps_in_step(followed):
    page = followed.workspace.plan.page
    followed.type("2026-01 12")
    followed.press("Enter")
    for figure in ("13", "14"):
        followed.type(figure)
        followed.press("Enter")
    assert page.readings.words() == ("2026-03   14", "2026-02   13", "2026-01   12")
    followed.type("2026-02 99")
    followed.press("Enter")
    assert page.readings.words() == ("2026-03   14", "2026-02   99", "2026-01   12")
    page.readings.setFocus()
    followed.press("Down", "Del")
    assert page.readings.words() == ("2026-03   14", "2026-01   12")
    followed.session.undo()
    followed.settle()
    assert page.readings.words() == ("2026-03   14", "2026-02   99", "2026-01   12")


def test_many_readings_take_no_more_room_than_there_is(followed):
    page = followed.workspace.plan.page
    before = page.minimumSizeHint().height()
    QApplication.clipboard().setText("2001-01 1\n" + "\n".join(str(at % 7) for at in range(200)))
    page.view.setFocus()
    followed.press("Ctrl+V")
    assert page.readings.count() == 201
    assert page.readings.height() < 201 * page.readings.sizeHintForRow(0)
    assert page.minimumSizeHint().height() <= before + 80  # words below the chart


def test_what_is_being_typed_of_a_measure_is_kept_when_another_is_chosen(followed):
    page = followed.workspace.plan.page
    page.new.setFocus()
    followed.type("Beds empty")
    followed.press("Enter")
    assert len(page.rows.words()) == 2
    page.rows.setFocus()
    followed.press("Down")
    page.unit.setFocus()
    followed.type("days")
    page.rows.row_chosen.emit(1 - page.rows.currentRow())
    followed.settle()
    assert sorted(each.unit for each in followed.session.map.measures.values()) == ["", "days"]


def test_a_csv_file_is_taken_in_and_a_broken_one_told(followed, tmp_path):
    page = followed.workspace.plan.page
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes("Month;Days\r\n01/2026;1,5\r\n".encode("utf-16"))
    good.write_text("Month,Days\n2026-01,15\n2026-02,16\n", encoding="utf-8-sig")
    bad.write_bytes(b"\xff\x00\x01binary\n")
    assert page.take_file(good)
    assert not page.take_file(bad)
    assert not page.take_file(tmp_path / "none.csv")
    assert "cannot be read" in followed.workspace.said.text()
    assert values(followed) == [("2026-01", 15), ("2026-02", 16)]


def test_target_baseline_and_direction_are_steps_when_they_are_left(followed):
    page = followed.workspace.plan.page
    page.target.setFocus()
    followed.type("10%")
    page.baseline.setFocus()
    followed.type("many")
    page.reading.setFocus()
    followed.settle()
    measure = next(iter(followed.session.map.measures.values()))
    assert (measure.target, measure.baseline, measure.better) == (10, None, "down")
    assert "“many” is not a figure." in followed.workspace.said.text()
    page.better.setCurrentIndex(page.better.findData("up"))
    page.better.activated.emit(page.better.currentIndex())
    assert next(iter(followed.session.map.measures.values())).better == "up"


def test_del_takes_a_reading_and_a_measure_away_and_undo_brings_them_back(followed):
    page = followed.workspace.plan.page
    followed.type("2026-01 12")
    followed.press("Enter")
    before = followed.session.map
    page.readings.setFocus()
    followed.press("Down", "Del")
    assert values(followed) == []
    followed.session.undo()
    page.rows.setFocus()
    page.rows.setCurrentRow(0)
    followed.press("Del")
    assert not followed.session.map.measures
    followed.session.undo()
    assert followed.session.map == before


def test_the_chart_is_a_picture_in_three_formats_and_on_the_clipboard(followed, tmp_path):
    page = followed.workspace.plan.page
    for figure in ("2026-01 12", "13", "12"):
        followed.type(figure)
        followed.press("Enter")
    for ending, head in ((".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")):
        path = tmp_path / f"chart{ending}"
        page.save_chart(path)
        assert path.read_bytes().startswith(head)
    assert b"Days waited" in (tmp_path / "chart.svg").read_bytes()
    page.save_chart(tmp_path / "chart.bmp")
    assert "no ending that says" in followed.workspace.said.text()
    page.copy_chart()
    assert QApplication.clipboard().mimeData().hasImage()


def test_esc_puts_the_plan_away_and_gives_the_keyboard_to_the_map(followed):
    followed.workspace.plan.page.rows.setFocus()
    followed.press("Esc")
    assert not followed.workspace.plan.isVisible()
    assert followed.focused() is followed.view


def test_the_plan_covers_the_map_and_gives_it_back(followed):
    high = followed.view.height()
    followed.press("Ctrl+Shift+L")
    assert followed.view.height() == 0 or not followed.view.isVisible()
    followed.press("Ctrl+Shift+L")
    assert followed.view.height() == high
    followed.press("Ctrl+Shift+L", "Esc")
    assert followed.view.isVisible()
    assert followed.view.height() > high
