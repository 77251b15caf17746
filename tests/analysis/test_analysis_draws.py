"""The draws of links: the digits themselves, and what people rely on in them."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import plain_reading as plain
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis import draws as module
from app.analysis.draws import copies_of, draws, forget_draws, words_of
from app.model.records import Link

IDS = st.text("abcdef0123456789-", min_size=1, max_size=36)
CONFIDENCES = st.floats(0, 1)


def bits_of(link_id: str, confidence: float, trials: int, seed: int = 0) -> list[bool]:
    (number,) = draws([(link_id, confidence)], trials, seed)
    return [number >> trial & 1 == 1 for trial in range(trials)]


@settings(deadline=None, max_examples=80)
@given(IDS, st.one_of(CONFIDENCES, st.sampled_from([0.0, 0.5, 0.8, 1.0, 2**-32, 1 - 2**-32])), st.integers(-5, 2**40))
def test_each_draw_is_the_one_worked_out_digit_by_digit(link_id, confidence, seed):
    link = Link(id=link_id, cause="a", effect="b", confidence=confidence)
    assert bits_of(link_id, confidence, 100, seed) == [plain.stays(link, trial, seed) for trial in range(100)]


@settings(deadline=None, max_examples=60)
@given(IDS, st.lists(CONFIDENCES, min_size=2, max_size=5))
def test_a_surer_link_stays_wherever_a_less_sure_one_does(link_id, confidences):
    rows = [draws([(link_id, each)], 512, 3)[0] for each in sorted(confidences)]
    assert all(less & ~more == 0 for less, more in pairwise(rows))


def test_a_certain_link_always_stays_and_an_impossible_one_never():
    assert all(bits_of("any", 1.0, 300))
    assert not any(bits_of("any", 0.0, 300))


@pytest.mark.parametrize("confidence", [0.05, 0.4, 0.5, 0.8, 0.95])
def test_links_stay_about_as_often_as_their_confidence(confidence):
    trials, links = 2048, 200
    stays = sum(sum(bits_of(f"link {at}", confidence, trials)) for at in range(links))
    spread = (confidence * (1 - confidence) / (trials * links)) ** 0.5
    assert abs(stays / (trials * links) - confidence) < 5 * spread


def test_two_links_and_two_trials_have_nothing_to_do_with_each_other():
    rows = np.array([bits_of(f"link {at}", 0.5, 4096) for at in range(40)], dtype=float)
    between_links = np.corrcoef(rows)[~np.eye(40, dtype=bool)]
    between_trials = [np.corrcoef(row[:-lag], row[lag:])[0, 1] for row in rows for lag in (1, 2, 64)]
    assert np.abs(between_links).max() < 6 / 4096**0.5
    assert np.abs(between_trials).max() < 6 / 4096**0.5


def test_more_trials_begin_with_the_same_ones_and_another_seed_has_others():
    assert bits_of("any", 0.6, 5000)[:70] == bits_of("any", 0.6, 70)
    assert bits_of("any", 0.6, 500, seed=1) != bits_of("any", 0.6, 500, seed=2)


def test_draws_stand_side_by_side_once_for_each_symptom_of_a_block():
    trials = 100
    (number,) = draws([("any", 0.6)], trials, 0)
    width = 64 * words_of(trials)
    one = number & (1 << width) - 1
    assert [number >> width * at & (1 << width) - 1 for at in range(copies_of(trials))] == [one] * copies_of(trials)
    assert number >> width * copies_of(trials) == 0


def test_a_link_is_drawn_once_until_something_about_it_changes(monkeypatch):
    drawn = []
    real = module._drawn
    monkeypatch.setattr(module, "_drawn", lambda keys, *rest: drawn.extend(keys) or real(keys, *rest))
    forget_draws()
    links = [(f"link {at}", 0.8) for at in range(20)]
    draws(links, 2048, 0)
    assert len(drawn) == 20
    draws([*links[1:], ("link 0", 0.5)], 2048, 0)
    assert [(key[0], key[1]) for key in drawn[20:]] == [("link 0", 0.5)]


def test_the_memory_of_draws_has_an_end_and_still_gives_the_same(monkeypatch):
    links = [(f"link {at}", float(Fraction(at, 50))) for at in range(50)]
    forget_draws()
    expected = draws(links, 2048, 0)
    forget_draws()
    monkeypatch.setattr(module, "CACHE_BYTES", 10 * 2048)
    assert draws(links, 2048, 0) == expected
    assert draws(links, 2048, 0) == expected
    assert len(module._kept) <= 10
    forget_draws()
