"""Words fit their boxes, whatever people type."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF

from app.drawing.fonts import font, runs_left
from app.drawing.sizes import LINE_HEIGHT, MOST_LINES, PILL_SIDE, SIDE, TEXT_SIZE, WIDTH, lines_of, size_of
from app.model.records import LABEL_LIMIT, Factor, clean_line

pytestmark = pytest.mark.usefixtures("qapp")

LABELS = (
    st.text(max_size=LABEL_LIMIT).map(clean_line).filter(bool).map(lambda text: text[:LABEL_LIMIT].strip()).filter(bool)
)
WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), min_size=1, max_size=14).map(" ".join)


def room(symptom):
    return WIDTH - 2 * (PILL_SIDE if symptom else SIDE)


@settings(deadline=None, max_examples=60)
@given(LABELS | WORDS, st.booleans())
def test_every_line_lies_inside_its_box(label, symptom):
    lines = lines_of(label, symptom=symptom)
    metrics = QFontMetricsF(font(TEXT_SIZE, bold=not symptom))
    assert 1 <= len(lines) <= MOST_LINES
    for line in lines:
        assert metrics.horizontalAdvance(line) <= room(symptom) + 1


@settings(deadline=None, max_examples=60)
@given(WORDS, st.booleans())
def test_no_word_is_lost_or_moved_where_the_label_fits(label, symptom):
    lines = lines_of(label, symptom=symptom)
    if not lines[-1].endswith("…"):
        assert "".join(lines).replace(" ", "") == label.replace(" ", "")


@settings(deadline=None, max_examples=40)
@given(WORDS)
def test_a_box_holds_its_lines_with_room_above_and_below(label):
    for kind in ("cause", "symptom"):
        factor = Factor(id="a", label=label, kind=kind)
        width, height = size_of(factor)
        assert width == WIDTH
        assert height >= len(lines_of(label, symptom=factor.is_symptom)) * LINE_HEIGHT + LINE_HEIGHT


def test_a_cause_set_bold_keeps_its_lines_inside_the_same_box():
    label = "Each organisation is paid and judged on its own results alone"
    bold = QFontMetricsF(font(TEXT_SIZE, bold=True))
    assert max(bold.horizontalAdvance(line) for line in lines_of(label, symptom=False)) <= room(symptom=False)


def test_a_last_line_does_not_hold_one_short_word_when_the_lines_can_be_even():
    lines = lines_of("People need more care than before they came in", symptom=False)
    assert len(lines[-1].split()) > 1


@pytest.mark.parametrize("symptom", [False, True])
@pytest.mark.parametrize("label", ["delay " * 80, "x" * LABEL_LIMIT, "عقارات " * 60])
def test_a_label_of_hundreds_of_characters_ends_in_an_ellipsis(label, symptom):
    lines = lines_of(label.strip(), symptom=symptom)
    assert len(lines) == MOST_LINES
    assert "…" in lines[-1]
    assert not any("…" in line for line in lines[:-1])


@pytest.mark.parametrize(
    "label", ["a", "🎉", "👩‍👩‍👧 waits at home", "אין מספיק מיטות", "日本語の長い文" * 12, "e\u0301" * 40]
)
def test_any_script_gets_lines_and_a_box(label):
    assert "".join(lines_of(label, symptom=True))[:1] == label[:1]
    assert all(side > 0 for side in size_of(Factor(id="a", label=label)))


def test_the_first_letter_says_which_way_words_run():
    assert runs_left("12 – אין")
    assert runs_left("عقارات and rents")
    assert not runs_left("Rents and عقارات")
    assert not runs_left("1, 2!")
