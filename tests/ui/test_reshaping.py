"""The map given another shape, by keys alone and by the mouse, each as one step that can be undone."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication


def three(driver):
    """Pay is low → Staff leave → People wait in hospital."""
    driver.add_cause("Staff leave")
    driver.add_cause("Pay is low")


def select_link(driver, cause, effect):
    """Find the cause and go round its links with K."""
    driver.find(cause)
    cause_map = driver.session.map
    for _ in range(9):
        driver.press("K")
        link = cause_map.links[driver.session.selected_links()[0]]
        if (link.cause, link.effect) == (driver.id_of(cause), driver.id_of(effect)):
            return
    raise AssertionError("there is no such link")


def undo_restores(driver, before):
    """One undo brings back exactly what was there."""
    driver.press("Ctrl+Z")
    assert driver.session.map == before


def test_two_factors_that_are_the_same_become_one(started):
    three(started)
    started.find("people wait")
    started.add_cause("Workers quit")
    before = started.session.map
    started.find("Staff leave")
    started.press("J")
    started.type("workers")
    started.press("Enter")
    assert started.labels() == {"People wait in hospital", "Staff leave", "Pay is low"}
    assert started.links() == {("Staff leave", "People wait in hospital"), ("Pay is low", "Staff leave")}
    assert started.selected() == {"Staff leave"}
    assert "Workers quit" in started.session.map.factors[started.id_of("Staff leave")].notes
    undo_restores(started, before)


def test_several_selected_factors_merge_into_the_first(started):
    three(started)
    started.find("people wait")
    started.add_cause("Workers quit")
    started.find("Staff leave")
    started.press("Shift+Down")
    if started.selected() != {"Staff leave", "Workers quit"}:
        started.find("Staff leave")
        started.press("Shift+Up")
    assert started.selected() == {"Staff leave", "Workers quit"}
    started.press("J")
    assert started.labels() == {"People wait in hospital", "Staff leave", "Pay is low"}


def test_a_factor_that_says_two_things_is_split_where_it_says_and(started):
    started.add_cause("Staff leave and pay is low")
    before = started.session.map
    started.press("D")
    assert "Staff leave / pay is low" in started.focused().toPlainText()
    started.press("Enter")
    assert started.labels() == {"People wait in hospital", "Staff leave", "pay is low"}
    assert started.links() == {
        ("Staff leave", "People wait in hospital"),
        ("pay is low", "People wait in hospital"),
    }
    undo_restores(started, before)


def test_nothing_is_split_without_a_stroke(started):
    started.add_cause("Staff leave")
    before = started.session.map
    started.press("D")
    started.press("Ctrl+A")
    started.type("Only one")
    started.press("Enter")
    assert started.session.map == before
    assert "stroke" in started.said()


def test_what_comes_between_is_asked_on_a_link(started):
    three(started)
    before = started.session.map
    select_link(started, "Pay is low", "Staff leave")
    started.press("B")
    started.type("Shops pay more")
    started.press("Enter")
    assert ("Pay is low", "Shops pay more") in started.links()
    assert ("Shops pay more", "Staff leave") in started.links()
    assert ("Pay is low", "Staff leave") not in started.links()
    boxes = started.session.boxes
    xs = [boxes[started.id_of(label)].x for label in ("Pay is low", "Staff leave", "People wait in hospital")]
    assert xs == sorted(xs)
    undo_restores(started, before)


def test_a_link_is_reversed(started):
    three(started)
    before = started.session.map
    select_link(started, "Pay is low", "Staff leave")
    started.press("R")
    assert ("Staff leave", "Pay is low") in started.links()
    undo_restores(started, before)


def test_the_end_of_a_link_moves_by_key_and_its_beginning_too(started):
    three(started)
    select_link(started, "Pay is low", "Staff leave")
    started.press("E")
    started.type("people")
    started.press("Enter")
    assert started.links() == {("Staff leave", "People wait in hospital"), ("Pay is low", "People wait in hospital")}
    started.find("people wait")
    started.add_cause("Beds are full")
    select_link(started, "Pay is low", "People wait in hospital")
    started.press("Shift+E")
    started.type("beds")
    started.press("Enter")
    assert "linked already" in started.said()


def test_the_end_of_a_link_is_dragged_to_another_factor(started):
    three(started)
    started.find("people wait")
    started.add_cause("Beds are full")
    select_link(started, "Pay is low", "Staff leave")
    link = started.session.selected_links()[0]
    tip = started.session.routes[link][-1]
    before = started.session.map
    started.drag(started.view.mapFromScene(QPointF(*tip)), started.point("Beds are full"))
    assert ("Pay is low", "Beds are full") in started.links()
    assert ("Pay is low", "Staff leave") not in started.links()
    undo_restores(started, before)


def test_a_dragged_end_let_go_over_nothing_leaves_the_link(started):
    three(started)
    select_link(started, "Pay is low", "Staff leave")
    tip = started.session.routes[started.session.selected_links()[0]][-1]
    start = started.view.mapFromScene(QPointF(*tip))
    before = started.session.map
    started.drag(start, start - started.view.viewport().rect().topLeft() + started.point("Pay is low", 0, 200) - start)
    assert started.session.map == before


def test_links_needed_together_and_signs_by_key(started):
    started.add_cause("Staff leave")
    started.press("Enter")
    started.type("Pay is low")
    started.press("Enter")
    ids = [link.id for link in started.session.map.links.values()]
    started.session.select(ids)
    started.press("T")
    assert len({link.together for link in started.session.map.links.values()} - {""}) == 1
    started.press("T")
    assert {link.together for link in started.session.map.links.values()} == {""}
    started.press("N")
    assert {link.polarity for link in started.session.map.links.values()} == {"-"}


def test_a_part_is_copied_and_pasted_with_its_links(started):
    three(started)
    started.press("Ctrl+A", "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "Staff leave\tPeople wait in hospital\nPay is low\tStaff leave"
    before = started.session.map
    started.press("Ctrl+V")
    assert len(started.session.map.factors) == 6
    assert len(started.session.map.links) == 4
    assert started.selected() == {"People wait in hospital", "Staff leave", "Pay is low"}
    tops = sorted(box.y for box in started.session.boxes.values())
    assert tops[3] > tops[2], "the copy stands below"
    undo_restores(started, before)


def test_a_part_is_carried_to_another_map(started):
    three(started)
    started.press("Ctrl+A", "Ctrl+C", "Ctrl+N")
    started.begin("Ambulances queue")
    started.press("Ctrl+V")
    assert started.labels() == {"Ambulances queue", "People wait in hospital", "Staff leave", "Pay is low"}
    assert len(started.links()) == 2


def test_cut_takes_it_away_and_paste_brings_it_back(started):
    three(started)
    started.find("Pay is low")
    started.press("Ctrl+X")
    assert "Pay is low" not in started.labels()
    started.press("Ctrl+V")
    assert "Pay is low" in started.labels()


def test_a_pinned_factor_stays_where_it_is(started):
    three(started)
    started.find("Staff leave")
    started.press("P")
    place = started.session.boxes[started.id_of("Staff leave")]
    assert started.view.map_scene.pins.boxes == (place,), "the pin is seen"
    for number in range(6):
        started.find("people wait")
        started.add_cause(f"Cause {number}")
    assert started.session.boxes[started.id_of("Staff leave")] == place
    started.find("Staff leave")
    started.press("P")
    assert not started.session.map.factors[started.id_of("Staff leave")].pinned
    assert started.view.map_scene.pins.boxes == ()


def test_a_parked_factor_leaves_the_map_and_all_of_it_comes_back_with_undo(started):
    three(started)
    before = started.session.map
    started.find("Staff leave")
    started.press("Shift+P")
    assert started.labels() == {"People wait in hospital", "Pay is low"}
    assert started.links() == set()
    assert "Staff leave" not in {words for _, words in started.outline()}
    assert "Staff leave" not in {words for _, words in started.ranking()}
    undo_restores(started, before)
    assert started.labels() == {"People wait in hospital", "Staff leave", "Pay is low"}


def test_every_change_of_shape_survives_closing(started, tmp_path):
    three(started)
    select_link(started, "Pay is low", "Staff leave")
    started.press("B")
    started.type("Shops pay more")
    started.press("Enter")
    started.press("P")
    path, left = started.session.document.path, started.session.map
    started.press("Ctrl+W")
    started.open(path)
    assert started.session.map == left


def drawn_ends(driver, cause, effect):
    """Whether the curve of this link starts at the right box and ends at the other, as seen."""
    session = driver.session
    link = session.map.link_between(driver.id_of(cause), driver.id_of(effect))
    route = driver.view.map_scene.links[link.id].face.route
    first, last = session.boxes[link.cause], session.boxes[link.effect]

    def touches(box, point):
        return abs(point[0] - box.x) <= box.width / 2 + 8 and abs(point[1] - box.y) <= box.height / 2 + 8

    return touches(first, route[0]) and touches(last, route[-1])


def test_the_line_that_is_seen_follows_a_link_that_is_turned_moved_and_undone(started):
    three(started)
    started.find("people wait")
    started.add_cause("Beds are full")
    select_link(started, "Pay is low", "Staff leave")
    started.press("R")
    assert drawn_ends(started, "Staff leave", "Pay is low")
    started.press("Ctrl+Z")
    assert drawn_ends(started, "Pay is low", "Staff leave")
    select_link(started, "Pay is low", "Staff leave")
    started.press("E")
    started.type("beds")
    started.press("Enter")
    assert drawn_ends(started, "Pay is low", "Beds are full")
    started.press("Ctrl+Z")
    assert drawn_ends(started, "Pay is low", "Staff leave")
