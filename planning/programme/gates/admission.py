"""The gates of a scenario, checked for the measures of a plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import PlanError
from ...language import current_language, tr
from ...plan.schema import tables
from ...plan.store import PlanFile, Row
from ..explanation.reasons import Reason
from ..inputs.forms import number_setting
from ..words import listed
from .derived import derived_columns, in_currency
from .gate import FAIL, PASS, WORDS, Passage, gates_of, passage

KEYS = ("check", "facts", "rates", "effect", "funds")
EFFECTS = INFORM, BAR = ("inform", "bar")
NUMBERS = ("integer", "real", "year")
LEAST_RATE = 1e-9
Counted = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Admission:
    """What the gates say of measures: `rows` numbers them by id; `effect` tells whether a fail bars from the choice;
    `funds` names the gate that a fund asks."""

    passages: tuple[Passage, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    effect: str = INFORM
    funds: Mapping[str, str] = field(default_factory=dict)

    def bar(self, key: str) -> Reason | None:
        """Why a measure is no candidate, None where the gates let it be one."""
        if self.effect != BAR:
            return None
        failed = [found for found in self.passages if found.results[self.rows[key]] == FAIL]
        return Reason("gate", lambda: _failed_words(failed[0], self.rows[key])) if failed else None

    def closed_funds(self, key: str) -> list[str]:
        """The funds that do not pay for a measure, since it does not pass their gate."""
        by_code = {found.gate.code: found for found in self.passages}
        return [fund for fund, code in self.funds.items() if by_code[code].results[self.rows[key]] != PASS]


def admission_of(plan: PlanFile, definition: Mapping[str, Any], counted: Counted) -> Admission:
    """Check every measure of the plan at the gates that the scenario names; `counted` is criterion → measure → number.

    Raises PlanError for gates, facts and funds that do not exist.
    """
    wanted = definition.get("gates") or {}
    if not wanted:
        return Admission()
    if not isinstance(wanted, Mapping) or set(wanted) - set(KEYS) or wanted.get("effect", INFORM) not in EFFECTS:
        raise PlanError(
            tr(
                "«gates» of the scenario takes {keys}; «effect» is one of {effects}.",
                keys=", ".join(KEYS),
                effects=", ".join(EFFECTS),
            )
        )
    gates = gates_of(wanted.get("check") or ())
    rows = plan.rows("measure")
    columns = {**measure_columns(rows), **derived_columns(plan, rows)}
    columns.update(_costs(plan, rows, columns["cost_total"], wanted.get("rates") or {}))
    columns.update(_facts(rows, definition, counted, columns))
    funds = dict(wanted.get("funds") or {})
    known = {row["code"] for row in plan.rows("fund")}
    for fund, code in funds.items():
        if fund not in known or code not in {gate.code for gate in gates}:
            raise PlanError(
                tr("«funds» of the gates names «{fund}» with gate «{gate}»: check both codes.", fund=fund, gate=code)
            )
    return Admission(
        tuple(passage(gate, columns, len(rows)) for gate in gates),
        {row["measure_id"]: number for number, row in enumerate(rows)},
        wanted.get("effect", INFORM),
        funds,
    )


def measure_columns(rows: Sequence[Row]) -> dict[str, NDArray[Any]]:
    """The fields of measures as columns (n,), with `years_of_work` beside them."""
    columns: dict[str, NDArray[Any]] = {}
    for each in tables()["measure"].fields:
        kind = float if each.type in NUMBERS else object
        columns[each.name] = np.array([row[each.name] for row in rows], dtype=kind)
    columns["years_of_work"] = columns["end_year"] - columns["start_year"] + 1
    return columns


def gate_rows(admission: Admission, gate_ids: Mapping[str, str]) -> list[dict[str, Any]]:
    """Rows of table "gate_result", without run_id."""
    return [
        {
            "measure_id": key,
            "gate_id": gate_ids[found.gate.code],
            "result": WORDS[int(found.results[row])],
            "missing_field": ", ".join(found.missing(row)) or None,
            "failed_uk": "; ".join(rule.uk for rule in found.failed(row)) or None,
            "failed_en": "; ".join(rule.en for rule in found.failed(row)) or None,
        }
        for found in admission.passages
        for key, row in admission.rows.items()
    ]


def store_gates(plan: PlanFile, admission: Admission) -> dict[str, str]:
    """Write the gates into the plan; call inside a transaction. Returns code → gate_id."""
    ids = {}
    for found in admission.passages:
        gate = found.gate
        names = {"name_uk": gate.name_uk, "name_en": gate.name_en}
        row = {**names, "definition": dict(gate.definition), "source": gate.source}
        known = plan.row("gate_rule", code=gate.code)
        if known:
            plan.update("gate_rule", known["gate_id"], row)
        ids[gate.code] = known["gate_id"] if known else plan.insert("gate_rule", [{"code": gate.code, **row}])[0]
    return ids


def _facts(
    rows: Sequence[Row], definition: Mapping[str, Any], counted: Counted, columns: Mapping[str, NDArray[Any]]
) -> dict[str, NDArray[Any]]:
    """What the scenario adds to the columns: criteria, and values that it states by the code of the measure."""
    known = {*counted, *(criterion["code"] for criterion in definition.get("criteria") or ())}
    facts: dict[str, NDArray[Any]] = {}
    for name, source in (definition["gates"].get("facts") or {}).items():
        found = source if isinstance(source, Mapping) else {"criterion": source}
        if isinstance(found.get("values"), Mapping):
            facts[str(name)] = _stated(str(name), found["values"], rows, columns.get(name))
        else:
            facts[str(name)] = _measured(str(name), found, rows, counted, known)
    return facts


def _measured(
    name: str, source: Mapping[str, Any], rows: Sequence[Row], counted: Counted, known: Collection[str]
) -> NDArray[np.float64]:
    """A criterion's values; one that was not computed is unknown."""
    criterion = str(source.get("criterion"))
    if criterion not in known:
        raise PlanError(
            tr(
                "Fact «{fact}» of the gates names criterion «{criterion}», which the scenario does not have.",
                fact=name,
                criterion=criterion,
            )
        )
    found = counted.get(criterion, {})
    return number_setting(source, "factor", 1.0) * np.array([found.get(row["measure_id"], np.nan) for row in rows])


def _stated(name: str, values: Mapping[str, Any], rows: Sequence[Row], before: NDArray[Any] | None) -> NDArray[Any]:
    """What the plan says, `before`, with the stated values in place of its own."""
    strange = set(values) - {row["code"] for row in rows}
    if strange:
        raise PlanError(
            tr(
                "Fact «{fact}» of the gates names measures that the plan does not have: {codes}.",
                fact=name,
                codes=listed(strange),
            )
        )
    column = np.full(len(rows), None, dtype=object) if before is None else before.astype(object)
    column[column != column] = None
    for place, row in enumerate(rows):
        if values.get(row["code"]) is not None:
            column[place] = values[row["code"]]
    return column


def _costs(
    plan: PlanFile, rows: Sequence[Row], costs: NDArray[np.float64], rates: Mapping[str, Any]
) -> dict[str, NDArray[np.float64]]:
    """Costs in euros, and in each currency that has a rate."""
    given = {str(code).upper(): number_setting(rates, code, np.nan, LEAST_RATE) for code in rates}
    found = {"EUR": np.nan, **given}
    return {f"cost_{code.lower()}": in_currency(plan, rows, costs, code, rate) for code, rate in found.items()}


def _failed_words(found: Passage, row: int) -> str:
    here = current_language()
    words = "; ".join(getattr(rule, here) for rule in found.failed(row))
    name = getattr(found.gate, f"name_{here}")
    return tr("Does not pass the gate «{gate}»: {rules}.", gate=name, rules=words)
