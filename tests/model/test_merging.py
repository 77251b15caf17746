"""Maps of several tables become one: nothing is lost, nothing is doubled, and who brought what is kept."""

import pytest
from cut_maps import example, overlapping, part_of, said
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.cause_map import CauseMap
from app.model.changes import inverse
from app.model.merging import TABLE, merge_without_asking, merged
from app.model.pairing import Pair, decided, proposals, same_words
from app.model.records import (
    About,
    Answer,
    Evidence,
    Factor,
    Link,
    Saying,
    Scenario,
    Supposition,
    Voice,
    Vote,
)


def a_map(*records, title="Summit"):
    return CauseMap.of([About(id="about", title=title), *records])


def f(id_, label=None, **fields):
    return Factor(id=id_, label=label or id_, **fields)


def k(cause, effect, **fields):
    return Link(id=f"{cause}>{effect}", cause=cause, effect=effect, **fields)


def of(cause_map, label):
    return next(each for each in cause_map.factors.values() if each.label == label)


# -- which are the same


def test_case_spaces_and_punctuation_make_no_difference_but_signs_do():
    assert same_words("Pay is low.") == same_words("PAY  is low") == same_words("“Pay” is low!")
    assert same_words("Waits < 4 hours") != same_words("Waits > 4 hours")
    assert same_words("Beds −5") != same_words("Beds 5")
    assert same_words("…") == same_words("…") != same_words("?")


def test_same_words_come_first_and_are_sure_and_near_words_are_asked():
    ours = a_map(f("a", "Care staff are paid too little"), f("b", "Beds are full"))
    theirs = a_map(f("x", "Care staff is paid too little"), f("y", "beds are full!"))
    first, second = proposals([ours, theirs])
    assert (first.first, first.second, first.why, first.sure) == ((0, "b"), (1, "y"), "words", True)
    assert (second.first, second.second, second.why, second.sure) == ((0, "a"), (1, "x"), "near", False)


def test_the_same_id_is_no_proof_where_the_words_are_quite_different():
    found = proposals([a_map(f("1", "Pay is low")), a_map(f("1", "Ambulances queue outside"))])
    assert [(pair.why, pair.sure) for pair in found] == [("id", False)]
    found = proposals([a_map(f("1", "Pay is low")), a_map(f("1", "Pay is too low"))])
    assert [(pair.why, pair.sure) for pair in found] == [("id", True)]


def test_other_words_between_the_same_neighbours_are_asked_about():
    ours = a_map(f("a", "Pay is low"), f("b", "Carers go"), f("c", "People wait"), k("a", "b"), k("b", "c"))
    theirs = a_map(f("p", "Pay is low"), f("q", "Turnover"), f("r", "People wait"), k("p", "q"), k("q", "r"))
    kin = next(pair for pair in proposals([ours, theirs]) if not pair.sure)
    assert (kin.first, kin.second, kin.why, kin.causes, kin.effects) == ((0, "b"), (1, "q"), "neighbours", 1, 1)


def test_neighbours_in_common_raise_a_pair():
    ours = a_map(f("a", "Too few nurses"), f("b", "Too few doctors on site"), f("c", "People wait"), k("a", "c"))
    theirs = a_map(f("x", "Too few nurse"), f("y", "Too few doctor on site"), f("z", "People wait"), k("y", "z"))
    plain = [pair for pair in proposals([ours, theirs]) if not pair.sure]
    linked = [pair for pair in proposals([ours.apply([]), theirs.apply([])]) if not pair.sure and pair.effects]
    assert plain
    assert not linked  # a leads to it, x does not: nothing in common
    both = a_map(f("x", "Too few nurse"), f("y", "Too few doctor on site"), f("z", "People wait"), k("x", "z"))
    assert next(pair for pair in proposals([ours, both]) if not pair.sure).first == (0, "a")


def test_each_factor_is_one_of_a_map_at_most_and_what_was_said_decides_what_is_asked():
    ours = a_map(f("a", "Staff leave the service"))
    theirs = a_map(f("x", "Staff leave this service"), f("y", "Staff leaves the service"))
    pairs = proposals([ours, theirs])
    before = decided(pairs, {})
    assert len(before.open) == 1
    after = decided(pairs, {before.open[0]: "different"})
    assert len(after.open) == 1
    assert after.open[0].second != before.open[0].second
    assert decided(pairs, {before.open[0]: "same"}).open == ()


def test_what_follows_from_two_answers_is_not_asked():
    maps = [
        a_map(f(name, words))
        for name, words in (("a", "Staff go home"), ("b", "Staff goes home"), ("c", "Staff went home"))
    ]
    pairs = proposals(maps)
    assert len(pairs) == 3
    said = dict.fromkeys(decided(pairs, {}).open, "same")
    assert len(said) == 2
    found = decided(pairs, said)
    assert not found.open
    assert [len(members) for members in found.classes] == [3]


# -- what comes in


def test_five_overlapping_parts_with_ids_and_spelling_of_their_own_give_the_map_back():
    whole = example()

    def spelt(label, number):
        return [label.upper(), f"{label}.", label.replace(" ", "  ").strip(), label.lower(), f"“{label}”"][number % 5]

    parts = overlapping(whole, 5, lambda label, number: spelt(label, number).replace("  ", " "))
    assert sum(len(part.factors) for part in parts) > 1.5 * len(whole.factors)
    tables = [(f"Table {number}", part) for number, part in enumerate(parts, 1)]
    made = merge_without_asking(a_map(), tables)
    after = a_map().apply(made.changes)
    assert said(after) == said(whole)
    assert said(whole)["together"]
    assert made.come["factor"] == len(whole.factors)
    # The first table's own map, with the others brought to it, says the same.
    first = merge_without_asking(parts[0], tables[1:])
    assert said(parts[0].apply(first.changes)) == said(whole)


def test_a_map_brought_to_itself_or_twice_adds_nothing():
    whole = example()
    assert merge_without_asking(whole, [("Copy", whole)]).changes == ()
    part = part_of(whole, list(whole.factors)[:30])
    once = a_map(f("mine", "Something else")).apply(
        merge_without_asking(a_map(f("mine", "Something else")), [("Table 1", part)]).changes
    )
    assert merge_without_asking(once, [("Table 1", part)]).changes == ()


def test_undoing_gives_the_map_back_exactly():
    whole = example()
    ours, theirs = (part_of(whole, list(whole.factors)[at : at + 40]) for at in (0, 20))
    made = merge_without_asking(ours, [("Table 2", theirs)])
    assert ours.apply(made.changes).apply(inverse(made.changes)) == ours


LABELS = st.sampled_from(["pay", "Pay.", "beds", "BEDS", "staff leave", "staff leaves", "wait", "stairs"])


@st.composite
def small_maps(draw):
    number = draw(st.integers(0, 5))
    factors = [
        Factor(
            id=draw(st.sampled_from("abcdefghij")) + str(at),
            label=draw(LABELS),
            kind=draw(st.sampled_from(["cause", "symptom"])),
            theme=draw(st.sampled_from(["", "one", "two"])),
            effort=draw(st.sampled_from([None, 1, 4])),
        )
        for at in range(number)
    ]
    records = list(factors)
    pairs = draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), unique=True, max_size=6))
    for cause, effect in pairs:
        if cause != effect and max(cause, effect) < number:
            together = f"g{effect}" if draw(st.booleans()) else ""
            sign = draw(st.sampled_from(["", "+", "-"]))
            ends = (factors[cause].id, factors[effect].id)
            confidence = draw(st.sampled_from([0.5, 0.8, 0.95]))
            records.append(
                Link(
                    id=f"l{cause}{effect}",
                    cause=ends[0],
                    effect=ends[1],
                    polarity=sign,
                    together=together,
                    confidence=confidence,
                )
            )
    if draw(st.booleans()):
        voice = Voice(id="v", organisation=draw(st.sampled_from(["Council", "council ", ""])), role="nurse")
        records.append(voice)
        records += [Saying(id=f"s{at}", voice="v", subject=each.id) for at, each in enumerate(factors[:2])]
    records += [Evidence(id=f"e{at}", subject=each.id, source="a count") for at, each in enumerate(factors[:1])]
    records += [Vote(id=f"o{at}", factor=each.id, dots=at + 1) for at, each in enumerate(factors[:2])]
    return a_map(*records)


def told(cause_map):
    """All that came in, whatever the ids: factors with their own words, links, who said them, evidence, dots."""
    word = {id_: (each.label, each.kind, each.theme, each.effort) for id_, each in cause_map.factors.items()}
    for link in cause_map.links.values():
        word[link.id] = (word[link.cause], word[link.effect], link.confidence, link.polarity, bool(link.together))
    who = {id_: (each.organisation.strip().casefold(), each.role) for id_, each in cause_map.voices.items()}
    return (
        sorted(map(str, word.values())),
        sorted((who[each.voice], str(word[each.subject])) for each in cause_map.sayings.values()),
        sorted((str(word[each.subject]), each.source) for each in cause_map.evidence.values()),
        sorted((str(word[each.factor]), each.dots) for each in cause_map.votes.values()),
    )


@settings(max_examples=150, deadline=None)
@given(small_maps(), st.lists(small_maps(), min_size=2, max_size=3), st.randoms())
def test_in_which_order_files_come_decides_nothing(ours, others, chance):
    tables = [(f"Table {number}", each) for number, each in enumerate(others, 1)]
    shuffled = list(tables)
    chance.shuffle(shuffled)
    one = merge_without_asking(ours, tables)
    other = merge_without_asking(ours, shuffled)
    assert told(ours.apply(one.changes)) == told(ours.apply(other.changes))
    assert one.come == other.come


@settings(max_examples=150, deadline=None)
@given(small_maps(), st.lists(small_maps(), max_size=3), st.data())
def test_any_maps_and_any_answers_keep_all_rules_and_lose_no_words(ours, others, data):
    maps = [ours, *others]
    pairs = proposals(maps)
    answers = {
        pair: data.draw(st.sampled_from(["same", "different", "theirs"]))
        for pair in data.draw(st.lists(st.sampled_from(pairs), unique=True) if pairs else st.just([]))
    }
    found = decided(pairs, answers)
    for members in found.classes:
        assert len({number for number, _ in members}) == len(members)
    for pair, answer in answers.items():
        if answer == "different" and pair in found.shown:
            one, other = found.classes.root(pair.first), found.classes.root(pair.second)
            assert one != other or any(each != "different" for each in answers.values())
    same = [(members[0], key) for members in found.classes for key in members[1:]]
    made = merged(ours, [(f"Table {at}", each) for at, each in enumerate(others)], same)
    after = ours.apply(made.changes)
    CauseMap.of(after.records())
    held = [same_words(each.label) for each in after.factors.values()]
    notes = [same_words(each.notes) for each in after.factors.values()]
    for each in (factor for cause_map in maps for factor in cause_map.factors.values()):
        words = same_words(each.label)
        assert words in held or any(words in note for note in notes)
    assert after.apply(inverse(made.changes)) == ours


# -- what becomes of each


def two(ours, theirs, *same, **more):
    made = merged(ours, [("Table 2", theirs)], [((0, one), (1, other)) for one, other in same], **more)
    return ours.apply(made.changes), made


def test_of_two_links_the_surer_stays_with_what_is_known_of_both():
    ours = a_map(f("a"), f("b"), k("a", "b", confidence=0.5, note="ours"))
    theirs = a_map(f("x", "a"), f("y", "b"), k("x", "y", confidence=0.95, polarity="+", note="theirs"))
    after, made = two(ours, theirs, ("a", "x"), ("b", "y"))
    (link,) = after.links.values()
    assert (link.id, link.confidence, link.polarity, link.note) == ("a>b", 0.95, "+", "ours\n\ntheirs")
    assert made.come["link"] == 0


def test_more_here_and_less_there_is_told_and_not_decided():
    theirs = a_map(f("x", "a"), f("y", "b"), k("x", "y", polarity="-"))
    after, made = two(a_map(f("a"), f("b"), k("a", "b", polarity="+")), theirs, ("a", "x"), ("b", "y"))
    (link,) = after.links.values()
    assert link.polarity == "+"
    assert "says this map; less, says Table 2" in link.note
    assert made.disputed == (link.id,)
    between = merged(
        a_map(),
        [("T1", a_map(f("a"), f("b"), k("a", "b", polarity="+"))), ("T2", theirs)],
        [((1, "a"), (2, "x")), ((1, "b"), (2, "y"))],
    )
    (new,) = a_map().apply(between.changes).links.values()
    assert new.polarity == ""


def test_what_is_needed_together_at_two_tables_is_one_group():
    ours = a_map(f("a"), f("b"), f("c"), f("e"), k("a", "e", together="g"), k("b", "e", together="g"), k("c", "e"))
    theirs = a_map(f("x", "b"), f("y", "c"), f("z", "e"), k("x", "z", together="g"), k("y", "z", together="g"))
    after, _ = two(ours, theirs, ("b", "x"), ("c", "y"), ("e", "z"))
    assert {link.together for link in after.links.values()} == {"g"}
    alone, _ = two(a_map(f("q"), f("r"), k("q", "r", together="g")), theirs)
    assert len({link.together for link in alone.links.values()}) == 2


def test_a_parked_factor_comes_onto_the_map_where_another_table_has_it_there():
    ours = a_map(f("a", parked=True), f("b", parked=True))
    theirs = a_map(f("x", "a"), f("y", "b", parked=True), f("z"), k("x", "z"))
    after, _ = two(ours, theirs, ("a", "x"), ("b", "y"))
    assert not after.factors["a"].parked
    assert after.factors["b"].parked


def test_gaps_are_filled_and_what_was_said_here_stands():
    ours = a_map(f("a", theme="Staff", notes="ours", effort=2))
    theirs = a_map(f("x", "A!", theme="People", notes="theirs", effort=4, control="ours", kind="symptom"))
    after, _ = two(ours, theirs, ("a", "x"))
    kept = after.factors["a"]
    assert (kept.label, kept.theme, kept.effort, kept.control, kept.kind) == ("a", "Staff", 2, "ours", "symptom")
    assert kept.notes == "ours\n\ntheirs"


def test_other_words_are_kept_with_the_factor_whichever_stand():
    ours, theirs = a_map(f("a", "Staff go")), a_map(f("x", "Staff are leaving"))
    after, _ = two(ours, theirs, ("a", "x"))
    assert (after.factors["a"].label, after.factors["a"].notes) == ("Staff go", "Also: Staff are leaving")
    after, _ = two(ours, theirs, ("a", "x"), words={(0, "a"): "Staff are leaving"})
    assert (after.factors["a"].label, after.factors["a"].notes) == ("Staff are leaving", "Also: Staff go")


def test_the_table_says_what_nobody_there_is_recorded_to_have_said():
    theirs = a_map(
        f("x"), f("y"), k("x", "y"), Voice(id="v", organisation="Council"), Saying(id="s", voice="v", subject="y")
    )
    after, _ = two(a_map(), theirs)
    said_of = {after.voices[each.voice].organisation: set() for each in after.sayings.values()}
    for each in after.sayings.values():
        said_of[after.voices[each.voice].organisation].add(each.subject)
    assert said_of == {"Table 2": {"x", "x>y"}, "Council": {"y"}}
    assert [each.role for each in after.voices.values() if each.organisation == "Table 2"] == [TABLE]
    assert two(a_map(), theirs, origin=False)[1].come["voice"] == 1


def test_one_person_is_one_voice_and_evidence_is_not_doubled_but_dots_add_up():
    def table(factor, voice):
        return a_map(
            f(factor, "pay"),
            Voice(id=voice, organisation="Council", name="Ann", role="nurse" if voice == "v" else ""),
            Saying(id=f"s{voice}", voice=voice, subject=factor),
            Evidence(id=f"e{voice}", subject=factor, source="Return 2017"),
            Vote(id=f"o{voice}", factor=factor, dots=2),
        )

    after, _ = two(table("a", "v"), table("x", "w"), ("a", "x"))
    assert (len(after.voices), len(after.sayings), len(after.evidence)) == (1, 1, 1)
    assert sum(each.dots for each in after.votes.values()) == 4


def test_ids_that_mean_something_else_here_are_given_anew():
    ours = a_map(f("1", "pay"), f("2", "wait"), Link(id="9", cause="1", effect="2"))
    theirs = a_map(f("1", "wait"), f("2", "stairs"), Link(id="9", cause="2", effect="1"))
    after, made = two(ours, theirs, ("2", "1"))
    assert len(after.factors) == 3
    new = of(after, "stairs")
    assert new.id not in {"1", "2", "9"}
    assert after.link_between(new.id, "2") is not None
    assert made.come["link"] == 1


def test_answers_and_what_if_follow_the_factors():
    theirs = a_map(
        f("x", "pay"),
        Answer(id="q", question="no-evidence x", state="answered", words="we asked"),
        Scenario(id="c", name="Pay more"),
        Supposition(id="p", scenario="c", subject="x", what="fixed"),
    )
    after, _ = two(a_map(f("a", "pay"), Scenario(id="k", name="pay more")), theirs, ("a", "x"))
    assert [each.question for each in after.answers.values()] == ["no-evidence a"]
    assert sorted(each.name for each in after.scenarios.values()) == ["Pay more (Table 2)", "pay more"]
    assert [each.subject for each in after.suppositions.values()] == ["a"]


def test_nobody_can_make_one_of_two_factors_of_one_map():
    ours = a_map(f("a"), f("b"), k("a", "b"))
    theirs = a_map(f("x"))
    after, _ = two(ours, theirs, ("a", "x"), ("b", "x"))
    assert len(after.factors) == 2
    assert len(after.links) == 1


def test_near_words_left_apart_are_listed():
    made = merge_without_asking(
        a_map(f("a", "Staff leave the service")), [("T", a_map(f("x", "Staff leaves the service")))]
    )
    assert made.come["factor"] == 1
    assert [(pair.first, pair.second) for pair in made.unmet] == [((0, "a"), (1, "x"))]
    assert isinstance(made.unmet[0], Pair)


@pytest.mark.parametrize("count", [300])
def test_a_long_list_of_the_same_words_is_no_burden(count):
    ours = a_map(*(f(f"a{n}", "the same") for n in range(count)))
    theirs = a_map(*(f(f"x{n}", "The same.") for n in range(count)))
    pairs = proposals([ours, theirs])
    assert len(pairs) == count
    assert merge_without_asking(ours, [("T", theirs)]).same == count
