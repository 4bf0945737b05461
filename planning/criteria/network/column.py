from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...features import FeatureTable
from ...language import tr
from ...progress import Progress
from ..column import CriterionColumn, Finding, Request, finding
from ..gap import read_facilities
from .access import NO_PLACE, TOO_FAR, UNREACHABLE, Access, Travel, access_over_streets, access_straight
from .barriers import with_barriers
from .cleaning.clean import network_of_streets
from .entrances import FARTHEST
from .network import MEASURES, METRES, Network
from .streets.read import read_streets
from .streets.rules import rules_of

if TYPE_CHECKING:
    from numpy.typing import NDArray


def access_column(request: Request) -> CriterionColumn:
    """Criterion "access": metres or minutes from each alternative to the nearest working facility of a layer, over the
    definition's streets, or straight where it names none.

    Where no facility can be reached it is the definition's "none_is", unknown without it. A way means nothing for a
    community-wide alternative: unknown.
    """
    layer, named = request.layer, request.definition.get("streets")
    streets = request.usable_layer(named) if named else None
    if layer is None or (named and streets is None):
        return request.without_layer()
    alternatives = request.alternatives
    wanted = ~alternatives.community_wide
    facilities = read_facilities(layer, request.field("working", "working" if "working" in layer.columns else ""))
    findings = list(facilities.findings)
    places = alternatives.places[wanted]
    if streets is None:
        access = access_straight(places, facilities.geometries, progress=request.progress)
    else:
        network, travel = (
            network_of_request(request, streets, findings, request.progress.part(0, 0.5)),
            travel_of_request(request),
        )
        last = request.progress.part(0.5, 1)
        access = access_over_streets(network, places, facilities.geometries, travel, progress=last)
    none_is = request.number("none_is", 0.0) if "none_is" in request.definition else np.nan
    raw, notes = np.full(len(alternatives), np.nan), np.full(len(alternatives), _wide(), dtype=object)
    raw[wanted] = np.where(access.state == UNREACHABLE, none_is, access.cost)
    notes[wanted] = _notes(access)
    return request.column(raw, notes.tolist(), findings)


def network_of_request(request: Request, streets: FeatureTable, findings: list[Finding], progress: Progress) -> Network:
    """The definition's streets, without what its barriers close, ready to be searched; what is found is added."""
    definition = request.definition
    rules = rules_of(str(definition.get("mode", "walking")), definition.get("rules"))
    read = read_streets(streets, rules, request.field("direction"), request.field("speed"))
    network = network_of_streets(read, progress=progress)
    named = definition.get("barriers")
    barriers = request.usable_layer(named) if named else None
    if named and barriers is None:
        findings.append(_no_barriers(request))
    network = with_barriers(network, barriers) if barriers is not None else network
    findings += [*read.findings, *network.findings]
    return network


def travel_of_request(request: Request) -> Travel:
    """How the definition measures ways."""
    measure = str(request.definition.get("measure", METRES))
    if measure not in MEASURES:
        raise PlanError(
            tr(
                "Criterion «{criterion}»: «measure» is «{measure}», but must be one of {measures}.",
                criterion=request.name,
                measure=measure,
                measures=", ".join(MEASURES),
            )
        )
    return Travel(measure, farthest=request.number("farthest", FARTHEST))


def _wide() -> str:
    return tr("It serves the whole community: a distance means nothing.")


def _notes(access: Access) -> NDArray[np.object_]:
    words = {
        UNREACHABLE: tr("No facility can be reached over the streets."),
        TOO_FAR: tr("It lies too far from the streets."),
        NO_PLACE: "",
    }
    return np.array([words.get(state, "") for state in access.state], dtype=object)


def _no_barriers(request: Request) -> Finding:
    return finding(
        "barriers_missing",
        "warning",
        lambda: tr(
            "Criterion «{criterion}»: its layer of barriers is missing or has no geometry; "
            "all streets are taken as open.",
            criterion=request.name,
        ),
    )
