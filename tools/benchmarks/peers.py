"""Times other libraries in the environment that holds them; prints JSON for the comparison."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parent))
from timing import median_seconds  # noqa: E402

CRITERIA = 10


def main(sizes: list[int]) -> None:
    found = {size: measured(size) for size in sizes}
    print(json.dumps(found))


def measured(size: int) -> dict[str, dict[str, float]]:
    rows = np.random.default_rng(1).random((CRITERIA, size)).T.copy()
    return {
        library: {method: median_seconds(work, 1 if size > 10**5 else 3) for method, work in make(rows).items()}
        for library, make in (("pymcdm", pymcdm_calls), ("scikit-criteria", scikit_criteria_calls))
    }


def pymcdm_calls(rows: np.ndarray) -> dict[str, Callable[[], object]]:
    from pymcdm.methods import TOPSIS, WSM
    from pymcdm.normalizations import minmax_normalization, vector_normalization

    weights, types = np.full(CRITERIA, 1 / CRITERIA), np.ones(CRITERIA)
    weighted_sum, topsis = WSM(minmax_normalization), TOPSIS(vector_normalization)
    return {
        "weighted_sum": lambda: weighted_sum(rows, weights, types),
        "topsis": lambda: topsis(rows, weights, types),
    }


def scikit_criteria_calls(rows: np.ndarray) -> dict[str, Callable[[], object]]:
    import skcriteria
    from skcriteria.agg.similarity import TOPSIS
    from skcriteria.agg.simple import WeightedSumModel
    from skcriteria.pipeline import mkpipe
    from skcriteria.preprocessing.scalers import MinMaxScaler, VectorScaler

    problem = skcriteria.mkdm(rows, [max] * CRITERIA, weights=[1 / CRITERIA] * CRITERIA)
    weighted_sum = mkpipe(MinMaxScaler(target="matrix"), WeightedSumModel())
    topsis = mkpipe(VectorScaler(target="matrix"), TOPSIS())
    return {"weighted_sum": lambda: weighted_sum.evaluate(problem), "topsis": lambda: topsis.evaluate(problem)}


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
