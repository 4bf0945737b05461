"""Solves a model in a process of its own: `python worker.py FOLDER` reads model.npz there and writes answer.npz.

A process, because scipy's solver holds Python's lock while it works, so QGIS would freeze and could not cancel.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

INFEASIBLE = 2


def main(folder: Path) -> None:
    with np.load(folder / "model.npz") as model:
        answer = answer_to({name: model[name] for name in model.files})
    unfinished = folder / "unfinished.npz"
    np.savez(unfinished, **answer)
    unfinished.rename(folder / "answer.npz")


def answer_to(model: dict[str, Any]) -> dict[str, Any]:
    """The best plan found, or the limits that clash (positions in the model's list of limits)."""
    found = solve(model, np.ones(len(model["lower"]), dtype=bool))
    if found.status == INFEASIBLE:
        # presolve has called feasible problems infeasible (scipy issue 18907)
        found = solve(model, np.ones(len(model["lower"]), dtype=bool), presolve=False)
    if found.status == INFEASIBLE:
        return {"status": "infeasible", "clash": clashing_limits(model)}
    return {
        "status": "optimal" if found.status == 0 else "time_limit",
        "x": np.empty(0) if found.x is None else found.x,
        "bound": np.nan if found.mip_dual_bound is None else -found.mip_dual_bound,
    }


def solve(model: dict[str, Any], kept: Any, presolve: bool = True, values: Any = None) -> Any:
    """Maximise the value over the kept rows."""
    worth = model["values"] if values is None else values
    # scipy refuses a model without columns, so an idle one stands at the end
    size = (len(model["lower"]), len(worth) + 1)
    matrix = csr_matrix((model["entry"], (model["row"], model["column"])), shape=size)[np.flatnonzero(kept)]
    whole = np.arange(size[1]) < int(model["whole"])
    options = {"time_limit": float(model["time_limit"]), "mip_rel_gap": float(model["gap"]), "presolve": presolve}
    return milp(
        -np.append(worth, 0.0),
        integrality=whole.astype(int),
        bounds=Bounds(0, np.where(whole, 1.0, np.inf)),
        constraints=LinearConstraint(matrix, model["lower"][kept], model["upper"][kept]),
        options=options,
    )


def clashing_limits(model: dict[str, Any]) -> Any:
    """A smallest set of limits that cannot hold together: drop each in turn that is not needed for the clash.

    Deletion filter, Chinneck & Dravnieks 1991.
    """
    nothing = np.zeros(len(model["values"]))
    limit_of = model["limit_of"]
    kept = np.ones(len(limit_of), dtype=bool)
    clash = []
    for limit in range(int(limit_of.max(initial=-1)) + 1):
        without = kept & (limit_of != limit)
        if solve(model, without, values=nothing).status == INFEASIBLE:
            kept = without
        else:
            clash.append(limit)
    return np.array(clash, dtype=int)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
