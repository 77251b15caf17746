"""XmR charts: a table from the literature by hand, and an independent slow computation on random series."""

from fractions import Fraction

import pytest
from hypothesis import given
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


def test_screened_limits_are_those_that_nhs_r_prints():
    """NHSRplotthedots, vignette "Deviations from Excel defaults": limits 4.6 and -0.72, mean 1.94, one out.

    By hand: all ranges are 1 but the two at the ten (8 and 9), which are above 3.267 × 32/17 and left out.
    """
    found = read_xmr([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1], "up")
    assert (found.moving_range, found.screened) == (1, 2)
    assert found.mean == pytest.approx(1.94, abs=5e-3)
    assert found.lower == pytest.approx(-0.72, abs=5e-3)
    assert found.upper == pytest.approx(4.6, abs=5e-3)
    assert [at for at, point in enumerate(found.points) if point.sort != "common"] == [4]
    assert found.points[4].sort == "improvement"


def test_two_near_opposite_limits_are_no_special_cause():
    """NHSRplotthedots, test-ptd_spc_standard.R: the last two of sixteen lie near the limits, but on both sides."""
    found = read_xmr([1, -1] * 7 + [5.5, -5.5])
    assert [point.sort for point in found.points[-2:]] == ["common", "common"]


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([1, 2, 3, 3, 4, 5, 6], []),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [1, 2, 3, 4, 5, 6, 7]),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_trends_are_found_where_nhs_r_finds_them(values, wanted):
    """NHSRplotthedots, test-ptd_calculate_point_type.R."""
    assert [at for at, point in enumerate(read_xmr(values).points) if "trend" in point.causes] == wanted


def test_a_trend_is_judged_by_where_it_goes_and_not_by_the_side_it_is_on():
    falling = read_xmr([20, 19, 18, 17, 16, 15, 14, 13, 12], "down")
    inside = [point.sort for point in falling.points if "outside" not in point.causes]
    assert inside
    assert set(inside) == {"improvement"}
    assert falling.points[0].sort == "concern"  # outside the limits, on the side that is not wanted
    assert read_xmr([20, 19, 18, 17, 16, 15, 14, 13, 12]).latest == "low"


def test_a_turn_belongs_to_the_trend_that_follows():
    found = read_xmr([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1] + [0, 14] * 6, "up")
    assert not any("outside" in point.causes for point in found.points)
    assert [point.sort for point in found.points[:13]] == ["improvement"] * 6 + ["concern"] * 7


@pytest.mark.parametrize("value", [0.1, 0.7, 1e-8, -0.3, 1e15 / 3])
@pytest.mark.parametrize("count", [3, 7, 15])
def test_rounding_makes_no_special_cause_of_a_still_series(value, count):
    assert not any(point.causes or point.side for point in read_xmr([value] * count).points)


def test_a_value_on_the_mean_is_on_neither_side_though_the_mean_is_rounded():
    assert [point.side for point in read_xmr([0.1, 0.2, 0.3]).points] == [-1, 0, 1]


def test_one_jump_in_a_still_series_does_not_put_the_limits_on_the_mean():
    found = read_xmr([1] * 20 + [5] + [1] * 20)
    assert [at for at, point in enumerate(found.points) if "outside" in point.causes] == [20]


def test_figures_of_any_size_are_read():
    assert read_xmr([1.7e308, -1.7e308, 1.7e308, 1.7e308]).mean is not None


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
    """Every rule asked of every stretch that a value is in, in whole numbers and parts of them."""
    values = [Fraction(each) for each in values]
    mean = sum(values) / len(values)
    ranges = [abs(a - b) for a, b in zip(values[1:], values, strict=False)]
    kept = [each for each in ranges if each <= Fraction("3.267") * sum(ranges) / len(ranges)]
    kept = kept if any(kept) else ranges
    moving = sum(kept) / len(kept)
    far = Fraction("2.66") * moving
    flags, ways = [], []
    for at, value in enumerate(values):
        found, way = set(), 0
        for start in range(at - 6, at + 1):
            stretch = values[start : start + 7] if start >= 0 else []
            if len(stretch) == 7:
                if all(each > mean for each in stretch) or all(each < mean for each in stretch):
                    found.add("one side")
                if sorted(set(stretch)) == stretch:
                    found.add("trend")
                    way = 1  # a later stretch, which begins here, has the last word
                if sorted(set(stretch), reverse=True) == stretch:
                    found.add("trend")
                    way = -1
        for start in range(at - 2, at + 1):
            stretch = values[start : start + 3] if start >= 0 else []
            if len(stretch) == 3:
                for sign in (1, -1):
                    outer = [far * 2 / 3 < sign * (each - mean) <= far for each in stretch]
                    if all(sign * (each - mean) > 0 for each in stretch) and sum(outer) >= 2 and outer[at - start]:
                        found.add("two of three")
        if abs(value - mean) > far:
            found.add("outside")
            way = 0
        flags.append(found)
        ways.append((way or (1 if value > mean else -1)) if found else 0)
    return mean, moving, flags, ways


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=40) | st.lists(st.integers(0, 3), min_size=7, max_size=40))
def test_on_random_series_it_is_what_a_slow_look_says(values):
    mean, moving, flags, ways = slowly(values)
    found = read_xmr(values, "up")
    assert found.mean == pytest.approx(float(mean))
    assert found.moving_range == pytest.approx(float(moving))
    assert [set(point.causes) for point in found.points] == flags
    assert [{"improvement": 1, "concern": -1, "common": 0}[point.sort] for point in found.points] == ways


@given(st.lists(st.integers(0, 12), min_size=1, max_size=4), st.integers(7, 11), st.sampled_from([1, -1]))
def test_on_random_trends_it_is_what_a_slow_look_says(before, count, step):
    values = [*before, *(before[-1] + step * at for at in range(1, count)), *before]
    _, _, flags, ways = slowly(values)
    found = read_xmr(values, "up")
    assert [set(point.causes) for point in found.points] == flags
    assert [{"improvement": 1, "concern": -1, "common": 0}[point.sort] for point in found.points] == ways


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=30), st.sampled_from(["up", "down"]))
def test_upside_down_concern_is_improvement(values, better):
    def turned(sort):
        return {"improvement": "concern", "concern": "improvement"}.get(sort, sort)

    other = "down" if better == "up" else "up"
    one, two = read_xmr(values, better), read_xmr(values, other)
    assert [p.sort for p in one.points] == [turned(p.sort) for p in two.points]
