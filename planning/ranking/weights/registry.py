from __future__ import annotations

from collections.abc import Callable

from ...language import tr
from ..measurement import Measurement
from .compared import AhpEigenvector, AhpGeometricMean, BestWorstLinear, BestWorstNonlinear
from .judged import Judged
from .method import DATA, WeightMethod
from .objective import critic_weights, deviation_weights, entropy_weights
from .stated import Direct, RankOrderCentroid, RankReciprocal, RankSum, Swing

STATED: dict[str, WeightMethod] = {
    method.NAME: method
    for method in (
        Direct(),
        Swing(),
        RankSum(),
        RankReciprocal(),
        RankOrderCentroid(),
        AhpEigenvector(),
        AhpGeometricMean(),
        BestWorstLinear(),
        BestWorstNonlinear(),
    )
}
FROM_DATA: dict[str, Callable[[Measurement], Judged]] = {
    "entropy": entropy_weights,
    "critic": critic_weights,
    "standard_deviation": deviation_weights,
}
METHODS = (*STATED, *FROM_DATA)


def asks(name: str) -> str:
    """What a method needs: points, ranks, pairs, comparisons with the best and the worst, or data."""
    return STATED[name].ASKS if name in STATED else DATA


def title_of(name: str) -> str:
    """What a method is called in sentences."""
    from_data = {"entropy": tr("entropy"), "critic": "CRITIC", "standard_deviation": tr("standard deviation")}
    return STATED[name].title() if name in STATED else from_data[name]


def about_methods() -> str:
    """A line for every method."""
    from_data = {
        "entropy": tr("from the layer: a criterion that spreads more weighs more."),
        "critic": tr("from the layer: spread, and difference from the other criteria."),
        "standard_deviation": tr("from the layer: the standard deviation of the values 0..1."),
    }
    lines = {**{name: method.about() for name, method in STATED.items()}, **from_data}
    return " ".join(f"{name}: {line}" for name, line in lines.items())
