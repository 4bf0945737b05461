"""Where people live, as units that are reached whole or areas that are reached by a share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...features import FeatureTable
from ...language import tr
from ...libraries import require
from ..column import Finding, finding, placeless_findings
from ..rasters import Grid
from ..shapes import has_place, valid
from ..shares import measure

if TYPE_CHECKING:
    from numpy.typing import NDArray

NO_AREA = -1
MOST_CELLS = 20_000_000
Mover = Callable[["NDArray[np.object_]"], "NDArray[np.object_]"]


@dataclass(frozen=True)
class Population:
    """People (u, g) of g groups in u units: all, displaced, children …; NaN is unknown.

    geometries (u,) are in metres, None where not known. by_share (u,) marks the units over which people live evenly,
    so that a part of the unit holds its part of the people; the others are reached whole, by their nearest part.
    """

    geometries: NDArray[np.object_]
    people: NDArray[np.float64]
    by_share: NDArray[np.bool_]
    findings: tuple[Finding, ...] = ()

    def __len__(self) -> int:
        return len(self.geometries)

    def in_whole_units(self) -> Population:
        """The same people, every unit reached whole: over streets no share of an area can be told."""
        return replace(self, by_share=np.zeros(len(self), dtype=bool))


def population_of_units(layer: FeatureTable, fields: Sequence[str], by_share: bool = False) -> Population:
    """Buildings, points or districts with number fields, one a group. Raises PlanError for what is no number."""
    geometries = valid(layer.geometries) if by_share else layer.geometries
    return Population(
        geometries,
        np.column_stack([layer.numbers(name) for name in fields]),
        np.full(len(layer), by_share),
        tuple(placeless_findings(layer)),
    )


def population_of_grid(grid: Grid, bounds: tuple[float, float, float, float], move: Mover) -> Population:
    """The inhabited cells of a population raster within bounds in its system, each counted by share; `move` takes
    outlines into the system of the places. A cell without data is unknown. Raises PlanError for too many cells."""
    if not np.isfinite(bounds).all():
        return Population(np.empty(0, dtype=object), np.empty((0, 1)), np.empty(0, dtype=bool))
    [(top, bottom, left, right)] = grid.window(np.array([bounds]))
    if (bottom - top) * (right - left) > MOST_CELLS:
        raise PlanError(
            tr(
                "Raster «{layer}» has {count} million cells around the places: make it coarser, or take fewer places.",
                layer=grid.name,
                count=round((bottom - top) * (right - left) / 1e6),
            )
        )
    values = grid.read(top, left, bottom - top, right - left)
    row, column = np.nonzero(~(values <= 0))
    cells = move(grid.boxes(top + row, left + column))
    return Population(cells, values[row, column][:, None], np.ones(len(row), dtype=bool))


def population_of_buildings(
    areas: FeatureTable, fields: Sequence[str], buildings: FeatureTable, weight_field: str = ""
) -> Population:
    """The people of areas, spread over the buildings in them by weight (dasymetric mapping: Wright 1936, «A method of
    mapping densities of population», Geographical Review 26).

    A building belongs to the area that holds its middle. Its weight is a field (dwellings, floor area), without one
    its footprint; a weight that is not known is the median of the others. People of areas without a building are
    spread over the area itself.
    """
    people = np.column_stack([areas.numbers(name) for name in fields])
    weights, silent = _weights(buildings, weight_field)
    owner = _area_of_each(buildings.geometries, areas.geometries)
    sums = np.bincount(owner[owner != NO_AREA], weights=weights[owner != NO_AREA], minlength=len(areas))
    housed, left = np.flatnonzero((owner != NO_AREA) & (weights > 0)), np.flatnonzero(sums == 0)
    share = weights[housed] / sums[owner[housed]]
    return Population(
        np.concatenate([buildings.geometries[housed], valid(areas.geometries[left])]),
        np.concatenate([people[owner[housed]] * share[:, None], people[left]]),
        np.arange(len(housed) + len(left)) >= len(housed),
        tuple(placeless_findings(areas)) + _dasymetric_findings(areas, buildings, len(left), silent),
    )


def _weights(buildings: FeatureTable, field: str) -> tuple[NDArray[np.float64], int]:
    given = np.maximum(buildings.numbers(field), 0) if field else measure(valid(buildings.geometries))
    unknown = np.isnan(given)
    middle = float(np.median(given[~unknown])) if not unknown.all() else 1.0
    return np.where(unknown, middle, given), int(unknown.sum())


def _area_of_each(buildings: NDArray[np.object_], areas: NDArray[np.object_]) -> NDArray[np.intp]:
    shapely = require("shapely")
    owner = np.full(len(buildings), NO_AREA, dtype=np.intp)
    here = np.flatnonzero(has_place(buildings))
    building, area = shapely.STRtree(areas).query(shapely.point_on_surface(buildings[here]), predicate="intersects")
    owner[here[building[::-1]]] = area[::-1]
    return owner


def _dasymetric_findings(areas: FeatureTable, buildings: FeatureTable, left: int, silent: int) -> tuple[Finding, ...]:
    found = []
    if left:
        found.append(finding("area_without_buildings", "warning", lambda: _without_buildings(areas, buildings, left)))
    if silent:
        found.append(finding("building_without_weight", "warning", lambda: _without_weight(buildings, silent)))
    return tuple(found)


def _without_buildings(areas: FeatureTable, buildings: FeatureTable, count: int) -> str:
    return tr(
        "Layer «{layer}»: {count} of {total} areas hold no building of «{buildings}»; "
        "their people are spread evenly over the area.",
        layer=areas.name,
        count=count,
        total=len(areas),
        buildings=buildings.name,
    )


def _without_weight(buildings: FeatureTable, count: int) -> str:
    return tr(
        "Layer «{layer}»: the weight of {count} of {total} buildings is not known; the median stands in.",
        layer=buildings.name,
        count=count,
        total=len(buildings),
    )
