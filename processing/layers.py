"""Conversion at the edge: QGIS layers → FeatureTable."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsFeatureSource,
    QgsGeometry,
    QgsProcessingContext,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.errors import PlanError
from ..planning.features import FeatureTable, check_field
from ..planning.language import tr
from ..planning.progress import SILENT, Progress
from .base import Inputs
from .compat import none_if_null
from .geopackage import Table, table_of


def read_input(
    inputs: Inputs,
    name: str,
    crs: QgsCoordinateReferenceSystem | None,
    progress: Progress,
    fields: Sequence[str] | None = None,
) -> FeatureTable:
    """The layer of a parameter as columns, its geometry moved into `crs` (None: left as it is)."""
    source, where = inputs.source(name), inputs.layer_source(name)
    return read_features(source, where, crs, inputs.context, progress, fields, in_order=is_partly_taken(inputs, name))


def read_columns(inputs: Inputs, name: str, fields: Sequence[str], progress: Progress) -> FeatureTable:
    """Some fields of the layer of a parameter, without geometries.

    Raises PlanError for an empty layer and for a field that it does not have.
    """
    source = inputs.source(name)
    wanted = _known_fields(source, fields)
    table = table_of(inputs.whole_layer(name))
    in_order = is_partly_taken(inputs, name)
    rows = _rows_of_table(table, source, wanted) if table else _rows_of_features(source, wanted, progress, in_order)
    _check_filled(source, rows)
    columns = dict(zip(wanted, zip(*rows)))
    return FeatureTable(source.sourceName(), inputs.layer_source(name), "", columns, [None] * len(rows))


def _rows_of_table(table: Table, source: QgsFeatureSource, wanted: Sequence[str]) -> list[tuple[Any, ...]]:
    rows = table.rows(wanted)
    truths = [place for place, name in enumerate(wanted) if source.fields().field(name).type() == QVariant.Bool]
    return [_with_truths(row, truths) for row in rows] if truths else rows


def _with_truths(row: tuple[Any, ...], places: Sequence[int]) -> tuple[Any, ...]:
    return tuple(bool(v) if place in places and v is not None else v for place, v in enumerate(row))


def _rows_of_features(
    source: QgsFeatureSource, wanted: Sequence[str], progress: Progress, in_order: bool
) -> list[list[Any]]:
    request, places = _request(source, wanted, in_order)
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    features = progress.over(source.getFeatures(request), max(source.featureCount(), 1))
    return [[none_if_null(feature[place]) for place in places] for feature in features]


def _request(source: QgsFeatureSource, wanted: Sequence[str], in_order: bool) -> tuple[QgsFeatureRequest, list[int]]:
    """What asks for these fields, and where they are."""
    places = [source.fields().lookupField(name) for name in wanted]
    return all_features(in_order).setSubsetOfAttributes(places), places


def all_features(in_order: bool) -> QgsFeatureRequest:
    """Selected features come in an order of chance, another one in each session, unless it is asked for."""
    return QgsFeatureRequest().addOrderBy("$id") if in_order else QgsFeatureRequest()


def is_partly_taken(inputs: Inputs, name: str) -> bool:
    return inputs.whole_layer(name) is None


def read_features(
    source: QgsFeatureSource,
    where: str,
    crs: QgsCoordinateReferenceSystem | None,
    context: QgsProcessingContext,
    progress: Progress = SILENT,
    fields: Sequence[str] | None = None,
    in_order: bool = False,
) -> FeatureTable:
    """Every feature as columns (`fields`, None for all) and WKB in `crs`, None for what `crs` cannot hold, with a
    warning.

    Raises PlanError for an empty layer, one without CRS, and for a field that it does not have.
    """
    transform = _transform(source, crs, context)
    wanted = _known_fields(source, fields)
    request, places = _request(source, wanted, in_order)
    rows: list[list[Any]] = []
    wkb: list[bytes | None] = []
    outside = 0
    for feature in progress.over(source.getFeatures(request), max(source.featureCount(), 1)):
        rows.append([none_if_null(feature[place]) for place in places])
        wkb.append(_wkb(feature.geometry(), transform))
        outside += wkb[-1] is None and not feature.geometry().isNull()
    _check_filled(source, rows)
    if outside:
        progress.warn(_outside(source, outside))
    columns = {name: [row[position] for row in rows] for position, name in enumerate(wanted)}
    authority = (crs or source.sourceCrs()).authid()
    return FeatureTable(source.sourceName(), where, authority, columns, wkb)


def _known_fields(source: QgsFeatureSource, wanted: Sequence[str] | None) -> list[str]:
    known = [field.name() for field in source.fields()]
    for field in wanted or ():
        check_field(source.sourceName(), field, known)
    return known if wanted is None else list(dict.fromkeys(wanted))


def _check_filled(source: QgsFeatureSource, rows: Sequence[Any]) -> None:
    if not rows:
        raise PlanError(tr("Layer «{layer}» is empty: there is nothing to work with.", layer=source.sourceName()))


def open_layer(source: str, folder: Path) -> QgsVectorLayer:
    """The layer behind a source string such as "town.gpkg|layername=schools", paths relative to `folder`."""
    path, *rest = source.split("|")
    layer = QgsVectorLayer("|".join([str(folder / path), *rest]), rest[0].split("=")[-1] if rest else Path(path).stem)
    if not layer.isValid():
        raise PlanError(tr("Layer {source} cannot be opened: check the path and the layer's name.", source=source))
    return layer


def plan_crs(srs_id: int) -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem.fromEpsgId(srs_id)


def _transform(
    source: QgsFeatureSource, crs: QgsCoordinateReferenceSystem | None, context: QgsProcessingContext
) -> QgsCoordinateTransform | None:
    own = source.sourceCrs()
    if crs is None or source.wkbType() == QgsWkbTypes.Type.NoGeometry or own == crs:
        return None
    if not own.isValid():
        raise PlanError(
            tr(
                "Layer «{layer}» has no coordinate reference system: set it in the layer's properties.",
                layer=source.sourceName(),
            )
        )
    return QgsCoordinateTransform(own, crs, context.transformContext())


def _outside(source: QgsFeatureSource, count: int) -> str:
    return tr(
        "Layer «{layer}»: {count} features have coordinates that its reference system cannot have; "
        "they are taken as having no place.",
        layer=source.sourceName(),
        count=count,
    )


def _wkb(geometry: QgsGeometry, transform: QgsCoordinateTransform | None) -> bytes | None:
    if geometry.isNull():
        return None
    abstract = geometry.constGet().segmentize() if QgsWkbTypes.isCurvedType(geometry.wkbType()) else geometry.constGet()
    flat = QgsGeometry(abstract.clone())
    try:
        if transform:
            flat.transform(transform)
    except QgsCsException:
        return None
    flat.get().dropZValue()
    flat.get().dropMValue()
    return bytes(flat.asWkb())
