from __future__ import annotations

import numpy as np
import pytest
import shapely
from vidnova.planning.criteria.conflict.zoning import checked_rules, zoning_fit
from vidnova.planning.errors import PlanError

ZONES = [shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), shapely.box(20, 0, 30, 10), shapely.box(0, 0, 5, 10)]
CODES = ["Ж-1", "Г-2", "В-1", "Ж-1"]
RULES = {"health": {"Ж-1": 0.5, "Г-2": 1, "В-1": 0}, "roads": {"В-1": 1}}


def array(items) -> np.ndarray:
    made = np.empty(len(items), dtype=object)
    made[:] = items
    return made


def fit(places, uses):
    return zoning_fit(array(places), uses, array(ZONES), CODES, RULES)


def test_the_share_in_each_zone_weighs_its_rule():
    """A quarter lies in Ж-1 (twice drawn, counted once), half in Г-2, a quarter in В-1."""
    found = fit([shapely.box(5, 0, 25, 10)], ["health"])
    assert found.fit[0] == pytest.approx(0.25 * 0.5 + 0.5 * 1 + 0.25 * 0)
    assert found.known.tolist() == [1] and found.zones == ("В-1, Г-2, Ж-1",)


def test_a_pair_without_a_rule_is_unknown_not_forbidden():
    found = fit([shapely.box(15, 0, 25, 10), shapely.Point(1, 1), shapely.Point(99, 0), None], ["roads"] * 3 + [None])
    assert found.fit[0] == 1 and found.known[0] == 0.5
    assert np.isnan(found.fit[1:]).all()
    assert found.known[1:3].tolist() == [0, 0] and np.isnan(found.known[3])
    assert found.zones[1:3] == ("Ж-1", "")


def test_points_and_lines_lie_in_zones_too():
    found = fit([shapely.Point(15, 5), shapely.LineString([(25, 5), (15, 5)])], ["health"] * 2)
    assert found.fit.tolist() == [1, 0.5]


def test_the_order_of_zones_does_not_matter():
    place = array([shapely.box(3, 2, 27, 8)])
    straight = fit(place, ["health"]).fit
    turned = zoning_fit(place, ["health"], array(ZONES[::-1]), CODES[::-1], RULES).fit
    np.testing.assert_allclose(turned, straight)


@pytest.mark.parametrize("rules", [{}, [], {"health": 1}, {"health": {"Ж-1": 2}}, {"health": {"Ж-1": True}}])
def test_unusable_rules_are_refused(rules):
    with pytest.raises(PlanError, match="from 0"):
        checked_rules(rules)
