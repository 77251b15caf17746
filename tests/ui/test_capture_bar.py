"""What is said in the room, typed into the capture bar by real keys."""

from PySide6.QtGui import QGuiApplication


def capture(driver, *lines):
    """Open the bar and enter lines."""
    driver.press("Ctrl+J")
    for line in lines:
        driver.type(line)
        driver.press("Enter")


def bar(driver):
    return driver.workspace.capture


def test_a_chain_becomes_factors_and_links_in_one_step_and_the_bar_waits_for_the_next(started):
    before = started.session.map
    capture(started, "pay is low > staff leave > no home care")
    assert started.links() == {("pay is low", "staff leave"), ("staff leave", "no home care")}
    boxes = started.session.boxes
    xs = [boxes[started.id_of(label)].x for label in ("pay is low", "staff leave", "no home care")]
    assert xs == sorted(xs)
    assert len(set(xs)) == 3
    assert started.focused() is bar(started).field
    assert bar(started).field.text() == ""
    assert started.session.document.history()[-1].label == "Take down “pay is low > staff leave > no home care”"
    started.press("Ctrl+Z")
    assert started.session.map == before
    started.press("Ctrl+Y")
    assert len(started.links()) == 2


def test_lists_groups_symptoms_and_doubts(started):
    capture(
        started,
        "beds are full, taxis are late > People wait in hospital",
        "no notice + no transport > beds are full ?",
        "ambulances queue!",
    )
    cause_map = started.session.map
    assert {("beds are full", "People wait in hospital"), ("taxis are late", "People wait in hospital")} <= (
        started.links()
    )
    into = cause_map.links_into(started.id_of("beds are full"))
    assert len(into) == 2
    assert len({link.together for link in into}) == 1
    assert {link.certainty for link in into} == {"tentative"}
    assert cause_map.factors[started.id_of("ambulances queue")].is_symptom


def test_what_is_there_already_is_named_again_by_its_words_its_number_or_taken_with_one_key(started):
    capture(started, "too few carers > people wait in hospital")
    assert ("too few carers", "People wait in hospital") in started.links()
    started.type("rents > 2")
    started.press("Enter")
    assert ("rents", "too few carers") in started.links()
    started.type("the pay > too few care")
    bar(started).read()
    assert "too few carers" in bar(started).says.text()
    started.press("Down")
    assert bar(started).field.text() == "the pay > too few carers"
    started.press("Enter")
    assert ("the pay", "too few carers") in started.links()
    assert len(started.labels()) == 4


def test_what_would_happen_is_shown_before_enter_and_nothing_is_done(started):
    before = started.session.map
    places = dict(started.session.boxes)
    started.press("Ctrl+J")
    started.type("pay is low > staff leave > People wait in hospital")
    bar(started).read()
    shown = bar(started).ghosts.shown
    assert len(shown.boxes) == 2
    assert len(shown.routes) == 2
    assert len(shown.rings) == 1
    assert "2 factors" in bar(started).says.text()
    assert started.session.map == before
    assert started.session.boxes == places
    ghosts = {box for box, _ in shown.boxes.values()}
    started.press("Enter")
    assert not bar(started).ghosts.shown.boxes
    assert ghosts == {box for id_, box in started.session.boxes.items() if id_ not in places}, "they stand where shown"


def test_a_line_that_begins_with_an_arrow_goes_on_from_what_is_selected(started):
    started.add_cause("Staff leave")
    capture(started, "< pay is low", "< the council has less money")
    assert ("pay is low", "Staff leave") in started.links()
    assert ("the council has less money", "pay is low") in started.links()


def test_one_thing_alone_waits_in_the_parking_lot_until_it_is_linked(started):
    capture(started, "the taxi firm")
    assert "the taxi firm" not in started.labels()
    assert [factor.label for factor in started.session.map.parked()] == ["the taxi firm"]
    started.type("the taxi firm > people wait in hospital")
    started.press("Enter")
    assert ("the taxi firm", "People wait in hospital") in started.links()
    assert not started.session.map.parked()


def test_what_cannot_be_done_is_said_and_stays_to_be_mended(started):
    before = started.session.map
    capture(started, "staff leave > staff leave")
    assert started.session.map == before
    assert bar(started).field.text() == "staff leave > staff leave"
    assert "own cause" in bar(started).says.text()


def test_a_number_alone_goes_there(started):
    started.add_cause("Staff leave")
    started.press("Esc")
    capture(started, "1")
    assert started.selected() == {"People wait in hospital"}


def test_esc_closes_it_gives_the_keyboard_back_and_loses_nothing(started):
    started.press("Ctrl+J")
    started.type("half a thou")
    started.press("Esc")
    assert started.focused() is started.view
    assert not bar(started).isVisible()
    started.press("Ctrl+J")
    assert bar(started).field.text() == "half a thou"


def test_up_brings_back_the_line_before(started):
    capture(started, "a cause > people wait in hospital", "another > people wait in hospital")
    started.press("Up", "Up")
    assert bar(started).field.text() == "a cause > people wait in hospital"
    started.press("Down", "Down")
    assert bar(started).field.text() == ""


def test_it_opens_from_anywhere_even_from_a_field(started):
    started.window.title_field.setFocus()
    capture(started, "pay is low > people wait in hospital")
    assert len(started.links()) == 1
    started.press("Esc", "Ctrl+F")
    started.press("Ctrl+J")
    assert started.focused() is bar(started).field


def test_words_that_are_markup_are_shown_as_words(started):
    capture(started, "<b>beds</b> & pillows are short > people wait in hospital")
    started.type("pillows")
    bar(started).read()
    assert "<script" not in bar(started).says.text()
    QGuiApplication.clipboard().setText("")


def test_nothing_fades_while_things_are_taken_down(started):
    started.add_cause("Staff leave")
    capture(started, "beds are full > people wait in hospital")
    assert not any(item.faded for item in started.view.map_scene.factors.values())
    started.press("Esc")
    assert any(item.faded for item in started.view.map_scene.factors.values())


def test_half_a_line_is_there_again_after_closing_the_map(started):
    started.press("Ctrl+J")
    started.type("pay is low > sta")
    path = started.session.document.path
    started.press("Ctrl+W")
    started.open(path)
    started.press("Ctrl+J")
    assert bar(started).field.text() == "pay is low > sta"
