"""Access by PySAL's package `access`, for the tests to compare with: run by hand where that package is installed.

python tools/oracles/catchment.py > tests/planning/criteria/oracles/catchment.json
"""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd
from access import Access, weights

REACH, EDGE, NEAR = 1500.0, 0.01, 0.01
UNITS, FACILITIES = 80, 9
ZONES = {500: 1, 1000: 0.68, 1500: 0.22}
SIGMA = REACH / np.sqrt(-2 * np.log(EDGE))
POWER = -np.log(EDGE) / np.log(NEAR)
WEIGHTS = {
    "none": lambda cost: 1.0,
    "zones": weights.step_fn(ZONES),
    "gaussian": weights.gaussian(SIGMA),
    "power": weights.gravity(scale=NEAR * REACH, alpha=POWER, min_dist=NEAR * REACH),
}


def main() -> None:
    random = np.random.default_rng(20260212)
    town = {
        "units": random.integers(0, 5000, (UNITS, 2)).tolist(),
        "people": random.integers(1, 90, UNITS).tolist(),
        "facilities": random.integers(0, 5000, (FACILITIES, 2)).tolist(),
        "capacity": random.integers(5, 200, FACILITIES).tolist(),
        "reach": REACH,
        "edge": EDGE,
    }
    found = {name: two_and_three(town, function) for name, function in WEIGHTS.items()}
    names = ("access", "pandas", "numpy")
    print(json.dumps({"versions": {name: version(name) for name in names}, **town, "access": found}))


def two_and_three(town: dict[str, Any], function: Any) -> dict[str, list[float]]:
    apart = np.array(town["units"])[:, None] - np.array(town["facilities"])
    cost = np.hypot(apart[..., 0], apart[..., 1])
    unit, facility = np.nonzero(cost <= REACH)
    links = pd.DataFrame({"origin": unit, "dest": facility, "cost": cost[unit, facility]})
    people = pd.DataFrame({"unit": range(UNITS), "people": town["people"]})
    places = pd.DataFrame({"facility": range(FACILITIES), "capacity": town["capacity"]})
    model = Access(
        demand_df=people, demand_index="unit", demand_value="people",
        supply_df=places, supply_index="facility", supply_value=["capacity"],
        cost_df=links, cost_origin="origin", cost_dest="dest", cost_name="cost",
    )  # fmt: skip
    model.two_stage_fca(name="two", cost="cost", max_cost=REACH, weight_fn=function)
    model.three_stage_fca(name="three", cost="cost", max_cost=REACH, weight_fn=function)
    return {step: model.access_df[f"{step}_capacity"].fillna(0).tolist() for step in ("two", "three")}


if __name__ == "__main__":
    main()
