"""The page What if?: what it says, what is lit on the map, and scenarios that are kept, loaded and compared."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.analysis.scenario import Suppositions, kept_in, outcome
from app.model import edits
from app.ui.closer.what_if import WhatIfPage

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def asked(started):
    """Pay → leavers → care → waiting; pay and rota → sick leave, a second symptom. The page is open."""
    started.press("Esc")
    session = started.session
    ids = {"waiting": next(iter(session.map.factors))}
    for name, kind in (
        ("care", "cause"), ("leavers", "cause"), ("pay", "cause"), ("rota", "cause"), ("sick leave", "symptom"),
    ):  # fmt: skip
        changes = edits.add_factor(name, kind)
        ids[name] = changes[0].id
        session.perform("Add", changes)
    for cause, effect in (
        ("care", "waiting"), ("leavers", "care"), ("pay", "leavers"), ("pay", "sick leave"), ("rota", "sick leave"),
    ):  # fmt: skip
        changes = edits.link(session.map, ids[cause], ids[effect])
        ids[f"{cause} > {effect}"] = changes[-1].id
        session.perform("Link", changes)
    session.select([])
    started.ids = ids
    started.press("Alt+3")
    started.settle()
    return started


def page(driver) -> WhatIfPage:
    found = driver.workspace.closer.page
    assert isinstance(found, WhatIfPage)
    return found


def rows(section):
    widget = getattr(section, "rows", section)
    return [widget.item(at).text() for at in range(widget.count())] if widget.isVisible() else []


def suppose(driver, *names, presses=1):
    """Select and press W on the map."""
    driver.session.select([driver.ids[name] for name in names])
    driver.view.setFocus()
    driver.press(*["W"] * presses)
    driver.qtbot.waitUntil(lambda: not driver.session.turns.waits("closer"))


def lit(driver):
    shown = driver.session.shown
    ids = {**shown.factors, **shown.links} if shown else {}
    return {name: ids[id_] for name, id_ in driver.ids.items() if id_ in ids}


def keep(driver, name):
    page(driver).kept.name.setFocus()
    driver.type(name)
    driver.press("Enter")


def kept(driver):
    return [each.name for each in driver.session.map.scenarios.values()]


def answered(driver):
    """Wait until what would follow from every kept scenario is there."""
    driver.qtbot.waitUntil(lambda: set(page(driver).kept.sides) == set(driver.session.map.scenarios), timeout=15000)
    driver.settle()


def cells(table):
    return [
        [table.item(row, column).text() for column in range(table.columnCount())] for row in range(table.rowCount())
    ]


# -- what is said


def test_with_nothing_supposed_it_says_how_to_begin(asked):
    assert page(asked).begin.isVisible()
    assert "press W" in page(asked).begin.text()
    assert not page(asked).sentence.isVisible()
    assert rows(page(asked).supposed) == []


def test_what_goes_and_what_stays_is_said_with_the_reason(asked):
    suppose(asked, "pay")
    assert not page(asked).begin.isVisible()
    assert page(asked).sentence.text() == "1 of 2 symptoms would go, 1 would stay."
    assert rows(page(asked).supposed) == ["✓  “pay” is fixed"]
    assert rows(page(asked).gone) == ["✕  “People wait in hospital”"]
    assert rows(page(asked).stays) == ["“sick leave” stays:\n“rota” still leads to it"]
    assert page(asked).first.text() == "“rota” would be number 1."
    assert page(asked).bar.accessibleDescription().startswith("Before: 2. After: 1 of 2")


def test_where_it_begins_that_a_symptom_stays_is_named(asked):
    suppose(asked, "rota")
    assert "“People wait in hospital” stays:\n“care” still leads to it; behind that is “pay”" in rows(page(asked).stays)
    assert page(asked).note.isVisible(), "none goes: Where to act helps on"


def test_a_wrong_link_leaves_a_symptom_without_a_cause(asked):
    suppose(asked, "care > waiting", presses=2)
    assert rows(page(asked).supposed) == ["✕  Wrong that “care” leads to “People wait in hospital”"]
    assert rows(page(asked).bare) == ["?  “People wait in hospital” is still there, but nothing on the map says why"]
    assert rows(page(asked).gone) == []
    assert not page(asked).note.isVisible()


def test_the_ranking_is_told_before_and_after(asked):
    suppose(asked, "pay")
    told = rows(page(asked).shifts)
    assert told[0].startswith("2 → 1   rota\nexpect ")
    assert told[1] == "1 → –   pay\nfixed"


def test_a_new_most_upstream_cause_is_called_new(asked):
    suppose(asked, "leavers > care", presses=2)
    new = next(row for row in rows(page(asked).shifts) if row.startswith("new"))
    assert "   care\n" in new
    assert new.endswith("nothing leads to it any more")


def test_symptoms_of_different_weight_are_told_by_weight_too(asked):
    session = asked.session
    session.perform("Weigh", edits.set_factors(session.map, [asked.ids["waiting"]], weight=3.0))
    suppose(asked, "pay")
    assert page(asked).sentence.text() == "1 of 2 symptoms would go, 1 would stay (75% by weight)."


def test_what_is_selected_can_be_supposed_by_mouse(asked):
    asked.session.select([asked.ids["pay"]])
    asked.qtbot.waitUntil(page(asked).offer.isVisible)
    assert page(asked).offer.text() == "What if “pay” was fixed?  W"
    QTest.mouseClick(page(asked).offer, LEFT)
    asked.settle()
    assert asked.session.supposed == Suppositions(frozenset([asked.ids["pay"]]))


# -- taking back


def test_each_supposition_is_taken_back_by_key(asked):
    suppose(asked, "pay")
    suppose(asked, "rota > sick leave")
    asked.press("Alt+3", "Down")
    assert asked.session.selection == (asked.ids["pay"],)
    asked.press("Del")
    assert asked.session.supposed == Suppositions(doubted=frozenset([asked.ids["rota > sick leave"]]))
    asked.qtbot.waitUntil(lambda: len(rows(page(asked).supposed)) == 1)
    asked.press("Down", "Enter")
    assert asked.session.supposed is None
    asked.qtbot.waitUntil(page(asked).begin.isVisible)


def test_all_is_taken_back_by_mouse(asked):
    suppose(asked, "pay", "rota")
    QTest.mouseClick(page(asked).back, LEFT)
    asked.settle()
    assert asked.session.supposed is None


# -- what is lit


def test_a_symptom_that_stays_lights_up_what_still_leads_to_it(asked):
    suppose(asked, "rota")
    at = next(n for n, row in enumerate(rows(page(asked).stays)) if "“care”" in row)
    page(asked).stays.rows.setFocus()
    asked.press(*["Down"] * (at + 1))
    assert lit(asked) == {
        "waiting": "on", "care": "on", "leavers": "on", "pay": "on", "rota": "fixed",
        "pay > leavers": "on", "leavers > care": "on", "care > waiting": "on",
    }  # fmt: skip
    assert asked.session.shown.badges == {asked.ids["pay"]: "goes on"}
    asked.press("Esc")
    assert lit(asked) == {"rota": "fixed"}
    assert asked.session.supposed is not None


def test_a_symptom_that_goes_lights_up_the_way_from_what_is_fixed(asked):
    suppose(asked, "pay")
    page(asked).gone.rows.setFocus()
    asked.press("Down")
    assert lit(asked) == {
        "waiting": "gone", "care": "on", "leavers": "on", "pay": "fixed",
        "pay > leavers": "on", "leavers > care": "on", "care > waiting": "on",
    }  # fmt: skip
    asked.press("Enter")
    assert asked.session.selection == (asked.ids["waiting"],)


def test_when_the_page_goes_what_is_supposed_stays_lit(asked):
    suppose(asked, "pay")
    page(asked).gone.rows.setFocus()
    asked.press("Down", "Alt+1")
    assert asked.session.supposed is not None
    assert lit(asked)["pay"] == "fixed"
    assert asked.session.shown.fade_rest is False


# -- keeping


def test_what_is_supposed_is_kept_in_one_step_and_loaded_by_enter(asked):
    suppose(asked, "pay")
    steps = asked.session.document.revision
    keep(asked, "Pay more")
    assert kept(asked) == ["Pay more"]
    assert asked.session.document.revision == steps + 1
    asked.view.setFocus()
    asked.press("Shift+W")
    answered(asked)
    assert rows(page(asked).kept.rows) == ["Pay more\n1 of 2 symptoms would go, 1 would stay"]
    page(asked).kept.rows.setFocus()
    asked.press("Down", "Enter")
    assert asked.session.supposed == Suppositions(frozenset([asked.ids["pay"]]))
    asked.press("Ctrl+Z")
    assert kept(asked) == []


def test_without_a_name_it_proposes_one(asked):
    suppose(asked, "pay", "rota")
    page(asked).kept.name.setFocus()
    asked.press("Enter")
    assert kept(asked) == ["pay and 1 more"]


def test_the_same_name_again_keeps_what_is_supposed_now(asked):
    suppose(asked, "pay")
    keep(asked, "Plan")
    suppose(asked, "rota")
    keep(asked, "plan")
    (only,) = asked.session.map.scenarios
    assert kept_in(asked.session.map, only).fixed == {asked.ids["pay"], asked.ids["rota"]}


def test_a_kept_scenario_is_renamed_and_deleted_by_key(asked):
    suppose(asked, "pay")
    keep(asked, "Pay more")
    asked.settle()
    page(asked).kept.rows.setFocus()
    asked.press("Down", "F2")
    assert asked.focused() is page(asked).kept.name
    asked.type("Higher fees")
    asked.press("Enter")
    assert kept(asked) == ["Higher fees"]
    asked.press("F2", "Esc")
    assert page(asked).kept.name.text() == ""
    asked.press("Del")
    assert kept(asked) == []
    asked.press("Ctrl+Z")
    assert kept(asked) == ["Higher fees"]


def test_a_factor_that_is_deleted_goes_from_what_is_kept(asked):
    suppose(asked, "pay", "rota")
    keep(asked, "Both")
    session = asked.session
    session.perform("Delete", edits.delete(session.map, [asked.ids["pay"]]))
    (only,) = session.map.scenarios
    assert kept_in(session.map, only).fixed == {asked.ids["rota"]}


# -- side by side


@pytest.fixture
def three(asked):
    """Three scenarios: pay; pay and rota; the link to waiting wrong."""
    suppose(asked, "pay")
    keep(asked, "Pay")
    suppose(asked, "rota")
    keep(asked, "Pay and rota")
    asked.view.setFocus()
    asked.press("Shift+W")
    suppose(asked, "care > waiting", presses=2)
    keep(asked, "Wrong link")
    answered(asked)
    return asked


def test_scenarios_stand_side_by_side_symptom_by_symptom(three):
    table = page(three).kept.table
    assert [table.horizontalHeaderItem(at).text() for at in range(4)] == ["", "A", "B", "C"]
    said = {row[0]: row[1:] for row in cells(table)}
    assert said == {
        "Symptoms that go": ["1 of 2", "2 of 2", "0 of 2"],
        "People wait in hospital": ["✕ goes", "✕ goes", "? stays"],
        "sick leave": ["stays", "✕ goes", "stays"],
    }
    for at, scenario in enumerate(three.session.map.scenarios):
        found = outcome(three.session.map, kept_in(three.session.map, scenario))
        assert said["Symptoms that go"][at] == f"{len(found.gone)} of 2"
    left = page(three).kept.left.text()
    assert "A leaves\n1  rota" in left
    assert "B leaves\nno most upstream cause" in left
    assert page(three).kept.compared_note.isVisible()


def test_c_takes_a_scenario_out_of_the_comparison_and_in_again(three):
    page(three).kept.rows.setFocus()
    while page(three).kept.rows.currentRow() > 0:
        three.press("Up")
    if page(three).kept.rows.currentRow() < 0:
        three.press("Down")
    three.press("C")
    assert page(three).kept.table.columnCount() == 3
    assert rows(page(three).kept.rows)[0].startswith("Pay\n")
    assert rows(page(three).kept.rows)[1].startswith("A   Pay and rota\n")
    three.press("C")
    assert page(three).kept.table.columnCount() == 4


def test_no_more_than_three_are_compared(three):
    suppose(three, "rota")
    keep(three, "Fourth")
    answered(three)
    assert [three.session.map.scenarios[id_].name for id_ in page(three).kept.compared] == [
        "Pay and rota", "Wrong link", "Fourth",
    ]  # fmt: skip


def test_an_edit_works_out_anew_what_would_follow_from_each(three):
    session = three.session
    session.perform("Link", edits.link(session.map, three.ids["rota"], three.ids["care"]))
    three.qtbot.waitUntil(
        lambda: ["Symptoms that go", "0 of 2", "2 of 2", "0 of 2"] in cells(page(three).kept.table), timeout=15000
    )


def test_a_kept_scenario_is_there_when_the_map_is_opened_again(three):
    path = three.session.document.path
    three.window.close_map()
    three.open(path)
    assert kept(three) == ["Pay", "Pay and rota", "Wrong link"]
    assert three.session.supposed is None


def test_all_of_it_fits_the_narrowest_panel(three):
    three.session.select([three.ids["pay"]])
    three.qtbot.waitUntil(page(three).offer.isVisible)
    assert page(three).minimumSizeHint().width() <= three.workspace.right.minimumWidth() + 20
    assert page(three).minimumSizeHint().width() <= 270 - 12, "the panel of a window 1000 pixels wide"
