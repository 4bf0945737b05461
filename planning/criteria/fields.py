"""Criteria that need no map: plain fields of the plan and what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..errors import PlanError
from ..language import tr
from .alternatives import Alternatives
from .column import CriterionColumn, Request

if TYPE_CHECKING:
    from numpy.typing import NDArray

MONTHS = 12


def cost_per_beneficiary(alternatives: Alternatives, served: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Cost for each beneficiary (n,); people served (n,) stand in where the plan has no number; NaN for none."""
    people = alternatives.numbers("beneficiaries")
    if served is not None:
        people = np.where(np.isnan(people), served, people)
    return np.divide(alternatives.numbers("cost_total"), people, out=np.full(len(people), np.nan), where=people > 0)


def duration(alternatives: Alternatives) -> NDArray[np.float64]:
    """Months (n,): as stated, else the years from start to end, both included; NaN where they run backwards."""
    stated = alternatives.numbers("duration_months")
    years = alternatives.numbers("end_year") - alternatives.numbers("start_year") + 1
    return np.where(np.isnan(stated), np.where(years > 0, MONTHS * years, np.nan), stated)


def field_column(request: Request) -> CriterionColumn:
    """Criterion "field": a number field as it is, for example secured_share or stage (readiness)."""
    field = str(request.definition.get("field") or "")
    if field not in request.alternatives.fields:
        raise PlanError(
            tr(
                "Criterion «{criterion}»: there is no field «{field}». The fields: {fields}.",
                criterion=request.name,
                field=field,
                fields=", ".join(request.alternatives.fields),
            )
        )
    return CriterionColumn(request.alternatives.numbers(field))


def cost_per_beneficiary_column(request: Request) -> CriterionColumn:
    """Criterion "cost_per_beneficiary"; "people" names the earlier criterion that stands in for beneficiaries."""
    code = request.definition.get("people", "people")
    served = request.earlier.get(code)
    if served is None and "people" in request.definition:
        raise PlanError(
            tr(
                "Criterion «{criterion}» counts people by criterion «{people}»: put that one before it.",
                criterion=request.name,
                people=code,
            )
        )
    return CriterionColumn(cost_per_beneficiary(request.alternatives, served))


def duration_column(request: Request) -> CriterionColumn:
    """Criterion "duration": months."""
    return CriterionColumn(duration(request.alternatives))


def expression_field(code: str) -> str:
    """The field of alternatives that holds what the expression of criterion `code` gives."""
    return f"expression:{code}"


def expression_column(request: Request) -> CriterionColumn:
    """Criterion "expression": what a QGIS expression gave for each measure; NULL is unknown."""
    field = expression_field(request.definition["code"])
    if field not in request.alternatives.fields:
        raise PlanError(tr("Criterion «{criterion}» is an expression and needs QGIS.", criterion=request.name))
    return CriterionColumn(request.alternatives.numbers(field))
