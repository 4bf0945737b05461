from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..planning.figures import Picture
from ..planning.language import language, tr
from ..planning.progress import Progress
from ..planning.publish.files import written
from ..planning.scenarios.comparison import ENTERED, KEPT, LEFT, NEVER, Comparison, compare
from ..planning.scenarios.notes import caveats, core_sentence, outcome_sentences
from ..planning.scenarios.outcomes import outcomes_of
from ..planning.scenarios.page import comparison_html
from ..planning.scenarios.pictures import programme_picture, ranks_picture
from ..planning.scenarios.tables import SHIFT, field_names, measure_columns, scenario_columns, total_columns
from .base import Algorithm, Inputs, helped, plan_parameter
from .compare_layers import LAYERS, write_columns, write_places
from .compare_style import keep_styles, styles_of
from .report import language_parameter
from .scenario_names import listed_texts, scenarios_parameter

DPI = 150
READING_SHARE = 0.3


class CompareScenarios(Algorithm):
    NAME = "comparescenarios"
    GROUP = "programme"

    def title(self) -> str:
        return tr("Compare scenarios")

    def about(self) -> str:
        return tr(
            "Lays scenarios side by side: which measures enter a programme, drop out or move to another year, how "
            "ranks shift, and what changes in money and people. "
            "The newest finished run of each scenario counts; run them with «Run scenarios» first. "
            "Results are tables, a map of the measures, pictures and a page. Measures without a place are in the "
            "table only."
        )

    def inputs(self) -> Iterator[QgsProcessingParameterDefinition]:
        yield plan_parameter()
        yield scenarios_parameter(
            tr("Their names with semicolons between them; empty, and no runs named: all scenarios of the plan.")
        )
        yield helped(
            QgsProcessingParameterString("RUNS", tr("Runs"), optional=True),
            tr("Identifiers of runs with semicolons between them, such as two runs of one scenario."),
            advanced=True,
        )
        yield helped(
            QgsProcessingParameterString("BASE", tr("Base of the comparison"), optional=True),
            tr("The name of a scenario or the identifier of a run; empty: «base», or else the first."),
        )
        yield helped(
            QgsProcessingParameterNumber("TOP", tr("Number of first places"), defaultValue=15, minValue=1, maxValue=60),
            tr("The picture of ranks shows the measures that are among so many first ones in any scenario."),
        )
        yield language_parameter()
        yield from _tables()
        yield from _files()

    def results(self) -> Iterator[QgsProcessingOutputDefinition]:
        yield QgsProcessingOutputNumber("COMPARED", tr("Number of scenarios compared"))
        yield QgsProcessingOutputString("BASE_RUN", tr("Run of the base"))
        yield QgsProcessingOutputNumber("KEPT", tr("Measures in every programme"))
        yield QgsProcessingOutputNumber("ENTERED", tr("Measures not in the base's programme, in another"))
        yield QgsProcessingOutputNumber("LEFT", tr("Measures in the base's programme, not in every other"))
        yield QgsProcessingOutputNumber("TAU", tr("Least Kendall's tau-b against the base"))
        yield QgsProcessingOutputNumber("JACCARD", tr("Least Jaccard index against the base"))

    def compute(self, inputs: Inputs, progress: Progress) -> dict[str, Any]:
        with inputs.plan() as plan:
            asked = (listed_texts(inputs, "SCENARIOS"), listed_texts(inputs, "RUNS"), inputs.text("BASE"))
            outcomes = outcomes_of(plan, *asked, progress.part(0, READING_SHARE))
            comparison = compare(plan, outcomes)
            layers = _write_map(inputs, plan, comparison, progress.part(READING_SHARE, 0.6))
        for sentence in _sentences(comparison):
            progress.say(sentence)
        tables = _write_tables(inputs, comparison)
        with language(inputs.text("LANGUAGE")):
            files = dict(_write_files(inputs, comparison, progress.part(0.6, 1)))
        return {**tables, **layers, **files, **_told(comparison)}


def _tables() -> Iterator[QgsProcessingParameterDefinition]:
    words = (
        ("OUTPUT", tr("Measures by scenario"), QgsProcessing.SourceType.TypeVector, True, _measure_help()),
        ("POINTS", tr("Map: points"), QgsProcessing.SourceType.TypeVectorPoint, True, _map_help()),
        ("LINES", tr("Map: lines"), QgsProcessing.SourceType.TypeVectorLine, True, _map_help()),
        ("POLYGONS", tr("Map: areas"), QgsProcessing.SourceType.TypeVectorPolygon, True, _map_help()),
        ("SUMMARY", tr("Scenarios side by side"), QgsProcessing.SourceType.TypeVector, False, _summary_help()),
        ("TOTALS", tr("Money and people"), QgsProcessing.SourceType.TypeVector, False, _totals_help()),
    )
    for name, title, kind, by_default, about in words:
        sink = QgsProcessingParameterFeatureSink(name, title, kind, optional=True, createByDefault=by_default)
        yield helped(sink, about)


def _files() -> Iterator[QgsProcessingParameterDefinition]:
    pictures = tr("Pictures (*.svg *.png)")
    words = (
        ("PAGE", tr("Page"), tr("HTML files (*.html)"), tr("One page with tables, pictures and words.")),
        ("RANKS", tr("Picture of ranks"), pictures, tr("Lines from rank to rank; SVG or PNG by the file's name.")),
        (
            "PROGRAMMES",
            tr("Picture of programmes"),
            pictures,
            tr("Measures by scenario with the years of their start; SVG or PNG by the file's name."),
        ),
    )
    for name, title, kinds, about in words:
        file = QgsProcessingParameterFileDestination(name, title, kinds, optional=True, createByDefault=False)
        yield helped(file, about)


def _measure_help() -> str:
    return tr(
        "A row for each measure: change (kept: in every programme; entered: not in the base's, in another; left: in "
        "the base's, not in every other; never), chosen_in: how many scenarios choose it, shift: the longest move of "
        "its rank; and for each scenario rank_, score_, chosen_, start_, shift_ and change_ with the scenario's name."
    )


def _map_help() -> str:
    return tr("The measures with such a place, with the same fields; styles show the programme and the shifts of rank.")


def _summary_help() -> str:
    return tr(
        "A row for each scenario: run, status, gap, measures, money, value by its own scenario and its bound, "
        "value_by_base, Kendall's tau-b, Jaccard index, and how many measures were kept, moved, entered and left."
    )


def _totals_help() -> str:
    return tr("Measures, money and people of each scenario's programme: in all, by sector and by area.")


def _write_tables(inputs: Inputs, comparison: Comparison) -> dict[str, str]:
    makers = {"OUTPUT": measure_columns, "SUMMARY": scenario_columns, "TOTALS": total_columns}
    return {name: write_columns(inputs, name, make(comparison)) for name, make in makers.items() if inputs.given(name)}


def _write_map(inputs: Inputs, plan: Any, comparison: Comparison, progress: Progress) -> dict[str, str]:
    wanted = [name for name in LAYERS if inputs.given(name)]
    columns, found = measure_columns(comparison), {}
    for number, name in enumerate(wanted):
        part = progress.part(number / len(wanted), (number + 1) / len(wanted))
        found[name], shown = write_places(inputs, name, plan, columns, part)
        keep_styles(found[name], inputs.context, _styles(comparison, shown))
    return found


def _styles(comparison: Comparison, shown: Collection[str]) -> dict[str, Any]:
    changes = [comparison.overall(measure) for measure in shown]
    counts = {kind: changes.count(kind) for kind in (KEPT, ENTERED, LEFT, NEVER)}
    words = field_names(comparison)
    fields = {f"{SHIFT}_{words[o.run_id]}": tr("Ranks: {scenario}", scenario=o.title) for o in comparison.others}
    return styles_of(fields, counts, len(comparison.base.ranks))


def _sentences(comparison: Comparison) -> Iterator[str]:
    yield core_sentence(comparison)
    for outcome in comparison.others:
        yield tr("«{base}» → «{scenario}»:", base=comparison.base.title, scenario=outcome.title)
        yield from outcome_sentences(comparison, outcome)
    yield from caveats(comparison)


def _write_files(inputs: Inputs, comparison: Comparison, progress: Progress) -> Iterator[tuple[str, str]]:
    top = inputs.integer("TOP")
    pictures = {"RANKS": lambda: ranks_picture(comparison, top), "PROGRAMMES": lambda: programme_picture(comparison)}
    for name, make in pictures.items():
        progress.step(0, 3)
        if inputs.given(name):
            path = inputs.destination(name)
            _write(path, _drawn(make(), name, path))
            yield name, str(path)
    progress.step(1, 3)
    if inputs.given("PAGE"):
        path = inputs.destination("PAGE")
        _write(path, comparison_html(comparison, top, progress.part(0.4, 1)).encode())
        progress.say(tr("Page written: {path}", path=path))
        yield "PAGE", str(path)


def _drawn(picture: Picture, name: str, path: Path) -> bytes:
    return picture.png(DPI) if path.suffix.lower() == ".png" else picture.svg(name.lower()).encode()


def _write(path: Path, content: bytes) -> None:
    with written(path) as unfinished:
        unfinished.write_bytes(content)


def _told(comparison: Comparison) -> dict[str, Any]:
    changes = [comparison.overall(measure.id) for measure in comparison.measures]
    agreements = [comparison.agreement(outcome) for outcome in comparison.others]
    known = [agreement.tau for agreement in agreements if agreement.tau == agreement.tau]
    return {
        "COMPARED": len(comparison.outcomes),
        "BASE_RUN": comparison.base.run_id,
        "KEPT": changes.count(KEPT),
        "ENTERED": changes.count(ENTERED),
        "LEFT": changes.count(LEFT),
        "TAU": min(known, default=None),
        "JACCARD": min(agreement.jaccard for agreement in agreements),
    }
