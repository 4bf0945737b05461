from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.language import language, tr
from ..planning.plan.schema import code_label
from ..planning.programme.uncertainty.core import CORE
from ..planning.programme.uncertainty.costs import SHAPES
from ..planning.programme.uncertainty.picture import firmness_picture
from ..planning.programme.uncertainty.sentences import firmness_sentences
from ..planning.programme.uncertainty.stored import Firmness, firmness_of, keep_firmness
from ..planning.programme.uncertainty.wanted import Wanted
from ..planning.progress import Progress
from ..planning.publish.files import written
from ..planning.ranking.robustness.analysis import ANY, AROUND, ORDER
from .base import Algorithm, Inputs, choice_parameter, helped, plan_parameter
from .report import language_parameter
from .results import write_table

DPI = 144


class RobustnessOfProgramme(Algorithm):
    NAME = "programmerobustness"
    GROUP = "programme"

    def title(self) -> str:
        return tr("Robustness of a programme")

    def about(self) -> str:
        return tr(
            "Shows how firm each choice of a programme is. Weights, measured values and costs are drawn many times, "
            "and the programme is chosen anew each time: the core index of a measure is the share of these programmes "
            "that have it. Other programmes that are nearly as good are looked for. The chance that the money of each "
            "year is enough is told, with the reserve that would make it likely. Costs are uncertain between the least "
            "and the greatest cost of a measure."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield helped(
            QgsProcessingParameterString("RUN", tr("Run"), optional=True),
            tr("The identifier of the run whose programme is looked at; empty: the newest."),
        )
        yield helped(
            QgsProcessingParameterString("SCENARIO", tr("Scenario"), optional=True),
            tr("The newest programme of this scenario; empty: of any."),
        )
        yield from _draw_inputs()
        yield language_parameter()
        yield from _outputs()

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputString("RUN_ID", tr("Identifier of the run"))
        yield QgsProcessingOutputNumber("DRAWN", tr("Draws that have a programme"))
        yield QgsProcessingOutputNumber("CORE", tr("Measures of the core"))
        yield QgsProcessingOutputNumber("WITHIN_BUDGET", tr("Chance to stay within all budgets"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        with inputs.plan() as plan:
            found = firmness_of(plan, _wanted(inputs), inputs.text("RUN"), inputs.text("SCENARIO"), progress)
            run = keep_firmness(plan, found)
        for sentence in firmness_sentences(found):
            progress.say(sentence)
        with language(inputs.text("LANGUAGE")):
            outputs = dict(_write(inputs, found))
        classes = [found.core.class_of(key) for key in found.problem.by_id]
        told = {"RUN_ID": run.run_id, "DRAWN": found.core.draws, "CORE": classes.count(CORE)}
        return {**outputs, **told, "WITHIN_BUDGET": found.risk.whole}


def _draw_inputs() -> Iterator[QgsProcessingParameterDefinition]:
    yield helped(
        _whole("DRAWS", tr("Draws"), 100, 1),
        tr("Each draw chooses a programme and takes about a second; 100 tell a share within 5 %."),
    )
    yield helped(_whole("SEED", tr("Seed"), 1, 0), tr("The same seed gives the same draws."), advanced=True)
    yield choice_parameter(
        "WEIGHTS",
        tr("Weights that are drawn"),
        [AROUND, ORDER, ANY],
        tr(
            "around: the scenario's weights, each a part (see «Spread») lower or higher. order: any weights in their "
            "order. any: any weights at all. Scores are weighted sums."
        ),
    )
    yield helped(
        _share("SPREAD", tr("Spread of the weights"), 0.5),
        tr("For «around»: 0.5 lets a weight be up to half lower or higher than given; 0 keeps it."),
    )
    yield helped(
        _share("VALUES", tr("Uncertainty of measured values"), 0.0),
        tr(
            "0.1: 95 % of the draws lie within 10 % of each measured value. Criteria that state an «uncertainty» in "
            "the scenario keep it."
        ),
    )
    yield helped(
        QgsProcessingParameterBoolean("COSTS", tr("Draw costs too"), defaultValue=True),
        tr("Costs between the least and the greatest of each measure; those that state none stay as they are."),
    )
    yield choice_parameter(
        "SHAPE", tr("Shape of the costs"), SHAPES, tr("triangular, or pert: nearer to the likely cost."), advanced=True
    )
    yield helped(
        _share("SHOCK", tr("Common shock of the costs"), 0.3),
        tr("0: each cost varies by itself; 1: all get dearer or cheaper together."),
        advanced=True,
    )
    for name, words, default in (
        ("CHEAPEST", tr("Least cost where none is stated"), 1.0),
        ("DEAREST", tr("Greatest cost where none is stated"), 1.0),
    ):
        yield helped(
            _multiple(name, words, default),
            tr("As a multiple of the likely cost, for measures that state no range: 0.9 and 1.3, for example."),
        )
    yield helped(
        _whole("NEAR", tr("Nearly best programmes to look for"), 10, 0),
        tr("Each is the farthest from the others in a direction of chance."),
        advanced=True,
    )
    yield helped(
        _share("NEAR_SHARE", tr("How much less they may be worth"), 0.02),
        tr("0.02: at least 98 % of it."),
        advanced=True,
    )
    yield helped(
        _share("GAP", tr("Gap of each choice"), 0.01),
        tr("How far a drawn programme may stay below its best."),
        advanced=True,
    )


def _outputs() -> Iterator[QgsProcessingParameterDefinition]:
    yield helped(
        QgsProcessingParameterFeatureSink("TABLE", tr("Measures"), QgsProcessing.SourceType.TypeVector, optional=True),
        tr("Each measure with its core index, the index's standard error, its share of nearly best programmes, class."),
    )
    yield helped(
        QgsProcessingParameterFeatureSink("BUDGETS", tr("Budgets"), QgsProcessing.SourceType.TypeVector, optional=True),
        tr("Each fund and year with the chance that its money is enough; the reserve of a year is for all its funds."),
    )
    yield helped(
        QgsProcessingParameterFileDestination(
            "PICTURE", tr("Picture"), tr("Pictures (*.svg *.png)"), optional=True, createByDefault=False
        ),
        tr("Core index of the measures and chance of each year; SVG or PNG by the file's name."),
    )


def _whole(name: str, words: str, default: int, least: int) -> QgsProcessingParameterDefinition:
    return QgsProcessingParameterNumber(name, words, defaultValue=default, minValue=least, maxValue=100_000)


def _share(name: str, words: str, default: float) -> QgsProcessingParameterDefinition:
    real = QgsProcessingParameterNumber.Type.Double
    return QgsProcessingParameterNumber(name, words, real, default, minValue=0, maxValue=1)


def _multiple(name: str, words: str, default: float) -> QgsProcessingParameterDefinition:
    real = QgsProcessingParameterNumber.Type.Double
    return QgsProcessingParameterNumber(name, words, real, default, minValue=0.1, maxValue=10)


def _wanted(inputs: Inputs) -> Wanted:
    return Wanted(
        draws=inputs.integer("DRAWS"),
        seed=inputs.integer("SEED"),
        weights=inputs.text("WEIGHTS"),
        spread=inputs.number("SPREAD"),
        values=inputs.number("VALUES"),
        costs=inputs.switch("COSTS"),
        shape=inputs.text("SHAPE"),
        correlation=inputs.number("SHOCK"),
        cheapest=inputs.number("CHEAPEST"),
        dearest=inputs.number("DEAREST"),
        near=inputs.integer("NEAR"),
        near_share=inputs.number("NEAR_SHARE"),
        gap=inputs.number("GAP"),
    )


def _write(inputs: Inputs, found: Firmness) -> Iterator[tuple[str, str]]:
    if inputs.given("TABLE"):
        yield "TABLE", _write_measures(inputs, found)
    if inputs.given("BUDGETS"):
        yield "BUDGETS", _write_budgets(inputs, found)
    if inputs.given("PICTURE"):
        path, picture = inputs.destination("PICTURE"), firmness_picture(found)
        drawn = picture.png(DPI) if path.suffix.lower() == ".png" else picture.svg("firmness").encode()
        with written(path) as unfinished:
            unfinished.write_bytes(drawn)
        yield "PICTURE", str(path)


def _write_measures(inputs: Inputs, found: Firmness) -> str:
    core = found.core
    texts = [QgsField(name, QVariant.String) for name in ("code", "title")]
    numbers = [QgsField(name, QVariant.Double) for name in ("core_index", "error", "near_share")]
    fields = [
        *texts,
        QgsField("chosen", QVariant.Bool),
        *numbers,
        *(QgsField(n, QVariant.String) for n in ("class", "words")),
    ]
    order = sorted(found.problem.candidates, key=lambda candidate: (-core.share[candidate.id], candidate.code))
    rows = (
        (
            candidate.code,
            candidate.title,
            candidate.id in found.starts,
            core.share[candidate.id],
            core.error(candidate.id),
            core.near_share[candidate.id] if core.near else None,
            core.class_of(candidate.id),
            code_label("core_class", core.class_of(candidate.id)),
        )
        for candidate in order
    )
    return write_table(inputs, "TABLE", fields, rows)


def _write_budgets(inputs: Inputs, found: Firmness) -> str:
    risk, names = found.risk, {fund.code: fund.name for fund in found.problem.funds}
    fields = [
        QgsField("year", QVariant.Int),
        QgsField("fund", QVariant.String),
        *(QgsField(name, QVariant.Double) for name in ("chance", "reserve_80", "reserve_90", "reserve_95")),
    ]
    single = [(year, names[fund], chance, None, None, None) for (fund, year), chance in risk.funds.items()]
    whole = [
        (year, tr("all funds"), chance, *(risk.reserve[year, level] for level in (0.8, 0.9, 0.95)))
        for year, chance in risk.years.items()
    ]
    return write_table(
        inputs, "BUDGETS", fields, sorted([*single, *whole], key=lambda row: (row[0], row[3] is not None))
    )
