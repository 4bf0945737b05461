from __future__ import annotations

import numpy as np
import pytest
import shapely
from vidnova.planning.criteria.catchment.districts import NO_DISTRICT, district_of, sums_by
from vidnova.planning.criteria.catchment.norms import (
    Norm,
    example_norms,
    norm_named,
    norms_of_rows,
    norms_of_table,
)
from vidnova.planning.criteria.catchment.supply import read_demand, read_supply
from vidnova.planning.errors import PlanError
from vidnova.planning.features import FeatureTable


def layer(**columns) -> FeatureTable:
    rows = len(next(iter(columns.values())))
    places = [shapely.Point(i, 0).wkb if i else None for i in range(rows)]
    return FeatureTable("школи", "schools.gpkg", "EPSG:6386", columns, places)


def test_facilities_with_capacity():
    supply = read_supply(layer(seats=[10, None, -5, "7"], open=[True, False, True, None]), "seats", "open")
    assert supply.capacity.tolist() == pytest.approx([10, np.nan, np.nan, 7], nan_ok=True)
    assert supply.works.tolist() == [True, False, True, True]
    assert supply.working[1].tolist() == pytest.approx([10, np.nan, 7], nan_ok=True)
    rules = [found["rule"] for found in supply.findings]
    assert rules == ["layer_without_geometry", "facility_state_unknown", "number_below_zero", "capacity_unknown"]
    assert "capacity of 1 working" in supply.findings[-1]["message_en"]


def test_people_of_units():
    demand, findings = read_demand(layer(people=[3, None, float("inf"), 0]), "people")
    assert demand.people.tolist() == pytest.approx([3, np.nan, np.nan, 0], nan_ok=True)
    assert demand.placed.tolist() == [False, True, True, True]
    assert [found["rule"] for found in findings] == ["layer_without_geometry", "number_below_zero", "people_unknown"]
    with pytest.raises(PlanError, match="«три» is not a number"):
        read_demand(layer(people=["три"]), "people")


def test_districts_by_the_middle_of_units():
    districts = np.array([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), shapely.box(0, 0, 99, 99)])
    units = np.array([shapely.box(1, 1, 2, 2), shapely.box(8, 1, 16, 2), shapely.Point(50, 50), shapely.Point(10, 5)])
    assert district_of(units, districts).tolist() == [0, 1, 2, 0]
    lost = np.array([None, shapely.Point(), shapely.Point(-1, 0)])
    assert district_of(lost, districts).tolist() == [NO_DISTRICT] * 3


def test_sums_by_district_keep_the_unknown():
    group = np.array([0, 0, 1, 1, -1, 2])
    found = sums_by(group, np.array([1, 2, np.nan, 4, 9, np.nan]), 4)
    assert found.tolist() == pytest.approx([3, 4, np.nan, 0], nan_ok=True)


def test_the_shipped_norms_say_that_they_are_examples():
    from vidnova.planning.criteria.catchment.norms import EXAMPLES

    norms = example_norms()
    assert "school" in norms and all(norm.per_1000 and norm.reach for norm in norms.values())
    rows = EXAMPLES.read_text("utf-8").splitlines()[1:]
    assert rows and all("приклад, не офіційна норма" in row and "not an official norm" in row for row in rows)


def test_own_norms():
    norms = norms_of_table(layer(service=["школа", "парк"], per_1000=["90.5", None], reach_m=[None, 300]))
    assert norm_named(norms, "школа") == Norm("школа", 90.5, None)
    assert norms["школа"].per_person == 0.0905 and norms["парк"].per_person is None
    with pytest.raises(PlanError, match="no norm for service «басейн». Known: школа, парк"):
        norm_named(norms, "басейн")


@pytest.mark.parametrize("value", [0, -1, "багато", float("inf")])
def test_a_norm_that_is_not_above_zero_is_refused(value):
    with pytest.raises(PlanError, match="«per_1000» must be a number above 0"):
        norms_of_rows([{"service": "школа", "per_1000": value}])
