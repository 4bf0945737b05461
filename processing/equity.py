from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
)

from ..planning.criteria.column import Finding
from ..planning.errors import PlanError
from ..planning.language import language, named, tr
from ..planning.programme.equity.equity import areas_of_kind, equity_of_run, keep_facts, outlines_of
from ..planning.programme.equity.ledger import Equity
from ..planning.programme.equity.picture import equity_picture
from ..planning.programme.equity.sentences import equity_sentences
from ..planning.progress import Progress
from ..planning.publish.files import written
from ..planning.publish.gather import published_run
from .base import Algorithm, Inputs, helped, plan_parameter
from .equity_layers import write_areas, write_lines
from .equity_parameters import area_parameters, layer_parameters, read_facts
from .equity_style import style_quotients
from .report import language_parameter, run_parameter
from .result_style import keep_style

DPI = 150


class EquityOfProgramme(Algorithm):
    NAME = "equity"
    GROUP = "programme"

    def title(self) -> str:
        return tr("Equity of the programme")

    def about(self) -> str:
        return tr(
            "Shows who gets the money of a programme: districts, settlements and groups, in all and per head. "
            "For each district the location quotient compares its share of the money with its share of the people; the "
            "Gini index and its Lorenz curve tell how even it is. Districts with much damage and no chosen measure are "
            "warned of. A measure that lies in several districts counts in each by the part of it that lies there."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield run_parameter()
        yield from area_parameters()
        yield from layer_parameters()
        yield helped(
            QgsProcessingParameterBoolean("STORE", tr("Keep for report and workbook"), defaultValue=True),
            tr("Keep kind of area, people and damage with the run, so that report and workbook show the same figures."),
        )
        yield language_parameter()
        yield from _outputs()

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputString("RUN_ID", tr("Run whose programme it is"))
        yield QgsProcessingOutputNumber("MONEY", tr("Money of the programme"))
        yield QgsProcessingOutputNumber("GINI", tr("Gini index of money per head"))
        yield QgsProcessingOutputNumber("CONCENTRATION", tr("Concentration index by damage per head"))
        yield QgsProcessingOutputNumber("NEGLECTED", tr("Areas with much damage and no chosen measure"))
        yield QgsProcessingOutputString("WARNINGS", tr("Warnings"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        kind, spread = inputs.text("KIND"), inputs.switch("SPREAD")
        with inputs.plan() as plan:
            run = published_run(plan, inputs.text("RUN"))
            if not run:
                raise PlanError(tr("The plan has no programme yet: run «Prioritise» first."))
            areas = areas_of_kind(plan, kind)
            facts, findings = read_facts(inputs, plan, outlines_of(areas), progress.part(0, 0.7))
            equity = equity_of_run(plan, run, kind, facts, spread)
            if inputs.switch("STORE"):
                keep_facts(plan, run, kind, facts, spread)
            progress.step(0.8, 1)
            warnings = _tell(equity, [*findings, *equity.findings], progress)
            with language(inputs.text("LANGUAGE")):
                written_to = dict(_write(inputs, plan, equity, progress))
        return {**written_to, **_told(equity), "WARNINGS": "\n".join(warnings)}


def _outputs() -> Iterator[QgsProcessingParameterDefinition]:
    yield helped(
        QgsProcessingParameterFeatureSink(
            "OUTPUT", tr("Areas"), QgsProcessing.SourceType.TypeVectorPolygon, optional=True
        ),
        tr(
            "The areas with measures, money (of it spread: from community-wide measures), beneficiaries, people, money "
            "per head, both shares, lq: location quotient, damage, neglected: much damage and no chosen measure."
        ),
    )
    yield helped(
        QgsProcessingParameterFeatureSink("TABLE", tr("All lines"), QgsProcessing.SourceType.TypeVector, optional=True),
        tr(
            "The same for areas, for what lies in none, settlements and groups; told: the part of the money of which "
            "a group's share is known."
        ),
    )
    yield helped(
        QgsProcessingParameterFileDestination(
            "PICTURE", tr("Picture"), tr("Pictures (*.svg *.png)"), optional=True, createByDefault=False
        ),
        tr("Lorenz curve, and shares of people and money; SVG or PNG by the file's name."),
    )


def _tell(equity: Equity, findings: Sequence[Finding], progress: Progress) -> list[str]:
    for sentence in equity_sentences(equity):
        progress.say(sentence)
    warnings = []
    for finding in findings:
        sentence = named(finding, "message")
        if finding["severity"] == "info":
            progress.say(sentence)
        else:
            progress.warn(sentence)
            warnings.append(sentence)
    if equity.threshold is None:
        progress.say(tr("No damage is known: areas with much damage and no measure are not looked for."))
    return warnings


def _write(inputs: Inputs, plan: Any, equity: Equity, progress: Progress) -> Iterator[tuple[str, str]]:
    if inputs.given("OUTPUT"):
        identifier = write_areas(inputs, "OUTPUT", plan, equity)
        keep_style(identifier, inputs.context, style_quotients())
        yield "OUTPUT", identifier
    if inputs.given("TABLE"):
        yield "TABLE", write_lines(inputs, "TABLE", equity)
    picture = equity_picture(equity) if inputs.given("PICTURE") else None
    if picture:
        path = inputs.destination("PICTURE")
        progress.step(0.9, 1)
        drawn = picture.png(DPI) if path.suffix.lower() == ".png" else picture.svg("equity").encode()
        with written(path) as unfinished:
            unfinished.write_bytes(drawn)
        yield "PICTURE", str(path)
    elif inputs.given("PICTURE"):
        progress.warn(tr("No picture is drawn: there is no money or no area whose people are known."))


def _told(equity: Equity) -> dict[str, Any]:
    return {
        "RUN_ID": equity.run_id,
        "MONEY": equity.money,
        "GINI": equity.gini,
        "CONCENTRATION": equity.concentration,
        "NEGLECTED": None if equity.threshold is None else len(equity.neglected),
    }
