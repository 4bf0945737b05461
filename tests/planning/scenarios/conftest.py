from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from vidnova.planning.plan.geopackage import Crs
from vidnova.planning.plan.scenarios import store_scenario
from vidnova.planning.plan.store import PlanFile
from vidnova.planning.scenarios.batch import Prepared, run_scenarios
from vidnova.planning.scenarios.copying import copy_scenario

CRS = Crs(6386, "UCS-2000 / Ukraine TM zone 12", 'LOCAL_CS["UCS-2000 / Ukraine TM zone 12"]')

DEFINITION = {
    "name": "base",
    "title_uk": "Базовий",
    "criteria": [
        {"code": "people", "kind": "field", "field": "beneficiaries", "weight": 3, "value": {"worst": 0, "best": 1000}},
        {"code": "ready", "kind": "field", "field": "secured_share", "weight": 1, "value": {"worst": 0, "best": 1}},
    ],
    "budget": {"variant": "base"},
    "programme": {"time_limit": 5},
}
MEASURES = (
    ("А-1", 60, 600, 0.8, "education_science", 2026),
    ("А-2", 50, 500, 0.0, "health", 2026),
    ("А-3", 40, 400, 1.0, "public_safety", 2027),
    ("А-4", 50, 100, 0.9, "health", None),
)


class Town:
    """A plan with four measures, 60 in 2026 and 50 in 2027, and a scenario; its scores are
    А-1 0.65, А-2 0.375, А-3 0.55, А-4 0.3, and it chooses А-1 in 2026 and А-3 in 2027."""

    def __init__(self, plan: Any) -> None:
        self.plan = plan
        self.ids = {row["code"]: row["measure_id"] for row in plan.rows("measure")}

    @classmethod
    def founded(cls, plan: Any) -> Town:
        with plan.transaction():
            [fund] = plan.insert("fund", [{"code": "local", "name_uk": "Місцевий бюджет", "name_en": "Local"}])
            for variant, amounts in (("base", (60, 50)), ("less", (60, 0))):
                rows = [{"year": year, "amount": amount} for year, amount in zip((2026, 2027), amounts)]
                plan.insert("budget", [{"variant": variant, "fund_id": fund, "currency": "UAH", **r} for r in rows])
            names = ("code", "cost_total", "beneficiaries", "secured_share", "sector", "start_year")
            rows = [{**dict(zip(names, row)), "title_uk": row[0], "place_state": "unknown"} for row in MEASURES]
            ids = plan.insert("measure", rows)
            district = {"kind": "planning_district", "name_uk": "Північ", "code": "D1"}
            [area] = plan.insert("focus_area", [district])
            inside = {"area_id": area, "method": "place", "review": "automatic"}
            plan.insert("measure_area", [{"measure_id": measure, **inside} for measure in ids[:2]])
        store_scenario(plan, DEFINITION, plan.path.parent)
        return cls(plan)

    def run(self, *names: str, **settings: Any) -> tuple:
        return run_scenarios(self.plan, names, prepare, **settings)

    def chosen(self, run_id: str) -> dict[str, int]:
        codes = {key: code for code, key in self.ids.items()}
        rows = self.plan.rows("programme_item", run_id=run_id)
        return {codes[row["measure_id"]]: row["start_year"] for row in rows if row["chosen"]}


def prepare(definition: Mapping[str, Any], progress: Any) -> Prepared:
    progress.step(0, 1)
    return Prepared({}, {})


@pytest.fixture
def town(plan) -> Town:
    return Town.founded(plan)


@pytest.fixture(scope="session")
def computed(tmp_path_factory) -> Path:
    """The base; «less» money: none in 2027; «ready»: only what is secured counts, А-3 1, А-4 0.9, А-1 0.8, А-2 0."""
    path = tmp_path_factory.mktemp("scenarios") / "plan.gpkg"
    with PlanFile.create(path, {"title_uk": "План", "community_uk": "Тестова громада"}, CRS) as plan:
        town = Town.founded(plan)
        copy_scenario(plan, "base", "less", {"budget": {"variant": "less"}})
        copy_scenario(plan, "base", "ready", {"criteria": {"people": {"weight": 0}}})
        town.run("less", "base", "ready")
    return path


@pytest.fixture
def three(computed, tmp_path) -> Town:
    """A plan with three scenarios that have been run."""
    with PlanFile(shutil.copy(computed, tmp_path / "three.gpkg")) as plan:
        yield Town(plan)
