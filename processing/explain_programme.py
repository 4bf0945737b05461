from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QVariant

from ..planning.language import language, tr
from ..planning.plan.store import PlanFile, Row
from ..planning.programme.chosen import run_with_programme
from ..planning.programme.explanation.explain import explain
from ..planning.programme.explanation.pictures import curve_picture
from ..planning.programme.explanation.stored import keep, known_of
from ..planning.programme.explanation.table import COLUMNS, rows_of
from ..planning.programme.explanation.wishes import wanted_of
from ..planning.progress import Progress
from ..planning.publish.explained import words_of
from ..planning.publish.explanation import explanation_html
from ..planning.publish.files import written
from .base import Algorithm, Inputs, helped, plan_parameter
from .report import language_parameter
from .results import write_table

FIELD_TYPES = {bool: QVariant.Bool, int: QVariant.Int, float: QVariant.Double, str: QVariant.String}


class ExplainProgramme(Algorithm):
    NAME = "explainprogramme"
    GROUP = "programme"

    def title(self) -> str:
        return tr("Explain the programme")

    def about(self) -> str:
        return tr(
            "Tells why each measure is in the programme or out of it, by choosing again with something changed. "
            "What would bring a measure in: more value, more money or another rule; what cutting the ranking would "
            "lose; how value grows with money; what the next million buys; what each rule costs. "
            "It takes some minutes; stopped early, it keeps what it has found. "
            "What is found is kept with the run. Where it could not prove the best, it says between which figures the "
            "true one lies."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield helped(
            QgsProcessingParameterString("RUN", tr("Run"), optional=True),
            tr("The identifier of the run whose programme is explained; empty: the newest."),
        )
        yield helped(
            QgsProcessingParameterString("SCENARIO", tr("Scenario"), optional=True),
            tr("The newest run of this scenario only; empty: of any."),
        )
        yield from _questions()
        yield helped(
            _number("TIME_LIMIT", tr("Seconds for each choice"), 5, 1),
            tr("The programme is chosen again some tens of times, each time within these seconds."),
        )
        yield helped(
            _number("GAP", tr("Gap of each choice, %"), 0.05, 0),
            tr("A choice ends when it is proven to miss no more value than this."),
            advanced=True,
        )
        yield language_parameter()
        yield helped(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Measures explained"), QgsProcessing.SourceType.TypeVector, optional=True
            ),
            _table_help(),
        )
        yield from _files()

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputString("RUN_ID", tr("Run that was explained"))
        yield QgsProcessingOutputNumber("VALUE", tr("Value of the best programme known"))
        yield QgsProcessingOutputNumber("BOUND", tr("Best value that could exist"))
        yield QgsProcessingOutputNumber("LOST_BY_CUT", tr("Share of value that cutting the ranking would lose"))
        yield QgsProcessingOutputNumber("SECONDS", tr("Seconds in all"))
        yield QgsProcessingOutputBoolean("STOPPED", tr("Whether it was stopped before its end"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        with inputs.plan() as plan:
            run = run_with_programme(plan, inputs.text("RUN"), inputs.text("SCENARIO"))
            known = known_of(plan, run)
            found = explain(known, _wanted(inputs, known.problem), progress)
            keep(plan, run, found)
            found = json.loads(json.dumps(found))
            with language(inputs.text("LANGUAGE")):
                files = dict(_written(inputs, plan, run, found))
                table = _table(inputs, plan, found)
            words = words_of(plan, found)
        for sentence in (*words.base(), *words.cut()):
            progress.say(sentence)
        if found["stopped"]:
            progress.warn(tr("Stopped by you: what was found by then is kept with the run."))
        return {**table, **files, **_told(run, found)}


def _questions() -> Iterator[QgsProcessingParameterDefinition]:
    yield helped(
        QgsProcessingParameterString("MEASURES", tr("Measures to look at closely"), optional=True),
        tr("Their codes with commas between them."),
    )
    yield helped(
        _whole("FIRST", tr("How many of the first left out to look at"), 5),
        tr("The most valuable measures that are not chosen are looked at closely too; 0: none."),
    )
    yield helped(
        QgsProcessingParameterString(
            "CURVE",
            tr("Levels of money, %"),
            defaultValue="50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150",
            optional=True,
        ),
        tr("The value of the best programme at these shares of all budgets; empty: no curve."),
    )
    yield helped(
        QgsProcessingParameterString(
            "MILLIONS", tr("More money, million"), defaultValue="1, 2, 5, 10, 20", optional=True
        ),
        tr("What so much more money buys where it is put to the best use; empty: not asked."),
    )
    yield helped(
        QgsProcessingParameterString("FUNDS", tr("Funds that may get more"), optional=True),
        tr("Codes of funds with commas between them; empty: any."),
        advanced=True,
    )
    yield helped(
        _whole("RULES", tr("How many rules to price"), 20),
        tr("What each rule costs, those first that seem to cost most; 0: none."),
    )


def _files() -> Iterator[QgsProcessingParameterDefinition]:
    words = (
        ("PAGE", tr("Page"), tr("HTML files (*.html)"), tr("One page with tables, the curve and words.")),
        ("CHART", tr("Picture of the curve"), tr("Pictures (*.svg *.png)"), tr("SVG or PNG by the file's name.")),
    )
    for name, title, kinds, about in words:
        file = QgsProcessingParameterFileDestination(name, title, kinds, optional=True, createByDefault=False)
        yield helped(file, about)


def _table_help() -> str:
    return tr(
        "A row for each candidate: chosen, start_year, cost, value; place_value and place_money: its place by value "
        "and by value for money; lacks: value it lacks (indicative); and for those looked at closely lost: value it "
        "lacks or has to spare, lost_least and lost_most: what is proven of that, more_money: the least with which it "
        "pays to choose it; and why, in words."
    )


def _number(name: str, words: str, default: float, least: float) -> QgsProcessingParameterDefinition:
    return QgsProcessingParameterNumber(name, words, QgsProcessingParameterNumber.Type.Double, default, minValue=least)


def _whole(name: str, words: str, default: int) -> QgsProcessingParameterDefinition:
    return QgsProcessingParameterNumber(name, words, defaultValue=default, minValue=0)


def _wanted(inputs: Inputs, problem: Any) -> Any:
    return wanted_of(
        problem,
        measures=inputs.text("MEASURES"),
        levels=inputs.text("CURVE"),
        millions=inputs.text("MILLIONS"),
        funds=inputs.text("FUNDS"),
        first=inputs.integer("FIRST"),
        rules=inputs.integer("RULES"),
        gap=inputs.number("GAP") / 100,
        time_limit=inputs.number("TIME_LIMIT"),
    )


def _written(inputs: Inputs, plan: PlanFile, run: Row, found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if inputs.given("PAGE"):
        path = inputs.destination("PAGE")
        with written(path) as unfinished:
            unfinished.write_text(explanation_html(plan, run, found), "utf-8")
        yield "PAGE", str(path)
    if inputs.given("CHART") and found["curve"]:
        path = inputs.destination("CHART")
        _draw(path, plan, found)
        yield "CHART", str(path)


def _draw(path: Path, plan: PlanFile, found: Mapping[str, Any]) -> None:
    picture = curve_picture(found, words_of(plan, found).name)
    with written(path) as unfinished:
        if path.suffix.lower() == ".png":
            unfinished.write_bytes(picture.png(150))
        else:
            unfinished.write_text(picture.svg("curve"), "utf-8")


def _table(inputs: Inputs, plan: PlanFile, found: Mapping[str, Any]) -> dict[str, str]:
    if not inputs.given("OUTPUT"):
        return {}
    fields = [QgsField(name, FIELD_TYPES[kind]) for name, kind in COLUMNS.items()]
    return {"OUTPUT": write_table(inputs, "OUTPUT", fields, rows_of(plan, found, words_of(plan, found)))}


def _told(run: Row, found: Mapping[str, Any]) -> dict[str, Any]:
    base, cut = found["base"], found["cut"]
    return {
        "RUN_ID": run["run_id"],
        "VALUE": base["value"],
        "BOUND": base["bound"],
        "LOST_BY_CUT": cut["lost"] if cut else None,
        "SECONDS": found["seconds"],
        "STOPPED": found["stopped"],
    }
