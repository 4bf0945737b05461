from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...features import FeatureTable
from ...language import tr
from ..column import CriterionColumn, Request, finding
from ..tally import Reached
from .population import Population, population_of_buildings, population_of_units
from .served import people_served


def people_column(request: Request) -> CriterionColumn:
    """Criterion "peopleserved": the people of the definition's layer within reach of each alternative.

    "by_share" counts the part of a unit that is in reach; "buildings" names a layer over whose buildings the people of
    areas are spread; "existing" names a layer of facilities that serve already: the criterion is then the people whom
    none of them serves. A community-wide measure serves everyone, but no more people than its document states.
    """
    layer, alternatives = request.layer, request.alternatives
    if layer is None:
        return request.without_layer()
    population = _population(request, layer)
    existing = request.usable_layer(str(request.definition.get("existing") or ""))
    served = people_served(
        alternatives.places,
        population,
        request.reach,
        alternatives.community_wide,
        None if existing is None else existing.geometries,
        request.progress,
    )
    people = (served.reached.total if served.added is None else served.added)[:, 0]
    stated = np.where(alternatives.community_wide, alternatives.numbers("beneficiaries"), np.nan)
    bounded = np.where((stated > 0) & (stated < people), stated, people)
    return request.column(bounded, _notes(served.reached), population.findings)


def _population(request: Request, layer: FeatureTable) -> Population:
    fields = [request.field("people", "residents")]
    name = str(request.definition.get("buildings") or "")
    buildings = request.usable_layer(name)
    if buildings is not None:
        return population_of_buildings(layer, fields, buildings, request.field("weight"))
    population = population_of_units(layer, fields, bool(request.definition.get("by_share")) or bool(name))
    if not name:
        return population
    missing = finding("layer_missing", "warning", lambda: _no_buildings(request, name))
    return replace(population, findings=(*population.findings, missing))


def _no_buildings(request: Request, name: str) -> str:
    return tr(
        "Criterion «{criterion}»: layer «{layer}» with buildings is missing; people are spread evenly over the areas.",
        criterion=request.name,
        layer=name,
    )


def _notes(reached: Reached) -> list[str]:
    return [
        tr("The number of people is not known for {unknown} of the {units} units in reach.", unknown=u, units=n)
        if u
        else ""
        for u, n in zip(reached.unknown[:, 0].tolist(), reached.units.tolist())
    ]
