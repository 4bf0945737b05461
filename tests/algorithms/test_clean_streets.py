from __future__ import annotations

import fiona
import numpy as np
import pytest
import shapely
import shapely.geometry

STREETS = "LineString?crs=EPSG:6386&field=name:string"


def test_pieces_gaps_and_islands(run, made_layer, column):
    streets = made_layer(
        STREETS,
        ("LINESTRING(0 0, 100 0)", "а"),
        ("LINESTRING(40 -50, 40 50)", "б"),
        ("LINESTRING(100.3 0, 200 0)", "в"),
        ("LINESTRING(0 0, 100 0)", "двічі"),
        ("LINESTRING(0 900, 10 900)", "острів"),
    )
    result = run("cleanstreets", STREETS=streets, OUTPUT="memory:")
    out = result["OUTPUT"]
    assert sorted(zip(column(out, "street"), column(out, "metres"))) == [
        (1, 40),
        (1, 60),
        (2, 50),
        (2, 50),
        (3, pytest.approx(0.3)),
        (3, pytest.approx(99.7)),
        (5, 10),
    ]
    assert [result[name] for name in ("COUNT", "GAPS", "ISLANDS")] == [7, 1, 2]
    assert result["LARGEST_SHARE"] == pytest.approx(300 / 310)
    islands = dict(zip(column(out, "street"), column(out, "island")))
    assert islands == {1: 1, 2: 1, 3: 1, 5: 2} and sum(column(out, "largest")) == 6
    assert sorted(set(column(out, "island_metres"))) == [10, pytest.approx(300)]


def test_what_a_closed_bridge_cuts_off_is_seen(run, made_layer, column):
    streets = made_layer(STREETS, ("LINESTRING(0 0, 100 0)", "а"))
    bridge = made_layer("Point?crs=EPSG:6386", ("POINT(70 0)",))
    out = run("cleanstreets", STREETS=streets, BARRIERS=bridge, OUTPUT="memory:")["OUTPUT"]
    rows = sorted(zip(column(out, "metres"), column(out, "closed"), column(out, "island")))
    assert rows == [(pytest.approx(10), 1, 0), (pytest.approx(25), 0, 2), (pytest.approx(65), 0, 1)]


def test_the_sample_is_cut_as_geos_cuts_it(run, sample, column):
    streets = f"{sample / 'community.gpkg'}|layername=streets"
    result = run("cleanstreets", STREETS=streets, OUTPUT="memory:")
    with fiona.open(sample / "community.gpkg", layer="streets") as layer:
        noded = shapely.node(shapely.union_all([shapely.geometry.shape(street.geometry) for street in layer]))
    assert result["COUNT"] == len(noded.geoms) == 701 and result["ISLANDS"] == 1
    lengths = sorted(line.length for line in noded.geoms)
    np.testing.assert_allclose(sorted(column(result["OUTPUT"], "metres")), lengths, atol=1e-6)
