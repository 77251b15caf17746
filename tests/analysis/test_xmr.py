"""XmR charts: a table from the literature by hand, and an independent slow computation on random series."""

import statistics

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.analysis.xmr import read_xmr, variation_words

FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
"""NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flow rate of ten batches."""


def test_the_limits_of_the_flow_rates_are_those_printed_in_the_handbook():
    """Printed there: mean 50.81, mean moving range 1.8778, limits 45.8159 and 55.8041, with 3/1.128 = 2.6596."""
    found = read_xmr(FLOW)
    assert found.mean == pytest.approx(50.81)
    assert found.moving_range == pytest.approx(1.8778, abs=5e-5)
    assert found.lower == pytest.approx(50.81 - 2.66 * 1.87778, abs=1e-3)
    assert found.upper == pytest.approx(55.8041, abs=1e-3)
    assert found.lower == pytest.approx(45.8159, abs=1e-3)
    assert found.is_trial
    assert all(not point.causes for point in found.points)


def test_seven_on_one_side_by_hand():
    """Mean 10; seven tens-and-a-bit in a row after seven below it."""
    values = [9, 8, 9, 8, 9, 8, 9, 11, 12, 11, 12, 11, 12, 11]
    found = read_xmr(values, "up")
    assert found.mean == 10
    assert all("one side" in point.causes for point in found.points)
    assert [point.sort for point in found.points] == ["concern"] * 7 + ["improvement"] * 7
    assert not any("one side" in point.causes for point in read_xmr(values[1:-1]).points)


def test_seven_rising_is_a_trend_and_six_is_none():
    assert all("trend" in point.causes for point in read_xmr([1, 2, 3, 4, 5, 6, 7]).points)
    assert not any("trend" in point.causes for point in read_xmr([1, 2, 3, 4, 5, 6, 6]).points)
    assert not any("trend" in point.causes for point in read_xmr([1, 2, 3, 4, 5, 6]).points)


def test_one_large_range_is_screened_out_and_its_value_stands_outside():
    values = [10, 11] * 8 + [40] + [10, 11] * 4
    found = read_xmr(values, "down")
    assert found.screened == 2
    assert found.moving_range == 1
    outside = [at for at, point in enumerate(found.points) if "outside" in point.causes]
    assert outside == [16]
    assert found.points[16].sort == "concern"


@pytest.mark.parametrize(
    ("better", "target", "wanted"),
    [
        ("up", 60, "failing"),
        ("up", 40, "passing"),
        ("down", 60, "passing"),
        ("down", 40, "failing"),
        ("up", 50, "hit and miss"),
        ("", 60, ""),
        ("up", None, ""),
    ],
)
def test_assurance_asks_where_the_target_lies(better, target, wanted):
    assert read_xmr(FLOW, better, target).assurance == wanted


def test_few_values_say_little():
    assert read_xmr([]).mean is None
    assert (read_xmr([5.0]).mean, read_xmr([5.0]).lower) == (5.0, None)
    assert variation_words(read_xmr([5.0])) == "Too few readings to tell"
    same = read_xmr([3.0] * 15, "up")
    assert (same.lower, same.upper, same.is_trial) == (3.0, 3.0, False)
    assert not any(point.causes for point in same.points)


def slowly(values):
    """Every rule asked of every stretch that a value is in."""
    mean = statistics.fmean(values)
    ranges = [abs(a - b) for a, b in zip(values[1:], values, strict=False)]
    kept = [each for each in ranges if each <= 3.267 * statistics.fmean(ranges)]
    moving = statistics.fmean(kept)
    upper, lower = mean + 2.66 * moving, mean - 2.66 * moving
    flags = []
    for at, value in enumerate(values):
        found = set()
        if not lower <= value <= upper:
            found.add("outside")
        for start in range(at - 6, at + 1):
            stretch = values[start : start + 7] if start >= 0 else []
            if len(stretch) == 7:
                if all(each > mean for each in stretch) or all(each < mean for each in stretch):
                    found.add("one side")
                if sorted(set(stretch)) == stretch or sorted(set(stretch), reverse=True) == stretch:
                    found.add("trend")
        for start in range(at - 2, at + 1):
            stretch = values[start : start + 3] if start >= 0 else []
            if len(stretch) == 3:
                for sign in (1, -1):
                    outer = [
                        sign * (each - mean) > 2.66 * moving * 2 / 3 and lower <= each <= upper for each in stretch
                    ]
                    if all(sign * (each - mean) > 0 for each in stretch) and sum(outer) >= 2 and outer[at - start]:
                        found.add("two of three")
        flags.append(found)
    return mean, moving, flags


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=40))
def test_on_random_series_it_is_what_a_slow_look_says(values):
    mean, moving, flags = slowly(values)
    edges = [mean + sign * 2.66 * moving * part for sign in (1, -1) for part in (1, 2 / 3)]
    assume(all(abs(value - edge) > 1e-9 for value in values for edge in edges))
    assume(all(abs(value - mean) > 1e-9 or value == mean for value in values))
    ranges = [abs(a - b) for a, b in zip(values[1:], values, strict=False)]
    assume(all(abs(each - 3.267 * statistics.fmean(ranges)) > 1e-9 for each in ranges if each))
    found = read_xmr(values)
    assert found.mean == pytest.approx(mean)
    assert found.moving_range == pytest.approx(moving)
    assert [set(point.causes) for point in found.points] == flags


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=30), st.sampled_from(["up", "down"]))
def test_upside_down_concern_is_improvement(values, better):
    def turned(sort):
        return {"improvement": "concern", "concern": "improvement"}.get(sort, sort)

    other = "down" if better == "up" else "up"
    one, two = read_xmr(values, better), read_xmr(values, other)
    # A value on the mean itself is on neither side, and counts as not the better one.
    assert [p.sort for p in one.points if p.side] == [turned(p.sort) for p in two.points if p.side]
