"""Loops: listed with their stories, lit on the map, walked link by link, and counted together."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.model import edits
from app.model.changes import update
from app.ui.closer import loops as module
from app.ui.closer.loops import LoopsPage


def endless(*_):
    """A job that does not end by itself."""
    while True:
        time.sleep(0.01)


def build(driver, links):
    """Add causes and links to the one symptom, from "pay>leavers leavers>-waiting"; '-' makes less."""
    driver.press("Esc")
    session = driver.session
    ids = {"waiting": next(iter(session.map.factors))}
    for text in links.split():
        cause, _, effect = text.partition(">")
        less, effect = effect.startswith("-"), effect.lstrip("-")
        for name in (cause, effect):
            if name not in ids:
                changes = edits.add_factor(name)
                ids[name] = changes[0].id
                session.perform("Add", changes)
        session.perform("Link", edits.link(session.map, ids[cause], ids[effect]))
        link = next(
            each for each in session.map.links.values() if (each.cause, each.effect) == (ids[cause], ids[effect])
        )
        ids[f"{cause}>{effect}"] = link.id
        session.perform("Sign", update(link, polarity="-" if less else "+"))
    session.select([])
    driver.ids = ids
    return driver


@pytest.fixture
def looped(started):
    """Two loops through "strain": one feeds itself, one holds itself back."""
    build(started, "strain>leavers leavers>strain strain>overtime overtime>-gaps gaps>strain strain>waiting")
    started.press("Alt+5")
    return started


def page(driver) -> LoopsPage:
    found = driver.workspace.closer.page
    assert isinstance(found, LoopsPage)
    return found


def rows(widget):
    return [widget.item(at).text() for at in range(widget.count())]


def lit(driver):
    shown = driver.session.shown
    names = {id_: name for name, id_ in driver.ids.items()}
    return {names[id_] for id_ in [*shown.factors, *shown.links]} if shown else set()


def badges(driver):
    names = {id_: name for name, id_ in driver.ids.items()}
    return {names[id_]: badge for id_, badge in driver.session.shown.badges.items()}


SHORT = "2 links · feeds itself\nMore of “strain” makes more of “leavers”, so more of “strain” again: it feeds itself."
LONG = (
    "3 links · holds itself back\nMore of “strain” makes more of “overtime”, so less of “gaps”, so less of “strain”: "
    "it holds itself back."
)


def test_the_key_lists_the_loops_the_shortest_first_and_says_the_bound(looped):
    assert page(looped).sentence.text() == (
        "Loops of up to 6 links are listed; this map has 2, 1 that feeds itself and 1 that holds itself back."
    )
    assert rows(page(looped).loops) == [SHORT, LONG]
    assert looped.focused() is page(looped).loops
    assert looped.session.shown is None


def test_choosing_a_loop_lights_it_with_its_factors_numbered(looped):
    looped.press("Down", "Down")
    assert lit(looped) == {"strain", "overtime", "gaps", "strain>overtime", "overtime>gaps", "gaps>strain"}
    assert badges(looped) == {"strain": "1", "overtime": "2", "gaps": "3", "overtime>gaps": "less"}
    looped.press("Alt+1")
    assert looped.session.shown is None


def test_it_is_walked_round_link_by_link_and_back_to_the_whole(looped):
    looped.press("Down", "Down", "Right")
    assert rows(page(looped).loops)[1].endswith("▸ Step 1 of 3: More of “strain” makes more of “overtime”.")
    assert badges(looped) == {"strain": "1", "overtime": "2", "strain>overtime": "more"}
    looped.press("Enter")
    assert rows(page(looped).loops)[1].endswith("▸ Step 2 of 3: More of “overtime” makes less of “gaps”.")
    assert badges(looped) == {"overtime": "2", "gaps": "3", "overtime>gaps": "less"}
    looped.press("Right")
    assert "Less of “gaps” makes less of “strain”: the loop holds itself back." in rows(page(looped).loops)[1]
    looped.press("Left")
    assert "Step 2 of 3" in rows(page(looped).loops)[1]
    looped.press("Right", "Right")
    assert rows(page(looped).loops) == [SHORT, LONG]
    looped.press("Up")
    assert rows(page(looped).loops) == [SHORT, LONG]
    assert looped.focused() is page(looped).loops


def test_only_loops_through_what_is_selected_are_shown_and_told_from_there(looped):
    looped.session.select([looped.ids["gaps"]])
    looped.settle()
    page(looped).through.setFocus()
    looped.press("Space")
    assert "\n".join(rows(page(looped).loops)).split("\n") == [
        "3 links · holds itself back",
        "More of “gaps” makes more of “strain”, so more of “overtime”, so less of “gaps”: it holds itself back.",
    ]
    assert page(looped).through_said.text() == "One loop goes through “gaps”."
    looped.session.select([looped.ids["strain"]])
    looped.settle()
    assert len(rows(page(looped).loops)) == 2
    looped.session.select([looped.ids["waiting"]])
    looped.settle()
    assert page(looped).through_said.text() == "No listed loop goes through “waiting”.".replace(
        "waiting", "People wait in hospital"
    )
    assert rows(page(looped).loops) == []


def test_factors_in_most_loops_are_named_lit_and_selected(looped):
    first = page(looped).in_most
    assert rows(first)[0] == "“strain”\nin 2 of the 2 listed loops"
    first.setFocus()
    looped.press("Down")
    assert badges(looped) == {"strain": "in 2 loops"}
    assert {"leavers", "gaps"} <= lit(looped)
    looped.press("Enter")
    assert looped.selected() == {"strain"}


def test_break_points_say_what_would_stop(looped):
    points = page(looped).points
    assert rows(points)[0] == "“strain”\nWithout it nothing goes round any more; all its 2 listed loops go through it"
    points.setFocus()
    looped.press("Down")
    assert badges(looped) == {"strain": "break here"}
    assert "waiting" not in lit(looped)


def test_the_chosen_loop_stays_chosen_through_an_edit_and_goes_with_its_link(looped):
    looped.press("Down", "Down", "Right")
    session = looped.session
    session.perform("Link", edits.link(session.map, looped.ids["gaps"], looped.ids["overtime"]))
    looped.settle()
    assert page(looped).loops.currentRow() == 2
    assert "Step 1 of 3" in rows(page(looped).loops)[2]
    session.perform("Delete", edits.delete(session.map, [looped.ids["gaps>strain"]]))
    looped.settle()
    assert session.shown is None
    assert page(looped).loops.currentRow() == -1


def test_a_map_without_loops_says_so(started):
    build(started, "pay>waiting")
    started.press("Alt+5")
    assert page(started).sentence.text() == "This map has no loops: nothing on it leads back to itself."
    assert not page(started).loops.isVisible()


def test_more_loops_than_a_few_are_shown_on_demand(started):
    names = [f"c{at}" for at in range(10)]
    build(started, " ".join(f"hub>{name} {name}>hub" for name in names))
    started.press("Alt+5")
    started.settle()
    assert len(rows(page(started).loops)) == 8
    assert page(started).list.more.text() == "Show the other 2 of 10 loops"
    page(started).list.more.setFocus()
    started.press("Space")
    assert len(rows(page(started).loops)) == 10
    assert started.focused() is page(started).loops


def test_a_larger_map_is_looked_at_beside_the_window(looped, monkeypatch, qtbot):
    monkeypatch.setattr(module, "_AT_ONCE", 0)
    session = looped.session
    session.perform("Link", edits.link(session.map, looped.ids["gaps"], looped.ids["overtime"]))
    looped.settle()
    qtbot.waitUntil(lambda: len(rows(page(looped).loops)) == 3, timeout=20_000)
    assert not page(looped).working.isVisible()


def test_what_takes_long_can_be_cancelled_and_asked_for_again(started, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    monkeypatch.setattr(module, "_AT_ONCE", 0)
    real = module.loop_findings
    monkeypatch.setattr(module, "loop_findings", endless)
    build(started, "strain>leavers leavers>strain strain>waiting")
    started.press("Alt+5")
    assert page(started).working.isVisible()
    QTest.mouseClick(page(started).working.cancel, Qt.MouseButton.LeftButton)
    started.settle()
    assert not page(started).working.isVisible()
    assert started.focused() is page(started).start
    monkeypatch.setattr(module, "loop_findings", real)
    started.press("Space")
    started.qtbot.waitUntil(lambda: page(started).findings is not None, timeout=20_000)
    assert len(rows(page(started).loops)) == 1
