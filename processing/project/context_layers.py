"""The layers around the plan: buildings, streets, schools, zones, whatever the planner gives."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from itertools import chain, count
from pathlib import Path

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsMapLayerType,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from ...planning.errors import PlanError
from ...planning.language import tr
from ...planning.progress import Progress
from .styling import apply_style
from .words import layer_titles

DRAWING_ORDER = (
    "damage_sites",
    "health_points",
    "schools",
    "kindergartens",
    "shelters",
    "utility_lines",
    "boundary",
    "districts",
    "railway",
    "streets",
    "buildings",
    "sanitary_zones",
    "grounds",
    "flood_zones",
)
OTHER_NAMES = {"damage": "damage_sites", "health": "health_points", "hromada": "boundary"}
Layers = dict[str, QgsVectorLayer]
HIDDEN = ("shelters", "utility_lines", "sanitary_zones")
IN_OVERVIEW = ("boundary", "streets", "grounds")
IN_LEGEND = ("health_points", "schools", "kindergartens", "flood_zones")


def open_context(given: Iterable[QgsVectorLayer], plan_path: Path, copied: bool, progress: Progress) -> Layers:
    """The layers with a geometry by role or name, styled, in drawing order.

    A file opened without naming a layer of it gives all of its layers; those of the plan file are left out.
    Raises PlanError for a layer that would be lost with the session, unless it is going to be copied.
    """
    layers = list(given)
    in_memory = [layer.name() for layer in layers if layer.providerType() == "memory"]
    if in_memory and not copied:
        raise PlanError(_only_in_memory(in_memory[0]))
    found: Layers = {}
    titles = layer_titles()
    for name, layer in _opened(layers, plan_path):
        progress.step(0, 1)
        if layer.isSpatial():
            layer.setName(titles.get(name, layer.name()))
            apply_style(layer, "focus_area" if name == "districts" else name)
            found[_free(name, found)] = layer
    return dict(sorted(found.items(), key=_position))


def copy_layers(layers: Layers, path: Path, progress: Progress) -> Layers:
    """The layers again from one new GeoPackage at `path`. Raises PlanError where it cannot be written."""
    path.unlink(missing_ok=True)
    copies = {}
    for name, layer in progress.over(layers.items(), len(layers)):
        _write(layer, name, path)
        copies[name] = QgsVectorLayer(f"{path}|layername={name}", layer.name(), "ogr")
        copies[name].setRenderer(layer.renderer().clone())
        copies[name].setLabeling(layer.labeling().clone() if layer.labeling() else None)
        copies[name].setLabelsEnabled(layer.labelsEnabled())
    return copies


def _free(name: str, taken: Container[str]) -> str:
    candidates = chain([name], (f"{name}_{number}" for number in count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)


def _opened(given: Iterable[QgsVectorLayer], plan_path: Path) -> Iterator[tuple[str, QgsVectorLayer]]:
    for layer in given:
        parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
        path = parts.get("path", "")
        if path and Path(path).resolve() == plan_path.resolve():
            continue
        if layer.providerType() == "ogr" and not parts.get("layerName"):
            yield from _sublayers(path)
        else:
            yield role(parts.get("layerName") or layer.name()), layer.clone()


def _sublayers(path: str) -> Iterator[tuple[str, QgsVectorLayer]]:
    for entry in QgsProviderRegistry.instance().querySublayers(path):
        if entry.type() == QgsMapLayerType.VectorLayer:
            yield role(entry.name()), QgsVectorLayer(entry.uri(), entry.name(), "ogr")


def _only_in_memory(name: str) -> str:
    return tr(
        "Layer «{layer}» lives in memory only and would be lost: save it to a file, or have the layers copied.",
        layer=name,
    )


def role(name: str) -> str:
    """What a layer of this name shows; the name itself where it is no known one."""
    plain = name.lower()
    return OTHER_NAMES.get(plain, plain if plain in DRAWING_ORDER else name)


def _position(entry: tuple[str, QgsVectorLayer]) -> tuple[int, int]:
    name, layer = entry
    known = DRAWING_ORDER.index(name) if name in DRAWING_ORDER else len(DRAWING_ORDER)
    return known, layer.geometryType()


def _write(layer: QgsVectorLayer, name: str, path: Path) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = name
    actions = QgsVectorFileWriter.ActionOnExistingFile
    options.actionOnExistingFile = actions.CreateOrOverwriteLayer if path.exists() else actions.CreateOrOverwriteFile
    error, why, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(path), QgsCoordinateTransformContext(), options
    )
    if error != QgsVectorFileWriter.WriterError.NoError:
        raise PlanError(tr("{path} cannot be written: {why}.", path=path, why=why))
