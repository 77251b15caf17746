"""Importing from another program: what will come in is said, which way arrows point is asked, and a map is made."""

import json

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.model.records import Link
from app.ui.import_dialog import ImportDialog


def test_it_says_what_comes_in_and_turns_arrows_round(driver, tmp_path):
    path = tmp_path / "why.mmd"
    path.write_text('flowchart TD\n  S["People wait"] -->|why?| A["No home care"]\n', "utf-8")
    dialog = ImportDialog(path)
    assert "2 factors and 1 link will come in" in dialog.counts.text()
    assert "“People wait” leads to “No home care”" in dialog.report.text()
    dialog.backward.setChecked(True)
    assert "“No home care” leads to “People wait”" in dialog.report.text()
    assert "Nothing in it is marked as a symptom" in dialog.report.text()
    dialog.deleteLater()


def test_a_map_of_its_own_is_made_and_opened(driver, tmp_path):
    path = tmp_path / "links.csv"
    path.write_text("Cause,Effect\nPay is low,Staff leave\nStaff leave,Nobody comes\n", "utf-8")

    def accept():
        dialog = next(each for each in driver.window.findChildren(ImportDialog) if each.isVisible())
        dialog.accept()

    QTimer.singleShot(0, accept)
    driver.window.saving.preview_import(path)
    driver.settle()
    assert {each.label for each in driver.session.map.factors.values()} == {"Pay is low", "Staff leave", "Nobody comes"}
    assert len(driver.session.map.links) == 2
    assert driver.session.document.path.exists()
    assert path.read_text("utf-8").startswith("Cause,Effect")
    for each in driver.window.findChildren(ImportDialog):
        each.deleteLater()


def test_what_is_no_map_is_told_and_nothing_changes(driver, tmp_path):
    path = tmp_path / "map.xlsx"
    path.write_bytes(b"PK\x03\x04")
    driver.window.saving.preview_import(path)
    assert "damaged workbook" in driver.window.start.hint.text()
    assert driver.window.workspace is None
    driver.window.saving.preview_import(tmp_path / "none.csv")
    assert "cannot be read" in driver.window.start.hint.text()


def when_open(driver, act):
    """Let a person act on the dialog once it shows what will come in; then it has to be closed by them."""

    def look():
        dialog = next((each for each in driver.window.findChildren(ImportDialog) if each.isVisible()), None)
        if dialog is None or "Reading" in dialog.counts.text():
            QTimer.singleShot(20, look)
            return
        try:
            act(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(20, look)


def labels(driver):
    return {each.label for each in driver.session.map.factors.values()}


def name(box, role):
    """Say what a column is with the arrow keys."""
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.findData(role)):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentData() == role


def test_a_person_names_the_columns_of_a_table(driver, tmp_path):
    path = tmp_path / "said.csv"
    path.write_text("Who,Why,So\nAda,Pay is low,Staff leave\nBen,Staff leave,People wait\n", "utf-8")

    def act(dialog):
        columns = dialog.columns
        assert "No column is named cause or effect" in dialog.report.text()
        assert [columns.table.item(1, at).text() for at in range(3)] == ["Who", "Why", "So"]
        QTest.keyClick(columns.heading, Qt.Key.Key_Space)
        for column, role in ((1, "cause"), (2, "effect")):
            name(columns.roles[column], role)
        assert dialog.counts.text() == "Two columns are both named cause: leave one of them out."
        assert not dialog.go.isEnabled()
        name(columns.roles[0], "source")
        assert "3 factors and 2 links will come in" in dialog.counts.text()
        assert "“Pay is low” leads to “Staff leave”" in dialog.report.text()
        QTest.keyClick(dialog.go, Qt.Key.Key_Space)

    when_open(driver, act)
    driver.window.saving.preview_import(path)
    driver.settle()
    assert labels(driver) == {"Pay is low", "Staff leave", "People wait"}


def test_what_colours_mean_is_asked_and_never_guessed(driver, tmp_path):
    path = tmp_path / "map.prsm"
    nodes = [
        {"id": "1", "label": "Pay is low"},
        {"id": "2", "label": "Staff leave"},
        {"id": "3", "label": "People wait"},
    ]
    edges = [{"from": "1", "to": "2", "grp": "edge1"}, {"from": "2", "to": "3", "grp": "edge2"}]
    looks = {"edges": {"edge1": {"color": {"color": "red"}}, "edge2": {"color": {"color": "green"}}}}
    path.write_text(json.dumps({"nodes": nodes, "edges": edges, "styles": looks}), "utf-8")

    def act(dialog):
        assert {link.polarity for link in dialog.imported.records if isinstance(link, Link)} == {""}
        assert dialog.styles.isVisible()
        box = dialog._signs["red"]
        QTest.keyClick(box, Qt.Key.Key_End)
        QTest.keyClick(dialog.go, Qt.Key.Key_Space)

    when_open(driver, act)
    driver.window.saving.preview_import(path)
    driver.settle()
    assert sorted(link.polarity for link in driver.session.map.links.values()) == ["", "-"]


def test_direction_is_asked_only_where_the_file_does_not_say(driver, tmp_path):
    path = tmp_path / "map.csv"
    path.write_text("cause,effect\na,b\n", "utf-8")
    said = ImportDialog(path)
    path.write_text("from,to\na,b\n", "utf-8")
    unsaid = ImportDialog(path)
    assert said.forward.isHidden()
    assert not unsaid.forward.isHidden()
    for dialog in (said, unsaid):
        dialog.deleteLater()


def test_a_map_comes_into_the_open_one_as_one_step(started, tmp_path):
    path = tmp_path / "links.csv"
    path.write_text("cause,effect\nPay is low,Staff leave\nStaff leave,people wait in hospital\n", "utf-8")
    before = started.session.map

    def act(dialog):
        QTest.keyClick(dialog.joined, Qt.Key.Key_Space)
        QTest.keyClick(dialog.go, Qt.Key.Key_Space)

    driver = started
    when_open(driver, act)
    driver.window.saving.preview_import(path)

    def bring_in():
        from app.ui.merging.sheet import Sheet

        sheet = next((each for each in driver.window.findChildren(Sheet) if each.isVisible()), None)
        if sheet is not None:
            driver.press("Enter")
        return len(driver.session.map.links) == 2

    driver.qtbot.waitUntil(bring_in, timeout=10_000)
    assert labels(driver) == {"Pay is low", "Staff leave", "People wait in hospital"}
    driver.session.undo()
    assert driver.session.map == before


def test_what_was_copied_comes_in(driver, tmp_path):
    QApplication.clipboard().setText("Cause\tEffect\nPay is low\tStaff leave\nStaff leave\tNobody comes\n")
    when_open(driver, lambda dialog: QTest.keyClick(dialog.go, Qt.Key.Key_Return))
    driver.press("Ctrl+Shift+V")
    driver.settle()
    assert labels(driver) == {"Pay is low", "Staff leave", "Nobody comes"}


def test_a_large_file_is_read_beside_the_window(driver, tmp_path):
    path = tmp_path / "large.csv"
    rows = "".join(f"Cause {at} that somebody put into words,Effect {at % 50}\n" for at in range(6_000))
    path.write_text(f"cause,effect\n{rows}", "utf-8")
    seen = []

    def act(dialog):
        seen.append(dialog.counts.text())
        dialog.reject()

    when_open(driver, act)
    driver.window.saving.preview_import(path)
    assert "6,050 factors and 6,000 links will come in" in seen[0]
    assert driver.window.workspace is None
