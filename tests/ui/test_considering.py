"""What is read stays the same while the map says the same; what comes in while somebody looks back is kept."""

import pytest

from app.analysis.reading import say_the_same
from app.model import edits
from app.model.changes import Add
from app.model.compare import changes_between
from app.model.records import Factor


@pytest.fixture
def told(started):
    started.add_cause("Staff leave")
    started.press("Esc")
    return started


def test_moving_a_box_or_noting_something_is_nothing_new_to_read(told):
    session = told.session
    considered, reading = session.considered, session.reading
    cause = told.id_of("Staff leave")
    assert session.perform("Move", edits.move(session.map, {cause: (-900.0, 40.0)}))
    assert session.perform("Note", edits.set_factors(session.map, [cause], notes="Said twice"))
    assert session.considered is considered
    assert session.reading is reading
    assert session.is_read
    session.perform("Rename", edits.rename(session.map, cause, "Carers leave"))
    assert session.considered is session.map
    assert session.reading is not reading


def test_whatever_a_reading_depends_on_is_something_new(told):
    whole, cause = told.session.map, told.id_of("Staff leave")
    (link,) = whole.links
    for changes in (
        edits.set_confidence(whole, [link], "tentative"),
        edits.set_polarity(whole, [link], "-"),
        edits.set_factors(whole, [cause], control="fact of life"),
        edits.set_factors(whole, [cause], effort=2),
        edits.set_factors(whole, [cause], weight=2.0),
        edits.delete(whole, [cause]),
        edits.add_factor("Else"),
        [Add(Factor(id="p", label="Parked", parked=True))],
    ):
        after = whole.apply(changes)
        assert not say_the_same(whole, after)
        assert say_the_same(after, whole.apply(changes_between(whole, after)))


def test_many_newcomers_come_in_although_somebody_looks_back_meanwhile(told, qtbot):
    session = told.session
    told.press("Alt+8", "Home")
    qtbot.waitUntil(lambda: bool(session.looking))
    effect = next(iter(session.document.map.factors))
    changes = [change for n in range(60) for change in edits.add_cause(session.map, effect, f"Cause {n}")]
    count = len(session.document.map.factors)
    session.look_at(None)
    session.arranging.perform_many("Paste", changes)
    assert session.arranging.busy
    session.look_at(session.document.moments.at(0), "as it was at the beginning")
    qtbot.waitUntil(lambda: not session.arranging.busy, timeout=30_000)
    assert len(session.document.map.factors) == count + 60
    assert session.looking == ""


def test_closing_while_looking_back_loses_no_newcomers(told):
    session, path = told.session, told.session.document.path
    effect = next(iter(session.map.factors))
    changes = [change for n in range(60) for change in edits.add_cause(session.map, effect, f"Cause {n}")]
    count = len(session.map.factors)
    session.arranging.perform_many("Paste", changes)
    session.look_at(session.document.moments.at(0), "as it was at the beginning")
    told.press("Ctrl+W")
    told.open(path)
    assert len(told.session.map.factors) == count + 60
