"""Dot voting: typed tallies and keys on the map, by organisation, beside reach; by real keys."""

import pytest

from app.model import edits, grounding


@pytest.fixture
def voting(started):
    """Two causes of a symptom, two organisations in the room, and the page of votes."""
    for words in ("Staff leave", "Beds are full"):
        started.session.select([started.id_of("People wait in hospital")])
        started.view.setFocus()
        started.add_cause(words)
    for name in ("Carers", "Trust"):
        started.session.perform("Voice", grounding.add_voice(started.session.map, name))
    started.workspace.basis.votes()
    started.settle()
    return started


def dots(driver, words, organisation=""):
    return grounding.dots_of(driver.session.map, driver.id_of(words), organisation)


def count_for(driver, organisation):
    page = driver.workspace.basis.page
    page.organisation.setCurrentIndex(page.organisation.findData(organisation))
    page.organisation.activated.emit(page.organisation.currentIndex())
    driver.settle()


def test_a_tally_is_typed_by_number_or_letters_and_says_what_it_will_do(voting):
    page = voting.workspace.basis.page
    assert voting.focused() is page.field
    voting.type("staff 3")
    assert "3 dots on “Staff leave”" in page.says.text()
    voting.press("Enter")
    voting.type("3")
    voting.press("Enter")
    assert (dots(voting, "Staff leave"), dots(voting, "Beds are full")) == (3, 1)
    voting.type("staff -1")
    voting.press("Enter")
    assert dots(voting, "Staff leave") == 2
    assert page.field.text() == ""


def test_dots_are_counted_by_organisation_and_against_what_there_are(voting):
    page = voting.workspace.basis.page
    page.dots.setFocus()
    page.dots.selectAll()
    voting.press("5")
    page.field.setFocus()
    voting.settle()
    assert voting.session.map.about.dots == 5
    count_for(voting, "Carers")
    voting.type("beds 6")
    voting.press("Enter")
    assert dots(voting, "Beds are full", "Carers") == 6
    assert "6 of 5 dots" in page.cast.text()
    assert "more than there are" in page.cast.text()
    count_for(voting, "Trust")
    voting.type("beds 2")
    voting.press("Enter")
    assert "(Carers 6, Trust 2)" in page.rows.words()[0]
    assert page.rows.words()[0].startswith("Factor 3: Beds are full\nPlace 1 ")


def test_o_on_the_map_puts_a_dot_of_the_same_organisation_and_undo_takes_it_back(voting):
    count_for(voting, "Carers")
    voting.view.setFocus()
    voting.session.select([voting.id_of("Staff leave")])
    voting.press("O", "O", "Shift+O")
    assert dots(voting, "Staff leave", "Carers") == 1
    voting.press("Ctrl+Z", "Ctrl+Z")
    assert dots(voting, "Staff leave", "Carers") == 1
    voting.press("Ctrl+Z")
    assert dots(voting, "Staff leave", "Carers") == 0


def test_words_that_fit_nothing_are_refused_and_stay(voting):
    voting.type("zzz 3")
    voting.press("Enter")
    assert not voting.session.map.votes
    assert voting.workspace.basis.page.field.text() == "zzz 3"


def test_where_dots_and_reach_disagree_is_a_question_that_leads_to_its_place(voting):
    session = voting.session
    for words in ("One", "Two", "Three", "Four"):
        session.perform("Add", edits.add_factor(words, "symptom"))
        session.perform("Link", edits.link(session.map, voting.id_of("Staff leave"), voting.id_of(words)))
    voting.type("beds 8")
    voting.press("Enter")
    page = voting.workspace.basis.page
    assert len(page.questions.words()) == 2
    page.questions.setFocus()
    voting.press("Down")
    assert session.selected_factors() == (voting.id_of("Beds are full"),)


def test_the_voting_can_begin_anew_and_be_had_back(voting):
    voting.type("staff 3")
    voting.press("Enter")
    before = voting.session.map
    voting.workspace.basis.page.anew.click()
    assert not voting.session.map.votes
    voting.view.setFocus()
    voting.press("Ctrl+Z")
    assert voting.session.map == before
