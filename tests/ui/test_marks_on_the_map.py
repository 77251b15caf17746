"""Quiet marks on the map: beads for evidence, a spark line for a figure; there at once, gone with their grounds."""

from app.drawing.beads import edges_of
from app.model import grounding, measuring
from app.model.measuring import Reading


def face(driver, words):
    return driver.view.map_scene.factors[driver.id_of(words)].face


def test_evidence_puts_beads_on_its_factor_and_undo_takes_them_away(started):
    subject = started.id_of("People wait in hospital")
    assert face(started, "People wait in hospital").beads is None
    for strength in (1, 3):
        changes = grounding.add_evidence(started.session.map, subject, source=f"Count {strength}", strength=strength)
        started.session.perform("Evidence", changes)
        assert face(started, "People wait in hospital").beads == strength
    started.session.undo()
    started.session.undo()
    assert face(started, "People wait in hospital").beads is None


def test_evidence_on_a_link_puts_a_bead_on_it(started):
    started.add_cause("Staff leave")
    link = next(iter(started.session.map.links))
    started.session.perform("Evidence", grounding.add_evidence(started.session.map, link, source="A", strength=2))
    assert started.view.map_scene.links[link].face.beads == 2


def test_a_figure_followed_is_a_spark_line_from_its_second_reading_on(started):
    subject = started.id_of("People wait in hospital")
    started.session.perform("Measure", measuring.add_measure(started.session.map, subject, "Days", better="down"))
    id_ = next(iter(started.session.map.measures))
    seen = []
    for month in (1, 2, 3):
        readings = [Reading(f"2026-0{month}", 10.0 * month)]
        started.session.perform("Reading", measuring.take_readings(started.session.map, id_, readings))
        seen.append(face(started, "People wait in hospital").spark)
    assert seen[0] is None
    assert seen[1].values == (0.0, 1.0)
    assert seen[2].values == (0.0, 0.5, 1.0)
    started.session.perform("Gone", measuring.delete_measure(started.session.map, id_))
    assert face(started, "People wait in hospital").spark is None


def test_the_marks_are_worked_out_anew_only_when_what_they_stand_for_has_changed(started):
    before = edges_of(started.session.map)
    started.add_cause("Staff leave")
    assert edges_of(started.session.map) is before
    subject = started.id_of("Staff leave")
    started.session.perform("Evidence", grounding.add_evidence(started.session.map, subject, source="A"))
    assert edges_of(started.session.map) is not before
