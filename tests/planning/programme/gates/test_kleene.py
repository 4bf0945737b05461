"""Whole columns against one measure at a time, by the tables of Kleene."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.programme.gates.gate import FAIL, PASS, UNKNOWN, gate_from, passage

AND = {(True, True): True, (True, None): None, (None, True): None, (None, None): None}
OR = {(False, False): False, (False, None): None, (None, False): None, (None, None): None}
RESULT = {True: PASS, False: FAIL, None: UNKNOWN}
NUMBER, WORD = ("a", "b"), ("c", "absent")

number_tests = st.fixed_dictionaries({"field": st.sampled_from(NUMBER)}).flatmap(
    lambda rule: st.sampled_from(["at_least", "at_most", "above"]).flatmap(
        lambda test: st.integers(0, 3).map(lambda value: {**rule, test: value})
    )
)
word_tests = st.builds(
    lambda field, words: {"field": field, "is": words},
    st.sampled_from(WORD),
    st.lists(st.sampled_from("xyz"), min_size=1, max_size=2),
)
tests = number_tests | word_tests
rules = st.recursive(
    tests,
    lambda inner: st.builds(
        lambda test, other, only: {**test, **({"or": other} if other else {}), **({"only": only} if only else {})},
        tests,
        st.none() | inner,
        st.none() | inner,
    ),
    max_leaves=5,
)
intervals = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(sorted) | st.just([-np.inf, np.inf])
measures = st.fixed_dictionaries(
    {"a": st.none() | st.integers(0, 3), "b": intervals, "c": st.sampled_from("xyz") | st.none()}
)


def both(first, second):
    return False if False in (first, second) else AND[first, second]


def either(first, second):
    return True if True in (first, second) else OR[first, second]


def opposite(value):
    return None if value is None else not value


def alone(rule, measure):
    held = measure.get(rule["field"])
    if held is None:
        return None
    if "is" in rule:
        return held in rule["is"]
    ways = {"at_least": lambda v, t: v >= t, "at_most": lambda v, t: v <= t, "above": lambda v, t: v > t}
    [(meets, threshold)] = [(ways[key], rule[key]) for key in ways if key in rule]
    low, high = held if isinstance(held, list) else (held, held)
    found = {meets(value, threshold) for value in (low, high)}
    return found.pop() if len(found) == 1 else None


def naive(rule, measure):
    """Result of a rule, and the fields that keep it unknown."""
    found, missing = alone(rule, measure), {rule["field"]} if alone(rule, measure) is None else set()
    if rule.get("or"):
        other, more = naive(rule["or"], measure)
        found, missing = either(found, other), missing | more
    if rule.get("only"):
        concerned, more = naive(rule["only"], measure)
        found, missing = either(found, opposite(concerned)), missing | more
    return found, missing if found is None else set()


def naive_gate(found, measure):
    result, missing = True, set()
    for rule in found:
        value, more = naive(rule, measure)
        result, missing = both(result, value), missing | more
    return RESULT[result], missing if result is None else set()


@given(st.lists(rules, min_size=1, max_size=4), st.lists(measures, min_size=1, max_size=8))
def test_whole_columns_give_what_one_measure_after_another_gives(found, table):
    columns = {
        "a": np.array([np.nan if row["a"] is None else row["a"] for row in table], dtype=float),
        "b": np.array([row["b"] for row in table], dtype=float),
        "c": np.array([row["c"] for row in table], dtype=object),
    }
    through = passage(gate_from({"code": "g", "rules": found}), columns, len(table))
    expected = [naive_gate(found, row) for row in table]
    assert through.results.tolist() == [result for result, _ in expected]
    assert [set(through.missing(row)) for row in range(len(table))] == [missing for _, missing in expected]


@given(st.lists(rules, min_size=1, max_size=3), measures, st.sampled_from(["a", "b", "c"]))
def test_what_becomes_known_never_turns_a_result_round(found, measure, name):
    """Kleene's logic is monotone: filling a field settles the unknown, and changes nothing that was settled."""
    before, _ = naive_gate(found, {**measure, name: None})
    columns = {
        "a": np.array([np.nan if measure["a"] is None else measure["a"]], dtype=float),
        "b": np.array([measure["b"]], dtype=float),
        "c": np.array([measure["c"]], dtype=object),
    }
    after = passage(gate_from({"code": "g", "rules": found}), columns, 1).results[0]
    assert before in (UNKNOWN, after)


def test_a_gate_over_no_measures():
    through = passage(gate_from({"code": "g", "rules": [{"field": "a", "at_least": 1}]}), {"a": np.zeros((0, 2))}, 0)
    assert through.results.tolist() == []
