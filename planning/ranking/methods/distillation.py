"""Orders from credibilities: the distillations of ELECTRE III, Roy (1978), Cahiers du CERO 20(1): 3-24; as written out
in Figueira, Mousseau & Roy (2005), ELECTRE methods, in Multiple Criteria Decision Analysis, Springer, ch. 4."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...progress import SILENT, Progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIGITS, NEAR, CHUNK = 12, 1e-10, 4096


def distilled(sigma: NDArray[np.float64], best_first: bool, progress: Progress = SILENT) -> NDArray[np.int64]:
    """The class of each alternative (n,), 1 the best, from credibilities (n, n).

    Descending distillation takes out the best of those left again and again, ascending (`best_first` False) the worst.
    """
    drawing = _Drawing(np.round(sigma, DIGITS), 1 if best_first else -1)
    classes, number = np.zeros(len(sigma), dtype=np.int64), 0
    while drawing.left.any():
        progress.step(len(sigma) - int(drawing.left.sum()), len(sigma))
        number += 1
        classes[drawing.draw()] = number
    return classes if best_first else number + 1 - classes


class _Drawing:
    """The alternatives left, and the level of credibility at which they are compared."""

    def __init__(self, sigma: NDArray[np.float64], sign: int) -> None:
        self.sigma, self.sign = sigma, sign
        self.left = np.ones(len(sigma), dtype=bool)
        self.level = -1.0
        self.qualification = np.zeros(len(sigma), dtype=np.int64)
        np.fill_diagonal(sigma, -1.0)
        order = np.argsort(-sigma, axis=None, kind="stable")
        self.rows, self.columns = np.divmod(order, len(sigma))
        self.sorted = -sigma.ravel()[order]
        self.preferred = np.where(sigma > sigma.T + _discrimination(sigma) + NEAR, sigma, -1.0)

    def draw(self) -> NDArray[np.int64]:
        """Take out the best (or worst) class of those left and give its places."""
        level = self._next_level(self._highest(0))
        self._qualify(level)
        drawn = _extreme(np.flatnonzero(self.left), self.sign * self.qualification)
        while len(drawn) > 1 and level > 0:
            level = self._level_among(drawn, level)
            drawn = _extreme(drawn, self.sign * self._qualification_among(drawn, level))
        self._take_out(drawn)
        return drawn

    def _highest(self, start: int) -> int:
        """The place, from `start` on, of the largest credibility between two that are left; the end where none is."""
        for chunk in range(start, len(self.rows), CHUNK):
            part = slice(chunk, chunk + CHUNK)
            both = self.left[self.rows[part]] & self.left[self.columns[part]]
            if both.any():
                return chunk + int(np.argmax(both))
        return len(self.rows)

    def _next_level(self, highest: int) -> float:
        cut = _cut(-self.sorted[highest] if highest < len(self.rows) else 0.0)
        found = self._highest(int(np.searchsorted(self.sorted, -cut + NEAR)))
        return max(0.0, -float(self.sorted[found])) if found < len(self.rows) else 0.0

    def _qualify(self, level: float) -> None:
        if level != self.level:
            self.level = level
            beats = (self.preferred > level + NEAR) & self.left & self.left[:, None]
            self.qualification = beats.sum(axis=1) - beats.sum(axis=0)

    def _take_out(self, drawn: NDArray[np.int64]) -> None:
        beats, beaten = self.preferred[:, drawn] > self.level + NEAR, self.preferred[drawn] > self.level + NEAR
        self.qualification += beaten.sum(axis=0) - beats.sum(axis=1)
        self.left[drawn] = False

    def _level_among(self, places: NDArray[np.int64], level: float) -> float:
        among = self.sigma[np.ix_(places, places)]
        return float(np.max(among, where=among < _cut(level) - NEAR, initial=0.0))

    def _qualification_among(self, places: NDArray[np.int64], level: float) -> NDArray[np.int64]:
        beats = self.preferred[np.ix_(places, places)] > level + NEAR
        found = np.zeros_like(self.qualification)
        found[places] = beats.sum(axis=1) - beats.sum(axis=0)
        return found


def _discrimination(level: NDArray[np.float64]) -> NDArray[np.float64]:
    """By how much credibilities must differ to count: Roy's s(λ) = 0.30 − 0.15 λ."""
    return 0.30 - 0.15 * level


def _cut(level: float) -> float:
    return level - float(_discrimination(np.array(level)))


def _extreme(places: NDArray[np.int64], qualification: NDArray[np.int64]) -> NDArray[np.int64]:
    return places[qualification[places] == qualification[places].max()]
