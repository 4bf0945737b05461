from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QIcon

from ..planning.errors import Cancelled, PlanError
from ..planning.language import current_language, tr
from ..planning.plan.store import PlanFile
from ..planning.progress import Progress

HOMEPAGE = "https://github.com/vidnova/vidnova"


def group_title(group: str) -> str:
    """The words for an algorithm group."""
    titles = {
        "plan": tr("Plan"),
        "attach": tr("Attach"),
        "criteria": tr("Criteria"),
        "ranking": tr("Ranking"),
        "programme": tr("Programme"),
        "publish": tr("Publish"),
        "whole": tr("Whole way"),
    }
    return titles[group]


def helped(
    parameter: QgsProcessingParameterDefinition, words: str, advanced: bool = False
) -> QgsProcessingParameterDefinition:
    """The parameter with its help; advanced ones are folded away in the dialog."""
    parameter.setHelp(words)
    if advanced:
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return parameter


def plan_parameter() -> QgsProcessingParameterDefinition:
    """The parameter that most algorithms share: the plan file to work on."""
    parameter = QgsProcessingParameterFile("PLAN", tr("Plan file"), extension="gpkg")
    return helped(parameter, tr("The community's plan file, made with «New plan file»."))


def choice_parameter(
    name: str, title: str, options: Sequence[str], words: str, several: bool = False, advanced: bool = False
) -> QgsProcessingParameterDefinition:
    """A choice among fixed words; of several, all are chosen at first."""
    parameter = QgsProcessingParameterEnum(
        name,
        title,
        options=list(options),
        allowMultiple=several,
        defaultValue=list(options) if several else options[0],
        usesStaticStrings=True,
    )
    return helped(parameter, words, advanced)


class Inputs:
    """The parameters of one call, read by name; unusable ones raise PlanError with a sentence."""

    def __init__(
        self,
        algorithm: QgsProcessingAlgorithm,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> None:
        self._algorithm = algorithm
        self.parameters = parameters
        self.context = context
        self.feedback = feedback

    def given(self, name: str) -> bool:
        return self.parameters.get(name) not in (None, "")

    def text(self, name: str) -> str:
        return self._algorithm.parameterAsString(self.parameters, name, self.context).strip()

    def json(self, name: str) -> Any:
        """What a JSON text says, None where it is empty; PlanError where it cannot be read."""
        try:
            return json.loads(self.text(name)) if self.given(name) else None
        except json.JSONDecodeError as error:
            raise PlanError(tr("Parameter {name} is not JSON: {why}.", name=name, why=error)) from None

    def texts(self, name: str) -> list[str]:
        """Several values of an enum with static strings."""
        return list(self._algorithm.parameterAsEnumStrings(self.parameters, name, self.context))

    def fields(self, name: str) -> list[str]:
        return list(self._algorithm.parameterAsFields(self.parameters, name, self.context))

    def cells(self, name: str) -> list[Any]:
        """The cells of a table, row after row; none where it was not given."""
        cells = self._algorithm.parameterAsMatrix(self.parameters, name, self.context)
        return list(cells) if self.given(name) else []

    def number(self, name: str) -> float:
        return self._algorithm.parameterAsDouble(self.parameters, name, self.context)

    def integer(self, name: str) -> int:
        return self._algorithm.parameterAsInt(self.parameters, name, self.context)

    def switch(self, name: str) -> bool:
        return self._algorithm.parameterAsBool(self.parameters, name, self.context)

    def file(self, name: str) -> Path:
        """A file to read; PlanError where there is none."""
        return _existing(self._algorithm.parameterAsFile(self.parameters, name, self.context), name)

    def files(self, name: str) -> list[Path]:
        """Files to read; PlanError for the first that is not there."""
        paths = self._algorithm.parameterAsFileList(self.parameters, name, self.context)
        return [_existing(path, name) for path in paths if path]

    def destination(self, name: str) -> Path:
        """A file to write; its folder is made."""
        path = Path(self._algorithm.parameterAsFileOutput(self.parameters, name, self.context))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PlanError(tr("{path} cannot be written: {why}.", path=path, why=error.strerror)) from None
        return path

    def plan(self) -> PlanFile:
        """The open plan file of parameter PLAN; close it, or use it in a `with` block."""
        return PlanFile(self.text("PLAN"))

    def source(self, name: str) -> QgsProcessingFeatureSource:
        """A layer's features, invalid geometries too; PlanError where the layer cannot be opened."""
        source = self._algorithm.parameterAsSource(self.parameters, name, self.context)
        if source is None:
            raise PlanError(
                tr(
                    "Layer «{layer}» (parameter {name}) cannot be opened: check the path.",
                    layer=self.text(name),
                    name=name,
                )
            )
        source.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
        return source

    def layer(self, name: str) -> QgsVectorLayer | None:
        """The layer behind a parameter, None where its features come from elsewhere."""
        return self._algorithm.parameterAsVectorLayer(self.parameters, name, self.context)

    def layers(self, name: str) -> list[QgsVectorLayer]:
        """The vector layers of a parameter that takes several; PlanError where one cannot be opened."""
        layers = self._algorithm.parameterAsLayerList(self.parameters, name, self.context)
        if not layers or not all(isinstance(layer, QgsVectorLayer) for layer in layers):
            raise PlanError(tr("Parameter {name} needs vector layers: check the paths.", name=name))
        for layer in layers:
            _name_by_table(layer, self.context)
        return list(layers)

    def raster(self, name: str) -> QgsRasterLayer:
        """The raster of a parameter; PlanError where it cannot be opened."""
        layer = self._algorithm.parameterAsRasterLayer(self.parameters, name, self.context)
        if layer is None or not layer.isValid():
            raise PlanError(
                tr(
                    "Raster «{layer}» (parameter {name}) cannot be opened: check the path.",
                    layer=self.text(name),
                    name=name,
                )
            )
        return layer

    def whole_layer(self, name: str) -> QgsVectorLayer | None:
        """The layer behind a parameter where all of its features are asked for, None otherwise."""
        given = self.parameters.get(name)
        partly = isinstance(given, QgsProcessingFeatureSourceDefinition) and (
            given.selectedFeaturesOnly or given.featureLimit >= 0 or getattr(given, "filterExpression", "")
        )
        return None if partly else self.layer(name)

    def layer_source(self, name: str) -> str:
        """What opens a layer again: its data source, or the text that was given."""
        layer = self.layer(name)
        return layer.source() if layer else self.text(name)

    def sink(self, name: str, fields: Any, wkb_type: Any, crs: Any) -> tuple[Any, str]:
        """A layer to write: the sink and its identifier."""
        sink, identifier = self._algorithm.parameterAsSink(self.parameters, name, self.context, fields, wkb_type, crs)
        if sink is None:
            raise PlanError(tr("The result layer {name} cannot be written: check the path.", name=name))
        return sink, identifier


def _name_by_table(layer: QgsVectorLayer, context: QgsProcessingContext) -> None:
    """QGIS names a layer that it opens from a path by its file; several of one file are told apart by their tables."""
    table = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("layerName")
    if table and context.temporaryLayerStore().mapLayer(layer.id()):
        layer.setName(table)


def _existing(given: str, name: str) -> Path:
    path = Path(given)
    if not path.is_file():
        raise PlanError(tr("There is no file {path} (parameter {name}): check the path.", path=path, name=name))
    return path


class Algorithm(QgsProcessingAlgorithm):
    """A Vidnova algorithm: a name, words, parameters, and a calculation that lives in `planning`."""

    NAME: ClassVar[str]
    GROUP: ClassVar[str]

    def title(self) -> str:
        """What the toolbox shows."""
        raise NotImplementedError

    def about(self) -> str:
        """Plain sentences: what it does, what it needs, what it makes. The first is the short description."""
        raise NotImplementedError

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        raise NotImplementedError

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        """Outputs that are no parameter: numbers and texts the next step needs."""
        return iter(())

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        """Do the work; PlanError for what the user can mend."""
        raise NotImplementedError

    def createInstance(self) -> QgsProcessingAlgorithm:
        return type(self)()

    def name(self) -> str:
        return self.NAME

    def displayName(self) -> str:
        return self.title()

    def groupId(self) -> str:
        return self.GROUP

    def group(self) -> str:
        return group_title(self.GROUP)

    def shortDescription(self) -> str:
        return self.about().split(". ")[0].rstrip(".") + "."

    def helpUrl(self) -> str:
        return f"{HOMEPAGE}/blob/main/docs/algorithms.{current_language()}.md#{self.NAME}"

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        return str(Path(__file__).parents[1] / "qgis_plugin" / "resources" / "icon.svg")

    def shortHelpString(self) -> str:
        about = "".join(f"<p>{html.escape(part)}</p>" for part in self.about().split("\n"))
        described = [p for p in self.parameterDefinitions() if p.help()]
        rows = [f"<p><b>{html.escape(p.description())}</b><br>{html.escape(p.help())}</p>" for p in described]
        return about + "".join(rows)

    def initAlgorithm(self, configuration: Any = None) -> None:
        for parameter in self.inputs():
            self.addParameter(parameter)
        for output in self.results():
            self.addOutput(output)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        try:
            return self.compute(Inputs(self, parameters, context, feedback), progress_of(feedback))
        except Cancelled:
            feedback.pushInfo(tr("Stopped by you. The plan file was not changed."))
            return {}
        except PlanError as error:
            sentence = str(error)
        # Outside the handler: a chained error would keep its frames' layers beyond QGIS's end, which crashes.
        raise QgsProcessingException(sentence)


def progress_of(feedback: QgsProcessingFeedback) -> Progress:
    """A Progress that speaks through a Processing feedback."""
    return Progress(
        show=lambda fraction: feedback.setProgress(100 * fraction),
        say=feedback.pushInfo,
        warn=feedback.pushWarning,
        cancelled=feedback.isCanceled,
    )


def user_locale() -> str:
    """The user's locale as QGIS knows it; "C" counts as English."""
    return QgsApplication.locale()
