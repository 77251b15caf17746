"""Second opinions: labelled as such, the busy beside the upstream, the chart by mouse and by key, the levels."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from test_loops_page import build, lit, rows

from app.model import edits
from app.model.changes import update
from app.ui.closer import opinions as module
from app.ui.closer.chart_places import nearest_spot
from app.ui.closer.opinions import OpinionsPage
from app.ui.closer.quarters_paint import places_of

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def busy(started):
    """ "hub" is talked about most; "pay" is behind it all; "aside" leads to something that leads nowhere."""
    build(started, "pay>hub rent>hub hub>beds hub>staff beds>waiting staff>waiting aside>nothing")
    links = started.session.map.links.values()
    started.session.perform("Be sure", [each for link in links for each in update(link, confidence=1.0)])
    started.press("Alt+7")
    return started


def page(driver) -> OpinionsPage:
    found = driver.workspace.closer.page
    assert isinstance(found, OpinionsPage)
    return found


def in_sight(driver, widget):
    driver.workspace.closer.stack.currentWidget().ensureWidgetVisible(widget)
    driver.settle()
    return widget


def spot(chart, id_):
    return QPoint(round(chart.spots[id_].x), round(chart.spots[id_].y))


def test_it_says_first_that_being_busy_is_not_being_upstream(busy):
    assert page(busy).sentence.text() == "Being busy is not being upstream."
    assert "none of them moves the ranking" in page(busy).about.text()
    assert (
        page(busy).busy_said.text().startswith("The busiest factor, “hub”, has 4 links. One that ranks first upstream")
    )


def test_the_busy_stand_beside_their_rank_upstream(busy):
    listed = rows(page(busy).busy)
    # hub: 4 neighbours and the symptom two links away.
    assert listed[0] == "1  “hub”\n4 links · central 4.5 · not upstream: 2 factors lead to it"
    assert any("“pay”\n1 link · " in row and row.endswith("number 1= upstream") for row in listed)
    assert any(row.endswith("a symptom, not upstream") for row in listed)
    assert busy.focused() is page(busy).busy
    busy.press("Down")
    assert busy.selected() == {"hub"}


def test_by_central_what_lies_near_to_much_comes_first(busy):
    page(busy).by.setFocus()
    busy.press("Down")
    central = [float(row.split("central ")[1].split(" ")[0]) for row in rows(page(busy).busy)]
    assert central == sorted(central, reverse=True)
    assert rows(page(busy).busy)[0].startswith("1  “hub”")


def test_the_quarters_are_named_counted_and_lit(busy):
    quarters = page(busy).quarters
    assert [row.split("\n")[0] for row in rows(quarters)] == [
        "Drivers: 2",
        "In the thick of it: 1",
        "Outcomes: 3",
        "Apart: 2",
    ]
    quarters.setFocus()
    busy.press("Down")
    assert lit(busy) == {"pay", "rent"}
    busy.press("Down", "Down", "Down")
    assert lit(busy) == {"aside", "nothing"}
    busy.press("Alt+1")
    assert busy.session.shown is None


def test_levels_run_from_the_farthest_upstream_to_the_end(busy):
    levels = page(busy).levels
    assert [row.split("\n") for row in rows(levels)] == [
        ["Level 4, farthest from the end · 2 factors", "“pay”, “rent”"],
        ["Level 3 · 1 factor", "“hub”"],
        ["Level 2 · 3 factors", "“beds”, “staff”, “aside”"],
        ["Level 1, leads to nothing further · 2 factors", "“People wait in hospital”, “nothing”"],
    ]
    levels.setFocus()
    busy.press("Down")
    assert lit(busy) == {"pay", "rent"}
    busy.press("Enter")
    assert busy.selected() == {"pay", "rent"}


def test_a_click_on_a_dot_selects_it_and_a_selection_shows_in_the_chart(busy):
    chart = in_sight(busy, page(busy).chart)
    QTest.mouseClick(chart, LEFT, Qt.KeyboardModifier.NoModifier, spot(chart, busy.ids["staff"]))
    busy.settle()
    assert busy.selected() == {"staff"}
    assert page(busy).dot_said.text() == "staff: leads to 1 other, depends on 3. Outcomes."
    busy.session.select([busy.ids["pay"]])
    busy.settle()
    assert chart.current == busy.ids["pay"]
    assert chart.accessibleDescription() == "pay: leads to 4 others, depends on 0. Drivers. Number 1= upstream."


def test_the_mouse_over_a_dot_names_it(busy):
    chart = in_sight(busy, page(busy).chart)
    QTest.mouseMove(chart, spot(chart, busy.ids["hub"]))
    busy.settle()
    assert page(busy).dot_said.text() == "hub: leads to 3 others, depends on 2. In the thick of it."
    before = chart.grab().toImage()
    QTest.mouseMove(chart, QPoint(2, 2))
    busy.settle()
    assert page(busy).dot_said.text() == ""
    assert chart.grab().toImage() != before


def test_the_arrows_and_page_keys_go_through_the_dots(busy):
    chart = in_sight(busy, page(busy).chart)
    chart.setFocus()
    busy.press("Home")
    busy.press("Right")
    there = chart.spots[chart.current]
    busy.press("Down")
    assert chart.spots[chart.current].y > there.y
    seen = set()
    busy.press("Home")
    for _ in chart.marks:
        seen.add(chart.current)
        QTest.keyClick(chart, Qt.Key.Key_PageDown)
        busy.settle()
    assert seen == set(chart.spots)
    assert len(busy.selected()) == 1


def test_every_dot_stands_in_its_own_quarter_and_none_hides_another(busy):
    chart = in_sight(busy, page(busy).chart)
    for mark in chart.marks:
        at = chart.spots[mark.id]
        assert chart.plot.room_of(mark.opinion.quarter).contains(at.x, at.y)
        assert nearest_spot(chart.spots, at.x, at.y) == mark.id


def test_a_crowd_of_the_same_figures_stays_in_its_quarter_and_in_the_plot(busy):
    chart = page(busy).chart
    one = next(mark for mark in chart.marks if mark.id == busy.ids["hub"])
    crowd = [replace(one, opinion=replace(one.opinion, factor=str(at))) for at in range(86)]
    for size in ((300, 330), (220, 240)):
        plot = replace(chart.plot, width=size[0], height=size[1], most=(107, 98), average=80.0)
        for dependence, driving, quarter in ((107, 98, "in the thick"), (107, 70, "outcome"), (0, 98, "driver")):
            told = replace(one.opinion, dependence=dependence, driving=driving, quarter=quarter)
            marks = [replace(mark, opinion=replace(told, factor=mark.id)) for mark in crowd]
            spots = places_of(marks, plot)
            assert len({(round(spot.x, 2), round(spot.y, 2)) for spot in spots.values()}) == 86
            room = plot.room_of(quarter)
            assert all(room.contains(spot.x, spot.y) for spot in spots.values())


def test_it_follows_an_edit(busy):
    session = busy.session
    for name in ("pay", "rent", "aside"):
        session.perform("Link", edits.link(session.map, busy.ids[name], busy.ids["staff"]))
    busy.settle()
    assert rows(page(busy).busy)[0].startswith("1  “staff”\n5 links")


def test_a_map_without_links_has_nothing_to_count(started):
    started.press("Esc", "Alt+7")
    assert page(started).about.text() == "Nothing to count yet: there is no link on this map."
    assert not page(started).chart.isVisible()


def test_a_larger_map_is_counted_beside_the_window(busy, monkeypatch, qtbot):
    monkeypatch.setattr(module, "_AT_ONCE", 0)
    session = busy.session
    for name in ("pay", "rent", "aside"):
        session.perform("Link", edits.link(session.map, busy.ids[name], busy.ids["staff"]))
    busy.settle()
    qtbot.waitUntil(lambda: rows(page(busy).busy)[0].startswith("1  “staff”\n5 links"), timeout=20_000)
