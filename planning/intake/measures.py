from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import PlanError
from ..language import tr
from .layout import Layout, find_layout, row_kind
from .repeats import Repeats
from .tables import Sheet, text_of
from .values import code_for, count, money, period, plain, sector_of

DEFAULT_UNIT = 1.0
TOLERANCE = 0.5


@dataclass
class RowReport:
    """What became of one row of a table: outcome is a code of list "row_outcome"."""

    row: int
    outcome: str
    cells: list[str]
    messages: list[str] = field(default_factory=list)
    measure: dict[str, Any] | None = None
    funding: dict[str, float] = field(default_factory=dict)
    goal_code: str = ""
    part_of: int | None = None

    @property
    def message(self) -> str:
        return " ".join(self.messages)


@dataclass(frozen=True)
class Reading:
    """A whole table read: a report for every row, and the funds that its columns name (code → words)."""

    sheet: Sheet
    layout: Layout
    rows: Sequence[RowReport]

    @property
    def funds(self) -> dict[str, str]:
        return dict(self.layout.funds.values())


def read_measures(sheet: Sheet, mapping: Mapping[str, str] | None = None, unit: float | None = None) -> Reading:
    """Every row of a table of measures. `unit` is what one unit of money in it stands for where it does not say."""
    layout = find_layout(sheet, ["title"], mapping)
    reader = _Reader(sheet, layout, layout.unit or unit or DEFAULT_UNIT if unit is None else unit)
    return Reading(sheet, layout, [reader.read(position) for position in range(len(sheet.rows))])


class _Reader:
    """Reads rows from top to bottom, remembering the sub-heading, the parent and the sums so far."""

    def __init__(self, sheet: Sheet, layout: Layout, unit: float) -> None:
        self.sheet, self.layout, self.unit = sheet, layout, unit
        self.heading = ""
        self.parent: RowReport | None = None
        self.section, self.total = 0.0, 0.0
        self.seen: dict[str, int] = {}
        self.repeats = Repeats()

    def read(self, position: int) -> RowReport:
        cells = [text_of(cell) for cell in self.sheet.rows[position]]
        report = RowReport(position + 1, row_kind(self.sheet, self.layout, position), cells)
        if report.outcome == "subheading":
            self.heading, self.parent = next(filter(None, cells)), None
            self.section = 0.0
        elif report.outcome == "subtotal":
            self._check_total(report, self.sheet.rows[position])
        elif report.outcome == "data":
            self._measure(report, self.sheet.rows[position])
        return report

    def _measure(self, report: RowReport, row: Sequence) -> None:
        report.outcome = "taken"
        try:
            self._take(report, row)
        except PlanError as error:
            report.outcome, report.measure = "refused", None
            report.messages.append(
                tr("Row {row}: {why}. Correct the cell and import again.", row=report.row, why=error)
            )

    def _take(self, report: RowReport, row: Sequence) -> None:
        measure = self._fields(row)
        self._refuse_repeated_code(measure.get("code"), report)
        report.measure = measure
        report.goal_code = text_of(self.layout.cell(row, "goal_code"))
        report.funding = dict(self._funding(row))
        self._note_oddities(report, measure)
        self._link_to_parent(report, measure)
        self._note_repeat(report, measure)
        if report.part_of is None:
            self.section += measure["cost_total"] or 0
            self.total += measure["cost_total"] or 0

    def _fields(self, row: Sequence) -> dict[str, Any]:
        def text(role: str) -> str | None:
            return text_of(self.layout.cell(row, role)) or None

        title = text("title") or ""
        cost = money(self.layout.cell(row, "cost"), self.unit)
        years = self._years(row)
        place = " ".join(filter(None, [text("settlement"), text("address")]))
        kind = code_for("measure_type", title)
        return {
            "code": text("code"),
            "title_uk": title,
            "settlement": text("settlement"),
            "address": text("address"),
            "responsible_body": text("responsible"),
            "sector": code_for("sector", text("sector")) or code_for("sector", self.heading) or sector_of(title),
            "measure_type": kind,
            "cost_total": cost.likely,
            "cost_min": cost.low,
            "cost_max": cost.high,
            "currency": "UAH",
            "start_year": years.start,
            "end_year": years.end,
            "beneficiaries": count(self.layout.cell(row, "beneficiaries")),
            "stage": _stage(text("stage")),
            "status": code_for("status", text("status")) or "proposed",
            "place_state": _place_state(place, kind, title),
            "description": text("note"),
        }

    def _years(self, row: Sequence) -> Any:
        stated = self.layout.cell(row, "period")
        return period(self.layout.cell(row, "year") if stated is None else stated)

    def _refuse_repeated_code(self, code: str | None, report: RowReport) -> None:
        if code and code in self.seen:
            raise PlanError(tr("code «{code}» stands in row {first} already", code=code, first=self.seen[code]))
        if code:
            self.seen[code] = report.row

    def _funding(self, row: Sequence) -> Iterator[tuple[str, float]]:
        for column, (fund, _) in self.layout.funds.items():
            amount = money(row[column] if column < len(row) else None, self.unit).likely
            if amount:
                yield fund, amount

    def _note_oddities(self, report: RowReport, measure: Mapping[str, Any]) -> None:
        if not measure["code"] and "code" in self.layout.columns:
            report.messages.append(tr("It has no code: importing again finds it by its title and place."))
        if measure["cost_total"] is None:
            report.messages.append(tr("Its cost is unknown: it is ranked but not chosen."))
        stated = sum(report.funding.values())
        if report.funding and measure["cost_total"] and abs(stated - measure["cost_total"]) > TOLERANCE * self.unit:
            report.messages.append(
                tr(
                    "Its funds sum to {stated}, its cost is {cost}.",
                    stated=f"{stated:,.0f}",
                    cost=f"{measure['cost_total']:,.0f}",
                )
            )

    def _link_to_parent(self, report: RowReport, measure: Mapping[str, Any]) -> None:
        if code_for("parent", measure["title_uk"]):
            self.parent = report
        elif self.parent is not None and _is_part(measure, self.parent.measure or {}):
            report.part_of = self.parent.row
            report.messages.append(tr("Part of row {row}: not added to it.", row=self.parent.row))
        else:
            self.parent = None

    def _note_repeat(self, report: RowReport, measure: Mapping[str, Any]) -> None:
        earlier = self.repeats.earlier(report.row, measure["settlement"] or "", measure["title_uk"])
        if earlier is not None and report.part_of is None:
            report.messages.append(tr("It looks like the project of row {row}.", row=earlier))

    def _check_total(self, report: RowReport, row: Sequence) -> None:
        grand = any(word in plain(" ".join(report.cells)) for word in ("всього", "усього", "total"))
        expected = self.total if grand else self.section
        try:
            stated = money(self.layout.cell(row, "cost"), self.unit).likely
        except PlanError:
            return
        if stated is not None and abs(stated - expected) > TOLERANCE * self.unit:
            report.messages.append(
                tr(
                    "The total says {stated}, the rows above sum to {expected}.",
                    stated=f"{stated:,.0f}",
                    expected=f"{expected:,.0f}",
                )
            )


def _stage(words: str | None) -> int | None:
    code = code_for("stage", words)
    return None if code is None else int(code)


def _place_state(place: str, kind: str | None, title: str) -> str:
    everywhere = code_for("community", place) or (not place and kind in ("soft", "planning"))
    return "community_wide" if everywhere or (not place and code_for("community", title)) else "unknown"


def _is_part(measure: Mapping[str, Any], parent: Mapping[str, Any]) -> bool:
    """A part is marked by a dash, or repeats its parent's name and costs no more."""
    if code_for("part", measure["title_uk"]):
        return True
    own, whole = plain(measure["title_uk"]), plain(parent.get("title_uk", "")).split("у тому числі")[0].strip()
    same_years = measure["start_year"] == parent.get("start_year")
    within = (measure["cost_total"] or 0) <= (parent.get("cost_total") or 0)
    return bool(whole) and same_years and within and own.startswith(whole[: max(20, len(whole) // 2)])
