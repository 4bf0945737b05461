from __future__ import annotations

from typing import Any

from ..language import tr
from ..progress import Progress
from .content import Content
from .sheet import Sheet
from .sheet_styles import CENTRED, SHARE, TEXT, WHOLE

WIDTHS = [44, 12, 10, 22, 58, 14]
KINDS = [TEXT, SHARE, CENTRED, TEXT, TEXT, WHOLE]


def method_sheet(workbook: Any, content: Content, progress: Progress) -> None:
    """Criteria, weights, rules, solver, inputs: what repeats the calculation."""
    sheet = Sheet(workbook, tr("Method"), WIDTHS, KINDS)
    sheet.heading(tr("How it was computed"), size=14)
    if not content.has_run:
        sheet.text(tr("Nothing has been calculated yet."))
        return
    if content.head.scenario:
        sheet.text(tr("Scenario") + ": " + content.head.scenario)
    _criteria(sheet, content)
    sheet.gap()
    for label, text in progress.over(content.method.facts, len(content.method.facts)):
        sheet.text(f"{label}: {text}")
    _rules(sheet, content)
    _inputs(sheet, content)


def _criteria(sheet: Sheet, content: Content) -> None:
    if not content.method.criteria:
        return
    sheet.gap()
    labels = [tr("Criterion"), tr("Weight"), tr("Index"), tr("Direction"), tr("What it is worth, 0 to 1")]
    sheet.header([*labels, tr("Known for")])
    for criterion in content.method.criteria:
        name = ", ".join(part for part in (criterion.name, criterion.unit) if part)
        words = (criterion.index, criterion.direction, criterion.value_function)
        sheet.write([name, criterion.weight, *words, criterion.known])


def _rules(sheet: Sheet, content: Content) -> None:
    if not content.method.rules:
        return
    sheet.gap()
    sheet.heading(tr("Rules of the choice"))
    for rule in content.method.rules:
        sheet.text(rule)


def _inputs(sheet: Sheet, content: Content) -> None:
    if not content.method.inputs:
        return
    sheet.gap()
    sheet.heading(tr("What was read"))
    for read in content.method.inputs:
        rows = "" if read.features is None else tr("rows: {count}", count=read.features)
        sheet.text(", ".join(part for part in (read.name, read.source, rows, "SHA-256 " + read.content_hash) if part))
