"""Weights from the data alone: what tells the alternatives apart counts more.

They say nothing of what people value; use them beside stated weights, not instead of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr
from ..measurement import Measurement
from ..value.functions import spread
from .judged import Judged

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_COMMON = 3


def entropy_weights(measurement: Measurement) -> Judged:
    """Shannon's entropy of each raw column: Hwang & Yoon (1981), Multiple Attribute Decision Making, ch. 3.

    1 − entropy of the shares x / Σx, by ln n of the known ones; 0·ln 0 = 0. The direction plays no part: how far a
    column spreads does not depend on what is better. Raises PlanError for negative and infinite values.
    """
    for criterion, row in zip(measurement.criteria, measurement.raw):
        if (row < 0).any() or np.isinf(row).any():
            raise PlanError(
                tr(
                    "Criterion «{name}» has negative or infinite values, and entropy takes none: "
                    "choose critic or standard_deviation.",
                    name=criterion.name,
                )
            )
    return _weights(measurement, np.array([_divergence(row) for row in measurement.raw]))


def deviation_weights(measurement: Measurement) -> Judged:
    """The standard deviation of each criterion's values 0..1 (Diakoulaki et al. 1995, Computers & Operations Research
    22(7): 763-770)."""
    return _weights(measurement, _deviations(measurement.values))


def critic_weights(measurement: Measurement) -> Judged:
    """CRITIC (Diakoulaki, Mavrotas & Papayannakis 1995): standard deviation × Σ (1 − correlation with the others).

    Values are 0..1 with their direction, by min-max unless goalposts or another value function are given. The
    correlation of two criteria comes from the alternatives for which both are known.
    """
    deviations = _deviations(measurement.values) * measurement.tells_apart
    conflict = 1 - correlations(measurement.values)
    acting = deviations > 0
    information = deviations * (conflict * acting).sum(axis=1)
    notes = []
    if acting.any() and information.sum() <= 1e-12:
        information = deviations
        if acting.sum() > 1:
            notes.append(
                tr("All criteria say the same, so CRITIC has no conflict to weigh: the standard deviation acts.")
            )
    return _weights(measurement, information, notes)


def correlations(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pearson's correlation (m, m) of rows (m, n) over what both know; 0 where it cannot be told, 1 with itself."""
    found = np.eye(len(values))
    for i, j in zip(*np.triu_indices(len(values), 1)):
        both = ~np.isnan(values[i]) & ~np.isnan(values[j])
        one, other = values[i, both], values[j, both]
        if both.sum() < LEAST_COMMON or spread(one) is None or spread(other) is None:
            continue
        with np.errstate(all="ignore"):  # a spread of 1e-200 has no variance that can be told from 0
            found[i, j] = found[j, i] = np.nan_to_num(np.corrcoef(one, other)[0, 1])
    return found


def _divergence(row: NDArray[np.float64]) -> float:
    known = row[~np.isnan(row)]
    if len(known) < 2 or spread(known) is None:
        return 0.0
    shares = known / known.max()
    shares = shares / shares.sum()
    shares = shares[shares > 0]
    return 1 + float((shares * np.log(shares)).sum()) / float(np.log(len(known)))


def _deviations(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([_deviation(row[~np.isnan(row)]) for row in values])


def _deviation(known: NDArray[np.float64]) -> float:
    return float(np.std(known, ddof=1)) if len(known) > 1 and spread(known) is not None else 0.0


def _weights(measurement: Measurement, information: NDArray[np.float64], notes: Sequence[str] = ()) -> Judged:
    if not information.any():
        raise PlanError(
            tr("No criterion tells the features apart, so the data give no weights: choose a method that asks people.")
        )
    told = [
        _note(criterion.name, row, bool(found))
        for criterion, row, found in zip(measurement.criteria, measurement.values, information)
    ]
    weights = np.clip(information, 0, None)
    return Judged(weights / weights.sum(), notes=(*(note for note in told if note), *notes))


def _note(name: str, row: NDArray[np.float64], acts: bool) -> str:
    unknown = int(np.isnan(row).sum())
    if not acts:
        return tr("Criterion «{name}» is the same for all features that are known: its weight is 0.", name=name)
    if unknown:
        return tr(
            "Criterion «{name}» is unknown for {count} of {total}; its weight comes from the others.",
            name=name,
            count=unknown,
            total=len(row),
        )
    return ""
