"""How much of a service people are to have, and how near: an editable table, shipped with examples only."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ...errors import PlanError
from ...features import FeatureTable, number_of
from ...language import tr

EXAMPLES = Path(__file__).with_name("norms.csv")
FIELDS = ("service", "per_1000", "reach_m")


@dataclass(frozen=True)
class Norm:
    """Capacity for each 1,000 people, and metres to a facility; None where the norm says nothing of it."""

    service: str
    per_1000: float | None
    reach: float | None

    @property
    def per_person(self) -> float | None:
        return None if self.per_1000 is None else self.per_1000 / 1000


@cache
def example_norms() -> Mapping[str, Norm]:
    """The shipped table: examples to be replaced, no official norms."""
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        return norms_of_rows(csv.DictReader(file))


def norms_of_table(table: FeatureTable) -> Mapping[str, Norm]:
    """The norms of a table with the fields service, per_1000 and reach_m. Raises PlanError where one is missing or has
    a number that is not above 0."""
    columns = [table.values(field) for field in FIELDS]
    return norms_of_rows(dict(zip(FIELDS, row)) for row in zip(*columns))


def norms_of_rows(rows: Iterable[Mapping[str, Any]]) -> Mapping[str, Norm]:
    """Norms by service. Raises PlanError for a number that is not above 0."""
    norms = {}
    for row in rows:
        service = str(row.get("service") or "").strip()
        norms[service] = Norm(service, _above_zero(service, "per_1000", row), _above_zero(service, "reach_m", row))
    return norms


def norm_named(norms: Mapping[str, Norm], service: str) -> Norm:
    """The norm of a service. Raises PlanError listing those that there are."""
    if service not in norms:
        known = ", ".join(norms)
        raise PlanError(tr("There is no norm for service «{service}». Known: {known}.", service=service, known=known))
    return norms[service]


def _above_zero(service: str, field: str, row: Mapping[str, Any]) -> float | None:
    value = row.get(field)
    number = number_of(value, lambda: _complaint(service, field, value))
    if number != number:
        return None
    if not 0 < number < float("inf"):
        raise PlanError(_complaint(service, field, value))
    return number


def _complaint(service: str, field: str, value: Any) -> str:
    return tr(
        "Norm of «{service}»: «{field}» must be a number above 0, not «{value}».",
        service=service,
        field=field,
        value=value,
    )
