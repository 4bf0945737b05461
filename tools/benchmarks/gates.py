"""All shipped gates over many measures, beside a loop over the measures one by one."""

from __future__ import annotations

from typing import Any

from timing import median_seconds, tell

SIZE = 100_000
ALONE = 1_000


def bench_gates() -> None:
    import numpy as np
    from vidnova.planning.programme.gates.gate import passage, presets

    gates, columns = list(presets().values()), made_columns(np.random.default_rng(1), SIZE)
    some = {name: column[:ALONE] for name, column in columns.items()}

    def together() -> list[Any]:
        return [passage(gate, columns, SIZE) for gate in gates]

    def one_by_one() -> list[Any]:
        return [passage(gate, _row(some, row), 1) for gate in gates for row in range(ALONE)]

    alone = median_seconds(one_by_one, 1) * SIZE / ALONE
    what = f"{len(gates)} gates ({sum(len(gate.rules) for gate in gates)} rules) for {SIZE:,} measures"
    tell(what, median_seconds(together), {f"one by one (from {ALONE:,})": alone})


def made_columns(chance: Any, size: int) -> dict[str, Any]:
    """Fields of invented measures, a fifth of each unknown; some fields that gates look at are in no column."""
    import numpy as np

    def words(*values: Any) -> Any:
        return np.array([*values, None], dtype=object)[chance.integers(0, len(values) + 1, size)]

    def numbers(most: float) -> Any:
        return np.where(chance.random(size) < 0.2, np.nan, chance.random(size) * most)

    def ranges(most: float) -> Any:
        low = numbers(most)
        return np.where(np.isnan(low)[:, None], [0.0, np.inf], np.stack([low, low], axis=1))

    truths = ("spp_flag", "in_strategy", "region_strategy", "maintenance", "hostilities", "war_damage")
    return {
        **{name: words(True, False) for name in truths},
        "ownership": words("state", "municipal", "private", "mixed"),
        "sector": words("health", "housing", "energy", "transport", "municipal_infrastructure"),
        "design_docs": words("none", "in_work", "approved"),
        "shelter_state": words("none", "simple", "protective"),
        "duration_months": ranges(36),
        "cofinancing_pct": ranges(40),
        "cost_eur": ranges(1e7),
        **{name: numbers(most) for name, most in {"pupils": 600, "front_km": 90, "use_years": 40}.items()},
        "end_year": 2023 + chance.integers(0, 5, size).astype(float),
        "years_of_work": 1 + chance.integers(0, 4, size).astype(float),
    }


def _row(columns: dict[str, Any], row: int) -> dict[str, Any]:
    return {name: column[row : row + 1] for name, column in columns.items()}


if __name__ == "__main__":
    import sys
    from pathlib import Path

    sys.path.append(str(Path(__file__).parents[1]))
    from as_plugin import import_repository

    import_repository()
    bench_gates()
