"""What «Attach measures» and «Attach goals and areas» share: layer parameters in, attached features out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.attach.objects import Attachment
from ..planning.features import FeatureTable
from ..planning.language import tr
from ..planning.progress import Progress
from .base import Inputs, choice_parameter, helped
from .layers import read_input

STORED = ("layer_name", "object_key", "object_label", "role", "method", "score", "evidence", "review")
ROLES = ("affects", "replaces", "serves", "requires")


def field_parameter(
    name: str, title: str, words: str, several: bool = False, advanced: bool = False
) -> QgsProcessingParameterDefinition:
    """An optional field (or fields) of parameter LAYER."""
    parameter = QgsProcessingParameterField(
        name, title, parentLayerParameterName="LAYER", allowMultiple=several, optional=True
    )
    return helped(parameter, words, advanced)


def naming_parameters() -> Iterator[QgsProcessingParameterDefinition]:
    yield field_parameter(
        "KEY_FIELD",
        tr("Key field"),
        tr(
            "A field whose value names a feature for good, such as an identifier. Without it, or where it is empty or "
            "stands twice, a fingerprint of geometry and text is kept."
        ),
    )
    yield field_parameter(
        "NAME_FIELD",
        tr("Name fields"),
        tr("What features are called, one or more fields. If no field is given, the usual names are looked for."),
        several=True,
    )
    yield field_parameter(
        "CODE_FIELD",
        tr("Code field"),
        tr("A field with a code that a plan uses too: KATOTTG, cadastral number, inventory code."),
    )


def judging_parameters() -> Iterator[QgsProcessingParameterDefinition]:
    yield choice_parameter(
        "ROLE",
        tr("Role"),
        ROLES,
        tr("affects: works on the feature. replaces, serves, requires: another relation. Listed in the plan file."),
        advanced=True,
    )
    yield helped(
        QgsProcessingParameterNumber(
            "ACCEPT",
            tr("Accept from"),
            QgsProcessingParameterNumber.Type.Double,
            defaultValue=0.9,
            minValue=0.5,
            maxValue=1.0,
        ),
        tr("From this score (0 to 1) an attachment counts at once; below it, it waits for a person's review."),
        advanced=True,
    )


def read_layer(inputs: Inputs, crs: QgsCoordinateReferenceSystem, progress: Progress) -> FeatureTable:
    """Parameter LAYER in the plan's CRS; a temporary layer is remembered by its name, having no lasting source."""
    table = read_input(inputs, "LAYER", crs, progress)
    layer = inputs.layer("LAYER")
    if layer is not None and layer.dataProvider().name() == "memory":
        return replace(table, source=table.name)
    _, named, name = table.source.partition("|layername=")
    return replace(table, name=name.partition("|")[0]) if named else table


def feature_type(inputs: Inputs) -> Any:
    """The plain geometry type of parameter LAYER: no curves, no Z, no M."""
    return QgsWkbTypes.flatType(QgsWkbTypes.linearType(inputs.source("LAYER").wkbType()))


def write_attachments(
    inputs: Inputs,
    table: FeatureTable,
    crs: QgsCoordinateReferenceSystem,
    attachments: Sequence[Attachment],
    subject_fields: Mapping[str, Callable[[Mapping[str, Any]], Any]],
) -> str:
    """Output OUTPUT: a feature for each attachment, with the geometry of the layer's feature."""
    fields = text_fields([*subject_fields, *STORED], real=("score",))
    sink, identifier = inputs.sink("OUTPUT", fields, feature_type(inputs), crs)
    for attachment in attachments:
        feature = QgsFeature(fields)
        wkb = table.wkb[attachment.row]
        if wkb is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(wkb)
            feature.setGeometry(geometry)
        subject = [value(attachment.subject) for value in subject_fields.values()]
        feature.setAttributes(subject + [attachment.stored[name] for name in STORED])
        sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
    return identifier


def text_fields(names: Sequence[str], real: Sequence[str] = ()) -> QgsFields:
    fields = QgsFields()
    for name in names:
        fields.append(QgsField(name, QVariant.Double if name in real else QVariant.String))
    return fields
