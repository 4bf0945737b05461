from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
from timing import median_seconds, tell
from vidnova.planning.ranking.criterion import Criterion
from vidnova.planning.ranking.engine import rank_alternatives
from vidnova.planning.ranking.methods.promethee import flows
from vidnova.planning.ranking.preference import Preference

CRITERIA = 10
LINEAR = Preference("linear", 0.1, 0.3)
PREFERENCES = {
    "usual": Preference(),
    "U-shape": Preference("u-shape", 0.1),
    "level": Preference("level", 0.1, 0.3),
    "V-shape": Preference("v-shape", 0.0, 0.3),
    "linear": LINEAR,
}


def bench_promethee(peers_python: Path) -> None:
    """PROMETHEE II against pymcdm's pairs, its agreement with pairs, and a million alternatives."""
    script = Path(__file__).with_name("pairwise_peer.py")
    words = [str(peers_python), "-W", "ignore", str(script)]
    theirs = json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
    weights = np.full(CRITERIA, 1 / CRITERIA)
    matrix = np.random.default_rng(1).random((CRITERIA, theirs["size"]))
    ours = median_seconds(lambda: flows(matrix, [LINEAR] * CRITERIA, weights))
    leaving, entering, _ = flows(matrix, [LINEAR] * CRITERIA, weights)
    apart = float(np.abs(leaving - entering - theirs["net"]).max())
    tell(f"PROMETHEE II linear, {theirs['size']} × {CRITERIA}, net flows", ours, {"pymcdm": theirs["seconds"]})
    print(f"    largest difference of a net flow {apart:.1e}")
    _tell_a_million(weights)


def _tell_a_million(weights: np.ndarray) -> None:
    matrix = np.random.default_rng(1).random((CRITERIA, 1_000_000))
    for name, preference in PREFERENCES.items():
        seconds = median_seconds(lambda preference=preference: flows(matrix, [preference] * CRITERIA, weights), 1)
        print(f"PROMETHEE II {name}, 1000000 × {CRITERIA}, net flows: {seconds:.2f} s", flush=True)
    criteria = [Criterion(str(place), str(place), preference=LINEAR) for place in range(CRITERIA)]
    seconds = median_seconds(lambda: rank_alternatives(matrix, criteria, "promethee"), 1)
    print(f"PROMETHEE I and II linear, 1000000 × {CRITERIA}, whole ranking: {seconds:.2f} s", flush=True)
