"""What the window shows and keeps: ranking, tracing, outline, themes, files, pictures."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from app.document import Document
from app.drawing.theme import DARK, LIGHT
from app.model import edits
from app.ui.actions import ACTIONS
from app.ui.places import recent_maps
from app.ui.session import AT_ONCE


def test_the_ranking_follows_every_edit(started):
    started.add_cause("Staff leave")
    assert started.ranking() == [(1, "Staff leave")]
    started.add_cause("Pay is low")
    assert started.ranking() == [(1, "Pay is low")]
    started.press("Ctrl+Z")
    assert started.ranking() == [(1, "Staff leave")]
    started.find("staff")
    started.press("K", "Del")
    assert started.ranking() == []


def test_selecting_a_cause_traces_its_ways_and_fades_the_rest(started):
    started.add_cause("Staff leave")
    started.add_symptom("Ambulances queue")
    started.add_cause("Beds are full")
    started.find("staff")
    scene = started.view.map_scene
    assert not scene.factors[started.id_of("People wait in hospital")].faded
    assert scene.factors[started.id_of("Ambulances queue")].faded
    traced = {scene.links[id_].traced for id_ in scene.links}
    assert traced == {True, False}
    started.press("Esc")
    assert not any(item.faded for item in scene.factors.values())


def test_the_focus_panel_says_why(started):
    started.add_cause("Staff leave")
    assert started.workspace.focus.why_heading.text() == "Why number 1?"
    assert "Staff leave" in started.workspace.focus.why.text()


def test_choosing_a_row_of_the_ranking_selects_it_on_the_map(started):
    started.add_cause("Staff leave")
    started.add_beside("Assessments are late")
    started.press("Esc", "F6")
    rows = started.ranking()
    started.press("Down")
    assert started.selected() == {rows[0][1]}
    started.press("Down")
    assert started.selected() == {rows[1][1]}


def test_facts_of_life_are_left_out_with_one_key(started):
    started.add_cause("Staff leave")
    started.add_cause("The population ages")
    box = started.workspace.details.control
    started.workspace.right.setCurrentWidget(started.workspace.details)
    box.setCurrentIndex(box.findData("fact of life"))
    box.activated.emit(box.currentIndex())
    started.view.setFocus()
    started.press("Y")
    assert started.ranking() == [(1, "Staff leave")]
    started.press("Y")
    assert started.ranking() == [(1, "The population ages")]


def test_the_outline_shows_causes_under_effects_and_ends_at_a_loop(started):
    started.add_cause("Staff leave")
    started.add_cause("Work is a strain")
    started.press("Shift+L")
    started.type("staff")
    started.press("Enter")
    assert started.outline() == [
        (0, "People wait in hospital"),
        (1, "Staff leave"),
        (2, "Work is a strain"),
        (3, "Staff leave"),
    ]
    assert "1 loop" in started.status()


def test_the_outline_shares_selection_and_keys(started):
    started.add_cause("Staff leave")
    started.press("Shift+F6")
    assert started.focused() is started.workspace.outline
    started.press("Up")
    assert started.selected() == {"People wait in hospital"}
    started.press("Tab")
    started.type("Assessments are late")
    started.press("Enter")
    assert ("Assessments are late", "People wait in hospital") in started.links()


def test_a_factor_that_leads_to_no_symptom_is_in_the_outline_and_asked_about(started):
    started.press("Esc")
    started.double_click(started.point("People wait in hospital", 0, 200))
    started.type("Fees are low")
    started.press("Enter")
    assert (0, "Fees are low") in started.outline()
    assert "? 1 cause leads to no symptom" in [
        button.text() for button in started.workspace.focus.questions.children() if hasattr(button, "text")
    ]


def test_details_set_what_the_map_keeps(started):
    started.press("F2")
    started.press("Esc")
    details = started.workspace.details
    started.workspace.right.setCurrentWidget(details)
    details.theme.setFocus()
    started.type("Flow")
    started.press("Enter")
    details.notes.setFocus()
    started.type("Since last winter")
    started.view.setFocus()
    started.settle()
    factor = started.session.map.symptoms()[0]
    assert (factor.theme, factor.notes) == ("Flow", "Since last winter")


def test_all_changes_are_saved_and_nothing_is_lost_on_closing(started, qtbot):
    started.add_cause("Staff leave")
    assert "All changes saved" in started.status()
    path, whole = started.session.document.path, started.session.map
    started.press("Tab")
    started.type("Half a thou")
    started.press("Ctrl+W")
    started.open(path)
    assert started.labels() == {"People wait in hospital", "Staff leave", "Half a thou"}
    started.press("Ctrl+Z")
    assert started.session.map == whole


def test_undo_goes_on_after_closing_and_opening(started):
    started.add_cause("Staff leave")
    path = started.session.document.path
    started.press("Ctrl+W")
    started.open(path)
    started.press("Ctrl+Z", "Ctrl+Z")
    assert started.labels() == set()
    started.press("Ctrl+Y", "Ctrl+Y")
    assert started.labels() == {"People wait in hospital", "Staff leave"}


def test_a_closed_map_is_among_the_recent_ones_with_its_picture(started):
    started.add_cause("Staff leave")
    path = started.session.document.path
    started.press("Ctrl+W")
    recent = recent_maps()
    assert [each.path for each in recent] == [path.resolve()]
    picture = QImage(str(recent[0].thumbnail))
    colours = {
        picture.pixelColor(x, y).name() for x in range(0, picture.width(), 4) for y in range(0, picture.height(), 4)
    }
    assert LIGHT.root.lower() in colours or DARK.root.lower() in colours


def test_a_file_that_is_no_map_is_refused_in_one_sentence(driver, tmp_path: Path):
    wrong = tmp_path / "notes.headwater"
    wrong.write_text("Dear all", "utf-8")
    driver.open(wrong)
    assert driver.window.workspace is None
    assert "notes.headwater" in driver.window.start.hint.text()
    assert wrong.read_text("utf-8") == "Dear all"


def test_the_example_opens_ranked(driver):
    driver.window.opening.open_example()
    driver.settle()
    assert "63 factors · 95 links" in driver.status()
    assert len(driver.ranking()) == 17
    assert driver.ranking()[0] == (1, "Each organisation is paid and judged on its own results")


def test_tidy_is_one_step_that_undo_takes_back(driver, qtbot):
    driver.window.opening.open_example()
    driver.settle()
    driver.find("home care stops")
    driver.press("Ctrl+Down", "Ctrl+Down")
    before = dict(driver.session.boxes)
    driver.press("Ctrl+T")
    qtbot.waitUntil(lambda: not driver.session.arranging.busy, timeout=30_000)
    assert driver.session.boxes != before
    driver.press("Ctrl+Z")
    assert driver.session.boxes == before


def test_dark_and_light_dress_everything_and_are_remembered(started):
    first = started.window.theme
    started.press("Ctrl+Shift+D")
    other = started.window.theme
    assert {first, other} == {LIGHT, DARK}
    assert started.view.backgroundBrush().color().name() == other.canvas.lower()
    assert QApplication.palette().window().color().name() == other.panel.lower()
    assert {item.theme for item in started.view.map_scene.factors.values()} == {other}
    started.press("Ctrl+Shift+D")
    assert started.window.theme == first


def test_copy_picture_puts_the_whole_map_on_the_clipboard(started):
    started.add_cause("Staff leave")
    started.press("Ctrl+Shift+C")
    assert not QGuiApplication.clipboard().image().isNull()
    assert "clipboard" in started.said()


def test_every_action_has_a_handler_a_key_of_its_own_and_help(started):
    keys = [key for spec in ACTIONS for key in (*spec.keys, *([spec.shown_key] if spec.shown_key else []))]
    assert len(keys) == len(set(keys))
    assert len({spec.id for spec in ACTIONS}) == len(ACTIONS)
    window = started.window
    owners = {"window": window} | {name: getattr(window, name) for name in ("saving", "exporting", "opening", "rescue")}
    for spec in ACTIONS:
        where, method = spec.handler.split(".")
        owner = owners.get(where) or getattr(started.workspace, where)
        assert callable(getattr(owner, method)), spec.id
        assert spec.help
        assert spec.id in started.window.actions_by_id


def test_f6_goes_round_the_panes_and_focus_is_never_lost(started):
    seen = []
    for _ in range(3):
        started.press("F6")
        seen.append(started.focused())
    assert len(set(seen)) == 3
    assert seen[-1] is started.view


def test_a_refused_file_leaves_the_open_map_open(started, tmp_path: Path):
    wrong = tmp_path / "notes.headwater"
    wrong.write_text("Dear all", "utf-8")
    started.open(wrong)
    assert started.labels() == {"People wait in hospital"}
    assert "notes.headwater" in started.said()
    started.add_cause("Staff leave")
    assert "Staff leave" in started.labels()


def test_opening_the_open_map_again_changes_nothing(started):
    session = started.session
    started.open(session.document.path)
    assert started.session is session


def test_a_larger_map_is_ranked_anew_after_every_edit_too(driver, tmp_path: Path, qtbot):
    path = tmp_path / "large.headwater"
    with Document.create(path, "Large") as document:
        changes = edits.add_factor("Symptom", "symptom", (0.0, 0.0))
        document.perform("Add", changes)
        for number in range(AT_ONCE + 10):
            place = (-290.0 * (1 + number // 20), 90.0 * (number % 20))
            document.perform("Add", edits.add_cause(document.map, changes[0].id, f"Cause {number}", place))
    driver.open(path)
    qtbot.waitUntil(lambda: len(driver.ranking()) == AT_ONCE + 10, timeout=30_000)
    driver.find("Cause 7")
    driver.press("Del")
    qtbot.waitUntil(lambda: len(driver.ranking()) == AT_ONCE + 9, timeout=30_000)
    driver.press("Ctrl+Z")
    qtbot.waitUntil(lambda: len(driver.ranking()) == AT_ONCE + 10, timeout=30_000)
