"""The parameters that say which facilities there are, which of them work and what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import (
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
)

from ..planning.criteria.gap import Facilities
from ..planning.features import FeatureTable
from ..planning.language import tr
from .base import helped
from .distances import MAP_LAYER

if TYPE_CHECKING:
    from numpy.typing import NDArray


def facility_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    """FACILITIES, WORKING_FIELD and NAME_FIELD."""
    yield helped(
        QgsProcessingParameterFeatureSource("FACILITIES", tr("Facilities"), MAP_LAYER),
        tr("Facilities of one kind: schools, or health points, or shelters."),
    )
    yield helped(
        _facility_field("WORKING_FIELD", tr("Field that says whether it works")),
        tr("true or false, 1 or 0, yes or no. NULL counts as working, and so does everything without a field."),
    )
    yield helped(
        _facility_field("NAME_FIELD", tr("Field with the facility's name")),
        tr("Names the facilities in the result; without it they have their numbers in the layer."),
    )


def facility_names(
    layer: FeatureTable, facilities: Facilities, positions: NDArray[np.intp], field: str
) -> list[str | None]:
    """The names of the facilities at these positions (n,) among those that work; None for -1."""
    names = layer.texts(field) if field else [str(row + 1) for row in range(len(layer))]
    known = np.array([*names, None], dtype=object)
    rows = np.append(facilities.rows, len(names))
    return list(known[rows[positions]])


def _facility_field(name: str, words: str) -> QgsProcessingParameterDefinition:
    return QgsProcessingParameterField(name, words, parentLayerParameterName="FACILITIES", optional=True)
