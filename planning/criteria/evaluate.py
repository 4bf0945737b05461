from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import PlanError
from ..language import tr
from ..progress import SILENT, Progress
from .alternatives import Alternatives
from .catchment.column import gain_column
from .column import CriterionColumn, Request, Source
from .conflict.distance import distance_column
from .conflict.restrictions import overlap_column
from .conflict.zoning import zoning_column
from .damage.exposure import damage_column
from .fields import cost_per_beneficiary_column, duration_column, expression_column, field_column
from .fit.duplicates_column import duplicates_column
from .fit.planfit import planfit_column
from .fit.synergy_column import synergy_column
from .gap import gap_column
from .network.column import access_column
from .people.criterion import people_column
from .raster.criterion import raster_column

if TYPE_CHECKING:
    from numpy.typing import NDArray

KINDS: Mapping[str, Callable[[Request], CriterionColumn]] = {
    "peopleserved": people_column,
    "damageexposure": damage_column,
    "servicegap": gap_column,
    "catchmentgain": gain_column,
    "overlapshare": overlap_column,
    "access": access_column,
    "zoningfit": zoning_column,
    "distance": distance_column,
    "raster": raster_column,
    "synergy": synergy_column,
    "duplicates": duplicates_column,
    "planfit": planfit_column,
    "field": field_column,
    "expression": expression_column,
    "cost_per_beneficiary": cost_per_beneficiary_column,
    "duration": duration_column,
}


def evaluate(
    definition: Mapping[str, Any],
    alternatives: Alternatives,
    layers: Mapping[str, Source],
    earlier: Mapping[str, NDArray[np.float64]] | None = None,
    progress: Progress = SILENT,
) -> CriterionColumn:
    """Compute one criterion of a scenario for n alternatives.

    `layers` holds the scenario's layers and rasters that could be opened, layers in the CRS of the places; a criterion
    whose layer is absent is unknown and found, never an error. `earlier` holds the raw columns computed before, by
    code. Raises PlanError for an unknown kind and for what is wrong in the definition or in a field.
    """
    kind = str(definition.get("kind"))
    compute = KINDS.get(kind)
    if compute is None:
        raise PlanError(
            tr(
                "Criterion «{criterion}» is of kind «{kind}», which is not known. Known kinds: {kinds}.",
                criterion=definition["code"],
                kind=kind,
                kinds=", ".join(KINDS),
            )
        )
    return compute(Request(definition, alternatives, layers, earlier or {}, progress))
