"""What if, by key on the map: what is lit up, what the strip says, and one key back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.analysis.scenario import Suppositions
from app.model import edits
from app.ui.before_after import BeforeAfter, Parts
from app.ui.showing import Shown


@pytest.fixture
def streams(started):
    """Pay → leavers → care → waiting; pay and rota → sick leave, a second symptom."""
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
    started.view.setFocus()
    started.settle()
    return started


def choose(driver, *names):
    driver.session.select([driver.ids[name] for name in names])
    driver.settle()


def names_of(driver, ids):
    return {name for name, id_ in driver.ids.items() if id_ in ids}


def faded(driver):
    items = driver.view.map_scene.factors | driver.view.map_scene.links
    return names_of(driver, {id_ for id_, item in items.items() if item.faded})


def tones(driver):
    shown = driver.session.shown
    return {name: {**shown.factors, **shown.links}.get(id_) for name, id_ in driver.ids.items()} if shown else {}


def strip(driver):
    """What the strip says; '' while it is not there."""
    found = driver.workspace.supposing.strip
    return found.sentence.text().split("&nbsp; ")[1] if found.isVisible() else ""


def ranks(driver):
    return [words for _, words in driver.ranking()]


# -- factors


def test_w_supposes_the_selected_cause_fixed_and_what_goes_with_it_fades(streams):
    choose(streams, "pay")
    streams.press("W")
    assert streams.session.supposed == Suppositions(frozenset([streams.ids["pay"]]))
    assert faded(streams) >= {"leavers", "care", "waiting", "pay > leavers", "leavers > care", "care > waiting"}
    assert not faded(streams) & {"pay", "rota", "sick leave", "rota > sick leave"}
    lit = tones(streams)
    assert (lit["pay"], lit["waiting"], lit["care"]) == ("fixed", "gone", None)
    assert strip(streams) == "1 of 2 symptoms would go, 1 would stay"
    assert ranks(streams) == ["rota"]


def test_w_again_leads_back(streams):
    choose(streams, "pay")
    streams.press("W", "W")
    assert streams.session.supposed is None
    assert strip(streams) == ""
    assert streams.session.shown is None
    assert ranks(streams)[0] == "pay"


def test_one_key_takes_everything_back(streams):
    before = ranks(streams)
    choose(streams, "pay")
    streams.press("W")
    choose(streams, "rota > sick leave")
    streams.press("W", "Shift+W")
    assert streams.session.supposed is None
    streams.session.select([])
    streams.settle()
    assert faded(streams) == set()
    assert ranks(streams) == before


def test_esc_takes_it_back_when_nothing_else_takes_esc(streams):
    choose(streams, "pay")
    streams.press("W", "Esc")
    assert streams.session.selection == ()
    assert streams.session.supposed is not None
    streams.press("Esc")
    assert streams.session.supposed is None


def test_several_causes_are_supposed_at_once(streams):
    choose(streams, "pay", "rota")
    streams.press("W")
    assert strip(streams) == "both symptoms would go"
    choose(streams, "pay")
    streams.press("W")
    assert names_of(streams, streams.session.supposed.fixed) == {"rota"}
    choose(streams, "pay", "rota")
    streams.press("W")
    assert names_of(streams, streams.session.supposed.fixed) == {"pay", "rota"}


def test_in_the_outline_the_same_key_does_it(streams):
    choose(streams, "pay")
    streams.workspace.outline.setFocus()
    streams.press("W")
    assert strip(streams) == "1 of 2 symptoms would go, 1 would stay"


def test_with_nothing_selected_it_says_what_to_select(streams):
    streams.press("W")
    assert streams.session.supposed is None
    assert "Select a cause" in streams.said()


# -- links


def test_on_a_link_w_doubts_it_then_rejects_it_then_leaves_it(streams):
    choose(streams, "care > waiting")
    streams.press("W")
    assert tones(streams)["care > waiting"] == "doubt"
    assert streams.session.considered.links[streams.ids["care > waiting"]].confidence == pytest.approx(0.4)
    assert strip(streams) == "no symptom would go"
    streams.press("W")
    assert tones(streams)["care > waiting"] == "gone"
    assert "care > waiting" in faded(streams)
    streams.press("W")
    assert streams.session.supposed is None


def test_a_symptom_that_loses_its_last_cause_does_not_go_but_is_unexplained(streams):
    choose(streams, "care > waiting")
    streams.press("W", "W")
    assert strip(streams) == "no symptom would go; 1 would have no cause left"
    assert "waiting" not in faded(streams)
    assert tones(streams)["waiting"] == "doubt"
    assert streams.session.shown.badges == {streams.ids["waiting"]: "no cause left"}


# -- the map itself


def test_the_map_itself_is_untouched(streams):
    before, revision = streams.session.map, streams.session.document.revision
    choose(streams, "pay", "care > waiting")
    streams.press("W", "W", "W", "Shift+W")
    assert streams.session.map is before
    assert streams.session.document.revision == revision


def test_an_edit_meanwhile_works_and_what_would_follow_follows(streams):
    choose(streams, "pay")
    streams.press("W")
    changes = edits.link(streams.session.map, streams.ids["rota"], streams.ids["care"])
    streams.session.perform("Link", changes)
    streams.qtbot.waitUntil(lambda: strip(streams) == "no symptom would go")
    assert faded(streams) == {"leavers", "pay > leavers", "leavers > care", "pay > sick leave"}
    streams.press("Ctrl+Z")
    streams.qtbot.waitUntil(lambda: strip(streams) == "1 of 2 symptoms would go, 1 would stay")


def test_what_is_deleted_is_not_supposed_any_more(streams):
    choose(streams, "pay")
    streams.press("W")
    choose(streams, "rota")
    streams.press("W")
    choose(streams, "pay")
    streams.press("Del")
    streams.qtbot.waitUntil(lambda: streams.session.supposed == Suppositions(frozenset([streams.ids["rota"]])))
    choose(streams, "rota")
    streams.press("Del")
    streams.qtbot.waitUntil(lambda: streams.session.supposed is None)
    assert strip(streams) == ""


def test_what_a_page_lights_up_comes_first_and_then_what_is_supposed_again(streams):
    choose(streams, "pay")
    streams.press("W")
    mine = streams.session.shown
    answer = Shown({streams.ids["rota"]: "new"})
    streams.session.show(answer)
    choose(streams, "rota > sick leave")
    streams.press("W")
    assert streams.session.shown is answer
    streams.session.show(None)
    assert streams.session.shown is not mine
    assert tones(streams)["rota > sick leave"] == "doubt"


# -- the strip


def test_the_strip_leads_back_by_mouse_and_moves_nothing(streams):
    place = streams.view.geometry()
    choose(streams, "pay")
    streams.press("W")
    assert streams.view.geometry() == place
    found = streams.workspace.supposing.strip
    assert found.back.text() == "Take it all back  Shift+W"
    QTest.mouseClick(found.back, Qt.MouseButton.LeftButton)
    streams.settle()
    assert streams.session.supposed is None


def test_the_strip_leaves_trouble_with_saving_in_sight(streams):
    choose(streams, "pay")
    streams.press("W")
    over = streams.workspace.strip
    over.show_saved("The stick was taken out", trouble=True)
    streams.settle()
    assert streams.workspace.supposing.strip.geometry().right() < over.saved.geometry().left()


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (Parts(0, 0, 0, 0.0), "nothing is marked as a symptom yet"),
        (Parts(0, 4, 0, 0.0), "no symptom would go"),
        (Parts(5, 3, 0, 0.6), "5 of 8 symptoms would go, 3 would stay"),
        (Parts(5, 1, 2, 0.6), "5 of 8 symptoms would go, 3 would stay; 2 would have no cause left"),
        (Parts(1, 0, 0, 1.0), "the symptom would go"),
        (Parts(8, 0, 0, 1.0), "all 8 symptoms would go"),
    ],
)
def test_what_would_follow_is_said_in_one_sentence(parts, said):
    assert parts.said == said


def test_the_bar_is_as_long_as_what_goes_weighs_and_never_too_short_for_its_figure(streams):
    bar = BeforeAfter(streams.window.theme, both=False)
    streams.qtbot.addWidget(bar)
    bar.resize(200, 24)
    bar.show_parts(Parts(3, 1, 0, 0.75))
    assert bar._widths(200) == pytest.approx([50, 150])
    bar.show_parts(Parts(1, 99, 1, 0.01))
    widths = bar._widths(200)
    assert sum(widths) == pytest.approx(200)
    assert min(widths) == 30
    stay = bar.grab().toImage()
    bar.show_parts(Parts(99, 1, 1, 0.99))
    assert bar.grab().toImage() != stay
