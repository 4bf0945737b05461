"""What the import algorithms share: parameters, outputs and the report of rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingOutputDefinition,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..planning.errors import PlanError
from ..planning.intake.documents import document_of_kind
from ..planning.language import tr
from ..planning.plan.runs import RunRecord
from ..planning.plan.schema import code_label, code_lists
from ..planning.progress import Progress
from .base import Inputs, helped

COUNTED = ("taken", "changed", "unchanged", "refused")


def table_parameters() -> Iterator[QgsProcessingParameterDefinition]:
    """The file, its sheet, and the mapping of its columns."""
    yield helped(
        QgsProcessingParameterFile("INPUT", tr("Table")), tr("An XLSX, ODS, DOCX or CSV file, as it was written; it is only read.")
    )
    yield helped(
        QgsProcessingParameterString("SHEET", tr("Sheet"), optional=True),
        tr(
            "The sheet's name; empty: every sheet with a table of measures; "
            "for goals and budgets the first that is not empty."
        ),
    )
    yield helped(
        QgsProcessingParameterString("MAPPING", tr("Mapping of columns"), optional=True, multiLine=True),
        tr(
            "JSON that names columns by their header or letter, such as "
            '{"title": "Назва заходу", "cost": "F"}; empty: columns are recognised.'
        ),
        advanced=True,
    )
    yield report_parameter()


def unit_parameter() -> QgsProcessingParameterDefinition:
    """What a number in a money column stands for where the table does not say."""
    kind = QgsProcessingParameterNumber.Type.Double
    return helped(
        QgsProcessingParameterNumber("UNIT", tr("Unit of money"), kind, optional=True, minValue=0.01),
        tr("What one unit in the table stands for, 1000 for thousands; empty: as the table says."),
        advanced=True,
    )


def unit_of_money(inputs: Inputs) -> float | None:
    """Parameter UNIT, None where it is empty."""
    return inputs.number("UNIT") if inputs.given("UNIT") else None


def report_parameter() -> QgsProcessingParameterDefinition:
    """Where the row-by-row report goes."""
    return helped(
        QgsProcessingParameterFileDestination(
            "REPORT", tr("Report of rows"), tr("CSV files (*.csv)"), optional=True, createByDefault=False
        ),
        tr("A CSV file that lists every row: what became of it and why. The same is kept in the plan file."),
    )


def document_parameters(kind: str) -> Iterator[QgsProcessingParameterDefinition]:
    """The document that the table belongs to: its title and kind."""
    yield helped(
        QgsProcessingParameterString("DOCUMENT", tr("Title of the document"), optional=True),
        tr("The document that the table belongs to, in Ukrainian; empty: called as its kind is called."),
    )
    yield helped(
        QgsProcessingParameterEnum(
            "KIND",
            tr("Kind of document"),
            [code.code for code in code_lists()["document_kind"]],
            defaultValue=kind,
            usesStaticStrings=True,
        ),
        tr(
            "KIR is a Concept of Integrated Development, PKV an Integrated Recovery Programme; "
            "the plan file's list explains the others."
        ),
    )


def document_named(inputs: Inputs) -> dict[str, Any]:
    """The document of parameters DOCUMENT and KIND."""
    return document_of_kind(inputs.text("KIND"), inputs.text("DOCUMENT"))


def row_outputs() -> Iterator[QgsProcessingOutputDefinition]:
    yield QgsProcessingOutputNumber("ROWS", tr("Rows in the table"))
    yield QgsProcessingOutputNumber("TAKEN", tr("Rows taken"))
    yield QgsProcessingOutputNumber("CHANGED", tr("Rows that changed what was there"))
    yield QgsProcessingOutputNumber("UNCHANGED", tr("Rows that were there already"))
    yield QgsProcessingOutputNumber("REFUSED", tr("Rows refused"))
    yield QgsProcessingOutputNumber("OTHER", tr("Rows that are no data"))


def mapping_of(inputs: Inputs) -> dict[str, str]:
    """Parameter MAPPING as a dictionary."""
    mapping = inputs.json("MAPPING")
    if mapping is None:
        return {}
    if not isinstance(mapping, dict):
        raise PlanError(tr("The mapping must name columns, for example {example}.", example='{"title": "Назва"}'))
    return {str(role): str(words) for role, words in mapping.items()}


def row_results(inputs: Inputs, run: RunRecord, progress: Progress) -> dict[str, Any]:
    """The counts of a finished import; its report is written and what needs a look is said."""
    rows = run.results["import_row"]
    counts = {outcome: sum(row["outcome"] == outcome for row in rows) for outcome in COUNTED}
    for row in rows:
        if row.get("message"):
            say = progress.warn if row["outcome"] == "refused" else progress.say
            say(tr("Row {row}: {message}", row=row["row"], message=row["message"]))
    progress.say(
        tr(
            "{rows} rows: {taken} taken, {changed} changed, {unchanged} unchanged, {refused} refused, {other} no data.",
            rows=len(rows),
            other=len(rows) - sum(counts.values()),
            **counts,
        )
    )
    results = {outcome.upper(): number for outcome, number in counts.items()}
    results.update({"ROWS": len(rows), "OTHER": len(rows) - sum(counts.values())})
    if inputs.given("REPORT"):
        results["REPORT"] = str(inputs.destination("REPORT"))
        write_report(Path(results["REPORT"]), rows)
    return results


def write_report(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Every row as CSV that a spreadsheet opens."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([tr("Row"), tr("Outcome"), tr("Explanation"), tr("Changes"), tr("Cells")])
        for row in rows:
            changes = "; ".join(f"{name}: {old} → {new}" for name, (old, new) in (row.get("changes") or {}).items())
            cells = " | ".join(cell for cell, _ in groupby(row.get("cells") or []) if cell)
            label = code_label("row_outcome", row["outcome"])
            writer.writerow([row["row"], label, row.get("message") or "", changes, cells])
