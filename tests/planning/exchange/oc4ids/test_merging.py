from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.exchange.oc4ids.merging import merged

leaves = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["a", "b", ""])
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "x", "y"]), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(st.sampled_from(["id", "x", "y"]), values, max_size=3)


@given(base=objects, theirs=objects)
def test_without_a_change_the_file_stays_as_it_is(base, theirs):
    assert merged(base, base, theirs) == theirs


@given(base=objects, ours=objects)
def test_where_the_file_had_nothing_more_the_plan_is_written(base, ours):
    assert merged(base, ours, base) == ours


@given(base=objects, ours=objects, theirs=objects)
def test_nothing_is_invented(base, ours, theirs):
    def found(value):
        if isinstance(value, dict):
            return {leaf for part in value.values() for leaf in found(part)}
        return {leaf for part in value for leaf in found(part)} if isinstance(value, list) else {repr(value)}

    result = merged(base, ours, theirs)
    assert found(result if isinstance(result, (dict, list)) else {}) <= found(ours) | found(theirs)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ({"t": 1}, {"t": 2}, {"t": 1, "more": 3}, {"t": 2, "more": 3}),
        ({"t": 1, "u": 1}, {"u": 1}, {"t": 1, "u": 1, "v": 1}, {"u": 1, "v": 1}),
        ({}, {"m": {"amount": 5}}, {"m": {"note": "x"}}, {"m": {"note": "x", "amount": 5}}),
        ({"s": ["transport"]}, {"s": ["health"]}, {"s": ["transport", "transport.road"]}, {"s": ["health"]}),
        ({"s": []}, {"s": ["SDG"]}, {"s": ["nationalPlan"]}, {"s": ["nationalPlan", "SDG"]}),
        (
            {"p": [{"id": "k1", "sum": 5, "year": 1}, {"id": "k2", "sum": 5, "year": 2}]},
            {"p": [{"id": "k1", "sum": 5, "year": 1}, {"id": "k2", "sum": 6, "year": 2}, {"id": "k3", "sum": 9}]},
            {"p": [{"id": "2", "sum": 5, "year": 2, "why": "b"}, {"id": "1", "sum": 5, "year": 1, "why": "a"}]},
            {
                "p": [
                    {"id": "2", "sum": 6, "year": 2, "why": "b"},
                    {"id": "1", "sum": 5, "year": 1, "why": "a"},
                    {"id": "k3", "sum": 9},
                ]
            },
        ),
        (
            {"p": [{"id": "k1", "sum": 5}]},
            {},
            {"p": [{"id": "1", "sum": 5}, {"id": "2", "by": "x"}]},
            {"p": [{"id": "2", "by": "x"}]},
        ),
    ],
)
def test_changes_of_the_plan_reach_the_file(base, ours, theirs, expected):
    assert merged(base, ours, theirs) == expected
