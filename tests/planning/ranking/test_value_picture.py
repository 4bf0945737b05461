from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.image import imread
from vidnova.planning.language import language
from vidnova.planning.ranking.value.definitions import value_function
from vidnova.planning.ranking.value.picture import HEIGHT, PIXELS, WIDTH, picture

DEFINITIONS = [
    {"worst": 0, "best": 4000},
    {"worst": 60, "best": 6},
    {},
    {"function": "log", "worst": 100, "best": 1e6},
    {"function": "exponential", "worst": 0, "best": 100, "rho": -20},
    {"function": "s-shape", "worst": 3000, "best": 0, "mid": 1000},
    {"function": "target", "target": 25},
    {"function": "threshold", "threshold": 0},
    {"function": "piecewise", "points": [[0, 0], [4, 0.8], [9, 1]]},
    {"function": "category", "table": {str(number): number / 9 for number in range(9)}},
]
DATA = np.array([0.0, 1, 1, 3, 8, np.nan])


def pixels(definition, unit="", data=()):
    """The picture as rows of grey, 0 black to 1 white."""
    return imread(BytesIO(picture(value_function(definition, None), unit, data).png(PIXELS)))[..., :3].mean(axis=2)


@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize("data", [(), DATA])
def test_every_function_has_a_small_picture_on_a_screen_and_in_a_page(definition, data):
    shown = pixels(definition, "осіб", data)
    assert shown.shape == (round(HEIGHT * PIXELS), round(WIDTH * PIXELS)) == (100, 160)
    assert (shown < 0.5).sum() > 60
    svg = ElementTree.fromstring(picture(value_function(definition, None), "$ за м²", data).svg("x"))
    assert svg.attrib["viewBox"] == "0 0 120 75"
    assert all(element.attrib["id"].startswith("x-") for element in svg.iter() if "id" in element.attrib)


def test_the_data_stand_below_the_curve():
    bare, ticked = pixels({"worst": 0, "best": 8}), pixels({"worst": 0, "best": 8}, data=DATA)
    assert (ticked[62:78] < 0.6).sum() > (bare[62:78] < 0.6).sum() + 10


def test_a_million_values_make_no_bigger_picture():
    many = np.random.default_rng(1).lognormal(7, 1, 1_000_000)
    svg = picture(value_function({"function": "log", "worst": 10, "best": 1e5}, None), "осіб", many).svg("x")
    assert len(svg) < 60_000


def test_numbers_are_written_in_the_language_of_the_page():
    function = value_function({"worst": 0, "best": 2.5}, None)
    with language("uk"):
        ukrainian = picture(function).svg("x")
    assert ukrainian != picture(function).svg("x")
