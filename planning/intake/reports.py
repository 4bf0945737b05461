from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .findings import finding
from .layout import Layout
from .measure_fields import Payments
from .sheet import Sheet


@dataclass
class RowReport:
    """What became of one row of a table: outcome is a code of list "row_outcome".

    measure and stated are as in MeasureCells; part_of, continues and repeats name other rows.
    """

    row: int
    outcome: str
    cells: list[str]
    messages: list[str] = field(default_factory=list)
    measure: dict[str, Any] | None = None
    stated: set[str] = field(default_factory=set)
    funding: Payments = field(default_factory=dict)
    goal_code: str = ""
    part_of: int | None = None
    continues: int | None = None
    repeats: int | None = None
    findings: list[dict[str, Any]] = field(default_factory=list)

    @property
    def message(self) -> str:
        return " ".join(self.messages)

    def warn(self, rule: str, sentence: Callable[[], str]) -> None:
        """Say what the planner should look into; it becomes a finding, in both languages."""
        self.messages.append(sentence())
        self.findings.append(finding(rule, sentence))


@dataclass(frozen=True)
class Reading:
    """A whole table read: a report for every row, and the funds that it names (code → words)."""

    sheet: Sheet
    layout: Layout
    rows: Sequence[RowReport]
    unit_is_guessed: bool

    @property
    def funds(self) -> dict[str, str]:
        return {column.fund: column.words for column in self.layout.money.values() if column.fund}
