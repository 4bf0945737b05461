from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from vidnova.planning.criteria.catchment.access import Access, Demand, floating_catchment
from vidnova.planning.criteria.catchment.links import StraightLinks
from vidnova.planning.criteria.shapes import has_place


@pytest.fixture(scope="session")
def array() -> Callable[..., np.ndarray]:
    def made(items) -> np.ndarray:
        objects = np.empty(len(items), dtype=object)
        objects[:] = items
        return objects

    return made


@pytest.fixture(scope="session")
def access_of(array) -> Callable[..., Access]:
    """Access of units (shape, people) to facilities (shape, capacity)."""

    def access(units, facilities, decay, choice=False) -> Access:
        shapes = array([shape for shape, _ in units])
        demand = Demand(np.array([people for _, people in units], dtype=float), has_place(shapes))
        linking = StraightLinks(shapes, decay.reach, not decay.is_equal)
        capacity = np.array([number for _, number in facilities], dtype=float)
        return floating_catchment(linking, array([shape for shape, _ in facilities]), capacity, demand, decay, choice)

    return access
