"""Classes of distance: up to 500 m, 500–1,000 m, over 1,000 m."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...errors import PlanError
from ...language import tr
from ...wording import plain_number

if TYPE_CHECKING:
    from numpy.typing import NDArray


def checked_breaks(text: str) -> tuple[float, ...]:
    """Breaks as numbers, such as "500; 1000". Raises PlanError unless each is a number greater than the one before."""
    try:
        breaks = tuple(float(part.replace(",", ".")) for part in text.replace(";", " ").split())
    except ValueError:
        breaks = (np.nan,)
    if not np.isfinite(breaks).all() or (np.diff(breaks) <= 0).any():
        raise PlanError(
            tr(
                "Breaks «{text}» cannot be read: write metres from small to great, as in {example}.",
                text=text,
                example="500; 1000; 5000",
            )
        )
    return breaks


def bands(metres: NDArray[np.float64], breaks: Sequence[float]) -> list[str | None]:
    """The name of the class of each distance (n,), a break belonging to the class below it; None where unknown."""
    names = np.array([*_names(breaks), None], dtype=object)
    place = np.searchsorted(breaks, metres)
    return list(names[np.where(np.isnan(metres), len(names) - 1, place)])


def _names(breaks: Sequence[float]) -> list[str]:
    numbers = [plain_number(value) for value in breaks]
    between = [tr("{start}–{end} m", start=start, end=end) for start, end in zip(numbers, numbers[1:])]
    return [tr("up to {end} m", end=numbers[0]), *between, tr("over {start} m", start=numbers[-1])]
