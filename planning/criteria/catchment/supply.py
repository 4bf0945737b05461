"""Facilities with their capacity, and people who use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...features import FeatureTable
from ...language import tr
from ..column import Finding, finding, placeless_findings
from ..gap import read_facilities
from ..shapes import has_place
from .access import Demand

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Supply:
    """All facilities (f,) of a layer: geometries in metres, capacity, NaN where unknown, and whether each works."""

    geometries: NDArray[np.object_]
    capacity: NDArray[np.float64]
    works: NDArray[np.bool_]
    findings: tuple[Finding, ...] = ()

    @property
    def working(self) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
        """Geometries and capacity of those that work."""
        return self.geometries[self.works], self.capacity[self.works]


def read_supply(layer: FeatureTable, capacity_field: str, working_field: str = "") -> Supply:
    """The facilities of a layer. A capacity that is NULL or below 0 is unknown and found. Raises PlanError for what is
    no number, and for a state that is neither yes nor no."""
    facilities = read_facilities(layer, working_field)
    works = np.zeros(len(layer), dtype=bool)
    works[facilities.rows] = True
    capacity, findings = _known_numbers(layer, capacity_field)
    silent = int((np.isnan(capacity) & works).sum())
    if silent:
        findings.append(finding("capacity_unknown", "warning", lambda: _silent_capacity(layer, silent)))
    return Supply(layer.geometries, capacity, works, (*facilities.findings, *findings))


def read_demand(layer: FeatureTable, people_field: str) -> tuple[Demand, tuple[Finding, ...]]:
    """The people of a layer's units; a number that is NULL or below 0 is unknown and found."""
    people, findings = _known_numbers(layer, people_field)
    silent = int(np.isnan(people).sum())
    if silent:
        findings.append(finding("people_unknown", "info", lambda: _silent_people(layer, silent)))
    return Demand(people, has_place(layer.geometries)), (*placeless_findings(layer), *findings)


def _known_numbers(layer: FeatureTable, field: str) -> tuple[NDArray[np.float64], list[Finding]]:
    numbers = layer.numbers(field)
    strange = ~(numbers >= 0) & ~np.isnan(numbers) | np.isinf(numbers)
    count = int(strange.sum())
    found = [finding("number_below_zero", "warning", lambda: _strange(layer, field, count))] if count else []
    return np.where(strange, np.nan, numbers), found


def _strange(layer: FeatureTable, field: str, count: int) -> str:
    return tr(
        "Layer «{layer}»: {count} numbers in field «{field}» are below 0 or endless; they are taken as unknown.",
        layer=layer.name,
        field=field,
        count=count,
    )


def _silent_capacity(layer: FeatureTable, count: int) -> str:
    return tr(
        "Layer «{layer}»: the capacity of {count} working facilities is not known; access near them is a lower bound.",
        layer=layer.name,
        count=count,
    )


def _silent_people(layer: FeatureTable, count: int) -> str:
    return tr(
        "Layer «{layer}»: the people of {count} of {total} units are not known; they take no places.",
        layer=layer.name,
        count=count,
        total=len(layer),
    )
