from __future__ import annotations

from typing import Any

from ..language import tr
from ..progress import Progress
from .content import Content
from .sheet import Sheet
from .sheet_styles import TEXT


def remarks_sheet(workbook: Any, content: Content, progress: Progress) -> None:
    """Findings, rows not taken, and measures without a known place."""
    sheet = Sheet(workbook, tr("Remarks"), [16, 52, 66], [TEXT] * 3)
    sheet.heading(tr("Remarks on the data"), size=14)
    if content.remarks:
        sheet.header([tr("Severity"), tr("What it concerns"), tr("Remark")])
        for remark in progress.over(content.remarks, len(content.remarks)):
            sheet.write([remark.severity_label, remark.subject, remark.text])
    else:
        sheet.text(tr("None."))
    sheet.gap()
    sheet.heading(tr("Measures whose place is unknown"), size=12)
    if content.placeless:
        sheet.header([tr("Code"), tr("Measure"), tr("Where it stands")])
        for measure in content.placeless:
            sheet.write(
                [measure.code, measure.title, "; ".join(part for part in (measure.place, measure.source) if part)]
            )
    else:
        sheet.text(tr("None."))
