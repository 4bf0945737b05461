"""VIKOR: Opricovic & Tzeng (2004), European Journal of Operational Research 156(2): 445-455."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...language import tr
from ...progress import SILENT, Progress
from ...wording import plain_number
from ..ranks import TIE
from ..value.functions import spread
from ..weighted_mean import known_weight
from .inputs import counted_values
from .listing import listed
from .method import Method, Option, Outcome

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..engine import Ranking
    from ..measurement import Measurement
    from .settings import Settings


class Vikor(Method):
    NAME = "vikor"

    def title(self) -> str:
        return tr("VIKOR (Opricovic and Tzeng, 2004)")

    def about(self) -> str:
        return tr("a compromise between the smallest total loss and the smallest single loss.")

    def options(self) -> Mapping[str, Option]:
        about = tr("1 counts the total loss only, 0 the largest single loss only; 0.5 is the consensus of the source.")
        return {"v": Option(0.5, 0.0, 1.0, tr("VIKOR: weight v of the total loss"), about)}

    def outcome(self, measurement: Measurement, settings: Settings, progress: Progress = SILENT) -> Outcome:
        total, largest = losses(counted_values(measurement, settings), measurement.acting, progress)
        v = settings.option("v")
        distance = v * _from_best(total) + (1 - v) * _from_best(largest)
        compromise = compromise_of(total, largest, distance).members
        columns = {
            "s": total.tolist(),
            "r": largest.tolist(),
            "q": distance.tolist(),
            "compromise": compromise.tolist(),
        }
        return Outcome(1.0 - distance, None, columns)

    def notes(self, ranking: Ranking) -> Iterator[str]:
        yield tr("VIKOR has no exact contributions: shown is the weight share of each criterion times its value.")
        total, largest, distance = (np.array(ranking.columns[name], dtype=float) for name in "srq")
        if np.count_nonzero(~np.isnan(distance)) < 2:
            return
        found = compromise_of(total, largest, distance)
        names = listed(ranking.labels, np.flatnonzero(found.members))
        if found.advantage and found.stability:
            yield tr("VIKOR: {names} is first with an acceptable advantage and is stable.", names=names)
        elif found.advantage:
            yield tr(
                "VIKOR: the first has an acceptable advantage but is first neither in total nor in single loss: "
                "the compromise is {names}.",
                names=names,
            )
        else:
            yield tr(
                "VIKOR: the first has no acceptable advantage (Q of the next is less than {least} away): "
                "the compromise is {names}.",
                names=names,
                least=plain_number(found.least_advantage),
            )


@dataclass(frozen=True)
class Compromise:
    """Whether VIKOR's conditions C1 (acceptable advantage) and C2 (acceptable stability) hold, and who is in the
    compromise set (n,); least_advantage is DQ = 1 / (J − 1) for J alternatives."""

    advantage: bool
    stability: bool
    members: NDArray[np.bool_]
    least_advantage: float


def losses(
    values: NDArray[np.float64], weights: NDArray[np.float64], progress: Progress = SILENT
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """S, the weighted sum of the losses 1 − v, and R, the largest weighted loss, of each alternative (n,).

    values (m, n) 0..1 with NaN where unknown; the weights (m,) are renormalised over what is known of an alternative.
    NaN where no criterion of positive weight is known.
    """
    known = known_weight(values, weights)
    total, largest = np.zeros(values.shape[1]), np.zeros(values.shape[1])
    for place in progress.over(np.flatnonzero(weights), np.count_nonzero(weights)):
        loss = weights[place] * (1 - values[place])
        np.nan_to_num(loss, copy=False)
        total += loss
        np.maximum(largest, loss, out=largest)
    known[known == 0] = np.nan
    return total / known, largest / known


def compromise_of(
    total: NDArray[np.float64], largest: NDArray[np.float64], distance: NDArray[np.float64]
) -> Compromise:
    """The compromise set from S, R and Q (n,), NaN for alternatives that are not ranked."""
    ranked = np.sort(distance[~np.isnan(distance)])
    if not ranked.size:
        return Compromise(False, False, np.zeros(distance.shape, dtype=bool), 1.0)
    best, behind = ranked[0], ranked[min(1, len(ranked) - 1)]
    least = 1 / max(len(ranked) - 1, 1)
    advantage = len(ranked) == 1 or bool(behind - best >= least - TIE)
    first = distance <= best + TIE
    stability = any((measure[first] <= np.nanmin(measure) + TIE).any() for measure in (total, largest))
    if not advantage:
        return Compromise(advantage, stability, distance < best + least - TIE, least)
    return Compromise(advantage, stability, first if stability else distance <= behind + TIE, least)


def _from_best(losses: NDArray[np.float64]) -> NDArray[np.float64]:
    """0 for the smallest loss to 1 for the largest; 0 for all where they are the same."""
    ends = spread(losses)
    return losses * 0.0 if ends is None else (losses - ends[0]) / (ends[1] - ends[0])
