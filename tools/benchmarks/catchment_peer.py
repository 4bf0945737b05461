"""Times PySAL's package `access` in the environment that holds it, on links that lie ready; prints JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from access import Access, weights

sys.path.append(str(Path(__file__).parent))
from timing import median_seconds  # noqa: E402


def main(town: str) -> None:
    held = np.load(town)
    links = pd.DataFrame({name: held[name] for name in ("origin", "dest", "cost")})
    people = pd.DataFrame({"unit": np.arange(len(held["people"])), "people": held["people"]})
    places = pd.DataFrame({"facility": np.arange(len(held["capacity"])), "capacity": held["capacity"]})
    model = Access(
        demand_df=people, demand_index="unit", demand_value="people",
        supply_df=places, supply_index="facility", supply_value=["capacity"],
        cost_df=links, cost_origin="origin", cost_dest="dest", cost_name="cost",
    )  # fmt: skip
    reach, sigma = float(held["reach"]), float(held["sigma"])

    def enhanced() -> None:
        model.two_stage_fca(name="two", cost="cost", max_cost=reach, weight_fn=weights.gaussian(sigma))

    seconds = median_seconds(enhanced, 1)
    found = model.access_df["two_capacity"].fillna(0)
    print(json.dumps({"seconds": seconds, "mean": float((found * held["people"]).sum() / held["people"].sum())}))


if __name__ == "__main__":
    main(sys.argv[1])
