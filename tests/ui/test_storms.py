"""Much at once, and strange words: nothing is lost, nothing is half done, and the order of things is kept."""

import pytest
from PySide6.QtGui import QGuiApplication

from app.model.records import LABEL_LIMIT

STRANGE = {
    "right to left": "الناس ينتظرون في المستشفى",
    "both ways": "Patients say “חכה בבקשה” each morning",
    "emoji": "Families 👨‍👩‍👧‍👦 wait 🛏️ all night",
    "combining": "Cafe\u0301 trolley e\u0301te\u0301",
    "quotes and tabs": "The \"weekly\"\tpanel says 'no'",
    "markup": "<b>Beds</b> & <script>alert(1)</script>",
}


def test_an_undo_storm_of_five_hundred_ends_where_it_began_and_redo_brings_all_back(started):
    begun = started.session.map
    effect = started.id_of("People wait in hospital")
    from app.model import edits

    for number in range(500):
        latest = list(started.session.map.factors)[-1]
        if number % 10 == 0:
            changes = edits.add_cause(started.session.map, latest, f"Cause {number}")
        elif number % 10 == 5:
            changes = edits.toggle_symptom(started.session.map, [latest])
        else:
            changes = edits.rename(started.session.map, effect, f"People wait ({number})")
        assert started.session.perform("Storm", changes)
    built = started.session.map
    for _ in range(500):
        started.press("Ctrl+Z")
    assert started.session.map == begun
    assert started.labels() == {"People wait in hospital"}
    for _ in range(500):
        started.press("Ctrl+Y")
    assert started.session.map == built
    assert len(started.view.map_scene.factors) == len(built.factors)


@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE.keys())
def test_strange_words_come_back_as_they_were_written(started, words):
    started.press("Tab")
    QGuiApplication.clipboard().setText(words)
    started.press("Ctrl+V", "Enter")
    kept = " ".join(words.split())
    assert kept in started.labels()
    path = started.session.document.path
    started.press("Ctrl+W")
    started.open(path)
    assert kept in started.labels()
    assert any(kept in row for _, row in started.outline())


def test_five_thousand_words_become_a_label_that_can_be_read_and_notes_that_hold_them_all(started):
    words = " ".join(f"word{number}" for number in range(5000))
    started.press("Tab")
    QGuiApplication.clipboard().setText(words)
    started.press("Ctrl+V", "Enter")
    [cause] = [factor for factor in started.session.map.factors.values() if not factor.is_symptom]
    assert len(cause.label) <= LABEL_LIMIT
    assert cause.notes == words
    box = started.session.boxes[cause.id]
    assert box.height < 200, "the box stays a box"
