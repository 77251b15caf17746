"""Who speaks: two keys while capturing, sticky, and told of what is added; by real keys, in the real file."""

import pytest
from plain_file import rows_in

from app.analysis.voices import organisations_of
from app.model import grounding


@pytest.fixture
def room(started):
    """A map with three voices in the room, and the capture bar open."""
    for name in ("Family carers", "Home care providers", "Acute hospital trust"):
        started.session.perform("Voice", grounding.add_voice(started.session.map, name))
    started.press("Ctrl+J")
    return started


def said_by(driver, words):
    return organisations_of(driver.session.map, driver.id_of(words))


def test_two_keys_say_who_speaks_and_it_stays(room):
    room.type("@2")
    assert room.workspace.capture.field.text() == ""
    assert room.session.speaking.words == "Home care providers"
    room.type("pay is low > staff leave > people wait in hospital")
    room.press("Enter")
    room.type("rents are high > staff leave")
    room.press("Enter")
    for words in ("pay is low", "staff leave", "People wait in hospital", "rents are high"):
        assert said_by(room, words) == ("Home care providers",)
    cause_map = room.session.map
    assert all(organisations_of(cause_map, id_) for id_ in cause_map.links)
    assert rows_in(room.session.document.path)["saying"].keys() == cause_map.sayings.keys()


def test_the_line_and_who_said_it_are_one_step(room):
    before = room.session.map
    room.type("@1")
    room.type("pay is low > staff leave")
    room.press("Enter")
    assert room.session.map.sayings
    room.press("Ctrl+Z")
    assert room.session.map == before


def test_naming_a_factor_again_tells_that_another_said_it_too(room):
    room.type("@1")
    room.type("staff leave > people wait in hospital")
    room.press("Enter")
    room.type("@3")
    room.type("staff leave")
    room.press("Enter")
    assert said_by(room, "staff leave") == ("Acute hospital trust", "Family carers")
    assert room.session.selected_factors() == (room.id_of("staff leave"),)


def test_letters_find_a_voice_and_unknown_words_bring_one_in(room):
    room.type("@hosp")
    room.press("Enter")
    assert room.session.speaking.words == "Acute hospital trust"
    room.type("@Tenants*")
    room.press("Enter")
    assert room.session.speaking.words == "Tenants (expert by experience)"
    room.type("damp > people wait in hospital")
    room.press("Enter")
    voice = next(each for each in room.session.map.voices.values() if each.organisation == "Tenants")
    assert voice.lived_experience
    assert said_by(room, "damp") == ("Tenants",)


def test_at_and_enter_says_nobody(room):
    room.type("@1")
    room.type("@")
    room.press("Enter")
    assert room.session.speaking.words == ""
    room.type("pay is low > staff leave")
    room.press("Enter")
    assert said_by(room, "pay is low") == ()


def test_who_spoke_last_has_the_first_number(room):
    room.type("@3")
    room.type("@1")
    assert room.session.speaking.words == "Acute hospital trust"
    room.type("@2")
    assert room.session.speaking.words == "Family carers"


def test_what_is_added_on_the_map_while_someone_speaks_is_theirs(room):
    room.type("@1")
    room.press("Esc")
    room.session.select([room.id_of("People wait in hospital")])
    room.press("Tab")
    room.type("nobody answers the telephone")
    room.press("Enter", "Esc")
    assert said_by(room, "nobody answers the telephone") == ("Family carers",)


def test_a_voice_that_is_deleted_speaks_no_more(room):
    room.type("@1")
    voice = room.session.speaking.voice
    room.session.perform("Take away", grounding.delete_voice(room.session.map, voice.id))
    assert room.session.speaking.words == ""
    room.type("pay is low > staff leave")
    room.press("Enter")
    assert not room.session.map.sayings
