"""One page on a set of weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ...language import current_language, tr
from ...libraries import require
from ...wording import number, percent
from .notes import weight_notes
from .registry import title_of
from .weight_set import WeightSet


def report_html(found: WeightSet, method: str, unfilled: str = "") -> str:
    """The page in the current language."""
    environment = require("jinja2").Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(Path(__file__).with_name("report.html.j2").read_text("utf-8"))
    return template.render(
        language=current_language(),
        tr=tr,
        method=title_of(method),
        rows=_rows(found),
        members=list(found.member_columns()),
        names=found.names,
        number=number,
        percent=percent,
        notes=weight_notes(found),
        unfilled=unfilled,
    )


def _rows(found: WeightSet) -> list[dict[str, Any]]:
    own = list(found.member_columns().values())
    largest = float(found.weights.max())
    rows = [
        {
            "name": item.name,
            "group": found.hierarchy.path(item),
            "local": found.local[item.code],
            "weight": float(found.weights[place]),
            "width": 100 * float(found.weights[place]) / largest,
            "rank": found.rank[place],
            "own": [float(weights[place]) for weights in own],
        }
        for place, item in enumerate(found.hierarchy.criteria)
    ]
    return sorted(rows, key=lambda row: row["rank"])
