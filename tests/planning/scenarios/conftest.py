from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from vidnova.planning.plan.scenarios import store_scenario
from vidnova.planning.scenarios.batch import Prepared, run_scenarios

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
        with plan.transaction():
            [fund] = plan.insert("fund", [{"code": "local", "name_uk": "Місцевий бюджет", "name_en": "Local"}])
            for variant, amounts in (("base", (60, 50)), ("less", (60, 0))):
                rows = [{"year": year, "amount": amount} for year, amount in zip((2026, 2027), amounts)]
                plan.insert("budget", [{"variant": variant, "fund_id": fund, "currency": "UAH", **r} for r in rows])
            names = ("code", "cost_total", "beneficiaries", "secured_share", "sector", "start_year")
            rows = [{**dict(zip(names, row)), "title_uk": row[0], "place_state": "unknown"} for row in MEASURES]
            self.ids = dict(zip((row[0] for row in MEASURES), plan.insert("measure", rows)))
            district = {"kind": "planning_district", "name_uk": "Північ", "code": "D1"}
            [area] = plan.insert("focus_area", [district])
            inside = {"area_id": area, "method": "place", "review": "automatic"}
            plan.insert("measure_area", [{"measure_id": self.ids[code], **inside} for code in ("А-1", "А-2")])
        store_scenario(plan, DEFINITION, plan.path.parent)

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
    return Town(plan)
