from __future__ import annotations

from typing import Any

from ..language import tr
from ..progress import Progress
from .content import Content
from .gates import GateHead
from .sheet import Sheet
from .sheet_styles import TEXT


def gates_sheet(workbook: Any, content: Content, progress: Progress) -> None:
    """Measures at the gates of funds; no sheet where the scenario has none."""
    gates = content.gates
    if gates is None:
        return
    count = len(gates.heads)
    sheet = Sheet(workbook, tr("Gates"), [12, 44, *[34] * count], [TEXT] * (2 + count))
    sheet.heading(tr("Gates of funds"), size=14)
    for head in gates.heads:
        sheet.text(" ".join(head_sentences(head)))
    sheet.gap()
    labels = sheet.header([tr("Code"), tr("Measure"), *(head.name for head in gates.heads)])
    sheet.freeze(3)
    sheet.repeat(labels, labels)
    for line in progress.over(gates.lines, len(gates.lines)):
        cells = ("\n".join(part for part in pair if part) for pair in zip(line.results, line.reasons))
        sheet.write([line.measure.code, line.measure.title, *cells])
    sheet.filter(labels, sheet.row)


def head_sentences(head: GateHead) -> list[str]:
    """How many measures pass a gate, what is missing, and the source of its conditions."""
    told = [
        tr(
            "«{gate}»: {passed} pass, {failed} fail, {unknown} unknown.",
            gate=head.name,
            passed=head.counts["pass"],
            failed=head.counts["fail"],
            unknown=head.counts["unknown"],
        )
    ]
    if head.missing:
        told.append(tr("Missing wherever it is unknown: {fields}.", fields=head.missing))
    if head.source:
        told.append(tr("Source: {source}.", source=head.source))
    return told
