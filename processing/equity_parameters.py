"""Parameters of «Equity», and the layers that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
)

from ..planning.criteria.column import Finding
from ..planning.criteria.damage.sites import read_sites
from ..planning.language import tr
from ..planning.plan.schema import code_label, code_lists
from ..planning.plan.store import PlanFile
from ..planning.programme.equity.facts import Facts, damage_in_areas, people_in_areas
from ..planning.programme.equity.groups import EVERYONE, GROUPS, group_words
from ..planning.progress import Progress
from .base import Inputs, helped
from .layers import plan_crs, read_input

PEOPLE_FIELD = "POPULATION_FIELD"


def area_parameters() -> Iterator[QgsProcessingParameterDefinition]:
    """Which areas, and what becomes of measures for the whole community."""
    kinds = [code.code for code in code_lists()["area_kind"]]
    yield helped(
        QgsProcessingParameterEnum("KIND", tr("Kind of area"), kinds, defaultValue=kinds[0], usesStaticStrings=True),
        tr("Between which of the plan's areas the programme is compared: {kinds}.", kinds=_kind_words(kinds)),
    )
    yield helped(
        QgsProcessingParameterBoolean("SPREAD", tr("Spread measures for the whole community"), defaultValue=False),
        tr(
            "Give the money of community-wide measures to the areas by their people. Otherwise it stands in a line "
            "of its own."
        ),
    )


def layer_parameters() -> Iterator[QgsProcessingParameterDefinition]:
    """Layers that know what the plan does not: people by group, and damage."""
    yield helped(
        QgsProcessingParameterFeatureSource(
            "INPUT", tr("Population layer"), [QgsProcessing.SourceType.TypeVectorAnyGeometry], optional=True
        ),
        tr(
            "Buildings, points or districts with numbers of people; each counts where its middle lies. "
            "Empty: the population of the plan's areas."
        ),
    )
    for name, group in group_fields().items():
        field = QgsProcessingParameterField(
            name,
            tr("Field: {group}", group=group_words(group)),
            None,
            "INPUT",
            QgsProcessingParameterField.DataType.Numeric,
            optional=True,
        )
        yield helped(field, tr("How many of them live in each feature. Empty: not known."))
    yield helped(
        QgsProcessingParameterFeatureSource(
            "DAMAGE", tr("Damage layer"), [QgsProcessing.SourceType.TypeVectorAnyGeometry], optional=True
        ),
        tr("Damage sites, to find areas with much damage and no measure. Empty: the plan's own damage sites."),
    )
    yield helped(
        QgsProcessingParameterField("CLASS_FIELD", tr("Field of the damage class"), None, "DAMAGE", optional=True),
        tr("Its classes are read as «Damage in reach» reads them. Empty: each site counts 1."),
    )


def group_fields() -> dict[str, str]:
    """Parameter → group."""
    return {PEOPLE_FIELD: EVERYONE, **{f"{group.upper()}_FIELD": group for group in GROUPS}}


def read_facts(
    inputs: Inputs, plan: PlanFile, outlines: Mapping[str, Any], progress: Progress
) -> tuple[Facts, list[Finding]]:
    """What the layers say of the areas, and findings."""
    crs, found = plan_crs(plan.srs_id), Facts()
    findings: list[Finding] = []
    fields = {group: inputs.text(name) for name, group in group_fields().items() if inputs.given(name)}
    if inputs.given("INPUT") and fields:
        layer = read_input(inputs, "INPUT", crs, progress.part(0, 0.3), list(fields.values()))
        people, groups, told = people_in_areas(layer, fields, outlines, progress.part(0.3, 0.5))
        found, findings = Facts(people, groups), [*findings, *told]
    elif inputs.given("INPUT"):
        progress.warn(tr("The population layer is not used: name the field of its people, or of a group."))
    if inputs.given("DAMAGE"):
        layer = read_input(inputs, "DAMAGE", crs, progress.part(0.5, 0.8))
        sites = read_sites(layer, inputs.text("CLASS_FIELD"))
        found = Facts(found.people, found.groups, damage_in_areas(sites, outlines, progress.part(0.8, 1)))
        findings += sites.findings
    return found, findings


def _kind_words(kinds: list[str]) -> str:
    return ", ".join(f"{kind} ({code_label('area_kind', kind).lower()})" for kind in kinds)
