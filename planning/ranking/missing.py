"""What an unknown value means. Unknown is never zero: the planner chooses the policy and the report prints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..errors import PlanError
from ..language import tr
from .criterion import Criterion

if TYPE_CHECKING:
    from numpy.typing import NDArray

RENORMALISE, WORST, REFUSE = POLICIES = ("renormalise", "worst", "refuse")
SHOWN = 5


def with_worst(matrix: NDArray[np.float64], benefit: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The matrix (m, n) with each unknown value replaced by the worst known one of its criterion."""
    filled = matrix.copy()
    for row, more_is_better in zip(filled, benefit):
        unknown = np.isnan(row)
        if unknown.any() and not unknown.all():
            row[unknown] = np.nanmin(row) if more_is_better else np.nanmax(row)
    return filled


def refuse_unknown(known: NDArray[np.bool_], criteria: Sequence[Criterion], labels: Sequence[str]) -> None:
    """Raise PlanError naming alternatives and criteria where a criterion that weighs is unknown; known is (m, n)."""
    weighing = np.array([criterion.weight > 0 for criterion in criteria])
    unknown = ~known & weighing[:, None]
    lacking = np.flatnonzero(unknown.any(axis=0))
    if not lacking.size:
        return
    named = [f"«{labels[place]}» ({_names(criteria, unknown[:, place])})" for place in lacking[:SHOWN]]
    raise PlanError(
        tr(
            "Values are missing for {count} of {total}: {named}{more}. "
            "Fill them in, or choose another policy for missing values.",
            count=len(lacking),
            total=known.shape[1],
            named=", ".join(named),
            more=" …" if len(lacking) > SHOWN else "",
        )
    )


def _names(criteria: Sequence[Criterion], which: NDArray[np.bool_]) -> str:
    return ", ".join(criterion.name for criterion, chosen in zip(criteria, which) if chosen)
