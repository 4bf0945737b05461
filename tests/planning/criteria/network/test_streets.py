from __future__ import annotations

import numpy as np
import pytest
import shapely
from vidnova.planning.criteria.network.streets.read import read_streets
from vidnova.planning.criteria.network.streets.rules import MODES, rules_of, tags_of
from vidnova.planning.criteria.network.streets.speeds import limit_of, per_cent
from vidnova.planning.criteria.network.streets.tags import fields_for
from vidnova.planning.errors import PlanError

LINE = shapely.LineString([(0, 0), (100, 0)])
OPEN = {"highway": "residential"}


@pytest.fixture
def speeds(layer_of):
    """Speeds along and against one street with these tags; (0, 0) where it is closed."""

    def of(mode, changes=None, **tags):
        names = {"highway", *tags}
        columns = {name.replace("__", ":"): [tags.get(name), OPEN.get(name)] for name in names}
        streets = read_streets(layer_of([LINE, LINE], **columns), rules_of(mode, changes))
        found = dict(zip(streets.rows.tolist(), streets.speeds.tolist()))
        return tuple(found.get(0, (0, 0)))

    return of


@pytest.mark.parametrize(
    ("word", "limit"),
    [
        ("50", 50),
        ("50.0", 50),
        ("50 km/h", 50),
        ("30 mph", 48.28032),
        ("30mph", 48.28032),
        ("ua:urban", 50),
        ("ua:rural", 90),
        ("ua:motorway", 130),
        ("de:living_street", 20),
        ("walk", 5),
        ("50;30", 30),
        ("", None),
        ("signals", None),
        ("0", None),
        ("50 leagues", None),
    ],
)
def test_speed_limits_as_people_write_them(word, limit):
    assert limit_of(word, rules_of("car").limits) == pytest.approx(np.nan if limit is None else limit, nan_ok=True)


def test_inclines_as_people_write_them():
    assert [per_cent(word) for word in ("10%", "-12 %", "up", "", "6.5%")] == [10, 12, 0, 0, 6.5]
    assert per_cent("45°") == pytest.approx(100)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({}, (0, 0)),
        ({"highway": "residential"}, (30, 30)),
        ({"highway": "residential", "oneway": "yes"}, (30, 0)),
        ({"highway": "residential", "oneway": "1"}, (30, 0)),
        ({"highway": "residential", "oneway": "-1"}, (0, 30)),
        ({"highway": "residential", "oneway": "no"}, (30, 30)),
        ({"highway": "residential", "oneway": "reversible"}, (30, 30)),
        ({"highway": "residential", "oneway": "sometimes"}, (30, 30)),
        ({"highway": "residential", "junction": "roundabout"}, (30, 0)),
        ({"highway": "motorway"}, (110, 0)),
        ({"highway": "motorway", "oneway": "no"}, (110, 110)),
        ({"highway": "primary", "maxspeed": "UA:urban"}, (50, 50)),
        ({"highway": "primary", "maxspeed": "60", "maxspeed__backward": "40"}, (60, 40)),
        ({"highway": "residential", "access": "private"}, (0, 0)),
        ({"highway": "residential", "access": "no", "motor_vehicle": "yes"}, (30, 30)),
        ({"highway": "residential", "motor_vehicle": "no"}, (0, 0)),
        ({"highway": "residential", "access": "destination"}, (30, 30)),
        ({"highway": "footway"}, (0, 0)),
        ({"highway": "footway", "maxspeed": "20"}, (0, 0)),
        ({"highway": "construction"}, (0, 0)),
        ({"highway": "somenewkind"}, (20, 20)),
    ],
)
def test_by_car(speeds, tags, expected):
    assert speeds("car", **tags) == expected


@pytest.mark.parametrize(
    ("tags", "speed"),
    [
        ({"highway": "residential", "oneway": "yes", "maxspeed": "50"}, 4.8),
        ({"highway": "steps"}, 2.4),
        ({"highway": "motorway"}, 0),
        ({"highway": "footway", "access": "no"}, 0),
        ({"highway": "footway", "access": "no", "foot": "permissive"}, 4.8),
        ({"highway": "path", "motor_vehicle": "no"}, 4.8),
        ({"waterway": "river"}, 0),
    ],
)
def test_on_foot(speeds, tags, speed):
    assert speeds("walking", **tags) == (speed, speed)


@pytest.mark.parametrize(
    ("tags", "speed"),
    [
        ({"highway": "steps"}, 0),
        ({"highway": "steps", "wheelchair": "yes"}, 3.6),
        ({"highway": "footway"}, 3.6),
        ({"highway": "footway", "surface": "gravel"}, 0),
        ({"highway": "footway", "surface": "gravel", "wheelchair": "yes"}, 3.6),
        ({"highway": "footway", "surface": "sett", "smoothness": "bad"}, 3.6 * 0.6 * 0.5),
        ({"highway": "footway", "wheelchair": "no"}, 0),
        ({"highway": "footway", "kerb": "raised"}, 0),
        ({"highway": "footway", "incline": "12%"}, 0),
        ({"highway": "footway", "incline": "-5%"}, 3.6),
        ({"highway": "track"}, 1.8),
    ],
)
def test_by_wheelchair(speeds, tags, speed):
    assert speeds("wheelchair", **tags) == pytest.approx((speed, speed))


def test_rules_can_be_changed_in_part(speeds):
    changes = {"car": {"speed": {"residential": 25, "newkind": 7}}, "closed_words": ["destination"]}
    assert speeds("car", changes, highway="residential") == (25, 25)
    assert speeds("car", changes, highway="newkind") == (7, 7)
    assert speeds("car", changes, highway="residential", access="destination") == (0, 0)
    width = {"wheelchair": {"factors": {"width": {"0.5": 0}}}}
    assert speeds("wheelchair", width, highway="footway", width="0.5") == (0, 0)
    assert speeds("car", highway="residential") == (30, 30)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"bicycle": {}}, "there is no «bicycle»"),
        ({"car": {"speeds": {}}}, "no «car.speeds»"),
        ({"car": {"speed": {"residential": -1}}}, "«car.speed.residential»: give numbers"),
        ({"car": {"speed": 30}}, "«car.speed»"),
        ({"car": {"permission": "foot"}}, "«car.permission»"),
        ({"car": {"maxspeed": 1}}, "«car.maxspeed»"),
        ([], "give numbers"),
    ],
)
def test_unusable_rules_get_a_sentence(changes, sentence):
    with pytest.raises(PlanError, match=sentence):
        rules_of("car", changes)
    with pytest.raises(PlanError, match="«flying» is not known: walking"):
        rules_of("flying")


@pytest.mark.parametrize(
    "other",
    ['"oneway"=>"yes","maxspeed"=>"50","name:uk"=>"вул. \\"Мир\\""', '{"oneway": "yes", "maxspeed": "50"}'],
)
def test_tags_in_the_column_of_gdal_and_under_shortened_names(layer_of, other):
    layer = layer_of([LINE, LINE], highway=["primary", "waterfall"], other_tags=[other, None])
    streets = read_streets(layer, rules_of("car"))
    assert streets.speeds.tolist() == [[50, 0], [20, 20]]
    short = layer_of([LINE], HIGHWAY=["primary"], maxspeed_b=["30"], maxspeed=["40"])
    assert read_streets(short, rules_of("car")).speeds.tolist() == [[40, 30]]
    names = ["osm_id", "HIGHWAY", "other_tags", "maxspeed_f", "lit"]
    assert fields_for(tags_of(rules_of("car")), names) == ["HIGHWAY", "maxspeed_f", "other_tags"]


def test_plain_lines_and_the_fields_the_user_names(layer_of):
    layer = layer_of([LINE] * 4, way=[True, False, "T", None], kmh=[60, "30 mph", None, 0])
    for mode in MODES:
        plain = rules_of(mode).plain_speed
        assert read_streets(layer, rules_of(mode)).speeds.tolist() == [[plain, plain]] * 4
    car = read_streets(layer, rules_of("car"), "way", "kmh")
    np.testing.assert_allclose(car.speeds, [[60, 0], [48.28032, 48.28032], [40, 0], [40, 40]])
    assert (read_streets(layer, rules_of("walking"), "way", "kmh").speeds == 4.8).all()
    with pytest.raises(PlanError, match="no field «weg»"):
        read_streets(layer, rules_of("car"), "weg")


def test_a_direction_that_is_not_understood_is_told(layer_of):
    [found] = read_streets(layer_of([LINE], way=["links"]), rules_of("car"), "way").findings
    assert found["rule"] == "street_direction_unknown" and "1 streets" in found["message_en"]


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_guide_shows_the_table_as_it_is(root, language):
    table = (root / "planning/criteria/network/streets/rules.json").read_text("utf-8").rstrip()
    assert table in (root / f"docs/criteria/access.{language}.md").read_text("utf-8")
