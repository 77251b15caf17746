"""Every claim of the sentence for every ranked cause, taken out of its words and worked out again by other means."""

import random
import re
from dataclasses import dataclass
from fractions import Fraction

import networkx as nx
import plain_reading as plain
import pytest
from any_maps import maps, small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.reading import Reading, read
from app.analysis.settings import Settings
from app.exchange.example import example_records
from app.model.cause_map import CauseMap
from app.model.changes import update

FEW = 70
MANY = 1500

# -- what is true


@dataclass
class Truth:
    """A cause, and all causes, as the plain version has them; ``level``: the group that comes out level with it."""

    cause_map: CauseMap
    graph: nx.DiGraph
    changeable_only: bool
    cause: plain.PlainCause
    all: list[plain.PlainCause]
    level: list[plain.PlainCause]

    def label(self, id_: str) -> str:
        return self.cause_map.factors[id_].label

    @property
    def symptoms(self) -> list[str]:
        return plain.symptoms_of(self.cause_map)

    @property
    def group(self) -> set[str]:
        return next(group for group in plain.source_groups(self.graph) if self.cause.members[0] in group)

    @property
    def before(self) -> list[plain.PlainCause]:
        """Those of level groups that come before its own."""
        return self.all[: self.all.index(self.level[0])]

    @property
    def is_weighted(self) -> bool:
        return len({self.cause_map.factors[id_].weight for id_ in self.symptoms}) > 1

    def about(self, one: bool = True) -> str:
        """What a sentence calls the most upstream causes of this reading."""
        return f"most upstream cause{'' if one else 's'}{' you can change' if self.changeable_only else ''}"

    def named(self, cause: plain.PlainCause) -> str:
        labels = [self.label(id_) for id_ in cause.members]
        if len(labels) == 1:
            return f"“{labels[0]}”"
        return f"the loop of “{labels[0]}” and “{labels[1]}”" if len(labels) == 2 else (
            f"the loop round “{self.label(cause.break_points[0])}”"
        )  # fmt: skip


def truths(cause_map: CauseMap, trials: int, seed: int, changeable_only: bool) -> list[Truth]:
    graph = plain.graph_of(cause_map, changeable_only)
    causes = plain.upstream(cause_map, trials, seed, changeable_only)
    return [
        Truth(cause_map, graph, changeable_only, each, causes, level_with(cause_map, each, causes)) for each in causes
    ]


def level_with(cause_map: CauseMap, cause: plain.PlainCause, causes: list[plain.PlainCause]) -> list[plain.PlainCause]:
    """The causes that come out level with the first of the group this one is in, in their order."""

    def by_mean(each):
        return -each.expected, -each.share, min((cause_map.factors[id_].label, id_) for id_ in each.members)

    left = sorted(causes, key=by_mean)
    while True:
        apart = [at for at, each in enumerate(left) if plain.told_apart(left[0].trials, each.trials)]
        end = apart[0] if apart else len(left)
        if cause in left[:end]:
            return [each for each in causes if each in left[:end]]
        left = left[end:]


# -- what is claimed

NUMBER = r"(\d+)"
NAME = r"“[^”]*”"
WHOSE = r"most upstream causes?( you can change)?"


class Claims:
    """Reads a sentence from its start, claim by claim; nothing may be left over that is no claim."""

    def __init__(self, text: str, truth: Truth) -> None:
        self.left = text
        self.truth = truth
        self.cause = truth.cause

    def take(self, pattern: str) -> re.Match | None:
        found = re.match(pattern, self.left)
        if found:
            self.left = self.left[found.end() :]
        return found

    def check(self) -> None:
        self.start()
        self.reach()
        if len(self.truth.all) == 1:
            assert self.take(rf" No other {self.truth.about()} is on the map\.")
        self.doubt()
        self.place()
        self.level()
        self.relief()
        assert self.left == ""

    def you_can_change(self, words: str | None) -> None:
        assert bool(words) == self.truth.changeable_only

    def start(self) -> None:
        truth, graph = self.truth, self.truth.graph
        inside = truth.group - set(self.cause.members)
        if said := self.take(r"Nothing on the map( that you can change)? causes it, and it leads to "):
            self.you_can_change(said[1])
            assert len(truth.group) == 1
            assert graph.in_degree(self.cause.members[0]) == 0
            whole = plain.graph_of(truth.cause_map)
            for before in whole.predecessors(self.cause.members[0]):
                assert truth.cause_map.factors[before].control == "fact of life"
            return
        feed = r"(?:It|These (two|\d+) causes)(?: and (?:(a) symptom|(\d+) symptoms))? feed each other"
        said = self.take(feed + r", and nothing else on the map( that you can change)? feeds them\. ")
        assert said
        self.you_can_change(said[4])
        assert len(self.cause.members) == number(said[1] or "1")
        assert len(inside) == number(said[2] or said[3] or "0")
        assert all(truth.group <= nx.descendants(graph, each) | {each} for each in truth.group)
        assert all(before in truth.group for before, after in graph.edges if after in truth.group)
        assert self.take("It leads to " if len(self.cause.members) == 1 else "Together they lead to ")

    def reach(self) -> None:
        reached, total = len(self.cause.reach), len(self.truth.symptoms)
        if said := self.take(rf"(?:the only symptom|one of the {NUMBER} symptoms), “([^”]*)”\."):
            assert [self.truth.label(id_) for id_ in self.cause.reach] == [said[2]]
            assert number(said[1] or "1") == total
        elif said := self.take(rf"(?:both|all {NUMBER}) symptoms\."):
            assert number(said[1] or "two") == reached == total
        else:
            said = self.take(rf"{NUMBER} of the {NUMBER} symptoms\.")
            assert said
            assert (number(said[1]), number(said[2])) == (reached, total)

    def doubt(self) -> None:
        said = self.take(
            r" (Even with|With) links left out at random, doubtful ones most often, "
            r"(it|they) (still )?(reach|do)(?:es)?"
        )
        assert said
        reached, left = len(self.cause.reach), self.cause.on_average
        assert (said[1] == "Even with") == bool(said[3]) == (2 * left >= reached)
        assert (said[2] == "they") == (len(self.cause.members) > 1)
        if said[4] == "do":
            assert reached == 1
            assert self.take(" so ")
            self.says_times(left)
        else:
            assert self.take(" ")
            self.says_count(left, reached)
        if said := self.take(r"\. By weight that is (less than 1|more than 99|\d+)% of all symptoms"):
            assert self.truth.is_weighted
            assert says_percent(said[1], self.cause.expected)
        else:
            assert not self.truth.is_weighted

    def says_times(self, part: Fraction) -> None:
        if self.take("every time"):
            assert part == 1
        elif self.take("not once"):
            assert part == 0
        elif self.take("nearly every time"):
            assert Fraction(95, 100) <= part < 1
        elif self.take("hardly ever"):
            assert 0 < part < Fraction(5, 100)
        else:
            said = self.take(rf"about {NUMBER} times? in 10")
            assert said
            assert abs(part * 10 - number(said[1])) <= Fraction(1, 2)

    def says_count(self, left: Fraction, reached: int) -> None:
        if said := self.take(rf"(?:both|all {NUMBER}) every time"):
            assert left == reached == number(said[1] or "two")
        elif said := self.take(rf"nearly (?:both|all {NUMBER}) on average"):
            assert reached == number(said[1] or "two")
            assert reached - Fraction(1, 4) <= left < reached
        elif said := self.take(rf"none of the {NUMBER}"):
            assert (left, reached) == (0, number(said[1]))
        elif said := self.take(rf"fewer than one of the {NUMBER} on average"):
            assert Fraction(1, 4) <= left < Fraction(3, 4)
            assert reached == number(said[1])
        elif said := self.take(rf"next to none of the {NUMBER} on average"):
            assert 0 < left < Fraction(1, 4)
            assert reached == number(said[1])
        else:
            said = self.take(rf"about {NUMBER}(½)? of the {NUMBER} on average")
            assert said
            assert abs(left - number(said[1]) - (Fraction(1, 2) if said[2] else 0)) <= Fraction(1, 4)
            assert reached == number(said[3])

    def more(self, words: str) -> None:
        truth = self.truth
        assert words == (
            "more by weight" if truth.is_weighted else "more often" if len(truth.symptoms) == 1 else "more"
        )

    def place(self) -> None:
        truth, mine = self.truth, self.cause.expected
        if said := self.take(rf": (more[a-z ]*) than (?:the other|any other of the {NUMBER}) {WHOSE}\."):
            self.more(said[1])
            self.you_can_change(said[3])
            assert number(said[2] or "two") == len(truth.all)
            assert all(each.expected < mine for each in truth.all if each is not self.cause)
            assert all(plain.told_apart(self.cause.trials, each.trials) for each in truth.all if each is not self.cause)
            return
        assert self.take(r"\.")
        reach = r"(?:reach(?:es)? (more[a-z ]*)|comes? before (it|them))"
        one = rf" (?:Only one of the {NUMBER}|The other) {WHOSE} {reach}"
        rest = rf" The other {NUMBER} {WHOSE} all {reach}"
        some = rf" Of the {NUMBER} {WHOSE}, {NUMBER} {reach}"
        if said := self.take(one):
            above, of, can, more = 1, number(said[1] or "two"), said[2], said[3]
        elif said := self.take(rest):
            above, of, can, more = number(said[1]), number(said[1]) + 1, said[2], said[3]
        elif said := self.take(some):
            of, can, above, more = number(said[1]), said[2], number(said[3]), said[4]
        else:
            assert truth.before == []
            return
        self.you_can_change(can)
        assert of == len(truth.all)
        assert above == len(truth.before)
        if more:
            self.more(more.removesuffix(" and"))
            assert all(each.expected > mine for each in truth.before)
        else:
            assert not all(each.expected > mine for each in truth.before)
        assert self.take(r"\.") or self.left.startswith(", and ")

    def some(self) -> tuple[str, int]:
        """The name, or the number, of those that come out level."""
        said = self.take(
            rf"(?:, and| ) ?(?:((?:[Tt]he loop (?:round|of) )?{NAME}(?: and {NAME})?) comes|{NUMBER} others come)"
        )
        assert said
        return (said[1] or "", number(said[2] or "1"))

    def right(self, said: tuple[str, int], those: list[plain.PlainCause]) -> None:
        assert said[1] == len(those)
        if said[0]:
            assert said[0][:1].lower() + said[0][1:] == self.truth.named(those[0])

    def level(self) -> None:
        truth, cause = self.truth, self.cause
        sharing = [each for each in truth.level if each.rank == cause.rank and each is not cause]
        ahead = [each for each in truth.level if each.rank < cause.rank]
        behind = [each for each in truth.level if each.rank > cause.rank]
        assert cause.rank == len(truth.before) + len(ahead) + 1
        if sharing:
            self.right(self.some(), sharing)
            said = self.take(
                rf" out level with (?:it|them), so (?:the (two)|all {NUMBER}) share (first place|the place)"
                rf"(?: of the {NUMBER})?\."
            )
            assert said
            assert number(said[1] or said[2]) == len(sharing) + 1
            assert (said[3] == "first place") == (cause.rank == 1)
            assert number(said[4] or str(len(sharing) + 1)) == len(truth.all) or said[3] == "the place"
        if ahead or (behind and not sharing):
            those = ahead or behind
            self.right(self.some(), those)
            said = self.take(
                r" out level with (?:it|them),( too,)? but (.*?) and so comes? (before|after) (?:it|them)\."
            )
            assert said
            assert bool(said[1]) == bool(sharing)
            assert (said[3] == "before") == bool(ahead)
            self.right_why(said[2], those, more=bool(ahead))

    def right_why(self, words: str, those: list[plain.PlainCause], *, more: bool) -> None:
        """Each of those has more (or less), by one of the figures that are named; and each that is named counts."""
        by_reach = bool(re.search(r"leads? to (more|fewer|less)( symptoms| by weight)", words))
        by_relief = bool(re.search(r"would end (more|less)( by weight)? if fixed alone", words))
        assert ("fewer" in words or "less" in words) != more
        assert ("by weight" in words) == self.truth.is_weighted
        sign = 1 if more else -1
        assert all(sign * (_cmp(each.figures, self.cause.figures)) > 0 for each in those)
        assert by_reach == any(each.share != self.cause.share for each in those)
        assert by_relief == any(each.share == self.cause.share for each in those)

    def relief(self) -> None:
        truth, cause = self.truth, self.cause
        said = self.take(r" (Facts of life aside, )?([Ff])ixing (?:it alone|(both)|all (\d+)) would ")
        assert said
        assert number("two" if said[3] else said[4] or "1") == len(cause.members)
        reached, gone = len(cause.reach), len(cause.relief)
        assert bool(said[1]) == (truth.changeable_only and gone > 0)
        graph = truth.graph
        assert cause.relief == plain.relieved(graph, truth.cause_map, cause.members)
        if said := self.take("(not )?end that symptom"):
            assert (reached, gone) == (1, 0 if said[1] else 1)
        elif said := self.take(rf"end (?:neither of the two|none of the {NUMBER})"):
            assert (gone, reached) == (0, number(said[1] or "two"))
        elif said := self.take(rf"end (both|all {NUMBER})"):
            assert gone == reached == number(said[2] or "two")
        elif said := self.take(r"end one of the (two|\d+), “([^”]*)”"):
            assert [truth.label(id_) for id_ in cause.relief] == [said[2]]
            assert number(said[1]) == reached > 1
        else:
            said = self.take(rf"end {NUMBER} of the {NUMBER}")
            assert said
            assert (number(said[1]), number(said[2])) == (gone, reached)
        if said := self.take(r"(?:: (it|each)|; (the other|each of the others)) has another cause too"):
            rest = cause.reach - cause.relief
            assert rest
            assert (said[1] or said[2]) in (("it",) if reached == 1 else ("each",)) + (
                ("the other",) if len(rest) == 1 else ("each of the others",)
            )
            still = plain.active(graph, set(cause.members))
            for id_ in rest:
                assert any(before in still and before not in cause.members for before in graph.predecessors(id_))
        assert self.take(r"\.")


def _cmp(first, other) -> int:
    return (first > other) - (first < other)


def number(word: str) -> int:
    return {"two": 2, "a": 1}.get(word) or int(word)


def says_percent(text: str, value) -> bool:
    value = float(value)
    if text == "less than 1":
        return 0 < value < 0.01
    if text == "more than 99":
        return 0.99 < value < 1
    return abs(value * 100 - int(text)) <= 0.5 + 1e-9


def check_all(reading: Reading, found: list[Truth]) -> None:
    for cause, truth in zip(reading.upstream, found, strict=True):
        assert list(cause.members) == truth.cause.members
        try:
            Claims(cause.reason, truth).check()
        except AssertionError as error:
            raise AssertionError(f"{cause.reason}\n{error}") from error


@settings(deadline=None, max_examples=200)
@given(maps(most_factors=8), st.booleans(), st.integers(0, 2))
def test_every_claim_of_a_reason_is_true(cause_map, changeable_only, seed):
    reading = read(cause_map, Settings(trials=FEW, seed=seed), changeable_only=changeable_only)
    check_all(reading, truths(cause_map, FEW, seed, changeable_only))


@settings(deadline=None, max_examples=100)
@given(maps(most_factors=9, weights=st.just(1.0), controls=st.just("not asked")))
def test_every_claim_of_a_reason_is_true_where_all_weigh_the_same(cause_map):
    check_all(read(cause_map, Settings(trials=9)), truths(cause_map, 9, 0, changeable_only=False))


# -- the example map

FACTS = ("Council spending on adult social care has fallen", "More very old people live with several illnesses")


def example(facts: tuple[str, ...] = ()) -> CauseMap:
    cause_map = CauseMap.of(example_records()[1])
    for factor in list(cause_map.factors.values()):
        if factor.label in facts:
            cause_map = cause_map.apply(update(factor, control="fact of life"))
    return cause_map


@pytest.mark.parametrize("changeable_only", [False, True])
def test_every_claim_about_the_example_map_is_true(changeable_only):
    cause_map = example(FACTS)
    reading = read(cause_map, Settings(trials=200), changeable_only=changeable_only)
    assert len(reading.upstream) > 10
    check_all(reading, truths(cause_map, 200, 0, changeable_only))


def test_what_is_said_of_the_example_map_holds_in_other_draws_too():
    cause_map = example()
    graph = plain.graph_of(cause_map)
    reading = read(cause_map)
    dice = random.Random(5)
    counts: list[list[int]] = [[] for _ in reading.upstream]
    for _ in range(MANY):
        left = nx.DiGraph()
        left.add_nodes_from(graph)
        left.add_edges_from((a, b) for a, b, link in graph.edges(data="link") if dice.random() < link.confidence)
        for own, cause in zip(counts, reading.upstream, strict=True):
            own.append(len(plain.reach_of(left, cause_map, cause.members)))
    means = [sum(own) / MANY for own in counts]
    for at, cause in enumerate(reading.upstream):
        said = re.search(r"reach(?:es)? (?:about (\d+)(½)?|(fewer than one)) of the (\d+) on average", cause.reason)
        told = 0.5 if said[3] else int(said[1]) + 0.5 * bool(said[2])
        assert abs(told - means[at]) < 0.25 + 0.2
        above = re.search(
            r"(?:, (\d+) reach more|(Only one).*reaches more|The other (\d+).*all reach more)", cause.reason
        )
        count = 0 if not above else 1 if above[2] else int(above[1] or above[3])
        assert all(mean > means[at] for mean in means[:count])
        assert ("more than any other" in cause.reason) == (means[at] == max(means))


# -- forms that small maps show


def reasons(links: str, symptoms: str = "S", changeable_only: bool = False, **fields) -> list[str]:
    cause_map = small_map(links, symptoms, **fields)
    return [cause.reason for cause in read(cause_map, changeable_only=changeable_only).upstream]


def test_a_reason_says_what_a_person_would_say():
    (told,) = reasons("A>S A>T B>T", "S T", B={"control": "fact of life"}, changeable_only=True)
    assert told == (
        "Nothing on the map that you can change causes it, and it leads to both symptoms. No other most upstream cause "
        "you can change is on the map. Even with links left out at random, doubtful ones most often, it still reaches "
        "about 1½ of the 2 on average. Facts of life aside, fixing it alone would end both."
    )


def test_causes_that_feed_each_other_are_told_as_one():
    (told,) = reasons("A>B B>A B>S")
    assert told.startswith("These two causes feed each other, and nothing else on the map feeds them. Together they")
    assert told.endswith("Fixing both would end that symptom.")
    (told,) = reasons("A>S S>A")
    assert told.startswith("It and a symptom feed each other, and nothing else on the map feeds them. It leads to ")


def test_a_symptom_that_never_starts_is_not_said_to_have_another_cause():
    (told,) = reasons("A>C:both B>C:both C>B C>S")
    assert told.endswith("Fixing it alone would not end that symptom.")


def test_the_same_figures_share_a_place_and_say_with_whom():
    first, second = reasons("A>S B>S", confidence=1.0)
    assert "“B” comes out level with it, so the two share first place." in first
    assert "“A” comes out level with it, so the two share first place." in second


def test_a_headline_is_one_short_line():
    cause_map = small_map("A>S A>T B>T", "S T", confidence=1.0)
    assert [cause.headline for cause in read(cause_map).upstream] == [
        "Leads to both symptoms; both every time with links left out at random",
        "Leads to one of the 2 symptoms, “T”; every time with links left out at random",
    ]


def test_the_other_one_of_two_is_named_whole():
    first, second = read(small_map("A>S B>S C>B"), changeable_only=True).upstream
    assert ": more often than the other most upstream cause you can change. " in first.reason
    assert " The other most upstream cause you can change reaches more often. " in second.reason
