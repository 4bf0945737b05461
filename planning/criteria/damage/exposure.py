"""How much damage lies within reach of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...language import tr
from ...libraries import require
from ...progress import SILENT, Progress
from ...wording import plain_number
from ..column import CriterionColumn, Request
from ..people.population import Population
from ..people.served import people_served
from ..reach import sum_within
from ..shapes import valid
from ..tally import Reached
from .schemes import AUTO
from .sites import DamageSites, read_sites

if TYPE_CHECKING:
    from numpy.typing import NDArray

BEST, LOW, HIGH = range(3)


def damage_exposure(
    places: NDArray[np.object_],
    sites: DamageSites,
    reach: float,
    community_wide: NDArray[np.bool_] | None = None,
    progress: Progress = SILENT,
    by_area: bool = False,
) -> Reached:
    """Sums of the losses of the sites within `reach` metres of each place (n,): one destroyed object counts 1.

    The amounts are three: best, low and high. A community-wide place answers all damage. See sum_within for distances
    and for what is unknown. `by_area` counts of a polygon only the share that lies within reach.
    """
    losses = np.column_stack([sites.losses, sites.low, sites.high])
    if not by_area:
        return sum_within(places, sites.geometries, losses, reach, community_wide, progress)
    areas = require("shapely").get_dimensions(sites.geometries) == 2
    spread = Population(valid(sites.geometries), losses, areas)
    return people_served(valid(places), spread, reach, community_wide, progress=progress).reached


def damage_column(request: Request) -> CriterionColumn:
    """Criterion "damageexposure": the loss-weighted damage within reach of each alternative.

    What is done for the whole community answers no damage in particular: it is unknown.
    """
    layer, alternatives = request.layer, request.alternatives
    if layer is None:
        return request.without_layer()
    sites = read_sites(
        layer,
        request.field("damage_class"),
        request.definition.get("loss_ratios"),
        request.field("count"),
        bool(request.definition.get("count_piled")),
        str(request.definition.get("scheme", AUTO)),
    )
    reached = damage_exposure(alternatives.places, sites, request.reach, progress=request.progress)
    remark = tr("It is for the whole community, so no damage in particular.")
    notes = [remark if wide else note for wide, note in zip(alternatives.community_wide, _notes(reached))]
    return request.column(reached.total[:, BEST], notes, sites.findings)


def _notes(reached: Reached) -> list[str]:
    return [
        " ".join(filter(None, (_unknown(unknown, units), _interval(total[LOW], total[HIGH]))))
        for unknown, units, total in zip(
            reached.unknown[:, BEST].tolist(), reached.units.tolist(), reached.total.tolist()
        )
    ]


def _unknown(unknown: int, units: int) -> str:
    if not unknown:
        return ""
    return tr("The loss is not known for {unknown} of the {units} damage sites in reach.", unknown=unknown, units=units)


def _interval(low: float, high: float) -> str:
    if not high > low:
        return ""
    ends = {"low": plain_number(round(low, 2)), "high": plain_number(round(high, 2))}
    return tr("Between {low} and {high}, by class and source.", **ends)
