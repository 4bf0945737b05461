from __future__ import annotations

import sqlite3

import numpy as np
import pytest
import shapely
from osgeo import gdal, osr
from qgis import processing
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorFileWriter,
)

PLACES = "Point?crs=EPSG:6386&field=name:string"
HOUSES = "Polygon?crs=EPSG:6386&field=residents:integer&field=idp:integer"
BOWTIE = "POLYGON((0 0, 20 20, 20 0, 0 20, 0 0))"


def box(x: float, y: float, size: float = 10) -> str:
    return f"POLYGON(({x} {y}, {x + size} {y}, {x + size} {y + size}, {x} {y + size}, {x} {y}))"


@pytest.fixture
def places(made_layer):
    return made_layer(PLACES, ("POINT(0 0)", "Школа"), ("POINT(500 0)", "Ліцей «О'Браєн»"), (None, "Без місця"))


@pytest.fixture
def houses(made_layer):
    return made_layer(HOUSES, (box(90, 0), 40, 4), (box(110, 0), 7, None), (box(450, 0), 5, 1), (box(9000, 0), 99, 9))


@pytest.fixture
def served(run, houses):
    defaults = {"PEOPLE": houses, "PEOPLE_FIELDS": ["residents", "idp"], "REACH": 100, "OUTPUT": "memory:"}
    return lambda layer, **parameters: run("peopleserved", INPUT=layer, **{**defaults, **parameters})


def test_the_layer_comes_back_with_the_people_in_reach(served, places, column):
    """The house at 90 m is in reach of the first place by its edge, the one at 110 m is not."""
    result = served(places)
    out = result["OUTPUT"]
    residents, idp = ([f"{word}_{group}" for word in ("served", "unknown", "only")] for group in ("residents", "idp"))
    assert out.fields().names() == ["name", "units_in_reach", *residents, *idp]
    assert column(out, "served_residents") == [40, 5, None]
    assert column(out, "units_in_reach") == [1, 1, 0]
    assert (result["TOTAL"], result["EVERYONE"], result["COUNT"]) == (45, 151, 3)
    wider = served(places, REACH=450)
    assert column(wider["OUTPUT"], "served_idp") == [5, 5, None]
    assert column(wider["OUTPUT"], "unknown_idp") == [1, 1, 0]
    assert wider["TOTAL"] == 52


def test_equal_to_the_native_algorithms_on_a_random_town(run, made_layer, column, summed_by_location):
    random = np.random.default_rng(7)
    spots = (random.random((400, 2)) * 3000).round(2)
    houses = made_layer(HOUSES, *[(box(x, y, 12), int(n), 0) for (x, y), n in zip(spots, random.integers(1, 60, 400))])
    places = made_layer(PLACES, *[(f"POINT({x} {y})", "") for x, y in random.random((60, 2)) * 3000])
    ours = run("peopleserved", INPUT=places, PEOPLE=houses, PEOPLE_FIELDS=["residents"], REACH=400, OUTPUT="memory:")[
        "OUTPUT"
    ]
    buffers = processing.run("native:buffer", {"INPUT": places, "DISTANCE": 400, "SEGMENTS": 300, "OUTPUT": "memory:"})[
        "OUTPUT"
    ]
    native = summed_by_location(INPUT=buffers, JOIN=houses, JOIN_FIELDS=["residents"])
    assert column(ours, "served_residents") == [total or 0 for total in column(native, "residents_sum")]
    assert column(ours, "units_in_reach") == [count or 0 for count in column(native, "residents_count")]


def test_lines_and_polygons_are_places_too_and_no_one_counts_twice(served, made_layer, column):
    street = made_layer("MultiLineString?crs=EPSG:6386", ("MULTILINESTRING((0 5, 80 5), (130 5, 440 5))",))
    assert column(served(street, REACH=15)["OUTPUT"], "served_residents") == [52]
    block = made_layer("Polygon?crs=EPSG:6386", (box(80, -5, 60),))
    assert column(served(block, REACH=0)["OUTPUT"], "served_residents") == [47]


def test_what_each_place_adds_to_the_others_and_to_what_is_there(served, made_layer, houses, column):
    """The first two places share the house at 90 m; the third reaches the one at 450 m, which a school serves."""
    places = made_layer(PLACES, ("POINT(80 0)", ""), ("POINT(85 5)", ""), ("POINT(500 0)", ""))
    out = served(places, REACH=60, EXISTING=made_layer(PLACES, ("POINT(440 0)", "")))["OUTPUT"]
    assert column(out, "served_residents") == [47, 47, 5]
    assert column(out, "only_residents") == [0, 0, 5]
    assert column(out, "added_residents") == [47, 47, 0]


def test_people_of_districts_by_share_as_native_intersections_tell(run, made_layer, column):
    random = np.random.default_rng(11)
    districts = made_layer(
        "Polygon?crs=EPSG:6386&field=n:integer",
        *[(box(x, y, 500), int(random.integers(100, 900))) for x in range(0, 2000, 500) for y in range(0, 2000, 500)],
    )
    places = made_layer(
        "Point?crs=EPSG:6386&field=id:integer",
        *[(f"POINT({x} {y})", n) for n, (x, y) in enumerate(random.random((20, 2)) * 2000)],
    )
    ours = run(
        "peopleserved",
        INPUT=places,
        PEOPLE=districts,
        PEOPLE_FIELDS=["n"],
        REACH=300,
        COUNT_BY="share",
        OUTPUT="memory:",
    )
    around = processing.run("native:buffer", {"INPUT": places, "DISTANCE": 300, "SEGMENTS": 32, "OUTPUT": "memory:"})
    cut = processing.run("native:intersection", {"INPUT": around["OUTPUT"], "OVERLAY": districts, "OUTPUT": "memory:"})
    sums = np.zeros(20)
    for piece in cut["OUTPUT"].getFeatures():
        sums[piece["id"]] += piece["n"] * piece.geometry().area() / 500**2
    np.testing.assert_allclose(column(ours["OUTPUT"], "served_n"), sums, rtol=1e-9)
    assert sum(column(ours["OUTPUT"], "only_n")) <= ours["TOTAL"] <= sums.sum()


def test_people_of_districts_spread_over_buildings(run, made_layer, column):
    """Of 300 people in the district 200 live in the larger building, the only one in reach."""
    districts = made_layer("Polygon?crs=EPSG:6386&field=n:integer", (box(0, 0, 100), 300), (box(500, 0, 100), 50))
    buildings = made_layer(
        "Polygon?crs=EPSG:6386&field=floors:integer", (box(0, 0), 2), (box(50, 50), 1), (box(90, 90), None)
    )
    parameters = {"PEOPLE": districts, "PEOPLE_FIELDS": ["n"], "REACH": 20, "BUILDINGS": buildings}
    places = made_layer(PLACES, ("POINT(0 0)", ""), ("POINT(510 50)", ""))
    plain = run("peopleserved", INPUT=places, OUTPUT="memory:", **parameters)
    assert column(plain["OUTPUT"], "served_n")[0] == pytest.approx(100)
    assert column(plain["OUTPUT"], "served_n")[1] == pytest.approx(
        50 * shapely.Point(510, 50).buffer(20, quad_segs=32).intersection(shapely.box(500, 0, 600, 100)).area / 1e4
    )
    weighted = run("peopleserved", INPUT=places, OUTPUT="memory:", WEIGHT_FIELD="floors", **parameters)
    assert column(weighted["OUTPUT"], "served_n")[0] == pytest.approx(300 * 2 / 4.5)


@pytest.mark.parametrize("crs", [6386, 4326])
def test_people_of_a_population_raster_by_share(run, made_layer, column, tmp_path, crs):
    """10 people in each cell of 100 m, in metres or in degrees; nothing lives in the last row, one cell is unknown."""
    cell, left, top = (100, 0, 1000) if crs == 6386 else (0.001, 36.2, 50.01)
    values = np.full((10, 10), 10.0)
    values[9], values[0, 0] = 0, -1
    file = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "люди.tif"), 10, 10, 1, gdal.GDT_Float32)
    file.SetGeoTransform((left, cell, 0, top, 0, -cell))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(crs)
    file.SetProjection(reference.ExportToWkt())
    file.GetRasterBand(1).SetNoDataValue(-1)
    file.GetRasterBand(1).WriteArray(values)
    del file
    middle, corner = (left + 5 * cell, top - 5 * cell), (left, top)
    places = made_layer(f"Point?crs=EPSG:{crs}", *[(f"POINT({x} {y})",) for x, y in (middle, corner)], (None,))
    result = run("peopleserved", INPUT=places, POPULATION=str(tmp_path / "люди.tif"), REACH=100, OUTPUT="memory:")
    served, area = column(result["OUTPUT"], "served_population"), 1e4 if crs == 6386 else 111.23 * 71.7
    assert served[0] == pytest.approx(10 * np.pi * 1e4 / area, rel=0.003)
    assert column(result["OUTPUT"], "unknown_population") == [0, 1, 0] and served[2] is None
    assert column(result["OUTPUT"], "only_population")[0] == pytest.approx(served[0])
    nowhere = made_layer(f"Point?crs=EPSG:{crs}", (None,))
    lost = run("peopleserved", INPUT=nowhere, POPULATION=str(tmp_path / "люди.tif"), REACH=100, OUTPUT="memory:")
    assert column(lost["OUTPUT"], "served_population") == [None]


def test_over_streets_the_way_counts_and_barriers_close_it(served, made_layer, houses, column):
    """The house at 450 m stands at a street with a bend, 627 m long; a closed bridge cuts it off."""
    streets = made_layer("LineString?crs=EPSG:6386", ("LINESTRING(0 0, 225 218, 450 0)",), ("LINESTRING(0 0, 95 0)",))
    place = made_layer(PLACES, ("POINT(0 0)", ""), (None, ""))
    for reach, people in ((100, [40, None]), (600, [47, None]), (640, [52, None])):
        out = served(place, STREETS=streets, REACH=reach)["OUTPUT"]
        assert column(out, "served_residents") == people, reach
    bridge = made_layer("Point?crs=EPSG:6386", ("POINT(225 218)",))
    closed = served(place, STREETS=streets, BARRIERS=bridge, REACH=640)["OUTPUT"]
    assert column(closed, "served_residents") == [47, None]
    there = made_layer(PLACES, ("POINT(440 9)", ""))
    added = served(place, STREETS=streets, REACH=640, EXISTING=there, MEASURE_BY="metres")["OUTPUT"]
    assert column(added, "added_residents") == [47, None], "the house at 450 m has a facility already"


def test_someone_must_be_served(run, places, houses):
    for given in ({}, {"PEOPLE": houses}):
        with pytest.raises(QgsProcessingException, match="Who is to be served"):
            run("peopleserved", INPUT=places, REACH=5, OUTPUT="memory:", **given)


def test_only_selected_places_and_filtered_people_count(served, places, houses, column):
    QgsProject.instance().addMapLayer(places)
    places.selectByIds([next(places.getFeatures()).id()])
    houses.setSubsetString("residents > 10")
    source = QgsProcessingFeatureSourceDefinition(places.id(), selectedFeaturesOnly=True)
    result = served(source, REACH=600)
    assert column(result["OUTPUT"], "served_residents") == [40]
    assert result["EVERYONE"] == 139
    QgsProject.instance().removeMapLayer(places.id())


@pytest.mark.parametrize(
    ("crs", "first", "second", "chosen"),
    [
        ("EPSG:6386", "POINT(0 0)", "POINT(0 100)", "EPSG:6386"),
        ("EPSG:4326", "POINT(36.25 50)", "POINT(36.25 50.0009)", "EPSG:32637"),
        ("EPSG:3857", "POINT(4035331 6446276)", "POINT(4035331 6446431)", "EPSG:32637"),
        ("EPSG:4979", "POINT Z(36.25 50 90)", "POINT Z(36.25 50.0009 200)", "EPSG:32637"),
        ("EPSG:4326", "POINT(-58.4 -34.6)", "POINT(-58.4 -34.6009)", "EPSG:32721"),
    ],
)
def test_a_metre_is_a_metre_in_any_system(run, made_layer, crs, first, second, chosen, column):
    """The two points lie 100 m apart on the ground; degrees and Web Mercator are not measured in."""
    said = []
    feedback = QgsProcessingFeedback(False)
    feedback.pushInfo = said.append
    kind = "PointZ" if " Z" in first else "Point"
    layer = made_layer(f"{kind}?crs={crs}&field=n:integer", (first, 1), (second, 2))
    for reach, expected in ((97, [1, 2]), (103, [3, 3])):
        parameters = {"INPUT": layer, "PEOPLE": layer, "PEOPLE_FIELDS": ["n"], "REACH": reach, "OUTPUT": "memory:"}
        out = processing.run("vidnova:peopleserved", parameters, feedback=feedback)["OUTPUT"]
        assert column(out, "served_n") == expected
        assert out.crs().authid() == crs
    assert any(chosen in sentence for sentence in said)


def test_swapped_coordinates_are_pointed_out(made_layer):
    """Kharkiv, and the same point with latitude and longitude the wrong way round, 1,800 km away."""
    said = []
    feedback = QgsProcessingFeedback(False)
    feedback.pushWarning = said.append
    right = made_layer("Point?crs=EPSG:4326&field=n:integer", ("POINT(36.25 50)", 1))
    swapped = made_layer("Point?crs=EPSG:4326&field=n:integer", ("POINT(50 36.25)", 1), name="люди")
    parameters = {"INPUT": right, "PEOPLE_FIELDS": ["n"], "REACH": 9, "OUTPUT": "memory:"}
    processing.run("vidnova:peopleserved", {**parameters, "PEOPLE": right}, feedback=feedback)
    assert not said
    processing.run("vidnova:peopleserved", {**parameters, "PEOPLE": swapped}, feedback=feedback)
    assert any("«люди» lies" in sentence and "swapped" in sentence for sentence in said)


def test_layers_in_different_systems_meet(served, houses, places, column):
    degrees = {"INPUT": houses, "TARGET_CRS": QgsCoordinateReferenceSystem("EPSG:4326"), "OUTPUT": "memory:"}
    moved = processing.run("native:reprojectlayer", degrees)["OUTPUT"]
    assert column(served(places, PEOPLE=moved)["OUTPUT"], "served_residents") == [40, 5, None]


def test_invalid_and_curved_shapes_are_taken_even_where_qgis_would_stop(made_layer, provider, column):
    layer = made_layer(
        "CurvePolygon?crs=EPSG:6386&field=n:integer",
        (BOWTIE.replace("POLYGON", "CURVEPOLYGON"), 1),
        ("CURVEPOLYGON(CIRCULARSTRING(30 0, 40 10, 50 0, 40 -10, 30 0))", 2),
    )
    context = QgsProcessingContext()
    context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryAbortOnInvalid)
    parameters = {"INPUT": layer, "PEOPLE": layer, "PEOPLE_FIELDS": ["n"], "REACH": 10.1, "OUTPUT": "memory:"}
    out = processing.run("vidnova:peopleserved", parameters, context=context)["OUTPUT"]
    assert column(out, "served_n") == [3, 3]


def test_null_everywhere_is_unknown_not_zero(served, places, made_layer, column):
    result = served(places, PEOPLE=made_layer(HOUSES, (box(0, 0), None, None)))
    assert column(result["OUTPUT"], "served_residents") == [None, 0, None]
    assert result["TOTAL"] is None and result["EVERYONE"] is None


def test_coordinates_that_cannot_be_are_no_place(run, made_layer, column):
    layer = made_layer("Point?crs=EPSG:4326&field=n:integer", ("POINT(36 50)", 1), ("POINT(36 95)", 2))
    result = run("peopleserved", INPUT=layer, PEOPLE=layer, PEOPLE_FIELDS=["n"], REACH=10, OUTPUT="memory:")
    assert column(result["OUTPUT"], "served_n") == [1, None]


def test_numbers_written_as_text_count(run, made_layer, column):
    layer = made_layer("Point?crs=EPSG:6386&field=n:string", ("POINT(0 0)", " 12 "), ("POINT(1 0)", ""))
    result = run("peopleserved", INPUT=layer, PEOPLE=layer, PEOPLE_FIELDS=["n"], REACH=10, OUTPUT="memory:")
    assert column(result["OUTPUT"], "served_n") == [12, 12]
    assert column(result["OUTPUT"], "unknown_n") == [1, 1]


def test_files_with_cyrillic_and_apostrophes_in_their_paths(served, places, tmp_path):
    source, target = tmp_path / "об'єкти громади.gpkg", tmp_path / "люди «О'Браєн».gpkg"
    context = QgsProject.instance().transformContext()
    QgsVectorFileWriter.writeAsVectorFormatV3(places, str(source), context, QgsVectorFileWriter.SaveVectorOptions())
    served(str(source), OUTPUT=str(target))
    with sqlite3.connect(target) as connection:
        rows = connection.execute(f'SELECT name, served_residents FROM "{target.stem}" ORDER BY fid').fetchall()
    assert rows == [("Школа", 40), ("Ліцей «О'Браєн»", 5), ("Без місця", None)]


@pytest.mark.parametrize(
    ("definition", "rows", "parameters", "sentence"),
    [
        ("None?field=n:integer", [(None, 1)], {}, "has no geometry: distances need places"),
        ("Point?crs=EPSG:6386", [], {}, "is empty"),
        (PLACES, [("POINT(0 0)", "а")], {"PEOPLE_FIELDS": ["souls"]}, "no field «souls». Its fields: residents, idp"),
    ],
)
def test_bad_input_gets_a_sentence(served, made_layer, definition, rows, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        served(made_layer(definition, *rows), **parameters)


def test_a_layer_without_a_reference_system_is_refused(served, places, made_layer):
    places.setCrs(QgsCoordinateReferenceSystem())
    with pytest.raises(QgsProcessingException, match="no coordinate reference system"):
        served(places)


def test_a_text_in_a_number_field_is_named(served, places, made_layer):
    people = made_layer("Point?crs=EPSG:6386&field=n:string", ("POINT(0 0)", "сорок"))
    with pytest.raises(QgsProcessingException, match="feature 1: «сорок» is not a number"):
        served(places, PEOPLE=people, PEOPLE_FIELDS=["n"])


def test_it_stops_when_asked(houses, places, provider):
    feedback = QgsProcessingFeedback(False)
    feedback.cancel()
    parameters = {"INPUT": places, "PEOPLE": houses, "PEOPLE_FIELDS": ["idp"], "REACH": 10, "OUTPUT": "memory:"}
    algorithm = provider.algorithm("peopleserved").create()
    results, completed = algorithm.run(parameters, QgsProcessingContext(), feedback)
    assert results == {} and completed
