"""What report and page tell of an explanation that is stored with a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..language import named
from ..plan.store import PlanFile, Row
from ..programme.explanation.pictures import curve_picture
from ..programme.explanation.sentences import Words
from ..programme.explanation.stored import KEY
from .documents import measures_by_id


def explained_of_content(plan: PlanFile, run: Row) -> Words | None:
    """The sentences on the explanation of a run; None where it was not explained."""
    found = (run.get("summary") or {}).get(KEY)
    return words_of(plan, found) if found else None


def words_of(plan: PlanFile, found: Mapping[str, Any]) -> Words:
    """The sentences on an explanation, with the plan's names."""
    measures = {key: measure.code or measure.title for key, measure in measures_by_id(plan).items()}
    funds = {row["code"]: named(row, "name") for row in plan.rows("fund")}
    return Words(found, lambda key: measures.get(key, key), lambda code: funds.get(code, code))


def curve_chart(words: Words | None) -> str:
    """The curve of value over money as SVG; empty where fewer than two levels were looked at."""
    if words is None or sum(point["value"] is not None for point in words.found["curve"]) < 2:
        return ""
    return curve_picture(words.found, words.name).svg("curve")
