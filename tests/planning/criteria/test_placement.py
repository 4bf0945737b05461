from __future__ import annotations

import numpy as np
import shapely
from vidnova.planning.criteria.placement import far_apart_findings, heavy_findings
from vidnova.planning.features import FeatureTable


def layer(name, *shapes) -> FeatureTable:
    return FeatureTable(name, name, "EPSG:6386", {}, [shape and shape.wkb for shape in shapes])


def test_a_layer_in_another_country_is_pointed_out():
    here, near, far = (layer(n, shapely.Point(x, 0), None) for n, x in (("тут", 0), ("поруч", 90_000), ("далі", 1.8e6)))
    [found] = far_apart_findings([here, near, far, layer("ніде", None)])
    assert "«далі» lies 1800 km from «тут»" in found["message_en"]


def test_an_outline_of_millions_of_corners_is_told_of():
    corners = np.column_stack([np.arange(1_200_000.0), np.zeros(1_200_000)])
    [found] = heavy_findings(layer("ріка", shapely.LineString(corners), shapely.Point(0, 0), None))
    assert "1 features have more than a million corners, one of them 1.2 million" in found["message_en"]
    assert heavy_findings(layer("дім", shapely.box(0, 0, 1, 1))) == []
