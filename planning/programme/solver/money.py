from __future__ import annotations

import numpy as np

from .linear import Linear

AT_ONCE = 10
TOLERANCE = 1e-7
WHOLE = 0.5


class Money:
    """The limits of money that a search has not been told of yet; each is told where a choice passes it."""

    def __init__(self, model: dict) -> None:
        # the idle column of `linear_of` costs nothing
        self.terms = np.append(model["purse_terms"], 0)
        self.costs = np.vstack([model["purse_costs"], np.zeros((1, model["purse_costs"].shape[1]))])
        self.share, self.sets, self.amount = model["purse_share"], model["purse_sets"], model["purse_amount"]
        self.told: set[int] = set()
        self.unit = max(float(self.costs.max(initial=1.0)) / 10, 1.0)

    def limit(self, linear: Linear, x: np.ndarray) -> Linear | None:
        """With the limits that x passes most; None where it passes none that is new."""
        from scipy.sparse import csr_matrix

        passed = self._passed(x)
        if not len(passed):
            return None
        self.told.update(passed.tolist())
        rows = np.array([self._row(limit) for limit in passed]) / self.unit
        return linear.with_rows(csr_matrix(rows), self.amount[passed] / self.unit)

    def passes(self, x: np.ndarray) -> bool:
        """Whether x passes a limit that the search has not been told of."""
        return len(self._passed(np.round(x, 6))) > 0

    def _passed(self, x: np.ndarray) -> np.ndarray:
        """Numbers of new limits that x passes, those that it passes most first."""
        if not len(self.share):
            return np.empty(0, dtype=int)
        years = np.arange(self.costs.shape[1])
        used = np.stack([self._use(x * self.costs[:, year]) for year in years])
        over = used[years, self.sets].sum(axis=1) - self.amount
        new = over > np.maximum(WHOLE, TOLERANCE * self.amount)
        new[list(self.told)] = False
        order = np.argsort(-over / np.maximum(self.amount, self.unit), kind="stable")
        return order[new[order]][:AT_ONCE]

    def _use(self, money: np.ndarray) -> np.ndarray:
        """What each set of funds must pay of money by column."""
        by_terms = np.bincount(self.terms, weights=money, minlength=len(self.share))
        return by_terms @ self.share

    def _row(self, limit: int) -> np.ndarray:
        asked = self.share[:, self.sets[limit]]
        return (asked[self.terms] * self.costs).sum(axis=1)
