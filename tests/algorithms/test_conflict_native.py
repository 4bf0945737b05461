"""Real houses, land use, rivers and communities beside QGIS's own overlap analysis and joins."""

from __future__ import annotations

import numpy as np
import pytest
from qgis import processing

USES = "landuse in ('residential', 'industrial', 'commercial', 'farmyard', 'meadow', 'forest')"


def native(name, **parameters):
    return processing.run(f"native:{name}", {**parameters, "OUTPUT": "memory:"})["OUTPUT"]


def chosen(source, expression, name):
    found = native("extractbyexpression", INPUT=source, EXPRESSION=expression)
    layer = native("reprojectlayer", INPUT=found, TARGET_CRS="EPSG:32632")
    layer.setName(name)
    return layer


@pytest.fixture
def osm(provider, real_data):
    return f"{real_data / 'osm_liechtenstein' / 'liechtenstein-latest.osm.pbf'}|layername="


@pytest.fixture
def houses(osm):
    return chosen(osm + "multipolygons", "building is not null and $id % 5 = 0", "houses")


def test_overlap_of_real_houses_with_real_land_use(run, osm, houses, column):
    """QGIS measures on the ellipsoid, where slivers of a hundredth of a square metre come out otherwise."""
    zones = chosen(osm + "multipolygons", USES, "zones")
    ours = run("overlapshare", INPUT=houses, RESTRICTIONS=[zones], OUTPUT="memory:")["OUTPUT"]
    theirs = native("calculatevectoroverlaps", INPUT=houses, LAYERS=[zones])
    share = np.array(column(ours, "overlap_share"))
    assert ((share > 0) & (share < 1)).sum() > 10 and (share == 1).sum() > 100
    np.testing.assert_allclose(share, np.divide(column(theirs, "zones_pc"), 100), atol=5e-5)
    np.testing.assert_allclose(column(ours, "overlap_size"), column(theirs, "zones_area"), rtol=0.001, atol=0.01)


def test_overlap_of_real_streets_with_real_land_use(run, osm, column):
    """The native overlap analysis knows no lines: their parts are cut out and measured."""
    streets = chosen(osm + "lines", "highway is not null and $id % 20 = 0", "streets")
    zones = native("dissolve", INPUT=chosen(osm + "multipolygons", USES, "zones"))
    ours = run("overlapshare", INPUT=streets, RESTRICTIONS=[zones], OUTPUT="memory:")["OUTPUT"]
    inside = native("intersection", INPUT=streets, OVERLAY=zones)
    together = sum(feature.geometry().length() for feature in inside.getFeatures())
    assert sum(column(ours, "overlap_size")) == pytest.approx(together, rel=1e-6)


def test_distance_of_real_houses_to_real_rivers(run, osm, houses, column):
    rivers = chosen(osm + "lines", "waterway is not null", "rivers")
    ours = run("distanceto", INPUT=houses, TARGETS=rivers, OUTPUT="memory:")["OUTPUT"]
    joined = native("joinbynearest", INPUT=houses, INPUT_2=rivers, FIELDS_TO_COPY=["osm_id"], NEIGHBORS=1)
    once = {feature.geometry().asWkt(): feature["distance"] for feature in joined.getFeatures()}
    theirs = [once[feature.geometry().asWkt()] for feature in ours.getFeatures()]
    np.testing.assert_allclose(column(ours, "distance_m"), theirs, atol=1e-6)


def test_communities_inside_and_outside_of_an_oblast(run, real_data, column):
    """In degrees as they came, the middles of communities have a minus sign exactly where QGIS finds them inside."""
    areas = f"{real_data / 'ua_admin_osm' / 'ua_admin_simplified.gpkg'}|layername="
    oblast = native("extractbyexpression", INPUT=areas + "oblast", EXPRESSION="katottg like 'UA63%'")
    middles = native("centroids", INPUT=areas + "hromada")
    ours = run("distanceto", INPUT=middles, TARGETS=oblast, SIGNED=True, OUTPUT="memory:")["OUTPUT"]
    inside = native("extractbylocation", INPUT=middles, PREDICATE=[6], INTERSECT=oblast)
    negative = {code for code, far in zip(column(ours, "katottg"), column(ours, "distance_m")) if far < 0}
    assert negative == set(column(inside, "katottg")) and len(negative) > 50
