from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from vidnova.planning.exchange.formats import export_file, import_file
from vidnova.planning.exchange.task import Coordinates, Report, Task
from vidnova.planning.plan.runs import RunRecord
from vidnova.planning.plan.store import PlanFile


@pytest.fixture
def write(coordinates: Coordinates, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Write a plan as a package and return its JSON; the last report is at `.report`."""

    def make(plan: PlanFile, **settings: Any) -> dict[str, Any]:
        path = tmp_path / "written.json"
        make.report = export_file(Task(plan, path, coordinates, **settings), "oc4ids")
        return json.loads(path.read_text("utf-8"))

    make.report = Report()
    return make


@pytest.fixture
def read(coordinates: Coordinates, tmp_path: Path) -> Callable[..., RunRecord]:
    """Read a package (a path, text or JSON value) into a plan."""

    def take(plan: PlanFile, package: Any, **settings: Any) -> RunRecord:
        path = package if isinstance(package, Path) else tmp_path / "package.json"
        if not isinstance(package, Path):
            path.write_text(package if isinstance(package, str) else json.dumps(package), "utf-8")
        return import_file(Task(plan, path, coordinates, **settings), "oc4ids")

    return take


@pytest.fixture(scope="session")
def standard(real_data: Path) -> Path:
    """The folder of the standard: its schemas, codelists and packages."""
    return real_data / "oc4ids"


@pytest.fixture(scope="session")
def problems(standard: Path) -> Callable[[Any], list[str]]:
    """What is wrong with a package by the standard's own schema, formats and closed codelists."""
    from oracles.oc4ids import Judge

    return Judge(standard).problems


@pytest.fixture
def rich_plan(new_plan: Callable[..., PlanFile]) -> PlanFile:
    """A plan in which two measures use every field that a project can carry."""
    with new_plan("rich.gpkg") as plan:
        with plan.transaction():
            fill(plan)
        yield plan


MEASURE = {
    "code": "ОСВ-01",
    "title_uk": "Капітальний ремонт ліцею № 3",
    "description": "Заміна даху й вікон",
    "rationale": "Діти вчаться в дві зміни",
    "measure_type": "capital_repair",
    "purpose": "restoration",
    "sector": "education_science",
    "subsector": "загальна середня освіта",
    "rdna_sector": "Education",
    "oc4ids_sector": "education;energy",
    "place_state": "placed",
    "settlement": "с. Вербівка",
    "address": "вул. Шкільна, 3",
    "katottg": "UA63120270000028556",
    "cadastral_no": "6310100000:01:001:0001",
    "damage_grade": 2,
    "beneficiaries": 812,
    "idp_beneficiaries": 57,
    "phase": "short",
    "start_year": 2027,
    "end_year": 2028,
    "duration_months": 18,
    "ladder": "adaptive",
    "responsible_body": "Відділ освіти",
    "edrpou": "02145010",
    "partners": "Благодійний фонд",
    "stage": 3,
    "status": "adopted",
    "is_pilot": True,
    "is_key": False,
    "cost_total": 25_000_000.5,
    "cost_min": 20_000_000,
    "cost_max": 30_000_000,
    "currency": "UAH",
    "price_year": 2026,
    "secured_share": 0.25,
    "cofinancing_pct": 10,
    "opex_year": 1_200_000,
    "inclusion_mark": 2,
    "gender_mark": 0,
    "climate_mark": 1,
    "bbb_mark": 1,
    "jobs": 12,
    "citizen_support": 341,
    "origin": "resident",
    "consultation_ref": "Протокол № 7",
    "dream_id": "DREAM-UA-230125-ABCDEF12",
    "spp_flag": True,
    "in_pkv": True,
    "in_strategy": False,
    "in_spi": True,
    "design_docs": "in_work",
    "ownership": "municipal",
    "updated": "2026-11-23T15:00:00Z",
}


def fill(plan: PlanFile) -> None:
    from shapely import Point, Polygon, to_wkb

    document = {"kind": "PKV", "title_uk": "Програма 2026", "approved_on": "2026-02-01", "url": "https://example.org/p"}
    [doc_id] = plan.insert("document", [document])
    goal = {
        "doc_id": doc_id,
        "level": "operational_goal",
        "code": "2.1",
        "title_uk": "Навчання наживо",
        "sdg": "4; 4.a",
    }
    [goal_id] = plan.insert("goal", [goal])
    [whole] = plan.insert("measure", [{"title_uk": "Мережа ліцеїв", "place_state": "community_wide", "doc_id": doc_id}])
    [first] = plan.insert("measure", [{**MEASURE, "parent_id": whole, "doc_id": doc_id}])
    [other] = plan.insert("measure", [{"title_uk": "Котельня", "place_state": "unknown", "sector": "social"}])
    evidence = {"method": "code", "review": "automatic"}
    plan.insert("measure_goal", [{"measure_id": first, "goal_id": goal_id, **evidence}])
    local = {"code": "local", "name_uk": "Місцевий бюджет", "category": "localBudget"}
    [fund] = plan.insert("fund", [local])
    for row in (
        {"fund_id": fund, "year": 2027, "state": "committed"},
        {"fund_id": fund, "year": 2028, "state": "planned", "category": "localBudget"},
        {"party_name": "Фонд «Школа»", "party_id": "12345678", "category": "abroadEntity", "year": 2028},
        {"category": "united24"},
        {"fund_id": fund, "party_name": "Обласна рада"},
        {},
    ):
        plan.insert("funding", [{"measure_id": first, "amount": 5_000_000, "currency": "UAH", **row}])
    cost = {"cost_item": "design", "amount": 700_000, "currency": "EUR", "year": 2027}
    plan.insert("cost_item", [{"measure_id": first, **cost}])
    seats = {
        "name": "Місць у ліцеї",
        "unit": "місць",
        "ind_in": 400,
        "ind_pr": 500.5,
        "ind_ext": 600,
        "rpi_code": "1-1",
    }
    plan.insert("indicator", [{"measure_id": first, **seats}, {"measure_id": first, "name": "Тепло", "unit": "Гкал"}])
    kinds = ("requires", "excludes", "synergy", "phase_after")
    plan.insert("dependency", [{"from_id": first, "to_id": other, "kind": kind} for kind in kinds])
    place = {"measure_id": first, "origin": "imported"}
    plan.insert("measure_point", [{**place, "note": "вхід", "geom": to_wkb(Point(316632.97, 5540253.50))}])
    square = Polygon([(316600, 5540200), (316700, 5540200), (316700, 5540300), (316600, 5540300)])
    from shapely import MultiPolygon

    plan.insert("measure_polygon", [{**place, "geom": to_wkb(MultiPolygon([square]))}])
