"""The steps that lead from the sample community's documents to its project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

Step = tuple[str, dict[str, Any]]

COMMUNITY = {
    "COMMUNITY": "Вербівська громада",
    "COMMUNITY_EN": "Verbivka community",
    "KATOTTG": "UA99010010000012345",
    "CRS": "EPSG:6386",
    "PRICE_YEAR": 2026,
}
DISTRICT_FIELDS = {
    "CODE_FIELD": "code",
    "NAME_FIELD": "name_uk",
    "NAME_EN_FIELD": "name_en",
    "POPULATION_FIELD": "population",
}
PEOPLE_FIELDS = {
    "POPULATION_FIELD": "residents",
    "IDP_FIELD": "idp",
    "OLDER_FIELD": "older",
    "CHILDREN_FIELD": "children",
    "CLASS_FIELD": "damage_class",
}
PLACES = {
    "schools": "school_id",
    "kindergartens": "kindergarten_id",
    "health_points": "health_id",
    "shelters": "shelter_id",
    "streets": "street_id",
    "grounds": "",
    "buildings": "building_id",
}


def sample_steps(sample: Path, plan: Path) -> Iterator[Step]:
    """Algorithm and parameters of each step from the documents in folder `sample` to a computed plan file."""
    yield "createplan", {**COMMUNITY, "PLAN": str(plan)}
    for name, parameters in (
        ("importgoals", {"INPUT": str(sample / "goals.csv")}),
        ("importareas", {"INPUT": layer(sample, "districts"), **DISTRICT_FIELDS}),
        ("importbudgets", {"INPUT": str(sample / "budgets.csv")}),
        ("importmeasures", {"INPUT": str(sample / "programme.xlsx")}),
        *(("attachmeasures", {"LAYER": layer(sample, name), **key_field(key)}) for name, key in PLACES.items()),
        ("attachgoals", {}),
        ("setscenario", {"INPUT": str(sample / "scenario.json")}),
        ("prioritise", {"SCENARIO": "base"}),
    ):
        yield name, {"PLAN": str(plan), **parameters}


def equity_step(sample: Path, plan: Path) -> Step:
    """The step that tells who gets what of the programme, kept for report and workbook."""
    layers = {"INPUT": layer(sample, "buildings"), "DAMAGE": layer(sample, "damage_sites")}
    return "equity", {"PLAN": str(plan), **layers, **PEOPLE_FIELDS}


def project_step(sample: Path, plan: Path, project: Path, language: str) -> Step:
    """The step that builds the project."""
    layers = [str(sample / "community.gpkg")]
    return "buildproject", {"PLAN": str(plan), "LAYERS": layers, "LANGUAGE": language, "PROJECT": str(project)}


def key_field(name: str) -> dict[str, str]:
    """The parameter for a layer's key; a layer without one is recognised by fingerprints."""
    return {"KEY_FIELD": name} if name else {}


def layer(sample: Path, name: str) -> str:
    return f"{sample / 'community.gpkg'}|layername={name}"
