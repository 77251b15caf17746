"""Where to act: what is said, what is lit on the map, and the chart by mouse and by key."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.model import edits
from app.model.changes import update
from app.ui.closer.acting import ActingPage
from app.ui.closer.chart import EffortChart
from app.ui.closer.chart_places import nearest_spot

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def acting(started):
    """Two streams that meet: pay → leavers → care, and no plan → care; care → waiting."""
    started.press("Esc")
    session = started.session
    symptom = next(iter(session.map.factors))
    ids = {"waiting": symptom}
    for name, effort in (("care", 4), ("leavers", 2), ("pay", 5), ("plan", 1), ("asked of nobody", None)):
        changes = edits.add_factor(name)
        ids[name] = changes[0].id
        session.perform("Add", changes)
        session.perform("Set effort", edits.set_factors(session.map, [ids[name]], effort=effort))
    for cause, effect in (
        ("care", "waiting"), ("leavers", "care"), ("pay", "leavers"), ("plan", "care"), ("asked of nobody", "plan"),
    ):  # fmt: skip
        session.perform("Link", edits.link(session.map, ids[cause], ids[effect]))
    # Sure links: the trials leave nothing to chance, and both streams are level.
    session.perform("Sure", [each for link in session.map.links.values() for each in update(link, confidence=1.0)])
    session.select([])
    started.ids = ids
    started.press("Alt+4")
    started.settle()
    return started


def page(driver) -> ActingPage:
    found = driver.workspace.closer.page
    assert isinstance(found, ActingPage)
    return found


def rows(widget):
    return [widget.item(at).text() for at in range(widget.count())]


def spot(chart, id_):
    return QPoint(round(chart.spots[id_].x), round(chart.spots[id_].y))


def place(chart, effort, id_):
    return QPoint(round(chart.frame.x_of(effort)), round(chart.spots[id_].y))


def in_sight(driver, chart):
    area = driver.workspace.closer.stack.currentWidget()
    area.ensureWidgetVisible(chart)
    driver.settle()
    return chart


def drag(driver, chart, start, end, *, release=True):
    QTest.mousePress(chart, LEFT, Qt.KeyboardModifier.NoModifier, start)
    driver.settle()  # pressing selects, and the page follows
    for step in range(1, 6):
        QTest.mouseMove(chart, start + (end - start) * step / 5)
        driver.settle()
    if release:
        QTest.mouseRelease(chart, LEFT, Qt.KeyboardModifier.NoModifier, end)
        driver.settle()


def effort(driver, name):
    return driver.session.map.factors[driver.ids[name]].effort


def lit(driver):
    shown = driver.session.shown
    return {driver.session.map.factors[id_].label for id_ in shown.factors} if shown else set()


# -- sentences


def test_it_says_what_to_work_on_in_one_sentence_and_three_forms(acting):
    assert page(acting).sentence.text() == "Working on <b>“asked of nobody”</b> alone would touch the one symptom."
    # The two streams are level in the trials, so that the rank alone would not tell which is meant.
    first, second, third = rows(page(acting).sets)
    assert first.startswith("The fewest that touch the one symptom\n1")
    assert second.startswith("Most for an effort of 6: touches the one symptom")
    assert third.startswith("The fewest that would end the one symptom")
    assert acting.focused() is page(acting).sets


def test_a_smaller_effort_names_what_can_be_had_for_it(acting):
    page(acting).budget.setFocus()
    acting.press("Ctrl+A")
    acting.type("2")
    assert rows(page(acting).sets)[1] == "Nothing to be had for an effort of 2"
    QTest.mouseClick(page(acting).more, LEFT)
    acting.settle()
    assert rows(page(acting).sets)[1].startswith("Most for an effort of 3: touches the one symptom")


def test_an_effort_that_nobody_was_asked_for_is_said_to_be_assumed(acting):
    acting.press("Down")
    assert "asked of nobody" in rows(page(acting).sets)[0]
    assert "it counts as 3" in page(acting).about.text()
    acting.press("Down", "Down")
    assert "To end is more than to touch" in page(acting).about.text()
    assert "1 of them were not asked" in page(acting).about.text()


def test_with_no_symptom_it_says_what_to_do_next(started):
    started.session.select(started.session.map.factors)
    started.view.setFocus()
    started.press("M", "Alt+4")
    assert "Nothing is marked as a symptom yet" in page(started).sentence.text()
    assert not page(started).chart.isVisible()


# -- lit on the map


def test_choosing_a_form_lights_its_ways_and_leaving_darkens_them(acting):
    acting.press("Down")
    assert lit(acting) == {"asked of nobody", "plan", "care", "People wait in hospital"}
    acting.press("Down", "Down")
    assert lit(acting) == {each.label for each in acting.session.map.factors.values()}
    acting.press("Alt+1")
    assert acting.session.shown is None


def test_selecting_a_factor_on_the_map_takes_the_light_away(acting):
    acting.press("Down")
    assert lit(acting)
    acting.click(acting.point("pay"))
    assert acting.session.shown is None
    assert page(acting).sets.currentRow() == -1


def test_where_streams_meet_is_listed_and_lit(acting):
    chokes = page(acting).chokes
    assert rows(chokes)[0].startswith("“care”\nEvery way from a most upstream cause to any symptom leads through it; 2")
    chokes.setFocus()
    acting.press("Down")
    assert acting.session.shown.badges == {acting.ids["care"]: "2 meet"}
    assert lit(acting) == {each.label for each in acting.session.map.factors.values()}


def test_going_to_a_list_lights_nothing_until_a_row_is_chosen(acting):
    page(acting).chokes.setFocus()
    acting.settle()
    assert acting.session.shown is None
    assert page(acting).chokes.currentRow() == -1


def test_a_platform_names_its_chain_and_lights_it(acting):
    platforms = page(acting).platforms
    assert rows(platforms) == [
        "Quick win “leavers” prepares deep-rooted “care”",
        "Quick win “plan” prepares deep-rooted “care”",
    ]
    platforms.setFocus()
    acting.press("Down")
    assert lit(acting) == {"leavers", "care"}
    acting.press("Enter")
    assert acting.selected() == {"leavers"}


def test_what_is_lit_follows_an_edit_and_goes_with_what_it_was_about(acting):
    chokes = page(acting).chokes
    chokes.setFocus()
    acting.press("Down")
    session = acting.session
    session.perform("Link", edits.link(session.map, acting.ids["pay"], acting.ids["waiting"]))
    acting.settle()
    assert not chokes.isVisible()
    assert session.shown is None


# -- the chart


def test_a_click_on_a_dot_selects_the_factor_and_a_selection_shows_in_the_chart(acting):
    chart = in_sight(acting, page(acting).chart)
    QTest.mouseClick(chart, LEFT, Qt.KeyboardModifier.NoModifier, spot(chart, acting.ids["plan"]))
    acting.settle()
    assert acting.selected() == {"plan"}
    acting.click(acting.point("pay"))
    assert chart.current == acting.ids["pay"]
    assert chart.accessibleDescription().startswith("pay: effort 5; leads to 1 of 1 symptom")
    assert page(acting).dot_said.text() == chart.accessibleDescription()


def test_dragging_a_dot_sets_its_effort_in_one_step_that_undo_takes_back(acting):
    chart = in_sight(acting, page(acting).chart)
    steps = list(acting.session.document.undo_labels())
    drag(acting, chart, spot(chart, acting.ids["plan"]), place(chart, 4, acting.ids["plan"]))
    assert effort(acting, "plan") == 4
    assert list(acting.session.document.undo_labels()) == ["Set effort", *steps]
    assert chart.frame.effort_at(chart.spots[acting.ids["plan"]].x) == 4
    acting.press("Ctrl+Z")
    assert effort(acting, "plan") == 1


def test_nothing_changes_until_the_dot_is_let_go_and_esc_leaves_off(acting):
    chart = in_sight(acting, page(acting).chart)
    end = place(chart, 4, acting.ids["plan"])
    drag(acting, chart, spot(chart, acting.ids["plan"]), end, release=False)
    assert chart.is_dragging
    assert effort(acting, "plan") == 1
    acting.press("Esc")
    assert not chart.is_dragging
    QTest.mouseRelease(chart, LEFT, Qt.KeyboardModifier.NoModifier, end)
    acting.settle()
    assert effort(acting, "plan") == 1


def test_a_factor_without_effort_waits_in_the_strip_and_is_dragged_in_and_out(acting):
    chart = in_sight(acting, page(acting).chart)
    id_ = acting.ids["asked of nobody"]
    assert chart.spots[id_].y > chart.frame.strip
    drag(acting, chart, spot(chart, id_), QPoint(round(chart.frame.x_of(3)), round(chart.frame.top + 40)))
    assert effort(acting, "asked of nobody") == 3
    assert chart.spots[id_].y < chart.frame.bottom
    drag(acting, chart, spot(chart, id_), QPoint(80, round(chart.frame.end - 6)))
    assert effort(acting, "asked of nobody") is None


def test_the_arrows_go_to_the_next_dot_that_way(acting):
    chart = in_sight(acting, page(acting).chart)
    chart.setFocus()
    acting.session.select([acting.ids["plan"]])
    acting.settle()
    went = []
    for key in ("Right", "Right", "Right", "Right", "Down", "Up"):
        acting.press(key)
        went.append(acting.session.map.factors[chart.current].label)
    # All are sure to reach the symptom: they stand level, from easy to hard, and nothing is further right than "pay".
    assert went == ["leavers", "care", "pay", "pay", "asked of nobody", went[5]]
    assert went[5] != "asked of nobody"
    assert acting.selected() == {went[5]}


def test_page_down_goes_through_every_dot_and_digits_give_an_effort(acting):
    chart = in_sight(acting, page(acting).chart)
    chart.setFocus()
    seen = []
    for _ in range(len(chart.spots) + 1):
        QTest.keyClick(chart, Qt.Key.Key_PageDown)
        acting.settle()
        seen.append(chart.current)
    assert sorted(set(seen)) == sorted(chart.spots)
    QTest.keyClick(chart, Qt.Key.Key_PageUp)
    assert chart.current == seen[-3]
    assert len(acting.selected()) == 1
    acting.session.select([acting.ids["plan"]])
    acting.settle()
    acting.press("5")
    assert effort(acting, "plan") == 5
    acting.press("Alt+Left")
    assert effort(acting, "plan") == 4
    acting.press("Alt+Right", "Alt+Right")
    assert effort(acting, "plan") == 5
    acting.press("0")
    assert effort(acting, "plan") is None
    acting.press("Alt+Left")
    assert effort(acting, "plan") == 3
    assert acting.workspace.closer.page is page(acting)


def test_a_quick_win_that_is_hard_after_all_prepares_nothing_any_more(acting):
    chart = in_sight(acting, page(acting).chart)
    acting.session.select([acting.ids["plan"]])
    acting.settle()
    chart.setFocus()
    acting.press("3")
    assert rows(page(acting).platforms) == ["Quick win “leavers” prepares deep-rooted “care”"]


def test_the_mouse_over_a_dot_names_it(acting):
    chart = in_sight(acting, page(acting).chart)
    QTest.mouseMove(chart, spot(chart, acting.ids["pay"]))
    acting.settle()
    assert page(acting).dot_said.text().startswith("pay: effort 5")
    before = chart.grab().toImage()
    QTest.mouseMove(chart, QPoint(3, 3))
    acting.settle()
    assert chart.grab().toImage() != before


def test_no_dot_hides_another_wholly(acting):
    chart = EffortChart(page(acting).theme)
    chart.show_dots(page(acting).chart.dots, "")
    chart.resize(300, 300)
    chart.grab()  # a widget that was not shown hears of its size when it is painted
    assert all(nearest_spot(chart.spots, each.x, each.y) == id_ for id_, each in chart.spots.items())
    assert all(0 <= each.x <= 300 and 0 <= each.y <= 300 for each in chart.spots.values())


def test_the_larger_window_shows_the_same_and_goes_with_the_page(acting):
    QTest.mouseClick(page(acting).larger, LEFT)
    acting.settle()
    window = page(acting)._larger
    assert window.isVisible()
    assert set(window.chart.spots) == set(page(acting).chart.spots)
    drag(acting, window.chart, spot(window.chart, acting.ids["plan"]), place(window.chart, 2, acting.ids["plan"]))
    assert effort(acting, "plan") == 2
    assert window.chart.frame.effort_at(window.chart.spots[acting.ids["plan"]].x) == 2
    window.chart.setFocus()
    acting.press("Esc")
    assert page(acting)._larger is None
    QTest.mouseClick(page(acting).larger, LEFT)
    acting.settle()
    here = page(acting)
    acting.workspace.closer.loops()
    acting.settle()
    assert here._larger is None
    QApplication.sendPostedEvents(None, 52)


def test_a_larger_map_is_worked_out_beside_the_window(acting, monkeypatch, qtbot):
    import app.ui.closer.acting as module

    monkeypatch.setattr(module, "_AT_ONCE", 0)
    session = acting.session
    session.perform("Set effort", edits.set_factors(session.map, [acting.ids["plan"]], effort=3))
    acting.settle()
    qtbot.waitUntil(lambda: len(rows(page(acting).platforms)) == 1, timeout=20_000)
    assert rows(page(acting).platforms) == ["Quick win “leavers” prepares deep-rooted “care”"]
