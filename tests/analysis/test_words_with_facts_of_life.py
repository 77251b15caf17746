"""What is said while facts of life are left out is true of the whole map too."""

from any_maps import small_map

from app.analysis.acting import where_to_act
from app.analysis.doubts import links_to_test
from app.analysis.reading import can_change, read
from app.analysis.scenario import Suppositions, outcome, shifts, suppose
from app.ui.closer.acting_words import choke_row, set_rows
from app.ui.closer.robust_words import test_row as row_of_test
from app.ui.closer.what_if_words import shift_row
from app.ui.panels.words import Measure, chips_of

FACT = {"control": "fact of life"}


def test_what_fixing_ends_is_said_with_facts_of_life_aside():
    cause_map = small_map("A>S F>S", F=FACT)
    reading = read(cause_map, changeable_only=True)
    measure = Measure.of(reading, cause_map)
    assert "Fixing it ends 1, facts of life aside" in [words for words, _ in chips_of(reading.upstream[0], measure)]
    ending = set_rows(where_to_act(cause_map, reading, 6), reading, cause_map, measure)[2]
    assert ending.startswith("The fewest that would end the one symptom, facts of life aside\n")
    plain = small_map("A>S")
    assert "Fixing it ends 1" in [
        words for words, _ in chips_of(read(plain).upstream[0], Measure.of(read(plain), plain))
    ]


def test_where_streams_meet_is_said_of_the_ways_from_most_upstream_causes():
    cause_map = small_map("A>C B>C C>S T>S", "S T")
    reading = read(cause_map)
    (choke,) = where_to_act(cause_map, reading, 6).chokes
    said = choke_row(choke, cause_map, Measure.of(reading, cause_map))
    assert "Every way from a most upstream cause to" in said
    changeable = small_map("A>C B>C C>S F>S", F=FACT)
    reading = read(changeable, changeable_only=True)
    (choke,) = where_to_act(changeable, reading, 6).chokes
    said = choke_row(choke, changeable, Measure.of(reading, changeable))
    assert "Every way from a most upstream cause you can change to" in said


def to_its_end(asked):
    while True:
        try:
            next(asked)
        except StopIteration as end:
            return end.value


def test_what_loses_its_last_cause_that_can_be_changed_may_still_have_others():
    cause_map = small_map("A>B B>S F>B", F=FACT)
    found = to_its_end(links_to_test(cause_map, keep=can_change))
    (rising,) = [each for each in found.tests if each.link == "A>B"]
    assert "nothing on the map that you can change causes “B” any more" in row_of_test(rising, found, cause_map)
    alone = small_map("A>B B>S")
    found = to_its_end(links_to_test(alone))
    (rising,) = [each for each in found.tests if each.link == "A>B"]
    assert "nothing on the map causes “B” any more" in row_of_test(rising, found, alone)


def test_a_cause_that_is_none_any_more_leads_on_if_something_leads_to_it():
    cause_map = small_map("A>S S>A A>T B>T", "S T")
    told = Suppositions(rejected=frozenset({"A>S"}))
    left, before = suppose(cause_map, told), read(cause_map)
    moves = shifts(before, read(left), outcome(cause_map, told))
    measure = Measure.of(before, cause_map)
    (gone,) = [each for each in moves if each.after is None]
    assert shift_row(gone, cause_map, measure, told, left).endswith("not upstream any more: “S” leads to it")
