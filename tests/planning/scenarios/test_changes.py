from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.language import language
from vidnova.planning.scenarios.changes import differences, is_by_code, merged

EXAMPLES_OF_RFC_7396 = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("abc", max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(("value", "patch", "result"), EXAMPLES_OF_RFC_7396)
def test_the_examples_of_the_standard(value, patch, result):
    assert merged(value, patch) == result


@given(value=json_values, patch=json_values)
def test_a_patch_applied_twice_changes_nothing_more(value, patch):
    once = merged(value, patch)
    assert merged(once, patch) == once


def test_criteria_are_changed_by_code():
    criteria = [{"code": "people", "weight": 3, "unit": "осіб"}, {"code": "cost", "weight": 1}]
    patch = {"people": {"weight": 5}, "cost": None, "new": {"weight": 2}}
    assert merged({"criteria": criteria}, {"criteria": patch})["criteria"] == [
        {"code": "people", "weight": 5, "unit": "осіб"},
        {"code": "new", "weight": 2},
    ]
    assert criteria[0]["weight"] == 3
    assert not is_by_code([]) and not is_by_code([{"code": "a"}, {"kind": "b"}])


def test_differences_are_told_by_place():
    before = {"name": "a", "criteria": [{"code": "p", "weight": 3}], "programme": {"floors": [1], "gap": 0.0}}
    after = {"name": "b", "criteria": [{"code": "p", "weight": 5}], "programme": {"gap": 0.0, "must": ["Ж-1"]}}
    with language("en"):
        told = [change.sentence() for change in differences(before, after)]
    assert told == ["criteria.p.weight: 3 → 5", "programme.floors: dropped (was [1])", 'programme.must: ["Ж-1"], added']


@given(value=st.dictionaries(st.sampled_from("abcd"), json_values, max_size=3))
def test_a_definition_does_not_differ_from_itself(value):
    assert differences(value, value) == ()
