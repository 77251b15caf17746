"""The critical friend: each question is asked where it should be and not where it should not, and never cries wolf."""

import networkx as nx
import pytest
from any_maps import maps, small_map
from hypothesis import given, settings

from app.analysis.friend.ask import questions, sorted_out
from app.analysis.friend.wording import blames, is_a_solution, is_a_target, is_two_in_one, is_vague
from app.analysis.reading import read
from app.exchange.example import example_records
from app.model import answering, edits, grounding, planning
from app.model.cause_map import CauseMap
from app.model.changes import Add, update
from app.model.records import Factor


def asked(cause_map, rule=""):
    found = questions(cause_map, read(cause_map))
    return [each for each in found if each.rule == rule] if rule else list(found)


def about(cause_map, rule):
    return {frozenset(each.about) for each in asked(cause_map, rule)}


@pytest.mark.parametrize(
    ("rule", "there", "not_there"),
    [
        ("unexplained symptom", "A>S T", "A>S"),
        ("leads nowhere", "A>S B", "A>S B>S"),
        ("island", "A>S B>C", "A>S B>C C>S"),
        ("loop with no way out", "A>S A>B B>C C>B", "A>S A>B B>C C>B C>S"),
        ("only one cause", "A>S", "A>S B>S"),
        ("both ways", "A>B B>A B>S", "A>B B>C C>A B>S"),
        ("a jump", "A>S A>B B>S", "A>B B>S"),
    ],
)
def test_a_question_of_structure_is_asked_where_it_belongs(rule, there, not_there):
    symptoms = "S T" if "T" in there else "S"
    assert asked(small_map(there, symptoms), rule)
    assert not asked(small_map(not_there), rule)


@given(maps(most_factors=7))
@settings(deadline=None, max_examples=120)
def test_the_questions_of_structure_are_those_of_a_slow_look(cause_map):
    graph = nx.DiGraph()
    graph.add_nodes_from(cause_map.factors)
    graph.add_edges_from((link.cause, link.effect) for link in cause_map.links.values())
    symptoms = {each.id for each in cause_map.symptoms()}
    ends = {(link.cause, link.effect): link.id for link in cause_map.links.values()}
    both = {frozenset((ends[a, b], ends[b, a])) for a, b in ends if (b, a) in ends}
    assert about(cause_map, "both ways") == both
    single = {
        frozenset((id_, ends[next(iter(graph.predecessors(id_))), id_]))
        for id_ in symptoms
        if graph.in_degree(id_) == 1
    }
    assert about(cause_map, "only one cause") == single
    causes = {id_ for id_ in graph if id_ not in symptoms and not symptoms & set(nx.descendants(graph, id_))}
    spoken = {
        id_
        for rule in ("leads nowhere", "island", "loop with no way out")
        for ids in about(cause_map, rule)
        for id_ in ids
    }
    assert causes <= spoken
    assert {id_ for ids in about(cause_map, "leads nowhere") for id_ in ids} <= causes
    jumps = {ends[a, b] for a, b in ends if any((a, c) in ends and (c, b) in ends for c in graph if c not in (a, b))}
    found = {each.about[0] for each in asked(cause_map, "a jump")}
    assert found <= jumps
    assert len(found) == min(len(jumps), 12)
    unexplained = {
        id_
        for id_ in symptoms
        if nx.ancestors(graph, id_) <= symptoms and nx.ancestors(graph, id_) <= nx.descendants(graph, id_) | {id_}
    }
    assert {id_ for ids in about(cause_map, "unexplained symptom") for id_ in ids} == unexplained


@given(maps(most_factors=7))
@settings(deadline=None, max_examples=60)
def test_every_question_has_a_key_of_its_own_a_place_and_a_why(cause_map):
    found = asked(cause_map)
    assert len({each.key for each in found}) == len(found)
    there = {*cause_map.factors, *cause_map.links, *cause_map.actions}
    for each in found:
        assert there.issuperset(each.about)
        assert each.about or each.rule == "nothing planned"
        assert each.why.endswith((".", "?"))
        assert "?" in each.asks or each.asks.endswith(".")


def test_the_standing_of_a_top_cause_is_questioned_until_it_stands():
    cause_map = small_map("A>S A>T", "S T", A={"control": "ours"})
    assert {"no evidence", "one voice", "no expert by experience"} <= {each.rule for each in asked(cause_map)}
    for name, lived in (("Trust", False), ("Carers", True)):
        changes = grounding.add_voice(cause_map, name, lived_experience=lived)
        cause_map = cause_map.apply(changes)
        cause_map = cause_map.apply(grounding.say(cause_map, changes[0].id, ["A"]))
    cause_map = cause_map.apply(grounding.add_evidence(cause_map, "A", source="A count", strength=2))
    rules = {each.rule for each in asked(cause_map) if each.group == "Standing"}
    assert not rules & {"no evidence", "one voice", "no expert by experience", "stopped asking"}


def test_a_top_cause_that_hangs_on_one_link_is_questioned_and_more_sharply_if_that_is_tentative():
    likely = small_map("A>B B>S B>T", "S T", confidence=0.8)
    assert asked(likely, "hangs on one link")
    tentative = small_map("A>B B>S B>T", "S T", confidence=0.5)
    assert asked(tentative, "a tentative link carries it")
    assert not asked(small_map("A>B A>C B>S C>S"), "hangs on one link")


def test_a_fact_of_life_on_top_is_questioned():
    assert asked(small_map("A>S", A={"control": "fact of life"}), "a fact of life")
    assert not asked(small_map("A>S", A={"control": "ours"}), "a fact of life")


def test_the_plan_is_questioned_once_there_is_one():
    cause_map = small_map("A>S")
    assert [each.rule for each in asked(cause_map) if each.group == "Plan"] == ["nothing planned"]
    planned = cause_map.apply(planning.add_action(cause_map, "Do it", ["A"]))
    rules = {each.rule for each in asked(planned) if each.group == "Plan"}
    assert {"no owner", "no due date", "no measure", "not asked", "nothing quick"} <= rules
    assert "no action" not in rules


def test_an_answer_settles_a_question_until_it_is_asked_again():
    cause_map = small_map("A>S")
    first = asked(cause_map)[0]
    answered = cause_map.apply(answering.handle(cause_map, first.key, "answered", "We asked them"))
    state = sorted_out(answered, questions(answered, read(answered)))
    assert first.key not in {each.key for each in state.open}
    assert [(each.key, answer.words) for each, answer in state.of("answered")] == [(first.key, "We asked them")]
    again = answered.apply(answering.ask_again(answered, first.key))
    assert first.key in {each.key for each in sorted_out(again, questions(again, read(again))).open}


@pytest.mark.parametrize(
    ("judge", "yes", "no"),
    [
        (
            is_two_in_one,
            (
                "wards are short and staff leave",
                "family carers are worn out and get no break",
                "gps close, and it costs",
            ),
            (
                "people lose strength and independence while they wait",
                "nhs and council argue over who pays",
                "health and social care do not share records",
                "not enough home care at the right times and places",
                "each organisation is paid and judged on its own results",
                "no shared plan that health and council both own",
            ),
        ),
        (is_vague, ("communication", "poor communication", "culture", "lack of resources"), ("staff leave", "rents")),
        (
            is_a_solution,
            (
                "lack of a discharge coordinator",
                "no shared electronic system",
                "need to train staff",
                "staff should ask",
            ),
            (
                "no one answers",
                "not enough home care at the right times",
                "lack of sleep",
                "no home care visit can start",
            ),
        ),
        (
            blames,
            ("lazy staff", "families refuse to choose", "bed blockers", "nurses fail to ask", "resistance to change"),
            ("staff leave", "people are not told the plan", "the scheme failed"),
        ),
        (
            is_a_target,
            ("reduce delays", "meet the four hour target", "95% seen in four hours"),
            ("people wait", "more falls on the ward", "few people go home at weekends"),
        ),
    ],
)
def test_words_are_questioned_where_there_is_reason_and_not_else(judge, yes, no):
    assert [label for label in yes if not judge(label)] == []
    assert [label for label in no if judge(label)] == []


def test_near_duplicates_are_found_and_what_differs_on_purpose_is_not():
    def named(*labels):
        records = [Factor(id=str(at), label=label) for at, label in enumerate(labels)]
        return CauseMap.empty("t").apply([Add(each) for each in records])

    assert about(named("Care workers leave", "Care worker leaves", "Rents are high"), "near duplicate") == {
        frozenset({"0", "1"})
    }
    assert not about(
        named("Staff are told", "Staff are not told", "Ward 1 is full", "Ward 2 is full"), "near duplicate"
    )


def test_on_the_example_the_wording_cries_wolf_at_most_a_handful_of_times():
    """Each alarm was judged by hand: right (R) or false (F); docs/critical-friend.md lists them with the reason."""
    judged = {
        ("a solution as a cause", "No shared plan that health and council both own"): "R",
        ("a solution as a cause", "No workforce plan across health and social care"): "R",
        ("two in one", "Little help to stay well at home, and it depends on where you live"): "R",
        ("two in one", "Family carers are worn out and get no break"): "F",
        ("two in one", "Home care stops on admission and cannot be restarted"): "F",
        ("two in one", "Home care is paid less and is less secure than other local work"): "R",
    }
    _, records = example_records()
    cause_map = CauseMap.of(records)
    found = {
        (each.rule, cause_map.factors[each.about[0]].label) for each in asked(cause_map) if each.group == "Wording"
    }
    assert found == set(judged)
    assert list(judged.values()).count("F") <= 5


def test_a_factor_that_goes_takes_its_questions_with_it():
    cause_map = small_map("A>S")
    before = {each.key for each in asked(cause_map) if "A" in each.about}
    after = cause_map.apply(edits.delete(cause_map, ["A"]))
    assert before
    assert not before & {each.key for each in asked(after)}


def test_renaming_keeps_an_answer_with_its_question():
    cause_map = small_map("A>S")
    first = asked(cause_map)[0]
    cause_map = cause_map.apply(answering.handle(cause_map, first.key, "parked", ""))
    renamed = cause_map.apply(update(cause_map.factors["A"], label="Another name"))
    assert first.key in {each.key for each, _ in sorted_out(renamed, questions(renamed, read(renamed))).handled}


def test_what_was_said_of_several_actions_holds_for_fewer_and_not_for_one_more():
    cause_map = small_map("A>S")
    for what in ("Do it", "Do that"):
        cause_map = cause_map.apply(planning.add_action(cause_map, what, ["A"]))
    question = asked(cause_map, "no owner")[0]
    cause_map = cause_map.apply(answering.handle(cause_map, question.key, "parked", "After the summit"))
    first = next(iter(cause_map.actions))
    fewer = cause_map.apply(planning.change_action(cause_map, first, organisation="Trust"))
    more = cause_map.apply(planning.add_action(cause_map, "Do more", ["A"]))
    for there, is_open in ((fewer, False), (more, True)):
        state = sorted_out(there, questions(there, read(there)))
        assert ("no owner" in {each.rule for each in state.open}) == is_open
