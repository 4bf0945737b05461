"""A real city, from its documents to its report. Counts and sums were taken from the table by hand."""

from __future__ import annotations

import csv
import json

import pytest
from vidnova.planning.plan.store import PlanFile

MAPPING = json.dumps({"title": "description", "cost": "budget_plan", "year": "year"})
TOP_LEVEL_THOUSANDS = (60818.676, 18830.098, 193966.776, 61558.493, 5704.004, 32414.651, 6150.922, 58500.0)
PARTS_THOUSANDS = {60818.676: (56318.676, 4500.0), 18830.098: (5560.098, 13270.0)}
BUDGETS = """Рік;Джерело;Сума, тис. грн
2026;Державний бюджет;60000
2027;Державний бюджет;80000
2026;Місцевий бюджет;20000
2027;Місцевий бюджет;20000
"""


@pytest.fixture(scope="module")
def city(real_data):
    return real_data / "city_kharkiv"


@pytest.fixture(scope="module")
def layers(city):
    return f"{city / 'kharkiv_city.gpkg'}|layername="


@pytest.fixture(scope="module")
def plan_path(provider, city, layers, real_data, tmp_path_factory):
    from qgis import processing

    folder = tmp_path_factory.mktemp("Харків")
    path = folder / "plan.gpkg"

    def run(name, **parameters):
        return processing.run(f"vidnova:{name}", {"PLAN": str(path), **parameters})

    run("createplan", COMMUNITY="Харківська громада", KATOTTG="UA63120270000028556", CRS="EPSG:6386")
    run("importareas", INPUT=layers + "districts", NAME_FIELD="name_uk", CODE_FIELD="katottg")
    table = {"MAPPING": MAPPING, "UNIT": 1000}
    run("importmeasures", INPUT=str(city / "dfrr_projects_kharkiv.csv"), **table)
    run("importmeasures", INPUT=str(other_cities(real_data, folder)), DOCUMENT="Інші міста", **table)
    run(
        "attachmeasures",
        LAYER=layers + "health_points",
        KEY_FIELD="legal_entity_id",
        NAME_FIELD="legal_entity_name",
        ADDRESS_FIELD="registration_address",
        OUTPUT="memory:",
    )
    schools = {"NAME_FIELD": ["Повна назва"], "ADDRESS_FIELD": "Фактична адреса"}
    found = run("attachmeasures", LAYER=str(city / "schools_kharkiv.csv"), **schools)
    assert found["ATTACHED"] == 0
    (folder / "budgets.csv").write_text(BUDGETS, "utf-8")
    run("importbudgets", INPUT=str(folder / "budgets.csv"))
    (folder / "scenario.json").write_text(json.dumps(scenario(layers)), "utf-8")
    run("setscenario", INPUT=str(folder / "scenario.json"))
    run("prioritise", SCENARIO="base")
    return path


def other_cities(real_data, folder):
    """Real rows of another city from the same table."""
    with (real_data / "dfrr_measures" / "dfrr_projects_2015_2021.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    poltava = [row for row in rows if row["settlement"] == "м. Полтава"]
    path = folder / "полтава.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(poltava)
    return path


def scenario(layers):
    return {
        "name": "base",
        "layers": {
            "health": layers + "health_points",
            "damage": layers + "damage_event_points",
            "buildings": layers + "there_are_no_buildings",
        },
        "criteria": [
            {"code": "people", "kind": "peopleserved", "layer": "buildings", "index": "SEI", "weight": 3},
            {"code": "damage", "kind": "damageexposure", "layer": "damage", "fields": {"count": "n_events"},
             "reach": 2000, "index": "SEI", "weight": 2},
            {"code": "gap", "kind": "servicegap", "layers": {"health": "health"}, "index": "SEI", "weight": 1},
            {"code": "cost", "kind": "field", "field": "cost_total", "direction": "cost", "index": "FEI", "weight": 2},
        ],
    }  # fmt: skip


@pytest.fixture
def plan(plan_path):
    with PlanFile(plan_path) as plan:
        yield plan


@pytest.fixture
def measures(plan):
    """Kharkiv's own rows."""
    return [row for row in plan.rows("measure") if row["settlement"] == "м. Харків"]


def test_every_row_is_taken_and_parts_stay_with_their_parents(measures):
    assert len(measures) == 12
    whole = [row for row in measures if row["parent_id"] is None]
    assert sorted(row["cost_total"] for row in whole) == pytest.approx(sorted(1000 * v for v in TOP_LEVEL_THOUSANDS))
    assert sum(row["cost_total"] for row in whole) == pytest.approx(437_943_620)
    by_id = {row["measure_id"]: row for row in measures}
    for part in (row for row in measures if row["parent_id"]):
        parent = by_id[part["parent_id"]]["cost_total"] / 1000
        assert part["cost_total"] / 1000 in [pytest.approx(v) for v in PARTS_THOUSANDS[parent]]


def test_repeats_are_shown(plan, measures):
    """The philharmonic hall stands in four years; the oncology centre in two."""
    kharkiv = {row["measure_id"] for row in measures}
    rows = [row for row in plan.rows("import_row") if row["entity_id"] in kharkiv]
    repeated = {row["row"]: row["message"] for row in rows if "looks like the project of row" in (row["message"] or "")}
    assert set(repeated) == {5, 9, 11, 13}


def test_places_are_found_where_the_data_allow(plan, measures):
    """Only the oncology centre is found: the hospital stands in a renamed street, the rest are no health points."""
    placed = [row for row in measures if row["place_state"] == "placed"]
    assert {row["title_uk"].lower().count("лісопарківській, 4") for row in placed} == {1}
    assert len(placed) == 6
    attached = {row["measure_id"]: row for row in plan.rows("measure_object") if row["review"] == "automatic"}
    assert {row["measure_id"] for row in placed} == set(attached)
    assert all("ОНКОЛОГІЇ" in row["object_label"] for row in attached.values())
    waiting = [row for row in plan.rows("measure_object") if row["review"] == "to_review"]
    assert all(row["evidence"] for row in waiting)


def test_projects_of_other_cities_are_not_put_on_this_map(plan):
    others = [row for row in plan.rows("measure") if row["settlement"] == "м. Полтава"]
    assert len(others) == 12
    assert {row["place_state"] for row in others} <= {"unknown", "community_wide"}


def test_the_pile_of_damage_events_is_a_finding(plan):
    [finding] = [row for row in plan.rows("finding") if "damage" in row["rule"] or "pil" in row["rule"]]
    assert "2615" in finding["message_en"].replace(",", "").replace(" ", "")
    assert "2615" in finding["message_uk"].replace(" ", "").replace("\u00a0", "")


def test_a_criterion_without_its_layer_is_unknown_and_coverage_says_so(plan, measures):
    people = plan.row("criterion", code="people")["criterion_id"]
    assert {row["raw"] for row in plan.rows("score", criterion_id=people)} == {None}
    assert max(row["coverage"] for row in plan.rows("ranking")) == pytest.approx(5 / 8)


def test_the_programme_fits_the_money_and_holds_no_part(plan, measures):
    chosen = {row["measure_id"] for row in plan.rows("programme_item", chosen=True)}
    assert chosen
    assert all(row["parent_id"] is None for row in plan.rows("measure") if row["measure_id"] in chosen)
    assert sum(row["amount"] for row in plan.rows("draw_down")) <= 180_000_000


def test_it_is_published(provider, plan_path, layers, tmp_path):
    from qgis import processing

    outputs = {"OUTPUT": str(tmp_path / "report.html"), "LANGUAGE": "uk"}
    processing.run("vidnova:report", {"PLAN": str(plan_path), **outputs})
    text = (tmp_path / "report.html").read_text("utf-8")
    assert "Харківська громада" in text
    assert "Харківського історичного музею" in text

    project, picture = tmp_path / "project.qgz", tmp_path / "map.png"
    outputs = {"LANGUAGE": "uk", "PROJECT": str(project), "MAP": str(picture)}
    processing.run("vidnova:buildproject", {"PLAN": str(plan_path), "LAYERS": [layers + "districts"], **outputs})
    assert project.stat().st_size > 10_000 and picture.stat().st_size > 10_000
