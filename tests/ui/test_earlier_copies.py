"""Earlier copies and rescue, as a person meets them: they are there without asking, and open as maps of their own."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from app.document import Document
from app.earlier import all_copies
from app.ui.earlier_copies import EarlierCopies
from app.ui.places import maps_folder


@pytest.fixture
def started(driver):
    driver.begin("People wait in hospital")
    driver.add_cause("No home care")
    return driver


def labels(document):
    return {factor.label for factor in document.map.factors.values()}


def copy_now(driver):
    """The copy that time would bring."""
    driver.window.keeping.look()
    driver.window.keeping.wait()


def answer(act):
    """Do something in the dialog that the next action opens."""
    seen = []

    def in_it():
        dialog = QApplication.activeModalWidget()
        seen.append(dialog)
        act(dialog)

    QTimer.singleShot(0, in_it)
    return seen


def click(words):
    """Press the button of that name."""

    def act(dialog):
        buttons = [each for each in dialog.findChildren(type(dialog.buttons()[0])) if words in each.text()]
        assert len(buttons) == 1
        buttons[0].click()

    return act


def damage(path):
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 7 // 10])


def test_a_changed_map_has_a_copy_with_its_picture(started):
    copy_now(started)
    [kept] = all_copies()
    with Document.open(kept.path, look_only=True) as document:
        assert labels(document) == {"People wait in hospital", "No home care"}
    assert (kept.factors, kept.links) == (2, 1)
    assert kept.steps == len(started.workspace.session.document.history())
    picture = QImage(str(kept.picture))
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 4) for y in range(0, picture.height(), 4)}
    assert len(colours) > 2


def test_nothing_new_makes_no_further_copy(started):
    copy_now(started)
    copy_now(started)
    assert len(all_copies()) == 1
    started.add_cause("Pay is low")
    copy_now(started)
    assert len(all_copies()) == 1  # too soon after the one before
    started.window.keeping._last -= 10_000
    copy_now(started)
    assert [each.factors for each in all_copies()] == [3, 2]


def test_closing_keeps_what_came_since_the_latest_copy(started):
    copy_now(started)
    started.add_cause("Pay is low")
    close(started)
    assert [each.factors for each in all_copies()] == [3, 2]


def close(driver):
    """Close the map and let its last copy be finished."""
    keeping = driver.window.keeping
    driver.press("Ctrl+W")
    keeping.wait()


def test_looking_alone_leaves_no_copy(started):
    path = started.workspace.session.document.path
    close(started)
    for each in all_copies():
        each.path.unlink()
    started.open(path)
    close(started)
    assert all_copies() == []


def test_an_earlier_copy_opens_as_a_map_of_its_own(started):
    copy_now(started)
    path = started.workspace.session.document.path
    started.add_cause("Pay is low")
    seen = answer(lambda dialog: QTest.keyClick(dialog.rows, Qt.Key.Key_Return))
    started.window.actions_by_id["file.earlier"].trigger()
    assert isinstance(seen[0], EarlierCopies)
    document = started.workspace.session.document
    assert document.path != path
    assert document.path.parent == path.parent
    assert labels(document) == {"People wait in hospital", "No home care"}
    assert "a map of its own" in started.workspace.said.text()
    with Document.open(path) as before:
        assert "Pay is low" in labels(before)
        assert before.map_id != document.map_id


def test_the_list_says_when_and_how_much_and_shows_it(started):
    copy_now(started)
    seen = []

    def look(dialog):
        seen.extend([dialog.rows.item(0).text(), dialog.about.text(), not dialog.picture.pixmap().isNull()])
        dialog.reject()

    answer(look)
    started.window.actions_by_id["file.earlier"].trigger()
    assert seen[0].startswith("Today, ")
    assert "2 factors, 1 link, " in seen[0]
    assert str(started.workspace.session.document.path) in seen[1]
    assert seen[2]


def test_without_copies_the_list_says_so(driver):
    seen = []

    def look(dialog):
        seen.extend([dialog.about.text(), dialog.open_button.isEnabled()])
        dialog.reject()

    answer(look)
    driver.window.actions_by_id["file.earlier"].trigger()
    assert "no earlier copies yet" in seen[0]
    assert not seen[1]


def test_copies_are_removed_after_asking(started):
    copy_now(started)

    def remove(dialog):
        answer(click("Remove"))
        dialog.remove_button.click()
        dialog.reject()

    answer(remove)
    started.window.actions_by_id["file.earlier"].trigger()
    assert all_copies() == []


def test_a_map_that_is_gone_is_offered_from_its_copies(started):
    copy_now(started)
    path = started.workspace.session.document.path
    map_id = started.workspace.session.document.map_id
    close(started)
    path.unlink()

    def first(dialog):
        assert isinstance(dialog, QMessageBox)
        assert "is not there" in dialog.text()
        answer(lambda dialog: dialog.open_button.click())
        click("Earlier copies")(dialog)

    answer(first)
    assert not started.window.opening.open_path(path)
    document = started.workspace.session.document
    assert labels(document) == {"People wait in hospital", "No home care"}
    assert document.map_id == map_id  # it takes the place of the one that is gone


def test_a_damaged_map_is_repaired_into_a_new_one_with_an_account(started):
    for number in range(30):
        started.add_beside(f"A cause {number}")
    path = started.workspace.session.document.path
    close(started)
    damage(path)
    content = path.read_bytes()
    answer(click("Repair"))
    started.window.opening.open_path(path)
    started.settle()
    document = started.workspace.session.document
    assert document.path.name == f"{path.stem} repaired.headwater"
    box = started.window.findChild(QMessageBox, "repaired")
    assert "cut off" in box.informativeText()
    assert "Saved: " in box.informativeText()
    assert path.read_bytes() == content
    box.close()


def test_where_nothing_can_be_saved_that_is_said_and_what_is_open_stays(started, tmp_path):
    path = started.workspace.session.document.path
    bad = tmp_path / "Bad.headwater"
    bad.write_bytes(path.read_bytes()[:100] + b"x" * 50_000)
    answer(click("Repair"))
    started.window.opening.open_path(bad)
    assert "Nothing in “Bad.headwater” could be read" in started.workspace.said.text()
    assert started.workspace.session.document.path == path


def test_a_map_whose_place_is_gone_is_kept_from_memory(started, tmp_path):
    path = started.workspace.session.document.path
    gone = tmp_path / "gone"
    shutil.move(path.parent, gone)
    started.add_cause("Pay is low")
    assert started.workspace.session.document.at_risk
    copy_now(started)
    [kept] = all_copies()
    with Document.open(kept.path, look_only=True) as document:
        assert "Pay is low" in labels(document)
    shutil.move(gone, path.parent)
    assert started.workspace.session.document.retry()


def test_a_data_folder_that_takes_nothing_is_said_once_and_stops_nobody(started, tmp_path, monkeypatch):
    wall = tmp_path / "wall"
    wall.write_text("a file where the folder should be")
    monkeypatch.setenv("HEADWATER_DATA", str(wall))
    keeping, said = started.window.keeping, []
    keeping.told.connect(said.append)
    for _ in range(3):
        keeping._last -= 10_000
        copy_now(started)
    assert len(said) == 1
    assert "No earlier copy was kept" in said[0]
    started.add_cause("Pay is low")
    assert "Pay is low" in labels(started.workspace.session.document)


def test_the_folder_of_maps_takes_a_copy_whose_own_place_is_gone(started):
    copy_now(started)
    path = started.workspace.session.document.path
    close(started)
    [kept, *_] = all_copies()
    elsewhere = Path(kept.path.with_suffix(".json")).read_text("utf-8").replace(str(path.parent), "/nowhere at all")
    kept.path.with_suffix(".json").write_text(elsewhere, "utf-8")
    started.window.rescue._open_copy(all_copies()[0])
    assert started.workspace.session.document.path.parent == maps_folder()
