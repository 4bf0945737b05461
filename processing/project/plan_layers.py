"""The plan file's tables, views and code lists as layers."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsMapLayer, QgsVectorLayer

from ...planning.errors import PlanError
from ...planning.language import tr
from ...planning.plan.geopackage import VIEWS, code_table
from ...planning.plan.schema import Table, code_lists, tables
from ...planning.progress import Progress
from .words import layer_titles

LEFT_OUT_GROUPS = ("plan", "context", "diagnostic")


def shown_tables() -> list[Table]:
    """The tables a planner works with."""
    return [table for table in tables().values() if table.group not in LEFT_OUT_GROUPS]


def open_plan_layers(path: Path, progress: Progress) -> dict[str, QgsVectorLayer]:
    """Every shown table, result view and code list of the plan file, by its name in the file."""
    titles = {table.name: table.label for table in shown_tables()}
    titles.update({name: title for name, title in layer_titles().items() if name in VIEWS})
    titles.update({code_table(name): name for name in code_lists()})
    layers = {name: open_plan_layer(path, name, title) for name, title in progress.over(titles.items(), len(titles))}
    for name in code_lists():
        layers[code_table(name)].setFlags(QgsMapLayer.LayerFlag.Private)
    return layers


def open_plan_layer(path: Path, name: str, title: str) -> QgsVectorLayer:
    """One table or view. Raises PlanError where the file does not have it."""
    layer = QgsVectorLayer(f"{path}|layername={name}", title, "ogr")
    if not layer.isValid():
        raise PlanError(
            tr("{path} has no table «{table}»: make the plan file anew with «New plan file».", path=path, table=name)
        )
    return layer
