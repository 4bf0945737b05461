"""Results → layers and tables, whole columns at once where the formats allow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Union

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessingFeatureSource,
    QgsProcessingUtils,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..planning.errors import PlanError
from ..planning.language import tr
from ..planning.progress import SILENT, Progress
from .base import Inputs
from .geopackage import Table, copy_with_columns, fits, table_at, table_of
from .layers import all_features, is_partly_taken

if TYPE_CHECKING:
    from numpy.typing import NDArray

Values = Union[Sequence[Any], "NDArray[Any]"]


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
    elif table and _written_through_file(table, source, sink, out_fields, added, progress):
        return identifier
    features = source.getFeatures(all_features(is_partly_taken(inputs, name)))
    _write_features(progress.over(features, max(source.featureCount(), 1)), source, sink, out_fields, added)
    return identifier


def _written_through_file(
    table: Table,
    source: QgsProcessingFeatureSource,
    sink: QgsFeatureSink,
    fields: QgsFields,
    added: Mapping[str, Sequence[Any]],
    progress: Progress,
) -> bool:
    """Join the columns in a passing GeoPackage, from which QGIS itself carries the features into another format."""
    path = QgsProcessingUtils.generateTempFilename("columns.gpkg")
    options = QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.create(
        path, fields, source.wkbType(), source.sourceCrs(), QgsCoordinateTransformContext(), options
    )
    target, passing = table_at(path), QgsVectorLayer(path, "columns", "ogr")
    if not target or passing.fields().names() != fields.names() or not fits(table, target, added):
        return False
    copy_with_columns(table, target, added, progress)
    if not sink.addFeatures(passing.getFeatures(), QgsFeatureSink.Flag.FastInsert):
        raise PlanError(tr("The result layer does not take a feature: {why}.", why=sink.lastError()))
    return True


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
