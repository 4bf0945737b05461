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
    "streets",
    "buildings",
    "sanitary_zones",
    "flood_zones",
)
OTHER_NAMES = {"damage": "damage_sites", "health": "health_points", "hromada": "boundary"}
HIDDEN = ("shelters", "utility_lines", "sanitary_zones")
IN_LEGEND = ("health_points", "schools", "kindergartens", "flood_zones")


def open_context(sources: Iterable[str], plan_path: Path, progress: Progress) -> dict[str, QgsVectorLayer]:
    """The layers with a geometry behind the sources by role or name, styled, in drawing order.

    A file without a named layer gives all of its layers. Raises PlanError for a source that cannot be opened.
    """
    found: dict[str, QgsVectorLayer] = {}
    titles = layer_titles()
    for name, layer in _opened(dict.fromkeys(sources), plan_path):
        progress.step(0, 1)
        if layer.isSpatial():
            layer.setName(titles.get(name, layer.name()))
            apply_style(layer, "focus_area" if name == "districts" else name)
            found[_free(name, found)] = layer
    return dict(sorted(found.items(), key=_position))


def copy_layers(layers: dict[str, QgsVectorLayer], path: Path, progress: Progress) -> dict[str, QgsVectorLayer]:
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


def _opened(sources: Iterable[str], plan_path: Path) -> Iterator[tuple[str, QgsVectorLayer]]:
    for source in sources:
        parts = QgsProviderRegistry.instance().decodeUri("ogr", source)
        path = Path(parts.get("path") or source)
        if not path.is_file():
            raise PlanError(tr("There is no file {path} (parameter {name}): check the path.", path=path, name="LAYERS"))
        if path.resolve() == plan_path.resolve():
            continue
        for uri, name in [(source, parts["layerName"])] if parts.get("layerName") else _sublayers(str(path)):
            layer = QgsVectorLayer(uri, name, "ogr")
            if not layer.isValid():
                raise PlanError(
                    tr("Layer {source} cannot be opened: check the path and the layer's name.", source=source)
                )
            yield role(name), layer


def _sublayers(path: str) -> list[tuple[str, str]]:
    found = QgsProviderRegistry.instance().querySublayers(path)
    return [(entry.uri(), entry.name()) for entry in found if entry.type() == QgsMapLayerType.VectorLayer]


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
