from __future__ import annotations

import numpy as np
import pytest
import shapely
from vidnova.planning.criteria.conflict.zoning import checked_rules, zoning_findings, zoning_fit
from vidnova.planning.errors import PlanError
from vidnova.planning.features import FeatureTable

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


def test_a_line_along_the_cut_of_a_large_zone_counts_once():
    disc = shapely.Point(0, 0).buffer(100, quad_segs=500)
    line = shapely.LineString([(-300, 0), (100, 0)])
    found = zoning_fit(array([line]), ["health"], array([disc]), ["Ж-1"], {"health": {"Ж-1": 1}})
    assert found.known.tolist() == pytest.approx([0.5])


def test_equal_to_zone_by_zone_on_a_random_town():
    random = np.random.default_rng(11)
    town = array([shapely.box(x, y, x + 30, y + 20) for x, y in random.random((200, 2)) * 900])
    cells = [shapely.box(x, y, x + 100, y + 100) for x in range(0, 900, 100) for y in range(0, 900, 100)]
    codes = [f"З-{n}" for n in random.integers(0, 6, len(cells))]
    uses = [str(n) for n in random.integers(0, 3, len(town))]
    rules = {use: {f"З-{n}": float(random.choice([0, 0.5, 1])) for n in range(4)} for use in ("0", "1")}
    found = zoning_fit(town, uses, array(cells), codes, rules)
    for row, (place, use) in enumerate(zip(town, uses)):
        shares = {zone: 0.0 for zone in codes}
        for zone, cell in zip(codes, cells):
            shares[zone] += place.intersection(cell).area / place.area
        ruled = {zone: share for zone, share in shares.items() if zone in rules.get(use, {})}
        assert found.known[row] == pytest.approx(sum(ruled.values()))
        if found.known[row] > 0:
            expected = sum(share * rules[use][zone] for zone, share in ruled.items()) / sum(ruled.values())
            assert found.fit[row] == pytest.approx(expected)
        else:
            assert np.isnan(found.fit[row])
        assert found.zones[row] == ", ".join(sorted(zone for zone, share in shares.items() if share > 1e-12))


def test_uses_and_zones_that_the_rules_do_not_name_are_told():
    layer = FeatureTable("зони", "зони", "EPSG:6386", {}, [shape.wkb for shape in ZONES])
    found = zoning_findings(layer, [*CODES[:3], "Р-9"], ["health", "water", None], RULES)
    assert [item["message_en"] for item in found] == [
        "There is no zoning rule for these uses: water.",
        "There is no zoning rule for these zones: Р-9.",
    ]
