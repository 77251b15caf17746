"""Twenty minutes of talk: the map stands still enough to be read from the back row, and ends nearly tidy."""

import statistics

import pytest
from course import run


@pytest.fixture(scope="module")
def untidied(qapp):
    return run(taking=False)


def test_who_is_not_touched_by_an_edit_hardly_moves(untidied):
    assert statistics.mean(untidied.moved) < 5


def test_no_factor_ever_stands_on_another_and_no_line_runs_under_one(untidied):
    assert untidied.overlaps == 0
    assert untidied.under == 0


def test_without_any_tidy_the_map_ends_little_more_tangled_than_after_one(untidied):
    assert untidied.ratio <= 1.4


def test_with_every_tidy_that_was_offered_it_ends_as_good_as_tidy(qapp):
    course = run(taking=True)
    assert 1 <= course.offers <= 3
    assert course.ratio <= 1.15
