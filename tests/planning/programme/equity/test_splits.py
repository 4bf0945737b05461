from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.programme.equity.groups import groups_of_criteria
from vidnova.planning.programme.equity.splits import split_of_links


@pytest.mark.parametrize(
    ("links", "parts", "outside", "evenly"),
    [
        ({}, {}, 1, False),
        ({"a": 1.0}, {"a": 1}, 0, False),
        ({"a": 0.3, "b": 0.7}, {"a": 0.3, "b": 0.7}, 0, False),
        ({"a": 0.5, "b": 0.2}, {"a": 0.5, "b": 0.2}, 0.3, False),
        ({"a": 0.495, "b": 0.495}, {"a": 0.5, "b": 0.5}, 0, False),
        ({"a": 1.0, "b": 1.0}, {"a": 0.5, "b": 0.5}, 0, False),
        ({"a": 0.9, "b": None}, {"a": 0.5, "b": 0.5}, 0, True),
        ({"a": None}, {"a": 1}, 0, False),
        ({"a": 0.0, "b": 0.0}, {"a": 0.5, "b": 0.5}, 0, True),
    ],
)
def test_a_measure_is_divided_by_the_parts_of_its_place(links, parts, outside, evenly):
    split = split_of_links(links)
    assert split.parts == pytest.approx(parts)
    assert split.outside == pytest.approx(outside)
    assert split.evenly == evenly


@given(st.dictionaries(st.sampled_from("abcdef"), st.none() | st.floats(0, 1)))
def test_no_part_of_the_money_is_lost_or_made(links):
    split = split_of_links(links)
    assert sum(split.parts.values()) + split.outside == pytest.approx(1)
    assert all(part >= 0 for part in split.parts.values())


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ({"fields": {"people": "residents"}, "code": "idp_share"}, "all"),
        ({"fields": {"people": "idp"}, "code": "x"}, "idp"),
        ({"code": "n", "name_uk": "ВПО поруч"}, "idp"),
        ({"code": "n", "name_uk": "Люди з інвалідністю"}, "disabled"),
        ({"code": "n", "fields": {"people": "pop_65+"}, "name_en": "All of them"}, "older"),
        ({"code": "older_people"}, "older"),
        ({"code": "children"}, "children"),
        ({"code": "n", "name_uk": "Ветерани"}, "veterans"),
        ({"code": "a", "group": "veterans", "fields": {"people": "residents"}}, "veterans"),
    ],
)
def test_a_criterion_tells_whom_it_counts(words, group):
    assert list(groups_of_criteria([{"kind": "peopleserved", **words}])) == [group]


def test_a_scenario_names_the_criterion_of_a_group():
    criteria = [{"kind": "peopleserved", "code": code} for code in ("idp", "near")]
    assert groups_of_criteria(criteria, {"idp": "near", "cats": "x"}) == {"idp": "near"}


def test_other_criteria_count_no_one():
    criteria = [{"kind": "field", "code": "idp"}, {"kind": "peopleserved", "code": "x", "group": "cats"}]
    assert groups_of_criteria([*criteria, {"kind": "peopleserved", "code": "zzz"}]) == {}
