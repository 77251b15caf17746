"""Is it robust? What is said of a cause's place, what its symptoms hang on, and the links to test, all by keyboard."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.analysis.cuts import cuts
from app.analysis.doubts import links_to_test
from app.model import edits
from app.ui.closer import robust
from app.ui.closer.robust import RobustPage


def endless(*_):
    """A job that does not end by itself."""
    while True:
        time.sleep(0.01)


@pytest.fixture
def jobs_of_this_file(monkeypatch):
    """The other process finds the jobs of this file."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


@pytest.fixture
def asked(started):
    """Two causes of one symptom: pay → leavers → waiting (not sure), and plan → waiting (established)."""
    started.press("Esc")
    session = started.session
    ids = {"waiting": next(iter(session.map.factors))}
    for name in ("leavers", "pay", "plan"):
        changes = edits.add_factor(name)
        ids[name] = changes[0].id
        session.perform("Add", changes)
    for cause, effect, sure in (
        ("leavers", "waiting", "likely"), ("pay", "leavers", "tentative"), ("plan", "waiting", "established"),
    ):  # fmt: skip
        session.perform("Link", edits.link(session.map, ids[cause], ids[effect]))
        link = next(each for each in session.map.links.values() if each.cause == ids[cause])
        ids[f"{cause} > {effect}"] = link.id
        session.perform("How sure", edits.set_confidence(session.map, [link.id], sure))
    session.select([])
    started.ids = ids
    started.press("Alt+2")
    return started


def page(driver) -> RobustPage:
    found = driver.workspace.closer.page
    assert isinstance(found, RobustPage)
    return found


def rows(widget):
    return [widget.item(at).text() for at in range(widget.count())]


def when_tested(driver):
    driver.qtbot.waitUntil(lambda: page(driver).doubts is not None, timeout=30_000)
    driver.settle()
    return page(driver)


def tab_to(driver, widget):
    for _ in range(12):
        if QApplication.focusWidget() is widget:
            return
        driver.press("Tab")
    raise AssertionError(f"Tab does not lead to {widget.accessibleName()}")


def test_the_key_opens_the_page_on_the_first_cause_and_says_how_sure_its_place_is(asked):
    assert page(asked).sentence.text().startswith("“plan” is number 1. In 9 of 10 trials it reaches the only symptom")
    assert QApplication.focusWidget() is page(asked).picture
    assert "2,048 trials, seed 0" in page(asked).settings.text()


def test_arrows_in_the_picture_choose_the_cause_that_is_spoken_of(asked):
    asked.press("Down")
    assert asked.selected() == {"pay"}
    assert page(asked).sentence.text().startswith("“pay” is number 2. In 9 of 10 trials it reaches the only symptom or")
    assert "Number 2, pay" in page(asked).picture.accessibleName()
    asked.press("Home")
    assert asked.selected() == {"plan"}


def test_a_click_in_the_picture_chooses_a_cause(asked):
    picture = page(asked).picture
    point = picture.rect().center()
    point.setY(round(picture.height() * 0.5))
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=point)
    asked.settle()
    assert asked.selected() == {"pay"}


def test_what_a_symptom_hangs_on_is_named_and_lit_on_the_map(asked):
    asked.press("Down")
    expected = cuts(asked.session.map, [asked.ids["pay"]])
    assert [cut.links for cut in expected] == [(asked.ids["pay > leavers"],)]
    assert rows(page(asked).cuts) == ["“People wait in hospital” hangs on one link: “pay” → “leavers” (tentative)"]
    tab_to(asked, page(asked).cuts)
    asked.press("Down")
    shown = asked.session.shown
    assert shown.links == {asked.ids["pay > leavers"]: "doubt", asked.ids["leavers > waiting"]: "on"}
    assert set(shown.factors) == {asked.ids[name] for name in ("pay", "leavers", "waiting")}
    asked.press("Enter")
    assert asked.session.selection == (asked.ids["pay > leavers"],)
    assert page(asked).sentence.text().startswith("“pay” is number 2")


def test_the_links_to_test_come_with_what_they_would_change_and_are_lit(asked):
    found = when_tested(asked)
    said = rows(found.tests)
    assert [each.link for each in found.doubts.tests] == [
        asked.ids[name] for name in ("pay > leavers", "leavers > waiting")
    ]
    assert said[0].startswith(
        "“pay” → “leavers” (tentative)\nIf this is wrong, nothing on the map causes “leavers” any more, and it comes"
    )
    assert "“pay” is no longer among the first three" in said[1]
    tab_to(asked, found.tests)
    asked.press("Down", "Up")
    shown = asked.session.shown
    assert shown.links == {asked.ids["pay > leavers"]: "doubt"}
    assert (shown.factors[asked.ids["pay"]], shown.factors[asked.ids["leavers"]]) == ("gone", "new")
    asked.press("Enter")
    assert asked.session.selection == (asked.ids["pay > leavers"],)


def test_a_row_that_arrows_choose_is_brought_in_sight(asked):
    asked.window.resize(1200, 500)
    found = when_tested(asked)
    tab_to(asked, found.tests)
    asked.press("Down", "Down")
    area = asked.workspace.closer.stack.currentWidget()
    row = found.tests.visualItemRect(found.tests.item(1))
    port = found.tests.viewport()
    top, bottom = (port.mapTo(area.viewport(), each).y() for each in (row.topLeft(), row.bottomLeft()))
    assert 0 <= top < bottom <= area.viewport().height()
    assert found.height() > area.viewport().height()


def test_an_edit_asks_again(asked):
    when_tested(asked)
    links = [asked.ids[name] for name in ("pay > leavers", "leavers > waiting")]
    asked.session.perform("How sure", edits.set_confidence(asked.session.map, links, "established"))
    asked.qtbot.waitUntil(lambda: page(asked).tests_said.text().startswith("Every link is called established"))
    assert rows(page(asked).tests) == []
    assert asked.session.shown is None


def test_leaving_the_page_takes_its_light_away(asked):
    found = when_tested(asked)
    tab_to(asked, found.tests)
    asked.press("Down")
    assert asked.session.shown is not None
    asked.press("Alt+1")
    assert asked.session.shown is None


def test_a_large_map_is_tested_when_asked_and_can_be_left_off(jobs_of_this_file, asked, monkeypatch):
    when_tested(asked)
    monkeypatch.setattr(robust, "_TESTS_UNASKED", 2)
    monkeypatch.setattr(robust, "links_to_test", endless)
    asked.session.perform("Rename", edits.rename(asked.session.map, asked.ids["pay"], "low pay"))
    asked.settle()
    found = page(asked)
    assert found.start.isVisible()
    assert not asked.session.inquiries.is_busy("robust: tests")
    tab_to(asked, found.start)
    asked.press("Space")
    assert QApplication.focusWidget() is found.cancel
    asked.press("Space")
    assert (found.start.isVisible(), found.cancel.isVisible(), found.doubts) == (True, False, None)
    assert not asked.session.inquiries.is_busy("robust: tests")
    monkeypatch.setattr(robust, "links_to_test", links_to_test)
    asked.press("Space")
    assert rows(when_tested(asked).tests)[0].startswith("“low pay”")


def test_a_map_without_a_symptom_says_what_is_missing(asked):
    asked.session.perform("Unmark", edits.set_factors(asked.session.map, [asked.ids["waiting"]], kind="cause"))
    asked.settle()
    assert page(asked).sentence.text().startswith("Nothing is marked as a symptom yet")
    assert not page(asked).picture.isVisible()


def test_the_answer_is_that_of_the_analysis(asked):
    found = when_tested(asked).doubts
    again = links_to_test(asked.session.map)
    answer = None
    while answer is None:
        try:
            next(again)
        except StopIteration as ended:
            answer = ended.value
    assert found == answer
