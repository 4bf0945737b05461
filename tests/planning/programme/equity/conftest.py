"""A plan with four districts and a run whose money by district can be added up by hand."""

from __future__ import annotations

import pytest
import shapely
from vidnova.planning.plan.runs import RunRecord, store_run

DISTRICTS = {"D1": 1000, "D2": 3000, "D3": 4000, "D4": 2000}
CRITERIA = [
    {"code": "people", "kind": "peopleserved", "fields": {"people": "residents"}},
    {"code": "idp", "kind": "peopleserved", "fields": {"people": "idp"}},
]
# code, cost, district → share of the place, people and IDPs counted by the criteria, more fields
MEASURES = (
    ("А-1", 400.0, {"D1": 1.0}, (200, 50), {"beneficiaries": 500, "address": "с. Калинівка, вул. Миру, 1"}),
    ("А-2", 300.0, {"D1": 0.5, "D2": 0.5}, (100, 10), {"beneficiaries": 200, "settlement": "Калинівка"}),
    ("А-3", 300.0, {"D2": 1.0}, (50, 0), {"settlement": "м. Вербівка"}),
    ("А-4", 90.0, {"D2": None, "D3": None}, (None, None), {}),
    ("А-5", 500.0, {}, (10000, 1000), {"place_state": "community_wide", "beneficiaries": 1000}),
    ("А-6", 60.0, {}, (None, None), {"place_state": "unknown"}),
    ("А-7", 70.0, {}, (None, None), {}),
    ("А-8", 999.0, {"D4": 1.0}, (700, 70), {}),
)
LEFT_OUT = ("А-8",)


def box(position):
    return shapely.MultiPolygon([shapely.box(1000 * position, 0, 1000 * (position + 1), 1000)]).wkb


@pytest.fixture
def programme(plan):
    """The plan and its run."""
    with plan.transaction():
        rows = [
            {"code": c, "name_uk": f"Район {c}", "name_en": c, "kind": "planning_district", "population": p}
            for c, p in DISTRICTS.items()
        ]
        areas = plan.insert("focus_area", [{**row, "geom": box(n)} for n, row in enumerate(rows)])
        areas = dict(zip(DISTRICTS, areas))
        kinds = [{"code": c["code"], "name_uk": c["code"], "direction": "benefit", "definition": c} for c in CRITERIA]
        criteria = plan.insert("criterion", kinds)
        record = RunRecord("prioritise", {"criteria": CRITERIA})
        record.results = {"programme_item": [], "score": []}
        for code, cost, links, counted, more in MEASURES:
            row = {"code": code, "title_uk": f"Захід {code}", "place_state": "placed", "cost_total": cost, **more}
            [key] = plan.insert("measure", [row])
            link = {"measure_id": key, "method": "place", "review": "automatic"}
            plan.insert("measure_area", [{**link, "area_id": areas[a], "share": share} for a, share in links.items()])
            item = {"measure_id": key, "chosen": code not in LEFT_OUT, "cost": cost}
            record.results["programme_item"].append(item)
            record.results["score"] += [
                {"measure_id": key, "criterion_id": criterion, "raw": raw} for criterion, raw in zip(criteria, counted)
            ]
        store_run(plan, record)
    return plan, plan.row("run", run_id=record.run_id)
