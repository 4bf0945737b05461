from __future__ import annotations

import numpy as np
import pytest
from qgis import processing
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer

HOMES = "Point?crs=EPSG:6386&field=people:integer"
SCHOOLS = "Point?crs=EPSG:6386&field=seats:integer&field=open:boolean"
DISTRICTS = "Polygon?crs=EPSG:6386&field=name:string"
NORMS = "None?field=service:string&field=per_1000:double&field=reach_m:double"


@pytest.fixture
def homes(made_layer):
    """100 people at the first school, 50 between both, 25 out of reach, and a house of which nothing is known."""
    rows = (("POINT(0 0)", 100), ("POINT(400 0)", 50), ("POINT(5000 0)", 25), ("POINT(100 0)", None), (None, 7))
    return made_layer(HOMES, *rows)


@pytest.fixture
def schools(made_layer):
    rows = (("POINT(0 0)", 30, True), ("POINT(800 0)", 10, None), ("POINT(5000 0)", 99, False))
    return made_layer(SCHOOLS, *rows)


@pytest.fixture
def catchment(run, homes, schools):
    fixed = {"INPUT": homes, "PEOPLE_FIELD": "people", "FACILITIES": schools, "CAPACITY_FIELD": "seats"}
    defaults = {**fixed, "WORKING_FIELD": "open", "METHOD": "2sfca", "REACH": 500, "OUTPUT": "memory:"}
    return lambda **parameters: run("floatingcatchment", **{**defaults, **parameters})


def test_capacity_is_shared_out_among_those_who_reach_it(catchment, column):
    """School 1: 30 seats for 150 people, 0.2 each; school 2: 10 for 50, 0.2; those between have 0.4. By a norm of
    0.25 a fifth of the 100 people have no seat."""
    result = catchment(NORM=250)
    out = result["OUTPUT"]
    assert column(out, "access_score") == pytest.approx([200, 400, 0, 200, None])
    assert column(out, "facilities_in_reach") == [1, 2, 0, 1, 0]
    assert column(out, "unserved") == pytest.approx([20, 0, 25, None, None])
    assert column(out, "below_norm") == [100, 0, 25, None, None]
    assert column(out, "out_of_reach") == [0, 0, 25, 0, None]
    numbers = {"PEOPLE": 182, "CAPACITY": 40, "IDLE": 0, "ACCESS": 40 / 175 * 1000, "UNSERVED": 45}
    assert {name: result[name] for name in numbers} == pytest.approx(numbers)
    assert [result[name] for name in ("BELOW_NORM", "OUT_OF_REACH", "COUNT")] == [125, 25, 5]


def test_without_a_norm_those_are_unserved_whom_nothing_reaches(catchment, column):
    result = catchment()
    assert column(result["OUTPUT"], "unserved") == [0, 0, 25, 0, None]
    assert result["UNSERVED"] == 25


def test_over_streets_those_round_the_corner_are_out_of_reach(catchment, made_layer, column):
    """The house at 400 m is 620 m of street from the first school and 400 m from the second one."""
    streets = made_layer(
        "LineString?crs=EPSG:6386", ("LINESTRING(0 0, 100 0)",), ("LINESTRING(0 0, 200 237, 400 0, 800 0)",)
    )
    out = catchment(STREETS=streets)["OUTPUT"]
    assert column(out, "access_score") == pytest.approx([300, 200, 0, 300, None])
    assert column(out, "facilities_in_reach") == [1, 1, 0, 1, 0]
    closed = catchment(STREETS=streets, BARRIERS=made_layer(HOMES, ("POINT(600 0)", 1)))["OUTPUT"]
    assert column(closed, "access_score") == pytest.approx([300, 0, 0, 300, None])


def test_people_without_a_place_by_district(catchment, made_layer, column):
    districts = made_layer(
        DISTRICTS,
        ("POLYGON((-10 -10, 300 -10, 300 10, -10 10, -10 -10))", "А"),
        ("POLYGON((300 -10, 6000 -10, 6000 10, 300 10, 300 -10))", "Б"),
        ("POLYGON((0 900, 9 900, 9 909, 0 900))", "пустий"),
    )
    result = catchment(NORM=250, DISTRICTS=districts, OUTPUT_DISTRICTS="memory:")
    out = result["OUTPUT_DISTRICTS"]
    assert column(out, "people") == [100, 75, 0]
    assert column(out, "unserved") == pytest.approx([20, 25, 0])
    assert column(out, "unserved_share") == pytest.approx([0.2, 1 / 3, None])
    assert column(out, "access_score") == pytest.approx([200, 50 * 400 / 75, None])
    native = processing.run(
        "native:joinbylocationsummary" if not _old() else "qgis:joinbylocationsummary",
        {"INPUT": districts, "JOIN": result["OUTPUT"], "JOIN_FIELDS": ["unserved"], "PREDICATE": [0],
         "SUMMARIES": [5], "DISCARD_NONMATCHING": False, "OUTPUT": "memory:"},
    )["OUTPUT"]  # fmt: skip
    assert column(out, "unserved")[:2] == pytest.approx(column(native, "unserved_sum")[:2])
    assert "OUTPUT_DISTRICTS" not in catchment(DISTRICTS=districts)


def _old() -> bool:
    from qgis.core import QgsApplication

    return QgsApplication.processingRegistry().algorithmById("native:joinbylocationsummary") is None


def test_equal_to_native_joins_on_a_random_town(run, made_layer, column, summed_by_location):
    """2SFCA as a planner would do it with native algorithms: buffers, sums, division, sums again."""
    random = np.random.default_rng(5)
    homes = made_layer(
        HOMES, *[(f"POINT({x} {y})", int(n)) for (x, y), n in zip(random.random((200, 2)) * 4e3, range(200))]
    )
    schools = made_layer(
        SCHOOLS, *[(f"POINT({x} {y})", int(n), True) for (x, y), n in zip(random.random((15, 2)) * 4e3, range(5, 20))]
    )
    ours = run("floatingcatchment", INPUT=homes, PEOPLE_FIELD="people", FACILITIES=schools, CAPACITY_FIELD="seats",
               METHOD="2sfca", REACH=700, OUTPUT="memory:")  # fmt: skip

    def around(layer):
        parameters = {"INPUT": layer, "DISTANCE": 700, "SEGMENTS": 300, "OUTPUT": "memory:"}
        return processing.run("native:buffer", parameters)["OUTPUT"]

    loads = summed_by_location(INPUT=around(schools), JOIN=homes, JOIN_FIELDS=["people"])
    ratio = {"INPUT": loads, "FIELD_NAME": "ratio", "FIELD_TYPE": 0, "OUTPUT": "memory:",
             "FORMULA": 'if("people_sum" > 0, "seats" / "people_sum", 0)'}  # fmt: skip
    shares = processing.run("native:fieldcalculator", ratio)["OUTPUT"]
    joined = summed_by_location(INPUT=homes, JOIN=shares, JOIN_FIELDS=["ratio"])
    expected = [1000 * (total or 0) for total in column(joined, "ratio_sum")]
    np.testing.assert_allclose(column(ours["OUTPUT"], "access_score"), expected, rtol=1e-9)


def test_distance_and_choice_change_who_has_how_much(catchment, column):
    """Zones: 100 people weigh 1 at the first school, the 50 at 400 m 0.5 at each."""
    zones = {"DECAY": "zones", "ZONES": "[[100, 1], [500, 0.5]]"}
    enhanced = catchment(METHOD="e2sfca", **zones)
    first, second = 30 / 125, 10 / 25
    assert column(enhanced["OUTPUT"], "access_score")[:2] == pytest.approx(
        [1000 * first, 500 * (first + second)], rel=1e-12
    )
    three = catchment(METHOD="3sfca", **zones)
    first, second = 30 / 112.5, 10 / 12.5
    assert column(three["OUTPUT"], "access_score")[:2] == pytest.approx([1000 * first, 250 * (first + second)])
    for method in (enhanced, three):
        assert method["CAPACITY"] == 40


def test_a_service_takes_its_norm_from_a_table(catchment, made_layer, column):
    norms = made_layer(NORMS, (None, "школа", 250, 500), (None, "парк", None, 300))
    assert catchment(REACH=None, SERVICE="школа", NORMS=norms)["UNSERVED"] == pytest.approx(45)
    assert catchment(REACH=None, SERVICE="школа", NORMS=norms, NORM=200)["UNSERVED"] == pytest.approx(25)
    assert column(catchment(REACH=None, SERVICE="парк", NORMS=norms)["OUTPUT"], "facilities_in_reach")[1] == 0


def test_the_shipped_norms_are_called_examples(homes, schools, provider):
    said = []
    feedback = QgsProcessingFeedback(False)
    feedback.pushWarning = said.append
    parameters = {"INPUT": homes, "PEOPLE_FIELD": "people", "FACILITIES": schools, "CAPACITY_FIELD": "seats"}
    processing.run(
        "vidnova:floatingcatchment", {**parameters, "SERVICE": "school", "OUTPUT": "memory:"}, feedback=feedback
    )
    assert any("not an official norm" in sentence for sentence in said)


def test_unknown_capacity_makes_a_lower_bound(catchment, made_layer, column):
    schools = made_layer(SCHOOLS, ("POINT(0 0)", 30, True), ("POINT(800 0)", None, True))
    out = catchment(FACILITIES=schools)["OUTPUT"]
    assert column(out, "access_score") == pytest.approx([200, 200, 0, 200, None])
    assert column(out, "capacity_unknown") == [0, 1, 0, 0, 0]


def test_degrees_are_measured_in_metres(catchment, homes, schools, column):
    moved = [
        processing.run("native:reprojectlayer", {"INPUT": layer, "TARGET_CRS": "EPSG:4326", "OUTPUT": "memory:"})
        for layer in (homes, schools)
    ]
    out = catchment(INPUT=moved[0]["OUTPUT"], FACILITIES=moved[1]["OUTPUT"])["OUTPUT"]
    assert column(out, "access_score") == pytest.approx([200, 400, 0, 200, None])
    assert out.crs().authid() == "EPSG:4326"


def test_a_geopackage_keeps_its_map_style(catchment, tmp_path):
    path = str(tmp_path / "доступ «О'Браєн».gpkg")
    catchment(OUTPUT=path, NORM=250)
    layer = QgsVectorLayer(path, "result", "ogr")
    layer.loadDefaultStyle()
    labels = [item.label() for item in layer.renderer().legendSymbolItems()]
    assert labels[0] == "nothing in reach" and labels[3] == "norm: 250 for 1,000"


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"REACH": None}, "Give the reach in metres"),
        ({"SERVICE": "зоопарк"}, "no norm for service «зоопарк». Known: school"),
        ({"METHOD": "e2sfca", "DECAY": "zones", "ZONES": "[5"}, "ZONES is not JSON"),
        ({"METHOD": "e2sfca", "DECAY": "zones", "ZONES": "[[5, 7]]"}, "weight from 0 to 1"),
        ({"METHOD": "e2sfca", "EDGE": 0}, "between 0 and 1, both excluded"),
        ({"CAPACITY_FIELD": "beds"}, "no field «beds». Its fields: seats, open"),
    ],
)
def test_bad_input_gets_a_sentence(catchment, parameters, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        catchment(**parameters)


def test_it_stops_when_asked(homes, schools, provider):
    feedback = QgsProcessingFeedback(False)
    feedback.cancel()
    parameters = {"INPUT": homes, "PEOPLE_FIELD": "people", "FACILITIES": schools, "CAPACITY_FIELD": "seats"}
    algorithm = provider.algorithm("floatingcatchment").create()
    results, completed = algorithm.run(
        {**parameters, "REACH": 500, "OUTPUT": "memory:"}, QgsProcessingContext(), feedback
    )
    assert results == {} and completed


def test_damage_events_and_health_points_of_kharkiv(run, real_data, column):
    """Real points in degrees against whole matrices of distances in UTM."""
    city = str(real_data / "city_kharkiv/kharkiv_city.gpkg") + "|layername="
    one = {"INPUT": city + "health_points", "FIELD_NAME": "seats", "FIELD_TYPE": 1, "FORMULA": "1", "OUTPUT": "memory:"}
    health = processing.run("native:fieldcalculator", one)["OUTPUT"]
    asked = {"PEOPLE_FIELD": "n_events", "FACILITIES": health, "CAPACITY_FIELD": "seats", "REACH": 3000}
    ours = run("floatingcatchment", INPUT=city + "damage_event_points", METHOD="3sfca", **asked, OUTPUT="memory:")

    def metres(layer):
        moved = {"INPUT": layer, "TARGET_CRS": "EPSG:32637", "OUTPUT": "memory:"}
        points = [
            f.geometry().asPoint() for f in processing.run("native:reprojectlayer", moved)["OUTPUT"].getFeatures()
        ]
        return np.array([[point.x(), point.y()] for point in points])

    apart = np.linalg.norm(metres(city + "damage_event_points")[:, None] - metres(health), axis=2)
    weight = np.where(apart <= 3000, 0.01 ** ((apart / 3000) ** 2), 0)
    total = weight.sum(axis=1, keepdims=True)
    chosen = np.divide(weight**2, total, out=np.zeros_like(weight), where=total > 0)
    load = np.array(column(ours["OUTPUT"], "n_events"), dtype=float) @ chosen
    expected = 1000 * chosen @ np.divide(1, load, out=np.zeros_like(load), where=load > 0)
    np.testing.assert_allclose(column(ours["OUTPUT"], "access_score"), expected, rtol=1e-6)
    assert ours["COUNT"] == 778 and ours["CAPACITY"] == (load > 0).sum()
