"""Which causes the trials can tell apart, and how those stand that they cannot."""

from fractions import Fraction

import numpy as np
import plain_reading as plain
import pytest
from any_maps import small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.ranking import are_level, level_groups, places
from app.analysis.reading import read
from app.analysis.settings import Settings
from app.model.changes import update

REACHED = st.one_of(st.integers(0, 3), st.integers(0, 10**12))


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(REACHED, REACHED), min_size=1, max_size=60))
def test_causes_are_level_where_the_plain_rule_cannot_tell_them_apart(pairs):
    first, second = zip(*pairs, strict=True)
    told_apart = plain.told_apart([Fraction(each) for each in first], [Fraction(each) for each in second])
    assert are_level(np.array(first, dtype=np.int64), np.array(second, dtype=np.int64)) != told_apart


def test_small_numbers_do_not_run_over():
    low, high = np.zeros(100, dtype=np.uint8), np.full(100, 255, dtype=np.uint8)
    assert not are_level(low, high)
    assert not are_level(high, low)
    assert are_level(high, high)


def test_a_cause_is_level_with_the_first_of_its_group_and_not_with_the_last():
    groups = list(level_groups([10, 9, 8, 7, 6], lambda first, other: first - other <= 2))
    assert groups == [[10, 9, 8], [7, 6]]


def test_equal_figures_share_a_rank_and_the_next_counts_them():
    figures = {"b": (2, 0), "a": (2, 0), "d": (1, 5), "c": (2, 1)}
    assert places("badc", 4, figures.__getitem__, str) == [(5, 1, "c"), (6, 2, "a"), (6, 2, "b"), (8, 1, "d")]


def wide(confidence_of_a: float):
    """A reaches two symptoms and B one, each through links so unsure that both may come to about one."""
    cause_map = small_map("A>S A>T B>U", "S T U", confidence=1.0)
    changes = [
        change for link in ("A>S", "A>T") for change in update(cause_map.links[link], confidence=confidence_of_a)
    ]
    return cause_map.apply(changes)


@pytest.mark.parametrize(("confidence", "first"), [(0.499, "A"), (0.45, "B")])
def test_where_trials_cannot_tell_causes_apart_the_wider_reach_comes_first(confidence, first):
    reading = read(wide(confidence))
    means = {cause.members[0]: cause.expected_share for cause in reading.upstream}
    assert reading.upstream[0].members == (first,)
    assert [cause.rank for cause in reading.upstream] == [1, 2]  # their shares differ: never the same rank
    assert means["B"] == 1 / 3


def test_a_difference_that_few_trials_leave_open_is_told_by_many():
    cause_map = small_map("A>S B>S", confidence=0.8)
    cause_map = cause_map.apply(update(cause_map.links["B>S"], confidence=0.77))
    few, many = read(cause_map, Settings(trials=32)), read(cause_map, Settings(trials=20_000))
    assert [(cause.rank, cause.sharing) for cause in few.upstream] == [(1, 2), (1, 2)]
    assert [(cause.members, cause.rank, cause.sharing) for cause in many.upstream] == [(("A",), 1, 1), (("B",), 2, 1)]
