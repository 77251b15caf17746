"""Lists and tables pasted: read a little at a time, shown, and added as one step."""

from PySide6.QtGui import QGuiApplication


def paste(driver, text, *, at="map"):
    QGuiApplication.clipboard().setText(text)
    if at == "bar":
        driver.press("Ctrl+J")
    driver.press("Ctrl+V")
    driver.qtbot.waitUntil(lambda: not driver.workspace.capture._pasting.is_reading, timeout=30_000)
    driver.settle()


def says(driver):
    return driver.workspace.capture.says.text()


def test_an_indented_list_becomes_a_map_in_one_step(started):
    before = started.session.map
    paste(started, "No home care\n\tStaff leave\n\t\tPay is low\n\tTravel is not paid\n")
    assert "4 factors and 3 links" in says(started)
    assert started.session.map == before
    assert len(started.workspace.capture.ghosts.shown.boxes) == 4
    started.press("Enter")
    assert started.links() == {
        ("Staff leave", "No home care"),
        ("Pay is low", "Staff leave"),
        ("Travel is not paid", "No home care"),
    }
    started.press("Ctrl+Z")
    assert started.session.map == before


def test_two_columns_with_tabs_and_quotes_into_the_bar(started):
    text = 'Cause\tEffect\n"Staff\tleave, again"\tPeople wait in hospital\n"The ""panel"""\tPeople wait in hospital\n'
    paste(started, text, at="bar")
    started.press("Enter")
    assert started.links() == {
        ("Staff leave, again", "People wait in hospital"),
        ('The "panel"', "People wait in hospital"),
    }


def test_esc_drops_a_paste_and_leaves_the_map(started):
    before = started.session.map
    paste(started, "One\nTwo\nThree")
    started.press("Esc")
    assert "Enter adds" not in says(started)
    started.press("Enter")
    assert started.session.map == before


def test_plain_lines_wait_in_the_parking_lot(started):
    paste(started, "One\nTwo\nThree")
    started.press("Enter")
    assert [factor.label for factor in started.session.map.parked()] == ["One", "Two", "Three"]
    assert len(started.labels()) == 1


def test_ten_thousand_lines_are_one_step_that_can_be_undone(started):
    before = started.session.map
    paste(started, "\n".join(f"Thing number {number}" for number in range(10_000)))
    started.press("Enter")
    assert len(started.session.map.parked()) == 10_000
    assert started.session.document.history()[-1].label == "Paste 10,000 factors"
    started.press("Ctrl+Z")
    assert started.session.map == before


def test_a_long_paste_can_be_given_up_while_it_is_read(started):
    before = started.session.map
    QGuiApplication.clipboard().setText("\n".join(f"Thing {number} > Other {number}" for number in range(10_000)))
    started.view.setFocus()
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    QTest.keyClick(started.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert started.workspace.capture._pasting.is_reading
    assert "Esc leaves off" in says(started)
    started.press("Esc")
    assert not started.workspace.capture._pasting.is_reading
    assert started.session.map == before


def test_many_linked_factors_are_arranged_beside_the_window_and_can_be_given_up(started):
    lines = [f"Cause {number} > Effect {number % 40}" for number in range(120)]
    before = started.session.map
    paste(started, "\n".join(lines))
    started.press("Enter")
    assert "Placing 160 factors" in started.status()
    started.session.arranging.give_up()
    assert started.session.map == before
    paste(started, "\n".join(lines))
    with started.qtbot.waitSignal(started.session.stepped, timeout=60_000):
        started.press("Enter")
    assert len(started.labels()) == 161
    boxes = list(started.session.boxes.values())
    for number, one in enumerate(boxes):
        for other in boxes[:number]:
            assert abs(one.x - other.x) >= 184 or abs(one.y - other.y) >= (one.height + other.height) / 2


def rows(number):
    return "\n".join(f"Cause {each}\tPeople wait in hospital" for each in range(number))


def test_a_map_that_is_closed_while_many_are_placed_has_them_all(started):
    paste(started, rows(80))
    started.press("Enter")
    assert started.session.arranging.busy
    path = started.session.document.path
    started.window.close_map()
    started.open(path)
    assert len(started.labels()) == 81
    assert len(started.links()) == 80


def test_a_paste_that_the_map_has_overtaken_is_read_again_and_not_lost(started):
    started.press("Ctrl+J")
    started.type("a > b")
    started.press("Enter")
    paste(started, "a\tc\nb\td", at="bar")
    started.press("Ctrl+Z")
    started.qtbot.waitUntil(lambda: not started.workspace.capture._pasting.is_reading)
    assert "4 factors" in says(started)
    started.press("Enter")
    assert started.links() == {("a", "c"), ("b", "d")}


def test_while_a_paste_waits_enter_does_what_is_said(started):
    started.press("Ctrl+J")
    started.type("x > y")
    started.press("Enter")
    started.type("c > d")
    paste(started, "One\tTwo\nThree\tTwo", at="bar")
    shown = says(started)
    started.press("Up", "Left")
    started.qtbot.wait(60)
    assert says(started) == shown
    started.press("Enter")
    assert {("One", "Two"), ("Three", "Two")} <= started.links()
    assert ("c", "d") not in started.links()
    assert started.workspace.capture.field.text() == "c > d"
