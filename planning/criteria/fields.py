"""Criteria that need no map: plain fields of the plan and what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .alternatives import Alternatives

if TYPE_CHECKING:
    from numpy.typing import NDArray


def cost_per_beneficiary(alternatives: Alternatives, served: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Cost for each beneficiary (n,); people served (n,) stand in where the plan has no number; NaN for none."""
    people = alternatives.numbers("beneficiaries")
    if served is not None:
        people = np.where(np.isnan(people), served, people)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(people > 0, alternatives.numbers("cost_total") / people, np.nan)


def duration(alternatives: Alternatives) -> NDArray[np.float64]:
    """Months (n,): as stated, else the years from start to end, both included."""
    stated = alternatives.numbers("duration_months")
    years = alternatives.numbers("end_year") - alternatives.numbers("start_year") + 1
    return np.where(np.isnan(stated), 12 * years, stated)
