from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from ..plan.store import PlanFile, Row
from .values import code_for


class Funds:
    """The funds of a plan by code; a new one is added with the usual names of its code, or with the table's words."""

    def __init__(self, plan: PlanFile) -> None:
        self._plan = plan
        self._rows = {row["code"]: row for row in plan.rows("fund")}

    def id_of(self, code: str, words: str = "") -> str:
        """The identifier of a fund, which is added where it is new."""
        if code not in self._rows:
            row = {"code": code, "name_uk": words or code, "category": code_for("fund_category", words)}
            row.update(usual_funds().get(code, {}))
            self._rows[code] = {**row, "fund_id": self._plan.insert("fund", [row])[0]}
        return self._rows[code]["fund_id"]

    def call(self, code: str, words: str) -> None:
        """Name a fund as a table of funds does, unless a person has named it."""
        fund, usual = self._rows[code], usual_funds().get(code)
        if usual is not None and words != usual["name_uk"] and fund["name_uk"] == usual["name_uk"]:
            named = {"name_uk": words, "category": code_for("fund_category", words) or usual["category"]}
            self._plan.update("fund", fund["fund_id"], named)
            fund.update(named)

    def code_of(self, fund_id: str | None) -> str | None:
        return next((code for code, row in self._rows.items() if row["fund_id"] == fund_id), None)


@cache
def usual_funds() -> dict[str, Row]:
    """Code → names and category of the funds that most programmes have."""
    with Path(__file__).with_name("funds.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: dict(row) for row in csv.DictReader(file)}
