from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def provider(qgis_app, qgis_processing):
    from vidnova.processing.provider import VidnovaProvider

    provider = VidnovaProvider()
    qgis_app.processingRegistry().addProvider(provider)
    yield provider
    qgis_app.processingRegistry().removeProvider(provider)


@pytest.fixture
def run(provider) -> Callable[..., dict[str, Any]]:
    """Run one of our algorithms by its short name; a failure raises QgsProcessingException."""
    from qgis import processing

    return lambda name, **parameters: processing.run(f"{provider.id()}:{name}", parameters)


@pytest.fixture
def finished_plan(run, tmp_path) -> Path:
    """A plan file with three measures, one fund, and a run that chose one of them."""
    from vidnova.planning.plan.runs import RunRecord, store_run
    from vidnova.planning.plan.store import PlanFile

    path = tmp_path / "план «О'Браєн».gpkg"
    run("createplan", COMMUNITY="Тестова громада", CRS="EPSG:6386", PLAN=str(path))
    with PlanFile(path) as plan, plan.transaction():
        rows = [{"code": f"З-{n}", "title_uk": f"Захід {n}", "place_state": "unknown"} for n in (1, 2, 3)]
        first, second, third = plan.insert("measure", [{**row, "cost_total": 2_500_000.5} for row in rows])
        [fund] = plan.insert("fund", [{"code": "local", "name_uk": "Місцевий бюджет", "name_en": "Local budget"}])
        budget = {"variant": "base", "fund_id": fund, "year": 2026, "amount": 3_000_000, "currency": "UAH"}
        plan.insert("budget", [budget])
        record = RunRecord("prioritise", {})
        places = [(first, 1, 0.8, False), (second, 2, 0.5, True), (third, 2, 0.5, True)]
        payment = {"fund_id": fund, "year": 2026, "amount": 2_500_000.5}
        record.results = {
            "ranking": [{"measure_id": m, "rank": r, "score": s, "tied": t, "coverage": 1} for m, r, s, t in places],
            "programme_item": [
                {"measure_id": first, "chosen": True, "start_year": 2026, "end_year": 2026, "cost": 2_500_000.5},
                {"measure_id": second, "chosen": False, "reason_code": "budget"},
                {"measure_id": third, "chosen": False, "reason_code": "budget"},
            ],
            "draw_down": [{"measure_id": first, **payment}],
        }
        store_run(plan, record)
    return path


@pytest.fixture
def made_layer(qgis_app) -> Callable[..., Any]:
    """Make a memory layer: "Point?crs=EPSG:6386&field=n:integer" and rows of WKT (None: no geometry) and values."""
    from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

    def make(definition: str, *rows: tuple, name: str = "шар") -> QgsVectorLayer:
        layer = QgsVectorLayer(definition, name, "memory")
        for wkt, *values in rows:
            feature = QgsFeature(layer.fields())
            feature.setAttributes(values)
            if wkt:
                feature.setGeometry(QgsGeometry.fromWkt(wkt))
            layer.dataProvider().addFeature(feature)
        return layer

    return make


@pytest.fixture
def column() -> Callable[..., list[Any]]:
    """The values of a layer's field, None for NULL."""
    from vidnova.processing.compat import none_if_null

    return lambda layer, field: [none_if_null(feature[field]) for feature in layer.getFeatures()]


@pytest.fixture
def summed_by_location(provider) -> Callable[..., Any]:
    """QGIS's own count and sum of what intersects each feature, as a layer to compare with."""
    from qgis import processing
    from qgis.core import QgsApplication

    def summed(**parameters: Any) -> Any:
        registry, name = QgsApplication.processingRegistry(), "joinbylocationsummary"
        group = "native" if registry.algorithmById(f"native:{name}") else "qgis"
        fixed = {"PREDICATE": [0], "SUMMARIES": [0, 5], "DISCARD_NONMATCHING": False, "OUTPUT": "memory:"}
        return processing.run(f"{group}:{name}", {**fixed, **parameters})["OUTPUT"]

    return summed
