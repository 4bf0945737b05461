from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.errors import PlanError
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
