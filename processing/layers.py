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

from ..planning.errors import PlanError
from ..planning.features import FeatureTable, check_field
from ..planning.language import tr
from ..planning.progress import SILENT, Progress
from .base import Inputs
from .columns import Wkb, are_plain, rows_of_table, wkb_of_table
from .compat import none_if_null
from .geopackage import table_of

Rows = Sequence[Sequence[Any]]
PLANE_KINDS = range(1, 7)


def read_input(
    inputs: Inputs,
    name: str,
    crs: QgsCoordinateReferenceSystem | None,
    progress: Progress,
    fields: Sequence[str] | None = None,
) -> FeatureTable:
    """The layer of a parameter as columns, its geometry moved into `crs` (None: left as it is)."""
    source, where = inputs.source(name), inputs.layer_source(name)
    return read_features(source, where, crs, inputs.context, progress, fields, inputs.whole_layer(name))


def read_layer(
    layer: QgsVectorLayer,
    crs: QgsCoordinateReferenceSystem | None,
    context: QgsProcessingContext,
    progress: Progress,
    fields: Sequence[str] | None = None,
) -> FeatureTable:
    """A whole layer as columns, its geometry moved into `crs`."""
    return read_features(layer, layer.source(), crs, context, progress, fields, layer)


def read_columns(inputs: Inputs, name: str, fields: Sequence[str], progress: Progress) -> FeatureTable:
    """Some fields of the layer of a parameter, without geometries.

    Raises PlanError for an empty layer and for a field that it does not have.
    """
    source = inputs.source(name)
    wanted = _known_fields(source, fields)
    table = table_of(inputs.whole_layer(name))
    in_order = is_partly_taken(inputs, name)
    if table and are_plain(source.fields(), wanted):
        rows: Rows = rows_of_table(table, source.fields(), wanted, progress)
    else:
        rows = _rows_of_features(source, wanted, progress, in_order)
    _check_filled(source, rows)
    columns = dict(zip(wanted, zip(*rows)))
    return FeatureTable(source.sourceName(), inputs.layer_source(name), "", columns, [None] * len(rows))


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
    layer: QgsVectorLayer | None = None,
) -> FeatureTable:
    """Every feature as columns (`fields`, None for all) and WKB in `crs`, None for what `crs` cannot hold, with a
    warning. `layer` is the layer that the source is the whole of, None where features of it are left out.

    Raises PlanError for an empty layer, one without CRS, and for a field that it does not have.
    """
    transform = _transform(source, crs, context)
    wanted = _known_fields(source, fields)
    rows, wkb = _whole_columns(source, wanted, transform, layer, progress) or _one_by_one(
        source, wanted, transform, progress, in_order=layer is None
    )
    _check_filled(source, rows)
    columns = dict(zip(wanted, zip(*rows))) if wanted else {}
    return FeatureTable(source.sourceName(), where, (crs or source.sourceCrs()).authid(), columns, wkb)


def _whole_columns(
    source: QgsFeatureSource,
    wanted: Sequence[str],
    transform: QgsCoordinateTransform | None,
    layer: QgsVectorLayer | None,
    progress: Progress,
) -> tuple[Rows, Wkb] | None:
    table = table_of(layer) if are_plain(source.fields(), wanted) else None
    wkb = wkb_of_table(table, transform, progress) if table and table.geometry else None
    return (rows_of_table(table, source.fields(), wanted, progress), wkb) if table and wkb is not None else None


def _one_by_one(
    source: QgsFeatureSource,
    wanted: Sequence[str],
    transform: QgsCoordinateTransform | None,
    progress: Progress,
    in_order: bool,
) -> tuple[Rows, Wkb]:
    request, places = _request(source, wanted, in_order)
    rows: list[list[Any]] = []
    wkb: list[bytes | None] = []
    outside = 0
    for feature in progress.over(source.getFeatures(request), max(source.featureCount(), 1)):
        geometry = feature.geometry()
        rows.append([none_if_null(feature[place]) for place in places])
        wkb.append(_wkb(geometry, transform))
        outside += wkb[-1] is None and not geometry.isNull()
    if outside:
        progress.warn(_outside(source, outside))
    return rows, wkb


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
    kind = geometry.wkbType()
    if transform is None and kind in PLANE_KINDS:
        return bytes(geometry.asWkb())
    abstract = geometry.constGet().segmentize() if QgsWkbTypes.isCurvedType(kind) else geometry.constGet().clone()
    flat = QgsGeometry(abstract)
    try:
        if transform and not flat.isEmpty():
            flat.transform(transform)
    except QgsCsException:
        return None
    flat.get().dropZValue()
    flat.get().dropMValue()
    return bytes(flat.asWkb())
