"""Findings, and rows of the documents that were not taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..language import named, tr
from ..plan.schema import code_label, tables
from ..plan.store import PlanFile, Row
from .content import Remark
from .measures import Measure

SEVERITIES = ("error", "warning", "info")


def remarks_of(plan: PlanFile, run: Row, measures: Mapping[str, Measure]) -> tuple[Remark, ...]:
    """What the reader should know of the data, the gravest first, each said once."""
    said = dict.fromkeys([*_findings(plan, run, measures), *_refused_rows(plan)])
    return tuple(sorted(said, key=lambda remark: SEVERITIES.index(remark.severity)))


def _findings(plan: PlanFile, run: Row, measures: Mapping[str, Measure]) -> Iterator[Remark]:
    kinds = {row["run_id"]: row["kind"] for row in plan.rows("run")}
    for row in plan.rows("finding"):
        of_another_calculation = kinds.get(row["run_id"]) in ("prioritise", "portfolio")
        if row["run_id"] == run.get("run_id") or not of_another_calculation:
            yield _remark(row["severity"], _subject(row, measures), named(row, "message"))


def _subject(row: Row, measures: Mapping[str, Measure]) -> str:
    measure = measures.get(row["entity_id"] or "")
    if measure:
        return " ".join(part for part in (measure.code, measure.title) if part)
    return tables()[row["entity"]].label if row["entity"] in tables() else row["entity"] or ""


def _refused_rows(plan: PlanFile) -> Iterator[Remark]:
    newest = _newest_import_by_file(plan)
    for row in plan.rows("import_row", outcome="refused"):
        if row["run_id"] in newest:
            subject = tr("{file}, «{sheet}», row {row}", file=newest[row["run_id"]], sheet=row["sheet"], row=row["row"])
            yield _remark("warning", subject, tr("Not taken: {why}", why=row["message"] or ""))


def _newest_import_by_file(plan: PlanFile) -> dict[str, str]:
    """Run → file, for the last import of each file."""
    finished = {row["run_id"]: row["finished"] or "" for row in plan.rows("run", kind="import")}
    newest: dict[str, str] = {}
    for row in plan.rows("run_input"):
        if row["run_id"] in finished and finished[row["run_id"]] >= finished.get(newest.get(row["name"], ""), ""):
            newest[row["name"]] = row["run_id"]
    return {run_id: name for name, run_id in newest.items()}


def _remark(severity: str, subject: str, text: str) -> Remark:
    return Remark(severity, code_label("severity", severity), subject, text)
