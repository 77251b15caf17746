"""A facilitator builds a map with keys and mouse, and the window keeps up."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.ui.canvas.view import MapView


def test_start_page_takes_the_first_symptom_and_is_ready_for_why(started):
    assert started.labels() == {"People wait in hospital"}
    assert started.session.map.symptoms()[0].label == "People wait in hospital"
    assert isinstance(started.focused(), MapView)
    assert started.selected() == {"People wait in hospital"}


def test_tab_asks_why_and_the_answer_becomes_a_cause(started):
    started.add_cause("Too little home care")
    assert started.links() == {("Too little home care", "People wait in hospital")}
    assert started.selected() == {"Too little home care"}
    assert started.ranking() == [(1, "Too little home care")]


def test_tab_inside_the_field_goes_on_asking_why(started):
    started.press("Tab")
    started.type("Too little home care")
    started.press("Tab")
    started.type("Staff leave")
    started.press("Enter")
    assert ("Staff leave", "Too little home care") in started.links()
    assert started.ranking() == [(1, "Staff leave")]


def test_enter_adds_another_cause_of_the_same_effect(started):
    started.add_cause("Too little home care")
    started.add_beside("Assessments are late")
    assert ("Assessments are late", "People wait in hospital") in started.links()


def test_enter_beside_a_symptom_adds_a_symptom(started):
    started.add_beside("Ambulances queue")
    assert {factor.label for factor in started.session.map.symptoms()} == {
        "People wait in hospital",
        "Ambulances queue",
    }


def test_esc_in_the_field_leaves_no_trace(started):
    before = started.session.map
    started.press("Tab")
    started.type("Never mi")
    started.press("Esc")
    assert started.session.map == before
    assert isinstance(started.focused(), MapView)


def test_empty_words_add_nothing(started):
    started.press("Tab")
    started.type("   ")
    started.press("Enter")
    assert started.labels() == {"People wait in hospital"}


def test_clicking_elsewhere_while_typing_keeps_the_words(started):
    started.press("Tab")
    started.type("Too little home care")
    started.click(QPoint(10, 10))
    assert "Too little home care" in started.labels()


def test_f2_renames_in_place(started):
    started.press("F2")
    started.press("Ctrl+A")
    started.type("People wait too long")
    started.press("Enter")
    assert started.labels() == {"People wait too long"}


def test_letters_typed_into_a_field_are_not_keys(started):
    started.press("Tab")
    started.type("small meals slow us")
    started.press("Enter")
    assert started.labels() == {"People wait in hospital", "small meals slow us"}


def test_m_marks_a_symptom_and_back(started):
    started.add_cause("Staff leave")
    started.press("M")
    assert started.session.map.factors[started.id_of("Staff leave")].is_symptom
    started.press("M")
    assert not started.session.map.factors[started.id_of("Staff leave")].is_symptom


def test_l_and_a_few_letters_link_to_an_effect(started):
    started.add_cause("Staff leave")
    started.add_symptom("Ambulances queue")
    started.find("staff")
    started.press("L")
    started.type("ambul")
    started.press("Enter")
    assert ("Staff leave", "Ambulances queue") in started.links()


def test_shift_l_links_to_a_cause(started):
    started.add_symptom("Ambulances queue")
    started.press("Shift+L")
    started.type("people")
    started.press("Enter")
    assert ("People wait in hospital", "Ambulances queue") in started.links()


def test_the_picker_does_not_offer_what_is_linked_already(started):
    started.add_cause("Staff leave")
    started.press("L")
    assert started.picker().rows.count() == 0
    started.press("Esc")
    assert started.picker() is None


def test_a_misspelt_word_still_finds_its_factor(started):
    started.add_cause("Equipment arrives late")
    started.find("equipmnet arives")
    assert started.selected() == {"Equipment arrives late"}


def test_k_then_a_digit_says_how_sure_a_link_is(started):
    started.add_cause("Staff leave")
    for key, word in (("1", "established"), ("3", "tentative"), ("2", "likely")):
        started.find("staff")
        started.press("K", key)
        assert [link.certainty for link in started.session.map.links.values()] == [word]


def test_delete_removes_a_factor_with_its_links_and_undo_brings_all_back(started):
    started.add_cause("Staff leave")
    whole = started.session.map
    started.press("Del")
    assert started.links() == set()
    started.press("Ctrl+Z")
    assert started.session.map == whole
    assert started.links() == {("Staff leave", "People wait in hospital")}


def test_undo_and_redo_walk_through_everything(started):
    started.add_cause("Staff leave")
    started.add_cause("Pay is low")
    started.press("Ctrl+Z", "Ctrl+Z")
    assert started.labels() == {"People wait in hospital"}
    started.press("Ctrl+Y", "Ctrl+Shift+Z")
    assert started.labels() == {"People wait in hospital", "Staff leave", "Pay is low"}


def test_arrows_go_along_the_links(started):
    started.add_cause("Staff leave")
    started.press("Right")
    assert started.selected() == {"People wait in hospital"}
    started.press("Left")
    assert started.selected() == {"Staff leave"}


def test_dragging_a_box_moves_it_as_one_step(started):
    started.add_cause("Staff leave")
    before = started.session.boxes[started.id_of("Staff leave")]
    started.drag(started.point("Staff leave"), started.point("Staff leave", 10, 120))
    after = started.session.boxes[started.id_of("Staff leave")]
    assert abs(after.y - before.y - 120) < 6
    started.press("Ctrl+Z")
    assert started.session.boxes[started.id_of("Staff leave")] == before


def test_esc_during_a_drag_leaves_nothing_behind(started):
    started.add_cause("Staff leave")
    before, undo = started.session.boxes[started.id_of("Staff leave")], started.session.document.undo_label
    start = started.point("Staff leave")
    started.drag(start, start + QPoint(0, 90), release=False)
    started.press("Esc")
    QTest.mouseRelease(started.view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    assert started.session.boxes[started.id_of("Staff leave")] == before
    item = started.view.map_scene.factors[started.id_of("Staff leave")]
    assert (item.pos().x(), item.pos().y()) == (before.x, before.y)
    assert started.session.document.undo_label == undo


def test_dragging_from_the_right_side_makes_a_link(started):
    started.add_cause("Staff leave")
    started.add_symptom("Ambulances queue")
    half = started.session.boxes[started.id_of("Staff leave")].width / 2
    started.drag(started.point("Staff leave", half), started.point("Ambulances queue"))
    assert ("Staff leave", "Ambulances queue") in started.links()


def test_dragging_from_the_left_side_asks_for_the_cause(started):
    started.add_cause("Staff leave")
    started.add_symptom("Ambulances queue")
    half = started.session.boxes[started.id_of("Ambulances queue")].width / 2
    started.drag(started.point("Ambulances queue", -half), started.point("Staff leave"))
    assert ("Staff leave", "Ambulances queue") in started.links()


def test_a_link_let_go_over_empty_ground_asks_for_a_new_factor(started):
    half = started.session.boxes[started.id_of("People wait in hospital")].width / 2
    start = started.point("People wait in hospital", -half)
    started.drag(start, started.point("People wait in hospital", -half - 120, 150))
    started.type("Staff leave")
    started.press("Enter")
    assert started.links() == {("Staff leave", "People wait in hospital")}


def test_a_second_link_between_the_same_two_is_refused_in_one_sentence(started):
    started.add_cause("Staff leave")
    started.find("staff")
    half = started.session.boxes[started.id_of("Staff leave")].width / 2
    before = started.session.map
    started.drag(started.point("Staff leave", half), started.point("People wait in hospital"))
    assert started.session.map == before
    assert started.said() == "These two factors are linked already."


def test_a_band_selects_what_it_touches(started):
    started.add_cause("Staff leave")
    started.add_beside("Assessments are late")
    port = started.view.viewport()
    started.drag(QPoint(3, 3), QPoint(port.width() - 3, port.height() - 3))
    assert started.selected() == {"People wait in hospital", "Staff leave", "Assessments are late"}


def test_ctrl_click_adds_to_the_selection_and_takes_away(started):
    started.add_cause("Staff leave")
    started.click(started.point("People wait in hospital"), Qt.KeyboardModifier.ControlModifier)
    assert started.selected() == {"People wait in hospital", "Staff leave"}
    started.click(started.point("People wait in hospital"), Qt.KeyboardModifier.ControlModifier)
    assert started.selected() == {"Staff leave"}


def test_double_click_renames_a_box_and_makes_one_on_empty_ground(started):
    started.double_click(started.point("People wait in hospital", 0, 160))
    started.type("Fees are low")
    started.press("Enter")
    assert "Fees are low" in started.labels()
    started.double_click(started.point("Fees are low"))
    started.press("Ctrl+A")
    started.type("Fees are too low")
    started.press("Enter")
    assert "Fees are too low" in started.labels()


def test_no_new_box_ever_stands_on_another(started):
    for words in ("One", "Two", "Three", "Four"):
        started.add_cause(f"{words} cause that is worded at such a length that it needs several lines in its box")
        started.add_beside(f"{words} more")
        started.add_symptom(f"{words} symptom")
        started.find("people wait")
    boxes = list(started.session.boxes.values())
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            apart_x = abs(one.x - other.x) >= (one.width + other.width) / 2
            apart_y = abs(one.y - other.y) >= (one.height + other.height) / 2
            assert apart_x or apart_y


def test_zoom_keys_and_fit(started):
    started.add_cause("Staff leave")
    before = started.view.zoom
    started.press("Ctrl++")
    assert started.view.zoom > before
    started.press("Ctrl+-", "Ctrl+-")
    assert started.view.zoom < before
    started.press("Ctrl+1")
    assert round(started.view.zoom, 6) == 1
    started.press("Ctrl+0")
    sight = started.view.mapToScene(started.view.viewport().rect()).boundingRect()
    assert sight.contains(started.view.map_scene.map_extent())


def test_a_title_is_a_step_like_any_other(started):
    started.window.title_field.setFocus()
    started.press("Ctrl+A")
    started.type("Winter discharge summit")
    started.press("Enter")
    assert started.session.map.title == "Winter discharge summit"
    assert "Winter discharge summit" in started.window.windowTitle()
    started.view.setFocus()
    started.press("Ctrl+Z")
    assert started.session.map.title == "People wait in hospital"


def test_twenty_factors_from_an_empty_map_without_the_mouse(driver):
    driver.begin("People wait in hospital")
    driver.press("Tab")
    for words in ("Home care is short", "Care staff leave", "Care pay is low", "Fees are low"):
        driver.type(words)
        driver.press("Tab")
    driver.type("Council budgets are cut")
    driver.press("Enter")
    driver.find("home care")
    for words in ("Families are not told", "Assessments are late"):
        driver.add_beside(words)
    for words in ("Too few social workers", "Forms are done twice", "Records do not connect"):
        driver.add_cause(words)
    driver.find("families")
    driver.add_cause("No one person in charge")
    driver.add_symptom("Ambulances queue")
    driver.add_cause("Beds are full")
    driver.press("Shift+L")
    driver.type("people wait")
    driver.press("Enter")
    driver.add_symptom("People lose strength")
    driver.add_cause("People stay in bed")
    driver.add_cause("Too few ward staff")
    driver.find("people lose")
    driver.press("Shift+L")
    driver.type("people wait")
    driver.press("Enter")
    driver.add_symptom("People come back soon")
    driver.add_cause("Discharge is rushed")
    driver.press("Shift+L")
    driver.type("beds")
    driver.press("Enter")
    driver.find("ambulances")
    driver.add_cause("Hard to see a GP")
    assert len(driver.session.map.factors) == 20
    ranked = [words for _, words in driver.ranking()]
    assert set(ranked) == {
        "Council budgets are cut",
        "Records do not connect",
        "No one person in charge",
        "Too few ward staff",
        "Hard to see a GP",
    }
    assert driver.ranking()[0][0] == 1
    best = driver.session.reading.upstream[0]
    assert len(best.reach) == max(len(cause.reach) for cause in driver.session.reading.upstream)
