"""The choice as a mixed-integer linear programme in the form that `scipy.optimize.milp` takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

INFINITY = float("inf")
Entries = Mapping[int, float]


@dataclass(frozen=True)
class Limit:
    """A rule that rows of the model stand for, so that a clash can be named: its kind and what it speaks of.

    must (measure), budget (fund, year), share (fund), quota (kind, code, counted), count (name), running (year),
    requires, after, not_before and same_start (measure, other), exclusive (measures).
    """

    kind: str
    about: tuple


@dataclass(frozen=True)
class Row:
    """lower ≤ the sum of entries × columns ≤ upper; without a limit it is how the model works."""

    limit: Limit | None
    entries: Entries
    lower: float
    upper: float


@dataclass(frozen=True)
class Model:
    """choices are the (measure, start year) of the first columns, which are binary; the other columns are 0..upper.

    The objective (n,) is minimised, in `value_unit`. `purses` limit money where the rows do not: see `formulation.py`.
    `together` tells which columns are 1 where one of these and one of those are; `start` (n,) is a choice to begin
    from.
    """

    choices: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]
    objective: NDArray[np.float64]
    value_unit: float
    purses: Mapping[str, NDArray] = field(default_factory=dict)
    together: Mapping[int, tuple[frozenset[int], frozenset[int]]] = field(default_factory=dict)
    start: NDArray[np.float64] | None = None

    @property
    def limits(self) -> tuple[Limit, ...]:
        """Every limit once, in the order of the rows."""
        return tuple(dict.fromkeys(row.limit for row in self.rows if row.limit))

    @property
    def arrays(self) -> dict[str, NDArray]:
        """What a solver needs: m rows over n columns, the matrix as (row, column, entry), and the limit of each row."""
        entries = [
            (row, column, entry) for row, found in enumerate(self.rows) for column, entry in found.entries.items()
        ]
        position = {limit: number for number, limit in enumerate(self.limits)}
        return {
            "objective": self.objective,
            "binary": np.arange(len(self.objective)) < len(self.choices),
            "row": np.array([row for row, _, _ in entries], dtype=np.int32),
            "column": np.array([column for _, column, _ in entries], dtype=np.int32),
            "entry": np.array([entry for _, _, entry in entries], dtype=float),
            "lower": np.array([row.lower for row in self.rows], dtype=float),
            "upper": np.array([row.upper for row in self.rows], dtype=float),
            "limit": np.array([position[row.limit] if row.limit else -1 for row in self.rows], dtype=np.int32),
            "start": np.empty(0) if self.start is None else self.start,
            **{f"purse_{name}": array for name, array in self.purses.items()},
        }

    def starts(self, solution: NDArray[np.float64]) -> dict[str, int]:
        """Start years of the chosen measures."""
        return {key: start for (key, start), chosen in zip(self.choices, solution) if chosen > 0.5}

    def beginning(self, starts: Mapping[str, int]) -> Model:
        """The same model with a choice to begin from; a model with payments begins from nothing."""
        if not self.purses:
            return self
        start = np.zeros(len(self.objective))
        chosen = {column for column, (key, year) in enumerate(self.choices) if starts.get(key) == year}
        start[sorted(chosen)] = 1.0
        for column, (one, other) in self.together.items():
            start[column] = float(bool(chosen & one and chosen & other))
        return replace(self, start=start)

    def without(self, starts: Mapping[str, int]) -> Model:
        """The same model with exactly this choice forbidden."""
        entries = {
            column: 1.0 if starts.get(key) == start else -1.0 for column, (key, start) in enumerate(self.choices)
        }
        return replace(self, rows=(*self.rows, Row(None, entries, -INFINITY, len(starts) - 1.0)), start=None)
