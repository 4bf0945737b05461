from __future__ import annotations

import csv

import pytest
from vidnova.planning.plan.store import PlanFile


@pytest.fixture(scope="module")
def rows(real_data):
    with (real_data / "city_kharkiv/dfrr_projects_kharkiv.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def plan_path(run, tmp_path, rows):
    path = tmp_path / "kharkiv.gpkg"
    run("createplan", COMMUNITY="Харківська громада", KATOTTG="UA63120270000028556", CRS="EPSG:6386", PLAN=str(path))
    with PlanFile(path) as plan, plan.transaction():
        plan.insert(
            "measure",
            [
                {
                    "code": str(number),
                    "title_uk": row["description"],
                    "settlement": row["settlement"],
                    "place_state": "unknown",
                }
                for number, row in enumerate(rows, 1)
            ],
        )
    return path


def test_six_rows_of_the_cancer_centre_find_it_and_nothing_is_invented(run, real_data, plan_path):
    layer = f"{real_data / 'city_kharkiv/kharkiv_city.gpkg'}|layername=health_points"
    result = run("attachmeasures", PLAN=str(plan_path), LAYER=layer, KEY_FIELD="legal_entity_id")

    with PlanFile(plan_path) as plan:
        codes = {row["measure_id"]: int(row["code"]) for row in plan.rows("measure")}
        found = [(codes[row["measure_id"]], row["object_label"], row["review"]) for row in plan.rows("measure_object")]
    sure = [(code, label) for code, label, review in found if review == "automatic"]
    assert sure == [(code, 'КОМУНАЛЬНЕ НЕКОМЕРЦІЙНЕ ПІДПРИЄМСТВО "ОБЛАСНИЙ ЦЕНТР ОНКОЛОГІЇ"') for code in range(1, 7)]
    assert {code for code, _, review in found if review == "to_review"} == {11}
    assert (result["ATTACHED"], result["UNMATCHED_COUNT"]) == (6, 5)


def test_schools_of_the_city_are_not_attached_to_its_hospitals_and_concert_hall(run, real_data, plan_path):
    schools = f"file://{real_data / 'city_kharkiv/schools_kharkiv.csv'}?type=csv&geomType=none"
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(schools, "schools", "delimitedtext")
    result = run("attachmeasures", PLAN=str(plan_path), LAYER=layer)
    assert (result["ATTACHED"], result["TO_REVIEW"], result["UNMATCHED_COUNT"]) == (0, 0, 12)
