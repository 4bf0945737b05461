"""What a plan says without naming it, and what presets make of it; numbers by hand."""

from __future__ import annotations

import numpy as np
import pytest
from vidnova.planning.errors import PlanError
from vidnova.planning.language import language
from vidnova.planning.programme.gates.admission import admission_of
from vidnova.planning.programme.gates.derived import derived_columns
from vidnova.planning.programme.gates.gate import FAIL, PASS, UNKNOWN
from vidnova.planning.programme.gates.words import fact_label

MILLION = 1_000_000


class Measures:
    def __init__(self, plan) -> None:
        self.plan = plan
        self.ids: dict[str, str] = {}

    def add(self, code: str, money: dict[str, float] | None = None, **fields) -> None:
        row = {"code": code, "title_uk": code, "place_state": "unknown", **fields}
        with self.plan.transaction():
            [self.ids[code]] = self.plan.insert("measure", [row])
            base = {"measure_id": self.ids[code], "currency": "UAH"}
            self.plan.insert("funding", [{**base, "category": c, "amount": a} for c, a in (money or {}).items()])

    def column(self, name: str) -> list:
        return derived_columns(self.plan, self.plan.rows("measure"))[name].tolist()

    def at(self, gate, counted=None, **gates) -> dict[str, tuple[int, list[str]]]:
        admission = admission_of(self.plan, {"gates": {"check": [gate], **gates}}, counted or {})
        [found] = admission.passages
        return {
            code: (int(found.results[admission.rows[key]]), found.missing(admission.rows[key]))
            for code, key in self.ids.items()
        }


@pytest.fixture
def measures(plan) -> Measures:
    return Measures(plan)


def test_the_local_share_follows_from_the_sources_of_money(measures):
    measures.add("stated", cofinancing_pct=12, cost_total=100, money={"localBudget": 50})
    measures.add("whole", cost_total=100, money={"localBudget": 10, "stateSubsidies": 90})
    measures.add("open", cost_total=100, money={"localBudget": 10, "stateSubsidies": 60})
    measures.add("none local", cost_total=100, money={"stateSubsidies": 100})
    measures.add("dearer sources", cost_total=100, money={"localBudget": 50, "stateSubsidies": 150})
    measures.add("no sources", cost_total=100)
    measures.add("no cost", money={"localBudget": 10})
    shares = [[12, 12], [10, 10], [10, 40], [0, 0], [25, 25], [0, 100], [0, 100]]
    assert measures.column("cofinancing_pct") == shares


def test_months_follow_from_years_as_far_as_they_tell(measures):
    measures.add("stated", duration_months=20, start_year=2026, end_year=2026)
    for end in (2026, 2027, 2028, 2029):
        measures.add(str(end), start_year=2026, end_year=end)
    measures.add("open", start_year=2026)
    months = [[20, 20], [0, 12], [0, 24], [12, 36], [24, 48], [0, np.inf]]
    assert measures.column("duration_months") == months
    found = measures.at({"code": "g", "rules": [{"field": "duration_months", "at_most": 18}]})
    assert [result for result, _ in found.values()] == [FAIL, PASS, UNKNOWN, UNKNOWN, FAIL, UNKNOWN]
    assert found["open"][1] == ["duration_months"]


def test_costs_are_estimates_or_sums_of_parts(measures):
    measures.add("total", cost_total=5, cost_min=1, cost_max=9)
    measures.add("estimate", cost_min=1, cost_max=9)
    measures.add("from", cost_min=1)
    measures.add("parts")
    measures.add("p1", cost_total=2, parent_id=measures.ids["parts"])
    measures.add("p2", cost_total=3, parent_id=measures.ids["parts"])
    assert measures.column("cost_total")[:4] == [[5, 5], [1, 9], [1, np.inf], [5, 5]]


def test_euros_come_from_a_rate_or_stand_in_the_plan(measures):
    measures.add("hryvnia", cost_total=200 * MILLION)
    measures.add("euro", cost_total=6 * MILLION, currency="EUR")
    measures.add("dollar", cost_total=1 * MILLION, currency="USD")
    own = {"code": "g", "rules": [{"field": "cost_eur", "at_most": 5 * MILLION}]}
    assert [result for result, _ in measures.at(own).values()] == [UNKNOWN, FAIL, UNKNOWN]
    assert [result for result, _ in measures.at(own, rates={"EUR": 40}).values()] == [PASS, FAIL, UNKNOWN]
    assert [result for result, _ in measures.at(own, rates={"EUR": 39.9}).values()] == [FAIL, FAIL, UNKNOWN]
    with pytest.raises(PlanError):
        measures.at(own, rates={"EUR": 0})


def test_designs_are_told_by_early_stages_only(measures):
    for stage in (1, 3, 4):
        measures.add(str(stage), stage=stage)
    measures.add("approved", stage=3, design_docs="approved")
    assert measures.column("design_docs") == ["none", "in_work", None, "approved"]


def test_infrastructure_passes_at_the_eib_only_as_water_or_heat(measures):
    ready = {"cost_total": 4 * MILLION, "currency": "EUR", "cofinancing_pct": 20, "duration_months": 18}
    ready["design_docs"] = "approved"
    for code in ("water", "heat", "lamps", "pipe"):
        measures.add(code, sector="municipal_infrastructure", **ready)
    measures.add("boiler", sector="energy", **ready)
    measures.add("clinic", sector="health", **ready)
    measures.add("house", sector="housing", ownership="municipal", **ready)
    measures.add("mansion", sector="housing", ownership="private", **ready)
    measures.add("road", sector="transport", **ready)
    facts = {
        "water_sewerage": {"values": {"water": True, "heat": False, "lamps": False}},
        "heat_diversification": {"values": {"heat": True, "lamps": False, "boiler": True}},
    }
    found = measures.at("EIB-URP-III", facts=facts)
    assert {code: result for code, (result, _) in found.items()} == {
        "water": PASS,
        "heat": PASS,
        "lamps": FAIL,
        "pipe": UNKNOWN,
        "boiler": PASS,
        "clinic": PASS,
        "house": PASS,
        "mansion": FAIL,
        "road": FAIL,
    }
    assert found["pipe"][1] == ["water_sewerage", "heat_diversification"]


def test_school_shelters_of_2025(measures):
    ready = {"design_docs": "approved", "start_year": 2025, "end_year": 2025, "cofinancing_pct": 1, "damage_grade": 0}
    for code in ("big", "small", "only", "unknown", "sheltered"):
        measures.add(code, **ready)
    measures.add("ruined", **{**ready, "damage_grade": 3})
    counted = {
        "pupils": {measures.ids[c]: n for c, n in (("big", 200), ("small", 199), ("only", 150), ("ruined", 300))}
    }
    counted["pupils"][measures.ids["sheltered"]] = 500
    facts = {
        "pupils": "pupils",
        "shelter_exception": {"values": {"small": False, "only": True}},
        "shelter_state": {
            "values": {
                **dict.fromkeys(["big", "small", "only", "unknown", "ruined"], "none"),
                "sheltered": "protective",
            }
        },
    }
    found = measures.at("MES-SHELTER-2025", counted, facts=facts)
    assert {code: result for code, (result, _) in found.items()} == {
        "big": PASS,
        "small": FAIL,
        "only": PASS,
        "unknown": UNKNOWN,
        "sheltered": FAIL,
        "ruined": UNKNOWN,
    }
    assert found["unknown"][1] == ["pupils", "shelter_exception"]
    assert found["ruined"][1] == ["war_damage"]


def test_a_criterion_that_was_not_computed_yet_is_unknown(measures):
    measures.add("A")
    gates = {"check": ["UNDP-pilot-2023"], "facts": {"front_km": {"criterion": "front", "factor": 0.001}}}
    definition = {"criteria": [{"code": "front", "kind": "distance"}], "gates": gates}
    assert admission_of(measures.plan, definition, {}).passages[0].results.tolist() == [UNKNOWN]


def test_facts_stated_for_measures_that_are_not_there_are_refused(measures):
    measures.add("A")
    with pytest.raises(PlanError, match="Б-7"):
        measures.at("UNDP-pilot-2023", facts={"front_km": {"values": {"Б-7": 50}}})


def test_a_number_that_is_a_text_is_told(measures):
    measures.add("A")
    with pytest.raises(PlanError, match="front_km"):
        measures.at("UNDP-pilot-2023", facts={"front_km": {"values": {"A": "далеко"}}})


def test_fields_are_named_in_words():
    with language("uk"):
        assert fact_label("use_years") == "Років у власності й користуванні"
        assert fact_label("design_docs") == "Проєктна документація"
    assert fact_label("own_field") == "own_field"


def test_stated_facts_stand_beside_what_the_plan_says(measures):
    for code, stage in (("A", 4), ("B", 1), ("C", 4)):
        measures.add(code, stage=stage, duration_months=12, damage_grade=1)
    measures.add("nothing")
    rules = [
        {"field": "design_docs", "is": ["approved"]},
        {"field": "duration_months", "at_most": 18},
        {"field": "damage_grade", "is": [0]},
    ]
    facts = {
        "design_docs": {"values": {"A": "approved"}},
        "duration_months": {"values": {"C": 20}},
        "damage_grade": {"values": {"A": 0}},
    }
    found = [measures.at({"code": "g", "rules": [rule]}, facts=facts).values() for rule in rules]
    assert [[result for result, _ in each] for each in found] == [
        [PASS, FAIL, UNKNOWN, UNKNOWN],
        [PASS, PASS, FAIL, UNKNOWN],
        [PASS, FAIL, FAIL, UNKNOWN],
    ]
