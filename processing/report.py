from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ..planning.language import LANGUAGES, language, tr
from ..planning.progress import Progress
from ..planning.publish.content import Content
from ..planning.publish.gather import gather, published_run
from ..planning.publish.report import picture_uri, report_html, write_report
from .base import Algorithm, Inputs, helped, plan_parameter

GATHERING = 0.3


class Report(Algorithm):
    NAME = "report"
    GROUP = "publish"

    def title(self) -> str:
        return tr("Report for the council")

    def about(self) -> str:
        return tr(
            "Writes the results of a run as one HTML file that opens in any browser and prints on A4. "
            "It holds what the council decides, the map, money by year and fund, the programme, what was left out "
            "and why, the ranking with its contributions, what is not known, and how everything was computed."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield run_parameter()
        yield language_parameter()
        yield helped(
            QgsProcessingParameterFile(
                "MAP", tr("Map picture"), fileFilter=tr("Pictures (*.png *.jpg *.jpeg *.svg)"), optional=True
            ),
            tr("A PNG, JPEG or SVG of the map; «Build project» makes one. It is put inside the report."),
        )
        yield helped(
            QgsProcessingParameterFileDestination("OUTPUT", tr("Report"), tr("HTML files (*.html)")),
            tr("The HTML file to write; an existing one is replaced."),
        )

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield from content_outputs()

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        path = inputs.destination("OUTPUT")
        map_uri = picture_uri(inputs.file("MAP")) if inputs.given("MAP") else ""
        content = read_content(inputs, progress.part(0, GATHERING))
        with language(inputs.text("LANGUAGE")):
            text = report_html(content, map_uri, progress.part(GATHERING, 1))
        write_report(text, path)
        progress.say(tr("Report written: {path}", path=path))
        return {"OUTPUT": str(path), **content_results(content)}


def run_parameter() -> QgsProcessingParameterDefinition:
    """The parameter that chooses the run to publish."""
    parameter = QgsProcessingParameterString("RUN", tr("Run"), optional=True)
    return helped(parameter, tr("The identifier of a prioritisation run; empty means the newest finished one."))


def language_parameter() -> QgsProcessingParameterDefinition:
    """The parameter for the language of what is published."""
    parameter = QgsProcessingParameterEnum(
        "LANGUAGE", tr("Language"), options=list(LANGUAGES), defaultValue=LANGUAGES[0], usesStaticStrings=True
    )
    return helped(parameter, tr("uk for Ukrainian, en for English."))


def read_content(inputs: Inputs, progress: Progress) -> Content:
    """What the run of parameter RUN says, in the language of parameter LANGUAGE."""
    with inputs.plan() as plan:
        run = published_run(plan, inputs.text("RUN"))
        with language(inputs.text("LANGUAGE")):
            content = gather(plan, run, progress)
    if not content.has_run:
        progress.warn(tr("The plan has no finished prioritisation run: only what is known without one is published."))
    return content


def content_outputs() -> Iterator[QgsProcessingOutputDefinition]:
    """Numbers of the published run."""
    yield QgsProcessingOutputString("RUN_ID", tr("Published run"))
    yield QgsProcessingOutputNumber("COMPARED", tr("Measures compared"))
    yield QgsProcessingOutputNumber("CHOSEN", tr("Measures in the programme"))
    yield QgsProcessingOutputNumber("LEFT_OUT", tr("Measures left out"))
    yield QgsProcessingOutputNumber("COST", tr("Cost of the programme, in the plan's currency"))


def content_results(content: Content) -> dict[str, Any]:
    return {
        "RUN_ID": content.head.run_id,
        "COMPARED": len(content.ranking),
        "CHOSEN": len(content.programme),
        "LEFT_OUT": len(content.left_out),
        "COST": content.cost,
    }
