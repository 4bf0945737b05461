from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ....libraries import require

if TYPE_CHECKING:
    from numpy.typing import NDArray

SAME = 1e-6
SEAM = 1e-3


@dataclass(frozen=True)
class Lines:
    """Simple lines (s,) as one run of coordinates: xy (c, 2) in metres, along (c,) the metres from the start of the
    line that each belongs to, first (s + 1,) where each line begins."""

    xy: NDArray[np.float64]
    along: NDArray[np.float64]
    first: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def metres(self) -> NDArray[np.float64]:
        return self.along[self.first[1:] - 1]

    @cached_property
    def _base(self) -> NDArray[np.float64]:
        """What makes positions on all lines one rising run: each line begins a metre after the one before ended."""
        return np.concatenate([[0.0], np.cumsum(self.metres + 1)[:-1]]) if len(self) else np.zeros(0)

    @cached_property
    def _run(self) -> NDArray[np.float64]:
        return self.along + np.repeat(self._base, np.diff(self.first))

    def at(self, line: NDArray[np.intp], metres: NDArray[np.float64]) -> NDArray[np.float64]:
        """The points (p, 2) at so many metres along the lines (p,)."""
        before = np.searchsorted(self._run, self._base[line] + metres, side="right") - 1
        before = np.clip(before, self.first[line], self.first[line + 1] - 2)
        step = self.along[before + 1] - self.along[before]
        part = np.clip((metres - self.along[before]) / np.where(step > 0, step, 1), 0, 1)[:, None]
        return self.xy[before] * (1 - part) + self.xy[before + 1] * part

    def cut(
        self,
        line: NDArray[np.intp],
        start: NDArray[np.float64],
        end: NDArray[np.float64],
        tips: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None,
    ) -> NDArray[np.object_]:
        """The pieces (p,) of the lines (p,) from `start` to `end` metres along them, start < end; tips are the points
        where they begin and end, both (p, 2), where these are known better than by the metres."""
        low = np.searchsorted(self._run, self._base[line] + start + SAME, side="right")
        high = np.searchsorted(self._run, self._base[line] + end - SAME, side="left")
        inner = np.maximum(high - low, 0)
        heads = np.concatenate([[0], np.cumsum(inner + 2)])
        coordinates = np.empty((heads[-1], 2))
        middle = np.ones(heads[-1], dtype=bool)
        middle[heads[:-1]] = middle[heads[1:] - 1] = False
        first, last = tips or (self.at(line, start), self.at(line, end))
        coordinates[heads[:-1]], coordinates[heads[1:] - 1] = first, last
        coordinates[middle] = self.xy[np.repeat(low - np.cumsum(inner) + inner, inner) + np.arange(inner.sum())]
        return _linestrings(coordinates, np.repeat(np.arange(len(line)), inner + 2))


def lines_of(geometries: NDArray[np.object_]) -> Lines:
    """LineStrings without repeated points as one run of coordinates."""
    xy, owner = require("shapely").get_coordinates(geometries, return_index=True)
    first = np.searchsorted(owner, np.arange(len(geometries) + 1))
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))])[: len(xy)]
    return Lines(xy, run - run[first[:-1]][owner], first)


def overlaps(
    lines: NDArray[np.object_], metres: NDArray[np.float64], shapes: NDArray[np.object_]
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Where each line (p,), so many metres long, runs within its shape: positions of lines, and from where to where in
    metres along them; once for each piece, and of no length where they only touch."""
    shapely = require("shapely")
    parts, of = shapely.get_parts(shapely.intersection(lines, shapes), return_index=True)
    points = shapely.get_type_id(parts) == 0
    tips = parts.copy(), parts.copy()
    for tip, which in zip(tips, (0, -1)):
        tip[~points] = shapely.get_point(parts[~points], which)
    first, last = (shapely.line_locate_point(lines[of], tip) for tip in tips)
    start, end = np.minimum(first, last), np.maximum(first, last)
    over_seam = np.abs(end - start - shapely.length(parts)) > SEAM  # of a ring, whose end is located at its start
    return of, np.where(over_seam, end, start), np.where(over_seam, metres[of], end)


def _linestrings(coordinates: NDArray[np.float64], owner: NDArray[np.intp]) -> Any:
    shapely = require("shapely")
    return shapely.linestrings(coordinates, indices=owner) if len(owner) else np.empty(0, dtype=object)
