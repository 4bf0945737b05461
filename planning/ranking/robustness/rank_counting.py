"""How often each alternative has which rank, by one plain sort of packed integers a draw.

Lahdelma & Salminen (2001), Operations Research 49(3): 444-454.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...progress import SILENT, Progress
from ..ranks import TIE
from .draws import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ranks = NDArray[np.unsignedinteger[Any]]

MIB = 2**20
RANKS_AT_ONCE = 48 * MIB
COLUMNS_AT_ONCE = 64
ROWS_AT_ONCE = 256
KEY_BITS = 63
BELOW_ALL = 1.5


@dataclass(frozen=True)
class RankCounts:
    """In how many of the draws each of n alternatives has which rank: counts (n, bins).

    A bin is one rank where bins = n; else bin b holds the ranks r with (r − 1)·bins // n = b. best, worst and expected
    (n,) are exact ranks whatever the bins, 0 and NaN where an alternative is never ranked.
    """

    draws: int
    counts: NDArray[np.uint32]
    best: NDArray[np.int64]
    worst: NDArray[np.int64]
    expected: NDArray[np.float64]

    @property
    def acceptability(self) -> NDArray[np.float64]:
        """Shares (n, bins) of the draws."""
        return self.counts / self.draws

    def quantile(self, share: float) -> NDArray[np.int64]:
        """The smallest rank (n,) that at least this share of the draws does not exceed; the end of its bin."""
        n, bins = self.counts.shape
        parts = (self.counts[start : start + ROWS_AT_ONCE] for start in range(0, n, ROWS_AT_ONCE))
        last = [(np.cumsum(part, axis=1) >= share * self.draws - 1e-9).argmax(axis=1) + 1 for part in parts]
        return -(-np.concatenate(last) * n // bins)


def rank_counts(model: Model, draws: int, bins: int | None = None, progress: Progress = SILENT) -> RankCounts:
    """Count the ranks of all alternatives over the draws; `bins` of ranks instead of single ones where given.

    Ties share the best rank. Memory: n · bins · 4 bytes, and 48 MiB for ranks on their way into the counts.
    """
    n = model.alternatives
    width = min(bins or n, n)
    twins = _Twins.of(model)
    tally, done = _Tally(n, width), 0
    for ranks in _rank_pieces(model, draws, twins, progress):
        done += len(ranks)
        tally.add(ranks, progress, done / draws)
    ranked = tally.counts.sum(axis=1) > 0
    expected = np.where(ranked, tally.sums / draws, np.nan)
    return RankCounts(draws, tally.counts, np.where(ranked, tally.best, 0), tally.worst, expected)


@dataclass(frozen=True)
class _Twins:
    """Alternatives of the same values: rows `one` (u,) stand for all, `group` (n,) tells whose twin each is, `many`
    (u,) how many they are. Twins get the same rank exactly."""

    one: NDArray[np.int64]
    group: NDArray[np.int64]
    many: NDArray[np.int64]

    @classmethod
    def of(cls, model: Model) -> _Twins:
        n = model.alternatives
        if model.uncertain:
            return cls(np.arange(n), np.arange(n), np.ones(n, dtype=np.int64))
        values = np.nan_to_num(model.measurement.values[model.acting], nan=-1.0)
        _, one, group, many = np.unique(values, axis=1, return_index=True, return_inverse=True, return_counts=True)
        return cls(one, group.reshape(-1), many)

    @property
    def alone(self) -> bool:
        return len(self.one) == len(self.group)


def _rank_pieces(model: Model, draws: int, twins: _Twins, progress: Progress) -> Iterator[Ranks]:
    """Ranks (k, n) of some draws at a time, 0 where an alternative has none."""
    n = model.alternatives
    kind: type[np.unsignedinteger[Any]] = np.uint16 if n < 2**16 else np.uint32
    room = max(model.block, RANKS_AT_ONCE // (n * np.dtype(kind).itemsize) // model.block * model.block)
    piece, filled = np.empty((min(room, draws), n), dtype=kind), 0
    for block in model.watched(draws, progress):
        count = len(block.scores)
        if filled + count > len(piece):
            yield piece[:filled]
            filled = 0
        _rank_rows(block.scores, twins, piece[filled : filled + count])
        filled += count
    yield piece[:filled]


def _rank_rows(scores: NDArray[np.float64], twins: _Twins, out: Ranks) -> None:
    """Competition ranks of each row of scores in 0..1.

    A score, highest first, and its place go into one integer, so that one plain sort orders both; 48 bits of the score
    remain for 10,000 alternatives, finer than the tie of 1e-12.
    """
    scores = scores if twins.alone else scores[:, twins.one]
    bits = max(1, int(scores.shape[1] - 1).bit_length())
    depth, unknown = 1.0 - np.clip(scores, 0, 1), np.isnan(scores)
    depth[unknown] = BELOW_ALL
    scale = 2.0 ** (KEY_BITS - 1 - bits)
    packed = (depth * scale).astype(np.int64) << bits
    packed |= np.arange(scores.shape[1])
    packed.sort(axis=1)
    places = packed & ((1 << bits) - 1)
    ranks = _shared(packed >> bits, int(TIE * scale), places, twins)
    target = out if twins.alone else np.empty(scores.shape, dtype=out.dtype)
    np.put_along_axis(target, places, ranks.astype(out.dtype), axis=1)
    if unknown.any():
        target[unknown] = 0
    if not twins.alone:
        out[:] = target[:, twins.group]


def _shared(keys: NDArray[np.int64], tie: int, places: NDArray[np.int64], twins: _Twins) -> NDArray[np.int64]:
    """Ranks in sorted order: one more than all before; keys that differ by a tie at most share the first of theirs."""
    if twins.alone:
        before = np.broadcast_to(np.arange(keys.shape[1]), keys.shape)
    else:
        many = twins.many[places]
        before = np.cumsum(many, axis=1) - many
    same = np.diff(keys, axis=1) <= tie
    if not same.any():
        return before + 1
    starts = before.copy()
    starts[:, 1:][same] = 0
    return np.maximum.accumulate(starts, axis=1) + 1


class _Tally:
    """Counts of ranks by alternative."""

    def __init__(self, n: int, bins: int) -> None:
        self.counts = np.zeros((n, bins), dtype=np.uint32)
        self.best = np.full(n, np.iinfo(np.int64).max)
        self.worst = np.zeros(n, dtype=np.int64)
        self.sums = np.zeros(n)

    def add(self, ranks: Ranks, progress: Progress, done: float) -> None:
        """Add the ranks (k, n) of some draws, 0 is no rank; `done` is what the progress shows meanwhile."""
        for start in range(0, ranks.shape[1], COLUMNS_AT_ONCE):
            progress.step(done, 1)
            part = slice(start, start + COLUMNS_AT_ONCE)
            self._add(part, np.ascontiguousarray(ranks[:, part].T).astype(np.int64))

    def _add(self, part: slice, ranks: NDArray[np.int64]) -> None:
        if not ranks.all():
            return self._add_known(part, ranks)
        n, bins = self.counts.shape
        self.sums[part] += ranks.sum(axis=1)
        self.worst[part] = np.maximum(self.worst[part], ranks.max(axis=1))
        self.best[part] = np.minimum(self.best[part], ranks.min(axis=1))
        ranks -= 1
        if bins < n:
            ranks = ranks * bins // n
        ranks += np.arange(len(ranks))[:, None] * bins
        found = np.bincount(ranks.ravel(), minlength=len(ranks) * bins)
        self.counts[part] += found.reshape(len(ranks), bins).astype(np.uint32)
        return None

    def _add_known(self, part: slice, ranks: NDArray[np.int64]) -> None:
        known = ranks.all(axis=1)
        for row in np.flatnonzero(known):
            self._add(slice(part.start + int(row), part.start + int(row) + 1), ranks[[row]])
