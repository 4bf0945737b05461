"""The exchange formats by code; a new one is a line in FORMATS."""

from __future__ import annotations

from ..errors import PlanError
from ..language import tr
from ..plan.runs import RunRecord, store_run
from ..plan.schema import tables
from .oc4ids.format import OC4IDS
from .task import Format, Report, Task

AUTO = "auto"
FORMATS: tuple[Format, ...] = (OC4IDS,)
HEAD_BYTES = 65536


def readable() -> list[str]:
    """Codes of the formats that can be read."""
    return [each.code for each in FORMATS if each.reader]


def writable() -> list[str]:
    """Codes of the formats that can be written."""
    return [each.code for each in FORMATS if each.writer]


def import_file(task: Task, code: str = AUTO) -> RunRecord:
    """Read a file into the plan in one transaction; the run holds a row for each record. `code` may be "auto"."""
    chosen = recognised(task) if code == AUTO else _format(code)
    if chosen.reader is None:
        raise PlanError(tr("Format «{format}» can only be written, not read.", format=chosen.title()))
    run = RunRecord("import", {"file": task.path.name, "format": chosen.code})
    with task.plan.transaction():
        report = chosen.reader(task)
        run.add_file(task.path, len(report.rows))
        run.results["import_row"] = [{"sheet": chosen.code, **row} for row in report.rows]
        run.summary = {**report.counts, "losses": [vars(loss) for loss in report.losses], "remarks": report.remarks}
        store_run(task.plan, run)
    return run


def export_file(task: Task, code: str) -> Report:
    """Write the plan's measures to a file; the plan is only read."""
    chosen = _format(code)
    if chosen.writer is None:
        raise PlanError(tr("Format «{format}» can only be read, not written.", format=chosen.title()))
    if task.only_chosen and not task.run_id:
        raise PlanError(tr("Only chosen measures are asked for, but the plan has no run with a programme."))
    return chosen.writer(task)


def recognised(task: Task) -> Format:
    """The format that a file is in. Raises PlanError where none recognises it."""
    with task.path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    for each in FORMATS:
        if each.reader and each.recognises(task.path, head):
            return each
    known = ", ".join(each.title() for each in FORMATS if each.reader)
    raise PlanError(
        tr(
            "{file} is in none of the known formats ({known}): choose the format, or check the file.",
            file=task.path.name,
            known=known,
        )
    )


def loss_words(name: str) -> str:
    """«Table: field» for the name of a field such as measure.code; the name itself where it is none."""
    table, _, field = name.partition(".")
    shape = tables().get(table)
    if shape is None or field not in shape.field_names:
        return shape.label if shape else name
    return f"{shape.label}: {shape.field(field).label}"


def _format(code: str) -> Format:
    found = next((each for each in FORMATS if each.code == code), None)
    if found is None:
        known = ", ".join(each.code for each in FORMATS)
        raise PlanError(tr("«{format}» is not one of the formats {known}.", format=code, known=known))
    return found
