"""Importing from another program: what will come in is said, which way arrows point is asked, and a map is made."""

from PySide6.QtCore import QTimer

from app.ui.import_dialog import ImportDialog


def test_it_says_what_comes_in_and_turns_arrows_round(driver, tmp_path):
    path = tmp_path / "why.mmd"
    path.write_text('flowchart TD\n  S["People wait"] -->|why?| A["No home care"]\n', "utf-8")
    dialog = ImportDialog(path)
    assert "2 factors and 1 links will come in" in dialog.counts.text()
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
    assert "packed file" in driver.window.start.hint.text()
    assert driver.window.workspace is None
    driver.window.saving.preview_import(tmp_path / "none.csv")
    assert "cannot be read" in driver.window.start.hint.text()
