from __future__ import annotations

import numpy as np

from ...errors import PlanError
from ...language import tr
from ...wording import percent
from ..column import CriterionColumn, Request
from ..shapes import valid
from ..shares import catchments
from .statistics import STATISTICS, zonal_statistics


def raster_column(request: Request) -> CriterionColumn:
    """Criterion "raster": a statistic of the raster under "raster" within each alternative, or within "reach" metres.

    "statistic" is one of STATISTICS (mean), "above" needs "threshold". What is done for the whole community lies
    nowhere: unknown.
    """
    raster = request.raster
    if raster is None:
        return request.without_layer()
    name, reach = _statistic(request), request.number("reach", 0.0)
    places = request.alternatives.places
    around = catchments(places, reach) if reach else valid(places)
    threshold = float(request.definition.get("threshold", np.nan))
    found = zonal_statistics(raster.grid, raster.into(around), (name,), threshold, request.progress)
    notes = [_note(known) for known in found.known.tolist()]
    return request.column(found.values[name], notes)


def _statistic(request: Request) -> str:
    name = str(request.definition.get("statistic", "mean"))
    if name not in STATISTICS or (name == "above" and "threshold" not in request.definition):
        raise PlanError(
            tr(
                "Criterion «{criterion}»: «statistic» must be one of {statistics}; above needs a «threshold».",
                criterion=request.name,
                statistics=", ".join(STATISTICS),
            )
        )
    return name


def _note(known: float) -> str:
    if known == 0:
        return tr("The raster has no data there.")
    return tr("The raster has data for {share} of it only.", share=percent(known)) if known < 1 else ""
