"""Pictures and files for others: seen before they are made, written while the talk goes on, repeated by one key."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from app.exchange.pictures import PictureChoice
from app.ui.export_dialog import ExportDialog
from app.ui.places import choices, choose


@pytest.fixture
def chosen(monkeypatch):
    """The place that is given whenever one is asked for."""
    given = {}
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(given.get("path", "")), ""))
    return given


def when_open(driver, act):
    """Let a person act on the dialog once it shows its preview; then it has to be closed by them."""

    def look():
        dialog = next((each for each in driver.window.findChildren(ExportDialog) if each.isVisible()), None)
        if dialog is None or dialog.picture.pixmap().isNull():
            QTimer.singleShot(20, look)
        else:
            act(dialog)

    QTimer.singleShot(20, look)


def written(driver, path):
    driver.qtbot.waitUntil(lambda: not driver.window.exporting.busy, timeout=20_000)
    driver.settle()
    return path


def words_of(path: Path) -> str:
    return path.read_text("utf-8")


def test_a_picture_is_seen_chosen_and_saved_by_keys_alone(started, chosen, tmp_path):
    chosen["path"] = tmp_path / "map"
    seen = {}

    def act(dialog):
        assert dialog.preset.hasFocus()
        seen["preview"] = dialog.picture.pixmap().size()
        driver.press("Down")  # a slide
        seen["choice"] = dialog.choice
        driver.press("Enter")

    driver = started
    when_open(driver, act)
    driver.press("Ctrl+E")
    path = written(driver, tmp_path / "map.png")
    assert seen["preview"].width() > 200
    assert seen["choice"].paper == "slide"
    image = QImage(str(path))
    assert image.width() / image.height() == pytest.approx(16 / 9, abs=0.01)
    assert str(path) in driver.workspace.said.text()
    assert choices()["picture"]["paper"] == "slide"


def test_leaving_the_dialog_changes_nothing(started, chosen, tmp_path):
    before = choices()
    when_open(started, lambda _: started.press("Down", "Esc"))
    started.press("Ctrl+E")
    assert choices() == before
    assert list(tmp_path.glob("*.png")) == []


def test_one_key_makes_the_same_picture_again_as_the_map_is_now(started, chosen, tmp_path):
    path = tmp_path / "map.svg"
    choose(picture=PictureChoice("svg", theme="grey").as_values())
    started.window.exporting.write_picture(path, PictureChoice("svg", theme="grey"))
    written(started, path)
    assert "No home care" not in words_of(path)
    started.press("Tab")
    started.type("No home care")
    started.press("Enter", "F12")
    written(started, path)
    assert "No home care" in words_of(path)
    assert {each.name for each in tmp_path.glob("*.svg")} == {"map.svg"}


def test_a_picture_that_somebody_changed_is_not_written_over(started, chosen, tmp_path):
    path = tmp_path / "map.svg"
    choose(picture=PictureChoice("svg").as_values())
    started.window.exporting.write_picture(path, PictureChoice("svg"))
    written(started, path)
    path.write_text("retouched by hand", "utf-8")
    started.press("F12")
    written(started, path)
    assert words_of(path) == "retouched by hand"
    beside = started.session.document.path.parent / "People wait in hospital.svg"
    assert str(beside) in started.workspace.said.text()
    assert "<svg" in words_of(beside)


def test_with_nothing_to_repeat_the_dialog_comes(started, chosen):
    seen = []
    when_open(started, lambda dialog: (seen.append(dialog.choice), started.press("Esc")))
    started.press("F12")
    assert seen == [PictureChoice()]


def test_the_talk_goes_on_while_a_large_picture_is_written(started, tmp_path):
    exporting = started.window.exporting
    path = tmp_path / "wall.png"
    exporting.write_picture(path, PictureChoice(paper="A0", dots=150))
    started.press("Tab")
    started.type("No home care")
    started.press("Enter")
    assert exporting.busy
    assert started.id_of("No home care")
    written(started, path)
    assert QImage(str(path)).width() > 5000


def test_closing_the_window_lets_a_picture_be_finished(driver, tmp_path):
    driver.begin("People wait in hospital")
    path = tmp_path / "wall.png"
    driver.window.exporting.write_picture(path, PictureChoice(paper="A1", dots=150))
    driver.window.close()
    assert QImage(str(path)).width() > 3000
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".headwater")] == []


def test_what_cannot_be_written_is_told_in_a_sentence(started, tmp_path):
    started.window.exporting.write_picture(tmp_path / "gone" / "map.png", PictureChoice())
    written(started, None)
    assert "does not exist, so “map.png” was not written" in started.workspace.said.text()
    started.press("Esc")
    started.window.exporting.write_picture(tmp_path / "map.png", PictureChoice(what="selection"))
    written(started, None)
    assert "Nothing is selected" in started.workspace.said.text()
    assert list(tmp_path.glob("*.png")) == []


def test_a_map_is_written_for_another_program_and_says_what_it_cannot_hold(started, tmp_path):
    exporting = started.window.exporting
    exporting.write_map(tmp_path / "map", "graphml")
    written(started, None)
    assert (tmp_path / "map.graphml").read_bytes().startswith(b"<?xml")
    assert "It does not hold what is parked" in started.workspace.said.text()
    exporting.write_map(tmp_path / "map.nothing", "")
    assert "no ending that says what to write" in started.workspace.said.text()


def test_choices_that_do_not_go_together_are_put_right(started):
    dialog = ExportDialog(started.window.exporting.source(), started.window.exporting.inquiries)

    def choose_in(name, value):
        field = dialog.fields[name]
        field.setCurrentIndex(field.findData(value))
        field.activated.emit(field.currentIndex())

    choose_in("what", "everything")
    assert (dialog.choice.ending, dialog.choice.paper) == ("pdf", "A4")
    choose_in("ending", "png")
    assert dialog.choice.what == "map"
    choose_in("paper", "A1")
    choose_in("tiles", "A4")
    assert dialog.choice.ending == "pdf"
    choose_in("paper", "A4")
    assert not dialog.choice.tiles
    assert not dialog.form.isRowVisible(dialog.fields["tiles"])
    started.window.exporting.inquiries.cancel("preview")
    dialog.deleteLater()


def test_a_persons_own_template_is_put_among_their_maps_and_used(started):
    from docx import Document

    from app.ui.places import paper_template

    started.window.exporting.template()
    template = paper_template()
    document = Document(str(template))
    document.styles["Heading 1"].font.name = "Georgia"
    document.save(str(template))
    before = template.read_bytes()
    started.window.exporting.template()
    assert template.read_bytes() == before
    path = started.session.document.path.with_name("paper.docx")
    started.window.exporting.write_map(path, "board-paper")
    started.qtbot.waitUntil(path.exists, timeout=60_000)
    assert Document(str(path)).styles["Heading 1"].font.name == "Georgia"
