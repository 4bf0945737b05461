"""Mixed-integer programmes in the hands of highspy, which begins from a known choice and tells of better ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .linear import FAILED, INFEASIBLE, OPTIMAL, STOPPED, Linear, Solved


def solve_highs(
    highspy: Any,
    linear: Linear,
    gap: float,
    seconds: float,
    presolve: bool,
    start: np.ndarray | None,
    improved: Callable[[np.ndarray], None],
) -> Solved:
    """Search for whole measures until the gap or the clock ends it."""
    highs = highspy.Highs()
    highs.silent()
    highs.passModel(_model(highspy, linear))
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("time_limit", seconds)
    highs.setOptionValue("presolve", "on" if presolve else "off")
    highs.cbMipImprovingSolution += lambda event: improved(np.array(event.data_out.mip_solution))
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start.tolist()
        highs.setSolution(solution)
    highs.run()
    return _solved(highspy, highs)


def _solved(highspy: Any, highs: Any) -> Solved:
    meanings = {
        highspy.HighsModelStatus.kOptimal: OPTIMAL,
        highspy.HighsModelStatus.kTimeLimit: STOPPED,
        highspy.HighsModelStatus.kInfeasible: INFEASIBLE,
    }
    info = highs.getInfo()
    has_choice = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    x = np.array(highs.getSolution().col_value) if has_choice else None
    return Solved(meanings.get(highs.getModelStatus(), FAILED), x, float(info.mip_dual_bound))


def _model(highspy: Any, linear: Linear) -> Any:
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = linear.matrix.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = linear.objective, linear.floor, linear.ceiling
    model.row_lower_, model.row_upper_ = linear.lower, linear.upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = linear.matrix.indptr, linear.matrix.indices
    model.a_matrix_.value_ = linear.matrix.data
    kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
    model.integrality_ = [kinds[int(binary)] for binary in linear.binary]
    return model
