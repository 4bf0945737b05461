from __future__ import annotations

from typing import Any

from ..language import tr
from ..progress import Progress
from .content import Content
from .sheet import Sheet
from .sheet_styles import TEXT


def gates_sheet(workbook: Any, content: Content, progress: Progress) -> None:
    """Measures at the gates of funds; no sheet where the scenario has none."""
    gates = content.gates
    if gates is None:
        return
    count = len(gates.heads)
    sheet = Sheet(workbook, tr("Gates"), [12, 48, *[16, 40] * count], [TEXT] * (2 + 2 * count))
    sheet.heading(tr("Gates of funds"), size=14)
    for head in gates.heads:
        sheet.text(
            gate_words(head.name, head.counts)
            + (f" {tr('Source: {source}.', source=head.source)}" if head.source else "")
        )
    sheet.gap()
    sheet.header([tr("Code"), tr("Measure"), *(word for head in gates.heads for word in (head.name, tr("Why")))])
    for line in progress.over(gates.lines, len(gates.lines)):
        cells = [cell for pair in zip(line.results, line.reasons) for cell in pair]
        sheet.write([line.measure.code, line.measure.title, *cells])


def gate_words(name: str, counts: Any) -> str:
    """How many measures pass."""
    return tr(
        "«{gate}»: {passed} pass, {failed} fail, {unknown} unknown.",
        gate=name,
        passed=counts["pass"],
        failed=counts["fail"],
        unknown=counts["unknown"],
    )
