"""The programme as a workbook: the annex a council signs, and what stands behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..libraries import require
from ..progress import SILENT, Progress
from .area_money_sheet import area_money_sheet
from .content import Content
from .equity_sheet import equity_sheet
from .files import written
from .firmness_sheet import firmness_sheet
from .gates_sheet import gates_sheet
from .left_out_sheet import left_out_sheet
from .method_sheet import method_sheet
from .money_sheet import money_sheet
from .programme_sheet import programme_sheet
from .ranking_sheet import ranking_sheet
from .reasons_sheet import reasons_sheet
from .remarks_sheet import remarks_sheet
from .schedule_sheet import schedule_sheet

SHEETS = (
    programme_sheet,
    ranking_sheet,
    reasons_sheet,
    schedule_sheet,
    money_sheet,
    area_money_sheet,
    equity_sheet,
    firmness_sheet,
    gates_sheet,
    left_out_sheet,
    remarks_sheet,
    method_sheet,
)


def make_workbook(content: Content, progress: Progress = SILENT) -> Any:
    """The openpyxl workbook in the current language, which is that of its content."""
    workbook = require("openpyxl").Workbook()
    workbook.remove(workbook.active)
    for number, make in enumerate(SHEETS):
        make(workbook, content, progress.part(number / len(SHEETS), (number + 1) / len(SHEETS)))
    workbook.calculation.fullCalcOnLoad = True
    workbook.properties.creator = "Vidnova"
    workbook.properties.title = content.head.community
    return workbook


def write_workbook(workbook: Any, path: Path) -> None:
    """Save the workbook. Raises PlanError where it cannot be written."""
    with written(path) as unfinished:
        workbook.save(unfinished)
