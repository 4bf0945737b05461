"""The programme of a run, and what was found of it, in the plan file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...language import LANGUAGES, language, named
from ...plan.store import PlanFile, Row
from ..chosen import choice_of_run
from .explain import Known
from .told import Names, Speaker

KEY = "explanation"


def known_of(plan: PlanFile, run: Row) -> Known:
    """What is known of a run's choice before it is explained. Raises PlanError where the plan has changed since."""
    problem, starts = choice_of_run(plan, run)
    bound = (run["summary"] or {}).get("bound")
    return Known(problem, starts, float("inf") if bound is None else bound, _speaker(plan))


def keep(plan: PlanFile, run: Row, found: Mapping[str, Any]) -> None:
    """Put what was found into the run's summary."""
    with plan.transaction():
        plan.update("run", run["run_id"], {"summary": {**(run["summary"] or {}), KEY: dict(found)}})


def _speaker(plan: PlanFile) -> Speaker:
    areas, funds, names = plan.rows("focus_area"), plan.rows("fund"), {}
    for code in LANGUAGES:
        with language(code):
            by_area = {row["code"]: named(row, "name") for row in areas if row["code"]}
            names[code] = Names(by_area, {row["code"]: named(row, "name") for row in funds})
    return Speaker(names)
