from __future__ import annotations

import numpy as np
import pytest
import shapely
from vidnova.planning.features import FeatureTable
from vidnova.planning.publish.need import losses_by_area, per_thousand, sites_of_criterion

AREAS = np.array([shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100), shapely.box(500, 0, 600, 100)])
RATIOS = {"minor": 0.1, "destroyed": 1.0}


def sites(*found: tuple[float, float, str | None]) -> FeatureTable:
    wkb = [shapely.to_wkb(shapely.Point(x, y)) for x, y, _ in found]
    return FeatureTable("damage", "damage.gpkg", "EPSG:6386", {"class": [c for _, _, c in found]}, wkb)


def losses(table: FeatureTable) -> list[float]:
    criterion = {"fields": {"damage_class": "class"}, "loss_ratios": RATIOS}
    return losses_by_area(AREAS, sites_of_criterion(table, criterion)).tolist()


def test_losses_are_weighted_and_summed_where_they_lie():
    found = losses(sites((10, 10, "destroyed"), (20, 20, "minor"), (150, 50, "minor"), (300, 50, "destroyed")))
    assert found == pytest.approx([1.1, 0.1, 0.0])


def test_a_site_on_a_common_border_counts_once():
    assert losses(sites((100, 50, "destroyed"))) == [1.0, 0.0, 0.0]


def test_an_unknown_class_adds_nothing():
    assert losses(sites((10, 10, None), (10, 10, "sunk"), (10, 10, "destroyed"))) == [1.0, 0.0, 0.0]


def test_without_residents_there_is_no_share():
    shares = per_thousand(np.array([3.0, 3.0, 3.0]), np.array([1500.0, 0.0, np.nan]))
    assert shares[0] == pytest.approx(2.0)
    assert np.isnan(shares[1:]).all()
