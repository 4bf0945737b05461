from __future__ import annotations

import numpy as np
import pytest
from pyproj import Transformer
from vidnova.planning.exchange.task import Coordinates


def between(source: str, target: str):
    transformer = Transformer.from_crs(source, target, always_xy=True)

    def move(points):
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return move


@pytest.fixture(scope="session")
def coordinates() -> Coordinates:
    """Between the tests' plan system and WGS 84, by PROJ itself."""
    return Coordinates(between("EPSG:6386", "EPSG:4326"), between("EPSG:4326", "EPSG:6386"))
