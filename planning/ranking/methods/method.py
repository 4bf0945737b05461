from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from ...progress import SILENT, Progress
from ..ranks import TIE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..engine import Ranking
    from ..measurement import Measurement
    from .settings import Settings

VALUES, VECTOR, SUM, Z, RANK, RATIO, RAW = SCALES = ("values", "vector", "sum", "z", "rank", "ratio", "raw")


@dataclass(frozen=True)
class Option:
    """A number that a method can be given: its default, its range, and words for the planner."""

    default: float
    low: float
    high: float
    title: str
    about: str


@dataclass(frozen=True)
class Outcome:
    """What a method finds for n alternatives over m criteria.

    score (n,): the higher the better, NaN where nothing that tells alternatives apart is known; scores that differ by
    at most `tie` are equal. worth (m, n): what the contributions weigh where it is not the values 0..1. columns: the
    method's own results, n each, by field name.
    """

    score: NDArray[np.float64]
    worth: NDArray[np.float64] | None = None
    columns: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    tie: float = TIE


class Method:
    """A way to make one order of several criteria.

    NORMALISATIONS are the scales it can measure on, the one that its source asks for first. ADDITIVE: the contributions
    of an alternative sum to its score.
    """

    NAME: ClassVar[str]
    NORMALISATIONS: ClassVar[tuple[str, ...]] = (VALUES,)
    ADDITIVE: ClassVar[bool] = False

    def title(self) -> str:
        """The method's name with its source."""
        raise NotImplementedError

    def about(self) -> str:
        """What it does, in a sentence a planner understands."""
        raise NotImplementedError

    def options(self) -> Mapping[str, Option]:
        """The numbers that it can be given, by name."""
        return {}

    def outcome(self, measurement: Measurement, settings: Settings, progress: Progress = SILENT) -> Outcome:
        """Score the alternatives. Raises PlanError for an input that the method cannot take."""
        raise NotImplementedError

    def notes(self, ranking: Ranking) -> Iterator[str]:
        """What the reader of a ranking by this method has to know, in the current language."""
        return iter(())
