"""How much need lies in each focus area."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..criteria.damage.schemes import AUTO
from ..criteria.damage.sites import DamageSites, read_sites
from ..features import FeatureTable
from ..libraries import require

if TYPE_CHECKING:
    from numpy.typing import NDArray


def sites_of_criterion(layer: FeatureTable, criterion: Mapping[str, Any]) -> DamageSites:
    """The damage of a layer as a scenario's criterion of kind "damageexposure" reads it."""
    fields = criterion.get("fields", {})
    return read_sites(
        layer,
        fields.get("damage_class", ""),
        criterion.get("loss_ratios"),
        fields.get("count", ""),
        bool(criterion.get("count_piled")),
        str(criterion.get("scheme", AUTO)),
    )


def losses_by_area(areas: NDArray[np.object_], sites: DamageSites) -> NDArray[np.float64]:
    """The sum of the losses (a,) inside each of the polygons (a,), one destroyed object counting 1.

    Sites of unknown loss or place are left out; one on a common border counts once, in the first area.
    """
    shapely = require("shapely")
    site, area = shapely.STRtree(areas).query(sites.geometries, predicate="intersects")
    order = np.lexsort((area, site))
    counted, first = np.unique(site[order], return_index=True)
    losses = np.nan_to_num(sites.losses)[counted]
    return np.bincount(area[order][first], weights=losses, minlength=len(areas)).astype(float)


def per_thousand(amounts: NDArray[np.float64], people: NDArray[np.float64]) -> NDArray[np.float64]:
    """Amounts per 1,000 people; NaN where the people are unknown or none."""
    return amounts / np.where(people > 0, people, np.nan) * 1000
