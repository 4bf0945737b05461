"""Conversion at the edge: QGIS layers → FeatureTable, and results → layers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsFeatureSource,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
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
from .geopackage import Table, copy_with_columns, fits, table_at, table_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

Values = Union[Sequence[Any], "NDArray[Any]"]


def read_input(
    inputs: Inputs,
    name: str,
    crs: QgsCoordinateReferenceSystem | None,
    progress: Progress,
    fields: Sequence[str] | None = None,
) -> FeatureTable:
    """The layer of a parameter as columns, its geometry moved into `crs` (None: left as it is)."""
    source, where = inputs.source(name), inputs.layer_source(name)
    return read_features(source, where, crs, inputs.context, progress, fields, in_order=_partly(inputs, name))


def read_columns(inputs: Inputs, name: str, fields: Sequence[str], progress: Progress) -> FeatureTable:
    """Some fields of the layer of a parameter, without geometries.

    Raises PlanError for an empty layer and for a field that it does not have.
    """
    source = inputs.source(name)
    wanted = _known_fields(source, fields)
    table = table_of(inputs.whole_layer(name))
    in_order = _partly(inputs, name)
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
    return _all_features(in_order).setSubsetOfAttributes(places), places


def _all_features(in_order: bool) -> QgsFeatureRequest:
    """Selected features come in an order of chance, another one in each session, unless it is asked for."""
    return QgsFeatureRequest().addOrderBy("$id") if in_order else QgsFeatureRequest()


def _partly(inputs: Inputs, name: str) -> bool:
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


def write_with_columns(
    inputs: Inputs,
    name: str,
    output: str,
    columns: Mapping[str, Values],
    fields: Sequence[QgsField],
    progress: Progress = SILENT,
) -> str:
    """The layer of parameter `name` again, with columns added; returns the identifier of the result.

    Raises PlanError where the result's format does not take a feature.
    """
    source = inputs.source(name)
    out_fields = QgsFields(source.fields())
    taken = {field.name().lower() for field in out_fields}
    for field in fields:
        field.setName(_free_name(field.name(), taken))
        out_fields.append(field)
    added = {field.name(): _plain_column(values) for field, values in zip(fields, columns.values())}
    sink, identifier = inputs.sink(output, out_fields, source.wkbType(), source.sourceCrs())
    table = table_of(inputs.whole_layer(name))
    if table and identifier.split("|")[0].lower().endswith(".gpkg"):
        del sink  # the new table is in the file when its writer is gone
        target = table_at(identifier)
        if target and fits(table, target, added):
            copy_with_columns(table, target, added, progress)
            return identifier
        written = QgsVectorLayer(identifier, output, "ogr")
        sink, out_fields = written.dataProvider(), written.fields()
    features = source.getFeatures(_all_features(_partly(inputs, name)))
    _write_features(progress.over(features, max(source.featureCount(), 1)), source, sink, out_fields, added)
    return identifier


def write_table(inputs: Inputs, output: str, fields: Sequence[QgsField], rows: Iterable[Sequence[Any]]) -> str:
    """A table without geometry; returns the identifier of the result."""
    kinds = QgsFields()
    for field in fields:
        kinds.append(field)
    sink, identifier = inputs.sink(output, kinds, QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem())
    for row in rows:
        feature = QgsFeature(kinds)
        feature.setAttributes([_plain(value) for value in row])
        _add(sink, feature)
    return identifier


def _add(sink: QgsFeatureSink, feature: QgsFeature) -> None:
    if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
        raise PlanError(tr("The result layer does not take a feature: {why}.", why=sink.lastError()))


def _write_features(
    features: Iterable[QgsFeature],
    source: QgsProcessingFeatureSource,
    sink: QgsFeatureSink,
    fields: QgsFields,
    added: Mapping[str, Sequence[Any]],
) -> None:
    unset = [None] * (len(fields) - len(source.fields()) - len(added))  # a key that the format adds in front
    for feature, values in zip(features, zip(*added.values())):
        copy = QgsFeature(fields)
        copy.setGeometry(feature.geometry())
        copy.setAttributes([*unset, *feature.attributes(), *values])
        _add(sink, copy)


def _free_name(name: str, taken: set[str]) -> str:
    candidate, number = name, 2
    while candidate.lower() in taken:
        candidate, number = f"{name}_{number}", number + 1
    taken.add(candidate.lower())
    return candidate


def _plain_column(values: Values) -> list[Any]:
    """numpy scalars → Python, NaN → None."""
    if isinstance(values, np.ndarray):
        complete = values.dtype.kind in "biu" or (values.dtype.kind == "f" and not np.isnan(values).any())
        plain = values.tolist()
        return plain if complete else [None if value != value else value for value in plain]
    return [_plain(value) for value in values]


def _plain(value: Any) -> Any:
    plain = value.item() if isinstance(value, np.generic) else value
    return None if plain != plain else plain


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
