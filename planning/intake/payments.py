from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from ..plan.store import PlanFile, Row
from .decisions import FUNDING, Decisions
from .funds import Funds
from .reports import RowReport

Amounts = list[list[Any]]


def amounts_of(report: RowReport) -> Amounts:
    """What a row states, as [fund code, year, amount] in a fixed order."""
    return sorted(([fund, year, amount] for (fund, year), amount in report.funding.items()), key=repr)


class PlannedPayments:
    """Planned money follows the table; what is requested, committed or paid is a person's and stays."""

    def __init__(self, plan: PlanFile, funds: Funds, decisions: Decisions) -> None:
        self._plan, self._funds, self._decisions = plan, funds, decisions
        self._planned: dict[str, dict[tuple, Row]] = defaultdict(dict)
        for row in plan.rows("funding", state="planned"):
            self._planned[row["measure_id"]][row["fund_id"], row["year"]] = row

    def settle(self, report: RowReport, measure_id: str, measure: Mapping[str, Any] | None) -> dict[str, list[Any]]:
        """Write what the row states; returns what changed, by words. `measure` is the known one, None for a new one."""
        planned, stated = dict(self._planned[measure_id]), self._stated(report)
        there = list(planned) or None
        if not stated or (
            measure is not None and not self._decisions.takes(FUNDING, measure, there, amounts_of(report))
        ):
            return {}
        changes = dict(self._write(measure_id, planned, stated))
        for key, row in planned.items():
            self._plan.delete("funding", funding_id=row["funding_id"])
            changes[self._label(key)] = [row["amount"], None]
        return changes

    def _stated(self, report: RowReport) -> dict[tuple[str | None, int | None], float]:
        return {
            (self._funds.id_of(fund) if fund else None, year): amount for (fund, year), amount in report.funding.items()
        }

    def _write(self, measure_id: str, planned: dict[tuple, Row], stated: Mapping[tuple, float]) -> Any:
        for key, amount in stated.items():
            row = planned.pop(key, None)
            if row is None:
                self._insert(measure_id, key, amount)
                yield self._label(key), [None, amount]
            elif row["amount"] != amount:
                self._plan.update("funding", row["funding_id"], {"amount": amount})
                yield self._label(key), [row["amount"], amount]

    def _insert(self, measure_id: str, key: tuple[str | None, int | None], amount: float) -> None:
        fund, year = key
        payment = {"measure_id": measure_id, "fund_id": fund, "year": year, "amount": amount}
        self._plan.insert("funding", [{**payment, "currency": "UAH", "state": "planned"}])

    def _label(self, key: tuple[str | None, int | None]) -> str:
        return " ".join(str(part) for part in (FUNDING, self._funds.code_of(key[0]), key[1]) if part)
