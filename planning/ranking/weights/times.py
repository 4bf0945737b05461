from __future__ import annotations

from datetime import date, time
from typing import Any

from ...errors import PlanError
from ...language import tr
from ..value.definitions import finite


def times_of(cell: Any) -> float | None:
    """How many times, from a number or a fraction such as «1/3» or «1:3»; None where nothing is stated.

    Raises PlanError for anything else: a spreadsheet makes a date of a fraction typed into it.
    """
    text = "" if cell is None else str(cell).strip().lstrip("=")
    if not text:
        return None
    if isinstance(cell, (date, time)):
        raise PlanError(tr("a date stands where a number is due: a fraction is typed as =1/3 or 0.333."))
    above, _, below = text.replace(":", "/").partition("/")
    try:
        number = finite(above) / finite(below) if below else finite(above)
    except (ValueError, ZeroDivisionError):
        number = 0.0
    if number <= 0:
        raise PlanError(tr("«{value}» is not a number above 0, such as 3 or 1/3.", value=text))
    return number
