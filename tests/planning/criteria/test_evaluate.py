from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from vidnova.planning.criteria.alternatives import Alternatives, alternatives_of_layer, alternatives_of_plan
from vidnova.planning.criteria.evaluate import KINDS, evaluate
from vidnova.planning.errors import PlanError
from vidnova.planning.features import FeatureTable
from vidnova.planning.language import language

UNKNOWN = pytest.approx(np.nan, nan_ok=True)


def layer(name, points, **columns) -> FeatureTable:
    return FeatureTable(name, f"{name}.gpkg", "EPSG:6386", columns, [p and shapely.Point(p).wkb for p in points])


@pytest.fixture
def measures() -> Alternatives:
    """School at 0, clinic at 1000 with two sites, a community-wide measure, and one whose place is not known."""
    places = np.empty(4, dtype=object)
    places[:] = [shapely.Point(0, 0), shapely.MultiPoint([(1000, 0), (1010, 0)]), None, None]
    return Alternatives(
        ids=["a", "b", "c", "d"],
        codes=["З-1", "З-2", "З-3", "З-4"],
        places=places,
        community_wide=np.array([False, False, True, False]),
        sectors=["education_science", "health", "housing", None],
        fields={
            "cost_total": [1000.0, 500.0, 900.0, None],
            "beneficiaries": [None, 50.0, 0.0, 3.0],
            "duration_months": [None, 5.0, None, None],
            "start_year": [2026, 2026, 2028, None],
            "end_year": [2027, 2030, 2026, 2027],
            "secured_share": [0.5, None, 0.0, 1.0],
            "title_uk": ["Школа", "Лікарня", "Житло", "Дорога"],
        },
    )


@pytest.fixture
def layers() -> dict[str, FeatureTable]:
    return {
        "buildings": layer("buildings", [(0, 5), (1005, 0), (1200, 0), (9e5, 0)], residents=[10, 20, None, 1000]),
        "damage": layer("damage", [(0, 1), (3, 0), (1000, 0)], damage_class=["severe", "minor", "odd"]),
        "schools": layer("schools", [(0, 2), (0, 700), (0, 300)], working=[True, True, False]),
        "health": layer("health", [(1000, 5)], working=[True]),
        "empty": layer("empty", [None, None], residents=[1, 2]),
    }


PEOPLE = {"code": "people", "kind": "peopleserved", "layer": "buildings", "fields": {"people": "residents"}}
DAMAGE = {"code": "damage", "kind": "damageexposure", "layer": "damage", "fields": {"damage_class": "damage_class"}}
GAP = {"code": "gap", "kind": "servicegap", "layers": {"education_science": "schools", "health": "health"}}


def test_people(measures, layers):
    column = evaluate({**PEOPLE, "reach": 200}, measures, layers)
    assert column.raw.tolist() == [10, 20, 1030, UNKNOWN]
    assert column.notes[0] == "" and "1 of the 2 units" in column.notes[1] and column.notes[3]


def test_a_community_wide_measure_serves_no_more_people_than_its_document_states(measures, layers):
    stated = replace(measures, fields={**measures.fields, "beneficiaries": [None, 50.0, 300.0, 3.0]})
    assert evaluate({**PEOPLE, "reach": 200}, stated, layers).raw.tolist() == [10, 20, 300, UNKNOWN]


def test_damage(measures, layers):
    column = evaluate({**DAMAGE, "reach": 100}, measures, layers)
    assert column.raw.tolist() == [pytest.approx(0.85), UNKNOWN, UNKNOWN, UNKNOWN]
    assert "whole community" in column.notes[2]
    assert [found["rule"] for found in column.findings] == ["damage_scheme", "damage_class_unknown"]


def test_gap(measures, layers):
    """The school itself stands 2 m away and the one 300 m away is closed; there is one health point only."""
    column = evaluate(GAP, measures, layers)
    assert column.raw.tolist() == [700, UNKNOWN, UNKNOWN, UNKNOWN]
    assert column.notes[1] == "There is no other working facility."
    assert "no_working_facility" in [found["rule"] for found in column.findings]


def test_a_gap_without_any_facility_can_be_given_a_value(measures, layers):
    column = evaluate({**GAP, "none_is": 5000}, measures, layers)
    assert column.raw.tolist() == [700, 5000, UNKNOWN, UNKNOWN]
    assert column.findings == ()


def test_a_sector_without_a_layer_of_facilities_is_unknown_and_says_so(measures, layers):
    column = evaluate({**GAP, "layers": {"education_science": "schools", "health": "missing"}}, measures, layers)
    assert column.raw.tolist() == [700, UNKNOWN, UNKNOWN, UNKNOWN]
    assert column.notes[1] == "No layer of facilities for sector «Health»."


@pytest.mark.parametrize("definition", [PEOPLE, DAMAGE, GAP, {**PEOPLE, "layer": "empty"}])
def test_without_its_layer_a_criterion_is_unknown(measures, layers, definition):
    column = evaluate(definition, measures, {"empty": layers["empty"]})
    assert np.isnan(column.raw).all() and len(column.raw) == len(column.notes) == 4
    [found] = column.findings
    assert found["rule"] == "layer_missing" and found["severity"] == "warning"
    assert "шару немає" in found["message_uk"] and "layer is missing" in found["message_en"]


def test_null_everywhere_is_unknown_not_zero(measures, layers):
    layers["buildings"] = layer("buildings", [(0, 0), (1000, 0)], residents=[None, None])
    assert np.isnan(evaluate(PEOPLE, measures, layers).raw).all()


def test_plain_fields(measures, layers):
    secured = {"code": "secured", "kind": "field", "field": "secured_share"}
    assert evaluate(secured, measures, layers).raw.tolist() == [0.5, UNKNOWN, 0, 1]
    months = evaluate({"code": "months", "kind": "duration"}, measures, {}).raw
    assert months.tolist() == [24, 5, UNKNOWN, UNKNOWN]


def test_cost_per_beneficiary_takes_people_served_where_the_plan_has_no_number(measures, layers):
    cost = {"code": "cost", "kind": "cost_per_beneficiary"}
    assert evaluate(cost, measures, layers).raw.tolist() == [UNKNOWN, 10, UNKNOWN, UNKNOWN]
    earlier = {"people": np.array([20.0, 999, 999, np.nan])}
    assert evaluate(cost, measures, layers, earlier).raw.tolist() == [50, 10, UNKNOWN, UNKNOWN]


@pytest.mark.parametrize(
    ("definition", "sentence"),
    [
        ({"code": "x", "kind": "magic"}, "«magic», which is not known. Known kinds: peopleserved, damageexposure"),
        ({"code": "x"}, "Known kinds"),
        ({"code": "x", "kind": "field", "field": "colour"}, "no field «colour». The fields: cost_total"),
        ({"code": "x", "kind": "field", "field": "title_uk"}, "«З-1», field «title_uk»: «Школа» is not a number"),
        ({"code": "x", "kind": "cost_per_beneficiary", "people": "served"}, "put that one before it"),
        ({**PEOPLE, "reach": -1}, "«reach» must be a number"),
        ({**PEOPLE, "reach": "near"}, "«reach» must be a number"),
        ({**PEOPLE, "fields": {"people": "souls"}}, "no field «souls»"),
        ({**DAMAGE, "loss_ratios": {"minor": 15}}, "number from 0 to 1"),
    ],
)
def test_a_wrong_definition_gets_a_sentence(measures, layers, definition, sentence):
    with pytest.raises(PlanError, match=sentence):
        evaluate(definition, measures, layers)


@pytest.mark.parametrize("definition", [PEOPLE, DAMAGE, GAP, {"code": "d", "kind": "duration"}])
def test_no_alternatives_is_an_empty_column(definition, layers):
    nothing = Alternatives([], [], np.array([], dtype=object), np.array([], dtype=bool), [], {})
    assert evaluate(definition, nothing, layers).raw.shape == (0,)


def test_findings_come_in_both_languages_whatever_the_users(measures, layers):
    with language("uk"):
        found = evaluate(DAMAGE, measures, layers).findings[-1]
    assert "left out" in found["message_en"] and "не враховано" in found["message_uk"]


def test_every_kind_of_the_scenario_guide_is_known(root):
    guide = (root / "docs/scenario.en.md").read_text("utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in guide] == []


def test_measures_of_a_plan(plan):
    with plan.transaction():
        plan.insert(
            "measure",
            [
                {"measure_id": "m1", "code": "З-1", "title_uk": "Школа", "place_state": "placed", "sector": "health"},
                {"measure_id": "m2", "title_uk": "Навчання", "place_state": "community_wide", "cost_total": 5},
                {"measure_id": "m3", "title_uk": "Дорога", "place_state": "unknown", "beneficiaries": 7},
                {"measure_id": "p1", "title_uk": "у т. ч. дах", "place_state": "placed", "parent_id": "m3"},
            ],
        )
        for table, measure, wkt in [
            ("measure_point", "m1", "POINT (5 5)"),
            ("measure_polygon", "m1", "POLYGON ((0 0, 9 0, 9 9, 0 0))"),
            ("measure_point", "p1", "POINT (70 70)"),
        ]:
            wkb = shapely.from_wkt(wkt).wkb
            plan.insert(table, [{"measure_id": measure, "origin": "drawn", "geom": wkb}])
    found = alternatives_of_plan(plan)
    assert list(found.ids) == ["m1", "m2", "m3"] and list(found.codes) == ["З-1", "Навчання", "Дорога"]
    assert found.community_wide.tolist() == [False, True, False]
    assert shapely.area(found.places[0]) == 40.5 and found.places[1] is None
    assert found.places[2].equals(shapely.Point(70, 70))
    assert found.numbers("cost_total").tolist() == [UNKNOWN, 5, UNKNOWN]


def test_an_empty_plan_has_no_measures_but_all_fields(plan):
    found = alternatives_of_plan(plan)
    assert len(found) == 0 and "secured_share" in found.fields
    assert evaluate({"code": "s", "kind": "field", "field": "secured_share"}, found, {}).raw.shape == (0,)


def test_features_of_a_layer_are_alternatives_too(layers):
    found = alternatives_of_layer(layers["damage"], code_field="damage_class")
    assert list(found.codes) == ["severe", "minor", "odd"] and list(found.ids) == ["1", "2", "3"]
    assert evaluate({**PEOPLE, "reach": 50}, found, layers).raw.tolist() == [10, 10, 20]


@pytest.fixture
def noise():
    from vidnova.planning.criteria.rasters import Raster, grid_of_array

    values = np.array([[40.0, 60.0, 80.0]])
    return Raster(grid_of_array("шум", "EPSG:6386", (-50, 50), (100, 100), values), "noise.tif", lambda places: places)


def test_a_raster_around_each_measure(measures, noise):
    """The school stands in the first cell, of 40 dB; the clinic and the others have no data or no place."""
    loud = {"code": "noise", "kind": "raster", "raster": "noise", "statistic": "mean"}
    with language("en"):
        column = evaluate(loud, measures, {"noise": noise})
    assert column.raw.tolist() == [40, UNKNOWN, UNKNOWN, UNKNOWN]
    assert column.notes[:2] == ("", "The raster has no data there.")
    share = {**loud, "statistic": "above", "threshold": 50, "reach": 100}
    assert 0 < evaluate(share, measures, {"noise": noise}).raw[0] < 1
    assert np.isnan(evaluate(loud, measures, {}).raw).all()
    for wrong in ({"statistic": "mode"}, {"statistic": "above"}):
        with pytest.raises(PlanError, match="statistic"):
            evaluate({**loud, **wrong}, measures, {"noise": noise})


def test_overlap_with_restrictions(measures):
    zones = FeatureTable("зона", "", "", {}, [shapely.box(-1, -1, 1, 1).wkb, shapely.box(1005, -5, 1020, 5).wkb])
    definition = {"code": "o", "kind": "overlapshare", "restrictions": {"zones": 0.5, "no such": 1}}
    with language("en"):
        column = evaluate(definition, measures, {"zones": zones})
    assert column.raw.tolist() == [0.5, 0.5, UNKNOWN, UNKNOWN]
    assert column.notes[0] == "It lies on: зона."
    assert [found["rule"] for found in column.findings] == ["layer_missing"]


def test_people_whom_no_facility_serves_and_people_of_districts(measures, layers):
    added = evaluate({**PEOPLE, "reach": 200, "existing": "health"}, measures, layers)
    assert added.raw.tolist() == [10, UNKNOWN, 1010, UNKNOWN]
    district = FeatureTable("райони", "", "", {"residents": [1000]}, [shapely.box(-500, -500, 500, 500).wkb])
    shared = evaluate({**PEOPLE, "layer": "d", "reach": 100, "by_share": True}, measures, {"d": district})
    assert shared.raw[0] == pytest.approx(1000 * np.pi * 100**2 / 1e6, rel=0.001)
    spread = evaluate(
        {**PEOPLE, "layer": "d", "reach": 100, "buildings": "buildings"}, measures, {"d": district, **layers}
    )
    assert spread.raw[0] == 1000, "the only building of the district is in reach"
    missing = evaluate({**PEOPLE, "layer": "d", "reach": 100, "buildings": "none"}, measures, {"d": district})
    assert missing.raw[0] == pytest.approx(shared.raw[0])
    assert [found["rule"] for found in missing.findings] == ["layer_missing"]
