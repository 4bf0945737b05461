from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.errors import PlanError
from vidnova.planning.ranking.criteria_input import definitions_from_cells
from vidnova.planning.ranking.criterion import criteria_from_definitions
from vidnova.planning.ranking.value.curves import bend_through
from vidnova.planning.ranking.value.definitions import value_function

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)


def values(definition, raw, direction=None):
    return value_function(definition, direction).fitted(raw).value(raw).tolist()


@pytest.mark.parametrize(
    ("definition", "direction", "raw", "expected"),
    [
        ({"worst": 0, "best": 200}, "benefit", [-50, 0, 50, 200, 900], [0, 0, 0.25, 1, 1]),
        ({"worst": 200, "best": 0}, "cost", [-50, 0, 50, 200, 900], [1, 1, 0.75, 0, 0]),
        ({}, "benefit", [10, 20, 50], [0, 0.25, 1]),
        ({}, "cost", [10, 20, 50], [1, 0.75, 0]),
        ({"worst": 0}, "benefit", [10, 20, 50], [0.2, 0.4, 1]),
        ({"best": 0}, "cost", [10, 20, 50], [0.8, 0.6, 0]),
        ({"function": "log", "worst": 1, "best": 1000}, "benefit", [0, 1, 10, 1000], [0, 0, 1 / 3, 1]),
        ({"function": "log"}, "cost", [1, 10, 100], [1, 0.5, 0]),
        ({"function": "piecewise", "points": [[0, 0], [10, 0.8], [30, 1]]}, None, [-1, 5, 20, 99], [0, 0.4, 0.9, 1]),
        ({"function": "piecewise", "points": [[0, 0], [5, 1], [10, 0]]}, None, [0, 5, 7.5], [0, 1, 0.5]),
        ({"function": "threshold", "threshold": 3}, "benefit", [2.9, 3, 4], [0, 1, 1]),
        ({"function": "threshold", "threshold": 3}, "cost", [2.9, 3, 4], [1, 1, 0]),
        ({"function": "category", "table": {"3": 0.5, "4": 1}}, None, [3, 4.0, 3], [0.5, 1, 0.5]),
        ({"worst": "0", "best": "2,5"}, "benefit", [1], [0.4]),
        ({"function": "exponential", "worst": 0, "best": 8, "mid": 2}, None, [0, 2, 8, 99], [0, 0.5, 1, 1]),
        ({"function": "exponential", "worst": 8, "best": 0, "mid": 6}, None, [0, 6, 8, 99], [1, 0.5, 0, 0]),
        ({"function": "exponential", "mid": 5}, "benefit", [0, 5, 10, 2.5], [0, 0.5, 1, 0.25]),
        ({"function": "s-shape", "worst": 0, "best": 10}, None, [0, 2, 5, 8, 10], [0, 1 / 17, 0.5, 16 / 17, 1]),
        ({"function": "s-shape", "worst": 10, "best": 0}, None, [0, 2, 5, 8, 10], [1, 16 / 17, 0.5, 1 / 17, 0]),
        ({"function": "s-shape", "worst": 0, "best": 4, "mid": 1, "steepness": 3}, None, [1, 2], [0.5, 27 / 28]),
        (
            {"function": "target", "target": 20, "lower": 10, "upper": 40},
            None,
            [5, 15, 20, 25, 90],
            [0, 0.5, 1, 0.75, 0],
        ),
        ({"function": "target", "target": 20}, None, [20, 22, 30], [1, 0.8, 0]),
        ({"function": "target", "target": 20, "lower": 10}, None, [15, 22, 30], [0.5, 0.8, 0]),
    ],
)
def test_values_by_hand(definition, direction, raw, expected):
    assert values(definition, raw, direction) == pytest.approx(expected)


def test_words_have_values_and_empty_words_are_unknown():
    table = {"destroyed": 1.0, "minor": 0.2}
    found = values({"function": "category", "table": table}, ["minor", None, " destroyed ", ""])
    np.testing.assert_array_equal(found, [0.2, np.nan, 1.0, np.nan])


@pytest.mark.parametrize(
    "definition",
    [
        {"worst": 0, "best": 10},
        {},
        {"function": "log", "worst": 1, "best": 10},
        {"function": "piecewise", "points": [[0, 0], [10, 1]]},
        {"function": "threshold", "threshold": 2},
        {"function": "category", "table": {"1": 0, "5": 1}},
        {"function": "exponential", "rho": -3},
        {"function": "s-shape"},
        {"function": "target", "target": 3},
    ],
)
def test_unknown_stays_unknown(definition):
    assert np.isnan(values(definition, [1.0, np.nan, 5.0])).tolist() == [False, True, False]


def test_infinity_lies_beyond_every_goalpost():
    assert values({}, [1.0, 3.0, np.inf], "cost") == [1.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("definition", "raw"),
    [
        ({}, [7, 7, 7]),
        ({}, [0.1 + 0.2, 0.3]),
        ({}, [0, 0]),
        ({}, [np.nan, np.nan]),
        ({}, [5]),
        ({"function": "log"}, [5, 5]),
        ({"worst": 100}, [1, 2, 3]),
        ({"function": "exponential", "rho": 2}, [5, 5]),
        ({"function": "s-shape"}, [np.nan]),
    ],
)
def test_data_without_spread_cannot_settle_goalposts(definition, raw):
    assert value_function(definition, "benefit").fitted(np.array(raw, dtype=float)) is None


@given(st.lists(NUMBERS, min_size=2, max_size=30), st.sampled_from(["benefit", "cost"]))
def test_more_is_never_worth_less_to_a_benefit_nor_more_to_a_cost(raw, direction):
    fitted = value_function({}, direction).fitted(np.array(raw))
    if fitted is not None:
        found = fitted.value(np.sort(raw))
        assert found.min() == 0 and found.max() == 1
        steps = np.diff(found)
        assert (steps >= 0).all() if direction == "benefit" else (steps <= 0).all()


@given(st.lists(NUMBERS, min_size=2, max_size=30, unique=True), st.floats(0.01, 1000), NUMBERS)
def test_the_unit_of_measurement_does_not_matter(raw, factor, shift):
    column = np.round(raw, 3)
    before = value_function({}, "benefit").fitted(column)
    after = value_function({}, "benefit").fitted(column * factor + shift)
    if before is not None and after is not None and np.ptp(column * factor) > 1e-3 * abs(shift):
        np.testing.assert_allclose(after.value(column * factor + shift), before.value(column), atol=1e-9)


def test_without_a_direction_the_goalposts_tell_it():
    assert value_function({"worst": 9, "best": 1}, None).direction == "cost"
    assert value_function({"worst": 1, "best": 9}, None).direction == "benefit"
    assert value_function({}, None).direction == "benefit"


@pytest.mark.parametrize(
    ("definition", "direction", "sentence"),
    [
        ({"worst": 5, "best": 5}, None, "both 5"),
        ({"worst": 9, "best": 1}, "benefit", "swap them, or set the direction to cost"),
        ({"worst": 1, "best": 9}, "cost", "swap them, or set the direction to benefit"),
        ({"function": "log", "worst": 0, "best": 9}, None, "above 0"),
        ({"function": "cubic"}, None, "there are: linear, log"),
        ({"function": ["log"]}, None, "there are: linear, log"),
        ({"wrost": 5}, None, "has no «wrost»; it takes: worst, best"),
        ({"worst": "багато"}, None, "«багато», which is not a number"),
        ({"worst": float("nan"), "best": 1}, None, "not a number"),
        ({"function": "piecewise"}, None, "at least two points"),
        ({"function": "piecewise", "points": [[5, 0], [1, 1]]}, None, "rising raw values"),
        ({"function": "piecewise", "points": [[0, 0], [1, 7]]}, None, "outside 0..1"),
        ({"function": "piecewise", "points": [1, 2]}, None, "pairs of numbers"),
        ({"function": "threshold"}, None, "needs «threshold»"),
        ({"function": "exponential", "worst": 0, "best": 1}, None, "either «mid».* or «rho»"),
        ({"function": "exponential", "mid": 1, "rho": 2}, None, "either «mid».* or «rho»"),
        ({"function": "exponential", "rho": 0}, None, "«rho» is 0"),
        ({"function": "exponential", "worst": 0, "best": 9, "mid": 9}, None, "between worst .0. and best .9."),
        ({"function": "s-shape", "worst": 0, "best": 9, "mid": 12}, None, "between worst .0. and best .9."),
        ({"function": "s-shape", "steepness": 1}, None, "above 1"),
        ({"function": "target"}, None, "needs «target»"),
        ({"function": "target", "target": 5}, "cost", "no direction"),
        ({"function": "target", "target": 5, "lower": 5}, None, "lower must be below"),
        ({"function": "target", "target": 5, "upper": 2}, None, "upper above it"),
        ({"function": "target", "target": 5, "best": 2}, None, "has no «best»; it takes: target, lower, upper"),
        ({"function": "category"}, None, "needs a table"),
        ({"function": "category", "table": {"a": "b"}}, None, "a number for each class"),
        ({"function": "category", "table": [1]}, None, "a number for each class"),
        ({"function": "category", "table": {"a": 2}}, None, "outside 0..1"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence(definition, direction, sentence):
    with pytest.raises(PlanError, match=sentence):
        value_function(definition, direction)


def test_an_unknown_class_is_named_with_the_known_ones():
    with pytest.raises(PlanError, match=r"«severe» is not in its table \(minor\)"):
        values({"function": "category", "table": {"minor": 0.2}}, ["minor", "severe"])


def test_a_log_of_data_with_zero_asks_for_goalposts():
    with pytest.raises(PlanError, match="set worst and best above 0"):
        values({"function": "log"}, np.array([0.0, 5.0]))


def test_the_middle_of_data_that_do_not_reach_it_asks_for_goalposts():
    with pytest.raises(PlanError, match="«mid» is 100 and must lie between worst .1. and best .3."):
        values({"function": "s-shape", "mid": 100}, np.array([1.0, 3.0]))


def test_a_target_that_all_data_share_or_miss_alike_tells_nobody_apart():
    assert value_function({"function": "target", "target": 5}, None).fitted(np.array([5.0, 5.0])) is None
    assert value_function({"function": "target", "target": 5}, None).fitted(np.array([7.0, 7.0])) is None


def test_exponential_values_printed_by_kraljicmatrix():
    """R package KraljicMatrix 0.2.1, help page of SAVF_score; its rho is 1 / ρ of Kirkwood."""
    x = [2.964853, 1.963182, 1.223949, 1.562025, 4.381467, 2.286030, 3.071066, 4.470875, 3.920913, 4.314907]
    printed = [0.7800556, 0.5038275, 0.1468234, 0.3315217, 0.9605856]
    printed += [0.6131944, 0.8001003, 0.9673124, 0.9189685, 0.9553165]
    found = values({"function": "exponential", "worst": 1, "best": 5, "rho": 1 / 0.653}, x)
    assert found == pytest.approx(printed, abs=1e-6)


def test_the_risk_constant_by_mid_value_as_kirkwood_tabulates_it():
    """Kirkwood (1997), Strategic Decision Making: normalised exponential constant R by normalised mid-value."""
    table = {0.1: 0.144, 0.2: 0.305, 0.3: 0.555, 0.4: 1.216, 0.45: 2.483}
    for way, constant in table.items():
        assert round(1 / bend_through(way), 3) == constant
        assert round(1 / bend_through(1 - way), 3) == -constant
    assert bend_through(0.5) == 0


BENDS = st.one_of(
    st.just({}),
    st.just({"function": "log"}),
    st.floats(0.02, 0.98).map(lambda way: {"function": "exponential", "mid": way}),
    st.floats(0.05, 50).map(lambda rho: {"function": "exponential", "rho": rho}),
    st.floats(-50, -0.05).map(lambda rho: {"function": "exponential", "rho": rho}),
    st.tuples(st.floats(0.02, 0.98), st.floats(1.01, 30)).map(
        lambda pair: {"function": "s-shape", "mid": pair[0], "steepness": pair[1]}
    ),
)


def rising_and_falling(bend, low, width):
    """The same bend between low and low + width, once for a benefit and once, mirrored, for a cost."""
    high = low + width
    rising, falling = {**bend, "worst": low, "best": high}, {**bend, "worst": high, "best": low}
    if "mid" in bend:
        rising["mid"], falling["mid"] = low + bend["mid"] * width, high - bend["mid"] * width
    return value_function(rising, "benefit"), value_function(falling, "cost")


@given(BENDS, st.floats(0.5, 1000), st.floats(1, 1000), st.lists(st.floats(-0.5, 1.5), min_size=1, max_size=40))
def test_every_bend_rises_from_exactly_0_to_exactly_1_and_mirrors(bend, low, width, ways):
    rising, falling = rising_and_falling(bend, low, width)
    raw = np.sort(low + width * np.array([0, 1, *ways]))
    found = rising.value(raw)
    assert (found[raw <= low] == 0).all() and (found[raw >= low + width] == 1).all()
    assert found.min() == 0 and found.max() == 1
    assert (np.diff(found) >= -1e-15).all()
    turned = falling.value(raw)
    assert (turned[raw <= low] == 1).all() and (turned[raw >= low + width] == 0).all()
    if bend.get("function") != "log":
        np.testing.assert_allclose(falling.value(low + (low + width - raw)), found, atol=1e-6)


@given(BENDS, st.floats(0.5, 1000), st.floats(1, 1000), st.floats(0.001, 0.999))
def test_the_raw_value_worth_a_value_is_worth_it(bend, low, width, value):
    for function in rising_and_falling(bend, low, width):
        raw = function.raw_worth(value, low)
        assert low <= raw <= low + width
        around = function.value(np.array([raw, raw * (1 - 1e-9), raw * (1 + 1e-9)]))
        assert around.min() - 1e-9 <= value <= around.max() + 1e-9


@given(st.floats(0.001, 0.999), st.floats(-20, 60))
def test_the_nearest_raw_value_is_told_where_there_are_several(value, near):
    points = [[0, 0], [10, 1], [20, 0.2], [40, 1]]
    for definition in (
        {"function": "target", "target": 10, "lower": 0, "upper": 40},
        {"function": "piecewise", "points": points},
    ):
        function = value_function(definition, None)
        raw = function.raw_worth(value, near)
        assert function.value([raw])[0] == pytest.approx(value)
        grid = np.linspace(near - abs(raw - near), near + abs(raw - near), 999)[1:-1]
        assert near == raw or function.value([near])[0] >= value or (function.value(grid) <= value + 1e-9).all()


def test_a_class_or_a_threshold_is_told_where_no_raw_value_is_worth_just_that():
    table = {"destroyed": 1.0, "severe": 0.7, "minor": 0.2}
    assert value_function({"function": "category", "table": table}, None).raw_worth(0.5, np.nan) == "severe"
    assert value_function({"function": "category", "table": {"minor": 0.2}}, None).raw_worth(0.5, np.nan) is None
    assert value_function({"function": "threshold", "threshold": 3}, "cost").raw_worth(0.5, 9.0) == 3
    assert value_function({"function": "piecewise", "points": [[0, 0], [1, 0.4]]}, None).raw_worth(0.5, 0.0) is None


def test_functions_that_need_no_more_than_worst_and_best_work_from_a_table():
    row = ["people", 1, "", 10, 1000]
    cells = [cell for name in ("linear", "log", "s-shape") for cell in ([f"{name} people"] + row[1:] + [name, ""])]
    found = criteria_from_definitions(definitions_from_cells(cells))
    assert [criterion.value(criterion.value_function, [1000.0])[0] for criterion in found] == [1, 1, 1]
    with pytest.raises(PlanError, match="Criterion «people»: a threshold function needs «threshold»"):
        criteria_from_definitions(definitions_from_cells(["people", "", "", "", "", "threshold", ""]))
