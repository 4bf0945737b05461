"""Catchments and hot spots as others print or compute them."""

from __future__ import annotations

import json

import numpy as np
import pytest
from vidnova.planning.criteria.catchment.access import Demand, floating_catchment
from vidnova.planning.criteria.catchment.decay import Decay
from vidnova.planning.criteria.clusters.hotspots import hot_spots
from vidnova.planning.progress import SILENT

DIAGONAL = 1.5


@pytest.fixture(scope="module")
def published(real_data):
    cases = json.loads((real_data / "decision_references/public.json").read_text("utf-8"))["public"]
    return {case["id"]: case for case in cases}


def access(case, costs, decay, choice=False) -> np.ndarray:
    """Access of demand units with a matrix of costs (units, facilities), infinite where there is no link."""
    people, places = (np.array(case["input"][name], dtype=float) for name in ("demand", "supply"))
    costs = np.array(costs, dtype=float)
    unit, facility = np.nonzero(costs <= decay.reach)

    def linking(facilities, progress=SILENT):
        yield slice(0, len(facilities)), facility, unit, costs[unit, facility]

    shapes, demand = np.empty(len(places), dtype=object), Demand(people, np.ones(len(people), dtype=bool))
    return floating_catchment(linking, shapes, places, demand, decay, choice).access


def test_the_basic_example(published):
    case = published["2sfca-basic"]
    costs = np.where(np.array(case["input"]["in_catchment"]) == 1, 0.0, np.inf)
    np.testing.assert_allclose(access(case, costs, Decay("none", 1)), case["expected"]["access"], atol=case["abs_tol"])


def test_a_threshold_below_thirty(published):
    case = published["2sfca-catchment-test"]
    found = access(case, case["input"]["cost"], Decay("none", np.nextafter(30, 0)))
    np.testing.assert_allclose(found, case["expected"]["access"], atol=case["abs_tol"])


def test_the_zones_of_luo_and_qi(published):
    case = published["e2sfca-catchment-test"]
    decay = Decay("zones", 60, zones=tuple(map(tuple, case["input"]["zones"])))
    np.testing.assert_allclose(access(case, case["input"]["cost"], decay), case["expected"]["access"], atol=1e-12)


def test_a_gravity_weight_and_the_third_step(published):
    """Our power decay with an edge of 0.01 is one over the cost, but for a factor that cancels out. Of the two third
    steps ours is that of Wan and others, who choose within the catchment."""
    case = published["2sfca-gravity-hospital-s0"]
    costs, expected, decay = case["input"]["cost_origin_dest"], case["expected"], Decay("power", 61, 0.01)
    np.testing.assert_allclose(access(case, costs, decay), expected["access_2sfca"], atol=case["abs_tol"])
    within = expected["access_3sfca_wan2012_G_within_catchment"]
    np.testing.assert_allclose(access(case, costs, decay, choice=True), within, atol=case["abs_tol"])


def test_gi_star_of_a_square_of_twenty_five(published):
    """Queen neighbours on a grid are those within a step and a half."""
    case = published["getis-ord-gi-star-5x5"]
    y, x = np.divmod(np.arange(25.0), 5)
    found = hot_spots(np.column_stack([x, y]), np.array(case["input"]["values_row_major_5x5"]), DIAGONAL)
    np.testing.assert_allclose(found.z, case["expected"]["z"], atol=case["abs_tol"])
