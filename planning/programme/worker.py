"""Solves one mixed-integer programme in a process of its own: `python worker.py FOLDER`.

A process, because scipy's solver of Debian 12 holds Python's lock while it works, so that QGIS would freeze, and a
crash of the solver would take QGIS with it. This file stands alone: it is copied beside its data. It reads model.npz
and settings.json, writes `started` as soon as its libraries are there, and then answer.npz.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

OPTIMAL, STOPPED, INFEASIBLE, FAILED = "optimal", "time_limit", "infeasible", "failed"
MEANINGS = {0: OPTIMAL, 1: STOPPED, 2: INFEASIBLE}
SECONDS_FOR_A_LIMIT = 5.0


def answer_to(model: dict, settings: dict) -> dict:
    """What the solver finds: status, solution (n,; empty without one), bound; the clashing limits where infeasible.

    What presolve calls infeasible is tried again without it (scipy issue 18907).
    """
    result = solve(model, settings)
    if MEANINGS.get(result.status) in (None, INFEASIBLE):
        result = solve(model, {**settings, "presolve": False})
    status = MEANINGS.get(result.status, FAILED)
    bound = getattr(result, "mip_dual_bound", None)
    return {
        "status": status,
        "solution": np.empty(0) if result.x is None else result.x,
        "bound": np.nan if bound is None else bound,
        "clash": clashing_limits(model, settings) if status == INFEASIBLE else np.empty(0, dtype=int),
    }


def solve(model: dict, settings: dict, kept: np.ndarray | None = None, objective: np.ndarray | None = None) -> Any:
    """Minimise over the kept rows."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix

    rows = np.ones(len(model["lower"]), dtype=bool) if kept is None else kept
    costs = model["objective"] if objective is None else objective
    # milp refuses a model without columns, so that an idle one stands at the end
    shape = (len(rows), len(costs) + 1)
    matrix = csr_matrix((model["entry"], (model["row"], model["column"])), shape=shape)[np.flatnonzero(rows)]
    binary = np.append(model["binary"], True)
    return milp(
        np.append(costs, 0.0),
        integrality=binary.astype(int),
        bounds=Bounds(np.zeros(shape[1]), np.where(binary, 1.0, np.inf)),
        constraints=LinearConstraint(matrix, model["lower"][rows], model["upper"][rows]) if rows.any() else None,
        options={
            "mip_rel_gap": settings["gap"],
            "time_limit": settings["time_limit"],
            "presolve": settings.get("presolve", True),
        },
    )


def clashing_limits(model: dict, settings: dict) -> np.ndarray:
    """Limits that cannot hold together, though they can without any one of them: each is dropped that can be.

    Deletion filter, Chinneck & Dravnieks 1991.
    """
    quick = {**settings, "time_limit": min(settings["time_limit"], SECONDS_FOR_A_LIMIT)}
    nothing = np.zeros(len(model["objective"]))
    kept = np.ones(len(model["lower"]), dtype=bool)
    clash = []
    for limit in range(int(model["limit"].max(initial=-1)) + 1):
        without = kept & (model["limit"] != limit)
        if all(
            is_infeasible(solve(model, {**quick, "presolve": presolve}, without, nothing)) for presolve in (True, False)
        ):
            kept = without
        else:
            clash.append(limit)
    return np.array(clash, dtype=int)


def is_infeasible(result: Any) -> bool:
    return MEANINGS.get(result.status) == INFEASIBLE


def main(folder: Path) -> None:
    import scipy.optimize  # noqa: F401

    (folder / "started").touch()
    settings = json.loads((folder / "settings.json").read_text("utf-8"))
    with np.load(folder / "model.npz") as file:
        model = dict(file)
    np.savez(folder / "unfinished.npz", **answer_to(model, settings))
    (folder / "unfinished.npz").rename(folder / "answer.npz")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
