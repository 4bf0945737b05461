"""New geometries → layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
)

from ..planning.errors import PlanError
from ..planning.language import tr
from ..planning.libraries import require
from ..planning.progress import Progress
from .base import Inputs

if TYPE_CHECKING:
    from numpy.typing import NDArray


def write_shapes(
    inputs: Inputs,
    output: str,
    geometries: NDArray[Any],
    columns: Mapping[str, Sequence[Any]],
    fields: Sequence[QgsField],
    kind: Any,
    measured_in: str,
    like: str,
    progress: Progress,
) -> str:
    """A layer of new geometries (n,) with columns of n values, moved from the system that was measured in to that of
    the layer of parameter `like`; returns its identifier."""
    kinds = QgsFields()
    for field in fields:
        kinds.append(field)
    target = inputs.source(like).sourceCrs()
    measured = QgsCoordinateReferenceSystem(measured_in)
    transform = QgsCoordinateTransform(measured, target, inputs.context.transformContext())
    sink, identifier = inputs.sink(output, kinds, kind, target)
    rows = zip(require("shapely").to_wkb(geometries, output_dimension=2), zip(*columns.values()))
    for wkb, values in progress.over(rows, max(len(geometries), 1)):
        geometry = QgsGeometry()
        geometry.fromWkb(wkb)
        if measured.isValid() and measured != target:
            geometry.transform(transform)
        feature = QgsFeature(kinds)
        feature.setGeometry(geometry)
        feature.setAttributes(list(values))
        if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise PlanError(tr("The result layer does not take a feature: {why}.", why=sink.lastError()))
    return identifier
