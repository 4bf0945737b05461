from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from vidnova.planning.criteria.damage import (
    DEFAULT_LOSS_RATIOS,
    checked_ratios,
    damage_exposure,
    piled_events,
    read_sites,
)
from vidnova.planning.errors import PlanError
from vidnova.planning.features import FeatureTable


def layer(points, **columns) -> FeatureTable:
    return FeatureTable("пошкодження", "d.gpkg", "EPSG:6386", columns, [p and shapely.Point(p).wkb for p in points])


def array(items) -> np.ndarray:
    made = np.empty(len(items), dtype=object)
    made[:] = items
    return made


def test_the_default_ratios_follow_the_grades():
    assert [DEFAULT_LOSS_RATIOS[str(grade)] for grade in range(6)] == [0, 0.05, 0.15, 0.40, 0.70, 1.0]
    assert [DEFAULT_LOSS_RATIOS[name] for name in ("minor", "moderate", "severe", "destroyed")] == [0.15, 0.4, 0.7, 1]


def test_loss_weighted_damage_as_by_hand():
    """In 500 m: one destroyed (1) and two severe in one row (2 × 0.7); the minor one is 600 m away."""
    table = layer([(0, 0), (300, 400), (600, 0)], damage_class=["Destroyed ", "severe", "minor"], n=[1, 2, 1])
    sites = read_sites(table, "damage_class", count_field="n")
    found = damage_exposure(array([shapely.Point(0, 0)]), sites.geometries, sites.losses, 500)
    assert found.total[0, 0] == pytest.approx(2.4)
    assert sites.findings == ()


def test_own_ratios_replace_the_default_ones():
    sites = read_sites(layer([(0, 0), (1, 0), (2, 0)], c=[5, 3.0, "minor"]), "c", {"5": 0.9, "3": 0.3})
    assert sites.losses.tolist()[:2] == [0.9, 0.3] and np.isnan(sites.losses[2])


def test_a_strange_class_is_found_and_not_taken_for_undamaged():
    table = layer([(0, 0), (1, 0), (900, 0)], c=["destroyed", None, "зруйновано"])
    sites = read_sites(table, "c")
    [found] = sites.findings
    assert found["rule"] == "damage_class_unknown" and "2 features" in found["message_en"]
    assert "«зруйновано»" in found["message_uk"] and "NULL" in found["message_uk"]
    exposure = damage_exposure(array([shapely.Point(0, 0), shapely.Point(900, 0)]), sites.geometries, sites.losses, 10)
    assert exposure.total[0, 0] == 1 and exposure.unknown[0, 0] == 1
    assert np.isnan(exposure.total[1, 0])


@pytest.mark.parametrize("ratios", [{}, [], None, {"a": 2}, {"a": "much"}, {"a": True}, {"a": float("nan")}])
def test_unusable_ratios_are_refused(ratios):
    with pytest.raises(PlanError, match="number from 0 to 1"):
        checked_ratios(ratios)


def spread(count: int) -> list[tuple[float, float]]:
    return [(100.0 * i, 7.0 * i) for i in range(count)]


def test_a_town_put_on_its_centroid_is_a_pile():
    points = array([shapely.Point(p) for p in spread(50)] + [shapely.Point(-1, -1)])
    [pile] = piled_events(points, np.array([1.0] * 50 + [100]))
    assert (pile.rows.tolist(), pile.events, pile.share) == ([50], 100, pytest.approx(2 / 3))


def test_two_towns_give_two_piles_and_rows_count_as_well_as_numbers():
    points = array([shapely.Point(p) for p in spread(40)] + [shapely.Point(-1, -1)] * 60 + [shapely.Point(-5, 2)])
    piles = piled_events(points, np.array([1.0] * 100 + [50]))
    assert sorted(pile.events for pile in piles) == [50, 60]


@pytest.mark.parametrize(
    ("points", "events"),
    [
        ([(0, 0)], [5000]),
        ([(0, 0), (1, 1)], [600, 400]),
        (spread(100), [1] * 100),
        ([(0, 0)] * 6 + spread(4)[1:], [1] * 9),
        (spread(30), [100] + [30] * 29),
        ([None, (0, 0)], [1, 1]),
        ([None, None], [1, 1]),
        ([], []),
        (spread(3), [np.nan, 0, 0]),
    ],
)
def test_what_is_no_pile(points, events):
    assert piled_events(array([p and shapely.Point(p) for p in points]), np.array(events, dtype=float)) == []


@given(st.lists(st.integers(1, 400), min_size=2, max_size=30))
def test_a_pile_is_always_far_above_the_rest(events):
    points = array([shapely.Point(p) for p in spread(len(events))])
    piled = {row for pile in piled_events(points, np.array(events, dtype=float)) for row in pile.rows.tolist()}
    rest = [number for row, number in enumerate(events) if row not in piled]
    assert all(events[row] > sum(events) / 5 and events[row] >= 5 * max(rest) for row in piled)


def test_piled_events_are_near_nothing_but_still_belong_to_the_community():
    table = layer([*spread(50), (-1, -1)], n=[1] * 50 + [100])
    sites = read_sites(table, count_field="n")
    places = array([shapely.Point(-1, -1), None])
    found = damage_exposure(places, sites.geometries, sites.losses, 5, np.array([False, True]))
    assert found.total[:, 0].tolist() == [1, 150]
    kept = read_sites(table, count_field="n", count_piled=True)
    assert damage_exposure(places, kept.geometries, kept.losses, 5).total[0, 0] == 101
    [finding] = sites.findings
    assert finding["rule"] == "damage_piled" and "100 events (67 % of all)" in finding["message_en"]
