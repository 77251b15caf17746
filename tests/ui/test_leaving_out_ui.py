"""The sheet for a copy without names: what it says, and that the copy is made and checked."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog

from app.model import grounding
from app.ui.leaving_out import LeavingOut


def test_the_sheet_says_what_would_be_left_out(started):
    session = started.session
    session.perform("Voice", grounding.add_voice(session.map, "Healthwatch", name="Ada Okafor"))
    session.perform(
        "Evidence",
        grounding.add_evidence(
            session.map, started.id_of("People wait in hospital"), source="Ada Okafor, by telephone"
        ),
    )
    sheet = LeavingOut(session.document)
    assert "1 name and 1 organisation, also in the words of 1 piece of evidence" in sheet.said.text()
    sheet.names.setChecked(False)
    assert sheet.said.text() == "Left out: 1 organisation."
    for box in (sheet.organisations, sheet.quotations):
        box.setChecked(False)
    assert not sheet.buttons.button(sheet.buttons.StandardButton.Save).isEnabled()
    sheet.deleteLater()


def test_one_action_makes_a_copy_that_is_checked(started, tmp_path, monkeypatch):
    session = started.session
    session.perform("Voice", grounding.add_voice(session.map, "Healthwatch", name="Ada Okafor"))
    out = tmp_path / "out.headwater"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    seen = []

    def accept():
        sheet = next(each for each in started.window.findChildren(LeavingOut) if each.isVisible())
        seen.append(sheet.said.text())
        sheet.accept()

    QTimer.singleShot(0, accept)
    started.window.actions_by_id["file.leave_out"].trigger()
    started.settle()
    assert seen
    assert "Checked: none is in the file." in started.workspace.said.text()
    assert b"Ada Okafor" not in out.read_bytes()
    assert b"Healthwatch" not in out.read_bytes()
    for each in started.window.findChildren(LeavingOut):
        each.deleteLater()
