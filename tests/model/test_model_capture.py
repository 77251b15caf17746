"""What a typed line says, and what it comes to on a map."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.capture import numbers_of, parse, understand
from app.model.cause_map import CauseMap
from app.model.changes import Add
from app.model.phrases import quoted
from app.model.records import ABOUT_ID, LABEL_LIMIT, TEXT_LIMIT, About, Factor, Link, clean_line


def a_map(*factors, links=()):
    return CauseMap.of([About(id=ABOUT_ID), *factors, *links])


PAY = Factor(id="pay", label="Pay is low")
LEAVE = Factor(id="leave", label="Staff leave")
CARE = Factor(id="care", label="No home care", kind="symptom")
LATER = Factor(id="later", label="Parking is dear", parked=True)
LINKED = Link(id="l", cause="pay", effect="leave")
SMALL = a_map(PAY, LATER, LEAVE, CARE, links=[LINKED])


def after(text, cause_map=None, **more):
    """The map after a line, and its draft."""
    start = a_map() if cause_map is None else cause_map
    draft = understand(start, parse(text), **more)
    return start.apply(draft.changes), draft


def links_of(cause_map):
    factors = cause_map.factors
    return {(factors[link.cause].label, factors[link.effect].label) for link in cause_map.links.values()}


def labels_of(cause_map):
    return [factor.label for factor in cause_map.factors.values()]


@pytest.mark.parametrize("arrow", [">", " > ", "->", " -> ", "-->", "=>", "→", " → ", "–>", "⇒"])
def test_each_kind_of_arrow_leads_from_cause_to_effect(arrow):
    made, _ = after(f"pay is low{arrow}staff leave{arrow}no home care")
    assert links_of(made) == {("pay is low", "staff leave"), ("staff leave", "no home care")}


@pytest.mark.parametrize("arrow", ["<", " < ", "<-", " <- ", "<=", "←"])
def test_an_arrow_to_the_left_reads_because(arrow):
    made, _ = after(f"no home care{arrow}staff leave{arrow}pay is low")
    assert links_of(made) == {("pay is low", "staff leave"), ("staff leave", "no home care")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a, b > c", {("a", "c"), ("b", "c")}),
        ("a > b, c", {("a", "b"), ("a", "c")}),
        ("a, b > c, d", {("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")}),
        ("a > b < c", {("a", "b"), ("c", "b")}),
        ("a < b > c", {("b", "a"), ("b", "c")}),
        ("a > b > a", {("a", "b"), ("b", "a")}),
        ("a, A. > c", {("a", "c")}),
        ("a, , b >, c", {("a", "c"), ("b", "c")}),
        ("1,000 people wait > c", {("1,000 people wait", "c")}),
        ("R+D, 65+ > c", {("R+D", "c"), ("65+", "c")}),
    ],
)
def test_lists_and_chains_link_each_with_each(text, expected):
    made, draft = after(text)
    assert links_of(made) == expected
    assert draft.problem == ""


def test_plus_with_spaces_makes_a_together_group_for_each_effect():
    made, _ = after("a, b + c > d, e")
    groups = {
        (made.factors[link.cause].label, made.factors[link.effect].label): link.together for link in made.links.values()
    }
    assert groups["a", "d"] == groups["a", "e"] == ""
    assert groups["b", "d"] == groups["c", "d"] != ""
    assert groups["b", "e"] == groups["c", "e"] != groups["b", "d"]


def test_plus_after_because_makes_a_together_group_too():
    made, _ = after("d < b + c")
    assert len({link.together for link in made.links.values()} - {""}) == 1


def test_plus_joins_a_link_that_is_there_and_its_group():
    made, draft = after("pay is low + rota changes > staff leave", SMALL)
    assert len(made.links) == 2
    assert len({link.together for link in made.links.values()} - {""}) == 1
    wider, _ = after("rota changes + nobody asks > staff leave", made)
    assert len({link.together for link in wider.links.values()} - {""}) == 1
    assert "needed together" in draft.says


def test_two_together_groups_become_one_where_a_line_joins_them():
    made, _ = after("a + b > x")
    made, _ = after("c + d > x", made)
    made, _ = after("b + c > x", made)
    assert len({link.together for link in made.links.values()}) == 1


def test_exclamation_marks_a_symptom():
    made, _ = after("staff leave > no home care!")
    assert [factor.label for factor in made.symptoms()] == ["no home care"]
    made, draft = after("staff leave!", SMALL)
    assert made.factors["leave"].is_symptom
    assert draft.says == "Marks 1 factor as symptom"


def test_exclamation_on_a_lone_new_term_puts_a_symptom_on_the_map():
    made, draft = after("Ambulances queue!")
    (factor,) = made.factors.values()
    assert (factor.label, factor.kind, factor.parked) == ("Ambulances queue", "symptom", False)
    assert draft.last == factor.id


@pytest.mark.parametrize(
    ("text", "tentative"),
    [
        ("a ?> b > c", {("a", "b")}),
        ("a >? b > c", {("a", "b")}),
        ("a?> b > c", {("a", "b")}),
        ("a > ? b > c", {("a", "b")}),
        ("a > b? > c", {("a", "b")}),
        ("a? > b > c", {("a", "b")}),
        ("a > b > c?", {("b", "c")}),
        ("a > b!? > c", {("a", "b")}),
        ("a, x? > b > c", {("x", "b")}),
        ("a > b, x? > c", {("a", "x")}),
        ("a <? b", {("b", "a")}),
    ],
)
def test_question_mark_makes_its_arrow_tentative(text, tentative):
    made, _ = after(text)
    labels = made.factors
    unsure = {
        (labels[link.cause].label, labels[link.effect].label)
        for link in made.links.values()
        if link.certainty == "tentative"
    }
    assert unsure == tentative


def test_question_mark_on_a_link_that_is_there_makes_it_tentative():
    made, draft = after("pay is low ?> staff leave", SMALL)
    assert made.links["l"].certainty == "tentative"
    assert draft.says == "Makes a link tentative"


def test_a_lone_question_keeps_its_mark():
    made, _ = after("Who pays for transport?")
    assert labels_of(made) == ["Who pays for transport?"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ('"a > b, c" > d', "a > b, c"),
        ("“a > b, c” > d", "a > b, c"),
        ('"12" > d', "12"),
        ('"Help!" > d', "Help!"),
        ('"say ""no""" > d', 'say "no"'),
        ('5" pipe > d', '5" pipe'),
        ('told "go > on" late > d', 'told "go > on" late'),
        ("it's late > d", "it's late"),
    ],
)
def test_quotes_take_words_as_they_are(text, label):
    made, _ = after(text)
    assert links_of(made) == {(label, "d")}


def test_quotes_still_open_take_the_rest_of_the_line():
    made, _ = after('d < "a > b')
    assert links_of(made) == {("a > b", "d")}


def test_a_number_names_a_factor_by_its_place_among_those_not_parked():
    assert numbers_of(SMALL) == {"pay": 1, "leave": 2, "care": 3}
    made, draft = after("2 > 3", SMALL)
    assert ("Staff leave", "No home care") in links_of(made)
    assert draft.existing == ("leave", "care")
    made, _ = after("1,2 > 3", SMALL)
    assert ("Pay is low", "No home care") in links_of(made)


@pytest.mark.parametrize("number", ["0", "4", "999999999999", "²"])
def test_a_number_of_no_factor_is_never_silently_another(number):
    made, draft = after(f"{number} > staff leave", SMALL)
    if number == "²":
        assert "²" in labels_of(made)
    else:
        assert made == SMALL
        assert number in draft.problem


def test_words_of_a_factor_name_it_whatever_their_case_spaces_and_stops():
    made, draft = after("PAY IS LOW. > no homecare", SMALL)
    assert len(made.factors) == len(SMALL.factors)
    assert draft.says == "Adds 1 link"


def test_a_person_may_choose_the_factor_of_a_term():
    made, _ = after("they go > no home care", SMALL, taken={0: "leave"})
    assert ("Staff leave", "No home care") in links_of(made)


def test_a_line_that_begins_with_an_arrow_goes_on_from_the_selection():
    made, _ = after("> waits grow", SMALL, selected="care")
    assert ("No home care", "waits grow") in links_of(made)
    made, _ = after("< rents rise", SMALL, selected="leave")
    assert ("rents rise", "Staff leave") in links_of(made)
    made, draft = after("> waits grow", SMALL)
    assert made == SMALL
    assert draft.problem.startswith("Select a factor first")


def test_a_lone_term_waits_in_the_parking_lot():
    made, draft = after("Transport is late")
    (factor,) = made.factors.values()
    assert factor.parked
    assert draft.says == "Parks 1 factor"


def test_a_parked_factor_that_is_linked_comes_onto_the_map():
    made, draft = after("parking is dear > staff leave", SMALL)
    assert not made.factors["later"].parked
    assert "out of the parking lot" in draft.says
    made, _ = after("parking is dear!", SMALL)
    assert made.factors["later"].is_symptom


def test_a_lone_existing_factor_is_gone_to():
    for text in ("staff leave", "2", "#2", "2 >"):
        _, draft = after(text, SMALL)
        assert draft.changes == ()
        assert draft.go_to == "leave"
        assert draft.says == "Goes to: “Staff leave”"


def test_a_link_that_is_there_is_no_error():
    made, draft = after("pay is low > staff leave", SMALL)
    assert made == SMALL
    assert draft.problem == ""
    assert draft.says == "All of this is on the map already"


@pytest.mark.parametrize("text", ["a > a", "a > A.", "a, b > c, b", "Staff leave > 2", "2 > x > 2, x"])
def test_a_factor_is_never_its_own_cause(text):
    made, draft = after(text, SMALL)
    assert made == SMALL
    assert draft.problem.endswith("cannot be its own cause.")


def test_two_arrows_that_point_at_each_other_are_told():
    _, draft = after("a <-> b")
    assert draft.problem == "Words are missing between two arrows."


def test_the_sentence_says_what_will_happen():
    assert after("a > b > c")[1].says == "Adds 3 factors and 2 links"
    assert after("new one > staff leave", SMALL)[1].says == "Adds 1 factor and 1 link"
    assert after("")[1].says == ""


def test_what_was_added_last_is_selected():
    made, draft = after("rents rise > staff leave > no home care", SMALL)
    assert made.factors[draft.last].label == "rents rise"
    _, draft = after("staff leave > no home care", SMALL)
    assert draft.last == "care"


def test_words_too_long_for_a_label_are_kept_in_the_notes():
    words = " ".join(f"word{number}" for number in range(5_000))
    made, _ = after(f"{words} > b")
    factor = next(each for each in made.factors.values() if each.notes)
    assert len(factor.label) <= LABEL_LIMIT
    assert factor.notes == words
    again, _ = after(f"{words} > c", made)
    assert len(again.factors) == 3


def test_more_than_notes_hold_is_told():
    _, draft = after("x" * (TEXT_LIMIT + 1))
    assert draft.problem.startswith("A factor holds at most")


def test_a_line_of_very_many_links_is_told():
    many = ", ".join(f"a{number}" for number in range(100))
    _, draft = after(f"{many} > {many.replace('a', 'b')}")
    assert draft.problem.startswith("One line makes at most")


def test_the_term_at_the_cursor_is_known():
    line = parse('pay is low! > "a, b"')
    assert line.at(0) == line.at(10) == line.at(11) == 0
    assert line.at(12) is None
    assert line.at(16) == 1
    assert line.text[line.terms[1].start : line.terms[1].end] == '"a, b"'


WORDS = st.text(max_size=60)
PIECES = st.lists(
    st.one_of(
        WORDS,
        st.sampled_from([">", "<", "->", "<-", ",", " + ", "!", "?", '"', "“", "”", "1", "2", "#9", " ", "\t", "\n"]),
        st.sampled_from(["Staff leave", "pay is low", "رعاية منزلية", "🚑 waits", "\u202e", "\ud800"]),
    ),
    max_size=25,
).map("".join)


@settings(deadline=None)
@given(text=PIECES, selected=st.sampled_from(["", "leave", "later", "gone"]))
def test_any_text_is_understood_or_told_and_fits_the_map(text, selected):
    line = parse(text)
    for term in line.terms:
        assert 0 <= term.start < term.end <= len(text)
    assert len(line.stages) == len(line.arrows) + 1
    draft = understand(SMALL, line, selected)
    made = SMALL.apply(draft.changes)
    assert not (draft.problem and draft.changes)
    assert not draft.problem or draft.problem.endswith(".")
    assert all(isinstance(change, Add) or change.before != change.after for change in draft.changes)
    assert draft.last == "" or draft.last in made.factors


@settings(deadline=None)
@given(text=PIECES)
def test_the_same_line_again_changes_nothing_more(text):
    line = parse(text)
    made = SMALL.apply(understand(SMALL, line).changes)
    if made.factors["later"].parked:  # else the numbers have moved on
        assert understand(made, line).changes == ()


@settings(deadline=None)
@given(label=st.text(min_size=1, max_size=80))
def test_a_quoted_label_is_one_term_with_just_these_words(label):
    label = clean_line(label)
    if label:
        line = parse(quoted(label))
        assert [(term.words, term.symptom, term.tentative) for term in line.terms] == [(label, False, False)]
        assert not line.arrows
