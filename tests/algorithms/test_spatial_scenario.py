"""Every spatial kind of criterion at once, for the measures of the sample's plan."""

from __future__ import annotations

import json

import pytest
from vidnova.planning.criteria.evaluate import KINDS
from vidnova.planning.plan.store import PlanFile
from vidnova.processing.sample import sample_steps

LAYERS = (
    "buildings",
    "damage_sites",
    "schools",
    "health_points",
    "streets",
    "railway",
    "flood_zones",
    "sanitary_zones",
)
PEOPLE = {"layer": "buildings", "fields": {"people": "residents"}}
SERVICES = {"education_science": "schools", "health": "health_points"}
SECTORS = ("municipal_infrastructure", "energy", "environment", "transport", "economy")
CRITERIA = {
    "peopleserved": {**PEOPLE, "streets": "streets", "reach": 800},
    "damageexposure": {"layer": "damage_sites", "fields": {"damage_class": "damage_class"}},
    "servicegap": {"layers": SERVICES},
    "catchmentgain": {**PEOPLE, "layers": SERVICES, "services": {"education_science": "school", "health": "health"}},
    "overlapshare": {"restrictions": {"flood_zones": 1, "sanitary_zones": 0.5}, "direction": "cost"},
    "access": {"layer": "health_points", "streets": "streets", "mode": "car", "measure": "minutes"},
    "distance": {"layer": "railway", "direction": "cost"},
    "synergy": {},
    "duplicates": {"direction": "cost"},
    "planfit": {},
    "field": {"field": "stage"},
    "expression": {"expression": "cost_total / nullif(beneficiaries, 0)", "direction": "cost"},
    "duration": {"direction": "cost"},
    "cost_per_beneficiary": {"people": "peopleserved", "direction": "cost"},
    "zoningfit": {
        "layer": "sanitary_zones",
        "fields": {"zone": "kind"},
        "rules": dict.fromkeys(SECTORS, {"industry": 0, "treatment": 1}),
    },
}


@pytest.fixture
def plan_path(run, root, tmp_path):
    sample, path = root / "sample_layers", tmp_path / "громада О'Браєн.gpkg"
    for name, parameters in sample_steps(sample, path):
        if name not in ("setscenario", "prioritise"):
            run(name, **parameters)
    layers = {name: f"{sample / 'community.gpkg'}|layername={name}" for name in LAYERS}
    criteria = [{"code": kind, "kind": kind, "weight": 1, **more} for kind, more in CRITERIA.items()]
    scenario = {"name": "усе", "layers": layers, "criteria": criteria, "programme": {"time_limit": 3}}
    scenario["budget"] = {"variant": "base", "first_year": 2026, "last_year": 2030}
    (tmp_path / "усе.json").write_text(json.dumps(scenario), "utf-8")
    run("setscenario", PLAN=str(path), INPUT=str(tmp_path / "усе.json"))
    return path


def test_every_kind_values_the_measures_of_the_sample(run, plan_path):
    """A raster is the only kind that the sample has no layer for."""
    assert set(CRITERIA) == set(KINDS) - {"raster"}
    run_id = run("prioritise", PLAN=str(plan_path), SCENARIO="усе")["RUN"]
    with PlanFile(plan_path) as plan:
        codes = {row["criterion_id"]: row["code"] for row in plan.rows("criterion")}
        known: dict[str, int] = dict.fromkeys(CRITERIA, 0)
        for row in plan.rows("score", run_id=run_id):
            known[codes[row["criterion_id"]]] += row["raw"] is not None
        rules = {row["rule"] for row in plan.rows("finding", run_id=run_id)}
        inputs = {row["name"] for row in plan.rows("run_input", run_id=run_id)}
    assert all(known.values()), known
    assert known["peopleserved"] > 30 and known["access"] > 30 and known["overlapshare"] > 30
    assert "layer_missing" not in rules and len(inputs) == len(LAYERS)
