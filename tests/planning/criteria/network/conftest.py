from __future__ import annotations

from collections.abc import Callable

import pytest
import shapely
from vidnova.planning.criteria.network.cleaning.clean import network_of_streets
from vidnova.planning.criteria.network.network import Network
from vidnova.planning.criteria.network.streets.read import read_streets
from vidnova.planning.criteria.network.streets.rules import rules_of
from vidnova.planning.features import FeatureTable


@pytest.fixture(scope="session")
def layer_of() -> Callable[..., FeatureTable]:
    """A layer of shapes with columns."""

    def make(shapes, name="шар", **columns) -> FeatureTable:
        return FeatureTable(
            name, "", "EPSG:6386", columns, [None if shape is None else shapely.to_wkb(shape) for shape in shapes]
        )

    return make


@pytest.fixture(scope="session")
def network_of(layer_of) -> Callable[..., Network]:
    """A network of lines, one-way by "yes", "-1" or ""."""

    def make(lines, directions=None, mode="car", gap=0.5, **columns) -> Network:
        if directions is not None:
            columns["direction"] = directions
        layer = layer_of(lines, **columns)
        streets = read_streets(layer, rules_of(mode), "direction" if directions is not None else "")
        return network_of_streets(streets, gap)

    return make
