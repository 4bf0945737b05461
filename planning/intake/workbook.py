from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..errors import PlanError
from ..language import tr
from ..progress import SILENT, Progress
from .measures import read_measures
from .reports import Reading
from .sheet import is_filled
from .tables import read_sheet, read_sheets


def read_measure_tables(
    path: Path,
    sheet: str = "",
    mapping: Mapping[str, str] | None = None,
    unit: float | None = None,
    progress: Progress = SILENT,
) -> list[Reading]:
    """The tables of measures of a file: of the sheet of that name, else of every sheet that has one.

    A sheet without one is said. Raises PlanError where there is none at all.
    """
    if sheet:
        readings = [read_measures(read_sheet(path, sheet), mapping, unit, progress)]
    else:
        readings = _of_every_sheet(path, mapping, unit, progress)
    if any(reading.unit_is_guessed for reading in readings):
        progress.warn(
            tr(
                "The table does not say its unit of money: amounts are taken as hryvnias. "
                "If they are thousands, import again with 1000 as the unit."
            )
        )
    return readings


def _of_every_sheet(
    path: Path, mapping: Mapping[str, str] | None, unit: float | None, progress: Progress
) -> list[Reading]:
    filled = [table for table in read_sheets(path) if is_filled(table)]
    readings, errors = [], []
    for number, table in enumerate(filled):
        part = progress.part(number / len(filled), (number + 1) / len(filled))
        try:
            readings.append(read_measures(table, mapping, unit, part))
        except PlanError as error:
            errors.append(str(error))
    if not filled:
        raise PlanError(tr("{path} is empty: there is nothing to read.", path=path))
    if not readings:
        raise PlanError(errors[0])
    for sentence in errors:
        progress.warn(tr("A sheet was left out. {why}", why=sentence))
    return readings
