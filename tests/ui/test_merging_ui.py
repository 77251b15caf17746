"""Bringing maps together with real keys: what is asked, what each key does, and the one step that comes of it."""

import shutil

import pytest
from shiboken6 import isValid

from app.document import Document
from app.exchange.example import example_records
from app.model import edits
from app.model.changes import Add
from app.model.merging import TABLE
from app.model.records import Evidence, Factor, Link
from app.ui.merging.bring import add_map, merge_files


def f(id_, label, **fields):
    return Factor(id=id_, label=label, **fields)


def k(id_, cause, effect, **fields):
    return Link(id=id_, cause=cause, effect=effect, **fields)


OURS = (
    f("a", "Pay is low", x=0.0, y=0.0),
    f("b", "Care staff leave for other work", x=300.0, y=0.0),
    f("c", "People wait in hospital", kind="symptom", x=600.0, y=0.0),
    k("ab", "a", "b"),
    k("bc", "b", "c"),
)
TABLE_3 = (
    f("p", "pay is LOW."),
    f("q", "Care staff leave for another job"),
    f("r", "People wait in hospital", kind="symptom"),
    f("s", "Petrol is dear"),
    f("t", "Petrols are dear"),
    k("pq", "p", "q", confidence=0.95),
    k("qr", "q", "r"),
    k("sq", "s", "q"),
)


def written(tmp_path, name, records, changes=()):
    path = tmp_path / f"{name}.headwater"
    with Document.create(path, name, records) as document:
        if changes:
            document.perform("Change", changes)
    return path


@pytest.fixture
def opened(driver, tmp_path):
    driver.open(written(tmp_path, "Main", OURS))
    return driver


def sheet_of(driver, bringing):
    sheet = bringing.sheet
    driver.qtbot.waitUntil(lambda: sheet.joining is not None, timeout=30_000)
    driver.settle()
    return sheet


def pressed(driver, sheet, *keys):
    sheet.activateWindow()
    driver.settle()
    driver.press(*keys)


def gone(driver, sheet):
    driver.qtbot.waitUntil(lambda: not (isValid(sheet) and sheet.isVisible()), timeout=30_000)
    driver.settle()


def rows(sheet):
    return [sheet.list.item(at).text() for at in range(sheet.list.count())]


def test_one_near_pair_is_asked_and_the_rest_comes_in_as_one_step(opened, tmp_path):
    before = opened.session.map
    sheet = sheet_of(opened, merge_files(opened.window, [written(tmp_path, "Table 3", TABLE_3)]))
    assert "Question 1 of 1" in sheet.progress.text()
    assert (sheet.left.words.text(), sheet.right.words.text()) == (
        "Care staff leave for other work",
        "Care staff leave for another job",
    )
    assert sheet.left.whose.text() == "This map"
    assert sheet.right.whose.text() == "Table 3"
    assert "1 cause and 1 effect in common" in sheet.reason.text()
    assert "<b>Pay is low</b> (the same)" in sheet.left.around.text()
    assert any(row.startswith("=") and "Pay is low" in row for row in rows(sheet))
    pressed(opened, sheet, "S")
    assert "2 factors, 1 link and 1 voice will come in. 3 factors are in more than one map" in sheet.end.said.text()
    pressed(opened, sheet, "Enter")
    gone(opened, sheet)
    after = opened.session.map
    assert len(after.factors) == 5
    assert after.links["ab"].confidence == 0.95
    assert after.factors["b"].notes == "Also: Care staff leave for another job"
    assert {each.organisation for each in after.voices.values() if each.role == TABLE} == {"Table 3"}
    assert all(each.x is not None for each in after.factors.values())
    boxes = list(opened.session.boxes.values())
    assert not any(
        one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom
        for at, one in enumerate(boxes)
        for other in boxes[:at]
    )
    assert opened.session.undo_label == "Bring in “Table 3”"
    opened.session.undo()
    assert opened.session.map == before


def test_each_key_does_what_it_says_and_backspace_goes_back(opened, tmp_path):
    sheet = sheet_of(opened, merge_files(opened.window, [written(tmp_path, "Table 3", TABLE_3)]))
    (pair,) = sheet.joining.asked
    for key, said in (("S", "same"), ("Enter", "same"), ("D", "different"), ("N", "different"), ("K", "theirs")):
        pressed(opened, sheet, key)
        assert sheet.joining.said(pair) == said
        assert sheet.end.isVisible()
        sheet.end.again.click()
        opened.settle()
        assert sheet.asking.isVisible()
        pressed(opened, sheet, "Backspace")
        assert sheet.joining.said(pair) is None
    pressed(opened, sheet, "1")
    assert sheet.joining.said(pair) is None  # that key is for another kind of question
    pressed(opened, sheet, "K")
    sheet.end.go.click()
    gone(opened, sheet)
    assert opened.session.map.factors["b"].label == "Care staff leave for another job"


def test_what_is_the_same_already_can_be_walked_to_and_parted(opened, tmp_path):
    sheet = sheet_of(opened, merge_files(opened.window, [written(tmp_path, "Table 3", TABLE_3)]))
    pressed(opened, sheet, "Down", "Down")
    assert "Taken as the same" in sheet.reason.text()
    words = sheet.left.words.text()
    pressed(opened, sheet, "D")
    assert any(row.startswith("≠") and words in row for row in rows(sheet))
    sheet.show_end()
    sheet.end.go.click()
    gone(opened, sheet)
    same = [each for each in opened.session.map.factors.values() if each.label.lower().startswith(words.lower())]
    assert len(same) == 2


def test_esc_leaves_and_changes_nothing(opened, tmp_path):
    before = opened.session.map
    sheet = sheet_of(opened, merge_files(opened.window, [written(tmp_path, "Table 3", TABLE_3)]))
    pressed(opened, sheet, "Esc")
    gone(opened, sheet)
    assert opened.session.map is before


def test_closing_the_map_under_the_sheet_leaves_nothing_behind(opened, tmp_path):
    bringing = merge_files(opened.window, [written(tmp_path, "Table 3", TABLE_3)])
    opened.window.close_map()
    gone(opened, bringing.sheet)


def test_several_tables_are_named_as_one_likes(opened, tmp_path):
    paths = [written(tmp_path, name, TABLE_3) for name in ("Table 3", "Table 4")]
    sheet = sheet_of(opened, merge_files(opened.window, paths))
    sheet.show_end()
    opened.settle()
    field = sheet.end.names[1]
    field.setFocus()
    field.selectAll()
    opened.type("Ann's table, S and D")  # these letters are words here, not keys
    sheet.end.go.click()
    gone(opened, sheet)
    tables = {each.organisation for each in opened.session.map.voices.values()}
    assert tables == {"Table 3", "Ann's table, S and D"}
    assert opened.session.undo_label == "Bring in “Table 3” and “Ann's table, S and D”"


def test_files_that_are_no_maps_are_told_and_the_open_one_is_not_merged_with_itself(opened, tmp_path):
    assert merge_files(opened.window, [opened.session.document.path]) is None
    assert "open map itself" in opened.said()
    wrong = tmp_path / "wrong.headwater"
    wrong.write_text("no map")
    bringing = merge_files(opened.window, [wrong])
    gone(opened, bringing.sheet)
    assert "wrong.headwater" in opened.said()
    sheet = sheet_of(opened, merge_files(opened.window, [wrong, written(tmp_path, "Table 3", TABLE_3)]))
    assert len(sheet.joining.tables) == 1
    sheet.reject()
    opened.settle()


def test_a_copy_edited_apart_is_reunited_and_only_true_conflicts_are_asked(opened, tmp_path):
    session = opened.session
    session.perform("Begin", edits.set_factors(session.map, ["a"], theme="Work"))
    path = tmp_path / "Ann.headwater"
    shutil.copyfile(session.document.path, path)
    with Document.open(path) as copy:
        copy.perform("Their words", edits.set_factors(copy.map, ["a"], label="Pay is far too low"))
        copy.perform("Their effort", edits.set_factors(copy.map, ["b"], effort=4))
        copy.perform("Their factor", [Add(f("n", "Rents are high")), Add(k("na", "n", "a"))])
        copy.perform("Their deleting", edits.delete(copy.map, ["bc"]))
    session.perform("Our words", edits.set_factors(session.map, ["a"], label="Pay in care is low"))
    session.perform("Our theme", edits.set_factors(session.map, ["b"], theme="Staff"))
    session.perform("Our evidence", [Add(Evidence(id="e", subject="bc", source="exit talks"))])
    before = session.map
    sheet = sheet_of(opened, merge_files(opened.window, [path]))
    assert "Question 1 of 2" in sheet.progress.text()
    assert (sheet.left.words.text(), sheet.right.words.text()) == ("Pay in care is low", "Pay is far too low")
    pressed(opened, sheet, "2")
    assert "Deleted in the other copy" in sheet.question.text()
    pressed(opened, sheet, "1")
    assert "“Ann” is a copy of this map" in sheet.end.said.text()
    pressed(opened, sheet, "Enter")
    gone(opened, sheet)
    after = session.map
    assert after.factors["a"].label == "Pay is far too low"
    assert (after.factors["b"].theme, after.factors["b"].effort) == ("Staff", 4)
    assert {"na", "bc"} <= set(after.links)
    assert "e" in after.evidence
    session.undo()
    assert session.map == before


def test_a_copy_that_only_added_is_taken_over_with_no_question(opened, tmp_path):
    session = opened.session
    session.perform("Begin", edits.set_factors(session.map, ["a"], theme="Work"))
    path = tmp_path / "Ann.headwater"
    session.document.save_copy(path)
    with Document.open(path) as copy:
        copy.perform("Theirs", [Add(f("n", "Rents are high", x=10.0, y=5.0)), Add(k("na", "n", "a"))])
    sheet = sheet_of(opened, merge_files(opened.window, [path]))
    assert sheet.end.isVisible()
    sheet.end.go.click()
    gone(opened, sheet)
    box, other = session.boxes["n"], session.boxes["a"]
    apart_across = box.right <= other.left or other.right <= box.left
    assert apart_across or box.bottom <= other.top or other.bottom <= box.top
    assert not session.map.voices  # one's own copy is no table
    again = sheet_of(opened, merge_files(opened.window, [path]))
    assert not again.end.go.isEnabled()
    again.reject()
    opened.settle()


def test_records_of_another_program_are_added_the_same_way(opened):
    sheet = sheet_of(opened, add_map(opened.window, TABLE_3, "links.csv"))
    assert len(sheet.joining.asked) == 1
    pressed(opened, sheet, "S")
    pressed(opened, sheet, "Enter")
    gone(opened, sheet)
    assert len(opened.session.map.factors) == 5


def test_the_example_comes_to_an_empty_map_as_it_stood(driver, tmp_path):
    driver.open(written(tmp_path, "Empty", ()))
    title, records = example_records()
    sheet = sheet_of(driver, add_map(driver.window, records, title))
    sheet.end.go.click()
    gone(driver, sheet)
    stood = {each.label: (each.x, each.y) for each in records if isinstance(each, Factor)}
    assert {each.label: (each.x, each.y) for each in driver.session.map.factors.values()} == stood


def test_many_newcomers_are_arranged_with_the_rest_in_the_same_step(opened, tmp_path):
    _, records = example_records()
    bare = [each.with_fields({"x": None, "y": None}) if isinstance(each, Factor) else each for each in records]
    sheet = sheet_of(opened, merge_files(opened.window, [written(tmp_path, "Table 9", bare)]))
    steps = len(opened.session.document.history())
    sheet.show_end()
    sheet.end.go.click()
    gone(opened, sheet)
    assert len(opened.session.document.history()) == steps + 1
    assert all(each.x is not None for each in opened.session.map.factors.values())


def test_every_card_and_row_can_be_heard(opened, tmp_path):
    sheet = sheet_of(opened, merge_files(opened.window, [written(tmp_path, "Table 3", TABLE_3)]))
    assert sheet.left.accessibleName() == "This map: Care staff leave for other work"
    assert "Question 1 of 1" in sheet.right.accessibleDescription()
    assert sheet.list.accessibleName()
    from PySide6.QtCore import Qt

    heard = sheet.list.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard.endswith("not answered")
    sheet.reject()
    opened.settle()
