from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...features import FeatureTable
from ...language import tr
from ...progress import Progress
from ..column import CriterionColumn, Finding, Request, finding
from ..network.column import network_of_request, travel_of_request
from ..network.pairing import Pairing, pairing_over_streets
from ..reach import pairs_within
from ..tally import Reached
from .population import Population, population_of_buildings, population_of_units
from .served import people_served


def people_column(request: Request) -> CriterionColumn:
    """Criterion "peopleserved": the people of the definition's layer within reach of each alternative.

    "by_share" counts the part of a unit that is in reach; "buildings" names a layer over whose buildings the people of
    areas are spread; "existing" names a layer of facilities that serve already: the criterion is then the people whom
    none of them serves; "streets" measures over streets, as criterion "access" does, and counts whole units. A
    community-wide measure serves everyone, but no more people than its document states.
    """
    layer, alternatives = request.layer, request.alternatives
    if layer is None or (request.definition.get("streets") and _streets(request) is None):
        return request.without_layer()
    population = _population(request, layer)
    existing = request.usable_layer(str(request.definition.get("existing") or ""))
    findings = list(population.findings)
    served = people_served(
        alternatives.places,
        population,
        request.reach,
        alternatives.community_wide,
        None if existing is None else existing.geometries,
        request.progress.part(0.3, 1),
        _pairing(request, findings, request.progress.part(0, 0.3)),
    )
    people = (served.reached.total if served.added is None else served.added)[:, 0]
    stated = np.where(alternatives.community_wide, alternatives.numbers("beneficiaries"), np.nan)
    bounded = np.where((stated > 0) & (stated < people), stated, people)
    return request.column(bounded, _notes(served.reached), findings)


def _streets(request: Request) -> FeatureTable | None:
    return request.usable_layer(str(request.definition.get("streets") or ""))


def _pairing(request: Request, findings: list[Finding], progress: Progress) -> Pairing:
    streets = _streets(request)
    if streets is None:
        return pairs_within
    network = network_of_request(request, streets, findings, progress)
    return pairing_over_streets(network, travel_of_request(request))


def _population(request: Request, layer: FeatureTable) -> Population:
    fields = [request.field("people", "residents")]
    name = str(request.definition.get("buildings") or "")
    buildings = request.usable_layer(name)
    if buildings is not None:
        spread = population_of_buildings(layer, fields, buildings, request.field("weight"))
        return spread if _streets(request) is None else spread.in_whole_units()
    by_share = bool(request.definition.get("by_share")) or bool(name)
    population = population_of_units(layer, fields, by_share and _streets(request) is None)
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
