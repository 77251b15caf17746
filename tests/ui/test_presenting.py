"""Presenting with one screen: the room's picture has the keyboard, and its words are large enough."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDoubleSpinBox

from app.document import Document
from app.drawing.theme import DARK, LIGHT
from app.exchange.example import example_records
from app.exchange.neutral import read_neutral
from app.model import edits
from app.ui.places import choose
from app.ui.presenting.view import ProjectorView
from app.ui.presenting.window import QUESTION, least_text_height
from app.ui.showing import Shown

SIZES = [(1280, 720), (1920, 1080), (3840, 2160)]
MAPS = Path(__file__).resolve().parents[2].parent / "shared" / "maps" / "neutral"


@pytest.fixture(autouse=True)
def still():
    """Nothing glides, so that what is asserted has arrived; the tests of gliding say so."""
    choose(reduce_motion=True)


def projector(driver):
    return driver.workspace.presenting.projector


def follow(driver):
    """Let the projector catch up."""
    projector(driver).scene.catch_up()
    driver.settle()


def key(driver, code, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(projector(driver), code, modifiers)
    driver.settle()


def of_size(driver, size):
    projector(driver).showNormal()
    projector(driver).resize(*size)
    driver.settle()


def room_sees(driver):
    """The labels that stand out."""
    factors = projector(driver).scene.factors
    return {driver.session.map.factors[id_].label for id_, item in factors.items() if item.faded is None}


def in_sight(driver, label):
    view = projector(driver).view
    box = projector(driver).scene.boxes[driver.id_of(label)]
    corners = [view.mapFromScene(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    return all(view.viewport().rect().adjusted(-1, -1, 1, 1).contains(corner) for corner in corners)


@pytest.fixture
def chained(started):
    """Pay is low > staff leave > people wait in hospital."""
    started.add_cause("Staff leave")
    started.add_cause("Pay is low")
    return started


@pytest.fixture
def example(driver, tmp_path):
    """The worked example."""
    path = tmp_path / "example.headwater"
    Document.create(path, *example_records()).close()
    driver.open(path)
    return driver


# -- beginning and ending


def test_f5_fills_the_only_screen_and_escape_gives_everything_back(chained):
    chained.press("F5")
    assert projector(chained).isFullScreen()
    assert projector(chained).geometry() == chained.window.screen().geometry()
    assert QApplication.activeWindow() is projector(chained)
    chained.press("Esc")
    assert projector(chained) is None
    assert chained.focused() is chained.view
    assert chained.selected() == {"Pay is low"}


def test_f5_begins_and_ends(chained):
    chained.press("F5", "F5")
    assert projector(chained) is None


def test_what_was_being_typed_is_kept_when_presenting_begins(chained):
    chained.press("Tab")
    chained.type("Shops pay more")
    chained.press("F5")
    assert "Shops pay more" in room_sees(chained)


def test_closing_the_map_ends_presenting(chained):
    chained.workspace.presenting.toggle()
    shown = projector(chained)
    chained.window.close_map()
    chained.settle()
    assert not shown.isVisible()


def test_closing_the_rooms_window_ends_presenting(chained):
    chained.press("F5")
    projector(chained).close()
    chained.settle()
    assert projector(chained) is None


def test_the_room_sees_the_title_and_no_pointer(chained):
    chained.press("F5")
    assert projector(chained).heading.first == "People wait in hospital"
    assert projector(chained).cursor().shape() == Qt.CursorShape.BlankCursor


# -- what the room sees


def test_the_room_sees_a_new_factor_once_it_is_entered(chained):
    chained.workspace.presenting.toggle()
    chained.window.activateWindow()
    chained.view.setFocus()
    chained.press("Tab")
    chained.type("Shops pay more")
    follow(chained)
    assert "Shops pay more" not in room_sees(chained)
    chained.press("Enter")
    follow(chained)
    assert "Shops pay more" in room_sees(chained)


def test_the_room_follows_an_edit_in_a_turn_of_its_own(chained, qtbot):
    chained.workspace.presenting.toggle()
    before = set(projector(chained).scene.factors)
    chained.workspace.session.undo()
    assert set(projector(chained).scene.factors) == before
    qtbot.waitUntil(lambda: set(projector(chained).scene.factors) == set(chained.session.boxes))
    assert len(before) == 3
    assert len(chained.session.boxes) == 2


def test_what_is_deleted_goes_and_what_is_renamed_changes(chained):
    chained.workspace.presenting.toggle()
    session = chained.session
    id_ = chained.id_of("Staff leave")
    session.select([id_])
    chained.workspace.editing.delete()
    follow(chained)
    assert room_sees(chained) == {"People wait in hospital", "Pay is low"}
    assert projector(chained).scene.links == {}


def test_selecting_fades_nothing_until_the_spotlight_is_on(example):
    example.workspace.presenting.toggle()
    everyone = room_sees(example)
    assert len(everyone) == len(example.session.boxes)
    root = example.session.reading.upstream[0].members[0]
    example.session.select([root])
    follow(example)
    assert room_sees(example) == everyone
    key(example, Qt.Key.Key_S)
    lit = room_sees(example)
    ways = example.session.traced()
    assert lit == {example.session.map.factors[id_].label for id_ in {root} | ways.upstream | ways.downstream}
    assert lit < everyone
    example.session.select([])
    follow(example)
    assert room_sees(example) == everyone


def test_the_spotlight_shows_the_ways_through_a_link(chained):
    chained.press("Esc", "S")
    chained.type("Beds are full")
    chained.press("Enter")
    link = chained.session.map.link_between(chained.id_of("Staff leave"), chained.id_of("People wait in hospital"))
    chained.session.select([link.id])
    chained.press("F5")
    key(chained, Qt.Key.Key_S)
    assert room_sees(chained) == {"Pay is low", "Staff leave", "People wait in hospital"}
    assert {id_ for id_, item in projector(chained).scene.links.items() if item.faded is None} == set(
        chained.session.map.links
    )


def test_blank_shows_nothing_and_again_the_map(chained):
    chained.press("F5")
    for code in (Qt.Key.Key_B, Qt.Key.Key_Period):
        key(chained, code)
        image = projector(chained).grab().toImage()
        colours = {
            image.pixelColor(x, y).name() for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)
        }
        assert colours == {QColor(DARK.canvas).name()}
        assert least_text_height(projector(chained)) == 0
        key(chained, code)
        assert projector(chained).view.isVisible()


def test_the_page_of_where_to_start_shows_rank_words_and_reach(example):
    example.press("F5")
    key(example, Qt.Key.Key_F)
    assert projector(example).heading.first == QUESTION
    shown = projector(example).ranking.shown
    reading = example.session.reading
    assert 4 <= len(shown) <= 6
    for entry, cause in zip(shown, reading.upstream, strict=False):
        assert entry.rank == cause.rank
        assert entry.words.startswith(example.session.map.factors[cause.members[0]].label)
        assert entry.reach == f"leads to {len(cause.reach)} of {len(reading.symptoms)} symptoms"
    key(example, Qt.Key.Key_F)
    assert not projector(example).ranking.isVisible()


def test_the_chosen_cause_stands_out_in_the_ranking(example):
    example.press("F5")
    key(example, Qt.Key.Key_F)
    assert not any(entry.dimmed for entry in projector(example).ranking.entries)
    example.session.select(example.session.reading.upstream[1].members)
    follow(example)
    assert [entry.dimmed for entry in projector(example).ranking.entries][:3] == [True, False, True]


def test_the_rooms_colours_are_dark_until_they_are_to_be_as_the_programs(chained):
    assert chained.window.theme is LIGHT
    chained.press("F5")
    assert projector(chained).theme is DARK
    choose(room_colours="program")
    chained.workspace.set_theme(LIGHT)
    assert projector(chained).theme is LIGHT
    assert projector(chained).view.backgroundBrush().color() == QColor(LIGHT.canvas)
    chained.workspace.set_theme(DARK)
    assert projector(chained).theme is DARK


# -- the walk


def test_a_walk_asks_one_why_after_the_other_and_tells_the_chain(chained):
    chained.session.select([])
    chained.press("F5")
    key(chained, Qt.Key.Key_Space)
    said = [projector(chained).sentence.words]
    seen = [room_sees(chained)]
    for code in (Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Space):
        key(chained, code)
        said.append(projector(chained).sentence.words)
        seen.append(room_sees(chained))
    assert said == [
        "People wait in hospital. Why?",
        "People wait in hospital. Why? Because staff leave.",
        "Staff leave. Why? Because pay is low.",
        "Because pay is low, therefore staff leave, therefore people wait in hospital.",
    ]
    assert seen == [
        {"People wait in hospital"},
        {"People wait in hospital", "Staff leave"},
        {"People wait in hospital", "Staff leave", "Pay is low"},
        {"People wait in hospital", "Staff leave", "Pay is low"},
    ]
    key(chained, Qt.Key.Key_Space)
    assert projector(chained).sentence.words == ""
    assert not projector(chained).sentence.isVisible()


def test_a_walk_goes_back_and_is_left_before_its_beginning(chained):
    chained.press("F5")
    key(chained, Qt.Key.Key_Space)
    key(chained, Qt.Key.Key_Space)
    key(chained, Qt.Key.Key_Left)
    assert room_sees(chained) == {"People wait in hospital"}
    key(chained, Qt.Key.Key_Backspace)
    assert len(room_sees(chained)) == 3
    assert projector(chained).sentence.words == ""


def test_a_walk_that_an_edit_breaks_is_left(chained):
    chained.session.select([])
    chained.press("F5")
    key(chained, Qt.Key.Key_Space)
    chained.session.select([chained.id_of("Staff leave")])
    chained.workspace.editing.delete()
    follow(chained)
    assert projector(chained).sentence.words == ""
    assert room_sees(chained) == {"People wait in hospital", "Pay is low"}


def test_where_there_is_no_way_that_is_said(started):
    started.press("F8")
    assert "no way to walk" in projector(started).sentence.words
    assert "no way to walk" in started.said()


def test_the_sentences_of_a_walk_have_one_place(example):
    example.press("F5")
    key(example, Qt.Key.Key_Space)
    heights = set()
    while projector(example).sentence.words:
        heights.add(projector(example).sentence.height())
        key(example, Qt.Key.Key_Space)
    assert len(heights) == 1


def test_a_walk_on_a_map_too_large_for_the_room_is_folded_into_a_row(example):
    example.press("F5")
    of_size(example, (1920, 1080))
    scene = projector(example).scene
    assert not projector(example).view.has_room_for_all
    key(example, Qt.Key.Key_Space)
    walk = example.workspace.presenting.walk
    labels = [example.session.map.factors[id_].label for id_ in walk.factors]
    assert len(labels) > 2
    for effect, cause in pairwise(labels):
        assert not scene.factors[example.id_of(cause)].isVisible()
        key(example, Qt.Key.Key_Right)
        assert in_sight(example, effect)
        assert in_sight(example, cause)
    shown = {id_ for id_, item in scene.factors.items() if item.isVisible()}
    assert shown == set(walk.factors)
    assert {id_ for id_, item in scene.links.items() if item.isVisible()} == set(walk.links)
    boxes = [scene.boxes[id_] for id_ in walk.factors]
    assert all(cause.right < effect.left for effect, cause in pairwise(boxes))
    key(example, Qt.Key.Key_Space)
    key(example, Qt.Key.Key_Space)
    assert all(item.isVisible() for item in (*scene.factors.values(), *scene.links.values()))
    for id_, box in example.session.boxes.items():
        assert scene.factors[id_].pos().toTuple() == (box.x, box.y)


def test_a_walk_on_a_map_that_has_room_goes_along_the_map_itself(chained):
    chained.press("F5")
    of_size(chained, (1920, 1080))
    before = dict(projector(chained).scene.boxes)
    key(chained, Qt.Key.Key_Space)
    assert projector(chained).scene.boxes == before
    assert all(item.isVisible() for item in projector(chained).scene.factors.values())


# -- large enough


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("metres", [2, 4, 7])
def test_all_words_are_as_large_as_the_back_row_needs(example, size, metres):
    choose(room_metres=metres, room_width=2.0)
    example.press("F5")
    of_size(example, size)
    shown = projector(example)
    needed = metres / 200 / 2.0 * size[0]
    reading = example.session.reading

    def assert_readable():
        assert least_text_height(shown) >= needed * 0.9999
        assert least_text_height(shown.view) >= needed * 0.9999

    assert_readable()
    for cause in reading.upstream[:3]:
        example.session.select(cause.members[:1])
        follow(example)
        assert_readable()
        assert in_sight(example, example.session.map.factors[cause.members[0]].label)
    key(example, Qt.Key.Key_S)
    assert_readable()
    key(example, Qt.Key.Key_Space)
    while shown.sentence.words:
        assert shown.sentence.isVisible()
        assert_readable()
        key(example, Qt.Key.Key_Space)
    key(example, Qt.Key.Key_F)
    assert least_text_height(shown) >= needed * 0.9999
    assert shown.ranking.isVisible()


@pytest.mark.parametrize(("name", "size"), [*(("foresight-obesity", size) for size in SIZES), ("bn-asia", SIZES[1])])
def test_the_words_of_a_large_map_are_no_smaller(driver, tmp_path, name, size):
    source = MAPS / f"{name}.json"
    if not source.is_file():
        pytest.skip("the shared maps are not here")
    read = read_neutral(source.read_bytes(), name=source.name)
    path = tmp_path / "large.headwater"
    Document.create(path, read.title, read.records).close()
    driver.open(path)
    driver.workspace.presenting.toggle()
    of_size(driver, size)
    assert least_text_height(projector(driver)) >= 4 / 200 / 2 * size[0] * 0.9999
    box = next(iter(driver.session.boxes))
    driver.session.select([box])
    follow(driver)
    assert in_sight(driver, driver.session.map.factors[box].label)


def ink_height(view: ProjectorView, box, ground):
    """Rows with ink inside a box of the map."""
    image = view.grab().toImage()
    start, end = view.mapFromScene(box.left + 26, box.top + 5), view.mapFromScene(box.right - 26, box.bottom - 5)
    rows = [
        y
        for y in range(start.y(), end.y())
        if any(abs(image.pixelColor(x, y).lightness() - ground) > 90 for x in range(start.x(), end.x()))
    ]
    return max(rows) - min(rows) + 1


@pytest.mark.parametrize("size", SIZES)
def test_letters_really_are_as_large_on_the_picture(driver, size):
    driver.begin("HHH")
    driver.press("F5")
    of_size(driver, size)
    view = projector(driver).view
    ink = ink_height(view, driver.session.boxes[driver.id_of("HHH")], QColor(DARK.symptom).lightness())
    assert abs(ink - least_text_height(view)) <= 2
    assert ink >= 4 / 200 / 2 * size[0] - 1


def test_plus_and_minus_move_the_back_row(example):
    choose(room_metres=4.0)
    example.press("F5")
    of_size(example, (1920, 1080))
    before = least_text_height(projector(example))
    key(example, Qt.Key.Key_Plus)
    assert least_text_height(projector(example)) == pytest.approx(before * 5 / 4)
    key(example, Qt.Key.Key_Minus)
    key(example, Qt.Key.Key_Minus)
    assert least_text_height(projector(example)) == pytest.approx(before * 3 / 4)


def test_the_distance_is_asked_for_and_seen_at_once(example):
    example.workspace.presenting.toggle()
    of_size(example, (1920, 1080))
    before = least_text_height(projector(example))
    example.workspace.presenting.choose_distance()
    example.settle()
    fields = {each.accessibleName(): each for each in example.window.findChildren(QDoubleSpinBox)}
    fields["Metres from the screen to the back row"].setValue(6.0)
    example.settle()
    assert least_text_height(projector(example)) == pytest.approx(before * 6 / 4)
    fields["Width of the picture in metres"].setValue(3.0)
    example.settle()
    assert least_text_height(projector(example)) == pytest.approx(before)


# -- calm


def test_the_view_stays_where_it_is_while_what_is_typed_is_in_sight(example):
    example.workspace.presenting.toggle()
    of_size(example, (1920, 1080))
    first = example.session.reading.upstream[0].members[0]
    example.session.select([first])
    follow(example)
    before = projector(example).view.sight
    near = min(
        (id_ for id_ in example.session.boxes if id_ != first),
        key=lambda id_: abs(example.session.boxes[id_].x - before.x) + abs(example.session.boxes[id_].y - before.y),
    )
    example.session.select([near])
    follow(example)
    assert projector(example).view.sight == before


def test_the_view_glides_to_what_is_out_of_sight(example, qtbot, monkeypatch):
    example.workspace.presenting.toggle()
    of_size(example, (1920, 1080))
    choose(reduce_motion=False)
    monkeypatch.delenv("HEADWATER_STILL")
    view = projector(example).view
    boxes = example.session.boxes
    far = max(boxes, key=lambda id_: abs(boxes[id_].x - view.sight.x) + abs(boxes[id_].y - view.sight.y))
    zoom = view.zoom
    example.session.select([far])
    projector(example).scene.catch_up()
    assert view.is_gliding
    qtbot.waitUntil(lambda: not view.is_gliding)
    assert in_sight(example, example.session.map.factors[far].label)
    assert view.zoom == pytest.approx(zoom)


def test_nothing_glides_for_those_who_want_less_motion(example):
    example.workspace.presenting.toggle()
    of_size(example, (1920, 1080))
    view = projector(example).view
    boxes = example.session.boxes
    far = max(boxes, key=lambda id_: abs(boxes[id_].x - view.sight.x) + abs(boxes[id_].y - view.sight.y))
    example.session.select([far])
    projector(example).scene.catch_up()
    assert not view.is_gliding
    assert in_sight(example, example.session.map.factors[far].label)


def test_factors_that_make_room_glide_and_arrive(chained, qtbot, monkeypatch):
    chained.workspace.presenting.toggle()
    choose(reduce_motion=False)
    monkeypatch.delenv("HEADWATER_STILL")
    scene = projector(chained).scene
    id_ = chained.id_of("Pay is low")
    before = scene.factors[id_].pos()
    chained.session.select([id_])
    for _ in range(4):
        chained.workspace.editing.nudge_up()
    scene.catch_up()
    assert scene.factors[id_].pos() == before
    box = chained.session.boxes[id_]
    assert box.y != before.y()
    qtbot.waitUntil(lambda: scene.factors[id_].pos().toTuple() == (box.x, box.y))


def test_with_one_screen_the_keys_of_the_work_lead_back_to_it(chained):
    chained.workspace.presenting.toggle()
    key(chained, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert projector(chained) is None
    assert chained.workspace.capture.isVisible()


def test_with_one_screen_undo_is_done_without_leaving(chained):
    chained.workspace.presenting.toggle()
    before = len(chained.session.map.factors)
    key(chained, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(chained.session.map.factors) == before - 1
    assert projector(chained) is not None


def test_with_one_screen_what_is_said_is_said_on_it(chained):
    chained.workspace.presenting.toggle()
    chained.session.told.emit("There is no way to walk yet.")
    assert projector(chained).sentence.words == "There is no way to walk yet."


def test_a_rename_in_the_middle_of_a_walk_reaches_the_sentence(chained):
    chained.workspace.presenting.toggle()
    for _ in range(2):
        key(chained, Qt.Key.Key_Space)
    id_ = chained.workspace.presenting.walk.factors[1]
    chained.session.perform("Rename", edits.rename(chained.session.map, id_, "Nurses resign"))
    follow(chained)
    assert "urses resign" in projector(chained).sentence.words


def test_a_map_can_be_closed_after_the_distance_was_asked(started):
    started.workspace.presenting.choose_distance()
    started.settle()
    started.workspace.presenting._dialog.close()
    started.settle()
    QApplication.sendPostedEvents(None, 52)  # deferred deletes
    started.window.close_map()
    assert started.window.workspace is None


def test_the_whole_map_is_shown_for_a_moment_and_the_picture_can_be_moved(example):
    example.workspace.presenting.toggle()
    of_size(example, (1280, 720))
    view = projector(example).view
    near = view.zoom
    key(example, Qt.Key.Key_0)
    assert view.zoom < near
    assert all(in_sight(example, factor.label) for factor in example.session.map.factors.values())
    key(example, Qt.Key.Key_0)
    assert view.zoom == pytest.approx(near)
    before = view.sight
    key(example, Qt.Key.Key_Down)
    key(example, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.sight.y > before.y
    assert view.sight.x < before.x
    assert view.sight.zoom == before.zoom


def test_the_room_sees_what_an_answer_lights_up(chained):
    chained.press("F5")
    one, other = (chained.id_of(label) for label in sorted(chained.labels())[:2])
    chained.session.show(Shown(factors={one: "on"}))
    follow(chained)
    assert room_sees(chained) == {chained.session.map.factors[one].label}
    chained.session.show(Shown(factors={other: "gone"}, fade_rest=False))
    follow(chained)
    assert room_sees(chained) == chained.labels() - {chained.session.map.factors[other].label}
    assert not any(link.traced for link in projector(chained).scene.links.values())
    chained.session.show(None)
    follow(chained)
    assert room_sees(chained) == chained.labels()
