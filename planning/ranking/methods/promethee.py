"""PROMETHEE I and II: Brans, Vincke & Mareschal (1986), European Journal of Operational Research 24(2): 228-238."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ...language import tr
from ...progress import SILENT, Progress
from ..preference import Preference
from ..ranks import TIE
from .flows import unicriterion_flows
from .incomparable import disagreements
from .inputs import numbers_to_compare
from .listing import SHOWN, listed
from .method import RAW, Method, Outcome

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..engine import Ranking
    from ..measurement import Measurement
    from .settings import Settings

USUAL = Preference()
NAMED_UP_TO, WORKERS = 20, 2


class Promethee(Method):
    """Score: the net flow −1..1. Each contribution is a weight share × a net flow on one criterion; they sum to it."""

    NAME = "promethee"
    NORMALISATIONS = (RAW,)
    ADDITIVE = True

    def title(self) -> str:
        return tr("PROMETHEE I and II (Brans, Vincke and Mareschal, 1986)")

    def about(self) -> str:
        return tr("every pair compared, each difference counted as the criterion's preference function says.")

    def outcome(self, measurement: Measurement, settings: Settings, progress: Progress = SILENT) -> Outcome:
        numbers, weights = numbers_to_compare(measurement, settings), measurement.acting
        preferences = [criterion.preference or USUAL for criterion in measurement.criteria]
        leaving, entering, net = flows(numbers, preferences, weights, progress.part(0, 0.8))
        progress.step(0.8, 1)
        columns = {
            "phi_plus": leaving.tolist(),
            "phi_minus": entering.tolist(),
            "phi": (leaving - entering).tolist(),
            "incomparable": disagreements(leaving, -entering, TIE).tolist(),
        }
        return Outcome(leaving - entering, net, columns)

    def notes(self, ranking: Ranking) -> Iterator[str]:
        yield from without_thresholds(ranking)
        counts = np.array(ranking.columns["incomparable"])
        if not counts.any():
            yield tr("PROMETHEE I leaves no pair incomparable: its order is that of PROMETHEE II.")
        elif len(counts) <= NAMED_UP_TO:
            yield tr("PROMETHEE I holds these pairs incomparable: {pairs}.", pairs=_pairs(ranking))
        else:
            yield tr(
                "PROMETHEE I holds {pairs} pairs incomparable; «incomparable» tells with how many each one is.",
                pairs=int(counts.sum()) // 2,
            )


def flows(
    numbers: NDArray[np.float64],
    preferences: list[Preference],
    weights: NDArray[np.float64],
    progress: Progress = SILENT,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Leaving flow φ⁺ (n,), entering flow φ⁻ (n,) and net flow on each criterion (m, n).

    numbers (m, n), more is better, NaN where unknown: a criterion compares only those known on it, and the weights
    (m,) are renormalised over what is known of an alternative; NaN where no criterion of positive weight is known.
    """
    net = np.where(np.isnan(numbers), np.nan, 0.0)
    leaving, entering, known = np.zeros((3, numbers.shape[1]))
    acting = np.flatnonzero(weights)
    pool = ThreadPoolExecutor(WORKERS)
    try:
        found = pool.map(unicriterion_flows, numbers[acting], [preferences[place] for place in acting])
        for place, (outgoing, incoming) in progress.over(zip(acting, found), len(acting)):
            np.subtract(outgoing, incoming, out=net[place])
            known += weights[place] * ~np.isnan(outgoing)
            leaving += weights[place] * np.nan_to_num(outgoing, copy=False)
            entering += weights[place] * np.nan_to_num(incoming, copy=False)
    finally:
        pool.shutdown(cancel_futures=True)
    known[known == 0] = np.nan
    return leaving / known, entering / known, net


def without_thresholds(ranking: Ranking) -> Iterator[str]:
    """Names the criteria on which any difference counts fully because no preference is stated."""
    names = [c.name for c, share in zip(ranking.criteria, ranking.shares) if share and c.preference is None]
    if names:
        yield tr(
            "No preference is stated for {names}: any difference counts fully there. State q and p in their unit.",
            names=", ".join(names),
        )


def _pairs(ranking: Ranking) -> str:
    plus, minus = (np.array(ranking.columns[name], dtype=float) for name in ("phi_plus", "phi_minus"))
    crossed = [
        (one, other)
        for one, other in combinations(range(len(plus)), 2)
        if (plus[one] - plus[other]) * (minus[one] - minus[other]) > 0
        and min(abs(plus[one] - plus[other]), abs(minus[one] - minus[other])) > TIE
    ]
    words = [" – ".join(listed(ranking.labels, [place]) for place in pair) for pair in crossed[:SHOWN]]
    return "; ".join(words) + (" …" if len(crossed) > SHOWN else "")
