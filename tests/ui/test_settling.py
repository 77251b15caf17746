"""The map settles: in the step itself, then in a second beat that is undone with it; and Tidy is offered."""

import pytest
from PySide6.QtCore import QPoint

from app.layout.crossings import crossings
from app.model import edits
from app.ui.session import EASE


def overlapping(boxes):
    boxes = list(boxes.values())
    return [
        (a, b)
        for n, a in enumerate(boxes)
        for b in boxes[:n]
        if abs(a.x - b.x) < (a.width + b.width) / 2 - 0.1 and abs(a.y - b.y) < (a.height + b.height) / 2 - 0.1
    ]


def places(driver):
    return {driver.session.map.factors[id_].label: (box.x, box.y) for id_, box in driver.session.boxes.items()}


@pytest.fixture
def tangled(started):
    """Two symptoms whose causes stand the wrong way round, as after much dragging; then a link."""
    started.add_symptom("Ambulances queue")
    for symptom, words in (("People wait", "Low"), ("Ambulances", "High")):
        for number in range(3):
            started.find(symptom)
            started.add_cause(f"{words} {number}")
    now, swapped = places(started), {}
    for number in range(3):
        swapped[started.id_of(f"Low {number}")] = now[f"High {number}"]
        swapped[started.id_of(f"High {number}")] = now[f"Low {number}"]
    started.session.perform("Drag", edits.move(started.session.map, swapped), settle=False)
    started.find("Low 0")
    started.press("L")
    started.type("Ambulances")
    started.press("Enter")
    return started


def ease(driver):
    """Let the second beat happen."""
    step = driver.session.stepped
    with driver.qtbot.waitSignal(step, timeout=20_000):
        driver.workspace.easing.ease()
    driver.settle()


def test_the_second_beat_untangles_and_leaves_nothing_on_another(tangled):
    before = crossings(tangled.session.routes)
    ease(tangled)
    assert crossings(tangled.session.routes) < before
    assert not overlapping(tangled.session.boxes)
    assert tangled.session.document.history()[-1].label == EASE


def test_one_undo_takes_back_the_step_and_how_the_map_settled_after_it(tangled):
    now = places(tangled)
    ease(tangled)
    eased = places(tangled)
    links = tangled.links()
    assert tangled.session.undo_label == "Link two factors"
    tangled.press("Ctrl+Z")
    assert tangled.links() != links
    assert places(tangled) == now
    tangled.press("Ctrl+Y")
    assert tangled.links() == links
    assert places(tangled) == eased


def test_nothing_moves_while_somebody_types_on_the_map(tangled):
    tangled.find("Low 0")
    tangled.press("Tab")
    tangled.type("Half a wo")
    before = places(tangled)
    tangled.workspace.easing.ease()
    tangled.qtbot.wait(50)
    assert places(tangled) == before
    assert tangled.view.writing.editor is not None
    tangled.press("Esc")


def test_a_pinned_factor_is_not_eased_away(tangled):
    pinned = ("Low 0", "Low 1", "Low 2", "High 0", "High 1", "High 2")
    for label in pinned:
        tangled.find(label)
        tangled.press("P")
    before = places(tangled)
    tangled.find("High 0")
    tangled.press("L")
    tangled.type("People wait")
    tangled.press("Enter")
    with tangled.qtbot.waitSignal(tangled.workspace.easing.considered, timeout=20_000):
        tangled.workspace.easing.ease()
    assert {label: places(tangled)[label] for label in pinned} == {label: before[label] for label in pinned}


def test_a_box_put_down_on_another_stays_and_the_other_gives_way(started):
    started.add_cause("Staff leave")
    started.add_beside("Pay is low")
    target = started.point("Staff leave", 0, 30)
    started.drag(started.point("Pay is low"), target)
    assert not overlapping(started.session.boxes)
    box = started.session.boxes[started.id_of("Pay is low")]
    at = started.view.mapFromScene(box.x, box.y)
    assert (at - target).manhattanLength() < 6
    started.press("Ctrl+Z")
    assert not overlapping(started.session.boxes)


def test_words_that_grow_push_the_box_below_and_undo_brings_it_back(started):
    started.add_cause("Staff leave")
    started.add_beside("Pay is low")
    before = places(started)
    started.find("Staff leave")
    started.press("F2")
    started.type(
        "Staff leave because the hours are long and the pay is low and nobody listens to what they have to say"
    )
    started.press("Enter")
    assert not overlapping(started.session.boxes)
    started.press("Ctrl+Z")
    assert places(started) == before


def test_tidy_is_offered_in_a_pause_with_what_it_would_gain_and_is_one_step(tangled, monkeypatch):
    monkeypatch.setattr("app.ui.tidy_offer.GROWTH", 5)
    monkeypatch.setattr("app.ui.tidy_offer.LEAST_FEWER", 1)
    before = places(tangled)
    with tangled.qtbot.waitSignal(tangled.workspace.offer.changed, timeout=30_000):
        tangled.workspace.offer.consider()
    assert tangled.workspace.strip.offer.isVisible()
    assert "fewer crossing" in tangled.workspace.strip.offer.text()
    steps = len(tangled.session.document.history())
    tangled.press("Ctrl+T")
    assert len(tangled.session.document.history()) == steps + 1
    assert not tangled.workspace.strip.offer.isVisible()
    tangled.press("Ctrl+Z")
    assert places(tangled) == before


def test_what_a_hand_has_put_somewhere_stays_there(tangled):
    start = tangled.point("High 2")
    tangled.drag(start, start + QPoint(0, 150))
    there = places(tangled)["High 2"]
    tangled.find("Low 1")
    tangled.press("L")
    tangled.type("Ambulances")
    tangled.press("Enter")
    with tangled.qtbot.waitSignal(tangled.workspace.easing.considered, timeout=20_000):
        tangled.workspace.easing.ease()
    assert places(tangled)["High 2"] == there


def test_a_box_put_down_on_a_pinned_one_is_moved_aside(started):
    started.add_cause("Staff leave")
    started.press("P")
    started.add_beside("Pay is low")
    pinned = places(started)["Staff leave"]
    started.drag(started.point("Pay is low"), started.point("Staff leave", 10, 12))
    assert places(started)["Staff leave"] == pinned
    assert not overlapping(started.session.boxes)
