"""Times pymcdm's PROMETHEE II in the environment that holds it; prints JSON for the comparison."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from pymcdm.methods import PROMETHEE_II

sys.path.append(str(Path(__file__).parent))
from timing import median_seconds  # noqa: E402

SIZE, CRITERIA = 2_000, 10
rows = np.random.default_rng(1).random((CRITERIA, SIZE)).T.copy()
weights, types = np.full(CRITERIA, 1 / CRITERIA), np.ones(CRITERIA)


def net_flows() -> np.ndarray:
    """Made anew each time, since the method works only once."""
    method = PROMETHEE_II("vshape_2", p=np.full(CRITERIA, 0.3), q=np.full(CRITERIA, 0.1))
    return method(rows, weights, types)


print(json.dumps({"size": SIZE, "seconds": median_seconds(net_flows, 1), "net": net_flows().tolist()}))
