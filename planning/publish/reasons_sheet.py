from __future__ import annotations

from typing import Any

from ..language import tr
from ..plan.schema import tables
from ..progress import Progress
from .content import Content
from .sheet import Sheet
from .sheet_styles import CENTRED, SCORE, TEXT

WIDTHS = [7, 9, 44, 9, 96]
KINDS = [CENTRED, TEXT, TEXT, SCORE, TEXT]


def reasons_sheet(workbook: Any, content: Content, progress: Progress) -> None:
    """A sentence on each measure: why it stands where it stands, and what would turn the order."""
    told = [line for line in content.ranking if line.reason]
    if not told:
        return
    sheet = Sheet(workbook, tr("Reasons"), WIDTHS, KINDS)
    sheet.heading(tr("Why each measure stands where it stands"), size=14)
    field = tables()["ranking"].field
    labels = [field("rank").label, tr("Code"), tr("Measure"), field("score").label, tr("Why it stands here")]
    first = sheet.header(labels)
    sheet.repeat(first, sheet.row)
    sheet.freeze(4)
    for line in progress.over(told, len(told)):
        rank = "—" if line.rank is None else f"{line.rank}=" if line.tied else line.rank
        sheet.write([rank, line.measure.code, line.measure.title, line.score, line.reason])
