from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
)

from ..planning.intake.areas import AreaFields, area_rows, store_areas
from ..planning.language import tr
from ..planning.plan.schema import code_lists
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped, plan_parameter
from .imports import report_parameter, row_outputs, row_results
from .layers import plan_crs, read_input


class ImportAreas(Algorithm):
    NAME = "importareas"
    GROUP = "plan"

    def title(self) -> str:
        return tr("Import focus areas")

    def about(self) -> str:
        return tr(
            "Takes the focus areas of a document from a polygon layer. "
            "They are kept in the plan's coordinate system. Importing again merges by code; nothing is removed."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield helped(
            QgsProcessingParameterFeatureSource(
                "INPUT", tr("Polygon layer"), [QgsProcessing.SourceType.TypeVectorPolygon]
            ),
            tr("Planning districts, recovery territories, investment areas: any polygons. The layer is only read."),
        )
        for name, title, words, optional in (
            ("NAME_FIELD", tr("Field of the name"), tr("The area's name in Ukrainian."), False),
            ("CODE_FIELD", tr("Field of the code"), tr("A code by which rules and tables name the area."), True),
            ("NAME_EN_FIELD", tr("Field of the English name"), tr("Used in the English report and map."), True),
            ("POPULATION_FIELD", tr("Field of the population"), tr("How many people live there."), True),
            ("KATOTTG_FIELD", tr("Field of the KATOTTG code"), tr("UA and 17 digits."), True),
        ):
            yield helped(QgsProcessingParameterField(name, title, None, "INPUT", optional=optional), words)
        yield helped(
            QgsProcessingParameterEnum(
                "KIND",
                tr("Kind of area"),
                [code.code for code in code_lists()["area_kind"]],
                defaultValue="planning_district",
                usesStaticStrings=True,
            ),
            tr("What the document calls these areas."),
        )
        yield report_parameter()

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield from row_outputs()

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        fields = AreaFields(
            inputs.text("NAME_FIELD"),
            inputs.text("CODE_FIELD"),
            inputs.text("NAME_EN_FIELD"),
            inputs.text("POPULATION_FIELD"),
            inputs.text("KATOTTG_FIELD"),
        )
        with inputs.plan() as plan:
            layer = read_input(inputs, "INPUT", plan_crs(plan.srs_id), progress)
            run = store_areas(plan, layer, area_rows(layer, fields, inputs.text("KIND")), None)
        return row_results(inputs, run, progress)
