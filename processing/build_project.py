from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsVectorLayer,
)

from ..planning.language import LANGUAGES, current_language, language, tr
from ..planning.plan.store import PlanFile
from ..planning.progress import Progress
from .base import Algorithm, Inputs, helped, plan_parameter
from .project.builder import ProjectBuilder
from .project.need_layers import scenario_definition

PICTURE_PIXELS = 1600


class BuildProject(Algorithm):
    NAME = "buildproject"
    GROUP = "publish"

    def flags(self) -> Any:
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def title(self) -> str:
        return tr("Build QGIS project")

    def about(self) -> str:
        return tr(
            "Makes a QGIS project of a plan: ranked measures, districts by need, the layers around, "
            "tables with forms, a legend and print layouts. "
            "Paths are kept relative to the project, so that a folder with everything in it can be handed over."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield helped(
            QgsProcessingParameterMultipleLayers(
                "LAYERS", tr("Layers around"), QgsProcessing.SourceType.TypeVectorAnyGeometry, optional=True
            ),
            tr(
                "Buildings, streets, schools and so on, shown below the results; "
                "a GeoPackage gives all of its layers. Empty: the layers that the scenario uses."
            ),
        )
        yield helped(
            QgsProcessingParameterEnum(
                "LANGUAGE",
                tr("Language"),
                list(LANGUAGES),
                defaultValue=current_language(),
                usesStaticStrings=True,
            ),
            tr("The language of layer names, legend, forms and layouts: uk or en."),
        )
        yield helped(
            QgsProcessingParameterBoolean("COPY", tr("Copy the layers around"), defaultValue=False),
            tr("Puts copies of the layers around into a GeoPackage beside the project, to be handed over with it."),
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterFileDestination("PROJECT", tr("Project"), tr("QGIS project (*.qgz)")),
            tr("The project to write; an existing one is replaced."),
        )
        yield helped(
            QgsProcessingParameterFileDestination(
                "MAP", tr("Map picture"), tr("Picture (*.png)"), optional=True, createByDefault=False
            ),
            tr("The map with its legend as a picture 1,600 pixels wide, for the report."),
        )
        yield helped(
            QgsProcessingParameterFileDestination(
                "PDF", tr("Printed map"), tr("PDF (*.pdf)"), optional=True, createByDefault=False
            ),
            tr("The A3 print layout as PDF."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("LAYER_COUNT", tr("Number of layers"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        path = inputs.destination("PROJECT")
        with inputs.plan() as plan, language(inputs.text("LANGUAGE")):
            builder = ProjectBuilder(plan, path, inputs.context, progress)
            try:
                written = self._write(inputs, builder, progress)
            finally:
                builder.close()
        progress.say(tr("Project made: {path}", path=path))
        return {"PROJECT": str(path), **written}

    def _write(self, inputs: Inputs, builder: ProjectBuilder, progress: Progress) -> dict[str, Any]:
        path = builder.path
        copies = path.with_name(path.stem + "_layers.gpkg") if inputs.switch("COPY") else None
        builder.build(self._layers(inputs, builder.plan), copies)
        exported = self._export(inputs, builder, progress)
        builder.write()
        return {"LAYER_COUNT": len(builder.project.mapLayers()), **exported}

    def _layers(self, inputs: Inputs, plan: PlanFile) -> list[QgsVectorLayer]:
        """The given layers, else those of the scenario that can be opened."""
        if inputs.given("LAYERS"):
            return self.parameterAsLayerList(inputs.parameters, "LAYERS", inputs.context)
        sources = scenario_definition(plan).get("layers", {})
        opened = [QgsVectorLayer(str(plan.path.parent / source), name, "ogr") for name, source in sources.items()]
        return [layer for layer in opened if layer.isValid()]

    def _export(self, inputs: Inputs, builder: ProjectBuilder, progress: Progress) -> dict[str, str]:
        written: dict[str, Path] = {}
        if inputs.given("MAP"):
            progress.step(0.7, 1)
            written["MAP"] = inputs.destination("MAP")
            builder.export_picture(written["MAP"], PICTURE_PIXELS)
        if inputs.given("PDF"):
            progress.step(0.85, 1)
            written["PDF"] = inputs.destination("PDF")
            builder.export_pdf(written["PDF"])
        return {name: str(path) for name, path in written.items()}
