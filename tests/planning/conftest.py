from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from vidnova.planning.plan.geopackage import Crs
from vidnova.planning.plan.store import PlanFile

UKRAINE_TM_12 = Crs(6386, "UCS-2000 / Ukraine TM zone 12", 'LOCAL_CS["UCS-2000 / Ukraine TM zone 12"]')


@pytest.fixture
def new_plan(tmp_path: Path) -> Callable[..., PlanFile]:
    """Make an empty plan file in a folder of its own."""

    def make(name: str = "plan.gpkg") -> PlanFile:
        row = {"title_uk": "План", "community_uk": "Тестова громада"}
        return PlanFile.create(tmp_path / name, row, UKRAINE_TM_12)

    return make


@pytest.fixture
def plan(new_plan) -> PlanFile:
    with new_plan() as plan:
        yield plan
