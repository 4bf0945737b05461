"""Criteria as typed by hand: cells of a table, or JSON in the form of a scenario."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ..errors import PlanError
from ..language import tr

CELLS = ("field", "weight", "direction", "worst", "best", "function", "index")


def definitions_from_cells(cells: Sequence[Any]) -> list[dict[str, Any]]:
    """Criterion definitions from the cells of a table, row after row; only the field is required.

    Raises PlanError where cells are too few or too many for whole rows, or a row names no field.
    """
    if len(cells) % len(CELLS):
        raise PlanError(
            tr(
                "The table of criteria has {count} cells, and each criterion takes {width}: {names}. "
                "Leave a cell empty rather than out.",
                count=len(cells),
                width=len(CELLS),
                names=", ".join(CELLS),
            )
        )
    texts = ["" if cell is None else str(cell).strip() for cell in cells]
    rows = [dict(zip(CELLS, texts[start : start + len(CELLS)])) for start in range(0, len(texts), len(CELLS))]
    return [_definition(number, row) for number, row in enumerate(rows, 1) if any(row.values())]


def definitions_from_json(text: str) -> list[dict[str, Any]]:
    """Criterion definitions from a JSON list, or from a scenario's object with «criteria»; PlanError otherwise."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise PlanError(tr("The criteria are not JSON: {why}.", why=error)) from None
    found = found.get("criteria") if isinstance(found, dict) else found
    if not isinstance(found, list) or not all(isinstance(criterion, dict) for criterion in found):
        example = '[{"code": "people", "weight": 2}]'
        raise PlanError(tr("The criteria must be a list of objects such as {example}.", example=example))
    return found


def _definition(number: int, row: dict[str, str]) -> dict[str, Any]:
    if not row["field"]:
        raise PlanError(tr("Row {number} of the table of criteria names no field.", number=number))
    value = {"function": row["function"].lower(), "worst": row["worst"], "best": row["best"]}
    return {
        "code": row["field"],
        "field": row["field"],
        "weight": row["weight"],
        "direction": row["direction"].lower(),
        "index": row["index"].upper(),
        "value": value,
    }
