"""The slides: boxes and links as shapes that can be edited, glued to each other, and words that stay words."""

import io
import re
import shutil
import subprocess
from datetime import date
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from app.analysis.reading import read
from app.drawing.theme import LIGHT
from app.exchange.example import example_records
from app.exchange.office.slides import slides
from app.exchange.office.slides_links import Curves
from app.exchange.office.slides_map import READABLE
from app.layout.geometry import Box
from app.model.cause_map import CauseMap
from app.model.records import ABOUT_ID, About, Action, Factor, Link, Saying, Voice, clean_line

pytestmark = pytest.mark.usefixtures("qapp")

TODAY = date(2026, 11, 23)
DOWNSTREAM, UPSTREAM = "3", "1"  # the right and the left side of a box, as the file numbers them


@pytest.fixture(scope="module")
def example():
    return CauseMap.of(example_records()[1])


def deck_of(cause_map):
    return Presentation(io.BytesIO(slides(cause_map, read(cause_map), date="23 November 2026", today=TODAY)))


def small(*more, **of_a):
    """Pay is low → Staff leave → People wait."""
    return CauseMap.of(
        [
            About(id=ABOUT_ID, title="Why people wait"),
            Factor(id="a", label="Pay is low", **of_a),
            Factor(id="b", label="Staff leave"),
            Factor(id="c", label="People wait", kind="symptom"),
            Link(id="ab", cause="a", effect="b", confidence=0.95),
            Link(id="bc", cause="b", effect="c", confidence=0.5),
            *more,
        ]
    )


def each_shape(shapes):
    """All shapes, those in groups too."""
    for shape in shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from each_shape(shape.shapes)
        else:
            yield shape


def slide_named(deck, title):
    return next(slide for slide in deck.slides if slide.shapes.title.text_frame.text == title)


def titles(deck):
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def boxes_on(slide):
    """The factors on a slide: rounded boxes with words."""
    return [
        shape
        for shape in each_shape(slide.shapes)
        if shape._element.find(f".//{qn('a:prstGeom')}[@prst='roundRect']") is not None and shape.text_frame.text
    ]


def links_on(slide):
    """The glued connectors on a slide, with the boxes at their ends and the sides they are glued to."""
    by_id = {shape.shape_id: shape for shape in each_shape(slide.shapes)}
    found = []
    for shape in each_shape(slide.shapes):
        start, end = (shape._element.find(f".//{qn(tag)}") for tag in ("a:stCxn", "a:endCxn"))
        if start is not None:
            found.append(
                (shape, by_id[int(start.get("id"))], start.get("idx"), by_id[int(end.get("id"))], end.get("idx"))
            )
    return found


def words_in(deck):
    told = []
    for slide in deck.slides:
        for shape in each_shape(slide.shapes):
            if shape.has_text_frame:
                told.append(shape.text_frame.text)
            if getattr(shape, "has_table", False) and shape.has_table:
                told += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return told


# -- the map


def test_every_factor_is_a_shape_with_its_words_and_every_link_a_connector_glued_at_both_ends(example):
    slide = slide_named(deck_of(example), "The whole map")
    assert sorted(box.text_frame.text for box in boxes_on(slide)) == sorted(each.label for each in example.on_the_map())
    label = {id_: each.label for id_, each in example.factors.items()}
    wanted = sorted((label[link.cause], label[link.effect]) for link in example.links.values())
    glued = links_on(slide)
    assert sorted((one.text_frame.text, two.text_frame.text) for _, one, _, two, _ in glued) == wanted
    assert all((leaves, arrives) == (DOWNSTREAM, UPSTREAM) for _, _, leaves, _, arrives in glued)


def test_connectors_begin_and_end_where_their_boxes_are(example):
    near = 13_000  # a point: what is flat is told a point high
    for line, cause, _, effect, _ in links_on(slide_named(deck_of(example), "The whole map")):
        assert abs(line.begin_x - (cause.left + cause.width)) <= near
        assert abs(line.begin_y - (cause.top + cause.height // 2)) <= near
        assert abs(line.end_x - effect.left) <= near
        assert abs(line.end_y - (effect.top + effect.height // 2)) <= near


def test_kinds_and_certainty_can_be_told_without_colour():
    rising = Link(id="ca", cause="c", effect="b", polarity="-")
    slide = slide_named(deck_of(small(rising)), "The whole map")
    look = {box.text_frame.text: box for box in boxes_on(slide)}
    assert look["Pay is low"].text_frame.paragraphs[0].runs[0].font.bold
    assert not look["Staff leave"].text_frame.paragraphs[0].runs[0].font.bold
    assert look["People wait"].adjustments[0] > look["Staff leave"].adjustments[0]
    signs = [shape.text_frame.text for shape in each_shape(slide.shapes) if shape.has_text_frame]
    assert {"1", "↻", "−"} <= set(signs)
    lines = {one.text_frame.text: line for line, one, *_ in links_on(slide)}
    assert lines["Staff leave"].line.dash_style is not None
    assert lines["Pay is low"].line.dash_style is None
    assert lines["Pay is low"].line.width > lines["Staff leave"].line.width
    assert all(line._element.find(f".//{qn('a:tailEnd')}").get("type") == "triangle" for line in lines.values())
    assert str(look["Pay is low"].fill.fore_color.rgb) == LIGHT.root[1:]


def test_links_that_are_needed_together_say_so():
    both = [Factor(id="d", label="Rents rise"), Link(id="db", cause="d", effect="b", together="g")]
    linked = CauseMap.of(
        each.with_fields({"together": "g"}) if each.id == "ab" else each for each in small(*both).records()
    )
    slide = slide_named(deck_of(linked), "The whole map")
    assert sum(shape.name == "Needed together" for shape in each_shape(slide.shapes)) == 2
    told = {line._element.xpath(".//p:cNvPr")[0].get("descr") for line, *_ in links_on(slide)}
    assert "“Rents rise” leads to “Staff leave” (likely, needed together with others)." in told


def test_who_does_not_see_the_slide_hears_what_each_shape_is(example):
    slide = slide_named(deck_of(example), "The whole map")
    for box in boxes_on(slide):
        about = box._element.xpath(".//p:cNvPr")[0]
        assert about.get("name") == box.text_frame.text[:200]
        assert about.get("descr").startswith(f"{box.text_frame.text}: ")
    assert "Pay is low: most upstream cause, rank 1, leads to 1 of 1 symptom, 0 causes." in {
        box._element.xpath(".//p:cNvPr")[0].get("descr")
        for box in boxes_on(slide_named(deck_of(small()), "The whole map"))
    }


def test_no_box_stands_off_the_slide_or_on_another(example):
    deck = deck_of(example)
    for slide in deck.slides:
        boxes = boxes_on(slide)
        for at, one in enumerate(boxes):
            assert one.left >= 0
            assert one.top >= 0
            assert one.left + one.width <= deck.slide_width
            assert one.top + one.height <= deck.slide_height
            for other in boxes[at + 1 :]:
                apart = (
                    one.left >= other.left + other.width
                    or other.left >= one.left + one.width
                    or one.top >= other.top + other.height
                    or other.top >= one.top + one.height
                )
                assert apart, (one.text_frame.text, other.text_frame.text)


def test_a_map_too_dense_for_one_slide_has_slides_of_its_first_causes_that_can_be_read(example):
    deck = deck_of(example)
    reading = read(example)
    sizes = [
        run.font.size.pt
        for slide in deck.slides
        if slide.shapes.title.text_frame.text != "The whole map"
        for box in boxes_on(slide)
        for run in box.text_frame.paragraphs[0].runs
    ]
    assert sizes
    assert min(sizes) >= READABLE - 1
    for cause in reading.upstream[:3]:
        assert any(
            example.factors[id_].label in [box.text_frame.text for box in boxes_on(slide)]
            for slide in deck.slides
            if slide.shapes.title.text_frame.text != "The whole map"
            for id_ in cause.members
        )


def test_a_map_that_can_be_read_on_one_slide_has_no_second_map():
    assert [title for title in titles(deck_of(small())) if title == "Pay is low"] == []


# -- what is said


def test_the_slides_follow_the_talk_and_say_how_figures_were_worked_out(example):
    deck = deck_of(example)
    told = titles(deck)
    wanted = ["The whole map", "Where to focus", "Quick wins and what they prepare", "Whose voices", "The plan"]
    assert [title for title in told if title in wanted] == wanted
    assert told[0] == example.title
    assert sum(title.startswith("Why? ") for title in told) == 3
    for slide in list(deck.slides)[2:]:
        assert slide.notes_slide.notes_text_frame.text.strip(), slide.shapes.title.text_frame.text
    assert "2,048 trials" in slide_named(deck, "Where to focus").notes_slide.notes_text_frame.text


def test_where_to_focus_and_the_plan_say_what_the_map_says(example):
    deck = deck_of(example)
    words = words_in(deck)
    reading = read(example)
    for cause in reading.upstream[:3]:
        assert cause.reason in words
        assert f"{cause.expected_share:.0%}" in words
    for action in example.actions.values():
        assert action.what in words
    for cause in reading.upstream:
        assert any(word.startswith(example.factors[(cause.break_points or cause.members)[0]].label) for word in words)


def test_the_chain_is_said_aloud_on_its_slide():
    slide = slide_named(deck_of(small()), "Why? Pay is low")
    words = [shape.text_frame.text for shape in each_shape(slide.shapes) if shape.has_text_frame]
    assert "Because pay is low, therefore staff leave, therefore people wait." in words
    assert "People wait. Why?" in slide.notes_slide.notes_text_frame.text


def test_names_of_people_stay_out():
    named = Voice(id="v", name="Jo Bloggs")
    deck = deck_of(small(named, Saying(id="s", voice="v", subject="a")))
    data = slides(small(named, Saying(id="s", voice="v", subject="a")), read(small()))
    assert not any("Jo Bloggs" in words for words in words_in(deck))
    assert "Person 1" in words_in(deck)
    assert b"Bloggs" not in data


def test_what_is_not_told_is_said_in_one_place():
    words = words_in(deck_of(small()))
    assert any("Nothing is planned yet." in each for each in words)
    assert any("Nobody has said yet how much effort" in each for each in words)
    assert not any(title in titles(deck_of(small())) for title in ("The plan", "Whose voices"))


def test_an_action_that_is_late_says_so():
    late = Action(id="x", what="Raise pay", due="2026-11-01")
    assert "1 Nov 2026 (late)" in words_in(deck_of(small(late)))


def test_every_map_slide_has_a_date_a_footer_and_a_legend(example):
    deck = deck_of(example)
    for slide in list(deck.slides)[1:]:
        assert any(
            shape.has_text_frame and shape.text_frame.text == "Headwater  ·  23 November 2026" for shape in slide.shapes
        )
        if boxes_on(slide):
            assert any(shape.name == "Legend: Symptom" for shape in slide.shapes)


# -- maps of all kinds


@pytest.mark.parametrize(
    "records",
    [
        [],
        [Factor(id="a", label="Alone")],
        [Factor(id="a", label="One"), Factor(id="b", label="Two"), Link(id="l", cause="a", effect="b")],
        [Factor(id="a", label="Seen", kind="symptom")],
        [Factor(id="a", label="Later", parked=True)],
    ],
    ids=["empty", "one factor", "no symptoms", "a symptom alone", "parked alone"],
)
def test_a_map_of_next_to_nothing_has_slides(records):
    deck = deck_of(CauseMap.of([About(id=ABOUT_ID), *records]))
    assert titles(deck)[0] == "Untitled map"
    assert titles(deck)[-1] == "What is not told yet"


def test_a_large_map_has_all_its_factors_on_a_slide():
    count = 300
    records = [About(id=ABOUT_ID, title="Large")]
    records += [Factor(id=f"f{at}", label=f"Factor {at}", kind="symptom" if at < 5 else "cause") for at in range(count)]
    records += [Link(id=f"l{at}", cause=f"f{at}", effect=f"f{at // 3}") for at in range(1, count)]
    slide = slide_named(deck_of(CauseMap.of(records)), "The whole map")
    assert len(boxes_on(slide)) == count
    assert len(links_on(slide)) == count - 1


AWKWARD = st.one_of(
    st.sampled_from(
        [
            "=cmd|' /C calc'!A0",
            "<script>alert(1)</script>",
            "]]>&amp;",
            "x" * 500,
            "אין מספיק מיטות",
            "👩‍👩‍👧",
            "_x0007_",
        ]
    ),
    st.text(min_size=1, max_size=80).map(clean_line).filter(bool),
)


@given(st.lists(AWKWARD, min_size=2, max_size=4), AWKWARD)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
def test_words_of_any_kind_come_back_as_they_were(labels, title):
    records = [About(id=ABOUT_ID, title=title)]
    records += [
        Factor(id=f"f{at}", label=label, kind="cause" if at else "symptom", theme=label, effort=1 + at)
        for at, label in enumerate(labels)
    ]
    records += [Link(id=f"l{at}", cause=f"f{at}", effect="f0", note=label) for at, label in enumerate(labels) if at]
    records += [Action(id=f"a{at}", what=label, organisation=label, due=label) for at, label in enumerate(labels)]
    slide = slide_named(deck_of(CauseMap.of(records)), "The whole map")
    assert sorted(box.text_frame.text for box in boxes_on(slide)) == sorted(labels)


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=2, max_size=9, unique=True),
)
@settings(max_examples=60, deadline=None)
def test_a_curve_runs_from_the_downstream_side_of_its_cause_to_the_upstream_side_of_its_effect(places):
    boxes = {str(at): Box(x * 130.0, y * 60.0, 90.0, 40.0) for at, (x, y) in enumerate(places)}
    curves = Curves(boxes)
    for cause, effect in permutations(boxes, 2):
        curve = curves.between(cause, effect)
        first, last = curve.points[0], curve.points[-1]
        assert tuple(first) == pytest.approx((boxes[cause].right, boxes[cause].y))
        assert tuple(last) == pytest.approx((boxes[effect].left, boxes[effect].y), abs=1.01)
        assert curve.form == ("curvedConnector3" if len(curve.turns) == 1 else "curvedConnector5")
        if boxes[effect].left < boxes[cause].right:  # it leaves to the right all the same
            assert curve.points[:, 0].max() > boxes[cause].right
            assert curve.points[:, 0].min() < boxes[effect].left


# -- other programs


def test_libreoffice_opens_them_and_prints_what_they_say(example, tmp_path):
    for program in ("soffice", "pdftotext"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    (tmp_path / "map.pptx").write_bytes(slides(example, read(example), date="23 November 2026", today=TODAY))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", "--headless", home, "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "map.pptx"]
    subprocess.run(command, check=True, capture_output=True)
    printed = subprocess.run(["pdftotext", tmp_path / "map.pdf", "-"], check=True, capture_output=True).stdout.decode()
    letters = re.sub(r"\s", "", printed)
    for factor in example.on_the_map():
        assert re.sub(r"\s", "", factor.label) in letters
    assert "Wheretofocus" in letters
