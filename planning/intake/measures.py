from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import PlanError
from ..language import tr
from ..progress import SILENT, Progress
from .findings import figure
from .layout import Layout, find_layout
from .measure_fields import MeasureCells, amount_of, read_cells
from .repeats import Repeats
from .reports import Reading, RowReport
from .rows import is_continued, is_heading, row_kind
from .sheet import Cell, Sheet, text_of
from .totals import Totals
from .values import code_for, code_key, codes_in, plain

DEFAULT_UNIT = 1.0
TOLERANCE = 0.5


def read_measures(
    sheet: Sheet,
    mapping: Mapping[str, str] | None = None,
    unit: float | None = None,
    progress: Progress = SILENT,
) -> Reading:
    """Every row of a table of measures. `unit` is what one unit of money in it stands for; None: as the table says."""
    layout = find_layout(sheet, ["title"], mapping)
    if unit is not None:
        layout = layout.in_units(unit)
    reader = _Reader(sheet, layout, unit or layout.unit or DEFAULT_UNIT)
    rows = [reader.read(position) for position in progress.over(range(len(sheet.rows)), len(sheet.rows))]
    reader.totals.finish()
    guessed = unit is None and layout.unit is None and any(row.measure and row.measure["cost_total"] for row in rows)
    return Reading(sheet, layout, rows, guessed)


class _Reader:
    """Reads rows from top to bottom, remembering the sub-heading, the measure above, its parent and the sums so far."""

    def __init__(self, sheet: Sheet, layout: Layout, unit: float) -> None:
        self.sheet, self.layout, self.unit = sheet, layout, unit
        self.heading = ""
        self.above: RowReport | None = None
        self.parent: RowReport | None = None
        self.summed: frozenset[int] = frozenset()
        self.numbered: dict[str, RowReport] = {}
        self.codes: dict[str, int] = {}
        self.totals = Totals(TOLERANCE * unit)
        self.repeats = Repeats()

    def read(self, position: int) -> RowReport:
        row = self.sheet.rows[position]
        kind = row_kind(self.sheet, self.layout, position)
        report = RowReport(position + 1, kind, [text_of(cell) for cell in row])
        if kind == "subheading" or (kind == "data" and self._is_total_of_numbered(position)):
            self._open_section(report, row)
        elif kind == "subtotal":
            self._check_total(report, row)
        elif kind == "note" and self.above is not None and any(code_for("parts_follow", text) for text in report.cells):
            self._open_parts(self.above, position)
        elif kind == "data":
            self._measure(report, position)
        return report

    def _open_section(self, report: RowReport, row: Sequence[Cell]) -> None:
        self.heading = text_of(self.layout.cell(row, "title")) or next(filter(None, report.cells))
        self.parent, self.above, self.numbered = None, None, {}
        self.totals.open_section()
        if report.outcome == "data":
            report.outcome = "subtotal"
            self._check_total(report, row)

    def _is_total_of_numbered(self, position: int) -> bool:
        """A heading with a number and a sum, such as «1 | Освіта | 5 000», above «1.1 | Ремонт школи | 3 000»."""
        title = text_of(self.layout.cell(self.sheet.rows[position], "title"))
        if not is_heading(title):
            return False
        below = next((row for row in self.sheet.rows[position + 1 : position + 3] if any(row)), ())
        own = self._number(self.sheet.rows[position])
        return bool(own) and self._number(below).rpartition(".")[0] == own

    def _number(self, row: Sequence[Cell]) -> str:
        text = text_of(self.layout.cell(row, "position")).rstrip(".)")
        return text if re.fullmatch(r"\d+(\.\d+)*", text) else ""

    def _measure(self, report: RowReport, position: int) -> None:
        row = self.sheet.rows[position]
        report.outcome = "taken"
        try:
            if self.above is not None and is_continued(self.sheet, self.layout, position):
                self._continue(report, row, self.above)
            else:
                self._take(report, row)
        except PlanError as error:
            report.outcome, report.measure = "refused", None
            self.totals.add_refused(self._cost_or_nothing(position))
            report.messages.append(tr("{why}. Correct the cell and import again.", why=error))

    def _take(self, report: RowReport, row: Sequence[Cell]) -> None:
        read = read_cells(self.layout, row, self.unit, self.heading)
        self._refuse_repeated_code(read.fields["code"], report)
        report.measure, report.funding, report.stated = read.fields, read.payments, read.stated
        report.goal_code, report.messages = read.goal_codes, read.messages
        self._note_oddities(report, read)
        self._link_to_parent(report, read.fields, self._number(row))
        self._note_repeat(report, read.fields)
        self.above = report
        if report.part_of is None:
            self.totals.add(read.fields["cost_total"] or 0.0)

    def _continue(self, report: RowReport, row: Sequence[Cell], above: RowReport) -> None:
        """Another line of the measure above, such as its money from a second fund."""
        report.continues = above.row
        report.messages.append(tr("Belongs to the measure of row {row}.", row=above.row))
        amount = amount_of(self.layout, row, self.unit).likely
        named = text_of(self.layout.cell(row, "fund"))
        if above.measure is None or amount is None or code_for("subtotal", named):
            return
        funds = codes_in("fund", named)
        if len(funds) == 1:
            above.funding[funds[0], None] = above.funding.get((funds[0], None), 0.0) + amount
        if not code_for("subtotal", self.layout.cell(self.sheet.rows[above.row - 1], "fund")):
            above.measure["cost_total"] = (above.measure["cost_total"] or 0.0) + amount
            self.totals.add(amount if above.part_of is None else 0.0)

    def _refuse_repeated_code(self, code: str | None, report: RowReport) -> None:
        key = code_key(code or "")
        if key in self.codes:
            raise PlanError(tr("code «{code}» stands in row {first} already", code=code, first=self.codes[key]))
        if key:
            self.codes[key] = report.row

    def _note_oddities(self, report: RowReport, read: MeasureCells) -> None:
        cost = read.fields["cost_total"]
        if not read.fields["code"] and "code" in self.layout.columns:
            report.messages.append(tr("It has no code: importing again finds it by its title and place."))
        if cost is None:
            report.messages.append(tr("Its cost is unknown: it is ranked but not chosen."))
        stated = sum(report.funding.values())
        if report.funding and cost and abs(stated - cost) > TOLERANCE * self.unit:
            report.warn(
                "funds_differ_from_cost",
                lambda: tr("Its funds sum to {stated}, its cost is {cost}.", stated=figure(stated), cost=figure(cost)),
            )

    def _link_to_parent(self, report: RowReport, measure: Mapping[str, Any], number: str) -> None:
        numbered = self.numbered.get(number.rpartition(".")[0])
        if number:
            self.numbered[number] = report
        if code_for("parent", measure["title_uk"]):
            self._open_parts(report, report.row - 1)
        elif numbered is not None:
            report.part_of = numbered.part_of or numbered.row
        elif self.parent is not None and (report.row in self.summed or _is_part(measure, self.parent.measure or {})):
            report.part_of = self.parent.row
        else:
            self.parent = None
        if report.part_of is not None:
            report.messages.append(tr("Part of row {row}: not added to it.", row=report.part_of))

    def _open_parts(self, parent: RowReport, position: int) -> None:
        """Parts follow: those that say so, or the next rows if their costs sum to the parent's exactly."""
        cost = (parent.measure or {}).get("cost_total") or 0.0
        self.parent, self.summed = parent, frozenset()
        rest, rows = cost, []
        for below in range(position + 1, len(self.sheet.rows)):
            if rest < TOLERANCE * self.unit or row_kind(self.sheet, self.layout, below) != "data":
                break
            rest -= self._cost_or_nothing(below)
            rows.append(below + 1)
        if cost and len(rows) > 1 and abs(rest) <= TOLERANCE * self.unit:
            self.summed = frozenset(rows)

    def _cost_or_nothing(self, position: int) -> float:
        try:
            return amount_of(self.layout, self.sheet.rows[position], self.unit).likely or 0.0
        except PlanError:
            return 0.0

    def _note_repeat(self, report: RowReport, measure: Mapping[str, Any]) -> None:
        earlier = self.repeats.earlier(report.row, measure["settlement"] or "", measure["title_uk"])
        if earlier is not None and report.part_of is None:
            report.repeats = earlier
            report.messages.append(tr("It looks like the project of row {row}.", row=earlier))

    def _check_total(self, report: RowReport, row: Sequence[Cell]) -> None:
        try:
            stated = amount_of(self.layout, row, self.unit).likely
        except PlanError as error:
            report.messages.append(tr("The total is not checked: {why}.", why=error))
            return
        if stated is None:
            return

        def complain(stated: float, expected: float) -> None:
            report.warn(
                "total_differs",
                lambda: tr(
                    "The total says {stated}, its rows sum to {expected}.",
                    stated=figure(stated),
                    expected=figure(expected),
                ),
            )

        words = plain(" ".join(report.cells))
        labelled = re.search(r"[^\W\d_]", words)
        everything = not labelled or any(word in words for word in ("всього", "усього", "загалом", "total"))
        is_heading = not any(code_for("subtotal", text) for text in [text for text in report.cells if text][:2])
        if is_heading and code_for("heading_total", text_of(self.layout.cell(row, "title"))):
            self.heading, self.parent, self.above = text_of(self.layout.cell(row, "title")), None, None
            self.totals.above(stated, False, complain)
        elif self.totals.whole == 0 and everything:
            self.totals.above(stated, True, complain)
        else:
            self.totals.below(stated, everything, complain)


def _is_part(measure: Mapping[str, Any], parent: Mapping[str, Any]) -> bool:
    """A part is marked by a dash, or repeats its parent's name and costs no more."""
    if code_for("part", measure["title_uk"]):
        return True
    own, whole = plain(measure["title_uk"]), plain(parent.get("title_uk", "")).split("у тому числі")[0].strip()
    same_years = measure["start_year"] == parent.get("start_year")
    within = (measure["cost_total"] or 0) <= (parent.get("cost_total") or 0)
    return bool(whole) and same_years and within and own.startswith(whole[: max(20, len(whole) // 2)])
