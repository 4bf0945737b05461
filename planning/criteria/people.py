from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..language import tr
from ..progress import SILENT, Progress
from .column import CriterionColumn, Request, placeless_findings
from .reach import sum_within
from .tally import Reached

if TYPE_CHECKING:
    from numpy.typing import NDArray


def people_served(
    places: NDArray[np.object_],
    units: NDArray[np.object_],
    people: NDArray[np.float64],
    reach: float,
    community_wide: NDArray[np.bool_] | None = None,
    progress: Progress = SILENT,
) -> Reached:
    """People (u, g: all, displaced, children …) of the units (u,) within `reach` metres of each place (n,).

    A unit is a building, a point, or any other geometry that people are counted by; it is served whole when its
    nearest part is in reach, and once by each place. See sum_within for what is unknown.
    """
    return sum_within(places, units, people, reach, community_wide, progress)


def people_column(request: Request) -> CriterionColumn:
    """Criterion "peopleserved": the people of the definition's layer within reach of each alternative.

    A community-wide measure serves everyone, but no more people than its document states.
    """
    layer, alternatives = request.layer, request.alternatives
    if layer is None:
        return request.without_layer()
    people = layer.numbers(request.field("people", "residents"))[:, None]
    reached = people_served(
        alternatives.places,
        layer.geometries,
        people,
        request.reach,
        alternatives.community_wide,
        request.progress,
    )
    served = reached.total[:, 0]
    stated = np.where(alternatives.community_wide, alternatives.numbers("beneficiaries"), np.nan)
    bounded = np.where((stated > 0) & (stated < served), stated, served)
    return request.column(bounded, _notes(reached), placeless_findings(layer))


def _notes(reached: Reached) -> list[str]:
    return [
        tr("The number of people is not known for {unknown} of the {units} units in reach.", unknown=u, units=n)
        if u
        else ""
        for u, n in zip(reached.unknown[:, 0].tolist(), reached.units.tolist())
    ]
