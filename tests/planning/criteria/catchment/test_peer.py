"""Against PySAL's package `access`: what it found is kept in a file that tools/oracles/catchment.py writes."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from vidnova.planning.criteria.catchment.decay import Decay


@pytest.mark.parametrize("kind", ["none", "zones", "gaussian", "power"])
@pytest.mark.parametrize("step", ["two", "three"])
def test_equal_to_pysal(root, access_of, kind, step):
    town = json.loads((root / "tests/planning/criteria/oracles/catchment.json").read_text("utf-8"))
    units = list(zip(shapely.points(town["units"]), town["people"]))
    facilities = list(zip(shapely.points(town["facilities"]), town["capacity"]))
    decay = Decay(kind, town["reach"], town["edge"], ((500, 1), (1000, 0.68), (1500, 0.22)))
    found = access_of(units, facilities, decay, choice=step == "three")
    assert (found.facilities == 0).any() and (found.facilities > 2).any()
    np.testing.assert_allclose(found.access, town["access"][kind][step], rtol=1e-12)
