"""What an answer lights up on the map, and the pages that ask for it."""

import pytest

from app.ui.actions import ACTIONS
from app.ui.closer.tab import PLACES
from app.ui.pages.page import Page
from app.ui.showing import SIGNS, Shown


@pytest.fixture
def chain(started):
    started.add_cause("Too little home care")
    started.add_cause("Staff leave")
    started.press("Esc")
    return started


def faded(driver):
    scene = driver.view.map_scene
    return {driver.session.map.factors[id_].label for id_, item in scene.factors.items() if item.faded}


def test_what_is_shown_stands_out_and_the_rest_fades(chain):
    one = chain.id_of("Staff leave")
    chain.session.show(Shown(factors={one: "on"}))
    assert faded(chain) == {"Too little home care", "People wait in hospital"}
    chain.session.show(None)
    assert faded(chain) == set()


def test_what_goes_away_fades_although_it_is_named(chain):
    chain.session.show(Shown(factors={chain.id_of("Staff leave"): "gone"}, fade_rest=False))
    assert faded(chain) == {"Staff leave"}


def test_every_tone_but_the_plain_one_has_a_sign_of_its_own():
    signs = [sign for tone, sign in SIGNS.items() if tone != "on"]
    assert all(signs)
    assert len(set(signs)) == len(signs)


def test_marks_are_painted_where_things_stand(chain):
    one = chain.id_of("Staff leave")
    plain = chain.view.grab().toImage()
    chain.session.show(Shown(factors={one: "doubt"}, badges={one: "here"}, fade_rest=False))
    marked = chain.view.grab().toImage()
    box = chain.session.boxes[one]
    corner = chain.view.mapFromScene(box.right, box.bottom)
    near = [(corner.x() + x, corner.y() + y) for x in range(-20, 8) for y in range(-6, 9)]
    assert any(plain.pixelColor(*at) != marked.pixelColor(*at) for at in near)
    chain.session.show(None)
    assert chain.view.grab().toImage() == plain


def test_ids_that_are_not_on_the_map_are_passed_over(chain):
    chain.session.show(Shown(factors={"nobody": "doubt"}, links={"nothing": "gone"}, badges={"nobody": "x"}))
    assert len(faded(chain)) == 3


@pytest.mark.parametrize("number", range(len(PLACES)), ids=[place.title for place in PLACES])
def test_each_page_comes_by_its_key_and_has_its_name(chain, number):
    place = PLACES[number]
    chain.press(place.key)
    closer = chain.workspace.closer
    assert chain.workspace.right.currentWidget() is closer
    assert isinstance(closer.page, Page)
    assert closer.page.title == place.title == closer.list.currentText()
    assert any(spec.keys == (place.key,) and spec.text == place.title for spec in ACTIONS)


def test_what_a_page_has_lit_goes_dark_when_it_is_left(chain):
    chain.press("Alt+5")
    chain.session.show(Shown(factors={chain.id_of("Staff leave"): "on"}))
    assert faded(chain)
    chain.press("Alt+1")
    assert chain.session.shown is None
    assert faded(chain) == set()
    assert chain.workspace.right.currentWidget() is chain.workspace.focus


def test_closing_the_map_with_every_page_open_leaves_nothing_behind(chain):
    for place in PLACES:
        chain.press(place.key)
    chain.press("Ctrl+W")
    assert chain.window.workspace is None
