"""Gi* as PySAL's esda computes it, kept for the tests.

Run in an environment that has esda and libpysal: python tools/oracles/hotspots.py
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
from esda.getisord import G_Local
from libpysal.weights import KNN, DistanceBand

TARGET = Path(__file__).parents[2] / "tests" / "planning" / "criteria" / "oracles" / "hotspots.json"
BAND, NEAREST = 180.0, 6


def main() -> None:
    random = np.random.default_rng(1995)
    spots = (random.random((60, 2)) * 1000).round(1)
    values = random.gamma(2, 5, 60).round(2)
    around = {"band": DistanceBand(spots, BAND, binary=True, silence_warnings=True), "nearest": KNN(spots, k=NEAREST)}
    found = {
        name: G_Local(values, weights, transform="B", star=True, permutations=0) for name, weights in around.items()
    }
    kept = {
        "versions": {name: version(name) for name in ("esda", "libpysal")},
        "band": BAND,
        "nearest": NEAREST,
        "spots": spots.tolist(),
        "values": values.tolist(),
        "z": {name: result.Zs.round(9).tolist() for name, result in found.items()},
    }
    TARGET.write_text(json.dumps(kept) + "\n", "utf-8")


if __name__ == "__main__":
    main()
