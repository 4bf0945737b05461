from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.errors import PlanError
from vidnova.planning.programme.gates.admission import admission_of, gate_rows, store_gates
from vidnova.planning.programme.gates.gate import FAIL, PASS, UNKNOWN, gate_from, gates_of, passage, presets

THREE = {True: PASS, False: FAIL, None: UNKNOWN}


def gate(*rules):
    return gate_from({"code": "g", "rules": list(rules)})


def numbers(*values):
    return np.array([np.nan if value is None else value for value in values], dtype=float)


@pytest.mark.parametrize(
    ("test", "results"),
    [
        ({"at_least": 10}, [FAIL, PASS, PASS, UNKNOWN]),
        ({"at_most": 10}, [PASS, PASS, FAIL, UNKNOWN]),
        ({"above": 10}, [FAIL, FAIL, PASS, UNKNOWN]),
        ({"is": [10]}, [FAIL, PASS, FAIL, UNKNOWN]),
    ],
)
def test_each_test_of_a_number(test, results):
    found = passage(gate({"field": "a", **test}), {"a": numbers(9, 10, 11, None)}, 4)
    assert found.results.tolist() == results


def test_a_field_that_nobody_has_is_unknown_and_named():
    found = passage(gate({"field": "pupils", "at_least": 200}, {"field": "a", "at_least": 1}), {"a": numbers(2, 0)}, 2)
    assert found.results.tolist() == [UNKNOWN, FAIL]
    assert (found.missing(0), found.missing(1)) == (["pupils"], [])
    assert [rule.field for rule in found.failed(1)] == ["a"]


def naive(value):
    """Kleene's tables, one measure at a time."""
    if any(part is False for part in value):
        return FAIL
    return UNKNOWN if any(part is None for part in value) else PASS


@given(st.lists(st.tuples(*[st.sampled_from([True, False, None])] * 3), min_size=1, max_size=30))
def test_gates_join_rules_as_kleene_does(table):
    columns = {f"f{n}": np.array([row[n] for row in table], dtype=object) for n in range(3)}
    found = passage(gate(*({"field": f"f{n}", "is": [True]} for n in range(3))), columns, len(table))
    assert found.results.tolist() == [naive(row) for row in table]


@given(st.lists(st.tuples(*[st.sampled_from([True, False, None])] * 2), min_size=1, max_size=9))
def test_another_way_to_pass_and_rules_for_some_only(table):
    columns = {name: np.array([row[n] for row in table], dtype=object) for n, name in enumerate("ab")}
    first, second = {"field": "a", "is": [True]}, {"field": "b", "is": [True]}
    either = passage(gate({**first, "or": second}), columns, len(table)).results.tolist()
    assert either == [max(THREE[a], THREE[b]) for a, b in table]
    some = passage(gate({**first, "only": second}), columns, len(table)).results.tolist()
    # a only where b: not b, or a
    assert some == [max(THREE[a], -THREE[b]) for a, b in table]


def test_every_preset_names_its_source_and_asks_what_the_facts_say():
    assert set(presets()) == {
        "SFRD-2025",
        "EIB-URP-III",
        "MES-SHELTER-2025",
        "MES-SHELTER-2024",
        "HOPE-housing-2024",
        "UNDP-pilot-2023",
    }
    assert all(found.source and found.name_uk != found.code for found in presets().values())
    thresholds = {(code, rule.field): rule.value for code, found in presets().items() for rule in found.rules}
    assert thresholds["SFRD-2025", "cofinancing_pct"] == 10
    assert thresholds["EIB-URP-III", "cost_eur"] == 5_000_000
    assert thresholds["EIB-URP-III", "cofinancing_pct"] == 20
    assert thresholds["UNDP-pilot-2023", "front_km"] == 30


@pytest.mark.parametrize(
    "wanted",
    ["SFRD-1999", {"code": "x"}, {"code": "x", "rules": [{"field": "a"}]}, {"code": "x", "rules": [{"at_least": 3}]}],
)
def test_gates_of_a_wrong_form_are_refused(wanted):
    with pytest.raises(PlanError, match="gate"):
        gates_of([wanted])


@pytest.fixture
def town(plan):
    with plan.transaction():
        plan.insert("fund", [{"code": "state", "name_uk": "Субвенція"}])
        ids = plan.insert(
            "measure",
            [
                {"code": "A", "title_uk": "A", "place_state": "unknown", "cofinancing_pct": 15, "cost_total": 90e6},
                {"code": "B", "title_uk": "B", "place_state": "unknown", "cofinancing_pct": 5, "cost_total": 500e6},
                {"code": "C", "title_uk": "C", "place_state": "unknown"},
            ],
        )
    return plan, ids


OWN = {"code": "own", "rules": [{"field": "cofinancing_pct", "at_least": 10, "uk": "10 %", "en": "ten"}]}


def test_a_scenario_checks_the_measures_of_its_plan(town):
    plan, (a, b, c) = town
    counted = {"front": {a: 45_000.0, b: 12_000.0}}
    gates = {"check": [OWN, "UNDP-pilot-2023"], "facts": {"front_km": {"criterion": "front", "factor": 0.001}}}
    admission = admission_of(plan, {"gates": gates}, counted)
    own, pilot = (found.results.tolist() for found in admission.passages)
    assert own == [PASS, FAIL, UNKNOWN]
    assert pilot == [PASS, FAIL, UNKNOWN]
    assert admission.bar(b) is None
    with plan.transaction():
        rows = gate_rows(admission, store_gates(plan, admission))
    assert len(rows) == 6
    assert {(row["result"], row["missing_field"]) for row in rows if row["measure_id"] == c} == {
        ("unknown", "cofinancing_pct"),
        ("unknown", "front_km"),
    }
    assert [row["failed_en"] for row in rows if row["measure_id"] == b] == [
        "ten",
        "at least 30 km from active hostilities",
    ]


def test_a_gate_bars_only_where_the_scenario_says_so_and_only_what_fails(town):
    plan, (a, b, c) = town
    admission = admission_of(plan, {"gates": {"check": [OWN], "effect": "bar"}}, {})
    assert admission.bar(a) is None and admission.bar(c) is None
    assert admission.bar(b).code == "gate"
    assert "ten" in admission.bar(b).columns["reason_en"]


def test_a_fund_may_ask_a_gate(town):
    plan, (a, b, c) = town
    admission = admission_of(plan, {"gates": {"check": [OWN], "funds": {"state": "own"}}}, {})
    assert [admission.closed_funds(key) for key in (a, b, c)] == [[], ["state"], ["state"]]


def test_costs_in_euros_need_a_rate(town):
    plan, _ = town
    with_rate = admission_of(plan, {"gates": {"check": ["EIB-URP-III"], "rates": {"EUR": 45}}}, {})
    assert with_rate.passages[0].by_rule[0].tolist() == [PASS, FAIL, UNKNOWN]
    without = admission_of(plan, {"gates": {"check": ["EIB-URP-III"]}}, {})
    assert without.passages[0].by_rule[0].tolist() == [UNKNOWN] * 3


@pytest.mark.parametrize(
    "gates",
    [
        {"check": ["nothing"]},
        {"check": [OWN], "effect": "maybe"},
        {"check": [OWN], "facts": {"front_km": {"criterion": "front"}}},
        {"check": [OWN], "funds": {"bank": "own"}},
        {"checks": []},
    ],
)
def test_what_cannot_be_checked_is_refused(town, gates):
    with pytest.raises(PlanError):
        admission_of(town[0], {"gates": gates}, {})
