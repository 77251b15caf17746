"""The sentences of "Is it robust?": true of the figures they tell."""

import re

import pytest
from PySide6.QtGui import QColor, QPixmap

from app.analysis.doubts import links_to_test
from app.analysis.reading import read
from app.analysis.settings import Settings
from app.drawing.theme import DARK, LIGHT
from app.model.cause_map import CauseMap
from app.model.changes import update
from app.model.records import ABOUT_ID, About, Factor, Link
from app.ui.closer.intervals import Bar, Intervals
from app.ui.closer.robust_words import found_words, how_sure, named, part_of_trials, reached_in_trials, what_changes
from app.ui.panels.words import Measure


def a_map(links: str, symptoms: str = "S", confidence: float = 0.8) -> CauseMap:
    pairs = [each.split(">") for each in links.split()]
    names = dict.fromkeys([name for pair in pairs for name in pair])
    records = [About(id=ABOUT_ID, title="A map")]
    records += [Factor(id=name, label=name, kind="symptom" if name in symptoms else "cause") for name in names]
    records += [Link(id=f"{a}>{b}", cause=a, effect=b, confidence=confidence) for a, b in pairs]
    return CauseMap.of(records)


def doubts_of(cause_map):
    asked = links_to_test(cause_map, Settings(trials=512))
    while True:
        try:
            next(asked)
        except StopIteration as ended:
            return ended.value


def told(cause_map) -> dict[str, str]:
    found = doubts_of(cause_map)
    return {doubt.link: what_changes(doubt, found, cause_map) for doubt in found.tests}


def test_what_comes_first_instead_of_what_is_said():
    cause_map = a_map("A>S A>T A>U B>S B>T", "STU")
    for link in ("B>S", "B>T"):
        cause_map = cause_map.apply(update(cause_map.links[link], confidence=0.95))
    words = "If this is wrong, “B” comes first instead of “A”."
    assert told(cause_map) == dict.fromkeys(("A>S", "A>T", "A>U"), words)


def test_an_effect_that_is_left_without_a_cause_is_said_to_be():
    assert told(a_map("A>B B>S"))["A>B"] == (
        "If this is wrong, nothing on the map causes “B” any more, and it comes first instead of “A”."
    )


def test_a_loop_that_comes_apart_is_said_to():
    assert told(a_map("A>B B>A B>S"))["A>B"] == (
        "If this is wrong, the loop round “A” comes apart, and of it “B” is left."
    )


def test_a_map_that_would_lose_its_last_cause_is_told_so():
    assert told(a_map("A>S"))["A>S"].startswith("If this is wrong, nothing on the map leads to a symptom any more")


def test_how_many_links_matter_is_said():
    none = a_map("A>S", confidence=1.0)
    assert found_words(doubts_of(none)).startswith("Every link is called established")
    firm = a_map("A>S A>T B>C C>S", "ST", confidence=1.0)
    doubtful = firm.apply(update(firm.links["C>S"], confidence=0.8))
    found = doubts_of(doubtful)
    assert (len(found.tests), found.tried) == (1, 1)
    assert found_words(found).startswith("1 of 1 doubtful link would")


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (0, "no trial"),
        (1, "all trials"),
        (0.999, "more than 99%"),
        (0.001, "less than 1%"),
        (0.66, "66% of the trials"),
    ],
)
def test_a_part_is_never_all_or_none_where_it_is_not(part, words):
    assert part_of_trials(part).startswith(words)


def test_the_bounds_that_are_told_are_those_of_the_trials():
    cause_map = a_map("A>S A>T A>U B>S C>S D>S E>S", "STU")
    reading = read(cause_map)
    measure = Measure.of(reading, cause_map)
    for cause in reading.upstream:
        said = how_sure(cause, cause.members[0], measure)
        numbers = [int(each) for each in re.findall(r"\d+", reached_in_trials(cause, measure))]
        assert numbers[:2] == [round(3 * cause.interval[0]), round(3 * cause.interval[1])]
        assert f"is number {cause.rank}." in said
        assert ("shares this place" in said) == (sum(each.rank == cause.rank for each in reading.upstream) > 1)


def test_where_symptoms_weigh_differently_a_part_is_told():
    cause_map = a_map("A>S A>T", "ST").apply(update(a_map("A>S A>T", "ST").factors["S"], weight=3.0))
    reading = read(cause_map)
    assert "% of what all symptoms weigh" in reached_in_trials(reading.upstream[0], Measure.of(reading, cause_map))


def test_a_few_are_named_and_the_rest_is_counted():
    assert named(["a"]) == "“a”"
    assert named(["a", "b"]) == "“a” and “b”"
    assert named(["a", "b", "c", "d"]) == "“a”, “b” and 2 more"


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_dot_stands_where_the_mean_is_on_the_scale(qapp, theme):
    picture = Intervals(theme)
    picture.resize(320, 100)
    bars = [Bar(("a",), "1", "A", 1, mean, 7, "") for mean in (2.0, 6.0)]
    picture.show_bars(bars, 0, 8, "symptoms")
    picture.resize(320, picture.height())
    drawn = QPixmap(picture.size())
    drawn.fill(QColor(theme.panel))
    picture.render(drawn)
    image = drawn.toImage()
    ratio = image.width() / picture.width()
    for row, bar in enumerate(bars):
        line = round((46 * row + 33) * ratio)
        dark = [x for x in range(image.width()) if image.pixelColor(x, line) == QColor(theme.text)]
        middle = (min(dark) + max(dark)) / 2 / ratio
        assert middle == pytest.approx(10 + 300 * bar.mean / 8, abs=1.5)
