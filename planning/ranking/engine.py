from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import PlanError
from ..language import tr
from ..progress import SILENT, Progress
from .criterion import INDICES, Criterion
from .indices import composite_index, quadrants
from .measurement import Measurement, measure
from .methods.method import Outcome
from .methods.settings import SOURCE, Settings
from .missing import REFUSE, RENORMALISE, refuse_unknown
from .ranks import UNRANKED, competition_ranks
from .weighted_mean import contributions, known_weight

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .value.functions import Column


@dataclass(frozen=True)
class Ranking:
    """The order of n alternatives over m criteria.

    values (m, n) are 0..1, NaN where unknown. contributions (m, n) are weight share × value; the known ones of an
    alternative sum to its score where `additive` holds (weighted sum), else they only illustrate it (TOPSIS).
    score (n,): the higher the better, NaN where nothing that tells alternatives apart is known; rank is then None.
    coverage (n,) is the share of the weight whose criteria are known. tied (n,) marks shared ranks. sei and fei (n,)
    are the composite indices with their cut lines, NaN where unknown; quadrant is A, B, C, D or None. shares (m,) sum
    to 1. columns are the method's own results, n each; measurement is what was ranked; labels the names of the
    alternatives, where given.
    """

    settings: Settings
    criteria: tuple[Criterion, ...]
    shares: NDArray[np.float64]
    tells_apart: NDArray[np.bool_]
    values: NDArray[np.float64]
    contributions: NDArray[np.float64]
    score: NDArray[np.float64]
    rank: list[int | None]
    coverage: NDArray[np.float64]
    tied: NDArray[np.bool_]
    sei: NDArray[np.float64]
    fei: NDArray[np.float64]
    sei_cut: float
    fei_cut: float
    quadrant: list[str | None]
    columns: Mapping[str, Sequence[Any]]
    measurement: Measurement
    labels: Sequence[str] = ()

    @property
    def additive(self) -> bool:
        return self.settings.rule.ADDITIVE


def rank_alternatives(
    raw: Sequence[Column],
    criteria: Sequence[Criterion],
    method: str = "weighted_sum",
    missing: str = RENORMALISE,
    normalisation: str = SOURCE,
    cuts: Mapping[str, float] | None = None,
    labels: Sequence[str] = (),
    options: Mapping[str, float] | None = None,
    progress: Progress = SILENT,
) -> Ranking:
    """Rank n alternatives by m criteria.

    raw is an (m, n) array, or m columns of n values; None and NaN are unknown; a category criterion may have words.
    missing is "renormalise" (score over the known criteria), "worst" (unknown counts as worst) or "refuse".
    normalisation is the scale on which the method measures, "source" the one its source asks for; methods of raw
    numbers (TOPSIS) keep value functions other than linear. options are the method's own numbers. cuts gives the lines
    of the quadrants by index code, the median of the candidates where absent. labels name the alternatives in
    messages. Raises PlanError for what the planner can mend.
    """
    settings = Settings(method, missing, normalisation, cuts or {}, options or {})
    measurement = measure(raw, criteria, progress.part(0, 0.3))
    _check_known(measurement, settings, labels)
    coverage = np.clip(np.round(known_weight(measurement.values, measurement.shares), 12), 0, 1)
    outcome = settings.rule.outcome(measurement, settings, progress.part(0.3, 1))
    if np.isnan(outcome.score).all():
        outcome.score[:] = 0.0
    outcome.score[coverage == 0] = np.nan
    return _ranking(measurement, settings, coverage, outcome, labels)


def _listed(rank: NDArray[np.int64]) -> list[int | None]:
    found: list[int | None] = rank.tolist()
    for place in np.flatnonzero(rank == UNRANKED):
        found[place] = None
    return found


def _check_known(measurement: Measurement, settings: Settings, labels: Sequence[str]) -> None:
    known = ~np.isnan(measurement.values)
    if not known[measurement.shares > 0].any():
        raise PlanError(tr("No criterion has a known value anywhere, so nothing can be ranked: fill in the values."))
    if settings.missing == REFUSE:
        refuse_unknown(known, measurement.criteria, labels or [str(row + 1) for row in range(known.shape[1])])


def _ranking(
    measurement: Measurement,
    settings: Settings,
    coverage: NDArray[np.float64],
    outcome: Outcome,
    labels: Sequence[str],
) -> Ranking:
    score, counted = outcome.score, settings.counted(measurement.values)
    counted = np.where(np.isnan(score), np.nan, counted)
    worth = counted if outcome.worth is None else np.where(np.isnan(score), np.nan, outcome.worth)
    rank, tied = competition_ranks(score, outcome.tie)
    sei, fei = (
        composite_index(code, measurement.criteria, counted, measurement.acting, settings.cuts.get(code))
        for code in INDICES
    )
    return Ranking(
        settings=settings,
        criteria=measurement.criteria,
        shares=measurement.shares,
        tells_apart=measurement.tells_apart,
        values=measurement.values,
        contributions=contributions(worth, measurement.acting),
        score=score,
        rank=_listed(rank),
        coverage=coverage,
        tied=tied,
        sei=sei.values,
        fei=fei.values,
        sei_cut=sei.cut,
        fei_cut=fei.cut,
        quadrant=quadrants(sei, fei),
        columns=outcome.columns,
        measurement=measurement,
        labels=labels,
    )
