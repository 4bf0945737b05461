from __future__ import annotations

from collections.abc import Sequence

from ...errors import PlanError
from ...language import tr
from ...plan.scenarios import scenario_named
from ...plan.store import PlanFile
from ..again import counted_in, newest_ranking, values_in
from ..problem import Problem
from ..scenario import choice_of_scenario


def problems_of(plan: PlanFile, names: Sequence[str] = ()) -> dict[str, Problem]:
    """The choice of each scenario with the values of its newest ranking; of all that have one where none is named.

    Raises PlanError for a scenario without a ranking, and where fewer than two are left.
    """
    scenarios = [scenario_named(plan, name) for name in names] or plan.rows("scenario")
    ranked = {row["name"]: (row, newest_ranking(plan, row)) for row in scenarios}
    missing = [name for name, (_, run) in ranked.items() if run is None]
    if names and missing:
        raise PlanError(tr("Scenario «{name}» has no ranking yet: run «Prioritise» first.", name=missing[0]))
    found = {
        name: choice_of_scenario(plan, row["definition"], values_in(plan, run), counted_in(plan, run)).problem
        for name, (row, run) in ranked.items()
        if run
    }
    if len(found) < 2:
        raise PlanError(tr("Regret needs at least two scenarios with a ranking: run «Prioritise» for them first."))
    return found
