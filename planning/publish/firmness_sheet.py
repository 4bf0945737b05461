from __future__ import annotations

from typing import Any

from ..language import tr
from ..progress import Progress
from .content import Content
from .sheet import Sheet
from .sheet_styles import SHARE, TEXT

WIDTHS = [12, 56, 12, 14, 16, 34]
KINDS = [TEXT, TEXT, TEXT, SHARE, SHARE, TEXT]


def firmness_sheet(workbook: Any, content: Content, progress: Progress) -> None:
    """How firm each choice is; no sheet where that was not looked at."""
    firmness = content.firmness
    if firmness is None:
        return
    sheet = Sheet(workbook, tr("Firmness"), WIDTHS, KINDS)
    sheet.heading(tr("How firm the choice is"), size=14)
    for sentence in firmness.sentences:
        sheet.text(sentence)
    sheet.gap()
    sheet.header(
        [tr("Code"), tr("Measure"), tr("In the programme"), tr("Core index"), tr("In nearly best ones"), tr("Firmness")]
    )
    for line in progress.over(firmness.lines, len(firmness.lines)):
        chosen = tr("yes") if line.chosen else ""
        measure = line.measure
        sheet.write([measure.code, measure.title, chosen, line.core_index, line.near_share, line.words])
